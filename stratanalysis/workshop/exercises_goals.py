"""Exercises of lessons 5 and 6: indicators that can be measured, and presenting to a council."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from stratanalysis.language import language as get_language
from stratanalysis.workshop.feedback import (
    Feedback,
    Problem,
    Trap,
    check_items,
    check_number,
    check_text,
)

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.workshop.session import Workshop

__all__ = ["DRAFTS", "EXERCISES", "drafts", "headline_numbers"]

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
    ("source", True, "without it nobody can check the figure"),
    ("unit", True, "millions or thousands, current prices or those of a year?"),
    ("year of the data", True, "population of 2022 says little about today unless it is said"),
    ("title that states the finding", True, "a council member reads the title and nothing else"),
    ("text alternative", True, "not everybody sees the picture"),
    ("three dimensions", False, "depth distorts the sizes"),
    ("eight colours", False, "nobody tells more than four apart"),
    ("decimals of persons", False, "a projection is not that exact"),
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
    rows = {say("Name"): [p[0] for p in PARTS], say("Meaning"): [say(p[0]) for p in PARTS]}
    return pd.DataFrame(rows)


def _measurable(shop: Workshop, answer: object) -> Feedback:
    say = shop.words.text
    bad = {code: Problem(why) for code, _, why in DRAFTS if why}
    good = {
        code: Problem("it has a unit, a base and a target with their years")
        for code, _, why in DRAFTS
        if not why
    }
    if isinstance(answer, (list, tuple, set)):
        letters = str.maketrans("АВСЕавсе", "ABCEABCE")
        answer = [a.strip().translate(letters).upper() if isinstance(a, str) else a for a in answer]
    return check_items(
        answer,
        bad,
        wrong=good,
        language=shop.language,
        praise=Problem("{codes} cannot be measured as they stand.", {"codes": say("B, D and E")}),
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
            Trap((0.3 + 0.9) / 2, "The weights were left out: 0.6 and 0.4."),
            Trap(0.4 * 0.3 + 0.6 * 0.9, "The weights were exchanged."),
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
            Trap(
                (paid[0] / amended[0] + paid[1] / amended[1]) / 2,
                "Percentages were averaged; sum the money first, then divide.",
            ),
        ),
        praise=Problem("5.5 of 9 million: sums first, then one division."),
    )


def headline_numbers(shop: Workshop) -> dict[str, float]:
    """Population in the first and in the last year of the baseline."""
    path = shop.projection.wide("population")["baseline"]
    return {str(path.index[0]): float(path.iloc[0]), str(path.index[-1]): float(path.iloc[-1])}


def _number_in(text: str, value: float) -> bool:
    """Whether a text names a value, to 2 %, in persons or in thousands."""
    plain = re.sub(r"(?<=\d)[\s\u00a0\u202f,](?=\d{3}(?!\d))", "", text).replace(",", ".")
    found = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", plain)]
    return any(
        abs(number * factor / value - 1) < 0.02
        for number in found
        for factor in (1.0, 1000.0)
        if value
    )


def _title(shop: Workshop, answer: object) -> Feedback:
    (first, start), (last, end) = headline_numbers(shop).items()
    share = abs(end / start - 1) * 100

    def figure(text: str) -> bool:
        without_years = re.sub(rf"\b({first}|{last})\b", "", text)
        if _number_in(without_years, end) or _number_in(without_years, abs(end - start)):
            return True
        shares = re.findall(r"(\d+(?:[.,]\d+)?)\s*%", without_years)
        return any(abs(float(n.replace(",", ".")) - share) < 1 for n in shares)

    demands = (
        (lambda text: last in text, Problem("The year is missing: {year}.", {"year": last})),
        (
            figure,
            Problem(
                "A figure of the table is missing or differs: the population of {year}, "
                "or the change.",
                {"year": last},
            ),
        ),
        (lambda text: len(text) <= 120, Problem("The title is longer than 120 characters.")),
        (
            lambda text: (
                not re.match(
                    r"(динаміка|населення громади$|population dynamics|dynamics)",
                    text,
                    re.IGNORECASE,
                )
            ),
            Problem("This names the subject; a title states the finding."),
        ),
    )
    return check_text(
        answer,
        demands,
        language=shop.language,
        praise=Problem("Whoever reads the title alone knows the finding."),
    )


def _missing_parts(shop: Workshop, answer: object) -> Feedback:
    return check_items(
        answer,
        {name: Problem(why) for name, needed, why in PARTS if needed},
        wrong={name: Problem(why) for name, needed, why in PARTS if not needed},
        language=shop.language,
        praise=Problem("The pages of the project carry these five under every picture."),
    )


def _alternative(shop: Workshop, answer: object) -> Feedback:
    (first, start), (last, end) = headline_numbers(shop).items()
    demands = (
        (
            lambda text: first in text and last in text,
            Problem(
                "Name the first and the last year: {first} and {last}.",
                {"first": first, "last": last},
            ),
        ),
        (
            lambda text: _number_in(text.replace(first, ""), start),
            Problem(
                "The population of {year} is missing or differs from the table.", {"year": first}
            ),
        ),
        (
            lambda text: _number_in(text.replace(last, ""), end),
            Problem(
                "The population of {year} is missing or differs from the table.", {"year": last}
            ),
        ),
        (
            lambda text: (
                not re.search(
                    r"(колір|кольор|синя лінія|червон|colou?r|blue|red line)", text, re.IGNORECASE
                )
            ),
            Problem("Colours tell nothing to whoever does not see them; name the scenario."),
        ),
    )
    return check_text(
        answer,
        demands,
        language=shop.language,
        praise=Problem("Read aloud, it says what the picture shows."),
    )


EXERCISES: Mapping[str, Callable[[Workshop, object], Feedback]] = {
    "measurable": _measurable,
    "degree": _degree,
    "weights": _weights,
    "execution": _execution,
    "title": _title,
    "missing-parts": _missing_parts,
    "alternative": _alternative,
}
