"""Executed periods after the base year, and the bands that past errors give."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import numpy as np
import pytest

from stratanalysis.finance.forecast_errors import forecast_error, revenue_band, total_error
from stratanalysis.projection import measured_bands, project
from stratanalysis.projection.later import later_periods, spliced
from stratanalysis.scenarios import read_scenarios

YEARS = np.array([2021, 2022, 2023, 2024])


def test_an_executed_year_stands_and_later_years_move_from_it():
    """The model says 100, 110, 121, 133.1; 2022 came to 88, so 88 · 1.1 and 88 · 1.21 follow."""
    line = 100 * 1.1 ** np.arange(4)
    found = spliced(line, {2022: 88.0}, YEARS, np.ones(4))
    np.testing.assert_allclose(found, [100, 88, 96.8, 106.48])
    # an uneven line moves from the mean of 100/100 and 88/110: 0.9 of the model
    found = spliced(line, {2022: 88.0}, YEARS, np.ones(4), even=False)
    np.testing.assert_allclose(found, [100, 88, 0.9 * 121, 0.9 * 133.1])
    # where the model has nothing, prices move what came
    found = spliced(np.zeros(4), {2022: 50.0}, YEARS, np.array([1, 1.2, 1.8, 2.4]))
    np.testing.assert_allclose(found, [0, 50, 75, 100])
    assert spliced(line, None, YEARS, np.ones(4)) is line


def test_what_is_executed_and_what_its_months_let_expect(kostiantynivka):
    later = later_periods(kostiantynivka, 2021)
    assert later.last("revenue") == 2022
    assert later.months("revenue") == (2023, 7)
    # revenue.csv, 2022
    assert later.amounts["revenue|pit"][2022] == 151505545.68
    # local until September: seven of nine months came to 448,622,522.51
    assert later.amounts["revenue|military_pit"][2023] == pytest.approx(448622522.51 * 9 / 7)
    assert later.amounts["revenue|pit"][2023] > 68216533.48
    # in February 2023 the year 2022 is known and nothing of 2023
    known = later_periods(kostiantynivka, 2021, as_of="2023-02-01")
    assert known.last("revenue") == 2022
    assert known.months("revenue") is None
    assert later_periods(kostiantynivka, 2021, as_of="2022-02-01").last("revenue") is None


def test_every_scenario_has_the_executed_years(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2027))
    pit = run.wide("revenue|pit", price_basis="nominal")
    assert set(pit.loc[2022]) == {151505545.68}
    alone = project(kostiantynivka, scenarios, range(2021, 2027), as_of=None)
    assert alone.wide("revenue|pit", price_basis="nominal").loc[2022, "baseline"] > 200e6


def test_prices_alone_change_nothing_in_real_terms(kostiantynivka):
    """One point more of inflation a year: the nation's PIT follows, so the grant does."""
    text = kostiantynivka.scenarios_text
    scenarios = read_scenarios(text)
    entry = next(
        one for one in scenarios["baseline"].assumptions if one.driver == "consumer_prices"
    )
    from stratanalysis.scenarios.paths import Constant, Sum

    dearer = dataclasses.replace(entry, path=Sum((entry.path, Constant(0.01))))
    baseline = dataclasses.replace(
        scenarios["baseline"],
        assumptions=tuple(
            dearer if one is entry else one for one in scenarios["baseline"].assumptions
        ),
    )
    more = dataclasses.replace(
        scenarios, by_name=MappingProxyType({**scenarios.by_name, "baseline": baseline})
    )
    runs = [
        project(kostiantynivka, one, range(2021, 2037), names=["baseline"], as_of=None)
        for one in (scenarios, more)
    ]
    real = [run.wide("revenue", price_basis="real")["baseline"].loc[2036] for run in runs]
    # what is left is the lag of the grant by one year of prices
    assert real[1] == pytest.approx(real[0], rel=0.005)


def test_bands_count_from_the_last_executed_year(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2027), names=["baseline"])
    found = measured_bands(run).set_index("year")
    assert run.error_class.status == "front"
    for year in (2021, 2022):
        assert found.loc[year, "lower"] == found.loc[year, "upper"]
    width = forecast_error("own_revenue", 2, population=73979, status="front").half_width
    ratio = found.loc[2024, "upper"] / found.loc[2024, "central"]
    assert ratio == pytest.approx(np.exp(width))
    assert found.loc[2024, "coverage"] > 0.6
    low, high = revenue_band(100.0, "own_revenue", 1, population=80_000)
    assert low * high == pytest.approx(100.0**2)
    # beyond three measured years the width grows with the square root
    three, twelve = (forecast_error("pit", h, population=1e5).half_width for h in (3, 12))
    assert twelve == pytest.approx(2 * three)
    assert not forecast_error("pit", 12, population=1e5).measured


def test_totals_have_bands_of_cities(kostiantynivka):
    """Korosten would have those of a city; a community at the front is wider as its revenue is."""
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2027), names=["baseline"])
    last = run.error_class.later.last("expenditure") or 2021
    year = last + 2
    city, own = (
        forecast_error("own_revenue", 2, population=size, status=status).half_width
        for size, status in ((100_000, "rear"), (73_979, "front"))
    )
    width = total_error("expenditure", 2, population=73_979, status="front").half_width
    assert width == pytest.approx(0.2115 * own / city)
    band = measured_bands(run, variable="expenditure").set_index("year").loc[year]
    assert band["upper"] / band["central"] == pytest.approx(np.exp(width))
    assert 0.75 <= band["coverage"] <= 0.85
    balance = measured_bands(run, variable="balance").set_index("year").loc[year]
    away = total_error("balance", 2, population=73_979, status="front").half_width
    nominal = run.wide("expenditure", price_basis="nominal")["baseline"].loc[year]
    assert balance["upper"] - balance["central"] == pytest.approx(away * nominal)
    assert balance["central"] - balance["lower"] == pytest.approx(away * nominal)


def test_an_old_act_is_said(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    for day, said in (("2027-03-15", True), ("2026-06-01", False)):
        run = project(kostiantynivka, scenarios, range(2021, 2024), names=["baseline"], as_of=day)
        old = [r for r in run.assumed if r.message.startswith("The newest forecast of prices")]
        assert bool(old) is said
