"""Hints of the exercises: the method at the second wrong answer, the way at the third."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stratanalysis.workshop.feedback import Problem

__all__ = ["HINTS", "hints"]

HINTS: Mapping[str, tuple[Problem, Problem]] = MappingProxyType(
    {
        "wrong-lines": (
            Problem("Take the lines one by one: add the parts, compute the change, compare dates."),
            Problem("Shares of one whole make 100%; a period ends after it begins."),
        ),
        "stated-change": (
            Problem("Change = (end − beginning) / beginning; a fall is negative."),
            Problem("The beginning is 21,660 and the end 20,400: subtract, then divide by 21,660."),
        ),
        "two-sources": (
            Problem("Difference = the document's figure − the official figure, in persons."),
            Problem(
                "Both figures are in the line above the exercise: write the one minus the other."
            ),
        ),
        "growth": (
            Problem("Rate of a year = (end / beginning) ** (1 / number of years) − 1."),
            Problem(
                "Count the years as last year − first year, and take both figures of the table."
            ),
        ),
        "cohort": (
            Problem(
                "Two groups reach 60 and over: those who come into it and those who are in it."
            ),
            Problem("40–59 times its survival, plus 60+ times its survival."),
        ),
        "load": (
            Problem("Load = 1,000 × (people aged 0–15 and 60 and over) / people aged 16–59."),
            Problem(
                "Sum ages 16 to 59; the others are the whole less this sum; divide, times 1,000."
            ),
        ),
        "needed-growth": (
            Problem("Rate of a year = (end / beginning) ** (1 / number of years) − 1."),
            Problem(
                "The end is the promised figure; the years run to the earlier of the two years."
            ),
        ),
        "moved-drivers": (
            Problem("Look only at the rows of this scenario, not at those of the baseline."),
            Problem("Write the names of the second column of those rows, each once."),
        ),
        "own-assumption": (
            Problem("Three things are asked for: how much a year, from which year, and why."),
            Problem(
                "before is zero; after is half a percent as a share; year is the first with it."
            ),
        ),
        "income-tax": (
            Problem("Tax = jobs × monthly wage × 12 × 18% × share of the community."),
            Problem("800 × 15,000 is a month of wages; then × 12, × 0.18, × 0.64."),
        ),
        "base-subsidy": (
            Problem("Grant = 80% × (0.9 − index) × national tax per head × population."),
            Problem("0.9 − 0.53 first; then × 0.8, × 3,131, × 74,000."),
        ),
        "real-growth": (
            Problem("Real growth = (1 + nominal growth) / (price level) − 1."),
            Problem(
                "Divide the last revenue by the first, then by the price level, then subtract 1."
            ),
        ),
        "first-gap": (
            Problem("Read the column from the top and stop at the first number with a minus."),
            Problem("Write the year of that row; if no row has a minus, write 0."),
        ),
        "measurable": (
            Problem(
                "Look for four things in each: unit, base with year, target, year of the target."
            ),
            Problem("A draft without figures, or with a target but no base, cannot be measured."),
        ),
        "degree": (
            Problem("Degree = (fact − base) / (target − base)."),
            Problem("The whole way is from 12 to 6; gone is the part from 12 to 9.6."),
        ),
        "weights": (
            Problem("Multiply each degree by its weight and add."),
            Problem("0.6 × the first degree + 0.4 × the second degree."),
        ),
        "execution": (
            Problem("Add what was paid, add the amended plan, and divide once."),
            Problem("Paid: 4.5 and 1; amended: 5 and 4."),
        ),
        "title": (
            Problem("Four things: of what, which way, by when, to how many."),
            Problem("For instance: “The population of … will fall to … by …”."),
        ),
        "missing-parts": (
            Problem("Ask of each: without it, could somebody be misled or not check the figure?"),
            Problem("Decoration is not needed; what says where, when, in what and of what is."),
        ),
        "alternative": (
            Problem("Say what, from how many in the first year to how many in the last."),
            Problem("For instance: “Baseline: from … people in … to … people in …”."),
        ),
    }
)
"""By exercise: the method, and the way with figures but without the result."""


def hints(exercise: str, level: int) -> tuple[Problem, ...]:
    """Return the hints of a level: none at 1, the method at 2, the method and the way at 3."""
    return HINTS[exercise][: level - 1] if exercise in HINTS else ()
