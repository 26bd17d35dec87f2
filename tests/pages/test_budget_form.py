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


def test_totals_are_sums_of_their_rows(form):
    revenue = form.annexes["revenue"].set_index("Код")
    leaves = revenue[revenue.index.str.fullmatch(r"\d{8}")]
    for year in (2024, 2026, 2027, 2028):
        whole = form.annexes["revenue"].iloc[-1][year]
        assert leaves[year].sum() == whole == form.annexes["totals"].iloc[5][year]
        assert whole == np.round(whole)
    general, special = (form.annexes["totals"].iloc[row][2026] for row in (1, 2))
    assert general + special == form.annexes["totals"].iloc[0][2026]
    spending = form.annexes["spending"]
    assert spending.iloc[:-1][2026].sum() == spending.iloc[-1][2026]


def test_financing_that_was_taken_is_in_the_report_year(example):
    """A loan of 5 million less 1 million repaid, and 300 thousand lent of which 100 came back."""
    rows = [("financing", "401201", 5e6), ("financing", "402201", -1e6),
            ("credits", "4110", 3e5), ("credits", "4120", -1e5)]  # fmt: skip
    table = pd.DataFrame(
        [{"year": 2024, "period": "year", "classification": kind, "code": code, "fund": "total",
          "value": value} for kind, code, value in rows]
    )  # fmt: skip
    place = dataclasses.replace(example, tables={**example.tables, "financing": table})
    made = budget_form(place, read_scenarios(place.scenarios_text), first_year=2026)
    plain = budget_form(example, read_scenarios(example.scenarios_text), first_year=2026)
    assert made.annexes["financing"].iloc[1][2024] == 4e6
    totals, before = made.annexes["totals"], plain.annexes["totals"]
    assert [totals.iloc[row][2024] for row in (3, 4, 9)] == [4e6, 1e5, 3e5]
    assert totals.iloc[5][2024] == before.iloc[5][2024] + 4e6 + 1e5
    assert totals.iloc[10][2024] == before.iloc[10][2024] + 3e5
    assert totals[2026].equals(before[2026])


def test_what_is_not_known_is_listed_and_a_gap_is_no_success(form):
    assert any("2025 рік (затверджено)" in line for line in form.empty)
    assert not any("2024 рік (звіт)" in line for line in form.empty)
    gaps = [holds for line, holds in form.checks if line.startswith("I = II") and "різниця" in line]
    assert gaps
    assert not any(gaps)


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
