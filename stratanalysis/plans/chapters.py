"""Chapters of a strategy in words: SWOT and scenarios."""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.documents.blocks import Cell, Document, Paragraph, Piece, Row, Table
from stratanalysis.documents.columns import key, read_rules
from stratanalysis.documents.headings import read_heading
from stratanalysis.documents.table_model import plain_rows, table_model
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.labels import split_items
from stratanalysis.plans.places import source_cells
from stratanalysis.quantities import prepare, squeeze

__all__ = ["read_scenarios", "read_swot"]

_NUMBERED = re.compile(r"\s*+(\d{1,2})\s?[.)]\s*+")
_BRACKET = re.compile(r"[(][^()]{0,40}[)]")
_INITIAL = re.compile(
    r"\W*(?:\d{1,2}(?:[.]\d{1,2}){0,3}[.)]?\s*)?(?:[SWOTОТ]\s*[-\u2013\u2014.:]\s*)?"
    r"(?:(?:до|основні|ключові|головні|наші|внутрішні|зовнішні)\s+){0,2}",
    re.IGNORECASE,
)
_ITEM_CODE = re.compile(r"[SWOTОТ]\s?\d{1,2}(?:\s?[.):]|\s?[\u2013\u2014-](?=\s))?\s+")
_TWO_NAMES = re.compile(r"\s[\u2013\u2014-]\s|[/()]")
_LETTERS = {"S": "strength", "W": "weakness", "O": "opportunity", "T": "threat"}
_TWINS = str.maketrans("ОТ", "OT")
_FEWEST_NAMED = 3
_SPACED = re.compile(r"(?:[^\W\d_] ){4,}[^\W\d_]\W*")
_LONGEST_NAME = 70
_LONGEST_ITEM = 300
_WORDS = re.compile(r"[^\W\d_]+")
_CHAPTER = re.compile(r"\s*+\d{1,2}(?:\.\d{1,2}){0,2}\.?\s+")


def _match_number(text: str) -> str:
    match = _NUMBERED.match(text)
    return match.group() if match else ""


def read_swot(document: Document) -> tuple[list[dict[str, Any]], list[Finding], set[int]]:
    """Read the four quadrants of a SWOT analysis, from tables or from cells on lines.

    Where a quadrant has no heading its place tells it: the order is that of the word SWOT.

    Returns
    -------
    rows : list of dict
        `quadrant`, `item` and the source columns.
    findings : list of Finding
    used : set of int
        Identities of the tables that were read.
    """
    rules = read_rules("sections")["swot"]
    reader = _Swot(document, rules)
    inside = False
    heads = {reader.named(p.text, heading=True) for p in document.paragraphs() if _heads(p)}
    alone = len(heads - {None}) >= _FEWEST_NAMED
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.front:
            continue
        if isinstance(block, Table):
            if reader.is_swot(block):
                reader.table(block)
                inside = True
            elif inside:
                reader.stop()
            continue
        heading = _is_swot_heading(block, rules)
        own = alone and not inside and _heads(block)
        if own and reader.named(block.text, heading=True):  # no chapter is called SWOT
            inside = True
            reader.start()
            reader.paragraph(block)
        elif heading:
            inside = True
            reader.start()
        elif inside and reader.ends_at(block):
            inside = False
            reader.stop()
        elif inside:
            reader.paragraph(block)
    return reader.result()


def _heads(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph may head a quadrant: a heading, a label, or words in capitals."""
    text = paragraph.text
    if len(text) > _LONGEST_NAME:
        return False
    return bool(paragraph.heading) or text.isupper() or text.rstrip().endswith(":")


def _is_swot_heading(paragraph: Paragraph, rules: dict[str, Any]) -> bool:
    number = _CHAPTER.match(paragraph.text)
    text = paragraph.text[number.end() :] if number else paragraph.text
    if len(text) >= 90:
        return False
    cleaned = key(text)
    if any(cleaned.startswith(key(word)) for word in rules["heading"]):
        return True
    analysed = cleaned.startswith("аналіз") or bool(paragraph.heading)
    return analysed and "сильних" in cleaned and "слабких" in cleaned


class _Swot:
    def __init__(self, document: Document, rules: dict[str, Any]) -> None:
        self.document = document
        self.order: list[str] = rules["order"]
        self.names: dict[str, re.Pattern[str]] = {
            quadrant: re.compile(rf"(?:{'|'.join(names)})(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
            for quadrant, names in rules["headings"].items()
        }
        self.explanations = tuple(key(word) for word in rules["explanations"])
        self.bullets = tuple(rules["bullets"])
        self.rows: list[dict[str, Any]] = []
        self.findings: list[Finding] = []
        self.used: set[int] = set()
        self.lists: list[list[Piece]] = []
        self.active = False
        self.quadrant: str | None = None
        self.style = ""
        self.number = 0
        self.whose = re.compile(rf"(?:{'|'.join(rules['whose'])})", re.IGNORECASE)

    def named(self, text: str, *, heading: bool = False) -> str | None:
        """Return the quadrant that a text heads: ``Слабкості (W):``, ``S – Сильні сторони``.

        Words that may follow the name say whose it is; a heading and a label that ends in a colon
        may hold others.
        """
        if len(text) > _LONGEST_NAME:
            return None
        names = [one for one in _TWO_NAMES.split(squeeze(text).rstrip(" :*")) if one.strip()]
        if len(names) == 2:  # "Strengths – сильні сторони", "S (сильні сторони)"
            both = {self.cell_named(one) for one in names}
            if len(both) == 1 and None not in both:
                return both.pop()
        clean = _BRACKET.sub("", prepare(squeeze(text)))
        if _SPACED.fullmatch(clean):
            clean = clean.replace(" ", "")
        clean = clean[len(found.group()) :] if (found := _INITIAL.match(clean)) else clean
        firm = heading or clean.rstrip(" *").endswith(":") or clean.isupper()
        for quadrant, pattern in self.names.items():
            match = pattern.match(clean)
            words = _WORDS.findall(match["rest"]) if match else []
            if match and (firm or all(self._says_whose(word) for word in words)):
                return quadrant
        return None

    def _says_whose(self, word: str) -> bool:
        return self.whose.fullmatch(word) is not None or word.endswith(("ської", "цької", "зької"))

    def labelled(self, paragraph: Paragraph) -> tuple[str, list[str]] | None:
        """Read a quadrant and its items that are in one paragraph: ``Загрози: a; b.``."""
        label, colon, rest = paragraph.text.partition(":")
        item = self._bullet(paragraph) or _NUMBERED.match(label)
        quadrant = self.named(label) if colon and rest.strip(" *") and not item else None
        if quadrant is None:
            return None
        return quadrant, split_items(rest.strip()) or [rest.strip(" *")]

    def cell_named(self, text: str) -> str | None:
        """Return the quadrant that a cell heads, by its name or its letter alone."""
        return _LETTERS.get(text.strip().translate(_TWINS)) or self.named(text)

    def is_swot(self, table: Table) -> bool:
        named = {self.cell_named(text) for row in table.rows for text in row.texts if text}
        return len(named - {None}) >= 2

    def start(self) -> None:
        self.active = True

    def stop(self) -> None:
        self._settle()
        self.active = False
        self.quadrant = None

    def ends_at(self, paragraph: Paragraph) -> bool:
        if self._head(paragraph) or self._next_number(paragraph):
            return False
        if self.quadrant and paragraph.heading:
            return True
        chapter = _CHAPTER.match(paragraph.text)
        heading = read_heading(paragraph.text)
        worded = heading is not None and heading.level is not None
        return bool(
            worded or (chapter and len(paragraph.text) < 120 and not self._bullet(paragraph))
        )

    def _next_number(self, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph is the next item of a numbered list of the quadrant."""
        match = _NUMBERED.match(paragraph.text)
        first = self.number == 0 and self.style == ""  # Word may not restart its numbers
        return bool(self.quadrant and match and (first or int(match[1]) == self.number + 1))

    def _head(self, paragraph: Paragraph) -> str | None:
        item = self._bullet(paragraph)
        text = paragraph.text.rstrip(": ") if item else paragraph.text
        return self.named(text, heading=bool(paragraph.heading))

    def _bullet(self, paragraph: Paragraph) -> bool:
        return paragraph.text.startswith(self.bullets)

    def paragraph(self, paragraph: Paragraph) -> None:
        if not self.active:
            return
        named = self._head(paragraph)
        labelled = self.labelled(paragraph) if named is None else None
        item = paragraph.text.lstrip("".join(self.bullets) + " \t")
        if named:
            self._settle()
            self.quadrant, self.style, self.number = named, "", 0
        elif labelled is not None:
            self._settle()
            self.quadrant, self.style, self.number = labelled[0], "line", 0
            for words in labelled[1]:
                self._add(labelled[0], Piece(words, paragraph.line, paragraph.place))
            if not paragraph.text.rstrip().endswith(";"):
                self.quadrant = None
        elif key(item).startswith(self.explanations):
            return
        elif self._next_number(paragraph):
            self.number, self.style = int(_match_number(paragraph.text).strip(" .)")), "number"
            words = paragraph.text[len(_match_number(paragraph.text)) :]
            self._add(str(self.quadrant), Piece(words, paragraph.line, paragraph.place))
        elif self._bullet(paragraph):
            self.style = "bullet"
            if self.quadrant:
                self._add(self.quadrant, Piece(item, paragraph.line, paragraph.place))
            else:
                if paragraph.indented or not self.lists:
                    self.lists.append([])
                self.lists[-1].append(Piece(item, paragraph.line, paragraph.place))
        elif self.quadrant:
            self._unmarked(paragraph)
        elif self.lists and self.lists[-1] and len(paragraph.text) < 400:
            self.lists[-1].append(paragraph)

    def _unmarked(self, paragraph: Paragraph) -> None:
        """Read a line without a mark under the name of a quadrant; other text ends the quadrant."""
        text = paragraph.text
        if self.style in ("bullet", "number"):
            if text[:1].islower() and self.rows:
                self.rows[-1]["item"] = f"{self.rows[-1]['item']} {squeeze(text).rstrip(';. ')}"
            else:
                self.quadrant = None
                self.active = any(
                    q not in {row["quadrant"] for row in self.rows} for q in self.order
                )
        elif len(text) < _LONGEST_ITEM and not text.isupper():
            self.style = "line"
            self._add(str(self.quadrant), paragraph)
        else:
            self.quadrant = None

    def _settle(self) -> None:
        """Give the lists without a heading the quadrants that have none yet, in order."""
        taken = {row["quadrant"] for row in self.rows}
        free = [quadrant for quadrant in self.order if quadrant not in taken]
        for pieces, quadrant in zip(self.lists, free, strict=False):
            for piece in pieces:
                self._add(quadrant, piece)
            self.findings.append(
                Finding(
                    "quadrant-by-order",
                    Severity.NOTE,
                    self.document.source(pieces[0]),
                    "A SWOT list of {count} items has no heading; by the order of the word SWOT it "
                    "is read as: {quadrant}.",
                    {"count": len(pieces), "quadrant": quadrant},
                )
            )
        for pieces in self.lists[len(free) :]:
            why = "A SWOT list of {count} items has no heading, and no quadrant is free; left out."
            source = self.document.source(pieces[0])
            self.findings.append(
                Finding("list-left-out", Severity.WARNING, source, why, {"count": len(pieces)})
            )
        self.lists = []

    def table(self, table: Table) -> None:
        self._settle()
        self.used.add(id(table))
        quadrants: dict[int, str] = {}
        for row in plain_rows(table):
            named = {at: self.cell_named(cell.text) for at, cell in enumerate(row.cells)}
            found = {at: quadrant for at, quadrant in named.items() if quadrant}
            quadrants |= found
            for at, cell in enumerate(row.cells):
                if at not in found and any(c.isalpha() for c in cell.text) and quadrants:
                    nearest = max((c for c in quadrants if c <= at), default=min(quadrants))
                    self._cell(quadrants[nearest], cell)

    def _cell(self, quadrant: str, cell: Cell) -> None:
        for part in cell.parts():
            texts = re.split(r"[●•▪◦]", part.text) if len(part.text) > 2 else [part.text]
            whole = len(texts) == len(cell.parts()) == 1
            if whole and "; " in part.text and "(" not in part.text:
                texts = split_items(part.text)
            for text in texts:
                item = (
                    text[len(_match_number(text)) :].strip().lstrip("".join(self.bullets)).strip()
                )
                if item:
                    self._add(quadrant, Piece(item, part.line, part.place))

    def _add(self, quadrant: str, piece: Piece) -> None:
        item = squeeze(piece.text).rstrip(";. ")
        item = item[found.end() :] if (found := _ITEM_CODE.match(item)) else item
        if item:
            row = {"quadrant": quadrant, "item": item}
            self.rows.append(row | source_cells(self.document, piece))

    def result(self) -> tuple[list[dict[str, Any]], list[Finding], set[int]]:
        self._settle()
        return self.rows, self.findings, self.used


def read_scenarios(document: Document) -> tuple[list[dict[str, Any]], list[Finding], set[int]]:
    """Read the scenarios: numbered assumptions, and the consequences a paragraph each.

    Returns
    -------
    rows : list of dict
        `scenario` (``baseline``, ``optimistic``, ``rational``, ``pessimistic``), `name`, `kind`
        (``assumption`` or ``consequence``), `number`, `statement` and the source columns.
    findings : list of Finding
    used : set of int
        Identities of the tables that were read.
    """
    rules = read_rules("sections")["scenarios"]
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    used: set[int] = set()
    current: tuple[str, str] | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            current = _scenario(block.text, rules) or current
            continue
        model = table_model(block)
        if model is None or not {"assumptions", "consequences"} <= set(model.roles()):
            continue
        used.add(id(block))
        if current is None:
            source = document.source(block.rows[0])
            why = "A table of assumptions is under no scenario's name; it is left out."
            findings.append(Finding("scenario-without-name", Severity.WARNING, source, why))
            continue
        for body in model.body:
            rows += _scenario_row(document, body.row, model.roles(), current)
    return rows, findings, used


def _scenario(text: str, rules: dict[str, Any]) -> tuple[str, str] | None:
    if len(text) > rules["longest_heading"]:
        return None
    lowered = squeeze(text).casefold()
    if not any(word in lowered for word in rules["words"]):
        return None
    for scenario, names in rules["names"].items():
        if any(name in lowered for name in names):
            return scenario, squeeze(text)
    return None


def _scenario_row(
    document: Document, row: Row, roles: list[str | None], current: tuple[str, str]
) -> list[dict[str, Any]]:
    rows = []
    for role, cell in zip(roles, row.cells, strict=True):
        kind = {"assumptions": "assumption", "consequences": "consequence"}.get(role or "")
        if kind is None:
            continue
        for at, part in enumerate(cell.parts(), start=1):
            match = _NUMBERED.match(part.text)
            number = int(match[1]) if match else at
            statement = squeeze(part.text[match.end() :] if match else part.text)
            rows.append(
                {
                    "scenario": current[0],
                    "name": current[1],
                    "kind": kind,
                    "number": number,
                    "statement": statement,
                }
                | source_cells(document, part)
            )
    return rows
