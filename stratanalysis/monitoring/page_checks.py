"""What the pages refuse, found before: one list of groups, codes, periods and keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from stratanalysis.finance.revenue import REVENUE_GROUPS
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.tables import table as contract
from stratanalysis.workbook_words import code_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_for_pages"]

_PERIOD = re.compile(r"year|(0[1-9]|1[0-2])-(0[1-9]|1[0-2])")
_WITH_PERIODS = ("revenue", "expenditure", "execution", "observations", "tasks")
_CODE = {
    "programme": re.compile(r"\d{4}(\d{3})?"),
    "economic": re.compile(r"\d{4}"),
    "functional": re.compile(r"\d{4}"),
}
_SHAPES = {
    "programme": "4 or 7 digits",
    "economic": "4 digits",
    "functional": "4 digits",
}


def check_for_pages(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Find what the engine and the pages would refuse.

    Parameters
    ----------
    tables : mapping
        Tables of a community by name, with the row numbers of the files as index.

    Returns
    -------
    list of Finding
        Checks: ``repeated-goal``, ``unknown-parent``, ``goal-in-circle``, ``unknown-group``,
        ``unknown-period``, ``unknown-code``, ``money-without-measure``,
        ``measure-without-section``.
    """
    found: dict[str, pd.DataFrame] = {
        name: tables[name] if name in tables else contract(name).empty()
        for name in ("goals", "measures", "money", *_WITH_PERIODS)
    }
    return [
        *_goals(found["goals"]),
        *_groups(found["revenue"]),
        *[f for name in _WITH_PERIODS if "period" in found[name] for f in _periods(name, found)],
        *_codes(found["expenditure"]),
        *_money(found["money"], found["measures"]),
    ]


def _finding(
    check: str, table: str, index: object, column: str, why: str, /, *, error: bool = True,
    **values: object,
) -> Finding:  # fmt: skip
    severity = Severity.ERROR if error else Severity.WARNING
    return Finding(
        check, severity, Source(f"{table}.csv", int(str(index)) + 2, column), why, values
    )


def _goals(goals: pd.DataFrame) -> list[Finding]:
    findings = []
    codes = goals["code"].astype(str)
    for code, rows in goals.groupby(codes, sort=False):
        if len(rows) > 1:
            why = (
                "the code {code} occurs {count} times, in lines {lines}; the pages need one tree: "
                "keep the rows of one, or give the others codes of their own"
            )
            lines = ", ".join(str(int(index) + 2) for index in rows.index)
            findings.append(
                _finding("repeated-goal", "goals", rows.index[1], "code", why,
                         code=code, count=len(rows), lines=lines)
            )  # fmt: skip
    known = set(codes)
    for index, parent in goals["parent"].dropna().items():
        if str(parent) not in known:
            why = "the goal above, {parent}, is not in goals.csv; mend the code"
            findings.append(
                _finding("unknown-parent", "goals", index, "parent", why, parent=parent)
            )
    above = dict(zip(codes, goals["parent"], strict=True))
    for index, code in codes.items():
        now, way = above[code], {code}
        while isinstance(now, str) and now not in way:
            way.add(now)
            now = above.get(now)
        if now == code:
            why = "the goal {code} is above itself; mend the code of the goal above"
            findings.append(_finding("goal-in-circle", "goals", index, "parent", why, code=code))
    return findings


def _groups(revenue: pd.DataFrame) -> list[Finding]:
    findings = []
    for index, group in revenue["group"].items():
        if group in REVENUE_GROUPS:
            continue
        meant = code_of("revenue", "group", str(group))
        if meant in REVENUE_GROUPS:
            why = "the revenue group {group!r} is written {meant} here"
        else:
            why = "no revenue group is called {group!r}; the groups are: {groups}"
        findings.append(
            _finding("unknown-group", "revenue", index, "group", why, group=group, meant=meant,
                     groups=", ".join(REVENUE_GROUPS))
        )  # fmt: skip
    return findings


def _periods(name: str, tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    why = "the period {period!r} is not known; write year, or the months since January as 01-06"
    return [
        _finding("unknown-period", name, index, "period", why, period=period)
        for index, period in tables[name]["period"].dropna().items()
        if not _PERIOD.fullmatch(str(period))
    ]


def _codes(expenditure: pd.DataFrame) -> list[Finding]:
    why = "the {classification} code {code!r} is none; it has {shape}"
    rows = zip(expenditure.index, expenditure["classification"], expenditure["code"], strict=True)
    return [
        _finding("unknown-code", "expenditure", index, "code", why,
                 classification=kind, code=code, shape=_SHAPES[kind])
        for index, kind, code in rows
        if kind in _CODE and not _CODE[kind].fullmatch(str(code))
    ]  # fmt: skip


def _money(money: pd.DataFrame, measures: pd.DataFrame) -> list[Finding]:
    known = set(measures["code"].astype(str))
    own = money[money["kind"] == "measure"]
    why = "there is no measure {measure!r} in measures.csv, and money is planned for it"
    findings = [
        _finding("money-without-measure", "money", index, "measure", why, measure=measure)
        for index, measure in own["measure"].items()
        if str(measure) not in known
    ]
    if measures["section"].notna().any():
        why = "measure {measure} has no section, so its money is in no section of the pages"
        findings += [
            _finding("measure-without-section", "measures", index, "section", why, error=False,
                     measure=code)
            for index, code in measures.loc[measures["section"].isna(), "code"].items()
        ]  # fmt: skip
    return findings
