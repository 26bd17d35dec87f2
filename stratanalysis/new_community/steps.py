"""What a community's folder still lacks, in the order in which to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stratanalysis.finance.executed import full_years
from stratanalysis.reference.scenario_text import TEMPLATE_MARK

if TYPE_CHECKING:
    from stratanalysis.community import Community
    from stratanalysis.scenarios import Scenarios

__all__ = ["Step", "missing_steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to fill in.

    Attributes
    ----------
    file : str
        Where.
    what : str
        English template, key of the catalogues.
    values : mapping
        Values of its fields.
    """

    file: str
    what: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What to do, in English."""
        return self.what.format(**self.values) if self.values else self.what

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"


def missing_steps(community: Community, scenarios: Scenarios) -> list[Step]:
    """List what is missing, the first thing first.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
        As :func:`stratanalysis.scenarios.folder.read_folder` gives them.

    Returns
    -------
    list of Step
        Empty where nothing is missing for the report and for the annual review.
    """
    return [
        *_about(community),
        *_people(community),
        *_budget(community),
        *_assumptions(scenarios),
        *_plan(community),
    ]


def _about(community: Community) -> Iterator[Step]:
    if community.kind == "hromada" and not community.katottg:
        yield Step("community.toml", "write the KATOTTG code: UA and 17 digits")
    if community.kind == "hromada" and not community.budget_code:
        yield Step("community.toml", "write the budget code: 10 digits in quotes")


def _people(community: Community) -> Iterator[Step]:
    years = community["population"].groupby("kind")["year"].nunique()
    most = int(years.max()) if len(years) else 0
    if most < 2:
        yield Step(
            "population.csv",
            "write the population on 1 January of two years at least; there are {years}",
            {"years": most},
        )


def _budget(community: Community) -> Iterator[Step]:
    if community.kind == "oblast":
        return
    people = set(community["population"]["year"])
    for name in ("revenue", "expenditure"):
        full = set(full_years(community[name]))
        if not full:
            yield Step(
                f"{name}.csv", "write the executed amounts of a full year, with the period `year`"
            )
        elif not full & people:
            yield Step(
                f"{name}.csv",
                "write a year for which the population is known too: {years}",
                {"years": ", ".join(map(str, sorted(people)))},
            )


def _assumptions(scenarios: Scenarios) -> Iterator[Step]:
    if not len(scenarios):
        yield Step("scenarios.toml", "write the baseline and what the strategy promises")
        return
    left = [
        (name, entry.driver)
        for name in scenarios
        for entry in scenarios[name].assumptions
        if entry.reason.get("en", "").startswith(TEMPLATE_MARK)
    ]
    if left:
        yield Step(
            "scenarios.toml",
            "replace the assumptions of the template: {drivers}",
            {"drivers": ", ".join(f"{name}.{driver}" for name, driver in left)},
        )


def _first(names: Iterable[object], most: int = 5) -> str:
    """The first names of a long list, and how many there are."""
    listed = [str(name) for name in names]
    shown = ", ".join(listed[:most])
    return shown if len(listed) <= most else f"{shown} … ({len(listed)})"


def _plan(community: Community) -> Iterator[Step]:
    goals, indicators = community["goals"], community["indicators"]
    if goals.empty:
        yield Step("workbook.xlsx", "sheet goals: write the tree of goals, then run fill")
    if indicators.empty:
        yield Step("workbook.xlsx", "sheet indicators: write the indicators, then run fill")
        return
    used = indicators[indicators["applicable"].fillna("yes") != "no"]
    kept = used["direction"] == "keep_within"
    needed = used["base_value"].isna() | used["base_year"].isna() | used["direction"].isna()
    needed |= ~kept & (used["target_value"].isna() | used["target_year"].isna())
    if needed.any():
        yield Step(
            "workbook.xlsx",
            "sheet indicators: write base, target, their years and the direction of: {names}",
            {"names": _first(used.loc[needed, "indicator"])},
        )
    facts = community["observations"]
    measured = set(facts.loc[facts["phase"] == "fact", "indicator"])
    silent = [name for name in used["indicator"] if name not in measured]
    if silent:
        yield Step(
            "workbook.xlsx",
            "sheet observations: write the measured values of: {names}",
            {"names": _first(silent)},
        )
    if community["tasks"].empty and (goals["level"] == "task").any():
        yield Step("workbook.xlsx", "sheet tasks: write the state of every task")
    if community["execution"].empty and len(community["measures"]):
        yield Step("workbook.xlsx", "sheet execution: write approved, amended and executed money")
