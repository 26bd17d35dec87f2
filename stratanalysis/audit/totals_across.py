"""Total columns against the columns they sum: over years, over sources, over funds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stratanalysis.audit.additive import Term, closes
from stratanalysis.audit.verdicts import Verdict, mismatch, ok, unknown, write
from stratanalysis.documents.blocks import Document, Row
from stratanalysis.documents.table_model import BodyRow, Column, RowKind, TableModel
from stratanalysis.findings import Severity
from stratanalysis.quantities import Habit, Quantity, is_blank, read_quantity

__all__ = ["across", "with_severity"]


def with_severity(verdict: Verdict, severity: Severity) -> Verdict:
    """Return a verdict with another severity."""
    return Verdict(
        verdict.outcome, verdict.source, severity, verdict.why, verdict.values, verdict.stated,
        verdict.computed,
    )  # fmt: skip


def across(
    document: Document, model: TableModel, columns: Sequence[Column], habit: Habit
) -> Iterator[Verdict]:
    """Check every total column of a table; see :func:`stratanalysis.audit.totals`."""
    for total in columns:
        parts = _parts_of(total, columns)
        if len(parts) < 2:
            continue
        rows = [body for body in model.body if body.kind in (RowKind.DATA, RowKind.TOTAL)]
        found = [_row(body, total, parts, habit) for body in rows]
        over_years = all(part.year is not None for part in parts) and total.year is None
        closed = sum(answer == "ok" for answer, _, _ in found)
        open_ = sum(answer == "wrong" for answer, _, _ in found)
        for body, (answer, quantity, values) in zip(rows, found, strict=True):
            if answer == "ok":
                yield ok()
            elif answer == "unknown":
                yield unknown()
            elif answer == "wrong" and quantity is not None:
                if closed >= min(open_, 3) and closed:
                    sure = closed > 1 and closed > open_
                    severity = Severity.ERROR if sure else Severity.WARNING
                    yield with_severity(
                        _across_wrong(document, body.row, quantity, values, over_years), severity
                    )
                else:
                    yield unknown()


def _parts_of(total: Column, columns: Sequence[Column]) -> list[Column]:
    """Return the columns that a total column sums: those next to it under the same heads.

    A total among years sums the years; a total among sources of one year sums the sources.
    """
    if not total.total:
        return []
    above = total.path[:-1]
    others = [c for c in columns if c is not total and c.path[: len(above)] == above]
    if above:
        direct = [c for c in others if len(c.path) == len(total.path) and not c.total]
        if direct:
            return direct
    totals = [c for c in others if c.total and len(c.path) > len(total.path)]
    if totals:
        return totals
    years = [c for c in others if c.year is not None and not c.total]
    if total.year is None and years and len({c.year for c in years}) == len(years):
        return years
    if years and total.year is None:
        return []
    return [c for c in others if not c.total and c.year == total.year and c.unit == total.unit]


def _row(
    body: BodyRow, total: Column, parts: Sequence[Column], habit: Habit
) -> tuple[str, Quantity | None, list[Quantity]]:
    quantity = read_quantity(body.row.cells[total.at].text, default=total.unit, habit=habit)
    cells = [body.row.cells[part.at].text for part in parts]
    read = [
        read_quantity(text, default=part.unit, habit=habit)
        for text, part in zip(cells, parts, strict=True)
    ]
    values = [value for value in read if value is not None]
    if quantity is None or not values:
        return "none", None, []
    if closes(quantity, [Term(value, "", 0) for value in values]):
        return "ok", quantity, values
    unread = any(r is None and not is_blank(text) for r, text in zip(read, cells, strict=True))
    return ("unknown" if unread else "wrong"), quantity, values


def _across_wrong(
    document: Document, row: Row, quantity: Quantity, values: Sequence[Quantity], over_years: bool
) -> Verdict:
    computed = write(
        sum(value.number.value for value in values), max(v.number.decimals for v in values)
    )
    if over_years:
        why = (
            "the total over the years {stated} is not the sum of the years, {computed}; correct "
            "the total or a year"
        )
    else:
        why = "the total {stated} is not the sum of its sources, {computed}; correct one of them"
    return mismatch(
        Severity.WARNING,
        document.source(row),
        why,
        stated=quantity.written,
        computed=computed,
    )
