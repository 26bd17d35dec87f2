"""A year played through twice: seven workbooks, collected, closed; last year beside this one."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from stratanalysis.community import Community
from stratanalysis.cycle.closing import changed_since, close_year
from stratanalysis.cycle.opening import collect, open_year
from stratanalysis.monitoring import year_beside
from stratanalysis.workbook_words import SHEETS

FACTS = {
    2025: {"1.1-1": 480, "1.2-1": 9, "2.1-1": "34,5", "2.2-1": 76},
    2026: {"1.1-1": 470, "1.2-1": 8, "2.1-1": 31, "2.2-1": 80},
}
STATES = {2025: "виконано", 2026: "виконується"}
PAID = {2025: 70_000, 2026: 90_000}


def fill(path, year):
    """Enter the facts, states and sums of a year into the rows that the workbook asks for."""
    book = openpyxl.load_workbook(path)
    for name, entered in (
        ("observations", lambda row: {"value": FACTS[year].get(row["indicator"].value)
                                      if row["phase"].value == "факт" else None}),
        ("tasks", lambda row: {"status": STATES[year], "reason": "х", "proposal": "у"}),
        ("execution", lambda row: {"approved": 100_000, "executed": PAID[year]}
         if row["period"].value == "рік" else {}),
    ):  # fmt: skip
        sheet = book[SHEETS[name]]
        names = [cell.value for cell in sheet[2]]
        for cells in sheet.iter_rows(min_row=3):
            row = dict(zip(names, cells, strict=True))
            if str(row["year"].value) == str(year):
                for column, value in entered(row).items():
                    row[column].value = row[column].value if value is None else value
    book.save(path)


def play(folder, year, place):
    books = open_year(folder, year)
    assert len(books) == 8  # one for all, seven departments
    came = place / f"came-{year}"
    came.mkdir()
    for path in books[1:]:
        shutil.copy(path, came)
        fill(came / path.name, year)
    result = collect(folder, came)
    assert (result.failed, result.missing) == (False, ())
    page = place / f"page-{year}" / "index.html"
    page.parent.mkdir()
    page.write_bytes(f"<html>{year}</html>".encode())
    closed = close_year(folder, year, page, date=f"{year + 1}-03-12", number=str(year))
    return {file: file.read_bytes() for file in closed.rglob("*") if file.is_file()}


@pytest.fixture
def folder(root, tmp_path):
    """The invented community with a seventh department and without money of parts of a year."""
    place = shutil.copytree(root / "data/communities/example", tmp_path / "example")
    measures = place / "measures.csv"
    text = measures.read_text("utf-8")
    measures.write_text(
        text.replace("Вуличне освітлення,Відділ ЖКГ", "Освітлення,Міськсвітло"), "utf-8"
    )
    execution = place / "execution.csv"
    lines = execution.read_text("utf-8").splitlines()
    execution.write_text("\n".join(x for x in lines if ",2025," not in x) + "\n", "utf-8")
    return place


def test_two_years(folder, tmp_path):
    first = play(folder, 2025, tmp_path)
    second = play(folder, 2026, tmp_path)
    assert {file: file.read_bytes() for file in first} == first  # as the council saw it
    assert changed_since(folder, 2026) == []
    added = {one.values["table"]: one.values["added"] for one in changed_since(folder, 2025)}
    assert added == {"observations": 4, "tasks": 8, "execution": 8}
    assert any("2026" in str(file) for file in second)
    beside = year_beside(Community.read(folder), year=2026)
    row = beside.indicators.loc["1.1-1"]
    # 400 in 2021, 520 in 2027: 500 was promised for 2026, 480 for 2025; 480 came, then 470
    assert row[["before_last", "last", "fact", "promised"]].tolist() == [436, 480, 470, 500]
    assert row[["degree_before", "degree"]].tolist() == pytest.approx([1, 0.7])
    assert row["moved"] == "back"
    assert beside.indicators.loc["2.1-1", ["last", "fact", "moved"]].tolist() == [
        34.5, 31, "forward",
    ]  # fmt: skip
    assert set(beside.tasks["moved"]) == {"back"}  # done, then under way
    sums = beside.money.sum()
    assert sums[["executed_before", "executed"]].tolist() == [8 * 70_000, 8 * 90_000]
