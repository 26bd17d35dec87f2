"""What a projection starts from: the community's own executed year, taken from its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.executed import executed_rows, full_years
from stratanalysis.finance.expenditure import expenditure_group, price_weights
from stratanalysis.finance.revenue import REVENUE_GROUPS, military_pit_months
from stratanalysis.monitoring.plan_money import plan_year
from stratanalysis.projection.later import NOTHING_LATER, Later, later_periods
from stratanalysis.projection.present_base import (
    estimated_people,
    executed_since_count,
    expenditure_at_prices,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BudgetBase",
    "budget_base",
    "budget_years",
    "default_base_year",
    "default_review_year",
    "population_base",
    "population_series",
    "price_shares",
]


@dataclass(frozen=True, slots=True)
class BudgetBase:
    """One executed budget year.

    Attributes
    ----------
    year : int
    revenue, expenditure : mapping of str to float
        UAH by revenue group and by programme group (``"1000"``). Either is empty where the tables
        hold no full year of it.
    price_weights : mapping of str to float
        Shares of wages, energy and consumer prices in expenditure; capital counts as consumer.
    tax_capacity_index : float or None
        The Ministry's index for the year; None where the tables have none.
    reverse_subsidy : float
        Paid to the state by the Ministry's table, UAH; a part of the programmes 9000; NaN where the
        tables have none.
    later : Later
        Executed years after the base year and what is expected of the running one.
    expenditure_year : int
        Year in which the expenditure was executed; earlier than `year` where it was moved to the
        prices of the base year; 0 where there is none.
    military_pit : float
        Military PIT of twelve months, UAH, by the last year in which it was local: what would come
        back with it; 0 where no such year is known.

    Notes
    -----
    For many communities at once every number is an array over them; missing is NaN.
    """

    year: int
    revenue: Mapping[str, Any]
    expenditure: Mapping[str, Any]
    price_weights: Mapping[str, Any]
    tax_capacity_index: Any = None
    reverse_subsidy: Any = 0.0
    later: Later = NOTHING_LATER
    expenditure_year: int = 0
    military_pit: Any = 0.0


def default_review_year(community: Community) -> int:
    """Return the year to report on: see :func:`stratanalysis.monitoring.plan_year`."""
    return plan_year(community)


def population_series(community: Community) -> pd.Series:
    """Return the population on 1 January by year: present where it exists, else resident.

    The two kinds are never mixed; the name of the series says which it is. Rows without a value
    are gaps and left out.
    """
    frame = community["population"]
    frame = frame[frame["value"].notna()]
    kind = "present" if (frame["kind"] == "present").any() else "resident"
    rows = frame[frame["kind"] == kind].sort_values("year")
    series = rows.set_index(rows["year"].astype(int))["value"].astype(float)
    return series.rename(kind)


def population_base(community: Community, year: int) -> float:
    """Return the population of 1 January of `year`: counted, or after the last count estimated.

    The estimate is that of people present (:func:`stratanalysis.projection.nowcast.nowcast`); it
    is taken only for a year whose executed revenue the community's own tables hold.

    Raises
    ------
    InvalidInputError
        The tables have no such year (those that exist are named), or nobody lives there.
    """
    series = population_series(community)
    if year not in series.index and len(series) and year in budget_years(community, "revenue"):
        estimate = estimated_people(community, year) if year > series.index.max() else None
        if estimate:
            return estimate
    if year not in series.index:
        years = ", ".join(map(str, series.index)) or "none"
        raise InvalidInputError(
            f"there is no population of 1 January {year}",
            where=f"{community.slug}: population.csv",
            expected=f"a base year among: {years}",
            do="choose one of them with --year, or add the year to the table",
        )
    value = float(series.loc[year])
    if not value > 0:
        raise InvalidInputError(
            f"the population of {year} is {value:g}",
            where=f"{community.slug}: population.csv",
            expected="more than 0 persons in the base year",
        )
    return value


def budget_years(community: Community, table: str) -> list[int]:
    """Return the years that a budget table covers in full; part years do not count."""
    return full_years(community[table])


def default_base_year(community: Community) -> int:
    """Return the last year with population and a full executed budget.

    Where revenue was executed in full years after the last count of the population, the last of
    them: people present are estimated there. Where no year has all three: the last with
    population and revenue, else the last with population.

    Raises
    ------
    InvalidInputError
        There is no population at all.
    """
    people = set(population_series(community).index)
    revenue = people & set(budget_years(community, "revenue"))
    both = revenue & set(budget_years(community, "expenditure"))
    if not people:
        raise InvalidInputError(
            "there is no population in the tables",
            where=f"{community.slug}: population.csv",
            expected="one year at least",
        )
    return executed_since_count(community, max(people)) or int(max(both or revenue or people))


def budget_base(community: Community, year: int, *, as_of: str | None = None) -> BudgetBase:
    """Return what the tables hold of the executed budget of `year`; part years do not count.

    Parameters
    ----------
    community : Community
    year : int
    as_of : str, optional
        Day up to which later executed periods count (see
        :func:`stratanalysis.projection.later.later_periods`); ``""`` for all; None for none.

    Raises
    ------
    InvalidInputError
        A revenue group that is not known; every known group is named.
    """
    revenue = _executed(community["revenue"], year, "group", "revenue.csv")
    unknown = sorted(set(revenue) - set(REVENUE_GROUPS))
    if unknown:
        raise InvalidInputError(
            f"unknown revenue groups: {', '.join(unknown)}",
            where=f"{community.slug}: revenue.csv",
            expected=", ".join(REVENUE_GROUPS),
        )
    spent = _expenditure_year(community, year)
    expenditure, weights = _spent(community["expenditure"], spent)
    if spent != year:
        expenditure = expenditure_at_prices(expenditure, weights, spent, year)
    paid = _statistic(community, year, "reverse_subsidy")
    later = NOTHING_LATER if as_of is None else later_periods(community, year, as_of=as_of)
    for table, amounts in (("revenue", revenue), ("expenditure", expenditure)):
        if amounts:  # a line that only later years have starts from nothing
            names = [line.split("|")[1] for line in later.amounts if line.startswith(table)]
            amounts |= {name: 0.0 for name in names if name not in amounts}
    return BudgetBase(
        year,
        MappingProxyType(revenue),
        MappingProxyType(expenditure),
        MappingProxyType(weights),
        _statistic(community, year, "tax_capacity_index"),
        np.nan if paid is None else paid,
        later,
        spent if expenditure else 0,
        _military_pit(community["revenue"], year, later),
    )


def _military_pit(frame: pd.DataFrame, year: int, later: Later) -> float:
    """Twelve months of the military PIT by the last known year in which it was local, UAH."""
    rows = executed_rows(frame[(frame["group"] == "military_pit") & (frame["year"] <= year)])
    sums = rows.groupby(rows["year"].astype(int))["value"].sum(skipna=False).dropna()
    known = {int(str(when)): float(value) for when, value in sums.items()}
    known |= later.amounts.get("revenue|military_pit", {})
    local = {y: value for y, value in known.items() if military_pit_months(y)}
    return 12 * local[max(local)] / military_pit_months(max(local)) if local else 0.0


def _expenditure_year(community: Community, year: int) -> int:
    """Year whose expenditure counts: `year`, or the last before it where nobody was counted."""
    years = budget_years(community, "expenditure")
    earlier = [known for known in years if known <= year]
    counted = year in population_series(community).index
    return year if counted or not earlier else max(earlier)


def _spent(frame: pd.DataFrame, year: int) -> tuple[dict[str, float], dict[str, float]]:
    """Expenditure of one full year by programme group, and the weights of the prices in it."""
    programmes = _executed(frame, year, "code", "expenditure.csv", classification="programme")
    groups: dict[str, float] = {}
    for code, value in programmes.items():
        group = expenditure_group(code)
        groups[group] = groups.get(group, 0.0) + value
    economic = _executed(frame, year, "code", "expenditure.csv", classification="economic")
    return dict(sorted(groups.items())), price_shares(economic)


def _executed(
    frame: pd.DataFrame, year: int, key: str, file: str, *, classification: str = ""
) -> dict[str, float]:
    """Sum by code of one full year: `total` where it is, else general and special fund."""
    of_year = frame[frame["year"].to_numpy() == year]
    chosen = executed_rows(of_year, classification=classification or None)
    rows = frame.index.get_indexer(chosen.index)
    codes, values = chosen[key].to_numpy(), chosen["value"].to_numpy(dtype=float)
    if np.isnan(values).any():
        missing = np.isnan(values)
        raise InvalidInputError(
            f"the base year {year} has no value of {', '.join(map(str, codes[missing]))}",
            where=f"{file}:{int(rows[missing][0]) + 2}",
            expected="UAH; a true zero is written 0",
            do="fill it in, or leave the row out",
        )
    sums: dict[str, float] = {}
    for code, value in zip(codes, values, strict=True):
        sums[str(code)] = sums.get(str(code), 0.0) + float(value)
    return dict(sorted(sums.items()))


def price_shares(economic: Mapping[str, float]) -> dict[str, float]:
    """Weights of the prices in all expenditure; without economic codes all is consumer prices."""
    import pandas as pd

    leaves = {
        code: value
        for code, value in economic.items()
        if not any(o != code and o.startswith(code.rstrip("0")) for o in economic)
    }
    total = sum(leaves.values())
    current = pd.Series({c: v for c, v in leaves.items() if c.startswith("2")}, dtype=float)
    if not total > 0 or not current.sum() > 0:
        return {"wages": 0.0, "energy": 0.0, "consumer": 1.0}
    share = float(current.sum() / total)
    weights = {str(name): float(w) * share for name, w in price_weights(current).items()}
    weights["consumer"] = 1.0 - weights["wages"] - weights["energy"]
    return weights


def _statistic(community: Community, year: int, variable: str) -> float | None:
    frame = community["statistics"]
    wanted = (frame["variable"].to_numpy() == variable) & (frame["year"].to_numpy() == year)
    values = frame["value"].to_numpy(dtype=float)[wanted]
    return float(values[0]) if values.size and np.isfinite(values[0]) else None
