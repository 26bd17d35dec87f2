"""Rates per 1,000 or 10,000 people, and money per head, against the figures they follow from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stratanalysis.audit.statements import Figure, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.audit.words import content_stems, stem
from stratanalysis.findings import Severity

__all__ = ["check_per_head", "check_rates"]

_WORD = re.compile(r"[^\W\d_]++")
_RATE_BASE = {"per_1000_persons": 1000.0, "per_10000_persons": 10_000.0}
_POPULATION = re.compile(
    r"населенн|мешканц|жител|громад\w{0,2}[^.;]{0,40}прожива|inhabitants|population", re.IGNORECASE
)
_OTHER_AREA = re.compile(
    r"област|україн|район|перепис|країн|обслугов|пенсіон|працездат|охоплен|деклара", re.IGNORECASE
)
_FEWEST = 20
_DENSITY = re.compile(
    r"\d[\d ]{0,6}(?:,\d{1,2})?[ ](?:осіб|особи|особа|осіб\.|ос\.|чол\.|жителів|мешканців)?[ ]?"
    r"(?:на|/)[ ]?(?:1[ ]|один[ ])?(?:км²|км2|кв\.[ ]?км|квадратний[ ]кілометр)",
    re.IGNORECASE,
)
_PER_HEAD = re.compile(
    r"(?:на|в розрахунку на)[ ](?:(?:1|одного|одну|кожного)[ ])?(?:мешканц|жител|особу|душу|"
    r"людину|учня|дитину|студента|пацієнта|пенсіонера|працівника|отримувача|підопічного|вихованця|"
    r"читача|учасника|ветерана|родину|сім'ю|господарство|звернення)\w{0,3}(?:[ ]населення)?|"
    r"на[ ]кожн(?:ого|у)|(?:кожному|кожній)(?![^\W\d_])|per (?:head|capita|inhabitant|person)",
    re.IGNORECASE,
)


def check_rates(material: Material) -> Iterator[Verdict]:
    """Check rates per 1,000 or 10,000 people against the count and the population in the text.

    The count is a figure of the same things (by the stem of the counted word); the population is
    any statement of the number of inhabitants. Confirmed if one pair fits.
    """
    yield from _densities(material)
    rates = [
        (sentence, figure)
        for sentence in material.sentences
        for figure in sentence.figures
        if figure.unit in _RATE_BASE
    ]
    if not rates:
        return
    people = list(_populations(material))
    for sentence, rate in rates:
        counts = list(_counts_of(material, sentence))
        if not counts or not people or rate.approximate:
            yield unknown()
            continue
        yield _rate(sentence, rate, counts, people)


def _densities(material: Material) -> Iterator[Verdict]:
    """Check "45 people per km²" against the one area and the one population of its passage."""
    for sentence in material.sentences:
        for match in _DENSITY.finditer(sentence.text):
            near = [f for f in sentence.figures if f.start == match.start()]
            every = [f for s in sentence.passage.sentences for f in s.figures]
            areas = [f for f in every if f.unit == "km2" and f.value > 1]
            people = [f for f in every if f.unit == "persons" and f.value >= 500]
            if len(near) != 1 or len(areas) != 1 or len(people) != 1:
                yield unknown()
                continue
            (density,), (area,), (whole,) = near, areas, people
            low = (whole.value - whole.margin) / (area.value + area.margin)
            high = (whole.value + whole.margin) / (area.value - area.margin)
            slack = 0.5 * 10.0**-density.decimals
            if low - slack <= density.value <= high + slack:
                yield ok()
            elif not any(f.approximate for f in (density, area, whole)):
                yield mismatch(
                    Severity.WARNING,
                    sentence.source(density.start),
                    "{people} on {area} make a density of {computed}, not {stated}; correct one of "
                    "the figures",
                    stated=match.group(),
                    computed=write(whole.value / area.value, max(density.decimals, 1)),
                    people=whole.written,
                    area=area.written,
                )


def _populations(material: Material) -> Iterator[Figure]:
    for sentence in material.sentences:
        for figure in sentence.figures:
            if figure.unit != "persons" or figure.value < 500:
                continue
            near = sentence.text[max(0, figure.start - 110) : figure.end + 15]
            if _POPULATION.search(near) and not _OTHER_AREA.search(near):
                yield figure


def _counts_of(material: Material, rate: Sentence) -> Iterator[Figure]:
    stems = {word for word in content_stems(rate.text) if len(word) > 3}
    stems -= {"населен", "показни", "забезпе", "громад"}
    for sentence in material.sentences:
        for figure in sentence.figures:
            if figure.kind not in ("", "count") or figure.decimals or figure.value < 2:
                continue
            after = sentence.text[figure.number_end : figure.number_end + 25]
            words = [m.group() for m in _WORD.finditer(after)][:1]
            before = [m.group() for m in _WORD.finditer(sentence.text[: figure.start][-30:])][-2:]
            if any(stem(word) in stems or _shares_root(word, stems) for word in words + before):
                yield figure


def _shares_root(word: str, stems: set[str]) -> bool:
    """Tell whether short words have one root in spite of a vowel that comes and goes."""
    beginning = word.lower()[:3]
    return len(word) > 3 and any(other[:3] == beginning for other in stems if len(other) < 6)


def _rate(sentence: Sentence, rate: Figure, counts: list[Figure], people: list[Figure]) -> Verdict:
    base = _RATE_BASE[rate.unit]
    best: tuple[float, Figure, Figure] | None = None
    for count in counts[:50]:
        for population in people[:50]:
            low = base * count.value / (population.value + population.margin)
            high = base * count.value / (population.value - population.margin)
            if low - rate.margin <= rate.value <= high + rate.margin:
                return ok()
            distance = abs(base * count.value / population.value - rate.value)
            if best is None or distance < best[0]:
                best = (distance, count, population)
    assert best is not None
    _, count, population = best
    value = base * count.value / population.value
    if not 0.5 < value / max(rate.value, 1e-12) < 2:
        return unknown()
    return mismatch(
        Severity.WARNING,
        sentence.source(rate.start),
        "{count} for {people} is {computed}, not {stated}; say which population the rate is of",
        stated=rate.written,
        computed=write(value, max(rate.decimals, 1)),
        count=count.written,
        people=population.written,
    )


def _of_whom(sentence: Sentence, words: str) -> list[Figure]:
    """Return the one bare count whose noun is that of "per pupil", or any for "for each"."""
    counts = [f for f in sentence.figures if f.bare and f.decimals == 0 and f.value >= _FEWEST]
    if len(counts) != 1:
        return []
    noun = next(iter(_WORD.findall(sentence.text[counts[0].end :][:40])), "").lower()
    own = _WORD.findall(words)[-1].lower()
    each = own.startswith("кожн")
    return counts if each or (len(noun) > 3 and noun[:4] == own[:4]) else []


def check_per_head(material: Material) -> Iterator[Verdict]:
    """Check money per head against the money and the people named in the same sentence.

    "Revenue of 120 mln UAH for 10,000 people is 12,000 UAH per head." Only where the sentence has
    one number of people and one other amount of money.
    """
    for sentence in material.sentences:
        words = _PER_HEAD.search(sentence.text)
        if words is None:
            continue
        own = [f for f in sentence.figures if f.unit == "UAH" and not f.approximate]
        figures = sentence.figures
        if len(own) == 1:  # the other two may be in the sentences next to it
            figures = tuple(f for s in sentence.passage.sentences for f in s.figures)
        others = [f for f in figures if f.unit == "UAH" and not f.approximate and f not in own]
        money = [*own, *others]
        people = [f for f in figures if f.unit == "persons" and f.value >= _FEWEST]
        people = people or _of_whom(sentence, words.group())
        near = [
            f for f in money if abs(f.start - words.start()) < 60 or abs(words.end() - f.end) < 60
        ]
        if len(money) != 2 or len(people) != 1 or people[0].approximate or not near:
            yield unknown()
            continue
        head = min(money, key=lambda figure: figure.value)
        whole = max(money, key=lambda figure: figure.value)
        if head not in near or head is whole:
            yield unknown()
            continue
        value = whole.value / people[0].value
        margin = value * (whole.margin / whole.value + people[0].margin / people[0].value)
        if abs(value - head.value) <= head.margin + margin + 0.5:
            yield ok()
            continue
        yield mismatch(
            Severity.WARNING,
            sentence.source(head.start),
            "{whole} for {people} is {computed} a head, not {stated}; correct one of the figures",
            stated=head.written,
            computed=write(value, head.decimals, "грн"),
            whole=whole.written,
            people=people[0].written,
        )
