"""What the page of the annual review says and shows, made from its tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.findings import Finding
from stratanalysis.language import language as get_language
from stratanalysis.monitoring import AnnualReview
from stratanalysis.monitoring.words import (
    DIRECTION_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    TARGET_WORDS,
    TASK_WORDS,
)
from stratanalysis.pages.annual_review_context import (
    NO_MONEY,
    as_money,
    as_percent,
    projection_of,
    renamed,
    row_of,
    scenario_sentences,
    show_execution,
    show_mismatches,
    show_need,
    show_readiness,
    show_surroundings,
    show_targets,
)
from stratanalysis.pages.page import Page
from stratanalysis.plots.monitoring import describe_goal_degrees, plot_goal_degrees

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = [
    "adjustment_sentences",
    "grouped_sentences",
    "introduction",
    "projection_of",
    "scenario_sentences",
    "show_execution",
    "show_goals",
    "show_mismatches",
    "show_need",
    "show_readiness",
    "show_strategic_goal",
    "show_surroundings",
    "show_targets",
    "show_unmet",
    "strategic_goals",
    "summary_lines",
]


_FIRST = 5


def strategic_goals(community: Community) -> list[str]:
    """Codes of the strategic goals in their order."""
    goals = community["goals"]
    return goals.loc[goals["level"] == "strategic", "code"].astype(str).tolist()


def _titles(community: Community) -> dict[str, str]:
    goals = community["goals"]
    return dict(zip(goals["code"].astype(str), goals["title"], strict=True))


def introduction(review: AnnualReview, language: str) -> list[str]:
    """Say what the page is and by which rule degrees are computed."""
    say = get_language(language).text
    first = (
        say("Annual review of the strategy for {year}.", year=review.year)
        if review.ready
        else say(
            "Readiness report for {year}: no degree of achievement can be computed yet. What "
            "has to be filled in is listed below.",
            year=review.year,
        )
    )
    if review.indicators.empty:
        return [first]
    rule = say("Rule: {rule}.", rule=review.rule.describe(language))
    weights = say(
        "A goal's degree is the mean of the measured degrees below it by weight; the coverage "
        "says what share of the weight was measured. Indicators without weights count equally."
    )
    return [first, rule, weights]


def summary_lines(review: AnnualReview, language: str) -> list[str]:
    """Give the five lines that a hurried reader sees first."""
    lang = get_language(language)
    whole = row_of(review.interim.goals)
    lines = []
    if review.ready:
        lines.append(
            lang.text(
                "The strategy reached {degree} of what was planned for {year}; measured was "
                "{coverage} of the weight.",
                degree=lang.percent(whole["degree"], 0),
                year=review.year,
                coverage=lang.percent(whole["coverage"], 0),
            )
        )
    else:
        lines.append(lang.text("No degree of achievement can be computed: see what is missing."))
    if whole["indicators"] + whole["not_applicable"] > 0:
        lines.append(
            lang.text(
                "Of {indicators} indicators {measured} were measured and {without} do not apply.",
                indicators=int(whole["indicators"]),
                measured=int(whole["measured"]),
                without=int(whole["not_applicable"]),
            )
        )
    done = row_of(review.tasks_done)
    if done["tasks"] > 0:
        lines.append(
            lang.text(
                "Tasks fulfilled: {done} of {tasks}; reported on: {reported}.",
                done=int(done["done"]),
                tasks=int(done["tasks"]),
                reported=int(done["reported"]),
            )
        )
    money = row_of(review.money)
    if pd.notna(money["executed"]):
        lines.append(
            lang.text(
                "Money: executed {executed}, that is {amended} of the amended plan and {approved} "
                "of the approved one.",
                executed=lang.money(money["executed"]),
                amended=lang.percent(money["rate_amended"], 0),
                approved=lang.percent(money["rate_approved"], 0),
            )
        )
    else:
        lines.append(lang.text("No executed money of the measures is known for the year."))
    if len(review.need) and review.planned_known:
        first = row_of(review.need, str(review.need.index[0]))
        if pd.notna(first["need"]):
            lines.append(
                lang.text(
                    "Needed in {span}: at least {need}; measures without a sum: {count}.",
                    span=review.need.index[0],
                    need=lang.money(first["need"]),
                    count=int(first["without_amount"]),
                )
            )
    else:
        lines.append(lang.text(NO_MONEY, year=review.year))
    return lines


def show_goals(page: Page, review: AnnualReview, community: Community) -> HTML:
    """Picture of the degrees of strategic and operational goals; nothing without goals."""
    language = page.language.code
    goals = review.interim.goals
    shown = goals[goals["level"].isin(["strategic", "operational"])]
    titles = _titles(community)
    say = page.language.text
    if shown.empty:
        return page.text()
    measured = shown[shown["degree"].notna() & (shown["level"] == "strategic")]
    if measured.empty:
        title = say("Nothing was measured for any strategic goal")
    else:
        best, worst = str(measured["degree"].idxmax()), str(measured["degree"].idxmin())
        high, low = (
            page.language.percent(row_of(measured, code)["degree"], 0) for code in (best, worst)
        )
        if high == low:
            title = say("Degree of every measured strategic goal: {degree}", degree=high)
        else:
            title = say(
                "Highest degree of a strategic goal: {best} ({high}); lowest: {worst} ({low})",
                best=best,
                worst=worst,
                high=high,
                low=low,
            )
    axes = plot_goal_degrees(shown, titles, language=language)
    figure = axes.get_figure(root=True)
    assert figure is not None
    return page.figure(
        "goals",
        figure,
        shown,
        title=title,
        alternative=describe_goal_degrees(shown, titles, language=language),
        source="indicators.csv, observations.csv",
        caption=say("Against the targets of the year; the dashed line is the target."),
    )


def show_strategic_goal(page: Page, review: AnnualReview, community: Community, code: str) -> HTML:
    """Tables of one strategic goal: degrees, indicators, tasks, money, joined as one block."""
    from IPython.display import HTML

    lang, language = page.language, page.language.code
    say, titles = lang.text, _titles(community)
    name = f"goal-{code.lower().replace('.', '-')}"
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name).strip("-")
    under = _below(review, code)
    degrees = review.interim.goals.loc[under].assign(
        title=[titles.get(goal, "") for goal in under],
        final=review.final.goals.loc[under, "degree"],
        executed=review.money.loc[under, "executed"],
        amended=review.money.loc[under, "amended"],
        approved=review.money.loc[under, "approved"],
        rate=review.money.loc[under, "rate_amended"],
        tasks=[_fraction(row_of(review.tasks_done, goal)) for goal in under],
    )
    degrees = degrees[degrees["level"] != "task"]
    columns = {
        "title": "Goal",
        "degree": "Degree, year",
        "coverage": "Coverage",
        "final": "Degree, to the end",
        "tasks": "Tasks fulfilled",
    }
    sums = {
        "title": "Goal",
        "approved": "Approved",
        "amended": "Amended",
        "executed": "Executed",
        "rate": "Of the amended plan",
    }
    percent, money = as_percent(language), as_money(language)
    parts = [
        page.section(safe, f"{code}. {titles.get(code, '')}"),
        page.table(
            f"{safe}-degrees",
            renamed(degrees, columns, language, index="Code"),
            caption=say("Degree of achievement and tasks"),
            formats={say(columns[key]): percent for key in ("degree", "coverage", "final")},
        ),
    ]
    known = degrees[degrees[["approved", "amended", "executed"]].notna().any(axis=1)]
    if len(known):
        parts.append(
            page.table(
                f"{safe}-money",
                renamed(known, sums, language, index="Code"),
                caption=say("Money of the year"),
                formats={
                    **{say(sums[key]): money for key in ("approved", "amended", "executed")},
                    say(sums["rate"]): percent,
                },
            )
        )
    own = review.indicators[review.indicators["goal"].isin(under)]
    if len(own):
        parts.append(_indicator_table(page, own, safe))
    tasks = review.tasks[review.tasks.index.isin(under)]
    if len(tasks):
        listed = tasks.assign(status=[say(TASK_WORDS[status]) for status in tasks["status"]])
        listed = listed.fillna({"reason": "", "proposal": ""})
        headings = {"title": "Task", "status": "Status", "reason": "Reason"}
        headings |= {"proposal": "Proposal"}
        parts.append(
            page.table(
                f"{safe}-tasks",
                renamed(listed, headings, language, index="Code"),
                caption=say("Tasks, as those responsible report them"),
            )
        )
    return HTML("".join(str(part.data) for part in parts))


def _fraction(row: dict[str, Any]) -> str:
    return f"{int(row['done'])} / {int(row['tasks'])}"


def _below(review: AnnualReview, code: str) -> list[str]:
    parents = review.interim.goals["parent"].to_dict()
    under = []
    for goal in parents:
        now = goal
        while now and now != code:
            now = parents.get(now, "")
        if now == code and goal:
            under.append(str(goal))
    return under


def _indicator_table(page: Page, own: pd.DataFrame, safe: str) -> HTML:
    lang, language = page.language, page.language.code
    say = lang.text
    shown = pd.DataFrame(
        {
            say("Indicator"): [
                f"{row['indicator']} {row['name']}"
                + ("" if pd.isna(row["unit"]) else f", {lang.unit(str(row['unit']))}")
                for row in own.to_dict("records")
            ],
            say("Direction"): [
                "" if pd.isna(way) else say(DIRECTION_WORDS[way]) for way in own["direction"]
            ],
            say("Base"): own["base_value"],
            say("Target of the year"): own["target"],
            say("Fact"): own["fact"],
            say("Degree, year"): own["degree_raw"],
            say("Status"): [
                say(STATUS_WORDS[status]) + (f": {say(REASON_WORDS[reason])}" if reason else "")
                if status == "not_computable"
                else say(STATUS_WORDS[status])
                for status, reason in zip(own["status"], own["reason"], strict=True)
            ],
            say("Target by"): [
                say(TARGET_WORDS[kind]) if kind else "" for kind in own["target_kind"]
            ],
        }
    )

    def written(value: float) -> str:
        whole = pd.isna(value) or float(value).is_integer()
        return page.language.number(value, 0 if whole else 1)

    decimals = {say(name): written for name in ("Base", "Target of the year", "Fact")}
    return page.table(
        f"{safe}-indicators",
        shown,
        caption=say("Indicators; the degree is shown as computed, neither capped nor floored"),
        formats={**decimals, say("Degree, year"): as_percent(language)},
    )


def show_unmet(page: Page, review: AnnualReview) -> HTML:
    """Tasks that were not fulfilled, with the words of those responsible.

    Nothing where no state of a task was reported: that nothing is unfulfilled is not known then.
    """
    say = page.language.text
    unmet = review.unmet
    if (review.tasks["status"] == "not_reported").all():
        return page.text()
    if unmet.empty:
        silent = int((review.tasks["status"] == "not_reported").sum())
        return page.text(
            say("No unfulfilled task was reported; not reported on: {count}.", count=silent)
        )
    shown = unmet.assign(status=[say(TASK_WORDS[status]) for status in unmet["status"]])
    missing = say("not given")
    shown = shown.fillna({"reason": missing, "proposal": missing})
    names = {"title": "Task", "status": "Status", "reason": "Reason", "proposal": "Proposal"}
    return page.table(
        "unmet",
        renamed(shown, names, page.language.code, index="Code"),
        caption=say("Unfulfilled tasks, reasons and proposals"),
        source="tasks.csv",
    )


def adjustment_sentences(review: AnnualReview, language: str) -> list[str]:
    """Say what should be corrected in the strategy's tables, from what could not be computed.

    A reason that many indicators share is said once with their number and the first five; nothing
    where there is no table of indicators.
    """
    say = get_language(language).text
    lines = []
    lacking = review.indicators[review.indicators["status"] == "not_computable"]
    for reason, rows in lacking.groupby("reason", sort=False):
        names = [f"{row['indicator']} {row['name']}" for row in rows.to_dict("records")]
        shown = "; ".join(names[:_FIRST])
        if len(names) > _FIRST:
            shown = say("{names} and {count} more", names=shown, count=len(names) - _FIRST)
        lines.append(f"{say(REASON_WORDS[str(reason)])} ({len(names)}): {shown}")
    lines += grouped_sentences(review.findings, language)
    if review.indicators.empty:
        return []
    return lines or [say("Nothing in the tables of monitoring calls for a correction.")]


def grouped_sentences(findings: Iterable[Finding], language: str) -> list[str]:
    """Say findings of one kind once: the first five, and how many more there are."""
    say = get_language(language).text
    kinds: dict[str, list[str]] = {}
    for finding in findings:
        kinds.setdefault(finding.check, []).append(say(finding.why, **finding.values))
    lines = []
    for listed in kinds.values():
        lines += listed[:_FIRST]
        if len(listed) > _FIRST:
            lines.append(say("… and {count} more of the same kind", count=len(listed) - _FIRST))
    return lines
