"""The money of a table as a cube: year, source, fund and stage of each column of amounts."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from stratanalysis.documents.blocks import Document
from stratanalysis.documents.columns import column_role, read_rules
from stratanalysis.documents.evidence import source_words
from stratanalysis.documents.table_model import (
    Column,
    RowKind,
    TableModel,
    is_total_words,
    unit_in,
)
from stratanalysis.quantities import (
    Unit,
    find_periods,
    find_years,
    is_blank,
    prepare,
    read_quantity,
    squeeze,
)

__all__ = [
    "MoneyColumn",
    "context_unit",
    "context_year",
    "money_of",
    "stage_of",
    "title_year",
    "title_years",
    "year_column",
]

UAH = Unit("UAH", "money", 1, "")
_NOT_MONEY = {
    "number", "unit", "term", "indicator", "base_value", "target_value", "result", "executor",
    "strategic_goal", "operational_goal", "task", "measure", "direction", "step",
}  # fmt: skip
_FOR_YEAR = re.compile(r"(?<![^\W\d_])(?:на|за|for)[ ]{1,2}(20\d\d)(?:[ ]?р|[ ]*$)", re.IGNORECASE)
_REPORTED = re.compile(
    r"\bзвіт\w*[ ][^.]{0,160}?[ ](?:станом[ ])?на[ ](?:01\.01\.|0?1[ ]січня[ ])(20\d\d)",
    re.IGNORECASE,
)
"""A report as of the first of January is on the year before."""
_SHARE = re.compile(r"%|частк|питома|відсот|share|percent", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()\n]")
_YEAR_HEAD = re.compile(
    r"\W*(?:рік|роки|роки виконання|рік виконання|рік реалізації|years?)\W*", re.IGNORECASE
)
_DATE = re.compile(
    r"(?:\d{1,2}[.]\d{1,2}[.]|\d{1,2}[ ][а-яіїєґ]{3,12}[ ])(?:19|20)\d\d(?:[ ]?(?:р\.|року))?",
    re.IGNORECASE,
)
"""The day of a decision is no year of amounts."""
_UP_TO = re.compile(r"(?<![^\W\d_])(?:до|until|by)[ ]{1,2}20\d\d(?![ ]?[-\u2013])", re.IGNORECASE)
"""The end of a strategy's period is no year of amounts."""
_MOST_CAPTION = 260
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """A column of amounts.

    Attributes
    ----------
    at : int
        Its place in the table.
    year : int or None
        The calendar year; None where the column is of several years, or does not say.
    source : str
        Whose money, as the head writes it; empty where it does not say.
    fund : str
        General or special fund, as the head writes it.
    stage : {"planned", "amended", "executed"}
    unit : Unit
        Hryvnias without words where nothing gives a unit.
    total : bool
        Whether it sums other columns of the table.
    """

    at: int
    year: int | None
    source: str
    fund: str
    stage: str
    unit: Unit
    total: bool


@functools.cache
def _pattern(*path: str) -> re.Pattern[str]:
    entry = read_rules("programme")
    for name in path:
        entry = entry[name]
    words = "|".join(re.escape(word) for word in entry)
    return re.compile(rf"(?<![^\W\d_])(?:{words})", re.IGNORECASE)


def stage_of(text: str) -> str:
    """Return the stage of money that the words of a head name; empty for none."""
    clean = prepare(text)
    for stage in ("deviation", "amended", "executed", "planned"):
        if _pattern("stages", stage).search(clean):
            return stage
    return ""


def context_unit(captions: list[str]) -> Unit | None:
    """Return the unit that the paragraphs above a table give, alone or after a comma."""
    for text in reversed(captions[-3:]):
        if len(text) > _MOST_CAPTION:
            continue
        unit = unit_in(text)
        if unit is not None and unit.kind == "money":
            return unit
    return None


def context_year(captions: list[str]) -> int | None:
    """Return the one year that the words above a table name; the nearest that names any decides."""
    for text in reversed(captions):
        own = _UP_TO.sub("", _DATE.sub("", prepare(text)))
        years = find_years(own) if len(text) <= _MOST_CAPTION else []
        if years:
            return years[0] if len(years) == 1 else None
    return None


def title_year(document: Document) -> int | None:
    """Return the one year of a document's title: ``на 2025 рік`` among its first paragraphs."""
    for paragraph in document.paragraphs()[:20]:
        match = _FOR_YEAR.search(prepare(paragraph.text)) if len(paragraph.text) < 400 else None
        if match:
            return int(match[1])
        if (match := _REPORTED.search(prepare(paragraph.text[:400]))) is not None:
            return int(match[1]) - 1
    return None


def title_years(document: Document) -> tuple[int, int] | None:
    """Return the first and last year of a document's title (``на 2025-2027 роки``), or None."""
    for paragraph in document.paragraphs()[:20]:
        for period in find_periods(paragraph.text) if len(paragraph.text) < 400 else ():
            if period.kind == "years" and period.start and period.end and not period.reversed:
                return period.start.year, period.end.year
    year = title_year(document)
    return (year, year) if year else None


def year_column(model: TableModel) -> int:
    """Return the column that dates each row by one year; -1 for none.

    A column of terms does where rows without a measure of their own hold further years.
    """
    title = next((model.at(role) for role in ("measure", "task") if model.at(role) >= 0), -1)
    bare = [row for row in model.body if title >= 0 and not row.text(title)]
    for column in model.columns:
        dated = column.role == "term" and sum(bool(row.text(column.at)) for row in bare) > 0
        if column.year is None and (dated or _YEAR_HEAD.fullmatch(prepare(column.leaf))):
            cells = [row.text(column.at) for row in model.body if row.text(column.at)]
            if cells and all(len(find_years(text)) == 1 or is_total_words(text) for text in cells):
                return column.at
    return -1


def money_of(
    model: TableModel, *, year: int | None = None, unit: Unit | None = None
) -> list[MoneyColumn]:
    """Find the columns of amounts of a table, with all that their heads say.

    Parameters
    ----------
    model : TableModel
    year : int, optional
        The year of amounts whose head names none, from the title or the paragraph above.
    unit : Unit, optional
        The unit of amounts whose head gives none, from the paragraph above.

    Returns
    -------
    list of MoneyColumn
        From left to right. A column that sums others (over years or sources) is a `total`.
    """
    columns = [column for column in model.columns if _is_money(model, column)]
    if not columns:
        return []
    years = {column.at: column.year for column in columns}
    named = {year for year in years.values() if year is not None}
    if len(named) == 1:  # "planned for 2025 | financed": both are of the year
        staged = [c.at for c in columns if years[c.at] is None and _stage(c) and not c.total]
        years |= dict.fromkeys(staged, *named)
    dated = any(value is not None for value in years.values())
    sources = {column.at: _source(column) for column in columns}
    stages = {column.at: _stage(column) for column in columns}
    funds = {column.at: _fund(column) for column in columns}
    parted = any(sources.values())
    given = (c.unit for c in columns if c.unit is not None and c.unit.kind == "money")
    unit = next(given, unit) or UAH
    found = []
    for column in columns:
        if stages[column.at] == "deviation":
            continue
        over_years = dated and years[column.at] is None and len(columns) > 1
        same = [
            other
            for other in columns
            if years[other.at] == years[column.at] and other is not column
        ]
        over_sources = parted and not sources[column.at] and any(sources[o.at] for o in same)
        over_funds = (
            not funds[column.at] and any(funds[o.at] for o in same) and not sources[column.at]
        )
        summed = column.total and len(columns) > 1
        found.append(
            MoneyColumn(
                column.at,
                years[column.at] if dated else year,
                sources[column.at],
                funds[column.at],
                stages[column.at] or "planned",
                column.unit if column.unit is not None and column.unit.kind == "money" else unit,
                over_years or over_sources or over_funds or summed,
            )
        )
    if found and all(column.total for column in found):
        found = [MoneyColumn(c.at, c.year, c.source, c.fund, c.stage, c.unit, False) for c in found]
    return found


def _is_money(model: TableModel, column: Column) -> bool:
    roles = {role for head in column.path if (role := column_role(head))}
    if not column.path or _SHARE.search(column.leaf):
        return False
    if roles & _NOT_MONEY and "money" not in roles:
        return False
    if column.role == "funding_source" and not _numbers(model, column.at):
        return False
    if column.unit is not None and column.unit.kind != "money" and "money" not in roles:
        return False
    known = "money" in roles or column.year is not None
    known = known or (
        column.unit is not None and column.unit.kind == "money" and unit_in(column.head) is not None
    )
    known = known or source_words(column.leaf) or column.total or bool(_fund(column))
    return known and ("money" in roles or _amounts_only(model, column.at))


def _numbers(model: TableModel, at: int) -> bool:
    return model.figures(at) >= _ENOUGH


def _amounts_only(model: TableModel, at: int) -> bool:
    """Tell whether no cells, or most of the filled ones, hold numbers."""
    cells = [row.row.cells[at].text for row in model.body if row.kind is RowKind.DATA]
    filled = [text for text in cells if not is_blank(text)]
    numbers = sum(
        read_quantity(text) is not None or any(c.isdigit() for c in text) for text in filled
    )
    return not filled or numbers >= 0.5 * len(filled)


def _source(column: Column) -> str:
    for head in reversed(column.path):
        if is_total_words(head):
            continue
        for part in _CLAUSE.split(head):
            own = column_role(part) == "money" or find_years(part) or is_total_words(part)
            if not own and source_words(part) and not _fund_words(part):
                return squeeze(part)
    return ""


def _fund_words(text: str) -> bool:
    return _pattern("sources", "fund").search(prepare(text)) is not None


def _fund(column: Column) -> str:
    return next((squeeze(head) for head in reversed(column.path) if _fund_words(head)), "")


def _stage(column: Column) -> str:
    return next((stage for head in reversed(column.path) if (stage := stage_of(head))), "")
