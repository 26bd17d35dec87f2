"""Tables of people in the war for ``data/reference``: registered displaced persons and anchors."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

__all__ = ["people"]


_ARMED_FORCES = {
    "date": "2025-01-15", "indicator": "armed_forces", "value": "880000", "unit": "persons",
    "author": "President of Ukraine, press conference in Warsaw, spoken (censor.net 3530422)",
}  # fmt: skip


def people(data: Path) -> dict[str, pd.DataFrame]:
    """Make the tables from the official figures that were read in news pages.

    Parameters
    ----------
    data : pathlib.Path
        Folder of the files.
    """
    return {"registered_displaced": _displaced(data), "wartime_anchors": _anchors(data)}


def _displaced(data: Path) -> pd.DataFrame:
    table = pd.read_csv(data / "registered_idps_oblast_2024.csv", dtype=str, keep_default_na=False)
    table = table.assign(
        oblast_code=table["oblast_katottg"].str[:4].replace("", "UA"),
        value=table["registered_idps"].astype(int),
        source="social_policy_2024",
    )
    wanted = ["oblast_code", "oblast", "date", "value", "source"]
    return table[wanted].sort_values(["date", "oblast_code"], ignore_index=True)


def _anchors(data: Path) -> pd.DataFrame:
    anchors = pd.read_csv(data / "ukraine_wartime_anchors.csv", dtype=str, keep_default_na=False)
    anchors = anchors.rename(columns={"what": "author"})
    events = pd.read_csv(
        data / "registered_vital_events_2021_2024_partial.csv", dtype=str, keep_default_na=False
    )
    nation = events[(events["oblast"] == "Україна") & (events["period"].str.len() == 4)]
    registered = pd.DataFrame({
        "date": nation["period"],
        "indicator": "registered_" + nation["event"],
        "value": nation["value"],
        "unit": "persons",
        "author": "Ministry of Justice, registered, " + nation["quality"],
    })  # fmt: skip
    army = pd.DataFrame([_ARMED_FORCES])
    both = pd.concat([anchors[["date", "indicator", "value", "unit", "author"]], registered, army])
    both = both.assign(value=both["value"].astype(float), source="wartime_anchors")
    return both.sort_values(["indicator", "date"], kind="stable", ignore_index=True)
