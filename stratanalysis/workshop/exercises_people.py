"""Exercises of lessons 1 and 2: a document's figures, and people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.questions import implied_growth
from stratanalysis.workshop.checked_numbers import check_number
from stratanalysis.workshop.feedback import Feedback, Problem, Trap, check_items

if TYPE_CHECKING:
    from stratanalysis.workshop.session import Workshop

__all__ = [
    "BRACKETS", "COHORTS", "DIVIDED_FIRST", "EVENLY", "EXCHANGED", "EXERCISES", "SURVIVAL",
    "oblast_ages",
]  # fmt: skip

COHORTS = {"0-19": 4000.0, "20-39": 5000.0, "40-59": 6000.0, "60+": 5000.0}
"""An exercise: people by age group, invented. A step is 20 years."""
SURVIVAL = {"0-19": 0.98, "20-39": 0.95, "40-59": 0.80, "60+": 0.25}
"""An exercise: share of each group alive 20 years later, invented."""

EVENLY = (
    "The change was shared out evenly; a rate compounds: take the root, "
    "(end / start) ** (1 / years) − 1."
)
BRACKETS = "Put the exponent in brackets: ** (1 / years); without them it is divided afterwards."
DIVIDED_FIRST = "Division goes first: put what is added or subtracted in brackets."
EXCHANGED = "Beginning and end were exchanged: divide the end by the beginning."


def _wrong_lines(shop: Workshop, answer: object) -> Feedback:
    right = {
        4: Problem("20,400 after 21,660 is a fall of 5.8%, and the line says 5.2%"),
        5: Problem("12 + 88 + 700 = 800, and the line says 820"),
        7: Problem("50 + 15 + 17 + 24 = 106%, and shares of one whole make 100%"),
        8: Problem("June 2020 is before September 2020: the period ends before it begins"),
    }
    wrong = {
        3: Problem("9,400 + 11,000 = 20,400, as the line says"),
        6: Problem("20,400 people on 310 km² are 65.8 a km², as the line says"),
    }
    return check_items(
        answer,
        right,
        wrong=wrong,
        language=shop.language,
        praise=Problem("All four, and nothing that is right was accused."),
        level=shop.level,
    )


def _stated_change(shop: Workshop, answer: object) -> Feedback:
    start, end = 21660.0, 20400.0
    return check_number(
        answer,
        end / start - 1,
        language=shop.language,
        unit="share",
        traps=(
            Trap(start / end - 1, "The change was divided by the end; divide by the beginning."),
            Trap(
                (end - start) / end, "The change was divided by the end; divide by the beginning."
            ),
            Trap(1 - end / start, "The size is right and the sign is not: a fall is negative."),
            Trap(end - start / start, DIVIDED_FIRST),
            Trap(end / start, "This is what is left of the beginning; subtract 1 for the change."),
            Trap(end - start, "This is the change in persons; divide it by the beginning."),
            Trap((end / start) ** 0.2 - 1, "This is the change of one year; all five are asked."),
            Trap(-0.052, "This is the document's own figure; compute it from the two numbers."),
        ),
        praise=Problem("−5.8%: the document's 5.2% does not follow from its own numbers."),
    )


def _two_sources(shop: Workshop, answer: object) -> Feedback:
    stated = shop.stated_population()
    assert stated is not None
    year, value = stated
    official = float(shop.people[year])
    return check_number(
        answer,
        value - official,
        language=shop.language,
        unit="persons",
        tolerance=1e-6,
        traps=(
            Trap(official - value, "The other way round: the document's figure less the official."),
            Trap(value, "This is one of the two figures; their difference is asked."),
            Trap(official, "This is one of the two figures; their difference is asked."),
            Trap(value / official - 1, "This is the relative difference; persons are asked."),
        ),
        praise=Problem("Two figures for one day: keep the official one and write down the other."),
    )


def _growth(shop: Workshop, answer: object) -> Feedback:
    people = shop.people
    first, last = int(people.index[0]), int(people.index[-1])
    start, end, years = float(people.iloc[0]), float(people.iloc[-1]), last - first
    traps = [
        Trap(
            end / start - 1,
            "This is the change of all {years} years; one year is asked.",
            {"years": years},
        ),
        Trap(
            (end / start) ** (1 / (years + 1)) - 1,
            "From {first} to {last} there are {years} years, not {wrong}.",
            {"first": first, "last": last, "years": years, "wrong": years + 1},
        ),
        Trap((end - start) / years, "These are persons a year; divide by the population."),
        Trap((end / start - 1) / years, EVENLY),
        Trap(end / start / years - 1, BRACKETS),
        Trap((start / end) ** (1 / years) - 1, EXCHANGED),
        Trap(
            (end / start) ** (1 / years),
            "This is the factor of one year; subtract 1 for the change.",
        ),
    ]
    return check_number(
        answer,
        implied_growth(start, end, years),
        language=shop.language,
        unit="share a year",
        traps=traps,
        praise=Problem("This is the trend that every promise about people is compared with."),
    )


def _cohort(shop: Workshop, answer: object) -> Feedback:
    right = COHORTS["40-59"] * SURVIVAL["40-59"] + COHORTS["60+"] * SURVIVAL["60+"]
    return check_number(
        answer,
        right,
        language=shop.language,
        unit="persons",
        traps=(
            Trap(
                COHORTS["40-59"] * SURVIVAL["40-59"],
                "Those who are 60 and over already were forgotten: a quarter of them live on.",
            ),
            Trap(
                COHORTS["60+"] * SURVIVAL["60+"],
                "Those aged 40 to 59 were forgotten: in 20 years they are 60 and over.",
            ),
            Trap(COHORTS["40-59"] + COHORTS["60+"], "Nobody died: multiply by the survival."),
            Trap(
                COHORTS["40-59"] * SURVIVAL["60+"] + COHORTS["60+"] * SURVIVAL["60+"],
                "Each group has its own survival: 0.80 for those aged 40 to 59.",
            ),
            Trap(
                COHORTS["40-59"] * SURVIVAL["40-59"] + COHORTS["60+"],
                "Those who are 60 and over die too: a quarter of them live on.",
            ),
            Trap(
                COHORTS["40-59"] + COHORTS["60+"] * SURVIVAL["60+"],
                "Those aged 40 to 59 die too: multiply them by their survival.",
            ),
            Trap(
                COHORTS["20-39"] * SURVIVAL["20-39"] + COHORTS["60+"] * SURVIVAL["60+"],
                "This is the group 40 to 59 in 20 years; 60 and over is asked.",
            ),
            Trap(
                COHORTS["20-39"] * SURVIVAL["20-39"],
                "This is the group 40 to 59 in 20 years; 60 and over is asked.",
            ),
        ),
        praise=Problem("4,800 come into the group and 1,250 stay in it."),
    )


def oblast_ages(shop: Workshop) -> tuple[np.ndarray, np.ndarray]:
    """Women and men of Luhansk oblast on 1 January 2022 by single age, official figures."""
    from stratanalysis.community import Community, find_community

    table = Community.read(find_community("luhansk-oblast", shop.data))["population_age_sex"]
    wide = table[table["year"] == table["year"].max()].pivot_table(
        index="sex", columns="age", values="value", aggfunc="sum"
    )
    people = wide.loc[["female", "male"]].to_numpy()
    return people, np.append(np.diff(wide.columns.to_numpy()).astype(float), np.inf)


def _load(shop: Workshop, answer: object) -> Feedback:
    people, widths = oblast_ages(shop)
    ages = people.sum(axis=0)
    starts = np.append(0.0, np.cumsum(widths[:-1]))

    def load(first: float, stop: float) -> float:
        working = float(ages[(starts >= first) & (starts < stop)].sum())
        return 1000 * (float(ages.sum()) / working - 1)

    work = float(ages[(starts >= 16) & (starts < 60)].sum())
    traps = (
        Trap(
            load(15, 65),
            "These are the United Nations' bounds, 15 to 64; the State Statistics "
            "Service counts 16 to 59 as working age.",
        ),
        Trap(load(16, 61), "Those aged 60 were counted as working; 16 to 59 is meant."),
        Trap(load(15, 60), "Working age begins with the completed year 16."),
        Trap(load(16, 60) / 1000, "Per person; the Service prints it per 1,000."),
        Trap(
            1000 * (1 - work / float(ages.sum())),
            "Divided by everybody; divide by those of working age.",
        ),
        Trap(
            1000 * float(ages[starts >= 60].sum()) / work,
            "The children are missing: the load counts both ends.",
        ),
        Trap(
            1000 * float(ages[starts < 16].sum()) / work,
            "Those aged 60 and over are missing: the load counts both ends.",
        ),
        Trap(
            load(16, 60) - 1000 * float(ages[starts == 15].sum()) / work,
            "Those aged 15 are missing: they are not of working age yet.",
        ),
        Trap(1e6 / load(16, 60), "The other way round: divide by those of working age."),
    )
    return check_number(
        answer,
        load(16, 60),
        language=shop.language,
        unit="persons per 1,000",
        traps=traps,
        praise=Problem("So many people outside working age rest on a thousand within it."),
    )


EXERCISES: Mapping[str, Callable[[Workshop, object], Feedback]] = {
    "wrong-lines": _wrong_lines,
    "stated-change": _stated_change,
    "two-sources": _two_sources,
    "growth": _growth,
    "cohort": _cohort,
    "load": _load,
}
