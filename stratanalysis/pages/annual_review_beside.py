"""The chapters of the annual review that compare this year with the last, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.monitoring.words import TARGET_WORDS, TASK_WORDS
from stratanalysis.pages.annual_review_context import as_money, as_percent
from stratanalysis.pages.page import Page
from stratanalysis.pages.plan_words import titled, titles_of

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.monitoring.annual_review import AnnualReview
    from stratanalysis.monitoring.year_beside import YearBeside

__all__ = [
    "beside_sentences",
    "decision_sentences",
    "show_beside_goals",
    "show_beside_indicators",
    "show_beside_money",
    "show_beside_tasks",
    "show_remarks",
    "state_words",
]

MOVED_WORDS = {
    "forward": "forward",
    "back": "back",
    "same": "no change",
    "silent": "reported last year, silent now",
    "": "not known",
}


def beside_sentences(beside: YearBeside, language: str) -> list[str]:
    """Say how many indicators and tasks moved forward and back."""
    lang = get_language(language)
    if not beside.known:
        return []
    lines = []
    for frame, message in (
        (beside.indicators, "Indicators since {year}: forward {forward}, back {back}, unchanged "
         "{same}, not comparable {unknown}."),
        (beside.tasks, "Tasks since {year}: forward {forward}, back {back}, unchanged {same}, "
         "not comparable {unknown}."),
    ):  # fmt: skip
        counts = frame["moved"].value_counts()
        known = {name: int(counts.get(name, 0)) for name in ("forward", "back", "same")}
        rest = len(frame) - sum(known.values())
        lines.append(lang.text(message, year=beside.year - 1, unknown=rest, **known))
    return lines


def show_beside_goals(page: Page, beside: YearBeside, community: Community) -> HTML:
    """Degrees of strategic goals in both years; nothing where neither is known."""
    say, language = page.language.text, page.language.code
    goals = community["goals"]
    titles = titles_of(goals, "code", "title", language)
    tops = goals.loc[goals["level"] == "strategic", "code"].astype(str)
    table = beside.goals.loc[["", *tops]]
    if not table["before"].notna().any() or not table["now"].notna().any():
        return page.text()
    rows = pd.DataFrame(
        {
            say("Goal"): [
                f"{code} {titles[str(code)]}" if code else say("The whole strategy")
                for code in table.index
            ],
            str(beside.year - 1): table["before"].to_numpy(),
            str(beside.year): table["now"].to_numpy(),
            say("Change, points"): (table["now"] - table["before"]).to_numpy() * 100,
        }
    )
    percent = as_percent(language)
    return page.table(
        "beside-goals",
        rows,
        caption=say("Degree of achievement, each year against its own target"),
        source="indicators.csv, observations.csv",
        formats={
            say("Goal"): str,
            str(beside.year - 1): percent,
            str(beside.year): percent,
            say("Change, points"): lambda value: page.language.signed(value, 0),
        },
    )


def show_beside_indicators(page: Page, beside: YearBeside, community: Community) -> HTML:
    """Facts of three years, what was promised and which way it went; nothing without facts."""
    lang, say = page.language, page.language.text
    table = beside.indicators
    table = table[table[["last", "fact"]].notna().any(axis=1)]
    if table.empty or not beside.known:
        return page.text()
    own = community["indicators"]
    names = titles_of(own.assign(label=titled(own, "name", lang.code)), "indicator", "label", "uk")
    year = beside.year

    def written(value: float) -> str:
        return lang.number(value, 0 if pd.isna(value) or float(value).is_integer() else 1)

    rows = pd.DataFrame(
        {
            say("Indicator"): [
                f"{code} {names[str(code)]}"
                + ("" if pd.isna(unit) else f", {lang.unit(str(unit))}")
                for code, unit in zip(table.index, table["unit"], strict=True)
            ],
            str(year - 2): table["before_last"].to_numpy(),
            str(year - 1): table["last"].to_numpy(),
            str(year): table["fact"].to_numpy(),
            say("Promised for {year}", year=year): table["promised"].to_numpy(),
            say("By"): [say(TARGET_WORDS[kind]) if kind else "" for kind in table["promised_by"]],
            say("Degree {year}", year=year - 1): table["degree_before"].to_numpy(),
            say("Degree {year}", year=year): table["degree"].to_numpy(),
            say("Way"): [say(MOVED_WORDS[word]) for word in table["moved"]],
        }
    )
    figures = [*map(str, (year - 2, year - 1, year)), say("Promised for {year}", year=year)]
    degrees = [say("Degree {year}", year=when) for when in (year - 1, year)]
    return page.table(
        "beside-indicators",
        rows,
        caption=say("Facts of three years and what was promised for {year}", year=year),
        source="indicators.csv, observations.csv",
        formats=dict.fromkeys(figures, written) | dict.fromkeys(degrees, as_percent(lang.code))
        | {say("Indicator"): str},
    )  # fmt: skip


def show_beside_tasks(page: Page, beside: YearBeside, community: Community) -> HTML:
    """Tasks whose state moved, or that fell silent; nothing where there are none."""
    say, language = page.language.text, page.language.code
    moved = beside.tasks[beside.tasks["moved"].isin(["forward", "back", "silent"])]
    if moved.empty:
        return page.text()
    titles = titles_of(community["goals"], "code", "title", language)
    rows = pd.DataFrame(
        {
            say("Code"): moved.index,
            say("Task"): [titles[str(code)] for code in moved.index],
            str(beside.year - 1): [state_words(value, page.language) for value in moved["before"]],
            str(beside.year): [state_words(value, page.language) for value in moved["now"]],
            say("Way"): [say(MOVED_WORDS[word]) for word in moved["moved"]],
        }
    )
    return page.table(
        "beside-tasks",
        rows,
        caption=say("Tasks whose state changed: {count}", count=len(rows)),
        source="tasks.csv",
        formats={say("Code"): str},
    )


def state_words(value: object, lang: Language) -> str:
    """Write the state of a task."""
    known = "not_reported" if pd.isna(value) else str(value)  # type: ignore[call-overload]
    return lang.text(TASK_WORDS[known])


def show_beside_money(page: Page, beside: YearBeside) -> HTML:
    """Money by source: approved, amended, executed in both years; nothing without."""
    say, language = page.language.text, page.language.code
    table = beside.money
    if not table.notna().any().any():
        return page.text()
    words = {"approved": "Approved", "amended": "Amended", "executed": "Executed"}
    shown = pd.DataFrame({say("Source of money"): table.index})
    for suffix, when in (("_before", beside.year - 1), ("", beside.year)):
        for column, word in words.items():
            shown[f"{say(word)} {when}"] = table[f"{column}{suffix}"].to_numpy()
    heads = [name for name in shown.columns if name != say("Source of money")]
    return page.table(
        "beside-money",
        shown,
        caption=say("Money of the measures by source, UAH, whole years"),
        source="execution.csv",
        formats=dict.fromkeys(heads, as_money(language)),
    )


def show_remarks(page: Page, community: Community, *, year: int) -> HTML:
    """What the departments write on their goals; nothing where they wrote nothing."""
    say, language = page.language.text, page.language.code
    reports = community["remarks"]
    reports = reports[reports["year"] == year]
    if reports.empty:
        return page.text()
    titles = titles_of(community["goals"], "code", "title", language)
    rows = pd.DataFrame(
        {
            say("Goal"): [
                f"{code} {titles.get(str(code), '')}".strip() for code in reports["goal"]
            ],
            say("Department"): reports["department"].fillna("").to_numpy(),
            say("In its own words"): reports["remark"].to_numpy(),
        }
    )
    return page.table(
        "remarks",
        rows,
        caption=say("Remarks of the departments: {count}", count=len(rows)),
        source="remarks.csv",
        formats={say("Goal"): str},
    )


def decision_sentences(
    review: AnnualReview, beside: YearBeside, community: Community, language: str
) -> list[str]:
    """Draft points of the council's decision: what to note, what to ask for, what to change.

    Empty where no degree, no state of a task and no money is known: a draft of nothing is none.
    """
    lang = get_language(language)
    reported = bool((review.tasks["status"] != "not_reported").any())
    if not (review.ready or reported or review.money["executed"].notna().any()):
        return []
    lines = [
        lang.text(
            "Take note of the report on the strategy of {name} for {year}.",
            name=community.name[language],
            year=review.year,
        )
    ]
    unmet = review.unmet
    if len(unmet):
        lines.append(
            lang.text(
                "Those responsible report on the tasks that were not fulfilled: {codes}.",
                codes=", ".join(map(str, unmet.index)),
            )
        )
    if len(beside.back):
        lines.append(
            lang.text(
                "Explain the indicators that are worse than in {year}: {codes}.",
                year=beside.year - 1,
                codes=", ".join(map(str, beside.back.index)),
            )
        )
    for code, row in unmet[unmet["proposal"].notna()].to_dict("index").items():
        lines.append(lang.text("Task {code}, proposal: {words}", code=code, words=row["proposal"]))
    if review.planned_known and len(review.need):
        first = review.need.iloc[0]
        if pd.isna(first["need"]):
            return lines
        lines.append(
            lang.text(
                "Provide at least {need} for the measures in the budget of {year}.",
                need=lang.money(float(first["need"])),
                year=review.need.index[0],
            )
        )
    return lines
