"""The two layouts of a picture, for a wide page and for a phone: nothing cut, no text on another.

A phone's picture is 320 pixels wide with text as large as in the wide one: names of bars go above
their bars, names of lines are broken, the axis of years takes fewer ticks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

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
        if len(shown) == 1 and shown[0].get_subplotspec() is not None:
            figure.set_layout_engine("none")
            _one(figure, shown[0], css, width, undo)
        else:
            share = width / (before[0] * figure.dpi)
            figure.set_size_inches(before[0] * share, before[1] * max(share, 0.8))
        yield


def _one(figure: Figure, axes: Axes, css: str, width: int, undo: ExitStack) -> None:
    dots = figure.dpi
    renderer = SvgRenderer(width, 1000, dots)
    figure.set_size_inches(width / dots, 10)
    bars = rows.has_named_rows(axes)
    plot = (
        rows.settle_rows(axes, renderer, phone=css == "phone", width=width, undo=undo)
        if bars
        else max(_PLOT[css], height_of_line_ends(axes, phone=css == "phone"))
    )
    if getattr(axes, "is_map", False):
        plot = _map_height(axes, width - 2 * _EDGE, undo)
    if grid_names := (not bars and rows.names_of(axes.yaxis)):
        undo.callback(grid_names.update, dict(grid_names))
        room = 0.42 * width
        grid_names.update({place: broken(t, room, 3) for place, t in grid_names.items()})
        tallest = max(1 + t.count("\n") for t in grid_names.values())
        plot = max(16.0 * tallest, 20.0) * len(grid_names)
    head = Header(axes, renderer, width, undo)
    margins = [50.0, 20.0, 25.0, 6.0]
    for _ in range(3):
        _place(figure, axes, margins, plot, width, head.height)
        place_line_ends(axes, renderer, phone=css == "phone", undo=undo)
        _thin_ticks(axes, renderer, undo)
        with head.aside():
            ink: Any = axes.get_tightbbox(renderer)
        box = axes.bbox
        wanted = [box.x0 - ink.x0, ink.x1 - box.x1, box.y0 - ink.y0, max(ink.y1 - box.y1, 0.0)]
        if all(abs(a - b) < 0.5 for a, b in zip(wanted, margins, strict=True)):
            break
        margins = wanted
    _place(figure, axes, margins, plot, width, head.height)
    place_line_ends(axes, renderer, phone=css == "phone", undo=undo)
    head.put(margins[3])


def _place(
    figure: Figure, axes: Axes, margins: list[float], plot: float, width: float, head: float
) -> None:
    left, right, bottom, top = (margin + _EDGE for margin in margins)
    height = round(plot + bottom + top + head)
    figure.set_size_inches(width / figure.dpi, height / figure.dpi)
    room = max(width - left - right, 60.0)
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
