"""How much of a document was read: paragraphs, items, rows, figures; and what was left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stratanalysis.documents.blocks import Document, Piece, Row, Table
from stratanalysis.documents.table_model import is_total_words
from stratanalysis.language import Language
from stratanalysis.language import language as the_language

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FOREIGN", "Coverage", "Part", "coverage", "language_of"]

_ITEM = re.compile(r"\s*(?:[-\u2013\u2014•·●▪◦‣*]|\(?\d{1,2}[.)]|[а-яіїєґ]\))\s")
_LANGUAGES = {
    "uk": (set("іїєґ"), {"та", "що", "для", "на", "від", "або", "року", "є"}),
    "ru": (set("ыэёъ"), {"и", "что", "для", "на", "от", "или", "года", "это"}),
    "en": (set(), {"the", "of", "and", "for", "to", "in", "with", "is"}),
    "pl": (set("ąęłśżźćń"), {"na", "dla", "oraz", "się", "jest", "roku", "lub", "do"}),
    "it": (set("àèìòù"), {"il", "di", "della", "che", "per", "la", "una", "sono"}),
    "ro": (set("ăâîșț"), {"și", "pentru", "de", "în", "din", "cu", "este", "la"}),
    "hu": (set("őűáé"), {"és", "az", "hogy", "egy", "nem", "van", "évi", "a"}),
    "de": (set("äöüß"), {"und", "der", "die", "das", "für", "von", "mit", "ist"}),
}
_READ_IN = ("uk", "en")
_COUNTS = (
    "paragraphs {read} of {all}",
    "list items {read} of {all}",
    "table rows {read} of {all}",
    "cells with figures {read} of {all}",
)
_NAMES = {
    "uk": "Ukrainian", "ru": "Russian", "en": "English", "pl": "Polish", "it": "Italian",
    "ro": "Romanian", "hu": "Hungarian", "de": "German",
}  # fmt: skip
FOREIGN = frozenset(_NAMES) - {*_READ_IN, "ru"}
"""Languages in which nothing is read; Russian shares the forms, and part of it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of part: how many were read, how many were left."""

    read: int
    left: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read of a document, and what was left.

    Attributes
    ----------
    paragraphs, items, rows, figures : Part
        Paragraphs outside lists and tables, items of lists, rows of tables, cells with figures.
    left : tuple of (str, Piece or Row, str)
        What was left, where it is, and why.
    language : str
        ``"uk"``, ``"ru"``, ``"en"``, ``"pl"`` ...; empty where too few words tell.
    status : str
        ``"understood"``, ``"partly"`` or ``"not understood"``.
    """

    paragraphs: Part
    items: Part
    rows: Part
    figures: Part
    left: tuple[tuple[str, Piece | Row, str], ...]
    language: str
    status: str

    def line(self, speak: Language | None = None) -> str:
        """Return language, status and counts in one line, in English or another language."""
        speak = speak or the_language("en")
        parts = (self.paragraphs, self.items, self.rows, self.figures)
        counts = ", ".join(
            speak.text(words, read=part.read, all=part.read + part.left)
            for words, part in zip(_COUNTS, parts, strict=True)
            if part.read + part.left
        )
        name = speak.text(_NAMES.get(self.language, "not known"))
        return speak.text(
            "language: {language}; {status}; read: {counts}",
            language=name,
            status=speak.text(self.status),
            counts=counts or speak.text("no words"),
        )


def language_of(text: str) -> str:
    """Tell the language of a text by its letters and commonest words; empty for too few words.

    Examples
    --------
    >>> language_of("Громада розвиває школи та дороги для мешканців і гостей")
    'uk'
    """
    words = re.findall(r"[^\W\d_]+", text[:60_000].lower())
    if len(words) < 4:
        return ""
    letters = set("".join(words[:3000]))
    cyrillic = sum(any("а" <= c <= "я" or c in "іїєґ" for c in word) for word in words)
    scores = {}
    for code, (own, common) in _LANGUAGES.items():
        if (code in ("uk", "ru")) != (cyrillic * 2 > len(words)):
            continue
        count = sum(word in common for word in words)
        signs = sum(any(c in own for c in word) for word in words) if own & letters else 0
        scores[code] = count + signs
    best = max(scores, key=lambda code: scores[code], default="")
    return best if best and scores[best] * 20 >= len(words) else ""


def coverage(
    document: Document, tables: Mapping[str, pd.DataFrame], used: set[int], *, any_kind: bool
) -> Coverage:
    """Count what the tables of an extraction were made of.

    Parameters
    ----------
    document : Document
    tables : mapping of str to DataFrame
        Rows with `source_line` and `source_place`.
    used : set of int
        Identities of the tables that were read.
    any_kind : bool
        Whether a strategy, a programme or a plan was found at all.
    """
    places = set(_places(tables))
    counted = {name: [0, 0] for name in ("paragraph", "item", "row", "figure")}
    left: list[tuple[str, Piece | Row, str]] = []
    for block in document.blocks:
        if isinstance(block, Table):
            used_table = id(block) in used
            for row, read in _rows(block, places, used=used_table):
                counted["row"][not read] += 1
                figures = sum(any(c.isdigit() for c in cell.text) for cell in row.filled)
                counted["figure"][not read] += figures
                if used_table and not read:
                    left.append(("row", row, "belongs to nothing that was read of its table"))
            if not used_table:
                left.append(("table", block.rows[0], "no rule knows its head"))
        elif not block.front:
            kind = "item" if _ITEM.match(block.text) else "paragraph"
            read = (block.line, block.place) in places
            counted[kind][not read] += 1
            if not read:
                left.append((kind, block, "is under no label and is no heading of a goal"))
    language = language_of(document.text()[:60_000])
    rows = counted["row"]
    if not any_kind or language in FOREIGN:
        status = "not understood"
    elif rows[1] > 2 * rows[0] + 5 or (language and language not in _READ_IN):
        status = "partly"
    else:
        status = "understood"
    return Coverage(
        Part(*counted["paragraph"]), Part(*counted["item"]), Part(*rows),
        Part(*counted["figure"]), tuple(left), language, status,
    )  # fmt: skip


def _rows(
    table: Table, places: set[tuple[int | None, str]], *, used: bool
) -> Iterator[tuple[Row, bool]]:
    """Yield the rows of a table, each with whether it was read.

    A row of a table that is used was read where a row of a table of the extraction comes from it;
    its head, its totals and rows that continue the one above are parts of what was read.
    """
    begun = False
    for row in table.rows:
        placed = any((cell.line, cell.place) in places for cell in row.cells)
        begun = begun or placed
        filled = row.filled
        part = not filled or not row.cells[0].text.strip() or len(filled) == 1
        part = part or row.after_break or any(is_total_words(c.text) for c in filled[:2])
        title = len(filled) == 2 and not any(sign.isdigit() for sign in filled[1].text)
        part = part or title
        yield row, used and (placed or part or not begun)


def _places(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[int | None, str]]:
    for frame in tables.values():
        if "source_line" not in frame:
            continue
        lines = frame["source_line"].fillna(0).astype(int)
        for line, place in zip(lines, frame["source_place"].fillna(""), strict=True):
            yield int(line) or None, str(place)
