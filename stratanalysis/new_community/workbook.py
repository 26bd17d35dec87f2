"""Taking a filled-in workbook into the tables of a community."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community
from stratanalysis.community_writing import row_keys
from stratanalysis.documents.sandbox import boxed
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
    tables, findings = boxed(read_template, workbook)
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
    keys = row_keys(contract, sheet, there)
    if set(keys) == set(contract.names):
        return sheet, []  # no telling which row is which: the sheet holds them all
    before = {_key(row, keys): row for row in there.to_dict("records")}
    laid: list[dict[str, Any]] = []
    cells = 0
    for row in sheet.to_dict("records"):
        known = before.pop(_key(row, keys), {})
        stays = {k: v for k, v in known.items() if _missing(row[k]) and not _missing(v)}
        cells += len(stays)
        laid.append({str(k): v for k, v in (row | stays).items()})
    laid += [{str(k): v for k, v in row.items()} for row in before.values()]
    findings = []
    if before or cells:
        why = (
            "{rows} rows of the table {table} are not in the sheet and {cells} cells are empty in "
            "it; they stay as they were"
        )
        findings = [
            Finding(
                "kept-from-table", Severity.NOTE, Source(document, place=name), why,
                {"rows": len(before), "table": name, "cells": cells},
            )
        ]  # fmt: skip
    return contract.frame(laid), findings


def _key(row: Mapping[Any, Any], keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(None if _missing(row[name]) else row[name] for name in keys)


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
