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
    "benefit_of_the_doubt",
    "checked_weights",
    "equal_weights",
    "normalise",
    "pca_weights",
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


def pca_weights(table: pd.DataFrame) -> pd.Series:
    """Weights from the first principal component of the correlation matrix.

    The loadings of the component, divided by their sum, as COINr's ``get_PCA`` gives them.

    Parameters
    ----------
    table : pandas.DataFrame
        Normalised indicators (more is better); units with a missing value are left out.

    Returns
    -------
    pandas.Series
        Weights summing to 1; `attrs` hold `variance_explained` (share) and `units` (rows used).

    Raises
    ------
    InvalidInputError
        Fewer than three complete units, an indicator that does not vary, or loadings of both signs:
        then the indicators pull in different directions and no weights follow from the component.
    """
    complete = table.dropna()
    if len(complete) < 3:
        raise InvalidInputError(f"{len(complete)} complete units", expected="at least 3")
    flat = [str(name) for name in complete.columns if complete[name].std() == 0]
    if flat:
        raise InvalidInputError(f"does not vary: {', '.join(flat)}")
    correlation = np.atleast_2d(np.corrcoef(complete.to_numpy(dtype=float), rowvar=False))
    values, vectors = np.linalg.eigh(correlation)
    loadings = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0)
    if (loadings < -1e-12).any():
        against = ", ".join(str(name) for name in complete.columns[loadings < 0])
        raise InvalidInputError(
            f"the first component has loadings of both signs (against the rest: {against})",
            do="check the directions, or choose other weights",
        )
    weights = pd.Series(loadings / loadings.sum(), index=table.columns)
    weights.attrs["variance_explained"] = float(values[-1] / values.sum())
    weights.attrs["units"] = len(complete)
    return weights


def benefit_of_the_doubt(
    table: pd.DataFrame, *, minimum_share: float = 0.0
) -> tuple[pd.Series, pd.DataFrame]:
    """Score every unit with the weights that show it best.

    For unit k: max Σ w x_k subject to Σ w x_j ≤ 1 for every unit j, w ≥ 0, and every w x_k at least
    `minimum_share` of the score.

    Parameters
    ----------
    table : pandas.DataFrame
        Normalised indicators, zero or more, more is better. A unit with a missing value has no
        score and takes no part in the comparison.
    minimum_share : float
        From 0 to 1 / number of indicators.

    Returns
    -------
    scores : pandas.Series
        From 0 to 1; 1 for a unit that no other beats under its own weights.
    weights : pandas.DataFrame
        The weights of every unit, in its row.

    References
    ----------
    Cherchye, Moesen, Rogge and Van Puyenbroeck, *Social Indicators Research* 82 (2007) 111-145.
    """
    from scipy.optimize import linprog

    if not 0 <= minimum_share <= 1 / table.shape[1]:
        raise InvalidInputError(
            f"minimum_share is {minimum_share}", expected=f"from 0 to {1 / table.shape[1]:.4g}"
        )
    complete = table.dropna().astype(float)
    if (complete < 0).any(axis=None):
        raise InvalidInputError("a normalised value is negative", expected="zero or more")
    matrix = complete.to_numpy()
    scores = pd.Series(np.nan, index=table.index, dtype=float)
    weights = pd.DataFrame(np.nan, index=table.index, columns=table.columns, dtype=float)
    for position, unit in enumerate(complete.index):
        own = matrix[position]
        floor = minimum_share * own[None, :] - np.diag(own)
        result = linprog(
            -own,
            A_ub=np.vstack([matrix, floor]),
            b_ub=np.concatenate([np.ones(len(matrix)), np.zeros(len(floor))]),
            bounds=(0, None),
            method="highs",
        )
        if result.status == 0:
            scores[unit] = -result.fun
            weights.loc[unit] = result.x
    return scores, weights


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
