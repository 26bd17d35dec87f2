"""Indicators of development: growth, composites, peers and themes of goals."""

from stratanalysis.indicators.benchmarking import (
    distance_km,
    nearest_neighbours,
    peer_position,
    peers,
)
from stratanalysis.indicators.composite import aggregate, checked_weights, equal_weights, normalise
from stratanalysis.indicators.growth import compound_growth, convergence, relative_gap
from stratanalysis.indicators.robustness import IndexChoices, rank_robustness
from stratanalysis.indicators.themes import (
    ThemeGaps,
    classify_goals,
    count_themes,
    missing_themes,
)

__all__ = [
    "IndexChoices",
    "ThemeGaps",
    "aggregate",
    "checked_weights",
    "classify_goals",
    "compound_growth",
    "convergence",
    "count_themes",
    "distance_km",
    "equal_weights",
    "missing_themes",
    "nearest_neighbours",
    "normalise",
    "peer_position",
    "peers",
    "rank_robustness",
    "relative_gap",
]
