"""A short HTML table: how the package's objects show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["html_table"]


def html_table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table with a caption; the first cell of each row is its heading.

    Every text is escaped: names and reasons come from users.

    Examples
    --------
    >>> html_table("Two", ("name", "rows"), [("goals", 3)])
    '<table><caption>Two</caption><thead><tr><th scope="col">name</th><th scope="col">rows</th></tr></thead><tbody><tr><th scope="row">goals</th><td>3</td></tr></tbody></table>'
    """  # noqa: E501
    top = "".join(
        f'<th scope="col">{escape(str(cell))}</th>' if str(cell) else "<td></td>" for cell in head
    )
    body = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in others)
        + "</tr>"
        for first, *others in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
