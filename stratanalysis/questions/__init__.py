"""Questions to a projection: what would it take, how sensitive, why different."""

from stratanalysis.questions.comparison import check_claims, implied_growth, years_to_reach
from stratanalysis.questions.decomposition import decompose, population_components
from stratanalysis.questions.plausible import (
    check_plausible,
    observed_ranges,
    outside_ranges,
    unseen_drivers,
)
from stratanalysis.questions.requirement import Requirement, required, with_change
from stratanalysis.questions.sensitivity import (
    SobolDesign,
    sensitivity_sentence,
    sobol,
    tornado,
)
from stratanalysis.questions.targets import Target, feasibility, probability, verdict_sentence

__all__ = [
    "SobolDesign",
    "Requirement",
    "Target",
    "check_claims",
    "check_plausible",
    "decompose",
    "feasibility",
    "implied_growth",
    "observed_ranges",
    "outside_ranges",
    "population_components",
    "probability",
    "required",
    "sensitivity_sentence",
    "sobol",
    "tornado",
    "unseen_drivers",
    "verdict_sentence",
    "with_change",
    "years_to_reach",
]
