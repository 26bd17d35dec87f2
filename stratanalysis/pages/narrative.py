"""What the overview page says: sentences made from the numbers, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from stratanalysis.finance.rules import dated_parameter
from stratanalysis.findings import Finding
from stratanalysis.language import language as get_language
from stratanalysis.pages.balance_years import spent_year
from stratanalysis.pages.executed import executed_parts
from stratanalysis.pages.official_facts import (
    own_revenue_sentence,
    status_sentences,
)
from stratanalysis.pages.overview import driver_value, inside
from stratanalysis.pages.present_page import war_sentence
from stratanalysis.projection import Projection, Remark
from stratanalysis.questions import implied_growth
from stratanalysis.scenarios import STATED_DRIVERS

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community

__all__ = [
    "unused_changes",
    "assumption_notes",
    "budget_notes",
    "change_sentences",
    "claim_sentences",
    "finding_sentences",
    "introduction",
    "scenarios_line",
    "population_note",
    "price_note",
    "remark_sentences",
    "rule_notes",
    "mismatch_sentences",
    "stated_change_sentences",
]


_ACTS = {
    "CMU": "resolution {number} of the Cabinet of Ministers",
    "Law": "law {number}",
    "State budget": "state budget for {number}",
}
"""Acts of the table of published paths as a reader knows them."""


def introduction(community: Community, projection: Projection, language: str) -> str:
    """Say what the community is, what the page shows and from when the data are."""
    words = get_language(language)
    parts = []
    where = ", ".join(place[language] for place in (community.raion, community.oblast) if place)
    if where:
        parts.append(f"{where}.")
    if community.area_km2 is not None:
        parts.append(words.text("Area {area} km².", area=words.number(community.area_km2, 1)))
    parts.append(
        words.text(
            "Population and budget from {base} to {end} under the scenarios: {names}.",
            base=projection.years[0],
            end=projection.years[-1],
            names=", ".join(projection.scenarios[n].label[language] for n in projection.names),
        )
    )
    return " ".join([*parts, *status_sentences(community, language)])


def scenarios_line(projection: Projection, language: str) -> str:
    """Say the years and scenarios of a chapter; the overview says what the community is."""
    return get_language(language).text(
        "Scenarios from {base} to {end}: {names}.",
        base=projection.years[0],
        end=projection.years[-1],
        names=", ".join(projection.scenarios[n].label[language] for n in projection.names),
    )


def population_note(projection: Projection, observed: pd.Series, language: str) -> str:
    """Say which population it is, and by which model it is projected."""
    words = get_language(language)
    present, resident = words.text("present population"), words.text("resident population")
    kind = present if observed.name == "present" else resident
    stated = any(
        entry.source_kind == "clause"
        for name in projection.names
        for part in projection.scenarios.chain(name)
        for entry in part.assumptions
    )
    shown = " ".join(
        [
            words.text(
                "Shown is the {kind} on 1 January, observed to {last}: {value}.",
                kind=kind,
                last=int(observed.index[-1]),
                value=words.counted("person", float(observed.iloc[-1])),
            ),
            words.text("The scenarios follow the strategy's own words.")
            if stated
            else words.text("The scenarios are the analyst's; no document states them."),
            war_sentence(projection, language),
        ]
    )
    tiers = {
        "totals": words.text("totals only, natural change and net migration as rates"),
        "components": words.text("totals, natural change and net migration as rates"),
        "age_sex": words.text("cohorts by age and sex"),
    }
    model = words.text("Population model: {tier}.", tier=tiers[projection.tier])
    return " ".join([shown, model, *remark_sentences([projection.model], language)]).strip()


def stated_change_sentences(community: Community, observed: pd.Series, language: str) -> list[str]:
    """Compare the five-year change that the strategy states with the statistics.

    Reads `population_change_5_years_stated` in the table ``statistics``.
    """
    words = get_language(language)
    frame = community["statistics"]
    rows = frame[frame["variable"] == "population_change_5_years_stated"]
    sentences = []
    for row in rows.to_dict("records"):
        stated = float(row["value"])
        yearly = implied_growth(1.0, 1.0 + stated, 5)
        first, last = int(observed.index[0]), int(observed.index[-1])
        seen = implied_growth(float(observed.iloc[0]), float(observed.iloc[-1]), last - first)
        ahead = [
            words.number(float(observed.iloc[-1]) * (1 + yearly) ** years) for years in (10, 15)
        ]
        sentences.append(
            words.text(
                "Elsewhere the strategy states {stated} in five years, that is {yearly} a year; "
                "the statistics show {seen} a year in {first}–{last}. Carried on from {last}, "
                "the stated pace leaves {ten} people in 10 and {fifteen} in 15 years.",
                stated=words.percent(stated),
                yearly=words.percent(yearly, 2),
                seen=words.percent(seen, 2),
                first=first,
                last=last,
                ten=ahead[0],
                fifteen=ahead[1],
            )
        )
    return sentences


def mismatch_sentences(
    community: Community,
    claims: pd.DataFrame,
    labels: Mapping[str, str],
    observed: pd.Series,
    language: str,
) -> list[str]:
    """Figures of the strategy and the trend, or that there are none to compare.

    Parameters
    ----------
    community : Community
    claims, labels, language
        As in :func:`claim_sentences`.
    observed : Series
        Population by year.
    """
    sentences = claim_sentences(claims, labels, language)
    sentences += stated_change_sentences(community, observed, language)
    nothing = "The tables hold no figure of a strategy about the future to compare with the trend."
    return sentences or [get_language(language).text(nothing)]


def budget_notes(community: Community, projection: Projection, language: str) -> list[str]:
    """Say what the executed budget covers and how it is carried on."""
    words = get_language(language)
    notes = []
    frame = community["revenue"]
    if len(frame):
        notes.append(
            words.text(
                "Every line of revenue starts from its last executed amount and every line of "
                "expenditure from that of {spent}; then they follow their drivers; prices and "
                "shares are among the assumptions. PIT on military pay is kept apart: it left "
                "local budgets on 1 October 2023 and is in no growth rate.",
                spent=spent_year(projection),
            )
        )
    parts = executed_parts(community, "revenue")
    for executed in parts.loc[parts.index == "military_pit"].to_dict("records"):
        values = "; ".join(f"{period} – {words.money(value)}" for period, value in executed.items())
        notes.append(words.text("Executed PIT on military pay: {values}.", values=values))
    own = own_revenue_sentence(community, language)
    return [*notes, own] if own else notes


def price_note(projection: Projection, language: str) -> str:
    """Say how amounts of different years are made comparable, and what of it is a forecast."""
    words = get_language(language)
    year = projection.price_year
    if projection.usual_basis == "nominal":
        return words.text("Amounts are in current prices: they grow by prices alone.")
    note = words.text(
        "Amounts are in prices of {year}: the amount of a year times the mean consumer prices of "
        "{year} over those of that year.",
        year=year,
    )
    if projection.price_act:
        kind, _, number = projection.price_act.rpartition(" ")
        act = words.text(_ACTS.get(kind, "{number}"), number=number)
        note += " " + words.text(
            "Prices of {year} are a forecast ({act}) and will be revised.", year=year, act=act
        )
    return note


def change_sentences(projection: Projection | None, language: str) -> list[str]:
    """Say which drivers were changed in every scenario; nothing for scenarios as written."""
    words = get_language(language)
    if projection is None or not projection.changes:
        return []
    changed = "; ".join(
        f"{words.text(STATED_DRIVERS[name].label)}: "
        + ("+" if float(change) > 0 else "")
        + driver_value(float(change), name, words)
        for name, change in projection.changes.items()
        if isinstance(change, int | float)
    )
    return [words.text("Changed in every scenario of this page: {changes}.", changes=changed)]


def unused_changes(changes: Mapping[str, object], language: str) -> list[str]:
    """Say on a page without a projection that the changes given do not move its figures."""
    if not changes:
        return []
    return [
        get_language(language).text(
            "This page shows no projection: the changes given for the scenarios do not affect it."
        )
    ]


def assumption_notes(projection: Projection, language: str) -> list[str]:
    """Say how the table of assumptions is read, and which scenarios no document asks for."""
    words = get_language(language)
    notes = [
        words.text(
            "A scenario other than the first one states only what differs; a change is added to "
            "the path of the scenario it starts from."
        )
    ]
    for name in projection.names:
        if projection.scenarios[name].is_what_if:
            label = projection.scenarios[name].label[language]
            notes.append(
                words.text(
                    "“{label}” is a what-if: no document asks for it, its assumptions are the "
                    "analyst's.",
                    label=label,
                )
            )
    return notes


def rule_notes(projection: Projection, language: str) -> list[str]:
    """Say which rules and plans of the state the budget follows, and who switches the plans on."""
    words = get_language(language)
    years = projection.years
    if "own_revenue" not in projection.variables:
        return []
    last = years[-1]
    plan = max(last, 2027)
    notes = [
        words.text(
            "Rules of the state (budget_rules.csv): a community keeps {share} of the PIT, "
            "and from 2026 {part} of the tax are meant for differences in tariffs; PIT on "
            "military pay has gone to the state since October 2023. The Government plans "
            "{planned} and local PIT on military pay from 2027; earlier plans of the kind "
            "were not carried out.",
            share=words.percent(dated_parameter("pit_share", last), 0),
            part=words.percent(dated_parameter("pit_share_for_tariffs", plan), 0),
            planned=words.percent(dated_parameter("planned_pit_share", plan), 0),
        )
    ]
    labels = {name: projection.scenarios[name].label[language] for name in projection.names}
    switched = []
    for name in projection.names:
        paths = projection.scenarios.paths(name)
        kept = paths["pit_community_share"].values(years)[-1]
        back = paths.get("military_pit_returned")
        if kept != dated_parameter("pit_share", last) or (back and back.values(years).any()):
            switched.append(labels[name])
    notes.append(
        words.text("These scenarios depart from the rule: {names}.", names="; ".join(switched))
        if switched
        else words.text("No scenario of this page follows that plan.")
    )
    if projection.wide("revenue|additional_subsidy").to_numpy().any():
        notes.append(
            words.text(
                "The additional grant for territories affected by the war (41021400) is held "
                "at the last executed amount unless a scenario changes or ends it; the "
                "national total, UAH billion: {totals}.",
                totals=", ".join(
                    f"{year} – {words.number(dated_parameter('additional_subsidy_total', year), 1)}"
                    for year in (2024, 2025, 2026)
                ),
            )
        )
    return notes


def finding_sentences(findings: Sequence[Finding], language: str) -> list[str]:
    """Return findings with their places in the reader's language."""
    words = get_language(language)
    return [f"{f.source}: {words.text(f.why, **f.values)}" for f in findings]


def claim_sentences(claims: pd.DataFrame, labels: Mapping[str, str], language: str) -> list[str]:
    """What the strategy's own figure would take, next to what has been seen.

    Parameters
    ----------
    claims : DataFrame
        As :func:`stratanalysis.questions.check_claims` gives it.
    labels : mapping
        Name of each scenario.
    language : {"uk", "en"}
    """
    words = get_language(language)
    sentences = []
    for row in claims.to_dict("records"):
        sentences.append(
            words.text(
                "The strategy says of the scenario “{label}”: about {stated} in {after_first} to "
                "{after_last} years.",
                label=labels[row["scenario"]],
                stated=words.counted("person", row["stated"], case="genitive"),
                after_first=row["first_year"] - row["from_year"],
                after_last=row["last_year"] - row["from_year"],
            )
        )
        sentences.append(
            words.text(
                "From {start} people in {year} this needs {fast} to {slow} every year; "
                "{observed} a year was observed in {first}–{last}.",
                start=words.number(row["start"]),
                year=row["from_year"],
                fast=words.percent(row["needed_fast"], 2),
                slow=words.percent(row["needed_slow"], 2),
                observed=words.percent(row["observed_growth"], 2),
                first=row["observed_from"],
                last=row["observed_to"],
            )
        )
        if row["trend_years"] != float("inf"):
            one = "At the pace of {first}–{last} that figure is reached after {count} year."
            many = "At the pace of {first}–{last} that figure is reached after {count} years."
            seen = {"first": row["observed_from"], "last": row["observed_to"]}
            sentences.append(words.plural(one, many, round(row["trend_years"]), **seen))
        if (row["start"] - row["stated"]) * (row["projected_first"] - row["stated"]) < 0:
            sentences.append(
                words.text("By the projection it is passed before {year}.", year=row["first_year"])
            )
        if row["holds"] is False:
            sentences.append(
                words.text(
                    "The projection gives {first} in {first_year} and {last} in {last_year}: "
                    "the figure and the trend do not agree.",
                    first=words.number(row["projected_first"]),
                    first_year=row["first_year"],
                    last=words.number(row["projected_last"]),
                    last_year=row["last_year"],
                )
            )
        elif row["holds"] is None:
            short = "The horizon is too short for a comparison with the projection."
            sentences.append(words.text(short))
    return sentences


def remark_sentences(remarks: Sequence[Remark], language: str) -> list[str]:
    """Return remarks in the reader's language; drivers are written by their labels."""
    words = get_language(language)
    sentences = []
    for remark in remarks:
        values = dict(remark.values)
        if "drivers" in values:
            names = cast("tuple[str, ...]", values["drivers"])
            values["drivers"] = "; ".join(
                inside(words.text(STATED_DRIVERS[name].label)) for name in names
            )
        sentences.append(words.text(remark.message, **values))
    return sentences
