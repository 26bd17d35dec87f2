"""Who is away and who is hosted: stocks of the war by community, each with its source and date."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.reference.country import country_table
from stratanalysis.reference.demographic import reference_table
from stratanalysis.reference.war_status import OCCUPIED

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = [
    "BALANCE_DATE",
    "KYIV",
    "UNDER_FIRE",
    "abroad_by_year",
    "displaced_shares",
    "leaving_year",
    "present_year",
    "war_stocks",
]

BALANCE_DATE = "2023-07-25"
"""Day of the Ministry's balance of displaced persons by community."""
KYIV = "UA80000000000093317"
UNDER_FIRE = ("active_or_partly_occupied",)

_ABROAD_WEIGHT = {
    "never_listed": 1.0, "ended": 1.3, "possible_hostilities": 1.6,
    "active_or_partly_occupied": 2.0, "mostly_occupied": 2.0, "occupied": 2.0,
}  # fmt: skip
"""Propensity to leave the country by class, our rule: surveys name the east, the south and Kyiv as
the origin of more refugees than their part of the population, without figures by community."""
_KYIV_NET = 0.5
"""Balance of Kyiv over those registered there, our rule: it is in no table."""
_OCCUPIED_BEFORE = 0.3
"""The same for territory out of control since 2014: most of those who left did so earlier."""


@functools.cache
def war_stocks() -> pd.DataFrame:
    """Stocks by community and for Kyiv; do not change what it returns.

    Returns
    -------
    DataFrame
        Index katottg; columns name, oblast_code, population_2022 (present, 1 January 2022), status
        and since (list of territories, newest day in the reference), occupied_before (since 2014),
        balance (persons: came minus left within the country, 25 July 2023; sums to zero), counted
        (whether the Ministry's table has the balance), leaving (persons, fewer than zero: evacuated
        since, by the rule below), hosted (registered displaced persons, October 2024), hosted_date,
        abroad_weight.

    Notes
    -----
    *Balance.* The table covers 1,438 communities and sums to 1.33 million more arrivals than
    departures: those who came from communities out of control since 2014, to which the rest is
    given by population. Kyiv is not in the table: of its registered displaced persons
    the half is taken as its balance, because many left the city too.

    *Evacuated since.* Of communities that active hostilities cover whole on the newest list, at
    least the median share that had left such communities by the balance's day is taken as gone.

    *Hosted.* Registered persons of the oblast, spread by the positive balances of its communities
    and, where these are fewer, the rest by population of those not occupied. Oblasts that the
    count of October 2024 lacks take that of September, or a part of the nation's rest in proportion
    to their positive balances.
    """
    status = country_table("hromada_war_status").sort_values("date").groupby("katottg").last()
    table = _register().join(status[["status", "since"]])
    table.loc[KYIV, ["status", "since"]] = ["ended", "2022-04-30"]
    displaced = country_table("hromada_displaced").set_index("katottg")["balance"]
    balance = displaced.reindex(table.index).astype(float)
    table["counted"] = balance.notna()
    table["hosted"], table["hosted_date"] = _hosted(table.assign(balance=balance.fillna(0.0)))
    balance[KYIV] = _KYIV_NET * float(table["hosted"][KYIV])
    rest = table["occupied_before"] & ~table["counted"]
    share = table["population_2022"].where(rest, 0.0)
    balance = balance.fillna(0.0) - balance.sum() * share / max(share.sum(), 1.0)
    table["balance"] = balance
    table["leaving"] = _leaving(table)
    weight = table["status"].map(_ABROAD_WEIGHT)
    table["abroad_weight"] = weight.where(~table["occupied_before"], _OCCUPIED_BEFORE)
    return table


def _register() -> pd.DataFrame:
    """Communities and Kyiv, which is its own oblast."""
    import pandas as pd

    hromadas = country_table("hromadas").set_index("katottg")
    table = hromadas[["name"]].assign(
        oblast_code=hromadas["oblast_katottg"].str[:4],
        population_2022=hromadas["population_2022"].astype(float).fillna(0.0),
        occupied_before=hromadas["occupied_before_2022"] == 1,
    )
    change = reference_table("oblast_population_change", ("oblast_code", "component", "value"))
    kyiv = change[(change["oblast_code"] == "UA80") & (change["component"] == "population_end")]
    own = pd.DataFrame(
        {"name": "Київ", "oblast_code": "UA80", "population_2022": float(kyiv["value"].iloc[0]),
         "occupied_before": False},
        index=pd.Index([KYIV], name="katottg"),
    )  # fmt: skip
    return pd.concat([table, own])


def _leaving(table: pd.DataFrame) -> pd.Series:
    """Evacuated after the balance's day from communities that are wholly under fire."""
    rows = country_table("war_territories")
    active = rows["section"].str.startswith("active") & rows["end"].isna()
    whole = table.index.isin(rows.loc[active & (rows["except_listed"] != 1), "katottg"])
    exposed = whole & table["counted"] & (table["population_2022"] > 0)
    share = (table["balance"] / table["population_2022"])[exposed]
    typical = min(float(share.median()), 0.0) if len(share) else 0.0
    gone = (typical * table["population_2022"] - table["balance"]).clip(upper=0.0)
    return gone.where(exposed & ~table["status"].isin(OCCUPIED), 0.0)


def _hosted(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    import pandas as pd

    counts = country_table("registered_displaced")
    nation = counts[counts["oblast_code"] == "UA"].sort_values("date")
    known = counts[counts["oblast_code"] != "UA"].sort_values("date")
    last = known.groupby("oblast_code").last()
    positive = table["balance"].clip(lower=0.0).where(table["counted"], 0.0)
    by_oblast = positive.groupby(table["oblast_code"]).sum()
    lacking = [code for code in by_oblast.index if code not in last.index and code != "UA80"]
    rest = max(float(nation["value"].iloc[-1]) - float(last["value"].sum()), 0.0)
    # Those with positive balances by these, at the ratio of the others; what remains goes to those
    # where more left than came, by population.
    both = [code for code in by_oblast.index if code in last.index and by_oblast[code] > 0]
    ratio = float((last["value"].astype(float).reindex(both) / by_oblast[both]).quantile(0.25))
    guess = (by_oblast.reindex(lacking).fillna(0.0) * ratio).astype(float)
    open_ones = guess.index[guess == 0]
    if len(open_ones):
        guess[open_ones] = max(rest - guess.sum(), 0.0) / len(open_ones)
    registered = pd.concat([last["value"].astype(float), guess])
    dates = pd.concat([last["date"], pd.Series(str(nation["date"].iloc[-1]), index=guess.index)])
    total = registered.reindex(table["oblast_code"]).fillna(0.0).to_numpy()
    came = by_oblast.reindex(table["oblast_code"]).fillna(0.0).to_numpy()
    spread = np.where(came > 0, np.minimum(total / np.maximum(came, 1.0), 1.0), 0.0)
    hosted = positive * spread
    left = np.maximum(total - hosted.groupby(table["oblast_code"]).transform("sum"), 0.0)
    people = table["population_2022"].where(~table["status"].isin(OCCUPIED), 0.0)
    sums = people.groupby(table["oblast_code"]).transform("sum")
    everyone = people.where(sums > 0, table["population_2022"])
    sums = everyone.groupby(table["oblast_code"]).transform("sum")
    hosted = hosted + left * everyone / sums.clip(lower=1.0)
    return hosted, dates.reindex(table["oblast_code"]).set_axis(table.index)


def present_year() -> int:
    """1 January of the present: that of the year of the newest list of territories."""
    return int(str(country_table("hromada_war_status")["date"].max())[:4])


def leaving_year(stocks: pd.DataFrame) -> NDArray[np.int64]:
    """Year in which those evacuated later left: that of the hostilities, 2023 at the earliest."""
    first = stocks["since"].astype("str").str[:4].where(stocks["since"].notna(), "0")
    return np.maximum(first.astype(int).to_numpy(dtype=np.int64), 2023)


def abroad_by_year(net: Mapping[int, float], last: int) -> tuple[Array, Array]:
    """Spread the nation's net migration since 2022 over communities.

    People leave by population and propensity (``abroad_weight``); they return by the community's
    stock abroad, and not to places occupied or under fire.

    Parameters
    ----------
    net : mapping of int to float
        Persons by year, below zero where more leave.
    last : int
        Last 1 January, from 2022.

    Returns
    -------
    moved : ndarray, shape (year - 1, area)
        Net migrants within 2022 and the years after; they add up to `net`.
    abroad : ndarray, shape (year, area)
        Net stock abroad on 1 January.
    """
    stocks = war_stocks()
    closed = stocks["status"].isin((*OCCUPIED, *UNDER_FIRE)).to_numpy()
    exposed = (stocks["population_2022"] * stocks["abroad_weight"]).to_numpy(dtype=float)
    abroad, moved = [np.zeros(len(stocks))], []
    for year in range(2022, last):
        gross = exposed if net[year] < 0 else abroad[-1] * ~closed
        moved.append(gross / max(gross.sum(), 1.0) * net[year])
        abroad.append(np.maximum(abroad[-1] - moved[-1], 0.0))
    return np.array(moved).reshape(last - 2022, len(stocks)), np.stack(abroad)


def displaced_shares(katottg: str) -> dict[int, float]:
    """Share of residents away because of the war less those hosted, by 1 January since 2022.

    ``(abroad - balance - leaving) / population_2022`` with the stocks of :func:`war_stocks` and
    :func:`abroad_by_year`: the balance counts from 2023, later evacuations from the year after the
    hostilities came. At most 0.95. Below zero where more are hosted than away.

    Returns
    -------
    dict of int to float
        2022 (zero) to :func:`present_year`; empty for a place outside the register, without
        people, or under occupation.
    """
    stocks = war_stocks()
    if katottg not in stocks.index:
        return {}
    at, last = list(stocks.index).index(katottg), present_year()
    row = stocks.iloc[at]
    people = float(row["population_2022"])
    if row["status"] in OCCUPIED or people <= 0:
        return {}
    change = reference_table("ukraine_demographic_drivers", ("year", "variable", "value"))
    rows = change[change["variable"] == "net_migration"]
    net = dict(zip(rows["year"].astype(int), rows["value"].astype(float), strict=True))
    abroad = abroad_by_year(net, last)[1][:, at]
    left = int(leaving_year(stocks)[at])
    shares = {}
    for year in range(2022, last + 1):
        within = (year > 2022) * float(row["balance"]) + (year > left) * float(row["leaving"])
        shares[year] = min((float(abroad[year - 2022]) - within) / people, 0.95)
    return shares
