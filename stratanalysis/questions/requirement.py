"""What would it take: the path of one driver that meets a target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from stratanalysis.community import Community
from stratanalysis.errors import AnswersAttributes, InvalidInputError, UnknownNameError
from stratanalysis.projection.budget_model import Array
from stratanalysis.projection.initial_state import Start, prepare
from stratanalysis.projection.run import run
from stratanalysis.questions.plausible import observed_ranges
from stratanalysis.questions.targets import Target, value_of
from stratanalysis.scenarios.drivers import DRIVERS, WHOLE, driver, is_used
from stratanalysis.scenarios.scenario import Scenarios

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Requirement", "changed", "required"]

_GRID = 33
_ROUNDS = 5


@dataclass(frozen=True, eq=False, repr=False)
class Requirement(AnswersAttributes):
    """The change of one driver that meets a target, or that none within its bounds does.

    Attributes
    ----------
    scenario, driver : str
    target : Target
    found : bool
        False: no change within the bounds of the driver meets the target.
    change : float
        Added to the driver's path in every year from `since` on; NaN where none is found.
    since : int
    outcome_low, outcome_high : float
        What the target's variable becomes with the driver at its lower and upper bound.
    outcome_now : float
        What it becomes without a change.
    persons_per_year : float
        For the rate of net migration: net migrants a year, mean of the years that change up to the
        target's; NaN for other drivers.
    paths : DataFrame
        Index: year; ``now`` and ``required`` (NaN where none is found), in the driver's unit.
    observed : DataFrame
        What has been seen of the driver: its rows of
        :func:`stratanalysis.questions.observed_ranges`; none where nothing has.
    """

    _INSTEAD: ClassVar[Mapping[str, str]] = {
        "value": "change, what is added to the driver, or paths for the driver by year",
        "to_frame": "paths, the driver by year",
    }

    scenario: str
    driver: str
    target: Target
    found: bool
    change: float
    since: int
    outcome_low: float
    outcome_high: float
    outcome_now: float
    persons_per_year: float
    paths: pd.DataFrame
    observed: pd.DataFrame

    def scaled(self, factor: float) -> Requirement:
        """Return the same answer with its money multiplied, to say it in prices of another year."""
        return replace(
            self,
            target=replace(self.target, value=self.target.value * factor),
            outcome_low=self.outcome_low * factor,
            outcome_high=self.outcome_high * factor,
            outcome_now=self.outcome_now * factor,
        )

    def __float__(self) -> float:
        """The change, as ``project(changes={driver: ...})`` takes it."""
        return self.change

    def __repr__(self) -> str:
        unit = DRIVERS[self.driver].unit
        change = f"{self.change:+.4g} {unit} from {self.since}" if self.found else "none reaches it"
        target = f"{self.target.variable} {self.target.value:g} in {self.target.by}"
        return f"<Requirement {target}, {self.scenario}: {self.driver} {change}>"


def required(
    community: Community,
    scenarios: Scenarios,
    target: Target,
    driver_name: str,
    *,
    scenario: str = "baseline",
    base_year: int,
    since: int | None = None,
    tier: str | None = None,
) -> Requirement:
    """Solve for the change of one driver's path that meets a target.

    Searches the whole room that the driver's bounds leave; of several solutions the smallest
    change is given.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
    target : Target
        Its direction does not matter: the value itself is met.
    driver_name : str
    scenario : str
        Whose other drivers hold.
    base_year : int
        First year of the projection.
    since : int, optional
        First year of the change; by default the first that can have an effect.
    tier : str, optional
        As in :func:`stratanalysis.projection.project`.

    Returns
    -------
    Requirement

    Raises
    ------
    InvalidInputError
        The target's year is not after the base year, or `since` is not before it.
    UnknownNameError
        No such driver, or one that the population model does not use or that has no path to
        change; a variable that is not projected.
    """
    import pandas as pd

    entry = driver(driver_name)
    if target.by <= base_year:
        raise InvalidInputError(
            f"the target year is {target.by}",
            where=target.variable,
            expected=f"a year after {base_year}, the base year",
        )
    years = range(base_year, target.by + 1)
    place = target.place(years)
    start = prepare(community, scenarios, years, names=[scenario], tier=tier)
    if driver_name in WHOLE or not is_used(driver_name, start.tier):
        usable = [n for n in DRIVERS if is_used(n, start.tier) and n not in WHOLE]
        raise UnknownNameError("driver of this population model", driver_name, usable)
    first = base_year + (0 if entry.is_flow else 1) if since is None else since
    if not base_year <= first <= target.by:
        raise InvalidInputError(
            f"the change begins in {first}",
            where="since",
            expected=f"a year from {base_year} to {target.by}",
        )
    path = start.drivers[driver_name][0]
    moving = start.years >= first
    low, high = entry.minimum - path[moving].min(), entry.maximum - path[moving].max()

    def outcome(changes: Array) -> Array:
        drivers = changed(start, {driver_name: changes}, since=first)
        found = value_of(run(start, drivers), target, place)[0]
        return np.broadcast_to(found, changes.shape)  # one lane where the driver moves nothing

    change, ends, now = _solve(outcome, target.value, low, high)
    found = bool(np.isfinite(change))
    persons = np.nan
    if found and driver_name == "net_migration_rate":
        drivers = changed(start, {driver_name: np.array([change])}, since=first)
        flow = run(start, drivers)["net_migration"][0, 0]
        persons = float(flow[max(first - base_year, 0) : place].mean())
    paths = pd.DataFrame(
        {"now": path, "required": np.where(moving, path + change, path) if found else np.nan},
        index=pd.Index(start.years, name="year"),
    )
    seen = observed_ranges(community)
    return Requirement(
        scenario, driver_name, target, found, change, first, ends[0], ends[1], now, persons, paths,
        seen[seen["driver"] == driver_name].reset_index(drop=True),
    )  # fmt: skip


def _solve(
    outcome: Callable[[Array], Array], value: float, low: float, high: float
) -> tuple[float, tuple[float, float], float]:
    """Smallest change that gives `value`; the outcomes at both ends and without a change.

    A grid brackets the solutions, finer grids close in on the one nearest to no change, and a
    straight line ends it.
    """
    grid = np.unique(np.concatenate([np.linspace(low, high, _GRID), [0.0]]))
    with np.errstate(all="ignore"):
        results = outcome(grid)
    ends = float(results[0]), float(results[-1])
    now = float(results[np.searchsorted(grid, 0.0)])
    if abs(now - value) <= 1e-12 * max(abs(value), 1.0):
        return 0.0, ends, now
    for _ in range(_ROUNDS):
        gaps = results - value
        crossing = np.flatnonzero(gaps[:-1] * gaps[1:] <= 0)
        if not crossing.size:
            return np.nan, ends, now
        nearest = crossing[
            np.argmin(np.minimum(np.abs(grid[crossing]), np.abs(grid[crossing + 1])))
        ]
        one, other = grid[nearest], grid[nearest + 1]
        left, right = gaps[nearest], gaps[nearest + 1]
        if left == right or other - one < 1e-13:
            break
        grid = np.linspace(one, other, _GRID)
        results = outcome(grid)
    share = 0.0 if left == right else left / (left - right)
    return float(one + share * (other - one)), ends, now


def changed(
    start: Start, changes: dict[str, Array], *, since: int | None = None
) -> dict[str, Array]:
    """Drivers with a lane for each of several sets of changes.

    Parameters
    ----------
    start : Start
    changes : dict of array, shape (lane,)
        Added to the driver's path in every year that can have an effect, and kept within the
        driver's bounds.
    since : int, optional
        First year of the change.

    Returns
    -------
    dict of array, shape (scenario, lane or 1, time)
    """
    drivers = {name: values[:, None, :] for name, values in start.drivers.items()}
    for name, change in changes.items():
        entry = DRIVERS[name]
        first = start.years[0] + (0 if entry.is_flow else 1) if since is None else since
        moved = drivers[name] + np.asarray(change)[:, None] * (start.years >= first)
        drivers[name] = np.clip(moved, entry.minimum, entry.maximum)
    return drivers


def drivers_with_ranges(start: Start, scenarios: Scenarios, name: str) -> Sequence[str]:
    """Drivers that the population model uses and the scenario gives a range."""
    ranges = scenarios.ranges(name)
    return [key for key in DRIVERS if key in ranges and key in start.drivers and key not in WHOLE]
