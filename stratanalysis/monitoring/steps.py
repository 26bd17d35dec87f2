"""Steps of a plan with a term: whether they were reported done, and which indicators they serve."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.monitoring.deadlines import deadline_status, read_day
from stratanalysis.monitoring.vintages import TASK_KEY, newest

if TYPE_CHECKING:
    from stratanalysis.monitoring.annual_review import Tables

__all__ = ["plan_steps", "reported_done", "steps_of_indicators"]


def plan_steps(tables: Tables) -> pd.DataFrame:
    """Return the steps with a term: the actions of the plan, else its measures.

    Returns
    -------
    pandas.DataFrame
        `code`, `number` (of a step), `title`, `goal`, `responsible`, `start`, `end`. Measures
        without any day are left out.
    """
    actions, measures = tables["actions"], tables["measures"]
    if len(actions):
        labels = measures.set_index(measures["code"].astype(str))
        named = actions["code"].astype(str).map(labels["title"][~labels.index.duplicated()])
        table = actions.assign(title=named.fillna(actions["result"]))
    else:
        table = measures[measures["start"].notna() | measures["end"].notna()].assign(
            number=None, responsible=measures["executor"]
        )
    columns = ["code", "number", "title", "goal", "responsible", "start", "end"]
    return table[columns].reset_index(drop=True)


def reported_done(steps: pd.DataFrame, tasks: pd.DataFrame, *, at: dt.date) -> list[bool | None]:
    """Tell of each step whether it was reported done, by the state of the task that it serves.

    Parameters
    ----------
    steps : pandas.DataFrame
        See :func:`plan_steps`.
    tasks : pandas.DataFrame
        States; those of years that end after `at` are not known yet.
    at : datetime.date

    Returns
    -------
    list of bool or None
        None where nothing was reported of the year in which the term ends or of a later one: a
        task that was done in 2024 says nothing of a measure that runs until 2027.
    """
    reports = newest(tasks, TASK_KEY)
    reports = (
        reports[reports["year"] <= at.year].sort_values("year").drop_duplicates("task", keep="last")
    )
    known = {
        str(row["task"]): (int(row["year"]), row["status"] == "done")
        for row in reports.to_dict("records")
    }
    result: list[bool | None] = []
    for code, goal, end in zip(steps["code"], steps["goal"], steps["end"], strict=True):
        state = known.get(str(code)) or known.get(str(goal))
        last = read_day(end, last=True)
        fits = state is not None and last is not None and state[0] >= last.year
        result.append(state[1] if state is not None and fits else None)
    return result


def steps_of_indicators(tables: Tables, *, at: dt.date) -> pd.DataFrame:
    """Count the steps behind every indicator.

    A step serves the indicator whose code it has (an expected result with its indicator); where no
    step has it, all steps of the indicator's goal and of the goals below it.

    Parameters
    ----------
    tables : Community or mapping
        ``goals``, ``indicators``, ``actions``, ``measures``, ``tasks``.
    at : datetime.date
        Day on which the terms are judged.

    Returns
    -------
    pandas.DataFrame
        By indicator that applies: `by` (``"code"``, ``"goal"`` or ``""``), `steps`, `done`,
        `overdue` (past its end and reported as not done), `unreported` (past its end), `last` (the
        last day of a term; missing without one).
    """
    steps = plan_steps(tables)
    steps["done"] = pd.Series(reported_done(steps, tables["tasks"], at=at), dtype=object)
    status = deadline_status(steps, at=at)
    goals, listed = tables["goals"], tables["indicators"]
    parents = dict(zip(goals["code"].astype(str), goals["parent"], strict=True))

    def above(code: object) -> set[str]:
        seen: set[str] = set()
        while isinstance(code, str) and code not in seen:
            seen.add(code)
            code = parents.get(code)
        return seen

    lines = [above(None if pd.isna(goal) else str(goal)) for goal in status["goal"]]
    rows = []
    for row in listed[listed["applicable"].fillna("yes") != "no"].to_dict("records"):
        own, by = status[status["code"].astype(str) == str(row["indicator"])], "code"
        if own.empty:
            own, by = status[[str(row["goal"]) in line for line in lines]], "goal"
        states = own["status"].value_counts()
        days = [day for day in own["end_day"] if day is not None]
        rows.append(
            {
                "indicator": row["indicator"], "by": by if len(own) else "", "steps": len(own),
                "done": int(states.get("done", 0)), "overdue": int(states.get("overdue", 0)),
                "unreported": int(states.get("past_unreported", 0)),
                "last": max(days) if days else None,
            }
        )  # fmt: skip
    columns = ["indicator", "by", "steps", "done", "overdue", "unreported", "last"]
    return pd.DataFrame(rows, columns=columns).set_index("indicator")
