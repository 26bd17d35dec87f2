"""What stands beside a slider: the driver's value, why, and the strategy's own words."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from html import escape
from pathlib import Path

from stratanalysis.desk.controls import Control
from stratanalysis.desk.model import Board, Mine
from stratanalysis.language import Language
from stratanalysis.scenarios import Clause

__all__ = ["SOURCE_KINDS", "clause_words", "driver_notes", "driver_title", "moved_sentence"]

_MAXIMUM_BYTES = 32 * 2**20
SOURCE_KINDS = {
    "clause": "the strategy's text",
    "statistic": "a statistic",
    "rule": "a rule of law",
    "judgement": "the analyst's judgement",
}


def driver_title(control: Control, board: Board, mine: Mine, language: Language) -> str:
    """Name of the driver with its value at the horizon, before and after the change."""
    last = float(board.outcomes[mine.start].drivers[control.driver.name][-1])
    change = mine.changes.get(control.driver.name, 0.0)
    name = escape(language.text(control.driver.label))
    value = escape(control.value(last, language))
    if change:
        new = escape(control.value(last + change, language))
        value = f"{value} → <strong>{new}</strong>"
    year = board.years[-1]
    return f'<span class="sa-name">{name}</span> <span class="sa-value">{value} ({year})</span>'


def driver_notes(
    control: Control,
    board: Board,
    mine: Mine,
    language: Language,
    *,
    documents: Sequence[Path] = (),
) -> str:
    """The clauses that move the driver in the start scenario, and behind a fold what and why.

    Parameters
    ----------
    control, board, mine, language
    documents : sequence of path
        Folders in which the strategy's text may lie.
    """
    say = language.text
    name = control.driver.name
    first, folded = [], [f"<p>{escape(say(control.driver.help))}.</p>"]
    for scenario in board.scenarios.chain(mine.start):
        for clause in scenario.clauses:
            if name in clause.moves:
                first.append(_clause_html(clause, board, language, documents))
    for entry in board.scenarios.assumptions(mine.start).get(name, []):
        kind = say(SOURCE_KINDS[entry.source_kind])
        source = f"{kind}: {say(entry.source)}" if entry.source else kind
        reason = entry.reason.get(language.code, "")
        folded.append(f"<p>{escape(reason)} ({escape(source)})</p>")
    found = board.scenarios.ranges(mine.start).get(name)
    if found is not None:
        words = say(
            "Range in the scenario file: from {low} to {high} {unit}, probability {coverage}",
            low=control.shown(found.low, language),
            high=control.shown(found.high, language),
            unit=control.change_unit(language),
            coverage=language.percent(found.coverage, 0),
        )
        folded.append(f"<p>{escape(words)}. {escape(found.reason.get(language.code, ''))}</p>")
    return (
        "".join(first)
        + f"<details><summary>{escape(say('What it is and why'))}</summary>{''.join(folded)}"
        + "</details>"
    )


def _clause_html(
    clause: Clause, board: Board, language: Language, documents: Sequence[Path]
) -> str:
    place = language.text(
        "{document}, assumption {number}, line {line}",
        document=_title(clause.document, board, language),
        number=clause.number,
        line=clause.line,
    )
    words = clause_words(clause, documents)
    quoted = f"<q>{escape(words)}</q> " if words else ""
    reason = escape(clause.reason.get(language.code, ""))
    return f'<p class="sa-clause">{quoted}<cite>{escape(place)}</cite>. {reason}</p>'


def _title(document: str, board: Board, language: Language) -> str:
    for entry in board.community.documents:
        if entry.file == document:
            return entry.title.get(language.code) or document
    return document


def clause_words(clause: Clause, documents: Sequence[Path]) -> str:
    """The clause as it stands in the document; empty where the document is not at hand.

    Only a file of the cited name directly within one of the folders is read.
    """
    name = Path(clause.document).name
    for folder in documents:
        lines = _lines(Path(folder) / name)
        if 0 < clause.line <= len(lines):
            return " ".join(lines[clause.line - 1].split())
    return ""


@functools.lru_cache(maxsize=16)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        if not path.is_file() or path.stat().st_size > _MAXIMUM_BYTES:
            return ()
        return tuple(path.read_text(encoding="utf-8-sig").split("\n"))
    except (OSError, UnicodeDecodeError):
        return ()


def moved_sentence(found: Sequence[Control], mine: Mine, board: Board, language: Language) -> str:
    """What the analyst has changed, in one sentence."""
    say = language.text
    label = board.scenarios[mine.start].label.get(language.code, mine.start)
    parts = [
        f"{say(control.driver.label)} {control.shown(change, language)} "
        f"{control.change_unit(language)}"
        for control in found
        if (change := mine.changes.get(control.driver.name))
    ]
    if not parts:
        return say("Mine is still the scenario “{start}”: move a slider.", start=label)
    return say(
        "Mine: “{start}” with, from {year}, {changes}.",
        start=label,
        year=mine.from_year,
        changes="; ".join(parts),
    ).replace("..", ".")
