"""What is read of a strategy, while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stratanalysis.findings import Finding
from stratanalysis.plans.strategy_tree import Forest, Goal

__all__ = ["GOAL_ROLES", "StrategyParts"]

GOAL_ROLES = ("strategic_goal", "operational_goal", "task")
"""Roles of columns that hold goals."""

Attached = tuple[Goal, Goal | None, list[dict[str, Any]]]
"""The goal in force, the operational goal above it, and the rows that were given to the first."""


@dataclass(slots=True)
class StrategyParts:
    """The forest, rows of measures, indicators and results, proposals, findings, what was used.

    `attached` are the indicators that stood under a heading and not in the row of a goal: whether
    the last task or the operational goal is meant is settled when the whole document is known.
    """

    forest: Forest
    measures: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    attached: list[Attached] = field(default_factory=list)
