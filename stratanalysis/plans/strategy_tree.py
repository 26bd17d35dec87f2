"""The trees of goals of a document, built from all the places where it tells them.

A document tells a tree several times (a scheme, a table, a chapter for each goal). The first
telling makes the tree; the others are kept with it. Another tree begins where the numbering
starts again under another title.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stratanalysis.documents.blocks import Document, Piece
from stratanalysis.documents.headings import LEVELS, Heading, code_numbers, parent_code
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.goal_index import Goal, Siblings, Tops

__all__ = ["Forest", "Goal", "Tree"]

_ABOVE = {"operational": "strategic", "task": "operational", "area": "task"}


@dataclass(slots=True)
class Tree:
    """One tree: its goals in the order of their first telling."""

    name: str
    goals: list[Goal] = field(default_factory=list)
    by_code: dict[tuple[int | str, ...], list[Goal]] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    passes: int = 0
    number: int = 0
    tops: list[Goal] = field(default_factory=list)
    below: dict[tuple[str, str], Siblings] = field(default_factory=dict)

    def add(self, goal: Goal) -> Goal:
        """Put a goal into the tree."""
        self.goals.append(goal)
        self.by_code.setdefault(code_numbers(goal.code), []).append(goal)
        self.siblings(goal.parent, goal.level).add(goal)
        if goal.level == "strategic":
            self.tops.append(goal)
        return goal

    def find(self, code: str, level: str) -> Goal | None:
        """Return the goal of this level that a code means; the last of several."""
        found = self.by_code.get(code_numbers(code), []) if code else []
        return next((goal for goal in reversed(found) if goal.level == level), None)

    def siblings(self, parent: str, level: str) -> Siblings:
        """Return the goals of a level under a code."""
        return self.below.setdefault((parent, level), Siblings())

    def begin_pass(self) -> None:
        """Begin another telling of the tree."""
        self.seen.clear()
        self.passes += 1


class Forest:
    """Builds the trees of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.listed = False
        """Whether the document is one list of goals: then it holds one tree, and place decides."""
        self.trees: list[Tree] = []
        self.findings: list[Finding] = []
        self.name = ""
        self.tree: Tree | None = None
        self.current: dict[str, Goal | None] = dict.fromkeys(LEVELS)
        self.tops = Tops()
        self.children: dict[tuple[int, str, str], int] = {}

    def add(self, level: str, heading: Heading, piece: Piece) -> Goal | None:
        """Take note of a goal that is given here; None where nothing is above it.

        Parameters
        ----------
        level : {"strategic", "operational", "task", "area"}
        heading : Heading
        piece : Piece
            Where it is given.
        """
        if level == "strategic":
            goal = self._strategic(heading, piece)
        elif self.tree is None:
            return None
        else:
            above = self._above(level, heading, piece)
            if above is None:
                return None
            goal = self._lower(level, heading, piece, above)
        assert self.tree is not None
        self.tree.seen.add(id(goal))
        goal.mentions.append((heading.code_as_written, heading.title, piece))
        self.current[level] = goal
        for lower in LEVELS[LEVELS.index(level) + 1 :]:
            self.current[lower] = None
        return goal

    def lowest(self) -> Goal | None:
        """Return the lowest goal in force, project areas aside."""
        return self.current["task"] or self.current["operational"] or self.current["strategic"]

    def leave(self) -> None:
        """Forget which goals are in force: what follows is not under them."""
        self.current = dict.fromkeys(LEVELS)

    def stand_at(self, goal: Goal) -> None:
        """Take a goal that was read before for the one in force."""
        self.current = dict.fromkeys(LEVELS)
        self.current[goal.level] = goal
        if self.tree is not None and goal.parent:
            self.current["strategic"] = self.tree.find(goal.parent, "strategic")

    def _strategic(self, heading: Heading, piece: Piece) -> Goal:
        current = self.tree.number if self.tree else -1
        known = self.tops.same(heading.title, heading.code, current)
        if known is not None:
            self.tree, goal = self.trees[known[0]], known[1]
            if id(goal) in self.tree.seen:
                self.tree.begin_pass()
            return goal
        again = self.tree is not None and bool(heading.code) and bool(self.tree.tops)
        again = again and self.tree is not None and self.tree.tops[0].is_code(heading.code)
        if self.tree is None or (again and not self.listed):
            self.tree = Tree(self.name, number=len(self.trees))
            self.trees.append(self.tree)
        top = self.tree.tops
        code = heading.code or str(len(top) + 1)
        if self.tree.find(code, "strategic") is not None:
            self._note(
                "duplicate-code",
                Severity.WARNING,
                piece,
                "The code {code} is given to two goals of one level.",
                code=code,
            )
        goal = Goal("strategic", code, heading.code_as_written, heading.title, "", piece)
        self.tops.add(self.tree.number, goal)
        return self.tree.add(goal)

    def _above(self, level: str, heading: Heading, piece: Piece) -> Goal | None:
        """Return the goal that this one is under: by its code, otherwise by its place.

        Where both tell and disagree the code decides, for cells of tables are cut and merged; in a
        list of goals the place does.
        """
        assert self.tree is not None
        by_place = self.current[_ABOVE[level]]
        if by_place is None and level == "area":
            return None
        if by_place is None and level == "task":
            by_place = self.current["strategic"]
        prefix = parent_code(heading.code)
        by_code = self.tree.find(prefix, _ABOVE[level]) if prefix else None
        if by_code is not None and by_place is not None and by_code is not by_place:
            self._note(
                "code-under-other-goal",
                Severity.WARNING,
                piece,
                "The goal {code} is under {place}, but its code puts it under {by_code}.",
                code=heading.code,
                place=by_place.code,
                by_code=by_code.code,
            )
        return (by_place or by_code) if self.listed else (by_code or by_place)

    def _lower(self, level: str, heading: Heading, piece: Piece, above: Goal) -> Goal:
        assert self.tree is not None
        tree = self.tree
        written = heading.code
        if level != "area":
            known = self._known(level, heading, above)
            if known is not None:
                return known
        place = (id(tree), above.code, level)
        self.children[place] = self.children.get(place, 0) + 1
        depth = len(written.split(".")) if written else 0
        if not written:
            code = f"{above.code}.{self.children[place]}"
        elif depth <= len(above.code.split(".")) and not _longer(written, above.code):
            code = f"{above.code}.{written}"
        else:
            code = written
        return tree.add(
            Goal(level, code, heading.code_as_written, heading.title, above.code, piece)
        )

    def _known(self, level: str, heading: Heading, above: Goal) -> Goal | None:
        """Return the goal if it was given before: the same code in another pass, or the same title.

        A code that a later pass gives to the title of another goal means that other goal.
        """
        assert self.tree is not None
        siblings = self.tree.siblings(above.code, level)
        codes = [heading.code, f"{above.code}.{heading.code}"] if heading.code else []
        exact = siblings.titled(heading.title)
        if exact is not None and not any(exact.is_code(code) for code in codes):
            return exact
        again = siblings.retold(codes, heading.title, self.tree.seen, self.tree.passes)
        if again is not None:
            return again
        last = siblings.last_coded(codes)
        if last is not None:
            self._note(
                "duplicate-code",
                Severity.WARNING,
                last.piece,
                "The code {code} is given to two goals of one level.",
                code=heading.code,
            )
        return None

    def _note(
        self, check: str, severity: Severity, piece: Piece, why: str, **values: object
    ) -> None:
        self.findings.append(Finding(check, severity, self.document.source(piece), why, values))


def _longer(code: str, above: str) -> bool:
    """Tell whether a letter code such as ``А.1`` is deeper than the ``1`` above it."""
    return not code[0].isdecimal() and above.isdecimal() and "." in code
