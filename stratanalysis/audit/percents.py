"""A percent against the two numbers it follows from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from stratanalysis.audit.degrees import check_degrees, check_ratios
from stratanalysis.audit.statements import Figure, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.findings import Severity

__all__ = ["check_percents"]

_PERCENT_AFTER = re.compile(
    r"[ ]{0,2}(?:\([ ]?(?:або|чи|це|тобто|or)?[ ]?$|,?[ ]?(?:або|чи|or)[ ]$|"
    r",?[ ]?(?:що|які|яка)?[ ]?"
    r"(?:становить|складає|становлять|складають)[ ](?:близько[ ])?$)",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(r"[ ]{0,2}(?:від|of)[ ]{1,2}(?!загальн)", re.IGNORECASE)
_MARKER = re.compile(
    r"(?<![^\W\d_])(?:з|із|зі)[ ](?:них|яких|котрих)|(?<![^\W\d_])"
    r"(?:в|у)[ ](?:тому[ ]числі|т\.[ ]?ч)|of which",
    re.IGNORECASE,
)
_OF_TWO = re.compile(
    r"(?:[ ][^\W\d_]{2,25}){0,3}[ ](?:з|із|зі|of)[ ](?:загальної[ ]кількості[ ])?$", re.IGNORECASE
)
_CHANGE = re.compile(r"(?<![^\W\d_])(?:на|by)[ ]$", re.IGNORECASE)
_COVERED = re.compile(
    r"охоплен|отриму|відвіду|користу|забезпечен|навчаєт|навчают|підключен|covered|attend",
    re.IGNORECASE,
)
"""Words that make one count a part of the other."""
_OF_ALL = re.compile(r"\W*(?:із|з|зі|серед|of the|out of)[ ](?:усіх |всіх )?", re.IGNORECASE)
_ASKED = re.compile(r"опитан|респондент|анкетован|surveyed", re.IGNORECASE)
_THEREOF = re.compile(
    r"\W*(?:(?:з|із|зі|серед)[ ](?:них|яких|цієї кількості|усіх)|у тому числі|"
    r"of (?:them|these|which))(?![^\W\d_])",
    re.IGNORECASE,
)
_THEIR_NUMBER = re.compile(
    r"[ ]{0,2}(?:від|of)[ ][^.;()\d]{0,40}(?:кількост|числ|number)\w*[^.;()\d]{0,30}"
    r"(?:[(]|[\u2013\u2014-][ ])(?:всього|усього)?[ ]?",
    re.IGNORECASE,
)
_NEAR = 70
_BORDER = re.compile(r";|[.](?=[ ][А-ЯІЇЄҐA-Z])")
_COMPARED = re.compile(
    r"менш|більш|торік|минул|попередн|порівня|проти|темп|план|прогноз|до (?:рівня|відповідн)", re.I
)


def check_percents(material: Material) -> Iterator[Verdict]:
    """Check a percent against the two numbers it follows from.

    "542.4 km, of which 320.0 km (59 %)", "225 of 450 (75 %)". Confirmed where any earlier figure of
    the same unit fits within the rounding of all three. Contradicted only where the words relate
    the part to its whole ("of which", "A of B") within the clause, and no word of change or
    comparison is there; otherwise nothing is claimed.
    """
    yield from check_degrees(material)
    yield from check_ratios(material)
    for passage in material.passages:
        for before, sentence in pairwise(passage.sentences):
            yield from _of_sentence_before(before, sentence)
    for sentence in material.sentences:
        figures = sentence.figures
        for index, percent in enumerate(figures):
            if percent.unit != "percent":
                continue
            pair = _pair(sentence, index)
            if index == 0 and pair is None:
                continue
            part = figures[index - 1]
            if pair is None and (whole := _of_their_number(sentence, index)) is not None:
                pair = part, whole
            between = sentence.text[part.end : percent.start]
            if pair is not None:
                yield _judge(sentence, percent, pair[0], [pair[1]], certain=True)
                continue
            joined = _PERCENT_AFTER.search(between)
            if joined is None or joined.end() != len(between) or part.kind == "share":
                continue
            if _OF_WHOLE.match(sentence.text, percent.end):
                yield unknown()
                continue
            wholes = [
                f
                for f in figures[: index - 1]
                if f.same_kind(part) and f.value >= part.value and f.kind != "share"
            ][-12:]
            related = _related(sentence, part, percent, wholes)
            yield _judge(
                sentence, percent, part, wholes, certain=related is not None, whole=related
            )


def _of_sentence_before(before: Sentence, sentence: Sentence) -> Iterator[Verdict]:
    """Check "There are 450 pupils. Of them 225 attend (75 %)": the whole is in the sentence before.

    Only where that sentence holds one figure and this one a part and its percent.
    """
    figures = sentence.figures
    opens = _THEREOF.match(sentence.text)
    wholes = [f for f in before.figures if f.kind not in ("share", "time")]
    if len(figures) != 2 or len(wholes) != 1 or not opens or figures[1].unit != "percent":
        return
    part, whole = figures[0], wholes[0]
    between = sentence.text[part.end : figures[1].start]
    if part.kind == "share" or not (part.same_kind(whole) or _counts(part, whole)):
        return
    if part.value > whole.value or _COMPARED.search(sentence.text) or len(between) > _NEAR:
        return
    yield _judge(sentence, figures[1], part, [whole], certain=True, whole=whole)


def _pair(sentence: Sentence, index: int) -> tuple[Figure, Figure] | None:
    """Return A and B of "A of B things (P %)", or of "P % (A of B)"; None for other words."""
    figures = sentence.figures
    text = sentence.text
    percent = figures[index]
    if index == 0 and len(figures) == 3:
        first, second = figures[1:]
        gap = text[percent.end : first.start]
        if (
            re.search(r"(?:\(|,[ ]тобто[ ]|,[ ]або[ ]|[\u2013\u2014][ ])$", gap)
            and len(gap) < 80
            and _OF_TWO.search(text[first.number_end : second.start])
            and _counts(first, second)
        ):
            return first, second
    if index >= 2:
        first, second = figures[index - 2 : index]
        after = text[second.number_end : percent.start]
        if (
            _OF_TWO.search(text[first.number_end : second.start])
            and len(text[first.number_end : second.start]) < 60
            and re.search(r"(?:\(|,[ ]або[ ]|,[ ]тобто[ ]|[\u2013\u2014-][ ])$", after)
            and len(after) < 60
            and ";" not in after
            and _counts(first, second)
        ):
            return first, second
    return None


def _of_their_number(sentence: Sentence, index: int) -> Figure | None:
    """Return A of "B homes, or P % of their whole number (A)"."""
    percent, following = sentence.figures[index], sentence.figures[index + 1 : index + 2]
    if not following or not _PERCENT_AFTER.search(sentence.text[: percent.start][-40:]):
        return None
    part, whole = sentence.figures[index - 1], following[0]
    between = sentence.text[percent.end : whole.start]
    return whole if _THEIR_NUMBER.fullmatch(between) and _counts(part, whole) else None


def _counts(first: Figure, second: Figure) -> bool:
    counted = all(f.kind in ("", "count") and f.decimals == 0 for f in (first, second))
    return (counted or first.same_kind(second)) and 0 < first.value <= second.value


def _related(
    sentence: Sentence, part: Figure, percent: Figure, wholes: list[Figure]
) -> Figure | None:
    """Return the whole that the words relate a part to: the figure before "of which"; else None."""
    text = sentence.text
    if part.bare and part.decimals == 0 and not wholes:
        return None
    among = _among(sentence, part, percent)
    if among is not None:
        return among
    if _only_three(sentence, part, percent, wholes):
        return wholes[0]
    marker = None
    for match in _MARKER.finditer(text, 0, part.start):
        marker = match
    if marker is None or _BORDER.search(text, marker.end(), percent.start):
        return None
    if _CHANGE.search(text[: part.start][-6:]) or _COMPARED.search(
        text, marker.end(), percent.end + 25
    ):
        return None
    before = [whole for whole in wholes if whole.end <= marker.start()]
    between = [f for f in sentence.figures if marker.end() <= f.start < part.start]
    if not before or any(f.kind not in ("share", part.kind) for f in between):
        return None
    return before[-1]


def _among(sentence: Sentence, part: Figure, percent: Figure) -> Figure | None:
    """Return A of "of the A requests B were met (P %)", or of "A were asked, B agreed, or P %"."""
    text = sentence.text
    first = sentence.figures[0]
    if len(sentence.figures) < 3 or sentence.figures[1] is not part or not _counts(part, first):
        return None
    begins = _OF_ALL.fullmatch(text[: first.start]) or _ASKED.search(text[: first.start])
    between = text[first.end : percent.start]
    if not begins or _BORDER.search(between) or _COMPARED.search(text[: percent.end + 25]):
        return None
    return first


def _only_three(sentence: Sentence, part: Figure, percent: Figure, wholes: list[Figure]) -> bool:
    """Tell whether a sentence holds nothing but a whole, its part and the percent, all measured.

    Lengths, areas and money of one unit; counts of things may count different things.
    """
    measured = part.kind not in ("", "count", "share", "rate", "time") and part.unit != ""
    if len(sentence.figures) != 3 or len(wholes) != 1:
        return False
    text = sentence.text[wholes[0].end : percent.end + 25]
    if not measured and not (_COVERED.search(text) and _counts(part, wholes[0])):
        return False
    return not _COMPARED.search(text) and not _CHANGE.search(sentence.text[: part.start][-6:])


def _judge(
    sentence: Sentence,
    percent: Figure,
    part: Figure,
    wholes: list[Figure],
    *,
    certain: bool,
    whole: Figure | None = None,
) -> Verdict:
    if percent.approximate or part.approximate or not wholes:
        return unknown()
    for one in wholes:
        if one.value <= 0:
            continue
        low = 100 * (part.value - part.margin) / (one.value + one.margin)
        high = 100 * (part.value + part.margin) / max(one.value - one.margin, 1e-12)
        if low - percent.margin - 1e-9 <= percent.value <= high + percent.margin + 1e-9:
            return ok()
    meant = whole or wholes[0]
    if not certain or meant.approximate or meant.value <= 0:
        return unknown()
    if _fits_any(sentence, percent, part):
        return unknown()
    computed = 100 * part.value / meant.value
    alone = len([f for f in sentence.figures if f.kind != "share"]) == 2
    alone = alone and (whole is None or _MARKER.search(sentence.text) is not None)
    return mismatch(
        Severity.ERROR if alone else Severity.WARNING,
        sentence.source(part.start),
        "{part} of {whole} is {computed}, not {stated}; correct the percent or one of the figures",
        stated=percent.written,
        computed=write(computed, max(percent.decimals, 1), "%"),
        part=part.written,
        whole=meant.written,
    )


def _fits_any(sentence: Sentence, percent: Figure, part: Figure) -> bool:
    """Tell whether the percent is that of the part and another figure of the sentence."""
    figures = [f for f in sentence.figures if f.kind != "share" and f.value > 0]
    for first in figures:
        for second in figures:
            if first is part and second is not part and second.same_kind(part):
                ratio = 100 * first.value / second.value
                if abs(ratio - percent.value) <= percent.margin + 0.01:
                    return True
    return False
