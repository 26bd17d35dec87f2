"""Tables of the whole country that a user has a newer edition of: ``data/reference`` beside them.

:func:`stratanalysis.reference.country_table` reads a table there before the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stratanalysis.csv_tables import table_bytes
from stratanalysis.errors import DataError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference import country_table
from stratanalysis.reference.country import forget_tables
from stratanalysis.reference.war_status import classify
from stratanalysis.storage import changing
from stratanalysis.tables.country import COUNTRY_TABLES

__all__ = ["write_national"]

_CONTRACTS = {contract.name: contract for contract in COUNTRY_TABLES}


def write_national(national: Mapping[str, Sequence[Mapping[str, Any]]], data: Path) -> Path:
    """Write national tables below ``data/reference``; a class of every community follows the list.

    The day of the list is the last on which a period of it begins or ends.
    """
    rows = [dict(row) | {"source": "order_376"} for row in national["war_territories"]]
    contract = _CONTRACTS["war_territories"]
    frame = contract.frame(
        [{k: v if v != "" else None for k, v in row.items()} for row in rows]
    ).sort_values(["section", "katottg", "start"], ignore_index=True)
    double = frame[frame.duplicated(list(contract.key))]
    if len(double):
        why = "{count} periods stand more than once"
        source = Source("war_territories", text=str(double["katottg"].iloc[0]))
        raise DataError(
            "nothing was taken",
            [Finding("duplicate-row", Severity.ERROR, source, why, {"count": len(double)})],
        )
    names = country_table("hromada_names")[["katottg", "settlements"]]
    units = country_table("hromadas").merge(names, on="katottg")
    day = max([*frame["start"].dropna(), country_table("hromada_war_status")["date"].iloc[0]])
    status = classify(frame, units, day).assign(source="order_376")
    status = _CONTRACTS["hromada_war_status"].frame(
        [
            {str(k): v if v != "" else None for k, v in row.items()}
            for row in status.sort_values("katottg").to_dict("records")
        ]
    )
    folder = data / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    with changing(folder, "take") as change:
        for name, table in (("war_territories", frame), ("hromada_war_status", status)):
            change.read(f"{name}.csv")
            change.write(f"{name}.csv", table_bytes(table))
    forget_tables()
    return folder
