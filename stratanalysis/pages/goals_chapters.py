"""Chapters of the pages on goals and on the year: official figures, readiness, money, terms."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.language import MISSING, Language
from stratanalysis.monitoring.deadlines import deadline_status
from stratanalysis.monitoring.goal_readiness import readiness_by_goal
from stratanalysis.monitoring.official_links import official_links
from stratanalysis.monitoring.plan_money import planned_by_section, planned_share
from stratanalysis.monitoring.steps import plan_steps, reported_done, steps_of_indicators
from stratanalysis.pages.page import Page
from stratanalysis.pages.plan_words import english, titled, titles_of
from stratanalysis.plots.amounts import describe_amounts, plot_amounts
from stratanalysis.plots.monitoring import STATUS_LABELS

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.monitoring.annual_review import Tables

__all__ = [
    "plan_titles",
    "show_deadlines",
    "show_goal_readiness",
    "show_official",
    "show_planned_money",
]

_ROWS_SHOWN = 40
_PAST = ("overdue", "past_unreported", "impossible")
_READY_WORDS = {
    "tasks": "Tasks", "tasks_reported": "Tasks reported", "indicators": "Indicators",
    "unit": "With a unit", "base": "With a base", "target": "With a target",
    "direction": "With a direction", "fact": "With a fact", "complete": "Ready",
}  # fmt: skip


def plan_titles(tables: Tables, language: str) -> dict[str, str]:
    """Labels by code of goals and sections; of the measures where there are neither."""
    titles = titles_of(tables["sections"], "code", "title", language)
    titles |= titles_of(tables["goals"], "code", "title", language)
    return titles or titles_of(tables["measures"], "code", "title", language)


def show_official(page: Page, community: Community, tables: Tables) -> HTML:
    """Table of the official figures that speak of the plan's subjects; nothing without."""
    lang, say = page.language, page.language.text
    subjects = plan_titles(tables, "uk") | titles_of(tables["measures"], "code", "title", "uk")
    found = official_links(community, subjects)
    if found.empty:
        return page.text()
    sources = dict(zip(community["sources"]["id"], community["sources"]["title"], strict=True))
    rows = [
        {
            say("What is measured"): say(row["label"]),
            say("Year"): str(int(row["year"])),
            say("Value"): _value(row["value"], str(row["unit"]), lang),
            say("Earlier"): _earlier(row, lang),
            say("Goals and measures"): _some(str(row["subjects"]).split(", "), lang),
            say("Source"): "; ".join(
                say(sources.get(source, source)) for source in str(row["source"]).split(", ")
            ),
        }
        for row in found.to_dict("records")
    ]
    return page.table(
        "official",
        pd.DataFrame(rows),
        caption=say("Official figures on the subjects of the plan: {count}", count=len(rows)),
        source="population.csv, revenue.csv, expenditure.csv, statistics.csv",
        formats={say("Year"): str, say("Goals and measures"): str},
    )


def _value(value: float, unit: str, lang: Language) -> str:
    if unit == "UAH":
        return lang.money(value)
    written = lang.number(value, 0 if abs(value) >= 100 or value == int(value) else 2)
    return written if unit in ("ratio", "units") else f"{written} {lang.unit(unit)}"


def _earlier(row: dict[Any, Any], lang: Language) -> str:
    if pd.isna(row["before_year"]):
        return ""
    return f"{_value(row['before'], str(row['unit']), lang)} ({int(row['before_year'])})"


def _some(codes: list[str], lang: Language, most: int = 5) -> str:
    if len(codes) <= most:
        return ", ".join(codes)
    return lang.text(
        "{codes} and {count} more", codes=", ".join(codes[:most]), count=len(codes) - most
    )


def show_goal_readiness(page: Page, tables: Tables, *, year: int) -> HTML:
    """Table of what monitoring needs by goal of the first level; nothing without indicators.

    Tasks have no columns where the tree has none.
    """
    say = page.language.text
    table = readiness_by_goal(tables, year=year)
    if not table["indicators"].any():
        return page.text()
    if not table["tasks"].any():
        table = table.drop(columns=["tasks", "tasks_reported"])
    titles = plan_titles(tables, page.language.code)
    shown = table.rename(columns={key: say(word) for key, word in _READY_WORDS.items()})
    shown.insert(0, say("Goal"), [f"{code} {titles.get(str(code), '')}" for code in table.index])
    return page.table(
        "goal-readiness",
        shown.reset_index(drop=True),
        caption=say(
            "Ready for monitoring: {ready} of {count} indicators have unit, base, target, "
            "direction and a fact of {year}",
            ready=int(table["complete"].sum()),
            count=int(table["indicators"].sum()),
            year=year,
        ),
        source="goals.csv, indicators.csv, observations.csv, tasks.csv",
        formats={say("Goal"): str},
    )


def show_planned_money(page: Page, community: Community, tables: Tables) -> HTML:
    """Picture and table of planned money by section, and its share of the budget."""
    from IPython.display import HTML

    lang, say = page.language, page.language.text
    table = planned_by_section(tables)
    if table.empty:
        return page.text()
    titles = plan_titles(tables, lang.code)
    labels = {
        str(code): f"{code} {titles.get(str(code), '')}".strip() if code else say("no section")
        for code in table.index
    }
    parts = []
    known = table["total"].dropna()
    if len(known) > 1 and known.sum() > 0:
        parts.append(_money_picture(page, known.sort_values(ascending=False), labels))
    years = [name for name in table.columns if name.isdigit()]
    shown = pd.DataFrame(
        {
            say("Section"): [labels[str(code)] for code in table.index],
            say("Measures"): table["measures"].to_numpy(),
            say("With an amount"): table["with_money"].to_numpy(),
            **{year: table[year].to_numpy() for year in years},
            say("Together"): table["total"].to_numpy(),
        }
    )
    if not years:
        shown = shown.drop(columns=[say("Together")])
    parts.append(
        page.table(
            "planned",
            shown,
            caption=say(
                "Measures: {count}; planned money known for {known}",
                count=lang.number(int(table["measures"].sum())),
                known=lang.number(int(table["with_money"].sum())),
            ),
            source="measures.csv, money.csv",
            formats={say("Section"): str} | dict.fromkeys([*years, say("Together")], lang.money),
        )
    )
    parts.append(page.bullets(_budget_sentences(community, lang)))
    return HTML("".join(str(part.data or "") for part in parts))


def _money_picture(page: Page, sums: pd.Series, labels: dict[str, str]) -> HTML:
    lang, say = page.language, page.language.text
    figure = plot_amounts(sums, labels, language=lang.code).get_figure(root=True)
    assert figure is not None
    first = str(sums.index[0])
    return page.figure(
        "planned-money",
        figure,
        sums.rename(index=labels).rename(say("UAH")).rename_axis(say("Section")).to_frame(),
        title=say(
            "Most planned money ({share}): {section}",
            share=lang.percent(float(sums.iloc[0]) / float(sums.sum()), 0),
            section=labels[first],
        ),
        alternative=describe_amounts(sums, labels, language=lang.code),
        source="money.csv",
        caption=say("UAH, all years of the plan together, nominal."),
    )


def _budget_sentences(community: Community, lang: Language) -> list[str]:
    return [
        lang.text(
            "Planned for {year}: {planned}, that is {share} of the executed expenditure of "
            "{base} ({budget}).",
            year=int(str(year)),
            planned=lang.money(row["planned"]),
            share=lang.percent(row["share"], 2),
            base=int(row["budget_year"]),
            budget=lang.money(row["budget"]),
        )
        for year, row in planned_share(community).to_dict("index").items()
    ]


def show_deadlines(page: Page, tables: Tables, *, at: dt.date) -> HTML:
    """Tables of steps by state of their term on a day, of those past, and by indicator."""
    from IPython.display import HTML

    lang, say = page.language, page.language.text
    named = {
        name: english(tables[name], column, lang.code)
        for name, column in (("measures", "title"), ("actions", "result"))
    }
    steps = plan_steps(named)
    if steps.empty:
        return page.text()
    steps["done"] = pd.Series(reported_done(steps, tables["tasks"], at=at), dtype=object)
    status = deadline_status(steps, at=at)
    counts = status["status"].value_counts()
    order = [name for name in STATUS_LABELS if name in counts]
    summary = pd.DataFrame(
        {
            say("State"): [say(STATUS_LABELS[name]) for name in order],
            say("Steps"): [int(counts[name]) for name in order],
        }
    )
    parts = [
        page.table(
            "deadlines",
            summary,
            caption=say("Terms of {count} steps on {day}", count=len(status), day=lang.date(at)),
            source="actions.csv" if len(tables["actions"]) else "measures.csv",
        )
    ]
    late = status[status["status"].isin(_PAST)].sort_values("end", kind="stable")
    if len(late):
        rows = [
            {
                say("Code"): " ".join(
                    str(part) for part in (row["code"], row["number"]) if pd.notna(part)
                ),
                say("Result"): row["title"],
                say("Responsible"): "" if pd.isna(row["responsible"]) else row["responsible"],
                say("Term ends"): "" if pd.isna(row["end"]) else str(row["end"]),
                say("State"): say(STATUS_LABELS[row["status"]]),
            }
            for row in late.head(_ROWS_SHOWN).to_dict("records")
        ]
        parts.append(
            page.table(
                "past-terms",
                pd.DataFrame(rows),
                caption=say(
                    "Terms that have passed or cannot be: {count}; the first {shown}",
                    count=len(late),
                    shown=len(rows),
                ),
                formats={say("Code"): str, say("Term ends"): str},
            )
        )
    parts.append(_indicator_steps(page, tables, at=at))
    return HTML("".join(str(part.data or "") for part in parts))


def _indicator_steps(page: Page, tables: Tables, *, at: dt.date) -> HTML:
    """Table of the steps behind every indicator; nothing where no indicator has one."""
    lang, say = page.language, page.language.text
    table = steps_of_indicators(tables, at=at)
    served = table[table["steps"] > 0]
    if served.empty:
        return page.text()
    names = titles_of(
        tables["indicators"].assign(label=titled(tables["indicators"], "name", lang.code)),
        "indicator", "label", "uk",
    )  # fmt: skip
    rows = pd.DataFrame(
        {
            say("Indicator"): [
                f"{code} {names.get(str(code), '')}".strip() for code in served.index
            ],
            say("Steps"): served["steps"].to_numpy(),
            say("Done"): served["done"].to_numpy(),
            say("Past its term, not done"): served["overdue"].to_numpy(),
            say("Past its term, not reported"): served["unreported"].to_numpy(),
            say("Last term"): [MISSING if day is None else str(day) for day in served["last"]],
        }
    ).head(_ROWS_SHOWN)
    return page.table(
        "indicator-steps",
        rows,
        caption=say(
            "Steps behind the indicators: {served} of {count} have one",
            served=lang.number(len(served)), count=lang.number(len(table)),
        ),
        source="indicators.csv, actions.csv" if len(tables["actions"])
        else "indicators.csv, measures.csv",
        formats={say("Indicator"): str, say("Last term"): str},
    )  # fmt: skip
