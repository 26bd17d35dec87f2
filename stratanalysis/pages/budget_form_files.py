"""The form of the three-year forecast as a workbook and as a document."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import sheet_cell
from stratanalysis.language import language as get_language
from stratanalysis.pages.budget_annexes import form_words
from stratanalysis.pages.budget_form import BudgetForm
from stratanalysis.publish.steady_zip import same_bytes
from stratanalysis.quantities import without_controls

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["form_document", "form_workbook"]

_DAY = dt.datetime(2000, 1, 1)


def form_workbook(form: BudgetForm) -> bytes:
    """Bytes of the workbook: an annex on a sheet, then assumptions, checks and what is empty."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    words = form_words()
    book = Workbook()
    book.properties.created = book.properties.modified = _DAY
    first = True
    for key, table in form.annexes.items():
        sheet: Any = book.active if first else book.create_sheet()
        first = False
        sheet.title = words["sheets"][key]
        for line in (form.title, form.community, form.budget_code):
            sheet.append([sheet_cell(sheet, line)])
        sheet.append([f"{words['sheets'][key]}. {words['annex'][key]}", "", words["unit"]])
        sheet.append(_head(table))
        sheet.append(list(range(1, len(table.columns) + 1)))
        for row in table.itertuples(index=False):
            sheet.append([sheet_cell(sheet, value) for value in row])
        for cell in sheet[5]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        for line in sheet.iter_rows(min_row=7, min_col=3):
            for cell in line:
                cell.number_format = "#,##0"
        sheet.column_dimensions["A"].width = 12
        sheet.column_dimensions["B"].width = 52
        for letter in "CDEFGHIJ"[: len(table.columns) - 2]:
            sheet.column_dimensions[letter].width = 18
        sheet.freeze_panes = "C7"
    _notes(book, form)
    held = io.BytesIO()
    book.save(held)
    return same_bytes(held.getvalue())


def _notes(book: Any, form: BudgetForm) -> None:
    words = form_words()
    sheet = book.create_sheet(words["sheets"]["assumptions"])
    sheet.append([sheet_cell(sheet, form.text)])
    sheet.append(list(map(str, form.assumptions.columns)))
    for row in form.assumptions.itertuples(index=False):
        sheet.append([sheet_cell(sheet, value) for value in row])
    sheet = book.create_sheet(words["sheets"]["checks"])
    for line, holds in form.checks:
        verdict = words["checks"]["right" if holds else "wrong"]
        sheet.append([sheet_cell(sheet, line), verdict])
    sheet.column_dimensions["A"].width = 90
    sheet = book.create_sheet(words["sheets"]["empty"])
    for line in (*form.empty, words["not_checked"]):
        sheet.append([sheet_cell(sheet, line)])
    sheet.column_dimensions["A"].width = 110


def form_document(form: BudgetForm) -> bytes:
    """Bytes of the document: the text of the assumptions, the annexes, checks and what is empty."""
    import docx
    from docx.enum.section import WD_ORIENT

    words = form_words()
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = _DAY
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(without_controls(form.title), level=1)
    document.add_paragraph(without_controls(f"{form.community}, {form.budget_code}"))
    document.add_heading(words["sheets"]["assumptions"], level=2)
    document.add_paragraph(without_controls(form.text))
    _put(document, form.assumptions, [str(name) for name in form.assumptions.columns])
    for key, table in form.annexes.items():
        document.add_heading(f"{words['sheets'][key]}. {words['annex'][key]}", level=2)
        _put(document, table, _head(table))
    document.add_heading(words["sheets"]["checks"], level=2)
    for line, holds in form.checks:
        verdict = words["checks"]["right" if holds else "wrong"]
        document.add_paragraph(without_controls(f"{line}: {verdict}"), style="List Bullet")
    document.add_heading(words["sheets"]["empty"], level=2)
    for line in (*form.empty, words["not_checked"]):
        document.add_paragraph(without_controls(line), style="List Bullet")
    held = io.BytesIO()
    document.save(held)
    return same_bytes(held.getvalue())


def _put(document: Any, table: pd.DataFrame, head: list[str]) -> None:
    lang = get_language("uk")
    grid = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, head, strict=True):
        cell.text = text
    for row in table.itertuples(index=False):
        cells = grid.add_row().cells
        for place, (cell, value) in enumerate(zip(cells, row, strict=True)):
            if value != value:  # noqa: PLR0124 - a gap stays empty
                cell.text = ""
            elif isinstance(value, float):
                cell.text = lang.number(value, 0 if abs(value) >= 1000 else 1)
            else:
                cell.text = without_controls(str(value)) if place < len(head) else ""


def _head(table: pd.DataFrame) -> list[str]:
    words = form_words()
    years = [int(name) for name in table.columns if not isinstance(name, str)]
    kinds = ["report", "approved", *["plan"] * (len(years) - 2)]
    written = [words[kind].format(year=year) for kind, year in zip(kinds, years, strict=True)]
    return [words["code"], words["name"], *written]
