"""What a workbook hides is told: sheets, rows, columns, formulas without values."""

from __future__ import annotations

from openpyxl import Workbook

from stratanalysis.documents import read_document


def test_hidden_parts_of_a_workbook_are_named(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "План"
    for row in (
        ["Захід", "Виконавець", "2025, тис. грн"],
        ["Міст", "Рада", 10],
        ["Клуб", "Рада", 5],
    ):
        sheet.append(row)
    sheet["C4"] = "=SUM(C2:C3)"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    draft = book.create_sheet("чернетка")
    draft.append(["Захід", "Виконавець", "2025"])
    draft.sheet_state = "hidden"
    book.save(tmp_path / "plan.xlsx")
    document = read_document(tmp_path / "plan.xlsx")
    assert {f.check: f.values for f in document.findings} == {
        "hidden-sheet": {"sheet": "чернетка"},
        "hidden-rows": {"sheet": "План", "cells": "3"},
        "hidden-columns": {"sheet": "План", "cells": "B"},
        "formula-without-value": {"sheet": "План", "cells": "C4"},
    }
    assert "чернетка" not in document.text()
    assert len(document.tables()[0].rows) == 3
