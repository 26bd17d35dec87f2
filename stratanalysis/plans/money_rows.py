"""The amounts of a measure or of a total: a row for every cell of the cube that is filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from stratanalysis.documents.blocks import Cell, Document, Row
from stratanalysis.documents.evidence import source_words
from stratanalysis.documents.table_model import is_total_words
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.money_cube import MoneyColumn
from stratanalysis.quantities import (
    Habit,
    Quantity,
    find_quantities,
    find_years,
    is_blank,
    prepare,
    read_quantity,
    squeeze,
)

__all__ = ["CUBE_COLUMNS", "cube_rows", "measure_money", "total_money"]

CUBE_COLUMNS = (
    "measure", "year", "source", "fund", "stage", "level", "amount", "unit", "unit_as_written",
)  # fmt: skip
"""Columns of the cube of money, before those of the place."""
_PARTS = re.compile(r"[;\n]|,(?=[ ]?[^\W\d_])")
_SOURCE_SUM = re.compile(
    r"(?P<source>[^\W\d_][^\d]{1,60}?)[ ]{0,2}[\u2013\u2014:-][ ]{0,2}(?P<sum>\d[^;]{0,30})"
)
_STAGES = {"amended": "amended", "executed": "executed"}

_KINDS = {"planned": "measure", "amended": "amended", "executed": "executed"}


def measure_money(
    document: Document,
    rows: Sequence[Row],
    columns: Sequence[MoneyColumn],
    source_at: int,
    *,
    measure: str,
    habit: Habit,
    term_year: int | None = None,
    year_at: int = -1,
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Read the amounts of a measure from the rows that belong to it.

    The planned amounts have the kind ``measure`` and add up to the measure's money; totals over
    sources or years are of the kind ``measure_total``, and count only where no parts are given. A
    year without an amount gives one row with a missing one.

    Parameters
    ----------
    rows : sequence of Row
        The row of the measure and those that continue it (its sources, cells cut by page breaks).
    source_at : int
        The column of sources; -1 for none.
    term_year : int, optional
        The year of the measure's own term, for amounts that no head dates.
    year_at : int
        The column that dates each row; -1 for none.
    """
    found: list[dict[str, Any]] = []
    findings: list[Finding] = []
    by_source = source_at >= 0 and sum(bool(row.cells[source_at].text.strip()) for row in rows) > 1
    given: set[int] = set()
    totals: list[dict[str, Any]] = []
    for column in columns:
        cells = [(row, row.cells[column.at]) for row in rows]
        for row, cell in cells:
            if is_blank(cell.text) or not cell.text.strip():
                continue
            words = squeeze(row.cells[source_at].text) if source_at >= 0 else ""
            own_total = by_source and is_total_words(words)
            parted = _by_source(cell, column, habit)
            quantities = parted or [("", one) for one in _amounts(cell, column, habit)]
            if len(quantities) != 1 and not parted:
                findings.append(_unread(document, cell, len(quantities)))
            dated = find_years(row.cells[year_at].text) if year_at >= 0 else []
            year = dated[0] if dated else term_year
            if year_at >= 0 and is_total_words(squeeze(row.cells[year_at].text)):
                own_total, year = True, None
            for source, quantity in quantities:
                record = _row(document, cell, measure, column, quantity)
                record["year"] = column.year if column.year is not None else year
                whose = source or column.source or (None if own_total else words)
                record["funding_source"] = whose or None
                if column.total or own_total:
                    totals.append(record | {"kind": "measure_total"})
                else:
                    given.add(column.at)
                    found.append(record)
        if column.at not in given and not column.total and column.stage == "planned":
            blank = next((cell for _, cell in cells if cell.text.strip()), cells[0][1])
            found.append(_row(document, blank, measure, column, None))
    if totals and not any(row["amount"] is not None for row in found):
        found = [row | {"kind": "measure"} for row in totals[:1]]
        totals = totals[1:]
    return found + totals, findings


def cube_rows(money: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the money of programmes by measure, year, source, fund, stage and level of total.

    Rows without an amount are left out. `stage` is ``planned``, ``amended`` or ``executed``;
    `level` is ``measure`` (these add up), ``measure_total`` (over sources or years),
    ``section_total`` or ``grand_total``.
    """
    return [
        row
        | {
            "source": row["funding_source"],
            "stage": _STAGES.get(row["kind"], "planned"),
            "level": "measure" if row["kind"] in _STAGES else row["kind"],
        }
        for row in money
        if row["amount"] is not None
    ]


def total_money(
    document: Document,
    row: Row,
    columns: Sequence[MoneyColumn],
    *,
    measure: str,
    kind: str,
    habit: Habit,
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Read the amounts of a row of totals; those of total columns have no year."""
    found: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for column in columns:
        cell = row.cells[column.at]
        quantities = [] if is_blank(cell.text) else _amounts(cell, column, habit)
        if not is_blank(cell.text) and len(quantities) != 1:
            findings.append(_unread(document, cell, len(quantities)))
        if column.stage != "planned" or (column.total and column.year is not None):
            continue
        for quantity in quantities:
            found.append(_row(document, cell, measure, column, quantity) | {"kind": kind})
        if not quantities and not column.total and column.year is not None:
            found.append(_row(document, cell, measure, column, None) | {"kind": kind})
    return found, findings


def _amounts(cell: Cell, column: MoneyColumn, habit: Habit) -> list[Quantity]:
    whole = read_quantity(cell.text, default=column.unit, habit=habit)
    if whole is not None:
        return [whole] if whole.unit.kind == "money" else []
    return [q for q in find_quantities(cell.text, habit=habit) if q.unit.kind == "money"]


def _by_source(cell: Cell, column: MoneyColumn, habit: Habit) -> list[tuple[str, Quantity]]:
    """Read a cell that names sources with their sums: ``Місцевий бюджет - 193,0; інші - 5``."""
    found: list[tuple[str, Quantity]] = []
    for part in _PARTS.split(cell.text):
        match = _SOURCE_SUM.fullmatch(prepare(part).strip(" ;,."))
        quantity = (
            read_quantity(match["sum"], default=column.unit, habit=habit)
            if match and source_words(match["source"])
            else None
        )
        if match is None or quantity is None or quantity.unit.kind != "money":
            return []
        found.append((squeeze(match["source"]), quantity))
    return found


def _unread(document: Document, cell: Cell, count: int) -> Finding:
    if count:
        why = "{count} amounts are in one cell; each is read."
        return Finding(
            "two-amounts", Severity.WARNING, document.source(cell), why, {"count": count}
        )
    why = "The cell is in a column of money but holds no amount: {text}."
    values = {"text": squeeze(cell.text)[:80]}
    return Finding("no-amount", Severity.WARNING, document.source(cell), why, values)


def _row(
    document: Document, cell: Cell, measure: str, column: MoneyColumn, quantity: Quantity | None
) -> dict[str, Any]:
    return {
        "measure": measure,
        "year": column.year,
        "amount": quantity.value if quantity else None,
        "unit": "UAH",
        "unit_as_written": (quantity.unit.written or None) if quantity else None,
        "kind": _KINDS[column.stage],
        "funding_source": column.source or None,
        "fund": column.fund or None,
        "alternative": quantity.alternative if quantity else None,
        "source_document": document.name,
        "source_line": cell.line,
        "source_place": cell.place or None,
        "source_text": cell.text,
    }
