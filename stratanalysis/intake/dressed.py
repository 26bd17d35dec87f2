"""Known tables in another dress: another delimiter, a workbook, lines above the heads.

A user who opens an export in a spreadsheet and saves it changes its form and none of its figures:
the zero of a code, the dot of a month and the decimal point are put back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Sequence

from stratanalysis.intake.cells import Cells
from stratanalysis.quantities import Habit, is_blank, number_habit, read_number

__all__ = ["export_text", "find_row", "plain_text"]

_HEAD_ROWS = 15
_MONEY = ("ZAT_AMT", "PLANS_AMT", "FAKT_AMT")
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?(?: 00:00:00)?|\d{1,2}\.(\d{1,2})\.(\d{4})")


def find_row(cells: Cells, names: Collection[str]) -> int | None:
    """Find the row of heads, among the first, that has all these names; case does not matter."""
    wanted = {name.casefold() for name in names}
    for number, row in enumerate(cells.rows[:_HEAD_ROWS]):
        if wanted <= {cell.strip().casefold() for cell in row}:
            return number
    return None


def export_text(cells: Cells) -> tuple[str, int] | None:
    """An export of the budget portal as the portal writes it, and the row of its heads.

    None for a table without the columns ``REP_PERIOD`` and ``COD_BUDGET``. Line `n` of the text
    is the row ``n - 1`` after the heads.
    """
    head = find_row(cells, ("REP_PERIOD", "COD_BUDGET"))
    if head is None:
        return None
    names = [cell.strip().upper() for cell in cells.rows[head]]

    def cell(name: str, text: str, habit: Habit) -> str:
        if name in _MONEY:
            return _number(text, habit)
        return _month(text) if name == "REP_PERIOD" else text

    return _written(cells, head, names, ";", cell), head


def plain_text(cells: Cells, head: int, texts: Collection[str]) -> str:
    """A table as plain CSV: comma between cells, numbers with a point; `texts` are no numbers."""
    names = [cell.strip().lstrip("\ufeff").lower() for cell in cells.rows[head]]

    def cell(name: str, text: str, habit: Habit) -> str:
        return text if name in texts or not re.search(r"\d", text) else _number(text, habit)

    return _written(cells, head, names, ",", cell)


def _written(
    cells: Cells,
    head: int,
    names: Sequence[str],
    delimiter: str,
    cell: Callable[[str, str, Habit], str],
) -> str:
    rows = list(cells.rows[head + 1 :])
    while rows and not any(rows[-1]):
        rows.pop()
    habit = number_habit("\n".join(";".join(row) for row in rows[:400]))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        padded = [*row, *[""] * (len(names) - len(row))] if len(row) else []
        writer.writerow(
            [cell(name, " ".join(text.split()), habit)
             for name, text in zip(names, padded, strict=False)]
        )  # fmt: skip
    return out.getvalue()


def _number(text: str, habit: Habit) -> str:
    """A number with a point; the text as it is where it is none."""
    if is_blank(text):
        return ""
    if re.fullmatch(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", text):
        return text
    value = read_number(text, habit=habit)
    return text if value is None else repr(value.value)


def _month(text: str) -> str:
    """A month as 07.2023, also where a spreadsheet has made a day or a number of it."""
    if hit := _MONTH.fullmatch(text):
        return f"{int(hit[1]):02d}.{hit[2]}"
    if hit := _DATE.fullmatch(text):
        return f"{hit[2]}.{hit[1]}" if hit[1] else f"{int(hit[3]):02d}.{hit[4]}"
    return text
