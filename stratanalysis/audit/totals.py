"""Totals in tables: over the rows of a section, over sections, over years and sources of a row.

The table is read as :mod:`stratanalysis.documents.table_model` takes it apart, so that years in a
head, rows of column numbers and repeated heads are never summed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stratanalysis.audit.additive import Term, closes, reads_otherwise, ways
from stratanalysis.audit.totals_across import across, with_severity
from stratanalysis.audit.totals_by_source import rows_by_source, source_groups
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.documents.blocks import Document, Row
from stratanalysis.documents.table_model import (
    BodyRow,
    Column,
    RowKind,
    TableModel,
    is_total_words,
)
from stratanalysis.findings import Severity
from stratanalysis.quantities import Habit, Quantity, is_blank, prepare, read_quantity, squeeze

__all__ = ["check_amount_columns", "check_table_totals"]

_NOT_ADDITIVE = re.compile(
    r"%|частк|питома|відсот|середн|на (?:1|одн|душу)|рівень|темп|індекс|ціна|тариф|коефіц|"
    r"норма|ставк|"
    r"№|код|рік заснув|share|percent|average|per |rate|index",
    re.IGNORECASE,
)
_FUND = re.compile(
    r"(?:загальн|спеціальн)\w{2,3}[ ]фонд|бюджет\w?[ ]розвитку|general fund|special fund",
    re.IGNORECASE,
)
"""Rows of funds give the amounts of the row above once more."""
_PLAIN_TOTAL = re.compile(
    r"\W*(?:всього|усього|разом|загалом|total)\W*"
    r"(?:(?:по|за|for the|of)\W+"
    r"(?:програм\w*|розділ\w*|план\w*|напрям\w*|заход\w*|рік|роки|all|programme)"
    r"[^,;]{0,40})?\W*",
    re.IGNORECASE,
)
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the body and its amount in one column; None where the cell has none."""

    body: BodyRow
    amount: Quantity | None
    unread: bool
    source: str = ""


def check_table_totals(material: Material) -> Iterator[Verdict]:
    """Check rows and columns of tables that are called a total.

    A total row is compared with the rows since the total before, with all rows, with the totals
    before it, with the rows below it; it is confirmed if one of these readings closes within the
    rounding. It is contradicted only where the table is plain: rows with an amount each, one
    level, none marked "of which". A total column is compared with the columns that are under the
    same head, if that holds in most rows. Columns of shares, averages and rates are not summed.
    """
    for model in material.models:
        if len(model.table.rows) < 3 or len(model.table.rows) > _MOST_ROWS:
            continue
        habit = material.habit
        if model.at("indicator") >= 0:
            continue  # levels of a year are no parts of a sum
        columns = [column for column in model.columns if _is_additive(model, column, habit)]
        if not columns:
            continue
        if any(row.kind is RowKind.TOTAL for row in model.body):
            yield from _down(material.document, model, columns, habit)
        yield from across(material.document, model, columns, habit)
        yield from source_groups(material.document, model, columns, habit)


def _is_additive(model: TableModel, column: Column, habit: Habit) -> bool:
    if column.role in ("number", "term", "unit") or _NOT_ADDITIVE.search(column.head):
        return False
    if column.unit is not None and column.unit.kind in ("share", "rate"):
        return False
    if column.at == 0 and model.table.width > 1 and column.role is None and column.year is None:
        return False
    cells = [row.row.cells[column.at].text for row in model.body if row.kind is not RowKind.HEAD]
    filled = [text for text in cells if not is_blank(text)]
    numbers = sum(read_quantity(text, habit=habit) is not None for text in filled)
    return numbers >= 2 and numbers >= 0.6 * len(filled)


def _lines(model: TableModel, column: Column, habit: Habit) -> list[_Line]:
    lines = []
    for body, source in rows_by_source(model):
        if body.kind is RowKind.HEAD:
            continue
        text = body.row.cells[column.at].text
        amount = read_quantity(text, default=column.unit, habit=habit)
        lines.append(_Line(body, amount, amount is None and not is_blank(text), source))
    return lines


def _by_source(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Part the lines: those that totals of one source are the sums of, then those of the rest."""
    totals = [line for line in lines if line.body.kind is RowKind.TOTAL]
    for source in dict.fromkeys(line.source for line in totals if line.source):
        yield [line for line in lines if line.source == source]
    yield [line for line in lines if line.body.kind is not RowKind.TOTAL or not line.source]


def _down(
    document: Document, model: TableModel, columns: Sequence[Column], habit: Habit
) -> Iterator[Verdict]:
    overall = _over_years(document, model, columns, habit)
    yield from overall.values()
    judged: list[tuple[int, Verdict]] = []
    closed: set[int] = set()
    overall |= _shifted(model, columns, habit)
    for column in columns:
        for lines in _by_source(_lines(model, column, habit)):
            for at, verdict in _column(document, lines, column):
                row = id(lines[at].body.row)
                if row in overall:
                    continue
                judged.append((row, verdict))
                if verdict == ok():
                    closed.add(row)
    for at, verdict in judged:
        if verdict.source is None or verdict.severity is Severity.ERROR or at not in closed:
            yield verdict
        else:  # the same row closes in another column: the layout is understood
            yield with_severity(verdict, Severity.ERROR)


def _shifted(model: TableModel, columns: Sequence[Column], habit: Habit) -> dict[int, Verdict]:
    """Find total rows whose amounts are the sums of the columns in order, but are elsewhere.

    Merged cells are lost where a table becomes text: the amounts of the last row then are too far
    to the left.
    """
    found: dict[int, Verdict] = {}
    sums: dict[int, list[Term]] = {column.at: [] for column in columns}
    for body in model.body:
        if body.kind is RowKind.DATA:
            for at, terms in sums.items():
                amount = read_quantity(body.row.cells[at].text, habit=habit)
                if amount is not None:
                    terms.append(Term(amount, "", 0))
        elif body.kind is RowKind.TOTAL:
            cells = [read_quantity(cell.text, habit=habit) for cell in body.row.filled[1:]]
            amounts = [amount for amount in cells if amount is not None]
            own = [terms for terms in sums.values() if terms]
            there = {at for at in sums if read_quantity(body.row.cells[at].text, habit=habit)}
            if len(amounts) != len(own) or len(amounts) < 2 or len(there) == len(own):
                continue
            if all(closes(a, terms) for a, terms in zip(amounts, own, strict=True)):
                found[id(body.row)] = ok()
    return found


def _column(
    document: Document, lines: Sequence[_Line], column: Column
) -> Iterator[tuple[int, Verdict]]:
    """Yield a verdict for every total of a column, with its place among the lines."""
    start = 0
    totals: list[Term] = []
    for at, line in enumerate(lines):
        if line.body.kind is not RowKind.TOTAL:
            continue
        total = line.amount
        if total is None:
            continue
        since = list(_terms(lines[start:at]))
        everything = list(_terms(lines[:at]))
        below: list[Term] = []
        for other in lines[at + 1 :]:
            if other.body.kind is RowKind.TOTAL:
                break
            below += _terms([other])
        readings = ways(since, everything, totals, below)
        if any(closes(total, terms) for terms in readings if terms):
            yield at, ok()
        elif _certain(lines, start, at, since or totals, total, column):
            yield at, _wrong(document, line, total, since or totals, column)
        else:
            yield at, unknown()
        term = Term(total, squeeze(line.body.row.filled[0].text), 0)
        totals = [*totals, term] if since else [term]
        start = at + 1


def _terms(lines: Sequence[_Line]) -> list[Term]:
    """Return the amounts of the rows that may be parts, with the depth of their numbers."""
    found = []
    depth = 0
    for line in lines:
        if line.amount is None or line.body.kind not in (RowKind.DATA, RowKind.TITLE):
            continue
        words = line.body.text(0)
        number = re.match(r"\d{1,2}(?:\.\d{1,2})*", words)
        continues = not words and line.body.row.filled[0] not in line.body.row.cells[:2]
        if not continues:  # a row of a source goes with the row of its measure
            depth = number.group().count(".") + 1 if number else 0
        found.append(Term(line.amount, words, depth))
    return found


def _certain(
    lines: Sequence[_Line],
    start: int,
    at: int,
    parts: Sequence[Term],
    total: Quantity,
    column: Column,
) -> bool:
    """Tell whether a total that does not close can only be the sum of the rows above it."""
    block = lines[start:at]
    if len(parts) < 2 or not _PLAIN_TOTAL.fullmatch(_total_words(lines[at].body.row)):
        return False
    if lines[0].body.kind is RowKind.TOTAL or any(line.unread for line in block):
        return False
    if any(line.body.kind is RowKind.PART for line in lines[:at]):
        return False
    if any(line.body.kind is RowKind.TITLE and line.amount is not None for line in block):
        return False
    depths = [term.depth for term in parts if term.depth]
    mixed = len(set(depths)) > 1 or 1 < len(depths) < len(parts)
    if mixed or len({term.amount.unit.code for term in parts} | {total.unit.code}) > 1:
        return False
    value = sum(term.amount.value for term in parts)
    if value == 0 or not 0.2 < abs(total.value / value) < 5:
        return False
    if abs(2 * total.value - value) <= 1e-6 * abs(value):
        return False  # every amount occurs twice: as an item and as its fund
    if any(_FUND.search(prepare(cell.text)) for line in block for cell in line.body.row.filled[:3]):
        return False
    return not reads_otherwise(total, parts)


def _total_words(row: Row) -> str:
    return next((prepare(c.text) for c in row.filled if is_total_words(c.text)), "")


def _wrong(
    document: Document, line: _Line, total: Quantity, parts: Sequence[Term], column: Column
) -> Verdict:
    value = sum(term.amount.number.value for term in parts)
    decimals = max(term.amount.number.decimals for term in parts)
    if any(term.amount.unit.factor != total.unit.factor for term in parts):
        value = sum(term.amount.value for term in parts) / total.unit.factor
    money = column.unit is not None and column.unit.kind == "money"
    return mismatch(
        Severity.ERROR if money and len(parts) > 1 else Severity.WARNING,
        document.source(line.body.row),
        "the total {stated} is not the sum of its {count} rows, {computed}; correct the total or a "
        "row",
        stated=total.written,
        computed=write(value, decimals),
        count=len(parts),
    )


def _over_years(
    document: Document, model: TableModel, columns: Sequence[Column], habit: Habit
) -> dict[int, Verdict]:
    """Check the last total, of one amount, against the totals of all years in the total before."""
    years = [column for column in columns if column.year is not None]
    found: dict[int, Verdict] = {}
    last: dict[int, Quantity] = {}
    if len(years) < 2:
        return found
    for body in model.body:
        if body.kind is not RowKind.TOTAL:
            continue
        values = {
            column.at: quantity
            for column in columns
            if (quantity := read_quantity(body.row.cells[column.at].text, habit=habit)) is not None
        }
        if len(values) == 1 and len(last) > 1:
            (quantity,) = values.values()
            found[id(body.row)] = _years(document, body.row, quantity, list(last.values()))
        elif len(values) > 1:
            last = {at: q for at, q in values.items() if at in {c.at for c in years}}
    return found


def _years(document: Document, row: Row, quantity: Quantity, parts: Sequence[Quantity]) -> Verdict:
    if closes(quantity, [Term(part, "", 0) for part in parts]):
        return ok()
    return mismatch(
        Severity.WARNING,
        document.source(row),
        "the total over the years {stated} is not the sum of the years, {computed}; correct "
        "the total or a year",
        stated=quantity.written,
        computed=write(
            sum(part.number.value for part in parts), max(p.number.decimals for p in parts)
        ),
    )


def check_amount_columns(material: Material) -> Iterator[Verdict]:
    """Find the total over all years that is in the column of one year."""
    for model in material.models:
        years = {column.at: column.year for column in model.columns if column.year is not None}
        if len(years) < 2 or len(model.table.rows) > _MOST_ROWS:
            continue
        last: dict[int, Quantity] = {}
        for body in model.body:
            if body.kind is RowKind.HEAD:
                continue
            values = {
                at: quantity
                for at in years
                if (q := read_quantity(body.row.cells[at].text, habit=material.habit)) is not None
                and (quantity := q)
            }
            total = body.kind is RowKind.TOTAL
            if total and len(values) == 1 and len(last) > 1:
                ((at, amount),) = values.items()
                if closes(amount, [Term(value, "", 0) for value in last.values()]):
                    yield _misplaced(material.document, body.row, amount, years[at] or 0)
                    continue
            for _ in values:
                yield ok()
            if total and len(values) > 1:
                last = values


def _misplaced(document: Document, row: Row, total: Quantity, year: int) -> Verdict:
    return mismatch(
        Severity.NOTE,
        document.source(row),
        "{stated} is the sum of all years and is in the column of {computed}; give it a column "
        "of its own",
        stated=total.written,
        computed=str(year),
    )
