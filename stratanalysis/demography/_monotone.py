"""A curve through points that never turns where the points do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["monotone_curve"]


def monotone_curve(
    knots: NDArray[np.float64], values: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Monotone piecewise cubic through ``(knots, values)``, read at `at`.

    Slopes inside are the weighted harmonic mean of the slopes of the two neighbouring pieces, or
    zero where these differ in sign; at the ends the three-point formula, limited to keep the shape.
    Written out here because loading scipy's interpolation takes longer than a whole projection.

    Parameters
    ----------
    knots : ndarray, shape (knot,)
        Ascending, at least three.
    values : ndarray, shape (..., knot)
    at : ndarray, shape (point,)
        Points; outside the knots the first or last piece goes on.

    Returns
    -------
    ndarray, shape (..., point)

    References
    ----------
    Fritsch and Butland (1984), SIAM Journal on Scientific and Statistical Computing 5(2): 300-304;
    Moler (2004), Numerical Computing with MATLAB, section 3.6, for the ends.
    """
    width = np.diff(knots)
    slope = np.diff(values, axis=-1) / width
    before, after = slope[..., :-1], slope[..., 1:]
    left, right = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    rates = np.zeros(values.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (left + right) / (left / before + right / after)
    rates[..., 1:-1] = np.where(before * after > 0, mean, 0.0)
    rates[..., 0] = _end(width[0], width[1], slope[..., 0], slope[..., 1])
    rates[..., -1] = _end(width[-1], width[-2], slope[..., -1], slope[..., -2])
    piece = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, width.size - 1)
    step = width[piece]
    along = (at - knots[piece]) / step
    low, high = values[..., piece], values[..., piece + 1]
    start, end = step * rates[..., piece], step * rates[..., piece + 1]
    rise = high - low
    curved = start + along * ((3 * rise - 2 * start - end) + along * (start + end - 2 * rise))
    return np.asarray(low + along * curved)


def _end(
    near: float, far: float, slope: NDArray[np.float64], following: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Slope at an end from the two pieces next to it."""
    rate = ((2 * near + far) * slope - near * following) / (near + far)
    rate = np.where(np.sign(rate) == np.sign(slope), rate, 0.0)
    steep = (np.sign(slope) != np.sign(following)) & (np.abs(rate) > 3 * np.abs(slope))
    return np.where(steep, 3 * slope, rate)
