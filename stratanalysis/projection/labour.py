"""Jobs, those who fill them, and the migration that follows, year by year.

A job is filled once: by residents of working age who were not employed, then by commuters, as far
as there are any; what is left is unfilled. Those who come for jobs are not employed a second time:
their work is that of the jobs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from stratanalysis.projection.budget_model import Array, Drivers

__all__ = ["JobMigration", "Labour", "labour"]


@dataclass(frozen=True, slots=True, eq=False)
class Labour:
    """One year.

    Attributes
    ----------
    employed : array
        Persons, never more than those of working age with the commuters.
    filled, unfilled : array
        Of the jobs of projects and investment.
    change : array
        Change of local jobs since the base year over those employed at the rate of the base year:
        what migration answers to.
    """

    employed: Any
    filled: Any
    unfilled: Any
    change: Any


def labour(working: Array, jobs: Array, at: Drivers, t: int, first_filled: Any = None) -> Labour:
    """Employment of year t.

    ``filled = min(jobs, working_age + commuters − W·e)``, ``employed = W·e + filled`` with W those
    of working age but for those who came for jobs, e the employment rate; ``change = (W·(e −
    e[0]) + filled − filled[0]) / (W·e[0] + filled[0])``.

    Parameters
    ----------
    working : array
        W and those who came for jobs, stacked on the first axis: ``(2, ...)``.
    jobs : array
        Jobs of projects and investment.
    at : mapping of str to array, shape (time, ...)
        ``employment_rate``, ``commuters`` (absent: none).
    t : int
    first_filled : array, optional
        ``filled`` of the base year; in that year none.
    """
    own, came = working
    rate, first = at["employment_rate"][t], at["employment_rate"][0]
    commuters = at["commuters"][t] if "commuters" in at else 0.0
    at_rate = own * rate
    filled = np.clip(own + came + commuters - at_rate, 0.0, jobs)
    before = filled if first_filled is None else first_filled
    base = own * first + before
    moved = own * (rate - first) + filled - before
    change = np.divide(moved, base, out=np.zeros_like(moved + base), where=base > 0)
    return Labour(at_rate + filled, filled, jobs - filled, change)


@dataclass(slots=True, eq=False)
class JobMigration:
    """The stock of those who came for jobs, or left for want of them.

    ``stock[t + 1] = elasticity · change[t − lag] · (residents − stock[t])``: it answers to jobs
    that come and go alike, and nothing of it is left when they are gone. Those who came live and
    have children as all do, so the stock also moves by natural change.

    Attributes
    ----------
    persons, workers : array
        Fewer than zero: those who left. Workers are those of working age among them.
    changes : list of array
        ``change`` of every year so far.
    """

    persons: Any
    workers: Any
    changes: list[Any] = field(default_factory=list)

    def flow(self, residents: Any, at: Drivers, t: int) -> Any:
        """Persons who move within year t because of jobs; zero where nothing answers."""
        elasticity = at["migration_job_elasticity"][t]
        if not (elasticity > 0).any():
            return 0.0
        wanted: Any = 0.0
        lags = at["migration_lag"][t]
        for lag in np.unique(lags):
            now = t - int(lag)
            if now >= 0:
                wanted = wanted + np.where(lags == lag, elasticity * self.changes[now], 0.0)
        return np.where(elasticity > 0, wanted * (residents - self.persons) - self.persons, 0.0)

    def add(self, moved: Any, natural_rate: Any, share_of_working_age: Any) -> None:
        """Carry the stock to the next year."""
        self.persons = self.persons * (1.0 + natural_rate) + moved
        self.workers = self.workers * (1.0 + natural_rate) + moved * share_of_working_age
