# mypy: disable-error-code="no-untyped-def, misc, untyped-decorator"
"""The year loop of people, jobs and migration, compiled; `simulate_people` says what it computes.

One lane is one scenario, draw or community. All of a lane follows from it alone, in one order, so a
number depends neither on the other lanes nor on the threads.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from stratanalysis.demography._kernel import compiled, expose, place_of, survive_birth
from stratanalysis.projection.labour import filled_jobs, job_change, job_migrants

__all__ = ["DRIVERS", "VARIABLES", "Nation", "Start", "carry_lanes"]

DRIVERS = (
    "natural_change_rate", "total_fertility_rate", "life_expectancy_women", "life_expectancy_men",
    "net_migration_rate", "working_age_share", "employment_rate", "project_jobs",
    "migration_job_elasticity", "migration_lag", "outside_investment", "own_investment_share",
    "jobs_per_million", "commuters", "present", "present_men", "revenue_by_people",
    "revenue_by_jobs", "revenue_fixed", "consumer",
)  # fmt: skip
"""Rows that a lane has: drivers, shares of residents present, and own revenue of the base year in
prices of the year by what moves it."""
(
    _NATURAL, _FERTILITY, _WOMEN, _MEN, _MIGRATION, _WORKING_SHARE, _EMPLOYMENT, _JOBS,
    _ELASTICITY, _LAG, _OUTSIDE, _OWN, _JOBS_PER_MILLION, _COMMUTERS, _HERE, _HERE_MEN, _BY_PEOPLE,
    _BY_JOBS, _FIXED, _CONSUMER,
) = range(len(DRIVERS))  # fmt: skip

VARIABLES = (
    "population", "working_age", "employed", "project_jobs", "unfilled_jobs", "natural_change",
    "net_migration", "displacement_change", "preschool_children", "pupils", "children",
    "older_people", "births", "deaths", "capped", "investment", "own_investment",
)  # fmt: skip
(
    _POPULATION, _WORKING_AGE, _EMPLOYED, _PROJECT_JOBS, _UNFILLED, _NATURAL_CHANGE,
    _NET_MIGRATION, _DISPLACED,
) = range(8)  # fmt: skip
_BIRTHS, _DEATHS, _CAPPED, _INVESTMENT, _OWN_INVESTMENT = range(12, 17)

_filled = compiled(filled_jobs)
_change = compiled(job_change)
_wanted = compiled(job_migrants)


class Start(NamedTuple):
    """People present in the base year by lane; shares by age, empty where ages are not known.

    `alike`: by lane, whether all ages are present in the same share. `men`: ages with a share of
    their own. `kept`: place of each lane among those whose ages are kept, or -1.
    """

    people: Any
    share: Any
    alike: Any
    men: Any
    kept: Any


class Nation(NamedTuple):
    """The nation's patterns.

    `survival` has a block of `levels` rows for each five-year period, `block` the first row of each
    year's; levels begin at `lowest` and are `step` years apart. `moves` are the ages of arrivals
    and of departures, `working` is the share of arrivals of working age. `edges` part the ages into
    spans; `groups` has for each group the number of its variable, its first span and the one before
    which it ends.
    """

    survival: Any
    levels: int
    block: Any
    lowest: float
    step: float
    births: Any
    sex_ratio: Any
    moves: Any
    working: float
    edges: Any
    groups: Any


class _Room(NamedTuple):
    """Arrays of one thread: cohorts now and next, births by mother, sums by sex and span."""

    people: Any
    mothers: Any
    sums: Any


@compiled
def _sum_up(room, now, edges):
    """Sum the people of each sex and span; return all of them."""
    total = 0.0
    for k in range(edges.size - 1):
        for sex in range(2):
            persons = 0.0
            for a in range(np.uint64(edges[k]), np.uint64(edges[k + 1])):
                persons += room.people[now, sex, a]
            room.sums[sex, k] = persons
            total += persons
    return total


@compiled
def _present(room, spans, edges, here, here_men, men):
    """Those present in some spans; men of the ages `men` have a share of their own."""
    persons = 0.0
    for k in range(spans[0], spans[1]):
        of_men = here_men if edges[k] >= men[0] and edges[k + 1] <= men[1] else here
        persons += room.sums[0, k] * here + room.sums[1, k] * of_men
    return persons


@compiled
def _carry(people, now, sex, survival, at, moves, flows):
    """Survive into all groups but the first, and move; return the emigrants left out."""
    low, high, weight = at
    net, way, for_jobs = flows
    following = 1 - now
    last = people.shape[2] - 1
    left_out = 0.0
    for a in range(1, last):
        ratio = survival[low, sex, a] + weight * (survival[high, sex, a] - survival[low, sex, a])
        there = people[now, sex, a - 1] * ratio
        there += net * moves[way, sex, a] + for_jobs * moves[0, sex, a]
        kept = max(there, 0.0)
        left_out += kept - there
        people[following, sex, a] = kept
    ratio = survival[low, sex, last]
    ratio += weight * (survival[high, sex, last] - ratio)
    there = (people[now, sex, last - 1] + people[now, sex, last]) * ratio
    there += net * moves[way, sex, last] + for_jobs * moves[0, sex, last]
    people[following, sex, last] = max(there, 0.0)
    return left_out + (people[following, sex, last] - there)


@compiled
def _year(room, now, nation, t, rates, flows):
    """Carry the cohorts of a lane one year forward; return births and emigrants left out.

    `flows` are net migrants, 0 for the ages of arrivals or 1 for those of departures, and those who
    move for jobs; who came for them leaves at the same ages.
    """
    fertility, women, men = rates
    following = 1 - now
    births = 0.0
    left_out = 0.0
    for sex in range(2):
        row = ((women if sex == 0 else men) - nation.lowest) / nation.step
        low, _, weight = place_of(min(max(row, 0.0), nation.levels - 1.0), nation.levels)
        at = (low + nation.block[t], low + nation.block[t] + 1, weight)
        left_out += _carry(room.people, now, sex, nation.survival, at, nation.moves, flows)
        if sex == 0:
            births = fertility * expose(
                room.people, now, following, nation.births, t, (10, 60), room.mothers
            )
        share = 1.0 / (1.0 + nation.sex_ratio[t])
        if sex == 1:
            share = 1.0 - share
        there = births * share * survive_birth(sex, nation.survival, at)
        there += flows[0] * nation.moves[flows[1], sex, 0] + flows[2] * nation.moves[0, sex, 0]
        room.people[following, sex, 0] = max(there, 0.0)
        left_out += room.people[following, sex, 0] - there
    return births, left_out


@compiled
def carry_lanes(first, last, start, rows, nation, out):
    """Carry lanes `first` to `last` forward.

    `rows` are (values by row and year, the row of each driver and lane); `out` are (values by
    variable, lane and year, ages of the lanes that are kept).
    """
    values, row = rows
    found, pyramids = out
    ages = start.share.shape[1]
    time = values.shape[1]
    room = _Room(np.zeros((2, 2, ages)), np.zeros(ages), np.zeros((2, nation.edges.size)))
    changes = np.zeros(time)
    for lane in range(first, last):
        here, here_men = values[row[_HERE, lane], 0], values[row[_HERE_MEN, lane], 0]
        residents = start.people[lane] / here
        now = 0
        for sex in range(2):
            for a in range(ages):
                alike = start.alike[lane] or sex == 0 or a < start.men[0] or a >= start.men[1]
                share = here if alike else here_men
                room.people[now, sex, a] = start.share[sex, a] * (start.people[lane] / share)
        created = 0.0
        came_residents, came_workers = 0.0, 0.0
        first_filled = 0.0
        for t in range(time):
            here, here_men = values[row[_HERE, lane], t], values[row[_HERE_MEN, lane], t]
            if ages > 0:
                if t == 0:
                    residents = _sum_up(room, now, nation.edges)
                of_men = here if start.alike[lane] else here_men
                for g in range(nation.groups.shape[0]):
                    spans = (nation.groups[g, 1], nation.groups[g, 2])
                    found[nation.groups[g, 0], lane, t] = _present(
                        room, spans, nation.edges, here, of_men, start.men
                    )
                if start.kept[lane] >= 0:
                    for a in range(ages):
                        of_men = here_men if start.men[0] <= a < start.men[1] else here
                        pyramids[start.kept[lane], t, 0, a] = room.people[now, 0, a] * here
                        pyramids[start.kept[lane], t, 1, a] = room.people[now, 1, a] * of_men
            else:
                found[_POPULATION, lane, t] = residents * here
                working = residents * values[row[_WORKING_SHARE, lane], t]
                found[_WORKING_AGE, lane, t] = working * here
            if t == 0:
                found[_POPULATION, lane, t] = start.people[lane]  # to the last digit
            population = found[_POPULATION, lane, t]
            came = min(came_workers * here, found[_WORKING_AGE, lane, t])
            own = found[_WORKING_AGE, lane, t] - came
            demand = values[row[_JOBS, lane], t] + created
            rate, rate_0 = values[row[_EMPLOYMENT, lane], t], values[row[_EMPLOYMENT, lane], 0]
            free = own + came + values[row[_COMMUTERS, lane], t] - own * rate
            filled = _filled(free, demand, own * rate)
            if t == 0:
                first_filled = filled
            changes[t] = _change(own, rate, rate_0, filled, first_filled)
            found[_PROJECT_JOBS, lane, t] = demand
            found[_UNFILLED, lane, t] = max(demand - filled, 0.0)
            employed = own * rate + filled
            found[_EMPLOYED, lane, t] = employed
            share = values[row[_OWN, lane], t]
            invested = 0.0
            if share > 0.0 and values[row[_CONSUMER, lane], t] > 0.0:
                revenue = (
                    values[row[_BY_PEOPLE, lane], t] * (population / found[_POPULATION, lane, 0])
                    + values[row[_BY_JOBS, lane], t] * (employed / found[_EMPLOYED, lane, 0])
                    + values[row[_FIXED, lane], t]
                )
                invested = share * revenue / values[row[_CONSUMER, lane], t]
            found[_OWN_INVESTMENT, lane, t] = invested
            found[_INVESTMENT, lane, t] = values[row[_OUTSIDE, lane], t] + invested
            created += values[row[_JOBS_PER_MILLION, lane], t] * found[_INVESTMENT, lane, t] / 1e6
            if t > 0:
                found[_DISPLACED, lane, t - 1] = (
                    population
                    - found[_POPULATION, lane, t - 1]
                    - found[_NATURAL_CHANGE, lane, t - 1]
                    - found[_NET_MIGRATION, lane, t - 1]
                )
            if t == time - 1:  # what changes within the last year is not known
                for variable in (
                    _NATURAL_CHANGE, _NET_MIGRATION, _DISPLACED, _BIRTHS, _DEATHS, _CAPPED
                ):  # fmt: skip
                    found[variable, lane, t] = np.nan
                break
            answered = t - int(values[row[_LAG, lane], t])
            for_jobs = _wanted(
                values[row[_ELASTICITY, lane], t],
                changes[answered] if answered >= 0 else 0.0,
                residents,
                came_residents,
            )
            net = residents * values[row[_MIGRATION, lane], t]
            moved = net + for_jobs
            before = residents
            if ages == 0:
                natural = residents * values[row[_NATURAL, lane], t]
                residents = residents + (natural + moved)
                found[_NATURAL_CHANGE, lane, t] = natural * here
                of_age = values[row[_WORKING_SHARE, lane], t]
            else:
                rates = (
                    values[row[_FERTILITY, lane], t],
                    values[row[_WOMEN, lane], t],
                    values[row[_MEN, lane], t],
                )
                flows = (net, 0 if net > 0.0 else 1, for_jobs)
                births, left_out = _year(room, now, nation, t, rates, flows)
                now = 1 - now
                moved += left_out
                residents = _sum_up(room, now, nation.edges)
                natural = residents - before - moved
                # Those present: mothers are women, the dead have the ages of all.
                of_all = population / before if before > 0.0 else population
                found[_BIRTHS, lane, t] = births * here
                found[_DEATHS, lane, t] = (births - natural) * of_all
                found[_CAPPED, lane, t] = left_out
                found[_NATURAL_CHANGE, lane, t] = found[_BIRTHS, lane, t] - found[_DEATHS, lane, t]
                of_age = nation.working
            growth = natural / before if before > 0.0 else natural
            came_residents = came_residents * (1.0 + growth) + for_jobs
            came_workers = came_workers * (1.0 + growth) + for_jobs * of_age
            found[_NET_MIGRATION, lane, t] = moved * here
