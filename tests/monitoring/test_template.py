from __future__ import annotations

import re
import zipfile

import openpyxl
import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError, MissingInputError
from stratanalysis.findings import Severity
from stratanalysis.monitoring.template import TEMPLATE_TABLES, write_template
from stratanalysis.official.template import read_template
from stratanalysis.storage import STATE
from stratanalysis.tables import TABLES
from stratanalysis.workbook_words import SHEETS


@pytest.fixture(scope="module")
def community(root):
    return Community.read(root / "data/communities/example")


@pytest.fixture
def book(community, tmp_path):
    path = tmp_path / "заповнити.xlsx"
    write_template(community, path, years=[2024, 2025], exercise=True)
    return path


def change(path, sheet, cell, value):
    workbook = openpyxl.load_workbook(path)
    workbook[SHEETS[sheet]][cell] = value
    workbook.save(path)


def cell_of(path, sheet, column, key):
    """The cell in the row whose first cell is `key`, found as a person would."""
    page = openpyxl.load_workbook(path)[SHEETS[sheet]]
    names = [cell.value for cell in page[2]]
    row = next(row for row in page.iter_rows(min_row=3) if row[0].value == key)
    return row[names.index(column)].coordinate


def test_everything_known_comes_back_the_same(community, book):
    tables, findings, *_ = read_template(book)
    assert findings == []
    for name in TEMPLATE_TABLES:
        pd.testing.assert_frame_equal(tables[name], community[name])


def test_questions_that_nobody_answered_are_no_values(community, book):
    page = openpyxl.load_workbook(book)[SHEETS["tasks"]]
    assert page.max_row - 2 > len(community["tasks"])
    tables, *_ = read_template(book)
    assert len(tables["tasks"]) == len(community["tasks"])


def test_an_answer_is_read_with_its_defaults(book):
    change(book, "tasks", cell_of(book, "tasks", "status", "2.1.2"), "done")
    tables, findings, *_ = read_template(book)
    assert findings == []
    row = tables["tasks"].iloc[-1]
    assert row[["task", "year", "status", "source"]].tolist() == ["2.1.2", 2024, "done", "workbook"]


@pytest.mark.parametrize("text", ["=1+1", "+380", "-5", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_cell_becomes_a_formula(community, tmp_path, text):
    tables = dict(community.tables)
    tables["goals"] = tables["goals"].assign(title=text)
    path = tmp_path / "x.xlsx"
    write_template({**{n: t.empty() for n, t in TABLES.items()}, **tables}, path, years=[2024])
    for sheet in openpyxl.load_workbook(path):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)
    assert read_template(path)[0]["goals"]["title"].unique().tolist() == [text]


def test_problems_come_with_sheet_and_cell_all_at_once(book):
    target = cell_of(book, "indicators", "target_value", "1.1-1")
    change(book, "indicators", target, "п'ять")
    way = cell_of(book, "indicators", "direction", "1.1-2")
    change(book, "indicators", way, "up")
    year = cell_of(book, "indicators", "base_year", "1.2-1")
    change(book, "indicators", year, 2021.5)
    _, findings, *_ = read_template(book)
    found = {finding.source.place: finding.check for finding in findings}
    assert found == {
        f"Індикатори!{target}": "not-a-number",
        f"Індикатори!{way}": "unknown-word",
        f"Індикатори!{year}": "not-a-number",
    }
    assert {finding.severity for finding in findings} == {Severity.ERROR}


def test_sheets_may_be_deleted_and_renamed_columns_only_where_they_can_be_empty(book):
    workbook = openpyxl.load_workbook(book)
    del workbook[SHEETS["money"]]
    workbook[SHEETS["indicators"]].title = "Мої індикатори"
    workbook[SHEETS["tasks"]]["A2"] = "завдання"
    workbook[SHEETS["measures"]].delete_cols(4)  # executor
    workbook.save(book)
    tables, findings, *_ = read_template(book)
    assert [(f.check, f.severity.value, f.source.place) for f in findings] == [
        ("missing-column", "error", "Стан завдань!2"), ("missing-column", "note", "Заходи!2")
    ]  # fmt: skip
    assert "money" not in tables
    assert len(tables["indicators"]) == 11
    assert tables["tasks"].empty


def test_a_workbook_of_something_else_is_refused(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    tables, findings, *_ = read_template(tmp_path / "a.xlsx")
    assert tables == {}
    assert [finding.check for finding in findings] == ["missing-sheet"]


def test_titles_heads_words_and_lists_are_ukrainian(book):
    """No visible cell of the first row and no list has a Latin word."""
    latin = re.compile(r"[A-Za-z`]{2,}")
    workbook = openpyxl.load_workbook(book)
    for sheet in workbook:
        if sheet.sheet_state != "visible":
            continue
        assert re.search("[А-Яа-яіїєґ]", sheet.title), sheet.title
        heads = [str(cell.value) for cell in sheet[1] if cell.value]
        assert not [head for head in heads if latin.search(head)]
        if sheet.title not in SHEETS.values():  # how to fill in, and the departments
            continue
        assert sheet.row_dimensions[2].hidden
        for rule in sheet.data_validations.dataValidation:
            if rule.formula1.startswith('"'):
                assert not latin.search(rule.formula1.replace("I квартал", "")), rule.formula1
    listed = {cell.value for row in workbook["lists"].iter_rows() for cell in row}
    assert {"Єдиний податок", "Середня місячна заробітна плата"} <= listed
    assert not [word for word in listed if word and latin.search(word)]
    asked = workbook["1. Відділ економіки"]  # 1.1-1, 1.2-1, 1.2-2 and 2-1 in two years, and more
    values = [row for row in asked.iter_rows(min_row=4) if row[0].value == SHEETS["observations"]]
    first = values[0]
    assert [cell.value for cell in first[1:]] == ["1.1-1", "Кількість підприємців", "2024"]
    line = int(first[0].hyperlink.location.rpartition("!A")[2])
    assert [cell.value for cell in workbook[SHEETS["observations"]][line]][:4] == [
        "1.1-1", "Кількість підприємців", 2024, "план"
    ]  # fmt: skip
    groups = workbook[SHEETS["revenue"]]
    assert "Єдиний податок" in {row[2].value for row in groups.iter_rows(min_row=3)}


def test_dates_typed_as_dates_are_read(book):
    import datetime as dt

    change(book, "measures", cell_of(book, "measures", "end", "M1"), dt.datetime(2027, 6, 30))
    tables, findings, *_ = read_template(book)
    assert findings == []
    assert tables["measures"].set_index("code").loc["M1", "end"] == "2027-06-30"


def test_every_sheet_says_that_it_is_an_exercise(book):
    for sheet in openpyxl.load_workbook(book):
        if sheet.sheet_state != "visible":
            continue
        assert "вигадан" in str(sheet["A1"].value).casefold()


def test_not_a_workbook(tmp_path):
    with pytest.raises(MissingInputError):
        read_template(tmp_path / "none.xlsx")
    (tmp_path / "text.xlsx").write_text("hello")
    with pytest.raises(InvalidInputError):
        read_template(tmp_path / "text.xlsx")


def test_written_whole_or_not_at_all(community, book, monkeypatch):
    before = book.read_bytes()

    def fail(*_args):
        raise OSError("disk full")

    monkeypatch.setattr(openpyxl.Workbook, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        write_template(community, book, years=[2024])
    assert book.read_bytes() == before
    assert [file.name for file in book.parent.iterdir() if file.name != STATE] == [book.name]


def test_community_without_anything_still_gets_a_workbook(tmp_path):
    empty = {name: contract.empty() for name, contract in TABLES.items()}
    write_template(empty, tmp_path / "empty.xlsx", years=[2024], language="en")
    assert (tmp_path / "empty.xlsx").stat().st_mode & 0o777 == 0o644
    tables, findings, *_ = read_template(tmp_path / "empty.xlsx")
    assert findings == []
    assert all(frame.empty for frame in tables.values())
