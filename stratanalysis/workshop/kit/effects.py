"""What the cards do: drivers moved, a scenario of the group, and what follows from it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stratanalysis.community import Community
from stratanalysis.finance.executed import full_years
from stratanalysis.projection import default_base_year, project
from stratanalysis.projection.base import population_base
from stratanalysis.scenarios import DRIVERS, Scenarios, read_scenarios
from stratanalysis.scenarios.writing import scenarios_text
from stratanalysis.workshop.kit.game import TOKEN, Decisions, Game

__all__ = ["Board", "card_effects", "open_session", "outcome", "session_scenarios"]

HORIZON = 10
SHOWN = ("population", "revenue", "expenditure", "balance")


@dataclass(frozen=True, slots=True)
class Board:
    """The community on the table.

    Attributes
    ----------
    place, scenarios : Community, Scenarios
    base, first : int
        Base year of the projection, and the year in which round 1 takes effect.
    people : float
        Population of the base year.
    token : float
        UAH of one token; 0 where the community has no executed revenue of a whole year.
    """

    place: Community
    scenarios: Scenarios
    base: int
    first: int
    people: float
    token: float

    @property
    def years(self) -> range:
        """Years of the projection."""
        return range(self.base, self.first + HORIZON + 1)


def open_session(place: Community, scenarios: Scenarios, *, first_year: int = 0) -> Board:
    """Put a community on the table.

    Parameters
    ----------
    place : Community
    scenarios : Scenarios
        With a baseline.
    first_year : int
        Year in which round 1 takes effect; 0 for the next calendar year.
    """
    base = default_base_year(place)
    first = max(first_year or dt.date.today().year + 1, base + 1)
    token = 0.0
    years = [year for year in full_years(place["revenue"]) if year <= base]
    if years:
        rows = place["revenue"]
        rows = rows[(rows["year"].astype(int) == years[-1]) & (rows["period"] == "year")]
        token = float(rows["value"].sum()) * TOKEN
    return Board(place, scenarios, base, first, population_base(place, base), token)


def _moves(
    board: Board, game: Game, rounds: Sequence[Sequence[str]]
) -> dict[str, dict[int, float]]:
    """Cumulated change by driver and year in which a round takes effect."""
    stated = board.scenarios.paths("baseline")
    found: dict[str, dict[int, float]] = {}
    for number, cards in enumerate(rounds):
        for name in cards:
            for effect in game.cards[name].effects:
                driver = str(effect["driver"])
                if driver not in stated and DRIVERS[driver].neutral is None:
                    continue
                size = float(effect.get("change", 0.0))
                size += float(effect.get("per_resident", 0.0)) * board.people
                by_year = found.setdefault(driver, {})
                by_year[number] = by_year.get(number, 0.0) + size
    summed: dict[str, dict[int, float]] = {}
    for driver, by_round in found.items():
        total, path = 0.0, {board.first - 1: 0.0}
        for number in range(game.rounds):
            total += by_round.get(number, 0.0)
            path[board.first + number] = round(total, 9)
        summed[driver] = path
    return summed


def session_scenarios(
    board: Board, game: Game, decisions: Decisions, *, name: str = "session"
) -> Scenarios:
    """The community's scenarios and one more, made from a group's decisions.

    The cards' effects are added to the baseline from the year of their round on; effects of
    several cards on one driver are summed. What the cards cost is paid from the common budget of
    the game and is not added to the expenditure of the projection.
    """
    text = scenarios_text(board.scenarios).rstrip() + "\n\n" + _block(board, game, decisions, name)
    return read_scenarios(text, document="session")


def _block(board: Board, game: Game, decisions: Decisions, name: str) -> str:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    group = decisions.group
    label = {
        "uk": "Рішення сесії" + (f" ({group})" if group else ""),
        "en": "Decisions of the session" + (f" ({group})" if group else ""),
    }
    lines = [f"[{name}]", 'base = "baseline"', _inline("label", label, quoted)]
    for driver, path in _moves(board, game, decisions.cards).items():
        cards = [
            game.cards[card]
            for cards in decisions.cards
            for card in cards
            if any(effect["driver"] == driver for effect in game.cards[card].effects)
        ]
        reason = {
            "uk": "Картки гри: " + ", ".join(c.title["uk"] for c in cards)
            + " (навчальне припущення)",
            "en": "Cards of the game: " + ", ".join(c.title["en"] for c in cards)
            + " (a training assumption)",
        }  # fmt: skip
        years = ", ".join(f"{year} = {value!r}" for year, value in path.items())
        lines += [
            "",
            f"[[{name}.assumption]]",
            f"driver = {quoted(driver)}",
            f'change = {{ kind = "table", {years} }}',
            f"unit = {quoted(DRIVERS[driver].unit)}",
            'source_kind = "judgement"',
            'source = ""',
            _inline("reason", reason, quoted),
        ]
    return "\n".join(lines) + "\n"


def _inline(key: str, words: Mapping[str, str], quoted: Any) -> str:
    return f"{key} = {{ " + ", ".join(f"{c} = {quoted(t)}" for c, t in words.items()) + " }"


def outcome(board: Board, scenarios: Scenarios, names: Sequence[str]) -> pd.DataFrame:
    """Population and budget (real prices) by scenario and year; variables that there are."""
    run = project(board.place, scenarios, board.years, names=names)
    parts = {}
    for variable in SHOWN:
        if variable not in run.variables:
            continue
        wide = (
            run.wide(variable)
            if variable == "population"
            else run.wide(variable, price_basis="real")
        )
        for name in names:
            parts[variable, name] = wide[name]
    return pd.DataFrame(parts)


def card_effects(board: Board, game: Game) -> dict[str, dict[str, list[float]]]:
    """Difference to the baseline that each card makes alone, taken in round 1, by year.

    Returns
    -------
    dict
        By card, then by variable: one value a year from the first year on.
    """
    text = scenarios_text(board.scenarios).rstrip() + "\n"
    names = {card: f"card_{card.replace('-', '_')}" for card in game.cards}
    for card, name in names.items():
        text += "\n" + _block(board, game, Decisions(((card,),)), name)
    found = outcome(board, read_scenarios(text, document="cards"), ["baseline", *names.values()])
    found = found.loc[board.first :]
    effects: dict[str, dict[str, list[float]]] = {}
    for card, name in names.items():
        effects[card] = {
            variable: np.round(
                (found[variable, name] - found[variable, "baseline"]).to_numpy(float), 2
            ).tolist()
            for variable in SHOWN
            if (variable, name) in found
        }
    return effects
