"""Checks of a community that one table alone cannot show: sources, part years, gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from stratanalysis.findings import Finding, Severity, Source

if TYPE_CHECKING:
    from stratanalysis.community import Community

__all__ = ["check_across"]


def check_across(
    community: Community, lines: Mapping[str, Sequence[int]] = MappingProxyType({})
) -> list[Finding]:
    """Check what one table alone cannot show: sources that exist, part years, gaps.

    `lines` are those of the rows in the files, by table; row number + 2 where they are not given.
    """
    findings = []
    known = set(community["sources"]["id"])
    for name, frame in community.tables.items():
        if "source" not in frame.columns:
            continue
        for index, identifier in frame["source"].drop_duplicates().items():
            if identifier not in known:
                row = int(str(index))
                line = lines[name][row] if name in lines else row + 2
                findings.append(
                    Finding(
                        "unknown-source",
                        Severity.ERROR,
                        Source(f"{name}.csv", line, "source", str(identifier)),
                        "the source {source!r} is not in sources.csv; add it there",
                        {"source": identifier},
                    )
                )
    for name in ("revenue", "expenditure"):
        frame = community[name]
        for (year, period), _ in frame[frame["period"] != "year"].groupby(["year", "period"]):
            findings.append(
                Finding(
                    "part-year",
                    Severity.NOTE,
                    Source(f"{name}.csv", place=f"{year}, {period}"),
                    "{year} covers only the months {period}; it is not compared with full years",
                    {"year": year, "period": period},
                )
            )
    return findings + _population_gaps(community)


def _population_gaps(community: Community) -> list[Finding]:
    findings = []
    for kind, frame in community["population"].groupby("kind"):
        years = set(frame["year"])
        gaps = sorted(set(range(min(years), max(years))) - years) if years else []
        if gaps:
            findings.append(
                Finding(
                    "gap",
                    Severity.NOTE,
                    Source("population.csv", place=str(kind)),
                    "there is no {kind} population for {years}; the gap stays a gap",
                    {"kind": kind, "years": ", ".join(map(str, gaps))},
                )
            )
    return findings
