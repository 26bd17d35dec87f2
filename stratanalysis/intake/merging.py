"""New rows into a community's table: what is new, what changes, what is kept with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stratanalysis.finance.revenue import REVENUE_LABELS
from stratanalysis.intake.heads import variable_label
from stratanalysis.tables import Table, table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Merge", "merge_table"]

_SAME = 0.005
_BLOCKS = {
    "revenue": ("year", "period", "fund"),
    "expenditure": ("year", "period", "classification", "fund"),
    "financing": ("year", "period", "classification", "fund"),
}
"""Tables whose new rows of a year replace the old ones of the same year as a whole."""


@dataclass
class Merge:
    """Rows of one table after a file was taken.

    Attributes
    ----------
    rows : list of dict
        The table.
    superseded : list of dict
        Rows for the table ``superseded``.
    new, same : int
        Rows that are new, and that agree with the known ones.
    changed : list of str
        "key: old → new" for every figure that changes.
    left : list of str
        Rows that were not taken, and why.
    """

    rows: list[dict[str, Any]]
    superseded: list[dict[str, Any]] = field(default_factory=list)
    new: int = 0
    same: int = 0
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def merge_table(
    name: str,
    old: pd.DataFrame,
    new: Sequence[Mapping[str, Any]],
    vintages: Mapping[str, str],
) -> Merge:
    """Put rows into a table; of two vintages of one figure the newer counts, both are kept.

    Parameters
    ----------
    name : str
    old : DataFrame
        The table as it is.
    new : sequence of dict
        Rows of one source.
    vintages : mapping
        Vintage by source, old and new.

    Notes
    -----
    A full year takes the place of the part of that year which the table had before. Revenue and
    expenditure of a year and fund are replaced whole, so that nothing is counted in two groups.
    """
    contract = table(name)
    keys = _keys(contract)
    rows = {_key(row, keys): dict(row) for row in _records(old)}
    merge = Merge(list(rows.values()))
    incoming = {_key(row, keys): dict(row) for row in new}
    if not incoming:
        return merge
    source = str(next(iter(incoming.values()))["source"])
    blocks = _BLOCKS.get(name)
    if blocks:
        _drop_replaced(rows, incoming, blocks, vintages, merge, name)
    for key, row in incoming.items():
        before = rows.get(key)
        if before is None:
            merge.new += 1
            rows[key] = row
            continue
        if _equal(before.get("value"), row.get("value")):
            merge.same += 1
            continue
        older = _order(vintages.get(source, "")) < _order(vintages.get(str(before["source"]), ""))
        words, said = _words(key, keys), _said(row)
        if older:
            merge.superseded.append(_kept(name, row, words, "an older vintage; not in the table"))
            merge.left.append(f"{said}: {_number(row)} is of an older vintage than what is there")
            continue
        merge.superseded.append(_kept(name, before, words, f"replaced by {source}"))
        merge.changed.append(f"{said}: {_number(before)} → {_number(row)}")
        rows[key] = row
    merge.rows = list(rows.values())
    return merge


def _drop_replaced(
    rows: dict[Any, dict[str, Any]],
    incoming: dict[Any, dict[str, Any]],
    blocks: tuple[str, ...],
    vintages: Mapping[str, str],
    merge: Merge,
    name: str,
) -> None:
    """Take out what a whole new year replaces; leave out a part of a year that is complete."""
    keys = _keys(table(name))
    source = str(next(iter(incoming.values()))["source"])

    def block(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row.get(part) for part in blocks)

    whole = {(row["year"], row["fund"]) for row in rows.values() if row["period"] == "year"}
    for key, row in list(incoming.items()):
        if row["period"] != "year" and (row["year"], row["fund"]) in whole:
            del incoming[key]
            merge.left.append(f"{_said(row)}: the table has the whole year {row['year']} already")
    arriving = {block(row) for row in incoming.values()}
    full = {(row["year"], row["fund"]) for row in incoming.values() if row["period"] == "year"}
    for key, row in list(rows.items()):
        part = row["period"] != "year" and (row["year"], row["fund"]) in full
        gone = block(row) in arriving and key not in incoming
        newer = _order(vintages.get(source, "")) >= _order(vintages.get(str(row["source"]), ""))
        if part or (gone and newer and not _equal(row.get("value"), 0.0)):
            words = _words(key, keys)
            why = "a part of the year" if part else "not in the newer vintage"
            merge.superseded.append(_kept(name, row, words, f"{why}; replaced by {source}"))
            if gone and not part:
                merge.changed.append(f"{_said(row)}: {_number(row)} → none")
            del rows[key]
        elif gone and newer:
            del rows[key]


def _keys(contract: Table) -> tuple[str, ...]:
    """Key of a row; a statistic of one year and variable is one figure whatever its source."""
    return ("year", "variable") if contract.name == "statistics" else contract.key


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(k): None if _missing(v) else v for k, v in row.items()}
        for row in frame.to_dict("records")
    ]


def _key(row: Mapping[str, Any], keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(int(row[k]) if k in ("year", "age") else row.get(k) for k in keys)


def _words(key: Sequence[Any], keys: Sequence[str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in zip(keys, key, strict=True))


def _said(row: Mapping[str, Any]) -> str:
    """What a row is of, for a reader: the year, the group or variable, months and fund if part."""
    label = variable_label(str(row["variable"])) if row.get("variable") else ""
    label = label or REVENUE_LABELS.get(str(row.get("group")), "")
    code = f"{row['classification']} {row['code']}" if row.get("classification") else ""
    part = row.get("period") if row.get("period") != "year" else ""
    fund = f"{row['fund']} fund" if row.get("fund") in ("general", "special") else ""
    return ", ".join(str(word) for word in (row["year"], label or code, part, fund) if word)


def _kept(name: str, row: Mapping[str, Any], words: str, note: str) -> dict[str, Any]:
    return {
        "table": name,
        "row": words,
        "value": row.get("value"),
        "unit": row.get("unit"),
        "source": row["source"],
        "source_place": row.get("source_place"),
        "note": note,
    }


def _number(row: Mapping[str, Any]) -> str:
    value = row.get("value")
    if _missing(value):
        return "…"
    return f"{float(str(value)):,.10g} {row.get('unit') or ''}".replace(",", " ").strip()


def _equal(one: Any, other: Any) -> bool:
    if _missing(one) or _missing(other):
        return _missing(one) and _missing(other)
    return abs(float(one) - float(other)) < _SAME


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _order(vintage: str) -> str:
    """A vintage to compare: years and months in order; what a user typed is the newest."""
    found = re.findall(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", vintage or "")
    return max(found) if found else "9999"
