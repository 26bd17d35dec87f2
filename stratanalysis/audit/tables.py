"""Reading rows of the extracted tables: cells that may be missing, and where a row is."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from stratanalysis.findings import Source

if TYPE_CHECKING:
    from stratanalysis.audit.verdicts import Material

__all__ = ["Place", "Row", "missing", "place_of", "row_place", "source_of", "text_of"]

Row = dict[Hashable, Any]
"""A row of a table, by column."""
Place = tuple[int | None, str]
"""Line, or where there is none the paragraph, page or row: what tells two rows apart."""
_COLUMN = re.compile(r",? ?column \d+$|(?<=!)[A-Z]{1,3}(?=\d)")
_SPACES = re.compile(r"\s+")


def missing(value: object) -> bool:
    """Tell whether a cell is empty."""
    import pandas as pd

    return bool(pd.isna(value)) or str(value).strip() == ""  # type: ignore[call-overload]


def text_of(row: Row, name: str) -> str:
    """Return a cell as text; empty where it is missing or the table has no such column."""
    value = row.get(name)
    return "" if missing(value) else _SPACES.sub(" ", str(value)).strip()


def source_of(material: Material, row: Row) -> Source:
    """Return where a row is, with its words."""
    line = row.get("source_line")
    words = text_of(row, "source_text")
    return Source(
        text_of(row, "source_document") or material.document.name,
        None if missing(line) else int(str(line)),
        text_of(row, "source_place"),
        words if len(words) <= 400 else words[:399].rstrip() + "…",
    )


def row_place(line: int | None, place: str) -> Place:
    """Return what cells of one row of a table share: the line, or the place without its column."""
    return (line, "") if line is not None else (None, _COLUMN.sub("", place))


def place_of(row: Row) -> Place:
    """Return the place of a row, see :func:`row_place`."""
    line = row.get("source_line")
    return row_place(None if missing(line) else int(str(line)), text_of(row, "source_place"))
