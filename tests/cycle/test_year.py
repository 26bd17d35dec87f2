"""A year opens, is collected and closes; what changed since; the calendar; the passport."""

from __future__ import annotations

import dataclasses
import re
import shutil

import openpyxl
import pandas as pd
import pytest

import stratanalysis as sa
from stratanalysis.community import Community
from stratanalysis.cycle.calendar import calendar_files, calendar_ics, what_is_due
from stratanalysis.cycle.closing import changed_since, close_year, closed_year
from stratanalysis.cycle.opening import collect, open_year
from stratanalysis.cycle.passport import passport, programme_measures, result_indicators
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.monitoring import check_monitoring, year_beside
from stratanalysis.pages.annual_review_context import projection_of
from stratanalysis.tables import table
from stratanalysis.workbook_words import SHEETS


@pytest.fixture
def folder(root, tmp_path):
    return shutil.copytree(root / "data/communities/example", tmp_path / "example")


def fill(path, indicator, value):
    book = openpyxl.load_workbook(path)
    for row in book[SHEETS["observations"]].iter_rows(min_row=3):
        if [row[place].value for place in (0, 2, 3)] == [indicator, 2025, "факт"]:
            row[4].value = value
    book.save(path)


def test_seven_workbooks_are_collected_and_the_missing_are_named(folder, tmp_path):
    books = open_year(folder, 2025)
    assert len(books) == 7  # one for all, and six who answer for something
    came = tmp_path / "came"
    came.mkdir()
    for path in books[1:4]:
        shutil.copy(path, came)
    fill(came / books[1].name, "1.1-1", "455,5")
    result = collect(folder, came)
    assert not result.failed
    assert result.missing == ("Відділ освіти", "Енергоменеджер", "Відділ ЖКГ")
    facts = Community.read(folder)["observations"].query("year == 2025 and phase == 'fact'")
    assert facts.set_index("indicator")["value"].to_dict() == {"1.1-1": 455.5}
    tables = sorted(folder.glob("*.csv"))
    before = [file.read_bytes() for file in tables]
    collect(folder, came)  # a second time changes nothing
    assert [file.read_bytes() for file in tables] == before


def test_a_closed_year_keeps_its_bytes_and_tells_what_changed(folder, tmp_path):
    page = tmp_path / "page" / "index.html"
    page.parent.mkdir()
    page.write_bytes(b"<html>seen</html>")
    with pytest.raises(InvalidInputError, match="'12 березня' is not a day"):
        close_year(folder, 2024, page, date="12 березня")
    place = close_year(folder, 2024, page, date="12.03.2025", number="15")
    kept = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    table = folder / "indicators.csv"
    table.write_text(table.read_text("utf-8").replace(",520,2027", ",530,2027"), "utf-8")
    counted, cell = changed_since(folder, 2024)
    assert (counted.values["added"], counted.values["changed"]) == (0, 1)
    assert "520 → 530" in cell.message
    assert {file: file.read_bytes() for file in kept} == kept
    with pytest.raises(InvalidInputError, match=r"closed \(decision 15, 2025-03-12\)"):
        close_year(folder, 2024, page)
    (place / "page" / "index.html").write_bytes(b"other")
    with pytest.raises(InvalidInputError, match="not the one that was kept"):
        closed_year(folder, 2024)


def test_a_review_of_a_plan_alone_has_no_scenarios(folder):
    people = folder / "population.csv"
    people.write_text(people.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    study = sa.open(folder)
    assert study.scenarios
    assert projection_of(study, {}, 15) is None


def test_calendar(root):
    community = Community.read(root / "data/communities/kostiantynivka")
    due = what_is_due(2026, community)
    assert due["day"].is_monotonic_increasing
    assert due.loc[due["day"].astype(str) == "2026-03-31", "lacking"].tolist() == [
        "observations, tasks, execution"
    ]
    text = calendar_ics(2026)
    assert text.count("BEGIN:VEVENT") == len(due) == 15
    assert text == calendar_ics(2026)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_calendar_as_a_page_says_what_the_folder_has(root, tmp_path):
    community = Community.read(root / "data/communities/kostiantynivka")
    files = calendar_files(tmp_path, 2026, community, language="uk")
    page, ics = (file.read_text("utf-8") for file in files)
    assert [file.name for file in files] == ["calendar-2026.html", "calendar-2026.ics"]
    assert page.count("<tr>") == 1 + 15
    # observations, tasks and execution have no rows: the strategy was never reviewed
    assert "бракує: Значення показників, Виконання завдань, Виконання заходів" in page
    assert "є: Доходи, Видатки" in page
    assert not re.search(r"\b(revenue|lacking|observations)\b", page)
    assert ics.splitlines() == calendar_ics(2026).splitlines()


def test_passport_by_hand(root):
    """Goal 2.1 of the exercise: M4 had 4.5 M UAH amended in 2024 and 4.0 M paid."""
    community = Community.read(root / "data/communities/example")
    measures = programme_measures(community, "2.1")
    assert measures["code"].tolist() == ["M4", "M5"]
    results = result_indicators(community, measures, year=2024)
    money = results.iloc[0]
    assert (money["group"], money["plan"], money["fact"]) == ("input", 4_500_000, 4_000_000)
    # the measures serve 2.1.1 and 2.1.2, which have no indicators; 2.1 above them has three
    assert set(results["name"][results["group"] != "input"]) >= {
        "Втрати води в мережі", "Подача води на добу"
    }  # fmt: skip
    page = passport(community, "2.1", year=2024)
    table = next(block for block in page.blocks if block.kind == "table")
    sums = [text.replace("\N{NO-BREAK SPACE}", " ") for text in table.rows[-1][2:]]
    # the exercise states no funds: a gap, not a zero
    assert sums == ["…", "…", "4 500 000", "…", "…", "4 000 000", "…", "…", "−500 000"]
    with pytest.raises(UnknownNameError):
        passport(community, "9.9", year=2024)


def test_passport_by_fund_and_by_stated_group(root):
    """M1 in 2024: 150 000 of the general and 50 000 of the special fund, 140 000 + 20 000 paid."""
    community = Community.read(root / "data/communities/example")
    paid = [
        {"measure": "M1", "year": 2024, "period": "year", "funding_source": "місцевий бюджет",
         "fund": fund, "approved": plan, "executed": fact, "unit": "UAH",
         "price_basis": "nominal", "source": "exercise"}
        for fund, plan, fact in (("general", 150_000, 140_000), ("special", 50_000, 20_000))
    ]  # fmt: skip
    indicators = community["indicators"].copy()
    indicators.loc[indicators["indicator"] == "1.1-1", ["goal", "result_group"]] = (
        "1.1.1",
        "quality",
    )
    tables = {**community.tables, "execution": table("execution").frame(paid),
              "indicators": indicators}  # fmt: skip
    page = passport(dataclasses.replace(community, tables=tables), "M1", year=2024, language="uk")
    directions, _, results = (block for block in page.blocks if block.kind == "table")
    sums = ["150000", "50000", "200000", "140000", "20000", "160000", "−10000", "−30000", "−40000"]
    for one in (directions.rows[0][2:], results.rows[0][4:]):  # the input is the same money
        assert [text.replace("\N{NO-BREAK SPACE}", "") for text in one] == sums
    assert "загальний фонд 150" in " ".join(block.text for block in page.blocks)
    names = [row[1] for row in results.rows]
    assert "якості: Кількість підприємців" in names
    groups = {name.partition(":")[0] for name in names}
    assert groups == {"затрат", "продукту", "ефективності", "якості"}


_FIELDS = {"No": "No.", "direction": "Direction", "programme": "Local programme",
           "indicator": "Indicator", "unit": "Unit", "source": "Source", "general": "general fund",
           "special": "special fund", "total": "together"}  # fmt: skip


def test_the_columns_of_the_passport_are_those_of_the_form(root, shared):
    """Points and columns of order 836 as the digest of the official forms lists them."""
    form = (shared / "forms.md").read_text("utf-8")
    listed = re.search(r"Passport, numbered points: (.*)\nReport: (.*)", form)
    points = re.findall(r"(?:^|[;,] )(\d+) [a-z]", listed[1])
    page = passport(Community.read(root / "data/communities/example"), "2", year=2024,
                    language="en")  # fmt: skip
    shown = [re.match(r"(\d+)\. ", block.text) for block in page.blocks]
    assert [number[1] for number in shown if number] == points == [str(n) for n in range(1, 12)]
    columns = re.findall(r"\((?:columns: )?(No, [^)]*)\)", listed[1])
    tables = [block for block in page.blocks if block.kind == "table"]
    for one, names in zip(tables, columns, strict=True):
        fields = [_FIELDS[name] for name in names.split(", ")]
        first = len(fields) - 3  # the report has the three funds of each of its blocks
        funds = [f"{fund}, {state}" for state in ("passport", "executed", "deviation")
                 for fund in fields[first:]]  # fmt: skip
        assert list(one.head) == fields[:first] + funds
        assert {len(row) for row in one.rows} == {len(one.head)}
    directions, programmes, results = tables
    amount = next(block.text for block in page.blocks if block.text.startswith("4. "))
    assert directions.rows[-1][4] in amount  # sum of the directions = point 4
    assert programmes.rows[-1][2:] == directions.rows[-1][2:]
    assert [row[0] for row in results.rows if row[0]] == [
        str(n) for n in range(1, 1 + sum(bool(row[0]) for row in results.rows))
    ]
    assert page.blocks[-1].text.startswith("General conclusion")


def test_money_in_total_and_by_fund_is_an_error(root):
    community = Community.read(root / "data/communities/example")
    rows = community["execution"]
    twice = pd.concat([rows, rows.head(1).assign(fund="general")], ignore_index=True)
    found = check_monitoring(
        goals=community["goals"], indicators=community["indicators"], execution=twice
    )
    (one,) = [f for f in found if f.check == "two-funds"]
    assert one.source.line == len(rows) + 2


def test_last_year_beside_this_by_hand(root):
    """Table of the exercise: 1.1-1 was 405, 420, 436; task 2.1.1 fell from done to partly."""
    beside = year_beside(Community.read(root / "data/communities/example"), year=2024)
    row = beside.indicators.loc["1.1-1"]
    assert (row["before_last"], row["last"], row["fact"], row["moved"]) == (
        405,
        420,
        436,
        "forward",
    )
    assert row["promised"] == 460  # 400 + (520 - 400) * 3 / 6
    assert beside.tasks.loc["2.1.1", "moved"] == "back"


def test_a_fact_that_falls_moves_back_though_it_is_on_the_way(root):
    community = Community.read(root / "data/communities/example")
    tables = {name: community[name].copy() for name in
              ("goals", "indicators", "observations", "tasks", "execution")}  # fmt: skip
    told = tables["observations"]
    mine = (told["indicator"] == "1.1-1") & (told["phase"] == "fact")
    told.loc[mine & (told["year"] == 2023), "value"] = 441.0
    beside = year_beside(tables, year=2024)
    assert beside.indicators.loc["1.1-1", "degree"] > 0  # 436 is on the way from 400 to 460
    assert beside.back.index.tolist() == ["1.1-1"]
