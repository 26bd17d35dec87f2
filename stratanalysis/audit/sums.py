"""Parts against their total: in sentences and lists, in brackets, in written sums, in tables."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from stratanalysis.audit.statements import Figure, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.audit.words import rules
from stratanalysis.documents.evidence import source_words
from stratanalysis.findings import Severity

__all__ = ["check_parts", "check_written_sums"]

_FAR = 160
"""Most characters between a total and the words that announce its parts."""
_NEXT = 60
_MOST_PARTS = 30
_NEARLY = 0.8
"""Two parts that make less of the whole may be two of many."""
_WORD = re.compile(r"[^\W\d_]++")
_OVERLAP = re.compile(
    r"окрім|крім|також|додатково|одночасно|водночас|понад це|плюс|разом із|besides|also",
    re.IGNORECASE,
)
"""Words after which figures may count the same things again."""
_OWN_BUDGET = re.compile(r"місцев|міськ|селищн|сільськ|громади|local|own", re.IGNORECASE)
_COLON = re.compile(r"[^:.;()\d]{0,50}:[ ]{1,2}(?=\d)")
_GAP = re.compile(r",[ ]$|[ ](?:та|і|й|and)[ ]$")
_PARTICIPLE = re.compile(r"(?:ано|яно|ено|єно|уто|ито|ято)$")
_SUM = re.compile(
    r"(?<![\w.,])(\d[\d ]{0,14}(?:,\d{1,4})?)((?:[ ]?[+−–-][ ]\d[\d ]{0,14}(?:,\d{1,4})?){1,20})"
    r"[ ]?=[ ]?([−-]?\d[\d ]{0,14}(?:,\d{1,4})?)(?![\w%])"
)
_TERM = re.compile(r"([+−–-])[ ](\d[\d ]{0,14}(?:,\d{1,4})?)")


@functools.cache
def _markers() -> re.Pattern[str]:
    parts = rules()["parts"]
    named = {"all": parts["all"], "some": parts["some"]}
    groups = "|".join(
        f"(?P<{name}>{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"
        for name, words in named.items()
    ).replace(r"\ ", "[ ]{1,3}")
    return re.compile(rf"(?<![^\W\d_])(?:{groups})(?![^\W\d_])", re.IGNORECASE)


@functools.cache
def _stops() -> frozenset[str]:
    return frozenset(rules()["parts"]["stop"])


def check_parts(material: Material) -> Iterator[Verdict]:
    """Check that parts sum to the total before them.

    "2806 ... of which 17 ...; 493 ..., of which 448 ..., 2296 ...": 17 + 493 + 2296. A part may
    have parts of its own; where they end is tried in every way, and the statement is confirmed if
    one way closes. Two parts that fall short are reported only after "of which" and the like,
    and where they make most of the whole: they may be two of many. One part alone is only compared
    in size.
    """
    for sentence in material.sentences:
        if len(sentence.figures) > 1:
            yield from _parts_of_sentence(sentence)
            yield from _parts_in_brackets(sentence)
            yield from _parts_after_colon(sentence)


def _parts_of_sentence(sentence: Sentence) -> Iterator[Verdict]:
    found = list(_markers().finditer(sentence.text))[:_MOST_PARTS]
    done = -1
    for index, marker in enumerate(found):
        if marker.start() < done:
            continue
        whole = _whole(sentence, marker.start())
        if whole is None:
            continue
        end = _region_end(sentence.text, marker.end())
        inner = [m.start() for m in found[index + 1 :] if m.start() < end]
        parts = _parts(sentence, whole, marker.end(), end)
        if not parts:
            continue
        if inner:
            done = end
        yield _judge(sentence, whole, parts, inner, complete=marker.lastgroup == "all")


def _whole(sentence: Sentence, before: int) -> Figure | None:
    earlier = [f for f in sentence.figures if f.end <= before and f.kind not in ("share", "time")]
    if not earlier or before - earlier[-1].end > _FAR:
        return None
    return earlier[-1]


def _region_end(text: str, start: int) -> int:
    """Return where the parts end: the closing bracket around them, or the end of the sentence."""
    depth = 0
    for position in range(start, len(text)):
        if text[position] == "(":
            depth += 1
        elif text[position] == ")":
            depth -= 1
            if depth < 0:
                return position
    return len(text)


def _parts(sentence: Sentence, whole: Figure, start: int, end: int) -> list[Figure]:
    parts: list[Figure] = []
    last = start
    for figure in sentence.figures:
        if figure.start < start or figure.end > end:
            continue
        if parts and _stopped(sentence.text[last : figure.start]):
            break
        last = figure.end
        if figure.kind in ("share", "rate") or not whole.same_kind(figure):
            continue
        parts.append(figure)
    return parts


def _stopped(between: str) -> bool:
    for match in _WORD.finditer(between):
        word = match.group().lower()
        if word in _stops():
            begins = between[: match.start()].rstrip()[-2:]
            if not (begins.endswith(("з", "із")) and word == "яких"):
                return True
        if _PARTICIPLE.search(word) and len(word) > 5:
            return True
    return False


def _judge(
    sentence: Sentence, whole: Figure, parts: list[Figure], inner: list[int], *, complete: bool
) -> Verdict:
    if whole.approximate or any(part.approximate for part in parts):
        return unknown()
    ways = _ways(parts, inner)
    for outer in ways:
        for count in range(2 if len(outer) > 1 else 1, len(outer) + 1):  # others may follow
            some = outer[:count]
            if abs(sum(f.value for f in some) - whole.value) <= _margin(whole, some):
                return ok()
    outer = max(ways, key=len)
    total = sum(part.value for part in outer)
    larger = next((f for f in parts if f.value - whole.value > f.margin + whole.margin), None)
    yearly = _by_years(sentence, whole, outer)
    more = _OVERLAP.search(sentence.text, parts[-1].end, parts[-1].end + _NEXT)
    if more and any(f.start > more.start() and whole.same_kind(f) for f in sentence.figures):
        return unknown()  # "and also 143 children" may be a part
    plain = yearly or _is_plain(sentence, whole, outer, inner)
    if larger is not None:
        return _too_large(sentence, whole, larger) if plain else unknown()
    if len(outer) == 1:
        return ok() if not inner else unknown()
    if not plain:
        return unknown()
    counted = whole.kind != "money"  # of money "of which" may name what matters most
    named = yearly or (not counted and _by_source(sentence, whole, outer))
    nearly = (named or (complete and counted)) and total >= _NEARLY * whole.value
    people = "persons" in (whole.unit, *(part.unit for part in outer))
    over = total > whole.value and (complete or (not people and not inner))
    if over or nearly or (len(outer) > 2 and not _far(total, whole)):
        return _different(sentence, whole, outer, total, certain=complete and not inner)
    return unknown()


def _by_years(sentence: Sentence, whole: Figure, parts: list[Figure]) -> bool:
    """Tell whether every part has a year of its own, the years in order without a gap."""
    ends = [whole.end, *(part.end for part in parts[:-1])]
    years = [
        [int(year) for year in re.findall(r"20\d\d", sentence.text[end : part.start])]
        for end, part in zip(ends, parts, strict=True)
    ]
    if len(parts) < 2 or any(len(one) != 1 for one in years):
        return False
    flat = [one[0] for one in years]
    return flat == list(range(flat[0], flat[0] + len(flat)))


def _by_source(sentence: Sentence, whole: Figure, parts: list[Figure]) -> bool:
    """Tell whether every part is of a source of money, one of them the community's own."""
    starts = [whole.end, *(part.end for part in parts[:-1])]
    words = [sentence.text[a : part.start] for a, part in zip(starts, parts, strict=True)]
    after = [*words[1:], sentence.text[parts[-1].end :][:_NEXT]]
    named = all(map(source_words, words)) or all(map(source_words, after))
    return (
        len(parts) > 1 and named and _OWN_BUDGET.search(" ".join([*words, after[-1]])) is not None
    )


def _far(total: float, whole: Figure) -> bool:
    return not 0.4 < total / whole.value < 1.6 if whole.value else True


def _is_plain(sentence: Sentence, whole: Figure, parts: list[Figure], inner: list[int]) -> bool:
    """Tell whether nothing else may be meant: parts of one clause that do not name an overlap.

    Between the whole and its last part are no years, no second whole and no words such as
    "among them" or "besides", which begin another count.
    """
    start, end = whole.end, parts[-1].start
    text = sentence.text[start:end]
    if _OVERLAP.search(text) or re.search(r"(?:19|20)\d\d", text):
        return False
    if sum(1 for part in parts if part.value == whole.value) > 0:
        return False
    shares = [f for f in sentence.figures if f.kind == "share" and start <= f.start <= end]
    return len(parts) < 2 or not shares or len(shares) <= len(parts) + 1


def _margin(whole: Figure, parts: list[Figure]) -> float:
    return whole.margin + sum(part.margin for part in parts) + 1e-9 * abs(whole.value)


def _ways(parts: list[Figure], inner: list[int]) -> list[list[Figure]]:
    """Return the lists of outer parts that are possible, where a part has parts of its own."""
    if not inner:
        return [parts]
    at = inner[0]
    before = [part for part in parts if part.end <= at]
    after = [part for part in parts if part.start >= at]
    return [before + after[length:] for length in range(1, len(after) + 1)] or [before]


def _too_large(sentence: Sentence, whole: Figure, part: Figure) -> Verdict:
    return mismatch(
        Severity.ERROR if len(sentence.figures) == 2 else Severity.WARNING,
        sentence.source(whole.start),
        "the part {stated} is larger than the whole {computed}; correct one of the two",
        stated=part.written,
        computed=whole.written,
    )


def _different(
    sentence: Sentence, whole: Figure, parts: list[Figure], total: float, *, certain: bool = False
) -> Verdict:
    decimals = max([part.decimals for part in parts] + [whole.decimals])
    terms = " + ".join(write(part.value, part.decimals) for part in parts)
    if total > whole.value:
        severity = (
            Severity.ERROR if certain and _alone(sentence, whole, parts) else Severity.WARNING
        )
        why = (
            "the parts {terms} make {computed}, more than the whole {stated}; correct a part or "
            "the whole"
        )
    else:
        severity = Severity.WARNING
        why = (
            "the parts {terms} make {computed}, not {stated}; correct a part or the whole, or say "
            "what the rest is"
        )
    return mismatch(
        severity, sentence.source(whole.start), why,
        stated=whole.written, computed=write(total, decimals), terms=terms,
    )  # fmt: skip


def _alone(sentence: Sentence, whole: Figure, parts: list[Figure]) -> bool:
    """Tell whether the sentence holds no figures but the whole and its parts."""
    return len(sentence.figures) == 1 + len(parts) and sentence.figures[0] is whole


def _parts_in_brackets(sentence: Sentence) -> Iterator[Verdict]:
    """Check "25 employees (20 women, 5 men)": a bracket that begins with a number."""
    text = sentence.text
    for whole in sentence.figures:
        at = text.find("(", whole.end, whole.end + 60)
        if at < 0 or not text[at + 1 : at + 2].isdigit() or "," in text[whole.end : at]:
            continue
        end = _region_end(text, at + 1)
        parts = [f for f in sentence.figures if at < f.start and f.end <= end]
        if len(parts) < 2 or any(not whole.same_kind(part) for part in parts):
            continue
        if re.search(r"(?:19|20)\d\d", text[at:end]) or whole.approximate:
            yield unknown()
            continue
        total = sum(part.value for part in parts)
        if abs(total - whole.value) <= _margin(whole, parts):
            yield ok()
        elif total > whole.value or len(parts) > 2:
            yield _different(sentence, whole, parts, total)
        else:
            yield unknown()


def _parts_after_colon(sentence: Sentence) -> Iterator[Verdict]:
    """Check "30 institutions: 12 schools, 10 kindergartens and 8 libraries"."""
    text = sentence.text
    for index, whole in enumerate(sentence.figures):
        match = _COLON.match(text, whole.end)
        parts = list(sentence.figures[index + 1 :])
        if match is None or len(parts) < 2 or parts[0].start != match.end():
            continue
        if whole.kind == "money" and _by_source(sentence, whole, parts):
            yield _judge(sentence, whole, parts, [], complete=True)
            return
        gaps = [text[a.number_end : b.start] for a, b in pairwise(parts)]
        if (
            not all(whole.same_kind(part) for part in parts)
            or not all(_GAP.search(gap) and len(gap) < 60 for gap in gaps)
            or whole.approximate
            or any(part.approximate for part in parts)
        ):
            yield unknown()
            continue
        total = sum(part.value for part in parts)
        if abs(total - whole.value) <= _margin(whole, parts):
            yield ok()
        elif total > whole.value or (len(parts) > 2 and total >= _NEARLY * whole.value):
            yield _different(sentence, whole, parts, total)
        else:
            yield unknown()
        return


def check_written_sums(material: Material) -> Iterator[Verdict]:
    """Check sums and differences written out: "6894 + 42 = 6936"."""
    for sentence in material.sentences:
        if "=" not in sentence.text:
            continue
        for match in _SUM.finditer(sentence.text):
            total = _number(match[1])
            for sign, term in _TERM.findall(match[2]):
                total += _number(term) if sign == "+" else -_number(term)
            stated = _number(match[3])
            decimals = max(
                len(part.partition(",")[2].strip()) for part in (match[1], match[2], match[3])
            )
            terms = [match[1], *(term for _, term in _TERM.findall(match[2])), match[3]]
            margin = sum(0.5 * 10.0 ** -len(t.partition(",")[2]) for t in terms if "," in t)
            if abs(total - stated) <= margin + 1e-9 * abs(stated):
                yield ok()
                continue
            yield mismatch(
                Severity.ERROR,
                sentence.source(match.start()),
                "the sum as written is {stated}; its terms make {computed}",
                stated=match[3].strip(),
                computed=write(total, min(decimals, 4)),
            )


def _number(text: str) -> float:
    clean = text.replace(" ", "").replace(",", ".").replace("−", "-")
    return float(clean)
