"""The government's forecast of prices, wages and output, as the annex of its resolution has it."""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells
from stratanalysis.intake.portion import Taken
from stratanalysis.quantities import is_blank, number_habit, read_number, squeeze

__all__ = ["read_macro"]

_SERIES = (
    (
        "consumer_prices_december",
        r"(?:індекс споживчих цін|ісц|інфляція).*грудень до грудня|^інфляція.*грудень",
    ),
    (
        "consumer_prices",
        r"(?:індекс споживчих цін|\bісц\b).*"
        r"(?:[ув] середньому|середньорічн|до попереднього року)",
    ),
    ("minimum_wage", r"мінімальн\w+ заробітн\w+ плат"),
    ("average_wage", r"^(?!.*реальн)(?!.*мінімальн).*заробітн\w+ плат\w+.*(?:номінальн|грив|грн)"),
    ("gdp_nominal", r"(?:валовий внутрішній продукт|ввп).*(?:номінальн|млрд)"),
    ("gdp_real", r"(?:валовий внутрішній продукт|ввп).*(?:реальн|відсотк|%)"),
)
"""Series of ``macro_paths``, each by the words of its row; the first that fits counts."""
_UNITS = {"average_wage": "UAH a month", "minimum_wage": "UAH a month", "gdp_nominal": "bn UAH"}
_YEAR = re.compile(r"(?<!\d)(20[2-4]\d)(?!\d)")
_ACT = re.compile(r"№\s*(\d{1,4})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{2})\.(20\d\d)|(\d{1,2})\s+([а-яіїє]+)\s+(20\d\d)", re.I)
_MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня",
    "жовтня", "листопада", "грудня",
)  # fmt: skip
_OTHER = re.compile(r"прогноз|макропоказник|кабінет\w* міністрів|постанов", re.I)
_GROWTH = re.compile(r"приріст|зміна|інфляція", re.I)
_HEAD_ROWS = 25


def read_macro(cells: Cells) -> Taken | None:
    """Read a table of indicators by year; None for a table that is none.

    One row an indicator (words as in the resolutions of the Cabinet of Ministers), one column a
    year. An index of the year before (108.6) becomes a change (0.086). Number and day of the act
    are above the table: without them nothing is taken, for a newer act counts before an older.
    """
    head = next((n for n, row in enumerate(cells.rows[:_HEAD_ROWS]) if len(_years(row)) > 1), None)
    if head is None:
        return None
    years = _years(cells.rows[head])
    named = _named(cells, head, years)
    above = squeeze(" ".join(cell for row in cells.rows[:head] for cell in row if cell))
    if not named or (len(named) < 3 and not _OTHER.search(above)):
        return None  # one figure of a community by year is no forecast of the government
    found = Taken()
    act, day = _ACT.search(above), _day(above)
    if act is None or day is None:
        why = (
            "the forecast does not say of which act it is; above the table its number and day are "
            "expected, as 'постанова від 06.08.2025 № 946'"
        )
        source = Source(cells.document, place=cells.place(head), text=above[:120])
        found.findings.append(Finding("act-missing", Severity.ERROR, source, why))
        return found
    scenario = re.search(r"сценарі\w*\s*№?\s*([12])(?!\d)", above, re.I)
    habit = number_habit("\n".join(";".join(row) for row in cells.rows[:400]))
    rows = []
    for number, series, words in named:
        for column, year in years.items():
            text = cells.rows[number][column] if column < len(cells.rows[number]) else ""
            if is_blank(text):
                continue
            value = read_number(text, habit=habit)
            amount = None if value is None else _amount(series, value.value, words)
            if amount is None:
                why = "{series} of {year} is {value!r}; a number as 108.6 (index) is expected"
                values: dict[str, object] = {"series": words[:60], "year": year, "value": text}
                spot = Source(cells.document, place=cells.place(number, column), text=text)
                found.findings.append(Finding("not-a-number", Severity.ERROR, spot, why, values))
                continue
            rows.append(
                _row(series, year, amount, (f"CMU {act[1]}", day, scenario[1] if scenario else ""))
                | {"note": f"{cells.document}, {cells.place(number, column)}"}
            )
    if rows:
        found.national["macro_paths"] = rows
    return found


def _named(cells: Cells, head: int, years: dict[int, int]) -> list[tuple[int, str, str]]:
    """Rows with a series: its words may be parted between a line without figures and its parts."""
    found: list[tuple[int, str, str]] = []
    parent = ""
    for number, row in enumerate(cells.rows[head + 1 :], head + 1):
        words = squeeze(" ".join(row[: min(years)]))
        empty = not any(column < len(row) and row[column] for column in years)
        if empty and words:
            parent = words
        elif series := _series(words) or _series(f"{parent} {words}"):
            known = series in {name for _, name, _ in found}
            if not known:
                found.append((number, series, words if _series(words) else f"{parent} {words}"))
    return found


def _years(row: list[str]) -> dict[int, int]:
    """Year by column of a row of heads; a cell that names one year only."""
    hits = {column: _YEAR.findall(cell) for column, cell in enumerate(row)}
    short = {c: len(squeeze(row[c])) < 40 for c in hits}
    return {c: int(years[0]) for c, years in hits.items() if c and len(years) == 1 and short[c]}


def _series(words: str) -> str:
    text = words.casefold()
    return next((name for name, rule in _SERIES if re.search(rule, text)), "")


def _amount(series: str, value: float, words: str) -> float | None:
    """A level as it is, a change as a share; None outside what can be."""
    if series in _UNITS:
        return value if value > 0 else None
    if _GROWTH.search(words) and abs(value) < 50:
        return round(value / 100, 6)
    return round((value - 100) / 100, 6) if 50 < value < 250 else None


def _day(text: str) -> str | None:
    for hit in _DAY.finditer(text):
        if hit[3]:
            return f"{hit[3]}-{hit[2]}-{int(hit[1]):02d}"
        if hit[5].casefold() in _MONTHS:
            month = _MONTHS.index(hit[5].casefold()) + 1
            return f"{hit[6]}-{month:02d}-{int(hit[4]):02d}"
    return None


def _row(series: str, year: int, value: float, act: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "series": series, "year": year, "value": value, "unit": _UNITS.get(series, "share"),
        "kind": "forecast", "scenario": act[2], "chosen": 1, "act": act[0], "published": act[1],
        "status": "seen", "source": "government_macro",
    }  # fmt: skip
