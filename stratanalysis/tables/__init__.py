"""Column contracts of the long tables.

A :class:`Table` lists its columns with kind, unit and meaning; the data dictionary is made from
them. Missing is NaN and nothing else; zero stays zero.
"""

from __future__ import annotations

from stratanalysis.errors import UnknownNameError
from stratanalysis.tables.community import COMMUNITY_TABLES
from stratanalysis.tables.contract import Column, Table
from stratanalysis.tables.monitoring import MONITORING_TABLES
from stratanalysis.tables.strategy import STRATEGY_TABLES

__all__ = ["TABLES", "Column", "Table", "table"]

TABLES: dict[str, Table] = {
    contract.name: contract
    for contract in (*COMMUNITY_TABLES, *STRATEGY_TABLES, *MONITORING_TABLES)
}
"""All contracts by name."""


def table(name: str) -> Table:
    """Return the contract called `name`.

    Raises
    ------
    UnknownNameError
        There is none; the message lists those that exist.
    """
    try:
        return TABLES[name]
    except KeyError:
        raise UnknownNameError("table", name, TABLES) from None
