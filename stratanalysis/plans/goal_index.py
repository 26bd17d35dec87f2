"""Goals found by code and by title without looking through all of them.

Documents come from strangers, and a list of ten thousand goals must not take a hundred times as
long as one of a thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stratanalysis.documents.blocks import Piece
from stratanalysis.documents.columns import key
from stratanalysis.documents.headings import code_numbers, same_title

__all__ = ["Goal", "Siblings", "Tops"]

Numbers = tuple[int | str, ...]

_HEAD = 25
"""Titles that are the same by ``same_title`` are alike in so many letters, or whole if shorter."""


@dataclass(slots=True, eq=False)
class Goal:
    """A goal while its tree is being built."""

    level: str
    code: str
    written: str
    title: str
    parent: str
    piece: Piece
    mentions: list[tuple[str, str, Piece]] = field(default_factory=list)

    def is_code(self, code: str) -> bool:
        """Tell whether a code means this goal; ``IV.1`` means ``IV.I``."""
        return code == self.code or (bool(code) and code_numbers(code) == code_numbers(self.code))


@dataclass(slots=True)
class _Coded:
    """Goals of one code, in order; those before `start` are known to be given in this pass."""

    goals: list[tuple[int, Goal]] = field(default_factory=list)
    by_head: dict[str, list[tuple[int, Goal]]] = field(default_factory=dict)
    start: int = 0
    in_pass: int = -1

    def first_untold(self, seen: set[int], in_pass: int) -> Iterator[tuple[int, Goal]]:
        if in_pass != self.in_pass:
            self.start, self.in_pass = 0, in_pass
        while self.start < len(self.goals) and id(self.goals[self.start][1]) in seen:
            self.start += 1
        yield from self.goals[self.start : self.start + 1]

    def first_alike(self, title: str) -> Iterator[tuple[int, Goal]]:
        alike = self.by_head.get(key(title)[:_HEAD], [])
        yield from ((order, goal) for order, goal in alike if same_title(goal.title, title))


class Siblings:
    """The goals of one level under one code, in the order of their first telling."""

    def __init__(self) -> None:
        self._codes: dict[Numbers, _Coded] = {}
        self._titles: dict[str, Goal] = {}
        self._count = 0

    def add(self, goal: Goal) -> None:
        """Put a goal behind the others."""
        entry = (self._count, goal)
        self._count += 1
        coded = self._codes.setdefault(code_numbers(goal.code), _Coded())
        coded.goals.append(entry)
        title = key(goal.title)
        coded.by_head.setdefault(title[:_HEAD], []).append(entry)
        self._titles.setdefault(title, goal)

    def titled(self, title: str) -> Goal | None:
        """Return the first goal with this title, but for signs, letters and case."""
        return self._titles.get(key(title)) if title else None

    def last_coded(self, codes: list[str]) -> Goal | None:
        """Return the last goal that one of the codes means."""
        found = [coded.goals[-1] for coded in self._meant(codes)]
        return max(found, key=lambda entry: entry[0])[1] if found else None

    def retold(self, codes: list[str], title: str, seen: set[int], in_pass: int) -> Goal | None:
        """Return the first goal of the codes that was not given in this pass, or has the title."""
        found = [
            entry
            for coded in self._meant(codes)
            for entries in (coded.first_untold(seen, in_pass), coded.first_alike(title))
            for entry in list(entries)[:1]
        ]
        return min(found, key=lambda entry: entry[0])[1] if found else None

    def _meant(self, codes: list[str]) -> list[_Coded]:
        numbers = dict.fromkeys(code_numbers(code) for code in codes)
        return [self._codes[one] for one in numbers if one in self._codes]


class Tops:
    """The strategic goals of all trees of a document, found by title and code."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Numbers | None], list[tuple[int, Goal]]] = {}

    def add(self, tree: int, goal: Goal) -> None:
        """Take note of a goal of the tree with this number, counted in the order of the trees."""
        head = key(goal.title)[:_HEAD]
        for code in (code_numbers(goal.code), None):
            self._found.setdefault((head, code), []).append((tree, goal))

    def same(self, title: str, code: str, current: int) -> tuple[int, Goal] | None:
        """Return the goal of this title (and code, if any): of the current tree, else the latest.

        Within a tree the first is meant.
        """
        head = key(title)[:_HEAD], code_numbers(code) if code else None
        best: tuple[int, Goal] | None = None
        for tree, goal in self._found.get(head, ()):
            better = best is None or (best[0] != current and (tree == current or tree > best[0]))
            if better and same_title(goal.title, title):
                best = (tree, goal)
        return best
