"""What a set of pages may not say of a balance.

A year of which one side is executed and the other not known has no balance; the year that the first
screen names as that of the first deficit is the first one of the chapter on the budget.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

__all__ = ["unfounded_balances"]

Rows = Sequence[Sequence[str]]
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DEFICIT = ("дефіцит", "deficit")


def unfounded_balances(tables: Mapping[str, Rows]) -> list[str]:
    """Say what the tables of one set contradict in its balances; nothing where all agree.

    Parameters
    ----------
    tables : mapping of str to rows
        By name, the head first: `executed-totals` (year, revenue, expenditure), `balance` (year, a
        column a scenario) and `headline` (label, value).

    Examples
    --------
    >>> executed = [["Year", "Revenue", "Expenditure"], ["2022", "9", ""]]
    >>> balance = [["Year", "Baseline"], ["2022", "-3"], ["2023", "1"]]
    >>> unfounded_balances({"executed-totals": executed, "balance": balance})
    ['2022 has a balance of -3, but only one side is executed']
    """
    balance = {row[0]: row[1:] for row in tables.get("balance", ())[1:] if row}
    found = []
    for row in tables.get("executed-totals", ())[1:]:
        year, sides = row[0], [_is_known(cell) for cell in row[1:3]]
        values = [cell for cell in balance.get(year, ()) if _is_known(cell)]
        if len(set(sides)) == 2 and values:
            found.append(f"{year} has a balance of {values[0]}, but only one side is executed")
    return [*found, *_headline(tables.get("headline", ()), balance)]


def _headline(rows: Rows, balance: Mapping[str, Sequence[str]]) -> list[str]:
    """The first year of deficit on the first screen that the table does not bear out."""
    for label, value in (row[:2] for row in rows if len(row) > 1):
        start = _YEAR.search(label)
        if not balance or start is None or not any(word in label.lower() for word in _DEFICIT):
            continue
        short = [
            year
            for year, cells in sorted(balance.items())
            if year >= start[1] and cells and _is_known(cells[0]) and float(cells[0]) < 0
        ]
        said = value if _YEAR.fullmatch(value) else ""
        if said != (short[0] if short else ""):
            has = short[0] if short else "none"
            return [f"{label}: {value}, the table of the balance has {has}"]
    return []


def _is_known(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False
