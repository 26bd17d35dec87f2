"""Random paths: their distribution, their seeds, and the United Nations' bounds of Ukraine."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from stratanalysis.demography import (
    Band,
    Scaled,
    distribute_open_age,
    ensemble,
    fit_age_structure,
    national_rates,
    rogers_castro,
    single_ages,
    survival_at_life_expectancy,
)
from stratanalysis.errors import InvalidInputError
from stratanalysis.projection.nowcast import nowcast

from .options import project_cohorts

STEPS = 30


def bands():
    grow = np.arange(1, STEPS + 1) / STEPS
    return {
        "tfr": Band(1.2 - 0 * grow, 1.2 - 0.3 * grow, 1.2 + 0.5 * grow, minimum=0.0),
        "life_expectancy": Band(
            *(
                np.stack([m + s * grow, m - 8 + s * grow], axis=-1)
                for m, s in ((78, 0), (78, -3), (78, 3))
            )
        ),
        "net_migration": Band(-100 * grow, -300 * grow, 50 * grow),
    }


def test_the_bounds_have_their_probability_in_every_year():
    given = bands()
    paths = ensemble(**given, draws=20_000, seed=1)
    for name in ("tfr", "net_migration"):
        low, middle, high = np.quantile(getattr(paths, name), [0.1, 0.5, 0.9], axis=0)
        spread = np.asarray(given[name].upper) - np.asarray(given[name].lower)
        for got, wanted in ((low, "lower"), (middle, "median"), (high, "upper")):
            assert np.abs(got - getattr(given[name], wanted)).max() < 0.03 * spread.max()
    assert paths.life_expectancy.shape == (20_000, STEPS, 2)


def test_autocorrelation_and_correlation_are_those_asked_for():
    flat = {name: Band(np.zeros(STEPS), -np.ones(STEPS), np.ones(STEPS)) for name in bands()}
    cross = np.array([[1, 0, 0.6], [0, 1, 0], [0.6, 0, 1]])
    phi = {"tfr": 0.9, "life_expectancy": 0.5, "net_migration": 0.9}
    paths = ensemble(**flat, draws=20_000, seed=2, correlation=cross, autocorrelation=phi)
    for name, wanted in phi.items():
        values = getattr(paths, name)
        got = np.corrcoef(values[:, 10], values[:, 11])[0, 1]
        assert got == pytest.approx(wanted, abs=0.02)
    assert np.corrcoef(paths.tfr[:, 9], paths.net_migration[:, 9])[0, 1] == pytest.approx(
        0.6, abs=0.02
    )
    assert np.corrcoef(paths.tfr[:, 9], paths.life_expectancy[:, 9])[0, 1] == pytest.approx(
        0, abs=0.02
    )


def test_seeds_are_honoured():
    zero, again, one = (ensemble(**bands(), draws=50, seed=seed) for seed in (0, 0, 1))
    assert_array_equal(zero.tfr, again.tfr)
    assert np.all(zero.tfr != one.tfr)
    assert zero.seed == 0
    passed = ensemble(**bands(), draws=50, rng=np.random.default_rng(0))
    assert_array_equal(passed.net_migration, zero.net_migration)


def test_fertility_is_never_negative():
    given = bands() | {
        "tfr": Band(0.2 * np.ones(STEPS), np.zeros(STEPS) - 1, np.ones(STEPS), minimum=0)
    }
    assert ensemble(**given, draws=500, seed=3).tfr.min() == 0.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": None}, "either seed or rng"),
        ({"draws": 0}, "draws 0"),
        ({"correlation": np.full((3, 3), 2.0)}, "correlation matrix"),
        ({"autocorrelation": {"tfr": 0.5}}, "autocorrelation"),
        ({"tfr": Band(np.ones(3), np.ones(3), np.ones(3))}, "steps"),
    ],
)
def test_impossible_ensembles_are_refused(change, message):
    with pytest.raises(InvalidInputError, match=message):
        ensemble(**({**bands(), "draws": 5, "seed": 0} | change))


def test_bounds_must_enclose_the_median():
    with pytest.raises(InvalidInputError, match="enclose"):
        Band([1.0], [1.1], [1.2])
    with pytest.raises(InvalidInputError, match="enclose"):
        Band([1.0], [np.nan], [1.2])


@pytest.fixture(scope="module")
def ukraine(reference):
    """Ukraine on 1 January 2024: ages of the people present, totals of the UN 2024 by sex."""
    drivers = reference("ukraine_demographic_drivers")
    tables = [reference(f"ukraine_{name}") for name in ("mortality", "fertility_pattern")]
    rates = national_rates(*tables, drivers, years=range(2024, 2055))
    wide = drivers.pivot_table(index="year", columns="variable", values="value")
    ages = single_ages()
    present = nowcast(2024).people[-1].sum(axis=0)
    people = distribute_open_age(present, person_years=rates.standard.Lx, age_widths=ages)
    end = wide.loc[2024]
    change = end["births"] - end["deaths"] + end["net_migration"]
    total = end["population_year_end"] - change
    women = end["population_female_year_end"] / end["population_year_end"]
    sexes = pd.DataFrame(
        [("female", 0, np.nan, total * women), ("male", 0, np.nan, total * (1 - women))],
        columns=["sex", "first_age", "last_age", "value"],
    )
    return fit_age_structure(people, totals=sexes, age_widths=ages), rates, drivers


def test_ukraine_has_the_width_of_the_united_nations(ukraine):
    """Half-width of the 80 % interval: 2.6 % after 10 and 7.9 % after 30 years, a quarter off."""
    people, rates, drivers = ukraine
    published = drivers[drivers["variable"] == "population_year_end"].set_index("year")
    half = (published["upper_80"] - published["lower_80"]) / 2 / published["value"]
    assert (round(100 * half[2034], 1), round(100 * half[2054], 1)) == (2.6, 7.9)
    schedule = np.broadcast_to(rogers_castro(single_ages()) / 2, (1, 2, 101))
    born = drivers[drivers["variable"] == "births"].set_index("year")["value"]
    widths = []
    for seed in (0, 1):
        paths = ensemble(
            tfr=rates.tfr,
            life_expectancy=rates.life_expectancy,
            net_migration=rates.net_migration,
            draws=1000,
            seed=seed,
        )
        projection = project_cohorts(
            people,
            survival=survival_at_life_expectancy(rates.standard, paths.life_expectancy),
            fertility=Scaled(paths.tfr, rates.fertility_pattern),
            net_migration=Scaled(paths.net_migration, schedule),
            sex_ratio_at_birth=rates.sex_ratio_at_birth,
            record="total",
        )
        low, middle, high = np.quantile(projection.total, [0.1, 0.5, 0.9], axis=0)
        widths.append((high - low) / 2 / middle)
        for year in (2034, 2054):
            ours = widths[-1][year - 2023]
            assert ours == pytest.approx(half[year], rel=0.25)
            # The median is not a target; it lies near the UN's all the same.
            assert middle[year - 2023] == pytest.approx(published.loc[year, "value"], rel=0.02)
        births = np.median(projection.births, axis=0)
        np.testing.assert_allclose(births[:2], born.loc[2024:2025], rtol=0.06)
    assert np.all(widths[0][1:] != widths[1][1:])


def test_national_rates_hold_the_tables(ukraine, reference):
    _, rates, drivers = ukraine
    tfr = drivers[drivers["variable"] == "total_fertility_rate"].set_index("year")["value"]
    assert rates.years == tuple(range(2024, 2055))
    assert_allclose(rates.tfr.median, tfr.loc[2024:2054])
    assert_allclose(rates.fertility_pattern.sum(axis=1), 1.0)
    births = reference("ukraine_fertility_pattern").query("period == '2025-2030'")
    assert_allclose(rates.fertility_pattern[1, 20:25].sum(), births["value"].iloc[1] / 100)
    with pytest.raises(InvalidInputError, match="no period of the table holds 2101"):
        national_rates(
            reference("ukraine_mortality"), reference("ukraine_fertility_pattern"), drivers,
            years=[2101],
        )  # fmt: skip


NATIONAL = ("ukraine_mortality", "ukraine_fertility_pattern", "ukraine_demographic_drivers")


def test_national_rates_refuse_a_row_that_stands_twice(reference):
    mortality, fertility, drivers = map(reference, NATIONAL)
    again = drivers.query("year == 2030 and variable == 'net_migration'")
    with pytest.raises(InvalidInputError, match="net_migration: a year occurs twice"):
        national_rates(mortality, fertility, pd.concat([drivers, again]), years=[2030])
    with pytest.raises(InvalidInputError, match="an age occurs twice"):
        national_rates(mortality, pd.concat([fertility, fertility]), drivers, years=[2030])


def test_national_rates_of_one_year_are_those_of_a_row_of_years(reference):
    tables = list(map(reference, NATIONAL))
    together = national_rates(*tables, years=range(2024, 2032))
    for number, year in enumerate(together.years):
        alone = national_rates(*(table[::-1] for table in tables), years=[year])
        assert_array_equal(alone.fertility_pattern[0], together.fertility_pattern[number])
        assert alone.tfr.upper[0] == together.tfr.upper[number]
        assert_array_equal(alone.life_expectancy.lower[0], together.life_expectancy.lower[number])
