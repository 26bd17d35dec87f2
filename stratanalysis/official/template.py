"""Reading back the workbook that a community has filled in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import check_table, rows_of
from stratanalysis.documents.workbook import cell_name, open_workbook
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.official.workbook_cells import cell_value, choices_text, code_value, may_be
from stratanalysis.tables import TABLES, Column, Table, table
from stratanalysis.tables.workbook_words import CODES, MORE_TABLES, STAMP, TABLES_READ

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read_stamp", "read_template", "stamped_slug"]

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
    "sections": ("source_document",),
    "swot": ("source_document",),
    "remarks": ("source",),
    "population": ("source", "unit"),
    "revenue": ("source", "unit", "price_basis", "period"),
    "expenditure": ("source", "unit", "price_basis", "period"),
    "statistics": ("source",),
}
_MUST_HOLD = {
    "observations": ("value", "numerator", "denominator"),
    "tasks": ("status",),
    "execution": ("approved", "amended", "executed"),
    "remarks": ("remark",),
}


_OWN_CODE = {"goals": "code", "indicators": "indicator", "measures": "code", "sections": "code"}
"""Column in which a table gives its rows their codes."""


def _written_for_us(name: str, column: str) -> str:
    """What an empty cell of a column means."""
    return "persons" if (name, column) == ("population", "unit") else _WRITTEN_FOR_US[column]


def read_template(
    path: Path | str, known: Collection[str] = ()
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Read the workbook that :func:`stratanalysis.monitoring.template.write_template` wrote.

    Parameters
    ----------
    path : path-like
        An .xlsx file.
    known : collection of str
        Codes of the community's goals, indicators and measures: a code that a spreadsheet has
        turned into a number or a date is read as the one of them that it can have been, else it is
        a finding that asks.

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
        base = _stamped(book)
        codes = set(known) | _codes_of(base) | _text_codes(book)
        for name in (*TABLES_READ, *MORE_TABLES):
            contract = table(name)
            if name not in book.sheetnames and name in MORE_TABLES:
                continue
            if name not in book.sheetnames:
                tables[name] = contract.empty()
                why = "the sheet {sheet!r} is missing; do not rename or delete sheets"
                source = Source(file.name, place=name)
                findings.append(
                    Finding("missing-sheet", Severity.ERROR, source, why, {"sheet": name})
                )
                continue
            rows, lines, places, problems = _read_sheet(book[name], contract, file.name, codes)
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
    sheet: Worksheet, contract: Table, document: str, codes: Collection[str]
) -> tuple[list[dict[str, Any]], list[int], dict[str, int], list[Finding]]:
    findings: list[Finding] = []
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    places: dict[str, int] = {}
    typed: list[object] = []
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
            lacking = [c.name for c in contract.columns if c.name not in places and not c.optional]
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
            place = places.get(column.name, 0)
            raw = cells[place - 1] if 0 < place <= len(cells) else None
            value, problem = _cell(raw, column, contract, codes)
            if column.name in CODES and value is not None and _changed_code(raw, str(value)):
                why = (
                    "the spreadsheet holds {value} here; it is read as the code {code}, the only "
                    "one known that it can have been; write codes as text"
                )
                spot = cell_name(contract.name, number, place)
                source = Source(document, place=spot, text=str(raw))
                told: dict[str, object] = {"value": str(raw), "code": value}
                findings.append(Finding("code-read", Severity.WARNING, source, why, told))
            if problem:
                check, why, values = problem
                spot = cell_name(contract.name, number, place)
                source = Source(document, place=spot, text=str(raw))
                findings.append(Finding(check, Severity.ERROR, source, why, values))
            row[column.name] = value
        if _answered(row, contract.name):
            for name in _DEFAULTS.get(contract.name, ()):
                if row[name] is None:
                    row[name] = _written_for_us(contract.name, name)
            rows.append(row)
            lines.append(number)
            typed.append(_own_code(contract, places, cells))
    own = _OWN_CODE.get(contract.name, "")
    return (
        rows,
        lines,
        places,
        findings + _repeated(rows, lines, typed, contract.name, own, places.get(own, 0), document),
    )


def _own_code(contract: Table, places: Mapping[str, int], cells: Sequence[object]) -> object:
    """What the cell of a row's own code holds; None where the table gives no codes."""
    place = places.get(_OWN_CODE.get(contract.name, ""), 0)
    return cells[place - 1] if 0 < place <= len(cells) else None


def _repeated(
    rows: Sequence[Mapping[str, Any]], lines: Sequence[int], typed: Sequence[object],
    sheet: str, own: str, place: int, document: str,
) -> list[Finding]:  # fmt: skip
    """Ask about a number or a date that is read as a code which another row of the sheet has."""
    keys = [(row.get(own), row.get("tree")) for row in rows]
    used = {code for code, _ in keys if code is not None}
    findings = []
    for (code, tree), number, raw in zip(keys, lines, typed, strict=True):
        # a row that was just typed names no tree: it may be of any
        same = [
            other for other in keys if other[0] == code and (not tree or other[1] in (tree, None))
        ]
        if raw is None or isinstance(raw, str) or len(same) < 2:
            continue
        why = (
            "the spreadsheet holds {value} here, which reads as the code {code} of another row; "
            "write the code as text, with an apostrophe before it: it may be {choices}"
        )
        values: dict[str, object] = {
            "value": str(raw), "code": code,
            "choices": choices_text(raw, set(may_be(raw)) - used),
        }  # fmt: skip
        source = Source(document, place=cell_name(sheet, number, place), text=str(raw))
        findings.append(Finding("code-changed", Severity.ERROR, source, why, values))
    return findings


def _answered(row: dict[str, Any], name: str) -> bool:
    wanted = _MUST_HOLD.get(name)
    return any(row[column] is not None for column in (wanted or row))


def _changed_code(raw: object, code: str) -> bool:
    """Whether a spreadsheet has made something else of a code: a date, or 1.1 of 1.10."""
    return not isinstance(raw, str | int) and str(raw).removesuffix(".0") != code


def _cell(
    raw: object, column: Column, contract: Table, codes: Collection[str]
) -> tuple[Any, tuple[str, str, dict[str, object]] | None]:
    """Value of a cell, and the check, words and values of what is wrong with it."""
    if column.name in CODES:
        code, why = code_value(raw, codes)
        if why:
            values: dict[str, object] = {"value": str(raw), "choices": choices_text(raw, codes)}
            return None, ("code-changed", why, values)
        return code, None
    value, why = cell_value(raw, column, contract.name)
    if why:
        check = "formula-error" if str(raw).startswith("#") else "not-a-number"
        return None, (check, why, {"column": column.name, "value": str(raw)})
    return value, None


def read_stamp(path: Path | str) -> tuple[dict[str, pd.DataFrame], str]:
    """Return the tables that a workbook was made from, and the department that it was made for.

    Empty where the workbook has no stamp.
    """
    with open_workbook(Path(path)) as book:
        who = ""
        if STAMP in book.sheetnames:
            first = next(book[STAMP].iter_rows(values_only=True), ())
            who = str(first[1] or "") if len(first) > 1 else ""
        return _stamped(book), who


def stamped_slug(path: Path | str) -> str | None:
    """Return whose workbook a file is; empty where it does not say, None where it is none.

    A workbook of a community has the sheets ``goals`` and ``observations``.
    """
    file = Path(path)
    if file.suffix.lower() != ".xlsx" or not file.is_file():
        return None
    try:
        with open_workbook(file) as book:
            if not {"goals", "observations"} <= set(book.sheetnames):
                return None
            if STAMP not in book.sheetnames:
                return ""
            first = next(book[STAMP].iter_rows(values_only=True), ())
            return str(first[2] or "") if len(first) > 2 else ""
    except InvalidInputError:
        return None


def _stamped(book: Workbook) -> dict[str, pd.DataFrame]:
    if STAMP not in book.sheetnames:
        return {}
    texts: dict[str, str] = {}
    for row in book[STAMP].iter_rows(min_row=2, values_only=True):
        if len(row) > 1 and row[0]:
            texts[str(row[0])] = texts.get(str(row[0]), "") + str(row[1] or "")
    tables = {}
    for name, text in texts.items():
        if name in TABLES:
            tables[name], _, _ = rows_of(text.encode("utf-8"), table(name), document=name)
    return tables


def _codes_of(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Codes of the goals, indicators, measures and sections of tables."""
    return {
        str(value)
        for name, column in _OWN_CODE.items()
        if name in tables
        for value in tables[name][column].dropna()
    }


def _text_codes(book: Workbook) -> set[str]:
    """Codes that stand as text in the sheets where they are given."""
    found = set()
    for name in ("goals", "indicators", "measures"):
        if name not in book.sheetnames:
            continue
        for row in book[name].iter_rows(min_row=3, max_col=1, values_only=True):
            if row and isinstance(row[0], str):
                found.add(row[0].strip())
    return found
