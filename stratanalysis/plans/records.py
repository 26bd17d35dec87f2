"""Measures that are in no table of measures, put into one: project sheets, lists, packed cells.

``Назва проєкту | ...``, ``Строк | ...``, ``Вартість, тис. грн | 2025 | 2026`` (a project point by
point, in a table or in paragraphs); ``1. Замостити площу (виконавець – ..., 2025 рік, 5 тис. грн)``
(facts within an item, or on the lines below it); a column "executor, term, amount". Each becomes
rows of a plain table, which :mod:`stratanalysis.plans.programme` reads like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stratanalysis.documents.blocks import Cell, Document, Paragraph, Piece, Row, Table
from stratanalysis.documents.columns import column_role, read_rules
from stratanalysis.documents.evidence import stem_role
from stratanalysis.documents.headings import read_heading
from stratanalysis.documents.table_model import unit_in
from stratanalysis.documents.year_rows import years_to_columns
from stratanalysis.plans.labels import item_mark
from stratanalysis.plans.record_facts import (
    INCLUDED,
    PLAN_ROLES,
    LabelledLine,
    Record,
    label_ahead,
    read_facts_of,
    read_record,
    read_records,
)
from stratanalysis.quantities import prepare, squeeze

__all__ = ["tabled"]

_MOST_ROWS = 80
_LONGEST_LABEL, _LONGEST_ITEM = 70, 900
_ENOUGH = 0.6
_WHOLE = re.compile(r"\W*(?:паспорт|програм|стратегі|план(?![^\W\d_]))", re.IGNORECASE)
"""Words that head a whole document and not one of its measures."""
_MEASURE = re.compile(r"(?:захід|про[єе]кт)[ ]?№?[ ]?\d{0,3}[.:)]?[ ]{0,3}", re.IGNORECASE)
_COMMAS = re.compile(r"[,;/\n]| та | і ")


def tabled(document: Document) -> tuple[Document, dict[int, int]]:
    """Return the document with such measures in plain tables.

    Returns
    -------
    document : Document
        Cells keep the place of the words that they hold.
    origins : dict
        From the identity of each new table to that of the table it was made of.
    """
    blocks: list[Paragraph | Table] = []
    origins: dict[int, int] = {}
    kept: list[Paragraph] = []
    count = 0

    def flush() -> int:
        made = list(_paragraphs(kept, count))
        blocks.extend(made)
        kept.clear()
        return sum(len(one.rows) - 1 for one in made if isinstance(one, Table))

    for block in document.blocks:
        if isinstance(block, Paragraph):
            kept.append(block)
            continue
        count += flush()
        sheets = _sheets(block)
        made = _made(sheets, count, sign="P") if sheets else _unpacked(years_to_columns(block))
        count += len(sheets)
        if made is not block:
            origins[id(made)] = id(block)
        blocks.append(made)
    flush()
    return replace(document, blocks=tuple(blocks)), origins


# Project sheets: a label and its value, in two cells or in one paragraph


def _sheets(table: Table) -> list[Record]:
    """Return the projects of a table of labels and values; none for other tables."""
    if table.width < 2 or len(table.rows) > _MOST_ROWS:
        return []
    at = 1 if all(squeeze(t[0]).strip(".) ").isdecimal() or not t[0] for t in _texts(table)) else 0
    if at and not any(squeeze(texts[0]) for texts in _texts(table)):
        at = 0
    if table.width < at + 2:
        return []
    lines = [LabelledLine(row.cells[at], row.cells[at + 1 :]) for row in table.rows]
    return read_records(lines)


def _texts(table: Table) -> list[tuple[str, ...]]:
    return [row.texts for row in table.rows]


# Paragraphs


def _paragraphs(kept: Sequence[Paragraph], count: int) -> Iterator[Paragraph | Table]:
    """Yield paragraphs, each run of them that tells measures as one table."""
    at = 0
    while at < len(kept):
        records, end = _cards(kept, at)
        if records:
            yield _made(records, count, sign="P")
            at = end
            continue
        records, end = _items(kept, at)
        if records:
            yield _made(records, 0)
        else:
            yield from kept[at:end]
        at = end


def _cards(kept: Sequence[Paragraph], at: int) -> tuple[list[Record], int]:
    """Read projects given on lines of their own from a paragraph on, and where they end."""
    records: list[Record] = []
    marked = False
    while at < len(kept):
        first = _label_line(kept[at])
        begin = at if first is not None and first.role == "title" else at + 1
        lines: list[LabelledLine] = []
        while begin + len(lines) < len(kept) and len(lines) < _MOST_ROWS:
            line = _label_line(kept[begin + len(lines)])
            if line is None or (line.role == "title" and lines):
                break
            lines.append(line)
        title = None if begin == at or (lines and lines[0].role == "title") else _title(kept[at])
        if begin > at and (title is None or len({x.role for x in lines} & PLAN_ROLES) < 2):
            break
        found = read_record(lines)
        if title is not None:
            found.points["title"] = title
            marked = marked or title.text != squeeze(kept[at].text)
        elif len(found.roles()) < 2:
            break
        marked = marked or title is None
        records.append(found)
        at = begin + len(lines)
    return (records, at) if marked or len(records) > 1 else ([], at)


def _label_line(paragraph: Paragraph) -> LabelledLine | None:
    """Read a paragraph as a label and its value."""
    if paragraph.front or paragraph.heading or len(paragraph.text) > _LONGEST_ITEM:
        return None
    text = INCLUDED.sub("", paragraph.text[item_mark(paragraph.text) :])
    label, colon, rest = text.partition(":")
    if not colon or len(label) > _LONGEST_LABEL:
        return None
    value = Piece(rest.strip(" ;"), paragraph.line, paragraph.place)
    return LabelledLine(Piece(label, paragraph.line, paragraph.place), [value])


def _title(paragraph: Paragraph) -> Piece | None:
    """Return the title of a measure that a paragraph may be; None for a label, a goal, a text."""
    text = squeeze(paragraph.text)
    heading = read_heading(text)
    goal = heading is not None and (heading.level is not None or heading.depth == 2)
    if paragraph.front or goal or len(text) > 300 or text.endswith(":") or _WHOLE.match(text):
        return None
    mark = item_mark(text) or (found.end() if (found := _MEASURE.match(text)) else 0)
    return Piece(text[mark:].rstrip(" ;."), paragraph.line, paragraph.place)


def _items(kept: Sequence[Paragraph], at: int) -> tuple[list[Record], int]:
    """Read a list whose items hold facts from a paragraph on, and where it ends."""
    end = at
    records = []
    while end < len(kept) and (mark := item_mark(kept[end].text)):
        paragraph = kept[end]
        heading = read_heading(paragraph.text)
        if paragraph.front or len(paragraph.text) > _LONGEST_ITEM:
            break
        if heading is not None and (heading.level is not None or heading.depth > 1):
            break
        piece = Piece(paragraph.text[mark:], paragraph.line, paragraph.place)
        records.append(read_facts_of(piece, titled=True))
        end += 1
    several = sum(len(record.roles()) > 1 for record in records)
    return (records if several > 1 and several >= _ENOUGH * len(records) else []), max(end, at + 1)


# Tables


def _made(records: Sequence[Record], count: int, *, sign: str = "") -> Table:
    """Write measures as a table; the rows below the first of a measure hold its further amounts."""
    heads = read_rules("forms")["record"]
    paid = [amount for record in records for amount in record.money]
    used = {role for record in records for role in record.points} | {"number", "title"}
    used |= {"money"} if paid else set()
    used |= {"year"} if any(year for year, _, _ in paid) else set()
    used |= {"source"} if any(source for _, source, _ in paid) else set()
    roles = [role for role in heads if role in used]
    first = records[0].points["title"]
    rows = [Row(tuple(Cell(heads[role], first.line, first.place) for role in roles))]
    for number, record in enumerate(records, count + 1):
        amounts = record.money or [("", "", Piece(""))]
        title = record.points["title"]
        for at, (year, source, money) in enumerate(amounts):
            texts = {"year": year, "source": source, "money": money.text}
            if at == 0:
                texts = {r: p.text for r, p in record.points.items()} | {
                    k: v for k, v in texts.items() if v
                }
                texts["number"] = f"{sign}{number}"
            whole = money if money.text else title
            cells = []
            for role in roles:
                own = record.points.get(role, title) if at == 0 and role != "money" else whole
                cells.append(Cell(texts.get(role, ""), own.line, own.place))
            rows.append(Row(tuple(cells)))
    return Table(tuple(rows), first.line, first.place)


def _unpacked(table: Table) -> Table:
    """Part columns that hold several facts: "executor, term, amount", or facts below the title."""
    if len(table.rows) < 3 or table.width < 2:
        return table
    for at, head in enumerate(table.rows[0].texts):
        roles = _packed(head)
        titled = (
            column_role(squeeze(head)) in ("measure", "task")
            or stem_role(squeeze(head)) == "measure"
        )
        if not roles and not titled:
            continue
        cells = [row.cells[at] for row in table.rows[1:]]
        if titled and not any(label_ahead().search(prepare(cell.text)) for cell in cells):
            continue
        said = [read_facts_of(cell, titled=titled, unit=unit_in(head)) for cell in cells]
        filled = sum(bool(cell.text.strip()) for cell in cells)
        if not filled or sum(len(one.roles()) > 1 for one in said) < _ENOUGH * filled:
            continue
        return _spread(table, at, said, titled=titled)
    return table


def _packed(head: str) -> set[str]:
    """Return the roles that a head names where it names several: ``Виконавець, строк, сума``."""
    parts = [squeeze(part) for part in _COMMAS.split(squeeze(head)) if part.strip()]
    if len(parts) < 2 or len(head) > 2 * _LONGEST_LABEL:
        return set()
    roles = {str(column_role(part) or stem_role(part)) for part in parts}
    roles &= {"executor", "term", "money"}
    return roles if len(roles) > 1 and "executor" in roles else set()


def _spread(table: Table, at: int, said: Sequence[Record], *, titled: bool) -> Table:
    """Return a table with a column for each fact that the cells of one column hold."""
    heads = read_rules("forms")["record"]
    used = {role for one in said for role in one.points} & PLAN_ROLES
    used |= {"money"} if any(one.money for one in said) else set()
    roles = [role for role in heads if role in used]
    first = table.rows[0].cells
    keep = (first[at],) if titled else ()
    extra = (Cell(heads[role], first[at].line, first[at].place) for role in roles)
    rows = [replace(table.rows[0], cells=(*first[:at], *keep, *extra, *first[at + 1 :]))]
    for row, one in zip(table.rows[1:], said, strict=True):
        cell = row.cells[at]
        texts = {role: piece.text for role, piece in one.points.items()}
        texts["money"] = "; ".join(
            f"{source} \u2013 {money.text}" if source else money.text
            for _, source, money in one.money
        )
        if not titled and not texts.keys() - {"money"} and not one.money and cell.text.strip():
            texts[roles[0]] = cell.text
        own = (Cell(texts.get("title", ""), cell.line, cell.place),) if titled else ()
        cells = (Cell(texts.get(role, ""), cell.line, cell.place) for role in roles)
        rows.append(replace(row, cells=(*row.cells[:at], *own, *cells, *row.cells[at + 1 :])))
    return replace(table, rows=tuple(rows))
