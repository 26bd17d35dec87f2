"""Hamilton-Perry projection of small areas: age structures of the past instead of rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography.ages import SEXES, age_starts, checked_widths
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["cohort_change_ratios", "hamilton_perry"]


def cohort_change_ratios(history: ArrayLike) -> NDArray[np.float64]:
    """Ratios by which cohorts change from one observation to the next.

    ``CCR(a+1) = Σ N(a+1, t+1) / Σ N(a, t)`` over the pairs of observations; the last two groups
    together give the open one. Survival and net migration are in it together.

    Parameters
    ----------
    history : array_like, shape (..., time, sex, age)
        At least two observations, one group width apart.

    Returns
    -------
    ndarray, shape (..., sex, age − 1)
        NaN where nobody was there before.
    """
    people = _checked_history(history)
    reached = people[..., 1:, :, 1:].sum(axis=-3)
    before = people[..., :-1, :, :-1].sum(axis=-3)
    before[..., -1] += people[..., :-1, :, -1].sum(axis=-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(before > 0, reached / before, np.nan)


def hamilton_perry(
    history: ArrayLike,
    *,
    steps: int,
    age_widths: ArrayLike,
    parent: ArrayLike | None = None,
    shrinkage: ArrayLike = 0.5,
    caps: tuple[float, float] = (0.0, 2.0),
    mothers: tuple[float, float] = (15, 50),
    total: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Carry an area forward with its own cohort change ratios, drawn towards its parent's.

    ``N(a+1, t+1) = N(a, t)·CCR(a+1)`` with ``CCR = (1 − w)·own + w·parent``, held inside `caps`;
    the first group is ``child-woman ratio × women of the ages of mothers`` at the same time, by
    sex, the ratio drawn to the parent's in the same way. With `total` every year is then scaled to
    it.

    Parameters
    ----------
    history : array_like, shape (..., time, sex, age)
        Persons, at least two observations one group width apart, the last the start.
    steps : int
        Steps to project, each one group width.
    age_widths : array_like, shape (age,)
        Years.
    parent : array_like, shape (time, sex, age), optional
        The larger area at the same times.
    shrinkage : array_like, shape (...)
        Weight w of the parent, 0 to 1; no weight where no parent is given. A half does best for
        Swedish counties, see the method note.
    caps : (float, float)
        Smallest and largest ratio.
    mothers : (float, float)
        First age of mothers, and the age before which they end.
    total : array_like, shape (..., steps), optional
        Persons, for instance from :func:`extrapolate_total`.

    Returns
    -------
    ndarray, shape (..., steps + 1, sex, age)
        Persons, never negative, the start included.

    Raises
    ------
    InvalidInputError
        Unusable shapes or values; a total that is missing or negative, or that an area of nobody
        cannot meet; nobody was in a group from which a ratio is needed and no `parent` is given.

    References
    ----------
    Hamilton and Perry (1962), Social Forces 41(2); Smith, Tayman and Swanson (2013), section 7.6;
    Swanson, Schlottmann and Schmidt (2010), Population Research and Policy Review 29(1).
    """
    people = _checked_history(history)
    widths = checked_widths(age_widths, people.shape[-1])
    weight = np.asarray(shrinkage, dtype=float)
    if steps < 1 or not np.all((weight >= 0) & (weight <= 1)) or not 0 <= caps[0] < caps[1]:
        raise InvalidInputError(
            f"steps {steps}, shrinkage {shrinkage!r} or caps {caps} cannot be used",
            expected="steps of at least 1, a weight from 0 to 1, caps with 0 <= low < high",
        )
    wanted = np.asarray(0.0 if total is None else total, dtype=float)
    if total is not None and (wanted.ndim == 0 or wanted.shape[-1] != steps):
        raise InvalidInputError(
            f"total has shape {wanted.shape}", where="total", expected=f"(..., {steps})"
        )
    if not np.all(np.isfinite(wanted) & (wanted >= 0)):
        raise InvalidInputError(
            "a total is missing or negative", where="total", expected="persons, zero or more"
        )
    starts = age_starts(widths)
    women = (starts >= mothers[0]) & (starts + widths <= mothers[1])
    if not women.any():
        raise InvalidInputError(f"no age group lies inside {mothers}", where="mothers")
    ratios, children = cohort_change_ratios(people), _child_woman_ratio(people, women)
    if parent is not None:
        large = _checked_history(parent)
        if large.shape[-1] != people.shape[-1]:
            raise InvalidInputError(
                f"parent has {large.shape[-1]} age groups", expected=f"{people.shape[-1]}"
            )
        ratios = _shrink(ratios, cohort_change_ratios(large), weight[..., None, None])
        children = _shrink(children, _child_woman_ratio(large, women), weight[..., None])
    if np.isnan(ratios).any() or np.isnan(children).any():
        raise InvalidInputError(
            "an age group was empty, so that its cohort change ratio is not known",
            where="history",
            do="pass the parent area, or join age groups",
        )
    ratios = np.clip(ratios, *caps)
    now = people[..., -1, :, :]
    path = [now]
    for step in range(steps):
        following = np.empty_like(now)
        joined = now[..., :-1].copy()
        joined[..., -1] += now[..., -1]
        following[..., 1:] = joined * ratios
        mothers_now = following[..., 0, women].sum(axis=-1)
        following[..., 0] = children * mothers_now[..., None]
        if total is not None:
            reached = following.sum(axis=(-2, -1))
            if np.any((reached == 0) & (wanted[..., step] > 0)):
                raise InvalidInputError(
                    f"nobody is left in an area at step {step + 1}, so no total can be met",
                    where="total",
                    do="leave the area out, or give 0",
                )
            scale = wanted[..., step] / np.where(reached > 0, reached, 1.0)
            following = following * scale[..., None, None]
        now = following
        path.append(now)
    return np.stack(path, axis=-3)


def _checked_history(history: ArrayLike) -> NDArray[np.float64]:
    people = np.asarray(history, dtype=float)
    if people.ndim < 3 or people.shape[-2] != len(SEXES) or people.shape[-3] < 2:
        raise InvalidInputError(
            f"history has shape {people.shape}",
            where="history",
            expected="(..., time, sex, age) with at least two times",
        )
    if not np.all(people >= 0):
        raise InvalidInputError("history has missing or negative cells", where="history")
    return people


def _child_woman_ratio(
    people: NDArray[np.float64], women: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Children of each sex in the first group per woman, after the first observation."""
    mothers = people[..., 1:, 0, :][..., women].sum(axis=(-2, -1))[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(mothers > 0, people[..., 1:, :, 0].sum(axis=-2) / mothers, np.nan)


def _shrink(
    own: NDArray[np.float64], parent: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.where(np.isnan(own), parent, (1 - weight) * own + weight * parent)
