"""Whether a file is an official one, for commands that are meant for other files."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

from stratanalysis.errors import InvalidInputError, StratanalysisError
from stratanalysis.intake.cells import Cells, read_cells
from stratanalysis.intake.columns import has_columns
from stratanalysis.intake.exports import is_export
from stratanalysis.intake.war_list import is_war_list

__all__ = ["official_kind", "refuse_official"]

_ROWS = 12
_UKRSTAT = ("наявного населення", "постійного населення", "державна служба статистики")


def official_kind(path: Path) -> str:
    """Say what an official file is, in words; empty for every other file, and where in doubt."""
    if not path.is_file() or path.stat().st_size == 0:
        return ""
    head = path.open("rb").read(4)
    if head[:2] == b"\x1f\x8b":
        try:
            with gzip.open(path) as packed:
                first = packed.read(4096).decode("utf-8-sig", errors="replace")
        except (OSError, EOFError):
            return ""
        return "an export of the state budget portal" if is_export(_line(first)) else ""
    if head != b"PK\x03\x04":
        first = path.open("rb").read(4096).decode("utf-8-sig", errors="replace")
        if is_export(_line(first)):
            return "an export of the state budget portal"
        if path.suffix.lower() not in (".csv", ".tsv"):
            return ""
    elif path.suffix.lower() not in (".xlsx", ".xlsm"):
        return ""
    try:
        tables, _ = read_cells(path, path.name, rows=_ROWS)
    except (StratanalysisError, OSError, ValueError, KeyError, zipfile.BadZipFile):
        return ""
    return next(filter(None, map(_kind, tables)), "")


def _kind(cells: Cells) -> str:
    rows = cells.rows[:_ROWS]
    title = " ".join(cell for row in rows[:6] for cell in row if cell).lower()
    head = {cell.strip().lower() for row in rows for cell in row if cell}
    if is_war_list(cells):
        return "the list of territories of order 376"
    if cells.sheet and any(words in title for words in _UKRSTAT):
        return "a volume of the State Statistics Service"
    if {"income_total", "katottg"} <= head or {"hromada_code", "population_2020"} <= head:
        return "a table of all communities"
    if "hromada_code" in head and any(name.startswith("prog_") for name in head):
        return "a table of all communities"
    return "an official table with one row a community" if has_columns(cells) else ""


def _line(text: str) -> str:
    return text.split("\n", 1)[0]


def refuse_official(path: Path, command: str) -> None:
    """Lead a user who gives an official file to another command to the door that takes it.

    Raises
    ------
    InvalidInputError
        The file is an official one.
    """
    kind = official_kind(path)
    if kind:
        raise InvalidInputError(
            f"this is {kind}, which {command} does not read",
            where=path.name,
            do=f"take it into a community's tables: stratanalysis take {path} --into COMMUNITY",
        )
