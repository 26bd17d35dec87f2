"""Tables whose rows are years, turned so that the years are columns."""

from __future__ import annotations

import re
from dataclasses import replace

from stratanalysis.documents.blocks import Cell, Row, Table
from stratanalysis.documents.columns import column_role
from stratanalysis.quantities import find_years, is_blank, prepare, read_number, squeeze

__all__ = ["years_to_columns"]

_YEAR_HEAD = re.compile(r"\W*(?:рік|роки|years?)\W*", re.IGNORECASE)
_NAME = "Показник"
_FEWEST, _MOST_ROWS = 2, 400


def years_to_columns(table: Table) -> Table:
    """Turn a table whose rows are years, or whose rows are an indicator and a year.

    ``Рік | Площа, га | Довжина, км`` becomes ``Показник | 2024 (факт) | 2025 (план)``; in
    ``Показник | Одиниця | Рік | Значення`` the rows of one indicator become one. Other tables are
    returned as they are.
    """
    if not 1 + _FEWEST <= len(table.rows) <= _MOST_ROWS or table.width < 2:
        return table
    heads = [squeeze(text) for text in table.rows[0].texts]
    at = next((n for n, head in enumerate(heads) if _YEAR_HEAD.fullmatch(prepare(head))), -1)
    body = table.rows[1:]
    if at < 0 or not all(len(find_years(row.cells[at].text)) == 1 for row in body):
        return table
    if at == 0 and all(_figures(table, column) for column in range(1, table.width)):
        return _turned(table)
    named = [n for n, head in enumerate(heads) if column_role(head) == "indicator"]
    if named == [0] and at == table.width - 2 and _figures(table, at + 1):
        return _grouped(table, at)
    return table


def _figures(table: Table, at: int) -> bool:
    cells = [row.cells[at].text for row in table.rows[1:]]
    return any(not is_blank(text) for text in cells) and all(
        is_blank(text) or read_number(text.rstrip("% ")) is not None for text in cells
    )


def _turned(table: Table) -> Table:
    head, *body = table.rows
    years = [row.cells[0] for row in body]
    if len({find_years(cell.text)[0] for cell in years}) < len(years):
        return table
    rows = [Row((replace(head.cells[0], text=_NAME), *years))]
    rows += [
        Row((head.cells[at], *(row.cells[at] for row in body))) for at in range(1, table.width)
    ]
    return replace(table, rows=tuple(rows))


def _grouped(table: Table, at: int) -> Table:
    """Put the rows of one indicator into one; an empty name goes on with the one above."""
    years: dict[str, Cell] = {}
    groups: list[tuple[Row, dict[str, Cell]]] = []
    for row in table.rows[1:]:
        name, year = squeeze(row.cells[0].text), squeeze(row.cells[at].text)
        if not groups or (name and name != squeeze(groups[-1][0].cells[0].text)):
            groups.append((row, {}))
        years.setdefault(year, row.cells[at])
        groups[-1][1][year] = row.cells[at + 1]
    if len(groups) == len(table.rows) - 1:
        return table
    rows = [Row((*table.rows[0].cells[:at], *years.values()))]
    for row, values in groups:
        cells = (values.get(year, Cell("", row.line)) for year in years)
        rows.append(Row((*row.cells[:at], *cells)))
    return replace(table, rows=tuple(rows))
