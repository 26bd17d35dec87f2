"""The chapter of the annual review on what was reported within the year, and what was replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.language import MISSING, Language
from stratanalysis.monitoring.observed import observed_values
from stratanalysis.monitoring.vintages import (
    OBSERVATION_KEY,
    TASK_KEY,
    superseded,
    within_year,
)
from stratanalysis.pages.annual_review_beside import state_words
from stratanalysis.pages.annual_review_context import as_money, renamed
from stratanalysis.pages.page import Page
from stratanalysis.pages.plan_words import titled, titles_of

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = ["period_words", "show_periods"]


def show_periods(page: Page, community: Community, *, year: int) -> HTML:
    """What was reported within the year, and what a later report replaced; nothing without."""
    from IPython.display import HTML

    parts = [
        _period_money(page, community, year=year),
        _period_states(page, community, year=year),
        _period_values(page, community, year=year),
        _replaced(page, community, year=year),
    ]
    return HTML("".join(str(part.data or "") for part in parts))


def _period_states(page: Page, community: Community, *, year: int) -> HTML:
    """States of tasks at the end of a quarter or half-year."""
    say = page.language.text
    reports = within_year(community["tasks"], TASK_KEY, year=year)
    if reports.empty:
        return page.text()
    titles = titles_of(community["goals"], "code", "title", page.language.code)
    rows = pd.DataFrame(
        {
            say("Code"): reports["task"].to_numpy(),
            say("Task"): [titles.get(str(code), "") for code in reports["task"]],
            say("Period"): [period_words(str(code), page.language) for code in reports["period"]],
            say("State"): [state_words(value, page.language) for value in reports["status"]],
        }
    )
    return page.table(
        "period-states", rows, caption=say("Tasks within {year}", year=year), source="tasks.csv",
        formats={say("Code"): str},
    )  # fmt: skip


def _period_values(page: Page, community: Community, *, year: int) -> HTML:
    """Values of indicators at the end of a quarter or half-year."""
    say, lang = page.language.text, page.language
    reports = within_year(community["observations"], OBSERVATION_KEY, year=year)
    reports = reports[reports["phase"] == "fact"]
    if reports.empty:
        return page.text()
    values = observed_values(reports, {})
    rows = pd.DataFrame(
        {
            say("Indicator"): _indicator_names(community, reports["indicator"], lang.code),
            say("Unit"): [lang.unit(str(unit)) for unit in reports["unit"]],
            say("Period"): [period_words(str(code), lang) for code in reports["period"]],
            say("Fact"): [_plain(value, lang) for value in values],
        }
    )
    return page.table(
        "period-values", rows, caption=say("Indicators within {year}", year=year),
        source="observations.csv", formats={say("Indicator"): str},
    )  # fmt: skip


def _replaced(page: Page, community: Community, *, year: int) -> HTML:
    """Figures of the year that were reported twice: both, and the one that counts."""
    say, lang = page.language.text, page.language
    reports = community["observations"]
    reports = reports[(reports["year"] == year) & (reports["phase"] == "fact")]
    old = superseded(reports, OBSERVATION_KEY)
    if old.empty:
        return page.text()
    new, values = reports.loc[old["after"]], observed_values(reports, {})
    rows = pd.DataFrame(
        {
            say("Indicator"): _indicator_names(community, old["indicator"], lang.code),
            say("Reported before"): [_plain(values[index], lang) for index in old.index],
            say("Day and who"): [_told_by(row, lang) for row in old.to_dict("records")],
            say("What counts"): [_plain(values[index], lang) for index in new.index],
            say("Its day and who"): [_told_by(row, lang) for row in new.to_dict("records")],
        }
    )
    return page.table(
        "replaced", rows, caption=say("Figures of {year} reported more than once", year=year),
        source="observations.csv", formats={say("Indicator"): str},
    )  # fmt: skip


def _indicator_names(community: Community, codes: pd.Series, language: str) -> list[str]:
    own = community["indicators"]
    names = titles_of(own.assign(label=titled(own, "name", language)), "indicator", "label", "uk")
    return [f"{code} {names.get(str(code), '')}".strip() for code in codes]


def _plain(value: float, lang: Language) -> str:
    return lang.number(value, 0 if pd.isna(value) or float(value).is_integer() else 1)


def _told_by(row: Mapping[Hashable, object], lang: Language) -> str:
    day = row.get("reported")
    reports = [] if pd.isna(day) else [_day(str(day), lang)]  # type: ignore[call-overload]
    who = row.get("entered_by")
    reports += [] if pd.isna(who) else [str(who)]  # type: ignore[call-overload]
    return ", ".join(reports) or MISSING


def period_words(code: str, lang: Language) -> str:
    """Write a part of the year: I quarter, half-year, 9 months, or its months."""
    words = {"01-03": "first quarter", "01-06": "half-year", "01-09": "nine months"}
    if code in words:
        return lang.text(words[code])
    return lang.text("months {months}", months=code.replace("-", "–"))


def _period_money(page: Page, community: Community, *, year: int) -> HTML:
    """Money since January by quarter and half-year."""
    say, language = page.language.text, page.language.code
    rows = community["execution"]
    rows = rows[(rows["year"] == year) & (rows["period"] != "year")]
    if rows.empty:
        return page.text()
    sums = rows.groupby("period")[["approved", "amended", "executed"]].sum(min_count=1)
    sums.index = pd.Index([period_words(str(code), page.language) for code in sums.index])
    names = {"approved": "Approved", "amended": "Amended", "executed": "Executed"}
    return page.table(
        "periods",
        renamed(sums, names, language, index="Period"),
        caption=say("Money since January of {year}", year=year),
        source="execution.csv",
        formats=dict.fromkeys([say(name) for name in names.values()], as_money(language)),
    )


def _day(text: str, lang: Language) -> str:
    try:
        return lang.date(dt.date.fromisoformat(text))
    except ValueError:
        return text
