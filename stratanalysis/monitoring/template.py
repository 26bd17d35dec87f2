"""A workbook to fill in: what the annual report needs, with everything that is known already.

Read back by :func:`stratanalysis.official.template.read_template`.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import put_text, table_bytes
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.monitoring.template_sheets import (
    TO_FILL,
    Asked,
    code_names,
    write_asked,
    write_choices,
    write_sheet,
)
from stratanalysis.storage import write_own
from stratanalysis.tables import table
from stratanalysis.workbook_words import GUIDE, LISTS, STAMP, TABLES_READ, sheet_title

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from stratanalysis.monitoring.annual_review import Tables

__all__ = ["TEMPLATE_TABLES", "departments", "template_bytes", "write_template"]

TEMPLATE_TABLES = TABLES_READ
"""Tables whose sheets the workbook has, in the order in which they are filled in."""


def write_template(
    tables: Tables,
    path: Path | str,
    *,
    years: Sequence[int],
    language: str = "uk",
    exercise: bool = False,
    replace: bool = False,
    department: str = "",
) -> None:
    """Write the workbook, whole or not at all; see :func:`template_bytes` for what is in it.

    Parameters
    ----------
    tables : Community or mapping
    path : path-like
        The .xlsx file. One that was written before and not filled in is replaced.
    years : sequence of int
    language : {"uk", "en"}
    exercise : bool
    replace : bool
        Replace a workbook that was filled in, or another file, too; it is kept for
        ``stratanalysis undo``.

    Raises
    ------
    ForeignFileError
        The file was filled in, or is another one.
    """
    target = Path(path)
    content = template_bytes(
        tables, years=years, language=language, exercise=exercise, department=department
    )
    write_own({target: content}, f"template {target.name}", replace=replace)


def template_bytes(
    tables: Tables,
    *,
    years: Sequence[int],
    language: str = "uk",
    exercise: bool = False,
    department: str = "",
) -> bytes:
    """Return the workbook.

    Parameters
    ----------
    tables : Community or mapping
        What is known; rows that the report needs and that are missing are added empty: a plan and a
        fact of every indicator and year, a status of every task and year, an execution row of every
        measure and year.
    years : sequence of int
        Years to ask for.
    language : {"uk", "en"}
        Of titles, heads, words to choose from and the sheet of instructions. The second row of
        every sheet is hidden and holds the names of the columns, by which it is read back.
    exercise : bool
        Say on every sheet that the data are invented.

    Notes
    -----
    A workbook of no department ends with a sheet for each: what it has still to fill in.

    No cell can become a formula: every text, also one that begins with ``=``, ``+``, ``-`` or
    ``@``, is written as text and marked as such.
    """
    from openpyxl import Workbook

    lang = get_language(language)
    book = Workbook()
    guide = book.active
    assert guide is not None
    guide.title = GUIDE[lang.code]
    _write_guide(guide, lang, exercise=exercise)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "veryHidden"
    for name in TEMPLATE_TABLES:
        sheet = book.create_sheet(sheet_title(name, lang.code))
        rows = _rows(name, tables, years)
        if department:
            rows = _own_rows(name, rows, tables, department)
        write_sheet(sheet, table(name), rows, code_names(name, tables), lang)
        write_choices(sheet, table(name), len(rows), lists, lang)
    if not department:
        for number, who in enumerate(departments(tables), 1):
            asked = list(_asked(who, tables, years))
            write_asked(book, f"{number}. {who}", asked, lang)
    for sheet in book.worksheets if exercise else ():
        if sheet.sheet_state == "visible" and sheet is not guide:
            head = f"{sheet.cell(1, 1).value} ({lang.text('An exercise: all data are invented')})"
            put_text(sheet.cell(1, 1), head)
    _write_stamp(book.create_sheet(STAMP), tables, department)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _rows(name: str, tables: Tables, years: Sequence[int]) -> list[dict[str, Any]]:
    """Known rows, then the rows that are asked for."""
    known: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items()} for row in tables[name].to_dict("records")
    ]
    if name == "observations":
        seen = {(row["indicator"], row["year"], row["phase"]) for row in known}
        known += [
            {"indicator": row["indicator"], "year": year, "phase": phase, "unit": row["unit"]}
            for row in tables["indicators"].to_dict("records")
            for year in years
            for phase in ("plan", "fact")
            if (row["indicator"], year, phase) not in seen
        ]
    elif name == "tasks":
        done = {(row["task"], row["year"]) for row in known}
        goals = tables["goals"]
        known += [
            {"task": code, "year": year}
            for code in goals.loc[goals["level"] == "task", "code"]
            for year in years
            if (code, year) not in done
        ]
    elif name == "execution":
        paid = {(row["measure"], row["year"]) for row in known}
        known += [
            {
                "measure": row["code"], "year": year, "period": "year", "unit": "UAH",
                "price_basis": "nominal", "funding_source": row["funding_source"],
            }
            for row in tables["measures"].to_dict("records")
            for year in years
            if (row["code"], year) not in paid
        ]  # fmt: skip
    return known


def departments(tables: Tables) -> list[str]:
    """Return those who answer for indicators or carry out measures, in their order."""
    named = [*tables["indicators"]["responsible"], *tables["measures"]["executor"]]
    return list(dict.fromkeys(str(name) for name in named if isinstance(name, str) and name))


def _own_rows(
    name: str, rows: list[dict[str, Any]], tables: Tables, department: str
) -> list[dict[str, Any]]:
    """Rows that a department fills in; the goals all of them.

    Of tasks: those that its measures serve, and those below the goals of its indicators that no
    measure serves.
    """
    indicators, measures = tables["indicators"], tables["measures"]
    own = set(indicators.loc[indicators["responsible"] == department, "indicator"])
    carried = measures[measures["executor"] == department]
    served = set(carried["goal"].dropna()) | set(
        indicators.loc[indicators["indicator"].isin(own), "goal"]
    )
    if name in ("indicators", "observations"):
        return [row for row in rows if row["indicator"] in own]
    if name == "tasks":
        taken = set(measures["goal"].dropna())
        below = {code for code in _below(tables["goals"], served) if code not in taken}
        return [row for row in rows if row["task"] in served | below]
    if name == "measures":
        return [row for row in rows if row["code"] in set(carried["code"])]
    if name in ("money", "execution"):
        return [row for row in rows if row["measure"] in set(carried["code"])]
    return rows if name in ("goals", "sections") else []


def _asked(department: str, tables: Tables, years: Sequence[int]) -> Iterator[Asked]:
    """Rows of the workbook that a department has still to fill in."""
    import pandas as pd

    for name in ("observations", "tasks", "execution"):
        rows = _rows(name, tables, years)
        own = {id(row) for row in _own_rows(name, rows, tables, department)}
        names = code_names(name, tables) or {}
        for line, row in enumerate(rows, 3):
            filled = any(pd.notna(row.get(column)) for column in TO_FILL[name])
            if id(row) in own and row["year"] in years and not filled:
                code = str(row[table(name).names[0]])
                yield Asked(name, line, code, names.get(code, ""), int(row["year"]))


def _below(goals: pd.DataFrame, tops: Collection[str]) -> set[str]:
    """Codes of the goals below `tops`."""
    parents = dict(zip(goals["code"].astype(str), goals["parent"], strict=True))
    found: set[str] = set()
    for code, parent in parents.items():
        above, seen = parent, {code}
        while isinstance(above, str) and above not in seen:
            if above in tops:
                found.add(code)
                break
            seen.add(above)
            above = parents.get(above)
    return found


_CHUNK = 30_000


def _write_stamp(sheet: Worksheet, tables: Tables, department: str) -> None:
    """Keep the state that the workbook is made from, so that two hands can be distinguished."""
    sheet.sheet_state = "veryHidden"
    put_text(sheet.cell(1, 1), "stratanalysis")
    put_text(sheet.cell(1, 2), department)
    put_text(sheet.cell(1, 3), str(getattr(tables, "slug", "")))
    line = 1
    for name in TEMPLATE_TABLES:
        text = table_bytes(tables[name]).decode("utf-8")
        for start in range(0, len(text), _CHUNK):
            line += 1
            put_text(sheet.cell(line, 1), name)
            put_text(sheet.cell(line, 2), text[start : start + _CHUNK])


def _write_guide(sheet: Worksheet, lang: Language, *, exercise: bool) -> None:
    lines = [
        lang.text("Workbook for the annual report on the strategy"),
        lang.text("Fill in the yellow cells; leave a cell empty where the figure is not known."),
        lang.text("A zero means that the value is zero, not that it is unknown."),
        lang.text("Write percents as 45, not as 0.45; money in hryvnias; dates as 31.12.2024."),
        lang.text("Sheets and columns that you do not need may be deleted: their tables stay."),
        lang.text("Codes are text: write 1.10 as it is; the cells are set so."),
        lang.text("What a colleague has entered meanwhile stays; if both changed a cell, it asks."),
        lang.text("Every indicator needs a base, a target, a direction and a unit."),
        lang.text("Then run the check: it names every cell that must be mended."),
    ]
    if exercise:
        lines.insert(0, lang.text("An exercise: all data are invented"))
    for number, line in enumerate(lines, 1):
        put_text(sheet.cell(number, 1), line)
    sheet.column_dimensions["A"].width = 100
