"""Plain CSV files as people write them, into the tables of the project.

Any of comma, semicolon and tab; decimal comma; spaces between thousands; Ukrainian or English
heads (``rules/simple_tables.toml``); thousands where the unit says so. What the file does not say
and the table needs is filled with a default, and each default is a finding.
"""

from __future__ import annotations

import csv
import functools
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import check_table
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.encodings import decode
from stratanalysis.errors import MissingInputError, UnreadableFileError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.quantities import Habit, is_blank, number_habit, read_number, read_unit, squeeze
from stratanalysis.tables import Column, Table, table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAX_BYTES", "read_simple_table"]

MAX_BYTES = 64 * 2**20
"""Longest file that is read."""


def read_simple_table(
    path: Path | str, name: str, *, source: str = "own"
) -> tuple[pd.DataFrame, list[Finding]]:
    """Read a plain CSV file as the table called `name`.

    Parameters
    ----------
    path : path-like
        First row: heads. UTF-8, UTF-16, cp1251 or koi8-u, found by trial.
    name : str
        ``"population"``, ``"population_age_sex"``, ``"population_change"``, ``"revenue"``,
        ``"expenditure"`` or ``"statistics"``.
    source : str
        Identifier for the column `source` where the file has none.

    Returns
    -------
    frame : pandas.DataFrame
        Columns of the contract; persons and UAH in whole units. Codes stay text.
    findings : list of Finding
        ``default-used`` (note), ``unknown-column`` (warning: left out), ``ambiguous-number``
        (warning), ``unit-mismatch``, ``ragged-row``, ``not-a-number`` and those of the contract
        (errors).

    Raises
    ------
    MissingInputError, UnreadableFileError
        No such file; it is empty, too long, or has no column of values.
    """
    contract = table(name)
    path = Path(path)
    rows, lines, habit = _cells(path)
    heads = [_known(head, "columns") for head in rows[0]]
    if "value" not in heads or "year" not in heads:
        raise UnreadableFileError(
            f"the heads are {', '.join(map(repr, rows[0]))}",
            where=f"{path.name}:1",
            expected=f"at least 'рік' (year) and 'значення' (value) for the table {name!r}",
        )
    findings = []
    for head, written in zip(heads, rows[0], strict=True):
        if head not in contract.names:
            where = Source(path.name, 1, text=written)
            why = "the column {column!r} is not part of the table {table} and is left out"
            values: dict[str, object] = {"column": written, "table": name}
            findings.append(Finding("unknown-column", Severity.WARNING, where, why, values))
    defaults = _defaults(contract, heads, source)
    for column, value in defaults.items():
        why = "the file does not tell {column}; {value!r} is taken"
        values = {"column": column, "value": value}
        findings.append(
            Finding("default-used", Severity.NOTE, Source(path.name, 1, column), why, values)
        )
    records: list[dict[str, Any]] = []
    places: list[int] = []
    for cells, line in zip(rows[1:], lines[1:], strict=True):
        if len(cells) != len(heads):
            why = "the row has {found} cells where the header has {expected}; it is left out"
            values = {"found": len(cells), "expected": len(heads)}
            where = Source(path.name, line)
            findings.append(Finding("ragged-row", Severity.ERROR, where, why, values))
            continue
        row = {head: cell for head, cell in zip(heads, cells, strict=True) if head}
        record = dict(defaults)
        for head in contract.names:
            if head in row and head != "unit":
                spot = Source(path.name, line, head, row[head])
                record[head] = _cell(row[head], contract.column(head), habit, spot, findings)
        _apply_unit(record, row.get("unit"), contract, path.name, line, findings)
        records.append(record)
        places.append(line)
    frame = contract.frame(records)
    bad = {(f.source.line, f.source.place) for f in findings}
    bad |= {(f.source.line, "value") for f in findings if f.check == "unit-mismatch"}
    problems = check_table(frame, contract, document=path.name, lines=places)
    findings += [f for f in problems if (f.source.line, f.source.place) not in bad]
    return frame, findings


def _cells(path: Path) -> tuple[list[list[str]], list[int], Habit]:
    if not path.is_file():
        raise MissingInputError("no such file", where=str(path), expected="a CSV file")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError(
            f"the file is longer than {MAX_BYTES // 2**20} MiB", where=path.name, do="part it"
        )
    text, _ = decode(path.read_bytes(), path.name)
    if not text.strip():
        raise UnreadableFileError("the file is empty", where=path.name, expected="a row of heads")
    head = text.lstrip().splitlines()[0]
    delimiter = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, lines, line = [], [], 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                rows.append([cell.strip() for cell in cells])
                lines.append(start)
    except csv.Error as error:
        raise UnreadableFileError(
            f"the file cannot be read ({error})", where=f"{path.name}:{line}"
        ) from error
    return rows, lines, number_habit(text)


@functools.cache
def _vocabulary(part: str) -> dict[str, str]:
    rules = read_rules("simple_tables")[part]
    return {
        squeeze(word).casefold(): name for name, words in rules.items() for word in (name, *words)
    }


def _known(word: str, part: str) -> str:
    """Return the project's own name for a head or a word; the word itself where it has none."""
    return _vocabulary(part).get(squeeze(word).casefold(), word)


def _defaults(contract: Table, heads: list[str], source: str) -> dict[str, Any]:
    defaults = dict(read_rules("simple_tables")["defaults"]) | {"source": source}
    unit = contract.column("unit").choices if "unit" in contract.names else ()
    if unit:
        defaults["unit"] = unit[0]
    return {k: v for k, v in defaults.items() if k in contract.names and k not in heads}


def _cell(
    cell: str, column: Column, habit: Habit, spot: Source, findings: list[Finding]
) -> str | float | int | None:
    if column.kind == "text":
        if column.name == "code":
            return cell or None
        return _known(cell, "words") or None
    if is_blank(cell):
        return None
    number = read_number(cell.removesuffix("+"), habit=habit)
    if number is None or (column.kind == "integer" and number.value != int(number.value)):
        why = "{column} is {value!r}; a number is expected, empty where it is not known"
        values: dict[str, object] = {"column": column.name, "value": cell}
        findings.append(Finding("not-a-number", Severity.ERROR, spot, why, values))
        return None
    if number.ambiguous:
        why = "{value!r} can be {first} or {second}; {first} is taken, as elsewhere in the file"
        values = {"value": cell, "first": number.value, "second": number.alternative}
        findings.append(Finding("ambiguous-number", Severity.WARNING, spot, why, values))
    return int(number.value) if column.kind == "integer" else number.value


def _apply_unit(
    record: dict[str, Any],
    written: str | None,
    contract: Table,
    document: str,
    line: int,
    findings: list[Finding],
) -> None:
    """Bring the value to whole units; a unit of another kind is a finding."""
    if written is None or "unit" not in contract.names:
        return
    unit = read_unit(written)
    allowed = contract.column("unit").choices
    code = unit.code if unit is not None else written
    if allowed and code not in allowed:
        why = "the unit is {unit!r}; the table {table} holds {allowed}"
        values = {"unit": written, "table": contract.name, "allowed": ", ".join(allowed)}
        spot = Source(document, line, "unit", written)
        findings.append(Finding("unit-mismatch", Severity.ERROR, spot, why, values))
        record["value"] = None
        record["unit"] = allowed[0]
        return
    record["unit"] = code
    if unit is not None and record.get("value") is not None:
        record["value"] = round(record["value"] * unit.factor, 6)
