"""Tables for pictures and reports from projections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.demography.ages import SEXES, age_starts, checked_widths
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


__all__ = ["age_table", "band_table"]


def age_table(
    population: ArrayLike, *, age_widths: ArrayLike, group_years: int = 5
) -> pd.DataFrame:
    """Population by age group and sex, for a pyramid.

    Parameters
    ----------
    population : array_like, shape (sex, age)
        Persons.
    age_widths : array_like, shape (age,)
        Years.
    group_years : int
        Width of the groups wanted; the open group stays where it is.

    Returns
    -------
    DataFrame
        Index first_age, columns female and male, persons.

    Raises
    ------
    InvalidInputError
        The groups do not join to groups of that width.
    """
    people = np.asarray(population, dtype=float)
    starts = age_starts(checked_widths(age_widths, people.shape[-1]))
    wanted = np.arange(0, starts[-1] + 1, group_years)
    if wanted[-1] != starts[-1] or not np.all(np.isin(wanted, starts)):
        raise InvalidInputError(
            f"ages to {starts[-1]:g} do not join to groups of {group_years} years",
            where="group_years",
        )
    grouped = np.add.reduceat(people, np.searchsorted(starts, wanted), axis=-1)
    index = pd.Index(wanted.astype(int), name="first_age")
    return pd.DataFrame(grouped.T, index=index, columns=list(SEXES))


def band_table(values: ArrayLike, *, start_year: int, step: int = 1) -> pd.DataFrame:
    """Median and the 80 % and 95 % intervals of draws by year.

    Parameters
    ----------
    values : array_like, shape (draw, time)
        For instance ``projection.total`` of an ensemble.
    start_year : int
        Year of the first value.
    step : int
        Years between two.

    Returns
    -------
    DataFrame
        Index year, columns lower_95, lower_80, median, upper_80, upper_95.
    """
    draws = np.asarray(values, dtype=float)
    if draws.ndim != 2:
        raise InvalidInputError(
            f"values have shape {draws.shape}", where="values", expected="(draw, time)"
        )
    names = ["lower_95", "lower_80", "median", "upper_80", "upper_95"]
    quantiles = np.quantile(draws, [0.025, 0.1, 0.5, 0.9, 0.975], axis=0)
    years = start_year + np.arange(draws.shape[1]) * step
    return pd.DataFrame(quantiles.T, index=pd.Index(years, name="year"), columns=names)
