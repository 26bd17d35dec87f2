"""Limits of the budget on its page: a programme against free funds, and the stress test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.finance import (
    affordability,
    donor_dependence,
    first_negative_year,
    first_year_that_does_not_fit,
    programme_by_year,
    stress_test,
    unfunded_measures,
)
from stratanalysis.finance.stress import LABELS, Shock, measured_shocks
from stratanalysis.language import language as get_language
from stratanalysis.pages.balance_years import (
    economic_shares,
    known_until,
    open_years,
    price_level,
)
from stratanalysis.pages.executed import signed_percent
from stratanalysis.pages.overview import inside, price_words, scenario_labels, sources_of
from stratanalysis.pages.page import Page
from stratanalysis.plots.budget import (
    describe_affordability,
    describe_shocks,
    plot_affordability,
    plot_shocks,
)
from stratanalysis.projection import Projection

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.language import Language

__all__ = [
    "programme_sentences",
    "show_programme",
    "show_stress",
    "stress_sentences",
]


_LINES = {
    "wages": "Wages",
    "energy": "Energy",
    "revenue|pit": "Personal income tax",
    "revenue|property_tax": "Property tax",
}


def _by_year(community: Community) -> pd.DataFrame:
    return programme_by_year(community["money"], community["measures"])


def programme_sentences(community: Community, language: str) -> list[str]:
    """Say what the planned money covers, what has no amount and what depends on donors."""
    lang = get_language(language)
    if community["money"].empty:
        return [lang.text("The tables hold no planned programme funding.")]
    by_year = _by_year(community)
    open_ones = unfunded_measures(community["money"], community["measures"])
    lines = [
        lang.text(
            "Measures in the tables: {count}; without an amount in one year or more: "
            "{unfunded}, without any amount: {never}. A missing amount is not counted as "
            "zero, so the cost is at least the amount shown.",
            count=community["measures"]["code"].nunique(),
            unfunded=len(open_ones),
            never=int(open_ones["never"].sum()),
        )
    ]
    donors = donor_dependence(by_year)
    shared = float(donors[["donors_alone", "donors_with_others"]].sum().sum())
    if shared > 0:
        lines.append(
            lang.text(
                "Measures whose source names donors, alone or with others: {amount} of {whole}.",
                amount=lang.money(shared),
                whole=lang.money(float(donors["amount"].sum())),
            )
        )
    return lines


def show_programme(page: Page, community: Community, run: Projection) -> HTML:
    """Picture of the programme's own part against the free funds; or say the gap."""
    say, lang = page.language.text, page.language
    if community["money"].empty:
        return page.text(
            say(
                "No data: the measures of the plan and their money have not been taken into the "
                "tables yet."
            )
        )
    if run.wide("balance", price_basis="nominal").empty:
        return page.text(say("No balance is projected, so the programme is not set against it."))
    table = affordability(_by_year(community), run.table, last_executed=known_until(run))
    labels = scenario_labels(run, lang.code)
    known = table[table["free_funds"].notna() & table["amount"].notna()]
    if known.empty:
        return page.text(
            say("No year of the programme is judged: each is executed or outside the projection.")
        )
    axes = plot_affordability(known, language=lang.code, labels=labels)
    axes.set_title("", loc="left")
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.set_size_inches(7.6, 3.6)
    bad = first_year_that_does_not_fit(known).dropna()
    first = known[known["scenario"] == run.names[0]]
    share = float(first["amount"].sum() / first["own_revenue"].sum(skipna=False))
    spoken = {
        "share": lang.percent(share, 2), "years": _span(known),
        "label": inside(labels[run.names[0]]),
    }  # fmt: skip
    title = (
        say(
            "The known amounts of the programme are {share} of revenue excluding transfers "
            "in {years}, {label}; free funds cover them in every scenario",
            **spoken,
        )
        if bad.empty
        else say(
            "The known amounts of the programme are {share} of revenue excluding transfers "
            "in {years}, {label}; free funds do not cover them under: {names}",
            names=", ".join(f"{labels[str(n)]} ({int(year)})" for n, year in bad.items()),
            **spoken,
        )
    )
    left_out = sorted(set(table["year"]) - set(known["year"]))
    note = say(
        "Community's part: what it pays alone; measures with several sources are shown "
        "apart, because documents do not split them. Free funds: the projected balance where "
        "it is positive; the programme is assumed not to be in the expenditure yet."
    )
    if left_out:
        years = ", ".join(map(str, left_out))
        note += " " + say(
            "Not judged, executed already or outside the projection: {years}.", years=years
        )
    return page.figure(
        "programme",
        figure,
        table.assign(scenario=table["scenario"].map(labels)),
        title=title,
        alternative=describe_affordability(known, language=lang.code, labels=labels),
        source=_documents(community, lang.code),
        caption=note,
    )


def _span(table: pd.DataFrame) -> str:
    first, last = int(table["year"].min()), int(table["year"].max())
    return str(first) if first == last else f"{first}–{last}"


def _documents(community: Community, language: str) -> str:
    named = set(community["money"]["source_document"].dropna())
    titles = [entry.title[language] for entry in community.documents if entry.file in named]
    return "; ".join(titles) or ", ".join(sorted(named)) or "money.csv"


def stress_sentences(community: Community, run: Projection, language: str) -> list[str]:
    """Say what is tested, and in which year the operating balance turns negative."""
    lang = get_language(language)
    table = _stressed(community, run)
    if table is None:
        return [
            lang.text(
                "No stress test: it needs a projected budget and executed expenditure by economic "
                "code (wages, energy, capital)."
            )
        ]
    first = first_negative_year(table)
    labels = scenario_labels(run, language)
    years = open_years(run)
    lines = [
        lang.text(
            "Operating balance: revenue excluding transfers and sale of property, plus "
            "transfers, less current expenditure; {first}–{last}, each shock from {first} on. The "
            "size of a shock is what one budget in ten had worse than the median budget; the "
            "council's response is not included. {sizes}.",
            first=years[0],
            last=years[-1],
            sizes="; ".join(_size(shock, lang) for shock in _shocks(run)),
        )
    ]
    if any(shock.name == "subsidy_end" for shock in measured_shocks(run.error_class.status)) and (
        "subsidy_end" not in first.index
    ):
        lines.append(
            lang.text("From {year} on the projection has no base grant to end.", year=years[0])
        )
    answers: dict[str, list[str]] = {}
    for shock in first.index:
        said = "; ".join(
            f"{inside(labels[str(name)])} – {int(year)}"
            for name, year in first.loc[shock].items()
            if pd.notna(year)
        )
        answers.setdefault(said, []).append(lang.text(LABELS[str(shock)]))
    for said, shocks in answers.items():
        which = "; ".join([shocks[0], *map(inside, shocks[1:])])
        lines.append(
            lang.text("{shock}: first year with an operating deficit: {years}.",
                      shock=which, years=said)
            if said
            else lang.text("{shock}: no operating deficit.", shock=which)
        )  # fmt: skip
    return lines


def _size(shock: Shock, lang: Language) -> str:
    """A shock with the size of each line that it changes."""
    changes = [
        f"{inside(lang.text(_LINES[line]))} {signed_percent(change, lang.code)}"
        for line, change in shock.changes.items()
        if change > -1
    ]
    return ", ".join(changes) or inside(lang.text(shock.label))


def _shocks(run: Projection) -> list[Shock]:
    """Return the shocks that hit something from the first year that is still to be decided."""
    years, lines = open_years(run), set(run.variables)
    return [
        replace(shock, start=years[0])
        for shock in measured_shocks(run.error_class.status)
        if all(
            line in ("wages", "energy")
            or (line in lines and (run.wide(line).loc[years] > 0).any(axis=None))
            for line in shock.changes
        )
    ]


def _stressed(community: Community, run: Projection) -> pd.DataFrame | None:
    """Make the stress test of the years still to be decided; None without data."""
    shares, years = economic_shares(community, run), open_years(run)
    if not shares or not years:
        return None
    table = stress_test(run.table, shares=shares, shocks=_shocks(run))
    return table[table["year"].isin(years)].reset_index(drop=True)


def show_stress(page: Page, community: Community, run: Projection) -> HTML:
    """Picture of the operating balance of the first scenario under each shock."""
    say, lang = page.language.text, page.language
    table = _stressed(community, run)
    if table is None:
        return page.text()
    name = run.names[0]
    label = scenario_labels(run, lang.code)[name]
    level, first = price_level(run), open_years(run)[0]
    prices = [
        float(level[str(scenario)].loc[int(year)])
        for scenario, year in zip(table["scenario"], table["year"], strict=True)
    ]
    table = table.assign(
        **{column: table[column] / prices for column in ("operating_balance", "effect")}
    )
    unit = say("UAH, {prices}", prices=price_words(run, lang.code))
    axes = plot_shocks(table, name, language=lang.code, label=label, unit=unit)
    axes.set_title("", loc="left")
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.set_size_inches(7.6, 4.0)
    rows = table[(table["scenario"] == name) & (table["year"] == first)]
    worst = rows.sort_values("effect", kind="stable").to_dict("records")[0]
    return page.figure(
        "stress",
        figure,
        table,
        title=say(
            "The largest effect in {year}, {effect}: {shock}",
            year=first,
            effect=lang.money(float(worst["effect"])),
            shock=say(LABELS[str(worst["shock"])]),
        ),
        alternative=describe_shocks(table, name, language=lang.code, label=label),
        source=sources_of(community, "revenue", "expenditure", language=lang.code),
        caption=say("Scenario: {label}.", label=label),
    )
