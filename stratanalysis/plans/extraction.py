"""From a document to all its tables."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from stratanalysis.documents.blocks import Document, Table
from stratanalysis.documents.reading import read_document
from stratanalysis.documents.sandbox import boxed
from stratanalysis.errors import AnswersAttributes, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.plans.action_plan import read_action_plan
from stratanalysis.plans.budget_passport import PASSPORT_COLUMNS, read_passport
from stratanalysis.plans.chapters import read_scenarios, read_swot
from stratanalysis.plans.corrections import FILE, corrected, read_corrections
from stratanalysis.plans.coverage import FOREIGN, Coverage, coverage, language_of
from stratanalysis.plans.facts import read_facts
from stratanalysis.plans.forms import FORM_TABLES, read_forms
from stratanalysis.plans.goal_cards import goal_cards
from stratanalysis.plans.known_tables import KNOWN_TABLES, read_known_tables
from stratanalysis.plans.money_rows import CUBE_COLUMNS, cube_rows
from stratanalysis.plans.programme import read_programme
from stratanalysis.plans.prose import read_prose
from stratanalysis.plans.records import tabled
from stratanalysis.plans.rows import (
    ambiguous_amounts,
    amounts_without_unit,
    goal_rows,
    identified,
)
from stratanalysis.plans.strategy import read_strategy
from stratanalysis.quantities import Habit, number_habit
from stratanalysis.tables import table
from stratanalysis.tables.html import html_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Extraction",
    "extract_document",
    "load_document",
]

_SPOT = ("source_document", "source_line", "source_place", "source_text")
_MORE = {
    "cube": (*CUBE_COLUMNS, *_SPOT),
    "results": ("goal", "result", *_SPOT),
    "proposals": ("kind", "title", "goal", "why", *_SPOT),
    "passport": (*PASSPORT_COLUMNS, *_SPOT),
    **{name: (*columns, *_SPOT) for name, columns in FORM_TABLES.items()},
}
"""Tables without a contract of their own: a community's folder does not keep them."""
_PLANNED = ("measure", "section_total", "grand_total")
_STRATEGY = ("goals", "tellings", "indicators", "swot", "scenarios", "facts")
_PROGRAMME = ("measures", "sections", "money")
_PLAN = ("actions", "money")


@dataclass(frozen=True, repr=False)
class Extraction(AnswersAttributes, Mapping[str, "pd.DataFrame"]):
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
        What the document holds: ``"strategy"``, ``"programme"``, ``"action_plan"``,
        ``"budget_programme"`` (a passport, or the report on it), ``"budget_forecast"``.
    habit : Habit
        How the document uses the comma in numbers.
    left : tuple of Source
        The tables that no rule reads.
    coverage : Coverage or None
        How much was read, and what was left and why.
    """

    _INSTEAD: ClassVar[Mapping[str, str]] = {
        name: f'extraction["{name}"]' for name in (*_STRATEGY, *_PROGRAMME, *_PLAN)
    }

    document: Document
    tables: dict[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    kinds: tuple[str, ...]
    habit: Habit
    left: tuple[Source, ...] = field(default=())
    coverage: Coverage | None = None

    @property
    def status(self) -> str:
        """``"understood"``, ``"partly"`` or ``"not understood"``."""
        if self.coverage is not None:
            return self.coverage.status
        return "understood" if self.kinds else "not understood"

    def __getitem__(self, name: str) -> pd.DataFrame:
        try:
            return self.tables[name]
        except KeyError:
            raise UnknownNameError("table of a document", name, self.tables) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __repr__(self) -> str:
        rows = {name: len(frame) for name, frame in self.tables.items() if len(frame)}
        said = ", ".join(f"{name} {count}" for name, count in list(rows.items())[:6])
        text = f"<Extraction of {self.document.name[:60]}: {said or 'no rows'}; "
        return text[:160] + f"{len(self.findings)} findings>"

    def _repr_html_(self) -> str:
        rows = [(name, str(len(frame))) for name, frame in self.tables.items() if len(frame)]
        return html_table(repr(self), ("table", "rows"), rows)

    def report(self) -> dict[str, Any]:
        """Return what was read, what was left and why, as written to ``extraction.json``."""
        document = self.document
        return {
            "document": document.name,
            "format": document.format,
            "encoding": document.encoding or None,
            "recognition_confidence": None
            if document.confidence is None
            else round(document.confidence, 1),
            "kinds": list(self.kinds),
            "number_habit": self.habit.value,
            "status": self.status,
            "coverage": _counts(self.coverage),
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


def _counts(found: Coverage | None) -> dict[str, Any]:
    if found is None:
        return {}
    kinds = ("paragraphs", "items", "rows", "figures")
    parts = {kind: getattr(found, kind) for kind in kinds}
    counts: dict[str, Any] = {k: {"read": p.read, "left": p.left} for k, p in parts.items()}
    return {"language": found.language or None} | counts


def _by_level(goals: pd.DataFrame | None) -> dict[str, dict[str, int]]:
    if goals is None or goals.empty:
        return {}
    counted = Counter(zip(goals["tree"].fillna("").astype(str), goals["level"], strict=True))
    report: dict[str, dict[str, int]] = {}
    for (tree, level), count in counted.items():
        report.setdefault(tree, {})[level] = count
    return report


def load_document(path: Path | str, *, corrections: Path | str | None = None) -> Extraction:
    """Read a document and all that it holds: strategy, programme, plan of actions.

    Parameters
    ----------
    path : path
        A .txt, .md, .html, .csv, .docx, .odt, .rtf, .doc, .xlsx, .ods, .xls or .pdf file.
    corrections : path, optional
        A reviewer's ``document.toml`` (:mod:`stratanalysis.plans.corrections`); the one next to the
        document by default, if there is one.

    Returns
    -------
    Extraction
        The tables by name: ``goals``, ``tellings``, ``indicators``, ``swot``, ``scenarios``,
        ``facts``, ``measures``, ``sections``, ``money``, ``actions``, those of official forms
        (``passport``, ``forecast``, ``resources``, ``indicator_values``, ``progress``), and those
        of ``rules/tables.toml``. Every row has the columns `source_document`, `source_line`,
        `source_place` and `source_text`.

    Raises
    ------
    MissingInputError, InvalidInputError
        See :func:`stratanalysis.documents.reading.read_document`. The work is done in a box with
        limits of time and memory: :mod:`stratanalysis.documents.sandbox`.
    """
    rules = Path(path).parent / FILE if corrections is None else Path(corrections)
    if corrections is None and not rules.is_file():
        return boxed(_extract_file, path)
    return boxed(_extract_corrected, path, rules)


def _extract_file(path: Path | str) -> Extraction:
    return extract_document(read_document(path))


def _extract_corrected(path: Path | str, rules: Path) -> Extraction:
    return extract_document(corrected(read_document(path), read_corrections(rules)))


def extract_document(document: Document) -> Extraction:
    """Make the tables of a document that was already read.

    In a language whose words the rules do not know nothing is read; the finding names it.
    """
    if document.blocks and language_of(document.text()[:60_000]) in FOREIGN:
        empty = extract_document(replace(document, blocks=()))
        found = coverage(document, empty.tables, set(), any_kind=False)
        reported = (
            *document.findings,
            _nothing(document),
            _other_language(document, found.language),
        )
        left = tuple(_left(document, set()))
        return replace(empty, document=document, findings=reported, coverage=found, left=left)
    habit = number_habit(document.text())
    whole, (document, cards) = document, goal_cards(document)
    document, origins = tabled(document)
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
    used = strategy.used | swot_used | scenarios_used | programme.used | plan.used | known_used
    forms, forms_used = read_forms(document, habit=habit)
    passport, passport_used = read_passport(document)
    findings += [*swot_findings, *scenario_findings, *programme.findings, *plan.findings]
    rows: dict[str, list[dict[str, Any]]] = {
        **goal_rows(document, strategy),
        "indicators": identified(strategy.indicators),
        "swot": swot,
        "scenarios": scenarios,
        "facts": read_facts(whole, habit=habit),
        "measures": strategy.measures + programme.measures,
        "sections": programme.sections,
        "money": [row for row in programme.money if row["kind"] in _PLANNED] + plan.money,
        "actions": plan.actions,
    }
    findings += ambiguous_amounts(document, rows["money"], habit) + amounts_without_unit(
        document, rows["money"]
    )
    used |= forms_used | passport_used | cards
    kinds = tuple(
        kind
        for kind, found in (
            ("strategy", rows["goals"] or swot or scenarios),
            ("programme", programme.measures),
            ("action_plan", plan.actions),
            ("budget_programme", passport),
            ("budget_forecast", forms["forecast"]),
        )
        if found
    )
    if not kinds and document.blocks:
        findings.append(_nothing(document))
    tables = {name: table(name).frame(found) for name, found in rows.items()}
    tables |= {name: _frame(found, KNOWN_TABLES[name]) for name, found in known.items()}
    more = {"cube": cube_rows(programme.money), "results": strategy.results}
    more |= {"proposals": strategy.proposals, "passport": passport} | forms
    tables |= {name: _frame(found, _MORE[name]) for name, found in more.items()}
    document, used = whole, used | {origins[one] for one in used & origins.keys()}
    known_any = bool(kinds or strategy.indicators or known)
    found = coverage(document, tables, used, any_kind=known_any)
    if found.language and found.language not in ("uk", "en"):
        findings.append(_other_language(document, found.language))
    left = tuple(_left(document, used))
    return Extraction(document, tables, tuple(findings), kinds, habit, left, found)


def _nothing(document: Document) -> Finding:
    why = "Nothing in the document is known as a strategy, a programme or a plan."
    return Finding("nothing-recognised", Severity.WARNING, Source(document.name), why)


def _other_language(document: Document, language: str) -> Finding:
    why = "The document is in the language {language}; Ukrainian and English are read."
    source = Source(document.name)
    return Finding("other-language", Severity.WARNING, source, why, {"language": language})


_NUMBERS = {"weight": "float64", "amount": "float64", "year": "Int64", "source_line": "Int64"}


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    if not rows:
        return _empty(columns).copy()
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype({name: _dtype(name, columns) for name in columns})


def _dtype(name: str, columns: tuple[str, ...]) -> str:
    words = {"field", "dimension", "description"} & set(columns)
    return "float64" if name == "value" and not words else _NUMBERS.get(name, "str")


@functools.cache
def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype=_dtype(name, columns)) for name in columns})


def _left(document: Document, used: set[int]) -> Iterator[Source]:
    for block in document.blocks:
        if isinstance(block, Table) and id(block) not in used:
            yield document.source(block.rows[0])
