"""Ratios, growth and steps of cohorts for :mod:`stratanalysis.demography.own_past`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "BLOCK",
    "before",
    "children",
    "growth",
    "log_ratio",
    "pairs",
    "ratio",
    "recent_growth",
    "step",
    "totals",
]

BLOCK = 5
"""Years within which a rule keeps its strength; between blocks it is damped."""


def totals(people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Persons of all ages and both sexes."""
    return np.asarray(people.sum(axis=(-2, -1)))


def ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quotient; one where there is nothing below."""
    return np.asarray(np.divide(above, below, out=np.ones_like(above), where=below > 0))


def log_ratio(after: NDArray[np.float64], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithm of the quotient; zero where either is nothing."""
    change = ratio(after, start)
    return np.asarray(np.log(np.where(change > 0, change, 1.0)))


def growth(people: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Growth a year as a logarithm: mean of the last five and the last ten years."""
    count = totals(people)
    whole = log_ratio(count[:, -1], count[:, 0]) / ((count.shape[1] - 1) * width)
    return np.asarray(0.5 * (recent_growth(people, width) + whole))


def recent_growth(people: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Growth a year of the last five years, or of what there is, as a logarithm."""
    count = totals(people)
    back = min(round(BLOCK / width), count.shape[1] - 1)
    return np.asarray(log_ratio(count[:, -1], count[:, -1 - back]) / (back * width))


def before(people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those who are one group older a step later; the last two groups go into the open one."""
    joined = people[..., :-1].copy()
    joined[..., -1] += people[..., -1]
    return np.asarray(joined)


def pairs(people: NDArray[np.float64], older: float) -> tuple[NDArray[np.float64], ...]:
    """Weighted sums of those reached and of those before, over the pairs of observations."""
    count = people.shape[1] - 1
    recent = 1 if people.shape[1] <= 3 else BLOCK
    age = np.arange(count)[::-1] // recent
    weight = np.where(age == 0, 1.0, older)[:, None, None]
    return (
        (weight * people[:, 1:, :, 1:]).sum(axis=1),
        (weight * before(people[:, :-1])).sum(axis=1),
    )


def children(
    people: NDArray[np.float64], mothers: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Children of the first group and women of the ages of mothers, by block of five years."""
    young = people[:, :, :, 0]
    women = people[:, :, 0, mothers].sum(axis=-1)
    size = 1 if people.shape[1] <= 3 else BLOCK
    blocks = max(people.shape[1] // size, 1)
    cut = people.shape[1] - blocks * size if people.shape[1] >= size else 0
    shape = (len(people), blocks, -1)
    young = young[:, cut:].reshape(*shape, 2).sum(axis=2)
    return young, women[:, cut:].reshape(shape).sum(axis=2)


def step(
    now: NDArray[np.float64],
    ratios: NDArray[np.float64],
    born: NDArray[np.float64],
    mothers: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Age by one group; children follow the mothers who are there then."""
    following = np.empty_like(now)
    following[..., 1:] = before(now) * ratios
    following[..., 0] = born * following[..., 0, mothers].sum(axis=-1)[..., None]
    return following
