"""What the population page says of the present, and of what the community's past gives."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from stratanalysis.language import language as get_language
from stratanalysis.pages.reference_sources import reference_sources
from stratanalysis.plots.population import describe_bands, plot_bands
from stratanalysis.plots.style import new_figure
from stratanalysis.projection.counted import present_table
from stratanalysis.projection.outlook import outlook
from stratanalysis.reference.country import country_table
from stratanalysis.reference.returns import EARLY, LATE, RETURNS
from stratanalysis.reference.war_status import OCCUPIED
from stratanalysis.reference.war_stocks import (
    BALANCE_DATE,
    UNDER_FIRE,
    present_year,
    war_stocks,
)

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.pages.page import Page
    from stratanalysis.projection import Projection
    from stratanalysis.projection.outlook import Outlook
    from stratanalysis.reference.returns import Returns

__all__ = [
    "headline", "past_sentences", "present_sentences", "rounded", "show_past", "show_present",
    "war_sentence",
]  # fmt: skip

_STEPS = (5, 10, 15)


def present_sentences(
    community: Community, language: str, *, as_of: int | None = None
) -> list[str]:
    """Say the three populations, the stocks with their dates, and how the estimate is made.

    Empty for a place that is not in the register of communities.

    Parameters
    ----------
    community : Community
    language : {"uk", "en"}
    as_of : int, optional
        1 January of the present; default :func:`present_year`.
    """
    if community.katottg not in war_stocks().index:
        return []
    lang = get_language(language)
    year = present_year() if as_of is None else as_of
    table = present_table(community, year)
    now, stock = table.iloc[-1], war_stocks().loc[community.katottg]
    lines = [
        lang.text(
            "Registered on 1 January 2022: {count} people present. On 1 January {year} there are "
            "about {present}, with a probability of 80 % from {lower} to {upper}: an estimate, "
            "not a count.",
            count=lang.number(float(table["present"].iloc[0])),
            year=year,
            present=lang.number(rounded(now["present"])),
            lower=lang.number(rounded(now["lower"])),
            upper=lang.number(rounded(now["upper"])),
        )
    ]
    back = float(now["abroad"]) * RETURNS.abroad + max(-float(now["balance"]), 0.0) * RETURNS.within
    lines.append(
        lang.text(
            "Of those who lived here, about {abroad} are abroad; {back} of all who are away may be "
            "expected to return if the fighting ends.",
            abroad=lang.number(rounded(now["abroad"])),
            back=lang.number(rounded(back)),
        )
    )
    if bool(stock["counted"]):
        lines.append(
            lang.text(
                "Displaced within the country: {balance} (arrivals less departures on {date}, "
                "Ministry of Finance). The displaced persons registered in the oblast on "
                "{hosted_date}, shared out among its communities, make about {hosted} here: an "
                "estimate, and not all of them still live here.",
                balance=_signed(stock["balance"], language),
                date=lang.date(dt.date.fromisoformat(BALANCE_DATE)),
                hosted=lang.number(rounded(stock["hosted"])),
                hosted_date=lang.date(dt.date.fromisoformat(str(stock["hosted_date"]))),
            )
        )
    if float(now["in_service"]) > 0:
        anchors = country_table("wartime_anchors")
        army = anchors[anchors["indicator"] == "armed_forces"].iloc[-1]
        lines.append(
            lang.text(
                "About {people} of those who are counted here serve in the armed forces, most of "
                "them elsewhere ({army} in Ukraine on {date}; spread over communities by men of 18 "
                "to 59).",
                people=lang.number(rounded(now["in_service"])),
                army=lang.number(float(army["value"])),
                date=lang.date(dt.date.fromisoformat(str(army["date"]))),
            )
        )
    if stock["status"] in UNDER_FIRE:
        lines.append(
            lang.text(
                "The community is under fire: how many have left since the last count is not "
                "known, so the range is open downwards."
            )
        )
    return [*lines, *_count_sentences(table, language)]


def _count_sentences(table: pd.DataFrame, language: str) -> list[str]:
    """Say which counts were joined with the estimate."""
    lang = get_language(language)
    names = {
        "population_cod_ps": lang.text("population by COD-PS"),
        "registered_births": lang.text("registered births"),
    }
    return [
        lang.text(
            "A count of {year} was added ({names}): it is joined with the estimate by the inverse "
            "of their squared widths, 15 % for the count, and later years move with it.",
            year=year,
            names=", ".join(names[one] for one in str(counts).split(", ")),
        )
        for year, counts in table["counts"].items()
        if counts
    ]


def headline(community: Community, language: str) -> list[str]:
    """The one sentence of the present that a hurried reader needs; none outside the register."""
    return present_sentences(community, language)[:1]


def show_present(page: Page, community: Community, *, as_of: int | None = None) -> HTML:
    """Table of people present by year with the range; a sentence where there is none."""
    say, lang = page.language.text, page.language
    if community.katottg not in war_stocks().index:
        return page.text(say("There is no estimate of the present for this place."))
    year = present_year() if as_of is None else as_of
    table = present_table(community, year)
    shown = pd.DataFrame(
        {
            say("People present"): table["present"].map(rounded),
            say("From"): table["lower"].map(rounded),
            say("To"): table["upper"].map(rounded),
            say("Births within the year"): table["births"].round(),
            say("Abroad"): table["abroad"].map(rounded),
        }
    ).set_axis(table.index.astype(str).rename(say("1 January")))
    return page.table(
        "people-present",
        shown,
        caption=say("People present since 2022: an estimate with its 80 % range"),
        about=say(
            "How it is made: the people of 1 January 2022 live and give birth at the United "
            "Nations' rates for Ukraine; those abroad are spread over communities by population "
            "and by their status in the war; all communities together give the United Nations' "
            "total. The life expectancy of men is the United Nations' (66.9 years in 2023); "
            "Ukrainian demographers give 57.3, which the lower bound takes in."
        ),
        source=reference_sources(
            "un_wpp_2024", "displaced_2023", "social_policy_2024", "order_376", language=lang.code
        ),
    )


def war_sentence(projection: Projection, language: str) -> str:
    """Say which scenarios know who left and came since 2022, and from when people return."""
    words = get_language(language)
    paths = {name: projection.scenarios.paths(name) for name in projection.names}
    knowing = [name for name in projection.names if "displacement" in paths[name]]
    if not knowing:
        return words.text(
            "No scenario includes the full-scale war: nobody has left or come since 2022 in them."
        )
    ends = {
        int(paths[name]["war_end"].values([projection.years[-1]])[0])
        for name in knowing
        if "war_end" in paths[name]
    }
    if len(knowing) < len(projection.names):
        who = words.text(
            "Those who have left and come since 2022 are included in: {names}; not in the others.",
            names=", ".join(projection.scenarios[name].label[language] for name in knowing),
        )
    else:
        who = words.text("Every scenario includes those who have left and come since 2022.")
    if len(ends) != 1 or not max(ends):
        return who
    back = words.text(
        "They begin to return in {year}, when the fighting is assumed to end.", year=ends.pop()
    )
    return f"{who} {back}"


def past_sentences(community: Community, language: str, *, years: int = 15) -> list[str]:
    """Say where the community's own past and the nation's rates lead, with the bands and cases.

    Empty for a place outside the register; of an occupied one only that no forecast is given.
    """
    if community.katottg not in war_stocks().index:
        return []
    lang = get_language(language)
    if war_stocks()["status"][community.katottg] in OCCUPIED:
        return [lang.text("No forecast is made for a community under occupation.")]
    found = outlook(community.katottg, years=years)
    people = found.of()
    lines = []
    for ahead in _STEPS:
        if ahead > years:
            continue
        row = people.iloc[ahead]
        lines.append(
            lang.text(
                "{year}: about {value} people, with a probability of 80 % from {lower} to {upper}. "
                "Of {cases} past forecasts of places of this size so far ahead such bands held "
                "{coverage}.",
                year=found.as_of + ahead,
                value=lang.number(rounded(row["value"])),
                lower=lang.number(rounded(row["lower"])),
                upper=lang.number(rounded(row["upper"])),
                cases=lang.number(float(row["cases"])),
                coverage=lang.percent(float(row["coverage"]), 0),
            )
        )
    lines.append(
        lang.text(
            "The central estimate assumes that the fighting ends in {year} and that {share} "
            "of those abroad return, half of them within {half} years. If it ends in "
            "{early}, there will be {high} people in {last}; if it does not end, {low}.",
            year=found.returns.war_end,
            share=lang.percent(found.returns.abroad, 0),
            half=lang.number(found.returns.half_life),
            early=EARLY.war_end,
            last=found.as_of + years,
            high=lang.number(rounded(_end(found, EARLY))),
            low=lang.number(rounded(_end(found, LATE))),
        )
    )
    return lines


def _end(found: Outlook, returns: Returns) -> float:
    years = len(found.people) - 1
    other = outlook(found.katottg, as_of=found.as_of, years=years, returns=returns)
    return float(other.people[-1].sum())


def show_past(page: Page, community: Community, *, years: int = 15) -> HTML:
    """Picture of the outlook: the middle with its band, and the ends of the war's axis."""
    say, lang = page.language.text, page.language
    stocks = war_stocks()
    refused = (
        community.katottg not in stocks.index or stocks["status"][community.katottg] in OCCUPIED
    )
    if refused:
        return page.text(say("There is no picture: this place has no outlook."))
    found = outlook(community.katottg, years=years)
    labels = {
        "middle": say("ends in {year}", year=found.returns.war_end),
        "early": say("ends in {year}", year=EARLY.war_end),
        "late": say("does not end"),
    }
    tables = {"middle": _band(found.of())}
    for name, returns in (("early", EARLY), ("late", LATE)):
        other = outlook(community.katottg, years=years, returns=returns)
        tables[name] = _band(
            other.of().assign(lower=other.of()["value"], upper=other.of()["value"])
        )
    figure, axes = new_figure(size=(6.8, 4.0))
    plot_bands(tables, ax=axes, labels=labels, language=lang.code)
    last = found.of().iloc[-1]
    return page.figure(
        "outlook",
        figure,
        pd.concat(tables, names=["variant", "year"]).reset_index(),
        title=say(
            "By its own past the community has {lower} to {upper} people in {year}",
            lower=lang.number(rounded(last["lower"])),
            upper=lang.number(rounded(last["upper"])),
            year=found.as_of + years,
        ),
        alternative=describe_bands({"middle": tables["middle"]}, labels=labels, language=lang.code),
        source=reference_sources("forecast_backtests", "un_wpp_2024", language=lang.code),
        caption=say(
            "Lines differ by when the fighting ends. The band joins the range of the present, past "
            "errors of forecasts of places of this size, and the lines."
        ),
    )


def _band(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {"lower_80": rows["lower"], "median": rows["value"], "upper_80": rows["upper"]}
    )


def rounded(value: Any) -> float:
    """To two or three figures: an estimate is not exact to the person."""
    number = float(value)
    if number != number:  # noqa: PLR0124 - a gap stays a gap
        return number
    step = 10.0 if number < 10_000 else 100.0 if number < 100_000 else 1000.0
    return step * round(number / step)


def _signed(value: Any, language: str) -> str:
    lang = get_language(language)
    return ("+" if value > 0 else "") + lang.number(float(value))
