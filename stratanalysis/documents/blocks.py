"""A document as located pieces: paragraphs and tables, each with its line, cell or page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stratanalysis.findings import Finding, Source

__all__ = ["Cell", "Document", "Paragraph", "Piece", "Row", "Table"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and their place.

    Attributes
    ----------
    text : str
        The words as written.
    line : int or None
        First line, from 1; None where the format has no lines.
    place : str
        Sheet and cell, page, or number of the paragraph; empty for plain text.
    """

    text: str
    line: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph(Piece):
    """A paragraph outside tables.

    Attributes
    ----------
    heading : int
        Level of a heading marked as such by the format; 0 for none.
    indented : bool
        In plain text, whether a tab stood before it: a cell of a table whose head is not known.
    front : bool
        Whether it belongs to the contents page, where titles have page numbers.
    """

    heading: int = 0
    indented: bool = False
    front: bool = False


@dataclass(frozen=True, slots=True)
class Cell(Piece):
    """A cell; its lines are parted by line ends in `text`.

    Attributes
    ----------
    lines : tuple of int or None
        The line of each part of `text`; empty where all are at `line`.
    """

    lines: tuple[int | None, ...] = ()

    def parts(self) -> list[Piece]:
        """Return the lines of the cell that are not blank, each with its own place."""
        texts = self.text.split("\n")
        lines = self.lines if len(self.lines) == len(texts) else (self.line,) * len(texts)
        return [
            Piece(text.strip(), line, self.place)
            for text, line in zip(texts, lines, strict=True)
            if text.strip()
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; all rows of a table have the same number of cells.

    Attributes
    ----------
    cells : tuple of Cell
        A merged cell has its text once, at its top left corner.
    after_break : bool
        Whether a page break stood before the row, so that its cells may continue those above.
    """

    cells: tuple[Cell, ...]
    after_break: bool = False

    @property
    def line(self) -> int | None:
        """Line of the first cell that has one."""
        return next((cell.line for cell in self.cells if cell.line is not None), None)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the cells."""
        return tuple(cell.text for cell in self.cells)

    @property
    def filled(self) -> list[Cell]:
        """The cells that are not blank."""
        return [cell for cell in self.cells if cell.text.strip()]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of equal length, the head among them."""

    rows: tuple[Row, ...]
    line: int | None = None
    place: str = ""

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0].cells) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read.

    Attributes
    ----------
    name : str
        File name without folders.
    format : str
        ``"text"``, ``"html"``, ``"csv"``, ``"xlsx"``, ``"docx"`` or ``"pdf"``.
    encoding : str
        Encoding found by trial; empty for formats that carry their own.
    blocks : tuple of Paragraph and Table
        In the order of the document.
    findings : tuple of Finding
        What was noticed while reading.
    confidence : float or None
        How sure the text recognition was of its letters, 0 to 100; None where no page was a
        picture.
    """

    name: str
    format: str
    encoding: str
    blocks: tuple[Paragraph | Table, ...]
    findings: tuple[Finding, ...] = ()
    confidence: float | None = None

    def paragraphs(self) -> list[Paragraph]:
        """Return the paragraphs outside tables, without the contents page."""
        return [block for block in self.blocks if isinstance(block, Paragraph) and not block.front]

    def tables(self) -> list[Table]:
        """Return the tables."""
        return [block for block in self.blocks if isinstance(block, Table)]

    def pieces(self) -> Iterator[Piece]:
        """Yield every paragraph and every line of every cell that is not blank, in order.

        The contents page is left out.
        """
        for block in self.blocks:
            if isinstance(block, Paragraph):
                if not block.front:
                    yield block
            else:
                for row in block.rows:
                    for cell in row.cells:
                        yield from cell.parts()

    def text(self) -> str:
        """Return all words, one piece a line."""
        return "\n".join(piece.text for piece in self.pieces())

    def source(self, piece: Piece | Row, text: str | None = None) -> Source:
        """Return where a piece is, as a :class:`~stratanalysis.findings.Source`."""
        if isinstance(piece, Row):
            words = " | ".join(cell.text for cell in piece.filled) if text is None else text
            first = piece.filled[0] if piece.filled else piece.cells[0]
            return Source(self.name, piece.line, first.place, words)
        return Source(self.name, piece.line, piece.place, piece.text if text is None else text)
