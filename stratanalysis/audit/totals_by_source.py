"""Rows of sources: which source a row is of, and rows of sources against the row they part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stratanalysis.audit.additive import Term, closes
from stratanalysis.audit.totals_across import with_severity
from stratanalysis.audit.verdicts import Verdict, mismatch, ok, write
from stratanalysis.documents.blocks import Document, Row
from stratanalysis.documents.columns import key
from stratanalysis.documents.evidence import source_words
from stratanalysis.documents.table_model import (
    BodyRow,
    Column,
    RowKind,
    TableModel,
    is_total_words,
)
from stratanalysis.findings import Severity
from stratanalysis.quantities import Habit, Quantity, is_blank, prepare, read_quantity, squeeze

__all__ = ["rows_by_source", "source_groups"]

Sourced = list[tuple[BodyRow, str]]
"""Rows of a body, each with the key of its source; empty for none and for "total"."""
_FEWEST = 2


def rows_by_source(model: TableModel) -> Sourced:
    """Return the rows of the body with their sources.

    The rows below a total that hold only a source and amounts are totals of their sources too.
    """
    at = model.at("funding_source")
    found: Sourced = []
    total = False
    for body in model.body:
        words = body.text(at) if at >= 0 else ""
        source = "" if not words or is_total_words(words) else key(words)
        bare = at > 0 and not any(body.text(before) for before in range(at))
        if body.kind is RowKind.DATA and total and bare and source:
            body = BodyRow(RowKind.TOTAL, body.row)  # noqa: PLW2901
        if body.kind is not RowKind.HEAD:
            total = body.kind is RowKind.TOTAL
        found.append((body, source))
    return found


def source_groups(
    document: Document, model: TableModel, columns: Sequence[Column], habit: Habit
) -> Iterator[Verdict]:
    """Check that the rows of sources below a row make its amount.

    The row has "total" in the column of sources, or "of which" at its end; the rows below it hold
    nothing but a source and amounts. An error where the same group closes in another column.
    """
    for whole, parts in _groups(model):
        verdicts = [_judge(document, whole, parts, column, habit) for column in columns]
        judged = [verdict for verdict in verdicts if verdict is not None]
        sure = any(verdict == ok() for verdict in judged)
        for verdict in judged:
            wrong = verdict.source is not None and sure
            yield with_severity(verdict, Severity.ERROR) if wrong else verdict


def _groups(model: TableModel) -> Iterator[tuple[Row, list[Row]]]:
    at = model.at("funding_source")
    rows = [body.row for body in model.body if body.kind is not RowKind.HEAD]
    for index, row in enumerate(rows):
        column = at if at > 0 else 0
        words = prepare(squeeze(row.cells[column].text))
        parted = words.rstrip(" :.").endswith(("у тому числі", "в тому числі", "з них"))
        if not (parted if column == 0 else is_total_words(words)):
            continue
        parts: list[Row] = []
        for below in rows[index + 1 :]:
            text = squeeze(below.cells[column].text)
            bare = not any(cell.text.strip() for cell in below.cells[:column])
            if not bare or is_total_words(text) or not source_words(text):
                break
            parts.append(below)
        if len(parts) >= _FEWEST:
            yield row, parts


def _judge(
    document: Document, whole: Row, parts: Sequence[Row], column: Column, habit: Habit
) -> Verdict | None:
    total = read_quantity(whole.cells[column.at].text, default=column.unit, habit=habit)
    cells = [part.cells[column.at].text for part in parts]
    read = [read_quantity(text, default=column.unit, habit=habit) for text in cells]
    values: list[Quantity] = [value for value in read if value is not None]
    unread = any(r is None and not is_blank(t) for r, t in zip(read, cells, strict=True))
    if total is None or not values or unread:
        return None
    if closes(total, [Term(value, "", 0) for value in values]):
        return ok()
    return mismatch(
        Severity.WARNING,
        document.source(whole),
        "the total {stated} is not the sum of its sources, {computed}; correct one of them",
        stated=total.written,
        computed=write(
            sum(value.number.value for value in values), max(v.number.decimals for v in values)
        ),
    )
