"""Reading back the workbook that a community has filled in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from stratanalysis.csv_tables import check_table, rows_of
from stratanalysis.documents.workbook import cell_name, open_workbook
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.official.workbook_cells import (
    cell_value,
    choices_text,
    code_value,
    shown_cell,
)
from stratanalysis.official.workbook_sheet import (
    OWN_CODE,
    Sheet,
    repeated_codes,
    repeated_figures,
)
from stratanalysis.tables import TABLES, Column, Table, table
from stratanalysis.workbook_words import CODES, SHEETS, STAMP, TABLES_READ, word_of

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["FilledWorkbook", "read_template", "stamped_department", "stamped_slug"]

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


def _written_for_us(name: str, column: str) -> str:
    """What an empty cell of a column means."""
    return "persons" if (name, column) == ("population", "unit") else _WRITTEN_FOR_US[column]


class FilledWorkbook(NamedTuple):
    """What a filled-in workbook holds.

    Attributes
    ----------
    tables : dict of pandas.DataFrame
        By name, with the contracts' columns; a sheet that is absent gives no table, and a column
        that is absent empty cells. Rows of observations, tasks and execution in which nothing was
        filled in are left out: a question that was not answered is no value.
    findings : list of Finding
        All problems with sheet and cell: ``missing-sheet``, ``missing-column``, ``not-a-number``,
        ``formula-error``, ``merged-cells``, ``own-column``, and those of the contracts. The tables
        can be used where none has severity `error`.
    base : dict of pandas.DataFrame
        The tables that the workbook was made from; empty where it has no stamp.
    department, slug : str
        Whom it was made for: empty where it does not say.
    """

    tables: dict[str, pd.DataFrame]
    findings: list[Finding]
    base: dict[str, pd.DataFrame]
    department: str
    slug: str


def read_template(path: Path | str, known: Collection[str] = ()) -> FilledWorkbook:
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
    FilledWorkbook

    Raises
    ------
    MissingInputError, InvalidInputError
        No such file; not an .xlsx workbook, damaged, protected or too large.
    """
    tables: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = []
    file = Path(path)
    with open_workbook(file) as book:
        base, sheets, (department, slug) = _stamped(book), _sheets(book), _stamp(book)
        codes = set(known) | _codes_of(base) | _text_codes(book, sheets)
        for name, title in sheets.items():
            contract = table(name)
            sheet = Sheet(book[title], contract, file.name)
            rows, lines, problems = _read_sheet(sheet, codes)
            findings += problems
            frame = contract.frame(rows)
            tables[name] = frame
            findings += [
                _in_words(_at_cell(finding, title, sheet.places), contract, title)
                for finding in check_table(frame, contract, document=file.name, lines=lines)
            ]
        if not sheets:
            why = "no sheet of this workbook is one of a community's tables"
            findings.append(Finding("missing-sheet", Severity.ERROR, Source(file.name), why))
    return FilledWorkbook(tables, findings, base, department, slug)


def _sheets(book: Workbook) -> dict[str, str]:
    """Titles of the sheets by table: by the title, else by the hidden names of the columns."""
    by_title = {word.lower(): name for name in TABLES_READ for word in (name, SHEETS[name])}
    found: dict[str, str] = {}
    for sheet in book.worksheets:
        if sheet.title == STAMP:
            continue
        name = by_title.get(sheet.title.strip().lower()) or _by_columns(sheet)
        if name:
            found.setdefault(name, sheet.title)
    return {name: found[name] for name in TABLES_READ if name in found}


def _by_columns(sheet: Worksheet) -> str:
    """The table whose columns a renamed sheet has, all those that cannot be empty."""
    heads = {str(cell) for cell in _heads(sheet) if cell is not None}
    fits = {
        name: len(heads & set(table(name).names))
        for name in TABLES_READ
        if {c.name for c in table(name).columns if not c.nullable} <= heads
    }
    return max(fits, key=fits.__getitem__) if fits else ""


def _heads(sheet: Worksheet) -> tuple[object, ...]:
    return next(sheet.iter_rows(min_row=2, max_row=2, values_only=True), ())


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


def _in_words(finding: Finding, contract: Table, title: str) -> Finding:
    """Name the words to choose from as the workbook writes them."""
    values = dict(finding.values)
    if finding.check != "unknown-word" or title == contract.name:
        return finding
    column = contract.column(str(values["column"]))
    words = ", ".join(word_of(contract.name, column.name, code, "uk") for code in column.choices)
    return replace(finding, values=values | {"choices": words})


def _read_sheet(
    sheet: Sheet, codes: Collection[str]
) -> tuple[list[dict[str, Any]], list[int], list[Finding]]:
    contract, title = sheet.contract, sheet.sheet.title
    findings: list[Finding] = []
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    typed: list[object] = []
    heads: tuple[object, ...] = ()
    own: set[int] = set()
    for number, cells in enumerate(sheet.sheet.iter_rows(values_only=True), 1):
        if number > MAX_ROWS:
            raise InvalidInputError(
                f"sheet {title} has more than {MAX_ROWS} rows", where=sheet.document
            )
        if number == 1:
            heads = cells
            continue
        if number == 2:
            sheet.places |= {
                str(cell).strip(): place for place, cell in enumerate(cells, 1) if cell is not None
            }
            lacking, fatal = _lacking(sheet)
            findings += lacking
            if fatal:
                return [], [], findings
            read = {sheet.places[name] for name in contract.names if name in sheet.places}
            continue
        own |= {place for place, cell in enumerate(cells, 1) if cell is not None} - read
        row: dict[str, Any] = {}
        for column in contract.columns:
            place = sheet.places.get(column.name, 0)
            raw = cells[place - 1] if 0 < place <= len(cells) else None
            value, problem = _cell(raw, column, contract, codes)
            if column.name in CODES and value is not None and _changed_code(raw, str(value)):
                why = (
                    "the spreadsheet holds {value} here; it is read as the code {code}, the only "
                    "one known that it can have been; write codes as text"
                )
                fields: dict[str, object] = {"value": shown_cell(raw), "code": value}
                findings.append(
                    sheet.say("code-read", Severity.WARNING, (number, place), raw, why, fields)
                )
            if problem:
                check, why, values = problem
                findings.append(sheet.say(check, Severity.ERROR, (number, place), raw, why, values))
            row[column.name] = value
        if _answered(row, contract.name):
            for name in _DEFAULTS.get(contract.name, ()):
                if row[name] is None:
                    row[name] = _written_for_us(contract.name, name)
            if contract.name in ("observations", "tasks") and row["period"] == "year":
                row["period"] = None  # the whole year is written as none
            rows.append(row)
            lines.append(number)
            typed.append(_own_code(contract, sheet.places, cells))
    findings += repeated_codes(rows, lines, typed, sheet) + repeated_figures(rows, lines, sheet)
    findings += sheet.merged() + sheet.left_out(own, heads)
    return rows, lines, findings


def _lacking(sheet: Sheet) -> tuple[list[Finding], bool]:
    """Columns that a sheet does not hold: their cells stay in the table, unless none can."""
    contract = sheet.contract
    absent = [c for c in contract.columns if c.name not in sheet.places and not c.optional]
    if not absent:
        return [], False
    given = _DEFAULTS.get(contract.name, ())
    fatal = any(not c.nullable and c.name not in given for c in absent)
    if fatal:
        why = "the second row of sheet {sheet} lacks the columns {columns}; restore them"
    else:
        why = "sheet {sheet} has no columns {columns}; in the table they stay as they are"
    names = ", ".join(c.name for c in absent)
    severity = Severity.ERROR if fatal else Severity.NOTE
    source = Source(sheet.document, place=f"{sheet.sheet.title}!2")
    values: dict[str, object] = {"sheet": sheet.sheet.title, "columns": names}
    return [Finding("missing-column", severity, source, why, values)], fatal


def _own_code(contract: Table, places: Mapping[str, int], cells: Sequence[object]) -> object:
    """What the cell of a row's own code holds; None where the table gives no codes."""
    place = places.get(OWN_CODE.get(contract.name, ""), 0)
    return cells[place - 1] if 0 < place <= len(cells) else None


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
            values: dict[str, object] = {
                "value": shown_cell(raw), "choices": choices_text(raw, codes),
            }  # fmt: skip
            return None, ("code-changed", why, values)
        return code, None
    value, why = cell_value(raw, column, contract.name)
    if why:
        check = "formula-error" if str(raw).startswith("#") else "not-a-number"
        return None, (check, why, {"column": column.name, "value": shown_cell(raw)})
    return value, None


def stamped_department(path: Path | str) -> str:
    """Return the department that a workbook was made for; empty where it does not say."""
    with open_workbook(Path(path)) as book:
        return _stamp(book)[0]


def stamped_slug(path: Path | str) -> str | None:
    """Return whose workbook a file is; empty where it does not say, None where it is none.

    A workbook of a community has the stamp, or the sheets of goals and of observations.
    """
    file = Path(path)
    if file.suffix.lower() != ".xlsx" or not file.is_file():
        return None
    try:
        with open_workbook(file) as book:
            if STAMP not in book.sheetnames:
                return "" if {"goals", "observations"} <= set(_sheets(book)) else None
            return _stamp(book)[1]
    except InvalidInputError:
        return None


def _stamp(book: Workbook) -> tuple[str, str]:
    """Department and community that a workbook was made for."""
    first: tuple[object, ...] = ()
    if STAMP in book.sheetnames:
        first = next(book[STAMP].iter_rows(values_only=True), ())
    department, slug = (*first[1:3], None, None)[:2]
    return str(department or ""), str(slug or "")


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
        for name, column in OWN_CODE.items()
        if name in tables
        for value in tables[name][column].dropna()
    }


def _text_codes(book: Workbook, sheets: Mapping[str, str]) -> set[str]:
    """Codes written as text in the sheets where they are given."""
    found = set()
    for name in ("goals", "indicators", "measures"):
        if name not in sheets:
            continue
        heads = [str(cell) for cell in _heads(book[sheets[name]])]
        if OWN_CODE[name] not in heads:
            continue
        place = heads.index(OWN_CODE[name])
        for row in book[sheets[name]].iter_rows(min_row=3, values_only=True):
            cell = row[place] if len(row) > place else None
            if isinstance(cell, str):
                found.add(cell.strip())
    return found
