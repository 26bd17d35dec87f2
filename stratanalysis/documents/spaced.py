"""Tables of plain text whose columns are parted by spaces, one below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stratanalysis.documents.blocks import Cell, Row, Table

__all__ = ["spaced_table"]

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_RULE = re.compile(r"\s*[-=_\u2500\u2501\u2550]{3,}[-=_\u2500\u2501\u2550 ]*")
"""A line drawn between the rows."""
_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 3
_MOST_ROWS, _WIDEST = 400, 400
_MOST_SPANNING = 0.4


def spaced_table(lines: Sequence[str], at: int) -> tuple[Table, int] | None:
    """Return the table that begins at a line, and where it ends; None where none does.

    Columns are where two places or more are blank in every line of several cells. A line that
    begins with an empty cell, or goes on in small letters in the first cell alone, continues the
    row above; one that crosses the columns spans them.
    """
    if len(_GAP.findall(lines[at].strip())) < _FEWEST_COLUMNS - 1:
        return None
    end = _end(lines, at)
    block = [
        (number + 1, lines[number].rstrip())
        for number in range(at, end)
        if lines[number].strip() and not _RULE.fullmatch(lines[number])
    ]
    several = [text for _, text in block if _GAP.search(text.strip())]
    if len(several) < _FEWEST_ROWS or len(several) < (1 - _MOST_SPANNING) * len(block):
        return None
    columns = _columns(several)
    if len(columns) < _FEWEST_COLUMNS:
        return None
    rows: list[tuple[int, list[str]]] = []
    for number, text in block:
        cells = _cells(text, columns)
        if cells is None:
            rows.append((number, [text.strip(), *[""] * (len(columns) - 1)]))
        elif rows and _goes_on(cells):
            above = rows[-1][1]
            rows[-1] = (
                rows[-1][0],
                [f"{a} {b}".strip() for a, b in zip(above, cells, strict=True)],
            )
        else:
            rows.append((number, cells))
    if len(rows) < _FEWEST_ROWS:
        return None
    made = tuple(Row(tuple(Cell(text, number) for text in cells)) for number, cells in rows)
    return Table(made, rows[0][0]), end


def _end(lines: Sequence[str], at: int) -> int:
    end = at
    while end < len(lines) and end - at < _MOST_ROWS and len(lines[end]) < _WIDEST:
        line = lines[end]
        if "\t" in line:
            break
        if not line.strip():
            following = lines[end + 1] if end + 1 < len(lines) else ""
            if len(_GAP.findall(following.strip())) < _FEWEST_COLUMNS - 1:
                break
        end += 1
    return end


def _columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the columns begin and end: between places that are blank in every line."""
    width = max(map(len, lines))
    filled = [False] * width
    for line in lines:
        for place, sign in enumerate(line):
            filled[place] = filled[place] or sign != " "
    found: list[tuple[int, int]] = []
    start, blank = 0, 2
    for place, full in enumerate(filled):
        if full and blank > 1:
            found.append((start, place))
            start = place
        blank = 0 if full else blank + 1
    found.append((start, width))
    return found[1:]


def _cells(text: str, columns: Sequence[tuple[int, int]]) -> list[str] | None:
    """Cut a line at the columns; None for one whose words cross them."""
    starts = [first for first, _ in columns[1:]]
    crossed = any(
        text[place - 1 : place].strip() and text[place : place + 1].strip() for place in starts
    )
    alone = _GAP.search(text.strip()) is None
    if crossed or (alone and text[:1].strip() and len(text) > starts[0]):
        return None
    return [text[first:last].strip() for first, last in columns]


def _goes_on(cells: Sequence[str]) -> bool:
    alone = not any(cells[1:])
    return not cells[0] or (alone and cells[0][:1].islower())
