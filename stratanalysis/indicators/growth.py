"""Growth, change per head and convergence.

A gap stays a gap: a missing value, or a base that is zero or negative, gives NaN for every figure
that needs it, never a number.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError

__all__ = [
    "compound_growth",
    "convergence",
    "relative_gap",
]

Number = float | pd.Series


def _positive(values: Number) -> Number:
    """Values, with NaN where they are zero or negative."""
    if isinstance(values, pd.Series):
        numbers = values.astype(float)
        return numbers.where(numbers > 0)
    return float(values) if values > 0 else float("nan")


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


def relative_gap(own: Number, reference: Number) -> Number:
    """Distance to a reference area, own / reference − 1 (−0.177 is 17.7 % below)."""
    return own / _positive(reference) - 1


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
