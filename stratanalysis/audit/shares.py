"""Shares that make 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stratanalysis.audit.statements import Figure, Passage, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.audit.words import rules
from stratanalysis.documents.table_model import RowKind
from stratanalysis.findings import Severity
from stratanalysis.quantities import read_number

__all__ = ["check_shares"]

_NEAR_100 = 3.0
"""Shares that sum to 100 within this many points, but not within their rounding, are suspicious."""
_WHOLE = 100.0
_SHARE_HEAD = re.compile(r"%|частк|питома вага|структура|відсот|share", re.IGNORECASE)
_COMPARED_HEAD = re.compile(
    r"виконан|досягн|темп|приріст|зростан|зміна|до (?:план|минул|попередн)|\d{4}.*\d{4}",
    re.IGNORECASE,
)
_FAR_FROM_100 = 25.0
"""Shares that miss 100 by more are of several things."""
_WORD = re.compile(r"[^\W\d_]++")
_STRUCTURE = re.compile(
    r"структур|розподіл|за галузями|за видами|breakdown|structure", re.IGNORECASE
)
_BREAK = re.compile(r"[,;]")
_LISTED = re.compile(r"[ ]?(?:[\u2013\u2014:-]|становить|складає|становлять|складають)[ ]{0,2}$")


def check_shares(material: Material) -> Iterator[Verdict]:
    """Check that shares of one whole make 100 %.

    They must where "other" or "the rest" is among them, or where they name all groups (women and
    men; of working age, younger and older). A list of three shares or more after "structure" may
    not exceed 100. Elsewhere nothing is claimed.
    """
    yield from _in_tables(material)
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


def _in_tables(material: Material) -> Iterator[Verdict]:
    """Check columns of shares whose last row is the whole: a total of exactly 100."""
    for model in material.models:
        for column in model.columns:
            if not _SHARE_HEAD.search(column.head) or _COMPARED_HEAD.search(column.head):
                continue
            rows = [body for body in model.body if body.kind is not RowKind.HEAD]
            kinds = [body.kind for body in rows]
            if len(rows) < 4 or kinds[-1] is not RowKind.TOTAL or len(set(kinds[:-1])) > 1:
                continue
            numbers = [
                read_number(b.text(column.at).rstrip("% "), habit=material.habit) for b in rows
            ]
            found = [number for number in numbers if number is not None]
            if len(found) < len(numbers) or found[-1].value != _WHOLE:
                continue
            total = sum(number.value for number in found[:-1])
            margin = sum(number.margin for number in found[:-1])
            if abs(total - _WHOLE) <= margin + 1e-9:
                yield ok()
            elif abs(total - _WHOLE) <= _FAR_FROM_100:
                yield mismatch(
                    Severity.WARNING,
                    material.document.source(rows[-1].row),
                    "the shares {terms} make {computed}, not 100 %; correct a share or add what "
                    "is left out",
                    stated=f"{found[0].written} …",
                    computed=write(total, max(number.decimals for number in found), "%"),
                    terms=" + ".join(write(one.value, one.decimals) for one in found[:-1]),
                )


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
    listed = [pair for pair in left if _in_structure(*pair)]
    if len(listed) > 2 and len({id(sentence) for sentence, _ in listed}) == 1:
        yield listed, False
        return
    text = passage.text.lower()
    words = {match.group() for match in _WORD.finditer(text)}
    rest = any(word in words for word in rules()["shares"]["rest"] if " " not in word)
    if rest and all(not figure.approximate for _, figure in left):
        whole = _run_with_rest(left)
        if whole:
            yield whole, True


def _in_structure(sentence: Sentence, figure: Figure) -> bool:
    """Tell whether a share is an item of a list ("name – 5 %") after the word "structure"."""
    before = sentence.text[: figure.start]
    return _STRUCTURE.search(before) is not None and _LISTED.search(before[-14:]) is not None


def _run_with_rest(shares: Shares) -> Shares:
    """Return the shares of the sentences up to the one that names the rest."""
    found: Shares = []
    for sentence, figure in shares:
        found.append((sentence, figure))
        tail = _BREAK.split(sentence.text[figure.end : figure.end + 45])[0].lower()
        head = _BREAK.split(sentence.text[max(0, figure.start - 25) : figure.start])[-1].lower()
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
    if abs(total - 100) > _FAR_FROM_100 or (not complete and total < 100 - _NEAR_100):
        return unknown()
    sentence, first = group[0]
    decimals = max(figure.decimals for _, figure in group)
    return mismatch(
        Severity.WARNING,
        sentence.source(first.start),
        "the shares {terms} make {computed}, not 100 %; correct a share or add what is left out",
        stated=f"{first.written} …",
        computed=write(total, decimals, "%"),
        terms=" + ".join(write(figure.value, figure.decimals) for _, figure in group),
    )
