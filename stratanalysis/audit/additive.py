"""Whether a total is the sum of some amounts, in every way that a table may mean it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stratanalysis.quantities import Quantity

__all__ = ["Term", "closes", "reads_otherwise", "ways", "without_subtotals"]

_LONGEST_GROUP = 25
"""Most rows under one subtotal."""
_MOST_TRIED = 40


@dataclass(frozen=True, slots=True)
class Term:
    """An amount that may be part of a total, its words, and the depth of its number (0: none)."""

    amount: Quantity
    words: str
    depth: int


def closes(total: Quantity, parts: Sequence[Term]) -> bool:
    """Tell whether parts make a total within the rounding of what is printed."""
    value = sum(part.amount.value for part in parts)
    margin = total.margin + sum(part.amount.margin for part in parts)
    exact = all(q.number.decimals >= 2 for q in (*(p.amount for p in parts), total))
    return abs(value - total.value) <= (total.margin if exact else margin) + 1e-9 * abs(value)


def ways(
    since: Sequence[Term], everything: Sequence[Term], totals: Sequence[Term], below: Sequence[Term]
) -> list[list[Term]]:
    """Return the lists of amounts that a total may be the sum of.

    The rows since the total before, all rows, the totals before, the rows below; each also
    without rows that are parts of a row among them, and only those of the highest level of numbers.
    """
    found: list[list[Term]] = []
    for rows in (since, everything, totals, below, [*totals, *since]):
        if not rows:
            continue
        found.append(list(rows))
        found.append(without_subtotals(rows))
        levels = {row.depth for row in rows}
        if len(levels) > 1:
            found += [[row for row in rows if row.depth == level] for level in sorted(levels)]
    return found


def without_subtotals(rows: Sequence[Term]) -> list[Term]:
    """Leave out the rows below a row that is the sum of at least two rows that follow it."""
    kept: list[Term] = []
    at = 0
    while at < len(rows):
        kept.append(rows[at])
        total, size = 0.0, 0
        for length, part in enumerate(rows[at + 1 : at + 1 + _LONGEST_GROUP], start=1):
            total += part.amount.value
            if length > 1 and abs(total - rows[at].amount.value) <= 1e-9 * abs(total) != 0:
                size = length
        at += 1 + size
    return kept


def reads_otherwise(total: Quantity, parts: Sequence[Term]) -> bool:
    """Tell whether a total that misses its rows may be meant without one of them, or without a run.

    Then the table says something that is not understood, and nothing is claimed.
    """
    if len(parts) > _MOST_TRIED:
        return False
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            rest = [*parts[:first], *parts[last:]]
            if rest and len(rest) < len(parts) and closes(total, rest):
                return True
    return False
