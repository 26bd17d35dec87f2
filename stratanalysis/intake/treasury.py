"""Printouts of the treasury: the report on the execution of a local budget as a workbook."""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.finance.classification import revenue_group, unlisted_revenue
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells, hidden_sheet
from stratanalysis.intake.portion import Portion, Taken, source_row
from stratanalysis.quantities import is_blank, number_habit, read_number, squeeze

__all__ = ["read_treasury"]

_HEAD_ROWS = 25
_CODE = re.compile(r"\bкод", re.I)
_EXECUTED = re.compile(r"виконано|касові видатки|надійшло|фактичн", re.I)
_NOT_MONEY = re.compile(r"%|відсот|відхил|темп", re.I)
_AS_OF = re.compile(r"(?:станом на|на)\s+0?1\.(\d{2})\.(\d{4})", re.I)
_MONTHS = re.compile(r"за\s+(?:січень\s*[-–]\s*)?(\d{1,2})\s+місяц\w+\s+(\d{4})", re.I)
_WHOLE = re.compile(r"за\s+(\d{4})\s+рік", re.I)
_MONEY = {"unit": "UAH", "price_basis": "nominal"}


def read_treasury(cells: Cells) -> Taken | None:
    """Read revenue by codes of 8 digits, or expenditure by programme codes; None for others.

    The day ("станом на 01.01.2025") tells year and period, the text above the heads the unit
    and the fund. Where several columns are of executed amounts, that of the whole counts.
    """
    head = next((n for n, row in enumerate(cells.rows[:_HEAD_ROWS]) if _is_head(row)), None)
    if head is None:
        return None
    above = squeeze(" ".join(cell for row in cells.rows[:head] for cell in row if cell))
    if not re.search("бюджет", above, re.I):
        return None
    found = Taken()
    if cells.hidden:
        found.findings.append(hidden_sheet(cells))
        return found
    when = _period(above)
    code_column = next(i for i, cell in enumerate(cells.rows[head]) if _CODE.search(cell))
    columns = [
        i
        for i, cell in enumerate(cells.rows[head])
        if _EXECUTED.search(cell) and not _NOT_MONEY.search(cell)
    ]
    spot = Source(cells.document, place=cells.place(head))
    if when is None or len(columns) != 1:
        why = (
            "the printout tells no day, as 'станом на 01.01.2025'"
            if when is None
            else "several columns are of executed amounts; leave that of the whole budget"
        )
        found.findings.append(Finding("treasury-layout", Severity.ERROR, spot, why))
        return found
    year, period = when
    factor = 1000.0 if re.search(r"тис\.?\s*грн", above, re.I) else 1.0
    fund = _fund(above)
    sums: dict[tuple[str, str], float] = {}
    stated: dict[str, float] = {}
    leaves: dict[str, float] = {}
    habit = number_habit("\n".join(";".join(row) for row in cells.rows[head : head + 200]))
    for number, row in enumerate(cells.rows[head + 1 :], head + 1):
        text = row[columns[0]] if columns[0] < len(row) else ""
        code = re.sub(r"\s", "", row[code_column]) if code_column < len(row) else ""
        if is_blank(text):
            continue
        value = read_number(text, habit=habit)
        if value is None or not re.fullmatch(r"\d{8}|\d{4}|\d{7}", code):
            if value is None and code.isdigit():
                why = "{column} is {value!r}; a number is expected, empty where it is not known"
                values: dict[str, object] = {"column": "executed", "value": text}
                place = Source(cells.document, place=cells.place(number, columns[0]), text=text)
                found.findings.append(Finding("not-a-number", Severity.ERROR, place, why, values))
            continue
        stated[code] = value.value * factor
    for code, amount in stated.items():
        if len(code) == 8 and code.startswith("9"):
            continue  # totals that the printout gives codes of their own (90010100 and so on)
        stem = code.rstrip("0")
        if any(other != code and other.startswith(stem) for other in stated):
            continue  # a heading: its parts stand in the table
        key = ("revenue", revenue_group(code)) if len(code) == 8 else ("expenditure", _group(code))
        sums[key] = sums.get(key, 0.0) + amount
        if len(code) == 8:
            leaves[code] = amount
    if not sums:
        return None
    found.findings += unlisted_revenue(leaves, spot)
    identifier = f"treasury_{year}_{period.replace('-', '_')}"
    rows: dict[str, list[dict[str, Any]]] = {}
    for (table, name), amount in sorted(sums.items()):
        key_columns = (
            {"group": name} if table == "revenue" else {"classification": "programme", "code": name}
        )
        rows.setdefault(table, []).append(
            {"year": year, "period": period, "fund": fund, "value": round(amount, 2),
             "source": identifier, "source_place": cells.document, **key_columns, **_MONEY}
        )  # fmt: skip
    title = "Report on the execution of the local budget, printout of the treasury"
    vintage = f"{year}-12" if period == "year" else f"{year}-{period[-2:]}"
    found.portions.append(
        Portion(
            cells.document,
            title,
            "",
            rows,
            source_row(identifier, title, "State Treasury Service of Ukraine", vintage,
                       cells.document),
            [f"{year}, {period}: {sum(sums.values()):,.2f} UAH".replace(",", " "),
             f"fund: {fund}; unit: {'thousand UAH' if factor > 1 else 'UAH'}"],
        )
    )  # fmt: skip
    return found


def _is_head(row: list[str]) -> bool:
    return any(_CODE.search(cell) for cell in row) and any(
        _EXECUTED.search(cell) and not _NOT_MONEY.search(cell) for cell in row
    )


def _period(text: str) -> tuple[int, str] | None:
    if hit := _WHOLE.search(text):
        return int(hit[1]), "year"
    if hit := _MONTHS.search(text):
        months = int(hit[1])
        return int(hit[2]), "year" if months == 12 else f"01-{months:02d}"
    if hit := _AS_OF.search(text):
        month, year = int(hit[1]), int(hit[2])
        return (year - 1, "year") if month == 1 else (year, f"01-{month - 1:02d}")
    return None


def _fund(text: str) -> str:
    general = re.search("загальн\\w+ фонд", text, re.I)
    special = re.search("спеціальн\\w+ фонд", text, re.I)
    if general and not special:
        return "general"
    return "special" if special and not general else "total"


def _group(code: str) -> str:
    four = code[-4:]
    return "0100" if four[0] == "0" else f"{four[0]}000"
