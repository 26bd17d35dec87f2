"""Printouts of the treasury and annexes to decisions on the execution of a budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stratanalysis.finance.classification import revenue_group, unlisted_revenue
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells, hidden_sheet
from stratanalysis.intake.heads import joined_heads
from stratanalysis.intake.portion import Portion, Taken, source_row
from stratanalysis.quantities import is_blank, number_habit, read_number, squeeze
from stratanalysis.quantities.periods import find_periods

__all__ = ["read_treasury"]

_HEAD_ROWS = 25
_CODE = re.compile(r"\bкод|^к?ккд$|кпкв|ткпк|\bкфк", re.I)
_EXECUTED = re.compile(r"викона(?:но|ння)|касові видатки|надійшло|фактичн|^факт$", re.I)
_NOT_MONEY = re.compile(r"%|відсот|відхил|темп|план|у т\.? ?ч|в т\.? ?ч", re.I)
_WHOLE = re.compile(r"разом|усього|всього|загалом", re.I)
_SUM = re.compile(r"(?:разом|усього|всього)(?: доход\w*| видатк\w*| надходжен\w*)?[.:]?", re.I)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_MONEY = {"unit": "UAH", "price_basis": "nominal"}


@dataclass(frozen=True)
class _Column:
    """A column of executed amounts: of which year, months and fund."""

    place: int
    year: int
    period: str
    fund: str


def read_treasury(cells: Cells) -> Taken | None:
    """Read revenue by codes of 8 digits, or expenditure by programme codes; None for others.

    A day ("станом на 01.01.2025") or a time ("за 9 місяців 2025 року") above the heads or in them
    tells year and period; the text above the heads the unit and the fund. Of columns of the
    general fund, the special fund and both, that of both counts. Headings are known by the codes
    of their parts and are not added; a row "Всього" must be the sum of what is read.
    """
    head = next((n for n in range(min(_HEAD_ROWS, len(cells.rows))) if _is_head(cells, n)), None)
    if head is None:
        return None
    above = squeeze(" ".join(cell for row in cells.rows[:head] for cell in row if cell))
    heads, first = joined_heads(cells, head)
    if not re.search("бюджет|доход|видатк", above, re.I):
        return None
    found = Taken()
    if cells.hidden:
        found.findings.append(hidden_sheet(cells))
        return found
    spot = Source(cells.document, place=cells.place(head))
    columns, why = _columns(heads, above)
    if why:
        found.findings.append(Finding("treasury-layout", Severity.ERROR, spot, why))
        return found
    code_column = next(i for i, cell in enumerate(heads) if _CODE.search(cell))
    factor = 1000.0 if re.search(r"тис\.?\s*(?:грн|грив)", above, re.I) else 1.0
    for column in columns:
        portion = _portion(cells, (first, code_column), column, factor, found.findings)
        if portion is not None:
            found.portions.append(portion)
    return found if found.portions or found.findings else None


def _portion(
    cells: Cells,
    where: tuple[int, int],
    column: _Column,
    factor: float,
    findings: list[Finding],
) -> Portion | None:
    first, code_column = where
    habit = number_habit("\n".join(";".join(row) for row in cells.rows[first : first + 200]))
    stated: dict[str, float] = {}
    totals: dict[int, float] = {}
    for number, row in enumerate(cells.rows[first:], first):
        text = row[column.place] if column.place < len(row) else ""
        code = _code(row[code_column] if code_column < len(row) else "")
        if is_blank(text):
            continue
        value = read_number(text, habit=habit)
        if value is None and code.isdigit():
            findings.append(_no_number(cells, number, column.place, text))
        elif value is not None and re.fullmatch(r"\d{8}|\d{4}|\d{7}", code):
            if not re.fullmatch(r"9\d{7}", code):  # totals with codes of their own, as 90010100
                stated[code] = value.value * factor
        elif value is not None and any(_SUM.fullmatch(squeeze(cell)) for cell in row if cell):
            totals[number] = value.value * factor
    leaves = {code: amount for code, amount in stated.items() if not _is_heading(code, stated)}
    if not leaves:
        return None
    findings += _open_totals(cells, column.place, leaves, totals, factor)
    incomes = {code: amount for code, amount in leaves.items() if len(code) == 8}
    findings += unlisted_revenue(incomes, Source(cells.document, place=cells.place(first - 1)))
    sums: dict[tuple[str, str], float] = {}
    for code, amount in leaves.items():
        key = ("revenue", revenue_group(code)) if len(code) == 8 else ("expenditure", _group(code))
        sums[key] = sums.get(key, 0.0) + amount
    identifier = f"treasury_{column.year}_{column.period.replace('-', '_')}"
    rows: dict[str, list[dict[str, Any]]] = {}
    for (table, name), amount in sorted(sums.items()):
        key_columns = (
            {"group": name} if table == "revenue" else {"classification": "programme", "code": name}
        )
        rows.setdefault(table, []).append(
            {"year": column.year, "period": column.period, "fund": column.fund,
             "value": round(amount, 2), "source": identifier, "source_place": cells.document,
             **key_columns, **_MONEY}
        )  # fmt: skip
    title = "Report on the execution of the local budget, printout of the treasury"
    vintage = f"{column.year}-{'12' if column.period == 'year' else column.period[-2:]}"
    return Portion(
        cells.document,
        title,
        "",
        rows,
        source_row(identifier, title, "State Treasury Service of Ukraine", vintage, cells.document),
        [
            f"{column.year}, {column.period}: {sum(sums.values()):,.2f} UAH".replace(",", " "),
            f"fund: {column.fund}; unit: {'thousand UAH' if factor > 1 else 'UAH'}",
        ],
    )


def _is_head(cells: Cells, number: int) -> bool:
    heads, _ = joined_heads(cells, number)
    return any(_CODE.search(cell) for cell in cells.rows[number]) and any(map(_is_executed, heads))


def _is_executed(head: str) -> bool:
    return bool(_EXECUTED.search(head)) and not _NOT_MONEY.search(head)


def _columns(heads: Sequence[str], above: str) -> tuple[list[_Column], str]:
    """Columns of executed amounts that count, and why there are none."""
    found = []
    for place, head in enumerate(heads):
        if not _is_executed(head):
            continue
        when = _period(head) if _YEAR.search(head) else _period(above)
        if when is None:
            return [], "the printout tells no day, as 'станом на 01.01.2025'"
        fund = "whole" if _WHOLE.search(head) else _fund(head)
        found.append(_Column(place, *when, fund))
    kept = []
    for year in dict.fromkeys(column.year for column in found):
        same = [column for column in found if column.year == year]
        whole = [column for column in same if column.fund == "whole"] or [
            column for column in same if column.fund == "total"
        ]
        one = whole if len(whole) == 1 else same
        if len(one) != 1:
            why = "several columns are of executed amounts; leave that of the whole budget"
            return [], why
        fund = _fund(above) if one[0].fund in ("whole", "total") else one[0].fund
        kept.append(_Column(one[0].place, one[0].year, one[0].period, fund))
    return kept, ""


def _period(text: str) -> tuple[int, str] | None:
    """Year and months that a text tells: those of a time since January, or before a day."""
    for period in find_periods(text):
        start, end = period.start, period.end
        if start is None or end is None:
            continue
        if start == end and start.day == 1:
            month, year = start.month, start.year
            return (year - 1, "year") if month == 1 else (year, f"01-{month - 1:02d}")
        if start.year == end.year and (start.month, start.day) == (1, 1) and end > start:
            return end.year, "year" if end.month == 12 else f"01-{end.month:02d}"
    return None


def _fund(text: str) -> str:
    general = re.search("загальн\\w+ фонд", text, re.I)
    special = re.search("спеціальн\\w+ фонд", text, re.I)
    if general and not special:
        return "general"
    return "special" if special and not general else "total"


def _code(text: str) -> str:
    """A code with the zero that a spreadsheet has cut off."""
    code = re.sub(r"\s", "", text)
    if code.isdigit() and len(code) in (3, 6):
        return f"0{code}"
    return code


def _is_heading(code: str, stated: dict[str, float]) -> bool:
    """Whether the parts of a code are in the table too."""
    stem = code.rstrip("0")
    return any(other != code and other.startswith(stem) for other in stated)


def _open_totals(
    cells: Cells,
    place: int,
    leaves: dict[str, float],
    totals: dict[int, float],
    factor: float,
) -> list[Finding]:
    """An error where no row "Всього" is the sum of what was read, with transfers or without."""
    whole = sum(leaves.values())
    own = sum(amount for code, amount in leaves.items() if not (len(code) == 8 and code[0] == "4"))
    room = 0.06 * (len(leaves) + 1) * (factor if factor > 1 else 1)
    if not totals or any(min(abs(t - whole), abs(t - own)) <= room for t in totals.values()):
        return []
    number, total = next(iter(totals.items()))
    why = "the total is {total:.2f}, the rows sum to {whole:.2f}"
    values: dict[str, object] = {"total": total, "whole": whole}
    spot = Source(cells.document, place=cells.place(number, place))
    return [Finding("totals-do-not-close", Severity.ERROR, spot, why, values)]


def _no_number(cells: Cells, number: int, place: int, text: str) -> Finding:
    why = "{column} is {value!r}; a number is expected, empty where it is not known"
    values: dict[str, object] = {"column": "executed", "value": text}
    spot = Source(cells.document, place=cells.place(number, place), text=text)
    return Finding("not-a-number", Severity.ERROR, spot, why, values)


def _group(code: str) -> str:
    four = code[-4:]
    return "0100" if four[0] == "0" else f"{four[0]}000"
