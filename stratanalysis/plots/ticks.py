"""Ticks in the reader's language: one unit an axis, no two written alike, the last year there."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from matplotlib.ticker import Formatter, Locator

from stratanalysis.language import MONEY_STEPS

if TYPE_CHECKING:
    from matplotlib.axis import Axis

    from stratanalysis.language import Language

__all__ = ["Ticks", "YearTicks"]

_YEAR_WIDTH = 46.0
"""Pixels that a year needs."""


class YearTicks(Locator):
    """Years at even steps that end with the last year drawn, as many as there is room for."""

    def __call__(self) -> list[float]:
        """Return the ticks of the axis as it is now."""
        axis: Any = self.axis
        low, high = sorted(float(v) for v in axis.get_view_interval())
        if axis.axis_name == "x":
            data = [axes.dataLim for axes in axis.axes.get_shared_x_axes().get_siblings(axis.axes)]
            ends = (min(box.x0 for box in data), max(box.x1 for box in data))
        else:
            ends = (axis.axes.dataLim.y0, axis.axes.dataLim.y1)
        if not all(map(math.isfinite, (low, high))):
            return []
        first = math.ceil(low - 1e-9)
        last = math.floor(high + 1e-9)
        if all(map(math.isfinite, ends)):
            first = max(first, round(min(ends) + 0.01))
            last = min(last, math.floor(max(ends) + 1e-9))
        return self.tick_values(first, last)

    def tick_values(self, vmin: float, vmax: float) -> list[float]:
        """Return years from `vmin` to `vmax`, the last one always among them."""
        axis: Any = self.axis
        first, last = int(vmin), int(vmax)
        box = axis.axes.get_window_extent()
        figure = axis.axes.get_figure(root=True)
        width = (box.width if axis.axis_name == "x" else box.height) * 100.0 / figure.dpi
        room = max(int(width / _YEAR_WIDTH), 2)
        step = next(
            (n for n in (1, 2, 3, 5, 10, 20, 50, 100) if (last - first) // n + 1 <= room), 200
        )
        return [float(year) for year in range(last, first - 1, -step)][::-1]


class Ticks(Formatter):
    """Ticks with as many decimals as they need; money in one unit, which the label then says."""

    def __init__(self, axis: Axis, language: Language, kind: str, decimals: int) -> None:
        self.words, self.kind, self.decimals = language, kind, decimals
        self.owner: Any = axis
        self.writes_label = True

    def __call__(self, value: float, pos: int | None = None) -> str:
        """Write a single value in full, as the cursor shows it."""
        del pos
        if self.kind == "percent":
            return self.words.percent(value, self.decimals)
        if self.kind == "money":
            return self.words.money(value, self.decimals) if value else "0"
        if self.kind == "year":
            return str(int(value)) if float(value).is_integer() else ""
        return self.words.number(value, self.decimals)

    def format_ticks(self, values: Iterable[float]) -> list[str]:
        """Write all ticks of the axis."""
        ticks = [float(value) for value in values]
        self.set_locs(ticks)
        if self.kind == "year":
            return [self(value) for value in ticks]
        step, _ = self._unit()
        scale = 0.01 if self.kind == "percent" else step
        places = max((_decimals(value / scale) for value in ticks), default=0)
        if self.kind == "money" and self.writes_label:
            label = self.owner.get_label_text()
            if (wanted := self.label(label)) != label:
                self.owner.set_label_text(wanted)
        if self.kind == "percent":
            return [self.words.percent(value, places) for value in ticks]
        return [self.words.number(value / scale, places) for value in ticks]

    def written(self, value: float) -> str:
        """Write one value of the picture in the unit of the axis, a digit finer than the ticks."""
        if self.kind == "percent":
            return self.words.percent(value, 1)
        if self.kind == "money":
            step, _ = self._unit()
            return self.words.number(value / step, 2 if step == MONEY_STEPS[0][0] else 1)
        return self.words.number(value, self.decimals)

    def label(self, label: str) -> str:
        """Return the label of the axis with the unit of its ticks in front, once."""
        if self.kind != "money":
            return label
        _, unit = self._unit()
        plain = self.words.text("UAH")
        rest = label
        for _, template in (*MONEY_STEPS, (1.0, "UAH {number}")):
            known = self._words_of(template)
            if rest == known or rest.startswith((f"{known},", f"{known};")):
                rest = rest[len(known) :]
                break
        else:
            rest = rest.removeprefix(plain) if rest.startswith(plain) else rest
        if rest and not rest.startswith((",", ";")):
            rest = f", {rest}"
        return f"{unit}{rest}"

    def _unit(self) -> tuple[float, str]:
        """What all figures of the axis are divided by, and its name.

        By the limits of the axis alone: the ticks change with the size of the picture, and the
        label, the ticks and the ends of lines are written at different sizes.
        """
        if self.kind != "money":
            return 1.0, ""
        largest = max(abs(float(limit)) for limit in self.owner.get_view_interval())
        step, template = next(
            ((step, template) for step, template in MONEY_STEPS if largest >= step * 1.5),
            (1.0, "UAH {number}"),
        )
        return step, self._words_of(template)

    def _words_of(self, template: str) -> str:
        return " ".join(self.words.text(template, number="").split())


def _decimals(value: float) -> int:
    """Decimals that write a tick in full, three at most."""
    return next((n for n in range(3) if abs(round(value, n) - value) <= 1e-9 * abs(value)), 3)
