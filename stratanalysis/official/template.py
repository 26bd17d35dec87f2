"""Reading back the workbook that a community has filled in."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import check_table
from stratanalysis.documents.workbook import cell_name, open_workbook
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.tables import Column, Table, table

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read_template"]

TABLES_READ = ("goals", "indicators", "observations", "tasks", "measures", "money", "execution")
MAX_ROWS = 100_000
"""Most rows that are read of one sheet."""
_WRITTEN_FOR_US = {
    "source": "workbook",
    "source_document": "workbook",
    "unit": "UAH",
    "price_basis": "nominal",
    "period": "year",
    "unit_as_written": "UAH",
}
_DEFAULTS = {
    "observations": ("source",),
    "tasks": ("source",),
    "execution": ("source", "unit", "price_basis", "period"),
    "money": ("source_document", "unit"),
    "goals": ("source_document",),
    "indicators": ("source_document",),
    "measures": ("source_document",),
}
_MUST_HOLD = {
    "observations": ("value", "numerator", "denominator"),
    "tasks": ("status",),
    "execution": ("approved", "amended", "executed"),
}


def read_template(path: Path | str) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Read the workbook that :func:`stratanalysis.monitoring.template.write_template` wrote.

    Parameters
    ----------
    path : path-like
        An .xlsx file.

    Returns
    -------
    tables : dict of pandas.DataFrame
        By name, with the contracts' columns; a sheet that is absent gives an empty table and a
        finding. Rows of observations, tasks and execution in which nothing was filled in are
        left out: a question that was not answered is no value.
    findings : list of Finding
        All problems with sheet and cell: ``missing-sheet``, ``missing-column``, ``not-a-number``,
        ``formula-error``, and those of the contracts. The tables can be used where none has
        severity `error`.

    Raises
    ------
    MissingInputError, InvalidInputError
        No such file; not an .xlsx workbook, damaged, protected or too large.
    """
    tables: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = []
    file = Path(path)
    with open_workbook(file) as book:
        for name in TABLES_READ:
            contract = table(name)
            if name not in book.sheetnames:
                tables[name] = contract.empty()
                why = "the sheet {sheet!r} is missing; do not rename or delete sheets"
                source = Source(file.name, place=name)
                findings.append(
                    Finding("missing-sheet", Severity.ERROR, source, why, {"sheet": name})
                )
                continue
            rows, lines, places, problems = _read_sheet(book[name], contract, file.name)
            findings += problems
            frame = contract.frame(rows)
            tables[name] = frame
            findings += [
                _at_cell(finding, name, places)
                for finding in check_table(frame, contract, document=file.name, lines=lines)
            ]
    return tables, findings


def _at_cell(finding: Finding, sheet: str, places: dict[str, int]) -> Finding:
    """Give a finding of a contract the sheet and cell instead of a line."""
    source = finding.source
    line, column = source.line, places.get(source.place)
    spot = sheet
    if line is not None:
        spot = cell_name(sheet, line, column) if column else f"{sheet}!{line}"
    return Finding(
        finding.check,
        finding.severity,
        Source(source.document, place=spot, text=source.text),
        finding.why,
        finding.values,
        finding.stated,
        finding.computed,
    )


def _read_sheet(
    sheet: Worksheet, contract: Table, document: str
) -> tuple[list[dict[str, Any]], list[int], dict[str, int], list[Finding]]:
    findings: list[Finding] = []
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    places: dict[str, int] = {}
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MAX_ROWS:
            raise InvalidInputError(
                f"sheet {contract.name} has more than {MAX_ROWS} rows", where=document
            )
        if number == 1:
            continue
        if number == 2:
            places = {
                str(cell).strip(): place for place, cell in enumerate(cells, 1) if cell is not None
            }
            lacking = [name for name in contract.names if name not in places]
            if lacking:
                why = "the second row of sheet {sheet} lacks the columns {columns}; restore them"
                findings.append(
                    Finding(
                        "missing-column",
                        Severity.ERROR,
                        Source(document, place=f"{contract.name}!2"),
                        why,
                        {"sheet": contract.name, "columns": ", ".join(lacking)},
                    )
                )
                return [], [], places, findings
            continue
        row: dict[str, Any] = {}
        for column in contract.columns:
            place = places[column.name]
            raw = cells[place - 1] if place <= len(cells) else None
            value, why = _value(raw, column)
            if why:
                spot = cell_name(contract.name, number, place)
                findings.append(
                    Finding(
                        "formula-error" if str(raw).startswith("#") else "not-a-number",
                        Severity.ERROR,
                        Source(document, place=spot, text=str(raw)),
                        why,
                        {"column": column.name, "value": str(raw)},
                    )
                )
            row[column.name] = value
        if _answered(row, contract.name):
            for name in _DEFAULTS[contract.name]:
                row[name] = row[name] if row[name] is not None else _WRITTEN_FOR_US[name]
            rows.append(row)
            lines.append(number)
    return rows, lines, places, findings


def _answered(row: dict[str, Any], name: str) -> bool:
    wanted = _MUST_HOLD.get(name)
    return any(row[column] is not None for column in (wanted or row))


def _value(raw: object, column: Column) -> tuple[str | float | int | None, str]:
    """Value of a cell, or why it is none."""
    if raw is None or (isinstance(raw, str) and raw.strip() == ""):
        return None, ""
    if column.kind == "text":
        if isinstance(raw, dt.datetime | dt.date):
            return (raw.date() if isinstance(raw, dt.datetime) else raw).isoformat(), ""
        if isinstance(raw, float) and raw.is_integer():
            return str(int(raw)), ""
        return str(raw).strip(), ""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        if isinstance(raw, str) and raw.startswith("#"):
            return None, "{column} shows the error {value}; write the number itself"
        return None, "{column} is {value!r}; a number is expected, empty where it is not known"
    if not math.isfinite(raw):
        return None, "{column} is {value!r}; a number is expected, empty where it is not known"
    if column.kind == "integer":
        if float(raw) != int(raw):
            return None, "{column} is {value!r}; a whole number is expected"
        return int(raw), ""
    return float(raw), ""
