"""Reading, checking and writing the long tables as CSV.

:func:`read_table` answers with a table and the findings, each with file and line, so that all
problems of a folder come out together.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import MissingInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.quantities import without_controls
from stratanalysis.storage import replace_bytes
from stratanalysis.tables import Column, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FORMULA_SIGNS",
    "check_table",
    "harmless_cell",
    "put_text",
    "read_rows",
    "read_table",
    "rows_of",
    "sheet_cell",
    "table_bytes",
    "write_table",
]

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins with one of them is a formula to a spreadsheet."""

_EXACT = 2**53
"""Beyond it a floating-point number does not hold every whole number."""


def harmless_cell(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run; all else stays."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def put_text(cell: Any, value: str) -> None:
    """Write a text into a cell of a workbook: no formula, no control.

    A text that begins like a formula is marked as a text and stays what it is.
    """
    value = without_controls(value)
    cell.value = value
    cell.data_type = "s"
    if value.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def sheet_cell(sheet: Any, value: Any) -> Any:
    """Return a value as ``sheet.append`` takes it: a gap is empty, a number a number.

    Texts are as :func:`put_text` writes them.
    """
    from openpyxl.cell import WriteOnlyCell

    if value is None or value != value:  # noqa: PLR0124 - NaN
        return None
    if not isinstance(value, str):
        return float(value) if isinstance(value, float) else int(value)
    if not value.startswith(FORMULA_SIGNS):
        return without_controls(value)
    cell = WriteOnlyCell(sheet)
    put_text(cell, value)
    return cell


def check_table(
    frame: pd.DataFrame, contract: Table, *, document: str, lines: Sequence[int] | None = None
) -> list[Finding]:
    """Check a table against its contract; all problems come out together.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns and dtypes of `contract`.
    contract : Table
    document : str
        File name for the findings.
    lines : sequence of int, optional
        The line of each row in the file; by default row number + 2.

    Returns
    -------
    list of Finding
        ``missing-column``, ``unknown-column``, ``missing-value``, ``below-minimum``,
        ``above-maximum``, ``unknown-word``, ``duplicate-row``; empty where all is well.
    """
    import pandas as pd
    import pandera.errors

    header = _header_findings(list(map(str, frame.columns)), contract, document)
    if header:
        return header
    try:
        typed = frame.dtypes.equals(contract.empty().dtypes)
        contract.schema(dtypes=not typed).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as problems:
        cases = problems.failure_cases
    else:
        return []
    findings = []
    seen: set[tuple[object, ...]] = set()
    for case in cases.to_dict("records"):
        index = None if pd.isna(case["index"]) else int(case["index"])
        line = None if index is None else (lines[index] if lines is not None else index + 2)
        check = str(case["check"])
        if check == "multiple_fields_uniqueness":
            if (line, check) in seen or index is None:
                continue
            seen.add((line, check))
            parts = {name: frame[name].loc[index] for name in contract.key}
            key = ", ".join(f"{name} = {part!s}" for name, part in parts.items() if pd.notna(part))
            findings.append(
                Finding(
                    "duplicate-row",
                    Severity.ERROR,
                    Source(document, line),
                    "the row with {key} occurs more than once; keep one of them",
                    {"key": key},
                )
            )
        else:
            column = contract.column(str(case["column"]))
            findings.append(_cell_finding(check, case["failure_case"], column, document, line))
    return sorted(findings, key=lambda f: f.source.line or 0)


def _cell_finding(
    check: str, value: object, column: Column, document: str, line: int | None
) -> Finding:
    source = Source(document, line, place=column.name, text=str(value))
    values: dict[str, object] = {"column": column.name, "value": value}
    if check == "not_nullable":
        return Finding(
            "missing-value",
            Severity.ERROR,
            Source(document, line, place=column.name),
            "column {column} is empty; every row needs a value there",
            values,
        )
    if check.startswith("greater_than"):
        return Finding(
            "below-minimum",
            Severity.ERROR,
            source,
            "{column} is {value}, below the least possible value {limit}",
            values | {"limit": column.minimum},
        )
    if check.startswith("less_than"):
        return Finding(
            "above-maximum",
            Severity.ERROR,
            source,
            "{column} is {value}, above the greatest possible value {limit}",
            values | {"limit": column.maximum},
        )
    return Finding(
        "unknown-word",
        Severity.ERROR,
        source,
        "{column} is {value!r}; it can be one of: {choices}",
        values | {"choices": ", ".join(column.choices)},
    )


def read_table(path: Path, contract: Table) -> tuple[pd.DataFrame, list[Finding]]:
    """Read one CSV file (UTF-8, comma, decimal point) and check it against its contract.

    Parameters
    ----------
    path : pathlib.Path
    contract : Table

    Returns
    -------
    frame : pandas.DataFrame
        Columns of the contract in their order. Cells that could not be read are missing in it,
        and each of them is a finding.
    findings : list of Finding

    Raises
    ------
    MissingInputError
        There is no such file.
    """
    frame, _, findings = read_rows(path, contract)
    return frame, findings


def read_rows(path: Path, contract: Table) -> tuple[pd.DataFrame, list[int], list[Finding]]:
    """Read like :func:`read_table`, and give the first line of every row of the frame too."""
    if not path.is_file():
        raise MissingInputError(
            "no such file", where=str(path), expected=f"the table {contract.name!r} as CSV"
        )
    return rows_of(path.read_bytes(), contract, document=path.name)


def rows_of(
    content: bytes, contract: Table, *, document: str
) -> tuple[pd.DataFrame, list[int], list[Finding]]:
    """Read the bytes of a CSV file like :func:`read_rows`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = "the file is not UTF-8 text (byte {byte}); save it as UTF-8"
        finding = Finding("encoding", Severity.ERROR, Source(document), why, {"byte": error.start})
        return contract.empty(), [], [finding]
    findings: list[Finding] = []
    located = _rows(text, document, findings)
    _, first = next(located, (1, []))
    header = [name.strip() for name in first]
    findings += _header_findings(header, contract, document)
    if findings:
        return contract.empty(), [], findings
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    for start, cells in located:
        if len(cells) != len(header):
            findings.append(
                Finding(
                    "ragged-row",
                    Severity.ERROR,
                    Source(document, start),
                    "the row has {found} cells where the header has {expected}; "
                    "a comma inside a cell needs quotes, a decimal comma must be a point",
                    {"found": len(cells), "expected": len(header)},
                )
            )
            continue
        row = {}
        for name, cell in zip(header, cells, strict=True):
            value, problem = _cell(cell, contract.column(name), document, start)
            row[name] = value
            if problem:
                findings.append(problem)
        rows.append(row)
        lines.append(start)
    frame = contract.frame(rows)
    bad = {(f.source.line, f.source.place) for f in findings}
    keyless = {line for line, place in bad if place in contract.key}
    findings += [
        finding
        for finding in check_table(frame, contract, document=document, lines=lines)
        if (finding.source.line, finding.source.place) not in bad
        and not (finding.check == "duplicate-row" and finding.source.line in keyless)
    ]
    return frame, lines, sorted(findings, key=lambda f: f.source.line or 0)


def _rows(text: str, document: str, findings: list[Finding]) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the cells of every row; what cannot be parted is a finding."""
    reader = csv.reader(io.StringIO(text, newline=""))
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        why = "the row cannot be read ({error}); look for a quote that is never closed"
        source = Source(document, start)
        findings.append(Finding("unreadable-row", Severity.ERROR, source, why, {"error": error}))


def _header_findings(header: list[str], contract: Table, document: str) -> list[Finding]:
    source = Source(document, 1, text=",".join(header))
    problems = []
    missing = [
        column.name
        for column in contract.columns
        if column.name not in header and not column.optional
    ]
    unknown = [name for name in header if name not in contract.names]
    double = sorted({name for name in header if header.count(name) > 1})
    if missing:
        why = "the columns {columns} are missing; the header must be: {expected}"
        problems.append(("missing-column", why, missing))
    if unknown:
        why = "the columns {columns} are not known here; the header must be: {expected}"
        problems.append(("unknown-column", why, unknown))
    if double:
        why = "the columns {columns} occur twice; the header must be: {expected}"
        problems.append(("double-column", why, double))
    expected = ",".join(column.name for column in contract.columns if not column.optional)
    return [
        Finding(
            check,
            Severity.ERROR,
            source,
            why,
            {"columns": ", ".join(map(repr, names)), "expected": expected},
        )
        for check, why, names in problems
    ]


def _cell(
    cell: str, column: Column, document: str, line: int
) -> tuple[str | float | int | None, Finding | None]:
    if column.kind == "text":
        return cell if cell != "" else None, None
    cell = cell.strip()
    if cell == "":
        return None, None
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    good = math.isfinite(number) and "_" not in cell
    if good and column.kind == "integer":
        good = number == int(number) and abs(number) < _EXACT
    if good:
        return (int(number) if column.kind == "integer" else number), None
    if "," in cell:
        why = "{column} is {value!r}: a comma where a decimal point is expected"
    elif column.kind == "integer":
        why = "{column} is {value!r}; a whole number is expected, empty where it is not known"
    else:
        why = "{column} is {value!r}; a number is expected, empty where it is not known"
    source = Source(document, line, place=column.name, text=cell)
    values = {"column": column.name, "value": cell}
    return None, Finding("not-a-number", Severity.ERROR, source, why, values)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV, whole or not at all: see :func:`table_bytes`."""
    replace_bytes(path, table_bytes(frame))


def table_bytes(frame: pd.DataFrame, *, like: bytes = b"") -> bytes:
    """Return a table as CSV: UTF-8, missing empty, numbers in their shortest form.

    A number that is whole is written without ``.0``; reading gives the same table back.

    Parameters
    ----------
    frame : pandas.DataFrame
    like : bytes, optional
        The file as it was: its byte order mark, its line ends and the order of its columns stay.
        Without one there is no mark, and lines end with a line feed.
    """
    mark = b"\xef\xbb\xbf" if like.startswith(b"\xef\xbb\xbf") else b""
    end = "\r\n" if b"\r\n" in like else "\n"
    head = next(csv.reader(io.StringIO(like.decode("utf-8-sig", "replace"), newline="")), [])
    order = [name.strip() for name in head]
    if sorted(order) == sorted(map(str, frame.columns)):
        frame = frame[order]
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator=end)
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_written(value) for value in row])
    return mark + output.getvalue().encode("utf-8")


def _written(value: object) -> object:
    import pandas as pd

    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, float) and abs(value) < _EXACT and value == int(value):
        return int(value)
    return value
