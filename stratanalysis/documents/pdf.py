"""PDF files as located pieces, placed by page; pages that are pictures are recognised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from stratanalysis.documents.blocks import Cell, Paragraph, Row, Table
from stratanalysis.documents.columns import header_roles, key
from stratanalysis.documents.pdf_counted import counted
from stratanalysis.documents.pdf_lines import Line, cell_words, paragraphs, running_heads
from stratanalysis.documents.pdf_tables import BROKEN, Word, is_broken, loose_tables, rejoined
from stratanalysis.documents.recognition import (
    FEWEST_LETTERS,
    SCANNED,
    PictureReader,
    picture_share,
    tesseract,
)
from stratanalysis.documents.sandbox import bounds_for
from stratanalysis.documents.work import Work
from stratanalysis.documents.wrapping import words_of
from stratanalysis.errors import UnreadableFileError

__all__ = ["MAX_PAGES", "read_pdf"]

_BULLETS = {ord(sign): "\u2022" for sign in "\uf0b7\uf0a7\uf0d8\uf0fc\uf076"}
_MOST_HEAD = 6
_UNDER = 0.8
"""Part of a page with text that a picture covers where the text was recognised before."""
_MARGIN = 5.4
"""Usual space in points between the words of a cell and its border."""
MAX_PAGES = 600
"""Longer documents are refused: reading takes about a tenth of a second a page."""


def read_pdf(path: Path) -> tuple[list[Paragraph | Table], PictureReader]:
    """Split a PDF into lines and tables; the place is the page.

    A page that a picture covers and that has next to no letters is recognised by tesseract, where
    that is on the machine (:mod:`stratanalysis.documents.recognition`).

    A table that begins a page and has the width of the one that ended the page before continues it,
    if it has no head of its own or repeats the other's.

    Raises
    ------
    UnreadableFileError
        The file is damaged, has a password, more than :data:`MAX_PAGES` pages, or pictures of pages
        instead of text.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    blocks: list[Paragraph | Table] = []
    work = Work(path.name)
    pictures = PictureReader(path.name, bounds_for(path).seconds)
    try:
        with counted(work), pdfplumber.open(path) as pdf:
            pages = len(pdf.pages)
            if pages > MAX_PAGES:
                raise UnreadableFileError(
                    f"the document has {pages} pages",
                    where=path.name,
                    expected=f"at most {MAX_PAGES}",
                    do="split it",
                )
            heads = _heads(pdf, work) if pages > 2 else set()
            known: set[str] = set()
            for number, page in enumerate(pdf.pages, start=1):
                work.begin("operators and letters on a page")
                first = len(blocks)
                share, letters = picture_share(page), len(page.chars)
                if share >= SCANNED and letters < FEWEST_LETTERS:
                    words, lines = pictures.read(page)
                    _flow(lines, words, f"page {number}", blocks, set(), frozenset(known))
                else:
                    pictures.under += share >= _UNDER and letters >= FEWEST_LETTERS
                    _page(page, number, blocks, heads, frozenset(known))
                for block in blocks[first:]:
                    known |= words_of(block.text) if isinstance(block, Paragraph) else set()
                page.close()
    except UnreadableFileError:
        raise
    except Exception as error:  # the parser raises whatever a broken file leads it to
        for part in error.args:
            if isinstance(part, UnreadableFileError):
                raise part from error
        protected = isinstance(error, PDFPasswordIncorrect) or (
            isinstance(error, PdfminerException)
            and any(isinstance(part, PDFPasswordIncorrect) for part in error.args)
        )
        raise UnreadableFileError(
            "the document has a password"
            if protected
            else f"the document is damaged ({type(error).__name__}: {error})",
            where=path.name,
            do="save it without a password" if protected else "fetch the file again",
        ) from error
    if not blocks:
        raise UnreadableFileError(
            "no text on any page; the pages are pictures (a scan)" if pages else "no pages",
            where=path.name,
            expected="a PDF with text",
            do="take the document it was printed from, or a sharper scan"
            if tesseract()
            else "install tesseract with the language ukr, or take the document it was printed "
            "from",
        )
    return _mended(blocks), pictures


def _mended(blocks: list[Paragraph | Table]) -> list[Paragraph | Table]:
    """Put words together that a page break parted in the cells of a table."""
    if not any(isinstance(b, Table) and any(row.after_break for row in b.rows) for b in blocks):
        return blocks
    texts = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            rows = [row for row in block.rows if not row.after_break]
            texts += [text for row in rows for text in row.texts]
    known = words_of("\n".join(texts))
    return [
        replace(block, rows=rejoined(block.rows, known)) if isinstance(block, Table) else block
        for block in blocks
    ]


def _heads(pdf: Any, work: Work) -> set[str]:
    """Return the running heads of a document, from the edges of its first pages."""
    found = []
    for page in pdf.pages[:12]:
        work.begin("operators and letters on a page")
        found.append(_found(page))
        page.flush_cache()
    return running_heads(found)


def _page(
    page: Any,
    number: int,
    blocks: list[Paragraph | Table],
    heads: set[str],
    known: frozenset[str],
) -> None:
    place = f"page {number}"
    tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    words = _words(page) if tables else []
    top = 0.0
    for found in tables:
        upper, lower = found.bbox[1], found.bbox[3]
        if upper > top:
            _lines(page, top, upper, place, blocks, heads, known)
        rows = [
            Row(tuple(Cell(cell_words(text), None, place) for text in texts))
            for row, cells in zip(found.extract(), found.rows, strict=True)
            if any(text and text.strip() for text in row)
            for texts in [_marked(row, cells.cells, words, known)]
        ]
        if rows:
            _add(Table(tuple(rows), None, place), blocks)
        top = max(top, lower)
    if page.height > top:
        _lines(page, top, page.height, place, blocks, heads, known)


def _marked(
    row: list[str | None],
    boxes: list[tuple[float, float, float, float] | None],
    words: list[Word],
    known: frozenset[str],
) -> list[str | None]:
    """Mark the lines of narrow cells that part a word without a hyphen."""
    texts = list(row)
    for at, (text, box) in enumerate(zip(row, boxes, strict=True)):
        lines = (text or "").split("\n")
        if box is None or len(lines) < 2:
            continue
        edge = box[2] - _MARGIN
        for number, line in enumerate(lines[:-1]):
            if " " in line or not lines[number + 1][:1].islower():
                continue
            inside = [w for w in words if w.text == line and box[0] <= w.left and w.right <= box[2]]
            following = lines[number + 1].split()[0]
            if any(is_broken(w, edge, following, known) for w in inside):
                lines[number] += BROKEN
        texts[at] = "\n".join(lines)
    return texts


def _add(table: Table, blocks: list[Paragraph | Table]) -> None:
    last = blocks[-1] if blocks else None
    if not isinstance(last, Table) or last.width != table.width:
        blocks.append(table)
        return
    again = _repeated_head(last, table)
    own_head = sum(role is not None for role in header_roles(table.rows[0].texts)) > 1
    if own_head and not again:
        blocks.append(table)
        return
    rest = table.rows[again:]
    broken = (Row(rest[0].cells, after_break=True), *rest[1:]) if rest else ()
    blocks[-1] = Table((*last.rows, *broken), last.line, last.place)


def _repeated_head(last: Table, table: Table) -> int:
    """Return how many first rows of a table repeat those of the table on the page before."""
    again = 0
    for above, row in zip(last.rows[:_MOST_HEAD], table.rows, strict=False):
        if [key(text) for text in above.texts] != [key(text) for text in row.texts]:
            break
        again += 1
    return again


def _lines(
    page: Any,
    top: float,
    bottom: float,
    place: str,
    blocks: list[Paragraph | Table],
    heads: set[str],
    known: frozenset[str],
) -> None:
    box = (0, max(top, page.bbox[1]), page.width, min(bottom, page.bbox[3]))
    width = max((char["x1"] for char in page.chars), default=0.0)
    part = page.within_bbox(box, strict=False)
    _flow(_found(part), _words(part), place, blocks, heads, known, width=width)


def _flow(
    found: list[Line],
    words: list[Word],
    place: str,
    blocks: list[Paragraph | Table],
    heads: set[str],
    known: frozenset[str],
    *,
    width: float = 0.0,
) -> None:
    """Add the tables without borders and the paragraphs that some lines of a page hold."""
    for loose in loose_tables(words, known):
        above = [line for line in found if line.bottom <= loose.top + 1]
        found = [line for line in found if line.top >= loose.bottom - 1]
        blocks += paragraphs(above, place, heads, width=width)
        rows = tuple(
            Row(tuple(Cell(cell_words(text), None, place) for text in row)) for row in loose.rows
        )
        _add(Table(rows, None, place), blocks)
    blocks += paragraphs(found, place, heads, width=width)


def _words(page: Any) -> list[Word]:
    return [
        Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"])
        for word in page.extract_words()
    ]


def _found(page: Any) -> list[Line]:
    return [
        Line(
            line["text"].strip().translate(_BULLETS),
            line["x0"],
            line["x1"],
            line["top"],
            line["bottom"],
        )
        for line in page.extract_text_lines(return_chars=False)
        if line["text"].strip()
    ]
