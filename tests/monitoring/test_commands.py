"""The workbook by the command line: written, filled in, read back."""

from __future__ import annotations

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
