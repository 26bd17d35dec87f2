"""Rows of the tables of a document, and what is said of their amounts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from stratanalysis.documents.blocks import Document
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.plans.strategy_parts import StrategyParts
from stratanalysis.quantities import Habit

__all__ = ["ambiguous_amounts", "amounts_without_unit", "goal_rows", "identified"]

_READ_AS = {
    Habit.COMMA_DECIMAL: (
        "{count} amounts such as {written} can be read in two ways; by the document's own habit "
        "the comma is read as a decimal comma."
    ),
    Habit.COMMA_GROUPS: (
        "{count} amounts such as {written} can be read in two ways; by the document's own habit "
        "the comma is read as parting the thousands."
    ),
}


def goal_rows(document: Document, strategy: StrategyParts) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the tables ``goals`` and ``tellings``."""
    goals: list[dict[str, Any]] = []
    tellings: list[dict[str, Any]] = []
    trees = strategy.forest.trees
    for number, tree in enumerate(trees, start=1):
        name = None if len(trees) == 1 else tree.name or f"tree {number}"
        for goal in tree.goals:
            spot = {
                "source_document": document.name,
                "source_line": goal.piece.line,
                "source_place": goal.piece.place or None,
                "source_text": goal.piece.text,
            }
            common = {"code": goal.code, "level": goal.level, "tree": name}
            goals.append(
                common
                | {
                    "code_as_written": goal.written or None,
                    "parent": goal.parent or None,
                    "title": goal.title,
                }
                | spot
            )
            for written, title, piece in goal.mentions:
                tellings.append(
                    common
                    | {"code_as_written": written or None, "title": title}
                    | spot
                    | {
                        "source_line": piece.line,
                        "source_place": piece.place or None,
                        "source_text": piece.text,
                    }
                )
    return {"goals": goals, "tellings": tellings}


def identified(indicators: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give every indicator an identifier: its goal's code and its number under it."""
    counted: Counter[str] = Counter()
    rows = []
    for row in indicators:
        counted[row["goal"]] += 1
        rows.append({"indicator": f"{row['goal']}/{counted[row['goal']]}"} | row)
    return rows


def ambiguous_amounts(
    document: Document, money: list[dict[str, Any]], habit: Habit
) -> list[Finding]:
    """Report the amounts that could be read in two ways: together, and irregular ones alone."""
    rows = [row for row in money if row["alternative"] is not None]
    if not rows:
        return []
    findings = [
        Finding(
            "ambiguous-numbers",
            Severity.WARNING,
            _spot(document, rows[0]),
            _READ_AS[habit],
            {"count": len(rows), "written": rows[0]["source_text"]},
            stated=rows[0]["source_text"],
            computed=f"{rows[0]['amount']:.0f}",
        )
    ]
    for row in rows:
        if len(str(row["source_text"]).partition(",")[0].strip()) > 3:
            why = "The number {written} is grouped in no known way; it is read as {amount}."
            values = {"written": row["source_text"], "amount": f"{row['amount']:.0f}"}
            findings.append(
                Finding("irregular-number", Severity.WARNING, _spot(document, row), why, values)
            )
    return findings


def amounts_without_unit(document: Document, money: list[dict[str, Any]]) -> list[Finding]:
    """Report amounts for which neither the cell nor the head of its column gives a unit."""
    rows = [row for row in money if row["amount"] is not None and not row["unit_as_written"]]
    if not rows:
        return []
    why = "{count} amounts have no unit, neither in the cell nor in the head; hryvnias are assumed."
    source = _spot(document, rows[0])
    return [Finding("unit-not-stated", Severity.WARNING, source, why, {"count": len(rows)})]


def _spot(document: Document, row: dict[str, Any]) -> Source:
    place = row["source_place"] or ""
    return Source(document.name, row["source_line"], place, row["source_text"])
