"""The two layouts of a picture, for a wide page and for a phone: nothing cut, no text on another.

A phone's picture is 320 pixels wide with text as large as in the wide one: names of bars go above
their bars, names of lines are broken, the axis of years takes fewer ticks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from stratanalysis.plots import rows
from stratanalysis.plots.header import Header
from stratanalysis.plots.line_ends import height_of_line_ends, place_line_ends
from stratanalysis.plots.svg import Drawn, SvgRenderer, draw
from stratanalysis.plots.words import broken, settle_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["PHONE", "WIDE", "drawn"]

WIDE, PHONE = 640, 320
"""Widths of the two layouts in pixels."""
_POINTS = 9.0
_EDGE = 4.0
_PLOT = {"wide": 250.0, "phone": 180.0}
"""Height of the area of lines in pixels."""
_PANEL = 100.0
"""The same for one of several pictures under each other."""


def drawn(figure: Figure, alternative: str) -> tuple[Drawn, Drawn]:
    """Draw a figure for a wide page and for a phone; the figure is given back as it was.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alternative : str
        Words for a reader who does not see it.

    Returns
    -------
    wide, phone : Drawn
    """
    import matplotlib as mpl

    made = []
    with mpl.rc_context({"text.parse_math": False}):
        settle_words(figure)
        for css, width in (("wide", WIDE), ("phone", PHONE)):
            with _laid_out(figure, css, width):
                made.append(draw(figure, alternative, css))
    return made[0], made[1]


@contextmanager
def _laid_out(figure: Figure, css: str, width: int) -> Iterator[None]:
    """Lay a figure out in this width; what was changed is put back."""
    before, engine = tuple(figure.get_size_inches()), figure.get_layout_engine()
    with ExitStack() as undo:
        undo.callback(figure.set_size_inches, *before)
        undo.callback(figure.set_layout_engine, engine)
        shown = [axes for axes in figure.axes if axes.get_visible()]
        _even_text(figure)
        if all(axes.get_subplotspec() is not None for axes in shown) and _in_one_column(shown):
            figure.set_layout_engine("none")
            _stacked(figure, shown, css, width, undo)
        else:
            share = width / (before[0] * figure.dpi)
            figure.set_size_inches(before[0] * share, before[1] * max(share, 0.8))
        yield


def _in_one_column(shown: list[Axes]) -> bool:
    columns = {axes.get_subplotspec().colspan.start for axes in shown}  # type: ignore[union-attr]
    return len(columns) == 1


def _stacked(figure: Figure, panels: list[Axes], css: str, width: int, undo: ExitStack) -> None:
    """Lay out axes one under the other, their left and right edges in line."""
    dots, phone = figure.dpi, css == "phone"
    renderer = SvgRenderer(width, 1000, dots)
    figure.set_size_inches(width / dots, 10)
    heights = [_height(axes, renderer, css, width, len(panels), undo) for axes in panels]
    heads = [Header(axes, renderer, width, undo) for axes in panels]
    for axes in panels[:-1]:
        undo.callback(axes.tick_params, axis="x", labelbottom=True)
        axes.tick_params(axis="x", labelbottom=False)
    margins = [[50.0, 20.0, 25.0, 6.0] for _ in panels]
    for turn in range(4):
        _place(figure, panels, margins, heights, width, [head.height for head in heads])
        wanted = []
        for axes, head in zip(panels, heads, strict=True):
            place_line_ends(axes, renderer, phone=phone, undo=undo)
            if turn == 3:
                continue
            _thin_ticks(axes, renderer, undo)
            with head.aside():
                ink: Any = axes.get_tightbbox(renderer)
            box = axes.bbox
            wanted.append(
                [box.x0 - ink.x0, ink.x1 - box.x1, box.y0 - ink.y0, max(ink.y1 - box.y1, 0.0)]
            )
        if turn == 3 or np.allclose(wanted, margins, atol=0.5, rtol=0):
            break
        margins = wanted
    for head, margin in zip(heads, margins, strict=True):
        head.put(margin[3])


def _height(
    axes: Axes, renderer: SvgRenderer, css: str, width: int, panels: int, undo: ExitStack
) -> float:
    """Height of the area of one axes in pixels."""
    phone = css == "phone"
    bars = rows.has_named_rows(axes)
    if bars:
        plot = rows.settle_rows(axes, renderer, phone=phone, width=width, undo=undo)
    else:
        least = _PLOT[css] if panels == 1 else _PANEL
        plot = max(least, height_of_line_ends(axes, phone=phone))
    if getattr(axes, "is_map", False):
        plot = _map_height(axes, width - 2 * _EDGE, undo)
    if grid_names := (not bars and rows.names_of(axes.yaxis)):
        undo.callback(grid_names.update, dict(grid_names))
        room = 0.42 * width
        grid_names.update({place: broken(t, room, 3) for place, t in grid_names.items()})
        tallest = max(1 + t.count("\n") for t in grid_names.values())
        plot = max(16.0 * tallest, 20.0) * len(grid_names)
    return plot


def _place(
    figure: Figure, panels: list[Axes], margins: list[list[float]], heights: list[float],
    width: float, heads: list[float],
) -> None:  # fmt: skip
    left, right = (max(margin[side] for margin in margins) + _EDGE for side in (0, 1))
    whole = [
        plot + margin[2] + margin[3] + 2 * _EDGE + head
        for plot, margin, head in zip(heights, margins, heads, strict=True)
    ]
    height = round(sum(whole))
    figure.set_size_inches(width / figure.dpi, height / figure.dpi)
    room = max(width - left - right, 60.0)
    below = sum(whole)
    for axes, plot, margin, own in zip(panels, heights, margins, whole, strict=True):
        below -= own
        bottom = below + margin[2] + _EDGE
        axes.set_position((left / width, bottom / height, room / width, plot / height))


def _map_height(axes: Axes, width: float, undo: ExitStack) -> float:
    """Height of a map; its frame is made wider where it would be too high."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    height = min(width * (high - low) / (right - left), 1.2 * _PLOT["wide"])
    wider = ((high - low) * width / height - (right - left)) / 2
    undo.callback(axes.set_xlim, left, right)
    axes.set_xlim(left - wider, right + wider)
    return height


def _even_text(figure: Figure) -> None:
    """One size for every text."""
    from matplotlib.text import Text

    for axes in figure.axes:
        axes.tick_params(labelsize=_POINTS, which="both")
    for text in figure.findobj(Text):
        text.set_fontsize(_POINTS)


def _thin_ticks(axes: Axes, renderer: SvgRenderer, undo: ExitStack) -> None:
    """Names under an axis are broken to their room; numbers on it get fewer."""
    from matplotlib.ticker import MaxNLocator

    axis = axes.xaxis
    ticks = axis.get_ticklocs()
    low, high = sorted(axes.get_xlim())
    if len(ticks) < 2 or high <= low:
        return
    names = rows.names_of(axis)
    if names:
        gap = min(abs(b - a) for a, b in itertools.pairwise(ticks))
        room = max(axes.bbox.width / (high - low) * gap - 6, 24.0)
        undo.callback(names.update, dict(names))
        names.update({place: broken(text, room, 3) for place, text in names.items()})
        if _touching(axis, renderer):  # numbers as names: every other one will do
            names.update(dict.fromkeys(list(names)[1:-1:2], ""))
        return
    locator = axis.get_major_locator()
    if not isinstance(locator, MaxNLocator):
        return
    for count in (5, 4, 3, 2):
        if not _touching(axis, renderer):
            return
        locator.set_params(nbins=count)


def _touching(axis: Any, renderer: SvgRenderer) -> bool:
    boxes = [
        tick.label1.get_window_extent(renderer)
        for tick in axis._update_ticks()
        if tick.label1.get_visible() and tick.label1.get_text()
    ]
    boxes.sort(key=lambda box: box.x0)
    return any(b.x0 - a.x1 < 4 for a, b in itertools.pairwise(boxes))
