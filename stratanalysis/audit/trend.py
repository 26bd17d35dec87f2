"""What a scenario in words would need, against what was observed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stratanalysis.audit.official import stated_populations
from stratanalysis.audit.statements import Figure, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.audit.words import rules
from stratanalysis.findings import Severity
from stratanalysis.indicators.growth import compound_growth

__all__ = ["check_population_claims"]

_IN_YEARS = re.compile(
    r"(?:за|через|протягом|упродовж|впродовж|within|in)[ ](?:наступн\w{1,3}[ ])?"
    r"(?P<low>\d{1,2})(?:[ ]?[-–—][ ]?(?P<high>\d{1,2}))?[ ](?:рок|рік|years)",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(r"(?:до|у|в|на|by|in)[ ](?P<year>20\d\d)[ ]?р?", re.IGNORECASE)
_FUTURE = re.compile(
    r"буде|стане|складе|становитиме|складатиме|зменшиться|скоротиться|зросте|збільшиться|will|"
    r"перетвор",
    re.IGNORECASE,
)
_POPULATION = re.compile(r"населенн|мешканц|жител|population|inhabitants", re.IGNORECASE)
_FALL = re.compile(r"скорочен|зменшен|зниженн|спад|decline|fall", re.IGNORECASE)
_LEVEL = 0.005
"""Growth rates that differ by less than half a point a year are the same trend."""


@dataclass(frozen=True, slots=True)
class _Trend:
    """An observed yearly growth and where it comes from."""

    growth: float
    where: str


def check_population_claims(material: Material) -> Iterator[Verdict]:
    """Turn "about 50 thousand in 10 to 15 years" into a growth rate and compare it.

    Needed: (claim / base)^(1 / years) − 1, for both ends of the span of years, from the population
    that the text states or, without one, the last official one. Observed: the official
    series from its first to its last year, and the change over some years that the text states.
    Within half a point of the observed rate the claim is confirmed.
    """
    base = _base(material)
    for sentence in material.sentences:
        claim = _claim(sentence, base[1] if base else None)
        if claim is None:
            continue
        figure, low, high = claim
        trends = list(_trends(material))
        if base is None or not trends:
            yield unknown()
            continue
        yield _compare(sentence, figure, (low, high), base[0], trends)


def _base(material: Material) -> tuple[float, int | None] | None:
    stated = [(f.value, year) for _, f, year in stated_populations(material)]
    if stated:
        return stated[0]
    if material.community is not None:
        table = material.community["population"]
        rows = table[table["value"].notna()].sort_values("year")
        if not rows.empty:
            return float(rows["value"].iloc[-1]), int(rows["year"].iloc[-1])
    return None


def _claim(sentence: Sentence, base_year: int | None) -> tuple[Figure, int, int] | None:
    text = sentence.text
    if not _POPULATION.search(text) or not _FUTURE.search(text):
        return None
    people = [f for f in sentence.figures if f.unit == "persons" and f.value >= 500]
    if len(people) != 1:
        return None
    near = text[max(0, people[0].start - 60) : people[0].end + 25]
    if not _POPULATION.search(near):
        return None
    span = _IN_YEARS.search(text)
    if span:
        low = int(span["low"])
        high = int(span["high"] or low)
        return (people[0], low, high) if 0 < low <= high else None
    year = _BY_YEAR.search(text)
    if year and base_year is not None and int(year["year"]) > base_year:
        ahead = int(year["year"]) - base_year
        return people[0], ahead, ahead
    return None


def _trends(material: Material) -> Iterator[_Trend]:
    if material.community is not None:
        table = material.community["population"]
        rows = table[table["value"].notna()]
        for _, family in rows.groupby("kind"):
            ordered = family.sort_values("year")
            first, last = ordered.iloc[0], ordered.iloc[-1]
            years = int(last["year"]) - int(first["year"])
            if years > 0:
                growth = compound_growth(float(first["value"]), float(last["value"]), years=years)
                yield _Trend(float(growth), f"{int(first['year'])}–{int(last['year'])}")  # type: ignore[arg-type]
    for sentence in material.sentences:
        for figure in sentence.figures:
            if figure.unit != "percent" or not 0 < figure.value < 90:
                continue
            before = sentence.text[: figure.start]
            span = re.search(r"за[ ](\d{1,2})[ ]рок\w{1,2}[ ]?[–—-]?[ ]?(?:на[ ])?$", before)
            if span is None or not _POPULATION.search(before):
                continue
            if not (_FALL.search(before) or set(before.lower().split()) & _less()):
                continue
            growth = compound_growth(100.0, 100.0 - figure.value, years=int(span[1]))
            source = sentence.source(figure.start)
            yield _Trend(float(growth), f"{source.document}:{source.line or source.place}")  # type: ignore[arg-type]


def _less() -> set[str]:
    return set(rules()["change"]["less"])


def _compare(
    sentence: Sentence,
    figure: Figure,
    span: tuple[int, int],
    base: float,
    trends: list[_Trend],
) -> Verdict:
    low, high = span
    needed = [float(compound_growth(base, figure.value, years=years)) for years in (low, high)]  # type: ignore[arg-type]
    if any(min(needed) - _LEVEL <= t.growth <= max(needed) + _LEVEL for t in trends):
        return ok()
    observed = "; ".join(f"{_rate(t.growth)} ({t.where})" for t in trends)
    reached = "; ".join(_reached(base, t.growth, span) for t in trends)
    rates = _rate(needed[0]) if low == high else f"{_rate(needed[0])} … {_rate(needed[1])}"
    years = str(low) if low == high else f"{low}–{high}"
    why = (
        "to come from {base} to {stated} in {years} years the population must change by {computed} "
        "a year, every year; observed: {observed}, which gives {reached}; say what would make the "
        "difference"
    )
    return mismatch(
        Severity.WARNING,
        sentence.source(figure.start),
        why,
        stated=figure.written,
        computed=rates,
        base=write(base),
        years=years,
        observed=observed,
        reached=reached,
    )


def _rate(growth: float) -> str:
    return write(100 * growth, 2, "%")


def _reached(base: float, growth: float, span: tuple[int, int]) -> str:
    values = [write(base * (1 + growth) ** years / 1000, 1) for years in dict.fromkeys(span)]
    return " … ".join(values) + " тис."
