"""Shares that make 100 %, percents of two numbers, rates, differences against levels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stratanalysis.audit.statements import Figure, Passage, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.audit.words import content_stems, rules, stem
from stratanalysis.findings import Severity

__all__ = ["check_differences", "check_percents", "check_rates", "check_shares"]

_NEAR_100 = 3.0
"""Shares that sum to 100 within this many points, but not within their rounding, are suspicious."""
_WORD = re.compile(r"[^\W\d_]++")
_PERCENT_AFTER = re.compile(
    r"[ ]{0,2}(?:\([ ]?(?:або|чи|це|тобто|or)?[ ]?$|,?[ ]?(?:або|чи|or)[ ]$|"
    r",?[ ]?(?:що|які|яка)?[ ]?"
    r"(?:становить|складає|становлять|складають)[ ](?:близько[ ])?$)",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(r"[ ]{0,2}(?:від|of)[ ]{1,2}(?!загальн)", re.IGNORECASE)
_RATE_BASE = {"per_1000_persons": 1000.0, "per_10000_persons": 10_000.0}
_POPULATION = re.compile(r"населенн|мешканц|жител|inhabitants|population", re.IGNORECASE)
_OTHER_AREA = re.compile(
    r"област|україн|район|перепис|країн|обслугов|пенсіон|працездат|охоплен|деклара", re.IGNORECASE
)
_BY = re.compile(r"(?<![^\W\d_])(?:на|by)[ ](?:цілих[ ])?$", re.IGNORECASE)
_FROM = re.compile(r"(?<![^\W\d_])(?:з|із|від|from)[ ]$", re.IGNORECASE)
_TO = re.compile(r"[^.;()]{0,25}?(?<![^\W\d_])(?:до|to)[ ]$", re.IGNORECASE)


def check_shares(material: Material) -> Iterator[Verdict]:
    """Check that shares of one whole make 100 %.

    They must where "other" or "the rest" is among them, or where they name all groups (women and
    men; of working age, younger and older). Elsewhere only a sum that misses 100 by a little
    (more than rounding, at most 3 points) is reported.
    """
    for passage in material.passages:
        shares = [
            (sentence, figure)
            for sentence in passage.sentences
            for figure in sentence.figures
            if figure.unit == "percent"
        ]
        if len(shares) < 2 or len(shares) > 200:
            continue
        for group, complete in _groups(passage, shares):
            yield _sum_to_100(group, complete=complete)


Shares = list[tuple[Sentence, Figure]]


def _groups(passage: Passage, shares: Shares) -> Iterator[tuple[Shares, bool]]:
    """Yield the groups of shares that may make a whole, and whether they must."""
    left = [pair for pair in shares if _is_share(*pair)]
    for kinds in rules()["shares"]["wholes"]:
        for group in _named_whole(left, kinds):
            left = [pair for pair in left if pair not in group]
            yield group, True
    if len(left) < 3:
        return
    text = passage.text.lower()
    words = {match.group() for match in _WORD.finditer(text)}
    rest = any(word in words for word in rules()["shares"]["rest"] if " " not in word)
    if rest and all(not figure.approximate for _, figure in left):
        whole = _run_with_rest(left)
        if whole:
            yield whole, True
            return
    yield left, False


def _run_with_rest(shares: Shares) -> Shares:
    """Return the shares of the sentences up to the one that names the rest."""
    found: Shares = []
    for sentence, figure in shares:
        found.append((sentence, figure))
        tail = sentence.text[figure.end : figure.end + 45].split(",")[0].lower()
        head = sentence.text[max(0, figure.start - 25) : figure.start].split(",")[-1].lower()
        near = {match.group() for match in _WORD.finditer(f"{head} {tail}")}
        if near & set(rules()["shares"]["rest"]):
            return found if len(found) > 2 else []
    return []


def _is_share(sentence: Sentence, figure: Figure) -> bool:
    before = [m.group().lower() for m in _WORD.finditer(sentence.text[: figure.start][-40:])]
    change = rules()["shares"]["change"]
    last = before[-1] if before else ""
    if last in ("на", "до", "понад") or not 0 <= figure.value <= 100:
        return False
    return not any(
        len(word) > 3 and word.startswith(tuple(w for w in change if len(w) > 3))
        for word in before[-3:]
    )


def _named_whole(shares: Shares, kinds: list[str]) -> Iterator[Shares]:
    """Find runs of shares that name each of the groups of a whole once."""
    names = [_name(pair, shares, kinds) for pair in shares]
    size = len(kinds)
    for at in range(len(shares) - size + 1):
        if sorted(names[at : at + size]) == sorted(kinds):
            yield shares[at : at + size]


def _name(pair: tuple[Sentence, Figure], shares: Shares, kinds: list[str]) -> str:
    """Return which group a share is about, from the words between it and the share before."""
    sentence, figure = pair
    earlier = [f.end for s, f in shares if s is sentence and f.end <= figure.start]
    before = sentence.text[max(earlier, default=0) : figure.start].lower()
    last = max(kinds, key=before.rfind)
    if before.rfind(last) >= 0:
        return last
    after = sentence.text[figure.end : figure.end + 40].lower()
    found = [kind for kind in kinds if kind in after]
    return min(found, key=after.find) if found else ""


def _sum_to_100(group: Shares, *, complete: bool) -> Verdict:
    total = sum(figure.value for _, figure in group)
    margin = sum(figure.margin for _, figure in group) + 1e-9
    if abs(total - 100) <= margin:
        return ok()
    if any(figure.approximate for _, figure in group):
        return unknown()
    if not complete and abs(total - 100) > _NEAR_100:
        return unknown()
    sentence, first = group[0]
    decimals = max(figure.decimals for _, figure in group)
    return mismatch(
        Severity.ERROR if complete else Severity.WARNING,
        sentence.source(first.start),
        "the shares {terms} make {computed}, not 100 %; correct a share or add what is left out",
        stated=f"{first.written} …",
        computed=write(total, decimals, "%"),
        terms=" + ".join(write(figure.value, figure.decimals) for _, figure in group),
    )


def check_percents(material: Material) -> Iterator[Verdict]:
    """Check a percent against the two numbers it follows from.

    "542.4 km, of which 320.0 km (59 %)": the part stands before the percent, the whole is any
    earlier figure of the same unit in the sentence. Confirmed if one of them fits within the
    rounding of all three figures.
    """
    for sentence in material.sentences:
        figures = sentence.figures
        for index, percent in enumerate(figures):
            if percent.unit != "percent" or index == 0:
                continue
            part = figures[index - 1]
            gap = sentence.text[part.number_end : percent.start]
            gap = sentence.text[part.end : percent.start] if len(gap) > 60 else gap
            joined = _PERCENT_AFTER.search(sentence.text[part.end : percent.start])
            if joined is None or joined.end() != percent.start - part.end or part.kind == "share":
                continue
            if _OF_WHOLE.match(sentence.text, percent.end):
                yield unknown()
                continue
            wholes = [
                f
                for f in figures[: index - 1]
                if f.same_kind(part) and f.value >= part.value and f.kind != "share"
            ][-12:]
            yield _percent(sentence, percent, part, wholes)


def _percent(sentence: Sentence, percent: Figure, part: Figure, wholes: list[Figure]) -> Verdict:
    if percent.approximate or part.approximate or not wholes:
        return unknown()
    for whole in wholes:
        if whole.value <= 0:
            continue
        low = 100 * (part.value - part.margin) / (whole.value + whole.margin)
        high = 100 * (part.value + part.margin) / max(whole.value - whole.margin, 1e-12)
        if low - percent.margin - 1e-9 <= percent.value <= high + percent.margin + 1e-9:
            return ok()
    whole = wholes[0]
    computed = 100 * part.value / whole.value if whole.value > 0 else 0.0
    return mismatch(
        Severity.ERROR,
        sentence.source(part.start),
        "{part} of {whole} is {computed}, not {stated}; correct the percent or one of the figures",
        stated=percent.written,
        computed=write(computed, max(percent.decimals, 1), "%"),
        part=part.written,
        whole=whole.written,
    )


def check_rates(material: Material) -> Iterator[Verdict]:
    """Check rates per 1,000 or 10,000 people against the count and the population in the text.

    The count is a figure of the same things (by the stem of the counted word); the population is
    any statement of the number of inhabitants. Confirmed if one pair fits.
    """
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


def check_differences(material: Material) -> Iterator[Verdict]:
    """Check "42 fewer than last year" against the other level in the paragraph.

    Also "from A to B, by D" and "from A to B, by P %".
    """
    for passage in material.passages:
        for sentence in passage.sentences:
            for index, figure in enumerate(sentence.figures):
                if _BY.search(sentence.text[: figure.start][-20:]):
                    verdict = _difference(passage, sentence, index)
                    if verdict is not None:
                        yield verdict


def _difference(passage: Passage, sentence: Sentence, index: int) -> Verdict | None:
    figures = sentence.figures
    change = figures[index]
    both = _from_to(sentence, index)
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
        Severity.ERROR,
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
    return first, second


def _between(sentence: Sentence, change: Figure, first: Figure, second: Figure) -> Verdict:
    if first.approximate or first.value <= 0:
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
    if abs(value - change.value) <= margin + 1e-9:
        return ok()
    return mismatch(
        Severity.ERROR,
        sentence.source(change.start),
        "from {first} to {second} is a change of {computed}, not {stated}; correct one of the "
        "figures",
        stated=change.written,
        computed=computed,
        first=first.written,
        second=second.written,
    )
