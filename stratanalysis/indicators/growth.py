"""Growth, change per head and convergence.

A gap stays a gap: a missing value, or a base that is zero or negative, gives NaN for every figure
that needs it, never a number.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = [
    "compound_growth",
    "contribution_to_growth",
    "convergence",
    "growth_gap",
    "per_head",
    "per_km2",
    "rate_of_change",
    "real_values",
    "relative_gap",
]

Number = float | pd.Series


def _positive(values: Number) -> Number:
    """Values, with NaN where they are zero or negative."""
    if isinstance(values, pd.Series):
        numbers = values.astype(float)
        return numbers.where(numbers > 0)
    return float(values) if values > 0 else float("nan")


def rate_of_change(values: pd.Series, *, years: int = 1) -> pd.Series:
    """Relative change against the value `years` earlier, v(t) / v(t − years) − 1.

    Parameters
    ----------
    values : pandas.Series
        Values by year (integer index). Years that are absent count as missing, so a gap in the
        index never makes a two-year change look like a one-year change.
    years : int
        Distance of the comparison.

    Returns
    -------
    pandas.Series
        Share (0.05 is 5 %), on every year from the first to the last. NaN where either value is
        missing or the earlier one is zero or negative.

    Examples
    --------
    >>> rate_of_change(pd.Series({2020: 200.0, 2021: 210.0})).tolist()
    [nan, 0.050000000000000044]
    """
    if years < 1:
        raise InvalidInputError(f"years is {years}", expected="a whole number of at least 1")
    if values.index.has_duplicates:
        repeated = sorted(set(values.index[values.index.duplicated()]))
        raise InvalidInputError(f"values for one year stand twice: {repeated}")
    if values.empty:
        return values.astype(float)
    full = values.astype(float).reindex(range(int(values.index.min()), int(values.index.max()) + 1))
    earlier = full.shift(years)
    return full / earlier.where(earlier > 0) - 1


def compound_growth(start: Number, end: Number, *, years: float) -> Number:
    """Mean yearly growth, (end / start)^(1 / years) − 1.

    Parameters
    ----------
    start, end : float or pandas.Series
        Values at both ends, in one unit. `start` ≤ 0 or `end` < 0 gives NaN.
    years : float
        Years between them; must be positive.

    Returns
    -------
    float or pandas.Series
        Share a year.

    Examples
    --------
    >>> round(float(compound_growth(73814, 50000, years=15)), 4)
    -0.0256
    """
    if not years > 0:
        raise InvalidInputError(f"years is {years}", expected="a positive number of years")
    ratio = end / _positive(start)
    return (
        cast(Number, np.where(ratio >= 0, np.abs(ratio) ** (1 / years) - 1, np.nan)[()])
        if not (isinstance(ratio, pd.Series))
        else (ratio.where(ratio >= 0) ** (1 / years) - 1)
    )


def contribution_to_growth(start: pd.Series, end: pd.Series) -> pd.Series:
    """How much every part adds to the growth of the whole, (end − start) / Σ start.

    Parameters
    ----------
    start, end : pandas.Series
        Parts by name, in one unit; both must have the same names. A part that is missing on one
        side makes every contribution unknown, since the whole is then unknown.

    Returns
    -------
    pandas.Series
        Shares; they sum to the growth of the whole.
    """
    if set(start.index) != set(end.index):
        different = sorted(map(str, set(start.index) ^ set(end.index)))
        raise InvalidInputError(
            "the parts of the two years differ",
            expected="the same names in both years (0 where a part did not exist)",
            do=f"look at: {', '.join(different)}",
        )
    whole = start.sum(skipna=False)
    missing_end = end.isna().any()
    if not whole > 0 or missing_end:
        return pd.Series(np.nan, index=start.index, dtype=float)
    return (end.reindex(start.index) - start) / whole


def per_head(values: Number, population: Number) -> Number:
    """Value for one person; NaN where the population is missing, zero or negative."""
    return values / _positive(population)


def per_km2(values: Number, area: Number) -> Number:
    """Value for one square kilometre; NaN where the area is missing, zero or negative."""
    return values / _positive(area)


def real_values(values: pd.Series, price_index: pd.Series, *, base_year: int) -> pd.Series:
    """Values in prices of `base_year`, v(t) · P(base) / P(t).

    Parameters
    ----------
    values : pandas.Series
        Nominal values by year.
    price_index : pandas.Series
        Price level by year, on any base; not the rate of inflation.
    base_year : int
        Year whose prices are used.

    Returns
    -------
    pandas.Series
        Same years as `values`; NaN where the index is missing or not positive.
    """
    if base_year not in price_index.index:
        raise UnknownNameError("base year", base_year, price_index.index)
    level = cast(pd.Series, _positive(price_index))
    deflator: pd.Series = level.reindex(values.index) / level[base_year]
    return values / deflator


def relative_gap(own: Number, reference: Number) -> Number:
    """Distance to a reference area, own / reference − 1 (−0.177 is 17.7 % below)."""
    return own / _positive(reference) - 1


def growth_gap(own_growth: Number, reference_growth: Number) -> Number:
    """Difference of two growth rates; in percentage points after multiplying by 100."""
    return own_growth - reference_growth


def convergence(own: pd.Series, reference: pd.Series) -> pd.DataFrame:
    """Whether a community comes nearer to its oblast or to the nation.

    Parameters
    ----------
    own, reference : pandas.Series
        One variable by year, in one unit.

    Returns
    -------
    pandas.DataFrame
        Indexed by the years of either series: `own`, `reference`, `gap` (own / reference − 1),
        `gap_change` (the gap minus the gap of the last earlier year that has one),
        `direction` (``"converges"``, ``"diverges"``, ``"unchanged"``; empty where unknown).
        Converging means that the absolute gap shrinks, from above or from below.

    Notes
    -----
    The gap relative to the reference is the unit-free measure of Barro and Sala-i-Martin,
    *Economic Growth*, 2nd ed., ch. 11 (σ-convergence, for two areas).
    """
    years = sorted(set(own.index) | set(reference.index))
    table = pd.DataFrame(
        {"own": own.astype(float), "reference": reference.astype(float)}, index=years
    )
    table["gap"] = relative_gap(table["own"], table["reference"])
    before = table["gap"].ffill().shift()
    table["gap_change"] = table["gap"] - before
    nearer = table["gap"].abs() - before.abs()
    table["direction"] = np.select(
        [nearer.isna(), nearer < 0, nearer > 0], ["", "converges", "diverges"], "unchanged"
    )
    table.index.name = "year"
    return table
