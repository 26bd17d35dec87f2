"""Indicators of development: growth, specialisation, composites, energy, peers, surveys."""

from stratanalysis.indicators.benchmarking import (
    distance_km,
    nearest_neighbours,
    peer_position,
    peers,
    percentile,
)
from stratanalysis.indicators.composite import (
    aggregate,
    benefit_of_the_doubt,
    checked_weights,
    equal_weights,
    normalise,
    pca_weights,
)
from stratanalysis.indicators.concentration import (
    equivalent_number,
    gini,
    gini_specialisation,
    herfindahl_hirschman,
    krugman_specialisation,
    theil,
)
from stratanalysis.indicators.energy import (
    against_earlier_years,
    degree_day_normalised,
    emissions,
    reduction_path,
    savings_by_measure,
)
from stratanalysis.indicators.growth import (
    compound_growth,
    contribution_to_growth,
    convergence,
    growth_gap,
    per_head,
    per_km2,
    rate_of_change,
    real_values,
    relative_gap,
)
from stratanalysis.indicators.infrastructure import norm_coverage, provision, replacement, wear
from stratanalysis.indicators.readiness import cell_state, location_index, self_audit
from stratanalysis.indicators.robustness import IndexChoices, rank_robustness
from stratanalysis.indicators.specialisation import (
    growth_share_matrix,
    location_quotient,
    shift_share,
)
from stratanalysis.indicators.survey import survey_shares, wilson_interval
from stratanalysis.indicators.swot import StrategicPosition, score_swot, strategic_position
from stratanalysis.indicators.themes import (
    ThemeGaps,
    classify_goals,
    count_themes,
    missing_themes,
)

__all__ = [
    "IndexChoices",
    "StrategicPosition",
    "ThemeGaps",
    "against_earlier_years",
    "aggregate",
    "benefit_of_the_doubt",
    "cell_state",
    "checked_weights",
    "classify_goals",
    "compound_growth",
    "contribution_to_growth",
    "convergence",
    "count_themes",
    "degree_day_normalised",
    "distance_km",
    "emissions",
    "equal_weights",
    "equivalent_number",
    "gini",
    "gini_specialisation",
    "growth_gap",
    "growth_share_matrix",
    "herfindahl_hirschman",
    "krugman_specialisation",
    "location_index",
    "location_quotient",
    "missing_themes",
    "nearest_neighbours",
    "norm_coverage",
    "normalise",
    "pca_weights",
    "peer_position",
    "peers",
    "per_head",
    "per_km2",
    "percentile",
    "provision",
    "rank_robustness",
    "rate_of_change",
    "real_values",
    "reduction_path",
    "relative_gap",
    "replacement",
    "savings_by_measure",
    "score_swot",
    "self_audit",
    "shift_share",
    "strategic_position",
    "survey_shares",
    "theil",
    "wear",
    "wilson_interval",
]
