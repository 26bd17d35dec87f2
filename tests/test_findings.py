"""Findings as a table, and the tally of a check."""

from __future__ import annotations

from stratanalysis.findings import (
    FINDING_COLUMNS,
    Finding,
    Outcome,
    Severity,
    Source,
    Tally,
    findings_table,
)


def test_findings_are_sorted_by_place_and_none_gives_an_empty_table():
    late = Finding("x", Severity.NOTE, Source("a.csv", 12), "late")
    early = Finding("x", Severity.ERROR, Source("a.csv", 3), "early {n}", {"n": 1})
    nowhere = Finding("x", Severity.WARNING, Source("a.csv"), "no line")
    table = findings_table([late, nowhere, early])
    assert list(table["why"]) == ["early 1", "late", "no line"]
    assert list(findings_table([]).columns) == list(FINDING_COLUMNS)


def test_nothing_checked_does_not_look_like_ok():
    tally = Tally("sums")
    assert (tally.examined, tally.ok) == (0, 0)
    for outcome in (Outcome.OK, Outcome.MISMATCH, Outcome.NOT_CHECKABLE, Outcome.OK):
        tally.add(outcome)
    assert (tally.examined, tally.ok, tally.mismatch, tally.not_checkable) == (4, 2, 1, 1)
