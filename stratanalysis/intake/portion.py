"""What one file holds for one community, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stratanalysis.findings import Finding, Severity

__all__ = ["Portion", "Taken", "source_row"]


@dataclass(frozen=True)
class Portion:
    """Rows of one file for one community.

    Attributes
    ----------
    document : str
        Name of the file, with the member of an archive or the sheet where there is one.
    kind : str
        What the file is, in words.
    katottg : str
        Code of the community; empty where the file does not say (a typed table).
    rows : mapping of str to sequence of dict
        Rows by table of the community's contracts; `source` is filled.
    source : mapping
        The row for ``sources.csv``.
    understood, left : sequence of str
        What was read (years, months, funds, units, sums), and what was left out and why.
    spots : mapping
        By year where its figures begin in the file, as ``line 2`` or ``Sheet!C5``; 0 for the file.
    """

    document: str
    kind: str
    katottg: str
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    source: Mapping[str, Any]
    understood: Sequence[str] = ()
    left: Sequence[str] = ()
    spots: Mapping[int, str] = field(default_factory=dict)


@dataclass
class Taken:
    """All that the files hold, and every finding on the way.

    Attributes
    ----------
    portions : list of Portion
    findings : list of Finding
    national : dict of str to list of dict
        Rows of tables of the whole country (``war_territories``), by table.
    left : list of str
        Files or sheets that were not taken, each with the reason.
    """

    portions: list[Portion] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    national: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def add(self, other: Taken) -> None:
        """Put the content of another into this one."""
        self.portions += other.portions
        self.findings += other.findings
        self.left += other.left
        for name, rows in other.national.items():
            self.national.setdefault(name, []).extend(rows)

    @property
    def errors(self) -> list[Finding]:
        """Findings because of which nothing is written."""
        return [f for f in self.findings if f.severity is Severity.ERROR]


def source_row(
    identifier: str, title: str, publisher: str, vintage: str, document: str, **more: str
) -> dict[str, Any]:
    """Row of ``sources.csv`` for figures that were taken from a file."""
    return {
        "id": identifier,
        "title": title,
        "publisher": publisher,
        "licence": more.get("licence", "Official information, open, source to be named"),
        "vintage": vintage,
        "note": f"Taken from {document}",
    }
