"""Assumptions, scenarios and what follows from them in people and money.

Reading and writing: `files`, `writing`; a run: `projection`, `many`; questions: `comparison`,
`targets`, `requirement`, `uncertainty`, `sensitivity`, `decomposition`, `plausible`; `iamc` for
other programs.
"""

from stratanalysis.scenarios.base import budget_years, default_base_year, population_series
from stratanalysis.scenarios.comparison import check_claims, implied_growth, years_to_reach
from stratanalysis.scenarios.decomposition import decompose, population_components
from stratanalysis.scenarios.drivers import DRIVERS, Driver, driver
from stratanalysis.scenarios.files import read_scenarios
from stratanalysis.scenarios.iamc import to_iamc
from stratanalysis.scenarios.many import project_many
from stratanalysis.scenarios.plausible import (
    check_plausible,
    observed_ranges,
    outside_ranges,
    unseen_drivers,
)
from stratanalysis.scenarios.projection import Projection, Remark, project
from stratanalysis.scenarios.requirement import Requirement, required, with_change
from stratanalysis.scenarios.scenario import (
    Assumption,
    Claim,
    Clause,
    Correlation,
    Range,
    Scenario,
    Scenarios,
)
from stratanalysis.scenarios.sensitivity import sensitivity_sentence, sobol, tornado
from stratanalysis.scenarios.targets import Target, feasibility, probability, verdict_sentence
from stratanalysis.scenarios.uncertainty import (
    band_sentence,
    draw_bands,
    empirical_bands,
    quantile_table,
)
from stratanalysis.scenarios.writing import diff, scenarios_text, write_scenarios

__all__ = [
    "DRIVERS",
    "Assumption",
    "Claim",
    "Clause",
    "Correlation",
    "Driver",
    "Projection",
    "Range",
    "Remark",
    "Requirement",
    "Scenario",
    "Scenarios",
    "Target",
    "band_sentence",
    "budget_years",
    "check_claims",
    "check_plausible",
    "decompose",
    "default_base_year",
    "diff",
    "draw_bands",
    "driver",
    "empirical_bands",
    "feasibility",
    "implied_growth",
    "observed_ranges",
    "outside_ranges",
    "population_components",
    "population_series",
    "probability",
    "project",
    "project_many",
    "quantile_table",
    "read_scenarios",
    "required",
    "scenarios_text",
    "sensitivity_sentence",
    "sobol",
    "to_iamc",
    "tornado",
    "verdict_sentence",
    "unseen_drivers",
    "with_change",
    "write_scenarios",
    "years_to_reach",
]
