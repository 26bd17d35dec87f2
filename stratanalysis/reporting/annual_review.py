"""What the page of the annual review says and shows, made from its tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.indicators import peer_position, peers
from stratanalysis.language import language as get_language
from stratanalysis.monitoring import AnnualReview, targets_under_scenarios
from stratanalysis.monitoring.words import (
    DIRECTION_WORDS,
    READINESS_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    TARGET_WORDS,
    TASK_WORDS,
    VERDICT_WORDS,
)
from stratanalysis.plots.monitoring import (
    describe_execution,
    describe_goal_degrees,
    plot_execution,
    plot_goal_degrees,
)
from stratanalysis.reporting.page import Page

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.scenarios import Projection

__all__ = [
    "adjustment_sentences",
    "default_review_year",
    "introduction",
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

_PEER_VARIABLES = {
    "own_revenue_per_head": "Own revenue per head in 2021, UAH",
    "transfer_share": "Share of transfers in revenue of 2021",
    "population": "Population on 1 January 2022, persons",
    "density": "Persons per km²",
}


_NO_MONEY = "No planned money of measures is known, so the need cannot be stated."


def default_review_year(community: Community) -> int:
    """Return the last year that has a fact, a task's status or executed money; else 2024."""
    observed = community["observations"]
    execution = community["execution"]
    years = [
        *observed.loc[observed["phase"] == "fact", "year"],
        *community["tasks"]["year"],
        *execution.loc[execution["period"] == "year", "year"],
    ]
    return int(max(years)) if years else 2024


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
            "Readiness report for {year}: no degree of achievement can be computed yet. "
            "Below stands what must be filled in; the command stratanalysis template writes a "
            "workbook for it.",
            year=review.year,
        )
    )
    rule = say("Rule: {rule}.", rule=review.rule.describe(language))
    weights = say(
        "A goal's degree is the mean of the measured degrees below it by weight; the coverage "
        "says what share of the weight was measured. Indicators without weights count equally."
    )
    return [first, rule, weights]


def summary_lines(review: AnnualReview, language: str) -> list[str]:
    """Give the five lines that a hurried reader sees first."""
    lang = get_language(language)
    whole = _row(review.interim.goals)
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
    lines.append(
        lang.text(
            "Of {indicators} indicators {measured} were measured and {without} do not apply.",
            indicators=int(whole["indicators"]),
            measured=int(whole["measured"]),
            without=int(whole["not_applicable"]),
        )
    )
    done = _row(review.tasks_done)
    lines.append(
        lang.text(
            "Tasks fulfilled: {done} of {tasks}; reported on: {reported}.",
            done=int(done["done"]),
            tasks=int(done["tasks"]),
            reported=int(done["reported"]),
        )
    )
    money = _row(review.money)
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
        first = _row(review.need, str(review.need.index[0]))
        lines.append(
            lang.text(
                "Needed in {span}: at least {need}; measures without a sum: {count}.",
                span=review.need.index[0],
                need=lang.money(first["need"]),
                count=int(first["without_amount"]),
            )
        )
    else:
        lines.append(lang.text(_NO_MONEY))
    return lines


def _row(table: pd.DataFrame, key: str = "") -> dict[str, Any]:
    """One row as a dict; the row of the whole strategy by default."""
    return {str(name): value for name, value in table.loc[[key]].to_dict("records")[0].items()}


def _percent(language: str, decimals: int = 0) -> Callable[[Any], str]:
    lang = get_language(language)
    return lambda value: lang.percent(value, decimals)


def _money(language: str) -> Callable[[Any], str]:
    return get_language(language).money


def _renamed(
    table: pd.DataFrame, names: dict[str, str], language: str, *, index: str = ""
) -> pd.DataFrame:
    """Chosen columns with headings in the reader's language."""
    say = get_language(language).text
    result = table[list(names)].rename(columns={key: say(name) for key, name in names.items()})
    if index:
        result.index.name = say(index)
    return result


def show_goals(page: Page, review: AnnualReview, community: Community) -> HTML:
    """Picture of the degrees of strategic and operational goals, with their coverage."""
    language = page.language.code
    goals = review.interim.goals
    shown = goals[goals["level"].isin(["strategic", "operational"])]
    titles = _titles(community)
    say = page.language.text
    if shown.empty:
        return page.text(say("The community has no table of goals yet."))
    measured = shown[shown["degree"].notna() & (shown["level"] == "strategic")]
    if measured.empty:
        title = say("Nothing was measured for any strategic goal")
    else:
        best, worst = str(measured["degree"].idxmax()), str(measured["degree"].idxmin())
        title = say(
            "Highest degree: goal {best} ({high}); lowest: goal {worst} ({low})",
            best=best,
            worst=worst,
            high=page.language.percent(_row(measured, best)["degree"], 0),
            low=page.language.percent(_row(measured, worst)["degree"], 0),
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
        tasks=[_fraction(_row(review.tasks_done, goal)) for goal in under],
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
    percent, money = _percent(language), _money(language)
    parts = [
        page.section(safe, f"{code}. {titles.get(code, '')}"),
        page.table(
            f"{safe}-degrees",
            _renamed(degrees, columns, language, index="Code"),
            caption=say("Degree of achievement and tasks"),
            formats={say(columns[key]): percent for key in ("degree", "coverage", "final")},
        ),
        page.table(
            f"{safe}-money",
            _renamed(degrees, sums, language, index="Code"),
            caption=say("Money of the year"),
            formats={
                **{say(sums[key]): money for key in ("approved", "amended", "executed")},
                say(sums["rate"]): percent,
            },
        ),
    ]
    own = review.indicators[review.indicators["goal"].isin(under)]
    if len(own):
        parts.append(_indicator_table(page, own, safe))
    tasks = review.tasks[review.tasks.index.isin(under)]
    if len(tasks):
        told = tasks.assign(status=[say(TASK_WORDS[status]) for status in tasks["status"]])
        told = told.fillna({"reason": "", "proposal": ""})
        headings = {"title": "Task", "status": "Status", "reason": "Reason"}
        headings |= {"proposal": "Proposal"}
        parts.append(
            page.table(
                f"{safe}-tasks",
                _renamed(told, headings, language, index="Code"),
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
                + ("" if pd.isna(row["unit"]) else f", {row['unit']}")
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
    decimals = {say(name): 1 for name in ("Base", "Target of the year", "Fact")}
    return page.table(
        f"{safe}-indicators",
        shown,
        caption=say("Indicators; the degree is shown as computed, neither capped nor floored"),
        formats={**decimals, say("Degree, year"): _percent(language)},
    )


def show_unmet(page: Page, review: AnnualReview) -> HTML:
    """Tasks that were not fulfilled, with the words of those responsible."""
    say = page.language.text
    unmet = review.unmet
    if review.tasks.empty:
        return page.text(say("There is no table of tasks, so nothing could be looked at."))
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
        _renamed(shown, names, page.language.code, index="Code"),
        caption=say("Unfulfilled tasks, reasons and proposals"),
        source="tasks.csv",
    )


def adjustment_sentences(review: AnnualReview, language: str) -> list[str]:
    """Say what should be corrected in the strategy's tables, from what could not be computed."""
    say = get_language(language).text
    lines = [
        f"{row['indicator']} {row['name']}: {say(REASON_WORDS[row['reason']])}"
        for row in review.indicators.to_dict("records")
        if row["status"] == "not_computable"
    ]
    lines += [say(finding.why, **finding.values) for finding in review.findings]
    if review.indicators.empty:
        lines.append(say("There is no table of indicators, so nothing could be looked at."))
    return lines or [say("Nothing in the tables of monitoring calls for a correction.")]


def show_execution(page: Page, review: AnnualReview) -> HTML:
    """Picture of approved, amended and executed money by section."""
    language, say = page.language.code, page.language.text
    rates = review.by_section
    if rates.empty:
        return page.text(say("No executed money of the measures is known for the year."))
    axes = plot_execution(rates, language=language)
    figure = axes.get_figure(root=True)
    assert figure is not None
    return page.figure(
        "execution",
        figure,
        rates,
        title=say(
            "{rate} of the amended plan was executed",
            rate=page.language.percent(_row(review.money)["rate_amended"], 0),
        ),
        alternative=describe_execution(rates, language=language),
        source="execution.csv, measures.csv",
        caption=say("UAH; the percent is executed over the amended plan."),
    )


def show_mismatches(page: Page, review: AnnualReview) -> HTML:
    """Measures with money and no result, or with a result and no money."""
    say, language = page.language.text, page.language.code
    found = review.mismatches
    if not review.money_known:
        return page.text(say("Measures, their money or their tasks are not reported."))
    if found.empty:
        return page.text(say("No measure has money without a result or a result without money."))
    shown = found.assign(verdict=[say(VERDICT_WORDS[verdict]) for verdict in found["verdict"]])
    names = {"title": "Measure", "goal": "Task", "executed": "Executed", "verdict": "What"}
    return page.table(
        "mismatches",
        _renamed(shown, names, language, index="Code"),
        caption=say("Money and results that do not fit together"),
        formats={say("Executed"): _money(language)},
    )


def show_need(page: Page, review: AnnualReview) -> HTML:
    """Money needed next year and in the programme cycles."""
    say, language = page.language.text, page.language.code
    if not review.planned_known:
        return page.text(say(_NO_MONEY))
    names = {
        "planned": "Planned ahead", "carried_over": "Left unpaid", "need": "Need",
        "without_amount": "Measures' years without a sum",
        "without_execution": "Years without executed sums",
    }  # fmt: skip
    money = _money(language)
    return page.table(
        "need",
        _renamed(review.need, names, language, index="Years"),
        caption=say("Need for money; where sums are missing it is at least what stands here"),
        source="money.csv, execution.csv",
        formats={say(names[key]): money for key in ("planned", "carried_over", "need")},
    )


def show_readiness(page: Page, review: AnnualReview) -> HTML:
    """What must be filled in, in that order."""
    say, language = page.language.text, page.language.code
    shown = review.readiness.assign(
        item=[say(READINESS_WORDS[str(item)]) for item in review.readiness.index]
    ).reset_index(drop=True)
    names = {"item": "What", "table": "Table", "column": "Column", "needed": "Needed"}
    names |= {"filled": "Filled in", "share": "Share"}
    return page.table(
        "readiness",
        _renamed(shown, names, language),
        caption=say("What the report needs and what is filled in"),
        formats={say("Share"): _percent(language)},
    )


def show_targets(page: Page, community: Community, run: Projection | None) -> HTML:
    """What the scenarios say about the targets."""
    say = page.language.text
    if run is None:
        return page.text(say("The community has no scenarios."))
    found = targets_under_scenarios(community["indicators"], run.table)
    if found.empty:
        return page.text(say("No indicator is tied to a variable of the projection."))
    answers = {"yes": say("reached"), "no": say("not reached"), "unknown": say("unknown")}
    labels = {name: run.scenarios[name].label[page.language.code] for name in run.names}
    shown = found.assign(
        scenario=found["scenario"].map(labels), reached=found["reached"].map(answers)
    )
    shown["year"] = shown["year"].astype(str)
    names = {"indicator": "Indicator", "scenario": "Scenario", "year": "Target year"}
    names |= {"target": "Target", "projected": "Projected", "reached": "Answer"}
    return page.table(
        "targets",
        _renamed(shown, names, page.language.code),
        caption=say("Targets under the scenarios"),
        source="scenarios.toml",
    )


def scenario_sentences(run: Projection | None, language: str) -> list[str]:
    """Say which model stands behind the scenarios."""
    if run is None:
        return []
    return [
        get_language(language).text(
            "Projection from {base}; population model: {tier}.", base=run.years[0], tier=run.tier
        )
    ]


def show_surroundings(
    page: Page, community: Community, reference: Path | str, *, within_km: float = 50
) -> HTML:
    """Place of the community among its neighbours, its oblast and all of Ukraine."""
    say, language = page.language.text, page.language.code
    folder = Path(reference)
    table = pd.read_csv(folder / "hromadas.csv").set_index("katottg")
    money = pd.read_csv(folder / "peer_variables.csv").set_index("katottg")
    if community.katottg not in table.index:
        return page.text(
            say("The community is not in the register of 2022, so it has no surroundings here.")
        )
    table = table.join(money.drop(columns="source")).rename(
        columns={"population_2022": "population"}
    )
    people = table["population"].where(table["population"] > 0)
    table["own_revenue_per_head"] = table["own_revenue_2021"] / people
    table["transfer_share"] = table["transfers_2021"] / table["revenue_2021"]
    table["density"] = people / table["area_km2"]
    groups = {
        say("neighbours within {km} km", km=f"{within_km:g}"): {"within_km": within_km},
        say("the oblast"): {"same": ["oblast_katottg"]},
        say("Ukraine"): {},
    }
    rows = []
    for label, how in groups.items():
        group = peers(table, community.katottg, **how)  # type: ignore[arg-type]
        place = peer_position(table, community.katottg, group, variables=list(_PEER_VARIABLES))
        for name, row in place.iterrows():
            rows.append(
                {
                    say("Variable"): say(_PEER_VARIABLES[str(name)]),
                    say("Among"): f"{label} ({int(row['peers'])})",
                    say("Value"): row["value"],
                    say("Median"): row["median"],
                    say("Share that has less"): row["percentile"],
                }
            )
    lang = get_language(language)

    def written(value: float) -> str:
        return lang.number(value, 2 if abs(value) < 10 else 0)

    return page.table(
        "surroundings",
        pd.DataFrame(rows).sort_values(say("Variable"), kind="stable"),
        caption=say("The community among others; the last figures are of 2021 and 1 January 2022"),
        source="hromadas.csv, peer_variables.csv",
        formats={say("Value"): written, say("Median"): written,
                 say("Share that has less"): _percent(language)},
    )  # fmt: skip
