from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.indicators import (
    compound_growth,
    contribution_to_growth,
    convergence,
    growth_gap,
    per_head,
    per_km2,
    rate_of_change,
    real_values,
    relative_gap,
)


def test_rate_of_change_by_hand():
    change = rate_of_change(pd.Series({2020: 200.0, 2021: 210.0, 2022: 189.0}))
    assert math.isnan(change[2020])
    assert change[2021] == pytest.approx(0.05)
    assert change[2022] == pytest.approx(-0.10)


def test_gap_in_years_is_not_taken_for_one_year():
    change = rate_of_change(pd.Series({2018: 100.0, 2021: 130.0, 2022: 143.0}))
    assert change.index.tolist() == [2018, 2019, 2020, 2021, 2022]
    assert math.isnan(change[2021])
    assert change[2022] == pytest.approx(0.10)


@pytest.mark.parametrize("base", [0.0, -5.0])
def test_growth_from_zero_or_less_is_missing_not_infinite(base):
    assert math.isnan(rate_of_change(pd.Series({2020: base, 2021: 4.0}))[2021])
    assert math.isnan(compound_growth(base, 4.0, years=2))
    assert math.isnan(relative_gap(4.0, base))


def test_one_year_given_twice_is_refused():
    with pytest.raises(InvalidInputError, match="twice"):
        rate_of_change(pd.Series([1.0, 2.0], index=[2020, 2020]))


def test_compound_growth_of_the_baseline_claim():
    # From 73,814 to about 50 thousand: -3.82 % a year in 10 years, -2.56 % in 15 (hand calculation:
    # (50000 / 73814) ** (1 / 10) - 1).
    assert compound_growth(73814, 50000, years=10) == pytest.approx(-0.0382, abs=5e-5)
    assert compound_growth(73814, 50000, years=15) == pytest.approx(-0.0256, abs=5e-5)
    assert compound_growth(7.0, 0.0, years=3) == -1
    both = compound_growth(
        pd.Series({"a": 100.0, "b": 0.0}), pd.Series({"a": 121.0, "b": 1.0}), years=2
    )
    assert both["a"] == pytest.approx(0.1)
    assert math.isnan(both["b"])


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), min_size=1, max_size=8).filter(
        lambda parts: sum(start for start, _ in parts) > 1
    )
)
def test_contributions_sum_to_the_growth_of_the_whole(parts):
    start = pd.Series([a for a, _ in parts])
    end = pd.Series([b for _, b in parts])
    total = contribution_to_growth(start, end).sum()
    assert total == pytest.approx(end.sum() / start.sum() - 1, abs=1e-9)


def test_missing_part_makes_contributions_unknown():
    got = contribution_to_growth(
        pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"b": 3.0, "a": float("nan")})
    )
    assert got.isna().all()
    with pytest.raises(InvalidInputError, match="c"):
        contribution_to_growth(pd.Series({"a": 1.0}), pd.Series({"a": 1.0, "c": 1.0}))


def test_per_head_and_km2():
    assert per_head(100.0, 50.0) == 2
    assert math.isnan(per_head(100.0, 0.0))
    assert per_km2(pd.Series([10.0, 5.0]), pd.Series([2.0, float("nan")]))[0] == 5


def test_real_values_there_and_back():
    prices = pd.Series({2020: 100.0, 2021: 110.0, 2022: 139.26})
    nominal = pd.Series({2020: 50.0, 2021: 55.0, 2022: 139.26})
    real = real_values(nominal, prices, base_year=2021)
    assert real.tolist() == pytest.approx([55.0, 55.0, 110.0])
    again = real_values(real, 1 / prices, base_year=2021)
    assert again.tolist() == pytest.approx(nominal.tolist())
    with pytest.raises(UnknownNameError, match="2019"):
        real_values(nominal, prices, base_year=2019)


def test_gaps_that_the_strategy_of_kostiantynivka_states():
    # Document 000, line 268: -5.8 % in 5 years against -3.4 % in the oblast and -2.7 % in Ukraine;
    # line 276: wages 17.7 % below Ukraine and 24.8 % below the oblast.
    assert growth_gap(-0.058, -0.034) == pytest.approx(-0.024)
    assert growth_gap(-0.058, -0.027) == pytest.approx(-0.031)
    nation, own = 100.0, 82.3
    oblast = own / (1 - 0.248)
    assert relative_gap(own, nation) == pytest.approx(-0.177)
    assert relative_gap(own, oblast) == pytest.approx(-0.248)


def test_convergence_from_below_from_above_and_over_a_gap():
    table = convergence(
        pd.Series({2019: 80.0, 2020: 90.0, 2022: 130.0}),
        pd.Series({2019: 100.0, 2020: 100.0, 2021: 100.0, 2022: 100.0}),
    )
    assert table["gap"].round(10).tolist()[:2] == [-0.2, -0.1]
    assert table["direction"].tolist() == ["", "converges", "", "diverges"]
    assert table.loc[2022, "gap_change"] == pytest.approx(0.4)
