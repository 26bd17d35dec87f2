"""Mortality at a given life expectancy, and single ages from abridged rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography._monotone import monotone_curve
from stratanalysis.demography.ages import age_starts
from stratanalysis.demography.drivers import Interpolated
from stratanalysis.demography.life_table import LifeTable, from_survivors, survival_ratios
from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["model_mortality", "single_age_mortality", "survival_at_life_expectancy"]

_ITERATIONS = 60
_PRECISION = 1e-10
_SHORTEST, _LONGEST = 10.0, 110.0


def model_mortality(standard: LifeTable, e0: ArrayLike) -> LifeTable:
    """Life table of a given life expectancy with the age pattern of a standard.

    Brass's relational logit with slope 1: ``Y(x) = α + Ys(x)``, ``Y = ½ ln((1 − l)/l)``. α is found
    so that the life expectancy at birth is `e0`; `nax` are those of the standard, and the death
    rate of the open group changes in proportion to that of the group before it. At the standard's
    own e0 the standard comes back.

    Parameters
    ----------
    standard : LifeTable
        Shape ``(..., age)``, for instance ``(sex, age)``.
    e0 : array_like
        Years; broadcasts with the leading axes of `standard`.

    Returns
    -------
    LifeTable
        Shape ``(..., age)`` of the two together; ``ex[..., 0]`` equals `e0` to 1e-8 years.

    Raises
    ------
    InvalidInputError
        A value is missing, or no α gives it.

    References
    ----------
    Brass (1971), On the scale of mortality; Preston, Heuveline and Guillot (2001), section 9.3.
    """
    wanted = np.asarray(e0, dtype=float)
    lead = np.broadcast_shapes(wanted.shape, standard.lx.shape[:-1])
    wanted = np.broadcast_to(wanted, lead)
    if not np.all((wanted >= _SHORTEST) & (wanted <= _LONGEST)):
        raise InvalidInputError(
            f"a life expectancy is missing or outside {_SHORTEST:g} to {_LONGEST:g} years",
            where="e0",
            expected="years at birth",
        )
    with np.errstate(divide="ignore"):
        logit = 0.5 * (np.log1p(-standard.lx) - np.log(standard.lx))
    logit[..., 0] = -np.inf  # everyone is alive at birth, whatever α
    alpha = _level(standard, logit, wanted)
    survivors = _survivors(logit, alpha)
    ax = np.broadcast_to(standard.ax, survivors.shape)
    return from_survivors(survivors, ax, standard.age_widths, _open_rate(standard, survivors))


def _level(
    standard: LifeTable, logit: NDArray[np.float64], wanted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """α for each life expectancy: secant steps, halving where one leaves the bracket."""
    # e0 is linear in the survivors but for the open group: Σ l(x)·(a(x) + n(x−1) − a(x−1)).
    part = standard.ax[..., :-1]
    weight = np.zeros_like(standard.ax)
    weight[..., :-1] += part
    weight[..., 1:] += standard.age_widths[:-1] - part

    def error(alpha: NDArray[np.float64]) -> NDArray[np.float64]:
        survivors = _survivors(logit, alpha)
        open_years = survivors[..., -1] / _open_rate(standard, survivors)
        return np.asarray((survivors * weight).sum(axis=-1) + open_years - wanted)

    low, high = np.full(wanted.shape, -12.0), np.full(wanted.shape, 12.0)
    before, alpha = np.full(wanted.shape, 0.05), np.zeros(wanted.shape)
    error_before = error(before)
    for _ in range(_ITERATIONS):
        now = error(alpha)
        if np.max(np.abs(now), initial=0.0) < _PRECISION:
            return alpha
        low, high = np.where(now > 0, alpha, low), np.where(now > 0, high, alpha)
        with np.errstate(divide="ignore", invalid="ignore"):
            secant = alpha - now * (alpha - before) / (now - error_before)
        inside = (secant > low) & (secant < high)
        settled = np.abs(now) < _PRECISION
        following = np.where(inside, secant, 0.5 * (low + high))
        before, error_before = alpha, now
        alpha = np.where(settled, alpha, following)
    worst = wanted.reshape(-1)[np.argmax(np.abs(now))]
    raise InvalidInputError(
        f"no life table of this standard has a life expectancy of {worst:g} years", where="e0"
    )


def _survivors(logit: NDArray[np.float64], alpha: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(2 * (alpha[..., None] + logit))))


def _open_rate(standard: LifeTable, survivors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Death rate of the open group, changed as that of the group before it."""
    width, mean = standard.age_widths[-2], standard.ax[..., -2]
    dead = survivors[..., -2] - survivors[..., -1]
    with np.errstate(invalid="ignore", divide="ignore"):
        last_closed = dead / (width * survivors[..., -1] + mean * dead)
        ratio = last_closed / standard.mx[..., -2]
    ratio = np.where(np.isfinite(ratio) & (ratio > 0), ratio, 1.0)
    return np.asarray(standard.mx[..., -1] * ratio)


def survival_at_life_expectancy(
    standard: LifeTable, e0: ArrayLike, *, step: float = 1.0, spacing: float = 0.1
) -> Interpolated:
    """Survival ratios for many life expectancies, as a table that the projection reads.

    Parameters
    ----------
    standard : LifeTable
        Shape ``(sex, age)``.
    e0 : array_like, shape (..., time, sex)
        Years.
    step : float
        Years of a step.
    spacing : float
        Years between rows of the table; straight lines between rows 0.1 years apart differ from
        the exact ratios by less than 1e-5.

    Returns
    -------
    Interpolated
    """
    level = np.asarray(e0, dtype=float)
    if standard.lx.ndim != 2 or level.ndim < 2 or level.shape[-1] != standard.lx.shape[0]:
        raise InvalidInputError(
            f"e0 has shape {level.shape} for a standard of shape {standard.lx.shape}",
            where="e0",
            expected="(..., time, sex) and a standard (sex, age)",
        )
    if not np.all(np.isfinite(level)):
        raise InvalidInputError("e0 is missing or infinite", where="e0", expected="years")
    low = np.floor(level.min() / spacing) * spacing
    rows = int(np.ceil((level.max() - low) / spacing + 1e-9)) + 2
    grid = low + spacing * np.arange(rows)
    table = survival_ratios(model_mortality(standard, grid[:, None]), step=step)
    return Interpolated(grid, table, level)


def single_age_mortality(table: LifeTable) -> NDArray[np.float64]:
    """Death rates by single age from an abridged life table.

    The logarithm of the rates runs through the middles of the groups by a monotone cubic (Fritsch
    and Butland); then each group's hazards h are raised or lowered so that as many survive it
    as in the table, and become rates by ``2·tanh(h/2)`` (deaths in the middle of the year). Groups
    of one year and the open group keep their rates.

    Parameters
    ----------
    table : LifeTable
        Shape ``(..., age)`` with whole years; death rates more than zero.

    Returns
    -------
    ndarray, shape (..., open age + 1)

    Raises
    ------
    InvalidInputError
        A rate is zero, or a width is not a whole number.
    """
    widths, starts = table.age_widths[:-1], age_starts(table.age_widths)
    if not np.all(table.mx > 0) or np.any(widths != np.round(widths)):
        raise InvalidInputError(
            "a death rate is zero or a group is not of whole years",
            where="table",
            expected="positive rates by whole years",
        )
    middle = np.append(starts[:-1] + widths / 2, starts[-1] + 2.0)
    single = np.exp(monotone_curve(middle, np.log(table.mx), np.arange(starts[-1]) + 0.5))
    group = np.repeat(np.arange(widths.size), widths.astype(int))
    hazard = np.add.reduceat(single, starts[:-1].astype(int), axis=-1)
    wanted = np.log(table.lx[..., :-1] / table.lx[..., 1:])
    rates = 2 * np.tanh(single * (wanted / hazard)[..., group] / 2)
    rates = np.where((widths == 1)[group], table.mx[..., :-1][..., group], rates)
    return np.concatenate([rates, table.mx[..., -1:]], axis=-1)
