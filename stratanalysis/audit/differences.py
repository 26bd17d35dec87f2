"""Differences and growth against the levels they follow from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from stratanalysis.audit.degrees import check_deviations
from stratanalysis.audit.statements import Figure, Passage, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.audit.words import rules
from stratanalysis.findings import Severity

__all__ = ["check_differences"]

_WORD = re.compile(r"[^\W\d_]++")
_BY = re.compile(r"(?<![^\W\d_])(?:на|by)[ ](?:цілих[ ])?$", re.IGNORECASE)
_FROM = re.compile(r"(?<![^\W\d_])(?:з|із|від|from)[ ]$", re.IGNORECASE)
_NATURAL = {
    "born": re.compile(r"народи\w{2,4}|births?", re.IGNORECASE),
    "died": re.compile(r"помер\w{1,3}|deaths?", re.IGNORECASE),
    "change": re.compile(
        r"природн\w{1,3}[ ](?:скорочення|приріст|зменшення|рух)|natural (?:decrease|change)",
        re.IGNORECASE,
    ),
}
_AGAINST = re.compile(r"[ ](?:проти|порівняно з|against)[ ]", re.IGNORECASE)
_CHANGE_IS = re.compile(
    r"(?:зміна|скорочення|зменшення|зростання|приріст|спад|динаміка|change)[^.;\d]{0,30}[−-]?$",
    re.IGNORECASE,
)
_TO = re.compile(r"[^.;()]{0,25}?(?<![^\W\d_])(?:до|to)[ ]$", re.IGNORECASE)


def check_differences(material: Material) -> Iterator[Verdict]:
    """Check "42 fewer than last year" against the other level in the paragraph.

    Also "from A to B, by D", "from A to B, by P %" and "by P %, from A to B"; births less deaths;
    and columns of deviations in tables.
    """
    yield from check_deviations(material)
    for passage in material.passages:
        for sentence in passage.sentences:
            natural = _natural_change(sentence)
            if natural is not None:
                yield natural
            stated = _stated_change(sentence)
            if stated is not None:
                yield stated
            for index, figure in enumerate(sentence.figures):
                if _BY.search(sentence.text[: figure.start][-20:]):
                    verdict = _difference(passage, sentence, index)
                    if verdict is not None:
                        yield verdict


def _natural_change(sentence: Sentence) -> Verdict | None:
    """Check births and deaths against the natural change that one sentence states."""
    found: dict[str, Figure] = {}
    for name, pattern in _NATURAL.items():
        match = pattern.search(sentence.text)
        after = [f for f in sentence.figures if match and 0 <= f.start - match.end() < 45]
        if not after:
            return None
        found[name] = after[0]
    born, died, change = found["born"], found["died"], found["change"]
    counted = all(f.decimals == 0 and not f.approximate for f in found.values())
    if len(sentence.figures) != 3 or len({id(f) for f in found.values()}) != 3 or not counted:
        return unknown()
    value = abs(born.value - died.value)
    if value == abs(change.value):
        return ok()
    return mismatch(
        Severity.WARNING,
        sentence.source(change.start),
        "{born} births and {died} deaths make a natural change of {computed}, not {stated}; "
        "correct one of the three",
        stated=change.written,
        computed=write(value),
        born=write(born.value),
        died=write(died.value),
    )


def _stated_change(sentence: Sentence) -> Verdict | None:
    """Check "2020 – 20,000 people, 2024 – 18,840 people, the change is -5.8 %".

    Also "B against A, growth of P %".
    """
    figures = sentence.figures
    if len(figures) != 3 or figures[2].unit != "percent" or not figures[0].same_kind(figures[1]):
        return None
    first, second, change = figures
    gap = sentence.text[second.end : change.start]
    if _AGAINST.fullmatch(sentence.text[first.end : second.start]) and _CHANGE_IS.search(gap):
        return _between(sentence, change, second, first)
    starts = [sentence.text[a:b] for a, b in ((0, first.start), (first.end, second.start))]
    years = [re.findall(r"20\d\d", text) for text in starts]
    if not _CHANGE_IS.search(gap) or any(len(one) != 1 for one in years) or years[0] >= years[1]:
        return None
    return _between(sentence, change, first, second)


def _difference(passage: Passage, sentence: Sentence, index: int) -> Verdict | None:
    figures = sentence.figures
    change = figures[index]
    both = _from_to(sentence, index)
    both = both or _after(sentence, index)
    if both is not None:
        return _between(sentence, change, *both)
    direction = _direction(sentence, change)
    if direction == 0 or change.unit == "percent" or index == 0:
        return None
    level = figures[index - 1]
    if not level.same_kind(change) or change.start - level.end > 60 or level.value <= change.value:
        return None
    before = level.value - direction * change.value
    others = [
        figure
        for other in passage.sentences
        for figure in other.figures
        if figure not in (level, change) and figure.same_kind(level) and figure.value != level.value
    ]
    if any(abs(other.value - before) <= level.margin + change.margin for other in others):
        return ok()
    near = [f for f in others if abs(f.value - before) <= max(3 * change.value, 0.02 * before)]
    near = [f for f in near if (level.value - f.value) * direction > 0]
    if not near:
        return unknown()
    other = min(near, key=lambda f: abs(f.value - before))
    return mismatch(
        Severity.WARNING,
        sentence.source(change.start),
        "{level} and the difference {stated} give {computed} before, but {other} is stated; "
        "correct one of the three",
        stated=change.written,
        computed=write(before, level.decimals),
        level=level.written,
        other=other.written,
    )


def _direction(sentence: Sentence, change: Figure) -> int:
    words = [m.group().lower() for m in _WORD.finditer(sentence.text[change.end :][:30])][:2]
    words += [m.group().lower() for m in _WORD.finditer(sentence.text[: change.start][-35:])][-3:]
    less, more = rules()["change"]["less"], rules()["change"]["more"]
    for word in words:
        if word in less or word in more:
            return -1 if word in less else 1
    return 0


def _from_to(sentence: Sentence, index: int) -> tuple[Figure, Figure] | None:
    """Return A and B of "from A to B, by D" where D is the figure at `index`."""
    if index < 2:
        return None
    first, second = sentence.figures[index - 2 : index]
    text = sentence.text
    if not first.same_kind(second) and not (first.bare and second.kind in ("", "count", "money")):
        return None
    starts = _FROM.search(text[: first.start][-8:])
    ends = _TO.fullmatch(text[first.end : second.start])
    if not starts or not ends or sentence.figures[index].start - second.end > 60:
        return None
    return _one_unit(first, second)


def _one_unit(first: Figure, second: Figure) -> tuple[Figure, Figure]:
    """Give the first of "from 40.0 to 50.0 mln UAH" the unit of the second."""
    if not first.bare or second.factor == 1:
        return first, second
    margin = 0.5 * 10.0**-first.decimals * second.factor
    return replace(first, value=first.value * second.factor, margin=margin), second


def _after(sentence: Sentence, index: int) -> tuple[Figure, Figure] | None:
    """Return A and B of "by D, from A to B" where D is the figure at `index`."""
    if len(sentence.figures) < index + 3:
        return None
    change, first, second = sentence.figures[index : index + 3]
    text = sentence.text
    if not re.fullmatch(
        r"[,:]?[ ](?:\()?(?:тобто[ ]|а саме[ ]|[\u2013\u2014-][ ])?(?:з|із|від|from)[ ]",
        text[change.end : first.start],
        re.I,
    ):
        return None
    if not first.same_kind(second) and not (first.bare and second.kind in ("", "count", "money")):
        return None
    return _one_unit(first, second) if _TO.fullmatch(text[first.end : second.start]) else None


def _meant_otherwise(change: Figure, first: Figure, second: Figure) -> bool:
    """Tell whether a percent may be meant in points, as an index, or of the later level."""
    if first.kind in ("share", "rate"):
        return True
    margin = change.margin + 0.05
    index = 100 * second.value / first.value
    later = 100 * abs(second.value - first.value) / second.value if second.value else 0.0
    return abs(index - change.value) <= margin or abs(later - change.value) <= margin


def _between(sentence: Sentence, change: Figure, first: Figure, second: Figure) -> Verdict:
    if first.approximate or change.approximate or first.value <= 0:
        return unknown()
    if change.unit == "percent":
        value = 100 * abs(second.value - first.value) / first.value
        margin = change.margin + 100 * (first.margin + second.margin) / first.value * 2
        computed = write(value, max(1, change.decimals), "%")
    elif change.same_kind(second) or change.bare:
        value = abs(second.value - first.value)
        margin = change.margin + first.margin + second.margin
        computed = write(value, change.decimals)
    else:
        return unknown()
    if abs(value - abs(change.value)) <= margin + 1e-9:
        return ok()
    if change.unit == "percent" and _meant_otherwise(change, first, second):
        return unknown()
    return mismatch(
        Severity.ERROR if len(sentence.figures) == 3 else Severity.WARNING,
        sentence.source(change.start),
        "from {first} to {second} is a change of {computed}, not {stated}; correct one of the "
        "figures",
        stated=change.written,
        computed=computed,
        first=first.written,
        second=second.written,
    )
