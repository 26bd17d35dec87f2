"""Prices: nominal and constant amounts, deflators by group, dated price assumptions.

A price level is a Series by year, 1.0 in its base year. The basis of an amount is ``nominal`` or
``real`` (UAH of the base year of the price level). Converting there and back changes nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.macro import macro_path
from stratanalysis.reference.tables import read_reference

__all__ = [
    "price_level",
    "read_price_assumptions",
]

FIRST_YEAR = 2020
"""First year of the published paths."""


def read_price_assumptions(
    path: Path | str | None = None,
    *,
    as_of: str | dt.date | None = None,
    scenario: str = "",
) -> pd.DataFrame:
    """Yearly changes of prices: those published by a day, or a table of one's own.

    Consumer prices are means of the year over means of the year before, because budgets are flows
    of a whole year; wages are the published average wage. Energy and construction have no series
    at hand and follow consumer prices. Nothing is extended beyond the last published year.

    Parameters
    ----------
    path : path, optional
        A table of one's own, instead of the published paths.
    as_of, scenario : optional
        As for :func:`stratanalysis.finance.macro.macro_path`.

    Returns
    -------
    DataFrame
        `group` (consumer, wages, energy, ...), `year`, `change` (over
        the year before, 0.086 = 8.6 %), `status` (actual, forecast, assumption), `published`,
        `source` (id in sources.csv), `note`.
    """
    if path is not None:
        return read_reference("price_assumptions", path=path)
    return _published(None if as_of is None else str(as_of), scenario).copy()


@functools.lru_cache(maxsize=32)
def _published(as_of: str | None, scenario: str) -> pd.DataFrame:
    wages = _known("average_wage", as_of, scenario)
    prices = _known("consumer_prices", as_of, scenario)
    level = wages["value"].astype(float)
    parts = {
        "consumer": prices.assign(change=prices["value"]),
        "wages": wages.assign(change=level / level.shift() - 1).iloc[1:],
    }
    follows = "No series at hand: follows consumer prices"
    for group in ("energy", "capital"):
        parts[group] = parts["consumer"].assign(kind="assumption", act=follows)
    frames = [
        pd.DataFrame(
            {
                "group": group,
                "year": rows["year"].astype("int64"),
                "change": rows["change"].astype(float),
                "status": rows["kind"],
                "published": rows["published"],
                "source": rows["source"],
                "note": rows["act"],
            }
        )
        for group, rows in parts.items()
    ]
    return pd.concat(frames, ignore_index=True)


def _known(series: str, as_of: str | None, scenario: str) -> pd.DataFrame:
    """A series from 2020 to its last published year, nothing extended."""
    table = macro_path(series, range(FIRST_YEAR, 2101), as_of=as_of, scenario=scenario)
    given = table["kind"].ne("extended")
    return table.loc[: given[given].index.max()]


def price_level(
    assumptions: pd.DataFrame,
    *,
    group: str,
    base_year: int,
    years: Sequence[int],
    overrides: Mapping[int, float] | None = None,
    hold_last: bool = False,
) -> pd.Series:
    """Price level of a group by year, 1.0 in the base year, chained from annual changes.

    Parameters
    ----------
    assumptions : DataFrame
        Columns `group`, `year`, `change`; one row a group and year.
    group : str
        Price group.
    base_year : int
        Year whose level is 1.
    years : sequence of int
        Years wanted, before or after the base year.
    overrides : mapping, optional
        Year to another change, in place of the table's.
    hold_last : bool, optional
        Repeat the last known change after the table ends. Off: a year without an assumption is an
        error, because a price path is never made up in silence.

    Returns
    -------
    Series
        Named `group`, index `years` in the order given.

    Raises
    ------
    UnknownNameError
        The group is not in the table.
    InvalidInputError
        A year between has no change; two changes for one year; a change of -100 % or less.

    Examples
    --------
    >>> table = pd.DataFrame({"group": "consumer", "year": [2022, 2023], "change": [0.2, 0.1]})
    >>> price_level(table, group="consumer", base_year=2021, years=[2021, 2022, 2023]).round(4)
    ... # doctest: +NORMALIZE_WHITESPACE
    2021    1.00
    2022    1.20
    2023    1.32
    Name: consumer, dtype: float64
    """
    rows = assumptions.loc[assumptions["group"] == group]
    if rows.empty:
        raise UnknownNameError("price group", group, assumptions["group"].unique())
    twice = rows.loc[rows["year"].duplicated(), "year"]
    if len(twice):
        raise InvalidInputError(
            f"two changes of {group} prices for {int(twice.iloc[0])}",
            where="assumptions",
            expected="one row a group and year",
            do="choose one publication",
        )
    changes = {int(y): float(c) for y, c in zip(rows["year"], rows["change"], strict=True)}
    changes.update({int(y): float(c) for y, c in (overrides or {}).items()})
    if hold_last:
        final = max(changes)
        changes.update(dict.fromkeys(range(final + 1, max(years, default=0) + 1), changes[final]))
    low, high = min([base_year, *years]), max([base_year, *years])
    level = {low: 1.0}
    for year in range(low + 1, high + 1):
        change = changes.get(year, np.nan)
        if not np.isfinite(change):
            raise InvalidInputError(
                f"no change of {group} prices is known for {year}",
                where="assumptions",
                expected=f"every year from {low + 1} to {high}",
                do="add a row with its source, give an override, or hold the last change",
            )
        if change <= -1:
            raise InvalidInputError(
                f"{group} prices cannot change by {change:g} in {year}",
                where="assumptions",
                expected="a share such as 0.086 for 8.6 %",
            )
        level[year] = level[year - 1] * (1 + change)
    values = [level[int(year)] / level[base_year] for year in years]
    return pd.Series(values, index=[int(y) for y in years], name=group, dtype="float64")
