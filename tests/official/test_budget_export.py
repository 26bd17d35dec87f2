"""The portal's export layout, real and made up: funds, months, codes, and what is refused."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding
from stratanalysis.official import (
    economic_leaves,
    monthly,
    parse_export,
    read_export,
    series_kind,
    year_totals,
)

EXPORT = "openbudget_incomes_mukachevo_uzhhorod_2023_2025.csv.gz"
HEADER = "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_INCO;NAME_INC;ZAT_AMT;PLANS_AMT;FAKT_AMT\n"


def checks(findings: list[Finding]) -> Counter[str]:
    return Counter(finding.check for finding in findings)


@pytest.fixture(scope="module")
def export(shared: Path) -> tuple[pd.DataFrame, list[Finding]]:
    return read_export(shared / "open-data" / EXPORT)


def test_export_reads_without_findings(export: tuple) -> None:
    table, findings = export
    assert findings == []
    assert len(table) == 9261
    assert set(table["budget_code"]) == {"0750700000", "0755900000"}
    assert table["code"].str.fullmatch(r"\d{8}").all()


def test_lines_of_the_export_are_those_of_the_file(export: tuple, shared: Path) -> None:
    table, _ = export  # names with line breaks stand before line 9,000
    raw = (shared / "open-data" / EXPORT).read_bytes()
    lines = gzip.decompress(raw).decode("utf-8").split("\n")
    for row in table.iloc[::500].to_dict("records"):
        begin = f"{row['month']:02d}.{row['year']};"
        assert lines[row["source_line"] - 1].startswith(begin)
        assert row["code"] in lines[row["source_line"] - 1]


def test_months_of_the_export_sum_to_december(export: tuple) -> None:
    table, _ = export
    months, findings = monthly(table)
    keys = ["budget_code", "year", "fund", "code"]
    sums = months.groupby(keys)["value"].sum(min_count=12)
    december = table[table["month"] == 12].set_index(keys)["executed"]
    both = sums.reindex(december.index)
    assert (both - december).abs().max() < 0.02
    assert set(checks(findings)) == {"negative-month", "code-vanished"}


def test_military_pit_taken_back_in_november_2023_is_said(export: tuple) -> None:
    _, findings = monthly(export[0])
    found = [
        (f.source.place, f.values["value"])
        for f in findings
        if f.check == "negative-month"
        and f.values["code"] == "11010200"
        and f.values["fund"] == "total"
    ]
    assert [place for place, _ in found] == ["0750700000", "0755900000"]
    assert found[0][1] == pytest.approx(-131_581_792.14)  # 1,350.9 - 1,219.3 million, by hand


def test_real_years_are_told_as_cumulative_and_their_months_as_monthly(export: tuple) -> None:
    table, _ = export
    total = table[table["fund"] == "total"]
    sums = total.groupby(["budget_code", "year", "month"])["executed"].sum()
    for _, year in sums.groupby(level=[0, 1]):
        assert series_kind(year.to_numpy()) == "cumulative"
        assert series_kind(np.diff(year.to_numpy(), prepend=0)) == "monthly"


def rows(*cells: tuple[object, ...]) -> str:
    """Rows of an export: month, fund, code, executed."""
    return HEADER + "".join(
        f"{month:02d}.2023;{fund};0552300000;{code};Назва;1;;{amount}\n"
        for month, fund, code, amount in cells
    )


def test_cumulative_amounts_become_months_by_hand() -> None:
    text = rows((1, "T", "1", 10), (2, "T", "1", 30), (3, "T", "1", 25), (3, "T", "2", 7))
    table, _ = parse_export(text, document="x")
    months, findings = monthly(table, document="x")
    wide = months.pivot(index="code", columns="month", values="value")
    assert wide.to_numpy().tolist() == [[10, 20, -5], [0, 0, 7]]
    assert checks(findings) == {"partial-year": 1, "negative-month": 1}


def test_an_empty_amount_in_january_is_no_zero() -> None:
    """No row is nothing; a row without an amount is not known, nor is the month after it."""
    text = rows((1, "T", "1", ""), (2, "T", "1", 30), (3, "T", "1", 35), (1, "T", "2", 4),
                (2, "T", "2", 4), (2, "T", "3", 1), (3, "T", "2", 9), (3, "T", "3", 1))  # fmt: skip
    months, _ = monthly(parse_export(text, document="x")[0])
    wide = months.pivot(index="code", columns="month", values="value")
    assert wide.loc["1"].isna().tolist() == [True, True, False]
    assert wide.loc["1", 3] == 5
    assert wide.loc[["2", "3"]].to_numpy().tolist() == [[4, 0, 5], [0, 1, 0]]


def test_a_month_that_is_missing_makes_the_next_unknown() -> None:
    text = rows((1, "T", "1", 10), (3, "T", "1", 60), (4, "T", "1", 70))
    months, findings = monthly(parse_export(text, document="x")[0])
    values = months.set_index("month")["value"]
    assert values[1] == 10
    assert np.isnan(values[3])
    assert values[4] == 10
    assert checks(findings)["month-missing"] == 1


def test_a_code_that_vanishes_is_said_and_not_guessed() -> None:
    text = rows((1, "T", "1", 10), (1, "T", "2", 5), (2, "T", "1", 20), (3, "T", "1", 30))
    table, _ = parse_export(text, document="x")
    months, findings = monthly(table)
    assert months.query("code == '2'")["value"].isna().tolist() == [False, True, True]
    assert checks(findings)["code-vanished"] == 1
    totals, findings = year_totals(table)
    assert totals["code"].tolist() == ["1"]
    assert checks(findings) == {"code-vanished": 1, "partial-year": 1}


def test_year_totals_are_those_grouped_elsewhere(export: tuple, shared: Path) -> None:
    totals, findings = year_totals(export[0])
    assert set(totals["period"]) == {"year"}
    assert checks(findings) == {"code-vanished": 4}
    path = shared / "open-data" / "openbudget_annual_income_groups_25_budgets.csv"
    grouped = pd.read_csv(path).set_index(["CITY", "y"])
    total = totals[totals["fund"] == "total"]
    columns = {"11010200": "pit_military", "1805": "single_tax", "14": "excise", "13": "rent"}
    for budget, city in (("0750700000", "Mukachevo"), ("0755900000", "Uzhhorod")):
        for year in (2023, 2024, 2025):
            here = total[(total["budget_code"] == budget) & (total["year"] == year)]
            for prefix, column in columns.items():
                value = here.loc[here["code"].str.startswith(prefix), "value"].sum()
                assert value == pytest.approx(grouped.loc[(city, year), column], abs=0.01)


def test_year_that_is_not_over_is_labelled() -> None:
    text = rows((1, "T", "1", 10), (7, "T", "1", 70))
    totals, findings = year_totals(parse_export(text, document="x")[0])
    assert totals[["period", "value"]].to_numpy().tolist() == [["01-07", 70]]
    assert checks(findings) == {"partial-year": 1}


def test_monthly_amounts_are_not_taken_for_cumulative() -> None:
    amounts = [10, 11, 9, 10, 12, 8, 10, 11, 10, 9, 10, 12]
    text = rows(*((month, "T", "1", value) for month, value in enumerate(amounts, start=1)))
    _, findings = monthly(parse_export(text, document="x")[0])
    assert "monthly-not-cumulative" in checks(findings)


def test_funds_stay_apart() -> None:
    text = rows((1, "C", "1", 10), (1, "S", "1", 5), (1, "T", "1", 15))
    table, findings = parse_export(text, document="x")
    assert findings == []
    assert table.set_index("fund")["executed"].to_dict() == {
        "general": 10,
        "special": 5,
        "total": 15,
    }
    assert monthly(table)[0].set_index("fund")["value"].to_dict() == {
        "general": 10,
        "special": 5,
        "total": 15,
    }


def test_funds_that_do_not_sum_are_said() -> None:
    _, findings = parse_export(rows((1, "C", "1", 10), (1, "T", "1", 15)), document="x")
    assert checks(findings) == {"funds-do-not-sum": 1}


def test_export_without_fund_column_must_not_be_added() -> None:
    text = "REP_PERIOD;COD_BUDGET;COD_INCO;FAKT_AMT\n" + "01.2023;0552300000;1;5\n" * 2
    _, findings = parse_export(text, document="x")
    assert checks(findings) == {"fund-missing": 1}
    assert "must not be added" in findings[0].message


def test_export_without_fund_column_says_so() -> None:
    text = "REP_PERIOD;COD_BUDGET;COD_INCO;FAKT_AMT\n01.2023;0552300000;1;5\n"
    table, findings = parse_export(text, document="x")
    assert [(f.check, f.severity.value) for f in findings] == [("fund-missing", "warning")]
    assert table["fund"].tolist() == ["unknown"]
    assert monthly(table)[0]["value"].tolist() == [5]


def test_eleven_digits_and_lost_zero_are_read_and_said() -> None:
    text = rows((1, "T", "1", 1)).replace("0552300000", "05523000000")
    table, findings = parse_export(text, document="x")
    assert table["budget_code"].tolist() == ["0552300000"]
    assert checks(findings) == {"budget-code-11-digits": 1}
    text = rows((1, "T", "1", 1)).replace("0552300000", "552300000")
    table, findings = parse_export(text, document="x")
    assert table["budget_code"].tolist() == ["0552300000"]
    assert checks(findings) == {"budget-code-zero-lost": 1}


def test_all_problems_of_an_export_come_together() -> None:
    text = HEADER + (
        "13.2023;T;0552300000;1;Н;1;;5\n"
        "01.2023;X;0552300000;2;Н;1;;5\n"
        "01.2023;T;0552300000;3;Н;1;;п'ять\n"
        "01.2023;T;0552300000;4;Н\n"
        "01.2023;T;99;5;Н;1;;5\n"
        "02.2023;T;0552300000;6;Н;1;;5\n"
        "02.2023;T;0552300000;6;Н;1;;5\n"
    )
    _, findings = parse_export(text, document="x")
    assert {(f.check, f.source.line) for f in findings} == {
        ("bad-period", 2),
        ("fund-unknown", 3),
        ("not-a-number", 4),
        ("ragged-row", 5),
        ("budget-code-wrong", 6),
        ("duplicate-row", 8),
    }


def test_empty_answers_are_no_data() -> None:
    for text in ("", HEADER):
        table, findings = parse_export(text, document="x")
        assert table.empty
        assert checks(findings) == {"no-rows": 1}


def test_plans_are_not_executed_amounts() -> None:
    text = "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_CONS_MB_FK;ZAT_AMT\n01.2023;T;0552300000;0111;5\n"
    table, findings = parse_export(text, document="x")
    assert checks(findings) == {"no-executed-amounts": 1}
    assert table["executed"].isna().all()


def test_missing_amount_is_missing_and_zero_is_zero() -> None:
    table, _ = parse_export(rows((1, "T", "1", ""), (1, "T", "2", 0)), document="x")
    assert table["executed"].isna().tolist() == [True, False]


@pytest.mark.parametrize("text", ["щось інше\n1\n", "a;b;c\n1;2;3\n", "<html></html>"])
def test_another_layout_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="REP_PERIOD"):
        parse_export(text, document="x")


def test_cut_archive_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(rows((1, "T", "1", 1)).encode() * 100)
    (tmp_path / "x.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InvalidInputError, match="damaged"):
        read_export(tmp_path / "x.csv.gz")


def test_parent_economic_codes_are_not_counted_twice() -> None:
    head = "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_CONS_MB_PK;COD_CONS_EK;FAKT_AMT\n"
    amounts = {"0000": 100, "2000": 70, "2100": 70, "2110": 60, "2111": 60, "2120": 10, "3000": 30}
    body = "".join(f"01.2023;T;0552300000;1021;{code};{value}\n" for code, value in amounts.items())
    table, findings = parse_export(head + body, document="x")
    leaves = economic_leaves(table)
    assert findings == []
    assert leaves["economic_code"].tolist() == ["2111", "2120", "3000"]
    assert leaves["executed"].sum() == 100
