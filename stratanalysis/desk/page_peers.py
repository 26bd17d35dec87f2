"""Similar communities on the one-file desk: what they had per head in the year of comparison."""

from __future__ import annotations

import functools
from typing import Any

import pandas as pd

from stratanalysis.community import Community
from stratanalysis.finance.price_year import at_prices
from stratanalysis.finance.revenue import REGULAR_GROUPS, TRANSFER_GROUPS
from stratanalysis.pages.benchmark_page import chosen_peers, names_of, read_communities
from stratanalysis.reference import country_table

__all__ = ["peers_of", "per_head"]

YEAR = 2021
"""The last whole year of all communities."""
COUNT = 20
_FEWEST = 5


def peers_of(community: Community, price_year: int) -> dict[str, Any] | None:
    """Figures of the most similar communities, comparable with variables of the projection.

    Parameters
    ----------
    community : Community
    price_year : int
        Money is in its prices.

    Returns
    -------
    dict or None
        ``year``, ``names`` in both languages, the nearest first, and ``figures``: by variable the
        values of the communities that have one. None where the community cannot be compared.
    """
    table = _communities()
    group = chosen_peers(table, community, COUNT)
    if group is None:
        return None
    figures = per_head().reindex(group)
    factor = at_prices(pd.Series({YEAR: 1.0}), price_year)[YEAR]
    figures[["own_revenue_per_head", "expenditure_per_head"]] *= factor
    found = {str(name): values.dropna().tolist() for name, values in figures.items()}
    found = {name: values for name, values in found.items() if len(values) >= _FEWEST}
    if not found:
        return None
    names = [
        {"uk": uk, "en": en}
        for uk, en in zip(*(names_of(table.loc[group], code) for code in ("uk", "en")), strict=True)
    ]
    return {"year": YEAR, "names": names, "figures": found}


@functools.cache
def _communities() -> pd.DataFrame:
    return read_communities()


@functools.cache
def per_head() -> pd.DataFrame:
    """Own revenue and expenditure per head, UAH, and the transfers' share in revenue, in 2021.

    The same sums as the projection's variables of these names: own revenue is the regular groups,
    all revenue also holds transfers and the income tax of the military. Per head of 1 January.
    """
    revenue = country_table("hromada_revenue")
    revenue = revenue[(revenue["year"] == YEAR) & (revenue["period"] == "year")]
    revenue = revenue.set_index("katottg")
    spent = country_table("hromada_expenditure")
    spent = spent[(spent["year"] == YEAR) & (spent["classification"] == "programme")]
    people = country_table("hromada_population")
    people = people[(people["year"] == YEAR) & (people["value"] > 0)].set_index("katottg")
    own = revenue[list(REGULAR_GROUPS)].sum(axis=1, skipna=False)
    paid = [group for group in TRANSFER_GROUPS if group in revenue]  # some are of later years
    transfers = revenue[paid].sum(axis=1, skipna=False)
    every = own + transfers + revenue["military_pit"].fillna(0.0)
    return pd.DataFrame(
        {
            "own_revenue_per_head": own / people["value"].reindex(own.index),
            "expenditure_per_head": spent.groupby("katottg")["value"].sum() / people["value"],
            "transfer_share": transfers / every.where(every > 0),
        }
    )
