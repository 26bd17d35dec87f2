"""Questions to a projection: what would it take, how sensitive, why different."""

from stratanalysis.questions.comparison import check_claims, implied_growth, years_to_reach
from stratanalysis.questions.decomposition import decompose
from stratanalysis.questions.national_sum import migration_everywhere
from stratanalysis.questions.plausible import observed_ranges, outside_ranges, unseen_drivers
from stratanalysis.questions.requirement import Requirement, required
from stratanalysis.questions.sensitivity import tornado
from stratanalysis.questions.targets import Target

__all__ = [
    "Requirement",
    "Target",
    "check_claims",
    "decompose",
    "implied_growth",
    "migration_everywhere",
    "observed_ranges",
    "outside_ranges",
    "required",
    "tornado",
    "unseen_drivers",
    "years_to_reach",
]
