"""Random paths of fertility, life expectancy and net migration between published bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["AUTOCORRELATION", "DRIVERS", "Band", "EnsemblePaths", "ensemble"]

DRIVERS = ("tfr", "life_expectancy", "net_migration")
"""Order of the drivers in a correlation matrix."""

AUTOCORRELATION: Mapping[str, float] = {
    "tfr": 0.977,
    "life_expectancy": 0.98,
    "net_migration": 0.6,
}
"""Correlation of the deviations of one year with those of the year before.

Total fertility: 0.89 in five years (Alkema et al. 2011, Demography 48(3), low-fertility phase), so
0.89^(1/5) a year. Life expectancy: a random walk with drift (Raftery et al. 2013, Demography
50(3)); 0.98 is the mean correlation of its neighbouring years over three decades. Net migration:
an autoregression of the first order as in Azose and Raftery (2015), Demography 52(5); the value is
set so that the width of the United Nations' bounds of Ukraine's total in 2025, 2034 and 2054 is
met, see the method note.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A median path and its prediction interval.

    Attributes
    ----------
    median, lower, upper : array_like, shape (time,) or (time, sex)
        Values by step; ``lower <= median <= upper``.
    coverage : float
        Probability of the interval, 0.8 for the 80 % bounds of the United Nations.
    minimum : float or None
        Smallest possible value, for instance 0 for a rate.
    """

    median: ArrayLike
    lower: ArrayLike
    upper: ArrayLike
    coverage: float = 0.8
    minimum: float | None = None

    def __post_init__(self) -> None:
        middle, low, high = (
            np.asarray(values, dtype=float) for values in (self.median, self.lower, self.upper)
        )
        if not middle.shape == low.shape == high.shape or middle.ndim not in (1, 2):
            raise InvalidInputError(
                f"shapes of median {middle.shape}, lower {low.shape} and upper {high.shape}",
                expected="one shape, (time,) or (time, sex)",
            )
        if not np.all((low <= middle) & (middle <= high)):
            raise InvalidInputError(
                "the bounds are missing or do not enclose the median", expected="lower <= median"
            )
        if not 0 < self.coverage < 1:
            raise InvalidInputError(f"coverage {self.coverage} is no probability")

    def at(self, deviations: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values for standard normal deviations ``(..., time)``.

        Above the median one deviation is ``(upper − median)/z``, below ``(median − lower)/z``, with
        z the normal quantile of the coverage: the bounds have exactly their probability. Both
        sexes share a deviation.
        """
        middle, low, high = (
            np.asarray(values, dtype=float) for values in (self.median, self.lower, self.upper)
        )
        quantile = NormalDist().inv_cdf(0.5 + self.coverage / 2)
        z = deviations if middle.ndim == 1 else deviations[..., None]
        values = middle + np.where(z > 0, high - middle, middle - low) * (z / quantile)
        return np.asarray(values if self.minimum is None else np.maximum(values, self.minimum))


@dataclass(frozen=True, slots=True, eq=False)
class EnsemblePaths:
    """Random paths, one row a draw.

    Attributes
    ----------
    tfr : ndarray, shape (draw, time)
    life_expectancy : ndarray, shape (draw, time, sex) or (draw, time)
    net_migration : ndarray, shape (draw, time)
        In the unit of its band: persons, or a rate.
    seed : int or None
        The seed; None where a generator was passed in.
    """

    tfr: NDArray[np.float64]
    life_expectancy: NDArray[np.float64]
    net_migration: NDArray[np.float64]
    seed: int | None


def ensemble(
    *,
    tfr: Band,
    life_expectancy: Band,
    net_migration: Band,
    draws: int,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
    autocorrelation: Mapping[str, float] = AUTOCORRELATION,
    correlation: ArrayLike | None = None,
) -> EnsemblePaths:
    """Draw correlated paths of the three drivers.

    Each driver deviates from its median by ``z(t)``: ``z(0)`` standard normal, ``z(t) = φ·z(t−1) +
    √(1 − φ²)·e(t)``; the shocks e of the drivers have the matrix `correlation`. So z has variance 1
    in every year, and each year's values keep the bounds of the :class:`Band`.

    Parameters
    ----------
    tfr, life_expectancy, net_migration : Band
        Medians and bounds with the same number of steps.
    draws : int
        Number of paths.
    seed : int, optional
        Any whole number from 0; print it with the results.
    rng : numpy.random.Generator, optional
        Instead of `seed`.
    autocorrelation : mapping of str to float
        φ by driver, 0 to 1; see :data:`AUTOCORRELATION` for the defaults and their sources.
    correlation : array_like, shape (3, 3), optional
        Of the shocks, in the order of :data:`DRIVERS`. By default they are independent, as the
        United Nations draw them.

    Returns
    -------
    EnsemblePaths

    Raises
    ------
    InvalidInputError
        Neither or both of `seed` and `rng`; steps differ; a correlation is impossible.
    """
    bands = (tfr, life_expectancy, net_migration)
    steps = {len(np.asarray(band.median)) for band in bands}
    if len(steps) != 1:
        raise InvalidInputError(
            f"the bands have {sorted(steps)} steps", expected="the same number for all drivers"
        )
    if (seed is None) == (rng is None):
        raise InvalidInputError("give either seed or rng", expected="a seed from 0, or a generator")
    if draws < 1:
        raise InvalidInputError(f"draws {draws}", where="draws", expected="at least 1")
    phi = np.array([autocorrelation.get(name, np.nan) for name in DRIVERS])
    if not np.all((phi >= 0) & (phi <= 1)):
        raise InvalidInputError(
            f"autocorrelation {dict(autocorrelation)} is missing or outside 0 to 1",
            where="autocorrelation",
            expected=f"a value for each of {', '.join(DRIVERS)}",
        )
    matrix = np.eye(len(DRIVERS)) if correlation is None else np.asarray(correlation, dtype=float)
    try:
        root = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        root = np.zeros(0)
    if root.shape != (3, 3) or not np.allclose(np.diag(matrix), 1) or np.any(matrix != matrix.T):
        raise InvalidInputError(
            "the correlation matrix is not symmetric, positive definite with ones",
            where="correlation",
            expected="shape (3, 3)",
        )
    generator = np.random.default_rng(seed) if rng is None else rng
    shocks = generator.standard_normal((steps.pop(), draws, len(DRIVERS))) @ root.T
    deviations = np.empty_like(shocks)
    deviations[0] = shocks[0]
    fresh = np.sqrt(1 - phi**2)
    for t in range(1, len(shocks)):
        deviations[t] = phi * deviations[t - 1] + fresh * shocks[t]
    by_driver = deviations.transpose(2, 1, 0)
    return EnsemblePaths(
        tfr=tfr.at(by_driver[0]),
        life_expectancy=life_expectancy.at(by_driver[1]),
        net_migration=net_migration.at(by_driver[2]),
        seed=seed,
    )
