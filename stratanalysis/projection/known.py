"""What was known on a day: the tables of a community without what came later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import MappingProxyType

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError

__all__ = ["known_at"]

_AT_START = ("population", "population_age_sex")
_AT_END = ("revenue", "expenditure", "execution")


def known_at(community: Community, as_of: str | dt.date | None) -> Community:
    """Return the community as it could be known on a day.

    Stocks of 1 January are known on that day, amounts and facts of a year after its end. Rows of
    later periods are left out; nothing is estimated.

    Parameters
    ----------
    community : Community
    as_of : str or date, optional
        ISO date, ``"2022-01-01"``; everything if not given.

    Examples
    --------
    >>> from stratanalysis.scenarios.folder import open_community
    >>> place, _ = open_community("kostiantynivka")
    >>> [int(known_at(place, day)["population"]["year"].max()) for day in (None, "2021-06-30")]
    [2022, 2021]
    """
    if as_of is None:
        return community
    try:
        day = as_of if isinstance(as_of, dt.date) else dt.date.fromisoformat(as_of)
    except ValueError:
        raise InvalidInputError(
            f"as_of is {as_of!r}", where="as_of", expected="a date such as 2026-01-01"
        ) from None
    tables = dict(community.tables)
    for name in {*_AT_START, *_AT_END} & set(tables):
        frame = tables[name]
        last = day.year if name in _AT_START else day.year - 1
        tables[name] = frame[(frame["year"] <= last).fillna(value=False)].reset_index(drop=True)
    return replace(community, tables=MappingProxyType(tables))
