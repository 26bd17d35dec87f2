"""Cells of a filled-in workbook: decimal commas, years as text, codes that Excel changed."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection

from stratanalysis.tables import Column
from stratanalysis.workbook_words import code_of

__all__ = ["cell_value", "choices_text", "code_value", "may_be", "shown_cell"]

_YEAR = re.compile(r"(\d{4})\s*(?:р\.?|рік|року|рр\.?)?")
_GROUPED = re.compile(r"[-−+]?\d{1,3}(?:[ \s']\d{3})+(?:[.,]\d+)?|[-−+]?\d+(?:[.,]\d+)?")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*р\.?)?")
_DAYS = ("start", "end", "reported")
"""Columns that hold days as 2024-12-31, or years."""
Value = str | float | int | None


def cell_value(raw: object, column: Column, table: str) -> tuple[Value, str]:
    """Value of a cell, or why it is none.

    Numbers may have a decimal comma, thousands parted by spaces, and a sign of percent or of
    hryvnias after them; a year may be written ``2024 р.``.
    """
    if raw is None or (isinstance(raw, str) and raw.strip() == ""):
        return None, ""
    if column.kind == "text":
        return _text(raw, column, table), ""
    if isinstance(raw, str):
        return _number(raw, column)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        return None, "{column} is {value!r}; a number is expected, empty where it is not known"
    if column.kind == "integer":
        if float(raw) != int(raw):
            return None, "{column} is {value!r}; a whole number is expected"
        return int(raw), ""
    return float(raw), ""


def _text(raw: object, column: Column, table: str) -> str:
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    text = str(raw).strip()
    if column.name in _DAYS:
        if day := _DAY.fullmatch(text):
            return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
        if year := _YEAR.fullmatch(text):
            return year[1]
    return code_of(table, column.name, text)


def shown_cell(raw: object) -> str:
    """What a cell holds, as the spreadsheet shows it: a day as 01.03.2026."""
    if isinstance(raw, dt.date):
        return f"{raw.day:02}.{raw.month:02}.{raw.year}"
    return str(raw)


def _number(raw: str, column: Column) -> tuple[Value, str]:
    text = raw.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").strip()
    if text.startswith("#"):
        return None, "{column} shows the error {value}; write the number itself"
    plain = re.sub(r"\s*(?:%|грн\.?|осіб)$", "", text)
    if column.kind == "integer":
        if found := _YEAR.fullmatch(text):
            return int(found[1]), ""
        digits = plain.replace(" ", "")
        return (
            (int(digits), "")
            if re.fullmatch(r"[-+]?\d+", digits)
            else (None, "{column} is {value!r}; a whole number is expected")
        )
    if not _GROUPED.fullmatch(plain):
        return None, "{column} is {value!r}; a number is expected, empty where it is not known"
    digits = re.sub(r"[\s']", "", plain).replace(",", ".").replace("−", "-")
    return float(digits), ""


def code_value(raw: object, known: Collection[str]) -> tuple[str | None, str]:
    """Code that a cell means, or why that cannot be known.

    Excel turns ``1.10`` typed as a number into 1.1, and ``1.03`` into a date. A number or a date
    is read as the one known code that it can have been; where several can, the cell is asked about.

    Parameters
    ----------
    raw : object
        What the cell holds.
    known : collection of str
        Codes that the community, the workbook's stamp and the text cells of the workbook know.

    Returns
    -------
    code : str or None
    why : str
        English template with `value` and `choices`; empty where the code is certain.

    Examples
    --------
    >>> code_value(1.1, {"1.1", "1.2"})
    ('1.1', '')
    >>> code_value(1.1, {"1.1", "1.10"})[0] is None
    True
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None, ""
    if isinstance(raw, str):
        return raw.strip(), ""
    may = may_be(raw)
    fitting = [code for code in may if code in known]
    if len(fitting) == 1:
        return fitting[0], ""
    if not fitting and not isinstance(raw, dt.date) and len(may) == 1:
        return may[0], ""
    if not fitting and isinstance(raw, int | float) and not known:
        return may[0], ""
    if isinstance(raw, dt.date):
        return None, (
            "the spreadsheet has made a date of the code ({value}); write it as text, with an "
            "apostrophe before it: it may be {choices}"
        )
    return None, (
        "the spreadsheet holds the code as the number {value}; write it as text, with an "
        "apostrophe before it: it may be {choices}"
    )


def may_be(raw: object) -> list[str]:
    """Codes that a number or a date can have been typed as, the likeliest first."""
    if isinstance(raw, dt.datetime | dt.date):
        day, month, year = raw.day, raw.month, raw.year % 100
        pairs = [(day, month), (month, day)]
        codes = [
            written
            for one, other in pairs
            for written in (f"{one}.{other}", f"{one}.{other:02}", f"{one:02}.{other:02}")
        ]
        return list(dict.fromkeys([*codes, f"{day}.{month}.{year}", f"{month}.{year}"]))
    if isinstance(raw, int) or (isinstance(raw, float) and raw.is_integer()):
        whole = str(int(raw))
        return [whole]
    text = repr(raw)
    return [text, f"{text}0"] if "." in text and "e" not in text else [text]


def choices_text(raw: object, known: Collection[str]) -> str:
    """Codes to choose from, for the question; those that are known first."""
    may = may_be(raw)
    fitting = [code for code in may if code in known]
    return ", ".join([*fitting, *(code for code in may if code not in fitting)][:6])
