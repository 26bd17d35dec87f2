"""Project sheets: a table of two columns or more that tells one project point by point.

``Назва проєкту | ...``, ``Завдання стратегії | 1.1.2. ...``, ``Вартість, тис. грн | 2025 | 2026``:
each sheet is one measure with its money.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

from stratanalysis.documents.blocks import Document, Row
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.table_model import is_total_words, unit_in
from stratanalysis.plans.places import source_cells
from stratanalysis.quantities import (
    Habit,
    find_years,
    is_blank,
    prepare,
    read_period,
    read_quantity,
    squeeze,
)

__all__ = ["read_project_sheets"]

_CODE = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,2}(?![\d])")
_MOST_ROWS = 80
_FEWEST_POINTS = 3


@functools.cache
def _points() -> dict[str, re.Pattern[str]]:
    rules = read_rules("forms")["project"]
    return {
        name: re.compile(rf"\W*(?:\d{{1,2}}[.)]?\s*)?(?:{'|'.join(words)})", re.IGNORECASE)
        for name, words in rules.items()
    }


def _point(row: Row) -> str:
    """Return which point of a sheet a row tells, from its first words; empty for none."""
    cells = [squeeze(cell.text) for cell in row.filled]
    words = next((text for text in cells[:2] if not text.strip(".) ").isdecimal()), "")
    clean = prepare(words)
    return next((name for name, pattern in _points().items() if pattern.match(clean)), "")


def read_project_sheets(
    document: Document, *, habit: Habit, goals: frozenset[str], used: set[int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], set[int]]:
    """Read the project sheets of a document.

    Parameters
    ----------
    document : Document
    habit : Habit
        How to read ambiguous numbers.
    goals : frozenset of str
        Codes of the goals of the document; a sheet that names one serves it.
    used : set of int
        Identities of the tables that others read.

    Returns
    -------
    measures, money : list of dict
        As :func:`stratanalysis.plans.programme.read_programme` gives them; codes are ``P1``,
        ``P2`` ... An amount without a year of its own has that of the term, where it is one.
    read : set of int
        Identities of the tables that were read.
    """
    measures: list[dict[str, Any]] = []
    money: list[dict[str, Any]] = []
    read: set[int] = set()
    for table in document.tables():
        if id(table) in used or len(table.rows) > _MOST_ROWS or table.width < 2:
            continue
        points = [_point(row) for row in table.rows]
        if "title" not in points or len(set(points) - {""}) < _FEWEST_POINTS:
            continue
        read.add(id(table))
        starts = [at for at, point in enumerate(points) if point == "title"]
        for first, end in zip(starts, [*starts[1:], len(points)], strict=True):
            begin = 0 if first == starts[0] else first
            code = f"P{len(measures) + 1}"
            measure, amounts = _sheet(
                document, table.rows[begin:end], points[begin:end], code, habit, goals
            )
            measures.append(measure)
            money += amounts
    return measures, money, read


def _value(row: Row) -> str:
    """Return what a row says after its label."""
    cells = [squeeze(cell.text) for cell in row.filled]
    if cells and cells[0].strip(".) ").isdecimal():
        cells = cells[1:]
    return " ".join(cells[1:])


def _sheet(
    document: Document,
    rows: Sequence[Row],
    points: Sequence[str],
    code: str,
    habit: Habit,
    goals: frozenset[str],
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    said: dict[str, str] = {}
    at: dict[str, int] = {}
    for number, name in enumerate(points):
        if name and name not in said:
            said[name], at[name] = _value(rows[number]), number
    title = rows[at["title"]]
    period = read_period(said.get("term", ""))
    named = next((c for c in _CODE.findall(said.get("goal", "")) if c in goals), None)
    measure = {
        "code": code,
        "section": None,
        "title": said["title"].strip('«»" '),
        "executor": said.get("executor") or None,
        "funding_source": said.get("source") or None,
        "start": period.start.isoformat() if period and period.start else None,
        "end": period.end.isoformat() if period and period.end else None,
        "expected_result": said.get("result") or None,
        "goal": named,
    } | source_cells(document, title.filled[0], document.source(title).text)
    if "money" not in at:
        return measure, []
    ends = {day.year for day in (period.start, period.end) if day} if period else set()
    cost = [rows[at["money"]]]
    for row, point in list(zip(rows, points, strict=True))[at["money"] + 1 :][:1]:
        cost += [] if point else [row]
    year = ends.pop() if len(ends) == 1 else None
    return measure, _amounts(document, cost, code, year, habit)


def _amounts(
    document: Document, rows: Sequence[Row], code: str, year: int | None, habit: Habit
) -> list[dict[str, Any]]:
    """Read the cost of a project: one amount, or years in one row and amounts in the next."""
    label = rows[0].filled[0].text
    unit = unit_in(label) or unit_in(" ".join(rows[0].texts))
    heads = {
        at: years[0]
        for at, cell in enumerate(rows[0].cells)
        if len(years := find_years(cell.text)) == 1 and len(cell.text) < 20
    }
    below = rows[1:] if heads else rows[:1]
    found = []
    for row in below[:1]:
        for at, cell in enumerate(row.cells):
            if is_blank(cell.text) or cell is rows[0].filled[0]:
                continue
            total = is_total_words(rows[0].cells[at].text) if heads else False
            amount = read_quantity(cell.text, default=unit, habit=habit)
            if (
                amount is None
                or amount.unit.kind != "money"
                or total
                or (heads and at not in heads)
            ):
                continue
            found.append(
                {
                    "measure": code,
                    "year": heads.get(at, year),
                    "amount": amount.value,
                    "unit": "UAH",
                    "unit_as_written": amount.unit.written or None,
                    "kind": "measure",
                    "funding_source": None,
                    "fund": None,
                    "alternative": amount.alternative,
                }
                | source_cells(document, cell)
            )
    return found
