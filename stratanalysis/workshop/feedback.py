"""What a learner is told about an answer: right, or what is wrong with it and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import EllipsisType, MappingProxyType
from typing import Any

from stratanalysis.language import language as get_language

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
    """

    language: str
    problems: tuple[Problem, ...] = ()
    praise: Problem = Problem("")

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
                *([say(self.praise.why, **self.praise.values)] if self.praise.why else []),
            ]
        return [say("Not yet."), *(say(entry.why, **entry.values) for entry in self.problems)]

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
        What the learner gave.
    right : float
    language : {"uk", "en"}
    unit : str
        English unit of the answer, key of the catalogue.
    traps : sequence of Trap
        Wrong answers and their reasons, looked at in order.
    tolerance : float
        Relative; 0.005 accepts half a percent, so that rounding is no mistake.
    praise : Problem

    Raises
    ------
    NotAnsweredError
        The blank was left.
    """
    refuse_blank(answer, language)
    say = get_language(language).text

    def wrong(why: str, **values: object) -> Feedback:
        return Feedback(language, (Problem(why, values),))

    try:
        value = math.nan if isinstance(answer, (bool, str)) else float(answer)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        return wrong(
            "The answer is {answer!r}, and a number is expected: digits with a decimal point, "
            "without quotes and without a unit.",
            answer=answer,
        )

    def near(other: float) -> bool:
        return math.isclose(value, other, rel_tol=tolerance, abs_tol=1e-9)

    if near(right):
        return Feedback(language, praise=praise)
    for trap in traps:
        if near(trap.value) and not near(right):
            return wrong(trap.why, **trap.values)
    if near(-right):
        return wrong("The size is right and the sign is not: a fall is negative.")
    for factor, why in (
        (100.0, "The answer is in percent; a share is expected: 5% is 0.05."),
        (0.01, "The answer is a hundred times too small: is it a share where percent is expected?"),
        (1e3, "The answer is a thousand times too large: look at the units (thousands?)."),
        (1e-3, "The answer is a thousand times too small: look at the units (thousands?)."),
        (1e6, "The answer is a million times too large: look at the units (millions?)."),
        (1e-6, "The answer is a million times too small: look at the units (millions?)."),
    ):
        if near(right * factor):
            return wrong(why)
    if right and (value > 0) != (right > 0):
        return wrong("The sign does not fit: ask whether the quantity grows or falls.")
    share = get_language(language).percent(abs(value / right - 1), 0) if right else ""
    if right and abs(value) > abs(right):
        return wrong(
            "The answer is {share} too large; it is expected in: {unit}.",
            share=share,
            unit=say(unit),
        )
    return wrong(
        "The answer is {share} too small; it is expected in: {unit}.", share=share, unit=say(unit)
    )


def check_items(
    answer: object,
    right: Mapping[Any, Problem],
    *,
    language: str,
    wrong: Mapping[Any, Problem] = MappingProxyType({}),
    praise: Problem = Problem(""),
) -> Feedback:
    """Check a choice of items; every missing and every needless one is told with its reason.

    Parameters
    ----------
    answer : iterable
        The items chosen; order and repetition do not matter.
    right, wrong : mapping from item to Problem
        Why an item belongs, or does not. An item in neither is unknown.
    """
    refuse_blank(answer, language)
    if isinstance(answer, str) or not isinstance(answer, Iterable):
        return Feedback(language, (Problem("A list in square brackets is expected: [ ... ]."),))
    given = list(dict.fromkeys(answer))
    problems = []
    for item in given:
        if item in right:
            continue
        if item in wrong:
            problems.append(
                Problem(
                    "{item} does not belong here: {reason}",
                    {"item": item, "reason": _said(wrong[item], language)},
                )
            )
        else:
            known = ", ".join(str(name) for name in (*right, *wrong))
            problems.append(
                Problem(
                    "{item} is none of those to choose from: {known}",
                    {"item": repr(item), "known": known},
                )
            )
    for item, reason in right.items():
        if item not in given:
            problems.append(
                Problem(
                    "{item} is missing: {reason}", {"item": item, "reason": _said(reason, language)}
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
