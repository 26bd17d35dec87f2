"""What words say of one measure: points with their labels, facts within an item or a cell."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stratanalysis.documents.blocks import Piece
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.evidence import body_words, source_words
from stratanalysis.documents.table_model import is_total_words, unit_in
from stratanalysis.quantities import (
    Unit,
    find_years,
    is_blank,
    prepare,
    read_period,
    read_quantity,
    squeeze,
)

__all__ = [
    "INCLUDED",
    "PLAN_ROLES",
    "LabelledLine",
    "Record",
    "label_ahead",
    "read_facts_of",
    "read_record",
    "read_records",
]

_CODE = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,2}(?![\d])")
_BREAK = re.compile(
    r"(?P<sign>;|\n|,(?=\s)|\.(?=\s+[А-ЯІЇЄҐA-Z])|:(?=\s)|\s[\u2013\u2014-]\s|[()])\s*"
)
PLAN_ROLES = frozenset(("executor", "term", "money", "source"))
"""What makes words those of a measure."""
_FEWEST_POINTS, _LONGEST_LABEL = 3, 70
_DASHES = (":", "\u2013", "\u2014", "-")
_SUMS = re.compile(r"[;\n]|,(?=[ ]?[^\W\d_]|[ ]20\d\d\b)")
_OF_HEAD = re.compile(r"([^\W_][^:]{1,60}?)[ ]{0,2}[\u2013\u2014:-][ ]{0,2}(\d[^;]{0,30})")
INCLUDED = re.compile(
    r"\W*(?:(?:у|в) тому числі|(?:у|в) т\. ?ч\.?|з них|зокрема)\W*", re.IGNORECASE
)
"""Words before the parts of an amount."""


@dataclass(slots=True)
class Record:
    """One measure: its points by role, and its amounts as (year, source, amount)."""

    points: dict[str, Piece] = field(default_factory=dict)
    money: list[tuple[str, str, Piece]] = field(default_factory=list)

    def roles(self) -> set[str]:
        """Return which facts of a plan it has."""
        return (set(self.points) & PLAN_ROLES) | ({"money"} if self.money else set())


@functools.cache
def _points() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"\W*(?:\d{{1,2}}[.)]?\s*)?(?:{'|'.join(words)})", re.IGNORECASE)
        for name, words in read_rules("forms")["project"].items()
    }


@functools.cache
def label_ahead() -> re.Pattern[str]:
    """Return the space before a label with its colon: ``... 12 Виконавець: ...``."""
    rules = read_rules("forms")["project"]
    words = "|".join(word for role in sorted(PLAN_ROLES) for word in rules[role])
    return re.compile(rf"(?<=\S)\s+(?=(?:{words})[^:;.()\n]{{0,40}}:\s)", re.IGNORECASE)


def _role(label: str) -> str:
    """Return the point of a record that a label names; empty for none."""
    clean = prepare(squeeze(label))
    if not clean or len(clean) > _LONGEST_LABEL:
        return ""
    role = next((name for name, pattern in _points().items() if pattern.match(clean)), "")
    return "" if role != "goal" and "програм" in clean.lower() else role


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A label and what is after it."""

    label: Piece
    values: Sequence[Piece]

    @property
    def role(self) -> str:
        """Which point of a measure the label names; empty for none."""
        return _role(self.label.text)

    def value(self) -> Piece:
        """Return what is after the label, in one piece."""
        filled = [piece for piece in self.values if piece.text.strip()]
        first = filled[0] if filled else self.label
        return Piece(" ".join(squeeze(p.text) for p in filled), first.line, first.place)


def read_records(lines: Sequence[LabelledLine]) -> list[Record]:
    """Part the points of several projects: each has its own title; none where there is none."""
    roles = [line.role for line in lines]
    if "title" not in roles or len(set(roles) - {""}) < _FEWEST_POINTS:
        return []
    starts = [at for at, role in enumerate(roles) if role == "title"]
    ends = [*starts[1:], len(lines)]
    starts[0] = 0
    return [read_record(lines[first:end]) for first, end in zip(starts, ends, strict=True)]


def read_record(lines: Sequence[LabelledLine]) -> Record:
    """Read the points of one measure; amounts by year or source are on lines of their own."""
    record = Record()
    unit: Unit | None = None
    heads: dict[int, str] = {}
    paying = False
    for line in lines:
        role, value = line.role, line.value()
        label = INCLUDED.sub("", squeeze(line.label.text)).strip(" :-\u2013\u2014")
        source = paying and source_words(label)
        if (role == "money" and not source) or (
            role == "source" and (not value.text or _digits(value.text))
        ):
            unit, paying = unit_in(line.label.text) or unit, True
            heads = {at: p.text for at, p in enumerate(line.values) if _is_head(p.text)}
            if value.text and not heads:
                _pay(record, "", value, unit)
        elif role and value.text and not source:
            paying = False
            _note(record, role, value)
        elif heads and not label:
            for at, head in heads.items():
                _pay(record, head, line.values[at], unit)
            heads = {}
        elif value.text and (source or (paying and _is_head(label))):
            _pay(record, label, value, unit_in(line.label.text) or unit)
    return _with_totals(record)


def _note(record: Record, role: str, value: Piece) -> None:
    """Take note of a point; of a goal only its code."""
    text = value.text.strip(" ;")
    if role == "title":
        text = squeeze(text).strip('«»"')
    elif role == "goal":
        text = code.group() if (code := _CODE.search(text)) else ""
    if text:
        record.points.setdefault(role, replace(value, text=text))


def _digits(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _is_head(text: str) -> bool:
    """Tell whether words are the head of an amount: a year, or "total"."""
    clean = squeeze(text)
    if is_total_words(clean) and not _digits(clean):
        return True
    years = find_years(clean) if len(clean) < 20 else []
    return len(years) == 1 and not _digits(clean.replace(str(years[0]), ""))


def _pay(record: Record, head: str, value: Piece, unit: Unit | None) -> None:
    """Take note of an amount under the words of its head: a year, a source or "total".

    A cell may name several with their amounts: ``Обласний бюджет – 193,0; інші джерела – 5``.
    """
    if is_blank(value.text):
        return
    quantity = read_quantity(value.text, default=unit)
    if quantity is None or _SUMS.search(value.text):
        parts = [_OF_HEAD.fullmatch(prepare(one).strip(" .")) for one in _SUMS.split(value.text)]
        if parts and all(one and (source_words(one[1]) or _is_head(one[1])) for one in parts):
            for one in filter(None, parts):
                _pay(record, one[1].strip(), replace(value, text=one[2]), unit)
            return
    if unit is not None and (
        quantity is None or not quantity.unit.written or quantity.unit == unit
    ):
        value = replace(value, text=f"{squeeze(value.text)} {unit.written}")
    year = head if find_years(head) and not source_words(head) else ""
    record.money.append((year, "" if year else head, value))


def _with_totals(record: Record) -> Record:
    """Call an amount without a source a total where others have one."""
    if any(source for _, source, _ in record.money):
        total = read_rules("programme")["totals"]["begins"][0]
        record.money = [(y, source or total, piece) for y, source, piece in record.money]
    return record


def _parts(piece: Piece) -> list[tuple[str, str, str]]:
    """Part words at their signs: (sign before, words, sign after)."""
    text = label_ahead().sub("\n", prepare(piece.text))
    found, at, sign = [], 0, ""
    for match in _BREAK.finditer(text):
        found.append((sign, text[at : match.start()], match["sign"].strip() or "\n"))
        at, sign = match.end(), match["sign"].strip() or "\n"
    found.append((sign, text[at:], ""))
    return [part for part in found if part[1].strip(" .")]


def _fact(words: str, expected: str, unit: Unit | None) -> str:
    """Return what some words are by themselves: a term, an amount, a body, a source."""
    clean = squeeze(words).strip(" .")
    quantity = read_quantity(clean, default=unit if expected in ("", "money") else None)
    if quantity is not None and quantity.unit.kind == "money":
        return "money"
    if read_period(clean) is not None and (not clean.isdecimal() or len(find_years(clean)) == 1):
        return "term"
    if body_words(clean):
        return "executor"
    return "source" if source_words(clean) and not _digits(clean) else ""


def read_facts_of(piece: Piece, *, titled: bool, unit: Unit | None = None) -> Record:
    """Read the facts that words hold: ``title (executor – A, 2025, 500 thousand UAH)``.

    Words that are no fact go on with the fact before them ("A, B and C" is one executor).
    """
    record = Record()
    role, label, source = "title" if titled else "", "", ""
    texts: dict[str, str] = {}
    parts = _parts(piece)
    for number, (sign, part, after) in enumerate(parts):
        named = _role(part) if after in _DASHES else ""
        if named and (number or not titled):
            role, label = named, named
            texts.setdefault(role, "")
            continue
        if number and after in _DASHES and _is_head(part) and find_years(part):
            following = parts[number + 1][1] if number + 1 < len(parts) else ""
            if _fact(following, "money", unit) == "money":
                source, role, label = squeeze(part), "money", ""
                continue
        fact = _fact(part, label, unit) if number or not titled else ""
        if label and fact != label and not (label == "source" and fact == "money"):
            fact = label if not texts.get(label) else fact
        label = ""
        words = squeeze(part).strip(" .")
        if fact == "money":
            value = Piece(words, piece.line, piece.place)
            _pay(record, source or texts.get("year", ""), value, unit)
            source, role = "", "money"
        elif fact:
            role = fact
            source = words if fact == "source" else source
            texts[role] = f"{texts[role]}, {words}" if texts.get(role) else words
        elif role and role != "money":
            joint = f"{sign} " if sign in (",", ";", ":", ".") else f" {sign} "
            texts[role] = f"{texts[role]}{joint}{words}" if texts.get(role) else words
    for role, text in texts.items():
        if text:
            record.points[role] = Piece(text, piece.line, piece.place)
    return record
