"""The game: cards, events and roles; a group's decisions, checked against the common budget."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from stratanalysis.errors import InvalidInputError, MissingInputError, UnknownNameError

__all__ = ["Card", "Decisions", "Event", "Game", "Role", "balance", "read_decisions", "read_game"]

TOKEN = 0.001
"""One token is this share of a year's revenue of the base year."""


@dataclass(frozen=True, slots=True)
class Card:
    """A decision: what it costs in tokens, and what it does to the drivers."""

    name: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    cost: int
    effects: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What happens in a round: tokens given or taken, perhaps only with or without a card."""

    name: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    tokens: int
    needs: str = ""
    unless: str = ""

    def change(self, taken: Sequence[str]) -> int:
        """Tokens that the event gives (or takes) where these cards are taken."""
        if self.needs and self.needs not in taken:
            return 0
        return 0 if self.unless and self.unless in taken else self.tokens


@dataclass(frozen=True, slots=True)
class Role:
    """A player: who, what for, and the cards wished for."""

    name: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    wishes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Game:
    """Everything on the table; see ``game.toml`` next to this module."""

    rounds: int
    tokens_a_round: int
    cards: Mapping[str, Card]
    events: Mapping[str, Event]
    roles: Mapping[str, Role]
    agendas: Mapping[str, tuple[tuple[int, Mapping[str, str]], ...]]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a group decided.

    Attributes
    ----------
    cards, events : tuple of tuple of str
        By round.
    group : str
        How the group calls itself; may be empty.
    """

    cards: tuple[tuple[str, ...], ...]
    events: tuple[tuple[str, ...], ...] = ()
    group: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


def _both(row: Mapping[str, Any], start: str = "") -> dict[str, str]:
    return {code: str(row[f"{start}{code}"]) for code in ("uk", "en")}


@functools.cache
def read_game() -> Game:
    """Read the shipped game."""
    file = resources.files("stratanalysis") / "workshop" / "kit" / "game.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    cards = {
        r["name"]: Card(r["name"], _both(r), _both(r, "text_"), r["cost"], tuple(r["effects"]))
        for r in raw["card"]
    }
    events = {
        r["name"]: Event(
            r["name"], _both(r), _both(r, "text_"), r["tokens"],
            r.get("needs", ""), r.get("unless", ""),
        )
        for r in raw["event"]
    }  # fmt: skip
    roles = {
        r["name"]: Role(r["name"], _both(r), _both(r, "text_"), tuple(r["wishes"]))
        for r in raw["role"]
    }
    agendas = {
        name: tuple((int(row["minutes"]), _both(row)) for row in rows)
        for name, rows in raw["agenda"].items()
    }
    return Game(raw["rounds"], raw["tokens_a_round"], cards, events, roles, agendas)


def balance(decisions: Decisions, game: Game) -> list[int]:
    """Tokens left after each round; what is not spent is carried over.

    Raises
    ------
    UnknownNameError
        A card or event that the game does not have.
    InvalidInputError
        A card taken twice, too many rounds, or more spent than there is.

    Examples
    --------
    >>> balance(Decisions((("energy",), ("park",))), read_game())  # 20 − 14, then + 20 − 22
    [6, 4]
    """
    if len(decisions.cards) > game.rounds:
        raise InvalidInputError(
            f"{len(decisions.cards)} rounds are given", expected=f"at most {game.rounds}"
        )
    left, taken, after = 0, [], []
    for number, cards in enumerate(decisions.cards):
        happened = decisions.events[number] if number < len(decisions.events) else ()
        for name in cards:
            if name not in game.cards:
                raise UnknownNameError("card", name, game.cards)
            if name in taken:
                raise InvalidInputError(f"the card {name} is taken twice", do="take it once")
            taken.append(name)
        for name in happened:
            if name not in game.events:
                raise UnknownNameError("event", name, game.events)
        left += game.tokens_a_round + sum(game.events[name].change(taken) for name in happened)
        left -= sum(game.cards[name].cost for name in cards)
        if left < 0:
            raise InvalidInputError(
                f"{-left} tokens too many are spent",
                where=f"round {number + 1}",
                do="leave a card for a later round, or save in an earlier one",
            )
        after.append(left)
    return after


def read_decisions(path: Path | str) -> Decisions:
    """Read a group's decisions: ``group``, and ``[[round]]`` with ``cards`` and ``events``.

    Raises
    ------
    MissingInputError, InvalidInputError
        The file is not there, or is not such a file.
    """
    file = Path(path)
    if not file.is_file():
        raise MissingInputError("no such file", where=str(file))
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        rounds = raw["round"]
        return Decisions(
            tuple(tuple(str(c) for c in row.get("cards", ())) for row in rounds),
            tuple(tuple(str(e) for e in row.get("events", ())) for row in rounds),
            str(raw.get("group", "")),
            {str(k): str(v) for k, v in raw.get("notes", {}).items()},
        )
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(
            "this is not a file of decisions", where=str(file),
            expected="group = \"…\" and [[round]] with cards = [\"…\"]",
            do="save it once more from the desk of the session",
        ) from error  # fmt: skip
