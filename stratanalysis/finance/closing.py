"""A budget that closes: what closes the gap of each year, in a stated order.

A local budget may not run an operating deficit. What is missing for current spending is closed by
the free balance and by cuts of unprotected lines; what is missing for investment by the free
balance, by putting off a part of it, and by borrowing within articles 18 and 74 of the Budget Code,
which finances the development budget alone. What none of these closes stays open and is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.balance import budget_balance
from stratanalysis.finance.debt import Loan, debt_schedule, development_mean, loan_schedule
from stratanalysis.finance.rules import dated_parameter

__all__ = ["ORDER_OF_CUTS", "ClosingPlan", "close_budget", "closing_inputs"]

ORDER_OF_CUTS = ("8000", "7000", "5000", "4000", "6000", "0100", "3000", "2000", "1000")
"""Programme groups from which unprotected spending is cut, first to last; a judgement."""

UNPROTECTED = "unprotected|"
_NEEDED = ("operating_revenue", "protected", "capital_revenue", "capital_expenditure")


@dataclass(frozen=True)
class ClosingPlan:
    """How a gap is closed.

    Attributes
    ----------
    order : tuple of str
        Codes of unprotected lines, cut one after the other.
    deepest_cut : float
        Share of each unprotected line that may be cut in a year.
    put_off : float
        Share of a year's capital spending that may be put off before anything is borrowed.
    borrow : bool
        Whether the community may borrow at all.
    rate, years, grace : float, int, int
        Terms of what is borrowed.
    """

    order: tuple[str, ...] = ORDER_OF_CUTS
    deepest_cut: float = 0.2
    put_off: float = 0.5
    borrow: bool = True
    rate: float = 0.15
    years: int = 5
    grace: int = 0

    def __post_init__(self) -> None:
        for name in ("deepest_cut", "put_off"):
            if not 0 <= getattr(self, name) <= 1:
                raise InvalidInputError(
                    f"{name} is {getattr(self, name)}", where=name, expected="from 0 to 1"
                )


def closing_inputs(
    projection: pd.DataFrame,
    scenario: str,
    *,
    capital_share: float,
    protected_share: float,
) -> pd.DataFrame:
    """Lines that :func:`close_budget` needs, from the long table of a projection.

    Parameters
    ----------
    projection : DataFrame
        Nominal rows are used.
    scenario : str
    capital_share : float
        Share of economic codes 3000 in all expenditure of the base year.
    protected_share : float
        Share of protected codes in current expenditure of the base year. Sources do not cross
        programme with economic codes, so every group is taken to have the same shares.

    Returns
    -------
    DataFrame
        Index: year. `operating_revenue` (own revenue without sales, military PIT, transfers),
        `protected`, ``unprotected|CODE``, `capital_revenue`, `capital_expenditure`; UAH.
    """
    rows = projection[projection["price_basis"].eq("nominal") & projection["scenario"].eq(scenario)]
    wide = rows.pivot_table(index="year", columns="variable", values="value")
    for needed in ("own_revenue", "transfers", "expenditure"):
        if needed not in wide:
            raise UnknownNameError("nominal variable", needed, wide.columns, where="projection")
    sales = _column(wide, "revenue|capital_revenue")
    military = _column(wide, "revenue|military_pit")
    table = pd.DataFrame(index=wide.index)
    table["operating_revenue"] = wide["own_revenue"] - sales + military + wide["transfers"]
    current = wide["expenditure"] * (1 - capital_share)
    table["protected"] = current * protected_share
    for name in wide.columns:
        if str(name).startswith("expenditure|"):
            code = str(name).removeprefix("expenditure|")
            table[f"{UNPROTECTED}{code}"] = wide[name] * (1 - capital_share) * (1 - protected_share)
    table["capital_revenue"] = sales
    table["capital_expenditure"] = wide["expenditure"] * capital_share
    return table


def close_budget(
    budget: pd.DataFrame,
    *,
    opening_balance: float = 0.0,
    loans: Sequence[Loan] = (),
    plan: ClosingPlan | None = None,
) -> pd.DataFrame:
    """Close the budget of every year, one year after the other.

    Parameters
    ----------
    budget : DataFrame
        As :func:`closing_inputs` gives it, years in order; optionally `capital_transfers`.
    opening_balance : float, optional
        Free balance on 1 January of the first year, UAH, zero or more.
    loans : sequence of Loan, optional
        Debt and guarantees that are there already.
    plan : ClosingPlan, optional

    Returns
    -------
    DataFrame
        Index: year. `operating_balance` (after interest, before anything is closed), `gap` (all
        that is missing, current and capital), `from_balance`, ``cut|CODE``, `cuts`, `put_off`,
        `borrowed`, `open` (what nothing closes), `closing_balance`, `debt`, `guaranteed`,
        `service`, `debt_limit`, `service_limit`; UAH. Always
        ``gap = from_balance + cuts + put_off + borrowed + open``.

    Raises
    ------
    UnknownNameError
        A column is missing.
    InvalidInputError
        A missing amount, or a negative opening balance.
    """
    plan = plan or ClosingPlan()
    _check(budget, opening_balance)
    lines = [str(name) for name in budget if str(name).startswith(UNPROTECTED)]
    order = [f"{UNPROTECTED}{code}" for code in plan.order if f"{UNPROTECTED}{code}" in lines]
    years = [int(year) for year in budget.index]
    all_spent = budget["protected"] + budget[lines].sum(axis=1) + budget["capital_expenditure"]
    plain = budget["operating_revenue"] - budget["protected"] - budget[lines].sum(axis=1)
    receipts = development_mean(budget["capital_revenue"] + plain.clip(lower=0.0))
    known, balance, rows = list(loans), float(opening_balance), []
    for year in years:
        debt = _figures(debt_schedule(known, [year]), year)
        here = _figures(budget, year)
        account = budget_balance(
            here["operating_revenue"],
            0.0,
            here["protected"] + sum(here[name] for name in lines) + debt["interest"],
            capital_expenditure=here["capital_expenditure"] + debt["repaid"],
            capital_revenue=here["capital_revenue"],
            capital_transfers=here.get("capital_transfers", 0.0),
        )
        operating = float(account.operating_balance)
        capital = float(account.total) - operating
        free = max(balance - dated_parameter("working_balance_share", year) * all_spent[year], 0.0)
        current_gap = max(-operating, 0.0)
        capital_gap = max(-(capital + max(operating, 0.0)), 0.0)
        used = min(free, current_gap)
        cuts = _cut(here, order, plan.deepest_cut, current_gap - used)
        for_capital = min(free - used, capital_gap)
        left = capital_gap - for_capital
        late = min(left, plan.put_off * here["capital_expenditure"])
        limit = dated_parameter("debt_limit_share", year) * max(float(receipts[year]), 0.0)
        service_limit = dated_parameter("debt_service_share", year) * float(all_spent[year])
        borrowed = 0.0
        if plan.borrow:
            stock = debt["debt"] + debt["guaranteed"]
            ceiling = min(max(limit - stock, 0.0), _room(known, plan, year, service_limit))
            borrowed = min(left - late, here["capital_expenditure"] - late, ceiling)
        if borrowed > 0:
            known.append(Loan(borrowed, plan.rate, year, plan.years, plan.grace))
        end = _figures(debt_schedule(known, [year]), year)
        surplus = max(operating + capital, 0.0) if current_gap == 0 else max(capital, 0.0)
        balance += surplus - used - for_capital
        closed = used + for_capital + sum(cuts.values()) + late + borrowed
        rows.append(
            {
                "operating_balance": operating,
                "gap": current_gap + capital_gap,
                "from_balance": used + for_capital,
                **cuts,
                "cuts": sum(cuts.values()),
                "put_off": late,
                "borrowed": borrowed,
                "open": max(current_gap + capital_gap - closed, 0.0),
                "closing_balance": balance,
                "debt": end["debt"],
                "guaranteed": end["guaranteed"],
                "service": end["service"],
                "debt_limit": limit,
                "service_limit": service_limit,
            }
        )
    return pd.DataFrame(rows, index=budget.index)


def _figures(table: pd.DataFrame, year: int) -> dict[str, float]:
    """The figures of one year by column."""
    values = table.loc[[year]].to_numpy(dtype=float)[0].tolist()
    return dict(zip(map(str, table.columns), values, strict=True))


def _cut(
    here: Mapping[str, float], order: Sequence[str], deepest: float, missing: float
) -> dict[str, float]:
    """Cuts by line in the stated order, each to its share, until nothing is missing."""
    cuts = {}
    for name in order:
        cut = min(max(missing, 0.0), deepest * max(here[name], 0.0))
        cuts[f"cut|{name.removeprefix(UNPROTECTED)}"] = cut
        missing -= cut
    return cuts


def _room(loans: Sequence[Loan], plan: ClosingPlan, year: int, limit: float) -> float:
    """How much may be borrowed so that no later year's service passes the limit of this one."""
    ahead = range(year + 1, year + 1 + plan.years)
    service = debt_schedule(loans, ahead)["service"]
    one = loan_schedule(Loan(1.0, plan.rate, year, plan.years, plan.grace), ahead)["service"]
    room = ((limit - service) / one.where(one > 0)).min()
    return max(float(room), 0.0) if np.isfinite(room) else 0.0


def _column(wide: pd.DataFrame, name: str) -> pd.Series:
    return wide[name] if name in wide else pd.Series(0.0, index=wide.index)


def _check(budget: pd.DataFrame, opening: float) -> None:
    for name in _NEEDED:
        if name not in budget:
            raise UnknownNameError("column of the budget", name, budget.columns, where="budget")
    gaps = budget.isna().any(axis=1)
    if gaps.any():
        year = budget.index[gaps.to_numpy()][0]
        name = budget.columns[budget.loc[year].isna()][0]
        raise InvalidInputError(
            f"{name} of {year} is missing", where="budget", expected="UAH; a true zero is written 0"
        )
    if not opening >= 0:
        raise InvalidInputError(
            f"the opening balance is {opening:g}", where="opening_balance", expected="zero or more"
        )
