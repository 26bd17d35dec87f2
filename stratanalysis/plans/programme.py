"""A programme's table of measures: executors, sources of money, terms and money by year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from stratanalysis.documents.blocks import Document, Piece, Row, Table
from stratanalysis.documents.columns import read_rules
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.lists import join_words
from stratanalysis.plans.money import MoneyColumns, amount_rows, money_columns
from stratanalysis.plans.strategy import head_of, source_cells
from stratanalysis.quantities import Habit, read_period, read_roman, squeeze, write_roman

__all__ = ["ProgrammeParts", "read_programme"]

_CODE = re.compile(r"\s*+(\d{1,2}(?:\.\d{1,3}){1,2})\.?\s*+(?=\S)")
_NUMBER = re.compile(r"\s*+(\d{1,3}(?:\.\d{1,3}){0,2})[.)]?\s*+$")
_SECTION = re.compile(r"\s*+([IVXІХ]{1,5}|\d{1,2})[.)]?\s+(?=[«\"“„А-ЯІЇЄҐA-Z])")
_SECTION_NUMBER = re.compile(r"(?:розділ\w{0,3}|section)\s+([IVXІХ]{1,5}|\d{1,2})\b", re.IGNORECASE)


@dataclass(slots=True)
class ProgrammeParts:
    """What was read: rows of the tables, findings, the tables used."""

    measures: list[dict[str, Any]] = field(default_factory=list)
    money: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def read_programme(document: Document, *, habit: Habit) -> ProgrammeParts:
    """Read the measures of a programme, with its totals.

    A row that begins with a code is a measure; a row without one continues the measure before it,
    cell by cell; rows of totals and sections are told by their words (``rules/programme.toml``).
    The code stands before the title; where no title of the table has one, it is the number in the
    column of numbers.
    """
    parts = ProgrammeParts()
    for table in document.tables():
        head = head_of(table)
        if head is None:
            continue
        roles = head[1]
        if "measure" in roles and "money" in roles and "step" not in roles:
            parts.used.add(id(table))
            _Reader(document, parts, habit, table, head[0], roles).read()
    return parts


class _Reader:
    def __init__(
        self,
        document: Document,
        parts: ProgrammeParts,
        habit: Habit,
        table: Table,
        head: int,
        roles: list[str | None],
    ) -> None:
        self.document, self.parts, self.habit = document, parts, habit
        self.table, self.head = table, head
        self.columns: MoneyColumns = money_columns(table, head, roles)
        self.at = {role: at for at, role in reversed(list(enumerate(roles))) if role}
        self.totals = read_rules("programme")["totals"]
        self.section = ""
        self.rows: list[Row] = []
        self.code = ""
        measures = [row.cells[self.at["measure"]].text for row in table.rows[head + 1 :]]
        self.coded = any(_CODE.match(text) for text in measures)

    def read(self) -> None:
        for row in self.table.rows[self.head + 1 + self.columns.extra_head_rows :]:
            first = squeeze(row.filled[0].text)
            if first.casefold().startswith(tuple(w.casefold() for w in self.totals["begins"])):
                self._close()
                self._total(row, first)
                continue
            code = self._code(row)
            if code:
                self._close()
                self.code, self.rows = code, [row]
            elif self._is_section(row):
                self._close()
            elif self.rows:
                self.rows.append(row)
            else:
                self._left(row)
        self._close()

    def _code(self, row: Row) -> str:
        """Return the code of the measure that the row begins; empty where it begins none."""
        if self.coded:
            match = _CODE.match(row.cells[self.at["measure"]].text)
        elif "number" in self.at and len(row.filled) > 2:
            match = _NUMBER.match(row.cells[self.at["number"]].text)
        else:
            match = None
        return match[1] if match else ""

    def _is_section(self, row: Row) -> bool:
        """Read a row that names a section: a number and a name, nothing in the other columns."""
        filled = row.filled
        if len(filled) > 2:
            return False
        words = squeeze(" ".join(cell.text for cell in filled))
        match = _SECTION.match(words)
        if match is None or row.cells.index(filled[0]) > 1:
            return False
        self.section = _number(match[1])
        title = words[match.end() :].strip()
        self.parts.sections.append(
            {"code": self.section, "code_as_written": match[1], "title": title}
            | source_cells(self.document, filled[0], self.document.source(row).text)
        )
        return True

    def _close(self) -> None:
        if self.rows:
            self._measure(self.code, self.rows)
        self.rows = []

    def _cell(self, rows: list[Row], role: str) -> str:
        if role not in self.at:
            return ""
        words = ""
        for row in rows:
            text = squeeze(row.cells[self.at[role]].text)
            if text:
                words = join_words(words, text)
        return words

    def _measure(self, code: str, rows: list[Row]) -> None:
        title = self._cell(rows, "measure")
        title = title[len(_match_text(_CODE, title)) :].strip()
        term = self._cell(rows, "term")
        period = read_period(term.replace("- ", "-")) if term else None
        text = " | ".join(self.document.source(row).text for row in rows)
        piece = Piece(text, rows[0].line, rows[0].filled[0].place)
        if term and period is None:
            self._note("unread-term", piece, "The term {term} is not understood.", term=term)
        self.parts.measures.append(
            {
                "code": code,
                "section": self.section or None,
                "title": title,
                "executor": self._cell(rows, "executor") or None,
                "funding_source": self._cell(rows, "funding_source") or None,
                "start": period.start.isoformat() if period and period.start else None,
                "end": period.end.isoformat() if period and period.end else None,
                "expected_result": self._cell(rows, "result").lstrip("-– ") or None,
            }
            | source_cells(self.document, piece)
        )
        self._money(code, rows, "measure")

    def _money(self, code: str, rows: list[Row], kind: str, *, all_years: bool = False) -> None:
        found, findings = amount_rows(
            self.document, rows, self.columns, measure=code, kind=kind, habit=self.habit
        )
        if all_years:
            found = [row | {"year": None} for row in found if row["amount"] is not None]
        self.parts.money += found
        self.parts.findings += findings

    def _total(self, row: Row, words: str) -> None:
        lowered = words.casefold()
        number = _SECTION_NUMBER.search(words)
        if any(word in lowered for word in self.totals["programme"]):
            self._money("total", [row], "grand_total", all_years=True)
        elif number and any(word in lowered for word in self.totals["section"]):
            self._money(_number(number[1]), [row], "section_total")
        else:
            self._money("total", [row], "grand_total")

    def _left(self, row: Row) -> None:
        piece = Piece(self.document.source(row).text, row.line, row.filled[0].place)
        self._note("row-left-out", piece, "A row of the table belongs to no measure.")

    def _note(self, check: str, piece: Piece, why: str, **values: object) -> None:
        source = self.document.source(piece)
        self.parts.findings.append(Finding(check, Severity.WARNING, source, why, values))


def _number(written: str) -> str:
    value = read_roman(written)
    return write_roman(value) if value is not None else written


def _match_text(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return match.group() if match else ""
