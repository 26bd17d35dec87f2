"""Assumptions, scenarios and what follows from them in people and money."""

from stratanalysis.scenarios.base import budget_years, default_base_year, population_series
from stratanalysis.scenarios.drivers import DRIVERS, Driver, driver
from stratanalysis.scenarios.files import read_scenarios
from stratanalysis.scenarios.projection import Projection, Remark, project
from stratanalysis.scenarios.scenario import Assumption, Clause, Scenario, Scenarios

__all__ = [
    "DRIVERS",
    "Assumption",
    "Clause",
    "Driver",
    "Projection",
    "Remark",
    "Scenario",
    "Scenarios",
    "budget_years",
    "default_base_year",
    "driver",
    "population_series",
    "project",
    "read_scenarios",
]
