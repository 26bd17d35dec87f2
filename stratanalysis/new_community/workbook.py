"""Taking a filled-in workbook into the tables of a community."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community
from stratanalysis.community_checks import check_across
from stratanalysis.community_writing import row_keys
from stratanalysis.documents.sandbox import boxed
from stratanalysis.findings import Finding, RowKey, Severity, Source
from stratanalysis.monitoring.observed import same_unit
from stratanalysis.official.template import read_template
from stratanalysis.storage import history
from stratanalysis.tables import Table, table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["changes", "take_workbook"]


def take_workbook(
    folder: Path | str, workbook: Path | str, *, replace: bool = False, dry_run: bool = False
) -> tuple[dict[str, int], list[Finding]]:
    """Bring the sheets of a workbook into the tables of its community, all of them or none.

    Rows are matched by their keys. What the sheet states goes into the table; a cell that is empty
    in the sheet, and a row that is not in it, stay in the table as they are, and are said. A
    workbook holds the state that it was made from: a cell that it left as it was does not undo
    what a colleague has entered meanwhile, and a cell that both changed is an error that names
    both values.

    Parameters
    ----------
    folder : path-like
        Folder of the community.
    workbook : path-like
        As :func:`stratanalysis.monitoring.template.write_template` wrote it, filled in.
    replace : bool
        Let a sheet take the whole place of its table, with its empty cells and without the rows
        that are not in it.
    dry_run : bool
        Write nothing.

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
    known = sorted(_codes(community))
    tables, findings, base, who, made_for = boxed(read_template, workbook, known)
    if made_for and made_for != community.slug:
        why = "the workbook was made for the community {made_for!r}, not for {slug!r}"
        values = {"made_for": made_for, "slug": community.slug}
        other = Finding("other-community", Severity.ERROR, Source(given.name), why, values)
        return {}, [other, *findings]
    if any(finding.severity is Severity.ERROR for finding in findings):
        return {}, findings
    if replace and any(finding.check == "missing-column" for finding in findings):
        why = "a sheet that lacks columns cannot take the whole place of its table"
        return {}, [*findings, Finding("missing-column", Severity.ERROR, Source(given.name), why)]
    taken = {name: frame for name, frame in tables.items() if len(frame)}
    if not taken:
        return {}, findings
    merged = {**community.tables, **taken}
    if not replace:
        for name, sheet in taken.items():
            hand = f"{given.name} ({who})" if who else given.name
            sender = _last_sender(Path(folder), name)
            merged[name], kept = _merged(name, sheet, community[name], base.get(name), hand, sender)
            findings = findings + [one for one in kept if not (who and _others_rows(one))]
        if any(finding.severity is Severity.ERROR for finding in findings):
            return {}, findings
    findings = findings + changes(community, merged, given.name)
    if _same(community, merged):
        said = "the workbook changes nothing: everything in it is in the tables already"
        findings = [*findings, Finding("unchanged", Severity.NOTE, Source(given.name), said)]
        return dict.fromkeys(taken, 0), findings
    merged["sources"] = _with_workbook(merged["sources"], taken)
    filled = dataclasses.replace(community, tables=merged)
    lost = [
        dataclasses.replace(one, source=Source(given.name, place=Path(one.source.document).stem))
        for one in check_across(filled)
        if one.severity is Severity.ERROR
    ]
    if lost:
        return {}, [*findings, *lost]
    if dry_run:
        return {name: len(frame) for name, frame in taken.items()}, findings
    filled.write(folder, command=f"fill {given.name}" + (f" ({who})" if who else ""))
    return {name: len(frame) for name, frame in taken.items()}, findings


def _others_rows(finding: Finding) -> bool:
    """Whether it only says that a department's workbook lacks the rows of the others."""
    return finding.check == "kept-from-table" and not finding.values.get("cells")  # noqa: PD011


def _same(community: Community, merged: Mapping[str, pd.DataFrame]) -> bool:
    """Whether the tables would stay as they are, to the last cell."""
    return all(
        frame.reset_index(drop=True).equals(community[name].reset_index(drop=True))
        for name, frame in merged.items()
    )


def _last_sender(folder: Path, name: str) -> str:
    """The last command that changed a table, as ``fill one.xlsx (department)``."""
    for past in history(folder):
        if f"{name}.csv" in past.written:
            return past.command
    return ""


def _codes(community: Community) -> set[str]:
    return {
        str(value)
        for name, column in (("goals", "code"), ("indicators", "indicator"), ("measures", "code"),
                             ("sections", "code"))
        for value in community[name][column].dropna()
    }  # fmt: skip


def changes(
    community: Community, merged: Mapping[str, pd.DataFrame], document: str
) -> list[Finding]:
    """Say what a workbook changes: a count of rows and cells by table, and every changed cell."""
    findings = []
    for name, frame in merged.items():
        contract, before = table(name), community[name]
        keys = row_keys(contract, frame, before)
        old = {_key(row, keys): row for row in before.to_dict("records")}
        source, cells, added = Source(document, place=name), [], 0
        gone = dict(old)
        for row in frame.to_dict("records"):
            known = old.get(_key(row, keys))
            gone.pop(_key(row, keys), None)
            if known is None:
                added += 1
                continue
            why = "{row}, {column}: {old} → {new}"
            cells += [
                Finding("changed-cell", Severity.NOTE, source, why,
                        {"table": name, "row": _row_key(row, keys), "column": column,
                         "old": _shown(known[column]), "new": _shown(row[column])})
                for column in row
                if _differs(known[column], row[column])
            ]  # fmt: skip
        if added or cells:
            why = "{table}: {added} rows added, {changed} cells changed"
            values = {"table": name, "added": added, "changed": len(cells)}
            findings += [Finding("changed", Severity.NOTE, source, why, values), *cells]
        if gone:
            why = "{table}: {count} rows go, the first of them {row}"
            values = {"table": name, "count": len(gone),
                      "row": _row_key(next(iter(gone.values())), keys)}  # fmt: skip
            findings.append(Finding("removed", Severity.NOTE, source, why, values))
    return findings


def _differs(one: Any, other: Any) -> bool:
    if _missing(one) or _missing(other):
        return _missing(one) != _missing(other)
    return bool(one != other)


def _shown(value: Any) -> str:
    if _missing(value):
        return "…"
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e15 else str(value)


def _merged(
    name: str,
    sheet: pd.DataFrame,
    there: pd.DataFrame,
    base: pd.DataFrame | None,
    document: str,
    sender: str = "",
) -> tuple[pd.DataFrame, list[Finding]]:
    """Lay a sheet over a table; say what of the table stays though the sheet does not state it."""
    contract = table(name)
    keys = row_keys(contract, sheet, there)
    if set(keys) == set(contract.names):
        return _together(contract, sheet, there), []
    before = {_key(row, keys): row for row in there.to_dict("records")}
    stamped = {} if base is None else {_key(row, keys): row for row in base.to_dict("records")}
    laid: dict[tuple[Any, ...], dict[str, Any]] = {}
    findings: list[Finding] = []
    cells = 0
    records = sheet.to_dict("records")
    stated = {_key(row, keys) for row in records}
    for row in records:
        key = _filled_in(row, keys, before, stated) or _key(row, keys)
        known, old = before.pop(key, {}), stamped.get(key)
        if "unit" in known and same_unit(row["unit"], known["unit"]):
            row["unit"] = known["unit"]  # the workbook writes the same unit in its own words
        stays = {k: v for k, v in known.items() if _missing(row[k]) and not _missing(v)}
        cells += len(stays)
        if known and base is not None:
            theirs, asked = _both_hands(row, known, old or {}, name, (document, sender))
            stays |= theirs
            findings += asked
        laid[key] = {str(k): v for k, v in (row | stays).items()}
    order = dict.fromkeys([*(_key(row, keys) for row in there.to_dict("records")), *laid])
    rows = [laid.get(key, before.get(key, {})) for key in order]
    if before or cells:
        why = (
            "{rows} rows of the table {table} are not in the sheet and {cells} cells are empty in "
            "it; they stay as they were"
        )
        findings.append(
            Finding(
                "kept-from-table", Severity.NOTE, Source(document, place=name), why,
                {"rows": len(before), "table": name, "cells": cells},
            )
        )  # fmt: skip
    return contract.frame([{str(k): v for k, v in row.items()} for row in rows]), findings


_WHOLE = (("period", "year"), ("fund", "total"))
_NO_CONFLICT = ("source", "source_document", "source_line", "source_place", "source_text")


def _together(contract: Table, sheet: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table, then those of the sheet that it lacks: no telling which row is which."""
    names = tuple(contract.names)
    own = [{str(k): v for k, v in row.items()} for row in there.to_dict("records")]
    known = [_key(row, names) for row in own]
    for row in sheet.to_dict("records"):
        if _key(row, names) in known:
            known.remove(_key(row, names))
        else:
            own.append({str(k): v for k, v in row.items()})
    return contract.frame(own)


def _both_hands(
    row: Mapping[Any, Any],
    known: Mapping[Any, Any],
    old: Mapping[Any, Any],
    name: str,
    hands: tuple[str, str],
) -> tuple[dict[Any, Any], list[Finding]]:
    """What stays of the table where the workbook left a cell alone, and where both changed it."""
    document, sender = hands
    stays: dict[Any, Any] = {}
    findings = []
    for column, value in row.items():
        mine, was = known[column], old.get(column)
        if not _differs(value, mine) or _missing(value):
            continue
        if not _differs(value, was):  # only the table has moved on
            stays[column] = mine
        elif _differs(mine, was) and not _missing(mine):
            if column in _NO_CONFLICT:
                continue
            why = (
                "both changed {column} of {row}: {mine} is in the community's table ({sender}), "
                "{value} in {document}, {was} when the workbook was made; write the right one in "
                "both"
            )
            findings.append(
                Finding(
                    "conflict", Severity.ERROR, Source(document, place=name), why,
                    {"table": name, "column": column, "row": _row_key(row, tuple(row)[:3]),
                     "mine": _shown(mine), "value": _shown(value), "document": document,
                     "sender": sender or "-", "was": _shown(was)},
                )
            )  # fmt: skip
    return stays, findings


def _key(row: Mapping[Any, Any], keys: Sequence[str]) -> tuple[Any, ...]:
    """Key of a row; the whole year and both funds are written as none in some tables."""
    return tuple(
        None if _missing(row[name]) or (name, row[name]) in _WHOLE else row[name] for name in keys
    )


def _row_key(row: Mapping[Any, Any], keys: Sequence[str]) -> RowKey:
    parts = zip(keys, _key(row, keys), strict=True)
    return RowKey({name: part for name, part in parts if part is not None})


def _filled_in(
    row: Mapping[Any, Any],
    keys: Sequence[str],
    before: Mapping[tuple[Any, ...], Mapping[Any, Any]],
    stated: Collection[tuple[Any, ...]],
) -> tuple[Any, ...] | None:
    """Key of the table's row of which `row` only states the fund, or the day of the report.

    A day next to another figure is a second report, and no such row.
    """
    key = _key(row, keys)
    for column in ("fund", "reported"):
        if column not in keys or _missing(row[column]) or key in before:
            continue
        bare = tuple(None if name == column else part for name, part in zip(keys, key, strict=True))
        if bare not in before or bare in stated:
            continue
        figures = [name for name in ("value", "numerator", "denominator", "status") if name in row]
        if column == "fund" or not any(_differs(before[bare][n], row[n]) for n in figures):
            return bare
    return None


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
