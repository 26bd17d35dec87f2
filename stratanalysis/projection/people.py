"""Population, jobs and migration, solved year by year.

Rates of year t move 1 January of t to that of t + 1. Within a year everything follows from what
is on its 1 January and from earlier years: people → employed → own revenue → investment → jobs
of the next year → migration after the lag. So nothing waits for itself. The years of a lane are one
compiled loop (:mod:`stratanalysis.projection._people_loop`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.revenue_lines import DRIVERS as LINES
from stratanalysis.projection.base import BudgetBase
from stratanalysis.projection.budget_model import Array, Drivers, levels, own_revenue
from stratanalysis.projection.cohorts import AGE_GROUPS, nation_patterns
from stratanalysis.projection.displaced import MEN, present_shares

if TYPE_CHECKING:
    from stratanalysis.projection._people_loop import Nation

__all__ = ["simulate_people"]

_BLOCK = 256
"""Lanes of one piece of work."""
_VITAL = ("total_fertility_rate", "life_expectancy_women", "life_expectancy_men")
_PRESENT = (
    "displacement", "war_end", "return_share", "return_share_men", "return_half_life"
)  # fmt: skip
_AGED = ("births", "deaths", "capped", "preschool_children", "pupils", "children", "older_people")
_INVESTED = ("investment", "own_investment")
_MOVED_BY = {"population": "people", "entrepreneurs": "people", "employment": "jobs"}


def simulate_people(
    start: float | Array,
    drivers: Drivers,
    years: npt.NDArray[np.int64],
    *,
    ages: Array | None = None,
    budget: BudgetBase | None = None,
    keep_ages: int = 0,
) -> dict[str, Array]:
    """Carry population, employment and jobs forward.

    ``residents[t + 1] = residents[t] + natural[t] + migrants[t]`` and ``population[t] =
    residents[t] · present[t]`` (:func:`present_shares`: displacement, and the return once the
    fighting ends). Natural change is a rate of residents, or births minus deaths of cohorts where
    `ages` are given. ``migrants[t] = residents[t] · net_migration_rate[t]`` and those whom jobs
    move (:func:`job_migrants`); jobs are filled once (:func:`filled_jobs`);
    ``jobs[t] = project_jobs[t] + Σ(s < t) jobs_per_million[s] · investment[s] / 10⁶``;
    ``investment[t] = outside_investment[t] + own_investment_share[t] · own_revenue[t]``, in prices
    of the base year.

    Parameters
    ----------
    start : float or array
        Persons present on 1 January of the base year, shape of the leading axes.
    drivers : mapping of str to array, shape (..., time)
    years : array of int, shape (time,)
    ages : ndarray, shape (sex, age), optional
        Persons present by sex and age; they add up to `start`.
    budget : BudgetBase, optional
        For the own revenue that is invested; without it nothing is.
    keep_ages : int
        Keep the ages of every nth lane, counted over the flattened leading axes; 0 keeps none.

    Returns
    -------
    dict of array
        ``population``, ``working_age``, ``employed`` and ``project_jobs`` (all jobs of projects
        and investment), shape ``(..., time)``; the changes within each year, missing in the last:
        ``natural_change``, ``net_migration`` (of those present), ``displacement_change``, so that
        population at t + 1 is that at t plus the three; ``unfilled_jobs``; with `ages` also
        ``births``, ``deaths``, ``children``, ``pupils``, ``preschool_children``, ``older_people``
        and ``capped`` (emigrants for whom nobody was there); ``investment`` and
        ``own_investment`` (UAH, prices of the base year) where something is invested; with
        `keep_ages` ``ages``, persons present by sex and age, shape ``(kept lane, time, sex,
        age)``.
    """
    from stratanalysis.projection._people_loop import DRIVERS, VARIABLES, Start, carry_lanes

    used = {name: drivers[name] for name in DRIVERS if name in drivers}
    away = present_shares({name: drivers[name] for name in _PRESENT if name in drivers}, years)
    used |= {"present": away.others, "present_men": away.men}
    invests = (
        budget is not None and bool(budget.revenue) and (used["own_investment_share"] > 0).any()
    )
    if invests and budget is not None:
        used |= _revenue_by_driver(budget, levels(drivers, years))
    if ages is not None:
        _refuse_missing(used)
    lead = np.broadcast_shapes(*(value.shape[:-1] for value in used.values()), np.shape(start))
    count, time = int(np.prod(lead)), len(years)
    names = [name for name in VARIABLES if ages is not None or name not in _AGED]
    if not invests and not (used["outside_investment"] > 0).any():
        names = [name for name in names if name not in _INVESTED]
    share = np.zeros((2, 0)) if ages is None else np.ascontiguousarray(ages / ages.sum())
    kept = np.full(count, -1, dtype=np.int64)
    if keep_ages:
        kept[::keep_ages] = np.arange(len(kept[::keep_ages]))
    people = np.broadcast_to(np.asarray(start, dtype=float), lead).reshape(count)
    alike = np.ascontiguousarray(np.broadcast_to(away.alike, lead).reshape(count))
    begin = Start(np.ascontiguousarray(people), share, alike, (MEN.start, MEN.stop), kept)
    rows = _rows(used, lead, time)
    found = np.empty((len(VARIABLES), count, time))
    pyramids = np.empty((int(kept.max(initial=-1)) + 1, time, *share.shape))
    nation = _nation(years, aged=ages is not None)

    def part(first: int) -> None:
        last = min(first + _BLOCK, count)
        carry_lanes(first, last, begin, rows, nation, (found, pyramids))

    firsts = range(0, count, _BLOCK)
    if len(firsts) == 1:
        part(0)
    else:
        with ThreadPoolExecutor(min(os.cpu_count() or 1, len(firsts))) as pool:
            list(pool.map(part, firsts))
    by_name = {
        name: found[VARIABLES.index(name)].reshape(*lead, time) for name in names
    }  # fmt: skip
    return by_name | ({"ages": pyramids} if keep_ages else {})


def _rows(used: Drivers, lead: tuple[int, ...], time: int) -> tuple[Array, npt.NDArray[np.int64]]:
    """All drivers as rows over the years, and the row of each driver and lane; the last is zero."""
    from stratanalysis.projection._people_loop import DRIVERS

    count = int(np.prod(lead))
    first = np.empty((len(DRIVERS), count), dtype=np.int64)
    parts, size = [], 0
    for place, name in enumerate(DRIVERS):
        value = used.get(name)
        if value is None:
            value = np.zeros(time)
        own = value.shape[:-1]
        lanes = int(np.prod(own))
        numbers = np.arange(size, size + lanes).reshape(own)
        first[place] = np.broadcast_to(numbers, lead).reshape(count)
        parts.append(np.broadcast_to(value, (*own, time)).reshape(lanes, time))
        size += lanes
    return np.concatenate(parts, dtype=np.float64), first


def _revenue_by_driver(base: BudgetBase, found: Mapping[str, Array]) -> dict[str, Array]:
    """Own revenue with people and jobs as in the base year, by what else would move it."""
    one = np.ones(1)
    sums: dict[str, Any] = {"people": 0.0, "jobs": 0.0, "fixed": 0.0}
    for name, line in own_revenue(base, found, population=one, employment=one).items():
        rule = LINES.get(name)
        kind = _MOVED_BY.get((rule.quantity if rule else None) or "", "fixed")
        sums[kind] = sums[kind] + line  # lanes may differ, so not in place
    shape = np.broadcast_shapes(*(np.shape(value) for value in (*found.values(), one)))
    named = {"people": "revenue_by_people", "jobs": "revenue_by_jobs", "fixed": "revenue_fixed"}
    wide = {named[key]: np.broadcast_to(value, np.broadcast_shapes(shape, np.shape(value)))
            for key, value in sums.items()}  # fmt: skip
    return wide | {"consumer": found["consumer"]}


def _refuse_missing(used: Drivers) -> None:
    for name in (*_VITAL, "net_migration_rate"):
        if not np.isfinite(used[name]).all():
            raise InvalidInputError(
                f"{name} has missing or infinite values", where=name, expected="finite numbers"
            )


def _nation(years: npt.NDArray[np.int64], *, aged: bool) -> Nation:
    from stratanalysis.projection._people_loop import VARIABLES

    groups = {**AGE_GROUPS, "population": (0, 200)}
    return nation_patterns(
        int(years[0]), len(years), aged, tuple((VARIABLES.index(n), *g) for n, g in groups.items())
    )
