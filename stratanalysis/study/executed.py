"""What a community's budget received and spent in whole years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.executed import executed_rows
from stratanalysis.projection.base import budget_years

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community

__all__ = ["EXECUTED", "executed_groups", "executed_totals"]

EXECUTED = ("revenue", "expenditure")


def executed_totals(community: Community, table: str, *, groups: Sequence[str] = ()) -> pd.Series:
    """Executed revenue or expenditure by year, UAH; only years that are covered in full.

    Parameters
    ----------
    community : Community
    table : {"revenue", "expenditure"}
    groups : sequence of str, optional
        Only these revenue groups; all by default. Expenditure is summed over programme codes.

    Returns
    -------
    Series
        By year; empty where there is none, missing where an amount is missing.
    """
    rows = _rows(community, table)
    if groups and table == "revenue":
        rows = rows[rows["group"].isin(groups)]
    totals = rows.groupby(rows["year"].astype(int))["value"].sum(skipna=False)
    return totals.reindex(budget_years(community, table))


def executed_groups(community: Community, table: str) -> pd.DataFrame:
    """Executed amounts by year and revenue group, or programme code, UAH.

    Returns
    -------
    DataFrame
        Index year, a column a group; a group without a row in a year is missing, not zero.
    """
    rows = _rows(community, table)
    key = "group" if table == "revenue" else "code"
    wide = rows.pivot_table(index="year", columns=key, values="value", aggfunc="sum")
    return wide.rename_axis(index="year", columns=f"{table} by {key}, UAH")


def _rows(community: Community, table: str) -> pd.DataFrame:
    if table not in EXECUTED:
        raise UnknownNameError("budget table", table, EXECUTED)
    classification = "programme" if table == "expenditure" else None
    return executed_rows(community[table], classification=classification)
