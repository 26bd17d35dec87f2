"""A year closes: what the council saw is kept as it was; and what changed since."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from stratanalysis.community import Community
from stratanalysis.cycle.opening import year_folder
from stratanalysis.errors import InvalidInputError, MissingInputError
from stratanalysis.findings import Finding
from stratanalysis.new_community.workbook import changes
from stratanalysis.storage import changing, content_checksum

__all__ = ["CLOSED", "changed_since", "close_year", "closed_year", "is_closed"]

CLOSED = "closed"
_RECORD = "closed.json"


def close_year(
    folder: Path, year: int, page: Path, *, date: str = "", number: str = "", replace: bool = False
) -> Path:
    """Keep the tables and the page of a year as the council saw them.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the community.
    year : int
    page : pathlib.Path
        The published page; everything in its folder is kept with it.
    date, number : str
        Of the council's decision; empty where not known.
    replace : bool
        Close a closed year again; the former state is kept for ``stratanalysis undo``.

    Returns
    -------
    pathlib.Path
        ``years/YEAR/closed``: ``tables/``, ``page/`` and ``closed.json`` with checksums.

    Raises
    ------
    InvalidInputError
        The year is closed already; `date` is not a day.
    MissingInputError
        There is no such page.
    """
    place = year_folder(folder, year) / CLOSED
    if is_closed(folder, year) and not replace:
        closed = closed_year(folder, year)
        decision = f"{closed['number'] or '-'}, {closed['date'] or '-'}"
        raise InvalidInputError(
            f"the year {year} is closed (decision {decision})",
            where=str(place),
            do="use --replace to close it again; the former state can be brought back by undo",
        )
    date = _day(date)
    if not page.is_file():
        raise MissingInputError(
            "no page of the year", where=str(page), do=f"run: stratanalysis year report {year}"
        )
    files: dict[str, bytes] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix in (".csv", ".toml") and file.is_file():
            files[f"tables/{file.name}"] = file.read_bytes()
    for file in sorted(page.parent.rglob("*")):
        inside = file.relative_to(page.parent)
        if file.is_file() and not any(part.startswith(".") for part in inside.parts):
            files[f"page/{inside.as_posix()}"] = file.read_bytes()
    record: dict[str, Any] = {
        "year": year,
        "date": date,
        "number": number,
        "files": {name: content_checksum(content) for name, content in files.items()},
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    below = place.relative_to(folder).as_posix()
    with changing(folder, f"year close {year}", replace=replace) as change:
        for name, content in files.items():
            change.write(f"{below}/{name}", content)
        change.write(f"{below}/{_RECORD}", text)
    return place


def _day(text: str) -> str:
    """A day as 2026-03-12, also of one that is written as 12.03.2026."""
    try:
        parts = text.split(".")
        return dt.date.fromisoformat("-".join(reversed(parts))).isoformat() if text else ""
    except ValueError:
        raise InvalidInputError(
            f"{text!r} is not a day", where="decision-date", expected="a day as 2025-09-30"
        ) from None


def is_closed(folder: Path, year: int) -> bool:
    """Whether a year of a community is closed."""
    return (year_folder(folder, year) / CLOSED / _RECORD).is_file()


def closed_year(folder: Path, year: int) -> dict[str, Any]:
    """Return the record of a closed year, checked against its files.

    Raises
    ------
    MissingInputError
        The year is not closed.
    InvalidInputError
        A file is not the one that was kept.
    """
    place = year_folder(folder, year) / CLOSED
    file = place / _RECORD
    if not file.is_file():
        raise MissingInputError(
            f"the year {year} is not closed", where=str(file),
            do=f"run: stratanalysis year close {year}",
        )  # fmt: skip
    record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for name, checksum in record["files"].items():
        kept = place / name
        if not kept.is_file() or content_checksum(kept.read_bytes()) != checksum:
            raise InvalidInputError(
                "a file of the closed year is not the one that was kept",
                where=str(kept),
                do="bring it back from the backup, or close the year again with --replace",
            )
    return record


def changed_since(folder: Path, year: int) -> list[Finding]:
    """Say what changed in the tables since the page that the council saw."""
    closed_year(folder, year)
    kept = Community.read(year_folder(folder, year) / CLOSED / "tables")
    return changes(kept, Community.read(folder).tables, f"{year}")
