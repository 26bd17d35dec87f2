"""One workbook in many hands: words, decimal commas, Excel's codes, two colleagues."""

from __future__ import annotations

import datetime as dt
import shutil

import openpyxl
import pytest

from stratanalysis.community import Community
from stratanalysis.cycle.opening import collect
from stratanalysis.findings import Severity
from stratanalysis.monitoring import annual_review, year_beside
from stratanalysis.monitoring.template import departments, write_template
from stratanalysis.new_community import take_workbook
from stratanalysis.new_community.workbook import _merged
from stratanalysis.official.template import read_template
from stratanalysis.official.workbook_cells import code_value
from stratanalysis.tables import table
from stratanalysis.workbook_words import SHEETS


@pytest.fixture
def folder(root, tmp_path):
    return shutil.copytree(root / "data/communities/example", tmp_path / "example")


def book_of(folder, name, **more):
    path = folder.parent / name
    write_template(Community.read(folder), path, years=[2025], **more)
    return path


def put(path, sheet, key, column, value):
    """Write into the row whose first cells are `key`."""
    book = openpyxl.load_workbook(path)
    page = book[SHEETS[sheet]]
    heads = [cell.value for cell in page[2]]
    named = [place for place, head in enumerate(heads) if head is not None]
    for row in page.iter_rows(min_row=3):
        if tuple(row[place].value for place in named[: len(key)]) == key:
            row[heads.index(column)].value = value
            book.save(path)
            return
    raise AssertionError(key)


def test_words_and_lists_are_ukrainian_and_come_back_as_codes(folder):
    path = book_of(folder, "a.xlsx")
    book = openpyxl.load_workbook(path)
    assert {row[3].value for row in book[SHEETS["observations"]].iter_rows(min_row=3)} >= {
        "факт",
        "план",
    }
    assert "зростає" in {
        row[8].value for row in book[SHEETS["indicators"]].iter_rows(min_row=3)
    } | {cell.value for row in book[SHEETS["indicators"]].iter_rows(min_row=3) for cell in row}
    assert any(
        "виконано" in rule.formula1
        for rule in book[SHEETS["tasks"]].data_validations.dataValidation
    )
    assert book[SHEETS["goals"]].protection.sheet
    assert book[SHEETS["goals"]]["A1"].comment is not None
    assert book[SHEETS["goals"]]["A3"].number_format == "@"
    tables, findings, *_ = read_template(path)
    assert not findings
    assert set(tables["observations"]["phase"]) <= {"plan", "fact", "amended", "forecast"}


def test_decimal_commas_and_text_years(folder):
    path = book_of(folder, "a.xlsx")
    put(path, "observations", ("1.1-1", 2025, "факт"), "value", "1 455,5")
    put(path, "indicators", ("1.1-1",), "target_year", "2027 р.")
    tables, findings, *_ = read_template(path)
    assert not findings
    told = tables["observations"].query("indicator == '1.1-1' and year == 2025 and phase == 'fact'")
    assert told["value"].tolist() == [1455.5]
    assert tables["indicators"].set_index("indicator").loc["1.1-1", "target_year"] == 2027


@pytest.mark.parametrize(
    ("raw", "known", "code"),
    [
        (1.1, {"1.1", "1.2"}, "1.1"),
        (1.1, {"1.10", "1.2"}, "1.10"),
        (1.1, {"1.1", "1.10"}, None),
        (2, {"2"}, "2"),
        (dt.datetime(2026, 3, 1), {"1.3", "2"}, "1.3"),
        (dt.datetime(2026, 3, 1), {"1.03"}, "1.03"),
        (dt.datetime(2026, 3, 1), {"1.3", "3.1"}, None),
        ("1.10", set(), "1.10"),
    ],
)
def test_codes_that_excel_changes(raw, known, code):
    found, why = code_value(raw, known)
    assert found == code
    assert bool(why) == (code is None)


def test_a_code_that_became_a_date_is_read_and_said(folder):
    path = book_of(folder, "a.xlsx")
    put(path, "tasks", ("1.1.1", 2025), "status", "виконано")
    book = openpyxl.load_workbook(path)
    page = book[SHEETS["indicators"]]
    page["B3"].number_format = "General"
    page["B3"].value = dt.datetime(2026, 1, 1)  # 1.1 typed without an apostrophe
    book.save(path)
    tables, findings, *_ = read_template(path)
    assert tables["indicators"]["goal"].iloc[0] == "1.1"
    (told,) = findings
    assert told.check == "code-read"


def test_a_workbook_with_one_row_takes_nothing_away(folder):
    path = book_of(folder, "a.xlsx")
    book = openpyxl.load_workbook(path)
    book[SHEETS["goals"]].delete_rows(4, 100)
    book[SHEETS["indicators"]].delete_rows(4, 100)
    book.save(path)
    before = Community.read(folder)
    take_workbook(folder, path)
    after = Community.read(folder)
    assert len(after["goals"]) == len(before["goals"])
    assert len(after["indicators"]) == len(before["indicators"])


def test_a_colleagues_figure_that_the_workbook_left_alone_stays(folder):
    one, two = book_of(folder, "один.xlsx"), book_of(folder, "два.xlsx")
    put(one, "observations", ("1.1-1", 2025, "факт"), "value", 460)
    put(one, "indicators", ("1.1-1",), "target_value", 555)
    put(two, "observations", ("1.2-1", 2025, "факт"), "value", 9.5)
    for book in (one, two):
        _, findings = take_workbook(folder, book)
        assert not [f for f in findings if f.severity is Severity.ERROR]
    community = Community.read(folder)
    facts = community["observations"].query("year == 2025 and phase == 'fact'")
    assert facts.set_index("indicator")["value"].to_dict() == {"1.1-1": 460, "1.2-1": 9.5}
    head = (folder / "observations.csv").read_text("utf-8").partition("\n")[0]
    assert "period" not in head  # no empty column is added to a file
    # the second workbook still holds the old target: it does not undo the first
    assert community["indicators"].set_index("indicator").loc["1.1-1", "target_value"] == 555


def test_a_figure_that_both_changed_is_listed_with_both_values(folder):
    one = book_of(folder, "один.xlsx")
    two = book_of(folder, "два.xlsx", department="Відділ економіки")
    put(one, "indicators", ("1.1-1",), "target_value", 555)
    put(two, "indicators", ("1.1-1",), "target_value", 600)
    take_workbook(folder, one)
    rows, findings = take_workbook(folder, two)
    assert rows == {}
    (conflict,) = [f for f in findings if f.severity is Severity.ERROR]
    assert conflict.check == "conflict"
    for words in ("555", "600", "520", "fill один.xlsx", "два.xlsx (Відділ економіки)"):
        assert words in conflict.message
    own = Community.read(folder)["indicators"].set_index("indicator")
    assert own.loc["1.1-1", "target_value"] == 555


def test_what_changes_is_said_and_nothing_is_written_in_a_dry_run(folder):
    path = book_of(folder, "a.xlsx")
    put(path, "indicators", ("1.1-1",), "target_value", 555)
    before = (folder / "indicators.csv").read_bytes()
    _, findings = take_workbook(folder, path, dry_run=True)
    assert any("1.1-1" in f.message and "520 → 555" in f.message for f in findings)
    assert (folder / "indicators.csv").read_bytes() == before


def test_a_departments_workbook_holds_its_rows_and_its_name(folder):
    community = Community.read(folder)
    assert departments(community)[:2] == ["Відділ економіки", "ЦНАП"]
    path = book_of(folder, "a.xlsx", department="ЦНАП")
    tables, *_ = read_template(path)
    assert set(tables["indicators"]["responsible"]) == {"ЦНАП"}
    _, _, base, who, _ = read_template(path)
    assert who == "ЦНАП"
    assert len(base["indicators"]) == len(community["indicators"])


def test_money_of_one_department_takes_no_money_of_others_away(folder):
    """Money has no key of its own: a workbook of three rows must not become the table."""
    path = book_of(folder, "a.xlsx", department="Відділ освіти")
    before = (folder / "money.csv").read_bytes()
    rows, _ = take_workbook(folder, path)
    assert rows["money"] < 25
    assert (folder / "money.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "choices"),
    [(1.1, "1.10"), (dt.datetime(2025, 2, 1), "1.02")],
    ids=["1.10 became 1.1", "1.02 became 1 February"],
)
def test_a_changed_code_that_another_row_has_is_asked_about(folder, typed, choices):
    path = book_of(folder, "one.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book[SHEETS["goals"]]
    names = [cell.value for cell in sheet[2]]
    codes = {str(row[names.index("code")].value): row for row in sheet.iter_rows(min_row=3)}
    assert {"1.1", "1.2"} <= set(codes)
    number = max(row[0].row for code, row in codes.items() if code != "None") + 1
    row = {"level": "operational", "parent": "1", "title": "Десята ціль"}
    for column, value in row.items():
        sheet.cell(number, names.index(column) + 1, value)
    cell = sheet.cell(number, names.index("code") + 1, typed)
    book.save(path)
    before = {file: file.read_bytes() for file in folder.glob("*.csv")}
    taken, findings = take_workbook(folder, path)
    (asked,) = [f for f in findings if f.check == "code-changed"]
    assert taken == {}
    assert asked.severity is Severity.ERROR
    assert asked.source.place == f"Цілі!{cell.coordinate}"
    assert choices in asked.values["choices"].split(", ")
    assert {file: file.read_bytes() for file in folder.glob("*.csv")} == before


def test_a_workbook_that_nobody_filled_in_changes_nothing_and_says_so(folder):
    before = {file: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    taken, findings = take_workbook(folder, book_of(folder, "one.xlsx"))
    assert not any(taken.values())
    assert "unchanged" in {finding.check for finding in findings}
    assert {file: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before


def test_a_second_report_of_a_figure_keeps_the_first_and_counts(folder):
    """Preliminary 440 on 20 January, final 452 on 2 March: both stay, 452 counts."""
    path = book_of(folder, "a.xlsx")
    put(path, "observations", ("1.1-1", 2025, "факт"), "value", 440)
    put(path, "observations", ("1.1-1", 2025, "факт"), "reported", "20.01.2026")
    take_workbook(folder, path)
    put(path, "observations", ("1.1-1", 2025, "факт"), "reported", dt.datetime(2026, 3, 2))
    put(path, "observations", ("1.1-1", 2025, "факт"), "value", "452")
    put(path, "observations", ("1.1-1", 2025, "факт"), "entered_by", "Олена Коваль")
    take_workbook(folder, path)
    community = Community.read(folder)
    told = community["observations"].query("indicator == '1.1-1' and year == 2025")
    told = told[told["phase"] == "fact"]
    assert told[["value", "reported"]].to_numpy().tolist() == [
        [440, "2026-01-20"], [452, "2026-03-02"]
    ]  # fmt: skip
    beside = year_beside(community, year=2025)
    assert beside.indicators.loc["1.1-1", ["last", "fact"]].tolist() == [436, 452]
    said = [f.message for f in annual_review(community, year=2025).findings]
    assert [text for text in said if "440 (2026-01-20) was replaced by 452 (2026-03-02)" in text]


def test_states_within_the_year_do_not_stand_for_the_year(folder):
    path = book_of(folder, "a.xlsx")
    put(path, "tasks", ("1.2.1", 2025), "period", "I квартал")
    put(path, "tasks", ("1.2.1", 2025), "status", "виконано")
    take_workbook(folder, path)
    community = Community.read(folder)
    assert community["tasks"].iloc[-1][["period", "status"]].tolist() == ["01-03", "done"]
    assert annual_review(community, year=2025).tasks.loc["1.2.1", "status"] == "not_reported"


def test_units_that_a_document_gave_as_codes_are_shown_in_words(folder):
    """Extracted tables say `persons`, the workbook осіб, and they are one."""
    table = folder / "indicators.csv"
    table.write_text(table.read_text("utf-8").replace(",осіб,", ",persons,"), "utf-8")
    path = book_of(folder, "a.xlsx")
    put(path, "observations", ("1.1-1", 2025, "факт"), "value", 455)
    put(path, "observations", ("1.1-1", 2025, "факт"), "unit", "осіб")
    sheet = openpyxl.load_workbook(path)[SHEETS["indicators"]]
    assert "persons" not in {cell.value for row in sheet.iter_rows(min_row=3) for cell in row}
    before = table.read_bytes()
    _, findings = take_workbook(folder, path)
    assert not [f for f in findings if f.severity is Severity.ERROR]
    assert table.read_bytes() == before
    checked = annual_review(Community.read(folder), year=2025).findings
    assert "unit-differs" not in {finding.check for finding in checked}


def merged(name, there, sheet):
    frames = [table(name).frame(rows) for rows in (sheet, there)]
    return _merged(name, frames[0], frames[1], frames[1], "a.xlsx")[0]


def test_a_day_or_a_fund_that_is_only_added_makes_no_second_row():
    fact = {"indicator": "a", "year": 2025, "phase": "fact", "value": 440.0, "unit": "осіб",
            "source": "x"}  # fmt: skip
    (row,) = merged("observations", [fact], [fact | {"reported": "2026-03-02"}]).to_dict("records")
    assert (row["value"], row["reported"]) == (440, "2026-03-02")
    both = merged("observations", [fact], [fact | {"reported": "2026-03-02", "value": 452.0}])
    assert both["value"].tolist() == [440, 452]
    paid = {"measure": "K1", "year": 2025, "period": "year", "funding_source": "x",
            "executed": 5.0, "unit": "UAH", "price_basis": "nominal", "source": "x"}  # fmt: skip
    (row,) = merged("execution", [paid], [paid | {"fund": "general"}]).to_dict("records")
    assert (row["fund"], row["executed"]) == ("general", 5)


def test_a_workbook_of_another_community_is_refused(folder):
    path = book_of(folder, "a.xlsx")
    put(path, "indicators", ("1.1-1",), "target_value", 555)
    names = folder / "community.toml"
    names.write_text(
        names.read_text("utf-8").replace('slug = "example"', 'slug = "other"'), "utf-8"
    )
    other = folder.rename(folder.with_name("other"))
    before = (other / "indicators.csv").read_bytes()
    rows, findings = take_workbook(other, path)
    assert rows == {}
    assert [(f.check, f.values["made_for"]) for f in findings[:1]] == [
        ("other-community", "example"),
    ]
    assert (other / "indicators.csv").read_bytes() == before


def test_what_a_sheet_cannot_say_is_asked_or_named(folder):
    path = book_of(folder, "a.xlsx")
    book = openpyxl.load_workbook(path)
    page = book[SHEETS["tasks"]]
    heads = [cell.value for cell in page[2]]
    status = heads.index("status") + 1
    first = page.max_row
    while page.cell(first, 1).value is None:
        first -= 1
    page.cell(first, status).value = "виконано"
    page.merge_cells(start_row=first - 1, end_row=first, start_column=status, end_column=status)
    page.cell(first - 1, status).value = "виконано"
    page.cell(first - 2, status).value = "майже"
    page.cell(1, len(heads) + 1).value = "Моя примітка"
    page.cell(4, len(heads) + 1).value = "перевірити"
    book.save(path)
    before = {file: file.read_bytes() for file in folder.glob("*.csv")}
    _, findings = take_workbook(folder, path)
    said = {one.check: one for one in findings}
    letter = page.cell(1, status).column_letter
    assert said["merged-cells"].values["cells"] == f"{letter}{first - 1}:{letter}{first}"
    assert "виконано частково" in said["unknown-word"].values["choices"]
    assert said["own-column"].values["head"] == "Моя примітка"
    assert [one.check for one in findings].count("own-column") == 1  # names of codes are ours
    assert before == {file: file.read_bytes() for file in folder.glob("*.csv")}


def test_sources_of_the_workbook_are_taken_and_unknown_ones_refused(folder):
    path = book_of(folder, "a.xlsx")
    book = openpyxl.load_workbook(path)
    page = book[SHEETS["sources"]]
    new = ("letter", "Лист відділу", "Відділ економіки", "відкриті дані", "2026-02-01")
    for place, cell in enumerate(new, 1):
        page.cell(4, place).value = cell
    book.save(path)
    put(path, "observations", ("1.2-1", 2025, "факт"), "value", 9)
    put(path, "observations", ("1.2-1", 2025, "факт"), "source", "letter")
    put(path, "observations", ("2.1-1", 2025, "факт"), "value", 36)
    put(path, "observations", ("2.1-1", 2025, "факт"), "source", "diary")
    taken, findings = take_workbook(folder, path)
    assert taken == {}
    errors = [one for one in findings if one.severity is Severity.ERROR]
    assert [(one.check, one.values["source"]) for one in errors] == [("unknown-source", "diary")]
    put(path, "observations", ("2.1-1", 2025, "факт"), "source", "letter")
    assert take_workbook(folder, path)[0]
    assert "letter" in set(Community.read(folder)["sources"]["id"])


def test_what_a_replacing_workbook_drops_is_said(folder):
    path = book_of(folder, "a.xlsx")
    book = openpyxl.load_workbook(path)
    book[SHEETS["swot"]].delete_rows(4, 60)
    book.save(path)
    _, findings = take_workbook(folder, path, replace=True, dry_run=True)
    gone = [one.values for one in findings if one.check == "removed"]
    assert [(one["table"], one["count"]) for one in gone] == [("swot", 7)]


def test_a_foreign_workbook_hides_nobody_who_is_missing(folder, tmp_path):
    came = tmp_path / "came"
    came.mkdir()
    first, *others = departments(Community.read(folder))
    for number, name in enumerate(others):
        write_template(
            Community.read(folder), came / f"{number}.xlsx", years=[2025], department=name
        )
    openpyxl.Workbook().save(came / "menu.xlsx")
    result = collect(folder, came)
    assert (result.whole, result.missing) == (False, (first,))
