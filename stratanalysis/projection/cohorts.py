"""Cohorts carried forward one year at a time, with the nation's age patterns at stated levels."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stratanalysis.demography import (
    CohortOptions,
    Interpolated,
    LifeTable,
    Scaled,
    model_mortality,
    project_cohorts,
    survival_ratios,
)
from stratanalysis.demography.national_rates import national_rates
from stratanalysis.projection.displaced import MEN
from stratanalysis.projection.national import migrant_ages
from stratanalysis.projection.structure import OPEN_AGE
from stratanalysis.reference.demographic import reference_table
from stratanalysis.scenarios.drivers import DRIVERS

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.projection._people_loop import Nation

__all__ = [
    "AGE_GROUPS",
    "age_groups",
    "model_tables",
    "nation_patterns",
    "patterns_of",
    "step_cohorts",
    "working_migrants",
]

Array = npt.NDArray[np.float64]

AGE_GROUPS: Mapping[str, tuple[int, int]] = {
    "preschool_children": (0, 6),
    "pupils": (6, 18),
    "children": (0, 18),
    "working_age": (16, 60),
    "older_people": (60, 200),
}
"""First age, and the age before which the group ends. Working age is that of the State Statistics
Service (16 to 59); 6 to 17 are the years of school."""

_LAST_YEAR = 2099
_ONE_THREAD = CohortOptions(workers=1)


def age_groups(people: Array) -> dict[str, Array]:
    """Persons by the groups of :data:`AGE_GROUPS`, and ``population``.

    Parameters
    ----------
    people : ndarray, shape (..., sex, age)
    """
    # Running sums, because they add in one order whatever the number of lanes.
    up_to = np.cumsum(people[..., 0, :] + people[..., 1, :], axis=-1)
    groups = {}
    for name, (first, stop) in AGE_GROUPS.items():
        below = up_to[..., first - 1] if first else 0.0
        groups[name] = up_to[..., min(stop, up_to.shape[-1]) - 1] - below
    groups["population"] = up_to[..., -1]
    return groups


def step_cohorts(
    people: Array,
    year: int,
    *,
    fertility: Array,
    life_expectancy: Array,
    migrants: Array | None = None,
) -> tuple[Array, Array, Array, Array]:
    """Carry people by sex and age from 1 January of `year` to that of the next.

    Survival has the age pattern of the nation's life table of the year's period at the stated life
    expectancy (Brass's relational logit); births the nation's age pattern at the stated total
    fertility rate.

    Parameters
    ----------
    people : ndarray, shape (lane, sex, age)
    year : int
        Its patterns are used; the last published period for later years.
    fertility : ndarray, shape (lane,)
        Births per woman.
    life_expectancy : ndarray, shape (lane, sex)
        Years.
    migrants : ndarray, shape (lane, sex, age), optional
        Persons within the year, by age at its end; nobody where it is not given.

    Returns
    -------
    people : ndarray, shape (lane, sex, age)
        A year later.
    births : ndarray, shape (lane,)
    moved : ndarray, shape (lane,)
        Net migrants as applied: emigrants for whom nobody was there are left out.
    capped : ndarray, shape (lane,)
        Those left out.
    """
    grid, table, pattern, sex_ratio = _patterns(min(year, _LAST_YEAR))
    moves = np.zeros_like(people) if migrants is None else migrants
    found = project_cohorts(
        people,
        survival=Interpolated(grid, table, life_expectancy[:, None, :]),
        fertility=Scaled(fertility[:, None], pattern),
        sex_ratio_at_birth=sex_ratio,
        net_migration=moves[:, None],
        options=_ONE_THREAD,
    )
    after = np.ascontiguousarray(found.population[:, 1])
    births = np.cumsum(found.births[:, 0, 0, 10:60] + found.births[:, 0, 1, 10:60], axis=-1)
    capped = found.capped[:, 0]
    return after, births[:, -1], moves.sum(axis=(-2, -1)) + capped, capped


@functools.lru_cache(maxsize=8)
def nation_patterns(
    first: int, count: int, aged: bool, groups: tuple[tuple[int, int, int], ...]
) -> Nation:
    """The nation's patterns of several years for the compiled loop; do not change what it returns.

    Parameters
    ----------
    first, count : int
        First year and their number.
    aged : bool
        False: ages are not known, so none are needed.
    groups : tuple
        Of each group a number, its first age and the age before which it ends.
    """
    from stratanalysis.projection._people_loop import Nation

    ages = {a for _, *span in groups for a in span} | {MEN.start, MEN.stop}
    edges = sorted({min(a, OPEN_AGE + 1) for a in ages})
    spans = [(n, edges.index(a), edges.index(min(b, OPEN_AGE + 1))) for n, a, b in groups]
    if not aged:
        nothing = np.zeros((2, 2, 0))
        return Nation(nothing, 2, np.zeros(count, np.int64), 0.0, 1.0, np.zeros((1, 0)),
                      np.ones(count), np.zeros((2, 2, 0)), 0.0, np.array(edges),
                      np.array(spans))  # fmt: skip
    years = [min(year, _LAST_YEAR) for year in range(first, first + count)]
    found = [_patterns(year) for year in years]
    periods = [max(year, 2000) // 5 for year in years]
    tables = {period: _survival(period) for period in periods}
    grid = found[0][0]
    starts = {period: number * grid.size for number, period in enumerate(tables)}
    return Nation(
        np.concatenate([table for _, table in tables.values()]),
        grid.size,
        np.array([starts[period] for period in periods], dtype=np.int64),
        float(grid[0]),
        float(grid[1] - grid[0]),
        np.concatenate([one[2] for one in found]),
        np.array([one[3] for one in found]),
        migrant_ages(),
        working_migrants(),
        np.array(edges),
        np.array(spans),
    )


@functools.lru_cache(maxsize=256)
def _patterns(year: int) -> tuple[Array, Array, Array, float]:
    rates = national_rates(*_tables(), years=[max(year, 2000)])
    grid, table = _survival(int(max(year, 2000)) // 5)
    pattern = np.ascontiguousarray(rates.fertility_pattern[:1, : OPEN_AGE + 1])
    return grid, table, pattern, float(rates.sex_ratio_at_birth[0])


@functools.lru_cache(maxsize=32)
def _survival(period: int) -> tuple[Array, Array]:
    """Survival ratios by life expectancy, with the age pattern of a five-year period.

    From full life tables to 100 and over; the open group 80 and over takes in those of 79, so its
    ratio is ``T(80) / T(79)``.
    """
    grid, _, tables = model_tables(period)
    ratios = survival_ratios(tables, step=1.0)[..., : OPEN_AGE + 1].copy()
    ratios[..., -1] = tables.Tx[..., OPEN_AGE] / tables.Tx[..., OPEN_AGE - 1]
    return grid, ratios


def model_tables(period: int) -> tuple[Array, LifeTable, LifeTable]:
    """Life tables of a five-year period (its first year over 5) at every 0.1 year of expectancy.

    Returns
    -------
    grid : ndarray, shape (level,)
        Life expectancies at birth.
    standard : LifeTable, shape (sex, age)
        The nation's table of the period.
    tables : LifeTable, shape (level, sex, age)
    """
    standard = national_rates(*_tables(), years=[period * 5]).standard
    entry = DRIVERS["life_expectancy_women"]
    grid = np.linspace(
        entry.minimum, entry.maximum, round((entry.maximum - entry.minimum) * 10) + 1
    )
    return grid, standard, model_mortality(standard, grid[:, None])


def patterns_of(year: int) -> tuple[int, Array, float]:
    """Period, births by age of the mother and boys per girl of a year."""
    _, _, pattern, ratio = _patterns(min(year, _LAST_YEAR))
    return max(min(year, _LAST_YEAR), 2000) // 5, pattern[0], ratio


def working_migrants() -> float:
    """Share of those of working age among arrivals."""
    first, stop = AGE_GROUPS["working_age"]
    return float(migrant_ages()[0, :, first:stop].sum())


def _tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return (
        reference_table("ukraine_mortality", ("period", "sex", "first_age", "value")),
        reference_table("ukraine_fertility_pattern", ("period", "first_age", "value")),
        reference_table(
            "ukraine_demographic_drivers", ("year", "variable", "value", "lower_80", "upper_80")
        ),
    )
