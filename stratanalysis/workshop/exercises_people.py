"""Exercises of lessons 1 to 3: a document's figures, people, and what a scenario assumes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import DataError
from stratanalysis.language import language as get_language
from stratanalysis.questions import implied_growth
from stratanalysis.scenarios import DRIVERS, read_scenarios
from stratanalysis.workshop.answers import read_items
from stratanalysis.workshop.feedback import (
    Feedback,
    Problem,
    Trap,
    check_items,
    check_number,
    refuse_blank,
)

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.scenarios import Assumption
    from stratanalysis.workshop.session import Workshop

__all__ = ["COHORTS", "EXERCISES"]

COHORTS = {"0-19": 4000.0, "20-39": 5000.0, "40-59": 6000.0, "60+": 5000.0}
"""An exercise: people by age group, invented. A step is 20 years."""
SURVIVAL = {"0-19": 0.98, "20-39": 0.95, "40-59": 0.80, "60+": 0.25}
"""An exercise: share of each group alive 20 years later, invented."""


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
            Trap(1 - end / start, "The size is right and the sign is not: a fall is negative."),
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
    )
    return check_number(
        answer,
        load(16, 60),
        language=shop.language,
        unit="persons per 1,000",
        traps=traps,
        praise=Problem("So many people outside working age rest on a thousand within it."),
    )


def _needed_growth(shop: Workshop, answer: object) -> Feedback:
    claim = next(
        claim
        for name in shop.scenarios
        for claim in shop.scenarios[name].claims
        if claim.variable == "population" and claim.from_year in shop.people.index
    )
    start, years = float(shop.people[claim.from_year]), claim.after_years[0]
    total = claim.value / start - 1
    return check_number(
        answer,
        implied_growth(start, claim.value, years),
        language=shop.language,
        unit="share a year",
        traps=(
            Trap(
                total,
                "This is the change of all {years} years; one year is asked.",
                {"years": years},
            ),
            Trap(
                total / years,
                "The change was shared out evenly; a rate compounds: take the "
                "root, (end / start) ** (1 / years) − 1.",
            ),
            Trap(
                implied_growth(start, claim.value, claim.after_years[1]),
                "This is for the later of the two years; the earlier is asked.",
            ),
            Trap((claim.value - start) / years, "These are persons a year; a share is asked."),
        ),
        praise=Problem(
            "Compare it with the observed trend of lesson 2: that is the audit of a promise."
        ),
    )


def _moved_drivers(shop: Workshop, answer: object) -> Feedback:
    name = "optimistic" if "optimistic" in shop.scenarios else list(shop.scenarios)[-1]
    moved = {entry.driver for entry in shop.scenarios[name].assumptions}
    base = {entry.driver for entry in shop.scenarios["baseline"].assumptions}
    why = Problem("the scenario moves it away from the baseline")
    kept = Problem("the scenario keeps the baseline's path")
    labels = {shop.words.text(DRIVERS[driver].label).casefold(): driver for driver in DRIVERS}
    given = answer if answer is ... else read_items(answer)
    if isinstance(given, list):
        given = [labels.get(i.casefold(), i) if isinstance(i, str) else i for i in given]
    return check_items(
        answer if given is None else given,
        dict.fromkeys(sorted(moved), why),
        language=shop.language,
        wrong=dict.fromkeys(sorted((base | set(DRIVERS)) - moved), kept),
        praise=Problem("Everything else is as in the baseline: this is the whole promise."),
        level=shop.level,
    )


def compared(shop: Workshop, name: str, rows: int = 8) -> pd.DataFrame:
    """Drivers of the baseline and of a scenario in the last year: those moved, and some others.

    Parameters
    ----------
    shop : Workshop
    name : str
        The scenario.
    rows : int
        Those that the scenario moves, filled up with others of the baseline; sorted by name, so
        that the order does not give the answer.
    """
    import pandas as pd

    say, last = shop.words.text, shop.projection.years[-1]
    moved = [entry.driver for entry in shop.scenarios[name].assumptions]
    kept = [e.driver for e in shop.scenarios["baseline"].assumptions if e.driver not in moved]
    chosen = [*dict.fromkeys(moved), *kept[: max(0, rows - len(set(moved)))]]
    values = {key: shop.scenarios.driver_values(key, [last]) for key in ("baseline", name)}

    def written(key: str, driver: str) -> str:
        value = values[key].get(driver)
        if value is None:
            return "…"
        if DRIVERS[driver].unit.startswith("share"):
            return shop.words.percent(float(value[0]), 1)
        return shop.words.number(float(value[0]), 0 if abs(value[0]) >= 100 else 1)

    table = pd.DataFrame(
        {
            say("Driver"): [say(DRIVERS[driver].label) for driver in chosen],
            say("Name"): chosen,
            say("baseline"): [written("baseline", driver) for driver in chosen],
            say("this scenario"): [written(name, driver) for driver in chosen],
        }
    )
    return table.sort_values(say("Driver")).reset_index(drop=True)


def _own_assumption(shop: Workshop, answer: object) -> Feedback:
    refuse_blank(answer, shop.language)
    if not isinstance(answer, str):
        return Feedback(shop.language, (Problem("Words in quotes are expected."),))
    if "[[mine.assumption]]" not in answer:
        return Feedback(
            shop.language, (Problem("The text needs the heading [[mine.assumption]]."),)
        )
    head = '[baseline]\nlabel = {uk = "Базовий", en = "Baseline"}\n\n'
    text = head + answer
    if "[mine]" not in answer.replace("[[mine", ""):
        text += '\n[mine]\nbase = "baseline"\nlabel = {uk = "Мій", en = "Mine"}\n'
        text = head + text[len(head) + len(answer) :].lstrip() + "\n" + answer
    try:
        entries = read_scenarios(text, document="mine")["mine"].assumptions
    except DataError as error:
        return Feedback(
            shop.language,
            tuple(Problem(finding.why, finding.values) for finding in error.findings),
        )
    problems = [problem for entry in entries for problem in _assumed(entry, shop.language)]
    if len(entries) != 1:
        problems.append(Problem("One assumption is asked for; the text holds another number."))
    return Feedback(
        shop.language,
        tuple(problems),
        Problem("Driver, path, unit, reason and source are all there."),
    )


def _assumed(entry: Assumption, language: str) -> list[Problem]:
    """What an own assumption says that was not asked for: driver, size, direction and year."""
    if entry.driver != "net_migration_rate":
        migration = DRIVERS["net_migration_rate"]
        label = get_language(language).text(migration.label)
        return [Problem("Another driver is asked for: {name}.", {"name": label})]
    if not entry.is_change:
        return [
            Problem("Half a percent is added to what is observed: write change = …, not a path.")
        ]
    before, begun, later = (float(v) for v in entry.path.values([2026, 2027, 2036]))
    problems = []
    if later < 0:
        problems.append(Problem("The sign does not fit: the park keeps people, so more is added."))
    elif abs(later - 0.5) < 0.01:
        problems.append(Problem("Half a percent is 0.005; 0.5 is half of all the people."))
    elif later == 0:
        problems.append(Problem("Nothing is added yet: the number after the year is zero."))
    elif abs(later - 0.005) > 1e-6:
        problems.append(Problem("The size differs: half a percent of the population, as a share."))
    if before != 0:
        problems.append(Problem("Before 2027 nothing is added: the change begins too early."))
    elif later and begun != later:
        problems.append(Problem("From 2027 on the whole amount is added: look at the year."))
    for code, words in entry.reason.items():
        letters = re.findall(r"[А-Яа-яІіЇїЄєҐґ]{2,}" if code == "uk" else r"[A-Za-z]{2,}", words)
        if len(words.strip()) < 15 or len(set(letters)) < 3:
            problems.append(
                Problem(
                    "The reason is too short to convince a council member; "
                    "say why, in both languages."
                )
            )
            break
    return problems


EXERCISES: Mapping[str, Callable[[Workshop, object], Feedback]] = {
    "wrong-lines": _wrong_lines,
    "stated-change": _stated_change,
    "two-sources": _two_sources,
    "growth": _growth,
    "cohort": _cohort,
    "load": _load,
    "needed-growth": _needed_growth,
    "moved-drivers": _moved_drivers,
    "own-assumption": _own_assumption,
}
