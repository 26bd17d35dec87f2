"""A strategy: its trees of goals, tasks with executors, results and indicators."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from stratanalysis.documents.blocks import Cell, Document, Paragraph, Piece, Row, Table
from stratanalysis.documents.columns import header_roles, key, read_rules
from stratanalysis.documents.headings import Heading, is_heading, read_heading
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.goal_indicators import indicator_rows
from stratanalysis.plans.lists import join_words, tasks_of
from stratanalysis.plans.strategy_tree import Forest, Goal
from stratanalysis.quantities import Habit, squeeze

__all__ = ["GOAL_ROLES", "StrategyParts", "head_of", "read_strategy", "source_cells"]

GOAL_ROLES = ("strategic_goal", "operational_goal", "task")
_LEVEL_OF = {"strategic_goal": "strategic", "operational_goal": "operational", "task": "task"}
_LEVEL_BY_DEPTH = {1: "strategic", 2: "operational", 3: "task"}
_LONGEST_IN_LIST = 1500
_USUAL_IN_LIST = 200
_TWO_CODES = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){2}\.?) \d{1,2}(?:\.\d{1,2}){0,2}\.? ")


@dataclass(slots=True)
class StrategyParts:
    """What was read: the forest, rows of measures and indicators, findings, the tables used."""

    forest: Forest
    measures: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def source_cells(document: Document, piece: Piece, text: str | None = None) -> dict[str, Any]:
    """Return the source columns of a row."""
    return {
        "source_document": document.name,
        "source_line": piece.line,
        "source_place": piece.place or None,
        "source_text": piece.text if text is None else text,
    }


def head_of(table: Table, *, depth: int = 4) -> tuple[int, list[str | None]] | None:
    """Find the head of a table among its first rows: the first with two known columns or more.

    A cell that names a goal (``Стратегічна ціль 1. ...``) is none of the head.
    """
    for at, row in enumerate(table.rows[:depth]):
        texts = tuple(squeeze(text) for text in row.texts)
        roles = [
            None if role in GOAL_ROLES and is_heading(text) else role
            for role, text in zip(header_roles(texts), texts, strict=True)
        ]
        if sum(role is not None for role in roles) > 1:
            return at, roles
    return None


def read_strategy(document: Document, *, habit: Habit = Habit.COMMA_DECIMAL) -> StrategyParts:
    """Read the goals of a document, wherever they are told.

    Parameters
    ----------
    document : Document
    habit : Habit
        How to read ambiguous numbers.

    Returns
    -------
    StrategyParts
    """
    parts = StrategyParts(Forest(document))
    reader = _Reader(document, parts, habit)
    for block in document.blocks:
        if isinstance(block, Table):
            reader.table(block)
        else:
            reader.paragraph(block)
    reader.finish()
    return parts


class _Reader:
    def __init__(self, document: Document, parts: StrategyParts, habit: Habit) -> None:
        self.habit = habit
        self.document = document
        self.parts = parts
        self.forest = parts.forest
        self.bullets = tuple(read_rules("goals")["areas"]["bullets"])
        self.open: Goal | None = None
        self.areas = False
        self.last_measure: dict[str, Any] | None = None
        self.last_goal: Goal | None = None
        self.heads: tuple[str, ...] = ()
        headings = [read_heading(paragraph.text) for paragraph in document.paragraphs()]
        operational = [h for h in headings if h and h.level == "operational"]
        self.coded = any(h.code for h in operational)
        self.listed = self.forest.listed = _is_list(document, headings)
        self.strategic_codes = {h.code for h in headings if h and h.level == "strategic"}
        self.guessed: list[Piece] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        if self.open is not None and self._continues(paragraph):
            return
        self.open = None
        heading = read_heading(text) if text[:1] not in self.bullets else None
        level = self._level(heading) if heading else None
        if self.listed and level is None and self.forest.tree is not None:
            heading = heading or Heading("operational", "", "", squeeze(text).rstrip("."))
            level = "operational"
            self.guessed.append(paragraph)
        if heading is None or level is None:
            self._area(paragraph)
            return
        goal = self.forest.add(level, heading, paragraph)
        if goal is not None:
            self.open = goal if len(goal.told) == 1 or not heading.title else None
            self.areas = level == "task"

    def _continues(self, paragraph: Paragraph) -> bool:
        """Join the second line of a heading: it follows at once and begins in lower case."""
        goal = self.open
        if goal is None or goal.piece.line is None or paragraph.line != goal.piece.line + 1:
            return False
        first = paragraph.text[:1]
        if not (first.islower() or (not goal.title and first not in self.bullets)):
            return False
        if goal.piece.text.rstrip()[-1:] in ".;:":
            return False
        goal.title = join_words(goal.title, squeeze(paragraph.text).rstrip("."))
        self.open = None
        return True

    def _area(self, paragraph: Paragraph) -> None:
        bullet = paragraph.text[:1] in self.bullets
        if self.areas and bullet:
            title = squeeze(paragraph.text[1:]).rstrip(";.")
            self.forest.add("area", Heading("area", "", "", title), paragraph)
        elif not bullet:
            self.areas = False
            if not paragraph.indented and len(paragraph.text) < 200:
                self.forest.name = squeeze(paragraph.text)

    def _level(self, heading: Heading) -> str | None:
        """Tell the level of a heading in running text; a bare code needs its parent before it."""
        forest = self.forest
        if heading.level == "operational" and not heading.code and self.coded and not self.listed:
            return None
        if heading.level is not None:
            known = heading.level == "strategic" or forest.tree is not None
            return heading.level if known else None
        if forest.tree is None:
            return None
        prefix, _, last = heading.code.rpartition(".")
        if heading.depth == 1 and self.listed and heading.code not in self.strategic_codes:
            strategic = forest.current["strategic"]
            follows = strategic and strategic.code.isdecimal() and heading.code.isdecimal()
            if follows and strategic and int(heading.code) == int(strategic.code) + 1:
                return "strategic"
            return None
        above = forest.tree.find(prefix, "operational") if prefix else None
        if above is not None and last:
            return "task"
        if heading.depth >= 2 and (self.listed or not self.coded):
            strategic = forest.current["strategic"]
            if strategic is not None and (self.listed or strategic.is_code(prefix)):
                return "operational"
        return None

    def table(self, table: Table) -> None:
        self.open, self.areas = None, False
        found = head_of(table)
        if found is None:
            if table.rows[0].after_break and self.forest.tree is not None:
                self._loose_rows(table)
            return
        at, roles = found
        if not any(role in GOAL_ROLES for role in roles) or "step" in roles or "money" in roles:
            return
        named = [row for row in table.rows[:at] if len(row.filled) == 1]
        if named:
            self.forest.name = squeeze(named[-1].filled[0].text)
        self.parts.used.add(id(table))
        head = [key(text) for text in table.rows[at].texts]
        self.heads, self.last_goal = table.rows[at].texts, None
        for row in table.rows[at + 1 :]:
            if [key(text) for text in row.texts] != head:  # the head is repeated on every page
                self._row(row, roles)

    def _loose_rows(self, table: Table) -> None:
        """Read rows that a page break cut off from their table and left without columns."""
        for row in table.rows:
            words = _TWO_CODES.sub(r"\1 ", squeeze(" ".join(cell.text for cell in row.filled)))
            heading = read_heading(words)
            tree = self.forest.tree
            prefix = heading.code.rpartition(".")[0] if heading else ""
            if heading and tree and heading.depth == 3 and tree.find(prefix, "operational"):
                piece = Piece(words, row.line, row.filled[0].place)
                if self.forest.add("task", heading, piece):
                    self.parts.used.add(id(table))

    def _row(self, row: Row, roles: list[str | None]) -> None:
        filled = row.filled
        first = next((at for at, role in enumerate(roles) if role in GOAL_ROLES), 0)
        if len(filled) == 1 and row.cells.index(filled[0]) <= first:
            self._spanning(filled[0], row, roles)
            return
        number = ""
        goal: Goal | None = None
        for role, cell in zip(roles, row.cells, strict=True):
            if role == "number":
                number = cell.text.strip()
            elif role in GOAL_ROLES and cell.text.strip():
                goal = self._cell(role, cell, number, row) or goal
                number = ""
        self._attached(row, roles, goal)

    def _spanning(self, cell: Cell, row: Row, roles: list[str | None]) -> None:
        heading = read_heading(cell.text)
        if heading is None:
            role = roles[row.cells.index(cell)]
            if role in GOAL_ROLES:
                self._cell(str(role), cell, "", row)
            return
        level = heading.level or _LEVEL_BY_DEPTH.get(heading.depth, "task")
        piece = Piece(cell.text, cell.line, cell.place)
        self.forest.add(level, heading, piece)

    def _cell(self, role: str, cell: Cell, number: str, row: Row) -> Goal | None:
        """Read the goals of one cell; the last of them is returned."""
        if role == "task" and not number:
            return self._tasks(cell)
        text = f"{number} {cell.text}" if number else cell.text
        heading = read_heading(text)
        level = _LEVEL_OF[role]
        if heading is None:
            current = self.forest.current[level]
            if current is not None and (row.after_break or cell.text[:1].islower()):
                current.title = join_words(current.title, squeeze(cell.text))
                return None
            if row.after_break or not cell.text[:1].isalpha():
                return None
            heading = Heading(level, "", "", squeeze(cell.text))
        if heading.level is not None:
            level = heading.level
        elif role == "strategic_goal":
            level = _LEVEL_BY_DEPTH.get(heading.depth, "task")
        return self.forest.add(level, heading, Piece(cell.text, cell.line, cell.place))

    def _tasks(self, cell: Cell) -> Goal | None:
        goal: Goal | None = None
        for piece in tasks_of(cell):
            heading = read_heading(piece.text)
            current = self.forest.current["task"]
            if heading is not None and heading.depth >= 3:
                goal = self.forest.add("task", heading, piece) or goal
            elif heading is not None and current is None and heading.level != "strategic":
                goal = self.forest.add("task", replace(heading, level="task"), piece) or goal
            elif current is not None and len(current.told) == 1:
                current.title = join_words(current.title, squeeze(piece.text)).rstrip(".;")
        return goal

    def _attached(self, row: Row, roles: list[str | None], goal: Goal | None) -> None:
        """Read the executor, the expected result and the indicators that a row gives a goal."""
        cells = {role: cell for role, cell in zip(roles, row.cells, strict=True) if role}
        if not {"executor", "result", "indicator"} & set(cells):
            return
        if goal is None:
            self._continued(cells)
            goal = self.last_goal
        elif {"executor", "result"} & set(cells):
            measure = {
                "code": goal.code,
                "section": goal.parent,
                "title": goal.title,
                "executor": _words(cells.get("executor")),
                "expected_result": _words(cells.get("result")),
                "goal": goal.code,
            } | source_cells(self.document, row.filled[0], self.document.source(row).text)
            if goal.level == "task":
                self.parts.measures.append(measure)
                self.last_measure = measure
        self.last_goal = goal
        if goal is None:
            source = self.document.source(row)
            why = "A row of a table of goals stands under no goal; it is left out."
            self.parts.findings.append(Finding("row-left-out", Severity.WARNING, source, why))
        else:
            heads = dict(zip(roles, self.heads, strict=True))
            found, findings = indicator_rows(
                self.document,
                goal.code,
                cells,
                {str(role): head for role, head in heads.items()},
                habit=self.habit,
            )
            self.parts.indicators += found
            self.parts.findings += findings

    def _continued(self, cells: dict[str, Cell]) -> None:
        """Join a row cut by a page break to the measure before."""
        if self.last_measure is None:
            return
        for role, column in (("executor", "executor"), ("result", "expected_result")):
            more = _words(cells.get(role))
            if more:
                before = self.last_measure[column] or ""
                self.last_measure[column] = join_words(before, more)

    def finish(self) -> None:
        if self.guessed:
            self.parts.findings.append(
                Finding(
                    "level-by-wording",
                    Severity.NOTE,
                    self.document.source(self.guessed[0]),
                    "{count} goals have neither a level word nor a code that tells the level; "
                    "they are read as operational goals of the strategic goal above them.",
                    {"count": len(self.guessed)},
                )
            )


def _words(cell: Cell | None) -> str | None:
    return squeeze(cell.text) or None if cell is not None else None


def _is_list(document: Document, headings: list[Heading | None]) -> bool:
    """Tell whether a document is nothing but a list of goals, one a paragraph.

    Then a paragraph without level word and code can only be a goal of the level below the strategic
    goal before it.
    """
    paragraphs = document.paragraphs()
    if document.tables() or not any(h and h.level == "strategic" for h in headings):
        return False
    first = next(at for at, h in enumerate(headings) if h and h.level == "strategic")
    if first > 2 or any(h and h.level == "task" for h in headings):
        return False
    lengths = sorted(len(paragraph.text) for paragraph in paragraphs[first:])
    return lengths[-1] <= _LONGEST_IN_LIST and lengths[len(lengths) // 2] <= _USUAL_IN_LIST
