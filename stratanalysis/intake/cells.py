"""Tables of cells from a text with any delimiter, or from the sheets of a workbook."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from stratanalysis.documents.encodings import decode
from stratanalysis.errors import UnreadableFileError
from stratanalysis.findings import Finding, Severity, Source

__all__ = ["Cells", "hidden_sheet", "read_cells"]


@dataclass(frozen=True)
class Cells:
    """One table of cells.

    Attributes
    ----------
    document : str
        File and sheet.
    rows : list of list of str
        As they are, empty rows too.
    sheet : str
        Title of the sheet; empty for a text.
    hidden : bool
        Whether the sheet is hidden.
    """

    document: str
    rows: list[list[str]]
    sheet: str = ""
    hidden: bool = False

    def place(self, row: int, column: int | None = None) -> str:
        """Where a row or cell is: a line, or sheet and cell."""
        if not self.sheet:
            return f"line {row + 1}"
        from openpyxl.utils import get_column_letter

        letter = "" if column is None else get_column_letter(column + 1)
        return f"{self.sheet}!{letter}{row + 1}"


def hidden_sheet(cells: Cells) -> Finding:
    """The error of a hidden sheet with figures: nobody sees which of them count."""
    why = (
        "the sheet is hidden and holds figures that can be taken; show it or delete it, so that "
        "it is clear what counts"
    )
    row = next((n for n, cells_ in enumerate(cells.rows) if any(cells_)), 0)
    return Finding(
        "hidden-sheet", Severity.ERROR, Source(cells.document, place=cells.place(row, 0)), why
    )


def read_cells(
    path: Path, document: str, *, rows: int | None = None
) -> tuple[list[Cells], list[Finding]]:
    """Read the tables of a file; hidden sheets are read too and marked.

    Parameters
    ----------
    path : pathlib.Path
    document : str
        Name to show.
    rows : int, optional
        Only the first rows of every sheet.

    Raises
    ------
    UnreadableFileError
        It is damaged, or neither text nor a workbook.
    """
    if path.open("rb").read(4) == b"PK\x03\x04":
        return _sheets(path, document, rows), []
    text, _ = decode(path.read_bytes(), document)
    text = text.lstrip("\ufeff")
    delimiter = _delimiter(text)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFileError(
            f"the file cannot be read ({error})", where=document, expected="a table with a head"
        ) from error
    table = [[cell.strip() for cell in row] for row in table][:rows]
    filled = [row for row in table if any(row)]
    found: list[Finding] = []
    if filled and rows is None and len(filled[-1]) < len(filled[0]):
        number = len(table) - table[::-1].index(filled[-1])
        why = (
            "the last row has {found} cells where the header has {expected}; the file is perhaps "
            "cut off"
        )
        values: dict[str, object] = {"found": len(filled[-1]), "expected": len(filled[0])}
        source = Source(document, number)
        found.append(Finding("ragged-row", Severity.ERROR, source, why, values))
    return [Cells(document, table)], found


def _delimiter(text: str) -> str:
    """What parts the cells: the mark by which most lines have the same number of cells.

    Lines of a title, decimal commas and marks within quotes do not decide.
    """
    lines = [line for line in text[:20_000].splitlines()[:40] if line.strip()]

    def score(mark: str) -> tuple[float, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
        except csv.Error:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        return (count / widths.total(), width) if width > 1 else (0.0, 0)

    best = {mark: score(mark) for mark in ";\t,"}
    return max(best, key=lambda mark: (round(best[mark][0], 2), mark != ",", best[mark][1]))


def _sheets(path: Path, document: str, limit: int | None) -> list[Cells]:
    from stratanalysis.documents.workbook import open_workbook

    tables = []
    with open_workbook(path) as workbook:
        for sheet in workbook.worksheets:
            rows = [
                ["" if cell is None else _text(cell) for cell in row]
                for row in sheet.iter_rows(values_only=True, max_row=limit)
            ]
            hidden = getattr(sheet, "sheet_state", "visible") != "visible"
            tables.append(Cells(f"{document}, {sheet.title.strip()}", rows, sheet.title, hidden))
    return tables


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell).strip()
