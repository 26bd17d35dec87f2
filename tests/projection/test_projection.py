"""Projection: hand examples, identities, and the order of the three scenarios."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.community import Community
from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.projection import project
from stratanalysis.projection.base import (
    BudgetBase,
    budget_base,
    default_base_year,
    population_series,
)
from stratanalysis.projection.budget_model import level, simulate_budget
from stratanalysis.projection.people import simulate_people
from stratanalysis.scenarios import DRIVERS, read_scenarios

YEARS = range(2021, 2037)


@pytest.fixture(scope="module")
def run(kostiantynivka):
    return project(kostiantynivka, read_scenarios(kostiantynivka.scenarios_text), YEARS)


def drivers(years=3, **given):
    values = {n: np.full(years, d.neutral or 0.0) for n, d in DRIVERS.items()}
    return values | {name: np.asarray(value, dtype=float) for name, value in given.items()}


def simulate_population(start, values):
    years = np.arange(2022, 2022 + len(values["consumer_prices"]))
    return simulate_people(start, values, years)


def test_levels_by_hand():
    np.testing.assert_allclose(level([0.1, 0.2, 0.05]), [1, 1.2, 1.26], rtol=1e-12)


def test_population_by_hand():
    """1,000 people; −1 % and −2 % in the first year: 970; then a tenth is away: 0.9 · 940.9."""
    people = simulate_population(
        1000.0,
        drivers(
            natural_change_rate=[-0.01] * 3,
            net_migration_rate=[-0.02] * 3,
            displacement=[0, 0, 0.1],
            working_age_share=[0.6] * 3,
        ),
    )
    np.testing.assert_allclose(people["population"], [1000, 970, 846.81], rtol=1e-12)
    np.testing.assert_allclose(people["natural_change"][:2], [-10, -9.7], rtol=1e-12)
    np.testing.assert_allclose(people["net_migration"][:2], [-20, -19.4], rtol=1e-12)
    np.testing.assert_allclose(people["displacement_change"][:2], [0, -94.09], atol=1e-9)
    np.testing.assert_allclose(people["working_age"], [600, 582, 508.086], rtol=1e-12)


def test_budget_by_hand():
    """Prices +10 % a year, no growth of wages beyond them, a tenth fewer people each year.

    PIT 100: employed 0.9 and 0.81, wages 1.1 and 1.21, share 0.64/0.60 from the second year:
    100 · 0.9 · 1.1 · 0.64/0.6 = 105.6; 100 · 0.81 · 1.21 · 0.64/0.6 = 104.544.
    Education 200, all consumer prices, need elasticity 0.5: 200 · √0.9 · 1.1 = 208.7103…
    """
    base = BudgetBase(
        2021,
        {"pit": 100.0, "base_subsidy": 0.0, "military_pit": 12.0},
        {"1000": 200.0},
        {"wages": 0.0, "energy": 0.0, "consumer": 1.0},
        1.0,
    )
    values = drivers(
        net_migration_rate=[-0.1] * 3,
        working_age_share=[0.6] * 3,
        employment_rate=[0.5] * 3,
        consumer_prices=[0.1] * 3,
        pit_community_share=[0.60, 0.64, 0.64],
        need_elasticity=[0.5] * 3,
        national_tax_beyond_wages=[0.0] * 3,
    )
    people = simulate_population(1000.0, values)
    found = simulate_budget(base, people, values, np.array([2022, 2023, 2024]))
    np.testing.assert_allclose(found["revenue|pit"], [100, 105.6, 104.544], rtol=1e-12)
    np.testing.assert_allclose(
        found["expenditure|1000"], [200, 200 * 0.9**0.5 * 1.1, 200 * 0.9 * 1.21], rtol=1e-12
    )
    # local until 30 September 2023: twelve, nine and no months of one million
    np.testing.assert_allclose(found["revenue|military_pit"], [12, 9, 0])


def test_those_who_fled_in_2022_do_not_lower_its_budget_twice():
    """1000 people, 400 flee within 2022: its budget is that of the 600 who are there a year later.

    Nothing else moves, so every line is the executed one in 2023 too. The same in another year
    is 0.6 of PIT, and wages +10 % with prices +5 % move PIT by the one, property tax by the other.
    """
    base = BudgetBase(
        2022,
        {"pit": 100.0, "property_tax": 50.0, "non_tax": 20.0},
        {"1000": 200.0},
        {"wages": 0.0, "energy": 0.0, "consumer": 1.0},
        None,
    )
    still = {"pit_community_share": [0.64] * 3, "need_elasticity": [1.0] * 3}
    people = {
        "population": np.array([1000.0, 600.0, 540.0]),
        "employed": np.array([300.0, 180.0, 162.0]),
        "displacement_change": np.array([-400.0, 0.0, np.nan]),
    }
    values = drivers(**still)
    found = simulate_budget(base, people, values, np.array([2022, 2023, 2024]))
    np.testing.assert_allclose(found["revenue|pit"], [100, 100, 90])
    np.testing.assert_allclose(found["revenue|non_tax"], [20, 20, 18])
    np.testing.assert_allclose(found["expenditure|1000"], [200, 200, 180])
    later = simulate_budget(base, people, values, np.array([2023, 2024, 2025]))
    np.testing.assert_allclose(later["revenue|pit"], [100, 60, 54])
    rising = drivers(**still, consumer_prices=[0.05] * 3, real_wage_growth=[1.1 / 1.05 - 1] * 3)
    moved = simulate_budget(base, people, rising, np.array([2022, 2023, 2024]))
    np.testing.assert_allclose(moved["revenue|pit"], [100, 110, 90 * 1.21])
    np.testing.assert_allclose(moved["revenue|property_tax"], [50, 52.5, 50 * 1.05**2])


def test_base_subsidy_follows_the_rule_by_hand():
    """Index 0.5, PIT 500 from 1 person a head; the nation's PIT doubles in the second year.

    Rule: 0.8 · (0.9 − index) · population · national. Base: 0.8 · 0.4 · 1000 = 320, paid 640, so
    the scale is 2. The index lags a year: third year 0.25 of a national 2000:
    2 · 0.8 · 0.65 · 2000 = 2080.
    """
    base = BudgetBase(
        2021,
        {"pit": 500.0, "base_subsidy": 640.0},
        {},
        {"wages": 0, "energy": 0, "consumer": 1},
        0.5,
    )
    values = drivers(
        working_age_share=[1.0] * 3,
        employment_rate=[1.0] * 3,
        pit_community_share=[0.6] * 3,
        national_tax_beyond_wages=[0.0, 1.0, 0.0],
    )
    people = simulate_population(1.0, values)
    found = simulate_budget(base, people, values, np.array([2021, 2022, 2023]))
    np.testing.assert_allclose(found["revenue|base_subsidy"], [640, 640, 2080], rtol=1e-12)


def test_people_balance_exactly(run):
    for name in run.names:
        wide = {
            v: run.wide(v)[name].to_numpy()
            for v in ("population", "natural_change", "net_migration", "displacement_change")
        }
        steps = sum(wide[v][:-1] for v in wide if v != "population")
        np.testing.assert_allclose(np.diff(wide["population"]), steps, rtol=0, atol=1e-6)


@pytest.mark.parametrize("basis", ["nominal", "real"])
def test_parts_sum_to_totals_and_the_balance_closes(run, basis):
    table = run.table[run.table["price_basis"] == basis]
    wide = table.pivot_table(index=["scenario", "year"], columns="variable", values="value")
    revenue = wide[[c for c in wide if c.startswith("revenue|")]].sum(axis=1)
    spent = wide[[c for c in wide if c.startswith("expenditure|")]].sum(axis=1)
    np.testing.assert_allclose(revenue, wide["revenue"], rtol=1e-12)
    own = wide["own_revenue"] + wide["revenue|military_pit"]  # apart: it ended in 2023
    np.testing.assert_allclose(own + wide["transfers"], revenue, rtol=1e-12)
    np.testing.assert_allclose(spent, wide["expenditure"], rtol=1e-12)
    np.testing.assert_allclose(wide["balance"], revenue - spent, rtol=0, atol=1e-4)


def test_prices_convert_back(run):
    prices = run.wide("price_level")
    for variable in ("revenue", "expenditure", "balance", "revenue|pit"):
        real = run.wide(variable, price_basis="real")
        nominal = run.wide(variable, price_basis="nominal")
        np.testing.assert_allclose(real * prices, nominal, rtol=1e-12)


def test_the_base_year_is_the_executed_one_in_every_scenario(run, kostiantynivka):
    assert set(run.wide("population").loc[2021]) == {73979.0}
    base = budget_base(kostiantynivka, 2021)
    for name, amount in base.revenue.items():
        np.testing.assert_allclose(
            run.wide(f"revenue|{name}", price_basis="nominal").loc[2021], amount, rtol=1e-12
        )
    assert run.wide("revenue", price_basis="real").loc[2021].to_numpy() == pytest.approx(
        [603316631.88] * len(run.names), abs=0.01
    )


@pytest.mark.parametrize("slug", ["kostiantynivka", "korosten", "kramatorsk", "sofiivka"])
def test_scenarios_are_ordered(slug, root):
    community = Community.read(root / "data" / "communities" / slug)
    run = project(community, read_scenarios(community.scenarios_text), YEARS)
    for variable, basis in (
        ("population", ""), ("employed_index", ""), ("own_revenue", "real"), ("revenue|pit", "real")
    ):  # fmt: skip
        wide = run.wide(variable, price_basis=basis).iloc[1:]
        assert (wide["baseline"] <= wide["rational"]).all(), variable
        assert (wide["rational"] <= wide["optimistic"]).all(), variable


def test_one_scenario_alone_gives_the_same_numbers(run, kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    alone = project(kostiantynivka, scenarios, YEARS, names=["rational"])
    both = run.table[run.table["scenario"] == "rational"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.table, both, check_exact=True)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_cores_and_other_scenarios_leave_every_bit(kostiantynivka, monkeypatch, threads):
    """300 draws of two scenarios are three blocks of lanes; of one alone two."""
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    years = range(2021, 2030)
    both = project(
        kostiantynivka, scenarios, years, names=["baseline", "rational"], draws=300, seed=5
    )
    monkeypatch.setattr("os.cpu_count", lambda: threads)
    alone = project(kostiantynivka, scenarios, years, names=["rational"], draws=300, seed=5)
    for name, values in alone.samples.items():
        np.testing.assert_array_equal(values[0], both.samples[name][1], err_msg=name)


def test_military_pit_ends_and_is_in_no_growth_rate(run):
    military = run.wide("revenue|military_pit", price_basis="nominal")["baseline"]
    # January to July 2023 came to 448,622,522.51 UAH; local until September
    assert military.loc[2023] == pytest.approx(448622522.51 * 9 / 7, rel=1e-9)
    assert (military.loc[2024:] == 0).all()


def test_a_year_without_expenditure_is_a_gap_not_a_guess(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    assert default_base_year(kostiantynivka) == 2021
    run = project(kostiantynivka, scenarios, range(2022, 2030))
    assert set(run.table["variable"]) & {"expenditure", "balance"} == set()
    assert "revenue" in set(run.table["variable"])
    assert any("expenditure" in remark.message for remark in run.gaps)


def test_a_part_year_is_never_a_base(kostiantynivka):
    assert budget_base(kostiantynivka, 2023).revenue == {}


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (range(2019, 2030), "a base year among: 2020, 2021, 2022"),
        ([2021, 2023], "consecutive"),
        ([2021], "two or more"),
        (range(2021, 2130), "at most 100 years"),
    ],
)
def test_impossible_years_are_refused(kostiantynivka, years, words):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    with pytest.raises(InvalidInputError, match=words):
        project(kostiantynivka, scenarios, years)


def test_an_unknown_scenario_is_refused(kostiantynivka):
    scenarios = read_scenarios(kostiantynivka.scenarios_text)
    with pytest.raises(UnknownNameError, match="did you mean 'baseline'"):
        project(kostiantynivka, scenarios, YEARS, names=["basline"])


def test_without_scenarios_there_is_nothing_to_run(kostiantynivka):
    with pytest.raises(InvalidInputError, match="no scenario to run"):
        project(kostiantynivka, read_scenarios(""), YEARS)


def test_an_unknown_revenue_group_is_named(kostiantynivka):
    frame = kostiantynivka["revenue"].copy()
    frame.loc[0, "group"] = "pitt"
    spoiled = dataclasses.replace(
        kostiantynivka, tables={**kostiantynivka.tables, "revenue": frame}
    )
    with pytest.raises(InvalidInputError, match="unknown revenue groups: pitt"):
        project(spoiled, read_scenarios(kostiantynivka.scenarios_text), YEARS)


def test_present_and_resident_are_not_mixed(kostiantynivka):
    frame = kostiantynivka["population"]
    frame = pd.concat([frame, frame.assign(kind="resident", value=1.0)], ignore_index=True)
    mixed = dataclasses.replace(
        kostiantynivka, tables={**kostiantynivka.tables, "population": frame}
    )
    series = population_series(mixed)
    assert series.name == "present"
    assert list(series) == [75098, 73979, 72422]


rate = st.floats(-0.2, 0.2)


@settings(max_examples=50, deadline=None)
@given(rate, rate, st.floats(0.5, 2.0))
def test_scaling_the_people_scales_everything(natural, migration, factor):
    values = drivers(
        5,
        natural_change_rate=[natural] * 5,
        net_migration_rate=[migration] * 5,
        working_age_share=[0.6] * 5,
    )
    one = simulate_population(1000.0, values)
    other = simulate_population(1000.0 * factor, values)
    for name, array in one.items():
        np.testing.assert_allclose(other[name], array * factor, rtol=1e-12, atol=1e-9)
    assert (one["population"] >= 0).all()


def test_axes_in_front_give_what_each_alone_gives():
    rates = np.array([-0.02, 0.0, 0.01])
    together = simulate_population(
        np.array([100.0, 200.0, 300.0]),
        drivers(4, working_age_share=[0.6] * 4)
        | {"net_migration_rate": np.repeat(rates[:, None], 4, axis=1)},
    )
    for i, (start, value) in enumerate(zip([100.0, 200.0, 300.0], rates, strict=True)):
        alone = simulate_population(
            start, drivers(4, working_age_share=[0.6] * 4, net_migration_rate=[value] * 4)
        )
        np.testing.assert_array_equal(together["population"][i], alone["population"])


def test_a_driver_outside_its_bounds_stops_the_run(kostiantynivka):
    text = kostiantynivka.scenarios_text.replace("= -0.0049", "= -0.93")
    with pytest.raises(DataError, match="net_migration_rate reaches -0.93"):
        project(kostiantynivka, read_scenarios(text), YEARS)
