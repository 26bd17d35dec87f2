"""How far each strategic goal is ready for monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.monitoring.observed import observed_values
from stratanalysis.monitoring.vintages import OBSERVATION_KEY, TASK_KEY, newest

if TYPE_CHECKING:
    from stratanalysis.monitoring.annual_review import Tables

__all__ = ["READY_COLUMNS", "goal_families", "readiness_by_goal"]

READY_COLUMNS = (
    "tasks", "tasks_reported", "indicators", "unit", "base", "target", "direction", "fact",
    "complete",
)  # fmt: skip


def goal_families(goals: pd.DataFrame) -> dict[str, str]:
    """Return the goal of the first level above every goal; itself where it is one.

    A circle ends at the goal where it closes; a parent that is not there ends the way too.
    """
    parents = dict(zip(goals["code"].astype(str), goals["parent"], strict=True))
    families = {}
    for code in parents:
        now, seen = code, {code}
        while (above := parents.get(now)) is not None and pd.notna(above):
            if str(above) in seen or str(above) not in parents:
                break
            now = str(above)
            seen.add(now)
        families[code] = now
    return families


def readiness_by_goal(tables: Tables, *, year: int) -> pd.DataFrame:
    """Count by goal of the first level what monitoring needs and what of it is there.

    Parameters
    ----------
    tables : Community or mapping
        ``goals``, ``indicators``, ``observations``, ``tasks``.
    year : int
        Year of the facts and of the states of tasks.

    Returns
    -------
    pandas.DataFrame
        By goal code, in their order: `tasks`, `tasks_reported`, `indicators` (those that apply),
        and of them with `unit`, `base` (value and year), `target` (value and year, or a range),
        `direction`, `fact` of the year, and `complete` (all five). Empty without goals. Indicators
        of a goal that is not in the tree are counted nowhere.
    """
    goals = tables["goals"]
    families = goal_families(goals)
    tops = list(dict.fromkeys(families.values()))
    listed = tables["indicators"]
    own = listed[listed["applicable"].fillna("yes") != "no"]
    observed = newest(tables["observations"], OBSERVATION_KEY)
    units = dict(zip(listed["indicator"], listed["unit"], strict=True))
    facts = observed[(observed["year"] == year) & (observed["phase"] == "fact")]
    measured = set(facts.loc[observed_values(facts, units).notna(), "indicator"])
    ranged = (own["direction"] == "keep_within") & (own["lower"].notna() | own["upper"].notna())
    known = pd.DataFrame(
        {
            "indicators": True,
            "unit": own["unit"].notna(),
            "base": own["base_value"].notna() & own["base_year"].notna(),
            "target": (own["target_value"].notna() & own["target_year"].notna()) | ranged,
            "direction": own["direction"].notna(),
            "fact": own["indicator"].isin(measured),
        },
        index=own.index,
    )
    known["complete"] = known.all(axis=1)
    sums = known.groupby(own["goal"].astype(str).map(families)).sum()
    tasks = goals.loc[goals["level"] == "task", "code"].astype(str)
    states = newest(tables["tasks"], TASK_KEY)
    reported = set(states.loc[states["year"] == year, "task"].astype(str))
    table = sums.reindex(tops).fillna(0)
    table["tasks"] = tasks.map(families).value_counts().reindex(tops).fillna(0)
    named = tasks[tasks.isin(reported)].map(families)
    table["tasks_reported"] = named.value_counts().reindex(tops).fillna(0)
    return table[list(READY_COLUMNS)].astype(int).rename_axis("goal")
