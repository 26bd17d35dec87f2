"""One sheet of the workbook: heads, known cells, names of codes, lists to choose from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import put_text
from stratanalysis.language import Language
from stratanalysis.quantities import without_controls
from stratanalysis.tables import Column, Table, table
from stratanalysis.workbook_words import CODES, LISTS, listed_codes, sheet_title, word_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from stratanalysis.monitoring.annual_review import Tables

__all__ = [
    "TO_FILL", "Asked", "code_names", "write_asked", "write_choices", "write_sheet",
]  # fmt: skip

_HELD = (
    "source_document",
    "source_line",
    "source_place",
    "source_text",
    "tree",
    "code_as_written",
    "title_en",
    "price_basis",
    "projection_variable",
    "alternative",
)
TO_FILL = {
    "indicators": ("unit", "base_value", "base_year", "target_value", "target_year", "direction",
                   "weight", "responsible"),
    "observations": ("value",),
    "tasks": ("status", "reason", "proposal"),
    "execution": ("approved", "amended", "executed"),
}  # fmt: skip
_NAMED = {
    "observations": ("indicator", "indicators", "indicator", "name"),
    "tasks": ("task", "goals", "code", "title"),
    "money": ("measure", "measures", "code", "title"),
    "execution": ("measure", "measures", "code", "title"),
    "remarks": ("goal", "goals", "code", "title"),
}
"""Sheets that name codes in a further column: the column, and where table, code and name are."""
_GIVEN = {
    "goal": ("goals", "code"), "parent": ("goals", "code"), "task": ("goals", "code"),
    "indicator": ("indicators", "indicator"), "measure": ("measures", "code"),
}  # fmt: skip
"""Columns whose codes another sheet gives."""

_LONGEST_RULE = 255
"""Letters that a spreadsheet allows in a list that is written into its rule."""
_LAST_CODE = 3000
SPARE_ROWS = 50
"""Empty rows below the known ones."""


def code_names(name: str, tables: Tables) -> dict[str, str] | None:
    """Names of the codes of a sheet; None where it names none."""
    if name not in _NAMED:
        return None
    _, giver, code, title = _NAMED[name]
    given = tables[giver]
    return dict(zip(given[code].astype(str), given[title].astype(str), strict=True))


def _places(contract: Table) -> dict[str, int]:
    """Place of every column on the sheet; a column with names comes second, before the others."""
    shift = contract.name in _NAMED
    return {
        column.name: place + (1 if shift and place > 1 else 0)
        for place, column in enumerate(contract.columns, 1)
    }


def write_sheet(
    sheet: Worksheet,
    contract: Table,
    rows: list[dict[str, Any]],
    names: dict[str, str] | None,
    lang: Language,
) -> None:
    """Write heads, the hidden names of the columns, and rows; protect the heads only."""
    import pandas as pd
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    yellow = PatternFill("solid", fgColor="FFF2CC")
    to_fill = TO_FILL.get(contract.name, ())
    trees = {row.get("tree") for row in rows}  # several must be distinguished
    for column in contract.columns:
        place = _places(contract)[column.name]
        put_text(sheet.cell(1, place), lang.text(column.description))
        put_text(sheet.cell(2, place), column.name)
        sheet.cell(1, place).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(1, place).font = Font(bold=True)
        sheet.cell(1, place).comment = _comment(contract, column, lang)
        letter = get_column_letter(place)
        long = column.name in ("title", "name", "reason", "proposal", "expected_result", "remark")
        whole: Any = sheet.column_dimensions[letter]
        whole.width = 44 if long else 16
        whole.hidden = column.name in _HELD and not (column.name == "tree" and len(trees) > 1)
        whole.protection = Protection(locked=False)  # cells that are empty as yet are like it
        if column.kind == "text":
            whole.number_format = "@"
        for line, row in enumerate(rows, 3):
            value: Any = row.get(column.name)
            empty = value is None or pd.isna(value)
            if empty and column.name not in to_fill:
                continue
            cell: Any = sheet.cell(line, place)
            cell._style = copy(whole._style)  # setting it part by part takes ten times as long
            if empty:
                cell.fill = yellow
            elif column.kind == "text":
                put_text(cell, word_of(contract.name, column.name, str(value), lang.code))
            else:
                cell.value = int(value) if column.kind == "integer" else float(value)
    if names is not None:
        _write_names(sheet, [row.get(_NAMED[contract.name][0]) for row in rows], names, lang)
    sheet.freeze_panes = "C3" if names is not None else "B3"
    sheet.row_dimensions[2].hidden = True
    sheet.protection.sheet = True  # the heads; every other cell can be written
    for freedom in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "sort",
        "autoFilter",
    ):
        setattr(sheet.protection, freedom, False)


def _write_names(
    sheet: Worksheet, codes: Sequence[object], names: dict[str, str], lang: Language
) -> None:
    """Say next to every code what it is of; the column is not read back."""
    from openpyxl.styles import Alignment, Font, Protection

    put_text(sheet.cell(1, 2), lang.text("What it is (only to read)"))
    sheet.cell(1, 2).font = Font(bold=True)
    sheet.cell(1, 2).alignment = Alignment(wrap_text=True, vertical="top")
    whole: Any = sheet.column_dimensions["B"]
    whole.width, whole.font = 44, Font(color="666666")
    whole.protection = Protection(locked=False)  # a locked row cannot be deleted
    for line, code in enumerate(codes, 3):
        cell: Any = sheet.cell(line, 2)
        cell._style = copy(whole._style)
        put_text(cell, names.get(str(code), ""))


def _words(contract: Table, column: Column, lang: Language) -> list[str]:
    """Words to choose from in a column; empty where any may be written."""
    codes = column.choices or listed_codes(contract.name, column.name)
    return [word_of(contract.name, column.name, code, lang.code) for code in codes]


def _comment(contract: Table, column: Column, lang: Language) -> Any:
    """What the head of a column explains: what it is, its unit, its words."""
    from openpyxl.comments import Comment

    lines = [lang.text(column.description)]
    if column.unit:
        lines.append(lang.unit(column.unit))
    if words := _words(contract, column, lang):
        lines.append(", ".join(words[:8]) + (" …" if len(words) > 8 else ""))
    if column.name in CODES:
        lines.append(lang.text("Codes are text: write 1.10 as it is; the cells are set so."))
    return Comment("\n".join(lines), "stratanalysis", height=110, width=260)


def write_choices(
    sheet: Worksheet, contract: Table, rows: int, lists: Worksheet, lang: Language
) -> None:
    """Lists to choose from: words of the column, or the codes that another sheet gives."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = rows + SPARE_ROWS + 2
    for column in contract.columns:
        words = _words(contract, column, lang)
        given = _GIVEN.get(column.name)
        formula = f'"{",".join(words)}"'
        if words and (len(formula) > _LONGEST_RULE or any("," in word for word in words)):
            place = 1 if lists.cell(1, 1).value is None else lists.max_column + 1
            for line, word in enumerate(words, 1):
                put_text(lists.cell(line, place), word)
            letter = get_column_letter(place)
            formula = f"{LISTS}!${letter}$1:${letter}${len(words)}"
        elif not words and given and given[0] != contract.name:
            other = get_column_letter(_places(table(given[0]))[given[1]])
            formula = f"'{sheet_title(given[0], lang.code)}'!${other}$3:${other}${_LAST_CODE}"
        elif not words:
            continue
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.showErrorMessage, rule.errorStyle = True, "warning"
        rule.errorTitle = lang.text("Not in the list")
        rule.error = lang.text("Choose from the list, so that the table can be read back.")
        sheet.add_data_validation(rule)
        letter = get_column_letter(_places(contract)[column.name])
        rule.add(f"{letter}3:{letter}{last}")


@dataclass(frozen=True)
class Asked:
    """A row of a sheet that somebody has still to fill in."""

    table: str
    line: int
    code: str
    name: str
    year: int


def write_asked(book: Workbook, title: str, asked: Sequence[Asked], lang: Language) -> None:
    """Write the sheet of a department: what it fills in, each with a link to its row.

    The sheet is only to read; it is not taken back.
    """
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    name = re.sub(r"[\[\]:*?/\\']", " ", without_controls(title))[:31]
    sheet = book.create_sheet(name)
    put_text(sheet.cell(1, 1), title)
    heads = ("Sheet", "Code", "What it is (only to read)", "Year")
    lines: list[tuple[str, ...]] = [tuple(lang.text(head) for head in heads)]
    lines += [
        (sheet_title(one.table, lang.code), one.code, one.name, str(one.year)) for one in asked
    ]
    for number, words in enumerate(lines, 3):
        for place, word in enumerate(words, 1):
            put_text(sheet.cell(number, place), word)
            if number == 3:
                sheet.cell(number, place).font = Font(bold=True)
    for number, one in enumerate(asked, 4):
        cell = sheet.cell(number, 1)
        target = f"'{sheet_title(one.table, lang.code)}'!A{one.line}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
        cell.font = Font(color="0563C1", underline="single")
    for letter, width in (("A", 26), ("B", 16), ("C", 60)):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True
