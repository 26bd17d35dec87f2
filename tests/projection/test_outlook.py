"""The outlook from the present: returns by hand, monotone in the axis, bands that widen."""

from __future__ import annotations

import numpy as np
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.projection.outlook import outlook, own_residuals
from stratanalysis.reference.country import country_table
from stratanalysis.reference.returns import EARLY, LATE, RETURNS, Returns
from stratanalysis.reference.war_status import OCCUPIED
from stratanalysis.reference.war_stocks import present_year, war_stocks

KOROSTEN = "UA18060090000061708"
SOFIIVKA = "UA12060270000017282"


def test_returners_come_by_their_half_life_from_the_end_of_the_war():
    """Half-life 1: half in the first year, a quarter in the second; nobody before the end."""
    returns = Returns(2028, 1.0, 1.0, 1.0, 1.0)
    parts = [returns.of_year(year) for year in (2027, 2028, 2029, 2030)]
    np.testing.assert_allclose(parts, [0, 0.5, 0.25, 0.125])
    assert sum(returns.of_year(year) for year in range(2028, 2100)) == pytest.approx(1.0)
    assert LATE.of_year(2090) == 0.0


def test_nobody_returns_before_the_war_ends():
    late = outlook(KOROSTEN, returns=LATE)
    middle = outlook(KOROSTEN, returns=RETURNS)
    ahead = RETURNS.war_end - present_year()
    np.testing.assert_allclose(late.people[: ahead + 1], middle.people[: ahead + 1])
    assert middle.people[ahead + 1].sum() > late.people[ahead + 1].sum()


@pytest.mark.parametrize("code", [KOROSTEN, SOFIIVKA])
def test_people_rise_with_returns_and_with_an_earlier_end(code):
    totals = [outlook(code, returns=one).people[-1].sum() for one in (LATE, RETURNS, EARLY)]
    if war_stocks()["balance"][code] < 0:  # a host loses those who go back
        assert totals == sorted(totals)
    more = [
        outlook(code, returns=Returns(2028, share, share, 0.0, 2.0)).people[-1].sum()
        for share in (0.0, 0.3, 0.6, 1.0)
    ]
    assert more == sorted(more)


def test_men_alone_change_men_of_18_to_59():
    none = outlook(KOROSTEN, years=4, returns=Returns(2025, 0.0, 0.0, 0.0, 1.0))
    men = outlook(KOROSTEN, years=4, returns=Returns(2025, 0.0, 0.5, 0.0, 1.0))
    difference = men.people[1] - none.people[1]
    assert difference[0].sum() == pytest.approx(0, abs=1e-6)
    assert difference[1, 18:60].sum() > 0
    assert difference[1, :18].sum() == pytest.approx(0, abs=1e-6)
    assert difference[1, 60:].sum() == pytest.approx(0, abs=1e-6)
    assert (difference[1, 18:60] > 0).all()  # each age at the end of the year


def test_people_births_deaths_and_moves_balance():
    found = outlook(KOROSTEN)
    totals = found.people.sum(axis=(1, 2))
    steps = found.births - found.deaths + found.migrants
    np.testing.assert_allclose(np.diff(totals), steps, rtol=1e-9)


def test_the_band_has_width_from_the_start_and_grows_with_the_horizon():
    rows = outlook(SOFIIVKA, years=30).of()
    relative = (rows["upper"] - rows["lower"]) / rows["value"]
    assert relative.iloc[0] > 0.02
    assert (np.diff(relative.iloc[5:]) > -0.005).all()
    assert relative.iloc[30] > relative.iloc[15] > relative.iloc[5]
    assert rows["cases"].min() > 0
    assert rows["coverage"].between(0.6, 1.0).all()


def test_own_residuals_move_nobody_from_nowhere():
    """Weighted by people they add up to nothing; and no community has more than ±1.5 % a year."""
    people = country_table("hromada_population").query("year == 2022").set_index("katottg")["value"]
    rates = own_residuals()
    total = sum(rate * float(people[code]) for code, rate in rates.items())
    assert total == pytest.approx(0, abs=1e-3)
    assert max(map(abs, rates.values())) < 0.7 * 0.015 + 0.005


def test_two_communities_of_one_oblast_with_different_pasts_have_different_outlooks():
    rates = {code: rate for code, rate in own_residuals().items() if code.startswith("UA05")}
    low, high = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    change = [
        outlook(code, returns=LATE).people[-1].sum() / outlook(code, returns=LATE).people[0].sum()
        for code in (low, high)
    ]
    assert change[1] > change[0] + 0.02


def test_what_cannot_be_forecast_is_refused():
    stocks = war_stocks()
    occupied = stocks.index[stocks["status"].isin(OCCUPIED)][0]
    with pytest.raises(InvalidInputError, match="occupation"):
        outlook(occupied)
    with pytest.raises(InvalidInputError, match="no community"):
        outlook("UA00")
    with pytest.raises(InvalidInputError, match="years"):
        outlook(KOROSTEN, years=0)
