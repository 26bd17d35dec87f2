"""The sections of the annual review after the goals: money, scenarios, surroundings, gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.indicators import peer_position, peers
from stratanalysis.language import language as get_language
from stratanalysis.monitoring import AnnualReview, targets_under_scenarios
from stratanalysis.monitoring.words import READINESS_WORDS, VERDICT_WORDS
from stratanalysis.pages.page import Page
from stratanalysis.pages.population_page import TIER_WORDS
from stratanalysis.plots.monitoring import describe_execution, plot_execution
from stratanalysis.publish.reader_words import TABLE_TITLES
from stratanalysis.reference import reference_folder
from stratanalysis.reference.war_status import war_status
from stratanalysis.tables import table

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.projection import Projection
    from stratanalysis.study import Study
    from stratanalysis.study.projection import StudyProjection

__all__ = [
    "NO_MONEY",
    "as_money",
    "as_percent",
    "projection_of",
    "renamed",
    "row_of",
    "scenario_sentences",
    "show_execution",
    "show_mismatches",
    "show_need",
    "show_readiness",
    "show_surroundings",
    "show_targets",
]

NO_MONEY = (
    "No planned money of measures is known for the years after {year}, so the need cannot be "
    "stated."
)


_PEER_VARIABLES = {
    "own_revenue_per_head": "Revenue excluding transfers per head in 2021, UAH",
    "transfer_share": "Share of transfers in revenue of 2021",
    "population": "Population on 1 January 2022, persons",
    "density": "People per km²",
}


def row_of(table: pd.DataFrame, key: str = "") -> dict[str, Any]:
    """One row as a dict; the row of the whole strategy by default."""
    return {str(name): value for name, value in table.loc[[key]].to_dict("records")[0].items()}


def as_percent(language: str, decimals: int = 0) -> Callable[[Any], str]:
    """Writer of shares as percents for a table."""
    lang = get_language(language)
    return lambda value: lang.percent(value, decimals)


def as_money(language: str) -> Callable[[Any], str]:
    """Writer of sums in UAH for a table."""
    return get_language(language).money


def renamed(
    table: pd.DataFrame, names: dict[str, str], language: str, *, index: str = ""
) -> pd.DataFrame:
    """Chosen columns with headings in the reader's language."""
    say = get_language(language).text
    result = table[list(names)].rename(columns={key: say(name) for key, name in names.items()})
    if index:
        result.index.name = say(index)
    return result


def show_execution(page: Page, review: AnnualReview) -> HTML:
    """Picture of approved, amended and executed money by section; nothing without."""
    language, say = page.language.code, page.language.text
    rates = review.by_section.rename({"": say("no section")})
    if not review.by_section.index.any():
        return page.text()
    axes = plot_execution(rates, language=language)
    figure = axes.get_figure(root=True)
    assert figure is not None
    return page.figure(
        "execution",
        figure,
        rates,
        title=say(
            "{rate} of the amended plan was executed",
            rate=page.language.percent(row_of(review.money)["rate_amended"], 0),
        ),
        alternative=describe_execution(rates, language=language),
        source="execution.csv, measures.csv",
        caption=say("UAH; the percent is executed over the amended plan."),
    )


def show_mismatches(page: Page, review: AnnualReview) -> HTML:
    """Measures with money and no result, or the other way; nothing where neither is reported."""
    say, language = page.language.text, page.language.code
    found = review.mismatches
    if not review.money_known:
        return page.text()
    if found.empty:
        return page.text(say("No measure has money without a result or a result without money."))
    shown = found.assign(verdict=[say(VERDICT_WORDS[verdict]) for verdict in found["verdict"]])
    names = {"title": "Measure", "goal": "Task", "executed": "Executed", "verdict": "What"}
    return page.table(
        "mismatches",
        renamed(shown, names, language, index="Code"),
        caption=say("Money and results that do not fit together"),
        formats={say("Executed"): as_money(language)},
    )


def show_need(page: Page, review: AnnualReview) -> HTML:
    """Money needed next year and in the programme cycles; nothing where none is planned."""
    say, language = page.language.text, page.language.code
    if not review.planned_known:
        return page.text()
    names = {
        "planned": "Planned ahead", "carried_over": "Left unpaid", "need": "Need",
        "without_amount": "Measures' years without a sum",
        "without_execution": "Years without executed sums",
    }  # fmt: skip
    money = as_money(language)
    return page.table(
        "need",
        renamed(review.need, names, language, index="Years"),
        caption=say("Need for money; where sums are missing it is at least this sum"),
        source="money.csv, execution.csv",
        formats={say(names[key]): money for key in ("planned", "carried_over", "need")},
    )


def show_readiness(page: Page, review: AnnualReview) -> HTML:
    """What must be filled in, in that order."""
    say, language = page.language.text, page.language.code
    asked = review.readiness
    shown = asked.assign(
        item=[say(READINESS_WORDS[str(item)]) for item in asked.index],
        column=[
            say(table(name).column(column).description)
            for name, column in zip(asked["table"], asked["column"], strict=True)
        ],
        table=[say(TABLE_TITLES[name]) for name in asked["table"]],
    ).reset_index(drop=True)
    names = {"item": "What", "table": "Table", "column": "Column", "needed": "Needed"}
    names |= {"filled": "Filled in", "share": "Share"}
    return page.table(
        "readiness",
        renamed(shown, names, language),
        caption=say("What the report needs and what is filled in"),
        formats={say("Share"): as_percent(language)},
    )


def show_targets(page: Page, community: Community, run: Projection | None) -> HTML:
    """What the scenarios say about the targets; nothing where no target is forecast."""
    say = page.language.text
    if run is None:
        return page.text()
    found = targets_under_scenarios(community["indicators"], run.table)
    if found.empty:
        return page.text()
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
        renamed(shown, names, page.language.code),
        caption=say("Targets under the scenarios"),
        source="scenarios.toml",
    )


def projection_of(
    study: Study, changes: Mapping[str, float], horizon: int
) -> StudyProjection | None:
    """The projection of a community; None without scenarios or people, or where it is occupied."""
    code = study.community.katottg
    status = war_status(code) if code else None
    counted = study.community["population"]["value"].notna().any()
    if not study.scenarios or not counted or (status is not None and status.occupied):
        return None
    return study.project(changes=changes, horizon=horizon)


def scenario_sentences(run: Projection | None, language: str) -> list[str]:
    """Say which model is behind the scenarios."""
    if run is None:
        return []
    lang = get_language(language)
    return [
        lang.text(
            "Projection from {base}; population model: {tier}.",
            base=run.years[0],
            tier=lang.text(TIER_WORDS[run.tier]),
        )
    ]


def show_surroundings(
    page: Page,
    community: Community,
    reference: Path | str | None = None,
    *,
    within_km: float = 50,
) -> HTML:
    """Place of the community among its neighbours, its oblast and Ukraine; nothing if unknown."""
    from stratanalysis.pages.benchmark_page import read_communities

    say, language = page.language.text, page.language.code
    folder = reference_folder(reference)
    table = pd.read_csv(folder / "hromadas.csv").set_index("katottg")
    money = pd.read_csv(folder / "peer_variables.csv").set_index("katottg")
    if community.katottg not in table.index:
        return page.text()
    table = table.join(money.drop(columns="source")).rename(
        columns={"population_2022": "population"}
    )
    people = table["population"].where(table["population"] > 0)
    table["own_revenue_per_head"] = read_communities(reference)["own_revenue_per_head"]
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
                    say("Share that has less"): row["below"],
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
                 say("Share that has less"): as_percent(language)},
    )  # fmt: skip
