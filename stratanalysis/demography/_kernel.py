# mypy: disable-error-code="no-untyped-def, misc, untyped-decorator"
"""The inner loop of the cohort projection, compiled; imported only when a projection runs.

One lane is one combination of the leading axes (area, scenario, draw). Every driver is a stack of
rows with, for each lane, the number of its first row, so that what is shared is not copied.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numba
import numpy as np

__all__ = [
    "Drivers",
    "Events",
    "Record",
    "Rows",
    "Run",
    "age",
    "compiled",
    "expose",
    "migrate",
    "migrate_first",
    "place_of",
    "project_lanes",
    "survive_birth",
]

_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "fastmath": {"reassoc", "nsz"},
    "error_model": "numpy",
}


class Rows(NamedTuple):
    """A driver: its rows, the number of each lane's first one, and 1 where it moves with time."""

    values: Any
    first: Any
    time: int


class Drivers(NamedTuple):
    """What moves the lanes.

    `place` gives rows of `survival` with fractions, and is empty where the rows are used as they
    are.
    """

    population: Rows
    survival: Rows
    place: Rows
    fertility: Rows
    tfr: Rows
    number: Rows
    number_level: Rows
    rate: Rows
    rate_level: Rows
    sex_ratio: Rows


class Events(NamedTuple):
    """Displacements: their steps, and rows by event and lane."""

    step: Any
    share: Any
    share_row: Any
    pool: Any
    pool_row: Any
    hazard: Any
    hazard_row: Any


class Run(NamedTuple):
    """How to run: years, rules for births and migrants, what is recorded, fertile ages, groups."""

    years: int
    step: float
    even: bool
    mean_exposure: bool
    by_age: bool
    young: int
    old: int
    groups: Any


class Record(NamedTuple):
    """What is written: by sex and age, or totals (the other half has no lanes)."""

    population: Any
    births: Any
    deaths: Any
    migrants: Any
    displaced: Any
    groups: Any
    births_total: Any
    deaths_total: Any
    migrants_total: Any
    displaced_total: Any
    capped: Any


def compiled(function: Callable[..., Any]) -> Any:
    """Compile when it is called first; kept on disk where there is a place to write."""
    try:
        return numba.njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:  # no folder for the cache
        return numba.njit(**_OPTIONS)(function)


# Loops take whole arrays with an index of the part, write one array each, and count from a constant
# or without sign: only so does the compiler make vector code. Parts (slices) would be counted
# objects and cost more than the arithmetic on a hundred ages.


@compiled
def place_of(value, rows):
    """The two rows of a table around a row number with a fraction, and the fraction."""
    low = min(int(value), rows - 2)
    return low, low + 1, value - low


@compiled
def age(people, now, sex, survival, at, target, part):
    """Survive into all groups but the first; return the deaths."""
    low, high, weight = at
    last = people.shape[2] - 1
    deaths = 0.0
    for a in range(1, last):
        ratio = survival[low, sex, a] + weight * (survival[high, sex, a] - survival[low, sex, a])
        alive = people[now, sex, a - 1] * ratio
        deaths += people[now, sex, a - 1] - alive
        target[part, sex, a] = alive
    ratio = survival[low, sex, last]
    ratio += weight * (survival[high, sex, last] - ratio)
    both = people[now, sex, last - 1] + people[now, sex, last]
    target[part, sex, last] = both * ratio
    return deaths + both * (1.0 - ratio)


@compiled
def survive_birth(sex, survival, at):
    """Survival ratio of those born in the step."""
    low, high, weight = at
    ratio = survival[low, sex, 0]
    return ratio + weight * (survival[high, sex, 0] - ratio)


@compiled
def migrate(people, part, sex, count, rate, much):
    """Add net migrants to all groups but the first; return them and the emigrants left out."""
    counts, count_row, rates, rate_row = much
    moved = 0.0
    capped = 0.0
    for a in range(1, people.shape[2]):
        present = people[part, sex, a]
        move = counts * count[count_row, sex, a] + rates * rate[rate_row, sex, a] * present
        allowed = max(move, -present)
        capped += max(-present - move, 0.0)
        moved += allowed
        people[part, sex, a] = present + allowed
    return moved, capped


@compiled
def migrate_first(people, part, sex, count, rate, much):
    """Do the same for the first group."""
    counts, count_row, rates, rate_row = much
    present = people[part, sex, 0]
    move = counts * count[count_row, sex, 0] + rates * rate[rate_row, sex, 0] * present
    allowed = max(move, -present)
    people[part, sex, 0] = present + allowed
    return allowed, max(-present - move, 0.0)


@compiled
def expose(people, begin, end, fertility, row, fertile, mothers):
    """Births by age of the mother at a total fertility of 1; return their sum."""
    births = 0.0
    for a in range(np.uint64(fertile[0]), np.uint64(fertile[1])):
        born = 0.5 * fertility[row, a] * (people[begin, 0, a] + people[end, 0, a])
        births += born
        mothers[a] = born
    return births


@compiled
def _group(people, part, start, stop):
    total = 0.0
    for a in range(np.uint64(start), np.uint64(stop)):
        total += people[part, 0, a] + people[part, 1, a]
    return total


@compiled
def _return(away, event, people, part, sex, survival, at, hazard):
    """Age those who are away, and bring back their part; return how many came."""
    ages = people.shape[2]
    spare = away.shape[0] - 1
    for a in range(ages):
        away[spare, sex, a] = away[event, sex, a]
    age(away, spare, sex, survival, at, away, event)
    away[event, sex, 0] = 0.0
    returned = 0.0
    for a in range(1, ages):
        back = hazard * away[event, sex, a]
        away[event, sex, a] -= back
        people[part, sex, a] += back
        returned += back
    return returned


@compiled
def _leave(away, event, people, part, sex, groups, events, lane):
    """Take the share of those present away; return how many left."""
    row = events.share_row[event, lane]
    returning = events.pool[events.pool_row[event, lane]]
    left = 0.0
    for a in range(groups[0], groups[1]):
        leave = events.share[row, sex, a] * people[part, sex, a]
        away[event, sex, a] = returning * leave
        people[part, sex, a] -= leave
        left += leave
    return left


@compiled
def project_lanes(first, last, run, drivers, events, out):
    """Project the lanes `first` to `last` and write them to `out`."""
    start = drivers.population.values
    ages = start.shape[2]
    years = run.years
    number = events.step.size
    even, by_age, mean_exposure = run.even, run.by_age, run.mean_exposure
    young, old = run.young, run.old
    fertility = drivers.fertility.values
    # Parts: the population now and next (they change places), with the migrants of the start of the
    # step, and survived to its end.
    people = np.zeros((4, 2, ages))
    begin, survived = 2, 3
    away = np.zeros((number + 1, 2, ages))
    mothers = np.zeros(ages)
    survival, place = drivers.survival.values, drivers.place
    count, rate = drivers.number.values, drivers.rate.values
    half = 0.5 if even else 1.0
    for lane in range(first, last):
        now, following = 0, 1
        source = drivers.population.first[lane]
        for sex in range(2):
            for a in range(ages):
                people[now, sex, a] = start[source, sex, a]
                for e in range(number):
                    away[e, sex, a] = 0.0
        for t in range(years + 1):
            if by_age:
                for sex in range(2):
                    for a in range(ages):
                        out.population[lane, t, sex, a] = people[now, sex, a]
                        if number:
                            total = 0.0
                            for e in range(number):
                                total += away[e, sex, a]
                            out.displaced[lane, t, sex, a] = total
            else:
                for g in range(run.groups.size):
                    stop = run.groups[g + 1] if g + 1 < run.groups.size else ages
                    out.groups[lane, t, g] = _group(people, now, run.groups[g], stop)
                if number:
                    total = 0.0
                    for e in range(number):
                        total += _group(away, e, 0, ages)
                    out.displaced_total[lane, t] = total
            if t == years:
                break
            level = drivers.number_level
            counts = half * level.values[level.first[lane] + t * level.time]
            level = drivers.rate_level
            rates = half * level.values[level.first[lane] + t * level.time]
            moving = counts != 0.0 or rates != 0.0
            much = (
                counts, drivers.number.first[lane] + t * drivers.number.time,
                rates, drivers.rate.first[lane] + t * drivers.rate.time,
            )  # fmt: skip
            row = drivers.survival.first[lane] + t * drivers.survival.time
            at = (row, row, 0.0)
            births_row = drivers.fertility.first[lane] + t * drivers.fertility.time
            total_rate = (
                run.step * drivers.tfr.values[drivers.tfr.first[lane] + t * drivers.tfr.time]
            )
            ratio_male = drivers.sex_ratio.values[
                drivers.sex_ratio.first[lane] + t * drivers.sex_ratio.time
            ]
            births = 0.0
            capped = 0.0
            migrants = 0.0
            deaths = 0.0
            # Women first: their ages above the first give the births of the step.
            for sex in range(2):
                if place.values.size:
                    value = place.values[place.first[lane] + t * place.time, sex]
                    at = place_of(value, survival.shape[0])
                exposed = now
                if even and moving:
                    exposed = begin
                    for a in range(ages):
                        people[begin, sex, a] = people[now, sex, a]
                    moved, over = migrate(people, begin, sex, count, rate, much)
                    moved_first, over_first = migrate_first(people, begin, sex, count, rate, much)
                    migrants += moved + moved_first
                    capped += over + over_first
                deaths += age(people, exposed, sex, survival, at, people, following)
                if by_age:
                    for a in range(1, ages):
                        people[survived, sex, a] = people[following, sex, a]
                if sex == 0 and not mean_exposure and not even:
                    births = expose(
                        people, exposed, following, fertility, births_row, (young, old), mothers
                    )
                if moving:
                    moved, over = migrate(people, following, sex, count, rate, much)
                    migrants += moved
                    capped += over
                if sex == 0 and not mean_exposure and even:
                    births = expose(
                        people, exposed, following, fertility, births_row, (young, old), mothers
                    )
                for e in range(number):
                    if t > events.step[e]:
                        hazard = events.hazard[events.hazard_row[e, lane]]
                        migrants += _return(away, e, people, following, sex, survival, at, hazard)
                    elif t == events.step[e]:
                        migrants -= _leave(away, e, people, following, sex, (1, ages), events, lane)
                if sex == 0:
                    if mean_exposure:
                        births = expose(
                            people, now, following, fertility, births_row, (young, old), mothers
                        )
                    births *= total_rate
                born_share = 1.0 / (1.0 + ratio_male)
                if sex == 1:
                    born_share = 1.0 - born_share
                born = births * born_share
                alive = born * survive_birth(sex, survival, at)
                people[following, sex, 0] = alive
                people[survived, sex, 0] = alive
                deaths += born - alive
                if moving:
                    moved, over = migrate_first(people, following, sex, count, rate, much)
                    migrants += moved
                    capped += over
                for e in range(number):
                    if t == events.step[e]:
                        migrants -= _leave(away, e, people, following, sex, (0, 1), events, lane)
                if by_age:
                    # What moved at the start is in `exposed`, what moved at the end in `following`.
                    out.deaths[lane, t, sex, 0] = born - people[survived, sex, 0]
                    for a in range(1, ages):
                        died = people[exposed, sex, a - 1] - people[survived, sex, a]
                        out.deaths[lane, t, sex, a] = died
                    out.deaths[lane, t, sex, ages - 1] += people[exposed, sex, ages - 1]
                    for a in range(ages):
                        out.migrants[lane, t, sex, a] = (
                            people[exposed, sex, a] - people[now, sex, a]
                        ) + (people[following, sex, a] - people[survived, sex, a])
                    for a in range(young, old):
                        out.births[lane, t, sex, a] = born_share * total_rate * mothers[a]
            if not by_age:
                out.births_total[lane, t] = births
                out.deaths_total[lane, t] = deaths
                out.migrants_total[lane, t] = migrants
            out.capped[lane, t] = capped
            now, following = following, now
