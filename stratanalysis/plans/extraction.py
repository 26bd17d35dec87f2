"""From a document to all its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.documents.blocks import Document, Table
from stratanalysis.documents.reading import read_document
from stratanalysis.documents.sandbox import boxed
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.plans.action_plan import read_action_plan
from stratanalysis.plans.chapters import read_scenarios, read_swot
from stratanalysis.plans.facts import read_facts
from stratanalysis.plans.known_tables import KNOWN_TABLES, read_known_tables
from stratanalysis.plans.money_rows import CUBE_COLUMNS, cube_rows
from stratanalysis.plans.programme import read_programme
from stratanalysis.plans.prose import read_prose
from stratanalysis.plans.strategy import read_strategy
from stratanalysis.plans.strategy_parts import StrategyParts
from stratanalysis.quantities import Habit, number_habit
from stratanalysis.tables import table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Extraction",
    "extract_document",
    "load_action_plan",
    "load_document",
    "load_programme",
    "load_strategy",
]

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
_SPOT = ("source_document", "source_line", "source_place", "source_text")
_MORE = {
    "cube": (*CUBE_COLUMNS, *_SPOT),
    "results": ("goal", "result", *_SPOT),
    "proposals": ("kind", "title", "goal", "why", *_SPOT),
}
"""Tables without a contract of their own: a community's folder does not keep them."""
_PLANNED = ("measure", "section_total", "grand_total")
_STRATEGY = ("goals", "tellings", "indicators", "swot", "scenarios", "facts")
_PROGRAMME = ("measures", "sections", "money")
_PLAN = ("actions", "money")


@dataclass(frozen=True)
class Extraction(Mapping[str, "pd.DataFrame"]):
    """The tables of a document, by name; a mapping from names to DataFrames.

    Attributes
    ----------
    document : Document
        The located document.
    tables : dict of DataFrame
        All tables that the kinds asked for can have; a document that lacks one has it empty.
    findings : tuple of Finding
        What was noticed while reading.
    kinds : tuple of str
        What the document holds: ``"strategy"``, ``"programme"``, ``"action_plan"``.
    habit : Habit
        How the document uses the comma in numbers.
    left : tuple of Source
        The tables that no rule reads.
    """

    document: Document
    tables: dict[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    kinds: tuple[str, ...]
    habit: Habit
    left: tuple[Source, ...] = field(default=())

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def report(self) -> dict[str, Any]:
        """Return what was read, what was left and why, as written to ``extraction.json``."""
        document = self.document
        return {
            "document": document.name,
            "format": document.format,
            "encoding": document.encoding or None,
            "kinds": list(self.kinds),
            "number_habit": self.habit.value,
            "paragraphs": len(document.paragraphs()),
            "tables_in_document": len(document.tables()),
            "rows": {name: len(frame) for name, frame in self.tables.items()},
            "goals_by_level": _by_level(self.tables.get("goals")),
            "left_out": [
                {
                    "what": "table",
                    "line": source.line,
                    "place": source.place or None,
                    "words": source.text[:160],
                    "why": "no rule knows its head",
                }
                for source in self.left
            ],
            "findings": [
                {
                    "check": finding.check,
                    "severity": finding.severity.value,
                    "line": finding.source.line,
                    "place": finding.source.place or None,
                    "why": finding.message,
                }
                for finding in self.findings
            ],
        }


def _by_level(goals: pd.DataFrame | None) -> dict[str, dict[str, int]]:
    if goals is None or goals.empty:
        return {}
    counted = Counter(zip(goals["tree"].fillna("").astype(str), goals["level"], strict=True))
    report: dict[str, dict[str, int]] = {}
    for (tree, level), count in counted.items():
        report.setdefault(tree, {})[level] = count
    return report


def load_document(path: Path | str) -> Extraction:
    """Read a document and all that it holds: strategy, programme, plan of actions.

    Parameters
    ----------
    path : path
        A .txt, .md, .html, .csv, .docx, .xlsx or text .pdf file.

    Returns
    -------
    Extraction
        The tables by name: ``goals``, ``tellings``, ``indicators``, ``swot``, ``scenarios``,
        ``facts``, ``measures``, ``sections``, ``money``, ``actions``, and those of
        ``rules/tables.toml``. Every row has the columns `source_document`, `source_line`,
        `source_place` and `source_text`.

    Raises
    ------
    MissingInputError, InvalidInputError
        See :func:`stratanalysis.documents.reading.read_document`. The work is done in a box with
        limits of time and memory: :mod:`stratanalysis.documents.sandbox`.
    """
    return boxed(_extract_file, path)


def _extract_file(path: Path | str) -> Extraction:
    return extract_document(read_document(path))


def load_strategy(path: Path | str) -> Extraction:
    """Read the strategy of a document: goals, measures, indicators, SWOT, scenarios, figures."""
    return _only(load_document(path), "strategy", (*_STRATEGY, "measures", *KNOWN_TABLES))


def load_programme(path: Path | str) -> Extraction:
    """Read the programme of a document: measures, sections and money."""
    return _only(load_document(path), "programme", _PROGRAMME)


def load_action_plan(path: Path | str) -> Extraction:
    """Read the plan of actions of a document: actions and money."""
    return _only(load_document(path), "action_plan", ("goals", *_PLAN))


def _only(extraction: Extraction, kind: str, names: tuple[str, ...]) -> Extraction:
    findings = extraction.findings
    if kind not in extraction.kinds:
        why = "The document holds no {kind}."
        source = Source(extraction.document.name)
        findings += (Finding(f"no-{kind}", Severity.WARNING, source, why, {"kind": kind}),)
    tables = {name: extraction.tables[name] for name in names if name in extraction.tables}
    return Extraction(
        extraction.document, tables, findings, extraction.kinds, extraction.habit, extraction.left
    )


def extract_document(document: Document) -> Extraction:
    """Make the tables of a document that was already read."""
    habit = number_habit(document.text())
    strategy = read_strategy(document, habit=habit)
    findings = [*document.findings, *strategy.findings]
    if not strategy.forest.trees:
        findings += read_prose(document, strategy.forest)
    findings += strategy.forest.findings
    swot, swot_findings, swot_used = read_swot(document)
    scenarios, scenario_findings, scenarios_used = read_scenarios(document)
    codes = frozenset(goal.code for tree in strategy.forest.trees for goal in tree.goals)
    programme = read_programme(document, habit=habit, goals=codes)
    plan = read_action_plan(document, strategy.forest.trees, habit=habit)
    known, known_used = read_known_tables(document)
    findings += [*swot_findings, *scenario_findings, *programme.findings, *plan.findings]
    rows: dict[str, list[dict[str, Any]]] = {
        **_goal_rows(document, strategy),
        "indicators": _identified(strategy.indicators),
        "swot": swot,
        "scenarios": scenarios,
        "facts": read_facts(document, habit=habit),
        "measures": strategy.measures + programme.measures,
        "sections": programme.sections,
        "money": [row for row in programme.money if row["kind"] in _PLANNED] + plan.money,
        "actions": plan.actions,
    }
    findings += _ambiguous(document, rows["money"], habit) + _unit_not_told(document, rows["money"])
    used = strategy.used | swot_used | scenarios_used | programme.used | plan.used | known_used
    kinds = tuple(
        kind
        for kind, found in (
            ("strategy", rows["goals"] or swot or scenarios),
            ("programme", programme.measures),
            ("action_plan", plan.actions),
        )
        if found
    )
    if not kinds and document.blocks:
        why = "Nothing in the document is known as a strategy, a programme or a plan."
        findings.append(Finding("nothing-recognised", Severity.WARNING, Source(document.name), why))
    tables = {name: table(name).frame(found) for name, found in rows.items()}
    tables |= {name: _frame(found, KNOWN_TABLES[name]) for name, found in known.items()}
    more = {"cube": cube_rows(programme.money), "results": strategy.results}
    more |= {"proposals": strategy.proposals}
    tables |= {name: _frame(found, _MORE[name]) for name, found in more.items()}
    return Extraction(document, tables, tuple(findings), kinds, habit, tuple(_left(document, used)))


def _goal_rows(document: Document, strategy: StrategyParts) -> dict[str, list[dict[str, Any]]]:
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
            for written, title, piece in goal.told:
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


def _identified(indicators: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give every indicator an identifier: its goal's code and its number under it."""
    counted: Counter[str] = Counter()
    rows = []
    for row in indicators:
        counted[row["goal"]] += 1
        rows.append({"indicator": f"{row['goal']}/{counted[row['goal']]}"} | row)
    return rows


def _ambiguous(document: Document, money: list[dict[str, Any]], habit: Habit) -> list[Finding]:
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


def _unit_not_told(document: Document, money: list[dict[str, Any]]) -> list[Finding]:
    """Report amounts for which neither the cell nor the head of its column gives a unit."""
    rows = [row for row in money if row["amount"] is not None and not row["unit_as_written"]]
    if not rows:
        return []
    why = "{count} amounts have no unit, neither in the cell nor in the head; hryvnias are assumed."
    source = _spot(document, rows[0])
    return [Finding("unit-not-told", Severity.WARNING, source, why, {"count": len(rows)})]


def _spot(document: Document, row: dict[str, Any]) -> Source:
    place = row["source_place"] or ""
    return Source(document.name, row["source_line"], place, row["source_text"])


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    numbers = {"weight": "float64", "amount": "float64", "year": "Int64", "source_line": "Int64"}
    return frame.astype({name: numbers.get(name, "str") for name in columns})


def _left(document: Document, used: set[int]) -> Iterator[Source]:
    for block in document.blocks:
        if isinstance(block, Table) and id(block) not in used:
            yield document.source(block.rows[0])
