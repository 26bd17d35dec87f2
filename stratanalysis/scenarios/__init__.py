"""Assumptions and scenarios: their drivers, paths and file format."""

from stratanalysis.scenarios.drivers import DRIVERS, Driver, driver
from stratanalysis.scenarios.files import read_scenarios
from stratanalysis.scenarios.scenario import (
    Assumption,
    Claim,
    Clause,
    Correlation,
    Range,
    Scenario,
    Scenarios,
)
from stratanalysis.scenarios.writing import diff, scenarios_text, write_scenarios

__all__ = [
    "Assumption",
    "Claim",
    "Clause",
    "Correlation",
    "DRIVERS",
    "Driver",
    "Range",
    "Scenario",
    "Scenarios",
    "diff",
    "driver",
    "read_scenarios",
    "scenarios_text",
    "write_scenarios",
]
