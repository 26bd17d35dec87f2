"""The desk of the session: one page that counts tokens and draws what follows, without Python."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from importlib import resources
from typing import Any

import pandas as pd

from stratanalysis.quantities import without_controls
from stratanalysis.workshop.kit.effects import SHOWN, Board
from stratanalysis.workshop.kit.game import Game
from stratanalysis.workshop.kit.sheets import effect_words
from stratanalysis.workshop.kit.texts import texts

__all__ = ["desk_page"]


def desk_page(
    board: Board,
    game: Game,
    baseline: pd.DataFrame,
    effects: dict[str, dict[str, list[float]]],
    *,
    language: str,
) -> str:
    """Make the page.

    Parameters
    ----------
    board, game : Board, Game
    baseline : pandas.DataFrame
        By year, columns (variable, "baseline").
    effects : dict
        From :func:`stratanalysis.workshop.kit.effects.card_effects`.
    language : {"uk", "en"}

    Returns
    -------
    str
        A document that runs its own script only and asks nothing from outside.
    """
    t = texts(language)
    folder = resources.files("stratanalysis") / "workshop" / "kit"
    script = folder.joinpath("table_desk.js").read_text(encoding="utf-8")
    style = folder.joinpath("table_desk.css").read_text(encoding="utf-8")
    shown = baseline.loc[board.first :]
    model: dict[str, Any] = {
        "language": language,
        "words": {k: v for k, v in t.items() if isinstance(v, str)},
        "rounds": game.rounds,
        "tokens": game.tokens_a_round,
        "years": [int(year) for year in shown.index],
        "baseline": {
            name: [round(float(v), 1) for v in shown[name, "baseline"]]
            for name in SHOWN
            if (name, "baseline") in shown
        },
        "effects": effects,
        "cards": [
            {
                "name": card.name, "title": card.title[language], "text": card.text[language],
                "cost": card.cost, "effect": effect_words(card, board, language),
            }
            for card in game.cards.values()
        ],
        "events": [
            {
                "name": event.name, "title": event.title[language], "tokens": event.tokens,
                "needs": event.needs, "unless": event.unless,
            }
            for event in game.events.values()
        ],
    }  # fmt: skip
    data = without_controls(json.dumps(model, ensure_ascii=False)).replace("<", "\\u003c")
    code = f"const model = {data};\n{script}"
    digest = base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
    title = f"{t['desk']}: {board.place.name[language]}"
    prices = t["prices"].format(year=board.base)
    return without_controls(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'\">\n"
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n<main><section id='cards'></section>"
        f"<section id='result' aria-live='polite'></section></main>\n"
        f"<p class='note'>{escape(t['sum_note'])} {escape(prices)}</p>\n"
        f"<script>{code}</script>\n</body>\n</html>\n"
    )
