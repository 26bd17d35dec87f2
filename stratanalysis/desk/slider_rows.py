"""One driver at the desk: a slider, a field to type the same number, its value and its reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from stratanalysis.desk.controls import Control, parse_number
from stratanalysis.desk.labels import driver_notes, driver_title
from stratanalysis.desk.model import Board, Mine
from stratanalysis.errors import InvalidInputError
from stratanalysis.language import Language

__all__ = ["DriverRow"]


class DriverRow(widgets.VBox):  # type: ignore[misc]
    """Slider and field hold the same change; either moves the other.

    Parameters
    ----------
    control : Control
    board : Board
    mine : Mine
    language : Language
    documents : sequence of path
    moved : callable
        Called with the driver's name and the change, in the driver's unit.
    problem : callable
        Called with the error of a number that cannot be used.
    """

    def __init__(
        self,
        control: Control,
        board: Board,
        mine: Mine,
        language: Language,
        *,
        documents: Sequence[Path],
        moved: Callable[[str, float], None],
        problem: Callable[[Exception], None],
    ) -> None:
        self.control, self.board, self.words = control, board, language
        self._moved, self._problem, self._silent = moved, problem, False
        name = language.text(control.driver.label)
        unit = control.change_unit(language)
        self.title = widgets.HTML()
        self.slider = widgets.FloatSlider(
            min=round(control.minimum * control.factor, 9),
            max=round(control.maximum * control.factor, 9),
            step=round(control.step * control.factor, 9),
            readout=False,
            tooltip=f"{name}, {unit}",
            layout=widgets.Layout(flex="1 1 120px", min_width="120px", margin="0 6px"),
        )
        self.field = widgets.Text(
            continuous_update=False,
            tooltip=language.text("{driver}: change, {unit}", driver=name, unit=unit),
            layout=widgets.Layout(width="78px"),
        )
        unit_label = widgets.HTML(f'<small class="sa-unit">{escape(unit)}</small>')
        unit_label.layout = widgets.Layout(width="84px", flex="0 0 auto")
        notes = driver_notes(control, board, mine, language, documents=documents)
        self.slider.add_class(f"sa-driver-{control.driver.name}")
        self.field.add_class(f"sa-field-{control.driver.name}")
        super().__init__(
            [
                self.title,
                widgets.HBox([self.slider, self.field, unit_label]),
                widgets.HTML(notes),
            ],
            layout=widgets.Layout(margin="0 0 10px 0", flex="0 0 auto"),
        )
        self.add_class("sa-driver-row")
        self.show(mine)
        self.slider.observe(self._slid, "value")
        self.field.observe(self._typed, "value")

    def show(self, mine: Mine) -> None:
        """Put the slider, the field and the title where `mine` is, without telling anybody."""
        change = mine.changes.get(self.control.driver.name, 0.0)
        self._silent = True
        try:
            wanted = change * self.control.factor
            # what the page has already is not sent back: it would undo moves still on their way
            if abs(self.slider.value - wanted) > self.control.step * self.control.factor / 2:
                self.slider.value = wanted
            self.field.value = self.control.shown(change, self.words)
        finally:
            self._silent = False
        self.title.value = driver_title(self.control, self.board, mine, self.words)

    def _slid(self, event: dict[str, Any]) -> None:
        if not self._silent:
            shown_step = self.control.step * self.control.factor
            places = round(float(event["new"]) / shown_step)
            self._moved(self.control.driver.name, round(places * self.control.step, 12))

    def _typed(self, event: dict[str, Any]) -> None:
        if self._silent:
            return
        name = self.words.text(self.control.driver.label)
        try:
            typed = parse_number(str(event["new"]), language=self.words, where=name)
            change = round(typed / self.control.factor, 12)
            if not self.control.minimum - 1e-12 <= change <= self.control.maximum + 1e-12:
                raise InvalidInputError(
                    self.words.text(
                        "{driver}: {given} is outside the slider, from {low} to {high}",
                        driver=name,
                        given=str(event["new"])[:20],
                        low=self.control.shown(self.control.minimum, self.words),
                        high=self.control.shown(self.control.maximum, self.words),
                    )
                )
        except InvalidInputError as error:
            self._problem(error)
            return
        self._moved(self.control.driver.name, change)
