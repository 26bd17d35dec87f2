"""Numbers and words as written: grouping, doubled signs, dashes, orphaned units, alphabets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stratanalysis.audit.tables import missing, source_of, text_of
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, write
from stratanalysis.documents.blocks import Table
from stratanalysis.findings import Severity, Source
from stratanalysis.quantities import find_numbers, find_quantities, read_unit, unify_letters

__all__ = [
    "check_alphabets",
    "check_amounts_without_unit",
    "check_dashes",
    "check_grouping",
    "check_orphaned_units",
    "check_signs",
]

_DOUBLED = re.compile(
    r"%[ \u00a0]?%|№[ ]?№|\d,,\d|\d\.\.\d|(?<![-\w])--\d|(?:грн\.?[ ]?){2}(?![^\W\d_])|"
    r"(?:км[ ]){2}|\+[ ]?\+"
)
_UNIT_ALONE = re.compile(r"[ \t]{0,4}[-–—·•●]?[ ]{0,2}\(([^()]{1,15})\)[ ]?[;,.]?[ ]{0,4}")
_WORD = re.compile(r"[^\W\d_]{3,60}")
_HAS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HAS_LATIN = re.compile(r"[A-Za-z]")
_ODD = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u0370-\u052f\u2160-\u2188ʼ'’]")


def check_grouping(material: Material) -> Iterator[Verdict]:
    """Find numbers that can be read in two ways, and those grouped in no known way.

    ``20,000 грн`` is twenty or twenty thousand: reported once for the document, with
    the habit by which it is read. ``1500,000 грн`` is grouped in no known way: each is reported.
    """
    first: tuple[Source, str, float, float] | None = None
    count = 0
    for passage in material.passages:
        if "," not in passage.text and "." not in passage.text:
            continue
        for quantity in find_quantities(passage.text, habit=passage.habit):
            number = quantity.number
            digits = number.written.partition(",")
            irregular = (
                quantity.unit.kind == "money"
                and quantity.unit.factor == 1
                and len(digits[2]) == 3
                and len(digits[0]) > 3
                and digits[0].isdecimal()
            )
            source = _at(passage.source(), quantity.written, passage.piece_at(quantity.start).line)
            if irregular:
                yield mismatch(
                    Severity.WARNING,
                    source,
                    "{stated} is grouped in no known way; it is read as {computed}; rewrite it",
                    stated=quantity.written,
                    computed=write(quantity.value),
                )
            elif number.ambiguous and number.alternative is not None:
                count += 1
                first = first or (source, quantity.written, quantity.value, number.alternative)
            else:
                yield ok()
    if first is not None:
        source, written, value, other = first
        yield mismatch(
            Severity.NOTE,
            source,
            "amounts that can be read in two ways: {count}, such as {stated}, read as {computed} "
            "and not {other}; write thousands with a space",
            stated=written,
            computed=write(value, 0 if value == int(value) else 3),
            other=write(other, 0 if other == int(other) else 3),
            count=count,
        )


def _at(source: Source, words: str, line: int | None) -> Source:
    return Source(source.document, line, source.place, words)


def check_signs(material: Material) -> Iterator[Verdict]:
    """Find signs that occur twice: ``37,5% %``."""
    for passage in material.passages:
        for match in _DOUBLED.finditer(passage.text):
            piece = passage.piece_at(match.start())
            around = passage.text[max(0, match.start() - 40) : match.end() + 40]
            yield mismatch(
                Severity.WARNING,
                Source(passage.document, piece.line, piece.place, " ".join(around.split())),
                "{stated} is doubled; delete one",
                stated=match.group(),
            )


def check_dashes(material: Material) -> Iterator[Verdict]:
    """Find dashes before numbers that could be minuses: ``на рік -28,6 %``."""
    for passage in material.passages:
        text = passage.text
        if "-" not in text and "–" not in text:
            continue
        for number in find_numbers(text, habit=passage.habit):
            if not number.dash or number.start < 2 or text[number.start - 2] not in " \u00a0":
                continue
            before = text[: number.start - 2].rstrip()[-1:]
            if not before.isalpha() and before != ")":
                continue
            piece = passage.piece_at(number.start)
            around = " ".join(text[max(0, number.start - 60) : number.end + 15].split())
            yield mismatch(
                Severity.NOTE,
                Source(passage.document, piece.line, piece.place, around),
                "the dash in {stated} can be read as a minus; put a space after a dash, or write "
                "the minus",
                stated=text[number.start - 1 : number.end],
                computed=number.written,
            )


def check_orphaned_units(material: Material) -> Iterator[Verdict]:
    """Find lines that are a unit without a name: ``(од);``; not the unit of the table below."""
    captions = _captions(material)
    for passage in material.passages:
        for _, piece in passage.pieces:
            if id(piece) in captions:
                continue
            match = _UNIT_ALONE.fullmatch(piece.text) if len(piece.text) < 40 else None
            unit = read_unit(match[1]) if match else None
            if match and unit is not None and not (passage.cell and unit.kind == "money"):
                yield mismatch(
                    Severity.WARNING,
                    Source(passage.document, piece.line, piece.place, piece.text.strip()),
                    "the unit {stated} has no name; say what is measured, or delete it",
                    stated=match[1],
                )


def _captions(material: Material) -> set[int]:
    """Return the identities of the paragraphs that are close above a table."""
    blocks = material.document.blocks
    found: set[int] = set()
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            found |= {id(above) for above in blocks[max(0, at - 2) : at]}
    return found


def check_amounts_without_unit(material: Material) -> Iterator[Verdict]:
    """Find amounts of money without a unit, neither in the cell nor in the head of its column."""
    money = material.table("money")
    if money is None:
        return
    for row in money.to_dict("records"):
        if missing(row["amount"]):
            continue
        if text_of(row, "unit_as_written"):
            yield ok()
            continue
        yield mismatch(
            Severity.WARNING,
            source_of(material, row),
            "the amount {stated} has no unit; write it in the cell or in the head of the column",
            stated=text_of(row, "source_text"),
        )


def check_alphabets(material: Material) -> Iterator[Verdict]:
    """Find words typed in two alphabets.

    Latin letters that look like Cyrillic ones are reported once for the document: they spoil
    searching. A letter of any other alphabet inside a word is reported each time.
    """
    mixed: dict[str, Source] = {}
    for passage in material.passages:
        if _ODD.search(passage.text):
            for match in _WORD.finditer(passage.text):
                word = match.group()
                odd = next((sign for sign in word if sign.isalpha() and _ODD.match(sign)), None)
                if odd and _HAS_CYRILLIC.search(word):
                    piece = passage.piece_at(match.start())
                    yield mismatch(
                        Severity.WARNING,
                        Source(passage.document, piece.line, piece.place, word),
                        "{stated} holds letters of another alphabet ({computed}); type it again",
                        stated=word,
                        computed=unicodedata.name(odd, "?").split()[0].title(),
                    )
        if _HAS_LATIN.search(passage.text) and unify_letters(passage.text) != passage.text:
            for match in _WORD.finditer(passage.text):
                word = match.group()
                if unify_letters(word) != word:
                    piece = passage.piece_at(match.start())
                    place = Source(passage.document, piece.line, piece.place, word)
                    mixed.setdefault(word, place)
    if mixed:
        word, source = next(iter(mixed.items()))
        yield mismatch(
            Severity.NOTE,
            source,
            "words with Latin letters among Cyrillic ones: {count}, such as {stated}; type them "
            "again, or searching will miss them",
            stated=", ".join(list(mixed)[:3]),
            computed=unify_letters(word),
            count=len(mixed),
        )
