"""Cash by month: when revenue comes in, where cash does not reach, and what loan it takes.

Seasonality is measured on 27 months of all communities (January 2021 to March 2023). A treasury
loan covers protected spending alone, bears no interest and is repaid within the year (Budget Code,
article 43; general).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.reference.country import country_table
from stratanalysis.tables.country import MONTH_GROUPS

__all__ = ["HEATING", "cash_plan", "revenue_seasonality", "spread_over_months"]

MONTHS = range(1, 13)
_QUARTER = 3
OWN_WEIGHT = {"pit": 0.5, "single_tax": 0.5, "property_tax": 0.5, "excise": 0.5}
"""Weight of a community's own months; other lines take those of all communities. By the error of
2022 forecast from 2021."""

HEATING = (0.19, 0.17, 0.13, 0.07, 0.03, 0.02, 0.02, 0.02, 0.03, 0.06, 0.11, 0.15)
"""Shares of the energy bill by month, January first; an assumption, no table of it is at hand."""


_REST, _ALIKE = "other_own", {"additional_subsidy": "other_transfers"}
"""Groups without months of their own follow these."""


@functools.cache
def _shares() -> pd.DataFrame:
    """Share of the year by community, year and month, for whole years."""
    table = country_table("hromada_revenue_months")
    groups = list(MONTH_GROUPS)
    amounts = table[groups].fillna(0.0)
    keys = [table["katottg"], table["year"]]
    whole = amounts.groupby(keys).transform("sum")
    complete = table.groupby(["katottg", "year"])["month"].transform("count") == len(MONTHS)
    shares = amounts / whole.where(whole > 0)
    shares.index = pd.MultiIndex.from_frame(table[["katottg", "year", "month"]])
    return shares[complete.to_numpy()]


@functools.cache
def _pooled() -> pd.DataFrame:
    """Median share of each month over all communities, mean of the whole years; sums to one."""
    shares = _shares()
    medians = shares.groupby(level=["year", "month"]).median()
    medians = medians / medians.groupby(level="year").transform("sum")
    pooled = medians.groupby(level="month").mean()
    # the first quarter is known of one year more: its months share it as in all three years
    table = country_table("hromada_revenue_months")
    first = table[table["month"] <= _QUARTER].groupby(["year", "month"])[list(MONTH_GROUPS)].sum()
    within = (first / first.groupby(level="year").transform("sum")).groupby(level="month").mean()
    quarter = pooled.loc[:_QUARTER]
    pooled.loc[:_QUARTER] = (within * quarter.sum()).to_numpy()
    return pooled / pooled.sum()


def revenue_seasonality(katottg: str = "") -> pd.DataFrame:
    """Share of the year that comes in each month, by revenue group.

    Parameters
    ----------
    katottg : str, optional
        A community, whose own months count for half in :data:`OWN_WEIGHT`; all without it.

    Returns
    -------
    DataFrame
        Months 1 to 12 by group; every group sums to one. Groups of the yearly table that have no
        months of their own follow ``other_own``.

    Examples
    --------
    The base grant is paid evenly.

    >>> revenue_seasonality()["base_subsidy"].round(2).unique().tolist()
    [0.08]
    """
    pooled = _pooled()
    if not katottg:
        return pooled
    shares = _shares()
    if katottg not in shares.index.get_level_values("katottg"):
        return pooled
    own = shares.xs(katottg, level="katottg").groupby(level="month").mean()
    mixed = pooled.copy()
    for group, weight in OWN_WEIGHT.items():
        column = own[group].clip(lower=0.0)
        if column.notna().all() and column.sum() > 0:
            mixed[group] = weight * column / column.sum() + (1 - weight) * pooled[group]
    return mixed


def spread_over_months(amounts: Mapping[str, float], seasonality: pd.DataFrame) -> pd.DataFrame:
    """Yearly revenue by group spread over the months, UAH.

    Raises
    ------
    InvalidInputError
        A missing amount.
    """
    for group, amount in amounts.items():
        if not np.isfinite(amount):
            raise InvalidInputError(
                f"{group} has no amount", where="amounts", expected="UAH; a true zero is written 0"
            )
    return pd.DataFrame(
        {
            group: amount * seasonality[group if group in seasonality else _ALIKE.get(group, _REST)]
            for group, amount in amounts.items()
        }
    )


def cash_plan(
    receipts: pd.Series, spending: Mapping[str, float], *, opening: float = 0.0
) -> pd.DataFrame:
    """Cash by month: protected spending first, then a loan's repayment, then the rest.

    Parameters
    ----------
    receipts : Series
        UAH by month, 1 to 12.
    spending : mapping
        UAH of the year: ``wages`` and ``protected`` (paid evenly), ``energy`` (by
        :data:`HEATING`), ``other`` (due evenly, waits where there is no cash).
    opening : float, optional
        Free cash on 1 January.

    Returns
    -------
    DataFrame
        Index: month. `receipts`, `due_protected`, `gap` (what protected spending lacks before a
        loan), `borrowed`, `repaid`, `loan` (at the month's end), `paid_other`, `waiting` (other
        spending that was due and not paid), `cash` (at the month's end). A `loan` above zero in
        December cannot be repaid within the year: the budget does not close.

    Raises
    ------
    InvalidInputError
        A month, an amount or the opening cash is missing, or an amount of spending is negative.

    Examples
    --------
    Nothing comes in January, 12 a month later; wages of 6 a month: a loan of 6, repaid in February.

    >>> income = pd.Series([0.0] + [12.0] * 11, index=range(1, 13))
    >>> plan = cash_plan(income, {"wages": 72.0, "other": 50.0})
    >>> plan.loc[:2, "borrowed"].tolist(), plan.loc[:2, "repaid"].tolist()
    ([6.0, 0.0], [0.0, 6.0])
    """
    allowed = ("wages", "protected", "energy", "other")
    for name in spending:
        if name not in allowed:
            raise UnknownNameError("kind of spending", name, allowed, where="spending")
        if not (np.isfinite(spending[name]) and spending[name] >= 0):
            raise InvalidInputError(
                f"{name} is {spending[name]}",
                where="spending",
                expected="UAH of the year, 0 or more",
            )
    if sorted(receipts.index) != list(MONTHS) or not np.isfinite(receipts.to_numpy(float)).all():
        raise InvalidInputError(
            "the receipts have not the months 1 to 12",
            where="receipts",
            expected="twelve months, each with an amount",
        )
    if not np.isfinite(opening):
        raise InvalidInputError(
            f"the opening cash is {opening}", expected="UAH, 0 where there is none"
        )
    even = float(spending.get("wages", 0.0) + spending.get("protected", 0.0)) / len(MONTHS)
    cash, loan, waiting, rows = float(opening), 0.0, 0.0, []
    for month in MONTHS:
        due = even + float(spending.get("energy", 0.0)) * HEATING[month - 1]
        waiting += float(spending.get("other", 0.0)) / len(MONTHS)
        cash += float(receipts[month]) - due
        gap = max(-cash, 0.0)
        loan, cash = loan + gap, cash + gap
        repaid = min(cash, loan) if gap == 0 else 0.0
        loan, cash = loan - repaid, cash - repaid
        paid = min(cash, waiting) if loan == 0 else 0.0
        waiting, cash = waiting - paid, cash - paid
        rows.append(
            {
                "receipts": float(receipts[month]),
                "due_protected": due,
                "gap": gap,
                "borrowed": gap,
                "repaid": repaid,
                "loan": loan,
                "paid_other": paid,
                "waiting": waiting,
                "cash": cash,
            }
        )
    return pd.DataFrame(rows, index=pd.Index(MONTHS, name="month"))
