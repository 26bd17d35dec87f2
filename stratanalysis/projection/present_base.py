"""A base year after the last count: people present by estimate, expenditure at later prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from stratanalysis.finance.executed import full_years
from stratanalysis.finance.prices import price_level, read_price_assumptions

if TYPE_CHECKING:
    from stratanalysis.community import Community

__all__ = ["estimated_people", "expenditure_at_prices", "executed_since_count"]


def estimated_people(community: Community, year: int) -> float | None:
    """Return the estimate of people present on 1 January of `year`, rounded to a person.

    None for a place outside the register, for one without a forecast (occupied), and for years
    that :func:`stratanalysis.projection.nowcast.nowcast` does not reach.
    """
    from stratanalysis.projection.national import FIRST_YEAR, LAST_YEAR
    from stratanalysis.projection.nowcast import nowcast
    from stratanalysis.reference.war_status import OCCUPIED
    from stratanalysis.reference.war_stocks import war_stocks

    stocks = war_stocks()
    if not FIRST_YEAR < year <= LAST_YEAR or community.katottg not in stocks.index:
        return None
    if stocks.loc[community.katottg, "status"] in OCCUPIED:
        return None
    return round(float(nowcast(year).table(community.katottg)["present"].iloc[-1]), 0)


def executed_since_count(community: Community, counted: int) -> int | None:
    """Return the last full year of executed revenue after the year of the last count, if any.

    Only where the people of that year can be estimated.
    """
    years = [year for year in full_years(community["revenue"]) if year > counted]
    if not years or estimated_people(community, max(years)) is None:
        return None
    return max(years)


def expenditure_at_prices(
    expenditure: Mapping[str, float], weights: Mapping[str, float], since: int, year: int
) -> dict[str, float]:
    """Move expenditure from its own year to the prices of a later one, UAH by programme group.

    ``E(year) = E(since) · Σ w_g · P_g(year) / P_g(since)`` with the shares of wages, energy and
    other prices in expenditure; people and programmes stay as they were.
    """
    prices = read_price_assumptions()
    groups: Sequence[str] = [name for name, weight in weights.items() if weight]
    factor = sum(
        weights[name]
        * float(
            price_level(prices, group=name, base_year=since, years=[year], hold_last=True).iloc[0]
        )
        for name in groups
    )
    return {code: value * factor for code, value in expenditure.items()}
