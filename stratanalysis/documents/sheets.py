"""Workbooks (.xlsx) and .csv files that hold a document, as located tables."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from stratanalysis.documents.blocks import Cell, Paragraph, Row, Table
from stratanalysis.documents.columns import header_roles
from stratanalysis.documents.headings import names_goal
from stratanalysis.documents.hidden import Unseen, unseen_in
from stratanalysis.documents.plain_text import another_head
from stratanalysis.documents.work import Work
from stratanalysis.documents.workbook import cell_name, open_workbook
from stratanalysis.errors import UnreadableFileError
from stratanalysis.findings import Finding, Severity, Source

__all__ = ["read_csv_table", "read_workbook"]

_MAX_WIDTH = 200
_NAMED = 8
"""Most hidden rows or formulas that a finding names."""
_GOALS = ("strategic_goal", "operational_goal", "task")
_DELIMITERS = ";\t,|"


def read_workbook(path: Path, *, name: str = "") -> tuple[list[Paragraph | Table], list[Finding]]:
    """Return every visible sheet as paragraphs and tables, placed by sheet and cell; and findings.

    Rows of one cell above a table, and runs of them, are paragraphs; an empty row ends a table.
    A formula whose value was not stored is an empty cell. Hidden sheets are not read, hidden rows
    and columns are; findings name them, and the formulas without values.
    """
    blocks: list[Paragraph | Table] = []
    findings: list[Finding] = []
    work = Work(path.name)
    with open_workbook(path) as workbook:
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                why = "The sheet «{sheet}» is hidden and was not read; show it if it counts."
                findings.append(_note("hidden-sheet", name or path.name, sheet.title, why))
                continue
            part = getattr(sheet, "_worksheet_path", "")
            findings += _unseen(unseen_in(path, part), name or path.name, sheet.title)
            rows: list[Row | None] = []
            for at, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                work.count("rows")
                work.count("cells", len(values))
                cells = tuple(
                    Cell(_written(value), None, cell_name(sheet.title, at, column))
                    for column, value in enumerate(values[:_MAX_WIDTH], start=1)
                )
                rows.append(Row(cells) if any(cell.text for cell in cells) else None)
            blocks += _blocks_of(rows, sheet.title)
    return blocks, findings


_QUADRANTS = frozenset(("strength", "weakness", "opportunity", "threat"))


def _note(check: str, name: str, sheet: str, why: str, **values: object) -> Finding:
    return Finding(
        check, Severity.WARNING, Source(name, None, sheet), why, {"sheet": sheet} | values
    )


def _unseen(found: Unseen, name: str, sheet: str) -> Iterator[Finding]:
    from openpyxl.utils import get_column_letter

    columns = [get_column_letter(at) for at in found.columns]
    for check, cells, why in (
        ("hidden-rows", [str(row) for row in found.rows],
         "Rows {cells} of the sheet «{sheet}» are hidden; they were read with the others."),
        ("hidden-columns", columns,
         "Columns {cells} of the sheet «{sheet}» are hidden; they were read with the others."),
        ("formula-without-value", found.formulas,
         "The formulas in {cells} of the sheet «{sheet}» have no stored value and were read as "
         "empty; open the file in a spreadsheet program and save it."),
    ):  # fmt: skip
        if cells:
            more = ", …" if len(cells) > _NAMED else ""
            yield _note(check, name, sheet, why, cells=", ".join(cells[:_NAMED]) + more)


def _blocks_of(rows: list[Row | None], place: str) -> Iterator[Paragraph | Table]:
    """Part the rows of a sheet into paragraphs and tables."""
    chunk: list[Row] = []
    for at, row in enumerate(rows):
        lone = row is not None and len(row.filled) == 1 and row.cells[0] is row.filled[0]
        repeats = row is not None and len(chunk) > 1 and another_head(chunk[0], row.cells)
        ends = (
            repeats
            or row is None
            or (lone and bool(chunk) and _begins_text(chunk, row, rows[at + 1 : at + 4]))
        )
        if ends and chunk:
            yield _trimmed(chunk, place)
            chunk = []
        if row is None:
            continue
        if lone and not chunk:
            cell = row.filled[0]
            for text in cell.text.split("\n"):
                yield Paragraph(text, None, cell.place)
        else:
            chunk.append(row)
    if chunk:
        yield _trimmed(chunk, place)


def _begins_text(table: list[Row], row: Row | None, rest: list[Row | None]) -> bool:
    """Tell whether a row of one cell ends the table above: the next has one cell too, or a head.

    In a table of goals such rows are goals that span it, but one with a colon is a label.
    """
    if len(_QUADRANTS.intersection(header_roles(table[0].texts))) > 1:
        return False  # lists under heads: one may be longer than the others
    following = rest[0] if rest else None
    if following is None:
        return True
    if _goals_span(row, rest):
        return False
    label = row is not None and row.filled[0].text.rstrip().endswith(":")
    if label and len(following.filled) == 1:
        return True
    if sum(role is not None for role in header_roles(following.texts)) > 1:
        return True
    goals = any(role in _GOALS for row in table[:3] for role in header_roles(row.texts))
    return len(following.filled) == 1 and not goals


def _goals_span(row: Row | None, rest: list[Row | None]) -> bool:
    """Whether the row is a goal, or a goal above another, over rows of the same table."""
    for other in (row, *rest):
        if other is None:
            return False
        if len(other.filled) > 1:
            return sum(role is not None for role in header_roles(other.texts)) < 2
        if not names_goal(other.filled[0].text):
            return False
    return False


def _written(value: object) -> str:
    """Write a cell's value as a document would; lines of the cell are kept."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "так" if value else "ні"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"
    if isinstance(value, float):
        whole = f"{value:.10f}".rstrip("0").rstrip(".")
        return whole.replace(".", ",")
    text = str(value).replace("\r\n", "\n").replace("_x000D_", "")
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _trimmed(rows: list[Row], place: str) -> Table:
    """Make rows equally long and drop the columns that are empty to the right."""
    width = max(
        max((at for at, cell in enumerate(row.cells, start=1) if cell.text), default=0)
        for row in rows
    )
    padded = tuple(
        Row((row.cells + (Cell("", row.line),) * (width - len(row.cells)))[:width]) for row in rows
    )
    return Table(padded, padded[0].line, place)


def read_csv_table(text: str, name: str) -> list[Table]:
    """Return a .csv file as one table; the delimiter is the one that is in most lines.

    Rows may be ragged; short ones are filled with empty cells.

    Raises
    ------
    UnreadableFileError
        A quote is never closed, or there are too many cells.
    """
    lines = [line for line in text.split("\n", 200)[:200] if line.strip()]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in _DELIMITERS}
    in_lines = {sign: sum(sign in line for line in lines) for sign in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda sign: (in_lines[sign], counts[sign], sign == ";"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    work = Work(name)
    line = 0
    try:
        for values in reader:
            first, line = line + 1, reader.line_num
            work.count("cells", len(values))
            cells = tuple(Cell(_written(value), first) for value in values[:_MAX_WIDTH])
            if any(cell.text for cell in cells):
                rows.append(Row(cells))
    except csv.Error as error:
        raise UnreadableFileError(
            f"the file is not a table ({error})", where=f"{name}:{line + 1}"
        ) from error
    return [_trimmed(rows, "")] if rows else []
