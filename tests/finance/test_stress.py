"""Shocks by hand; a shock of nothing changes nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.stress import (
    SHOCKS,
    Shock,
    first_negative_year,
    operating_balances,
    stress_test,
)

SHARES = {"wages": 0.6, "energy": 0.1, "capital": 0.1}


def _projection():
    lines = {
        "revenue|pit": 100.0, "revenue|property_tax": 30.0, "revenue|capital_revenue": 10.0,
        "revenue|base_subsidy": 20.0, "own_revenue": 140.0, "transfers": 60.0,
        "expenditure": 200.0,
    }  # fmt: skip
    rows = [
        (scenario, year, name, basis, value + (50.0 if scenario == "b" and name == "own_revenue"
                                               else 0.0))
        for scenario in ("a", "b")
        for year in (2021, 2022, 2023)
        for name, value in lines.items()
        for basis in ("nominal", "real")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["scenario", "year", "variable", "price_basis", "value"])


def _balance(table, shock, scenario="a", year=2022):
    rows = table[(table["shock"] == shock) & (table["scenario"] == scenario)]
    return rows.set_index("year").loc[year, "operating_balance"]


def test_operating_balance_by_hand():
    """140 - 10 of own revenue, 60 of transfers, 90 % of 200 spent currently."""
    found = operating_balances(_projection(), capital_share=0.1)
    assert found["a"].to_list() == pytest.approx([10, 10, 10])
    assert found["b"].to_list() == pytest.approx([60, 60, 60])


def test_each_named_shock_by_hand():
    table = stress_test(_projection(), shares=SHARES)
    assert _balance(table, "none") == pytest.approx(10)
    assert _balance(table, "wage_bill") == pytest.approx(10 - 0.2 * 0.6 * 200)
    assert _balance(table, "energy_price") == pytest.approx(10 - 0.5 * 0.1 * 200)
    assert _balance(table, "largest_taxpayer") == pytest.approx(10 - 0.1 * 130)
    assert _balance(table, "subsidy_end") == pytest.approx(10 - 20)
    assert set(table["shock"]) == {"none", *SHOCKS}


def test_the_base_year_is_not_hit():
    table = stress_test(_projection(), shares=SHARES)
    assert (table[table["year"] == 2021]["effect"] == 0).all()


def test_a_shock_starts_when_it_is_told_to():
    late = Shock("late", "Late", {"revenue|base_subsidy": -1.0}, start=2023)
    table = stress_test(_projection(), shares=SHARES, shocks=[late])
    assert _balance(table, "late", year=2022) == pytest.approx(10)
    assert _balance(table, "late", year=2023) == pytest.approx(-10)


def test_a_shock_of_nothing_equals_the_scenario():
    nothing = Shock("nothing", "Nothing", {"wages": 0.0, "revenue|pit": 0.0})
    table = stress_test(_projection(), shares=SHARES, shocks=[nothing])
    plain = table[table["shock"] == "none"]["operating_balance"].to_list()
    assert table[table["shock"] == "nothing"]["operating_balance"].to_list() == plain


def test_effects_add_up():
    both = Shock("both", "Both", {"wages": 0.2, "energy": 0.5})
    table = stress_test(_projection(), shares=SHARES, shocks=[*SHOCKS.values(), both])
    parts = _balance(table, "wage_bill") + _balance(table, "energy_price") - _balance(table, "none")
    assert _balance(table, "both") == pytest.approx(parts)


def test_first_year_with_a_negative_balance():
    found = first_negative_year(stress_test(_projection(), shares=SHARES))
    assert found.loc["wage_bill", "a"] == 2022
    assert found.loc["none"].isna().all()
    assert found.loc["wage_bill", "b"] is pd.NA
    assert list(found.columns) == ["a", "b"]


def test_what_is_refused():
    with pytest.raises(UnknownNameError, match="energy"):
        stress_test(_projection(), shares={"wages": 0.6, "capital": 0.1})
    with pytest.raises(UnknownNameError, match="rent"):
        stress_test(_projection(), shares=SHARES, shocks=[Shock("x", "X", {"revenue|rent": -1.0})])
    with pytest.raises(InvalidInputError, match="changes by -2"):
        Shock("x", "X", {"wages": -2.0})
    table = _projection()
    without = table[table["variable"] != "own_revenue"]
    with pytest.raises(UnknownNameError, match="own_revenue"):
        stress_test(without, shares=SHARES)


def test_draws_put_together_are_not_averaged():
    twice = pd.concat([_projection(), _projection()])
    with pytest.raises(InvalidInputError, match="a 2021 revenue.pit occurs twice"):
        operating_balances(twice, capital_share=0.1)


def test_an_unknown_balance_is_not_taken_for_never_negative():
    table = stress_test(_projection(), shares=SHARES)
    table.loc[table["year"].eq(2023) & table["shock"].eq("none"), "operating_balance"] = None
    with pytest.raises(InvalidInputError, match="no operating balance of a in 2023"):
        first_negative_year(table)
