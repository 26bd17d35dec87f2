"""A table of measures: executors, sources of money, terms, results and money."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from stratanalysis.documents.blocks import Document, Paragraph, Piece, Row, Table
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.headings import read_heading
from stratanalysis.documents.table_model import BodyRow, RowKind, TableModel, table_model
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.lists import join_words
from stratanalysis.plans.money_cube import (
    MoneyColumn,
    context_unit,
    context_year,
    money_of,
    title_year,
    title_years,
    year_column,
)
from stratanalysis.plans.money_rows import measure_money, total_money
from stratanalysis.plans.places import source_cells
from stratanalysis.quantities import (
    Habit,
    Period,
    find_years,
    is_blank,
    read_period,
    read_roman,
    squeeze,
    write_roman,
)

__all__ = ["ProgrammeParts", "read_programme"]

_CODE = re.compile(r"\s*+(\d{1,2}(?:\.\d{1,3}){1,2})\.?\s*+(?=\S)")
_NUMBER = re.compile(r"\s*+(P?\d{1,3}(?:\.\d{1,3}){0,3})[.)]?\s*+$")
_SECTION = re.compile(r"\s*+([IVXІХ]{1,5}|\d{1,2})[.)]?\s+(?=[«\"“„А-ЯІЇЄҐA-Z])")
_SECTION_NUMBER = re.compile(r"(?:розділ\w{0,3}|section)\s+([IVXІХ]{1,5}|\d{1,2})\b", re.IGNORECASE)
_YEAR_ROW = re.compile(r"\s*(?:на[ ])?(20\d\d)[ ]?(?:рік|р\.|року)?\s*", re.IGNORECASE)
_CAPTIONS = 3


@dataclass(slots=True)
class ProgrammeParts:
    """What was read: rows of the tables, findings, the tables used."""

    measures: list[dict[str, Any]] = field(default_factory=list)
    money: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of a table of measures; one without a head takes that of the one before."""

    model: TableModel
    at: dict[str, int]
    columns: list[MoneyColumn]
    measure: int
    number: int
    coded: bool
    years: int
    titled: bool


def read_programme(
    document: Document, *, habit: Habit, goals: frozenset[str] = frozenset()
) -> ProgrammeParts:
    """Read the measures of every table of measures, with their money and the totals.

    A row that begins with a code is a measure; without codes, one that has a number, or words in
    the column of measures. Rows below continue it, cell by cell, or give its money by source. Rows
    of totals and sections are known by their words (``rules/programme.toml``).

    Parameters
    ----------
    document : Document
    habit : Habit
        How to read ambiguous numbers.
    goals : frozenset of str
        Codes of the goals that were read; a table under the heading of one serves it.
    """
    parts = ProgrammeParts()
    reader = _Reader(document, parts, habit, goals)
    captions: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if not block.front:
                captions = [*captions[1 - _CAPTIONS :], block.text]
                reader.heading(block)
        else:
            reader.table(block, captions)
            captions = []
    return parts


class _Reader:
    def __init__(
        self, document: Document, parts: ProgrammeParts, habit: Habit, goals: frozenset[str]
    ) -> None:
        self.document, self.parts, self.habit, self.goals = document, parts, habit, goals
        self.totals = read_rules("programme")["totals"]
        self.layout: _Layout | None = None
        self.section = ""
        self.rows: list[Row] = []
        self.code = ""
        self.goal = ""
        self.title_year = title_year(document)
        self.years = title_years(document)
        self.codes: Counter[str] = Counter()
        self.count = 0
        self.row_year: int | None = None
        """The year of a row that spans the table and dates those below."""

    def heading(self, paragraph: Paragraph) -> None:
        """Take note of the goal under whose heading the next tables are."""
        heading = read_heading(paragraph.text)
        if heading is not None and heading.level is not None:
            self.goal = heading.code if heading.code in self.goals else ""
        elif paragraph.heading:
            self.goal = ""

    def table(self, table: Table, captions: list[str]) -> None:
        layout = self._layout(table, captions)
        if layout is None:
            return
        self.layout = layout
        self.parts.used.add(id(table))
        self.count, self.row_year = 0, None
        for body in layout.model.body:
            self._row(body, layout)
        self._close()

    def _layout(self, table: Table, captions: list[str]) -> _Layout | None:
        model = table_model(table)
        if model is None:
            return None
        roles = model.roles()
        at = {role: at for at, role in reversed(list(enumerate(roles))) if role}
        measure = next((at[r] for r in ("measure", "task", "direction") if r in at), -1)
        if measure < 0 or "step" in at or "strength" in at:
            return None
        year = context_year([*captions, *model.titles])
        several = any(len(find_years(text)) > 1 for text in [*captions, *model.titles])
        unit = context_unit([*captions, *model.titles])
        columns = money_of(model, year=year if year or several else self.title_year, unit=unit)
        measures_only = "measure" in at and {"executor", "term"} & set(at)
        if not columns and not measures_only:
            return None
        data = [row for row in model.body if row.kind is not RowKind.TITLE]
        cells = [row.row.cells[measure].text for row in data]
        coded = any(_CODE.match(text) for text in cells)
        number = _number_column(model, at, measure)
        years = year_column(model)
        titled = year in (None, self.title_year) and not any(c.year for c in model.columns)
        return _Layout(model, at, columns, measure, number, coded, years, titled)

    def _row(self, body: BodyRow, layout: _Layout) -> None:
        row = body.row
        if body.kind is RowKind.HEAD or not row.filled:
            return
        if body.kind is RowKind.TOTAL and not self._own_total(row, layout):
            self._close()
            self._total(row)
            return
        if body.kind is RowKind.PART and row.cells[layout.measure].text.strip():
            return
        code = self._begins(body, layout)
        if code:
            self._close()
            self._goal_of(row, layout)
            self.code, self.rows = code, [row]
        elif body.kind is RowKind.TITLE and (year := _YEAR_ROW.fullmatch(row.filled[0].text)):
            self._close()
            self.row_year = int(year[1])
        elif self._is_section(row, layout):
            self._close()
        elif self.rows:
            self.rows.append(row)
        else:
            self._left(row)

    def _own_total(self, row: Row, layout: _Layout) -> bool:
        """Tell whether a total is that of the sources of one measure: its word is there."""
        at = layout.at.get("funding_source", -1)
        return at >= 0 and bool(self.rows) and row.cells.index(row.filled[0]) == at

    def _begins(self, body: BodyRow, layout: _Layout) -> str:
        """Return the code of the measure that the row begins; empty where it begins none."""
        row, words = body.row, body.text(layout.measure)
        if layout.coded:
            match = _CODE.match(words)
            return match[1] if match else ""
        if body.kind is not RowKind.DATA or not words:
            return ""
        if layout.number >= 0:
            match = _NUMBER.match(row.cells[layout.number].text)
            if match and len(row.filled) > 2:
                return match[1]
            if layout.measure > 0 and not row.cells[layout.number].text.strip() and self.rows:
                amounts = any(not is_blank(row.cells[c.at].text) for c in layout.columns)
                if not amounts or words[:1].islower():
                    return ""
            elif match:
                return ""
        if self.rows and (words[:1].islower() or (row.after_break and len(row.filled) < 3)):
            return ""
        if len(row.filled) < 2:
            return ""
        self.count += 1
        return str(self.count)

    def _goal_of(self, row: Row, layout: _Layout) -> None:
        """Take note of the goal that a column of goals names; a merged cell goes on below."""
        for role in ("task", "operational_goal", "strategic_goal"):
            at = layout.at.get(role, -1)
            if at < 0 or at == layout.measure:
                continue
            heading = read_heading(row.cells[at].text)
            code = heading.code if heading is not None else squeeze(row.cells[at].text).rstrip(".")
            if code in self.goals:
                self.goal = code
            if row.cells[at].text.strip():
                return

    def _is_section(self, row: Row, layout: _Layout) -> bool:
        """Read a row that names a section: a number and a name, nothing in the other columns."""
        filled = row.filled
        if len(filled) > 2:
            return False
        words = squeeze(" ".join(cell.text for cell in filled))
        match = _SECTION.match(words)
        if row.cells.index(filled[0]) > 1 or row.cells.index(filled[-1]) > layout.measure:
            return False
        heading = read_heading(words)
        if heading is not None and (heading.level is not None or heading.code in self.goals):
            self.goal = heading.code if heading.code in self.goals else ""
        written = match[1] if match else ""
        if not match and (layout.coded or not words[:1].isupper() or row.after_break):
            return False
        self.section = _number(written) if match else str(len(self.parts.sections) + 1)
        title = words[match.end() :].strip() if match else words
        self.parts.sections.append(
            {"code": self.section, "code_as_written": written or None, "title": title}
            | source_cells(self.document, filled[0], self.document.source(row).text)
        )
        return True

    def _close(self) -> None:
        if self.rows:
            self._measure(self.code, self.rows)
        self.rows = []

    def _cell(self, rows: list[Row], role: str) -> str:
        assert self.layout is not None
        at = self.layout.measure if role == "measure" else self.layout.at.get(role, -1)
        words = ""
        for row in rows if at >= 0 else ():
            text = squeeze(row.cells[at].text)
            if text:
                words = join_words(words, text)
        return words

    def _measure(self, written: str, rows: list[Row]) -> None:
        assert self.layout is not None
        title = self._cell(rows, "measure")
        match = _CODE.match(title)
        title = title[match.end() :].strip() if match and self.layout.coded else title
        term = self._cell(rows, "term")
        if len(rows) > 1 and self.layout.years == self.layout.at.get("term", -2):
            years = sorted(find_years(term))
            term = f"{years[0]}-{years[-1]}" if years else term
        period = self._period(term)
        text = " | ".join(self.document.source(row).text for row in rows)
        piece = Piece(text, rows[0].line, rows[0].filled[0].place)
        if term and period is None:
            self._note("unread-term", piece, "The term {term} is not understood.", term=term)
        result = (self._cell(rows, "result") or self._cell(rows, "indicator")).lstrip("-– ")
        code = self._unique(written)
        self.parts.measures.append(
            {
                "code": code,
                "section": self.section or None,
                "title": title,
                "executor": self._cell(rows, "executor") or None,
                "funding_source": self._sources(rows) or None,
                "start": period.start.isoformat() if period and period.start else None,
                "end": period.end.isoformat() if period and period.end else None,
                "expected_result": result or None,
                "goal": self.goal or None,
            }
            | source_cells(self.document, piece)
        )
        ends = {day.year for day in (period.start, period.end) if day} if period else set()
        year = self.row_year or (max(ends) if period and period.end and len(ends) == 1 else None)
        source = self.layout.at.get("funding_source", -1)
        again = year and self.layout.titled  # a term dates a measure before the title does
        columns = [replace(c, year=None) if again else c for c in self.layout.columns]
        found, findings = measure_money(
            self.document, rows, columns, source, measure=code, habit=self.habit,
            term_year=year, year_at=self.layout.years,
        )  # fmt: skip
        self.parts.money += found
        self.parts.findings += findings

    def _period(self, term: str) -> Period | None:
        """Read a term; months without a year are of the title's, "every year" of all its years."""
        period = read_period(term.replace("- ", "-")) if term else None
        if period is None and term and self.title_year and not find_years(term):
            period = read_period(f"{term.rstrip(' .')} {self.title_year}")
        if period is not None and period.kind == "always" and self.years:
            first, last = dt.date(self.years[0], 1, 1), dt.date(self.years[1], 12, 31)
            period = replace(period, start=first, end=last)
        return period

    def _sources(self, rows: list[Row]) -> str:
        """Return the sources of a measure, each once, parted by ``; ``."""
        assert self.layout is not None
        at = self.layout.at.get("funding_source", -1)
        if self.layout.coded or len(rows) == 1:
            return self._cell(rows, "funding_source")
        texts = (squeeze(row.cells[at].text) for row in rows) if at >= 0 else ()
        return "; ".join(dict.fromkeys(text for text in texts if text))

    def _unique(self, written: str) -> str:
        """Return a code that no measure before has; a number given again gets its goal's code."""
        code = written
        if self.codes[code] and self.goal:
            code = f"{self.goal}/{written}"
        if self.codes[code] and self.section and "." not in written:
            code = f"{self.section}.{written}"
        self.codes[code] += 1
        return code if self.codes[code] == 1 else f"{code}-{self.codes[code]}"

    def _total(self, row: Row) -> None:
        assert self.layout is not None
        words = squeeze(row.filled[0].text)
        if _NUMBER.match(words) and len(row.filled) > 1:
            words = squeeze(row.filled[1].text)
        lowered = words.casefold()
        number = _SECTION_NUMBER.search(words)
        code, kind, all_years = "total", "grand_total", False
        if any(word in lowered for word in self.totals["programme"]):
            all_years = len([c for c in self.layout.columns if row.cells[c.at].text.strip()]) == 1
            all_years = all_years and len(self.layout.columns) > 1
        elif number and any(word in lowered for word in self.totals["section"]):
            code, kind = _number(number[1]), "section_total"
        found, findings = total_money(
            self.document, row, self.layout.columns, measure=code, kind=kind, habit=self.habit
        )
        if all_years:
            found = [row | {"year": None} for row in found if row["amount"] is not None]
        self.parts.money += found
        self.parts.findings += findings

    def _left(self, row: Row) -> None:
        piece = Piece(self.document.source(row).text, row.line, row.filled[0].place)
        self._note("row-left-out", piece, "A row of the table belongs to no measure.")

    def _note(self, check: str, piece: Piece, why: str, **values: object) -> None:
        source = self.document.source(piece)
        self.parts.findings.append(Finding(check, Severity.WARNING, source, why, values))


def _number_column(model: TableModel, at: dict[str, int], measure: int) -> int:
    """Return the column of numbers where most measures have one; -1 for none."""
    column = at.get("number", -1)
    if column < 0:
        return -1
    rows = [row for row in model.body if row.kind is RowKind.DATA and row.text(measure)]
    numbered = sum(bool(_NUMBER.match(row.row.cells[column].text)) for row in rows)
    return column if rows and numbered * 2 >= len(rows) else -1


def _number(written: str) -> str:
    return write_roman(value) if (value := read_roman(written)) is not None else written
