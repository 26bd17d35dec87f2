"""The area's own past: hand cases, identities, and panels that were not looked at."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from stratanalysis.demography import (
    Recipe,
    backtest,
    damped_years,
    error_band,
    error_table,
    five_year_ages,
    local_growth,
    own_past,
    single_ages,
)
from stratanalysis.demography.error_bands import ERROR_COLUMNS, SIZES, VOLATILITIES
from stratanalysis.errors import InvalidInputError, UnknownNameError

AGES = five_year_ages(80)


def history(*factors, size=1000.0):
    """Areas whose every cell is multiplied by a factor within five years, from a flat start."""
    start = np.full((2, 17), size)
    return np.stack([np.stack([start, start * factor]) for factor in factors])


def test_a_ratio_is_shrunk_by_the_size_of_its_cell():
    """τ = 100, cell of 100: half own (1.2), half the parent's (2,420 / 2,200 = 1.1): 1.15."""
    people = np.stack([history(1.2, size=100.0)[0], history(1.0952380952380953, size=2100.0)[0]])
    recipe = Recipe(near=(1, 0, 0), far=(1, 0, 0), parent_trend=0.0, child_trend=0.0)
    found = own_past(people, steps=1, age_widths=AGES, recipe=recipe)
    parents = people.sum(axis=0)
    assert_allclose(parents[1, 0, 5] / parents[0, 0, 4], 1.1)
    # Fitting to the parent moves both areas alike within a cell, so their relation is the ratios'.
    small, large = found.population[0, 1, 0, 5], found.population[1, 1, 0, 5]
    own_small = (120 + 100 * 1.1) / (100 + 100) * 120
    own_large = (2300 + 100 * 1.1) / (2100 + 100) * 2300
    assert small / large == pytest.approx(own_small / own_large, rel=2e-3)


def test_areas_add_up_to_their_parents_and_nobody_is_negative():
    rng = np.random.default_rng(5)
    people = rng.integers(0, 900, (40, 3, 2, 17)).astype(float)
    people[3] = 0.0
    groups = np.arange(40) % 4
    found = own_past(people, steps=4, age_widths=AGES, groups=groups)
    sums = np.zeros_like(found.parent)
    np.add.at(sums, groups, found.population)
    totals = found.parent.sum(axis=(-2, -1))
    assert_allclose(sums.sum(axis=(-2, -1)), totals, rtol=1e-9)
    assert_allclose(sums, found.parent, rtol=0.12)  # cells to the rounds of the fitting
    assert found.population.min() >= 0
    assert found.population[3].sum() == 0


def test_two_areas_of_one_oblast_with_different_pasts_part():
    found = own_past(history(1.1, 0.9, size=4000.0), steps=3, age_widths=AGES)
    grown, shrunk = found.population.sum(axis=(-2, -1))
    assert np.all(np.diff(grown) > np.diff(shrunk))
    assert_allclose(found.volatility, np.abs(np.log([1.1, 0.9])) / 5, rtol=1e-9)


def test_a_given_parent_is_followed():
    people = history(1.0, 1.0)
    parent = np.broadcast_to(people.sum(axis=0)[-1], (1, 3, 2, 17)).copy()
    parent[0, 1, :, 0] *= 0.5  # half the births
    parent[0, 2, :, 0] *= 0.5
    parent[0, 2, :, 1] *= 0.5
    found = own_past(people, steps=2, age_widths=AGES, parent_projection=parent)
    assert_allclose(found.population.sum(axis=0), parent[0], rtol=1e-9)
    assert_allclose(found.population[:, 1, :, 0], 500.0)


def test_single_years_of_age():
    people = np.broadcast_to(np.full((2, 101), 50.0), (3, 8, 2, 101))
    found = own_past(people, steps=7, age_widths=single_ages(100))
    assert found.population.shape == (3, 8, 2, 101)


def test_growth_beyond_five_years_is_damped():
    """5 + 5/2 + 5/4 = 8.75 years of fifteen; 5 + 1/2 of six."""
    assert_allclose(damped_years([5, 6, 15], 0.5), [5.0, 5.5, 8.75])


def test_local_growth_by_hand():
    """−1 % natural, −1.2 % own: −0.01 + 0.7·(−0.002); a jump of 30 % counts as 1.5 points."""
    assert_allclose(local_growth([-0.012, 0.30, np.nan], -0.01), [-0.0114, 0.0005, -0.01])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"history": np.full((2, 2, 2, 17), -1.0)}, "history"),
        ({"history": np.ones((2, 1, 2, 17))}, "history"),
        ({"steps": 0}, "steps"),
        ({"groups": [0.5, 1.0]}, "groups"),
        ({"age_widths": [1, *[5] * 15, np.inf]}, "age_widths"),
        ({"parent_projection": np.ones((1, 2, 2, 17))}, "parent_projection"),
    ],
)
def test_unusable_inputs_are_named(change, where):
    given = {"history": np.ones((2, 2, 2, 17)), "steps": 2, "age_widths": AGES} | change
    with pytest.raises(InvalidInputError, match=where):
        own_past(given.pop("history"), **given)


def cases(count=4000, seed=2):
    """Errors whose deviation is 1 % times the square root of the years, doubled where volatile."""
    rng = np.random.default_rng(seed)
    horizon = rng.choice([5, 10], count)
    volatile = rng.random(count) < 0.4
    sigma = 0.01 * np.sqrt(horizon) * np.where(volatile, 2.0, 1.0)
    return pd.DataFrame({
        "variable": "population", "region": rng.integers(0, 500, count), "horizon": horizon,
        "size": 10 ** rng.uniform(3, 6, count), "volatility": np.where(volatile, 0.03, 0.001),
        "error": rng.normal(0, sigma),
    })  # fmt: skip


def test_error_table_finds_the_known_spread():
    """80 % of a normal error lies within 1.2816 deviations: 0.01 · √5 · 1.2816, and the double."""
    table = error_table(cases())
    calm = error_band(table, horizon=5, size=3000, volatility=0.001)
    wild = error_band(table, horizon=5, size=3000, volatility=0.03)
    assert calm.half_width[0] == pytest.approx(0.0287, rel=0.12)
    assert wild.half_width[0] == pytest.approx(0.0573, rel=0.12)
    held = (table["coverage"] * table["cases"]).sum() / table["cases"].sum()
    assert held == pytest.approx(0.8, abs=0.02)
    assert table["cases"].sum() == 4000


def test_bands_between_before_and_beyond_the_table():
    rows = [
        ("population", h, v, s, 0.02 * h, 0.8, n)
        for h, n in ((1, 100), (5, 10))
        for v in VOLATILITIES[:-1]
        for s in SIZES[:-1]
    ]
    table = pd.DataFrame(rows, columns=list(ERROR_COLUMNS))
    band = error_band(table, horizon=[0, 3, 20], size=9000, volatility=np.nan)
    assert_allclose(band.half_width, [0.02, 0.06, 0.2])  # the start year has width
    assert band.cases.tolist() == [100, 100, 120]  # 12 classes of ten where a class has few
    with pytest.raises(UnknownNameError):
        error_band(table, horizon=1, size=1, volatility=0, variable="pupils")
    with pytest.raises(InvalidInputError):
        error_band(table, horizon=-1, size=1, volatility=0)


def test_panel_left_out(shared):
    """Brazilian municipalities with an odd checksum, never looked at while the recipe was chosen.

    Bars: the age error of the recipe on the half that was looked at plus a tenth, and 75 to 85 %
    of outcomes inside bands that were fitted on Sweden and the other half.
    """
    table = pd.read_csv(
        shared / "validation" / "brazil_municipality_age5_sex_2000_2020_part.csv.gz"
    )
    table = table.sort_values(["code_muni", "year", "sex"])
    names = table["code_muni"].unique()
    cube = table[[c for c in table if c.startswith("a")]].to_numpy(dtype=float)
    cube = cube.reshape(len(names), 5, 2, 17)
    states = np.unique(names // 100_000, return_inverse=True)[1]

    def ours(past, years, horizon):
        return own_past(past, steps=horizon // 5, age_widths=AGES, groups=states).population[:, -1]

    result = backtest(
        cube, years=np.arange(2000, 2021, 5), launches=(2005, 2010, 2015), horizons=(5, 10, 15),
        methods={"ours": ours}, areas=names,
    )  # fmt: skip
    odd = [zlib.crc32(str(name).encode()) % 2 == 1 for name in result.errors["area"]]
    summary = result.errors[odd].groupby(["method", "horizon"])["age_error"].mean()
    assert summary.loc["ours", 5] < 4.1
    assert summary.loc["ours", 10] < 8.4
    assert summary.loc["ours", 15] < 12.0
    assert (summary["ours"] < 0.6 * summary["no_change"]).all()
