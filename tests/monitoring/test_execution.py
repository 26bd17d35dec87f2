from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.forecast_errors import year_end_error
from stratanalysis.monitoring import (
    execution_rates,
    funding_need,
    money_and_result,
    year_end_forecast,
)
from stratanalysis.reference.country import country_table

NAN = math.nan


def rows(*entries, period="year"):
    columns = ["measure", "year", "funding_source", "approved", "amended", "executed"]
    return pd.DataFrame(entries, columns=columns).assign(period=period)


BUDGET = rows(
    ("M1", 2024, "local", 100.0, 50.0, 40.0),
    ("M2", 2024, "local", 300.0, NAN, 150.0),
    ("M3", 2024, "state", 0.0, 0.0, 10.0),
    ("M4", 2024, "state", 80.0, 80.0, NAN),
)


def test_both_plans_are_named_and_the_amended_one_counts():
    # By hand: M1 and M2 have plans 400 approved, 350 amended and 190 executed.
    got = execution_rates(BUDGET, by=["funding_source"]).loc["local"]
    assert got[["approved", "amended", "executed"]].tolist() == [400, 350, 190]
    assert got["rate_approved"] == pytest.approx(190 / 400)
    assert got["rate_amended"] == pytest.approx(190 / 350)
    assert got["not_amended"] == 1


def test_rates_are_not_averaged_and_an_unknown_execution_is_not_zero():
    got = execution_rates(BUDGET).loc["total"]
    assert got["rate_amended"] == pytest.approx(200 / 350)
    assert got["missing"] == 1
    assert got["unplanned"] == 10
    nothing = execution_rates(BUDGET[3:], by=["measure"]).loc["M4"]
    assert math.isnan(nothing["executed"])
    assert math.isnan(nothing["rate_amended"])


def test_sources_sum_to_the_whole():
    parts = execution_rates(BUDGET, by=["funding_source"])
    whole = execution_rates(BUDGET).loc["total"]
    for column in ("approved", "amended", "executed", "rows", "missing", "unplanned"):
        assert parts[column].sum() == pytest.approx(whole[column])


def test_months_and_years_are_not_added():
    mixed = pd.concat([BUDGET, rows(("M1", 2024, "local", 1.0, 1.0, 1.0), period="01-09")])
    with pytest.raises(InvalidInputError, match="several periods of one year: 2024"):
        execution_rates(mixed)
    with pytest.raises(UnknownNameError, match="section"):
        execution_rates(BUDGET, by=["section"])


def test_an_empty_table_gives_an_empty_answer():
    assert execution_rates(BUDGET[:0], by=["year"]).empty


def test_forecast_to_the_years_end_by_hand():
    # nothing but nine months: 80 evenly, and the measured width either way
    width = year_end_error("own_revenue", 9, population=100_000).half_width
    expected, low, high = year_end_forecast(60.0, months=9)
    assert (expected, high / 80, 80 / low) == pytest.approx((80, math.exp(width), math.exp(width)))
    small = year_end_forecast(60.0, months=9, line="non_tax", population=6_000, status="rear")
    assert small[1] < low < high < small[2]
    expected, low, high = year_end_forecast(60.0, months=9, earlier_shares=[0.5, 0.7])
    assert (expected, low, high) == pytest.approx((100, 60 / 0.7, 120))
    assert year_end_forecast(60.0, months=12, earlier_shares=[0.5]) == (60, 60, 60)
    with pytest.raises(InvalidInputError, match="from 1 to 12"):
        year_end_forecast(1.0, months=0)
    with pytest.raises(InvalidInputError, match="above 0"):
        year_end_forecast(1.0, months=6, earlier_shares=[0.0])


@given(st.floats(0, 1e9), st.integers(1, 12))
def test_even_flow_returns_what_was_paid(paid, months):
    expected, _, _ = year_end_forecast(paid, months=months)
    assert expected * months / 12 == pytest.approx(paid)


def test_money_without_result_and_result_without_money():
    measures = pd.DataFrame(
        {
            "code": ["M1", "M2", "M3", "M4", "M5"],
            "title": list("abcde"),
            "goal": ["t1", "t2", "t3", "t4", None],
        }
    )
    paid = rows(
        ("M1", 2024, "x", 1.0, 1.0, 5.0), ("M2", 2024, "x", 1.0, 1.0, 0.0),
        ("M3", 2024, "x", 1.0, 1.0, 5.0), ("M5", 2024, "x", 1.0, 1.0, 5.0),
    )  # fmt: skip
    tasks = pd.DataFrame(
        {
            "task": ["t1", "t2", "t3", "t4"],
            "year": 2024,
            "status": ["not_done", "done", "under_way", "done"],
        }
    )
    got = money_and_result(measures, paid, tasks, year=2024)["verdict"]
    assert got.tolist() == [
        "money without result", "result without money", "fits", "unknown", "unknown",
    ]  # fmt: skip


MONEY = pd.DataFrame(
    [
        ("A", 2022, 10.0, "measure"), ("A", 2023, 10.0, "measure"), ("A", 2024, 10.0, "measure"),
        ("B", 2023, 5.0, "measure"), ("B", 2024, NAN, "measure"), ("A", 2025, 7.0, "measure"),
        ("1", 2024, 10.0, "section_total"), ("", 2024, 10.0, "grand_total"),
    ],
    columns=["measure", "year", "amount", "kind"],
)  # fmt: skip
PAID = rows(("A", 2022, "x", 10.0, 10.0, 4.0), ("A", 2023, "x", 10.0, 10.0, 12.0))


def test_need_of_money_by_hand_and_totals_are_not_added_to_their_parts():
    # A: 10 + 10 planned, 4 + 12 paid, 4 left; B 2023 has no executed sum: not carried, counted.
    got = funding_need(MONEY, PAID, year=2023, cycles=[(2022, 2024), (2025, 2027)])
    assert got.index.tolist() == ["2024", "2022-2024", "2025-2027"]
    assert got["planned"].tolist() == [10, 10, 7]
    assert got["carried_over"].tolist() == [0, 4, 0]
    assert got["need"].tolist() == [10, 14, 7]
    assert got["without_amount"].tolist() == [1, 1, 0]
    assert got["without_execution"].tolist() == [0, 1, 0]


def test_a_past_cycle_is_left_out_and_overpayment_is_not_a_credit():
    got = funding_need(MONEY, PAID[1:], year=2025, cycles=[(2022, 2024)])
    assert got.index.tolist() == ["2026"]
    only = funding_need(MONEY[1:2], PAID[1:], year=2024, cycles=[(2022, 2024)])
    assert only.loc["2022-2024", "carried_over"] == 0


def test_money_and_result_does_not_add_months_to_the_year():
    measures = pd.DataFrame({"code": ["M1"], "title": ["t"], "goal": ["1.1"]})
    tasks = pd.DataFrame({"task": ["1.1"], "year": [2024], "status": ["done"]})
    part = rows(("M1", 2024, "local", 100.0, NAN, 30.0), period="01-06")
    both = pd.concat([BUDGET, part], ignore_index=True)
    with pytest.raises(InvalidInputError, match="several periods of one year: 2024"):
        money_and_result(measures, both, tasks, year=2024)
    earlier = pd.concat([BUDGET, part.assign(year=2023)], ignore_index=True)
    assert money_and_result(measures, earlier, tasks, year=2024).loc["M1", "executed"] == 40


def test_a_need_that_nothing_tells_is_missing_and_not_zero():
    """Nothing stands for 2026; 2024 holds a measure without an amount; a cycle at its end: none."""
    got = funding_need(MONEY, PAID, year=2025, cycles=[(2023, 2025)])
    assert np.isnan(got.loc["2026", "planned"])
    assert np.isnan(got.loc["2026", "need"])
    assert got.loc["2026", "carried_over"] == 0  # no year of the span is behind
    assert got.loc["2023-2025", "planned"] == 0  # no year of the span lies ahead
    unknown = MONEY.assign(amount=NAN)
    got = funding_need(unknown, PAID, year=2023, cycles=[(2022, 2024)])
    assert got[["planned", "need"]].isna().all(axis=None)
    assert got.loc["2024", "without_amount"] == 2
    # planned, but no executed sum is known of any measure: nothing can be carried over
    got = funding_need(MONEY, PAID.iloc[:0], year=2023, cycles=[(2022, 2024)])
    assert np.isnan(got.loc["2022-2024", "carried_over"])
    assert got.loc["2022-2024", "need"] == 10
    # a plan of zero is a plan
    zero = MONEY.assign(amount=0.0)
    assert funding_need(zero, PAID, year=2023).loc["2024", "need"] == 0


LINES = ["pit", "single_tax", "property_tax", "excise", "non_tax", "other_own"]


@pytest.mark.parametrize("line", ["own_revenue", "pit", "excise", "non_tax"])
def test_the_range_to_the_years_end_held_in_2022(line):
    """Months of 2022 by the shares of 2021, communities that were never listed."""
    months = country_table("hromada_revenue_months")
    months = months.assign(own_revenue=months[LINES].fillna(0.0).sum(axis=1))
    wide = months.pivot_table(index=["katottg", "year"], columns="month", values=line)
    sums = wide.cumsum(axis=1).dropna()
    before, came = (sums.xs(year, level="year") for year in (2021, 2022))
    people = country_table("hromada_population")
    people = people[people["year"] == 2022].set_index("katottg")["value"]
    war = country_table("hromada_war_status").drop_duplicates("katottg", keep="last")
    rear = war.loc[war["status"] == "never_listed", "katottg"]
    codes = before.index.intersection(came.index).intersection(rear)
    for first, last in ((100_000, 1e9), (10_000, 50_000), (1, 10_000)):
        own = codes[people.reindex(codes).between(first, last - 1)]
        for month in (2, 6, 9):
            shares = before.loc[own, month] / before.loc[own, 12]
            known = shares[shares.between(0.02, 1) & (came.loc[own, month] > 0)]
            held = [
                low <= came.loc[code, 12] <= high
                for code, share in known.items()
                for _, low, high in (
                    year_end_forecast(
                        came.loc[code, month],
                        months=month,
                        earlier_shares=[share],
                        line=line,
                        population=first,
                        status="rear",
                    ),
                )
            ]
            assert np.mean(held) > 0.75, (first, month)


def test_a_line_or_a_class_that_was_not_measured_is_refused():
    with pytest.raises(UnknownNameError, match="revenue line"):
        year_end_forecast(1.0, months=6, line="rent")
    with pytest.raises(UnknownNameError, match="status"):
        year_end_forecast(1.0, months=6, status="quiet")
