"""The tables of the annual report that a strategy prescribes, and what is missing for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from stratanalysis.finance.executed import full_year_rows
from stratanalysis.findings import Finding
from stratanalysis.monitoring.achievement import AchievementRule, achievement
from stratanalysis.monitoring.checks import check_monitoring
from stratanalysis.monitoring.execution import execution_rates, funding_need, money_and_result
from stratanalysis.monitoring.observed import observed_values
from stratanalysis.monitoring.roll_up import RollUp, roll_up, roll_up_sums
from stratanalysis.monitoring.vintages import OBSERVATION_KEY, TASK_KEY, newest

__all__ = [
    "AnnualReview",
    "annual_review",
    "readiness",
    "target_reached",
    "targets_under_scenarios",
]

UNMET = ("partly", "not_done", "not_started")


class Tables(Protocol):
    """Anything that gives a table by name: a community, or a dict."""

    def __getitem__(self, name: str, /) -> pd.DataFrame:
        """Return the table called `name`."""
        ...


@dataclass(frozen=True)
class AnnualReview:
    """Everything the annual report shows, as tables.

    Attributes
    ----------
    year : int
    rule : AchievementRule
    indicators : pandas.DataFrame
        See :func:`stratanalysis.monitoring.achievement`.
    interim, final : RollUp
        Degrees of the goals against the targets of the year, and towards the last targets.
    tasks : pandas.DataFrame
        By task: `title`, `goal`, `status` (``"not_reported"`` where nothing was), `reason`,
        `proposal`.
    tasks_done : pandas.DataFrame
        By goal, ``""`` the whole: `done`, `tasks`, `share`, `reported`.
    money : pandas.DataFrame
        By goal: `approved`, `amended`, `executed` (UAH), `rate_approved`, `rate_amended`.
    by_source, by_section : pandas.DataFrame
        See :func:`stratanalysis.monitoring.execution_rates`.
    mismatches : pandas.DataFrame
        Measures with money and no result, or a result and no money.
    measures_compared : int
        Measures of which both the money and the result were reported.
    need : pandas.DataFrame
        See :func:`stratanalysis.monitoring.funding_need`.
    readiness : pandas.DataFrame
        See :func:`readiness`.
    findings : tuple of Finding
        Problems in the tables of monitoring.
    """

    year: int
    rule: AchievementRule
    indicators: pd.DataFrame
    interim: RollUp
    final: RollUp
    tasks: pd.DataFrame
    tasks_done: pd.DataFrame
    money: pd.DataFrame
    by_source: pd.DataFrame
    by_section: pd.DataFrame
    mismatches: pd.DataFrame
    measures_compared: int
    need: pd.DataFrame
    readiness: pd.DataFrame
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Whether at least one degree of achievement could be computed."""
        return bool(self.indicators["degree_raw"].notna().any())

    @property
    def planned_known(self) -> bool:
        """Whether planned money of measures is known at all, so that a need can be stated."""
        cells = self.need[["planned", "carried_over"]].to_numpy()
        return bool((cells > 0).any())

    @property
    def money_known(self) -> bool:
        """Whether money and result of at least one measure were reported."""
        return self.measures_compared > 0

    @property
    def unmet(self) -> pd.DataFrame:
        """Tasks that were not fulfilled, with reason and proposal."""
        return self.tasks[self.tasks["status"].isin(UNMET)]


def annual_review(
    tables: Tables,
    *,
    year: int,
    rule: AchievementRule | None = None,
    weights: Mapping[str, float] | None = None,
    cycles: Sequence[tuple[int, int]] = (),
) -> AnnualReview:
    """Compute all tables of the annual report.

    Parameters
    ----------
    tables : Community or mapping
        With `goals`, `indicators`, `observations`, `tasks`, `measures`, `money`, `execution`; each
        may be empty.
    year : int
        The year reported on.
    rule : AchievementRule, optional
    weights : mapping, optional
        Weights of goals and indicators by identifier (see :func:`roll_up`).
    cycles : sequence of (first, last)
        Programme cycles for the need of money.

    Returns
    -------
    AnnualReview
    """
    rule = rule or AchievementRule()
    goals, indicators = tables["goals"], tables["indicators"]
    observations, tasks = tables["observations"], tables["tasks"]
    measures, execution = tables["measures"], tables["execution"]
    achieved = achievement(indicators, observations, year=year, rule=rule)
    whole_year = full_year_rows(execution[execution["year"] == year])
    placed = whole_year.merge(
        measures[["code", "section", "goal"]], left_on="measure", right_on="code", how="left"
    ).fillna({"section": ""})
    reported = _task_table(goals, tasks, year)
    done = roll_up_sums(
        goals,
        pd.DataFrame(
            {
                "goal": reported.index,
                "done": (reported["status"] == "done").astype(float),
                "count": 1.0,
            }
        ),
        numerator="done",
        denominator="count",
    ).rename(columns={"numerator": "done", "denominator": "tasks", "ratio": "share"})
    answered = roll_up_sums(
        goals,
        pd.DataFrame(
            {
                "goal": reported.index,
                "answered": (reported["status"] != "not_reported").astype(float),
                "count": 1.0,
            }
        ),
        numerator="answered",
        denominator="count",
    )
    done["reported"] = answered["numerator"]
    fits = money_and_result(measures, whole_year, newest(tasks, TASK_KEY), year=year)
    return AnnualReview(
        year=year,
        rule=rule,
        indicators=achieved,
        interim=roll_up(goals, achieved, weights=weights, rule=rule),
        final=roll_up(goals, achieved, weights=weights, rule=rule, column="degree_final"),
        tasks=reported,
        tasks_done=done[["done", "tasks", "share", "reported"]],
        money=_money_by_goal(goals, placed),
        by_source=execution_rates(whole_year, by=["funding_source"]),
        by_section=execution_rates(placed, by=["section"]),
        mismatches=fits[fits["verdict"].isin(["money without result", "result without money"])],
        measures_compared=int((fits["verdict"] != "unknown").sum()),
        need=funding_need(tables["money"], execution, year=year, cycles=cycles),
        readiness=readiness(tables, year=year),
        findings=tuple(
            check_monitoring(
                goals=goals,
                indicators=indicators,
                observations=observations,
                tasks=tasks,
                measures=measures,
                execution=execution,
            )
        ),
    )


def _task_table(goals: pd.DataFrame, tasks: pd.DataFrame, year: int) -> pd.DataFrame:
    listed = goals.loc[goals["level"] == "task", ["code", "title", "parent"]]
    answered = newest(tasks[tasks["year"] == year], TASK_KEY)
    answered = answered.set_index("task")[["status", "reason", "proposal"]]
    table = listed.rename(columns={"code": "task", "parent": "goal"}).set_index("task")
    table = table.join(answered)
    table["status"] = table["status"].fillna("not_reported")
    return table


def _money_by_goal(goals: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Money of every goal; measures of no goal are in the row of the whole only."""
    codes = set(goals["code"].astype(str))
    known = placed[placed["goal"].isin(codes)].copy()
    known["amended"] = known["amended"].fillna(known["approved"])
    result = pd.DataFrame(index=pd.Index(["", *goals["code"].astype(str)], name="goal"))
    for plan in ("approved", "amended"):
        sums = roll_up_sums(goals, known, numerator="executed", denominator=plan)
        result[f"rate_{plan}"] = sums["ratio"]
    for column in ("approved", "amended", "executed"):
        filled = known.assign(value=known[column], one=1.0)
        sums = roll_up_sums(goals, filled, numerator="value", denominator="one")
        result[column] = sums["numerator"].where(sums["rows"] > 0)
    result["measures_without_goal"] = 0
    result.loc["", "measures_without_goal"] = int((~placed["goal"].isin(codes)).sum())
    return result[
        [
            "approved",
            "amended",
            "executed",
            "rate_approved",
            "rate_amended",
            "measures_without_goal",
        ]
    ]


def readiness(tables: Tables, *, year: int) -> pd.DataFrame:
    """What must be filled in before the annual report can be made.

    Returns
    -------
    pandas.DataFrame
        By item, in the order in which to fill them in: `table`, `column`, `needed` (rows that need
        it), `filled`, `share` (NaN where nothing is needed).
    """
    indicators = tables["indicators"]
    applying = indicators[indicators["applicable"].fillna("yes") != "no"]
    count = len(applying)
    ranged = applying["direction"] == "keep_within"
    rows: list[tuple[str, str, str, int, int]] = [
        (f"indicator {column}", "indicators", column, count, int(applying[column].notna().sum()))
        for column in ("unit", "direction", "base_value", "base_year")
    ]
    aimed = (~ranged & applying["target_value"].notna()) | (
        ranged & (applying["lower"].notna() | applying["upper"].notna())
    )
    rows.append(("indicator target_value", "indicators", "target_value", count, int(aimed.sum())))
    rows += [
        (f"indicator {column}", "indicators", column, count, int(applying[column].notna().sum()))
        for column in ("target_year", "weight", "responsible")
    ]
    observed = newest(tables["observations"], OBSERVATION_KEY)
    facts = observed[
        (observed["year"] == year)
        & (observed["phase"] == "fact")
        & observed_values(observed, dict(zip(indicators["indicator"], indicators["unit"],
                                             strict=True))).notna()
    ]  # fmt: skip
    measured = int(applying["indicator"].isin(facts["indicator"]).sum())
    rows.append(("facts of the year", "observations", "value", count, measured))
    answered = _task_table(tables["goals"], tables["tasks"], year)
    rows.append(
        (
            "task status",
            "tasks",
            "status",
            len(answered),
            int((answered["status"] != "not_reported").sum()),
        )
    )
    unmet = answered[answered["status"].isin(UNMET)]
    for column in ("reason", "proposal"):
        rows.append(
            (f"task {column}", "tasks", column, len(unmet), int(unmet[column].notna().sum()))
        )
    measures, execution = tables["measures"], tables["execution"]
    linked = measures["goal"].isin(set(tables["goals"]["code"]))
    rows.append(("goal of the measure", "measures", "goal", len(measures), int(linked.sum())))
    whole_year = full_year_rows(execution[execution["year"] == year])
    paid = whole_year[whole_year["executed"].notna()]
    rows.append(
        (
            "executed money",
            "execution",
            "executed",
            len(measures),
            int(measures["code"].isin(paid["measure"]).sum()),
        )
    )
    table = pd.DataFrame(rows, columns=["item", "table", "column", "needed", "filled"])
    table["share"] = table["filled"] / table["needed"].where(table["needed"] > 0)
    return table.set_index("item")


def targets_under_scenarios(indicators: pd.DataFrame, projected: pd.DataFrame) -> pd.DataFrame:
    """What the scenarios say about the targets.

    Parameters
    ----------
    indicators : pandas.DataFrame
        With `projection_variable`, where the indicator is one that the projection foretells.
    projected : pandas.DataFrame
        Long table `scenario`, `year`, `variable`, `value`.

    Returns
    -------
    pandas.DataFrame
        By indicator and scenario: `indicator`, `scenario`, `variable`, `year` (target year),
        `target`, `projected` (NaN where the projection has no such year or variable), `reached`
        (``"yes"``, ``"no"``, or ``"unknown"``). Empty where no indicator has a variable.
    """
    rows = []
    for row in indicators[indicators["projection_variable"].notna()].to_dict("records"):
        own = projected[projected["variable"] == row["projection_variable"]]
        for scenario in projected["scenario"].drop_duplicates():
            at = own[(own["scenario"] == scenario) & (own["year"] == row["target_year"])]["value"]
            value = float(at.iloc[0]) if len(at) == 1 else float("nan")
            rows.append(
                {
                    "indicator": row["indicator"],
                    "scenario": scenario,
                    "variable": row["projection_variable"],
                    "year": row["target_year"],
                    "target": row["target_value"],
                    "projected": value,
                    "reached": target_reached(row, value),
                }
            )
    columns = ["indicator", "scenario", "variable", "year", "target", "projected", "reached"]
    return pd.DataFrame(rows, columns=columns)


def target_reached(row: Mapping[object, object], value: float) -> str:
    """Whether a value reaches the target of an indicator: ``"yes"``, ``"no"`` or ``"unknown"``.

    `row` is one of ``indicators.csv``; a range to keep within is open where an end is missing.
    A value that misses only by the rounding of sums is there.
    """
    if pd.isna(value) or pd.isna(row["direction"]):  # type: ignore[call-overload]
        return "unknown"
    if row["direction"] == "keep_within":
        low = float("-inf") if pd.isna(row["lower"]) else float(str(row["lower"]))  # type: ignore[call-overload]
        high = float("inf") if pd.isna(row["upper"]) else float(str(row["upper"]))  # type: ignore[call-overload]
        return "yes" if _at_least(value, low) and _at_least(high, value) else "no"
    if pd.isna(row["target_value"]):  # type: ignore[call-overload]
        return "unknown"
    target = float(str(row["target_value"]))
    met = _at_least(value, target) if row["direction"] == "increase" else _at_least(target, value)
    return "yes" if met else "no"


def _at_least(value: float, bound: float) -> bool:
    return value >= bound or math.isclose(value, bound, rel_tol=1e-9, abs_tol=1e-9)
