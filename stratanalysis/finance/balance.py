"""The balance of a budget: operating balance, development budget, gap, and what closes it.

All functions broadcast over leading axes, time last, and work in either price basis as long as all
amounts are in the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stratanalysis.finance.checks import Values, not_negative

__all__ = ["Balance", "budget_balance", "close_gap", "transfer_share"]


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


def close_gap(
    gap: Values,
    *,
    own_revenue: Values,
    unprotected: Values,
    capital_expenditure: Values,
) -> dict[str, Values]:
    """Tell what would close a gap, each way alone.

    Parameters
    ----------
    gap : float, array or Series
        UAH, zero or more.
    own_revenue : float, array or Series
        Own revenue of the same year.
    unprotected : float, array or Series
        Current expenditure that is not a protected line.
    capital_expenditure : float, array or Series
        What could be put off.

    Returns
    -------
    dict
        `own_revenue_growth`, `unprotected_cut`, `capital_cut`: the gap as a share of each. A cut
        above 1 cannot close the gap alone; NaN where there is nothing to grow or to cut.
    """
    not_negative("gap", gap)
    return {
        "own_revenue_growth": _share(gap, own_revenue),
        "unprotected_cut": _share(gap, unprotected),
        "capital_cut": _share(gap, capital_expenditure),
    }


def transfer_share(
    transfers: Values, own_revenue: Values, *, military_pit: Values = 0.0
) -> tuple[Values, Values]:
    """Share of transfers in all revenue, with and without the military PIT.

    ``transfers / (transfers + own)`` and ``transfers / (transfers + own - military_pit)``. The
    military PIT is a part of `own_revenue` (to 2023); a community near the front looks independent
    with it. NaN where there is no revenue.

    Examples
    --------
    >>> with_it, without = transfer_share(40.0, 160.0, military_pit=100.0)
    >>> float(with_it), float(without)
    (0.2, 0.4)
    """
    everything = transfers + own_revenue
    return _share(transfers, everything), _share(transfers, everything - military_pit)


def _share(part: Values, whole: Values) -> Values:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(part, np.where(np.greater(whole, 0), 1.0, np.nan) * whole)
