"""What a learner is told about an answer: right, or what is wrong with it and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import EllipsisType, MappingProxyType
from typing import Any

from stratanalysis.language import language as get_language
from stratanalysis.workshop.answers import Amount, read_amounts, read_items

__all__ = [
    "Feedback",
    "NotAnsweredError",
    "Problem",
    "Trap",
    "check_items",
    "check_number",
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


def check_number(
    answer: object,
    right: float,
    *,
    language: str,
    unit: str,
    traps: Sequence[Trap] = (),
    tolerance: float = 0.005,
    praise: Problem = Problem(""),
) -> Feedback:
    """Check a number; a wrong one is compared with what is often done wrongly.

    Parameters
    ----------
    answer : object
        What the learner gave: a number or words, as :func:`~stratanalysis.workshop.answers.
        read_amounts` reads them.
    right : float
    language : {"uk", "en"}
    unit : str
        English unit of the answer, key of the catalogue. Percent are read as a share where it
        begins with "share".
    traps : sequence of Trap
        Wrong answers and their reasons; of several that fit the nearest speaks.
    tolerance : float
        Relative; 0.005 accepts half a percent. A rounded answer of two digits or more is right
        as well if it is what the right one rounds to and no more than 1.5% away; a tolerance
        under 0.0001 asks for the exact number.
    praise : Problem

    Raises
    ------
    NotAnsweredError
        The blank was left.
    """
    refuse_blank(answer, language)
    amounts = [entry for entry in read_amounts(answer) if math.isfinite(entry.value)]
    if not amounts:
        return Feedback(
            language,
            (
                Problem(
                    "The answer is {answer}, and one number is expected, for instance 12.5 or 5%.",
                    {"answer": repr(answer) if isinstance(answer, str) else answer},
                ),
            ),
        )
    share, exact = unit.startswith("share"), tolerance < 1e-4
    if amounts[0].percent and not share:
        return Feedback(
            language,
            (
                Problem(
                    "The answer is in percent; it is expected in: {unit}.",
                    {"unit": get_language(language).text(unit)},
                ),
            ),
        )

    def reach(amount: Amount, target: float) -> float:
        """Distance from a target where that is near enough to be meant, else infinity."""
        scale = 0.01 if amount.percent and share else 1.0
        away = abs(amount.value * scale - target)
        if away <= max(tolerance * abs(target), 1e-9):
            return away
        rounded = away <= amount.half_unit * scale * 1.0000001 and away <= 0.015 * abs(target)
        return away if rounded and amount.digits >= 2 and not exact else math.inf

    best = min(reach(amount, right) for amount in amounts)
    caught = [(min(reach(a, trap.value) for a in amounts), n) for n, trap in enumerate(traps)]
    nearest, place = min(caught, default=(math.inf, 0))
    if best < math.inf and best <= nearest:
        return Feedback(language, praise=praise)
    if nearest < math.inf:
        return Feedback(language, (Problem(traps[place].why, traps[place].values),))
    value = amounts[0].value * (0.01 if amounts[0].percent and share else 1.0)
    return Feedback(language, tuple(_difference(value, right, unit=unit, language=language)))


_FACTORS = (
    (100.0, "The answer is in percent; a share is expected: 5% is 0.05."),
    (0.01, "The answer is a hundred times too small: is it a share where percent is expected?"),
    (1e3, "The answer is a thousand times too large: look at the units (thousands?)."),
    (1e-3, "The answer is a thousand times too small: look at the units (thousands?)."),
    (1e6, "The answer is a million times too large: look at the units (millions?)."),
    (1e-6, "The answer is a million times too small: look at the units (millions?)."),
)


def _difference(value: float, right: float, *, unit: str, language: str) -> list[Problem]:
    """Say in what a number differs from the right one: sign, units, a little or a lot."""
    words = get_language(language)
    if unit == "calendar year":
        if not value or not right:
            return [Problem("Look at the whole column again: is any year below zero?")]
        if value != value // 1 or not 1900 < value < 2200:
            return [Problem("A calendar year is expected, for instance 2030.")]
        if value > right:
            return [Problem("The year is too late: look further up the table.")]
        return [Problem("The year is too early: look further down.")]
    if not right:
        return [Problem("The answer is too large.") if value > 0 else Problem("It is too small.")]
    sign = [Problem("The sign does not fit: ask whether the quantity grows or falls.")]
    ratio = abs(value / right)
    opposite = value * right < 0
    if not value:
        return [Problem("Zero would mean that nothing changes; that is not so.")]
    if opposite and abs(ratio - 1) <= 0.015:
        return [Problem("The size is right and the sign is not: a fall is negative.")]
    hundreds = unit.startswith("share")
    for factor, why in _FACTORS:
        if abs(ratio / factor - 1) <= 0.05 and (hundreds or factor not in (100.0, 0.01)):
            return [Problem(why), *(sign if opposite else [])]
    if opposite:
        return sign
    if abs(ratio - 1) <= 0.05:
        return [Problem("Close: the way is right. Check the rounding and the figures put in.")]
    if ratio > 3:
        times = words.number(ratio, 0 if ratio >= 10 else 1)
        return [
            Problem(
                "The answer is about {times} times too large; it is expected in: {unit}.",
                {"times": times, "unit": words.text(unit)},
            )
        ]
    share = words.percent(abs(ratio - 1), 0)
    why = (
        "The answer is {share} too large; it is expected in: {unit}."
        if ratio > 1
        else "The answer is {share} too small; it is expected in: {unit}."
    )
    return [Problem(why, {"share": share, "unit": words.text(unit)})]


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
        Problem(
            "{item} is none of those to choose from: {known}",
            {"item": repr(item), "known": ", ".join(sorted(str(n) for n in (*right, *wrong)))},
        )
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
