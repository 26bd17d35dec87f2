"""Past changes of the drivers that a community's own budget and statistics show."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.community import Community
from stratanalysis.finance import read_price_assumptions
from stratanalysis.finance.executed import executed_rows
from stratanalysis.projection.base import population_series, price_shares

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["actual_prices", "budget_rows"]

_FEWEST = 2
"""Yearly changes that make a range; one is only a figure."""


def budget_rows(community: Community) -> list[tuple[str, str, float, float, int, int, str]]:
    """Smallest and largest yearly change, as rows of ``observed_ranges``.

    Each is what the model would need to give the executed amounts, with the nation's actual
    consumer prices p and wages w (``macro_paths.csv``) and the population P of 1 January:

    - entrepreneurs per head: ``(E / P)[t] / (E / P)[t − 1] − 1``, E from ``statistics.csv``;
    - taxed property: ``T[t] / T[t − 1] / (1 + p[t]) − 1``, T the property tax;
    - other transfers per pupil: ``(S / U)[t] / (S / U)[t − 1] / (1 + w[t]) − 1``, U pupils;
    - standard of services: ``(X / P)[t] / (X / P)[t − 1] / (1 + s · w[t] + (1 − s) · p[t]) − 1``,
      X the expenditure by programmes and s the share of wages in expenditure by economic codes
      of the year before (0 where there are no such codes).

    A year with a gap, or a base of zero, has no change; fewer than two changes give no row.
    """
    people = population_series(community)
    own = _full_years(community["revenue"], group="property_tax")
    given = _full_years(community["revenue"], group="other_transfers")
    spent = _full_years(community["expenditure"], classification="programme")
    taxed = _statistic(community, "entrepreneurs")
    if max(len(series) for series in (own, given, spent, taxed)) <= _FEWEST:
        return []
    consumer, wages = actual_prices()["consumer"], actual_prices()["wages"]
    share = _wage_share(community["expenditure"], spent.index).shift()
    price = share * wages + (1 - share) * consumer
    budget = "revenue.csv, macro_paths.csv"
    pupils = _statistic(community, "pupils")
    found = {
        "entrepreneurs_growth": (_growth(taxed / people), "statistics.csv, population.csv"),
        "taxed_property_growth": (_real(own, consumer), budget),
        "real_transfer_growth": (_real(given / pupils, wages), f"statistics.csv, {budget}"),
        "service_standard_growth": (
            _real(spent / people, price),
            "expenditure.csv, population.csv, macro_paths.csv",
        ),
    }
    rows = []
    for driver, (changes, source) in found.items():
        known = changes[np.isfinite(changes)]
        if len(known) >= _FEWEST:
            span = int(known.index.min()), int(known.index.max())
            low, high = float(known.min()), float(known.max())
            rows.append((driver, "community", low, high, *span, source))
    return rows


@functools.cache
def actual_prices() -> pd.DataFrame:
    """Yearly changes of prices that are no forecast and no assumption, years by groups."""
    prices = read_price_assumptions()
    return prices[prices["status"] == "actual"].pivot_table(
        index="year", columns="group", values="change"
    )


def _growth(series: pd.Series) -> pd.Series:
    """Change over the year before, by year; only between years that follow each other."""
    series = series.sort_index()
    series = series.where(series > 0)
    changes = series / series.shift() - 1
    following: pd.Series = changes[np.diff(changes.index, prepend=-1) == 1]
    return following


def _real(series: pd.Series, prices: pd.Series) -> pd.Series:
    growth = _growth(series)
    real: pd.Series = (1 + growth) / (1 + prices.reindex(growth.index)) - 1
    return real


def _statistic(community: Community, variable: str) -> pd.Series:
    """One statistic by year; a year with two figures has none."""
    frame = community["statistics"]
    rows = frame[(frame["variable"] == variable) & ~frame["year"].isna()]
    rows = rows[~rows.duplicated(["variable", "year"], keep=False)]
    return rows.set_index(rows["year"].astype(int))["value"].astype(float)


def _full_years(frame: pd.DataFrame, *, group: str = "", classification: str = "") -> pd.Series:
    """Executed amounts by full year, of the fund ``total`` where it is; a gap leaves none."""
    rows = executed_rows(frame, classification=classification or None)
    if group:
        rows = rows[rows["group"] == group]
    years = rows["year"].astype(int)
    return rows.groupby(years)["value"].sum(skipna=False)


def _wage_share(expenditure: pd.DataFrame, years: pd.Index) -> pd.Series:
    """Share of wages in expenditure by economic codes; 0 without such codes, a gap leaves none."""
    import pandas as pd

    economic = executed_rows(expenditure, classification="economic")
    shares = {}
    for year in years:
        rows = economic[economic["year"] == year]
        sums = rows.groupby("code")["value"].sum(skipna=False)
        whole = {str(code): float(value) for code, value in sums.items()}
        shares[int(year)] = np.nan if sums.isna().any() else price_shares(whole)["wages"]
    return pd.Series(shares, dtype=float)
