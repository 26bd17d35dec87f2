"""The workbook by the command line: written, filled in, read back."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from stratanalysis.cli import main
from stratanalysis.workbook_words import SHEETS


@pytest.fixture
def book(root, tmp_path):
    path = tmp_path / "книга.xlsx"
    data = str(root / "data")
    assert main(["template", "example", "--years", "2024", "--out", str(path), "--data", data]) == 0
    return path


def test_written_and_read_back(book, capsys):
    assert main(["check", str(book)]) == 0
    said = capsys.readouterr().out
    assert "target-equals-base" in said
    assert set(SHEETS.values()) <= set(openpyxl.load_workbook(book).sheetnames)
    assert f"checked {len(SHEETS)} sheets" in said
    assert "0 errors, 1 remarks" in said


def test_a_wrong_cell_is_named_and_the_check_fails(book, capsys):
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[SHEETS["observations"]]
    names = [cell.value for cell in sheet[2]]
    cell = sheet.cell(3, names.index("value") + 1)
    cell.value = "багато"
    workbook.save(book)
    assert main(["check", str(book)]) == 1
    assert f"Значення індикаторів!{cell.coordinate}" in capsys.readouterr().out


def test_checking_the_community_checks_its_monitoring(root, capsys):
    assert main(["check", "example", "--data", str(root / "data")]) == 0
    assert "target-equals-base" in capsys.readouterr().out


def test_wrong_calls(root, tmp_path, capsys):
    data = str(root / "data")
    assert main(["template", "example", "--out", str(tmp_path / "x.csv"), "--data", data]) == 2
    assert main(["template", "nowhere", "--data", data]) == 2
    assert main(["check", str(tmp_path / "none.xlsx")]) == 1
    assert "no such file" in capsys.readouterr().err


@pytest.fixture
def data(root, tmp_path):
    """A data folder with the invented community alone."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/reference").symlink_to(root / "data/reference")
    shutil.copytree(root / "data/communities/example", tmp_path / "data/communities/example")
    return tmp_path / "data"


def edit(data, table, old, new):
    file = data / "communities/example" / f"{table}.csv"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_check_goes_on_after_cells_that_no_table_takes(data, capsys):
    """Six wrong words, a row of too many cells, a lost parent and money of no measure at once."""
    edit(data, "indicators", ",increase,", ",вгору,")
    edit(data, "observations", "1.1-1,2024,fact,436,", "1.1-1,2024,fact,436,5,")
    edit(data, "goals", "2.1.1,2.1.1.,task,2.1,", "2.1.1,2.1.1.,task,2.9,")
    edit(data, "money", "M8,2025,", "M99,2025,")
    edit(data, "revenue", "2021,year,pit,", "2021,рік,ПДФО,")
    assert main(["--language", "uk", "check", "example", "--data", str(data)]) == 1
    lines = capsys.readouterr().out.splitlines()
    for place, check in (
        ("indicators.csv:2 (direction)", "unknown-word"), ("observations.csv:4", "ragged-row"),
        ("goals.csv:10 (parent)", "unknown-parent"), ("money.csv:26 (measure)",
        "money-without-measure"), ("revenue.csv:2 (group)", "unknown-group"),
        ("revenue.csv:2 (period)", "unknown-period"),
    ):  # fmt: skip
        assert len([line for line in lines if line.startswith(place) and check in line]) == 1
    assert "indicators.csv: … і ще 1 такого самого роду [unknown-word]" in lines
    assert not [line for line in lines if "unknown-direction" in line]  # said once


def test_a_table_whose_head_is_wrong_makes_no_code_unknown(data, capsys):
    edit(data, "goals", "code,code_as_written", "код,code_as_written")
    assert main(["check", "example", "--data", str(data)]) == 1
    assert "unknown-goal" not in capsys.readouterr().out


def test_states_and_columns_are_said_in_the_words_of_the_workbook(data, capsys):
    call = ["--language", "uk", "check", "example", "--data", str(data)]
    head = "task,year,status,reason,proposal,"
    edit(data, "tasks", head, head + "reported,")
    file = data / "communities/example/tasks.csv"
    rows = [line.split(",") for line in file.read_text("utf-8").splitlines()]
    for row in rows[1:]:
        row.insert(5, "2025-01-20" if row[:2] == ["1.1.2", "2024"] else "")
    rows.append([*["1.1.2", "2024", "done", "", "", "2025-03-02", "exercise", "", ""]])
    file.write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    assert main(call) == 0
    said = capsys.readouterr().out
    assert "1.1.2 за 2024: виконується (2025-01-20) замінено на виконано (2025-03-02)" in said


def test_what_a_workbook_changes_is_said_in_its_own_words(data, book, capsys):
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[SHEETS["tasks"]]
    (row,) = [row for row in sheet.iter_rows(min_row=3) if [row[0].value, row[2].value] ==
              ["2.1.1", 2024]]  # fmt: skip
    row[3].value = "виконано"
    workbook.save(book)
    call = ["--language", "uk", "fill", "example", str(book), "--data", str(data)]
    assert main(call) == 0
    said = capsys.readouterr().out
    assert "2.1.1/2024, «Стан на кінець періоду»: виконано частково → виконано" in said


def test_two_values_of_one_figure_in_a_workbook_are_refused(data, book, capsys):
    workbook = openpyxl.load_workbook(book)
    sheet = workbook[SHEETS["observations"]]
    names = [cell.value for cell in sheet[2]]
    for line in (200, 201):
        row = {"indicator": "1.1-1", "year": 2026, "phase": "факт", "value": line, "unit": "осіб"}
        for name, value in row.items():
            sheet.cell(line, names.index(name) + 1).value = value
    workbook.save(book)
    before = (data / "communities/example/observations.csv").read_bytes()
    call = ["--language", "uk", "fill", "example", str(book), "--data", str(data)]
    assert main(call) == 1
    said = capsys.readouterr().out
    assert f"!{sheet.cell(201, names.index('value') + 1).coordinate}" in said
    assert "друге значення показника з рядка 200" in said
    assert (data / "communities/example/observations.csv").read_bytes() == before
