"""The kit of a strategic session: a game with one common budget, its sheets and its report."""

from stratanalysis.workshop.kit.build import build_session
from stratanalysis.workshop.kit.game import Decisions, Game, read_decisions, read_game

__all__ = ["Decisions", "Game", "build_session", "read_decisions", "read_game"]
