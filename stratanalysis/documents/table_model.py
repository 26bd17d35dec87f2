"""A table as a careful reader takes it: head, paths of heads, rows of the body by their kind.

Whoever needs the figures of a table reads this model and never the raw rows: the head may have
several rows (years under sources under a title), a row of units, a row of column numbers; the body
has titles that span the row, totals, parts ("of which") and heads repeated after a page break.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stratanalysis.documents.blocks import Cell, Row, Table
from stratanalysis.documents.columns import column_role, header_roles, key, read_rules
from stratanalysis.documents.evidence import Evidence, roles_by_evidence
from stratanalysis.documents.headings import is_heading, names_goal
from stratanalysis.quantities import (
    Unit,
    find_quantities,
    find_years,
    is_blank,
    prepare,
    read_quantity,
    read_unit,
    squeeze,
)

__all__ = [
    "BodyRow",
    "Column",
    "RowKind",
    "TableModel",
    "head_of",
    "is_column_numbers",
    "is_total_words",
    "plain_rows",
    "table_model",
    "unit_in",
]

_GOAL_ROLES = ("strategic_goal", "operational_goal", "task")
_MOST_HEAD_ROWS = 5
_MOST_TITLES = 3
_LONGEST_HEAD = 160
_LONGEST_TOTAL = 120
_MOST_EVIDENCE = 40
_YEAR_HEAD = re.compile(
    r"[ ]*(?:на|за|у|в|до|станом на)?[ ]*(?:19|20)\d\d[ ]*(?:рр?\.?|рік|року|роки|році)?[ ]*"
    r"(?:[(]?(?:план|факт|прогноз|звіт|очікуване|затверджено|оцінка)\w*[)]?)?[ ]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:[IVXІХ]{1,5}|\d{1,2}(?:[.]\d{1,2}){0,3})[.)]?")
_FULL_STOP = re.compile(r"[.;]\s*$")


class RowKind(StrEnum):
    """What a row of the body is."""

    DATA = "data"
    TOTAL = "total"
    """Begins with "total", "together" and the like."""
    PART = "part"
    """Begins with "of which"; its figures are in another row already."""
    TITLE = "title"
    """A heading that spans the row."""
    HEAD = "head"
    """The head, or its row of column numbers, repeated after a page break."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and all that its head says.

    Attributes
    ----------
    at : int
        Its place, from 0.
    path : tuple of str
        The heads above it from the top: ``("Обсяг, тис. грн", "2025", "обласний бюджет")``.
    role : str or None
        What it holds by ``rules/columns.toml``, the deepest head that is known decides; else by
        evidence (:mod:`stratanalysis.documents.evidence`).
    year : int or None
        The one year that the head names.
    unit : Unit or None
        The unit that the head, the row of units or the title of the table gives.
    total : bool
        Whether the deepest head is "total", "together" and the like.
    """

    at: int
    path: tuple[str, ...]
    role: str | None
    year: int | None
    unit: Unit | None
    total: bool

    @property
    def head(self) -> str:
        """The heads in one line."""
        return " › ".join(self.path)

    @property
    def leaf(self) -> str:
        """The head next above the cells; empty where the column has none."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row under the head."""

    kind: RowKind
    row: Row

    def text(self, at: int) -> str:
        """Return the words of a cell, spaces squeezed."""
        return squeeze(self.row.cells[at].text)


@dataclass(frozen=True, slots=True)
class TableModel:
    """A table that was taken apart.

    Attributes
    ----------
    table : Table
        The raw rows, for places.
    titles : tuple of str
        Rows above the head that span the table.
    columns : tuple of Column
    head_rows : tuple of Row
    body : tuple of BodyRow
    """

    table: Table
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    head_rows: tuple[Row, ...]
    body: tuple[BodyRow, ...]

    def at(self, role: str) -> int:
        """Return the first column with a role; -1 for none."""
        return next((column.at for column in self.columns if column.role == role), -1)

    def roles(self) -> list[str | None]:
        """Return the role of every column."""
        return [column.role for column in self.columns]

    def figures(self, at: int) -> float:
        """Return the part of the filled body cells of a column that are numbers."""
        cells = [row.row.cells[at].text for row in self.body if row.kind is not RowKind.HEAD]
        filled = [text for text in cells if not is_blank(text)]
        numbers = sum(read_quantity(text) is not None for text in filled)
        return numbers / len(filled) if filled else 0.0


@functools.cache
def _total() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in read_rules("programme")["totals"]["begins"])
    return re.compile(rf"\W{{0,3}}(?:{words})(?![^\W\d_])", re.IGNORECASE)


@functools.cache
def _part() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in read_rules("programme")["totals"]["parts"])
    return re.compile(rf"\W{{0,3}}(?:{words})", re.IGNORECASE)


def is_total_words(text: str) -> bool:
    """Tell whether words begin as those of a total do: ``Разом``, ``Всього за розділом``."""
    return len(text) < _LONGEST_TOTAL and _total().match(prepare(text)) is not None


def unit_in(text: str) -> Unit | None:
    """Find the unit that the words of a head give: ``Обсяг (тис. грн)``, ``2025 рік, млн грн``."""
    clean = prepare(text)
    if len(clean) > 400:
        return None
    for part in reversed(re.split(r"[(),:;\n]|[ ][\u2013\u2014-][ ]|[ ]у[ ]|[ ]в[ ]", clean)):
        unit = read_unit(part)
        if unit is not None and unit.code:
            return unit
    found = re.search(r"(?:тис|млн|млрд)\.?[ ]?(?:грн|гривень)|(?<![^\W\d_])грн(?![^\W\d_])", clean)
    if found:
        quantities = find_quantities("1 " + found.group())
        return quantities[0].unit if quantities else None
    return None


@functools.lru_cache(maxsize=512)
def table_model(table: Table, *, caption: str = "") -> TableModel | None:
    """Take a table apart; None where no row can be its head.

    Parameters
    ----------
    table : Table
    caption : str
        The paragraph above the table; a unit in it is the unit of amounts without another.

    Returns
    -------
    TableModel or None
    """
    titles: list[str] = []
    first = 0
    while first < min(_MOST_TITLES, len(table.rows) - 1) and _is_title(table, first):
        titles.append(squeeze(table.rows[first].filled[0].text))
        first += 1
    end, skip = _head_end(table, first)
    if end <= first:
        return None
    head = table.rows[first:end]
    units = [row for row in table.rows[end:skip] if _is_units(row)]
    default = next((u for text in (*reversed(titles), caption) if (u := unit_in(text))), None)
    paths = _paths(head, table.width)
    columns = tuple(
        _column(at, path, units[0].cells[at] if units else None, default)
        for at, path in enumerate(paths)
    )
    words = {tuple(key(text) for text in row.texts) for row in head}
    body = tuple(BodyRow(_kind(row, words, columns), row) for row in table.rows[skip:])
    columns = _settled(columns, body)
    return TableModel(table, tuple(titles), columns, tuple(head), body)


def _settled(columns: Sequence[Column], body: Sequence[BodyRow]) -> tuple[Column, ...]:
    """Give columns without a known head the role that stems and values show."""
    rows = [one.row for one in body if one.kind is RowKind.DATA][:_MOST_EVIDENCE]
    known = []
    for column in columns:
        cells = [text for row in rows if (text := squeeze(row.cells[column.at].text))]
        money = column.total or (column.unit is not None and column.unit.kind == "money")
        known.append(Evidence(column.leaf, column.role, column.year, money, cells))
    found = roles_by_evidence(known)
    return tuple(replace(c, role=role) for c, role in zip(columns, found, strict=True))


def plain_rows(table: Table) -> list[Row]:
    """Return the rows of a table that has no head, without rows of column numbers and of units."""
    return [row for row in table.rows if not (is_column_numbers(row) or _is_units(row))]


def head_of(table: Table, *, depth: int = 4) -> tuple[int, list[str | None]] | None:
    """Find the first of the first rows with two known columns or more, and its roles.

    A cell that names a goal (``Стратегічна ціль 1. ...``) is none of the head.
    """
    for at, row in enumerate(table.rows[:depth]):
        texts = tuple(squeeze(text) for text in row.texts)
        roles = [
            None if role in _GOAL_ROLES and is_heading(text) else role
            for role, text in zip(header_roles(texts), texts, strict=True)
        ]
        if sum(role is not None for role in roles) > 1:
            return at, roles
    return None


def _is_title(table: Table, at: int) -> bool:
    """Tell whether a row above the head spans the table: one cell, the next rows have more."""
    filled = table.rows[at].filled
    if len(filled) != 1 or table.width < 2:
        return False
    return any(len(row.filled) > 1 for row in table.rows[at + 1 : at + 3])


def _head_end(table: Table, first: int) -> tuple[int, int]:
    """Return where the head ends, and where the body begins."""
    last = min(len(table.rows), first + _MOST_HEAD_ROWS + 2)
    for at in range(first, last):
        if is_column_numbers(table.rows[at]) and at > first:
            end = at - 1 if _is_units(table.rows[at - 1]) else at
            if not any(_is_data(row) for row in table.rows[first:end]):
                return end, at + 1
    known = head_of(table)
    if known is not None and known[0] >= first:
        end = known[0] + 1
    else:
        row = table.rows[first]
        if _is_data(row) or is_column_numbers(row) or any(map(names_goal, row.texts)):
            return first, first
        end = first + 1
    while end < last and _goes_on(table.rows[first:end], table.rows[end]):
        end += 1
    skip = end
    while skip < len(table.rows) and (
        _is_units(table.rows[skip]) or is_column_numbers(table.rows[skip])
    ):
        skip += 1
    return end, skip


def is_column_numbers(row: Row) -> bool:
    """Tell whether a row numbers the columns: 1, 2, 3 or А, 1, 2."""
    texts = [squeeze(cell.text).strip(" .()") for cell in row.filled]
    if len(texts) < 3 or len(texts) < 0.6 * len(row.cells):
        return False
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 3]
    letters = [text for text in texts if not text.isdecimal()]
    if len(numbers) < 2 or len(letters) > 2 or any(len(text) > 3 for text in letters):
        return False
    rising = all(b - a == 1 for a, b in itertools.pairwise(numbers))
    return rising and numbers[0] in (0, 1, 2)


def _is_units(row: Row) -> bool:
    """Tell whether all filled cells of a row are units of measure."""
    filled = row.filled
    return bool(filled) and all(read_unit(cell.text) is not None for cell in filled)


def _is_data(row: Row) -> bool:
    """Tell whether a row holds figures that are not years, or is far too wordy for a head."""
    for cell in row.filled:
        text = squeeze(cell.text)
        if len(text) > _LONGEST_HEAD:
            return True
        if _YEAR_HEAD.fullmatch(prepare(text)) or is_blank(text):
            continue
        if read_quantity(text) is not None:
            return True
    return False


def _goes_on(head: Sequence[Row], row: Row) -> bool:
    """Tell whether a row belongs to the head above it.

    Its first cell is empty (merged), all are short and without figures, and each is under a head
    that spans or has nothing above, or is a year, a unit or a known head.
    """
    filled = row.filled
    if not filled or row.cells[0].text.strip() or _is_data(row) or is_column_numbers(row):
        return False
    if is_total_words(filled[0].text) and len(filled) == 1:
        return False
    above = head[-1].cells
    for at, cell in enumerate(row.cells):
        text = squeeze(cell.text)
        if not text:
            continue
        if len(text) > 90 or (_FULL_STOP.search(text) and len(text) > 40):
            return False
        spans = not above[at].text.strip() or (
            at + 1 < len(above) and not above[at + 1].text.strip()
        )
        known = _YEAR_HEAD.fullmatch(prepare(text)) or read_unit(text) or column_role(text)
        if not (spans or known):
            return False
    return True


def _paths(head: Sequence[Row], width: int) -> list[tuple[str, ...]]:
    """Return the heads above every column; a merged head counts for each column it spans."""
    levels: list[list[str]] = []
    for depth, row in enumerate(head):
        texts = [squeeze(cell.text) for cell in row.cells]
        spanned = list(texts)
        for at in range(1, width):
            below = any(squeeze(other.cells[at].text) for other in head[depth + 1 :])
            same_parent = all(level[at] == level[at - 1] for level in levels)
            if not texts[at] and below and spanned[at - 1] and (same_parent or not levels):
                spanned[at] = spanned[at - 1]
        levels.append(spanned)
    return [tuple(dict.fromkeys(level[at] for level in levels if level[at])) for at in range(width)]


def _column(at: int, path: tuple[str, ...], unit_cell: Cell | None, default: Unit | None) -> Column:
    role = next((found for head in reversed(path) if (found := column_role(head))), None)
    years = [years for head in path if len(years := find_years(head)) == 1]
    unit = read_unit(unit_cell.text) if unit_cell is not None and unit_cell.text.strip() else None
    unit = unit or next((u for head in reversed(path) if (u := unit_in(head))), None) or default
    leaf = path[-1] if path else ""
    return Column(at, path, role, years[-1][0] if years else None, unit, is_total_words(leaf))


def _kind(row: Row, head: set[tuple[str, ...]], columns: Sequence[Column]) -> RowKind:
    if tuple(key(text) for text in row.texts) in head or is_column_numbers(row):
        return RowKind.HEAD
    filled = row.filled
    if not filled:
        return RowKind.TITLE
    for cell in filled[:2]:
        if is_total_words(cell.text):
            return RowKind.TOTAL
        if _part().match(prepare(cell.text)):
            return RowKind.PART
        if not _NUMBERED.fullmatch(squeeze(cell.text)):
            break
    if len(columns) > 2 and row.cells.index(filled[0]) <= 1:
        words = [squeeze(cell.text) for cell in filled]
        if len(words) == 1 and read_quantity(words[0]) is None:
            return RowKind.TITLE
        if len(words) == 2 and _NUMBERED.fullmatch(words[0]) and row.cells.index(filled[1]) <= 1:
            return RowKind.TITLE if read_quantity(words[1]) is None else RowKind.DATA
    return RowKind.DATA
