# mypy: disable-error-code="no-untyped-def, misc, untyped-decorator"
"""The inner loop of the cohort projection, compiled; imported only when a projection runs.

One lane is one combination of the leading axes (area, scenario, draw). Every driver is a stack of
rows with, for each lane, the number of its first row, so that what is shared is not copied.
"""

from __future__ import annotations

import numba
import numpy as np

__all__ = ["project_lanes"]

_compiled = numba.njit(nogil=True, cache=True, fastmath={"reassoc", "nsz", "contract"})


@_compiled
def _copy(source, target):
    for i in range(source.shape[0]):
        for j in range(source.shape[1]):
            target[i, j] = source[i, j]


@_compiled
def _migrate(present, low, high, count, count_level, rate, rate_level, moved):
    """Add net migrants to `present`; return the emigrants for whom nobody was there."""
    capped = 0.0
    for a in range(low, high):
        move = count_level * count[a] + rate_level * rate[a] * present[a]
        missing = -present[a] - move
        if missing > 0.0:
            move = -present[a]
            capped += missing
        moved[a] += move
        present[a] += move
    return capped


@_compiled
def _survive(present, ratio, survived, died):
    """Age by one group; entry 0 is left for the births."""
    last = present.size - 1
    open_group = present[last - 1] + present[last]
    for a in range(1, last):
        survived[a] = present[a - 1] * ratio[a]
        died[a] = present[a - 1] - survived[a]
    survived[last] = open_group * ratio[last]
    died[last] = open_group - survived[last]


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
    current = np.empty((2, ages))
    begin = np.empty((2, ages))
    following = np.empty((2, ages))
    ratio = np.empty((2, ages))
    died = np.empty((2, ages))
    moved = np.empty((2, ages))
    exposed = np.empty(ages)
    away = np.zeros((events, 2, ages))
    spare = np.empty(ages)
    unused = np.empty(ages)
    half = 0.5 if even else 1.0
    for lane in range(first, last):
        _copy(population[population_row[lane]], current)
        for e in range(events):
            for sex in range(2):
                for a in range(ages):
                    away[e, sex, a] = 0.0
        for t in range(years + 1):
            if by_age:
                _copy(current, out_population[lane, t])
                if events:
                    for sex in range(2):
                        for a in range(ages):
                            total = 0.0
                            for e in range(events):
                                total += away[e, sex, a]
                            out_displaced[lane, t, sex, a] = total
            else:
                for g in range(groups):
                    upper = group_start[g + 1] if g + 1 < groups else ages
                    total = 0.0
                    for a in range(group_start[g], upper):
                        total += current[0, a] + current[1, a]
                    out_groups[lane, t, g] = total
                if events:
                    total = 0.0
                    for e in range(events):
                        for a in range(ages):
                            total += away[e, 0, a] + away[e, 1, a]
                    out_displaced_total[lane, t] = total
            if t == years:
                break
            row = survival_row[lane] + t * survival_time
            count_rows = count[count_row[lane] + t * count_time]
            rate_rows = rate[rate_row[lane] + t * rate_time]
            counts = half * count_level[count_level_row[lane] + t * count_level_time]
            rates = half * rate_level[rate_level_row[lane] + t * rate_level_time]
            moving = counts != 0.0 or rates != 0.0
            capped = 0.0
            deaths = 0.0
            # Ages above the first: they do not depend on the births of the step.
            for sex in range(2):
                for a in range(ages):
                    moved[sex, a] = 0.0
                    begin[sex, a] = current[sex, a]
                if even and moving:
                    capped += _migrate(
                        begin[sex], 0, ages, count_rows[sex], counts, rate_rows[sex], rates,
                        moved[sex],
                    )  # fmt: skip
                if place.size:
                    value = place[place_row[lane] + t * place_time, sex]
                    k = min(int(value), survival.shape[0] - 2)
                    weight = value - k
                    low = survival[k, sex]
                    high = survival[k + 1, sex]
                    for a in range(ages):
                        ratio[sex, a] = low[a] + weight * (high[a] - low[a])
                else:
                    for a in range(ages):
                        ratio[sex, a] = survival[row, sex, a]
                _survive(begin[sex], ratio[sex], following[sex], died[sex])
                if sex == 0 and not mean_exposure:
                    for a in range(1, ages):
                        exposed[a] = 0.5 * (begin[0, a] + following[0, a])
                if moving:
                    if sex == 0 and not mean_exposure and even:
                        for a in range(ages):
                            spare[a] = moved[0, a]
                    capped += _migrate(
                        following[sex], 1, ages, count_rows[sex], counts, rate_rows[sex], rates,
                        moved[sex],
                    )  # fmt: skip
                    if sex == 0 and not mean_exposure and even:
                        for a in range(1, ages):
                            exposed[a] += 0.5 * (moved[0, a] - spare[a])
                for e in range(events):
                    if t < event_step[e]:
                        continue
                    pool = away[e, sex]
                    if t > event_step[e]:
                        for a in range(ages):
                            spare[a] = pool[a]
                        _survive(spare, ratio[sex], pool, unused)
                        pool[0] = 0.0
                        hazard = event_hazard[event_hazard_row[e, lane]]
                        for a in range(1, ages):
                            back = hazard * pool[a]
                            pool[a] -= back
                            moved[sex, a] += back
                            following[sex, a] += back
                    else:
                        share = event_share[event_share_row[e, lane], sex]
                        returning = event_pool[event_pool_row[e, lane]]
                        for a in range(1, ages):
                            leave = share[a] * following[sex, a]
                            pool[a] = returning * leave
                            moved[sex, a] -= leave
                            following[sex, a] -= leave
                if sex == 0 and mean_exposure:
                    for a in range(1, ages):
                        exposed[a] = 0.5 * (current[0, a] + following[0, a])
            level = step * tfr[tfr_row[lane] + t * tfr_time]
            pattern = fertility[fertility_row[lane] + t * fertility_time]
            births = 0.0
            for a in range(fertile[0], fertile[1]):
                births += pattern[a] * exposed[a]
            births *= level
            ratio_male = srb[srb_row[lane] + t * srb_time]
            share_female = 1.0 / (1.0 + ratio_male)
            for sex in range(2):
                born_share = share_female if sex == 0 else 1.0 - share_female
                born = births * born_share
                following[sex, 0] = born * ratio[sex, 0]
                died[sex, 0] = born - following[sex, 0]
                if moving:
                    capped += _migrate(
                        following[sex], 0, 1, count_rows[sex], counts, rate_rows[sex], rates,
                        moved[sex],
                    )  # fmt: skip
                for e in range(events):
                    if t == event_step[e]:
                        leave = event_share[event_share_row[e, lane], sex, 0] * following[sex, 0]
                        away[e, sex, 0] = event_pool[event_pool_row[e, lane]] * leave
                        moved[sex, 0] -= leave
                        following[sex, 0] -= leave
                if by_age:
                    for a in range(ages):
                        out_deaths[lane, t, sex, a] = died[sex, a]
                        out_migrants[lane, t, sex, a] = moved[sex, a]
                    for a in range(fertile[0], fertile[1]):
                        out_births[lane, t, sex, a] = born_share * level * pattern[a] * exposed[a]
                else:
                    for a in range(ages):
                        deaths += died[sex, a]
            if not by_age:
                out_births_total[lane, t] = births
                out_deaths_total[lane, t] = deaths
                migrants = 0.0
                for a in range(ages):
                    migrants += moved[0, a] + moved[1, a]
                out_migrants_total[lane, t] = migrants
            out_capped[lane, t] = capped
            _copy(following, current)
