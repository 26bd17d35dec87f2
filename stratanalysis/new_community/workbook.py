"""Taking a filled-in workbook into the tables of a community."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.official.template import read_template
from stratanalysis.tables import table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["take_workbook"]


def take_workbook(
    folder: Path | str, workbook: Path | str, *, replace: bool = False
) -> tuple[dict[str, int], list[Finding]]:
    """Bring the sheets of a workbook into the tables of its community, all of them or none.

    Rows are matched by their keys. What the sheet states goes into the table; a cell that is empty
    in the sheet, and a row that is not in it, stay in the table as they are, and are said.

    Parameters
    ----------
    folder : path-like
        Folder of the community.
    workbook : path-like
        As :func:`stratanalysis.monitoring.template.write_template` wrote it, filled in.
    replace : bool
        Let a sheet take the whole place of its table, with its empty cells and without the rows
        that are not in it.

    Returns
    -------
    rows : dict of int
        Rows of the sheets by table; empty where nothing was taken. A sheet without rows leaves the
        community's table as it was.
    findings : list of Finding
        All problems of the workbook with sheet and cell; nothing is taken where one is an error.

    Raises
    ------
    MissingInputError, InvalidInputError, DataError
        The folder or the workbook cannot be used.
    """
    given, community = Path(workbook), Community.read(folder)
    tables, findings = read_template(workbook)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return {}, findings
    taken = {name: frame for name, frame in tables.items() if len(frame)}
    if not taken:
        return {}, findings
    merged = {**community.tables, **taken}
    if not replace:
        for name, sheet in taken.items():
            merged[name], kept = _merged(name, sheet, community[name], given.name)
            findings = findings + kept
    merged["sources"] = _with_workbook(community["sources"], taken)
    filled = dataclasses.replace(community, tables=merged)
    filled.write(folder, command=f"fill {given.name}")
    return {name: len(frame) for name, frame in taken.items()}, findings


def _merged(
    name: str, sheet: pd.DataFrame, there: pd.DataFrame, document: str
) -> tuple[pd.DataFrame, list[Finding]]:
    """Lay a sheet over a table; say what of the table stays though the sheet does not state it."""
    contract = table(name)
    keys = list(contract.key)
    if not len(there):
        return sheet, []
    values = [column for column in contract.names if column not in keys]
    rows = sheet.set_index(keys)
    before = there.set_index(keys)
    both = rows.index.intersection(before.index)
    stays = int((rows.loc[both, values].isna() & before.loc[both, values].notna()).to_numpy().sum())
    others = len(before.index.difference(rows.index))
    full = before.loc[both, values].to_dict("index")
    laid = [
        row
        | {
            column: full[key][column]
            for column in values
            if (key := _key(row, keys)) in full and _missing(row[column])
        }
        for row in sheet.to_dict("records")
    ]
    seen = set(rows.index)
    laid += [row for row in there.to_dict("records") if _key(row, keys) not in seen]
    findings = []
    if stays or others:
        why = (
            "{rows} rows of the table {table} are not in the sheet and {cells} cells are empty in "
            "it; they stay as they were"
        )
        findings = [
            Finding(
                "kept-from-table", Severity.NOTE, Source(document, place=name), why,
                {"rows": others, "table": name, "cells": stays},
            )
        ]  # fmt: skip
    return contract.frame([{str(k): v for k, v in row.items()} for row in laid]), findings


def _key(row: Mapping[Any, Any], keys: list[str]) -> Any:
    return row[keys[0]] if len(keys) == 1 else tuple(row[name] for name in keys)


def _missing(value: Any) -> bool:
    """Whether a cell is empty."""
    import pandas as pd

    return bool(pd.isna(value))


def _with_workbook(sources: pd.DataFrame, taken: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Add the workbook to the sources where the tables name it."""
    import pandas as pd

    used = any(
        "source" in frame and (frame["source"] == "workbook").any() for frame in taken.values()
    )
    if not used or (sources["id"] == "workbook").any():
        return sources
    row = table("sources").frame(
        [
            {
                "id": "workbook",
                "title": "Workbook filled in by the community",
                "publisher": "The community",
                "licence": "Own data",
                "vintage": "see the workbook",
            }
        ]
    )
    return pd.concat([sources, row], ignore_index=True)
