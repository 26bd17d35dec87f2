"""An action plan: results with their steps, key indicators, money by year, terms, units in charge.

The steps, indicators and terms of a result are in three cells as numbered lists and are matched
by their numbers; rows cut by page breaks are put together first.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from stratanalysis.documents.blocks import Cell, Document, Paragraph, Piece, Row, Table
from stratanalysis.documents.headings import Heading, code_numbers, read_heading
from stratanalysis.documents.table_model import RowKind, TableModel, table_model
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.lists import Item, join_words, numbered, unmarked_terms
from stratanalysis.plans.money_cube import MoneyColumn, money_of
from stratanalysis.plans.money_rows import measure_money
from stratanalysis.plans.places import source_cells
from stratanalysis.plans.strategy_tree import Tree
from stratanalysis.quantities import Habit, Period, find_periods, read_period, squeeze

__all__ = ["ActionPlanParts", "read_action_plan"]


@dataclass(slots=True)
class ActionPlanParts:
    """What was read: rows of the tables, findings, the tables used."""

    actions: list[dict[str, Any]] = field(default_factory=list)
    money: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of the plan's tables; a table whose head is cut takes that of the one before."""

    width: int
    at: dict[str, int]
    columns: list[MoneyColumn]


def read_action_plan(document: Document, trees: list[Tree], *, habit: Habit) -> ActionPlanParts:
    """Read every table of a plan with steps and terms.

    Parameters
    ----------
    document : Document
    trees : list of Tree
        The goals that were read; the heading before a table names one of them.
    habit : Habit
        How to read ambiguous numbers.
    """
    parts = ActionPlanParts()
    reader = _Reader(document, parts, trees, habit)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            heading = read_heading(block.text)
            if heading and heading.level == "operational":
                reader.goal = reader.known_goal(heading)
                reader.number = 0
        else:
            reader.table(block)
    reader.finish()
    return parts


class _Reader:
    def __init__(
        self, document: Document, parts: ActionPlanParts, trees: list[Tree], habit: Habit
    ) -> None:
        self.document, self.parts, self.habit = document, parts, habit
        self.codes: dict[tuple[int | str, ...], str] = {}
        for tree in reversed(trees):
            for goal in tree.goals:
                if goal.level == "operational":
                    self.codes.setdefault(code_numbers(goal.code), goal.code)
        self.goal = ""
        self.number = 0
        self.layout: _Layout | None = None
        self.cut = False
        self.guessed: list[Row] = []

    def known_goal(self, heading: Heading) -> str:
        """Return the code of the goal in the tree that a heading means; its own code for none."""
        meant = self.codes.get(code_numbers(heading.code)) if heading.code else None
        return meant or heading.code

    def table(self, table: Table) -> None:
        body = self._body(table)
        if body is None:
            return
        self.parts.used.add(id(table))
        block: list[Row] = []
        for row in body:
            if block and not self._begins(row):
                block.append(row)
                continue
            if block:
                self._result(block)
            block = [row]
        if block:
            self._result(block)

    def _body(self, table: Table) -> list[Row] | None:
        """Return the rows below the head of a plan's table; None for other tables.

        The rest of a head that a page break cut off its years is in the next table, which has
        the columns of the plan's table before.
        """
        model = table_model(table)
        before, cut = self.layout, self.cut
        self.cut = False
        if model is None:
            return None
        columns = [column for column in money_of(model) if column.year is not None]
        if {"step", "term"} <= set(model.roles()):
            if not columns and not model.body and before is not None:
                self.cut = True
                return []
            self.layout = _Layout(table.width, _columns(model), columns)
        elif cut and columns and before is not None and table.width == before.width:
            self.layout = _Layout(table.width, before.at, columns)
        else:
            return None
        return [row.row for row in model.body if row.kind is not RowKind.HEAD and row.row.filled]

    def _begins(self, row: Row) -> bool:
        """Tell whether a row begins a result: its first cell does, and continues no other page."""
        first = row.cells[self._at("result")].text.strip()
        return bool(first) and not (row.after_break and first[:1].islower())

    def _at(self, role: str) -> int:
        assert self.layout is not None
        return self.layout.at.get(role, -1)

    def _words(self, rows: list[Row], role: str) -> str:
        words = ""
        for row in rows:
            text = squeeze(row.cells[self._at(role)].text) if self._at(role) >= 0 else ""
            words = join_words(words, text) if text else words
        return words

    def _cells(self, rows: list[Row], role: str) -> list[Cell]:
        at = self._at(role)
        return [row.cells[at] for row in rows if row.cells[at].text.strip()] if at >= 0 else []

    def _result(self, rows: list[Row]) -> None:
        assert self.layout is not None
        self.number += 1
        code = f"{self.goal}.{self.number}" if self.goal else str(self.number)
        common = {
            "code": code,
            "goal": self.goal or None,
            "result": self._words(rows, "result"),
            "responsible": self._words(rows, "executor") or None,
            "funding_source": self._words(rows, "funding_source") or None,
        }
        steps, guessed = numbered(self._cells(rows, "step"))
        indicators, more = numbered(self._cells(rows, "indicator"))
        terms = unmarked_terms(self._cells(rows, "term"))
        if guessed or more:
            self.guessed.append(rows[0])
        self._rows(common, rows, steps, indicators, terms)
        money, findings = measure_money(
            self.document, rows, self.layout.columns, -1, measure=code, habit=self.habit
        )
        self.parts.money += money
        self.parts.findings += findings

    def _rows(
        self,
        common: dict[str, Any],
        rows: list[Row],
        steps: list[Item],
        indicators: list[Item],
        terms: list[Item],
    ) -> None:
        """Give every number of the three lists a row; a step with parts is repeated for each."""
        by_number: OrderedDict[str, dict[str, list[Item]]] = OrderedDict()
        for name, items in (("step", steps), ("indicator", indicators), ("term", terms)):
            for item in items:
                by_number.setdefault(item.number or "1", {}).setdefault(name, []).append(item)
        parents = {number.partition(".")[0] for number in by_number if "." in number}
        whole = {number: by_number[number] for number in parents if number in by_number}
        numbers = sorted(
            (number for number in by_number if number not in parents),
            key=lambda number: [int(part) for part in number.split(".")],
        )
        first = Piece(self.document.source(rows[0]).text, rows[0].line, rows[0].filled[0].place)
        for number in numbers or [""]:
            found = by_number.get(number, {})
            above = whole.get(number.partition(".")[0], {}) if "." in number else {}
            step, indicator, term = (
                found.get(name) or above.get(name, []) for name in ("step", "indicator", "term")
            )
            pieces = [item.piece for item in step + indicator + term] or [first]
            text = " | ".join(item.text for item in step + indicator + term) or first.text
            self.parts.actions.append(
                common
                | {
                    "number": number or None,
                    "step": _joined(step),
                    "key_indicator": _joined(indicator),
                }
                | self._term(term)
                | source_cells(self.document, pieces[0], text)
            )

    def _term(self, items: list[Item]) -> dict[str, Any]:
        """Read the first and last day; a day that does not exist is missing and reported."""
        words = _joined(items)
        periods = [period for item in items for period in _periods(item)]
        for period in periods:
            for day in period.impossible:
                self._note("date-does-not-exist", items[0].piece, "There is no day {day}.", day=day)
            if period.reversed:
                why = "The term {term} ends before it begins."
                self._note("end-before-start", items[0].piece, why, term=period.written)
        if words and not periods:
            why = "The term {term} is not understood."
            self._note("unread-term", items[0].piece, why, term=words[:80])
        starts = [period.start for period in periods if period.start]
        ends = [period.end for period in periods if period.end]
        return {
            "term": words,
            "start": min(starts).isoformat() if starts else None,
            "end": max(ends).isoformat() if ends else None,
        }

    def _note(self, check: str, piece: Piece, why: str, **values: object) -> None:
        source = self.document.source(piece)
        self.parts.findings.append(Finding(check, Severity.WARNING, source, why, values))

    def finish(self) -> None:
        if self.guessed:
            self.parts.findings.append(
                Finding(
                    "list-without-numbers",
                    Severity.NOTE,
                    self.document.source(self.guessed[0]),
                    "In {count} results the steps or indicators have no numbers; they are parted "
                    "before capital letters and matched by their order.",
                    {"count": len(self.guessed)},
                )
            )


def _columns(model: TableModel) -> dict[str, int]:
    """Return the first column of every role; a column of money without years names the sources."""
    at = {role: column for column, role in reversed(list(enumerate(model.roles()))) if role}
    if "money" in at and "funding_source" not in at and model.columns[at["money"]].year is None:
        at["funding_source"] = at["money"]
    return at


def _periods(item: Item) -> list[Period]:
    whole = read_period(item.text)
    return [whole] if whole is not None else find_periods(item.text)


def _joined(items: list[Item]) -> str | None:
    return " ".join(item.text for item in items).strip() or None
