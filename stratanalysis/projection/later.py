"""Executed periods after the base year: full years, and the running year expected from its months.

They replace what the model projects for those years, line by line; what comes after moves by the
model from the last of them.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stratanalysis.finance.executed import FULL_YEAR, executed_rows, one_total
from stratanalysis.finance.expenditure import expenditure_group
from stratanalysis.finance.revenue import military_pit_months
from stratanalysis.finance.rules import dated_parameter
from stratanalysis.monitoring.execution import year_end_forecast
from stratanalysis.reference.country import country_rows
from stratanalysis.reference.war_status import war_status
from stratanalysis.tables.country import MONTH_GROUPS

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community

__all__ = ["NOTHING_LATER", "UNEVEN", "Later", "later_periods", "spliced"]

Array = npt.NDArray[np.float64]
_FRONT = ("possible_hostilities", "active_or_partly_occupied", "mostly_occupied", "occupied")
_GRANT = "revenue|base_subsidy"
_MONTHS = re.compile(r"01-(\d\d)")
UNEVEN = ("non_tax", "capital_revenue", "target_funds", "other_own", "other_transfers")
"""Revenue groups that jump from year to year (gifts, sales, single subventions): after the executed
years they move from the mean of all of them, not from the last one."""


@dataclass(frozen=True, slots=True)
class Later:
    """Executed amounts after the base year.

    Attributes
    ----------
    amounts : mapping of str to mapping
        Line (``revenue|pit``, ``expenditure|1000``) to UAH by year, nominal.
    expected : mapping of str to mapping
        Line to its years of which only months are executed, with the number of months.
    index : mapping of int to float
        Tax-capacity index by budget year as the Ministry calculated it after the base year.
    front_from : int or None
        First year in which the community keeps its reverse grant because of the war.
    """

    amounts: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    expected: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    index: Mapping[int, float] = field(default_factory=dict)
    front_from: int | None = None

    def last(self, table: str) -> int | None:
        """Last full executed year of ``revenue`` or ``expenditure``; None without one.

        The base grant does not count: the Ministry calculates it before the year.
        """
        years = [
            year
            for line, values in self.amounts.items()
            if line.startswith(table) and line != _GRANT
            for year in values
            if year not in self.expected.get(line, {})
        ]
        return max(years) if years else None

    def months(self, table: str) -> tuple[int, int] | None:
        """Running year and its executed months; None without one."""
        found = [
            (year, months)
            for line, years in self.expected.items()
            if line.startswith(table)
            for year, months in years.items()
        ]
        return max(found) if found else None


NOTHING_LATER = Later()


def later_periods(community: Community, base_year: int, *, as_of: str = "") -> Later:
    """Collect what was executed after the base year, as known on a day.

    Parameters
    ----------
    community : Community
    base_year : int
    as_of : str
        A full year counts from 15 January of the next one, months from the 15th of the next month;
        empty: all that the tables hold counts.

    Returns
    -------
    Later
        Only years that follow each other from the base year on; a year with a missing amount of a
        line ends that line. A line without a row in a year that others have is zero there. The
        running year is expected by
        :func:`stratanalysis.monitoring.execution.year_end_forecast` with the community's own
        shares of 2021 and 2022, where the months are known; the military PIT by the months in
        which it was local; the groups of :data:`UNEVEN` by what they have and the rest of an
        ordinary year (the last full one). Expenditure that the community's own tables lack is
        taken from the table of all communities.
    """
    amounts: dict[str, dict[int, float]] = {}
    expected: dict[str, dict[int, int]] = {}
    for table in ("revenue", "expenditure"):
        rows = community[table]
        if table == "expenditure":
            rows = _expenditure(community, base_year)
        rows = one_total(rows[rows["year"] > base_year])
        if rows.empty:
            continue
        keys = rows["group"] if table == "revenue" else rows["code"].map(expenditure_group)
        sums = rows.groupby(["year", "period", keys.rename("line")])["value"].sum(skipna=False)
        _full(table, sums, base_year, as_of, amounts)
        if table == "revenue":
            before = rows_of_year(community["revenue"], base_year)
            _running(community, sums, before, as_of, amounts, expected)
    index = _grants(community.katottg, base_year, as_of, amounts) if amounts else {}
    return Later(amounts, expected, index, _front_from(community.katottg))


def _grants(
    katottg: str, base: int, as_of: str, amounts: dict[str, dict[int, float]]
) -> dict[int, float]:
    """Base grants and indices that the Ministry calculated for years after the executed ones."""
    index = {}
    known = amounts.setdefault(_GRANT, {})
    rows = country_rows("hromada_equalisation", katottg) if katottg else None
    for row in [] if rows is None else rows.to_dict("records"):
        year = int(row["year"])
        if year <= base or not _known(dt.date(year, 1, 1), as_of):
            continue
        if not np.isnan(row["pit_per_head"]):
            nation = dated_parameter("equalisation_per_head", year)
            index[year] = float(row["pit_per_head"]) / nation
        elif not np.isnan(row["tax_capacity_index"]):
            index[year] = float(row["tax_capacity_index"])
        if row["base_subsidy"] > 0 and year not in known:
            known[year] = float(row["base_subsidy"])
    if not known:
        del amounts[_GRANT]
    return index


def _front_from(katottg: str) -> int | None:
    """The first year of the exemption for a community on the list of hostilities."""
    found = war_status(katottg) if katottg else None
    if found is None or found.status not in _FRONT:
        return None
    years = range(2024, 2100)
    return next((y for y in years if dated_parameter("reverse_subsidy_front_exempt", y)), None)


def _full(
    table: str, sums: pd.Series, base: int, as_of: str, amounts: dict[str, dict[int, float]]
) -> None:
    year = base + 1
    while (year, FULL_YEAR) in sums.index and _known(dt.date(year + 1, 1, 15), as_of):
        found = sums.loc[(year, FULL_YEAR)]
        if found.isna().any():
            break
        for line, value in found.items():
            amounts.setdefault(f"{table}|{line}", {})[year] = float(value)
        year += 1


def _running(
    community: Community,
    sums: pd.Series,
    before: Mapping[str, float],
    as_of: str,
    amounts: dict[str, dict[int, float]],
    expected: dict[str, dict[int, int]],
) -> None:
    parts = sums.reset_index()
    parts = parts[parts["period"].str.fullmatch(_MONTHS.pattern) & parts["value"].notna()]
    full = {year for values in amounts.values() for year in values}
    for (of, period), rows in parts.groupby(["year", "period"]):
        found = _MONTHS.fullmatch(str(period))
        months = int(found[1]) if found else 12
        year = int(str(of))
        first_day = dt.date(year, months, 15)
        if year in full or not _known(first_day + dt.timedelta(days=31), as_of):
            continue
        for line, value in zip(rows["line"], rows["value"], strict=True):
            name = f"revenue|{line}"
            if months <= expected.get(name, {}).get(year, 0):
                continue
            known = amounts.get(name, {})
            usual = known[max(known)] if known else before.get(str(line), 0.0)
            shares = _own_shares(community.katottg, months).get(str(line), ())
            if line in UNEVEN:
                rest = 1 - (float(np.mean(shares)) if shares else months / 12)
                whole = float(value) + max(usual, 0.0) * rest
            elif line == "military_pit":
                local = int(military_pit_months(np.array([year]))[0])
                whole = value * local / min(months, local) if local else value
            else:
                whole = year_end_forecast(value, months=months, earlier_shares=shares)[0]
            amounts.setdefault(name, {})[year] = whole
            expected.setdefault(name, {})[year] = months


def rows_of_year(revenue: pd.DataFrame, year: int) -> dict[str, float]:
    """Executed amounts of one full year by group, UAH."""
    rows = executed_rows(revenue)
    sums = rows[rows["year"] == year].groupby("group")["value"].sum()
    return {str(group): float(value) for group, value in sums.items()}


def _expenditure(community: Community, base_year: int) -> pd.DataFrame:
    """Programmes after the base year: the community's own rows, else those of the reference."""
    rows = community["expenditure"]
    rows = rows[rows["classification"] == "programme"]
    if (rows["year"] > base_year).any() or not community.katottg:
        return rows
    known = country_rows("hromada_expenditure", community.katottg)
    known = known[known["classification"] == "programme"]
    return known.assign(period=FULL_YEAR, fund="total")


@functools.lru_cache(maxsize=4096)
def _own_shares(katottg: str, months: int) -> Mapping[str, tuple[float, ...]]:
    """By group the shares of whole years that were executed by the same month."""
    rows = country_rows("hromada_revenue_months", katottg)
    counts = rows.groupby("year")["month"].count()
    rows = rows[rows["year"].isin(counts[counts == 12].index)]
    if rows.empty:
        return {}
    whole = rows.groupby("year")[list(MONTH_GROUPS)].sum()
    part = rows[rows["month"] <= months].groupby("year")[list(MONTH_GROUPS)].sum()
    ratio = (part / whole.where(whole > 0)).to_dict("list")
    return {
        str(group): tuple(share for share in shares if 0.05 < share <= 1)
        for group, shares in ratio.items()
    }


def _known(day: dt.date, as_of: str) -> bool:
    return not as_of or day.isoformat() <= as_of


def spliced(
    line: Array,
    known: Mapping[int, float] | None,
    years: npt.NDArray[np.int64],
    prices: Array,
    *,
    even: bool = True,
) -> Array:
    """A projected line with the executed years in their places, moved from the last one on.

    Parameters
    ----------
    line : array, shape (..., time)
    known : mapping or None
        Year to UAH.
    years : array of int
    prices : array, shape (..., time)
        Level that moves an executed amount where the model has nothing to move.
    even : bool
        False: later years move from the mean of all executed years against the model, the base
        year among them, instead of from the last one.

    Returns
    -------
    array
        `line` itself where nothing is known after the base year.
    """
    places = [int(np.flatnonzero(years == year)[0]) for year in known or () if year in years]
    if not places or known is None:
        return line
    shape = np.broadcast_shapes(np.shape(line), np.shape(prices), (len(years),))
    moved = np.array(np.broadcast_to(line, shape), dtype=np.float64)
    last = max(places)
    value = known[int(years[last])]
    base = moved[..., last : last + 1].copy()
    after = moved[..., last:]
    with np.errstate(divide="ignore", invalid="ignore"):
        by_model = value * after / base
    moves = (base > 0) & np.isfinite(by_model)
    if not even:
        with np.errstate(divide="ignore", invalid="ignore"):
            against = [known[int(years[p])] / moved[..., p : p + 1] for p in places]
            mean = np.mean([np.ones_like(against[0]), *against], axis=0)
            by_mean = mean * after
        by_model = np.where(np.isfinite(mean) & moves, by_mean, by_model)
    if not moves.all():
        with np.errstate(divide="ignore", invalid="ignore"):
            by_prices = value * (prices / prices[..., last : last + 1])[..., last:]
        by_model = np.where(moves, by_model, by_prices)
    moved[..., last:] = by_model
    for place in places:
        moved[..., place] = known[int(years[place])]
    return moved
