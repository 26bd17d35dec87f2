"""How every picture looks: one colour and line style a scenario, and files that repeat.

The colours keep a contrast of at least 4.5 to white (they also colour text), stay apart for
readers who do not see red or green, and the line styles keep the scenarios apart in grey print.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from stratanalysis.language import language as get_language
from stratanalysis.plots.edges import ink_at_edge, whole_picture
from stratanalysis.plots.line_ends import label_line_ends
from stratanalysis.plots.words import settle_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = [
    "BAND_ALPHA",
    "HISTORY",
    "PALETTE",
    "SCENARIO_STYLES",
    "LineStyle",
    "described",
    "description_of",
    "format_axis",
    "label_line_ends",
    "names_for",
    "new_figure",
    "png_bytes",
    "scenario_style",
]


@dataclass(frozen=True, slots=True)
class LineStyle:
    """Colour, dashes and marker of one line.

    Attributes
    ----------
    color : str
        ``#rrggbb``.
    dashes : tuple
        Matplotlib's line style, for instance ``(0, (6, 2))``; dash lengths in line widths.
    marker : str
        Matplotlib's marker, for points that must be distinguished without colour.
    """

    color: str
    dashes: tuple[float, tuple[float, ...] | None]
    marker: str

    def line(self) -> dict[str, Any]:
        """Return keyword arguments for ``Axes.plot``."""
        return {"color": self.color, "linestyle": self.dashes}


HISTORY = LineStyle("#33373d", (0, None), "o")
"""What was measured, as against what is projected."""
PALETTE = ("#1b4f8f", "#00795c", "#b34700", "#8a3d82", "#6b5b00", "#4f5b66")
"""Colours of categories that are not scenarios, in this order."""
BAND_ALPHA = 0.16
"""Opacity of the band around a line."""
SCENARIO_STYLES: dict[str, LineStyle] = {
    "baseline": LineStyle(PALETTE[0], (0, None), "o"),
    "optimistic": LineStyle(PALETTE[1], (0, (6, 2)), "^"),
    "rational": LineStyle(PALETTE[2], (0, (6, 2, 1.2, 2)), "s"),
}
_FURTHER = (
    LineStyle(PALETTE[3], (0, (1.2, 1.6)), "D"),
    LineStyle(PALETTE[4], (0, (9, 3)), "v"),
    LineStyle(PALETTE[5], (0, (3, 1.5)), "P"),
)
_RC: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#6b7280",
    "axes.labelcolor": "#33373d",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.prop_cycle": None,
    "axes.formatter.use_locale": False,
    "grid.color": "#dfe3e8",
    "grid.linewidth": 0.8,
    "xtick.color": "#4b5563",
    "ytick.color": "#4b5563",
    "lines.linewidth": 2.0,
    "legend.frameon": False,
    "figure.figsize": (6.4, 3.8),
    "figure.dpi": 100.0,
    "figure.constrained_layout.use": True,
    "svg.fonttype": "path",
    "svg.hashsalt": "stratanalysis",
    "path.simplify": True,
}


def scenario_style(name: str, names: Sequence[str] = ()) -> LineStyle:
    """Return the style of a scenario, the same in every picture.

    Parameters
    ----------
    name : str
        ``"baseline"``, ``"optimistic"`` and ``"rational"`` have styles of their own; a scenario
        called otherwise takes a further style by its place among such names.
    names : sequence of str, optional
        All scenarios of the picture, in their order.

    Examples
    --------
    >>> scenario_style("baseline").color
    '#1b4f8f'
    """
    if name in SCENARIO_STYLES:
        return SCENARIO_STYLES[name]
    others = [other for other in names if other not in SCENARIO_STYLES]
    place = others.index(name) if name in others else 0
    return _FURTHER[place % len(_FURTHER)]


@functools.cache
def _settings() -> Any:  # matplotlib's own type names every setting there is
    from cycler import cycler

    return _RC | {"axes.prop_cycle": cycler(color=PALETTE)}


def new_figure(
    rows: int = 1, columns: int = 1, *, size: tuple[float, float] | None = None, **subplots: Any
) -> tuple[Figure, Any]:
    """Make a figure in the house style, outside pyplot, so that nothing global remembers it.

    Parameters
    ----------
    rows, columns : int
    size : (float, float), optional
        Width and height in inches; 6.4 × 3.8 by default.
    **subplots
        Passed to ``Figure.subplots``, for instance ``sharey=True``.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : Axes or array of Axes
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_settings()):
        figure = Figure(figsize=size)
        axes = figure.subplots(rows, columns, **subplots)
    return figure, axes


def described(axes: Axes, words: str) -> Axes:
    """Attach the description for a reader who does not see the picture, and return the Axes.

    The words travel with the Axes as ``axes.description``; ``page.figure`` takes them from there.
    """
    axes.description = words.lstrip(".: ")  # type: ignore[attr-defined]
    return axes


def description_of(axes: Axes) -> str:
    """Return the words that :func:`described` attached; empty if there are none.

    Examples
    --------
    >>> import pandas as pd
    >>> from stratanalysis.plots import plot_trajectories
    >>> axes = plot_trajectories(pd.DataFrame({"a": [1.0, 2]}, index=[2021, 2022]), language="en")
    >>> description_of(axes)
    'a: from 1 in 2021 to 2 in 2022.'
    """
    return str(getattr(axes, "description", ""))


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def names_for(labels: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return labels in which what has no label is its own."""
    return _Names(labels or {})


def format_axis(
    axis: Axis,
    language: str | None = None,
    *,
    kind: Literal["number", "percent", "money", "year"] = "number",
    decimals: int = 0,
) -> None:
    """Write the ticks of an axis as the reader's language does.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        ``axes.xaxis`` or ``axes.yaxis``.
    language : {"uk", "en"}
    kind : {"number", "percent", "money", "year"}
        ``percent`` takes shares (0.05 is 5 %); ``money`` writes numbers of one unit, which is put
        before the label of the axis; ``year`` writes whole years, the last one always.
    decimals : int
        Of a single value, as the cursor shows it; the ticks get as many as they need.
    """
    from stratanalysis.plots.ticks import Ticks, YearTicks

    if kind == "year":
        axis.set_major_locator(YearTicks())
    axis.set_major_formatter(Ticks(axis, get_language(language), kind, decimals))


def png_bytes(figure: Figure, *, dots_per_inch: float = 144, colors: int = 48) -> bytes:
    """Draw a figure as PNG, with no date and no program name inside.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    dots_per_inch : float
    colors : int
        Size of the palette, 2 to 256; a palette makes a line chart four times smaller. The same
        figure gives the same bytes in every process.
    """
    from PIL import Image

    settle_words(figure)
    held = io.BytesIO()
    figure.savefig(held, format="rgba", dpi=dots_per_inch)
    width, height = (int(n) for n in figure.canvas.get_width_height(physical=True))
    scale = dots_per_inch / figure.dpi
    size = (int(width * scale + 1e-6), int(height * scale + 1e-6))
    pixels = Image.frombytes("RGBA", size, held.getvalue())
    paper = Image.new("RGBA", size, "white")
    paper.alpha_composite(pixels)
    drawn = paper.convert("RGB")
    if ink_at_edge(drawn):
        drawn = whole_picture(figure, dots_per_inch, size)
    picture = drawn.quantize(colors, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    written = io.BytesIO()
    picture.save(written, "png", compress_level=6)
    return written.getvalue()
