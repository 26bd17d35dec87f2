"""Tables of the whole country that a user has a newer edition of: ``data/reference`` next to them.

:func:`stratanalysis.reference.country_table` reads a table there before the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stratanalysis.csv_tables import table_bytes
from stratanalysis.errors import DataError
from stratanalysis.finance.macro import forget_macro_paths, read_macro_paths
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference import country_table
from stratanalysis.reference.country import forget_tables
from stratanalysis.reference.war_status import classify
from stratanalysis.storage import changing
from stratanalysis.tables.budget import BUDGET_TABLES
from stratanalysis.tables.country import COUNTRY_TABLES

__all__ = ["write_national"]

_CONTRACTS = {contract.name: contract for contract in COUNTRY_TABLES}


def write_national(national: Mapping[str, Sequence[Mapping[str, Any]]], data: Path) -> Path:
    """Write national tables below ``data/reference``: paths of a forecast, the list of territories.

    A class of every community follows the list; its day is the last on which a period of it
    begins or ends.
    """
    folder = data / "reference"
    (data / "communities").mkdir(parents=True, exist_ok=True)  # so that the folder is found
    if "macro_paths" in national:
        _write_macro([dict(row) for row in national["macro_paths"]], folder)
    if "war_territories" in national:
        _write_war([dict(row) for row in national["war_territories"]], folder)
    forget_tables()
    return folder


def _write_macro(rows: list[dict[str, Any]], folder: Path) -> None:
    """Put the paths of an act next to those that are known; the same figure of one act is new."""
    contract = next(contract for contract in BUDGET_TABLES if contract.name == "macro_paths")
    own = folder / "macro_paths.csv"
    known = read_macro_paths(own if own.is_file() else None)
    before = [{str(k): v for k, v in row.items()} for row in known.to_dict("records")]
    by_key = {tuple(str(row[name]) for name in contract.key): row for row in [*before, *rows]}
    table = contract.frame([{k: v if v != "" else None for k, v in row.items()}
                            for row in by_key.values()])  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    with changing(folder, "take") as change:
        change.read("macro_paths.csv")
        change.write("macro_paths.csv", table_bytes(table))
    forget_macro_paths()


def _write_war(territories: list[dict[str, Any]], folder: Path) -> None:
    rows = [row | {"source": "order_376"} for row in territories]
    contract = _CONTRACTS["war_territories"]
    frame = contract.frame(
        [{k: v if v != "" else None for k, v in row.items()} for row in rows]
    ).sort_values(["section", "katottg", "start"], ignore_index=True)
    double = frame[frame.duplicated(list(contract.key))]
    if len(double):
        why = "{count} periods occur more than once"
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
    folder.mkdir(parents=True, exist_ok=True)
    with changing(folder, "take") as change:
        for name, table in (("war_territories", frame), ("hromada_war_status", status)):
            change.read(f"{name}.csv")
            change.write(f"{name}.csv", table_bytes(table))
