"""Composite indices by the OECD-JRC steps: normalise, weight, aggregate.

Tables have units in rows and indicators in columns; weights go by the indicator's name, never by
position. A missing value stays missing, and every index says what share of weight it rests on.

References
----------
OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), steps 5 and 6; Becker et al.,
*COINr: An R package for developing composite indicators*, JOSS 7 (2022) 4567.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = [
    "AGGREGATIONS",
    "NORMALISATIONS",
    "aggregate",
    "checked_weights",
    "equal_weights",
    "normalise",
]

NORMALISATIONS = ("min_max", "z_score", "rank", "distance_to_target", "goalposts")
AGGREGATIONS = ("arithmetic", "geometric", "harmonic")
DIRECTIONS = ("increase", "decrease")
MINIMUM_COVERAGE = 0.5
"""Share of weight that has to be measured before a unit has an index and a rank."""


def normalise(
    table: pd.DataFrame,
    *,
    method: str,
    directions: Mapping[str, str],
    lower: Mapping[str, float] | None = None,
    upper: Mapping[str, float] | None = None,
    base: pd.DataFrame | None = None,
    target: Mapping[str, float] | pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Bring indicators to one scale on which more is always better.

    Parameters
    ----------
    table : pandas.DataFrame
        Units in rows, indicators in columns.
    method : {"min_max", "z_score", "rank", "distance_to_target", "goalposts"}
        - min_max: (x − min) / (max − min), mirrored for a decreasing indicator;
        - z_score: (x − mean) / sd with n − 1, sign turned for a decreasing indicator;
        - rank: (number of units below + half the ties) / (n − 1), 0 worst, 1 best;
        - distance_to_target: (x − base) / (target − base), from the unit's own base, uncapped;
        - goalposts: min_max with the given `lower` and `upper`, capped at 0 and 1.
    directions : mapping
        ``"increase"`` or ``"decrease"`` for every indicator.
    lower, upper : mapping, optional
        Goalposts by indicator.
    base, target : optional
        Base by unit and indicator (table of the same shape); target by indicator, or such a table.

    Returns
    -------
    pandas.DataFrame
        Same shape. NaN where the value is missing, where an indicator does not vary (min_max,
        z_score, rank of one unit), or where target and base are equal or contradict the direction.
    """
    if method not in NORMALISATIONS:
        raise UnknownNameError("normalisation", method, NORMALISATIONS)
    signs = _signs(table, directions)
    values = table.astype(float)
    if method == "min_max":
        span = values.max() - values.min()
        scaled = (values - values.min()) / span.where(span > 0)
        return _mirrored(scaled, signs)
    if method == "z_score":
        spread = values.std(ddof=1)
        return (values - values.mean()) / spread.where(spread > 0) * signs
    if method == "rank":
        count = values.notna().sum()
        return ((values * signs).rank(method="average") - 1) / (count - 1).where(count > 1)
    if method == "goalposts":
        low = _by_indicator(lower, table, "lower")
        high = _by_indicator(upper, table, "upper")
        if (high <= low).any():
            wrong = ", ".join(map(str, low.index[high <= low]))
            raise InvalidInputError(f"the upper goalpost is not above the lower: {wrong}")
        scaled = ((values - low) / (high - low)).clip(0, 1)
        return _mirrored(scaled, signs)
    if base is None or target is None:
        raise InvalidInputError("distance_to_target needs the units' bases and the targets")
    start = base.reindex(index=table.index, columns=table.columns).astype(float)
    if isinstance(target, pd.DataFrame):
        goal = target.reindex(index=table.index, columns=table.columns).astype(float)
    else:
        goal = start * 0 + _by_indicator(target, table, "target")
    distance = goal - start
    return (values - start) / distance.where(distance * signs > 0)


def _mirrored(scaled: pd.DataFrame, signs: pd.Series) -> pd.DataFrame:
    """Turn the scale of decreasing indicators round."""
    result = scaled.copy()
    falling = list(signs.index[signs < 0])
    result[falling] = 1 - result[falling]
    return result


def _signs(table: pd.DataFrame, directions: Mapping[str, str]) -> pd.Series:
    missing = [str(name) for name in table.columns if name not in directions]
    if missing:
        raise InvalidInputError(f"no direction for: {', '.join(missing)}")
    for name in table.columns:
        if directions[name] not in DIRECTIONS:
            raise UnknownNameError(f"direction of {name!r}", directions[name], DIRECTIONS)
    return pd.Series(
        {name: 1.0 if directions[name] == "increase" else -1.0 for name in table.columns}
    )


def _by_indicator(values: Mapping[str, float] | None, table: pd.DataFrame, name: str) -> pd.Series:
    given = values or {}
    missing = [str(column) for column in table.columns if column not in given]
    if missing:
        raise InvalidInputError(f"no {name} for: {', '.join(missing)}")
    return pd.Series({column: float(given[column]) for column in table.columns})


def equal_weights(table: pd.DataFrame) -> pd.Series:
    """One weight for all indicators, 1 / number of columns."""
    return pd.Series(1 / table.shape[1], index=table.columns)


def checked_weights(
    weights: Mapping[str, float] | pd.Series,
    names: pd.Index | list[str],
    *,
    tolerance: float = 1e-9,
) -> pd.Series:
    """Weights by identifier, refused where they do not fit; never silently rescaled.

    Raises
    ------
    InvalidInputError
        Some indicator has no weight, a weight belongs to no indicator, a weight is missing or
        negative, or they do not sum to 1. All problems are named at once.
    """
    given = pd.Series(dict(weights), dtype=float)
    problems = []
    if unknown := [str(name) for name in given.index if name not in set(names)]:
        problems.append(f"weights for unknown indicators: {', '.join(unknown)}")
    if absent := [str(name) for name in names if name not in given.index]:
        problems.append(f"no weight for: {', '.join(absent)}")
    if wrong := [str(name) for name, value in given.items() if not value >= 0]:
        problems.append(f"missing or negative weight: {', '.join(wrong)}")
    if not problems and abs(given.sum() - 1) > tolerance:
        problems.append(f"the weights sum to {given.sum():.6g}")
    if problems:
        raise InvalidInputError(
            "; ".join(problems),
            expected="one weight for each indicator, zero or more, summing to 1",
            do="divide the weights by their sum if their ratios are meant",
        )
    return given.reindex(names)


def aggregate(
    table: pd.DataFrame,
    weights: Mapping[str, float] | pd.Series,
    *,
    method: str = "arithmetic",
    floor: float | None = None,
    minimum_coverage: float = MINIMUM_COVERAGE,
) -> pd.DataFrame:
    """Join normalised indicators into one index.

    Arithmetic Σ w x, geometric Π x^w, harmonic 1 / Σ (w / x), with the weights of the measured
    indicators divided by their sum.

    Parameters
    ----------
    table : pandas.DataFrame
        Normalised indicators.
    weights : mapping
        By indicator, summing to 1 (see :func:`checked_weights`).
    method : {"arithmetic", "geometric", "harmonic"}
    floor : float, optional
        Values below are raised to it, and counted. Without a floor a zero makes the geometric and
        harmonic index zero, of which a warning is given, and a negative value makes it NaN.
    minimum_coverage : float
        Units of which a smaller share of weight was measured have no index; half by default, so
        that one indicator of three does not speak for a unit. 0 takes whatever there is.

    Returns
    -------
    pandas.DataFrame
        `index`, `coverage` (share of weight measured), `raised` (values raised to the floor).
    """
    if method not in AGGREGATIONS:
        raise UnknownNameError("aggregation", method, AGGREGATIONS)
    used = checked_weights(weights, table.columns)
    values = table.astype(float)
    raised = (values < floor).sum(axis=1) if floor is not None else values.isna().sum(axis=1) * 0
    if floor is not None:
        values = values.clip(lower=floor)
    share = values.notna().mul(used, axis=1)
    coverage = share.sum(axis=1)
    share = share.div(coverage.where(coverage > 0), axis=0)
    counted = values.where(share > 0)
    if method == "arithmetic":
        index = (counted * share).sum(axis=1, skipna=True)
    else:
        with np.errstate(divide="ignore"):
            if method == "geometric":
                index = np.exp((np.log(counted.where(counted >= 0)) * share).sum(axis=1))
            else:
                index = 1 / (share / counted.where(counted >= 0)).sum(axis=1)
        index = index.mask((counted < 0).any(axis=1))
        _warn_of_zeros(counted, method)
    known = (coverage > 0) & (coverage >= minimum_coverage - 1e-12)
    return pd.DataFrame({"index": index.where(known), "coverage": coverage, "raised": raised})


def _warn_of_zeros(counted: pd.DataFrame, method: str) -> None:
    """Warn of units that one indicator at zero brings to zero, whatever the others say."""
    nothing = (counted == 0).any(axis=1)
    if nothing.any():
        units = [str(unit) for unit in counted.index[nothing]]
        warnings.warn(
            f"the {method} index is zero where one indicator is zero: {', '.join(units[:5])}"
            f"{' and others' if len(units) > 5 else ''}; give a floor, or use another mean",
            stacklevel=3,
        )
