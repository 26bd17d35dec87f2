"""Executed periods after the base year, and the bands that past errors give."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from stratanalysis.finance.forecast_errors import (
    forecast_error,
    total_error,
    year_end_error,
)
from stratanalysis.projection import later as later_module
from stratanalysis.projection import measured_bands, project
from stratanalysis.projection.base import BudgetBase, budget_base
from stratanalysis.projection.budget_model import simulate_budget
from stratanalysis.projection.later import NOTHING_LATER, Later, later_periods, spliced
from stratanalysis.scenarios import DRIVERS, read_scenarios
from stratanalysis.scenarios.paths import Official

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


def test_the_running_year_by_hand(kostiantynivka, monkeypatch):
    """Six months: 60 of PIT at a half is 120; 30 of fees and half of the usual 100 are 80."""
    rows = [
        (2021, "year", "pit", 90.0), (2021, "year", "non_tax", 90.0), (2021, "year", "excise", 5.0),
        (2022, "year", "pit", 100.0), (2022, "year", "non_tax", 100.0),
        (2023, "01-06", "pit", 60.0), (2023, "01-06", "non_tax", 30.0),
        (2023, "01-06", "excise", 4.0), (2023, "01-06", "military_pit", 60.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["year", "period", "group", "value"]).assign(fund="total")
    tables = {**kostiantynivka.tables, "revenue": table}
    place = dataclasses.replace(kostiantynivka, tables=MappingProxyType(tables))
    shares = {"pit": (0.45, 0.55), "non_tax": (0.3, 0.7)}
    monkeypatch.setattr(later_module, "_own_shares", lambda katottg, months: shares)
    found = later_periods(place, 2021)
    came = {line: years[2023] for line, years in found.amounts.items() if 2023 in years}
    assert came == pytest.approx(
        {"revenue|pit": 120, "revenue|non_tax": 80, "revenue|excise": 8, "revenue|military_pit": 90}
    )
    assert found.months("revenue") == (2023, 6)
    # without shares the rest of an ordinary year is that of even months; excise has no 2022
    monkeypatch.setattr(later_module, "_own_shares", lambda katottg, months: {})
    assert later_periods(place, 2021).amounts["revenue|non_tax"][2023] == pytest.approx(80)


def _money_of(revenue, drivers, *, later=NOTHING_LATER, years=range(2022, 2030), military=0.0):
    """Lines of a budget with prices up by a tenth a year, people unchanged."""
    still = {name: np.full(len(years), entry.neutral or 0.0) for name, entry in DRIVERS.items()}
    shares = {
        "consumer_prices": np.full(len(years), 0.1),
        "pit_community_share": np.ones(len(years)),
    }
    base = BudgetBase(years[0], revenue, {}, {}, later=later, military_pit=military)
    people = {"population": np.full(len(years), 10.0), "employed": np.full(len(years), 5.0)}
    return simulate_budget(base, people, still | shares | drivers, np.array(years))


def test_the_additional_subsidy_is_a_nominal_sum_and_not_a_line_of_pupils():
    """33.4 million of 2024, held; by the nation's totals 33.4, 37.5, 30.4 and then 30.4."""
    years = range(2024, 2029)
    revenue = {"additional_subsidy": 33.4, "other_transfers": 1.0}
    held = _money_of(revenue, {}, years=years)["revenue|additional_subsidy"]
    assert held.tolist() == [33.4] * 5
    path = {"additional_subsidy_growth": Official("additional_subsidy").values(years)}
    moved = _money_of(revenue, path, years=years)["revenue|additional_subsidy"]
    np.testing.assert_allclose(moved, [33.4, 37.5, 30.4, 30.4, 30.4])
    ended = {"additional_subsidy_growth": np.array([0.0, 0.0, -1.0, 0.0, 0.0])}
    assert _money_of(revenue, ended, years=years)["revenue|additional_subsidy"][2:].sum() == 0


def test_the_military_tax_comes_back_only_where_a_scenario_says_so():
    """120 in twelve months: 90 in 2023, then nothing; half of it returned from 2027 is 60."""
    years = range(2022, 2030)
    off = _money_of({"military_pit": 120.0}, {}, military=120.0)["revenue|military_pit"]
    assert off.tolist() == [120, 90, 0, 0, 0, 0, 0, 0]
    plan = {"military_pit_returned": 0.5 * Official("planned_military_pit").values(years)}
    on = _money_of({"military_pit": 120.0}, plan, military=120.0)["revenue|military_pit"]
    assert on.tolist() == [120, 90, 0, 0, 0, 60, 60, 60]
    known = Later({"revenue|military_pit": {2023: 81.0, 2024: 0.0}})
    came = _money_of({"military_pit": 120.0}, plan, later=known, military=108.0)
    assert came["revenue|military_pit"].tolist() == [120, 81, 0, 0, 0, 54, 54, 54]


def test_twelve_months_of_the_military_tax_by_the_last_year_that_had_it(kostiantynivka):
    """Seven months of 2023 came to 448,622,522.51."""
    base = budget_base(kostiantynivka, 2021, as_of="")
    assert base.military_pit == pytest.approx(448622522.51 * 12 / 7)


def test_a_line_that_only_later_years_have_is_projected(kostiantynivka):
    revenue = kostiantynivka["revenue"]
    row = revenue[(revenue["year"] == 2022) & (revenue["group"] == "pit")]
    new = row.assign(group="additional_subsidy", value=5e6)
    tables = {**kostiantynivka.tables, "revenue": pd.concat([revenue, new], ignore_index=True)}
    place = dataclasses.replace(kostiantynivka, tables=MappingProxyType(tables))
    base = budget_base(place, 2021, as_of="")
    assert base.revenue["additional_subsidy"] == 0
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(place, scenarios, range(2021, 2024), names=["baseline"])
    assert run.wide("revenue|additional_subsidy").loc[2021, "baseline"] == 0
    line = run.wide("revenue|additional_subsidy", price_basis="nominal")["baseline"]
    assert line.loc[2022] == 5e6


def test_every_scenario_has_the_executed_years(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2027))
    pit = run.wide("revenue|pit", price_basis="nominal")
    assert set(pit.loc[2022]) == {151505545.68}
    alone = project(kostiantynivka, scenarios, range(2021, 2027), as_of=None)
    modelled = alone.wide("revenue|pit", price_basis="nominal").loc[2022]
    assert not (modelled == 151505545.68).any()


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
    # beyond three measured years the width grows with the square root
    three, twelve = (forecast_error("pit", h, population=1e5).half_width for h in (3, 12))
    assert twelve == pytest.approx(2 * three)
    assert not forecast_error("pit", 12, population=1e5).measured


def test_the_running_year_has_the_error_of_its_months(kostiantynivka):
    """Seven months of 2023 are known: the width of seven months of its class, not of a year."""
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2025), names=["baseline"])
    row = measured_bands(run).set_index("year").loc[2023]
    found = year_end_error("own_revenue", 7, population=73_979, status="front")
    assert row["upper"] / row["central"] == pytest.approx(np.exp(found.half_width))
    assert row["lower"] / row["central"] == pytest.approx(np.exp(-found.half_width))
    assert row["coverage"] == found.coverage
    year = forecast_error("own_revenue", 1, population=73_979, status="front")
    assert found.half_width < year.half_width


def test_totals_have_bands_of_cities(kostiantynivka):
    """Korosten would have those of a city; a community at the front is wider as its revenue is."""
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    run = project(kostiantynivka, scenarios, range(2021, 2027), names=["baseline"])
    last = run.error_class.later.last("expenditure") or 2021
    year = last + 2
    city, own = (
        forecast_error("revenue", 2, population=size, status=status).half_width
        for size, status in ((100_000, "rear"), (73_979, "front"))
    )
    width = total_error("expenditure", 2, population=73_979, status="front").half_width
    assert width == pytest.approx(0.2123 * own / city)
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
