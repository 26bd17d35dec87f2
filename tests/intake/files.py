"""Invented official files in their real layouts."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import openpyxl

MUKACHEVO = ("UA21040150000092428", "0750700000")
UZHHOROD = ("UA21100230000083101", "0755900000")
HEAD = "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_INCO;NAME_INC;ZAT_AMT;PLANS_AMT;FAKT_AMT"


def export(rows, head=HEAD):
    """Text of an export: (period, fund, budget, code, executed) a row."""
    lines = [head]
    for period, fund, budget, code, amount in rows:
        lines.append(f"{period};{fund};{budget};{code};назва;1.0;1.0;{amount}")
    return "\n".join(lines) + "\n"


def year_of(year, budget, pit, *, months=12, land=0.0):
    """Sums since January of income tax and land payment, in three views; the month 2 falls."""
    rows = []
    for month in range(1, months + 1):
        part = pit * (month / 12) if month != 2 else pit / 24
        period = f"{month:02d}.{year}"
        rows.append((period, "C", budget, "11010100", round(part, 2)))
        rows.append((period, "T", budget, "11010100", round(part, 2)))
        if land:
            rows.append((period, "S", budget, "18010500", round(land * month / 12, 2)))
            rows.append((period, "T", budget, "18010500", round(land * month / 12, 2)))
    return rows


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode("utf-8")))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def zipped(folder: Path, name: str, **members: str) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in members.items():
            archive.writestr(f"{member}.csv", text)
    return path


def table(rows, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def workbook(path: Path, sheets: dict[str, list[list[object]]], hidden=()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path
