"""Population by sex and age carried forward by survival, births and net migration."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.demography._lanes import Lanes
from stratanalysis.demography.ages import SEXES
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, DTypeLike, NDArray

    from stratanalysis.demography.drivers import Interpolated, Scaled
    from stratanalysis.demography.migration import Displacement

__all__ = ["CohortOptions", "CohortProjection", "project_cohorts"]

BIRTHS = ("mean_exposure", "ccmpp")
TIMINGS = ("end", "even")
RECORDS = ("age", "total")
_BLOCK = 4_000_000
"""Cell-steps in a block of lanes: some milliseconds of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortOptions:
    """How a projection is computed and what of it is kept.

    Attributes
    ----------
    step : float
        Years of a step, equal to the width of the age groups.
    births : {"mean_exposure", "ccmpp"}
        Exposure E of women. ``"mean_exposure"``: mean of the published female populations at the
        start and the end of the step (what the published figures of the United Nations satisfy).
        ``"ccmpp"``: the rule of their engine and of Preston, Heuveline and Guillot (2001), box 6.2:
        migrants at the end of the step are not exposed; with even migration, half of them are from
        the start and half at the end.
    migration_timing : {"end", "even"}
        All migrants at the end of the step; or half at its start (they then survive) and half at
        its end.
    record : {"age", "total"}
        Keep every sex and age, or totals by the broad `age_groups` only.
    age_groups : sequence of int
        Positions of the first group of each broad group, ascending from 0, for
        ``record="total"``; ``(0, 15, 65)`` with single ages gives 0-14, 15-64, 65+.
    dtype : dtype
        float64, or float32 to halve the memory of large ensembles (computed in float64).
    workers : int, optional
        Threads; default all processors for large work, one for small.
    progress : callable, optional
        Called with (lanes done, all lanes).

    Raises
    ------
    InvalidInputError
        A `step` that is not positive.
    UnknownNameError
        Unknown `births`, `migration_timing` or `record`.
    """

    step: float = 1.0
    births: str = "mean_exposure"
    migration_timing: str = "end"
    record: str = "age"
    age_groups: Sequence[int] = (0,)
    dtype: DTypeLike = np.float64
    workers: int | None = None
    progress: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        for kind, value, known in (
            ("births", self.births, BIRTHS),
            ("migration_timing", self.migration_timing, TIMINGS),
            ("record", self.record, RECORDS),
        ):
            if value not in known:
                raise UnknownNameError(kind, value, known)
        if not (np.isfinite(self.step) and self.step > 0):
            raise InvalidInputError(
                f"step {self.step!r} is not positive", where="step", expected="years"
            )


@dataclass(frozen=True, slots=True, eq=False)
class CohortProjection:
    """What a projection gives.

    Attributes
    ----------
    population : ndarray
        Persons at the start and after every step, shape ``(..., time + 1, sex, age)``; recorded by
        total, ``(..., time + 1, group)`` with both sexes together.
    births : ndarray
        Births of a step by sex of the child and age of the mother, ``(..., time, sex, age)``;
        recorded by total, ``(..., time)``.
    deaths : ndarray
        Deaths of a step by sex and the age group that the dead would have reached at its end (group
        0: of those born in the step), ``(..., time, sex, age)``, or ``(..., time)``.
    migrants : ndarray
        Net migrants of a step as they were applied, displacement and return included,
        ``(..., time, sex, age)``, or ``(..., time)``.
    displaced : ndarray or None
        Displaced people alive who will come back, ``(..., time + 1, sex, age)`` or
        ``(..., time + 1)``; None without displacement.
    capped : ndarray, shape (..., time)
        Emigrants asked for but not there: they were left out, so that no cell is negative.
    step : float
        Years of a step.
    record : {"age", "total"}
        What was recorded.
    age_groups : tuple of int
        First age groups of the `group` axis, for ``record="total"``.
    """

    population: NDArray[Any]
    births: NDArray[Any]
    deaths: NDArray[Any]
    migrants: NDArray[Any]
    displaced: NDArray[Any] | None
    capped: NDArray[Any]
    step: float
    record: str
    age_groups: tuple[int, ...] = ()

    @property
    def total(self) -> NDArray[Any]:
        """Total population, ``(..., time + 1)``."""
        axes = (-2, -1) if self.record == "age" else -1
        return np.asarray(self.population.sum(axis=axes))

    def components(self) -> dict[str, NDArray[Any]]:
        """Births, deaths, natural change, net migration and total change, each ``(..., time)``."""
        sums = {
            name: getattr(self, name).sum(axis=(-2, -1))
            if self.record == "age"
            else getattr(self, name)
            for name in ("births", "deaths", "migrants")
        }
        natural = sums["births"] - sums["deaths"]
        return {
            "births": sums["births"],
            "deaths": sums["deaths"],
            "natural_change": natural,
            "net_migration": sums["migrants"],
            "total_change": natural + sums["migrants"],
        }

    def findings(self) -> list[Finding]:
        """A warning where emigrants were capped; none where all could leave."""
        amount = float(self.capped.sum())
        if amount <= 0:
            return []
        steps = np.flatnonzero(self.capped.reshape(-1, self.capped.shape[-1]).sum(axis=0) > 0)
        return [
            Finding(
                check="emigrants-capped",
                severity=Severity.WARNING,
                source=Source("projection", place=f"steps {steps[0] + 1}-{steps[-1] + 1}"),
                why="net out-migration exceeds the people present: {persons} were left out so that "
                "no age group is negative",
                values={"persons": f"{amount:.1f}"},
            )
        ]


def project_cohorts(
    population: ArrayLike,
    *,
    survival: ArrayLike | Interpolated,
    fertility: ArrayLike | Scaled,
    sex_ratio_at_birth: ArrayLike,
    net_migration: ArrayLike | Scaled | None = None,
    net_migration_rate: ArrayLike | Scaled | None = None,
    displacement: Sequence[Displacement] = (),
    options: CohortOptions | None = None,
) -> CohortProjection:
    """Project a population by sex and age with the cohort-component method.

    One step: ``N(a+1, t+1) = N(a, t)·S(a+1) + M(a+1)``; the last two groups survive together into
    the open one; births are ``step·Σ f(a)·E(a)``, split by the sex ratio ``r`` into ``1/(1+r)``
    girls, and survive by ``S(0)`` into the first group. The balance
    ``N(t+1) = N(t) + births − deaths + migrants`` holds for every step.

    All leading axes ``...`` (areas, scenarios, draws) broadcast; the time axis of a driver may
    have length 1 where it does not change.

    Parameters
    ----------
    population : array_like, shape (..., sex, age)
        Persons at the start, in groups of width `step`, the last open. Zero is allowed.
    survival : array_like, shape (..., time, sex, age), or Interpolated
        Ratios as :func:`survival_ratios` gives them, 0 to 1.
    fertility : array_like, shape (..., time, age), or Scaled
        Births per woman-year by age of the mother; zero in the first group.
    sex_ratio_at_birth : array_like, shape (..., time) or one number
        Boys per girl, for instance 1.06.
    net_migration : array_like, shape (..., time, sex, age), or Scaled, optional
        Persons per step, negative for a loss.
    net_migration_rate : array_like, shape (..., time, sex, age), or Scaled, optional
        Net migrants of a step per person present when they move; added to `net_migration`.
    displacement : sequence of Displacement
        Events with departure and return.
    options : CohortOptions, optional

    Returns
    -------
    CohortProjection

    Raises
    ------
    InvalidInputError
        Missing, infinite or impossible values, or shapes that do not fit; the argument is named.

    Notes
    -----
    A cell is never negative: emigrants beyond those present are left out, counted in ``capped``
    and reported by ``findings()``.

    References
    ----------
    Preston, Heuveline and Guillot (2001), chapter 6; United Nations (2022), World Population
    Prospects 2022: Methodology, section on the cohort-component projection.
    """
    how = options or CohortOptions()
    step = how.step
    start = np.asarray(population, dtype=float)
    if start.ndim < 2 or start.shape[-2] != len(SEXES) or start.shape[-1] < 3:
        raise InvalidInputError(
            f"population has shape {start.shape}",
            where="population",
            expected="(..., sex, age) with the sexes female, male and at least three age groups",
        )
    lanes = Lanes(ages=start.shape[-1])
    lanes.add_population(start)
    lanes.add_survival(survival)
    lanes.add("fertility", fertility, tail=1)
    lanes.add("net_migration", net_migration, tail=2)
    lanes.add("net_migration_rate", net_migration_rate, tail=2)
    lanes.add_ratio(sex_ratio_at_birth)
    for event in displacement:
        lanes.add_event(event, step)
    years, lead = lanes.steps(), lanes.lead()
    by_age = how.record == "age"
    groups = (0,) if by_age else _checked_groups(how.age_groups, start.shape[-1])
    out = _outputs(
        lead, years, start.shape[-1], by_age, len(groups), how.dtype, displaced=bool(displacement)
    )
    drivers, events, (young, old) = lanes.drivers(), lanes.events(), lanes.fertile()

    def run(first: int, last: int) -> None:
        from stratanalysis.demography._kernel import Record, Run, project_lanes

        rules = Run(
            years, float(step), how.migration_timing == "even", how.births == "mean_exposure",
            by_age, young, old, np.asarray(groups),
        )  # fmt: skip
        project_lanes(first, last, rules, drivers, events, Record(*out))

    cells = max(1, years * start.shape[-1] * len(SEXES))
    _run_blocks(run, math.prod(lead), cells, how.workers, how.progress)
    kept = (*(out[:5] if by_age else out[5:10]), out[10])
    people, born, dead, moved, away, capped = (
        array.reshape(lead + array.shape[1:] if array.size else array.shape) for array in kept
    )
    return CohortProjection(
        population=people,
        births=born,
        deaths=dead,
        migrants=moved,
        displaced=away if displacement else None,
        capped=capped,
        step=float(step),
        record=how.record,
        age_groups=() if by_age else groups,
    )


def _checked_groups(age_groups: Sequence[int], ages: int) -> tuple[int, ...]:
    groups = tuple(int(group) for group in age_groups)
    if not groups or groups[0] != 0 or groups[-1] >= ages or np.any(np.diff(groups) <= 0):
        raise InvalidInputError(
            f"age_groups {groups} are not ascending positions from 0",
            where="age_groups",
            expected=f"0 first, then ascending, below {ages}",
        )
    return groups


def _outputs(
    lead: tuple[int, ...],
    years: int,
    ages: int,
    by_age: bool,
    groups: int,
    dtype: DTypeLike,
    *,
    displaced: bool,
) -> list[NDArray[Any]]:
    """Arrays that the loop fills: five by age, five by total (one of them empty), the capped."""
    count = math.prod(lead)
    cells, totals = (count, 0) if by_age else (0, count)
    sexes = len(SEXES)
    return [
        np.empty((cells, years + 1, sexes, ages), dtype),
        np.zeros((cells, years, sexes, ages), dtype),
        np.empty((cells, years, sexes, ages), dtype),
        np.empty((cells, years, sexes, ages), dtype),
        np.empty((cells if displaced else 0, years + 1, sexes, ages), dtype),
        np.empty((totals, years + 1, groups), dtype),
        np.empty((totals, years), dtype),
        np.empty((totals, years), dtype),
        np.empty((totals, years), dtype),
        np.empty((totals if displaced else 0, years + 1), dtype),
        np.empty((count, years), dtype),
    ]


def _run_blocks(
    run: Callable[[int, int], None],
    count: int,
    cells: int,
    workers: int | None,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Run lanes in blocks, on threads where the work is worth it (the loop frees the lock)."""
    size = max(1, _BLOCK // cells)
    blocks = [(first, min(first + size, count)) for first in range(0, count, size)]
    threads = min(workers or os.cpu_count() or 1, len(blocks))
    done = 0
    if threads <= 1:
        for first, last in blocks:
            run(first, last)
            if progress:
                progress(last, count)
        return
    with ThreadPoolExecutor(threads) as pool:
        for (first, last), _ in zip(
            blocks, pool.map(lambda block: run(*block), blocks), strict=True
        ):
            done += last - first
            if progress:
                progress(done, count)
