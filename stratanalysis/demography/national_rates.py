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
        A year or age is not in the tables.

    Notes
    -----
    The period "2025-2030" is used for the years 2025 to 2029. Single ages come from
    :func:`single_age_mortality` and :func:`single_age_pattern`.
    """
    wanted = [int(year) for year in years]
    if not wanted or np.any(np.diff(wanted) != 1):
        raise InvalidInputError("years are not consecutive", where="years", expected="2024, 2025..")
    rates = _of_period(mortality, wanted[0]).pivot_table(
        index="sex", columns="first_age", values="value"
    )
    patterns = []
    for year in wanted:
        rows = _of_period(fertility_pattern, year).sort_values("first_age")
        patterns.append(
            single_age_pattern(
                rows["value"], starts=rows["first_age"], age_widths=single_ages(_OPEN_AGE)
            )
        )
    abridged = life_table(
        rates.loc[list(SEXES)].to_numpy(), sex=SEXES, age_widths=abridged_ages(_OPEN_AGE)
    )
    e0 = [_bounds(drivers, f"life_expectancy_{sex}", wanted) for sex in SEXES]
    tfr = _bounds(drivers, "total_fertility_rate", wanted)
    migration = _bounds(drivers, "net_migration", wanted)
    return NationalRates(
        years=tuple(wanted),
        standard=life_table(
            single_age_mortality(abridged), sex=SEXES, age_widths=single_ages(_OPEN_AGE)
        ),
        tfr=Band(tfr[0], tfr[1], tfr[2], minimum=0.0),
        life_expectancy=Band(*np.stack(e0, axis=-1)),
        net_migration=Band(*migration),
        fertility_pattern=np.stack(patterns),
        sex_ratio_at_birth=_bounds(drivers, "sex_ratio_at_birth", wanted)[0],
    )


def _of_period(table: pd.DataFrame, year: int) -> pd.DataFrame:
    bounds = table["period"].str.split("-", expand=True).astype(int)
    rows = table[(bounds[0] <= year) & (year < bounds[1])]
    if rows.empty:
        raise InvalidInputError(
            f"no period of the table holds {year}",
            where="years",
            expected=f"{bounds[0].min()} to {bounds[1].max() - 1}",
        )
    return rows


def _bounds(drivers: pd.DataFrame, variable: str, years: Sequence[int]) -> NDArray[np.float64]:
    """Value, lower and upper 80 % bound, shape (3, time)."""
    rows = drivers[drivers["variable"] == variable].set_index("year")
    missing = sorted(set(years) - set(rows.index))
    if missing:
        raise InvalidInputError(
            f"{variable} has no value for {missing[0]}" if len(rows) else f"no rows of {variable}",
            where="drivers",
            expected=f"years {rows.index.min()} to {rows.index.max()}" if len(rows) else None,
        )
    table = rows.loc[list(years), ["value", "lower_80", "upper_80"]].to_numpy(dtype=float)
    table[:, 1:] = np.where(np.isnan(table[:, 1:]), table[:, :1], table[:, 1:])
    return table.T
