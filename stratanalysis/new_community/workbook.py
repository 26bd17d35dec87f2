"""Taking a filled-in workbook into the tables of a community."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.community import Community
from stratanalysis.findings import Finding, Severity
from stratanalysis.official.template import read_template
from stratanalysis.tables import table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["take_workbook"]


def take_workbook(folder: Path | str, workbook: Path | str) -> tuple[dict[str, int], list[Finding]]:
    """Replace the tables of a community by the sheets of its workbook, all or none.

    Parameters
    ----------
    folder : path-like
        Folder of the community.
    workbook : path-like
        As :func:`stratanalysis.monitoring.template.write_template` wrote it, filled in.

    Returns
    -------
    rows : dict of int
        Rows by table; empty where nothing was taken. A sheet without rows leaves the community's
        table as it was.
    findings : list of Finding
        All problems of the workbook with sheet and cell; nothing is taken where one is an error.

    Raises
    ------
    MissingInputError, InvalidInputError, DataError
        The folder or the workbook cannot be used.
    """
    community = Community.read(folder)
    tables, findings = read_template(workbook)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return {}, findings
    taken = {name: frame for name, frame in tables.items() if len(frame)}
    if not taken:
        return {}, findings
    merged = {**community.tables, **taken}
    merged["sources"] = _with_workbook(community["sources"], taken)
    replace(community, tables=merged).write(folder)
    return {name: len(frame) for name, frame in taken.items()}, findings


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
