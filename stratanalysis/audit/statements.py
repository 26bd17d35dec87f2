"""A document as passages, sentences and figures, each with its place, for the checks to read.

A passage is a paragraph, or a cell of a table, or a paragraph that ends in a colon with the list
that follows it. Texts are bounded, so that hostile input ends: see :data:`MAX_PASSAGE` and
:data:`MAX_TEXT`.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from stratanalysis.audit.words import rules
from stratanalysis.documents.blocks import Document, Paragraph, Piece, Table
from stratanalysis.findings import Source
from stratanalysis.quantities import Habit, find_numbers, find_quantities, number_habit, prepare

__all__ = ["MAX_PASSAGE", "MAX_TEXT", "Figure", "Passage", "Sentence", "passages"]

MAX_PASSAGE = 20_000
"""A longer paragraph is not read for figures; it is reported."""
MAX_TEXT = 2 * 2**20
"""Characters of a document that are read for figures; what is left is reported."""
_LONGEST_LIST = 40
_QUOTED, _BEFORE = 320, 120
"""Most characters that are quoted, and how many of them before the figure in question."""

_END = re.compile(r"[.!?](?=[)»\"]{0,2}[ ]{1,4}[«\"(]?[A-ZА-ЯҐЄІЇ])|\n(?=[ ]{0,4}[A-ZА-ЯҐЄІЇ])")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LAST_WORD = re.compile(r"([^\W\d_]{1,5})$")
_BULLET = re.compile(r"[ ]{0,4}(?:[-\u2013\u2014·•●▪◦‣*✓➢]|\d{1,2}[.)])[ ]{0,4}")
_APPROXIMATE = re.compile(
    r"(?:близько|майже|понад|більше|менше|приблизно|орієнтовно|біля|до|щонайменше|над|трохи|"
    r"about|over|nearly|up to)(?:[ ](?:ніж|як|за))?[ ]{0,2}$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:ціл[ьіею]|напрям\w{0,4}|завданн\w|розділ\w{0,2}|пункт\w{0,2}|додат\w{1,3}|стат\w{1,3}|таблиц\w|"
    r"рисун\w{1,3}|крок\w?|етап\w?|част\w{1,3}|goal|task|chapter|table|figure|annex)"
    r"[ ](?:№[ ]?)?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:вул|просп|пров|бул|пл|буд)\.[^.;:()]{0,40}$", re.IGNORECASE)
_YEARS = range(1800, 2101)
_MONTH = re.compile(
    r"[ ](?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листопад|груд)(?:ня|ого|а|ень)\b",
    re.IGNORECASE,
)
"""The name of a month after a number: the number is a day."""
_ITEM_NUMBER = re.compile(r"[.)](?!\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence, with its unit where it has one.

    Attributes
    ----------
    value : float
        In whole units (``603,3 млн грн`` is 603300000).
    margin : float
        Half of the last printed place: how far the true value may be from it; 0 for a whole count.
    unit, kind : str
        As :class:`stratanalysis.quantities.Unit`; both empty for a bare number.
    decimals : int
        Decimal places as printed.
    written : str
        The characters as written.
    start, end : int
        Place in the sentence.
    number_end : int
        Where the digits end.
    approximate : bool
        "About", "over", "nearly" is before it, or it is a range.
    factor : int
        1,000 for ``тис.`` and so on; already in `value`.
    """

    value: float
    margin: float
    unit: str
    kind: str
    decimals: int
    written: str
    start: int
    end: int
    number_end: int
    approximate: bool
    factor: int = 1

    @property
    def bare(self) -> bool:
        """Whether no unit is written."""
        return not self.unit

    def same_kind(self, other: Figure) -> bool:
        """Tell whether two figures can be parts of one whole: one unit, or counts of things."""
        if self.unit == other.unit:
            return self.unit != "" or self.decimals == other.decimals == 0
        counts = all(f.kind in ("", "count") and f.decimals == 0 for f in (self, other))
        return counts and "staff_units" not in (self.unit, other.unit)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a passage; signs and look-alike letters cleaned, same length as written."""

    text: str
    start: int
    passage: Passage = field(repr=False)

    @functools.cached_property
    def figures(self) -> tuple[Figure, ...]:
        """All figures with or without unit; not years, dates, codes and numbers of list items."""
        return tuple(_figures(self.text, self.passage.habit))

    def source(self, at: int = 0) -> Source:
        """Return the place of the sentence, or of a position in it, with the words around it."""
        piece = self.passage.piece_at(self.start + at)
        words = self.passage.text[self.start : self.start + len(self.text)]
        opening = ""
        if len(words) > _QUOTED and at > _BEFORE:
            words = words[words.find(" ", at - _BEFORE) + 1 :]
            opening = "…"
        words = opening + _cut(words.strip())
        return Source(self.passage.document, piece.line, piece.place, words)


@dataclass(frozen=True)
class Passage:
    """Some connected text and the pieces it is made of.

    Attributes
    ----------
    text : str
        The words as written; pieces are parted by line ends.
    pieces : tuple of (int, Piece)
        Where each piece begins in `text`.
    document : str
        Name of the document.
    habit : Habit
        How the document uses the comma in numbers.
    cell : bool
        Whether it is in a table.
    items : tuple of Piece
        The items of the list that follows the colon; empty for others.
    """

    text: str
    pieces: tuple[tuple[int, Piece], ...]
    document: str
    habit: Habit
    cell: bool = False
    items: tuple[Piece, ...] = ()

    def piece_at(self, position: int) -> Piece:
        """Return the piece in which a position lies."""
        index = bisect.bisect_right([start for start, _ in self.pieces], position) - 1
        return self.pieces[max(0, index)][1]

    @property
    def readable(self) -> bool:
        """Whether it is short enough to be read for figures."""
        return len(self.text) <= MAX_PASSAGE

    @functools.cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences; none for a passage that is too long or a cell with a number alone."""
        if not self.readable or (self.cell and not _LETTERS.search(self.text)):
            return ()
        clean = prepare(self.text)
        return tuple(
            Sentence(clean[start:end], start, self)
            for start, end in _bounds(clean)
            if clean[start:end].strip()
        )

    def source(self) -> Source:
        """Return the place of the passage, with its words."""
        piece = self.pieces[0][1]
        return Source(self.document, piece.line, piece.place, _cut(self.text.strip()))


def _cut(words: str, longest: int = _QUOTED) -> str:
    words = " ".join(words.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _bounds(clean: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(clean):
        if clean[match.start()] == ".":
            word = _LAST_WORD.search(clean[max(0, match.start() - 6) : match.start()])
            before = clean[max(0, match.start() - 8) : match.start()]
            if word and (
                word[1].lower() in rules()["words"]["short"]
                or (len(word[1]) == 1 and word[1].isupper())
            ):
                numbered = before[: len(before) - len(word[1])].rstrip()[-1:].isdigit()
                if not numbered:
                    continue
        yield start, match.end()
        start = match.end()
    yield start, len(clean)


def _figures(text: str, habit: Habit) -> Iterator[Figure]:
    if not any(sign.isdigit() for sign in text):
        return
    with_unit = {quantity.start: quantity for quantity in find_quantities(text, habit=habit)}
    for number in find_numbers(text, habit=habit):
        quantity = with_unit.get(number.start)
        before = text[max(0, number.start - 25) : number.start]
        approximate = number.upper is not None or _APPROXIMATE.search(before) is not None
        if quantity is not None and (quantity.unit.code or quantity.unit.factor > 1):
            exact = quantity.unit.kind == "count" and quantity.unit.factor == 1
            yield Figure(
                value=quantity.value,
                margin=0.0 if exact else quantity.margin,
                unit=quantity.unit.code,
                kind=quantity.unit.kind,
                decimals=number.decimals if quantity.unit.factor == 1 else number.decimals + 1,
                written=text[number.start : quantity.end].strip(),
                start=number.start,
                end=quantity.end,
                number_end=number.end,
                approximate=approximate,
                factor=quantity.unit.factor,
            )
            continue
        if _MONTH.match(text, number.end):
            continue
        if number.decimals == 0 and number.value in _YEARS and " " not in number.written.strip():
            continue
        if not text[: number.start].strip() and _ITEM_NUMBER.match(text, number.end):
            continue
        address = text[max(0, number.start - 45) : number.start]
        if _REFERENCE.search(before) or _ADDRESS.search(address):
            continue
        yield Figure(
            value=number.value,
            margin=number.margin if number.decimals else 0.0,
            unit="",
            kind="",
            decimals=number.decimals,
            written=number.written,
            start=number.start,
            end=number.end,
            number_end=number.end,
            approximate=approximate,
        )


def passages(document: Document) -> list[Passage]:
    """Divide a document into passages.

    A paragraph that begins with a small letter goes with the one before it, if that has no stop at
    its end; the items of a list go with the paragraph that ends in a colon before them.
    """
    habit = number_habit(document.text()[:MAX_TEXT])
    found: list[Passage] = []
    group: list[Paragraph] = []
    items: list[Piece] = []

    def close() -> None:
        if group:
            found.append(_passage(document, group, habit, items=tuple(items)))
        group.clear()
        items.clear()

    for block in document.blocks:
        if isinstance(block, Table):
            close()
            found.extend(_cells(document, block, habit))
            continue
        if block.front:
            close()
            continue
        if group and _continues(group[-1], block):
            group.append(block)
        elif group and _is_item(group, items, block):
            group.append(block)
            items.append(block)
        else:
            close()
            group.append(block)
    close()
    return found


def _continues(last: Paragraph, block: Paragraph) -> bool:
    text, before = block.text, last.text.rstrip()
    if not before or len(before) > MAX_PASSAGE or block.indented:
        return False
    return before[-1] not in ".:;!?" and (text[:1].islower() or text[:1] == "(")


def _is_item(group: list[Paragraph], items: list[Piece], block: Paragraph) -> bool:
    if len(items) >= _LONGEST_LIST or not _BULLET.match(block.text):
        return False
    if not items:
        return group[-1].text.rstrip().endswith(":")
    first, other = items[-1].text.lstrip()[:1], block.text.lstrip()[:1]
    return first == other or (first.isdigit() and other.isdigit())


def _passage(
    document: Document, group: list[Paragraph], habit: Habit, *, items: tuple[Piece, ...]
) -> Passage:
    starts, length = [], 0
    for piece in group:
        starts.append((length, piece))
        length += len(piece.text) + 1
    text = "\n".join(piece.text for piece in group)
    return Passage(text, tuple(starts), document.name, habit, items=items)


def _cells(document: Document, table: Table, habit: Habit) -> Iterator[Passage]:
    for row in table.rows:
        for cell in row.cells:
            for piece in cell.parts():
                yield Passage(piece.text, ((0, piece),), document.name, habit, cell=True)
