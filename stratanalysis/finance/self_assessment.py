"""Four ratios of municipal self-assessment: surplus, debt service, debt stock, own investment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stratanalysis.errors import UnknownNameError

__all__ = ["self_assessment"]


_NEEDED = ("operating_revenue", "operating_expenditure")


def self_assessment(budget: pd.DataFrame) -> pd.DataFrame:
    """Four ratios of a budget by year, all over operating revenue.

    - `operating_surplus`: operating revenue less operating expenditure (with interest);
    - `debt_service`: interest and repayment;
    - `debt_stock`: debt at the end of the year;
    - `own_investment`: capital expenditure less transfers for investment and less borrowing.

    Parameters
    ----------
    budget : DataFrame
        A row a year (or a city and year): `operating_revenue`, `operating_expenditure`, and as far
        as known `interest`, `repaid`, `debt`, `capital_expenditure`, `capital_transfers`,
        `borrowed`; UAH. Transfers and borrowing that are not given are none.

    Returns
    -------
    DataFrame
        Index of `budget`; a ratio whose figures are not known is missing, and so is every ratio of
        a year without operating revenue.

    Examples
    --------
    >>> budget = pd.DataFrame({"operating_revenue": [200.0], "operating_expenditure": [170.0],
    ...     "interest": [5.0], "repaid": [15.0], "debt": [60.0], "capital_expenditure": [50.0],
    ...     "borrowed": [10.0]})
    >>> self_assessment(budget).iloc[0].to_dict()
    {'operating_surplus': 0.15, 'debt_service': 0.1, 'debt_stock': 0.3, 'own_investment': 0.2}
    """
    for name in _NEEDED:
        if name not in budget:
            raise UnknownNameError("column of the budget", name, budget.columns, where="budget")

    def column(name: str, missing: float) -> pd.Series:
        if name in budget:
            return budget[name].astype(float)
        return pd.Series(missing, index=budget.index, dtype=float)

    revenue = budget["operating_revenue"].astype(float)
    whole = revenue.where(revenue > 0)
    invested = column("capital_expenditure", np.nan)
    own = invested - column("capital_transfers", 0.0) - column("borrowed", 0.0)
    parts = {
        "operating_surplus": revenue - budget["operating_expenditure"],
        "debt_service": column("interest", np.nan) + column("repaid", np.nan),
        "debt_stock": column("debt", np.nan),
        "own_investment": own,
    }
    return pd.DataFrame({name: part / whole for name, part in parts.items()}, index=budget.index)
