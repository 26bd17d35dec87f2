"""What a learner reads about an answer: right, or what is wrong with it and why."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from html import escape
from types import EllipsisType, MappingProxyType
from typing import Any

from stratanalysis.language import language as get_language
from stratanalysis.workshop.answers import read_items

__all__ = [
    "Feedback",
    "NotAnsweredError",
    "Problem",
    "Trap",
    "check_items",
    "check_text",
]


class NotAnsweredError(Exception):
    """A blank was left as it was; in a notebook it stops the run with one plain line."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the message alone."""
        return [str(self)]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: an English template, key of the catalogue, and its values."""

    why: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trap:
    """A wrong answer that people often give, and what went wrong on the way to it."""

    value: float
    why: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feedback:
    """The verdict on an answer; shows itself in a notebook.

    Attributes
    ----------
    language : {"uk", "en"}
    problems : tuple of Problem
        Empty where the answer is right.
    praise : Problem
        What a right answer shows; may be empty.
    hints : tuple of Problem
        What helps further; grows with the tries.
    answer : str
        The right answer as it was given, for the slides; may be empty.
    """

    language: str
    problems: tuple[Problem, ...] = ()
    praise: Problem = Problem("")
    hints: tuple[Problem, ...] = ()
    answer: str = ""

    @property
    def right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def lines(self) -> list[str]:
        """The verdict and its reasons in the reader's language."""
        say = get_language(self.language).text
        if self.right:
            return [
                say("Right."),
                *([say("The answer: {answer}", answer=self.answer)] if self.answer else []),
                *([say(self.praise.why, **self.praise.values)] if self.praise.why else []),
            ]
        reasons = (*self.problems, *self.hints)
        return [say("Not yet."), *(say(entry.why, **entry.values) for entry in reasons)]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        """Show the verdict in words, not by colour alone."""
        color = "#1b7f4d" if self.right else "#b34700"
        head, *reasons = self.lines
        items = "".join(f"<li>{escape(line)}</li>" for line in reasons)
        return (
            f'<div role="status" style="border-left:4px solid {color};padding:.4em .9em">'
            f"<strong>{escape(head)}</strong>{f'<ul>{items}</ul>' if items else ''}</div>"
        )


def refuse_blank(answer: object, language: str) -> None:
    """Raise where the answer is still the blank ``...``, alone or within a list.

    Raises
    ------
    NotAnsweredError
        With the words what to do.
    """
    parts = answer if isinstance(answer, (list, tuple, set)) else (answer,)
    if any(isinstance(part, EllipsisType) for part in parts):
        say = get_language(language).text
        raise NotAnsweredError(
            say("Nothing is filled in yet: replace the three dots with your answer and run again.")
        )


def check_items(
    answer: object,
    right: Mapping[Any, Problem],
    *,
    language: str,
    wrong: Mapping[Any, Problem] = MappingProxyType({}),
    praise: Problem = Problem(""),
    level: int = 3,
) -> Feedback:
    """Check a choice of items; how much is said grows with the tries.

    Parameters
    ----------
    answer : iterable or str
        The items chosen; order and repetition do not matter. Words with commas are a list.
    right, wrong : mapping from item to Problem
        Why an item belongs, or does not. An item in neither is unknown.
    level : {1, 2, 3}
        1: how many are right, and the reason of one that is not. 2: two that are not, and how many
        are missing. 3: everything with its reason.
    """
    refuse_blank(answer, language)
    given = read_items(answer)
    if given == []:
        return Feedback(language, (Problem("The list is empty: choose at least one."),))
    if given is None:
        return Feedback(language, (Problem("A list in square brackets is expected: [ ... ]."),))
    names = {str(name).casefold(): name for name in (*right, *wrong)}
    given = [names.get(str(item).casefold(), item) for item in given]
    problems = [
        _unknown_item(item, [str(name) for name in (*right, *wrong)])
        for item in given
        if item not in right and item not in wrong
    ]
    needless = [item for item in given if item in wrong]
    missing = [item for item in right if item not in given]
    for item in needless[: {1: 1, 2: 2}.get(level)]:
        problems.append(
            Problem(
                "{item} does not belong here: {reason}",
                {"item": item, "reason": _said(wrong[item], language)},
            )
        )
    if level < 3 and (needless or missing):
        found = len(right) - len(missing)
        if found:
            problems.insert(0, Problem("Right so far: {count}.", {"count": found}))
        if missing:
            count = {"count": len(missing)}
            problems.append(
                Problem("Something is still missing: look through the others once more.")
                if level == 1
                else Problem("Still missing: {count}.", count)
            )
        return Feedback(language, tuple(problems), praise)
    for item in missing:
        problems.append(
            Problem(
                "{item} is missing: {reason}",
                {"item": item, "reason": _said(right[item], language)},
            )
        )
    return Feedback(language, tuple(problems), praise)


_EVERYTHING = ("усі", "всі", "усе", "все", "all", "жоден", "жодна", "жодного", "none")
_MOST_NAMED = 10


def _unknown_item(item: object, known: list[str]) -> Problem:
    """Say that an item is none of the choices, with the nearest ones or with all."""
    given = str(item)
    if given.casefold() in _EVERYTHING:
        return Problem("Name each one that you choose: {known}.", {"known": _some(known)})
    near = difflib.get_close_matches(given.casefold(), [k.casefold() for k in known], 3, 0.6)
    near = near or [name for name in known if given.casefold() in name.casefold()][:3]
    if near and len(known) > _MOST_NAMED:
        return Problem(
            "There is no “{item}” to choose; the nearest: {near}.",
            {"item": given, "near": ", ".join(near)},
        )
    return Problem(
        "There is no “{item}” to choose; choose from: {known}.",
        {"item": given, "known": _some(known)},
    )


def _some(known: list[str]) -> str:
    shown = sorted(known)[:_MOST_NAMED]
    return ", ".join(shown) + (" …" if len(known) > len(shown) else "")


def check_text(
    answer: object,
    demands: Collection[tuple[Callable[[str], bool], Problem]],
    *,
    language: str,
    praise: Problem = Problem(""),
) -> Feedback:
    """Check a sentence against demands; all that are not met come out together.

    Parameters
    ----------
    answer : str
    demands : collection of (test, Problem)
        The test gives true where the sentence meets the demand; the problem says what is missing.
    """
    refuse_blank(answer, language)
    if not isinstance(answer, str) or not answer.strip():
        return Feedback(language, (Problem("Words in quotes are expected."),))
    text = answer.strip()
    return Feedback(language, tuple(why for test, why in demands if not test(text)), praise)


def _said(problem: Problem, language: str) -> Any:
    return get_language(language).text(problem.why, **problem.values)
