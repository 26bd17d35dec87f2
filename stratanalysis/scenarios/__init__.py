"""Assumptions and scenarios: their drivers, paths and file format."""

from stratanalysis.scenarios.drivers import DRIVERS, STATED_DRIVERS, Driver, driver
from stratanalysis.scenarios.files import read_scenarios
from stratanalysis.scenarios.paths import (
    Compound,
    Constant,
    Linear,
    Logistic,
    Ramp,
    Shock,
    Step,
    TablePath,
)
from stratanalysis.scenarios.scenario import (
    Assumption,
    Claim,
    Clause,
    Correlation,
    Range,
    Scenario,
    Scenarios,
)
from stratanalysis.scenarios.writing import scenarios_text, write_scenarios

__all__ = [
    "Assumption",
    "Claim",
    "Clause",
    "Compound",
    "Constant",
    "Correlation",
    "DRIVERS",
    "STATED_DRIVERS",
    "Driver",
    "Linear",
    "Logistic",
    "Ramp",
    "Range",
    "Scenario",
    "Scenarios",
    "Shock",
    "Step",
    "TablePath",
    "driver",
    "read_scenarios",
    "scenarios_text",
    "write_scenarios",
]
