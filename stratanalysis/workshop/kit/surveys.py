"""A workbook that evaluates the surveys: answers in, means and changes out by formula."""

from __future__ import annotations

import io

from stratanalysis.workshop.kit.texts import texts

__all__ = ["PEOPLE", "surveys_workbook"]

PEOPLE = 30
"""Rows for answers; a session has 12 to 30 people."""


def surveys_workbook(*, language: str) -> bytes:
    """Make the workbook: a sheet before, a sheet after, and the comparison.

    Returns
    -------
    bytes
        An .xlsx file. Empty cells do not count in the means.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    t = texts(language)
    book = Workbook()
    compare = book.active
    assert compare is not None
    compare.title = t["change"]
    names = (t["before_mean"].split(",")[0], t["after_mean"].split(",")[0])
    for name in names:
        sheet = book.create_sheet(name)
        sheet.append([t["person"], *t["questions"]])
        for person in range(1, PEOPLE + 1):
            sheet.append([person])
        sheet.column_dimensions["A"].width = 10
        for column in range(2, 2 + len(t["questions"])):
            sheet.column_dimensions[get_column_letter(column)].width = 28
    compare.append([t["question"], t["before_mean"], t["after_mean"], t["change"]])
    for number, question in enumerate(t["questions"], 2):
        letter = get_column_letter(number)
        means = [
            f"=IFERROR(AVERAGE('{name}'!{letter}2:{letter}{PEOPLE + 1}),\"\")" for name in names
        ]
        compare.append([question, *means, f'=IF(AND(ISNUMBER(B{number}),ISNUMBER(C{number})),'
                        f'C{number}-B{number},"")'])  # fmt: skip
    for cell in compare[1]:
        cell.font = Font(bold=True)
    compare.column_dimensions["A"].width = 60
    for letter in "BCD":
        compare.column_dimensions[letter].width = 18
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
