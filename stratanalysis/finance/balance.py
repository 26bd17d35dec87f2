"""The balance of a budget: operating balance, development budget, gap, and what closes it.

All functions broadcast over leading axes, time last, and work in either price basis as long as all
amounts are in the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stratanalysis.finance.checks import Values, not_negative

__all__ = ["Balance", "budget_balance"]


@dataclass(frozen=True)
class Balance:
    """What remains, and for what. All in UAH of the inputs' price basis.

    Attributes
    ----------
    operating_balance : float, array or Series
        Current revenue (own and transfers, less the reverse subsidy) minus current expenditure.
    development_budget : float, array or Series
        What can be invested: the operating balance where it is positive, capital revenue, capital
        transfers and borrowing.
    total : float, array or Series
        All revenue minus all expenditure, without borrowing.
    gap : float, array or Series
        What is missing after borrowing and the opening balance; zero or more.
    """

    operating_balance: Values
    development_budget: Values
    total: Values
    gap: Values


def budget_balance(
    own_current: Values,
    current_transfers: Values,
    current_expenditure: Values,
    *,
    capital_expenditure: Values = 0.0,
    capital_revenue: Values = 0.0,
    capital_transfers: Values = 0.0,
    borrowing: Values = 0.0,
    opening_balance: Values = 0.0,
) -> Balance:
    """Balance current and capital sides of a budget.

    ``operating = own_current + current_transfers - current_expenditure``;
    ``development = max(operating, 0) + capital_revenue + capital_transfers + borrowing``;
    ``total = operating + capital_revenue + capital_transfers - capital_expenditure``;
    ``gap = max(-(total + borrowing + opening_balance), 0)``.

    Parameters
    ----------
    own_current : float, array or Series
        Own revenue without the sale of property and land, UAH.
    current_transfers : float, array or Series
        Subsidies and current subventions, less the reverse subsidy, UAH.
    current_expenditure : float, array or Series
        Economic codes 2000 without the reverse subsidy, zero or more.
    capital_expenditure : float, array or Series, optional
        Economic codes 3000, zero or more.
    capital_revenue, capital_transfers : float, array or Series, optional
        Sale of property and land; subventions for investment.
    borrowing : float, array or Series, optional
        Zero or more.
    opening_balance : float, array or Series, optional
        Free balance on 1 January.

    Examples
    --------
    >>> found = budget_balance(100.0, 60.0, 150.0, capital_expenditure=30.0, capital_revenue=5.0)
    >>> found.operating_balance, found.development_budget, found.total, float(found.gap)
    (10.0, 15.0, -15.0, 15.0)
    """
    not_negative("current_expenditure", current_expenditure)
    not_negative("capital_expenditure", capital_expenditure)
    not_negative("borrowing", borrowing)
    operating = own_current + current_transfers - current_expenditure
    capital = capital_revenue + capital_transfers
    total = operating + capital - capital_expenditure
    gap = np.maximum(-(total + borrowing + opening_balance), 0.0)
    development = np.maximum(operating, 0.0) + capital + borrowing
    if np.ndim(development) == 0 and np.ndim(operating) == 0:
        development = float(development)
    return Balance(operating, development, total, gap)
