"""Names of lines at their ends, none over another, in any width."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from stratanalysis.plots.words import broken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["height_of_line_ends", "label_line_ends", "place_line_ends"]

_LINE = 15.0
"""Height of a line of text in pixels at 100 dots an inch."""
_GAP = 3.0
_LIMITS = {True: (104.0, 3), False: (180.0, 2)}
"""Pixels and lines of a name, on a phone and else."""


def label_line_ends(axes: Axes, labels: Iterable[tuple[str, float, float, str]]) -> None:
    """Write each line's name and last value at its end, in its colour, none over another.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With its data drawn; its limits are fixed by this call.
    labels : iterable of (text, x, y, color)
        The last point of each line, in data units; lines that end in NaN are left out.
    """
    given = [entry for entry in labels if math.isfinite(entry[1]) and math.isfinite(entry[2])]
    if not given:
        return
    axes.set_xlim(axes.get_xlim())
    axes.set_ylim(axes.get_ylim())
    wanted = sorted(given, key=lambda entry: (entry[2], entry[0]))
    axes.line_ends = (wanted, [])  # type: ignore[attr-defined]
    place_line_ends(axes)


def height_of_line_ends(axes: Axes, *, phone: bool) -> float:
    """Pixels that the names of an axes need, one over the other."""
    wanted, _ = getattr(axes, "line_ends", ((), []))
    lines = [1 + _written(axes, t, y, _LIMITS[phone]).count("\n") for t, _, y, _ in wanted]
    return sum(_LINE * count + _GAP for count in lines)


def place_line_ends(
    axes: Axes, renderer: Any = None, *, phone: bool = False, undo: ExitStack | None = None
) -> None:
    """Put the names where the axes now end; called again when the axes change their size."""
    ends: tuple[list[Any], list[Any]] = getattr(axes, "line_ends", ([], []))
    wanted, drawn = ends
    if not wanted:
        return
    del renderer
    figure = axes.get_figure(root=True)
    line = _LINE * (figure.dpi if figure else 100.0) / 100.0
    box = axes.get_window_extent()
    height = box.height or 1.0
    limit = _LIMITS[phone]
    texts = [_written(axes, text, y, limit) for text, _, y, _ in wanted]
    if sum(line * (1 + text.count("\n")) + _GAP for text in texts) > height + line:
        texts = [broken(text, limit[0], 1) for text, *_ in wanted]
    halves = [line * (1 + text.count("\n")) / 2 for text in texts]
    places = [axes.transData.transform((x, y))[1] - box.y0 for _, x, y, _ in wanted]
    for index in range(1, len(places)):
        least = places[index - 1] + halves[index - 1] + halves[index] + _GAP
        places[index] = max(places[index], least)
    places[-1] = min(places[-1], height - halves[-1] + line / 2)
    for index in range(len(places) - 2, -1, -1):
        most = places[index + 1] - halves[index + 1] - halves[index] - _GAP
        places[index] = min(places[index], most)
    for old in drawn:
        old.remove()
    drawn.clear()
    for text, (_, _, _, color), place in zip(texts, wanted, places, strict=True):
        drawn.append(
            axes.annotate(
                text, xy=(1.0, place / height), xycoords="axes fraction", xytext=(6, 0),
                textcoords="offset points", color=color, fontsize=9, va="center", ha="left",
                linespacing=1.1, annotation_clip=False,
            )
        )  # fmt: skip
    if undo is not None:
        undo.callback(place_line_ends, axes)


def _written(axes: Axes, text: str, y: float, limit: tuple[float, int]) -> str:
    """Name and value of a line, the value in the unit that the axis has now."""
    write = getattr(axes.yaxis.get_major_formatter(), "written", None)
    value = write(y) if write else ""
    name = broken(text, *limit) or "–"
    return f"{name}\n{value}" if value else name
