"""The first screen of a community: figures gathered for the findings, and how they are shown."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from stratanalysis.finance.price_year import at_prices
from stratanalysis.indicators import peer_position
from stratanalysis.language import language as get_language
from stratanalysis.pages.annual_review_context import row_of
from stratanalysis.pages.balance_years import (
    known_until,
    matched_balance,
    operating_balance,
    spent_year,
    unmatched_years,
)
from stratanalysis.pages.benchmark_page import chosen_peers, read_communities
from stratanalysis.pages.executed import executed_own, executed_parts
from stratanalysis.pages.money_band import WIDEST
from stratanalysis.pages.official_facts import STATUS_WORDS, template_names, template_sentence
from stratanalysis.pages.present_page import rounded
from stratanalysis.pages.story import StoryFacts, story
from stratanalysis.pages.story_balance import decision, first_deficit, first_open
from stratanalysis.pages.story_words import PATTERNS, Part, sentence
from stratanalysis.projection.counted import present_table
from stratanalysis.projection.money_bands import measured_bands
from stratanalysis.projection.structure import PARTLY_REGISTERED
from stratanalysis.publish.reading_day import next_budget
from stratanalysis.reference import country_table
from stratanalysis.reference.war_status import war_status
from stratanalysis.reference.war_stocks import present_year, war_stocks
from stratanalysis.scenarios.drivers import OUTSIDE_DECISIONS, STATED_DRIVERS

if TYPE_CHECKING:
    from IPython.display import HTML

    from stratanalysis.community import Community
    from stratanalysis.pages.page import Page
    from stratanalysis.projection import Projection
    from stratanalysis.study import Study

__all__ = ["age_line", "budget_explanations", "headline", "show_story",
           "story_facts"]  # fmt: skip

_PEERS, _YEAR = 30, 2021
_MUCH, _LOCAL = 0.1, 2023
"""Share of revenue from which the PIT on military pay is a finding; last year it was local."""
_VARIABLE = "own_revenue_per_head"


def story_facts(
    study: Study, run: Projection, claims: pd.DataFrame, as_of: str | None = None
) -> StoryFacts:
    """Gather what the findings are drawn from.

    Parameters
    ----------
    study : Study
    run : Projection
    claims : DataFrame
        As :func:`stratanalysis.questions.check_claims` gives it.
    as_of : str, optional
        The day of the analysis, which decides the budget that is next.
    """
    place = study.community
    executed = executed_own(place)
    has_balance = "balance" in run
    until = known_until(run) if "revenue" in run or "expenditure" in run else None
    decide_year = max(next_budget(as_of), (until or 0) + 1)
    names = _own_names(run)
    return StoryFacts(
        base=run.years[0],
        end=run.years[-1],
        population=_wide(run, "population"),
        pupils=_pupils(place, run),
        revenue=_wide(run, "revenue"),
        balance=matched_balance(run)[names] if has_balance else pd.DataFrame(),
        operating=_operating(study, run)[names] if has_balance else pd.DataFrame(),
        band=_band(run) if has_balance else pd.DataFrame(),
        nominal=run.usual_basis == "nominal",
        own_nominal=_wide(run, "own_revenue", "nominal"),
        own_real=_wide(run, "own_revenue", "real"),
        revenue_real=_wide(run, "revenue", "real"),
        expenditure_real=_wide(run, "expenditure", "real"),
        executed=executed,
        executed_real=at_prices(executed, run.price_year),
        price_year=run.price_year,
        executed_until=until,
        spent=spent_year(run) if has_balance else None,
        military=_military(place) if decide_year > _LOCAL else None,
        present=_present(place),
        peers=_peers(place),
        capacity=_capacity(place),
        claims=claims[claims["scenario"].isin(names)] if len(claims) else claims,
        unknown=_unknown(study),
        decide_year=decide_year,
    )


def _pupils(place: Community, run: Projection) -> pd.DataFrame:
    """Children of school age; none where those who were born there were registered in part."""
    in_part = place.kind == "oblast" and place.oblast_katottg[:4] in PARTLY_REGISTERED
    return pd.DataFrame() if in_part else _wide(run, "pupils")


def _own_names(run: Projection) -> list[str]:
    """Scenarios that findings rest on: not those of the template that nobody has made his own."""
    conventional = template_names(run)
    return [name for name in run.names if name not in conventional]


def _wide(run: Projection, variable: str, basis: str = "") -> pd.DataFrame:
    if variable not in run:
        return pd.DataFrame()
    return run.wide(variable, price_basis=basis)[_own_names(run)]


def _operating(study: Study, run: Projection) -> pd.DataFrame:
    found = operating_balance(study.community, run)
    return found.reindex(columns=list(run.names))


def _band(run: Projection) -> pd.DataFrame:
    """Range of the balance of the first scenario by year, and whether pictures draw it."""
    rows = measured_bands(run, variable="balance", price_basis=run.usual_basis)
    rows = rows[(rows["scenario"] == run.names[0]) & ~rows["year"].isin(unmatched_years(run))]
    rows = rows.assign(drawn=rows["half_width"] <= WIDEST)
    return rows.set_index("year")[["lower", "upper", "drawn"]]


def _last_day(period: str) -> str:
    """ISO day that ends a column of executed amounts, as ``2022`` or ``2023 (01-07)``."""
    year, months = int(period[:4]), int(period[-3:-1]) if "(" in period else 12
    return f"{year}-{months:02d}-{calendar.monthrange(year, months)[1]}"


def _military(place: Community) -> tuple[float, float, str, str] | None:
    """The last executed period in which PIT on military pay was a tenth of revenue or more."""
    parts = executed_parts(place, "revenue")
    if "military_pit" not in parts.index:
        return None
    for period in reversed(list(map(str, parts.columns))):
        amount, whole = (
            float(found) for found in (parts[period]["military_pit"], parts[period].sum())
        )
        if whole > 0 and amount / whole >= _MUCH:
            return amount, whole, f"{period[:4]}-01-01", _last_day(period)
    return None


def _present(place: Community) -> tuple[int, float, float, float, float] | None:
    if place.katottg not in war_stocks().index:
        return None
    year = present_year()
    table = present_table(place, year)
    now = table.iloc[-1]
    before = float(table["present"].iloc[0])
    present, lower, upper = (rounded(now[name]) for name in ("present", "lower", "upper"))
    if not all(map(math.isfinite, (present, lower, upper, before))):
        return None
    return year, present, lower, upper, before


def _peers(place: Community) -> dict[str, float]:
    everyone = read_communities()
    group = chosen_peers(everyone, place, _PEERS)
    if group is None:
        return {}
    row = row_of(peer_position(everyone, place.katottg, group, variables=[_VARIABLE]), _VARIABLE)
    found = {"value": row["value"], "median": row["median"], "share": row["below"]}
    figures = {name: float(value) for name, value in found.items()}
    if not all(map(math.isfinite, figures.values())):
        return {}
    return {**figures, "count": float(row["peers"]), "year": _YEAR}


def _capacity(place: Community) -> dict[str, float]:
    """Index of tax capacity of the newest year, and the share of communities with a lower one."""
    table = country_table("hromada_equalisation")
    table = table[table["tax_capacity_index"].notna()]
    own = table[table["katottg"] == place.katottg]
    if own.empty:
        return {}
    year = int(own["year"].max())
    index = float(own.loc[own["year"] == year, "tax_capacity_index"].iloc[0])
    others = table.loc[
        (table["year"] == year) & (table["katottg"] != place.katottg), "tax_capacity_index"
    ]
    return {"index": index, "share": float((others < index).mean()), "year": year}


def _executed_days(place: Community) -> dict[str, str]:
    """ISO day to which revenue and expenditure are executed; a table without rows is left out."""
    found = {}
    for table in ("revenue", "expenditure"):
        parts = executed_parts(place, table)
        if len(parts.columns):
            found[table] = _last_day(str(parts.columns[-1]))
    return found


def _unknown(study: Study) -> tuple[tuple[str, Mapping[str, Part]], ...]:
    """What is missing: years since the last execution and count, goals, values of indicators."""
    place = study.community
    found: list[tuple[str, Mapping[str, Part]]] = []
    newest = present_year()
    days = _executed_days(place)
    for table in ("revenue", "expenditure"):
        if not days:
            found = [(PATTERNS["no_budget"], {})]
        elif table not in days:
            found.append((PATTERNS[f"no_{table}"], {}))
        elif int(days[table][:4]) < newest - 1:
            found.append((PATTERNS[f"{table}_after"], {"day": ("day", days[table])}))
    counted = int(study.population.index[-1]) if len(study.population) else 0
    if counted and counted < newest:
        found.append((PATTERNS["no_count"], {"year": ("year", counted)}))
    if place["goals"].empty:
        found.append((PATTERNS["no_goals"], {}))
    elif place["observations"].empty:
        found.append((PATTERNS["no_values"], {}))
    return tuple(found)


def _say(language: str | None, *patterns: str, **parts: Part) -> str:
    return sentence({"patterns": patterns, "parts": parts}, language)


def age_line(study: Study, language: str | None = None) -> str:
    """Say how old the data are and the community's status in the war."""
    observed = study.population
    parts: dict[str, Part] = {"people": ("year", observed.index[-1] if len(observed) else None)}
    patterns = ["age_people"]
    days = _executed_days(study.community)
    for table in ("revenue", "expenditure"):
        patterns.append(f"age_{table}" if table in days else f"age_no_{table}")
        if table in days:
            parts[table] = ("day", days[table])
    status = war_status(study.community.katottg) if study.community.katottg else None
    if status is not None:
        day = get_language(language).date(dt.date.fromisoformat(status.date))
        parts |= {"status": ("text", STATUS_WORDS[status.status]), "date": ("said", day)}
        patterns.append("status")
    return _say(language, *patterns, **parts)


def headline(study: Study, facts: StoryFacts, language: str | None = None) -> list[tuple[str, str]]:
    """Return four figures of the community with their labels: people, change, money, deficit."""
    words = get_language(language)
    say, found = words.text, []
    if facts.present is not None:
        label = say("People present on 1 January {year}, an estimate", year=facts.present[0])
        found.append((label, words.number(facts.present[1])))
    elif len(study.population):
        last = int(study.population.index[-1])
        value = words.number(float(study.population.iloc[-1]))
        found.append((say("Population on 1 January {year}", year=last), value))
    if len(facts.population) > 1:
        path = facts.population.iloc[:, 0]
        label = say("Population by {year}, {scenario}", year=facts.end, scenario=say("baseline"))
        change = float(path.iloc[-1] / path.iloc[0]) - 1
        sign = "+" if change > 0 else ""
        found.append((label, sign + words.percent(change)))
    if len(facts.executed):
        label = say("Revenue excluding transfers, {year}", year=int(facts.executed.index[-1]))
        found.append((label, words.money(float(facts.executed.iloc[-1]))))
    if len(facts.balance):
        first, start = first_deficit(facts, str(facts.balance.columns[0])), first_open(facts)
        value = str(first[0]) if first else say("none to {year}", year=facts.end)
        label = say("First year with a deficit from {year} on, baseline, central path", year=start)
        if start <= facts.end:
            found.append((label, value))
    return found


def show_story(
    page: Page, study: Study, run: Projection, claims: pd.DataFrame, as_of: str | None = None
) -> HTML:
    """Put the first screen: what matters, how old it is, what has to be decided; saves it too."""
    language = page.language.code
    facts = story_facts(study, run, claims, as_of)
    labels = {name: run.scenarios[name].label[language] for name in run.names}
    found = story(facts, language, labels)
    template = template_sentence(run, language)
    lead = [template] if template else []
    return page.story(
        found,
        lead=[*lead, age_line(study, language)],
        decide=sentence(decision(facts), language, labels),
        figures=headline(study, facts, language),
    )


def budget_explanations(
    study: Study, run: Projection, claims: pd.DataFrame, language: str
) -> list[str]:
    """Explain on the spot what looks like a contradiction: prices, and a rational scenario below.

    Parameters
    ----------
    study, run, claims
        As in :func:`story_facts`.
    language : {"uk", "en"}
    """
    from stratanalysis.pages.story import prices, rational_below

    facts = StoryFacts(
        base=run.years[0],
        end=run.years[-1],
        own_nominal=_wide(run, "own_revenue", "nominal"),
        own_real=_wide(run, "own_revenue", "real"),
        revenue_real=_wide(run, "revenue", "real"),
        expenditure_real=_wide(run, "expenditure", "real"),
        claims=claims,
        price_year=run.price_year,
    )
    labels = {name: run.scenarios[name].label[language] for name in run.names}
    rows = [*prices(facts), *rational_below(facts)]
    said = [sentence(row, language, labels) for row in rows]
    if "rational" in _own_names(run)[1:]:
        said.append(_rational_changes(run, language))
    return said


def _rational_changes(run: Projection, language: str) -> str:
    """What the rational scenario changes, and which of it the community does not decide."""
    words = get_language(language)
    stated = {entry.driver for entry in run.scenarios["rational"].assumptions}
    drivers = [name for name in STATED_DRIVERS if name in stated]
    patterns, parts = [], {}
    for pattern, part, names in (
        ("rational_named", "drivers", drivers),
        ("rational_outside", "outside", [n for n in drivers if n in OUTSIDE_DECISIONS]),
    ):
        if names:
            labels = [words.text(STATED_DRIVERS[name].label) for name in names]
            patterns.append(pattern)
            parts[part] = ("said", ", ".join(words.text("“{name}”", name=n) for n in labels))
    return _say(language, *patterns, **parts)
