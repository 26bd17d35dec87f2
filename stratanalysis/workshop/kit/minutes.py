"""The session's report in Word: decisions, what follows from them, and the assumptions."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd

from stratanalysis.language import language as get_language
from stratanalysis.publish.steady_zip import same_bytes
from stratanalysis.quantities import without_controls
from stratanalysis.scenarios import DRIVERS, Scenarios
from stratanalysis.workshop.kit.effects import SHOWN, Board
from stratanalysis.workshop.kit.game import Decisions, Game, balance
from stratanalysis.workshop.kit.texts import texts

__all__ = ["session_report"]


def session_report(
    board: Board,
    game: Game,
    decisions: Decisions,
    scenarios: Scenarios,
    found: pd.DataFrame,
    *,
    language: str,
) -> bytes:
    """Write the report.

    Parameters
    ----------
    board, game : Board, Game
    decisions : Decisions
    scenarios : Scenarios
        With the scenario ``session``.
    found : pandas.DataFrame
        By year, columns (variable, scenario) for ``baseline`` and ``session``.
    language : {"uk", "en"}

    Returns
    -------
    bytes
        A .docx file.
    """
    from docx import Document
    from docx.shared import Pt

    t, words = texts(language), get_language(language)
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    place = without_controls(board.place.name[language])
    document.core_properties.title = f"{t['report_title']}: {place}"
    document.core_properties.language = "uk-UA" if language == "uk" else "en-GB"
    document.add_heading(f"{t['report_title']}: {place}", 0)
    if decisions.group:
        document.add_paragraph(without_controls(f"{t['group']}: {decisions.group}"))
    document.add_paragraph(t["report_lead"].format(rounds=game.rounds))
    document.add_heading(t["report_decided"], 1)
    rows = []
    for number, (cards, left) in enumerate(
        zip(decisions.cards, balance(decisions, game), strict=True), 1
    ):
        events = decisions.events[number - 1] if number <= len(decisions.events) else ()
        spent = sum(game.cards[name].cost for name in cards)
        rows.append(
            (
                str(number),
                ", ".join(game.events[name].title[language] for name in events) or "–",
                "; ".join(game.cards[name].title[language] for name in cards) or t["no_cards"],
                words.number(spent),
                words.number(left),
            )
        )
    _table(document, (t["round"], t["events"], t["cards"], t["spent"], t["left"]), rows)
    document.add_heading(t["report_follows"], 1)
    last = int(found.index[-1])
    rows = []
    for variable in SHOWN:
        if (variable, "session") not in found:
            continue
        scale, digits = (1.0, 0) if variable == "population" else (1e6, 1)
        for year in (board.first + 4, last):
            base, mine = (
                found[variable, name].to_dict()[year] / scale for name in ("baseline", "session")
            )
            rows.append(
                (
                    t[variable],
                    str(year),
                    words.number(base, digits),
                    words.number(mine, digits),
                    words.signed(mine - base, digits),
                )
            )
    heads = ("", t["year"], t["baseline"], t["decisions"], t["difference"])
    _table(document, heads, rows)
    document.add_paragraph(t["prices"].format(year=board.base))
    document.add_heading(t["report_assumed"], 1)
    assumed = [
        (words.text(DRIVERS[entry.driver].label), entry.reason[language])
        for entry in scenarios["session"].assumptions
    ]
    _table(document, (t["driver"], t["why"]), assumed)
    document.add_heading(t["report_next"], 1)
    for line in t["report_next_list"]:
        document.add_paragraph(line, style="List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _table(document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = without_controls(text)
