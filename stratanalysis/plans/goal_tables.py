"""Tables of a strategy: goals in columns, and the indicators of the goal above the table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from stratanalysis.documents.blocks import Cell, Document, Piece, Row, Table
from stratanalysis.documents.headings import Heading, normalise_code, read_heading
from stratanalysis.documents.table_model import RowKind, TableModel, table_model
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.bare_trees import LEVEL_BY_DEPTH, goals_of_cells
from stratanalysis.plans.forms import is_forecast
from stratanalysis.plans.goal_indicators import indicator_rows
from stratanalysis.plans.lists import bulleted, join_words, tasks_of
from stratanalysis.plans.places import source_cells
from stratanalysis.plans.strategy_parts import GOAL_ROLES, StrategyParts
from stratanalysis.plans.strategy_tree import Forest, Goal
from stratanalysis.quantities import Habit, squeeze

__all__ = ["GoalTables"]

_LEVEL_OF = {"strategic_goal": "strategic", "operational_goal": "operational", "task": "task"}
_TWO_CODES = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){2}\.?) \d{1,2}(?:\.\d{1,2}){0,2}\.? ")
_BASE = re.compile(r"баз(?:ов|а)|вихідн|поточн|факт|звіт|baseline", re.IGNORECASE)
_TARGET = re.compile(r"ціл(?:ьов|ь)|план|прогноз|очікуван|target", re.IGNORECASE)
_PURPOSE = re.compile(
    r"результат|індикатор|продукт|очікуван|цільов|ефективн|моніторинг|indicator", re.IGNORECASE
)
_CODED_LEVELS = ("operational", "task", "strategic")
_BARE_CODE = re.compile(
    r"(?:[А-ЯІЇЄҐA-Z]{1,2}[ ])?(?P<code>(?:[А-ЯІЇЄҐA-Z][.]?)?\d{1,2}(?:[.]\d{1,2}){0,3})[.)]?"
)
_COUNT = re.compile(r"\W*\d")
"""What a measure gives begins with its number ("3 sirens"): a result, and no name to measure by."""
NO_GOAL = "?"
"""The goal of indicators in a document that has none above them."""
_FUND = re.compile(r"(?:загальн|спеціальн)\w* фонд|general fund|special fund", re.IGNORECASE)
_OTHER_TABLES = {"measure", "step", "assumptions", "consequences", "direction"}


class GoalTables:
    """Reads tables into the forest of a document; shares its state with the running text."""

    def __init__(self, document: Document, parts: StrategyParts, habit: Habit) -> None:
        self.document, self.parts, self.habit = document, parts, habit
        self.forest: Forest = parts.forest
        self.last_measure: dict[str, Any] | None = None
        self.last_goal: Goal | None = None
        self.heads: dict[str, str] = {}
        self.columns: dict[str, int] = {}
        self.paid = False
        self.listed = False
        self.in_force = False
        """Whether the goal given last is the heading above, and not the row of a table before."""

    def read(self, table: Table, caption: str) -> None:
        """Read a table of goals, or of the indicators of the goal in force."""
        model = table_model(table, caption=caption)
        if model is None or sum(bool(c.role or c.year) for c in model.columns) < 2:
            if table.rows[0].after_break and self.forest.tree is not None:
                self._loose_rows(table)
            elif model is None:
                self._tree(table)
            return
        roles = model.roles()
        if "step" in roles:
            return
        if not any(role in GOAL_ROLES for role in roles):
            self._spanned(model)
            self._indicators(model, caption)
            return
        if model.titles:
            self.forest.name = model.titles[-1]
            self._titles(model)
        if not self.in_force:
            self.forest.leave()
        own = {role for role in roles if role in GOAL_ROLES} == {"task"} and self.in_force
        above = self.forest.current["operational"] if own else None
        tasks = [body.text(at) for body in model.body if (at := model.at("task")) >= 0]
        whole = "operational_goal" in roles and "number" not in roles
        self.listed = (above is not None or whole) and not any(map(read_heading, tasks))
        self.in_force = above is not None
        self.parts.used.add(id(table))
        self.last_goal = None
        self.columns = _value_columns(model)
        self.heads = {role: model.columns[at].head for role, at in self.columns.items()}
        self.paid = (
            "measure" in roles
            or "money" in roles
            or any(
                column.unit is not None and column.unit.kind == "money" for column in model.columns
            )
        )
        for body in model.body:
            if body.kind not in (RowKind.HEAD, RowKind.TOTAL, RowKind.PART):
                self._row(body.row, roles)

    def _titles(self, model: TableModel) -> None:
        """Read the goals that span the rows above the head of a table of goals."""
        for row in model.table.rows[: len(model.titles)]:
            heading = read_heading(row.filled[0].text)
            if heading is not None and heading.level in ("strategic", "operational"):
                cell = row.filled[0]
                piece = Piece(cell.text, cell.line, cell.place)
                self.in_force = self.forest.add(str(heading.level), heading, piece) is not None

    def _spanned(self, model: TableModel) -> None:
        """Read the goals and tasks that span rows of a table of measures or indicators.

        Where a tree was given before, only tasks of its goals are new.
        """
        if not {"measure", "indicator"} & set(model.roles()):
            return
        has_tree = self.forest.tree is not None
        found = []
        for body in model.body:
            words = " ".join(squeeze(cell.text) for cell in body.row.filled)
            heading = read_heading(words) if body.kind is RowKind.TITLE else None
            if heading is not None and heading.code:
                level = heading.level or LEVEL_BY_DEPTH.get(heading.depth, "")
                cell = body.row.filled[0]
                found.append((level, heading, Piece(words, cell.line, cell.place)))
        if not found or (not has_tree and found[0][1].level != "strategic"):
            return
        for level, heading, piece in found:
            tree = self.forest.tree
            above = tree and tree.find(heading.code.rpartition(".")[0], "operational")
            if (level == "task" and above) or (
                not has_tree and level in ("strategic", "operational")
            ):
                self.forest.add(level, heading, piece)
        self.forest.leave()

    def _tree(self, table: Table) -> None:
        """Read a table without a head whose cells are goals."""
        goals = goals_of_cells(table)
        if goals:
            self.parts.used.add(id(table))
        for level, heading, piece in goals:
            self.forest.add(level, heading, piece)
        if goals:
            self.forest.leave()

    def _spans(self, row: Row) -> Goal | None:
        """Return the goal that spans a row of a table of indicators."""
        heading = read_heading(" ".join(squeeze(cell.text) for cell in row.filled))
        tree = self.forest.tree
        if heading is None or tree is None or not heading.code:
            return None
        level = heading.level or LEVEL_BY_DEPTH.get(heading.depth, "task")
        return tree.find(heading.code, level)

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
        if not filled:
            return
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
        self._attached(row, goal)

    def _spanning(self, cell: Cell, row: Row, roles: list[str | None]) -> None:
        heading = read_heading(cell.text)
        if heading is None:
            role = roles[row.cells.index(cell)]
            if role in GOAL_ROLES:
                self._cell(str(role), cell, "", row)
            return
        level = heading.level or LEVEL_BY_DEPTH.get(heading.depth, "task")
        piece = Piece(cell.text, cell.line, cell.place)
        self.forest.add(level, heading, piece)

    def _cell(self, role: str, cell: Cell, number: str, row: Row) -> Goal | None:
        """Read the goals of one cell; the last of them is returned."""
        if role == "task" and self.listed:
            return self._listed(cell, row)
        if number and (own := read_heading(cell.text)) is not None and own.depth > 1:
            number = ""  # that of the row, not of the goal
        if role == "task" and not number:
            return self._tasks(cell)
        heading = read_heading(f"{number} {cell.text}" if number else cell.text)
        level = _LEVEL_OF[role]
        if heading is None:
            known = self._named(f"{number} {cell.text}" if number else cell.text)
            if known is not None:
                return known
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
            level = LEVEL_BY_DEPTH.get(heading.depth, "task")
        return self.forest.add(level, heading, Piece(cell.text, cell.line, cell.place))

    def _named(self, text: str) -> Goal | None:
        """Return the goal that a cell names by its code alone, and take it for the one in force."""
        match = _BARE_CODE.fullmatch(squeeze(text))
        tree = self.forest.tree
        if match is None or tree is None:
            return None
        found = (tree.find(normalise_code(match["code"]), level) for level in _CODED_LEVELS)
        goal = next((one for one in found if one is not None), None)
        if goal is not None:
            self.forest.stand_at(goal)
        return goal

    def _listed(self, cell: Cell, row: Row) -> Goal | None:
        """Read the tasks of a cell of a table that gives tasks no codes."""
        goal = None
        if self.forest.current["operational"] is None:
            return None
        for piece in bulleted(cell):
            title = squeeze(piece.text).rstrip(".;")
            current = self.forest.current["task"]
            if current is not None and (row.after_break or title[:1].islower()):
                current.title = join_words(current.title, title)
                continue
            goal = self.forest.add("task", Heading("task", "", "", title), piece) or goal
        return goal

    def _tasks(self, cell: Cell) -> Goal | None:
        goal: Goal | None = None
        for piece in tasks_of(cell):
            heading = read_heading(piece.text)
            current = self.forest.current["task"]
            if heading is not None and heading.depth >= 3:
                goal = self.forest.add("task", heading, piece) or goal
            elif heading is not None and current is None and heading.level != "strategic":
                goal = self.forest.add("task", replace(heading, level="task"), piece) or goal
            elif current is not None and len(current.mentions) == 1:
                current.title = join_words(current.title, squeeze(piece.text)).rstrip(".;")
        return goal

    def _attached(self, row: Row, goal: Goal | None) -> None:
        """Read the executor, the expected result and the indicators that a row gives a goal."""
        cells = {role: row.cells[at] for role, at in self.columns.items()}
        if not {"executor", "result", "indicator"} & set(cells):
            return
        if goal is None:
            self._continued(cells)
            goal = self.last_goal
        elif {"executor", "result"} & set(cells) and not self.paid:
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
            why = "A row of a table of goals is under no goal; it is left out."
            self.parts.findings.append(Finding("row-left-out", Severity.WARNING, source, why))
        elif "measure" not in self.columns or not _COUNT.match(
            _words(cells.get("indicator")) or ""
        ):
            self._add_indicators(goal.code, cells, self.heads)

    def _add_indicators(
        self, goal: str, cells: dict[str, Cell], heads: dict[str, str]
    ) -> list[dict[str, Any]]:
        found, findings = indicator_rows(self.document, goal, cells, heads, habit=self.habit)
        self.parts.indicators += found
        self.parts.findings += findings
        return found

    def _continued(self, cells: dict[str, Cell]) -> None:
        """Join a row cut by a page break to the measure before."""
        if self.last_measure is None:
            return
        for role, column in (("executor", "executor"), ("result", "expected_result")):
            more = _words(cells.get(role))
            if more:
                before = self.last_measure[column] or ""
                self.last_measure[column] = join_words(before, more)

    def _indicators(self, model: TableModel, caption: str) -> None:
        """Read a table of indicators without a column of goals: it belongs to the heading above."""
        roles = model.roles()
        others = _OTHER_TABLES & {role for role in roles if role}
        if "indicator" not in roles or others or is_forecast(model):
            return
        at = _value_columns(model)
        if "target_value" not in at:
            return
        goal = self.forest.lowest() if self.in_force else None
        heads = {role: model.columns[column].head for role, column in at.items()}
        both = _BASE.search(heads.get("base_value", "")) and _TARGET.search(heads["target_value"])
        if goal is None and not (_PURPOSE.search(caption) or "target_value" in roles or both):
            return
        self.parts.used.add(id(model.table))
        heads = {role: model.columns[column].head for role, column in at.items()}
        rows: list[dict[str, Any]] = []
        spanned: Goal | None = None
        for body in model.body:
            name = body.row.cells[at["indicator"]].text
            if body.kind is RowKind.TITLE:
                spanned = self._spans(body.row) or spanned
            if body.kind in (RowKind.DATA, RowKind.PART) and name.strip():
                cells = {role: body.row.cells[column] for role, column in at.items()}
                above = spanned or goal
                found = self._add_indicators(above.code if above else NO_GOAL, cells, heads)
                rows += [] if spanned else found
        if goal is not None:
            self.parts.attached.append((goal, self.forest.current["operational"], rows))
        elif rows:
            why = "{count} indicators are under no goal; their goal is written as {code}."
            source = self.document.source(model.table.rows[0])
            values = {"count": len(rows), "code": NO_GOAL}
            self.parts.findings.append(
                Finding("indicator-without-goal", Severity.NOTE, source, why, values)
            )


def _value_columns(model: TableModel) -> dict[str, int]:
    """Return the columns of an indicator table by role; years tell the values where no word does.

    The first year is the base, the last the target.
    """
    at: dict[str, int] = {}
    for column in model.columns:
        if column.role:
            at.setdefault(column.role, column.at)
    years = [c for c in model.columns if c.year is not None and c.role is None]
    if "base_value" not in at:
        named = [c for c in years if _BASE.search(c.head)]
        found = named[-1] if named else years[0] if len(years) > 1 else None
        if found is not None:
            at["base_value"] = found.at
    if "target_value" not in at and not years:
        whole = [c for c in model.columns if c.total]
        fund = [c for c in model.columns if _FUND.search(c.head)]
        if whole and fund:  # the result indicators of a budget programme
            at["target_value"] = whole[0].at
    if "target_value" not in at:
        named = [c for c in years if _TARGET.search(c.head)]
        rest = [c for c in named or years if c.at != at.get("base_value")]
        if rest:
            at["target_value"] = max(rest, key=lambda c: c.year or 0).at
    return at


def _words(cell: Cell | None) -> str | None:
    return squeeze(cell.text) or None if cell is not None else None
