"""Checks of a community that one table alone cannot show: sources, part years, gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.tables import table

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community

_MONTHS = r"\d\d-\d\d"
__all__ = ["check_across", "usable_rows"]


def usable_rows(
    tables: Mapping[str, pd.DataFrame], lines: Mapping[str, Sequence[int]]
) -> dict[str, pd.DataFrame]:
    """Return the rows that further checks can read though cells of their table are wrong.

    A row without a number that it needs is left out, a text that it needs is empty. The index is
    that of the line in the file (line = index + 2), also where a line could not be read.
    """
    usable = {}
    for name, frame in tables.items():
        needed = [column for column in table(name).columns if not column.nullable]
        needed = [column for column in needed if column.name in frame]
        numbers = [column.name for column in needed if column.kind != "text"]
        texts = [column.name for column in needed if column.kind == "text"]
        placed = frame.set_axis([line - 2 for line in lines[name]])
        usable[name] = placed.dropna(subset=numbers).fillna(dict.fromkeys(texts, ""))
    return usable


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
        for index, identifier in frame["source"].dropna().drop_duplicates().items():
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
        for (year, period), _ in frame[frame["period"].str.fullmatch(_MONTHS)].groupby(
            ["year", "period"]
        ):
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
        years = set(frame["year"].dropna())
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
