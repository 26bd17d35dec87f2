"""What a promise takes, against hand calculations."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stratanalysis.errors import InvalidInputError
from stratanalysis.projection import population_series, project
from stratanalysis.questions import check_claims, implied_growth, years_to_reach
from stratanalysis.scenarios import read_scenarios


@pytest.mark.parametrize(
    ("years", "expected"),
    # domain figures for the strategy's sentence: 73,814 to 50 thousand, -3.82 to -2.56 % a year
    [(10, -0.0382), (15, -0.0256)],
)
def test_the_baseline_claim_needs_what_was_calculated_by_hand(years, expected):
    assert implied_growth(73814, 50000, years) == pytest.approx(expected, abs=5e-5)


def test_five_years_of_minus_5_8_percent_by_hand():
    """−5.8 % in 5 years carried on: 65.5 thousand in 10 and 61.7 in 15 years."""
    growth = implied_growth(1.0, 1 - 0.058, 5)
    assert 73814 * (1 + growth) ** 10 == pytest.approx(65_500, abs=50)
    assert 73814 * (1 + growth) ** 15 == pytest.approx(61_700, abs=50)


def test_years_to_reach():
    assert years_to_reach(100, 121, 0.1) == pytest.approx(2)
    assert years_to_reach(100, 100, -0.1) == 0
    assert years_to_reach(100, 120, -0.1) == math.inf
    assert years_to_reach(100, 120, 0.0) == math.inf


@given(st.floats(1, 1e4), st.floats(1, 1e4), st.floats(1, 50))
def test_growth_and_years_are_inverse(start, end, years):
    growth = implied_growth(start, end, years)
    if abs(growth) > 1e-6:
        assert years_to_reach(start, end, growth) == pytest.approx(years, rel=1e-6)


@pytest.mark.parametrize("call", [(0, 1, 1), (1, -1, 1), (1, 1, 0)])
def test_values_of_zero_or_below_are_refused(call):
    with pytest.raises(InvalidInputError, match="above 0"):
        implied_growth(*call)


def test_the_strategys_sentence_does_not_fit_its_trend(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2037))
    (row,) = check_claims(run, population_series(kostiantynivka)).to_dict("records")
    assert (row["scenario"], row["stated"], row["line"]) == ("baseline", 50000, 179)
    # by hand: (72,422 / 75,098)^(1/2) - 1
    assert row["observed_growth"] == pytest.approx(-0.01798, abs=1e-5)
    assert row["needed_slow"] > row["needed_fast"]
    assert row["observed_growth"] > row["needed_slow"]
    assert row["holds"] is False
    assert row["projected_last"] < 50000 * 0.9  # the document knows no war, the baseline does


def test_beyond_the_horizon_nothing_is_claimed(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2030))
    (row,) = check_claims(run, population_series(kostiantynivka)).to_dict("records")
    assert row["holds"] is None
    assert math.isnan(row["projected_last"])


def test_with_one_observation_there_is_no_trend(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2037))
    (row,) = check_claims(run, population_series(kostiantynivka).loc[[2021]]).to_dict("records")
    assert math.isnan(row["observed_growth"])
    assert math.isnan(row["trend_years"])
    assert row["needed_fast"] < 0
