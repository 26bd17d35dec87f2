"""A workbook to fill in: what the annual report needs, with everything that is known already.

Read back by :func:`stratanalysis.official.template.read_template`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import FORMULA_SIGNS
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.storage import changing
from stratanalysis.tables import Column, Table, table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from stratanalysis.monitoring.annual_review import Tables

__all__ = ["TEMPLATE_TABLES", "template_bytes", "write_template"]

TEMPLATE_TABLES = ("goals", "indicators", "observations", "tasks", "measures", "money", "execution")
"""Sheets of the workbook, in the order in which they are filled in."""

_SPARE_ROWS = 50
_HELD = ("source_document", "source_line", "source_place", "source_text", "tree", "code_as_written")
_TO_FILL = {
    "indicators": ("unit", "base_value", "base_year", "target_value", "target_year", "direction",
                   "weight", "responsible"),
    "observations": ("value",),
    "tasks": ("status", "reason", "proposal"),
    "execution": ("approved", "amended", "executed"),
}  # fmt: skip


def write_template(
    tables: Tables,
    path: Path | str,
    *,
    years: Sequence[int],
    language: str = "uk",
    exercise: bool = False,
    replace: bool = False,
) -> None:
    """Write the workbook, whole or not at all; see :func:`template_bytes` for what is in it.

    Parameters
    ----------
    tables : Community or mapping
    path : path-like
        The .xlsx file. One that was written before and not filled in is replaced.
    years : sequence of int
    language : {"uk", "en"}
    exercise : bool
    replace : bool
        Replace a workbook that was filled in, or another file, too; it is kept for
        ``stratanalysis undo``.

    Raises
    ------
    ForeignFileError
        The file was filled in, or is another one.
    """
    target = Path(path)
    content = template_bytes(tables, years=years, language=language, exercise=exercise)
    with changing(target.parent, f"template {target.name}", replace=replace) as change:
        change.write(target.name, content)


def template_bytes(
    tables: Tables, *, years: Sequence[int], language: str = "uk", exercise: bool = False
) -> bytes:
    """Return the workbook.

    Parameters
    ----------
    tables : Community or mapping
        What is known; rows that the report needs and that are missing are added empty: a plan and a
        fact of every indicator and year, a status of every task and year, an execution row of every
        measure and year.
    years : sequence of int
        Years to ask for.
    language : {"uk", "en"}
        Of the headings and of the sheet of instructions. Column names and words to choose from are
        the same in both, so that the workbook can be read back.
    exercise : bool
        Say on every sheet that the data are invented.

    Notes
    -----
    No cell can become a formula: every text, also one that begins with ``=``, ``+``, ``-`` or
    ``@``, is written as text and marked as such.
    """
    from openpyxl import Workbook

    lang = get_language(language)
    book = Workbook()
    guide = book.active
    assert guide is not None
    guide.title = "README"
    _write_guide(guide, lang, exercise=exercise)
    for name in TEMPLATE_TABLES:
        sheet = book.create_sheet(name)
        _write_sheet(sheet, table(name), _rows(name, tables, years), lang, exercise=exercise)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _rows(name: str, tables: Tables, years: Sequence[int]) -> list[dict[str, Any]]:
    """Known rows, then the rows that are asked for."""
    known: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items()} for row in tables[name].to_dict("records")
    ]
    if name == "observations":
        seen = {(row["indicator"], row["year"], row["phase"]) for row in known}
        known += [
            {"indicator": row["indicator"], "year": year, "phase": phase, "unit": row["unit"]}
            for row in tables["indicators"].to_dict("records")
            for year in years
            for phase in ("plan", "fact")
            if (row["indicator"], year, phase) not in seen
        ]
    elif name == "tasks":
        done = {(row["task"], row["year"]) for row in known}
        goals = tables["goals"]
        known += [
            {"task": code, "year": year}
            for code in goals.loc[goals["level"] == "task", "code"]
            for year in years
            if (code, year) not in done
        ]
    elif name == "execution":
        paid = {(row["measure"], row["year"]) for row in known}
        known += [
            {
                "measure": row["code"], "year": year, "period": "year", "unit": "UAH",
                "price_basis": "nominal", "funding_source": row["funding_source"],
            }
            for row in tables["measures"].to_dict("records")
            for year in years
            if (row["code"], year) not in paid
        ]  # fmt: skip
    return known


def _text(cell: Any, value: str) -> None:
    """Write text that no spreadsheet takes for a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    if value.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def _write_guide(sheet: Worksheet, lang: Language, *, exercise: bool) -> None:
    lines = [
        lang.text("Workbook for the annual report on the strategy"),
        lang.text("Fill in the yellow cells; leave a cell empty where the figure is not known."),
        lang.text("A zero means that the value is zero, not that it is unknown."),
        lang.text("Write percents as 45, not as 0.45; money in hryvnias; dates as 2024-12-31."),
        lang.text("Do not rename sheets and do not change the second row of a sheet."),
        lang.text("Every indicator needs a base, a target, a direction and a unit."),
        lang.text("Then run the check: it names every cell that must be mended."),
    ]
    if exercise:
        lines.insert(0, lang.text("An exercise: all data are invented"))
    for number, line in enumerate(lines, 1):
        _text(sheet.cell(number, 1), line)
    sheet.column_dimensions["A"].width = 100


def _write_sheet(
    sheet: Worksheet,
    contract: Table,
    rows: list[dict[str, Any]],
    lang: Language,
    *,
    exercise: bool,
) -> None:
    import pandas as pd
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    yellow = PatternFill("solid", fgColor="FFF2CC")
    to_fill = _TO_FILL.get(contract.name, ())
    for place, column in enumerate(contract.columns, 1):
        heading = lang.text(column.description)
        if exercise and place == 1:
            heading += f" ({lang.text('An exercise: all data are invented')})"
        _text(sheet.cell(1, place), heading)
        _text(sheet.cell(2, place), column.name)
        sheet.cell(1, place).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(2, place).font = Font(bold=True)
        letter = get_column_letter(place)
        long = column.name in ("title", "name", "reason", "proposal", "expected_result")
        sheet.column_dimensions[letter].width = 44 if long else 16
        sheet.column_dimensions[letter].hidden = column.name in _HELD
        _choices(sheet, column, letter, len(rows) + _SPARE_ROWS + 2)
        for line, row in enumerate(rows, 3):
            cell = sheet.cell(line, place)
            value = row.get(column.name)
            if value is None or pd.isna(value):
                if column.name in to_fill:
                    cell.fill = yellow
            elif column.kind == "text":
                _text(cell, str(value))
            else:
                cell.value = int(value) if column.kind == "integer" else float(value)
    sheet.freeze_panes = "B3"


def _choices(sheet: Worksheet, column: Column, letter: str, last: int) -> None:
    if not column.choices:
        return
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(column.choices)
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}3:{letter}{last}")
