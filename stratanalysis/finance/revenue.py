"""Own revenue and transfers, each line by its driver.

Every function takes numbers, numpy arrays or Series that broadcast over any leading axes (scenario,
draw, community) with time last, and answers in UAH a year unless it says otherwise. Missing inputs
(NaN) give missing results; negative drivers are refused.

:mod:`stratanalysis.finance.revenue_lines` moves an executed amount by the growth of its drivers.
"""

from __future__ import annotations

import datetime as dt
import functools

import numpy as np

from stratanalysis.finance.checks import Values, as_share, not_negative
from stratanalysis.finance.rules import dated_parameter
from stratanalysis.tables.labels import REVENUE_LABELS

__all__ = [
    "OWN_GROUPS",
    "PIT_RATE",
    "REGULAR_GROUPS",
    "REVENUE_GROUPS",
    "REVENUE_LABELS",
    "TRANSFER_GROUPS",
    "military_pit",
    "military_pit_months",
    "pit",
    "pit_share",
]

TRANSFER_GROUPS = ("base_subsidy", "additional_subsidy", "other_transfers")

REVENUE_GROUPS = tuple(REVENUE_LABELS)
OWN_GROUPS = tuple(group for group in REVENUE_GROUPS if group not in TRANSFER_GROUPS)

REGULAR_GROUPS = tuple(group for group in OWN_GROUPS if group != "military_pit")
"""Own revenue without the military PIT, which left the local budgets: the headline everywhere."""

PIT_RATE = 0.18
"""Main rate of the personal income tax (common knowledge; not checked against the act)."""


def pit_share(year: Values) -> Values:
    """Share of the PIT that stays with a community by the rule known today.

    60 % to 2021, 64 % from 2022. The return to 60 % is a plan: later years are a scenario's
    parameter, and this function only carries the last known rule forward.

    Parameters
    ----------
    year : int or array of int
        2015 or later (before, the communities of today did not receive it).

    Raises
    ------
    InvalidInputError
        A year before 2015.
    """
    years = np.asarray(year)
    known = {int(y): _pit_share(int(y)) for y in np.unique(years)}
    share = np.vectorize(known.__getitem__, otypes=[float])(years)
    return float(share) if share.ndim == 0 else share


@functools.cache
def _pit_share(year: int) -> float:
    return dated_parameter("pit_share", year)


def pit(
    employment: Values,
    wage: Values,
    *,
    community_share: Values,
    rate: Values = PIT_RATE,
    calibration: Values = 1.0,
) -> Values:
    """Personal income tax that reaches the community's budget (without the military PIT).

    ``employment * wage * 12 * rate * community_share * calibration``

    Parameters
    ----------
    employment : float, array or Series
        Employed persons whose tax is paid in the community.
    wage : float, array or Series
        UAH a month, before tax.
    community_share : float, array or Series
        Share of the tax that stays, 0 to 1; :func:`pit_share` gives the rule of a year.
    rate : float, array or Series, optional
        Tax rate, 0 to 1.
    calibration : float, array or Series, optional
        Executed PIT over what the formula gives in the base year: the tax on incomes other than
        wages, those who work elsewhere, and wages not declared.

    Returns
    -------
    float, array or Series
        UAH a year.

    Examples
    --------
    1,000 employed at 15,000 UAH a month pay 32.4 million; 64 % of it stays:

    >>> round(float(pit(1_000, 15_000.0, community_share=0.64)))
    20736000
    """
    not_negative("employment", employment)
    not_negative("wage", wage)
    not_negative("calibration", calibration)
    kept = as_share("rate", rate) * as_share("community_share", community_share)
    return employment * wage * 12.0 * kept * calibration


def military_pit_months(year: Values) -> Values:
    """Months of a year in which the military PIT belonged to local budgets: 12, 9 in 2023, then 0.

    By the rule ``military_pit_local`` of ``budget_rules.csv`` on the first day of each month.
    """
    years = np.asarray(year)
    known = {int(y): _military_months(int(y)) for y in np.unique(years)}
    months = np.vectorize(known.__getitem__, otypes=[int])(years)
    return int(months) if months.ndim == 0 else months


@functools.cache
def _military_months(year: int) -> int:
    days = (dt.date(year, month, 1) for month in range(1, 13))
    return int(sum(dated_parameter("military_pit_local", day) for day in days))


def military_pit(monthly: Values, year: Values) -> Values:
    """Military PIT of a year: the monthly amount (UAH) x the months in which it was local.

    Zero from 2024 on, whatever the monthly amount; a missing amount stays missing before that.
    """
    months = military_pit_months(year)
    return np.where(np.equal(months, 0), 0.0, np.multiply(monthly, months))
