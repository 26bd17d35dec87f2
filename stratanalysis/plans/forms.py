"""Official forms: budget forecasts, resources by source, values of indicators, states of measures.

Each is known by its head (``rules/forms.toml``, ``rules/columns.toml``), in any document.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from stratanalysis.documents.blocks import Document, Table
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.evidence import source_words
from stratanalysis.documents.table_model import (
    BodyRow,
    Column,
    RowKind,
    TableModel,
    is_total_words,
    table_model,
)
from stratanalysis.plans.money_cube import UAH, context_unit, money_of
from stratanalysis.plans.places import source_cells
from stratanalysis.quantities import (
    Habit,
    Unit,
    is_blank,
    prepare,
    read_number,
    read_quantity,
    read_unit,
    squeeze,
)

__all__ = ["FORM_TABLES", "is_forecast", "read_forms"]

FORM_TABLES: dict[str, tuple[str, ...]] = {
    "forecast": ("section", "code", "name", "fund", "year", "stage", "level", "amount", "unit"),
    "resources": ("source", "year", "level", "amount", "unit"),
    "indicator_values": (
        "group",
        "group_as_written",
        "indicator",
        "unit",
        "fund",
        "year",
        "stage",
        "value",
    ),
    "progress": ("code", "title", "responsible", "status", "reason"),
}
"""Columns of each table, before those of the place."""
_FUND_ROW = re.compile(r"(?:загальн|спеціальн)\w{2,3}[ ]фонд|бюджет[ ]розвитку", re.IGNORECASE)
_CODE = re.compile(r"\d{4}|\d{6,8}")
_NO_CODE = re.compile(r"[XxХх]|\W*")
_PLAIN = ("number", "unit", "executor", "funding_source", "term", "result", "reason", "status")
_CAPTIONS = 3
_LONGEST_GROUP = 60
_LONGEST_CAPTION = 90


@functools.cache
def _words(part: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (name, re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE))
        for name, words in read_rules("forms")[part].items()
    ]


def _named(part: str, text: str) -> str:
    clean = prepare(text)
    return next((name for name, pattern in _words(part) if pattern.search(clean)), "")


def _stage(column: Column) -> str:
    return next((stage for head in reversed(column.path) if (stage := _named("stages", head))), "")


def is_forecast(model: TableModel) -> bool:
    """Tell a table of a budget forecast: years with stages, rows of codes or of funds."""
    years = [column for column in model.columns if column.year is not None]
    staged = [column for column in years if _stage(column) in ("executed", "approved", "planned")]
    if len(years) < 3 or len(staged) < 2 or "unit" in model.roles():
        return False
    rows = [row for row in model.body if row.kind is not RowKind.HEAD]
    funds = any(_FUND_ROW.match(prepare(cell.text)) for row in rows for cell in row.row.filled[:2])
    coded = sum(_CODE.fullmatch(row.text(0)) is not None for row in rows)
    return funds or 2 * coded > len(rows)


def read_forms(
    document: Document, *, habit: Habit
) -> tuple[dict[str, list[dict[str, Any]]], set[int]]:
    """Read the tables of official forms.

    Parameters
    ----------
    document : Document
    habit : Habit
        How to read ambiguous numbers.

    Returns
    -------
    rows : dict
        By the names of :data:`FORM_TABLES`. Amounts are in UAH; values of indicators stay in the
        unit that the row names. A cell without a figure gives no row.
    used : set of int
        Identities of the tables that were read.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in FORM_TABLES}
    used: set[int] = set()
    captions: list[str] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            captions = [*captions[1 - _CAPTIONS :], block.text]
            continue
        model = table_model(block)
        if model is not None:
            unit = context_unit([*captions, *model.titles])
            above = captions[-1] if captions and len(captions[-1]) < _LONGEST_CAPTION else ""
            for name, found in _read(document, model, unit, habit, above):
                if found:
                    rows[name] += found
                    used.add(id(block))
        captions = []
    return rows, used


def _read(
    document: Document, model: TableModel, unit: Unit | None, habit: Habit, above: str
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if is_forecast(model):
        yield "forecast", list(_forecast(document, model, unit, habit))
        return
    roles = model.roles()
    if "indicator" in roles and "step" not in roles:
        yield "indicator_values", list(_indicator_values(document, model, habit, above))
    if "status" in roles and {"measure", "task"} & set(roles):
        yield "progress", list(_progress(document, model))
    if not {"measure", "indicator", "step", "task", "direction"} & set(roles):
        yield "resources", list(_resources(document, model, unit, habit))


def _place(document: Document, body: BodyRow) -> dict[str, Any]:
    return source_cells(document, body.row.filled[0], document.source(body.row).text)


def _forecast(
    document: Document, model: TableModel, unit: Unit | None, habit: Habit
) -> Iterator[dict[str, Any]]:
    """Yield a row for every figure; a row of a fund belongs to the item above it."""
    years = [column for column in model.columns if column.year is not None]
    first = years[0].at
    section, code, name = "", "", ""
    for body in model.body:
        if body.kind is RowKind.HEAD or not body.row.filled:
            continue
        words = [text for at in range(first) if (text := body.text(at))]
        said = [text for text in words if not _NO_CODE.fullmatch(text)]
        title = said[-1] if said else ""
        if body.kind is RowKind.TITLE:
            section = " ".join(said)
            continue
        fund = _FUND_ROW.match(prepare(title))
        total = body.kind is RowKind.TOTAL or any(is_total_words(text) for text in said)
        if not fund:
            code = said[0] if len(said) > 1 else ""
            name = title
        level = "fund" if fund else "total" if total else "item"
        for column in years:
            own = column.unit if column.unit is not None and column.unit.kind == "money" else unit
            amount = read_quantity(body.text(column.at), default=own or UAH, habit=habit)
            if amount is None:
                continue
            yield {
                "section": section or None,
                "code": code or None,
                "name": name,
                "fund": title if fund else None,
                "year": column.year,
                "stage": _stage(column) or "planned",
                "level": level,
                "amount": amount.value,
                "unit": "UAH",
            } | _place(document, body)


def _resources(
    document: Document, model: TableModel, unit: Unit | None, habit: Habit
) -> Iterator[dict[str, Any]]:
    """Yield the sums by source and year of a table whose rows are sources of money."""
    columns = [c for c in money_of(model, unit=unit) if c.at > 0 and c.stage == "planned"]
    at = min((c.at for c in columns), default=0) - 1
    rows = [b for b in model.body if b.kind in (RowKind.DATA, RowKind.PART, RowKind.TOTAL)]
    named = [b for b in rows if at >= 0 and source_words(b.text(at))]
    if not any(c.year for c in columns) or 2 * len(named) < len(rows) or not named:
        return
    for body in rows:
        words = body.text(at)
        level = "source" if source_words(words) and not is_total_words(words) else "total"
        for column in columns:
            amount = read_quantity(body.text(column.at), default=column.unit, habit=habit)
            if amount is not None and words:
                yield {
                    "source": words,
                    "year": None if column.total else column.year,
                    "level": "total" if column.total else level,
                    "amount": amount.value,
                    "unit": "UAH",
                } | _place(document, body)


def _indicator_values(
    document: Document, model: TableModel, habit: Habit, above: str
) -> Iterator[dict[str, Any]]:
    """Yield every value of every indicator, with the year, stage and fund that its head names."""
    at, unit_at = model.at("indicator"), model.at("unit")
    columns = [c for c in model.columns if c.role not in (*_PLAIN, "indicator") and _is_value(c)]
    group = _named("groups", above)
    written_group = above if group else ""
    for body in model.body:
        if body.kind is RowKind.HEAD:
            continue
        name = body.text(at)
        values = [(c, read_number(body.text(c.at).rstrip("% "), habit=habit)) for c in columns]
        if all(value is None for _, value in values):
            words = " ".join(squeeze(cell.text) for cell in body.row.filled)
            if len(words) < _LONGEST_GROUP:
                group, written_group = _named("groups", words), words
            continue
        if not name:
            continue
        written = body.text(unit_at) if unit_at >= 0 else name.rpartition(",")[2]
        unit = read_unit(written)
        for column, value in values:
            if value is None:
                continue
            yield {
                "group": group or None,
                "group_as_written": written_group or None,
                "indicator": name,
                "unit": (unit.name if unit and unit.name else None)
                or (written if unit_at >= 0 and not is_blank(written) else None),
                "fund": _fund(column) or None,
                "year": column.year,
                "stage": _stage(column) or "planned",
                "value": value.value,
            } | _place(document, body)


def _is_value(column: Column) -> bool:
    stage = _stage(column)
    if stage == "deviation":
        return False
    return bool(stage or column.year or _fund(column) or column.total)


def _fund(column: Column) -> str:
    fund = next((squeeze(head) for head in column.path if _FUND_ROW.search(prepare(head))), "")
    return fund or (squeeze(column.leaf) if column.total else "")


def _progress(document: Document, model: TableModel) -> Iterator[dict[str, Any]]:
    """Yield the state of every measure of a table with a column for it."""
    title = model.at("measure") if model.at("measure") >= 0 else model.at("task")
    for body in model.body:
        if body.kind is RowKind.DATA and body.text(title):
            cells = {role: body.text(model.at(role)) or None for role in ("status", "reason")}
            code = body.text(model.at("number")) if model.at("number") >= 0 else ""
            who = body.text(model.at("executor")) if model.at("executor") >= 0 else ""
            cells = {k: v if model.at(k) >= 0 else None for k, v in cells.items()}
            yield (
                {
                    "code": code or None,
                    "title": body.text(title),
                    "responsible": who or None,
                }
                | cells
                | _place(document, body)
            )
