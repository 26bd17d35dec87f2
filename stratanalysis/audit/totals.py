"""Totals in tables: over the rows of a section, over sections, over the years of a row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.documents.blocks import Document, Row, Table
from stratanalysis.findings import Severity
from stratanalysis.quantities import (
    Habit,
    Quantity,
    find_years,
    is_blank,
    number_habit,
    prepare,
    read_quantity,
)

__all__ = ["check_amount_columns", "check_table_totals"]

_TOTAL = re.compile(r"\W{0,3}(?:всього|усього|разом|загалом|підсумок|total)\b", re.IGNORECASE)
_SUBSET = re.compile(
    r"\W{0,3}(?:в т\.? ?ч|у т\.? ?ч|в тому числі|у тому числі|з них|із них|of which|including)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"%|частк|питома|відсот|share|percent", re.IGNORECASE)
_HEAD_ROWS = 3
_LONGEST_GROUP = 25
"""Most rows under one subtotal."""


@dataclass(frozen=True, slots=True)
class _Amounts:
    """The numbers of one row by column."""

    row: Row
    total: bool
    subset: bool
    values: dict[int, Quantity]


def check_table_totals(material: Material) -> Iterator[Verdict]:
    """Check rows and columns of tables that are called a total.

    A total row must be the sum of the rows since the total before; a total after totals, the sum
    of those; a total with one amount only, the sum of the totals of all years. A total column must
    be the sum of the columns that are headed by years. A total may also stand above its rows. Rows
    that begin with "including", and rows under a row that is their sum, are left out. Columns of
    shares are not read. Where totals stand above, or subtotals are among the rows and nothing
    closes, the total is not checkable.
    """
    habit = None
    for table in material.document.tables():
        if len(table.rows) < _HEAD_ROWS or len(table.rows) > 20_000:
            continue
        if not any(_is_total(row) for row in table.rows) and not _total_column(table):
            continue
        habit = habit or number_habit(material.document.text())
        columns = _columns(table, habit)
        if columns:
            yield from _down(material.document, table, columns, habit)
            yield from _across(material.document, table, columns, habit)


def _is_total(row: Row) -> bool:
    filled = row.filled
    return bool(filled) and _TOTAL.match(prepare(filled[0].text)) is not None


def _total_column(table: Table) -> int | None:
    for row in table.rows[:_HEAD_ROWS]:
        for index, cell in enumerate(row.cells):
            if index and _TOTAL.match(prepare(cell.text)) and len(cell.text) < 40:
                return index
    return None


def _columns(table: Table, habit: Habit) -> list[int]:
    """Return the columns most of whose cells are amounts."""
    found = []
    for index in range(table.width):
        head = " ".join(row.cells[index].text for row in table.rows[:_HEAD_ROWS])
        if index == 0 or _SHARE.search(head) or "№" in head:
            continue
        texts = [row.cells[index].text for row in table.rows[1:]]
        filled = [text for text in texts if not is_blank(text)]
        numbers = [text for text in filled if read_quantity(text, habit=habit) is not None]
        if len(numbers) >= 2 and len(numbers) >= 0.6 * len(filled):
            found.append(index)
    return found


def _rows(table: Table, columns: list[int], habit: Habit) -> Iterator[_Amounts]:
    for row in table.rows:
        values = {}
        for index in columns:
            quantity = read_quantity(row.cells[index].text, habit=habit)
            if quantity is not None:
                values[index] = quantity
        first = prepare(row.filled[0].text) if row.filled else ""
        yield _Amounts(row, _is_total(row), _SUBSET.match(first) is not None, values)


def _down(document: Document, table: Table, columns: list[int], habit: Habit) -> Iterator[Verdict]:
    rows = list(_rows(table, columns, habit))
    last_total: _Amounts | None = None
    for amounts in rows:
        single = amounts.total and len(amounts.values) == 1
        if single and last_total is not None and len(last_total.values) > 1:
            yield from _over_years(document, amounts, last_total)
            amounts.values.clear()
        if amounts.total and amounts.values:
            last_total = amounts
    for column in columns:
        yield from _column(document, [row for row in rows if column in row.values], column)


def _column(document: Document, rows: list[_Amounts], column: int) -> Iterator[Verdict]:
    """Check the totals of one column; `rows` are those that have an amount in it."""
    pending: list[Quantity] = []
    totals: list[Quantity] = []
    everything: list[Quantity] = []
    total_first = bool(rows) and rows[0].total
    for index, amounts in enumerate(rows):
        quantity = amounts.values[column]
        if not amounts.total:
            if not amounts.subset:
                pending.append(quantity)
                everything.append(quantity)
            continue
        parts = pending or totals
        own = _without_subtotals(parts)
        after = [row.values[column] for row in itertools.takewhile(_is_part, rows[index + 1 :])]
        ways = (parts, everything, own, after, _without_subtotals(after))
        if any(_closes(quantity, terms) for terms in ways if terms):
            yield ok()
        elif not parts or total_first or len(own) < len(parts):
            yield unknown()
        else:
            yield _wrong(document, amounts.row, quantity, parts)
        totals = [*totals, quantity] if pending else [quantity]
        pending = []


def _is_part(amounts: _Amounts) -> bool:
    return not amounts.total


def _without_subtotals(rows: list[Quantity]) -> list[Quantity]:
    """Leave out the rows below a row that is the sum of at least two rows that follow it."""
    kept: list[Quantity] = []
    at = 0
    while at < len(rows):
        kept.append(rows[at])
        total, size = 0.0, 0
        for length, part in enumerate(rows[at + 1 : at + 1 + _LONGEST_GROUP], start=1):
            total += part.value
            if length > 1 and abs(total - rows[at].value) <= 1e-9 * abs(total) != 0:
                size = length
        at += 1 + size
    return kept


def _closes(total: Quantity, parts: list[Quantity]) -> bool:
    value = sum(part.value for part in parts)
    margin = total.margin + sum(part.margin for part in parts)
    exact = all(part.number.decimals >= 2 for part in (*parts, total))
    return abs(value - total.value) <= (total.margin if exact else margin) + 1e-9 * abs(value)


def _wrong(document: Document, row: Row, total: Quantity, parts: list[Quantity]) -> Verdict:
    value = sum(part.value for part in parts)
    decimals = max(part.number.decimals for part in parts)
    return mismatch(
        Severity.ERROR,
        document.source(row),
        "the total {stated} is not the sum of its {count} rows, {computed}; correct the total or a "
        "row",
        stated=total.written,
        computed=write(value, decimals),
        count=len(parts),
    )


def _over_years(document: Document, amounts: _Amounts, years: _Amounts) -> Iterator[Verdict]:
    quantity = next(iter(amounts.values.values()))
    parts = list(years.values.values())
    if not _closes(quantity, parts):
        value = sum(part.value for part in parts)
        yield mismatch(
            Severity.ERROR,
            document.source(amounts.row),
            "the total over the years {stated} is not the sum of the years, {computed}; correct "
            "the total or a year",
            stated=quantity.written,
            computed=write(value, quantity.number.decimals),
        )
        return
    yield ok()


def _across(
    document: Document, table: Table, columns: list[int], habit: Habit
) -> Iterator[Verdict]:
    total = _total_column(table)
    if total is None or total not in columns:
        return
    heads = {
        index: " ".join(row.cells[index].text for row in table.rows[:_HEAD_ROWS])
        for index in columns
    }
    years = [i for i, head in heads.items() if i != total and find_years(head)]
    if len(years) < 2:
        return
    for amounts in _rows(table, columns, habit):
        quantity = amounts.values.get(total)
        parts = [amounts.values[index] for index in years if index in amounts.values]
        if quantity is None or not parts:
            continue
        if _closes(quantity, parts):
            yield ok()
        elif len(parts) < len(years):
            yield unknown()
        else:
            yield mismatch(
                Severity.ERROR,
                document.source(amounts.row),
                "the total over the years {stated} is not the sum of the years, {computed}; "
                "correct the total or a year",
                stated=quantity.written,
                computed=write(
                    sum(part.value for part in parts), max(p.number.decimals for p in parts)
                ),
            )


def check_amount_columns(material: Material) -> Iterator[Verdict]:
    """Find the total over all years that stands in the column of one year."""
    habit = None
    for table in material.document.tables():
        if len(table.rows) < _HEAD_ROWS or len(table.rows) > 20_000:
            continue
        years = _year_columns(table)
        if len(years) < 2:
            continue
        habit = habit or number_habit(material.document.text())
        last: dict[int, Quantity] = {}
        for row in table.rows[_HEAD_ROWS:]:
            values = {
                index: quantity
                for index in years
                if (quantity := read_quantity(row.cells[index].text, habit=habit)) is not None
            }
            if _is_total(row) and len(values) == 1 and len(last) > 1:
                (column, total), *_ = values.items()
                if _closes(total, list(last.values())):
                    yield _misplaced(material.document, row, total, years[column])
                    continue
            for _ in values:
                yield ok()
            if _is_total(row) and len(values) > 1:
                last = values


def _year_columns(table: Table) -> dict[int, int]:
    """Return the columns that are headed by one year, with the year."""
    found = {}
    for index in range(table.width):
        for row in table.rows[:_HEAD_ROWS]:
            years = find_years(row.cells[index].text)
            if len(years) == 1 and len(row.cells[index].text) < 25:
                found[index] = years[0]
    return found


def _misplaced(document: Document, row: Row, total: Quantity, year: int) -> Verdict:
    return mismatch(
        Severity.NOTE,
        document.source(row),
        "{stated} is the sum of all years and stands in the column of {computed}; give it a column "
        "of its own",
        stated=total.written,
        computed=str(year),
    )
