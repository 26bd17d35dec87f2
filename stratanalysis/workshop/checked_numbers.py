"""Check a number: right, a common slip, near, or how far off and in what."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stratanalysis.language import language as get_language
from stratanalysis.workshop.answers import Amount, amounts_in, read_amounts
from stratanalysis.workshop.feedback import Feedback, Problem, Trap, refuse_blank
from stratanalysis.workshop.formulas import is_formula

__all__ = ["check_number"]

_NO_PRAISE = Problem("")
_SIGN = Problem("The sign does not fit: ask whether the quantity grows or falls.")
_PERCENT = Problem("The answer is in percent; a share is expected: 5% is 0.05.")
_SLIPS = (
    (-1.0, "", Problem("And the sign does not fit: ask whether the quantity grows or falls.")),
    (100.0, "share", Problem("And a share is expected: 5% is 0.05.")),
    (1e-3, "amount", Problem("And the answer seems to be in thousands; write it in full.")),
    (1e-6, "amount", Problem("And the answer seems to be in millions; write it in full.")),
)
"""What may be wrong besides: factor, kinds of units, and how it is said."""


def check_number(
    answer: object,
    right: float,
    *,
    language: str,
    unit: str,
    traps: Sequence[Trap] = (),
    tolerance: float = 0.005,
    praise: Problem = _NO_PRAISE,
) -> Feedback:
    """Check a number; a wrong one is compared with what is often done wrongly.

    Parameters
    ----------
    answer : object
        What the learner gave: a number, a formula or words, as
        :func:`~stratanalysis.workshop.answers.read_amounts` reads them.
    right : float
    language : {"uk", "en"}
    unit : str
        English unit of the answer, key of the catalogue. Percent are read as a share where it
        begins with "share".
    traps : sequence of Trap
        Wrong answers and their reasons; of several that fit the nearest speaks. One is also
        recognised with the other sign, in percent, in thousands and in millions.
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
        return Feedback(language, (_unreadable(answer),))
    share, exact = unit.startswith("share"), tolerance < 1e-4
    if amounts[0].percent and not share:
        unit = get_language(language).text(unit)
        why = Problem("The answer is in percent; it is expected in: {unit}.", {"unit": unit})
        return Feedback(language, (why,))
    amounts = [_as_share(amount) if amount.percent else amount for amount in amounts]

    def reach(amount: Amount, target: float, factor: float = 1.0) -> float:
        """Distance from a target where that is near enough to be meant, else infinity."""
        away = abs(amount.value / factor - target)
        if away <= max(tolerance * abs(target), 1e-9):
            return away
        rounded = away <= abs(amount.half_unit / factor) * 1.0000001
        fits = rounded and away <= 0.015 * abs(target) and amount.digits >= 2
        return away if fits and not exact else math.inf

    best = min(reach(amount, right) for amount in amounts)
    caught = [(min(reach(a, trap.value) for a in amounts), n) for n, trap in enumerate(traps)]
    nearest, place = min(caught, default=(math.inf, 0))
    if best < math.inf and best <= nearest:
        return Feedback(language, praise=praise)
    if nearest < math.inf:
        return Feedback(language, (Problem(traps[place].why, traps[place].values),))
    if unit != "calendar year":
        for factor, kind, slip in _SLIPS:
            if (kind == "share" and (not share or amounts[0].percent)) or (
                kind == "amount" and share
            ):
                continue
            for trap in traps:
                same = math.isclose(abs(trap.value), abs(right), rel_tol=0.02)
                if not same and min(reach(a, trap.value, factor) for a in amounts) < math.inf:
                    return Feedback(language, (Problem(trap.why, trap.values), slip))
        if any(_coarse(amount, right) for amount in amounts):
            why = Problem("Close, but rounded too much: write one more digit.")
            return Feedback(language, (why,))
    return Feedback(
        language, tuple(_difference(amounts[0].value, right, unit=unit, language=language))
    )


def _as_share(amount: Amount) -> Amount:
    return Amount(
        amount.value / 100, amount.half_unit / 100, True, amount.digits, amount.start, amount.end
    )


def _coarse(amount: Amount, right: float) -> bool:
    """Whether an answer of one digit is what the right one rounds to."""
    rounded = abs(amount.value - right) <= amount.half_unit * 1.0000001
    return rounded and amount.digits == 1 and amount.value * right > 0


def _unreadable(answer: object) -> Problem:
    """Say why an answer is no number."""
    if isinstance(answer, (list, tuple)) and all(isinstance(p, (int, float)) for p in answer):
        return Problem(
            "Python takes a comma for the end of a number: write a point, 0.05, or put the whole "
            "formula in quotes."
        )
    text = str(answer)
    if isinstance(answer, str) and is_formula(text):
        if text.count("(") != text.count(")"):
            return Problem("Each bracket that opens must close: ( ), [ ].")
        return Problem(
            "The formula {answer} cannot be computed: write numbers and the signs + - * / ** ( ).",
            {"answer": text},
        )
    if isinstance(answer, str) and len(amounts_in(text)) > 1:
        return Problem(
            "There are several numbers in “{answer}”; write the result alone.", {"answer": text}
        )
    return Problem(
        "The answer is {answer}, and one number is expected, for instance 12.5 or 5%.",
        {"answer": f"“{text}”" if isinstance(answer, str) else answer},
    )


_FACTORS = (
    (100.0, _PERCENT),
    (
        0.01,
        Problem(
            "The answer is a hundred times too small: is it a share where percent is expected?"
        ),
    ),
    (1e3, Problem("The answer is a thousand times too large: look at the units (thousands?).")),
    (1e-3, Problem("The answer is a thousand times too small: look at the units (thousands?).")),
    (1e6, Problem("The answer is a million times too large: look at the units (millions?).")),
    (1e-6, Problem("The answer is a million times too small: look at the units (millions?).")),
)  # fmt: skip


def _difference(value: float, right: float, *, unit: str, language: str) -> list[Problem]:
    """Say in what a number differs from the right one: sign, units, a little or a lot."""
    words = get_language(language)
    if unit == "calendar year":
        return [_year_apart(value, right)]
    if not right:
        return [Problem("The answer is too large.") if value > 0 else Problem("It is too small.")]
    ratio = abs(value / right)
    opposite = value * right < 0
    if not value:
        return [Problem("Zero would mean that nothing changes; that is not so.")]
    if opposite and abs(ratio - 1) <= 0.015:
        return [Problem("The size is right and the sign is not: a fall is negative.")]
    hundreds = unit.startswith("share")
    for factor, why in _FACTORS:
        if abs(ratio / factor - 1) <= 0.05 and (hundreds or factor not in (100.0, 0.01)):
            return [why, *([_SIGN] if opposite else [])]
    if opposite:
        return [_SIGN]
    if abs(ratio - 1) <= 0.05:
        return [
            Problem("Close: within 5% of the right one. Check the rounding and the figures put in.")
        ]
    if ratio > 3:
        times = words.counted("time", ratio, case="accusative", decimals=0 if ratio >= 10 else 1)
        return [
            Problem(
                "The answer is about {times} too large; it is expected in: {unit}.",
                {"times": times, "unit": words.text(unit)},
            )
        ]
    share = words.percent(abs(ratio - 1), 0)
    template = (
        "The answer is {share} too large; it is expected in: {unit}."
        if ratio > 1
        else "The answer is {share} too small; it is expected in: {unit}."
    )
    return [Problem(template, {"share": share, "unit": words.text(unit)})]


def _year_apart(value: float, right: float) -> Problem:
    if not value or not right:
        return Problem("Look at the whole column again: is any year below zero?")
    if value != value // 1 or not 1900 < value < 2200:
        return Problem("A calendar year is expected, for instance 2030.")
    if value > right:
        return Problem("The year is too late: look further up the table.")
    return Problem("The year is too early: look further down.")
