"""Age schedules of fertility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.demography._monotone import monotone_curve
from stratanalysis.demography.ages import age_starts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["single_age_pattern"]


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
