"""An investment project: jobs, output, taxes and cost, year by year, and what they are worth.

A project enters a scenario through arrays of its jobs, the PIT that reaches the community's own
budget by the rule, and the community's part of the cost (:func:`project_flows`). What a document
does not tell (the cost, say) stays missing, and nothing that rests on it is computed.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.checks import Values, as_share, not_negative
from stratanalysis.finance.revenue import PIT_RATE, pit
from stratanalysis.findings import Source

__all__ = [
    "InvestmentProject",
    "internal_rate_of_return",
    "net_present_value",
    "payback_years",
    "project_appraisal",
    "project_flows",
    "why_no_rate",
]


@dataclass(frozen=True)
class InvestmentProject:
    """A project as a document describes it.

    Attributes
    ----------
    name : str
    jobs : float
        Jobs at full capacity, persons.
    output : float
        Output at full capacity, UAH a year (nan: not given).
    payments : float
        Payments to budgets of all levels at full capacity, UAH a year (nan: not given).
    cost : float
        UAH, all sources together (nan: not given).
    start : int
        First year of the ramp.
    ramp : tuple of float
        Share of full capacity by year from `start`; the last one stays. Zeros are years of
        construction.
    cost_profile : tuple of float
        Share of the cost by year from `start`; they sum to one.
    community_share_of_cost : float
        What the community's own budget pays, 0 to 1.
    local_hiring : float
        Share of the jobs taken by those whose PIT is paid here and who had no job before, 0 to 1.
    source : Source, optional
        Where it is given.
    """

    name: str
    jobs: float
    output: float
    payments: float
    cost: float
    start: int
    ramp: tuple[float, ...] = (1.0,)
    cost_profile: tuple[float, ...] = (1.0,)
    community_share_of_cost: float = 0.0
    local_hiring: float = 1.0
    source: Source | None = None

    def __post_init__(self) -> None:
        for name in ("jobs", "output", "payments", "cost"):
            not_negative(name, getattr(self, name))
        for name in ("ramp", "cost_profile", "community_share_of_cost", "local_hiring"):
            as_share(name, getattr(self, name))
        if not self.ramp or abs(sum(self.cost_profile) - 1) > 1e-9:
            raise InvalidInputError(
                f"{self.name}: the shares of the cost sum to {sum(self.cost_profile):g}",
                where="cost_profile",
                expected="a sum of 1 and at least one year of ramp",
            )


def project_flows(
    project: InvestmentProject,
    years: Sequence[int],
    *,
    wage: Values,
    community_share: Values,
    rate: Values = PIT_RATE,
    price_level: Values = 1.0,
) -> pd.DataFrame:
    """Yearly flows of a project.

    Parameters
    ----------
    project : InvestmentProject
    years : sequence of int
        Consecutive or not; before `start` everything is zero.
    wage : float or array by year
        UAH a month of one job.
    community_share : float or array by year
        Share of the PIT that stays in the community (0.60 or 0.64).
    rate : float, optional
        PIT rate.
    price_level : float or array by year, optional
        Level over the prices of the document, for output, payments and cost.

    Returns
    -------
    DataFrame
        Index: year. `ramp`, `jobs` (persons), `new_jobs` (those that add employment here),
        `output`, `payments` (all levels), `pit` (all of it), `pit_community`, `cost`,
        `cost_community`, `net_community` (PIT less cost) and `net_public` (payments less cost);
        UAH. What the document does not tell is NaN.
    """
    timeline = np.asarray(list(years), dtype=int)
    age = timeline - project.start
    ramp = np.array([_at(project.ramp, int(a), hold=True) for a in age])
    spent = np.array([_at(project.cost_profile, int(a), hold=False) for a in age])
    jobs = project.jobs * ramp
    new_jobs = jobs * project.local_hiring
    level = np.broadcast_to(np.asarray(price_level, dtype=float), ramp.shape)
    here = pit(new_jobs, wage, community_share=community_share, rate=rate)
    table = pd.DataFrame(
        {
            "ramp": ramp,
            "jobs": jobs,
            "new_jobs": new_jobs,
            "output": _scaled(project.output, ramp) * level,
            "payments": _scaled(project.payments, ramp) * level,
            "pit": pit(jobs, wage, community_share=1.0, rate=rate),
            "pit_community": here,
            "cost": _scaled(project.cost, spent) * level,
        },
        index=pd.Index(timeline, name="year"),
    )
    free = project.community_share_of_cost == 0
    table["cost_community"] = 0.0 if free else table["cost"] * project.community_share_of_cost
    table["net_community"] = table["pit_community"] - table["cost_community"]
    table["net_public"] = table["payments"] - table["cost"]
    return table


def net_present_value(flows: Values, rate: float, *, years: Sequence[int] | None = None) -> Values:
    """Net present value: ``sum over t of flow_t / (1 + rate) ** t``, t = 0 for the first flow.

    Parameters
    ----------
    flows : array
        UAH, time on the last axis. A missing flow makes the value missing.
    rate : float
        Discount rate a year, above -1; real for flows in constant prices.
    years : sequence of int, optional
        Year of each flow, ascending; without it the flows follow each other yearly. Flows of
        2025 and 2030 are five years apart.

    Examples
    --------
    -100 now and 60 in each of two years at 10 %: -100 + 54.55 + 49.59 = 4.13

    >>> round(float(net_present_value([-100.0, 60.0, 60.0], 0.10)), 2)
    4.13
    """
    _check_rate(rate)
    amounts = np.asarray(flows, dtype=float)
    return (amounts / (1 + rate) ** _steps(amounts.shape[-1], years)).sum(axis=-1)


def internal_rate_of_return(flows: Sequence[float], *, years: Sequence[int] | None = None) -> float:
    """Rate at which the net present value is zero.

    Parameters
    ----------
    flows : sequence of float
        One project, UAH.
    years : sequence of int, optional
        As for :func:`net_present_value`.

    Returns
    -------
    float
        NaN where there is none; :func:`why_no_rate` says why.

    Raises
    ------
    InvalidInputError
        The flows change sign more than once: several rates may solve the equation, and one of
        them alone would mislead.

    Examples
    --------
    -100, then 60 and 60: 13.07 % a year

    >>> round(internal_rate_of_return([-100.0, 60.0, 60.0]), 4)
    0.1307
    """
    amounts = np.asarray(flows, dtype=float)
    if np.isnan(amounts).any():
        return float("nan")
    signs = np.sign(amounts[amounts != 0])
    changes = int((np.diff(signs) != 0).sum()) if len(signs) else 0
    if changes == 0:
        return float("nan")
    if changes > 1:
        raise InvalidInputError(
            f"the flows change sign {changes} times",
            where="flows",
            expected="one change of sign, from cost to gain",
            do="use the net present value",
        )
    from scipy.optimize import brentq

    low, high = -0.99, 1.0
    value = functools.partial(net_present_value, amounts, years=years)
    side = np.sign(value(low))
    while np.sign(value(high)) == side and high < 1e9:
        high *= 2
    if np.sign(value(high)) == side:
        return float("nan")
    return float(brentq(lambda rate: float(value(rate)), low, high))


def why_no_rate(flows: Sequence[float], *, years: Sequence[int] | None = None) -> str:
    """Why the flows have no internal rate of return; empty where they have one.

    Parameters
    ----------
    flows, years
        As for :func:`internal_rate_of_return`.

    Returns
    -------
    str
        English, a key of the catalogues.

    Examples
    --------
    >>> why_no_rate([-100.0, 150.0, -100.0, 90.0])
    'The flows change sign more than once: several rates may solve the equation.'
    >>> why_no_rate([-100.0, 60.0, 60.0])
    ''
    """
    amounts = np.asarray(flows, dtype=float)
    if np.isnan(amounts).any():
        return "A flow is not known."
    signs = np.sign(amounts[amounts != 0])
    changes = int((np.diff(signs) != 0).sum()) if len(signs) else 0
    if changes == 0:
        return "The flows never change sign: nothing is paid back, or nothing was spent."
    if changes > 1:
        return "The flows change sign more than once: several rates may solve the equation."
    if np.isnan(internal_rate_of_return(list(amounts), years=years)):
        return "The rate is below -99 % or beyond a billion a year."
    return ""


def payback_years(
    flows: Sequence[float], *, rate: float = 0.0, years: Sequence[int] | None = None
) -> float:
    """Years until the (discounted) sum of flows is no longer negative, within the year linear.

    Parameters
    ----------
    flows : sequence of float
        The first at time 0.
    rate : float, optional
        Discount rate, above -1; 0 for the plain payback.
    years : sequence of int, optional
        As for :func:`net_present_value`.

    Returns
    -------
    float
        0 when the first flow is not negative; NaN when it never pays back, a flow is
        missing or there is none.

    Examples
    --------
    After one year 60 of 100 are back, the rest takes 40 / 60 of the second:

    >>> round(payback_years([-100.0, 60.0, 60.0]), 4)
    1.6667
    """
    _check_rate(rate)
    amounts = np.asarray(flows, dtype=float)
    if len(amounts) == 0 or np.isnan(amounts).any():
        return float("nan")
    steps = _steps(len(amounts), years)
    paid = np.cumsum(amounts / (1 + rate) ** steps)
    # 110 / 1.1 is a hair below 100 in binary: what is nothing against the flows is paid.
    below = np.flatnonzero(paid < -1e-9 * np.abs(amounts).max())
    if len(below) == 0:
        return 0.0
    last = int(below[-1])
    if last == len(paid) - 1:
        return float("nan")
    part = -paid[last] / (paid[last + 1] - paid[last])
    return float(steps[last] + part * (steps[last + 1] - steps[last]))


def project_appraisal(
    project: InvestmentProject, flows: pd.DataFrame, *, rate: float
) -> dict[str, float]:
    """Summary figures of a project.

    Parameters
    ----------
    project : InvestmentProject
    flows : DataFrame
        As :func:`project_flows` gives it, from the first year of cost.
    rate : float
        Discount rate a year.

    Returns
    -------
    dict
        `output_per_job`, `payments_per_job`, `payments_in_output` at full capacity;
        `cost_per_job`; `own_budget_share`: PIT that reaches the community in the last year over
        payments to all budgets in it; `net_present_value`, `internal_rate_of_return` and
        `payback` of the public side (payments less cost); `community_net_present_value`. NaN
        wherever the document does not tell what is needed; a project whose flows change sign more
        than once has no rate (:func:`why_no_rate`) but keeps its value and payback.

    Raises
    ------
    InvalidInputError
        The flows begin after the project's first cost, or lack a year of it.
    """
    years = [int(year) for year in flows.index]
    if project.cost > 0 and years[0] > project.start:
        raise InvalidInputError(
            f"the flows begin in {years[0]}, the cost of {project.name} in {project.start}",
            where="flows",
            expected=f"flows from {project.start} on",
            do="call project_flows with every year from the start of the project",
        )
    paid = [project.start + at for at, share in enumerate(project.cost_profile) if share > 0]
    if project.cost > 0 and (left_out := sorted(set(paid) - set(years))):
        what = f"the flows lack {left_out[0]}, in which {project.name} costs money"
        raise InvalidInputError(what, where="flows", expected="every year of the cost")
    last = flows.iloc[-1]
    public = flows["net_public"].to_numpy()
    several = why_no_rate(list(public), years=years)
    return {
        "output_per_job": _ratio(project.output, project.jobs),
        "payments_per_job": _ratio(project.payments, project.jobs),
        "payments_in_output": _ratio(project.payments, project.output),
        "cost_per_job": _ratio(project.cost, project.jobs),
        "own_budget_share": _ratio(float(last["pit_community"]), float(last["payments"])),
        "net_present_value": float(net_present_value(public, rate, years=years)),
        "internal_rate_of_return": (
            float("nan") if several else internal_rate_of_return(list(public), years=years)
        ),
        "payback": payback_years(list(public), years=years),
        "community_net_present_value": float(
            net_present_value(flows["net_community"].to_numpy(), rate, years=years)
        ),
    }


def _check_rate(rate: float) -> None:
    if not (rate > -1 and np.isfinite(rate)):
        raise InvalidInputError(f"the rate is {rate:g}", where="rate", expected="above -1, finite")


def _steps(count: int, years: Sequence[int] | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Years from the first flow to each."""
    if years is None:
        return np.arange(count, dtype=float)
    steps = np.asarray(list(years), dtype=float)
    if len(steps) != count or (np.diff(steps) <= 0).any():
        raise InvalidInputError(
            f"the years are {list(map(int, steps))}"[:80],
            where="years",
            expected=f"{count} ascending years, one a flow",
        )
    since: np.ndarray[tuple[int], np.dtype[np.float64]] = steps - steps[0]
    return since


def _at(profile: tuple[float, ...], age: int, *, hold: bool) -> float:
    if age < 0:
        return 0.0
    if age < len(profile):
        return profile[age]
    return profile[-1] if hold else 0.0


def _scaled(amount: float, share: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Values:
    """Amount times share; an amount that is not given is missing where it would count."""
    return np.where(share == 0, 0.0, amount * share)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
