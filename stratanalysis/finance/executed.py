"""Executed amounts of whole years: the one place for what a full year and its total are.

A budget table has a row for a year, a period, a fund and a group or code. Only the period ``year``
covers a year in full; ``01-07`` is a part of one and is never compared with it. The fund ``total``
is general and special fund together; a year that has it is read from it alone, any other year is
the sum of its two funds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FULL_YEAR", "executed_rows", "full_year_rows", "full_years", "one_total"]

FULL_YEAR = "year"
"""The period of a row that covers its year in full."""


def full_year_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that cover their year in full.

    Parameters
    ----------
    table : DataFrame
        Any table with the column `period`; a missing period is no full year.

    Examples
    --------
    >>> import pandas as pd
    >>> full_year_rows(pd.DataFrame({"year": [2022, 2023], "period": ["year", "01-07"]}))
       year period
    0  2022   year
    """
    return table[table["period"] == FULL_YEAR]


def full_years(table: pd.DataFrame) -> list[int]:
    """Return the years that a table covers in full, in order.

    Examples
    --------
    >>> import pandas as pd
    >>> full_years(pd.DataFrame({"year": [2022, 2021, 2023], "period": ["year", "year", "01-07"]}))
    [2021, 2022]
    """
    return sorted(set(full_year_rows(table)["year"].astype(int)))


def one_total(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose sum is general and special fund together, each hryvnia once.

    Parameters
    ----------
    table : DataFrame
        `year`, `period`, `fund`, and where it is there `classification`. In a year, period and
        classification that has rows of the fund ``total`` only those are kept.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame(
    ...     {"year": [2021, 2021, 2022, 2022], "period": "year", "value": [5.0, 7.0, 6.0, 1.0],
    ...      "fund": ["general", "total", "general", "special"]}
    ... )
    >>> one_total(table).groupby("year")["value"].sum().to_dict()
    {2021: 7.0, 2022: 7.0}
    """
    total = table["fund"] == "total"
    if total.all():
        return table
    keys = [name for name in ("year", "period", "classification") if name in table]
    covered = total.groupby([table[name] for name in keys], dropna=False).transform("any")
    return table[total | ~covered]


def executed_rows(table: pd.DataFrame, *, classification: str | None = None) -> pd.DataFrame:
    """Return the executed amounts of full years, each hryvnia once.

    Parameters
    ----------
    table : DataFrame
        Revenue or expenditure: `year`, `period`, `fund`, `value` (UAH, nominal).
    classification : {"programme", "economic"}, optional
        Needed for expenditure: the same money is given in both classifications, which are never
        added.

    Returns
    -------
    DataFrame
        The rows of :func:`full_year_rows` by :func:`one_total`; a missing amount stays missing.
    """
    rows = full_year_rows(table)
    if classification is not None:
        rows = rows[rows["classification"] == classification]
    return one_total(rows)
