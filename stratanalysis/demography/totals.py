"""Simple extrapolations of total population, for areas of which little else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import InvalidInputError, UnknownNameError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["EXTRAPOLATIONS", "extrapolate_total"]

EXTRAPOLATIONS = (
    "linear",
    "exponential",
    "linear_or_exponential",
    "damped",
    "logistic",
    "share_of_growth",
    "no_change",
)


def extrapolate_total(
    totals: ArrayLike,
    *,
    years: ArrayLike,
    horizon: ArrayLike,
    method: str = "damped",
    damping: float = 0.5,
    limits: tuple[float, float] | None = None,
    parent_totals: ArrayLike | None = None,
    parent_projection: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Carry totals forward from the first and the last known value of each area.

    With ``P0, P1`` the first and last known values, n the years between them and h the years after
    the last: ``linear`` P1 + h(P1 − P0)/n; ``exponential`` P1·(P1/P0)^(h/n);
    ``linear_or_exponential`` the first for growth, the second for decline (no growth explodes and
    no decline falls below zero); ``damped`` the part `damping` of the change that
    ``linear_or_exponential`` gives; ``logistic`` a straight line of ln((P − L)/(U − P)) between the
    `limits` L and U; ``share_of_growth`` P1 + (P1 − P0)/(Q1 − Q0)·(Q(h) − Q1) with the parent area
    Q; ``no_change`` P1.

    Parameters
    ----------
    totals : array_like, shape (..., year)
        Persons; NaN where not known.
    years : array_like, shape (year,)
        Calendar years, ascending.
    horizon : array_like, shape (time,)
        Calendar years wanted, after the last of `years`.
    method : str
        One of :data:`EXTRAPOLATIONS`.
    damping : float
        Part of the change that ``damped`` keeps, 0 to 1.
    limits : (float, float), optional
        Lower and upper limit of ``logistic``.
    parent_totals, parent_projection : array_like, shapes (year,) and (time,), optional
        The parent area, for ``share_of_growth``.

    Returns
    -------
    ndarray, shape (..., time)
        Persons, never negative. NaN for an area with fewer than two known totals (with one,
        ``no_change`` still gives it), and where a formula has no value (exponential growth from
        zero, a total outside the limits, a parent without growth).

    Raises
    ------
    UnknownNameError
        Unknown `method`.
    InvalidInputError
        Shapes or years do not fit, a total is negative, or what the method needs is not given.

    References
    ----------
    Smith, Tayman and Swanson (2013), chapter 8; Wilson (2015), New evaluations of simple models
    for small area population forecasts, Population, Space and Place 21(4), for LIN/EXP.
    """
    if method not in EXTRAPOLATIONS:
        raise UnknownNameError("method", method, EXTRAPOLATIONS)
    known, when = np.asarray(totals, dtype=float), np.asarray(years, dtype=float)
    wanted = np.atleast_1d(np.asarray(horizon, dtype=float))
    if known.ndim == 0 or known.shape[-1] != when.size or np.any(np.diff(when) <= 0):
        raise InvalidInputError(
            f"totals of shape {known.shape} for {when.size} years",
            where="years",
            expected="ascending years, one for each entry of the last axis",
        )
    if np.any(known < 0):
        raise InvalidInputError("a total is negative", where="totals", expected="persons")
    if np.any(wanted <= when[-1]):
        raise InvalidInputError(
            f"horizon {wanted.min():g} is not after {when[-1]:g}", where="horizon"
        )
    if not 0 <= damping <= 1:
        raise InvalidInputError(f"damping {damping} is outside 0 to 1", where="damping")
    first, last, span, since = _ends(known, when)
    ahead = since[..., None] + (wanted - when[-1])
    p0, p1, n = first[..., None], last[..., None], span[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        if method == "no_change":
            result = np.broadcast_to(p1, ahead.shape)
        elif method == "linear":
            result = p1 + ahead * (p1 - p0) / n
        elif method == "exponential":
            result = p1 * (p1 / p0) ** (ahead / n)
        elif method == "logistic":
            result = _logistic(p0, p1, ahead / n, limits)
        elif method == "share_of_growth":
            result = _share_of_growth(known, wanted, first, last, parent_totals, parent_projection)
        else:
            growth = p1 + ahead * (p1 - p0) / n
            either = np.where(p1 >= p0, growth, p1 * (p1 / p0) ** (ahead / n))
            part = damping if method == "damped" else 1.0
            result = p1 + part * (either - p1)
    result = np.where(np.isfinite(result), np.maximum(result, 0.0), np.nan)
    if method != "no_change":
        result = np.where(n > 0, result, np.nan)
    return result


def _ends(known: NDArray[np.float64], when: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """First and last known value, the years between them, and from the last to the last year."""
    there = np.isfinite(known)
    first = np.argmax(there, axis=-1)
    last = known.shape[-1] - 1 - np.argmax(there[..., ::-1], axis=-1)

    def take(index: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(np.take_along_axis(known, index[..., None], axis=-1)[..., 0])

    return take(first), take(last), when[last] - when[first], when[-1] - when[last]


def _logistic(
    p0: NDArray[np.float64],
    p1: NDArray[np.float64],
    steps: NDArray[np.float64],
    limits: tuple[float, float] | None,
) -> NDArray[np.float64]:
    if limits is None or not 0 <= limits[0] < limits[1]:
        raise InvalidInputError(
            f"limits {limits} for the logistic method",
            where="limits",
            expected="lower and upper total population, 0 <= lower < upper",
        )
    low, high = limits
    odds0, odds1 = (p0 - low) / (high - p0), (p1 - low) / (high - p1)
    odds = odds1 * (odds1 / odds0) ** steps
    curve = (low + high * odds) / (1 + odds)
    return np.where((odds0 > 0) & (odds1 > 0), curve, np.nan)


def _share_of_growth(
    known: NDArray[np.float64],
    wanted: NDArray[np.float64],
    first: NDArray[np.float64],
    last: NDArray[np.float64],
    parent_totals: ArrayLike | None,
    parent_projection: ArrayLike | None,
) -> NDArray[np.float64]:
    parent = np.asarray(np.nan if parent_totals is None else parent_totals, dtype=float)
    future = np.asarray(np.nan if parent_projection is None else parent_projection, dtype=float)
    if parent.shape != known.shape[-1:] or future.shape != wanted.shape:
        raise InvalidInputError(
            "share of growth needs the parent area",
            where="parent_totals, parent_projection",
            expected=f"shapes {known.shape[-1:]} and {wanted.shape}",
        )
    if not np.all(np.isfinite(known[..., [0, -1]])):
        raise InvalidInputError(
            "an area has no total in the first or last year", where="totals", expected="both known"
        )
    share = (last - first) / (parent[-1] - parent[0])
    return np.asarray(last[..., None] + share[..., None] * (future - parent[-1]))
