"""HTML as located pieces; nothing in the page is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from stratanalysis.documents.blocks import Cell, Paragraph, Row, Table
from stratanalysis.documents.work import Work, small_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["read_html"]

_SKIPPED = frozenset(
    (
        *("head", "script", "style", "noscript", "template", "svg", "iframe", "object", "form"),
        *("nav", "math", "audio", "video", "del", "s", "strike", "button", "select"),
    )
)
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote"),
        *("pre", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("table", "body", "figure", "figcaption", "address", "center", "fieldset"),
    )
)
_SPACES = re.compile(r"[ \t\r\f\n]+")
_MAX_SPAN = 60
_MAX_ROWS = 50_000
_MAX_START = 999_999
_MAX_WIDTH = 200
"""Columns of a table; what spans make beyond them is left out."""


def read_html(text: str, name: str = "text") -> list[Paragraph | Table]:
    """Split an HTML page into located paragraphs and tables.

    Merged cells have their text once, at the top left; ``<li>`` items begin with ``•`` or their
    number; ``<br>`` ends a line. Scripts, styles and forms are left out.
    """
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace") or b"<p/>", parser)
    if root is None:
        return []
    work = Work(name)
    walker = _Walker(_markers(root, work), work)
    walker.walk(root)
    walker.flush()
    return walker.blocks


class _Walker:
    """Collects paragraphs and tables in document order without recursion into depth."""

    def __init__(self, markers: dict[Element, str], work: Work) -> None:
        self.markers = markers
        self.work = work
        self.blocks: list[Paragraph | Table] = []
        self.words: list[str] = []
        self.line: int | None = None
        self.heading = 0

    def flush(self) -> None:
        for part in "".join(self.words).split("\n"):
            text = _SPACES.sub(" ", part).strip()
            if text:
                self.work.count("paragraphs")
                self.blocks.append(Paragraph(text, self.line, heading=self.heading))
        self.words, self.line, self.heading = [], None, 0

    def say(self, text: str | None, line: int | None) -> None:
        if text:
            if self.line is None and text.strip():
                self.line = line
            self.words.append(_SPACES.sub(" ", text))

    def _in_item(self, element: Element) -> bool:
        """Tell whether a block begins a list item, of which only the mark has been said."""
        parent = element.getparent()
        if parent is None or parent.tag != "li" or element.tag not in ("p", "div", "span"):
            return False
        return "".join(self.words).strip() == self.markers[parent].strip()

    def walk(self, root: Element) -> None:
        # An explicit stack: a page may nest deeper than Python's own limit.
        stack: list[tuple[str, Any]] = [("open", root)]
        while stack:
            what, element = stack.pop()
            if what == "tail":
                self.say(element.tail, element.sourceline)
                continue
            if what == "close":
                self.flush()
                continue
            if what == "cell":
                self.flush()
                self.say(element.text, element.sourceline)
                stack.append(("close", element))
                stack.extend(("open", child) for child in reversed(element))
                continue
            tag = element.tag if isinstance(element.tag, str) else ""
            stack.append(("tail", element))
            if not tag or tag in _SKIPPED or _hidden(element):
                continue
            if tag == "br":
                self.words.append("\n")
                continue
            if tag == "table" and _is_layout(element):
                self.flush()
                stack.append(("close", element))
                for cell in reversed(list(_own_cells(element))):
                    stack.append(("cell", cell))
                continue
            if tag == "table":
                self.flush()
                for caption in element.iterchildren("caption"):
                    self.say(
                        _cell_words(caption, self.markers).replace("\n", " "), caption.sourceline
                    )
                    self.flush()
                table = _table(element, self.markers, self.work)
                if table is not None:
                    self.blocks.append(table)
                continue
            if tag in _BLOCKS and not self._in_item(element):
                self.flush()
                stack.append(("close", element))
                if tag[0] == "h" and tag[1:].isdecimal():
                    self.heading = int(tag[1:])
                if tag == "li":
                    self.say(self.markers[element], element.sourceline)
            self.say(element.text, element.sourceline)
            stack.extend(("open", child) for child in reversed(element))


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _hidden(element: Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _own_cells(table: Element) -> Iterator[Element]:
    """Yield the cells of a table, not those of tables inside it."""
    for tr in _own_rows(table):
        yield from tr.iterchildren("td", "th")


def _own_rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _is_layout(table: Element) -> bool:
    """Tell whether a table only arranges the page: it holds tables, or has one cell a row."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = [sum(1 for _ in tr.iterchildren("td", "th")) for tr in _own_rows(table)]
    spans = any(_span(cell, "colspan") > 1 for cell in _own_cells(table))
    return bool(rows) and max(rows) == 1 and not spans


def _markers(root: Element, work: Work) -> dict[Element, str]:
    """Return the bullet or number of every list item, in one walk."""
    found: dict[Element, str] = {}
    numbers: dict[Element, int] = {}
    for item in root.iter("li"):
        work.count("list items")
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            found[item] = "\u2022 "
            continue
        number = numbers.get(parent) or small_number(parent.get("start"), _MAX_START, 1)
        numbers[parent] = number + 1
        found[item] = f"{number}. "
    return found


def _table(element: Element, markers: dict[Element, str], work: Work) -> Table | None:
    rows: list[Row] = []
    waiting: dict[int, int] = {}  # rows that a merged cell still covers, by column
    for tr in _own_rows(element):
        if len(rows) >= _MAX_ROWS:
            break
        cells: list[Cell] = []
        for td in tr.iterchildren("td", "th"):
            _skip_merged(cells, waiting)
            if len(cells) >= _MAX_WIDTH:
                break
            across, down = _span(td, "colspan"), _span(td, "rowspan")
            work.count("cells", across)
            for column in range(len(cells), len(cells) + across):
                waiting[column] = down - 1
            cells.append(Cell(_cell_words(td, markers), td.sourceline))
            cells.extend(Cell("", td.sourceline) for _ in range(across - 1))
        _skip_merged(cells, waiting)
        if any(cell.text for cell in cells):
            rows.append(Row(tuple(cells)))
    if not rows:
        return None
    width = max(len(row.cells) for row in rows)
    padded = tuple(
        Row(row.cells + (Cell("", row.line),) * (width - len(row.cells)), row.after_break)
        for row in rows
    )
    return Table(padded, element.sourceline)


def _skip_merged(cells: list[Cell], waiting: dict[int, int]) -> None:
    """Add empty cells where a cell of a row above reaches down."""
    while waiting.get(len(cells), 0) > 0:
        waiting[len(cells)] -= 1
        cells.append(Cell(""))


def _span(cell: Element, name: str) -> int:
    return max(small_number(cell.get(name), _MAX_SPAN, 1), 1)


def _cell_words(cell: Element, markers: dict[Element, str]) -> str:
    words = [cell.text or ""]
    for element in cell.iterdescendants():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in ("br", "tr") or tag in _BLOCKS:
            words.append("\n")
        if tag == "li":
            words.append(markers[element])
        if tag and tag not in _SKIPPED:
            words.append(_SPACES.sub(" ", element.text or ""))
        if tag in _BLOCKS and tag != "br":
            words.append("\n")
        words.append(_SPACES.sub(" ", element.tail or ""))
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)
