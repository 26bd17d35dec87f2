"""What the profile page says and shows: place, people, money and the other known figures."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.language import language as get_language
from stratanalysis.pages.executed import (
    executed_parts,
    full_years,
    money_table,
    part_labels,
    signed_percent,
    without_code,
)
from stratanalysis.pages.official_facts import status_sentences
from stratanalysis.pages.overview import inside, sources_of
from stratanalysis.pages.page import Page
from stratanalysis.pages.reference_sources import reference_sources
from stratanalysis.plots.amounts import plot_observed
from stratanalysis.plots.population import plot_pyramid
from stratanalysis.plots.style import description_of
from stratanalysis.projection import population_series
from stratanalysis.projection.structure import age_structure
from stratanalysis.questions import implied_growth
from stratanalysis.reference.war_status import war_status
from stratanalysis.tables.labels import STATISTIC_LABELS

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community

__all__ = [
    "age_note",
    "introduction",
    "age_source",
    "community_ages",
    "show_population",
    "show_pyramid",
    "show_statistics",
    "summary_lines",
]


def introduction(community: Community, language: str) -> list[str]:
    """Say where the community lies, how large it is and which codes it has."""
    lang = get_language(language)
    where = [place[language] for place in (community.raion, community.oblast) if place]
    size = []
    if community.area_km2 is not None:
        size.append(lang.text("Area {area} km².", area=lang.number(community.area_km2, 1)))
    people = population_series(community)
    if community.area_km2 is not None and len(people):
        size.append(
            lang.text(
                "{density} people per km² on 1 January {year}.",
                density=lang.number(float(people.iloc[-1]) / community.area_km2, 1),
                year=int(people.index[-1]),
            )
        )
    codes = []
    if community.katottg:
        codes.append(lang.text("Code of the territory: {code}.", code=community.katottg))
    if community.budget_code:
        codes.append(lang.text("Code of the budget: {code}.", code=community.budget_code))
    lines = [", ".join(where) + "." if where else "", " ".join(size), " ".join(codes)]
    return [line for line in lines if line]


def summary_lines(community: Community, language: str) -> list[str]:
    """Up to five lines made from the numbers."""
    lang = get_language(language)
    lines = status_sentences(community, language)
    status = war_status(community.katottg) if community.katottg else None
    if status is not None and status.occupied_before_2022:
        return [
            *lines,
            lang.text(
                "Figures of people after that day continue the last count, and receipts are those "
                "of payers registered elsewhere: no figures per head and no changes are given."
            ),
        ]
    people = population_series(community)
    if len(people) > 1:
        first, last = int(people.index[0]), int(people.index[-1])
        start, end = float(people.iloc[0]), float(people.iloc[-1])
        lines.append(
            lang.text(
                "{last}: {value}; {change} against {first}, that is {yearly} a year.",
                last=last,
                value=lang.counted("person", end),
                change=signed_percent(end / start - 1, language),
                first=first,
                yearly=signed_percent(implied_growth(start, end, last - first), language, 2),
            )
        )
    table = money_table(community)
    if table.empty:
        lines.append(lang.text("The tables hold no executed budget of the community."))
        return lines
    year = str(table.columns[-1])
    row = table[year]
    lines.append(
        lang.text(
            "Revenue of {year}: {revenue}, of which transfers {share}.",
            year=year,
            revenue=lang.money(row["revenue"]),
            share=lang.percent(row["transfer_share"]),
        )
    )
    if pd.notna(row["own_revenue_per_head"]):
        lines.append(
            lang.text(
                "Revenue excluding transfers per head in {year}: {value}.",
                year=year,
                value=lang.text("UAH {number}", number=lang.number(row["own_revenue_per_head"])),
            )
        )
    for name, template in (
        ("revenue", "The largest group of revenue in {year}: {part}, {share}."),
        ("expenditure", "The largest group of expenditure in {year}: {part}, {share}."),
    ):
        parts = executed_parts(community, name)
        years = full_years(parts)
        if years and float(parts[years[-1]].sum(skipna=False)) > 0:
            values = parts[years[-1]]
            lines.append(
                lang.text(
                    template,
                    year=years[-1],
                    part=inside(without_code(part_labels(name, language)[str(values.idxmax())])),
                    share=lang.percent(float(values.max()) / float(values.sum())),
                )
            )
    return lines


def show_population(page: Page, community: Community) -> HTML:
    """Picture of the observed population; its kind is said."""
    say, lang = page.language.text, page.language
    people = population_series(community)
    if people.empty:
        return page.text(say("The tables hold no population of the community."))
    kind = say("present population") if people.name == "present" else say("resident population")
    first, last = int(people.index[0]), int(people.index[-1])
    change = float(people.iloc[-1] / people.iloc[0]) - 1
    title = (
        say("Population {change} from {first} to {last}",
            change=signed_percent(change, lang.code), first=first, last=last)
        if len(people) > 1
        else say(
            "Population in {year}: {value}",
            value=lang.counted("person", float(people.iloc[-1])),
            year=last,
        )
    )  # fmt: skip
    axes = plot_observed(people, language=lang.code, unit=say("persons"))
    return page.figure(
        "population-observed",
        axes,
        people.rename(say("persons")).rename_axis(say("Year")).to_frame(),
        title=title,
        alternative=f"{title}. {description_of(axes)}",
        source=sources_of(community, "population", language=lang.code),
        caption=say("{kind} on 1 January; missing years are not drawn.", kind=_capital(kind)),
    )


def age_note(community: Community, year: int, language: str) -> str:
    """Say where the ages come from, or that there are none."""
    lang = get_language(language)
    people = population_series(community)
    found = age_structure(community, year, float(people.loc[year])) if year in people else None
    if found is None:
        return lang.text("No ages are known: neither the community's own nor those of its oblast.")
    if found.origin == "own":
        kind = "present population" if found.kind == "present" else "resident population"
        return lang.text(
            "Ages are the community's own ({kind}, 1 January {year}), scaled to the total shown.",
            kind=lang.text(kind),
            year=found.year,
        )
    stated = lang.text(
        " They are also fitted to {count} shares that the community's document states.",
        count=len(found.stated),
    )
    return lang.text(
        "Ages are not published for the community: those of its oblast on 1 January {year} are "
        "fitted to its total. Read them as an estimate.",
        year=found.year,
    ) + (stated if found.stated else "")


def community_ages(community: Community, year: int) -> pd.DataFrame:
    """Persons by single year of age, 80 and over open; empty where no ages are known.

    Returns
    -------
    DataFrame
        Index `age`, columns `female` and `male`, scaled to the population of the year.
    """
    people = population_series(community)
    found = age_structure(community, year, float(people.loc[year])) if year in people else None
    ages: Any = [] if found is None else found.people.T
    return pd.DataFrame(ages, columns=["female", "male"], dtype=float).rename_axis("age")


def age_source(community: Community, language: str | None = None) -> str:
    """Return the source of the ages: the community's own table, or the nation's statistics."""
    code = get_language(language).code
    if community["population_age_sex"].empty:
        return reference_sources("ukrstat_resident", language=code)
    return sources_of(community, "population_age_sex", language=code)


def show_pyramid(page: Page, community: Community, year: int) -> HTML:
    """Picture of men and women by five-year ages; nothing where no ages are known."""
    say, lang = page.language.text, page.language
    ages = community_ages(community, year)
    if ages.empty:
        return page.text()
    table = ages.groupby(ages.index // 5 * 5).sum().rename_axis("first_age")
    both = table.sum(axis=1)
    axes = plot_pyramid(table, language=lang.code, label=str(year))
    return page.figure(
        "age-pyramid",
        axes,
        table.rename(columns={"female": say("Women"), "male": say("Men")}),
        title=say("{share} of the people were 60 and over on 1 January {year}",
                  share=lang.percent(float(both.loc[60:].sum() / both.sum()), 0), year=year),
        source=age_source(community, lang.code),
        caption=say("Five-year ages, 80 and over open."),
    )  # fmt: skip


def show_statistics(page: Page, community: Community) -> HTML:
    """Table of the other known figures, each with its place in its source."""
    say, lang = page.language.text, page.language
    frame = community["statistics"]
    if frame.empty:
        return page.text(say("The tables hold no other figures."))
    rows: list[dict[str, object]] = []
    formats: list[str | int] = []
    for row in frame.sort_values(["variable", "year"], kind="stable").to_dict("records"):
        value, unit = row["value"], str(row["unit"])
        whole = pd.isna(value) or float(value) == round(float(value))
        formats.append(
            "percent" if unit == "share" else 0 if whole else 3 if abs(value) < 10 else 1
        )
        unit = "" if unit == "share" else unit
        rows.append(
            {
                say("Figure"): say(STATISTIC_LABELS.get(row["variable"], row["variable"])),
                say("Year"): str(row["year"]),
                say("Value"): value,
                say("Unit"): lang.unit(unit) if unit else "",
                say("Place in the source"): _place(row["source_place"], lang.code),
                say("Note"): _note(row["note"], lang.code),
            }
        )
    return page.table(
        "statistics",
        pd.DataFrame(rows),
        caption=say("Other figures as their sources state them; figures of one year may differ"),
        formats={say("Year"): str, say("Value"): formats},
        source=sources_of(community, "statistics", language=lang.code),
    )


def _note(note: object, language: str) -> str:
    """A note in the reader's language; the day in the reference's own note is a part of it."""
    if note is None or pd.isna(note):  # type: ignore[call-overload]
        return ""
    lang = get_language(language)
    dated = re.fullmatch(r"State of (\d{4}-\d\d-\d\d): came less left; .*", str(note))
    if dated is None:
        return lang.text(str(note))
    return lang.text(
        "As of {date}: arrivals minus departures; negative where more people left",
        date=lang.date(dt.date.fromisoformat(dated[1])),
    )


def _place(place: object, language: str) -> str:
    if place is None or pd.isna(place):  # type: ignore[call-overload]
        return ""
    words = str(place)
    lang = get_language(language)
    if words.startswith("line "):
        number, _, rest = words.removeprefix("line ").partition(",")
        return lang.text("line {line}", line=number) + (f",{rest}" if rest else "")
    return words


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
