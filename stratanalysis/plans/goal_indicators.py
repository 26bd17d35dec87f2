"""The indicators of a goal in a row of a table: names, units, base and target values with years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from stratanalysis.documents.blocks import Cell, Document, Piece
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.lists import bulleted, indicator_name
from stratanalysis.quantities import (
    Habit,
    find_years,
    is_blank,
    read_quantity,
    read_unit,
    squeeze,
)

__all__ = ["indicator_rows"]

_YEAR = r"(?P<year>20\d\d)[ ]?(?:р(?:ік|\.|оку|оці)?)?"
_VALUE = r"(?P<value>[−-]?\d[\d ]*(?:[.,]\d+)?[^\d/()]{0,20}?)"
_YEAR_THEN_VALUE = re.compile(rf"{_YEAR}[ ]?[/\u2013\u2014:;=-][ ]?{_VALUE}")
_INNER = _YEAR.replace("<year>", "<inner>")
_VALUE_THEN_YEAR = re.compile(
    rf"{_VALUE}[ ]?(?:[/;,][ ]?{_YEAR}|[(][ ]?(?:[ув][ ])?{_INNER}[ ]?[)])"
)
_VALUES = (("base_value", "base_year"), ("target_value", "target_year"))


def indicator_rows(
    document: Document,
    goal: str,
    cells: Mapping[str, Cell],
    heads: Mapping[str, str],
    *,
    habit: Habit,
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Read the indicators that one row gives a goal.

    Parameters
    ----------
    document : Document
    goal : str
        Code of the goal.
    cells : mapping of str to Cell
        The cells of the row by the role of their column: ``indicator``, and where the table has
        them ``unit``, ``base_value``, ``target_value``.
    heads : mapping of str to str
        The heads of these columns; a year in the head is the year of the values below it.
    habit : Habit
        How to read ambiguous numbers.

    Returns
    -------
    rows : list of dict
        `goal`, `name`, `unit`, `base_value`, `base_year`, `target_value`, `target_year` and the
        source columns; values as written, in the unit of the row (``thousand UAH``). A value that
        is blank is missing. Several indicators in a cell take the values of the same line.
    findings : list of Finding
        Values that hold words instead of a number.
    """
    if "indicator" not in cells:
        return [], []
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    pieces = bulleted(cells["indicator"])
    for at, piece in enumerate(pieces):
        name, code, written = indicator_name(piece.text)
        if not name and not code:
            continue
        unit_cell = squeeze(_line(cells, "unit", at, len(pieces)))
        last = name.rpartition(",")[2] if "target_value" in cells else ""
        unit = read_unit(unit_cell or written or last)
        code = code if is_blank(unit_cell) else unit_cell
        if unit is not None and last and not unit_cell and not written and read_unit(last):
            name = name[: -len(last)].rstrip(" ,")
        row: dict[str, Any] = {
            "goal": goal,
            "name": name or piece.text,
            "unit": (unit.name if unit and unit.name else code) or None,
        }
        for role, column in (("funding_source", "data_source"), ("executor", "responsible")):
            if role in cells and "target_value" in cells:
                row[column] = squeeze(cells[role].text) or None
        for value_name, year_name in _VALUES:
            text = _line(cells, value_name, at, len(pieces))
            if is_blank(text):
                continue
            own = _line(cells, year_name, at, len(pieces)) or heads.get(value_name, "")
            years = find_years(own)
            dated = _dated(text)
            if dated is not None:
                text, years = dated[0], [dated[1]]
            quantity = read_quantity(text, default=unit, habit=habit)
            if quantity is None:
                why = "The {column} of an indicator is no number: {text}."
                values = {"column": value_name, "text": squeeze(text)[:80]}
                source = document.source(cells[value_name])
                findings.append(Finding("unread-value", Severity.WARNING, source, why, values))
                continue
            row[value_name] = quantity.value / (unit.factor if unit else 1)
            if row["unit"] is None and quantity.unit.code:
                row["unit"] = quantity.unit.name
                row[value_name] = quantity.number.value
            row[year_name] = years[0] if len(years) == 1 else None
        rows.append(row | _source(document, piece))
    return rows, findings


def _dated(text: str) -> tuple[str, int] | None:
    """Part a cell that gives a value with its year: ``2023 / 38``, ``38 (2023 р.)``."""
    clean = squeeze(text)
    for pattern in (_YEAR_THEN_VALUE, _VALUE_THEN_YEAR):
        match = pattern.fullmatch(clean)
        if match:
            year = match["year"] or match.groupdict().get("inner")
            return match["value"], int(str(year))
    return None


def _line(cells: Mapping[str, Cell], role: str, at: int, count: int) -> str:
    """Return the words of a cell that belong to one of several indicators."""
    if role not in cells:
        return ""
    parts = cells[role].parts()
    if len(parts) == count:
        return parts[at].text
    return cells[role].text if count == 1 else ""


def _source(document: Document, piece: Piece) -> dict[str, Any]:
    return {
        "source_document": document.name,
        "source_line": piece.line,
        "source_place": piece.place or None,
        "source_text": piece.text,
    }
