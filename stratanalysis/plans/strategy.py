"""A strategy: its trees of goals, tasks with executors, results and indicators."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from stratanalysis.documents.blocks import Document, Paragraph, Piece, Table
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.headings import Heading, normalise_code, read_heading
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.bare_trees import bare_levels
from stratanalysis.plans.goal_tables import GoalTables
from stratanalysis.plans.indicator_text import indicator_in_sentence, indicator_in_words
from stratanalysis.plans.labels import Label, LabelledList, read_label, split_items
from stratanalysis.plans.lists import coded_tasks, join_words
from stratanalysis.plans.places import source_cells
from stratanalysis.plans.strategy_parts import StrategyParts
from stratanalysis.plans.strategy_tree import Forest, Goal
from stratanalysis.quantities import Habit, squeeze

__all__ = ["read_strategy"]

_LONGEST_IN_LIST = 1500
_USUAL_IN_LIST = 200
_LONGEST_TITLE = 300
_STOP = re.compile(r"(?<=[^\W\d_]{3}[.;])\s+(?=[А-ЯІЇЄҐA-Z])")
_ACTION = re.compile(
    r"\s*(?:[-\u2013\u2014•●▪◦‣*+✓]|\(?\d{1,2}[.)])\s{1,4}[^\W\d_][^\W\d_'’ʼ]{2,30}ти(?:ся)?\s"
)
"""An item that says what to do: it begins with an infinitive."""
_CHAPTER = re.compile(
    r"(?:(?:розділ|додаток|частина|chapter|annex)\b|(?:моніторинг|план (?:заход|дій|реаліз))|"
    r"(?:\d{1,2}|[IVXІХ]{1,4})\.[ ][А-ЯІЇЄҐA-Z][^.;:]*$)",
    re.IGNORECASE,
)


def read_strategy(document: Document, *, habit: Habit = Habit.COMMA_DECIMAL) -> StrategyParts:
    """Read the goals of a document, wherever they are given.

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
        elif not block.front:
            reader.paragraph(block)
    reader.finish()
    return parts


class _Reader:
    def __init__(self, document: Document, parts: StrategyParts, habit: Habit) -> None:
        self.document, self.parts, self.habit = document, parts, habit
        self.forest = parts.forest
        self.tables = GoalTables(document, parts, habit)
        self.bullets = tuple(read_rules("goals")["areas"]["bullets"])
        self.open: Goal | None = None
        self.areas = False
        self.list: LabelledList | None = None
        self.list_rows: list[dict[str, object]] = []
        self.caption = ""
        paragraphs = document.paragraphs()
        headings = [read_heading(paragraph.text) for paragraph in paragraphs]
        operational = [h for h in headings if h and h.level == "operational"]
        self.coded = any(h.code for h in operational)
        self.worded = any(h and h.level == "strategic" and not h.generic for h in headings)
        self.listed = self.forest.listed = _is_list(document, headings)
        self.bare = bare_levels(paragraphs, headings)
        self.strategic_codes = {h.code for h in headings if h and h.level == "strategic"}
        self.guessed: list[Piece] = []
        self.depth = 0

    def table(self, block: Table) -> None:
        self.open, self.areas = None, False
        self._close_list()
        self.tables.read(block, self.caption)

    def paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        self.caption = text
        if self.open is not None and self._continues(paragraph):
            return
        under = self.open
        self.open = None
        if under is not None and under.level == "operational" and _ACTION.match(text):
            self.list = LabelledList(Label("task", "", ""), paragraph)
        if self.list is not None:
            items = self.list.take(paragraph)
            if items is not None:
                self._items(items)
                return
            self._close_list()
        label = read_label(text) if not self.listed else None
        if label is not None and label.said:
            of_task = self.forest.current["task"] is not None  # then it speaks of that task
            label = None if of_task or not self.tables.in_force else label
        if label is not None:
            self._open_list(label, paragraph)
            return
        tasks = coded_tasks(paragraph) if self.forest.tree is not None else []
        if tasks:
            for piece in tasks:
                self._heading(piece, read_heading(piece.text))
            return
        self._heading(paragraph, read_heading(text) if text[:1] not in self.bullets else None)

    def _heading(self, piece: Piece, heading: Heading | None) -> None:
        level = self.bare.get(id(piece)) or (self._level(heading) if heading else None)
        if self.listed and level is None and self.forest.tree is not None:
            heading = heading or Heading("operational", "", "", squeeze(piece.text).rstrip("."))
            level = "operational"
            self.guessed.append(piece)
        if heading is None or level is None:
            if isinstance(piece, Paragraph) and self._ends_goals(piece):
                self.tables.in_force = False
            if isinstance(piece, Paragraph) and not self._sentences(piece):
                self._area(piece)
            return
        goal = self.forest.add(level, heading, piece)
        if goal is not None:
            self.open = goal if len(goal.mentions) == 1 or not heading.title else None
            self.tables.in_force = True
            self.depth = piece.heading if isinstance(piece, Paragraph) else 0
            self.areas = level == "task"

    def _sentences(self, paragraph: Paragraph) -> bool:
        """Read the indicators that sentences give the goal in force; tell whether there was one."""
        text, before = paragraph.text, len(self.parts.indicators)
        if self.tables.in_force and any(sign.isdigit() for sign in text):
            for sentence in _STOP.split(text):
                row = indicator_in_sentence(sentence, habit=self.habit)
                if row is not None:
                    self._indicator(row, Piece(sentence, paragraph.line, paragraph.place))
        return len(self.parts.indicators) > before

    def _ends_goals(self, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph heads a chapter that is none of the goal in force."""
        text = paragraph.text
        if paragraph.heading:
            return not self.depth or paragraph.heading <= max(self.depth, 2)
        capitals = text.isupper() and 3 < len(text) < 120
        return capitals or (len(text) < 120 and _CHAPTER.match(text) is not None)

    def _continues(self, paragraph: Paragraph) -> bool:
        """Join the second line of a heading: it follows at once and begins in lower case.

        A heading that is a code alone has its title in the next paragraph.
        """
        goal = self.open
        if goal is None:
            return False
        first = paragraph.text[:1]
        if not goal.title:
            if (
                first in self.bullets
                or len(paragraph.text) > _LONGEST_TITLE
                or read_heading(paragraph.text) is not None
                or read_label(paragraph.text) is not None
            ):
                return False
        elif not self._next_line(goal, paragraph) or not first.islower():
            return False
        goal.title = join_words(goal.title, squeeze(paragraph.text).rstrip("."))
        self.open = None
        return True

    @staticmethod
    def _next_line(goal: Goal, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph is the next line after a heading that has no stop at its end."""
        line = goal.piece.line
        near = line is not None and paragraph.line == line + 1
        return near and goal.piece.text.rstrip()[-1:] not in ".;:"

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
        if heading.generic and self.worded and heading.depth == 1 and forest.tree is not None:
            return "operational"  # "Напрям 1" under a goal that is called strategic
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

    def _open_list(self, label: Label, paragraph: Paragraph) -> None:
        self.areas = False
        self.list = LabelledList(label, paragraph)
        if label.goal and self.forest.tree is not None:
            code = normalise_code(label.goal)
            for level in ("operational", "strategic"):
                goal = self.forest.tree.find(code, level)
                if goal is not None:
                    self.forest.stand_at(goal)
                    break
        if label.rest:
            pieces = [
                Piece(item, paragraph.line, paragraph.place) for item in split_items(label.rest)
            ]
            self._items(pieces or [Piece(label.rest, paragraph.line, paragraph.place)])
            self.list.ended = label.rest.rstrip()[-1:] != ";"

    def _items(self, items: list[Piece]) -> None:
        assert self.list is not None
        kind = self.list.label.kind
        for piece in items:
            if kind == "task" and self.forest.tree is None:
                self._propose(piece)
            elif kind == "task":
                coded = read_heading(piece.text)
                own = coded is not None and coded.depth > 2
                self.forest.add(
                    "task",
                    replace(coded, level="task")
                    if coded is not None and own
                    else Heading("task", "", "", piece.text),
                    piece,
                )
            elif kind in ("indicator", "result"):
                self._told_of_goal(kind, piece)

    def _propose(self, piece: Piece) -> None:
        """Keep a task of a document without goals as a proposal: it is under no goal."""
        why = "is under a label of tasks, and no goal was found above it"
        row = {"kind": "task", "title": piece.text, "goal": None, "why": why}
        self.parts.proposals.append(row | source_cells(self.document, piece))

    def _told_of_goal(self, kind: str, piece: Piece) -> None:
        goal = self.forest.lowest()
        if goal is None:
            return
        source = source_cells(self.document, piece)
        if kind == "result":
            self.parts.results.append({"goal": goal.code, "result": piece.text} | source)
            return
        self._indicator(indicator_in_words(piece.text, habit=self.habit), piece)

    def _indicator(self, stated: dict[str, object], piece: Piece) -> None:
        goal = self.forest.lowest()
        if goal is not None:
            row = {"goal": goal.code} | stated | source_cells(self.document, piece)
            self.parts.indicators.append(row)
            self.list_rows.append(row)

    def _close_list(self) -> None:
        if self.list is not None and self.list_rows:
            goal = self.forest.lowest()
            if goal is not None:
                above = self.forest.current["operational"]
                self.parts.attached.append((goal, above, self.list_rows))
        self.list, self.list_rows = None, []

    def finish(self) -> None:
        self._close_list()
        self._settle()
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

    def _settle(self) -> None:
        """Give indicators after the last task of a goal to the goal, unless all tasks have them."""
        tree_tasks: dict[str, set[str]] = defaultdict(set)
        for tree in self.forest.trees:
            for goal in tree.goals:
                if goal.level == "task":
                    tree_tasks[goal.parent].add(goal.code)
        have: dict[str, set[str]] = defaultdict(set)
        for goal, above, _ in self.parts.attached:
            if goal.level == "task" and above is not None:
                have[above.code].add(goal.code)
        whole = [
            len(have[code]) == len(tree_tasks[code]) for code in have if len(tree_tasks[code]) > 1
        ]
        own = bool(whole) and sum(whole) * 2 > len(whole)
        for goal, above, rows in self.parts.attached:
            if goal.level == "task" and above is not None and not own:
                for row in rows:
                    row["goal"] = above.code


def _is_list(document: Document, headings: list[Heading | None]) -> bool:
    """Tell whether a document is nothing but a list of goals, one a paragraph.

    Then a paragraph without level word and code can only be a goal of the level below the strategic
    goal before it. A document with labels of lists is none.
    """
    paragraphs = document.paragraphs()
    if document.tables() or not any(h and h.level == "strategic" for h in headings):
        return False
    first = next(at for at, h in enumerate(headings) if h and h.level == "strategic")
    if first > 2 or any(h and h.level == "task" for h in headings):
        return False
    texts = (p.text for p in paragraphs[first:])
    if any(indicator_in_sentence(text, habit=Habit.COMMA_DECIMAL) for text in texts):
        return False
    if any(read_label(paragraph.text) is not None for paragraph in paragraphs):
        return False
    goals = [p for p, h in zip(paragraphs, headings, strict=True) if h and h.level == "strategic"]
    if all(goal.heading for goal in goals) and not all(p.heading for p in paragraphs[first:]):
        return False  # the format marks the goals as headings, so the rest is their text
    lengths = sorted(len(paragraph.text) for paragraph in paragraphs[first:])
    return lengths[-1] <= _LONGEST_IN_LIST and lengths[len(lengths) // 2] <= _USUAL_IN_LIST
