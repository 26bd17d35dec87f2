"""Patterns of the findings and how their parts are written, in both languages."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from stratanalysis.language import MISSING, Language
from stratanalysis.language import language as get_language

__all__ = ["PATTERNS", "Part", "finding", "sentence", "write_part"]

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
    "no_deficit": (
        "On the central paths no scenario shown here has a budget deficit from {start} to {end}."
    ),
    "band_below": (
        "The 80% range of the balance under {scenario} reaches below zero from {below} on, to "
        "{low} in that year (in {prices})."
    ),
    "balance_unsure": (
        "The balance is not reliably determined: expenditure is carried on from {spent}."
    ),
    "deficit_lasting": (
        "Under {scenario} expenditure exceeds revenue in {year} and every year after it: in "
        "{year} the budget is {gap} short in {prices}, {share} of revenue."
    ),
    "deficit_once": (
        "Under {scenario} expenditure exceeds revenue in {year}: the budget is {gap} short in "
        "{prices}, {share} of revenue."
    ),
    "deficit_rational_none": "Under {rational} there is no deficit.",
    "deficit_rational": "Under {rational} the budget is {other} short in {first}.",
    "deficit_rational_worse": (
        "Under {rational} the budget is {other} short in {first}, more than under {scenario}: "
        "revenue is {more} higher, but expenditure is {extra} higher."
    ),
    "deficit_range": "With a probability of 80% the balance is from {low} to {high}.",
    "deficit_operating": (
        "The operating deficit of {year} (current spending less current revenue) is {operating}: "
        "the law does not allow it, so this amount has to be found in the free balance, in "
        "additional revenue or in cuts."
    ),
    "deficit_capital": (
        "There is no operating deficit in {year}, which the law would not allow: what is missing "
        "is for investment, which may be put off or borrowed for."
    ),
    "deficit_law": (
        "How much of it is an operating deficit, which the law does not allow, is not known: the "
        "tables hold no expenditure by economic code."
    ),
    "military": (
        "PIT on military pay was {amount} of {whole} of revenue from {first} to {last}, {share}. "
        "Since 1 October 2023 it has gone to the state budget."
    ),
    "executed_fell": (
        "Executed revenue excluding transfers and PIT on military pay fell by {change} in prices "
        "of {prices}: from {start} in {first} to {finish} in {last} (in current prices from "
        "{before} to {after})."
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
    "revenue_after": "execution of revenue after {day}",
    "no_revenue": "execution of revenue",
    "expenditure_after": "execution of expenditure after {day}",
    "no_expenditure": "execution of expenditure",
    "no_budget": "execution of the budget",
    "no_count": "number of people counted after 1 January {year}",
    "no_goals": "goals of the strategy in the tables",
    "no_values": "values of the strategy’s indicators",
    "decide_gap": (
        "To be decided before the budget of {year} is adopted (by 25 December {before}): how "
        "the deficit of {gap} under {scenario} is covered (in {prices})."
    ),
    "decide_rational": "Under {rational} it is {other}.",
    "decide_surplus": (
        "To be decided before the budget of {year} is adopted (by 25 December {before}): what "
        "the surplus of {gap} under {scenario} is spent on (in {prices})."
    ),
    "decide_balance": (
        "To be decided before the budget of {year} is adopted (by 25 December {before}): with "
        "which balance it is planned."
    ),
    "decide_range": (
        "Under {scenario} the balance of {year} is {balance} (in {prices}); with a probability of "
        "80% it is from {low} to {high}."
    ),
    "decide_unsure": (
        "The balance of {year} is not reliably determined: expenditure is executed to {spent} "
        "only. Before the budget of {year} is adopted (by 25 December {before}), the execution of "
        "expenditure for {missing} has to be supplied."
    ),
    "decide_wide": (
        "The balance of {year} is not reliably determined: the errors of past forecasts over so "
        "many years are larger than the figure."
    ),
    "decide_data": "To be decided first: who supplies the missing figures and by when.",
    "age_people": "Data: population on 1 January {people}.",
    "age_revenue": "Revenue is executed to {revenue}.",
    "age_expenditure": "Expenditure is executed to {expenditure}.",
    "age_no_revenue": "No executed revenue is supplied.",
    "age_no_expenditure": "No executed expenditure is supplied.",
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
    said = " ".join(words.text(PATTERNS[name], **written) for name in row["patterns"])
    return said.replace("..", ".")  # a day ends with a stop of its own in Ukrainian


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
    if kind == "prices":
        return words.text("prices of {year}", year=value) if value else words.text("current prices")
    if kind == "day":
        return words.date(dt.date.fromisoformat(str(value)))
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


def finding(
    rule: str, weight: float, chapter: str, *patterns: str, **parts: Part
) -> list[dict[str, Any]]:
    """Return a finding as a row of the table, in a list; nothing where it has no weight."""
    if not math.isfinite(weight):
        return []
    return [{"rule": rule, "weight": float(weight), "chapter": chapter,
             "patterns": patterns, "parts": parts}]  # fmt: skip


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
