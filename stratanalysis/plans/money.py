"""Money in tables: which columns are years, in what unit, and what each cell says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stratanalysis.documents.blocks import Cell, Document, Row, Table
from stratanalysis.findings import Finding, Severity
from stratanalysis.quantities import (
    Habit,
    Quantity,
    Unit,
    find_quantities,
    find_years,
    is_blank,
    prepare,
    read_quantity,
    squeeze,
)

__all__ = ["MoneyColumns", "amount_rows", "money_columns"]

_UAH = Unit("UAH", "money", 1, "")


@dataclass(frozen=True, slots=True)
class MoneyColumns:
    """The columns of money in a table.

    Attributes
    ----------
    years : dict of int to int
        Calendar year by column.
    unit : Unit
        Unit that the head gives; hryvnias, with no words, where it gives none.
    extra_head_rows : int
        Rows of the head below its first.
    """

    years: dict[int, int]
    unit: Unit
    extra_head_rows: int


def money_columns(table: Table, head: int, roles: Sequence[str | None]) -> MoneyColumns:
    """Find the years of the money columns in the head of a table, and the unit.

    The years stand in the head itself or in the row below it (under a merged cell).
    """
    years: dict[int, int] = {}
    extra = 0
    for below in range(2):
        if head + below >= len(table.rows):
            break
        cells = table.rows[head + below].cells
        found = {
            at: named[0]
            for at, cell in enumerate(cells)
            if len(named := find_years(cell.text)) == 1 and len(squeeze(cell.text)) < 30
        }
        if found:
            years, extra = found, below
            break
    first = table.rows[head].cells
    heads = [cell.text for role, cell in zip(roles, first, strict=True) if role == "money"]
    heads += [table.rows[head + extra].cells[column].text for column in years]
    units = (_unit_of(text) for text in heads)
    return MoneyColumns(years, next((unit for unit in units if unit), _UAH), extra)


def _unit_of(text: str) -> Unit | None:
    """Find a unit of money in the words of a head: ``(тис.грн.)``, ``, тис. грн``."""
    for part in re.split(r"[(,:]", prepare(text))[1:]:
        found = find_quantities("1 " + part.strip())
        if found and found[0].unit.code == "UAH":
            return found[0].unit
    return None


def amount_rows(
    document: Document,
    rows: Sequence[Row],
    columns: MoneyColumns,
    *,
    measure: str,
    kind: str,
    habit: Habit,
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Read the amounts of a measure from the rows that belong to it.

    A year whose cells are blank, ``---`` or ``~~~`` gives one row with a missing amount. Several
    amounts in a year give a row each. An ambiguous number is read by the document's habit, and the
    other reading stands in `alternative`.

    Returns
    -------
    rows : list of dict
        `measure`, `year`, `amount` (UAH), `unit`, `unit_as_written`, `kind`, `alternative` and the
        source columns.
    findings : list of Finding
        Cells that hold something else than one amount.
    """
    found: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for column, year in columns.years.items():
        cells = [row.cells[column] for row in rows]
        given = False
        for cell in cells:
            if is_blank(cell.text) or not cell.text.strip():
                continue
            quantities = _amounts(cell, columns.unit, habit)
            if len(quantities) != 1:
                findings.append(_unread(document, cell, len(quantities)))
            for quantity in quantities:
                given = True
                found.append(_row(document, cell, measure, year, kind, quantity))
        if not given:
            first = next((cell for cell in cells if cell.text.strip()), cells[0])
            found.append(_row(document, first, measure, year, kind, None))
    return found, findings


def _amounts(cell: Cell, unit: Unit, habit: Habit) -> list[Quantity]:
    whole = read_quantity(cell.text, default=unit, habit=habit)
    if whole is not None:
        return [whole] if whole.unit.kind == "money" else []
    return [q for q in find_quantities(cell.text, habit=habit) if q.unit.kind == "money"]


def _unread(document: Document, cell: Cell, count: int) -> Finding:
    if count:
        why = "{count} amounts stand in one cell; each is read."
        return Finding(
            "two-amounts", Severity.WARNING, document.source(cell), why, {"count": count}
        )
    why = "The cell stands in a column of money but holds no amount: {text}."
    values = {"text": squeeze(cell.text)[:80]}
    return Finding("no-amount", Severity.WARNING, document.source(cell), why, values)


def _row(
    document: Document,
    cell: Cell,
    measure: str,
    year: int,
    kind: str,
    quantity: Quantity | None,
) -> dict[str, Any]:
    return {
        "measure": measure,
        "year": year,
        "amount": quantity.value if quantity else None,
        "unit": "UAH",
        "unit_as_written": quantity.unit.written if quantity else None,
        "kind": kind,
        "alternative": quantity.alternative if quantity else None,
        "source_document": document.name,
        "source_line": cell.line,
        "source_place": cell.place or None,
        "source_text": cell.text,
    }
