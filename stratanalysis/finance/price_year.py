"""Prices of one year: the year that money is shown in, and what an amount is in its prices.

One rule for pages, pictures, workbooks, the desk and ``projection["revenue"]``: annual means of
consumer prices as they are published (``reference/macro_paths.csv``).
"""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.macro import newest_macro_date
from stratanalysis.finance.prices import price_level, read_price_assumptions

__all__ = ["at_prices", "price_factor", "price_year"]


def price_year(base_year: int, as_of: str | dt.date | None = None) -> int:
    """Year in whose prices money is shown: that of `as_of`, else of the newest publication.

    It is the base year where the prices between the two are not published.

    Examples
    --------
    >>> price_year(2021, "2024-03-01"), price_year(2012)
    (2024, 2012)
    """
    day = newest_macro_date() if as_of is None else dt.date.fromisoformat(str(as_of))
    try:
        price_factor(base_year, day.year)
    except InvalidInputError:
        return base_year
    return day.year


def price_factor(
    base_year: int, year: int, *, as_of: str | dt.date | None = None
) -> tuple[float, str]:
    """What one hryvnia of the base year is in prices of another year, and how it is known.

    ``CPI(year) / CPI(base_year)`` of annual means, chained from the published path of consumer
    prices: one factor for all scenarios, so that prices that a scenario states move no real amount.

    Parameters
    ----------
    base_year, year : int
        Either may be the earlier.
    as_of : str or date, optional
        As for :func:`stratanalysis.finance.macro.macro_path`.

    Returns
    -------
    (float, str)
        The factor, and the act whose forecast the last of the years is; empty where every change
        between the years is actual.

    Raises
    ------
    InvalidInputError
        A year between is not published.

    Examples
    --------
    >>> factor, act = price_factor(2021, 2023)  # 1.202 * 1.129
    >>> round(factor, 4), act
    (1.3571, '')
    """
    known = read_price_assumptions(as_of=as_of)
    known = known[known["group"] == "consumer"]
    level = price_level(known, group="consumer", base_year=base_year, years=[year])
    latest = known[known["year"].between(min(base_year, year) + 1, max(base_year, year))]
    expected = latest[latest["status"] != "actual"]
    return float(level.loc[year]), str(expected["note"].iloc[-1]) if len(expected) else ""


def at_prices(amounts: pd.Series, year: int) -> pd.Series:
    """Nominal amounts by year in prices of one year; missing where prices are not published.

    Examples
    --------
    >>> at_prices(pd.Series({2021: 100.0, 2022: 120.2}), 2022).round(6).tolist()
    [120.2, 120.2]
    """

    def factor(of: int) -> float:
        try:
            return price_factor(of, year)[0]
        except InvalidInputError:
            return math.nan

    return amounts * pd.Series({of: factor(int(of)) for of in amounts.index}, dtype=float)
