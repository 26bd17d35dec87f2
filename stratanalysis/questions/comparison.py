"""What a promise would take: implied growth, years to a target, claims next to the trend."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.projection.result import Projection

__all__ = ["check_claims", "implied_growth", "years_to_reach"]


def implied_growth(start: float, end: float, years: float) -> float:
    """Constant yearly growth that leads from one value to another.

    ``(end / start)^(1 / years) − 1``. Example: 73,814 to 50,000 in 10 years is −3.82 % a year.

    Parameters
    ----------
    start, end : float
        Above 0, in the same unit. NaN gives NaN.
    years : float
        Above 0.

    Raises
    ------
    InvalidInputError
        A value or the time is 0 or negative.
    """
    for name, value in (("start", start), ("end", end), ("years", years)):
        if value <= 0:
            raise InvalidInputError(f"{name} is {value:g}", where=name, expected="a number above 0")
    return math.pow(end / start, 1.0 / years) - 1.0


def years_to_reach(start: float, target: float, growth: float) -> float:
    """Years until `start` reaches `target` at a constant yearly growth.

    ``ln(target / start) / ln(1 + growth)``; 0 where the target is there already, infinite where
    the growth leads away from it or is 0. Example: 73,814 to 50,000 at −2 % takes 19.3 years.

    Raises
    ------
    InvalidInputError
        A value is 0 or negative, or the growth is −1 or less.
    """
    if start <= 0 or target <= 0 or growth <= -1:
        raise InvalidInputError(
            f"start is {start:g}, target {target:g}, growth {growth:g}",
            expected="values above 0 and a growth above -1",
        )
    if start == target:
        return 0.0
    if growth == 0 or (target > start) != (growth > 0):
        return math.inf
    return math.log(target / start) / math.log1p(growth)


def check_claims(projection: Projection, observed: pd.Series) -> pd.DataFrame:
    """Compare the strategy's own figures with the observed change and the projection.

    Parameters
    ----------
    projection : Projection
    observed : Series
        Population on 1 January by year, as
        :func:`stratanalysis.projection.base.population_series` gives it.

    Returns
    -------
    DataFrame
        One row a claim: ``scenario, variable, stated, document, line, from_year, first_year,
        last_year, start`` (value of `from_year`), ``needed_fast, needed_slow`` (yearly growth that
        meets the claim in the first and in the last year), ``observed_growth`` (a year, between
        the first and last observed year), ``observed_from, observed_to, projected_first,
        projected_last`` (NaN beyond the horizon), ``trend_years`` (years at the observed growth,
        infinite where it leads away; with one observation both are missing) and ``holds`` (true
        where the projection crosses or meets the figure, to 2 %, within the years; missing where
        the horizon is too short). Claims on other variables than population are left out: nothing
        is observed to compare with.
    """
    import pandas as pd

    rows = []
    for name in projection.names:
        for claim in projection.scenarios[name].claims:
            if claim.variable != "population" or claim.from_year not in observed.index:
                continue
            first, last = (claim.from_year + years for years in claim.after_years)
            start = float(observed.loc[claim.from_year])
            low, high = int(observed.index.min()), int(observed.index.max())
            ends = float(observed.loc[low]), float(observed.loc[high])
            trend = implied_growth(*ends, high - low) if high > low else math.nan
            pace = years_to_reach(start, claim.value, trend) if high > low else math.nan
            path = projection.wide(claim.variable)[name]
            ahead = path.reindex([first, last]).to_numpy(dtype=float)
            rows.append(
                {
                    "scenario": name,
                    "variable": claim.variable,
                    "stated": claim.value,
                    "document": claim.document,
                    "line": claim.line,
                    "from_year": claim.from_year,
                    "first_year": first,
                    "last_year": last,
                    "start": start,
                    "needed_fast": implied_growth(start, claim.value, first - claim.from_year),
                    "needed_slow": implied_growth(start, claim.value, last - claim.from_year),
                    "observed_from": low,
                    "observed_to": high,
                    "observed_growth": trend,
                    "projected_first": ahead[0],
                    "projected_last": ahead[1],
                    "trend_years": pace,
                    "holds": _holds(claim.value, ahead),
                }
            )
    return pd.DataFrame(rows)


def _holds(stated: float, ahead: np.ndarray) -> bool | None:
    """Whether the range of the projection, 2 % wider on both sides, holds the stated figure."""
    if np.isnan(ahead).any():
        return None
    return bool(ahead.min() * 0.98 <= stated <= ahead.max() * 1.02)
