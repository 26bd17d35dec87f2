"""Population, jobs and migration, solved year by year.

Rates of year t move 1 January of t to that of t + 1. Within a year everything follows from what
stands on its 1 January and from earlier years: people → employed → own revenue → investment → jobs
of the next year → migration after the lag. So nothing waits for itself.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from stratanalysis.projection.base import BudgetBase
from stratanalysis.projection.budget_model import Array, Drivers, levels, own_revenue
from stratanalysis.projection.cohorts import (
    AGE_GROUPS,
    WORKING_MIGRANTS,
    age_groups,
    step_cohorts,
)
from stratanalysis.projection.displaced import present_shares
from stratanalysis.projection.labour import JobMigration, labour

__all__ = ["simulate_people"]

_LANES = 2048
"""Lanes that are carried forward together at most, where ages are known."""
_NEEDED = (
    "natural_change_rate", "total_fertility_rate", "life_expectancy_women", "life_expectancy_men",
    "net_migration_rate", "displacement", "working_age_share", "employment_rate", "project_jobs",
    "migration_job_elasticity", "migration_lag", "outside_investment", "own_investment_share",
    "jobs_per_million", "commuters", "war_end", "return_share", "return_share_men",
    "return_half_life",
)  # fmt: skip
_CHANGES = ("natural_change", "net_migration", "displacement_change", "births", "deaths")


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
    move (:class:`JobMigration`); jobs are filled once (:func:`labour`);
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
    used = {name: drivers[name] for name in _NEEDED if name in drivers}
    invests = (
        budget is not None and bool(budget.revenue) and (used["own_investment_share"] > 0).any()
    )
    found = levels(drivers, years) if invests else {}
    shapes = [value.shape[:-1] for value in (*used.values(), *found.values())]
    lead = np.broadcast_shapes(*shapes, np.shape(start))
    base = budget if invests else None
    if ages is None:
        return _carry(
            np.broadcast_to(np.asarray(start, dtype=float), lead), None, used, years, base, found
        )
    count, time = int(np.prod(lead)), len(years)

    def flat(values: Array) -> Array:
        return np.broadcast_to(values, (*lead, time)).reshape(count, time)

    used = {name: flat(value) for name, value in used.items()}
    found = {name: flat(value) for name, value in found.items()}
    people = np.broadcast_to(np.asarray(start, dtype=float), lead).reshape(count)

    workers = os.cpu_count() or 1
    rounds = -(-count // (workers * _LANES))
    size = max(512, -(-count // (workers * rounds)))  # every thread has as much to do

    def part(first: int) -> dict[str, Array]:
        lanes = slice(first, first + size)
        return _carry(
            people[lanes], ages, {k: v[lanes] for k, v in used.items()}, years, base,
            {k: v[lanes] for k, v in found.items()},
            kept=np.flatnonzero(np.arange(count)[lanes] % keep_ages == 0) if keep_ages else None,
        )  # fmt: skip

    firsts = range(0, count, size)
    if len(firsts) == 1:
        parts = [part(0)]
    else:
        with ThreadPoolExecutor(min(workers, len(firsts))) as pool:
            parts = list(pool.map(part, firsts))
    joined = {name: np.concatenate([one[name] for one in parts]) for name in parts[0]}
    kept = {"ages": joined.pop("ages")} if keep_ages else {}
    return {name: value.reshape(*lead, time) for name, value in joined.items()} | kept


def _carry(
    start: Array,
    ages: Array | None,
    drivers: Drivers,
    years: npt.NDArray[np.int64],
    base: BudgetBase | None,
    found: Mapping[str, Array],
    kept: npt.NDArray[np.int64] | None = None,
) -> dict[str, Array]:
    """Carry lanes forward; see :func:`simulate_people`."""
    pyramids: list[Array] = []
    time = len(years)
    at = {name: np.moveaxis(values, -1, 0) for name, values in drivers.items()}
    price = {name: np.moveaxis(values, -1, 0) for name, values in found.items()}
    present = present_shares(drivers, years)
    names = [
        "population", "working_age", "employed", "project_jobs", "unfilled_jobs", *_CHANGES[:3]
    ]  # fmt: skip
    if ages is not None:
        names += [name for name in AGE_GROUPS if name not in names] + ["births", "deaths", "capped"]
    invests = (at["outside_investment"] > 0).any() or base is not None
    names += ["investment", "own_investment"] if invests else []
    out = {name: np.full((time, *start.shape), np.nan) for name in names}
    residents: Any = start / present.others[..., 0]
    cohorts: Any = None
    if ages is not None:
        share = ages / ages.sum()
        cohorts = np.ascontiguousarray(share * residents[..., None, None])
        if not present.is_one:
            here = present.by_age(0, ages.shape[-1])
            cohorts = np.ascontiguousarray(share * start[..., None, None] / here)
    created: Any = np.zeros(start.shape)
    jobs = JobMigration(np.zeros(start.shape), np.zeros(start.shape))
    first_filled: Any = None
    groups: dict[str, Any] = {} if cohorts is None else age_groups(cohorts)
    for t in range(time):
        here = present.others[..., t]
        if cohorts is None:
            working = residents * at["working_age_share"][t]
            groups = {"population": residents, "working_age": working}
        residents = groups["population"]
        those_here = {name: persons * here for name, persons in groups.items()}
        by_age: Any = None
        if cohorts is not None and (kept is not None or not present.is_one):
            by_age = present.by_age(t, cohorts.shape[-1])
        if cohorts is not None and not present.is_one:
            those_here = age_groups(cohorts * by_age)
        for name, persons in those_here.items():
            out[name][t] = persons
        if kept is not None:
            pyramids.append(cohorts[kept] * np.broadcast_to(by_age, cohorts.shape)[kept])
        came = jobs.workers * here
        demand = at["project_jobs"][t] + created
        year = labour(np.stack([out["working_age"][t] - came, came]), demand, at, t, first_filled)
        first_filled = year.filled if first_filled is None else first_filled
        jobs.changes.append(year.change)
        out["project_jobs"][t], out["unfilled_jobs"][t] = demand, year.unfilled
        out["employed"][t] = year.employed
        if invests:
            invested = _own_investment(base, out, price, at, t)
            out["own_investment"][t] = invested
            out["investment"][t] = at["outside_investment"][t] + invested
            created = created + at["jobs_per_million"][t] * out["investment"][t] / 1e6
        if t == time - 1:
            break
        for_jobs = jobs.flow(residents, at, t)
        moved = residents * at["net_migration_rate"][t] + for_jobs
        if cohorts is None:
            natural = residents * at["natural_change_rate"][t]
            before, residents = residents, residents + (natural + moved)
            of_age = at["working_age_share"][t]
        else:
            before = residents
            cohorts, births, moved, capped = step_cohorts(
                cohorts,
                int(years[t]),
                fertility=np.ascontiguousarray(at["total_fertility_rate"][t]),
                life_expectancy=np.stack(
                    [at["life_expectancy_women"][t], at["life_expectancy_men"][t]], axis=-1
                ),
                migrants=np.ascontiguousarray(moved),
            )
            groups = age_groups(cohorts)
            natural = groups["population"] - residents - moved
            deaths = births - natural
            # Those present: mothers are women, the dead have the ages of all.
            of_all = out["population"][t] / np.where(residents > 0, residents, 1.0)
            out["births"][t], out["deaths"][t] = births * here, deaths * of_all
            out["capped"][t] = capped
            of_age = WORKING_MIGRANTS
        jobs.add(for_jobs, natural / np.where(before > 0, before, 1.0), of_age)
        out["net_migration"][t] = moved * here
        out["natural_change"][t] = (
            natural * here if cohorts is None else out["births"][t] - out["deaths"][t]
        )
    total = np.diff(out["population"], axis=0)
    out["displacement_change"][:-1] = total - out["natural_change"][:-1] - out["net_migration"][:-1]
    found_paths = {name: np.moveaxis(values, 0, -1) for name, values in out.items()}
    return found_paths if kept is None else found_paths | {"ages": np.stack(pyramids, axis=1)}


def _own_investment(
    base: BudgetBase | None, out: Drivers, price: Drivers, at: Drivers, t: int
) -> Any:
    """What the council invests in year t from its own revenue, prices of the base year."""
    if base is None:
        return np.zeros(out["population"][t].shape)
    lines = own_revenue(
        base,
        {name: values[t] for name, values in price.items()},
        population=out["population"][t] / out["population"][0],
        employment=out["employed"][t] / out["employed"][0],
        timed=False,
    )
    return at["own_investment_share"][t] * sum(lines.values()) / price["consumer"][t]
