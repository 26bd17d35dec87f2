"""Random paths of the drivers, quantiles and chances, and bands from past errors."""

from __future__ import annotations

import zlib
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import InvalidInputError
from stratanalysis.scenarios.drivers import DRIVERS, WHOLE
from stratanalysis.scenarios.model import Array
from stratanalysis.scenarios.scenario import Range, Scenarios

if TYPE_CHECKING:
    from stratanalysis.scenarios.start import Start

__all__ = ["draw_drivers"]


def draw_drivers(
    start: Start, scenarios: Scenarios, *, draws: int, seed: int | None
) -> dict[str, Array]:
    """Draw paths of the drivers around the scenarios' own.

    The deviation of a driver is ``z · high / q`` above and ``z · |low| / q`` below its path, with
    q the normal quantile of the range's coverage, so that the range has exactly its probability.
    ``z`` is standard normal in every year: ``z(t) = φ·z(t − 1) + √(1 − φ²)·e(t)`` with φ the
    range's persistence; the shocks ``e`` of two drivers have the stated correlation. Values stay
    within the driver's bounds; levels and growth rates of the base year are executed and stay.

    Every driver has a stream of its own from the seed, the community and its name: a further
    driver, scenario or community leaves the others' draws as they are, and the scenarios share
    their shocks, so that their difference is no noise.

    Parameters
    ----------
    start : Start
    scenarios : Scenarios
    draws : int
        At least 1.
    seed : int
        From 0.

    Returns
    -------
    dict of array, shape (scenario, 1 + draws, time)
        The first is the path itself. Drivers that no range moves have ``(scenario, 1, time)``.

    Raises
    ------
    InvalidInputError
        No seed; no range; correlations that contradict each other.
    """
    if draws < 1 or seed is None or seed < 0:
        raise InvalidInputError(
            f"draws {draws} with seed {seed}",
            where="draws, seed",
            expected="at least 1 draw and a seed from 0",
        )
    ranges = [scenarios.ranges(name) for name in start.names]
    moved = sorted({d for by in ranges for d in by if d in start.drivers and d not in WHOLE})
    if not moved:
        raise InvalidInputError(
            "no scenario says how uncertain a driver is",
            where="scenarios.toml",
            expected="a range for one driver or more",
            do="add [[baseline.range]] with driver, low and high",
        )
    time = len(start.years)
    shocks = {
        driver: np.random.default_rng(
            [seed, zlib.crc32(start.slug.encode()), zlib.crc32(driver.encode())]
        ).standard_normal((draws, time))
        for driver in moved
    }
    values = {name: array[:, None, :] for name, array in start.drivers.items()}
    paths: dict[str, list[Array]] = {driver: [] for driver in moved}
    for row, name in enumerate(start.names):
        together = _correlated(shocks, moved, scenarios.correlations(name))
        for driver in moved:
            path = start.drivers[driver][row]
            entry = ranges[row].get(driver)
            spread = np.zeros((draws, time)) if entry is None else _spread(together[driver], entry)
            if not DRIVERS[driver].is_flow:
                spread[:, 0] = 0.0
            bounds = DRIVERS[driver].minimum, DRIVERS[driver].maximum
            paths[driver].append(np.vstack([path[None], np.clip(path + spread, *bounds)]))
    return values | {driver: np.stack(rows) for driver, rows in paths.items()}


def _spread(shocks: Array, entry: Range) -> Array:
    """Deviations from the path, shape (draw, time)."""
    z = np.empty_like(shocks)
    z[:, 0] = shocks[:, 0]
    fresh = np.sqrt(1.0 - entry.persistence**2)
    for t in range(1, shocks.shape[1]):
        z[:, t] = entry.persistence * z[:, t - 1] + fresh * shocks[:, t]
    quantile = NormalDist().inv_cdf(0.5 + entry.coverage / 2)
    spread: Array = np.where(z > 0, entry.high, -entry.low) * (z / quantile)
    return spread


def _correlated(
    shocks: dict[str, Array], names: list[str], pairs: dict[tuple[str, str], float]
) -> dict[str, Array]:
    """Shocks with the stated correlations; those of drivers without any stay as they are."""
    known = {pair: value for pair, value in pairs.items() if set(pair) <= set(names) and value}
    tied = [name for name in names if any(name in pair for pair in known)]
    if not tied:
        return shocks
    matrix = np.eye(len(tied))
    for (one, other), value in known.items():
        i, j = tied.index(one), tied.index(other)
        matrix[i, j] = matrix[j, i] = value
    weights, vectors = np.linalg.eigh(matrix)
    if weights.min() < -1e-9:
        raise InvalidInputError(
            "the correlations contradict each other",
            where="scenarios.toml: correlation",
            expected="a matrix that some set of drivers could have",
            do="bring the largest of them nearer to zero",
        )
    root = (vectors * np.sqrt(np.maximum(weights, 0.0))) @ vectors.T
    mixed = dict(shocks)
    for i, name in enumerate(tied):
        mixed[name] = sum(
            (root[i, j] * shocks[other] for j, other in enumerate(tied)),
            np.zeros_like(shocks[name]),
        )
    return mixed
