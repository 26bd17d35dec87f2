"""Optional chapters of a notebook: a heading stays on the page only where something follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["OPTIONAL", "without_empty_chapters"]

OPTIONAL = "optional"
"""Tag of the Markdown cell that begins an optional chapter."""

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
_BLANK = re.compile(r"<(?!img|svg|table)[^>]*>|\s+")


def without_empty_chapters(
    cells: Sequence[NotebookNode],
) -> tuple[list[NotebookNode], list[str]]:
    """Leave out the optional chapters whose cells put nothing on the page.

    A chapter is a Markdown cell tagged ``optional`` and the code cells up to the next Markdown
    cell.

    Parameters
    ----------
    cells : sequence of NotebookNode
        Executed, in one language.

    Returns
    -------
    kept : list of NotebookNode
    left_out : list of str
        Headings of the chapters that were left out, in their order.
    """
    kept: list[NotebookNode] = []
    left_out: list[str] = []
    for chapter in _chapters(cells):
        first = chapter[0]
        if OPTIONAL in first.metadata.get("tags", ()) and not any(map(_shows, chapter[1:])):
            heading = _HEADING.search(first.source)
            left_out.append(heading[1] if heading else first.source.strip())
        else:
            kept += chapter
    return kept, left_out


def _chapters(cells: Sequence[NotebookNode]) -> list[list[NotebookNode]]:
    """Split before every Markdown cell."""
    chapters: list[list[NotebookNode]] = []
    for cell in cells:
        if cell.cell_type == "markdown" or not chapters:
            chapters.append([])
        chapters[-1].append(cell)
    return chapters


def _shows(cell: NotebookNode) -> bool:
    """Whether a reader of the page sees anything of the cell's outputs."""
    return any(_visible(output) for output in cell.get("outputs", ()))


def _visible(output: NotebookNode) -> bool:
    if output.output_type == "stream":
        return output.name == "stdout" and bool(output.text.strip())
    data = output.get("data", {})
    if "text/html" in data:
        return bool(_BLANK.sub("", data["text/html"]))
    return any(str(value).strip() for value in data.values())
