# mypy: disable-error-code="no-untyped-def, misc, untyped-decorator"
"""The inner loop of the cohort projection, compiled; imported only when a projection runs.

One lane is one combination of the leading axes (area, scenario, draw). Every driver is a stack of
rows with, for each lane, the number of its first row, so that what is shared is not copied.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

__all__ = ["project_lanes"]

_OPTIONS: dict[str, Any] = {"nogil": True, "fastmath": {"reassoc", "nsz"}}


def _compiled(function: Callable[..., Any]) -> Any:
    """Compile when it is called first; kept on disk where there is a place to write."""
    try:
        return numba.njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:  # no folder for the cache
        return numba.njit(**_OPTIONS)(function)


# Loops take whole arrays with an index of the part, write one array each, and count from a constant
# or without sign: only so does the compiler make vector code. Parts (slices) would be counted
# objects and cost more than the arithmetic on a hundred ages.


@_compiled
def _age(people, now, sex, survival, low, high, weight, target, part):
    """Survive into all groups but the first; return the deaths."""
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


@_compiled
def _migrate(people, part, sex, counts, count, count_row, rates, rate, rate_row):
    """Add net migrants to all groups but the first; return them and the emigrants left out."""
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


@_compiled
def _migrate_first(people, part, sex, counts, count, count_row, rates, rate, rate_row):
    """Do the same for the first group."""
    present = people[part, sex, 0]
    move = counts * count[count_row, sex, 0] + rates * rate[rate_row, sex, 0] * present
    allowed = max(move, -present)
    people[part, sex, 0] = present + allowed
    return allowed, max(-present - move, 0.0)


@_compiled
def _expose(people, begin, end, fertility, row, young, old, mothers):
    """Births by age of the mother at a total fertility of 1; return their sum."""
    births = 0.0
    for a in range(np.uint64(young), np.uint64(old)):
        born = 0.5 * fertility[row, a] * (people[begin, 0, a] + people[end, 0, a])
        births += born
        mothers[a] = born
    return births


@_compiled
def _group(people, part, start, stop):
    total = 0.0
    for a in range(np.uint64(start), np.uint64(stop)):
        total += people[part, 0, a] + people[part, 1, a]
    return total


@_compiled
def _return(away, spare, event, people, part, sex, survival, low, high, weight, hazard):
    """Age those who are away, and bring back their part; return how many came."""
    ages = people.shape[2]
    for a in range(ages):
        spare[0, sex, a] = away[event, sex, a]
    _age(spare, 0, sex, survival, low, high, weight, away, event)
    away[event, sex, 0] = 0.0
    returned = 0.0
    for a in range(1, ages):
        back = hazard * away[event, sex, a]
        away[event, sex, a] -= back
        people[part, sex, a] += back
        returned += back
    return returned


@_compiled
def _leave(away, event, people, part, sex, first, last, share, row, returning):
    """Take the share of those present away; return how many left."""
    left = 0.0
    for a in range(first, last):
        leave = share[row, sex, a] * people[part, sex, a]
        away[event, sex, a] = returning * leave
        people[part, sex, a] -= leave
        left += leave
    return left


@_compiled
def project_lanes(
    first, last, years, step, even, mean_exposure, by_age, fertile,
    population, population_row,
    survival, survival_row, survival_time, place, place_row, place_time,
    fertility, fertility_row, fertility_time, tfr, tfr_row, tfr_time,
    count, count_row, count_time, count_level, count_level_row, count_level_time,
    rate, rate_row, rate_time, rate_level, rate_level_row, rate_level_time,
    srb, srb_row, srb_time,
    event_step, event_share, event_share_row, event_pool, event_pool_row, event_hazard,
    event_hazard_row,
    group_start,
    out_population, out_births, out_deaths, out_migrants, out_displaced,
    out_groups, out_births_total, out_deaths_total, out_migrants_total, out_displaced_total,
    out_capped,
):  # fmt: skip
    """Project lanes `first` to `last` and write them to the `out_` arrays.

    `*_time` is 1 where a driver changes with time and 0 where it does not; `place` gives rows of
    `survival` with fractions and is empty where the rows are used as they are.
    """
    ages = population.shape[2]
    events = event_step.size
    groups = group_start.size
    young, old = fertile[0], fertile[1]
    # Parts: the population now and next (they change places), with the migrants of the start of the
    # step, and survived to its end.
    people = np.zeros((4, 2, ages))
    begin, survived = 2, 3
    away = np.zeros((events, 2, ages))
    spare = np.zeros((1, 2, ages))
    mothers = np.zeros(ages)
    half = 0.5 if even else 1.0
    for lane in range(first, last):
        now, following = 0, 1
        source = population_row[lane]
        for sex in range(2):
            for a in range(ages):
                people[now, sex, a] = population[source, sex, a]
                for e in range(events):
                    away[e, sex, a] = 0.0
        for t in range(years + 1):
            if by_age:
                for sex in range(2):
                    for a in range(ages):
                        out_population[lane, t, sex, a] = people[now, sex, a]
                        if events:
                            total = 0.0
                            for e in range(events):
                                total += away[e, sex, a]
                            out_displaced[lane, t, sex, a] = total
            else:
                for g in range(groups):
                    stop = group_start[g + 1] if g + 1 < groups else ages
                    out_groups[lane, t, g] = _group(people, now, group_start[g], stop)
                if events:
                    total = 0.0
                    for e in range(events):
                        total += _group(away, e, 0, ages)
                    out_displaced_total[lane, t] = total
            if t == years:
                break
            counts_row = count_row[lane] + t * count_time
            rates_row = rate_row[lane] + t * rate_time
            counts = half * count_level[count_level_row[lane] + t * count_level_time]
            rates = half * rate_level[rate_level_row[lane] + t * rate_level_time]
            moving = counts != 0.0 or rates != 0.0
            births_row = fertility_row[lane] + t * fertility_time
            level = step * tfr[tfr_row[lane] + t * tfr_time]
            ratio_male = srb[srb_row[lane] + t * srb_time]
            births = 0.0
            capped = 0.0
            migrants = 0.0
            deaths = 0.0
            low = survival_row[lane] + t * survival_time
            high = low
            weight = 0.0
            # Women first: their ages above the first give the births of the step.
            for sex in range(2):
                if place.size:
                    value = place[place_row[lane] + t * place_time, sex]
                    low = min(int(value), survival.shape[0] - 2)
                    high = low + 1
                    weight = value - low
                exposed = now
                if even and moving:
                    exposed = begin
                    for a in range(ages):
                        people[begin, sex, a] = people[now, sex, a]
                    moved, over = _migrate(
                        people, begin, sex, counts, count, counts_row, rates, rate, rates_row
                    )
                    moved_first, over_first = _migrate_first(
                        people, begin, sex, counts, count, counts_row, rates, rate, rates_row
                    )
                    migrants += moved + moved_first
                    capped += over + over_first
                deaths += _age(people, exposed, sex, survival, low, high, weight, people, following)
                if by_age:
                    for a in range(1, ages):
                        people[survived, sex, a] = people[following, sex, a]
                if sex == 0 and not mean_exposure and not even:
                    births = _expose(
                        people, exposed, following, fertility, births_row, young, old, mothers
                    )
                if moving:
                    moved, over = _migrate(
                        people, following, sex, counts, count, counts_row, rates, rate, rates_row
                    )
                    migrants += moved
                    capped += over
                if sex == 0 and not mean_exposure and even:
                    births = _expose(
                        people, exposed, following, fertility, births_row, young, old, mothers
                    )
                for e in range(events):
                    if t > event_step[e]:
                        migrants += _return(
                            away, spare, e, people, following, sex, survival, low, high, weight,
                            event_hazard[event_hazard_row[e, lane]],
                        )  # fmt: skip
                    elif t == event_step[e]:
                        migrants -= _leave(
                            away, e, people, following, sex, 1, ages, event_share,
                            event_share_row[e, lane], event_pool[event_pool_row[e, lane]],
                        )  # fmt: skip
                if sex == 0:
                    if mean_exposure:
                        births = _expose(
                            people, now, following, fertility, births_row, young, old, mothers
                        )
                    births *= level
                born_share = 1.0 / (1.0 + ratio_male)
                if sex == 1:
                    born_share = 1.0 - born_share
                born = births * born_share
                ratio = survival[low, sex, 0]
                ratio += weight * (survival[high, sex, 0] - ratio)
                people[following, sex, 0] = born * ratio
                people[survived, sex, 0] = born * ratio
                deaths += born - born * ratio
                if moving:
                    moved, over = _migrate_first(
                        people, following, sex, counts, count, counts_row, rates, rate, rates_row
                    )
                    migrants += moved
                    capped += over
                for e in range(events):
                    if t == event_step[e]:
                        migrants -= _leave(
                            away, e, people, following, sex, 0, 1, event_share,
                            event_share_row[e, lane], event_pool[event_pool_row[e, lane]],
                        )  # fmt: skip
                if by_age:
                    # What moved at the start is in `exposed`, what moved at the end in `following`.
                    out_deaths[lane, t, sex, 0] = born - people[survived, sex, 0]
                    for a in range(1, ages):
                        died = people[exposed, sex, a - 1] - people[survived, sex, a]
                        out_deaths[lane, t, sex, a] = died
                    out_deaths[lane, t, sex, ages - 1] += people[exposed, sex, ages - 1]
                    for a in range(ages):
                        out_migrants[lane, t, sex, a] = (
                            people[exposed, sex, a] - people[now, sex, a]
                        ) + (people[following, sex, a] - people[survived, sex, a])
                    for a in range(young, old):
                        out_births[lane, t, sex, a] = born_share * level * mothers[a]
            if not by_age:
                out_births_total[lane, t] = births
                out_deaths_total[lane, t] = deaths
                out_migrants_total[lane, t] = migrants
            out_capped[lane, t] = capped
            now, following = following, now
