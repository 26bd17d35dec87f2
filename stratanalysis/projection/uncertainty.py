"""Random paths of the drivers, their quantiles and bands."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import InvalidInputError
from stratanalysis.language import language as get_language
from stratanalysis.projection.budget_model import Array
from stratanalysis.scenarios.drivers import DRIVERS, WHOLE
from stratanalysis.scenarios.scenario import Range, Scenarios
from stratanalysis.scenarios.variables import is_money, unit_of

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.projection.initial_state import Start
    from stratanalysis.projection.result import Projection

__all__ = ["band_sentence", "draw_bands", "draw_drivers", "quantile_table"]


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


def quantile_table(
    projection: Projection,
    *,
    levels: Sequence[float] = (0.1, 0.5, 0.9),
    variables: Sequence[tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Quantiles of the draws by scenario, year and variable.

    Parameters
    ----------
    projection : Projection
        With draws.
    levels : sequence of float
        Between 0 and 1, ascending. The quantile at level q lies between the draws of rank
        ``q · (n − 1)``, by a straight line.
    variables : sequence of (variable, price_basis), optional
        By default all but the single lines of the budget, money in prices of the base year.

    Returns
    -------
    DataFrame
        ``scenario, year, variable, unit, price_basis, quantile, value``. Quantiles of a year never
        cross; missing where no draw has a value.
    """
    import pandas as pd

    if not levels or list(levels) != sorted(set(levels)) or levels[0] < 0 or levels[-1] > 1:
        raise InvalidInputError(
            f"the levels are {list(levels)}", where="levels", expected="0 to 1, ascending"
        )
    if variables is None:
        variables = [
            (name, "real" if is_money(name) else "")
            for name in projection.samples
            if "|" not in name
        ]
    frames = []
    for name, basis in variables:
        ordered = np.sort(projection.sample(name, price_basis=basis), axis=1)
        count = ordered.shape[1]
        for q in levels:
            low = min(int(q * (count - 1)), max(count - 2, 0))
            weight = q * (count - 1) - low
            top = ordered[:, min(low + 1, count - 1)]
            value = ordered[:, low] + weight * (top - ordered[:, low])
            frames.append((name, basis, q, value))
    size = len(projection.names) * len(projection.years)
    return pd.DataFrame(
        {
            "scenario": np.tile(
                np.repeat(list(projection.names), len(projection.years)), len(frames)
            ),
            "year": np.tile(list(projection.years), len(frames) * len(projection.names)),
            "variable": np.repeat([name for name, *_ in frames], size),
            "unit": np.repeat([unit_of(name) for name, *_ in frames], size),
            "price_basis": np.repeat([basis for _, basis, *_ in frames], size),
            "quantile": np.repeat([q for _, _, q, _ in frames], size),
            "value": np.concatenate([value.ravel() for *_, value in frames]),
        }
    )


def draw_bands(
    projection: Projection,
    variable: str = "population",
    *,
    price_basis: str = "",
    coverage: float = 0.8,
) -> pd.DataFrame:
    """Bands of one variable from the draws, a row a scenario and year.

    Returns
    -------
    DataFrame
        ``scenario, year, variable, price_basis, lower, central, upper``: `central` is the central
        path, the bounds are the quantiles that leave half of ``1 − coverage`` outside on each side.
    """
    if not 0 < coverage < 1:
        raise InvalidInputError(f"coverage is {coverage}", expected="a share between 0 and 1")
    tails = ((1 - coverage) / 2, (1 + coverage) / 2)
    table = quantile_table(projection, levels=tails, variables=[(variable, price_basis)])
    keys = ["scenario", "year", "variable", "price_basis"]
    low, high = (table[table["quantile"] == q].reset_index(drop=True) for q in tails)
    central = projection.wide(variable, price_basis=price_basis).to_numpy().T.ravel()
    return low[keys].assign(lower=low["value"], central=central, upper=high["value"])


def band_sentence(
    language: str, *, coverage: float, projection: Projection | None = None, forecasts: int = 0
) -> str:
    """Say which of the two bands a picture shows: of draws, or of past errors.

    Parameters
    ----------
    language : {"uk", "en"}
    coverage : float
        Share inside the band.
    projection : Projection, optional
        With draws; without it the band is of past errors.
    forecasts : int
        Number of past errors.
    """
    words = get_language(language)
    share = words.percent(coverage, 0)
    if projection is not None and projection.draws:
        return words.text(
            "The band holds {share} of {draws} random draws around the stated ranges of the "
            "drivers.",
            share=share,
            draws=words.number(projection.draws),
        )
    return words.text(
        "The band would have held {share} of {forecasts} past forecasts; beyond the longest of "
        "them nothing is drawn.",
        share=share,
        forecasts=words.number(forecasts),
    )
