"""National rates from the reference tables, as arrays by calendar year and single age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography.ages import SEXES, abridged_ages, single_ages
from stratanalysis.demography.ensemble import Band
from stratanalysis.demography.fertility import single_age_pattern
from stratanalysis.demography.life_table import LifeTable, life_table
from stratanalysis.demography.model_mortality import single_age_mortality
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["NationalRates", "national_rates"]

_OPEN_AGE = 100


@dataclass(frozen=True, slots=True, eq=False)
class NationalRates:
    """Rates of a country by year, single ages 0 to 100 and over.

    Attributes
    ----------
    years : tuple of int
        Calendar years, the time axis.
    standard : LifeTable
        Shape (sex, age): the age pattern of mortality, of the period of the first year.
    tfr, life_expectancy, net_migration : Band
        Medians and 80 % bounds; life expectancy by sex, net migration in persons. A year without
        published bounds (an estimate) has none: its bounds are the value.
    fertility_pattern : ndarray, shape (time, age)
        Shares of births by age of the mother: births per woman-year at a TFR of 1.
    sex_ratio_at_birth : ndarray, shape (time,)
    """

    years: tuple[int, ...]
    standard: LifeTable
    tfr: Band
    life_expectancy: Band
    net_migration: Band
    fertility_pattern: NDArray[np.float64]
    sex_ratio_at_birth: NDArray[np.float64]


def national_rates(
    mortality: pd.DataFrame,
    fertility_pattern: pd.DataFrame,
    drivers: pd.DataFrame,
    *,
    years: Sequence[int],
) -> NationalRates:
    """Arrays for the cohort engine from ``data/reference/ukraine_*.csv``.

    Parameters
    ----------
    mortality : DataFrame
        ``ukraine_mortality.csv``: period, sex, first_age (0, 1, 5, ..., 100), value.
    fertility_pattern : DataFrame
        ``ukraine_fertility_pattern.csv``: period, first_age (15, 20, ..., 45), value.
    drivers : DataFrame
        ``ukraine_demographic_drivers.csv``: year, variable, value, lower_80, upper_80.
    years : sequence of int
        Calendar years wanted, consecutive.

    Returns
    -------
    NationalRates

    Raises
    ------
    InvalidInputError
        A year or age is not in the tables, or is in them twice.

    Notes
    -----
    The period "2025-2030" is used for the years 2025 to 2029. Single ages come from
    :func:`single_age_mortality` and :func:`single_age_pattern`.
    """
    wanted = [int(year) for year in years]
    if not wanted or np.any(np.diff(wanted) != 1):
        raise InvalidInputError("years are not consecutive", where="years", expected="2024, 2025..")
    single = single_ages(_OPEN_AGE)
    sexes = mortality["sex"].to_numpy()
    first = _of_periods(mortality, wanted[:1])[0]
    rates = np.stack([_by_age(mortality, first & (sexes == sex))[1] for sex in SEXES])
    abridged = life_table(rates, sex=SEXES, age_widths=abridged_ages(_OPEN_AGE))
    patterns: list[NDArray[np.float64]] = []
    before = None
    for rows in _of_periods(fertility_pattern, wanted):
        if rows is not before:
            ages, shares = _by_age(fertility_pattern, rows)
            pattern = single_age_pattern(shares, starts=ages, age_widths=single)
        patterns.append(pattern)
        before = rows
    known = _Drivers(drivers, wanted)
    tfr = known.bounds("total_fertility_rate")
    e0 = [known.bounds(f"life_expectancy_{sex}") for sex in SEXES]
    return NationalRates(
        years=tuple(wanted),
        standard=life_table(single_age_mortality(abridged), sex=SEXES, age_widths=single),
        tfr=Band(tfr[0], tfr[1], tfr[2], minimum=0.0),
        life_expectancy=Band(*np.stack(e0, axis=-1)),
        net_migration=Band(*known.bounds("net_migration")),
        fertility_pattern=np.stack(patterns),
        sex_ratio_at_birth=known.bounds("sex_ratio_at_birth")[0],
    )


# The tables are read as arrays: this runs once a year of a projection, and choosing rows of
# DataFrames would take longer than the projection.


def _of_periods(table: pd.DataFrame, years: Sequence[int]) -> list[NDArray[np.bool_]]:
    """Rows of the period of each year, one array for all years of a period."""
    names = table["period"].to_numpy(dtype=object)
    bounds = {name: tuple(map(int, name.split("-"))) for name in dict.fromkeys(names)}
    rows: dict[str, NDArray[np.bool_]] = {}
    found = []
    for year in years:
        name = next((name for name, (low, high) in bounds.items() if low <= year < high), None)
        if name is None:
            raise InvalidInputError(
                f"no period of the table holds {year}",
                where="years",
                expected=f"{min(low for low, _ in bounds.values())} to "
                f"{max(high for _, high in bounds.values()) - 1}"
                if bounds
                else "a table with rows",
            )
        if name not in rows:
            rows[name] = np.asarray(names == name)
        found.append(rows[name])
    return found


def _by_age(
    table: pd.DataFrame, rows: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """First ages, ascending, and values of the rows."""
    ages = table["first_age"].to_numpy(dtype=float)[rows]
    if len(np.unique(ages)) < len(ages):
        raise InvalidInputError(
            "an age occurs twice in a period", where="first_age", expected="one row a sex and age"
        )
    order = np.argsort(ages)
    return ages[order], table["value"].to_numpy(dtype=float)[rows][order]


class _Drivers:
    """Values with their bounds by variable for some years."""

    def __init__(self, drivers: pd.DataFrame, years: Sequence[int]) -> None:
        self._wanted = years
        self._variables = drivers["variable"].to_numpy(dtype=object)
        self._years = drivers["year"].to_numpy()
        self._values = np.stack(
            [drivers[name].to_numpy(dtype=float) for name in ("value", "lower_80", "upper_80")]
        )

    def bounds(self, variable: str) -> NDArray[np.float64]:
        """Value, lower and upper 80 % bound, shape (3, time)."""
        rows = np.flatnonzero(self._variables == variable)
        have = [int(year) for year in self._years[rows]]
        place = dict(zip(have, rows, strict=True))
        missing = [year for year in self._wanted if year not in place]
        problem = ""
        if not have:
            problem = f"no rows of {variable}"
        elif missing:
            problem = f"{variable} has no value for {missing[0]}"
        elif len(place) < len(have):
            problem = f"{variable}: a year occurs twice"
        if problem:
            raise InvalidInputError(
                problem,
                where="drivers",
                expected=f"years {min(have)} to {max(have)}, each once" if have else None,
            )
        table = self._values[:, [place[year] for year in self._wanted]]
        table[1:] = np.where(np.isnan(table[1:]), table[:1], table[1:])
        return table
