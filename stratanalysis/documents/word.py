"""Word documents (.docx) as located pieces: paragraphs with their automatic numbers, and tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.documents.archives import open_archive
from stratanalysis.documents.blocks import Cell, Paragraph, Row, Table
from stratanalysis.documents.work import Work, small_number
from stratanalysis.errors import UnreadableFileError
from stratanalysis.quantities import without_invisible, write_roman

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["MAX_PART", "read_word"]

MAX_PART = 64 * 2**20
"""Most bytes that one part of the archive may unpack to."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_SPAN = 60
_MAX_START = 999_999
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset(
    (
        *(f"{_W}moveFrom", f"{_W}del", f"{_W}txbxContent", _FALLBACK, f"{_W}rPr", f"{_W}pPr"),
        f"{_W}instrText",
    )
)
_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def read_word(path: Path) -> list[Paragraph | Table]:
    """Split a .docx document into paragraphs and tables, placed by their numbers.

    Automatic numbers are before the text as Word shows them, bullets as ``•``; text deleted in
    tracked changes and hidden fields are left out; merged cells have their text once.

    Raises
    ------
    UnreadableFileError
        The archive is damaged or has a password, or a part unpacks to more than :data:`MAX_PART`
        bytes.
    """
    try:
        with open_archive(path) as archive:
            body = _part(archive, "word/document.xml", path.name)
            numbering = _part(archive, "word/numbering.xml", path.name, needed=False)
            styles = _part(archive, "word/styles.xml", path.name, needed=False)
            notes = _part(archive, "word/footnotes.xml", path.name, needed=False)
        work = Work(path.name)
        reader = _Reader(_Numbering(numbering, styles), _heading_styles(styles), work)
        content = body.find(f"{_W}body") if body is not None else None
        blocks = list(reader.blocks(content)) if content is not None else []
        return blocks + list(reader.notes(notes))
    except UnreadableFileError:
        raise
    except (OSError, ValueError, OverflowError) as error:
        raise UnreadableFileError(
            f"the document is damaged or protected ({error})",
            where=path.name,
            do="fetch the file again, or save it without a password",
        ) from error


def _part(
    archive: zipfile.ZipFile, name: str, document: str, *, needed: bool = True
) -> Element | None:
    from lxml import etree

    if name not in archive.namelist():
        if needed:
            raise UnreadableFileError(
                f"the archive has no {name}", where=document, expected="a .docx document"
            )
        return None
    with archive.open(name) as stream:
        data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise UnreadableFileError(
            f"{name} unpacks to more than {MAX_PART // 2**20} MiB",
            where=document,
            do="split the document",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(
            f"{name} is damaged ({error})", where=document, do="fetch the file again"
        ) from error


def _value(element: Element | None, path: str, name: str = "val") -> str | None:
    found = element.find(path) if element is not None else None
    return found.get(f"{_W}{name}") if found is not None else None


def _heading_styles(styles: Element | None) -> dict[str, int]:
    """Return the outline level of every style that has one, by style id."""
    levels: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        level = _value(style, f"{_W}pPr/{_W}outlineLvl")
        if level is not None and level.isdecimal() and int(level) < 9:
            levels[style.get(f"{_W}styleId", "")] = int(level) + 1
        based[style.get(f"{_W}styleId", "")] = _value(style, f"{_W}basedOn") or ""
    _inherit(levels, based)
    return levels


def _inherit(found: dict[str, Any], based: dict[str, str]) -> None:
    """Give a style what the style has that it is based on, where it has none of its own."""
    for name, parent in based.items():
        above, steps = parent, 0
        while name not in found and above and steps < 12:
            if above in found:
                found[name] = found[above]
            above, steps = based.get(above, ""), steps + 1


class _Numbering:
    """Counts automatic numbers as Word shows them."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.levels: dict[str, dict[int, Element]] = {}
        self.abstract_of: dict[str, str] = {}
        self.counters: dict[str, list[int | None]] = {}
        self.of_style: dict[str, tuple[str, int]] = {}
        self.restarts: dict[tuple[str, int], int] = {}
        if numbering is None:
            return
        for abstract in numbering.findall(f"{_W}abstractNum"):
            self.levels[abstract.get(f"{_W}abstractNumId", "")] = {
                small_number(level.get(f"{_W}ilvl"), 8): level
                for level in abstract.findall(f"{_W}lvl")
            }
        for number in numbering.findall(f"{_W}num"):
            identifier = number.get(f"{_W}numId", "")
            self.abstract_of[identifier] = _value(number, f"{_W}abstractNumId") or ""
            for override in number.findall(f"{_W}lvlOverride"):
                start = _value(override, f"{_W}startOverride")
                if start is not None and start.isdecimal():
                    depth = small_number(override.get(f"{_W}ilvl"), 8)
                    self.restarts[identifier, depth] = small_number(start, _MAX_START)
        based: dict[str, str] = {}
        for style in styles.iter(f"{_W}style") if styles is not None else ():
            name = style.get(f"{_W}styleId", "")
            based[name] = _value(style, f"{_W}basedOn") or ""
            found = self.direct(style.find(f"{_W}pPr"))
            if found:
                self.of_style[name] = found
        _inherit(self.of_style, based)

    @staticmethod
    def direct(properties: Element | None) -> tuple[str, int] | None:
        identifier = _value(properties, f"{_W}numPr/{_W}numId")
        level = _value(properties, f"{_W}numPr/{_W}ilvl") or "0"
        return (identifier, small_number(level, 8)) if identifier and level.isdecimal() else None

    def mark(self, properties: Element | None, style: str | None) -> str:
        """Return the number or bullet of a paragraph, and count it."""
        found = self.direct(properties) or self.of_style.get(style or "")
        if found is None or found[0] == "0":
            return ""
        abstract = self.abstract_of.get(found[0])
        levels = self.levels.get(abstract or "", {})
        depth = min(found[1], 8)
        level = levels.get(depth)
        if abstract is None or level is None:
            return ""
        if _value(level, f"{_W}numFmt") == "bullet":
            return "\u2022 "
        counters = self.counters.setdefault(abstract, [None] * 9)
        start = small_number(_value(level, f"{_W}start"), _MAX_START, 1)
        restart = self.restarts.pop((found[0], depth), None)  # once, where its list begins
        if restart is not None:
            start, counters[depth] = restart, None
        current = counters[depth]
        counters[depth] = start if current is None else current + 1
        counters[depth + 1 :] = [None] * (8 - depth)
        shown = _value(level, f"{_W}lvlText") or ""
        for position in range(depth + 1):
            value = counters[position]
            if value is None:
                value = small_number(_value(levels.get(position), f"{_W}start"), _MAX_START, 1)
                counters[position] = value
            form = _value(levels.get(position), f"{_W}numFmt") or "decimal"
            shown = shown.replace(f"%{position + 1}", _written(value, form))
        return f"{shown} " if shown else ""


def _written(value: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman") and 0 < value < 400:
        return write_roman(value) if form == "upperRoman" else write_roman(value).lower()
    if form in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        letter = chr(ord("A") + value - 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("russianUpper", "russianLower") and 0 < value <= len(_LETTERS):
        letter = _LETTERS[value - 1]
        return letter.upper() if form == "russianUpper" else letter
    return str(value)


class _Reader:
    def __init__(self, numbering: _Numbering, headings: dict[str, int], work: Work) -> None:
        self.work = work
        self.numbering = numbering
        self.headings = headings
        self.paragraphs = self.tables = 0

    def blocks(self, body: Element) -> Iterator[Paragraph | Table]:
        for element in _unwrapped(body):
            if element.tag == f"{_W}p":
                self.paragraphs += 1
                self.work.count("paragraphs")
                properties = element.find(f"{_W}pPr")
                style = _value(properties, f"{_W}pStyle")
                place = f"paragraph {self.paragraphs}"
                own = _value(properties, f"{_W}outlineLvl")
                heading = self.headings.get(style or "", 0)
                heading = int(own) + 1 if own is not None and own in "012345678" else heading
                for text in self.text(element).split("\n"):
                    if text.strip():
                        yield Paragraph(text.strip(), None, place, heading)
                for box in _boxes(element):
                    self.work.count("nested text boxes")
                    yield from self.blocks(box)
            elif element.tag == f"{_W}tbl":
                self.tables += 1
                table = self.table(element, self.tables)
                if table.rows:
                    yield table

    def notes(self, notes: Element | None) -> Iterator[Paragraph]:
        """Yield the footnotes, after the text."""
        for note in notes.findall(f"{_W}footnote") if notes is not None else ():
            if note.get(f"{_W}type") is None:
                text = " ".join(self.text(p).strip() for p in note.iter(f"{_W}p")).strip()
                if text:
                    yield Paragraph(text, None, f"footnote {note.get(f'{_W}id')}")

    def text(self, paragraph: Element) -> str:
        properties = paragraph.find(f"{_W}pPr")
        mark = self.numbering.mark(properties, _value(properties, f"{_W}pStyle"))
        self.work.count("list items", bool(mark))
        words = []
        for element in _shown(paragraph):
            if element.tag == f"{_W}t":
                words.append(without_invisible(element.text or ""))
            elif element.tag in (f"{_W}br", f"{_W}cr"):
                words.append("\n")
            elif element.tag == f"{_W}tab":
                words.append(" " if element.getparent().tag == f"{_W}r" else "")
            elif element.tag == f"{_W}noBreakHyphen":
                words.append("-")
        text = "".join(words)
        return mark + text if text.strip() else text

    def table(self, element: Element, number: int) -> Table:
        rows: list[Row] = []
        for at, row in enumerate(_unwrapped(element, f"{_W}tr"), start=1):
            cells: list[Cell] = []
            before = small_number(_value(row, f"{_W}trPr/{_W}gridBefore"), _MAX_SPAN)
            cells += [Cell("")] * before
            self.work.count("cells", before)
            for cell in _unwrapped(row, f"{_W}tc"):
                place = f"table {number}, row {at}, column {len(cells) + 1}"
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                below = merged is not None and merged.get(f"{_W}val") != "restart"
                text = "" if below else self.cell(cell)
                cells.append(Cell(text, None, place))
                written = _value(cell, f"{_W}tcPr/{_W}gridSpan") or "1"
                if not written.strip().isdecimal():
                    raise ValueError(f"a cell spans {written[:20]!r} columns")
                span = small_number(written, _MAX_SPAN, 1)
                self.work.count("cells", max(span, 1))
                cells += [Cell("", None, place)] * (span - 1)
            if any(cell.text for cell in cells):
                rows.append(Row(tuple(cells)))
        width = max((len(row.cells) for row in rows), default=0)
        padded = tuple(Row(row.cells + (Cell(""),) * (width - len(row.cells))) for row in rows)
        return Table(padded, None, f"table {number}")

    def cell(self, cell: Element) -> str:
        """Return the lines of a cell; a table inside a cell becomes lines too."""
        lines = (line.strip() for p in cell.iter(f"{_W}p") for line in self.text(p).split("\n"))
        return "\n".join(line for line in lines if line)


def _shown(paragraph: Element) -> Iterator[Element]:
    """Yield the elements of a paragraph that Word shows in its place, in order.

    Hidden runs, moved text at its old place and text boxes are left out.
    """
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            continue
        if element.tag == f"{_W}r":
            hidden = element.find(f"{_W}rPr/{_W}vanish")
            if hidden is not None and hidden.get(f"{_W}val") not in ("0", "false", "off"):
                continue
        yield element
        stack.extend(reversed(element))


def _boxes(paragraph: Element) -> Iterator[Element]:
    """Yield the contents of text boxes, each once: Word writes them in two ways side by side."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}txbxContent":
            yield element  # boxes inside it are found when it is read
        elif element.tag != _FALLBACK:
            stack.extend(reversed(element))


def _unwrapped(parent: Element, tag: str | None = None) -> Iterator[Any]:
    """Yield children, those inside content controls and tracked insertions among them."""
    stack = list(reversed(parent))
    while stack:
        child = stack.pop()
        if child.tag in (
            f"{_W}sdt",
            f"{_W}sdtContent",
            f"{_W}ins",
            f"{_W}customXml",
            f"{_W}moveTo",
        ):
            stack.extend(reversed(child))
        elif tag is None or child.tag == tag:
            yield child
