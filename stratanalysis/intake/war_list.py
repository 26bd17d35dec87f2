"""The list of territories of hostilities and under occupation (order 376), as a .docx or a table.

The order is reissued almost monthly: its newest text replaces the list of the reference.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells
from stratanalysis.intake.portion import Taken
from stratanalysis.quantities import squeeze

__all__ = ["is_war_list", "read_war_docx", "read_war_table"]

_CODE = re.compile(r"UA\d{17}")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SECTIONS = (
    (re.compile(r"електронн\w+ інформаційн\w+ ресурс", re.I),
     "active_hostilities_registers_working"),
    (re.compile(r"територі\w+ можливих бойових дій", re.I), "possible_hostilities"),
    (re.compile(r"територі\w+ активних бойових дій", re.I), "active_hostilities"),
    (re.compile(r"тимчасово окупован", re.I), "occupied"),
)  # fmt: skip


def is_war_list(cells: Cells) -> bool:
    """Whether a table is the list with the columns of the compiled file."""
    head = set(cells.rows[0]) if cells.rows else set()
    return {"section", "level", "katottg"} <= head and bool({"date_start", "start"} & head)


def read_war_docx(path: Path, document: str) -> Taken | None:
    """Read the act itself: tables of code, name, first and last days, under four headings.

    Returns
    -------
    Taken or None
        With the national table ``war_territories``; None where the document has no such tables.
        Findings: ``period-reversed`` (an end before its start; a misprint of the act: the period
        is kept with its start alone), ``periods-do-not-pair`` (error).
    """
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    found = Taken()
    rows: list[dict[str, Any]] = []
    section = ""
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Paragraph):
            section = _section(block.text) or section
            continue
        assert isinstance(block, Table)
        for number, line in enumerate(_cells(block), 1):
            text = squeeze(" ".join(line))
            codes = [_CODE.search(squeeze(cell).replace(" ", "")) for cell in line]
            place = next((i for i, code in enumerate(codes) if code), None)
            if place is None:
                section = _section(text) or section
                continue
            if not section or len(line) < place + 3:
                continue
            code = codes[place]
            assert code is not None
            spot = Source(document, place=f"table row {number}", text=text[:120])
            rows += _periods(section, code[0], line[place + 1 :], spot, found)
    if not rows:
        return None
    found.national["war_territories"] = rows
    return found


def read_war_table(cells: Cells) -> Taken:
    """Read the list from a table with the columns of the compiled file."""
    head = cells.rows[0]
    rows = []
    found = Taken()
    for number, row in enumerate(cells.rows[1:], 1):
        if not any(row):
            continue
        entry = dict(zip(head, row, strict=False))
        start = entry.get("date_start") or entry.get("start", "")
        end = entry.get("date_end") or entry.get("end", "")
        flag = entry.get("whole_unit_except_listed_settlements") or entry.get("except_listed", "0")
        spot = Source(cells.document, number + 1, text=entry["katottg"])
        rows.append(
            {
                "section": entry["section"],
                "level": entry["level"],
                "katottg": entry["katottg"],
                "name": entry.get("name_in_order") or entry.get("name", ""),
                "start": start,
                "end": _checked_end(start, end, spot, found),
                "except_listed": int(flag or 0),
            }
        )
    found.national["war_territories"] = rows
    return found


def _cells(table: Any) -> Iterator[list[str]]:
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:  # merged cells come several times
                seen.add(id(cell._tc))
                cells.append(cell.text)
        yield cells


def _section(text: str) -> str:
    for pattern, name in _SECTIONS:
        if pattern.search(text):
            return name
    return ""


def _periods(
    section: str, code: str, rest: list[str], spot: Source, found: Taken
) -> list[dict[str, Any]]:
    name = squeeze(rest[0])
    starts = [_day(hit) for hit in _DAY.findall(rest[1])]
    ends = [_day(hit) for hit in _DAY.findall(rest[2] if len(rest) > 2 else "")]
    if not starts or len(ends) > len(starts) or len(ends) < len(starts) - 1:
        why = "the row has {starts} first days and {ends} last days"
        values: dict[str, object] = {"starts": len(starts), "ends": len(ends)}
        found.findings.append(
            Finding("periods-do-not-pair", Severity.ERROR, spot, why, values)
        )  # fmt: skip
        return []
    ends += [""] * (len(starts) - len(ends))
    return [
        {
            "section": section,
            "level": _level(code),
            "katottg": code,
            "name": name,
            "start": start,
            "end": _checked_end(start, end, spot, found),
            "except_listed": int("за винятком" in name.lower()),
        }
        for start, end in zip(starts, ends, strict=True)
    ]


def _day(parts: tuple[str, str, str]) -> str:
    day, month, year = map(int, parts)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04d}-{month:02d}-{day:02d}"


def _checked_end(start: str, end: str, spot: Source, found: Taken) -> str:
    if end and end < start:
        why = "the period ends on {end}, before it begins on {start}; it is taken as going on"
        values: dict[str, object] = {"start": start, "end": end}
        found.findings.append(Finding("period-reversed", Severity.WARNING, spot, why, values))
        return ""
    return end


def _level(code: str) -> str:
    """Level of a unit by its code: UA, oblast 2, raion 2, community 3, settlement 3 digits."""
    oblast, raion, hromada, settlement = code[2:4], code[4:6], code[6:9], code[9:12]
    if oblast in ("80", "85") and raion == "00":
        return "special_city"
    if raion == "00":
        return "oblast"
    if hromada == "000":
        return "raion"
    return "hromada" if settlement == "000" else "settlement"
