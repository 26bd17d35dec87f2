"""The three-year forecast in the form of order 314: sums, gaps, columns, the same bytes."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from stratanalysis.cli import main
from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.pages.budget_form import budget_form
from stratanalysis.pages.budget_form_files import form_document, form_workbook
from stratanalysis.scenarios import read_scenarios


@pytest.fixture(scope="module")
def example(root):
    return Community.read(root / "data" / "communities" / "example")


@pytest.fixture(scope="module")
def form(example):
    return budget_form(example, read_scenarios(example.scenarios_text), first_year=2026)


def test_the_report_year_is_the_executed_one(form, example):
    """Revenue of 2024 in revenue.csv, summed there by hand's way: all groups, both funds."""
    rows = example["revenue"]
    total = rows[(rows["year"] == 2024) & (rows["period"] == "year")]["value"].sum()
    totals = form.annexes["totals"]
    assert list(totals.columns[2:]) == [2024, 2025, 2026, 2027, 2028]
    assert totals.iloc[0][2024] == pytest.approx(total, abs=len(rows))
    assert totals[2025].isna().all(), "no decision on the budget: nothing is approved"


def row_of(table, code, fund=0):
    """Row of a code; 1 and 2: its general and special fund below it."""
    place = table.index[table["Код"] == code][0]
    return table.loc[place + fund]


def test_totals_are_sums_of_their_rows(form):
    revenue = form.annexes["revenue"].set_index("Код")
    leaves = revenue[revenue.index.str.fullmatch(r"\d{8}")]
    for year in (2024, 2026, 2027, 2028):
        whole = form.annexes["revenue"].iloc[-3][year]
        assert leaves[year].sum() == whole == form.annexes["totals"].iloc[0][year]
        assert whole == np.round(whole)
    general, special = (form.annexes["totals"].iloc[row][2026] for row in (1, 2))
    assert general + special == form.annexes["totals"].iloc[0][2026]
    spending = form.annexes["spending"]
    groups = spending[spending["Код"].str.fullmatch(r"\d{4}")]
    assert groups[2026].sum() == row_of(spending, "X")[2026] == form.annexes["units"].iloc[0][2026]
    assert row_of(form.annexes["given"], "9000")[2026] == row_of(spending, "9000")[2026]
    assert form.annexes["received"].iloc[-1][2026] == leaves[leaves.index.str[0] == "4"][2026].sum()


def test_planned_years_close_and_say_what_closes_them(form):
    totals = form.annexes["totals"]
    for year in (2026, 2027, 2028):
        first, second = row_of(totals, "I")[year], row_of(totals, "II")[year]
        assert first == second
        needed = second - totals.iloc[0][year]
        assert totals.iloc[3][year] == needed == row_of(form.annexes["financing"], "200000")[year]
        assert row_of(form.annexes["financing"], "X")[year] == needed
        line = next(line for line, _ in form.checks if line.startswith(f"Стаття 72, {year}"))
        assert ("видатки більші" in line) == (needed > 0)


def with_tables(place, **tables):
    return dataclasses.replace(place, tables={**place.tables, **tables})


def made(place):
    return budget_form(place, read_scenarios(place.scenarios_text), first_year=2026)


def test_financing_that_was_taken_is_in_the_report_year(example):
    """As a treasury prints it: 9 million at the start, 7 at the end, 1 moved to the special fund.

    A loan of 5 less 1 repaid; 300 thousand lent, of which 100 came back. General fund: 8 − 6.5 − 1,
    special: 1 − 0.5 + 1 + 5 − 1; both: 9 − 7 + 4 = 6 million.
    """
    rows = [
        ("financing", "602100", 8e6, 1e6), ("financing", "602200", 6.5e6, 0.5e6),
        ("financing", "602400", -1e6, 1e6), ("financing", "401201", 0, 5e6),
        ("financing", "402201", 0, -1e6), ("credits", "4110", 3e5, 0), ("credits", "4120", -1e5, 0),
    ]  # fmt: skip
    table = pd.DataFrame(
        [{"year": 2024, "period": "year", "classification": kind, "code": code, "fund": fund,
          "value": value}
         for kind, code, general, special in rows
         for fund, value in (("general", general), ("special", special),
                             ("total", general + special))]
    )  # fmt: skip
    found, plain = made(with_tables(example, financing=table)), made(example)
    annex = found.annexes["financing"]
    assert [row_of(annex, "200000", fund)[2024] for fund in range(3)] == [6e6, 0.5e6, 5.5e6]
    assert [row_of(annex, "602400", fund)[2024] for fund in range(3)] == [0, -1e6, 1e6]
    assert row_of(annex, "602200")[2024] == 7e6
    assert [row_of(annex, code)[2024] for code in ("401000", "402000")] == [5e6, -1e6]
    totals, before = found.annexes["totals"], plain.annexes["totals"]
    asked = [row_of(totals, "2"), row_of(totals, "3"), totals.iloc[15]]
    assert [row[2024] for row in asked] == [6e6, 1e5, 3e5]
    assert row_of(totals, "I")[2024] == row_of(totals, "1")[2024] + 6e6 + 1e5
    assert row_of(totals, "II")[2024] == row_of(before, "II")[2024] + 3e5
    assert totals[2026].equals(before[2026])
    assert not any("Додаток 3, 2024" in line for line in found.empty)
    assert any("Додаток 3, 2024" in line for line in plain.empty)
    debt = found.annexes["debt"].set_index("Код")
    assert debt.loc[["401000", "402000"], 2024].tolist() == [5e6, 1e6]
    lending = found.annexes["lending"]
    assert [row_of(lending, code)[2024] for code in ("4110", "4120")] == [3e5, 1e5]


def test_funds_of_spending_are_those_of_the_last_executed_year(example):
    """A quarter of every group in the special fund, so a quarter of every planned year."""
    spent = example["expenditure"]
    parts = [spent.assign(fund=fund, value=spent["value"] * share)
             for fund, share in (("general", 0.75), ("special", 0.25))]  # fmt: skip
    found = made(with_tables(example, expenditure=pd.concat([spent, *parts], ignore_index=True)))
    spending, totals = found.annexes["spending"], found.annexes["totals"]
    whole, general, special = (row_of(spending, "1000", fund)[2026] for fund in range(3))
    assert general == np.round(0.75 * whole)
    assert general + special == whole
    for fund in range(3):
        assert row_of(totals, "I", fund)[2026] == row_of(totals, "II", fund)[2026]
    assert not any(line.startswith("Поділ видатків") for line in found.empty)


def test_capital_spending_and_the_debt_limit(form, example):
    """Uses of a planned year are the last executed share of codes 3*; the limit is twice a mean."""
    rows = example["expenditure"]
    rows = rows[(rows["classification"] == "economic") & (rows["fund"] == "total")]
    table = form.annexes["development"].set_index("Код")
    if rows.empty:
        assert table.loc["3000"].drop("Найменування показника").isna().all()
    sold = table.loc["30000000"]
    limit = form.annexes["debt"].iloc[-1]
    assert limit[2026] == np.round(2 * (sold[2027] + sold[2028]) / 2)
    assert np.isnan(limit[2028])


def test_what_is_not_known_is_listed_and_a_deficit_is_no_success(form):
    assert any("2025 рік (затверджено)" in line for line in form.empty)
    assert not any("2024 рік (звіт)», доходи" in line for line in form.empty)
    gaps = {line: holds for line, holds in form.checks if line.startswith("I = II, 2024")}
    assert list(gaps.values()) == [False]  # the report year lacks its financing
    deficits = [holds for line, holds in form.checks if "видатки більші" in line]
    assert not any(deficits)
    assert len(form.annexes) == 12


def test_assumptions_name_act_and_day(form):
    row = form.assumptions.set_index("Рік").loc[2027]
    assert (row["Середня зарплата, грн"], row["Акт"], row["Дата"]) == (
        34808, "КМУ 946", "2025-08-06",
    )  # fmt: skip


def test_the_files_hold_the_same_figures_and_the_same_bytes(form):
    book = form_workbook(form)
    assert book == form_workbook(form)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Додаток 1"]
    cells = [cell.value for cell in sheet[5]]
    assert cells[:3] == ["Код", "Найменування показника", "2024 рік (звіт)"]
    assert sheet.cell(7, 3).value == form.annexes["totals"].iloc[0][2024]
    assert form_document(form) == form_document(form)


def test_a_first_year_that_is_executed_is_refused(example):
    with pytest.raises(InvalidInputError, match="first planned year"):
        budget_form(example, read_scenarios(example.scenarios_text), first_year=2024)


def test_the_command_writes_both_and_asks_before_it_replaces(tmp_path, root, capsys):
    place = str(root / "data" / "communities" / "example")
    words = ["forecast", place, "--first", "2026", "--out", str(tmp_path)]
    assert main(words) == 0
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {".xlsx", ".docx"}
    assert main(words) == 0  # the same files change nothing
    next(tmp_path.glob("*.docx")).write_bytes(b"edited by a clerk")
    assert main(words) != 0
    assert "--replace" in capsys.readouterr().err
    assert main([*words, "--replace"]) == 0
    assert isinstance(pd.read_excel(next(tmp_path.glob("*.xlsx"))), pd.DataFrame)
