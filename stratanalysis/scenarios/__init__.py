"""Assumptions, scenarios and what follows from them in people and money."""

from stratanalysis.scenarios.base import budget_years, default_base_year, population_series
from stratanalysis.scenarios.comparison import check_claims, implied_growth, years_to_reach
from stratanalysis.scenarios.drivers import DRIVERS, Driver, driver
from stratanalysis.scenarios.files import read_scenarios
from stratanalysis.scenarios.projection import Projection, Remark, project
from stratanalysis.scenarios.scenario import Assumption, Claim, Clause, Scenario, Scenarios

__all__ = [
    "DRIVERS",
    "Assumption",
    "Claim",
    "Clause",
    "Driver",
    "Projection",
    "Remark",
    "Scenario",
    "Scenarios",
    "budget_years",
    "check_claims",
    "default_base_year",
    "driver",
    "implied_growth",
    "population_series",
    "project",
    "read_scenarios",
    "years_to_reach",
]
