"""Patterns of the findings and how their parts are written, in both languages."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from stratanalysis.language import MISSING, Language
from stratanalysis.language import language as get_language

__all__ = ["PATTERNS", "Part", "sentence", "write_part"]

Part = tuple[Any, ...]
"""Kind and value of a part of a sentence: ("person", 72422), ("money", 5e6), ("scenario", name)."""

PATTERNS: dict[str, str] = {
    "present": (
        "About {present} are in the community now (estimate for 1 January {year}; from {lower} "
        "to {upper} with a probability of 80%); on 1 January 2022 there were {before}. Services "
        "have to be planned for those who are here."
    ),
    "population_falls": (
        "Under {scenario} the population falls by {change}, from {start} in {base} to {finish} "
        "in {end}."
    ),
    "population_grows": (
        "Under {scenario} the population grows by {change}, from {start} in {base} to {finish} "
        "in {end}."
    ),
    "population_since": (
        "Most of this change has already happened: for {now} the projection has {reached}."
    ),
    "population_rational": "Under {rational} there will be {other}.",
    "pupils": (
        "There will be {pupils} fewer children of school age: before the network of schools is "
        "planned for that, compare it with the pupils who are enrolled now."
    ),
    "no_deficit": "No scenario shows a budget deficit from {start} to {end}.",
    "deficit_lasting": (
        "Under {scenario} expenditure exceeds revenue in {year} and every year after it: in "
        "{year} the budget is {gap} short in prices of that year, {share} of revenue."
    ),
    "deficit_once": (
        "Under {scenario} expenditure exceeds revenue in {year}: the budget is {gap} short in "
        "prices of that year, {share} of revenue."
    ),
    "deficit_rational_none": "Under {rational} there is no deficit.",
    "deficit_rational": "Under {rational} the budget is {other} short in {first}.",
    "deficit_rational_worse": (
        "Under {rational} the budget is {other} short in {first}, more than under {scenario}: "
        "revenue is {more} higher, but expenditure is {spent} higher."
    ),
    "deficit_law": (
        "The law allows no operating deficit: the amount has to be found in the free balance, in "
        "additional revenue or in cuts."
    ),
    "executed_fell": (
        "Executed revenue excluding transfers and PIT on military pay fell by {change} in prices "
        "of {prices}: from {start} in {first} to {finish} in {last} (in current prices from "
        "{before} to {after}). All later figures start from this lower level."
    ),
    "executed_rose": (
        "Executed revenue excluding transfers and PIT on military pay rose by {change} in prices "
        "of {prices}: from {start} in {first} to {finish} in {last} (in current prices from "
        "{before} to {after})."
    ),
    "prices": (
        "Under {scenario} revenue excluding transfers grows in current prices from {start} to "
        "{finish} in {end}, but in prices of {prices} it falls from {before} to {real}: prices "
        "grow faster than revenue, so less can be bought."
    ),
    "rational_costs": (
        "Under {rational} the balance of {end} is {worse} below that under {scenario}: revenue "
        "is {revenue} higher, but expenditure is {expenditure} higher (prices of {prices}). Within "
        "this time the measures cost more than they bring."
    ),
    "rational_loses": (
        "Under {rational} the balance of {end} is {worse} below that under {scenario}: revenue "
        "is {revenue} lower and expenditure changes by {expenditure} (prices of {prices})."
    ),
    "peers_weaker": (
        "Revenue excluding transfers was {value} per resident in {year}; the median of similar "
        "communities is {median}, and {share} of them had less: the tax base is weaker than that "
        "of the peers."
    ),
    "peers_stronger": (
        "Revenue excluding transfers was {value} per resident in {year}; the median of similar "
        "communities is {median}, and {share} of them had less: the tax base is stronger than "
        "that of the peers."
    ),
    "capacity": (
        "The tax-capacity index of {year} is {index}, {gap} below the national mean, yet {share} "
        "of communities have even less: a few wealthy communities raise the mean."
    ),
    "capacity_rounded": (
        "The tax-capacity index of {year}, published with one decimal, is {index}, below the "
        "national mean of 1; yet {share} of communities have a lower one: a few wealthy "
        "communities raise the mean."
    ),
    "target": (
        "The strategy expects about {stated} in {first_year}–{last_year}; under {scenario} there "
        "will be {first} in {first_year} and {last} in {last_year}. The figure does not follow "
        "from the trend and has to be reviewed."
    ),
    "unknown": (
        "Not known: {what}. Until these figures are supplied, the calculation rests on earlier "
        "ones."
    ),
    "executed_after": "execution of the budget after {year}",
    "no_budget": "execution of the budget",
    "no_count": "number of people counted after 1 January {year}",
    "no_goals": "goals of the strategy in the tables",
    "no_values": "values of the strategy’s indicators",
    "decide_gap": (
        "To be decided before the budget of {year} is adopted (by 25 December {before}): how "
        "the deficit of {gap} under {scenario} is covered (prices of that year)."
    ),
    "decide_rational": "Under {rational} it is {other}.",
    "decide_surplus": (
        "To be decided before the budget of {year} is adopted (by 25 December {before}): what "
        "the surplus of {gap} under {scenario} is spent on (prices of that year)."
    ),
    "decide_data": "To be decided first: who supplies the missing figures and by when.",
    "age": "Data: population on 1 January {people}; budget executed to {money}.",
    "age_people": "Data: population on 1 January {people}; no executed budget.",
    "status": "Status in the war: {status} (list of {date}).",
    "rational_named": (
        "The baseline continues what is known; the rational scenario changes in it: {drivers}."
    ),
    "rational_outside": (
        "Of these, no decision of the community moves: {outside}; that part of the difference "
        "is not its own doing."
    ),
}
"""English patterns by name, keys of the catalogues."""


def sentence(
    row: Mapping[str, Any] | pd.Series,
    language: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> str:
    """Write one finding; a part that is missing is written as missing."""
    words = get_language(language)
    parts: Mapping[str, Part] = row["parts"]
    written = {name: write_part(part, words, labels or {}) for name, part in parts.items()}
    return " ".join(words.text(PATTERNS[name], **written) for name in row["patterns"])


def write_part(part: Part, words: Language, labels: Mapping[str, str]) -> str:
    r"""Write a part of a sentence by its kind.

    Examples
    --------
    >>> write_part(("person", 21.0, "genitive"), get_language("uk"), {})
    '21\xa0особи'
    >>> write_part(("scenario", "rational"), get_language("uk"), {})
    'раціональним сценарієм'
    """
    kind, value, *more = part
    if kind == "scenario":
        return _scenario(str(value), words, labels)
    if kind == "text":
        return words.text(str(value))
    if kind == "said":
        return str(value)
    if kind == "list":
        return "; ".join(
            words.text(message, **{n: write_part(p, words, labels) for n, p in inner.items()})
            for message, inner in value
        )
    if value is None or not math.isfinite(float(value)):
        return MISSING
    if kind == "year":
        return str(int(value)).replace("-", "−")
    if kind == "money":
        return words.money(float(value))
    if kind == "percent":
        share = float(value)
        return words.percent(share, 0 if abs(share) >= 0.995 else 1)
    if kind == "number":
        return words.number(float(value), int(more[0]) if more else 0)
    case: Any = more[0] if more else "nominative"
    return words.counted(kind, round(float(value)), case=case)


def _scenario(name: str, words: Language, labels: Mapping[str, str]) -> str:
    """A scenario after "under": in Ukrainian in the instrumental."""
    known = {
        "baseline": "the baseline scenario",
        "optimistic": "the optimistic scenario",
        "rational": "the rational scenario",
    }
    if name in known:
        return words.text(known[name])
    return words.text("the scenario “{label}”", label=labels.get(name, name))
