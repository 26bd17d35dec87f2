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
    from openpyxl.worksheet.properties import PageSetupProperties

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
        for cell in sheet["B"][6:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "C7"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _notes(book, form)
    held = io.BytesIO()
    book.save(held)
    return same_bytes(held.getvalue())


def _notes(book: Any, form: BudgetForm) -> None:
    from openpyxl.styles import Alignment

    words = form_words()
    verdicts = [words["checks"]["right" if holds else "wrong"] for _, holds in form.checks]
    lines = [(line, verdict) for (line, _), verdict in zip(form.checks, verdicts, strict=True)]
    table = [list(map(str, form.assumptions.columns)), *form.assumptions.itertuples(index=False)]
    for key, rows, width in (
        ("assumptions", [[form.text], *table], 24),
        ("checks", lines, 90),
        ("empty", [[line] for line in (*form.empty, words["not_checked"])], 110),
    ):
        sheet = book.create_sheet(words["sheets"][key])
        for row in rows:
            sheet.append([sheet_cell(sheet, value) for value in row])
        for letter in "ABCDEF" if key == "assumptions" else "A":
            sheet.column_dimensions[letter].width = width
            for cell in sheet[letter]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        if key == "assumptions":
            sheet.merge_cells("A1:F1")
            sheet.row_dimensions[1].height = 45


def form_document(form: BudgetForm) -> bytes:
    """Bytes of the document: the text of the assumptions, the annexes, checks and what is empty."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    words = form_words()
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = _DAY
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(1.3)
    document.add_heading(without_controls(form.title), level=1)
    head = ", ".join(filter(None, (form.community, form.budget_code)))
    document.add_paragraph(without_controls(head))
    document.add_heading(words["sheets"]["assumptions"], level=2)
    document.add_paragraph(without_controls(form.text))
    _put(document, form.assumptions, [str(name) for name in form.assumptions.columns], places=1)
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


def _put(document: Any, table: pd.DataFrame, head: list[str], *, places: int = 0) -> None:
    """Put a table; an annex has a wide second column for its names."""
    from docx.shared import Cm, Pt

    lang = get_language("uk")
    widths = [Cm(4.0)] * len(head) if places else [Cm(2.2), Cm(8.0), *[Cm(2.9)] * (len(head) - 2)]
    grid = document.add_table(rows=1, cols=len(head), style="Table Grid")
    grid.autofit = False
    for cell, text in zip(grid.rows[0].cells, head, strict=True):
        cell.text = text
    for row in table.itertuples(index=False):
        for cell, value in zip(grid.add_row().cells, row, strict=True):
            if value != value:  # noqa: PLR0124 - a gap stays empty
                cell.text = ""
            elif isinstance(value, float):
                cell.text = lang.number(value, 0 if abs(value) >= 1000 else places)
            else:
                cell.text = without_controls(str(value))
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(9)


def _head(table: pd.DataFrame) -> list[str]:
    words = form_words()
    years = [int(name) for name in table.columns if not isinstance(name, str)]
    kinds = ["report", "approved", *["plan"] * (len(years) - 2)]
    written = [words[kind].format(year=year) for kind, year in zip(kinds, years, strict=True)]
    return [words["code"], words["name"], *written]
