"""Scenarios made in code, and changes of drivers that are added to every scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from stratanalysis.errors import InvalidInputError
from stratanalysis.scenarios import DRIVERS, Assumption, Scenario, Scenarios
from stratanalysis.scenarios.drivers import driver
from stratanalysis.scenarios.paths import Path as DriverPath
from stratanalysis.scenarios.paths import Step

__all__ = ["named_scenarios", "with_changes"]


def with_changes(
    scenarios: Scenarios,
    changes: Mapping[str, float | DriverPath],
    *,
    base: int,
    since: int | None = None,
) -> Scenarios:
    """Return the scenarios with changes added to drivers of every one of them.

    Parameters
    ----------
    scenarios : Scenarios
    changes : mapping of str to float or path
        By driver, in its unit. A driver that a scenario does not state moves from its neutral
        value.
    base : int
        Base year of the projection.
    since : int, optional
        First year of the numbers among the changes; by default the base year for flows of the
        population and the year after for levels and growth, whose base year is executed.

    Raises
    ------
    UnknownNameError
        No such driver.
    InvalidInputError
        A change that is not a number, or of a driver that has neither a path nor a neutral value.
    """
    if not isinstance(changes, Mapping):
        raise InvalidInputError(
            f"changes is {changes!r}",
            where="changes",
            expected='a mapping of drivers to numbers, as {"net_migration_rate": -0.01}',
        )
    if not changes:
        return scenarios
    added = []
    for name, change in changes.items():
        entry = driver(name)
        if isinstance(change, bool) or not isinstance(change, int | float | DriverPath):
            raise InvalidInputError(
                f"{name} is {change!r}",
                where=f"changes: {name}",
                expected=f"a number in {entry.unit}, or a path",
            )
        first = since if since is not None else base + (0 if entry.is_flow else 1)
        path = change if isinstance(change, DriverPath) else Step(0.0, float(change), first)
        added.append(Assumption(name, path, is_change=True))
    complete = [entry for entry in scenarios.values() if not entry.base]
    for name in changes:
        for scenario in complete:
            if DRIVERS[name].neutral is None and name not in scenarios.paths(scenario.name):
                raise InvalidInputError(
                    f"scenario {scenario.name!r} has no path of {name} to add the change to",
                    where=f"changes: {name}",
                    expected=f"one of: {', '.join(scenarios.paths(scenario.name))}",
                )
    by_name = {}
    for key, scenario in scenarios.by_name.items():
        own = [entry for entry in added if not scenario.base or _replaced(scenario, entry.driver)]
        by_name[key] = replace(scenario, assumptions=(*scenario.assumptions, *own))
    return replace(scenarios, by_name=MappingProxyType(by_name))


def named_scenarios(scenarios: Iterable[Any]) -> tuple[list[str], list[Scenario]]:
    """Names in their order, given one by one or as a list, and the scenarios made in code."""
    names, own = [], []
    for given in scenarios:
        if not isinstance(given, str | Scenario | Iterable):
            raise InvalidInputError(
                f"a scenario is {given!r}",
                where="project",
                expected='a name such as "baseline", or a Scenario',
            )
        for one in [given] if isinstance(given, str | Scenario) else given:
            own += [one] if isinstance(one, Scenario) else []
            names.append(one.name if isinstance(one, Scenario) else str(one))
    return names, own


def _replaced(scenario: Any, driver_name: str) -> bool:
    """Whether a scenario states a path of its own, which drops the changes of its base."""
    return any(
        entry.driver == driver_name and not entry.is_change for entry in scenario.assumptions
    )
