"""A sheet of the filled-in workbook: its columns, and rows that say one thing twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stratanalysis.documents.workbook import cell_name, merged_ranges
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import language as get_language
from stratanalysis.official.workbook_cells import choices_text, may_be, shown_cell
from stratanalysis.tables import Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["OWN_CODE", "Sheet", "repeated_codes", "repeated_figures"]

OWN_CODE = {"goals": "code", "indicators": "indicator", "measures": "code", "sections": "code"}
"""Column in which a table gives its rows their codes."""


@dataclass
class Sheet:
    """A sheet that is read, with the place of every column."""

    sheet: Worksheet
    contract: Table
    document: str
    places: dict[str, int] = field(default_factory=dict)

    def say(
        self, check: str, severity: Severity, spot: tuple[int, int], raw: object, why: str,
        values: dict[str, object],
    ) -> Finding:  # fmt: skip
        """Make a finding about the cell in row and column `spot`, which holds `raw`."""
        place = cell_name(self.sheet.title, *spot)
        return Finding(
            check, severity, Source(self.document, place=place, text=str(raw)), why, values
        )

    def merged(self) -> list[Finding]:
        """Ask about merged cells of the table: only the first of them holds anything."""
        known = {self.places[name] for name in self.contract.names if name in self.places}
        why = (
            "the cells {cells} are merged, and a merged cell holds one value in its first row "
            "alone; unmerge them and write into each row what is meant"
        )
        return [
            self.say("merged-cells", Severity.ERROR, (max(top, 3), left), ref, why, {"cells": ref})
            for ref, (left, top, right, bottom) in merged_ranges(self.sheet)
            if bottom > 2 and known & set(range(left, right + 1))
        ]

    def left_out(self, places: Collection[int], heads: Sequence[object]) -> list[Finding]:
        """Name the columns that hold something and are none of the table's."""
        names = {get_language(code).text("What it is (only to read)") for code in ("uk", "en")}
        own = [
            str(heads[place - 1]) if place <= len(heads) and heads[place - 1] else "?"
            for place in sorted(places)
        ]
        why = "the column {head} is none of the table's and is not read"
        return [
            Finding("own-column", Severity.NOTE, Source(self.document, place=self.sheet.title), why,
                    {"head": head})
            for head in own
            if head not in names
        ]  # fmt: skip


def repeated_codes(
    rows: Sequence[Mapping[str, Any]], lines: Sequence[int], typed: Sequence[object], sheet: Sheet
) -> list[Finding]:
    """Ask about a number or a date that is read as a code which another row of the sheet has."""
    own = OWN_CODE.get(sheet.contract.name, "")
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
            "value": shown_cell(raw), "code": code,
            "choices": choices_text(raw, set(may_be(raw)) - used),
        }  # fmt: skip
        spot = (number, sheet.places.get(own, 0))
        findings.append(sheet.say("code-changed", Severity.ERROR, spot, raw, why, values))
    return findings


def repeated_figures(
    rows: Sequence[Mapping[str, Any]], lines: Sequence[int], sheet: Sheet
) -> list[Finding]:
    """Refuse two values of one figure that one day, or no day, was reported."""
    if sheet.contract.name != "observations":
        return []
    seen: dict[tuple[object, ...], int] = {}
    findings = []
    for row, number in zip(rows, lines, strict=True):
        key = tuple(row[n] for n in ("indicator", "year", "phase", "period", "reported"))
        first = seen.setdefault(key, number)
        if first != number:
            why = (
                "this is a second value of the figure in row {first}; keep one of them, or write "
                "on each the day on which it was reported"
            )
            spot = (number, sheet.places.get("value", 0))
            values: dict[str, object] = {"first": first}
            raw = row["value"]
            findings.append(sheet.say("two-values", Severity.ERROR, spot, raw, why, values))
    return findings
