"""The nation by year: the United Nations' series, and their migration by sex and age."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography import SEXES, rogers_castro, single_ages
from stratanalysis.projection.structure import OPEN_AGE
from stratanalysis.reference.demographic import reference_table

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Nation",
    "migrant_ages",
    "nation_by_year",
    "national_flows",
    "national_series",
]

Nation = dict[int, dict[str, float]]
"""Series by year and name."""

FIRST_YEAR = 2022
"""1 January of the last full official estimate."""
LAST_YEAR = 2030
"""Last 1 January for which the present is estimated."""
_RETURN_AGES = 0.3
"""Weight of the ages of 2024 and 2025 against those of 2023 in the migration of 2022: with it women
leave as the United Nations' births of 2023 say."""


@functools.cache
def migrant_ages() -> Array:
    """Return the shares of those who arrive and of those who leave, by sex and age.

    Arrivals have the ages and sexes of the United Nations' net flow to Ukraine of 2024 and 2025 (a
    quarter are under 18); those who leave the United Nations' model schedule (most are 18 to 34),
    equally by sex, because no flow out of communities is published by sex and age.

    Returns
    -------
    ndarray, shape (2, sex, age)
        Arrivals, departures; each adds up to one. Do not change it.

    Examples
    --------
    >>> migrant_ages()[:, :, :18].sum(axis=(1, 2)).round(2).tolist()
    [0.24, 0.16]
    """
    flows = national_flows(nation_by_year())
    back = flows[2024] + flows[2025]
    leaving = rogers_castro(single_ages(OPEN_AGE))
    return np.stack([back / back.sum(), np.stack([leaving, leaving]) / 2])


def national_series() -> pd.DataFrame:
    """The United Nations' series of the nation by year, and the population on 1 January.

    Returns
    -------
    DataFrame
        Index year; persons, births per woman, years. ``population`` of a year before the first
        published one follows from births, deaths and net migration.
    """
    columns = ("year", "variable", "value", "lower_80", "upper_80")
    table = reference_table("ukraine_demographic_drivers", columns)
    wide = table.pivot(index="year", columns="variable", values="value")
    end = wide["population_year_end"]
    change = wide["births"] - wide["deaths"] + wide["net_migration"]
    first = int(end.dropna().index.to_numpy(dtype=int)[0])
    population = end.shift(1)
    population[first] = end[first] - change[first]
    for year in range(first - 1, FIRST_YEAR - 1, -1):
        population[year] = population[year + 1] - change[year]
    return wide.assign(population=population)


def nation_by_year() -> Nation:
    """:func:`national_series` as plain numbers."""
    table = national_series()
    names = [str(name) for name in table.columns]
    values = table.to_numpy(dtype=float)
    years = table.index.to_numpy(dtype=int)
    return {
        int(year): dict(zip(names, map(float, row), strict=True))
        for year, row in zip(years, values, strict=True)
    }


def national_flows(nation: Nation) -> dict[int, Array]:
    """Net migration by year, sex and age; 2022 has the ages of 2024 and 2025."""
    table = reference_table("ukraine_net_migration_age", ("year", "sex", "age", "value"))
    flows: dict[int, Array] = {}
    for year in range(FIRST_YEAR + 1, LAST_YEAR):
        rows = table[table["year"] == year]
        grid = np.zeros((len(SEXES), OPEN_AGE + 1))
        sexes = rows["sex"].map({sex: i for i, sex in enumerate(SEXES)}).to_numpy(dtype=int)
        ages = np.minimum(rows["age"].to_numpy(dtype=int), OPEN_AGE)
        np.add.at(grid, (sexes, ages), rows["value"].to_numpy(dtype=float))
        flows[year] = grid
    back, out = flows[2024] + flows[2025], flows[2023]
    profile = _RETURN_AGES * back / back.sum() + (1 - _RETURN_AGES) * out / out.sum()
    flows[FIRST_YEAR] = nation[FIRST_YEAR]["net_migration"] * profile
    return flows
