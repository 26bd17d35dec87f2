"""Debt of a local budget: schedule of a loan, stock, service, and the limits of the Budget Code.

Limits are read from ``budget_rules.csv``: debt and guarantees at the end of a year against the mean
yearly receipts of the development budget (article 18), service against spending (article 74).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.rules import dated_parameter

__all__ = ["Loan", "debt_limits", "debt_schedule", "development_mean", "loan_schedule"]


@dataclass(frozen=True)
class Loan:
    """A loan that is repaid in equal parts.

    Attributes
    ----------
    amount : float
        UAH, drawn at the end of `drawn_in`.
    rate : float
        Interest a year on the debt at the start of the year, 0 to 1.
    drawn_in : int
    years : int
        Years from the drawing to the last repayment.
    grace : int
        Years in which interest alone is paid; fewer than `years`.
    guarantee : bool
        Not the budget's own debt but a loan that it guarantees: it counts against the limit and
        costs nothing as long as the borrower pays.
    """

    amount: float
    rate: float
    drawn_in: int
    years: int = 10
    grace: int = 0
    guarantee: bool = False

    def __post_init__(self) -> None:
        for holds, what, wanted in (
            (np.isfinite(self.amount) and self.amount >= 0, "amount", "zero or more"),
            (0 <= self.rate <= 1, "rate", "a share from 0 to 1"),
            (self.years >= 1, "years", "1 or more"),
            (0 <= self.grace < self.years, "grace", "from 0, below the years"),
        ):
            if not holds:
                raise InvalidInputError(
                    f"the {what} of a loan is {getattr(self, what)}", where=what, expected=wanted
                )


def loan_schedule(loan: Loan, years: Sequence[int]) -> pd.DataFrame:
    """Yearly schedule of one loan.

    Parameters
    ----------
    loan : Loan
    years : sequence of int
        Years to show; a loan drawn before them is shown from where it is then.

    Returns
    -------
    DataFrame
        Index: year. `drawn`, `repaid`, `interest`, `service` (repaid and interest), `debt` (at the
        end of the year); UAH.

    Examples
    --------
    100 at 10 % for two years: 50 and 10, then 50 and 5.

    >>> table = loan_schedule(Loan(100.0, 0.10, 2026, years=2), [2026, 2027, 2028])
    >>> table["service"].tolist(), table["debt"].tolist()
    ([0.0, 60.0, 55.0], [100.0, 50.0, 0.0])
    """
    wanted = np.asarray(list(years), dtype=int)
    age = wanted - loan.drawn_in
    part = loan.amount / (loan.years - loan.grace)
    parts = np.clip(age - loan.grace, 0, loan.years - loan.grace)
    before = np.clip(age - 1 - loan.grace, 0, loan.years - loan.grace)
    debt = np.where(age >= 0, loan.amount - part * parts, 0.0)
    started = np.where(age >= 1, loan.amount - part * before, 0.0)
    repaid = np.where(age >= 1, part * (parts - before), 0.0)
    table = pd.DataFrame(
        {
            "drawn": np.where(age == 0, loan.amount, 0.0),
            "repaid": repaid,
            "interest": started * loan.rate,
        },
        index=pd.Index(wanted, name="year"),
    )
    table["service"] = table["repaid"] + table["interest"]
    table["debt"] = debt
    return table


def debt_schedule(loans: Sequence[Loan], years: Sequence[int]) -> pd.DataFrame:
    """Sum of the schedules of several loans; guarantees apart, without service.

    Returns
    -------
    DataFrame
        As :func:`loan_schedule`, and `guaranteed` (guaranteed debt at the end of the year).
    """
    index = pd.Index([int(year) for year in years], name="year")
    total = pd.DataFrame(
        0.0, index=index, columns=["drawn", "repaid", "interest", "service", "debt", "guaranteed"]
    )
    for loan in loans:
        own = loan_schedule(loan, list(years))
        if loan.guarantee:
            total["guaranteed"] += own["debt"]
        else:
            total[list(own.columns)] += own
    return total


def development_mean(receipts: pd.Series) -> pd.Series:
    """Mean yearly receipts of the development budget over the two years after each.

    At the end of the series the years that are left count; the last year itself counts for the
    last. Receipts without borrowing and without transfers for investment.
    """
    values = receipts.astype(float)
    mean = pd.concat([values.shift(-1), values.shift(-2)], axis=1).mean(axis=1)
    return mean.fillna(values).rename("development_mean")


def debt_limits(
    schedule: pd.DataFrame, *, development_receipts: pd.Series, spending: pd.Series
) -> pd.DataFrame:
    """Debt and its service against the limits of articles 18 and 74 of the Budget Code.

    Parameters
    ----------
    schedule : DataFrame
        As :func:`debt_schedule` gives it.
    development_receipts, spending : Series
        By year, UAH: receipts of the development budget without borrowing and capital transfers;
        spending of the general fund.

    Returns
    -------
    DataFrame
        Index: year. `debt` (with guarantees), `debt_limit`, `debt_within`, `service`,
        `service_limit`, `service_within`; a limit that is not known is missing, and so is its
        verdict. No debt is within any limit.

    Examples
    --------
    Debt of 300 against twice a mean of 100 is too much.

    >>> schedule = debt_schedule([Loan(300.0, 0.1, 2026)], [2026, 2027, 2028])
    >>> flat = pd.Series(100.0, index=[2026, 2027, 2028])
    >>> table = debt_limits(schedule, development_receipts=flat, spending=flat * 10)
    >>> table["debt_within"].tolist(), table["service_within"].tolist()
    ([False, False, False], [True, True, True])
    """
    index = schedule.index
    first = int(index[0])
    table = pd.DataFrame(index=index)
    table["debt"] = schedule["debt"] + schedule["guaranteed"]
    mean = development_mean(development_receipts).reindex(index)
    table["debt_limit"] = dated_parameter("debt_limit_share", first) * mean.clip(lower=0.0)
    table["debt_within"] = _within(table["debt"], table["debt_limit"])
    table["service"] = schedule["service"]
    share = dated_parameter("debt_service_share", first)
    table["service_limit"] = share * spending.reindex(index)
    table["service_within"] = _within(table["service"], table["service_limit"])
    return table


def _within(amount: pd.Series, limit: pd.Series) -> pd.Series:
    within = (amount <= limit + 0.005).astype("boolean")
    return within.mask(limit.isna() & (amount > 0)).mask(amount == 0, other=True)
