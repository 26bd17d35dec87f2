"""How much a ranking owes to the choices behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError
from stratanalysis.indicators.composite import aggregate, checked_weights, normalise

__all__ = ["IndexChoices", "rank_robustness"]


@dataclass(frozen=True)
class IndexChoices:
    """The choices behind a composite index that are varied.

    Attributes
    ----------
    normalisations, aggregations : sequence of str
        Methods to draw from, the reference first; those that need more than the table (goalposts,
        distance to target) are not among them.
    weight_spread : float
        Each weight is multiplied by a number between 1 − spread and 1 + spread; from 0, below 1.
    floor : float
        Lower bound before the geometric and harmonic means.
    """

    normalisations: Sequence[str] = ("min_max", "rank")
    aggregations: Sequence[str] = ("arithmetic", "geometric")
    weight_spread: float = 0.25
    floor: float = 0.01


def rank_robustness(
    table: pd.DataFrame,
    weights: Mapping[str, float] | pd.Series,
    *,
    directions: Mapping[str, str],
    seed: int | np.random.Generator,
    draws: int = 1000,
    choices: IndexChoices | None = None,
    top: int = 10,
) -> pd.DataFrame:
    """Ranks of all units over random choices of normalisation, weights and aggregation.

    Each draw takes one normalisation, one aggregation and weights w · u / Σ (w · u) with u uniform
    on [1 − spread, 1 + spread]. The reference is the first normalisation and aggregation with the
    weights as given.

    Parameters
    ----------
    table : pandas.DataFrame
        Units in rows, raw indicators in columns.
    weights : mapping
        By indicator, summing to 1.
    directions : mapping
        ``"increase"`` or ``"decrease"`` by indicator.
    seed : int or numpy.random.Generator
        Every seed, 0 too, gives its own repeatable draws.
    draws : int
    choices : IndexChoices, optional
    top : int
        For the share of draws in which a unit is among the first `top`.

    Returns
    -------
    pandas.DataFrame
        By unit: `rank` (reference), `median`, `low`, `high` (5th and 95th percentile of the rank),
        `share_top`. Rank 1 is best; ties share the better rank. NaN for a unit of
        which less than half of the weight was measured.

    References
    ----------
    Saisana, Saltelli and Tarantola, *JRSS A* 168 (2005) 307-323; OECD-JRC handbook, step 7.
    """
    choices = choices or IndexChoices()
    normalisations, aggregations = choices.normalisations, choices.aggregations
    weight_spread, floor = choices.weight_spread, choices.floor
    if draws < 1:
        raise InvalidInputError(f"draws is {draws}", expected="at least 1")
    if not 0 <= weight_spread < 1:
        raise InvalidInputError(f"weight_spread is {weight_spread}", expected="from 0, below 1")
    allowed = ("min_max", "z_score", "rank")
    if wrong := [name for name in normalisations if name not in allowed]:
        raise InvalidInputError(f"cannot draw {', '.join(wrong)}", expected=", ".join(allowed))
    if "z_score" in normalisations and set(aggregations) != {"arithmetic"}:
        raise InvalidInputError("z scores are negative: only the arithmetic mean can join them")
    used = checked_weights(weights, table.columns)
    random = np.random.default_rng(seed)
    scaled = {name: normalise(table, method=name, directions=directions) for name in normalisations}

    def ranks(normalisation: str, aggregation: str, weight: pd.Series) -> pd.Series:
        bound = None if aggregation == "arithmetic" else floor
        joined = aggregate(scaled[normalisation], weight, method=aggregation, floor=bound)
        return joined["index"].rank(ascending=False, method="min")

    reference = ranks(normalisations[0], aggregations[0], used)
    seen = np.empty((draws, len(table)))
    for draw in range(draws):
        normalisation = normalisations[int(random.integers(len(normalisations)))]
        aggregation = aggregations[int(random.integers(len(aggregations)))]
        varied = used * random.uniform(1 - weight_spread, 1 + weight_spread, len(used))
        seen[draw] = ranks(normalisation, aggregation, varied / varied.sum())
    low, middle, high = np.percentile(seen, [5, 50, 95], axis=0)
    result = pd.DataFrame(
        {
            "rank": reference,
            "median": middle,
            "low": low,
            "high": high,
            "share_top": (seen <= top).mean(axis=0),
        },
        index=table.index,
    )
    result.loc[reference.isna(), "share_top"] = np.nan
    return result
