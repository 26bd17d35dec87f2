"""The same quantity stated twice with different values; units that cannot be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from stratanalysis.audit.official import stated_areas, stated_populations
from stratanalysis.audit.statements import Figure, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok
from stratanalysis.audit.words import content_stems, similarity, stem
from stratanalysis.findings import Severity, Source
from stratanalysis.quantities import find_years, prepare, read_quantity, squeeze

__all__ = ["check_key_figures", "check_repeats"]

_ALIKE = 0.45
"""Two sentences say the same thing where they share this part of their stems."""
_ALIKE_NEAR = 0.8
"""The same for sentences next to each other, which often tell of two things in parallel words."""
_SAME_NAMES = 0.5
"""Two sentences speak of one place where they share half of their names or more."""
_NEAR = 3
_FEWEST_WORDS = 5
_FEWEST_PEOPLE = 500
_PEOPLE_ON = re.compile(
    r"(?:загальна |наявна )?(?:чисельність|кількість)?[ ]?(?:наявного |постійного )?населення"
    r"(?: громади)?,?(?: станом)? (?:на )?(?:01\.01\.|0?1 січня )(20\d\d)[ ]?(?:р\.?|року)?"
    r"(?:, ?(?:тис\. )?осіб)?",
    re.IGNORECASE,
)
_MOST_ALIKE = 40
_NAME = re.compile(r"(?<=[^.!?:;]\s)[«\"]?[A-ZА-ЯҐЄІЇ][^\W\d_]{2,}")
_BREAK = re.compile(r"[,;:()\n]|\.(?!\s?[^\W\d_]{0,4}\.)|[ ][\u2013\u2014-][ ]")


@dataclass(frozen=True, slots=True)
class _Statement:
    number: int
    sentence: Sentence
    figure: Figure
    label: frozenset[str]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class _KeyFigure:
    source: Source
    written: str
    value: float
    margin: float
    year: int | None


def check_repeats(material: Material) -> Iterator[Verdict]:
    """Check that a quantity stated in two places has one value.

    Two figures are one quantity where the words next to them name the same thing, their units are
    the same, and their sentences share nearly half of their words or more
    (most of them where they are next to each other). Years named in both
    sentences must not differ. A rounded repetition (473.4 of 473.37) is confirmed.
    """
    groups: dict[tuple[str, frozenset[str]], list[_Statement]] = defaultdict(list)
    for number, sentence in enumerate(material.sentences):
        if sentence.passage.cell or sentence.passage.items or not sentence.figures:
            continue
        if _is_item(sentence):
            continue
        stems = frozenset(content_stems(sentence.text))
        if len(stems) < _FEWEST_WORDS:
            continue
        for statement in _statements(number, sentence, stems):
            groups[_unit(statement.figure), statement.label].append(statement)
    reported: set[tuple[object, ...]] = set()
    for family in groups.values():
        for index, second in enumerate(family[:_MOST_ALIKE]):
            twin = _twin(second, family[:index])
            if twin is None:
                continue
            if _agree(twin.figure, second.figure):
                yield ok()
                continue
            source = second.sentence.source()
            place = (source.line, source.place, twin.figure.value)
            if place not in reported:
                reported.add(place)
                yield _contradiction(twin, second)


def _is_item(sentence: Sentence) -> bool:
    """Tell whether a sentence is an item of a list: items say parallel things of many objects."""
    first = sentence.passage.text.lstrip()[:1]
    return (
        first[:1] in "-\u2013\u2014\u2022\u00b7*\u25cf"
        or sentence.passage.text.rstrip()[-1:] == ";"
    )


def _unit(figure: Figure) -> str:
    return "" if figure.unit == "items" else figure.unit


def _statements(number: int, sentence: Sentence, stems: frozenset[str]) -> Iterator[_Statement]:
    text = sentence.text
    figures = sentence.figures
    if len(figures) > 60:
        return
    for index, figure in enumerate(figures):
        if figure.kind in ("share", "rate", "time") or figure.approximate:
            continue
        following = figures[index + 1].start if index + 1 < len(figures) else len(text)
        previous = figures[index - 1].end if index else 0
        start = figure.number_end if figure.kind == "count" else figure.end
        words = content_stems(_clause_after(text, start, following))
        if not words:
            words = content_stems(_clause_before(text, previous, figure.start))[-2:]
        if words:
            yield _Statement(number, sentence, figure, frozenset(words[:3]), stems)


def _clause_after(text: str, start: int, end: int) -> str:
    while text[start : start + 1] == ".":
        start += 1
    match = _BREAK.search(text, start, end)
    return text[start : match.start() if match else end][:80]


def _clause_before(text: str, start: int, end: int) -> str:
    part = text[start:end].rstrip(" \u2013\u2014-")
    pieces = _BREAK.split(part)
    return pieces[-1][-60:]


def _twin(statement: _Statement, others: list[_Statement]) -> _Statement | None:
    years = set(find_years(statement.sentence.text))
    best: tuple[float, _Statement] | None = None
    for other in others:
        if other.sentence is statement.sentence:
            continue
        alike = similarity(set(other.stems), set(statement.stems))
        near = abs(other.number - statement.number) <= _NEAR
        if alike < (_ALIKE_NEAR if near else _ALIKE) or (best is not None and alike <= best[0]):
            continue
        named, theirs_named = _names(statement.sentence.text), _names(other.sentence.text)
        if (named or theirs_named) and similarity(set(named), set(theirs_named)) < _SAME_NAMES:
            continue
        theirs = set(find_years(other.sentence.text))
        if years and theirs and years != theirs:
            continue
        best = (alike, other)
    return best[1] if best else None


def _names(text: str) -> frozenset[str]:
    """Return the stems of words with a capital inside a sentence: names of places and bodies."""
    return frozenset(stem(match.group()) for match in _NAME.finditer(text))


def _agree(first: Figure, second: Figure) -> bool:
    margin = max(first.margin, second.margin)
    return abs(first.value - second.value) <= margin * (1 + 1e-9) + 1e-9 * abs(first.value)


def _contradiction(first: _Statement, second: _Statement) -> Verdict:
    place = first.sentence.source(first.figure.start)
    return mismatch(
        Severity.WARNING,
        second.sentence.source(second.figure.start),
        "{stated} here and {computed} at {other}, in nearly the same words; keep one, or say what "
        "differs",
        stated=second.figure.written,
        computed=first.figure.written,
        other=_where(place),
    )


def _where(place: Source) -> str:
    return f"{place.document}:{place.line}" if place.line else place.place or place.document


def check_key_figures(material: Material) -> Iterator[Verdict]:
    """Check that population and area of the community have one value wherever they are given.

    Populations of different years are not compared; a rounded repetition is confirmed.
    """
    people = [
        _KeyFigure(s.source(f.start), f.written, f.value, f.margin, year)
        for s, f, year in stated_populations(material)
        if not f.approximate
    ]
    areas = [
        _KeyFigure(s.source(f.start), f.written, value, margin, None)
        for s, f, value, margin in stated_areas(material)
    ]
    for statements in ([*_people_in_tables(material), *people], areas):
        for index, one in enumerate(statements):
            earlier = [
                other
                for other in statements[:index]
                if one.year is None or other.year is None or one.year == other.year
            ]
            if not earlier:
                continue
            if any(abs(o.value - one.value) <= max(one.margin, o.margin) + 1e-9 for o in earlier):
                yield ok()
                continue
            yield mismatch(
                Severity.WARNING,
                one.source,
                "{stated} here and {computed} at {other} for the same figure of the community; "
                "keep one, or give the date of each",
                stated=one.written,
                computed=earlier[0].written,
                other=_where(earlier[0].source),
            )


def _people_in_tables(material: Material) -> Iterator[_KeyFigure]:
    """Yield the populations of rows that give their day: ``Населення на 01.01.2024``."""
    for table in material.document.tables():
        for row in table.rows:
            label = (
                _PEOPLE_ON.fullmatch(prepare(squeeze(row.filled[0].text))) if row.filled else None
            )
            if label is None or not 2 <= len(row.filled) <= 3:
                continue
            words = " ".join(cell.text for cell in reversed(row.filled[1:]))
            found = read_quantity(words, habit=material.habit)
            if found is not None and found.value >= _FEWEST_PEOPLE:
                source = material.document.source(row)
                yield _KeyFigure(source, found.written, found.value, found.margin, int(label[1]))
