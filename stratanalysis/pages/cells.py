"""Cells of tables and axes of pictures, as a page writes them."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import harmless_cell
from stratanalysis.language import MISSING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from stratanalysis.language import Language

__all__ = ["by_row", "column_class", "mark_time", "missing", "plain_text", "save_csv"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WRITTEN_NUMBER = re.compile(
    r"(UAH\s)?[−+]?\d[\d\s.,]*(\s?%|\s(\w+\.?\s)?грн|\s(thousand|million|billion))?$"
)


def mark_time(axes: Axes, language: str, *, income: bool, known: Set[str]) -> set[str]:
    """Mark the dated events on an axis of years: stocks are of 1 January, amounts of a year.

    Events that a picture above it names, `known`, are lines alone; the others are returned.
    """
    from stratanalysis.plots.events import mark_events, time_events

    if getattr(axes.xaxis.get_major_formatter(), "kind", "") == "year":
        money = getattr(axes.yaxis.get_major_formatter(), "kind", "") == "money"
        flow = money or bool(axes.patches)
        events = time_events(language, money=income and money, stock=not flow)
        mark_events(axes, [(x, "" if words in known else words) for x, words in events])
    return {words for _, words in getattr(axes, "time_events", ()) if words}


def by_row(how: Any, rows: int) -> Sequence[Any]:
    """One format for each row."""
    if isinstance(how, str) or callable(how) or not isinstance(how, Iterable):
        return [how] * rows
    return list(how)


def column_class(texts: Sequence[str]) -> str:
    """Class of a column: numbers are aligned right, long texts get room."""
    written = [text for text in texts if text not in ("", MISSING)]
    if written and all(_WRITTEN_NUMBER.match(text) for text in written):
        return ' class="number"'
    return ' class="long"' if any(len(text) > 60 for text in written) else ""


def save_csv(table: pd.DataFrame, path: Path) -> None:
    """Save a table for people: UTF-8 with BOM, and no cell that a spreadsheet would run.

    A text that begins like a formula gets an apostrophe before it; numbers are left alone.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = table.reset_index() if table.index.name else table
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([harmless_cell(str(column)) for column in frame.columns])
        for row in frame.itertuples(index=False, name=None):
            writer.writerow(["" if missing(v) else harmless_cell(v) for v in row])


def missing(value: Any) -> bool:
    """Whether a cell has no value: None, NaN or NA."""
    import pandas as pd

    return value is None or value is pd.NA or bool(value != value)  # noqa: PLR0124 - NaN


def plain_text(value: Any, words: Language) -> str:
    """Write a text; a day that a table holds as 2027-12-31 in words.

    Examples
    --------
    >>> from stratanalysis.language import language
    >>> plain_text("2027-12-31", language("en")), plain_text("2027-02-31", language("en"))
    ('31 December 2027', '2027-02-31')
    """
    text = str(value)
    try:
        day = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    return words.date(day) if day else text
