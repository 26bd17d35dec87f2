"""Who is present of the residents: displacement, and the return once the fighting ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stratanalysis.projection.budget_model import Array, Drivers

__all__ = ["MEN", "Present", "present_shares"]

MEN = slice(18, 60)
"""Ages of men with a share of their own."""


class Present(NamedTuple):
    """Persons present over residents, shape of the drivers ``(..., time)``.

    More than one where a community hosts more than it lost.

    Attributes
    ----------
    others : ndarray
        Women, children, and men of 60 and over.
    men : ndarray
        Men of 18 to 59.
    """

    others: Array
    men: Array

    @property
    def alike(self) -> npt.NDArray[np.bool_]:
        """Whether both are the same in every year, shape of the leading axes."""
        return np.asarray((self.others == self.men).all(axis=-1))

    def by_age(self, at: int, ages: int) -> Array:
        """Shares of one year by sex and age, shape ``(..., sex, age)``."""
        others, men = self.others[..., at], self.men[..., at]
        grid = np.repeat(others[..., None], 2 * ages, axis=-1).reshape(*others.shape, 2, ages)
        grid[..., 1, MEN] = men[..., None]
        return grid


def present_shares(drivers: Drivers, years: npt.NDArray[np.int64]) -> Present:
    """Shares of residents who are present, by year.

    ``1 − d[t]`` with d the driver ``displacement``, until the year ``war_end`` w (0: never). From
    then on ``d[t] = d[w] · (1 − share · (1 − 2^(−(t − w)/half_life)))``, with ``return_share`` and
    for men of 18 to 59 ``return_share_men``. So nobody returns before the fighting ends, and those
    whom a community hosts (d below zero) leave it in the same way.

    Parameters
    ----------
    drivers : mapping of str to array, shape (..., time)
        ``displacement``, ``war_end``, ``return_share``, ``return_share_men`` and
        ``return_half_life``; the last four may be absent.
    years : array of int, shape (time,)

    Returns
    -------
    Present

    Examples
    --------
    >>> import numpy as np
    >>> values = {"displacement": np.full(4, 0.4), "war_end": np.full(4, 2023.0),
    ...           "return_share": np.full(4, 0.5), "return_half_life": np.ones(4)}
    >>> present_shares(values, np.arange(2022, 2026)).others.tolist()
    [0.6, 0.6, 0.7, 0.75]
    """
    away = np.asarray(drivers["displacement"], dtype=float)
    if "war_end" not in drivers or not (drivers["war_end"] > 0).any():
        here = 1.0 - away
        return Present(here, here)
    end = np.asarray(drivers["war_end"], dtype=float)
    shape = np.broadcast_shapes(away.shape, end.shape)
    away, end = np.broadcast_to(away, shape), np.broadcast_to(end, shape)
    first = np.clip(end[..., -1:] - years[0], 0, len(years) - 1).astype(np.int64)
    at_end = np.take_along_axis(away, first, axis=-1)
    since = np.maximum(years - end, 0.0)
    back = 1.0 - 2.0 ** (-since / drivers["return_half_life"])
    over = (end > 0) & (years >= end)

    def share(name: str) -> Array:
        given = drivers.get(name, drivers["return_share"])
        return np.asarray(1.0 - np.where(over, at_end * (1.0 - given * back), away))

    return Present(share("return_share"), share("return_share_men"))
