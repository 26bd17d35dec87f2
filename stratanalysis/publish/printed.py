"""A rendered page as blocks, for files that are printed: Word and PDF."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from stratanalysis.errors import InvalidInputError
from stratanalysis.plots.raster import svg_as_png
from stratanalysis.quantities import without_controls

__all__ = [
    "SHORT", "Block", "PrintedPage", "column_shares", "crowding", "is_across",
    "lie_across", "printed_files", "read_page",
]  # fmt: skip

SHORT = 8
"""A table with no more rows is not parted by the end of a page."""
_WIDE = 8
"""A table with more columns is printed across, unless its words fit upright."""

_CROWDED = 1.25
_LINE, _LONGEST = 82, 22
"""Letters in a line of a table, and the longest word that is kept whole."""
_SPACES = re.compile(r"[ \t\r\n]+")
_SHA = re.compile(r"sha256 [0-9a-f]{64}")


@dataclass(frozen=True)
class Block:
    """One thing on the page.

    Attributes
    ----------
    kind : str
        ``heading``, ``paragraph``, ``note``, ``source``, ``notice``, ``bullets``, ``figure``,
        ``table``.
    text : str
        Words of a heading or paragraph; caption of a figure or table.
    items : tuple of str
        Lines of a list.
    head, rows : tuple
        Cells of a table as text.
    numbers : tuple of bool
        Whether a column is aligned right.
    picture : bytes
        PNG of a figure.
    alternative : str
        Its words for a reader who does not see it.
    """

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[bool, ...] = ()
    picture: bytes = b""
    alternative: str = ""

    def __post_init__(self) -> None:
        for name in ("text", "alternative"):
            object.__setattr__(self, name, without_controls(getattr(self, name)))
        for name in ("items", "head"):
            object.__setattr__(self, name, tuple(map(without_controls, getattr(self, name))))
        rows = tuple(tuple(map(without_controls, row)) for row in self.rows)
        object.__setattr__(self, "rows", rows)


@dataclass(frozen=True)
class PrintedPage:
    """A page to be printed.

    Attributes
    ----------
    title, subject : str
        The main heading, and what the page is about.
    language : str
    blocks : tuple of Block
    date : str
        What is under the title as the date; empty for none.
    contents : bool
        Whether it begins with contents; a form has none.
    status, version : str
        What the cover says: whether it is a draft, and of which data.
    """

    title: str
    subject: str
    language: str
    blocks: tuple[Block, ...] = field(default=())
    date: str = ""
    contents: bool = True
    status: str = ""
    version: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "subject", "date", "status", "version"):
            object.__setattr__(self, name, without_controls(getattr(self, name)))


def printed_files(
    page: bytes, formats: tuple[str, ...], *, date: str = "", status: str = ""
) -> dict[str, bytes]:
    """Make the printed files of a rendered page.

    Parameters
    ----------
    page : bytes
        HTML as :func:`stratanalysis.publish.rendering.render` makes it.
    formats : tuple of {"docx", "pdf"}
    date : str
        Printed under the title.
    status : str
        Printed on the cover, as "adopted by decision No. 12"; a draft if not given.

    Returns
    -------
    dict of bytes
        By file name: ``page.docx``, ``page.pdf``; the same page gives the same bytes.
    """
    if not formats:
        return {}
    read = read_page(page.decode("utf-8"), date=date)
    read = replace(read, status=status or read.status)
    files = {}
    if "docx" in formats:
        from stratanalysis.publish.word import word_file

        files["page.docx"] = word_file(read)
    if "pdf" in formats:
        from stratanalysis.publish.pdf import pdf_file

        files["page.pdf"] = pdf_file(read)
    return files


def column_shares(block: Block) -> list[float]:
    """Shares of the width of a table by column: long texts get room, no word is broken for it."""
    least = _least(block)
    wanted = [
        min(sum(map(len, cells)) / len(cells), 60.0) + 1
        for cells in zip(*_lines(block), strict=True)
    ]
    free = max(1 - sum(least), 0.0)
    shares = [low + free * more / sum(wanted) for low, more in zip(least, wanted, strict=True)]
    return [share / sum(shares) for share in shares]


def is_across(block: Block) -> bool:
    """Tell whether a table is printed across: it has many columns, and words would be broken.

    Examples
    --------
    >>> is_across(Block("table", rows=(("1,5",) * 10,)))
    False
    >>> is_across(Block("table", rows=(("неподільне",) * 10,)))
    True
    """
    return len(_least(block)) > _WIDE and crowding(block) > _CROWDED


def lie_across(blocks: Sequence[Block]) -> list[bool]:
    """Tell of each block whether it is printed across: wide tables, their headings and sources."""
    turned = [block.kind == "table" and is_across(block) for block in blocks]
    for place in reversed(range(len(blocks) - 1)):
        turned[place] |= blocks[place].kind == "heading" and turned[place + 1]
    for place in range(1, len(blocks)):
        turned[place] |= blocks[place].kind in ("source", "note") and turned[place - 1]
    return turned


def crowding(block: Block) -> float:
    """How much of an upright line the longest words of all columns need; above 1 they are broken.

    Letters are made smaller up to 1.25, and a table of many columns is laid across beyond it.
    """
    return sum(_least(block))


def _lines(block: Block) -> list[tuple[str, ...]]:
    return [line for line in (block.head, *block.rows) if line]


def _least(block: Block) -> list[float]:
    """Share of an upright line that the longest word of each column needs."""
    return [
        (min(max(len(word) for cell in cells for word in cell.split(" ")), _LONGEST) + 2) / _LINE
        for cells in zip(*_lines(block), strict=True)
    ]


def read_page(text: str, *, date: str = "") -> PrintedPage:
    """Read a rendered page back into its blocks.

    Checksums of the inputs are left out: they are in the manifest next to the page.

    Raises
    ------
    InvalidInputError
        It is not a page of this library.
    """
    from lxml import html

    document = html.fromstring(text)
    mains = document.xpath("//main")
    if len(mains) != 1 or len(mains[0].xpath(".//h1")) != 1:
        raise InvalidInputError(
            "not a page of this library", expected="one main part with one main heading"
        )
    main = mains[0]
    subject = " ".join(_words(node) for node in main.xpath("./p[@class='subject']"))
    return PrintedPage(
        title=_words(main.xpath(".//h1")[0]),
        subject=subject,
        language=str(document.xpath("string(/html/@lang)")) or "uk",
        blocks=tuple(_blocks(main)),
        date=date,
        status=_cover_line(document, "status"),
        version=_cover_line(document, "version"),
    )


def _cover_line(document: Any, name: str) -> str:
    lines = document.xpath(f"//div[@class='cover']/p[@class='{name}']")
    return " ".join(_words(node) for node in lines)


def _words(node: Any) -> str:
    """Words of a node; spaces that keep a number or a sign together stay what they are."""
    return _SPACES.sub(" ", str(node.text_content())).strip()


def _blocks(node: Any) -> Iterator[Block]:
    for child in node:
        if not isinstance(child.tag, str):
            continue
        name, css = child.tag, child.get("class") or ""
        if name == "h1" or css == "subject":
            continue
        if name == "summary" and (node.get("class") or "").split(" ")[0] in (
            "more",
            "list",
            "about",
        ):
            continue
        if name in ("h2", "h3", "summary"):
            yield Block("heading", _words(child))
        elif name == "p":
            words = _without_links(child)
            if words:
                kind = css if css in ("note", "source", "notice") else "paragraph"
                yield Block(kind, words)
        elif name in ("ul", "ol"):
            items = tuple(_words(item) for item in child.xpath("./li"))
            if items:
                yield Block("bullets", items=items)
        elif name == "figure":
            yield from _figure(child)
        elif name == "table":
            yield _table(child)
        else:
            yield from _blocks(child)


def _without_links(node: Any) -> str:
    """Words of a paragraph without links to files next to the page."""
    words = str(node.text or "")
    for child in node:
        href = child.get("href") or ""
        beside = child.tag == "a" and not href.startswith(("http", "#"))
        words += ("" if beside else _words(child)) + str(child.tail or "")
    return _SPACES.sub(" ", words).strip(" ·")


def _figure(node: Any) -> Iterator[Block]:
    caption = " ".join(_words(part) for part in node.xpath("./figcaption"))
    for image in node.xpath(".//svg[@class='wide']"):
        yield Block(
            "figure", caption, picture=svg_as_png(image),
            alternative=str(image.get("aria-label") or ""),
        )  # fmt: skip
    for image in node.xpath(".//img"):
        source = str(image.get("src") or "")
        head, _, data = source.partition("base64,")
        if head.startswith("data:image/png"):
            yield Block(
                "figure", caption, picture=base64.b64decode(data),
                alternative=str(image.get("alt") or ""),
            )  # fmt: skip
    for part in node.xpath("./p|./details/p"):
        words = _without_links(part)
        if words:
            yield Block("note" if part.get("class") == "note" else "source", words)


def _table(node: Any) -> Block:
    head = [cell for row in node.xpath("./thead/tr[1]") for cell in row.xpath("./th|./td")]
    rows = [
        tuple(_words(cell) for cell in row.xpath("./th|./td"))
        for row in node.xpath("./tbody/tr|./tr")
    ]
    width = max([len(head), *map(len, rows)], default=0)
    kept = [row + ("",) * (width - len(row)) for row in rows if not any(map(_SHA.search, row))]
    return Block(
        "table",
        " ".join(_words(part) for part in node.xpath("./caption")),
        head=tuple(_words(cell) for cell in head),
        rows=tuple(kept),
        numbers=tuple("number" in (cell.get("class") or "") for cell in head) or (False,) * width,
    )
