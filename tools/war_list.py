"""The list of territories (order 376) as the compiled file holds it, in the project's columns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

COLUMNS = {
    "section": "section",
    "level": "level",
    "katottg": "katottg",
    "name_in_order": "name",
    "date_start": "start",
    "date_end": "end",
    "whole_unit_except_listed_settlements": "except_listed",
}


def read_list_csv(path: Path) -> pd.DataFrame:
    """Read the compiled list; an end before its start would be a fault and stops the build."""
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table = table[list(COLUMNS)].rename(columns=COLUMNS)
    wrong = table[(table["end"] != "") & (table["end"] < table["start"])]
    if len(wrong):
        raise SystemExit(f"{path.name}: periods that end before they begin: {len(wrong)}")
    return table.assign(except_listed=table["except_listed"].astype("int64"), source="order_376")
