"""What is wrong in the tables of monitoring: findings with their place and cure, all at once."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import MISSING
from stratanalysis.monitoring.observed import is_percent, same_unit
from stratanalysis.monitoring.vintages import DAY, OBSERVATION_KEY, TASK_KEY, superseded
from stratanalysis.quantities import read_unit, unit_kinds
from stratanalysis.tables import table as contract

__all__ = ["check_monitoring"]

_OK = 1e-6


class _Sheet:
    """Makes findings about one table."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self.name = name
        self.findings = findings

    def say(
        self,
        check: str,
        index: object,
        column: str,
        why: str,
        /,
        *,
        severity: Severity = Severity.ERROR,
        **values: object,
    ) -> None:
        line = None if index is None else int(str(index)) + 2
        source = Source(f"{self.name}.csv", line, column)
        self.findings.append(Finding(check, severity, source, why, {"table": self.name} | values))


def check_monitoring(
    *,
    goals: pd.DataFrame,
    indicators: pd.DataFrame,
    observations: pd.DataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    measures: pd.DataFrame | None = None,
    execution: pd.DataFrame | None = None,
) -> list[Finding]:
    """Check the monitoring tables against each other.

    Parameters
    ----------
    goals, indicators, observations, tasks, measures, execution : pandas.DataFrame
        Contracts of :mod:`stratanalysis.tables`, with the row numbers of the files as index
        (line = index + 2).

    Returns
    -------
    list of Finding
        Checks: ``unknown-goal``, ``unknown-unit``, ``unknown-direction``, ``weight``,
        ``weight-sum``, ``target-years``, ``target-direction``, ``target-equals-base``,
        ``empty-range``, ``unknown-indicator``, ``fact-before-base``, ``two-values``,
        ``unit-differs``, ``reported-day``, ``replaced``, ``percent-scale``, ``ratio-differs``,
        ``zero-denominator``,
        ``unknown-task``, ``no-reason``, ``unknown-measure``, ``over-executed``,
        ``two-funds``.
    """
    findings: list[Finding] = []
    blank = {name: contract(name).empty() for name in ("observations", "tasks", "execution")}
    observations = blank["observations"] if observations is None else observations
    tasks = blank["tasks"] if tasks is None else tasks
    execution = blank["execution"] if execution is None else execution
    codes = set(goals["code"].astype(str))
    _check_indicators(_Sheet("indicators", findings), indicators, codes)
    _check_weights(_Sheet("indicators", findings), indicators, goals)
    _check_observations(_Sheet("observations", findings), observations, indicators)
    _check_percent(_Sheet("observations", findings), observations, indicators)
    _check_vintages(_Sheet("observations", findings), observations, OBSERVATION_KEY, "value")
    _check_vintages(_Sheet("tasks", findings), tasks, TASK_KEY, "status")
    _check_tasks(_Sheet("tasks", findings), tasks, goals)
    known = None if measures is None else set(measures["code"].astype(str))
    _check_execution(_Sheet("execution", findings), execution, known)
    return findings


def known_unit(text: str) -> bool:
    """Whether a unit is known: as a document writes it, or the code of one or of several."""
    codes = unit_kinds()
    return all(part in codes or read_unit(part) is not None for part in text.split("; "))


def _rows(frame: pd.DataFrame) -> Iterator[tuple[object, dict[str, object]]]:
    for index, row in zip(frame.index, frame.to_dict("records"), strict=True):
        yield index, {str(key): value for key, value in row.items()}


def _missing(value: object) -> bool:
    return bool(pd.isna(value))  # type: ignore[call-overload]


def _check_indicators(sheet: _Sheet, indicators: pd.DataFrame, codes: set[str]) -> None:
    for index, row in _rows(indicators):
        name = row["indicator"]
        if str(row["goal"]) not in codes:
            why = (
                "indicator {name} belongs to goal {goal!r}, which is not in goals.csv; mend the "
                "code"
            )
            sheet.say("unknown-goal", index, "goal", why, name=name, goal=row["goal"])
        if not _missing(row["unit"]) and not known_unit(str(row["unit"])):
            why = (
                "the unit {unit!r} of indicator {name} is not known; write it as %, осіб, км, "
                "тис. грн"
            )
            sheet.say(
                "unknown-unit", index, "unit", why,
                severity=Severity.WARNING, name=name, unit=row["unit"],
            )  # fmt: skip
        direction = row["direction"]
        if not _missing(direction) and direction not in ("increase", "decrease", "keep_within"):
            why = (
                "the direction {direction!r} of {name} is not known; write increase, decrease or "
                "keep_within"
            )
            sheet.say("unknown-direction", index, "direction", why, name=name, direction=direction)
        start, end = row["base_year"], row["target_year"]
        if not _missing(start) and not _missing(end) and int(str(end)) <= int(str(start)):
            why = "the target year {end} of {name} is not after its base year {start}"
            sheet.say("target-years", index, "target_year", why, name=name, start=start, end=end)
        if direction == "keep_within":
            low, high = row["lower"], row["upper"]
            if not _missing(low) and not _missing(high) and float(str(low)) > float(str(high)):
                why = "the range of {name} is empty: lower {low} is above upper {high}"
                sheet.say("empty-range", index, "lower", why, name=name, low=low, high=high)
            continue
        if _missing(row["base_value"]) or _missing(row["target_value"]):
            continue
        step = float(str(row["target_value"])) - float(str(row["base_value"]))
        if step == 0:
            why = (
                "target and base of {name} are equal, so no degree can be computed; state limits "
                "within which it should stay"
            )
            sheet.say(
                "target-equals-base", index, "target_value", why,
                severity=Severity.WARNING, name=name,
            )  # fmt: skip
        elif (direction == "increase" and step < 0) or (direction == "decrease" and step > 0):
            why = "{name} is to {direction}, but its target lies on the other side of its base"
            sheet.say("target-direction", index, "direction", why, name=name, direction=direction)


def _parts_below(goals: pd.DataFrame, indicators: pd.DataFrame) -> dict[str, list[str]]:
    """Goals right below each goal that count in its degree together with its indicators."""
    above = dict(zip(goals["code"].astype(str), goals["parent"], strict=True))
    holding: set[str] = set()
    for goal in indicators["goal"].astype(str).unique():
        now = goal
        while isinstance(now, str) and now not in holding:
            holding.add(now)
            now = above.get(now)
    parts: dict[str, list[str]] = {}
    for code, parent, level in zip(above, above.values(), goals["level"], strict=True):
        if isinstance(parent, str) and (code in holding or level not in ("task", "area")):
            parts.setdefault(parent, []).append(code)
    return parts


def _check_weights(sheet: _Sheet, indicators: pd.DataFrame, goals: pd.DataFrame) -> None:
    below = {} if goals["code"].duplicated().any() else _parts_below(goals, indicators)
    for goal, family in indicators.groupby("goal", sort=False):
        weights = family["weight"].astype(float)
        first = family.index[0]
        if weights.isna().all():
            continue
        if parts := below.get(str(goal)):
            why = (
                "goal {goal} has indicators with weights next to the goals {parts}, which have "
                "none; remove the weights, or put the indicators under one of those goals"
            )
            sheet.say("weight", first, "weight", why, goal=goal, parts=", ".join(parts))
        if weights.isna().any():
            lacking = ", ".join(map(str, family.loc[weights.isna(), "indicator"]))
            why = (
                "some indicators of goal {goal} have a weight and these do not: {names}; give "
                "all or none"
            )
            sheet.say(
                "weight", family.index[weights.isna()][0], "weight", why, goal=goal, names=lacking
            )
        if (weights < 0).any():
            names = ", ".join(map(str, family.loc[weights < 0, "indicator"]))
            why = "negative weight of {names} (goal {goal}); weights are zero or more"
            sheet.say("weight", family.index[weights < 0][0], "weight", why, goal=goal, names=names)
        whole = float(weights.sum())
        if weights.notna().all() and (weights == 0).all():
            why = "the weights of goal {goal} are all zero; remove them, or give one that counts"
            sheet.say("weight", first, "weight", why, goal=goal)
        elif weights.notna().all() and min(abs(whole - 1), abs(whole - 100)) > _OK:
            why = (
                "the weights of goal {goal} sum to {sum}, not to 1 or 100; only their ratios are "
                "used"
            )
            sheet.say(
                "weight-sum", first, "weight", why,
                severity=Severity.WARNING, goal=goal, sum=f"{whole:g}",
            )  # fmt: skip


def _check_observations(
    sheet: _Sheet, observations: pd.DataFrame, indicators: pd.DataFrame
) -> None:
    known = {str(row["indicator"]): row for _, row in _rows(indicators)}
    for index, row in _rows(observations):
        name, year = str(row["indicator"]), int(str(row["year"]))
        if name not in known:
            why = "there is no indicator {name!r} in indicators.csv; mend the identifier"
            sheet.say("unknown-indicator", index, "indicator", why, name=name)
            continue
        about = known[name]
        base_year = about["base_year"]
        if row["phase"] == "fact" and not _missing(base_year) and year < int(str(base_year)):
            why = (
                "the fact of {name} for {year} lies before its base year {base}; correct one of "
                "the years"
            )
            sheet.say("fact-before-base", index, "year", why, name=name, year=year, base=base_year)
        unit = about["unit"]
        if not _missing(unit) and not same_unit(unit, row["unit"]):
            why = "{name} is measured in {unit} and this value is in {other}; convert it"
            sheet.say("unit-differs", index, "unit", why, name=name, unit=unit, other=row["unit"])
        if _missing(row["denominator"]):
            continue
        bottom = float(str(row["denominator"]))
        if bottom == 0:
            why = "the denominator of {name} for {year} is zero; a ratio cannot be computed"
            sheet.say("zero-denominator", index, "denominator", why, name=name, year=year)
        elif not _missing(row["value"]) and not _missing(row["numerator"]):
            ratio = float(str(row["numerator"])) / bottom
            percent = is_percent(unit) if not _missing(unit) else is_percent(row["unit"])
            ratio *= 100 if percent else 1
            value = float(str(row["value"]))
            if abs(ratio - value) > max(0.006 * abs(value), 0.05 if percent else 0):
                why = "{name} for {year} is {value}, but its numerator and denominator give {ratio}"
                sheet.say(
                    "ratio-differs", index, "value", why,
                    name=name, year=year, value=f"{value:g}", ratio=f"{ratio:.4g}",
                )  # fmt: skip
    given = observations[observations["value"].notna() | observations["denominator"].notna()]
    told_apart = [name for name in ("period", "reported") if name in given]
    for (measured, when, phase, *_), family in given.groupby(
        [*OBSERVATION_KEY, *told_apart], sort=False, dropna=False
    ):
        if len(family) > 1:
            lines = ", ".join(str(int(index) + 2) for index in family.index)
            why = (
                "{name} has {count} values for {year} ({phase}), in lines {lines}; keep one of "
                "them, or write on each the day on which it was reported"
            )
            sheet.say(
                "two-values", family.index[1], "value", why,
                name=measured, count=len(family), year=when, phase=phase, lines=lines,
            )  # fmt: skip


def _check_vintages(
    sheet: _Sheet, reports: pd.DataFrame, key: tuple[str, ...], column: str
) -> None:
    """Days that cannot be sorted; and figures that a later report replaced."""
    if "reported" not in reports:
        return
    for index, day in reports["reported"].dropna().items():
        if not DAY.fullmatch(str(day)):
            why = "the day of the report is {day!r}; write it as 2026-02-15"
            sheet.say("reported-day", index, "reported", why, day=day)
    for index, row in _rows(superseded(reports, key)):
        later = reports.loc[int(str(row["after"]))]
        why = "{name} for {year}: {old} ({first}) was replaced by {new} ({last}); the newer counts"
        old, new, first, last = (
            _written(value)
            for value in (row[column], later[column], row["reported"], later["reported"])
        )
        sheet.say(
            "replaced", index, column, why, severity=Severity.NOTE, name=row[key[0]],
            year=row["year"], column=column, old=old, first=first, new=new, last=last,
        )  # fmt: skip


def _written(value: object) -> str:
    if _missing(value):
        return MISSING
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _check_percent(sheet: _Sheet, observations: pd.DataFrame, indicators: pd.DataFrame) -> None:
    """A percent given as 0.45 in one place and as 45 in another."""
    for _, row in _rows(indicators):
        if not is_percent(row["unit"]):
            continue
        own = observations[observations["indicator"] == row["indicator"]]
        values = own["value"].astype(float)
        others = [row["base_value"], row["target_value"]]
        every = [*values.dropna(), *(float(str(v)) for v in others if not _missing(v))]
        large = [abs(value) for value in every if abs(value) > 1.5]
        small = values[(values.abs() <= 1) & (values != 0)]
        if not large or small.empty:
            continue
        usual = sorted(large)[len(large) // 2]
        for index, value in small.items():
            if 0.2 <= abs(value) * 100 / usual <= 5:
                why = (
                    "{name} is {value} here and about {usual} elsewhere; write percents as 45, not "
                    "0.45"
                )
                sheet.say(
                    "percent-scale", index, "value", why,
                    name=row["indicator"], value=f"{value:g}", usual=f"{usual:g}",
                )  # fmt: skip


def _check_tasks(sheet: _Sheet, tasks: pd.DataFrame, goals: pd.DataFrame) -> None:
    known = set(goals["code"].astype(str))
    for index, row in _rows(tasks):
        if str(row["task"]) not in known:
            why = "there is no task {task!r} in goals.csv; mend the code"
            sheet.say("unknown-task", index, "task", why, task=row["task"])
        lacks = [column for column in ("reason", "proposal") if _missing(row[column])]
        if row["status"] in ("not_done", "not_started", "partly") and lacks:
            why = "task {task} was not fulfilled in {year}; write the reason and the proposal"
            sheet.say(
                "no-reason", index, lacks[0], why,
                severity=Severity.WARNING, task=row["task"], year=row["year"],
            )  # fmt: skip


def _check_execution(sheet: _Sheet, execution: pd.DataFrame, known: set[str] | None) -> None:
    if "fund" in execution:
        funds = execution["fund"].fillna("total")
        one = ["measure", "year", "period", "funding_source"]
        for (measure, year, *_), family in funds.groupby([execution[name] for name in one]):
            if "total" in set(family) and len(set(family)) > 1:
                why = (
                    "the money of measure {measure} in {year} is there in total and by fund, so it "
                    "would count twice; keep one of the two"
                )
                sheet.say("two-funds", family.index[-1], "fund", why, measure=measure, year=year)
    for index, row in _rows(execution):
        if known is not None and str(row["measure"]) not in known:
            why = "there is no measure {measure!r} in measures.csv; mend the code"
            sheet.say("unknown-measure", index, "measure", why, measure=row["measure"])
        plan = row["approved"] if _missing(row["amended"]) else row["amended"]
        if _missing(row["executed"]) or _missing(plan):
            continue
        if float(str(row["executed"])) > float(str(plan)) * (1 + _OK) + _OK:
            why = (
                "measure {measure} was paid {executed} of {plan} UAH in {year}: more than its plan"
            )
            sheet.say(
                "over-executed", index, "executed", why,
                severity=Severity.WARNING, measure=row["measure"], year=row["year"],
                executed=row["executed"], plan=plan,
            )  # fmt: skip
