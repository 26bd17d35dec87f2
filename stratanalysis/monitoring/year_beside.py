"""A year compared with the last: indicators, goals and tasks that moved forward or back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from stratanalysis.finance.executed import full_year_rows
from stratanalysis.monitoring.achievement import AchievementRule, achievement
from stratanalysis.monitoring.observed import observed_values
from stratanalysis.monitoring.roll_up import roll_up
from stratanalysis.monitoring.vintages import OBSERVATION_KEY, TASK_KEY, newest

if TYPE_CHECKING:
    from stratanalysis.monitoring.annual_review import Tables

__all__ = ["YearBeside", "year_beside"]

RANKS = {"not_started": 0, "not_done": 0, "under_way": 1, "partly": 2, "done": 3}
"""How far a task is; a task that is not done is as far as one that was not begun."""
_SAME = 1e-9


@dataclass(frozen=True)
class YearBeside:
    """Two years side by side.

    Attributes
    ----------
    year : int
        The later one.
    indicators : pandas.DataFrame
        By indicator: `goal`, `name`, `unit`, `direction`, `before_last`, `last`, `fact` (values of
        three years), `promised` (target of the year), `promised_by` (kind of the target),
        `degree_before`, `degree` (as computed, neither capped nor floored), `moved`:
        ``"forward"``, ``"back"``, ``"same"``, or ``""`` where a year or the direction is missing.
    goals : pandas.DataFrame
        By goal, ``""`` the whole: `before`, `now` (degrees against the target of each year).
    tasks : pandas.DataFrame
        By task: `title`, `before`, `now` (states; missing where nothing was reported), `moved` as
        above, and ``"silent"`` where it was reported last year and is not now.
    money : pandas.DataFrame
        By funding source: `approved_before`, `amended_before`, `executed_before`, `approved`,
        `amended`, `executed` (UAH, whole years; missing where nothing is known).
    """

    year: int
    indicators: pd.DataFrame
    goals: pd.DataFrame
    tasks: pd.DataFrame
    money: pd.DataFrame

    @property
    def known(self) -> bool:
        """Whether anything of the year before is known."""
        return bool(
            self.indicators["last"].notna().any()
            or self.tasks["before"].notna().any()
            or self.money["executed_before"].notna().any()
        )

    @property
    def back(self) -> pd.DataFrame:
        """Indicators that are worse than a year before."""
        return self.indicators[self.indicators["moved"] == "back"]


def year_beside(tables: Tables, *, year: int, rule: AchievementRule | None = None) -> YearBeside:
    """Compare a year with the one before it.

    Parameters
    ----------
    tables : Community or mapping
        ``goals``, ``indicators``, ``observations``, ``tasks``, ``execution``.
    year : int
        The year reported on.
    rule : AchievementRule, optional

    Returns
    -------
    YearBeside
        A fact moves back where it is worse than the fact of the year before by the direction of the
        indicator, whatever its degree; for a range to keep within, where it is farther from it.
    """
    rule = rule or AchievementRule()
    listed = tables["indicators"]
    observed = newest(tables["observations"], OBSERVATION_KEY)
    now = achievement(listed, observed, year=year, rule=rule)
    before = achievement(listed, observed, year=year - 1, rule=rule)
    facts = {when: _facts(listed, observed, when) for when in (year - 2, year - 1, year)}
    table = now[["indicator", "goal", "name", "unit", "direction"]].copy()
    for column, when in (("before_last", year - 2), ("last", year - 1), ("fact", year)):
        table[column] = table["indicator"].map(facts[when]).astype(float)
    table["promised"], table["promised_by"] = now["target"], now["target_kind"]
    table["degree_before"], table["degree"] = before["degree_raw"], now["degree_raw"]
    own = listed.reset_index(drop=True)
    low, high = own["lower"].astype(float), own["upper"].astype(float)
    table["moved"] = _moved(table, low, high)
    goals = tables["goals"]
    degrees = pd.DataFrame(
        {
            "before": roll_up(goals, before, rule=rule).goals["degree"],
            "now": roll_up(goals, now, rule=rule).goals["degree"],
        }
    )
    return YearBeside(
        year=year,
        indicators=table.set_index("indicator"),
        goals=degrees,
        tasks=_tasks(goals, newest(tables["tasks"], TASK_KEY), year),
        money=_money(tables["execution"], year),
    )


def _facts(listed: pd.DataFrame, observed: pd.DataFrame, year: int) -> dict[str, float]:
    rows = observed[(observed["year"] == year) & (observed["phase"] == "fact")]
    values = observed_values(rows, dict(zip(listed["indicator"], listed["unit"], strict=True)))
    pairs = zip(rows["indicator"].astype(str), values, strict=True)
    return {name: float(value) for name, value in pairs if pd.notna(value)}


def _moved(table: pd.DataFrame, low: pd.Series, high: pd.Series) -> list[str]:
    """Way of each fact since the year before, seen from the direction of its indicator."""
    step = table["fact"] - table["last"]
    size = np.maximum(table["last"].abs(), 1.0) * _SAME

    def away(values: pd.Series) -> pd.Series:
        below = (low - values).clip(lower=0).fillna(0)
        return below + (values - high).clip(lower=0).fillna(0)

    better = np.select(
        [
            table["direction"] == "increase",
            table["direction"] == "decrease",
            table["direction"] == "keep_within",
        ],
        [step, -step, away(table["last"]) - away(table["fact"])],
        np.nan,
    )
    known = pd.Series(better, index=table.index).where(step.notna())
    return [
        "" if pd.isna(value) else "same" if abs(value) <= limit else
        "forward" if value > 0 else "back"
        for value, limit in zip(known, size, strict=True)
    ]  # fmt: skip


def _tasks(goals: pd.DataFrame, reports: pd.DataFrame, year: int) -> pd.DataFrame:
    listed = goals.loc[goals["level"] == "task", ["code", "title"]].set_index("code")
    states = {
        when: reports[reports["year"] == when]
        .drop_duplicates("task", keep="last")
        .set_index("task")
        for when in (year - 1, year)
    }
    table = listed.rename_axis("task")
    table["before"] = states[year - 1]["status"].reindex(table.index)
    table["now"] = states[year]["status"].reindex(table.index)
    moved = []
    for before, now in zip(table["before"], table["now"], strict=True):
        if pd.isna(before):
            moved.append("")
        elif pd.isna(now):
            moved.append("silent")
        else:
            step = RANKS[now] - RANKS[before]
            moved.append("same" if step == 0 else "forward" if step > 0 else "back")
    table["moved"] = moved
    return table


def _money(execution: pd.DataFrame, year: int) -> pd.DataFrame:
    whole = full_year_rows(execution)
    parts = []
    for when, suffix in ((year - 1, "_before"), (year, "")):
        rows = whole[whole["year"] == when]
        sums = rows.groupby("funding_source")[["approved", "amended", "executed"]].sum(min_count=1)
        parts.append(sums.add_suffix(suffix))
    return parts[0].join(parts[1], how="outer").rename_axis("funding_source")
