"""Exercises of lessons 5 and 6: indicators that can be measured, and presenting to a council."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from stratanalysis.language import language as get_language
from stratanalysis.workshop.answers import read_items
from stratanalysis.workshop.checked_numbers import check_number
from stratanalysis.workshop.exercises_people import DIVIDED_FIRST
from stratanalysis.workshop.feedback import Feedback, Problem, Trap, check_items, refuse_blank
from stratanalysis.workshop.sentences import alternative, title

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.workshop.session import Workshop

__all__ = ["DRAFTS", "EXERCISES", "drafts", "parts"]

DRAFTS = (
    ("A", "Entrepreneurs, persons: 400 in 2021, 520 by 2027", ""),
    ("B", "Better conditions for business by 2027", "nothing is counted, and there is no unit"),
    ("C", "Unemployment, %: 12 in 2021, 6 by 2027", ""),
    ("D", "Number of repaired roads", "no base, no target and no year; are they pieces or km?"),
    ("E", "Share of services given online: 70% by 2027", "no base: nobody can say how far it is"),
    ("F", "Water lost in the network, %: 35 in 2021, 20 by 2027", ""),
)
"""An exercise: drafts of indicators, invented; the reason why one cannot be measured."""

PARTS = (
    ("eight colours", False, "nobody tells more than four apart"),
    ("source", True, "without it nobody can check the figure"),
    ("three dimensions", False, "depth distorts the sizes"),
    ("text alternative", True, "not everybody sees the picture"),
    ("year of the data", True, "population of 2022 says little about today unless it is said"),
    ("decimals of persons", False, "a projection is not that exact"),
    ("unit", True, "millions or thousands, current prices or those of a year?"),
    ("title that states the finding", True, "a council member reads the title and nothing else"),
)
"""What a picture needs, and what it does not."""


def drafts(language: str) -> pd.DataFrame:
    """Table of the drafts of indicators in the reader's language."""
    import pandas as pd

    say = get_language(language).text
    rows = {say("Draft"): [d[0] for d in DRAFTS], say("Indicator"): [say(d[1]) for d in DRAFTS]}
    return pd.DataFrame(rows)


def parts(language: str) -> pd.DataFrame:
    """Table of what could be put on a picture; the first column is what an answer names."""
    import pandas as pd

    say = get_language(language).text
    rows = {"№": range(1, len(PARTS) + 1), say("Meaning"): [say(p[0]) for p in PARTS]}
    return pd.DataFrame(rows)


def _measurable(shop: Workshop, answer: object) -> Feedback:
    refuse_blank(answer, shop.language)
    say = shop.words.text
    bad = {code: Problem(why) for code, _, why in DRAFTS if why}
    good = {
        code: Problem("it has a unit, a base and a target with their years")
        for code, _, why in DRAFTS
        if not why
    }
    letters = str.maketrans("АВСЕДФБабвсдеф", "ABCEDFBABBCDEF")
    given = read_items(answer)
    if isinstance(given, list):
        words = [re.sub(r"^(?:чернетк\w*|drafts?)\s+", "", str(i), flags=re.I) for i in given]
        written = {i: i.strip().translate(letters).upper() for i in words}
        codes = {draft[0] for draft in DRAFTS}
        given = [c for i in words for c in (written[i] if set(written[i]) <= codes else [i])]
    return check_items(
        answer if given is None else given,
        bad,
        wrong=good,
        language=shop.language,
        praise=Problem("{codes} cannot be measured as written.", {"codes": say("B, D and E")}),
        level=shop.level,
    )


def _degree(shop: Workshop, answer: object) -> Feedback:
    base, target, fact = 12.0, 6.0, 9.6
    right = (fact - base) / (target - base)
    return check_number(
        answer,
        right,
        language=shop.language,
        unit="share",
        traps=(
            Trap(fact / target, "The fact over the target rewards a rise; here less is better."),
            Trap(
                target / fact,
                "The target over the fact says nothing of the way that was gone: "
                "count from the base.",
            ),
            Trap(1 - right, "This is the way that is left; the way that was gone is asked."),
            Trap(fact - base / (target - base), DIVIDED_FIRST),
            Trap((fact - base) / target - base, DIVIDED_FIRST),
            Trap(fact - base / target - base, DIVIDED_FIRST),
            Trap(base - fact, "These are points; divide by the whole way, target − base."),
            Trap(fact / base, "This is the fact over the base; count the way that was gone."),
            Trap(1 - fact / base, "Divided by the base; divide by the whole way, target − base."),
            Trap(
                (base - fact) / (fact - target),
                "Divided by what is left; divide by the whole way, target − base.",
            ),
        ),
        praise=Problem("2.4 of 6 points: the same formula serves rising and falling indicators."),
    )


def _weights(shop: Workshop, answer: object) -> Feedback:
    right = 0.6 * 0.3 + 0.4 * 0.9
    return check_number(
        answer,
        right,
        language=shop.language,
        unit="share",
        traps=(
            Trap(0.3 + 0.9, "The weights were left out: 0.6 and 0.4."),
            Trap((0.3 + 0.9) / 2, "The weights were left out: 0.6 and 0.4."),
            Trap(0.4 * 0.3 + 0.6 * 0.9, "The weights were exchanged."),
            Trap(0.6 * 0.3, "One indicator is missing: add both, each with its weight."),
            Trap(0.4 * 0.9, "One indicator is missing: add both, each with its weight."),
            Trap(right / 2, "The weights sum to 1 already; do not divide by two."),
        ),
        praise=Problem("The heavier indicator pulls the goal towards itself."),
    )


def _execution(shop: Workshop, answer: object) -> Feedback:
    paid, amended, approved = (4.5, 1.0), (5.0, 4.0), (10.0, 2.0)
    return check_number(
        answer,
        sum(paid) / sum(amended),
        language=shop.language,
        unit="share",
        traps=(
            Trap(
                sum(paid) / sum(approved),
                "Measured against the approved plan; the council amended it.",
            ),
            Trap(sum(paid) / amended[0] + amended[1], DIVIDED_FIRST),
            Trap(paid[0] + paid[1] / amended[0] + amended[1], DIVIDED_FIRST),
            Trap(paid[0] + paid[1] / sum(amended), DIVIDED_FIRST),
            Trap(sum(amended) / sum(paid), "Plan and payment were exchanged: divide by the plan."),
            Trap(paid[0] / amended[0], "This is the first measure alone; take both together."),
            Trap(paid[1] / amended[1], "This is the second measure alone; take both together."),
            Trap(
                (paid[0] / approved[0] + paid[1] / approved[1]) / 2,
                "Percentages were averaged, and of the approved plan; sum the money first.",
            ),
            Trap(
                (paid[0] / amended[0] + paid[1] / amended[1]) / 2,
                "Percentages were averaged; sum the money first, then divide.",
            ),
        ),
        praise=Problem("5.5 of 9 million: sums first, then one division."),
    )


def _named(item: object, names: Mapping[object, str]) -> object:
    """Name of the table that an item means: the item itself, or the only one beginning so."""
    if item in names:
        return names[item]
    begun = {
        name
        for key, name in names.items()
        if isinstance(item, str) and len(item) > 2 and str(key).startswith(item)
    }
    return begun.pop() if len(begun) == 1 else item


def _missing_parts(shop: Workshop, answer: object) -> Feedback:
    say = shop.words.text
    names: dict[object, str] = {}
    for number, (name, _, _) in enumerate(PARTS, 1):
        names |= dict.fromkeys((number, name.casefold(), say(name).casefold()), say(name))
    given = answer if answer is ... else read_items(answer)
    if isinstance(given, list):
        given = [_named(i.casefold() if isinstance(i, str) else i, names) for i in given]
    return check_items(
        answer if given is None else given,
        {say(name): Problem(why) for name, needed, why in PARTS if needed},
        wrong={say(name): Problem(why) for name, needed, why in PARTS if not needed},
        language=shop.language,
        praise=Problem("The pages of the project carry these five under every picture."),
        level=shop.level,
    )


EXERCISES: Mapping[str, Callable[[Workshop, object], Feedback]] = {
    "measurable": _measurable,
    "degree": _degree,
    "weights": _weights,
    "execution": _execution,
    "title": title,
    "missing-parts": _missing_parts,
    "alternative": alternative,
}
