"""The head of the desk: what is looked at, what it is compared with, and what is done with mine."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from stratanalysis.language import LANGUAGES

if TYPE_CHECKING:
    from stratanalysis.desk.desk import Desk

__all__ = ["Choices", "button", "dropdown", "row"]

_HORIZONS = (5, 10, 15, 20, 25, 30)
_LANGUAGE_NAMES = {"uk": "Українська", "en": "English"}


class Choices(widgets.VBox):  # type: ignore[misc]
    """Community, start, years, prices, language; scenarios to compare; reset, undo and keep."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        if desk.board is None:
            super().__init__([row(self._community(), self._language())])
            return
        super().__init__([self._choices(), self._compared(), self._buttons()])

    def _community(self) -> widgets.Widget:
        desk = self.desk
        names = [(_community_name(f, desk.words.code), f) for f in desk.settings.folders]
        community = dropdown(desk.words.text("Community"), names, desk.folder, "270px")
        community.add_class("sa-community")
        community.observe(desk.guarded(lambda e: desk.visit(e["new"])), "value")
        return community

    def _language(self) -> widgets.Widget:
        desk = self.desk
        names = [(_LANGUAGE_NAMES[code], code) for code in LANGUAGES]
        language = dropdown(desk.words.text("Language"), names, desk.words.code, "175px")
        language.add_class("sa-language")
        language.observe(desk.guarded(lambda e: desk.speak(e["new"])), "value")
        return language

    def _choices(self) -> widgets.Widget:
        desk, say = self.desk, self.desk.words.text
        board = desk.board
        assert board is not None
        labels = [(desk.view_label(name), name) for name in board.names]
        years = [(str(year), year) for year in board.years[:-1]]
        spans = [(str(board.base_year + h), h) for h in _HORIZONS]
        prices = [
            (say("prices of {year}", year=board.base_year), "real"),
            (say("current prices"), "nominal"),
        ]
        found = [self._community()]
        for label, options, value, width, action in (
            (say("Start from"), labels, desk.mine.start, "225px", desk.start),
            (say("Changes from"), years, desk.mine.from_year, "185px", desk.since),
            (say("Look to"), spans, desk.horizon, "170px", desk.look),
            (say("Money in"), prices, desk.basis, "215px", desk.price),
        ):
            entry = dropdown(label, options, value, width)
            entry.observe(desk.guarded(lambda e, action=action: action(e["new"])), "value")
            found.append(entry)
        return row(*found, self._language())

    def _compared(self) -> widgets.Widget:
        desk = self.desk
        assert desk.board is not None
        boxes: list[widgets.Widget] = [widgets.Label(desk.words.text("Compare with:"))]
        for name in desk.board.names:
            box = widgets.Checkbox(
                name in desk.shown,
                description=desk.view_label(name),
                indent=False,
                layout=widgets.Layout(width="auto", margin="0 10px 0 0"),
            )
            box.observe(desk.guarded(lambda e, name=name: desk.show(name, e["new"])), "value")
            boxes.append(box)
        return row(*boxes)

    def _buttons(self) -> widgets.Widget:
        desk, say = self.desk, self.desk.words.text
        reset = button(say("Reset"), "undo", "sa-reset")
        reset.on_click(desk.guarded(lambda _: desk.reset()))
        undo = button(say("Undo"), "step-backward", "sa-undo")
        undo.on_click(desk.guarded(lambda _: desk.undo()))
        name = widgets.Text(
            description=say("Name"),
            placeholder=say("My scenario"),
            layout=widgets.Layout(width="260px"),
        )
        name.add_class("sa-keep-name")
        keep = button(say("Keep as my scenario"), "check", "sa-keep")
        keep.on_click(desk.guarded(lambda _: desk.keep(name.value or self._free_name())))
        return row(reset, undo, name, keep)

    def _free_name(self) -> str:
        """The first of "My scenario 1", "My scenario 2" that is not taken."""
        board, stem = self.desk.board, self.desk.words.text("My scenario")
        assert board is not None
        taken = {text for entry in board.scenarios.values() for text in entry.label.values()}
        number = 1
        while f"{stem} {number}" in taken:
            number += 1
        return f"{stem} {number}"


def _community_name(folder: Path, code: str) -> str:
    try:
        raw = tomllib.loads((folder / "community.toml").read_text(encoding="utf-8-sig"))
        return str(raw["name"][code])
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return folder.name


def dropdown(
    label: str, options: Sequence[tuple[str, Any]], value: Any, width: str, css: str = ""
) -> widgets.Dropdown:
    """A labelled list to choose from."""
    entry = widgets.Dropdown(
        description=label,
        options=list(options),
        value=value,
        layout=widgets.Layout(width=width, max_width="100%"),
        style={"description_width": "auto"},
    )
    if css:
        entry.add_class(css)
    return entry


def button(label: str, icon: str, css: str) -> widgets.Button:
    """A button as wide as its words."""
    found = widgets.Button(description=label, icon=icon, layout=widgets.Layout(width="auto"))
    found.add_class(css)
    return found


def row(*children: widgets.Widget) -> widgets.Widget:
    """Widgets beside each other, on further lines where there is no room."""
    box = widgets.HBox(list(children), layout=widgets.Layout(flex_flow="row wrap"))
    box.add_class("sa-top")
    return box
