"""Age schedules of fertility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography._monotone import monotone_curve
from stratanalysis.demography.ages import age_starts, checked_widths
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["FERTILE_AGES", "beta_pattern", "fertility_schedule", "single_age_pattern"]

FERTILE_AGES = (15.0, 50.0)
"""Ages between which the beta pattern has births."""


def fertility_schedule(
    tfr: ArrayLike,
    *,
    age_widths: ArrayLike,
    pattern: ArrayLike | None = None,
    mean_age: float | None = None,
    sd: float | None = None,
) -> NDArray[np.float64]:
    """Births per woman-year by age from a total fertility rate and an age pattern.

    ``f(a) = TFR · w(a) / n(a)`` with shares ``w`` that sum to 1 and group widths n, so that
    ``Σ n(a)·f(a) = TFR``. Either `pattern`, or `mean_age` and `sd`, gives the shares.

    Parameters
    ----------
    tfr : array_like, shape (...)
        Births per woman, at least zero.
    age_widths : array_like, shape (age,)
        Years, the last ``inf``.
    pattern : array_like, shape (age,) or (..., age)
        Births of a woman's life by age group, in any unit; divided by its sum. Zero in the open
        group.
    mean_age, sd : float
        Mean age at birth and its standard deviation, years: see :func:`beta_pattern`.

    Returns
    -------
    ndarray, shape (..., age)

    Raises
    ------
    InvalidInputError
        Neither or both forms of pattern; missing or negative values; births in the open group.
    """
    level = np.asarray(tfr, dtype=float)
    widths = np.asarray(age_widths, dtype=float)
    widths = checked_widths(widths, widths.size)
    if pattern is not None and mean_age is None and sd is None:
        shares = np.asarray(pattern, dtype=float)
    elif pattern is None and mean_age is not None and sd is not None:
        shares = beta_pattern(age_widths=widths, mean_age=mean_age, sd=sd)
    else:
        raise InvalidInputError(
            "give either pattern, or mean_age and sd", where="pattern", expected="one of the two"
        )
    total = shares.sum(axis=-1, keepdims=True)
    if shares.shape[-1] != widths.size or not np.all(shares >= 0) or not np.all(total > 0):
        raise InvalidInputError(
            f"a pattern of shape {shares.shape} for {widths.size} groups is missing or negative "
            "somewhere, or sums to zero",
            where="pattern",
            expected="shares of births by age group",
        )
    if np.any(shares[..., -1]):
        raise InvalidInputError("the open age group has births", where="pattern", expected="zero")
    if not np.all(level >= 0):
        raise InvalidInputError("TFR is missing or negative", where="tfr", expected="0 or more")
    return np.asarray(level[..., None] * (shares / total) / np.append(widths[:-1], 1.0))


def beta_pattern(
    *,
    age_widths: ArrayLike,
    mean_age: float,
    sd: float,
    fertile_ages: tuple[float, float] = FERTILE_AGES,
) -> NDArray[np.float64]:
    """Shares of births by age after a beta distribution with this mean and deviation.

    On ``[α, β]`` (15 to 50): with ``m = (mean − α)/(β − α)``, ``v = (sd/(β − α))²`` and
    ``k = m(1 − m)/v − 1`` the shape parameters are ``m·k`` and ``(1 − m)·k``; a group has the
    probability between its bounds.

    Raises
    ------
    InvalidInputError
        The mean is outside the fertile ages, or the deviation too large for one mode (``k`` must
        make both shape parameters exceed 1).

    References
    ----------
    Hoem, Madsen, Nielsen, Ohlsen, Hansen and Rennermalm (1981), Experiments in modelling recent
    Danish fertility curves, Demography 18(2).
    """
    from scipy.special import betainc

    low, high = fertile_ages
    place = (mean_age - low) / (high - low)
    shape = place * (1 - place) / (sd / (high - low)) ** 2 - 1 if sd > 0 else np.nan
    if not (0 < place < 1 and min(place, 1 - place) * shape > 1):
        raise InvalidInputError(
            f"mean age {mean_age} with standard deviation {sd} is no fertility pattern",
            where="mean_age, sd",
            expected=f"a mean between {low:g} and {high:g} and a deviation of some 4 to 8 years",
        )
    edges = np.append(age_starts(age_widths), np.inf)
    inside = np.clip((edges - low) / (high - low), 0, 1)
    return np.diff(betainc(place * shape, (1 - place) * shape, inside))


def single_age_pattern(
    pattern: ArrayLike, *, starts: ArrayLike, age_widths: ArrayLike
) -> NDArray[np.float64]:
    """Shares of births by single age from shares by five-year group.

    The cumulated shares are joined by a monotone cubic (Fritsch and Butland), so that every group
    keeps its share and none is negative.

    Parameters
    ----------
    pattern : array_like, shape (..., group)
        Births by group, in any unit.
    starts : array_like, shape (group,)
        First ages of the groups, evenly spaced: 15, 20, ..., 45.
    age_widths : array_like, shape (age,)
        Wanted groups, see :func:`single_ages`.

    Returns
    -------
    ndarray, shape (..., age)
        Shares, sum 1.
    """
    shares = np.asarray(pattern, dtype=float)
    first = np.asarray(starts, dtype=float)
    shares = shares / shares.sum(axis=-1, keepdims=True)
    knots = np.append(first, 2 * first[-1] - first[-2])
    cumulated = np.concatenate([np.zeros((*shares.shape[:-1], 1)), shares.cumsum(axis=-1)], axis=-1)
    edges = np.clip(np.append(age_starts(age_widths), np.inf), knots[0], knots[-1])
    return np.asarray(np.maximum(np.diff(monotone_curve(knots, cumulated, edges), axis=-1), 0.0))
