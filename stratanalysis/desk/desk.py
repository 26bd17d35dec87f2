"""The desk itself: what is chosen, the sliders, the pictures, and what may be asked and taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from stratanalysis.desk.choices import Choices
from stratanalysis.desk.controls import GROUPS, Control, group_order
from stratanalysis.desk.controls import controls as make_controls
from stratanalysis.desk.labels import moved_sentence
from stratanalysis.desk.messages import said
from stratanalysis.desk.model import Board, Mine, Outcome, open_board, read_mine
from stratanalysis.desk.panels import Questions, Taking
from stratanalysis.desk.settings import Settings
from stratanalysis.desk.slider_rows import DriverRow
from stratanalysis.desk.targets import targets_html
from stratanalysis.desk.view import View, observed_series
from stratanalysis.errors import StratanalysisError
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.pages.narrative import remark_sentences

__all__ = ["Desk"]

_ONE_GESTURE = 0.8
"""Seconds within which moves of one slider are undone together."""


class Desk(widgets.VBox):  # type: ignore[misc]
    """The scenario desk of one reader.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.add_class("sa-desk")
        self.settings = settings
        self.words: Language = get_language(settings.language)
        self.folder = settings.folders[0]
        self.horizon = 15
        self.basis = "real"
        self.board: Board | None = None
        self.mine = Mine("", 0)
        self.outcome: Outcome | None = None
        self.view: View
        self.more = False
        self.shown: tuple[str, ...] = ()
        self._past: list[Mine] = []
        self._last_move = ("", 0.0)
        self._rows: dict[str, DriverRow] = {}
        self.controls: list[Control] = []
        self.status = widgets.HTML()
        self.screen = widgets.HTML()
        self.summary = widgets.HTML()
        self._script = widgets.Output(outputs=(_script(),))
        self.visit(self.folder)

    # -- what is open ---------------------------------------------------------------------------

    def visit(self, folder: Path) -> None:
        """Open a community; where it cannot be used the one before stays."""
        problem: StratanalysisError | None = None
        try:
            board = open_board(folder, horizon=self.horizon)
        except StratanalysisError as error:
            problem = error
        else:
            self.folder, self.board = folder, board
            start = "baseline" if "baseline" in board.scenarios else board.names[0]
            self.mine = Mine(start, board.base_year + 1)
            self._past = []
            self.shown = tuple(n for n in board.names if not board.scenarios[n].is_what_if)
        self._build()
        if problem is not None:
            self.problem(problem)

    def replace(self, board: Board, mine: Mine | None = None) -> None:
        """Put another board, as one with a kept scenario, under the same widgets."""
        assert self.board is not None
        new = [name for name in board.names if name not in self.board.scenarios]
        self.board, self.shown = board, (*self.shown, *new)
        if mine is not None:
            self._past.append(self.mine)
            self.mine = mine
        self._build()

    def say(self, message: str, *, error: bool = False) -> None:
        """Write a line where a screen reader hears it."""
        css = "sa-status sa-error" if error else "sa-status"
        self.status.value = f'<div class="{css}" role="status">{escape(message)}</div>'

    def problem(self, error: Exception) -> None:
        """Say what went wrong, every finding in the reader's language."""
        if isinstance(error, StratanalysisError):
            self.say(said(error, self.words), error=True)
        else:
            text = self.words.text("Something failed that should not have: {error}", error=error)
            self.say(text, error=True)

    def guarded(self, action: Callable[..., None]) -> Callable[..., None]:
        """Wrap what a widget calls, so that a failure is said and not lost."""

        def run(*given: Any) -> None:
            try:
                action(*given)
            except Exception as error:
                self.problem(error)

        return run

    # -- what the reader does -------------------------------------------------------------------

    def move(self, driver: str, change: float) -> None:
        """Move one driver and draw."""
        now = time.monotonic()
        before, when = self._last_move
        if before != driver or now - when > _ONE_GESTURE or not self._past:
            self._past.append(self.mine)
        self._last_move = (driver, now)
        self.mine = self.mine.moved(driver, change)
        self.draw()
        self._rows[driver].show(self.mine)

    def set_mine(self, mine: Mine, *, remember: bool = True) -> None:
        """Take another state of the sliders."""
        if remember:
            self._past.append(self.mine)
        self._last_move = ("", 0.0)
        rebuild = (mine.start, mine.from_year) != (self.mine.start, self.mine.from_year)
        within = {control.driver.name: control for control in self.controls}
        for name, change in mine.changes.items():
            entry = within.get(name)
            rebuild |= entry is None or not entry.minimum <= change <= entry.maximum
        self.mine = mine
        if rebuild:
            self._build()
            return
        for row in self._rows.values():
            row.show(mine)
        self.draw()

    def reset(self) -> None:
        """Take all changes back."""
        self.set_mine(Mine(self.mine.start, self.mine.from_year))
        self.say(self.words.text("All sliders are back at the scenario they started from."))

    def undo(self) -> None:
        """Go one step back."""
        if not self._past:
            self.say(self.words.text("There is nothing to undo."))
            return
        self.set_mine(self._past.pop(), remember=False)
        self.say(self.words.text("One step back."))

    def keep(self, label: str) -> None:
        """Keep mine under a name, beside the scenarios of the file."""
        assert self.board is not None
        self.replace(self.board.keep(self.mine, label))
        self.say(self.words.text("Kept as “{label}”.", label=" ".join(label.split())))

    def receive(self, board: Board) -> None:
        """Take scenarios of an opened file, and put the sliders to the last of them."""
        name = board.names[-1]
        mine = read_mine(board.scenarios, name, from_year=board.base_year + 1)
        self.replace(board, mine)
        label = board.scenarios[name].label.get(self.words.code, name)
        self.say(self.words.text("Opened “{label}”; the sliders stand as it says.", label=label))

    def draw(self) -> None:
        """Compute mine and draw everything that depends on it."""
        if self.board is None:
            return
        try:
            self.outcome = self.board.run(self.mine)
        except StratanalysisError as error:
            self.problem(error)
            return
        pictures = self.view.pictures(self.mine, self.outcome)
        self.screen.value = pictures + targets_html(self.view, self.outcome)
        sentence = moved_sentence(self.controls, self.mine, self.board, self.words)
        self.summary.value = f"<p>{escape(sentence)}</p>"

    # -- how it looks ---------------------------------------------------------------------------

    def _build(self) -> None:
        """Make all widgets anew, in the reader's language."""
        head = widgets.HTML(f"<style>{_text_of('desk.css')}</style>" + self._heading())
        if self.board is None:
            self.children = [head, Choices(self), self.status]
            return
        self.view = View(
            self.board, self.words, self.shown, self.basis, observed_series(self.board)
        )
        self.controls = make_controls(self.board, self.mine)
        self._past = self._past[-200:]
        left = widgets.VBox(
            [self._drivers()],
            layout=widgets.Layout(flex="1 1 330px", max_width="460px", min_width="290px"),
        )
        right = widgets.VBox(
            [self.summary, self.screen],
            layout=widgets.Layout(flex="3 1 420px", min_width="300px"),
        )
        left.add_class("sa-left")
        right.add_class("sa-right")
        body = widgets.HBox([left, right], layout=widgets.Layout(flex_flow="row wrap"))
        self.draw()
        asked, taken = Questions(self), Taking(self)
        self.children = [head, Choices(self), self.status, body, asked, taken, self._script]

    def _heading(self) -> str:
        say = self.words.text
        name = self.board.community.name[self.words.code] if self.board else ""
        text = f'<h2 data-language="{self.words.code}">'
        text += f"{escape(say('Scenario desk'))}{': ' if name else ''}{escape(name)}</h2>"
        if self.board is None:
            return text
        if self.board.community.kind == "example":
            words = say("Exercise: the community and all figures on this page are invented.")
            text += f'<p class="sa-notice">{escape(words)}</p>'
        notes = [self.board.start.model, *self.board.start.gaps, *self.board.start.assumed]
        said = remark_sentences([note for note in notes if note.message], self.words.code)
        lines = "".join(f"<li>{escape(line)}</li>" for line in said)
        title = escape(say("The data, the model and what was assumed"))
        return f"{text}<details><summary>{title}</summary><ul>{lines}</ul></details>"

    def view_label(self, name: str) -> str:
        """Name of a scenario; kept ones are marked, so that no two are the same."""
        assert self.board is not None
        label = self.board.scenarios[name].label.get(self.words.code, name)
        return f"{label} ★" if name in self.board.kept else label

    def _drivers(self) -> widgets.Widget:
        say = self.words.text
        assert self.board is not None
        self._rows = {}
        parts: list[widgets.Widget] = []
        chosen = [c for c in self.controls if c.is_main or self.more]
        for group, entries in group_order(chosen):
            parts.append(widgets.HTML(f"<h3>{escape(say(GROUPS[group]))}</h3>"))
            for control in entries:
                row = DriverRow(
                    control,
                    self.board,
                    self.mine,
                    self.words,
                    documents=self.settings.document_folders(self.folder),
                    moved=self.guarded(self.move),
                    problem=self.problem,
                )
                self._rows[control.driver.name] = row
                parts.append(row)
        more = widgets.Checkbox(
            self.more, description=say("Show also the drivers that the file leaves alone"),
            indent=False,
        )  # fmt: skip
        more.observe(self.guarded(self._more), "value")
        box = widgets.VBox([*parts, more])
        box.add_class("sa-drivers")
        return box

    def _more(self, event: dict[str, Any]) -> None:
        self.more = bool(event["new"])
        self._build()

    def speak(self, code: str) -> None:
        """Speak another language."""
        self.words = get_language(code)
        self.status.value = ""
        self._build()

    def start(self, name: str) -> None:
        """Start from another scenario."""
        self.set_mine(Mine(name, self.mine.from_year, self.mine.changes))

    def since(self, year: int) -> None:
        """Let the changes begin in another year."""
        self.set_mine(Mine(self.mine.start, year, self.mine.changes))

    def look(self, horizon: int) -> None:
        """Look to another horizon."""
        assert self.board is not None
        kept = [self.board.scenarios[name] for name in self.board.kept]
        self.board = open_board(self.folder, horizon=horizon, kept=kept)
        self.horizon = horizon
        if self.mine.from_year >= self.board.years[-1]:
            self.mine = Mine(self.mine.start, self.board.base_year + 1, self.mine.changes)
        self._build()

    def price(self, basis: str) -> None:
        """Show money in other prices."""
        self.basis = basis
        self._build()

    def show(self, name: str, on: bool) -> None:
        """Draw the lines of a scenario, or leave them out."""
        assert self.board is not None
        chosen = {*self.shown, name} if on else {*self.shown} - {name}
        self.shown = tuple(entry for entry in self.board.names if entry in chosen)
        self.view = View(
            self.board, self.words, self.shown, self.basis, self.view.observed, self.view.pyramids
        )
        self.draw()


def _text_of(name: str) -> str:
    return resources.files("stratanalysis.desk").joinpath(name).read_text(encoding="utf-8")


def _script() -> dict[str, Any]:
    """The names of the sliders' handles, as an output that both front ends run."""
    data = {"application/javascript": _text_of("desk.js"), "text/plain": ""}
    return {"output_type": "display_data", "data": data, "metadata": {}}
