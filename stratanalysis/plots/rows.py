"""Pictures of named rows, as bars of goals: on a phone each name is written above its bar."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from stratanalysis.plots.words import broken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stratanalysis.plots.svg import SvgRenderer

__all__ = ["has_named_rows", "names_of", "settle_rows"]

_LINE = 15.5
_BAR = {True: 11.0, False: 16.0}
"""Thickness of a bar in pixels, on a phone and else."""


def names_of(axis: Any) -> dict[float, str]:
    """The names that an axis writes at its ticks, by place; the mapping may be changed.

    ``Axes.set_yticks(places, names)`` keeps them in a mapping of its formatter.
    """
    bound: tuple[Any, ...] = getattr(getattr(axis.get_major_formatter(), "func", None), "args", ())
    return bound[0] if len(bound) == 1 and isinstance(bound[0], dict) else {}


def has_named_rows(axes: Axes) -> bool:
    """Whether each row of the picture has a name, as the bars of goals have."""
    return bool(names_of(axes.yaxis)) and not any(
        hasattr(grid, "get_coordinates") for grid in axes.collections
    )


def settle_rows(
    axes: Axes, renderer: SvgRenderer, *, phone: bool, width: float, undo: ExitStack
) -> float:
    """Make room for the names and bars of all rows; the height of the axes in pixels."""
    names_at = names_of(axes.yaxis)
    whole = dict(names_at)
    undo.callback(names_at.update, whole)
    ticks = [float(y) for y in whole]
    own = [_content(axes, tick) for tick in ticks]
    lines = max(line for line, _, _ in own)
    bars = max(count for _, count, _ in own)
    half = max(*(reach for _, _, reach in own), 0.08)
    content = max(
        _BAR[phone], (13.0 if bars > 1 else 0.0) * bars, _LINE * lines + 4 if lines else 0.0
    )
    notes = [text for text in axes.texts if text.get_visible()]
    above = 24.0 if any(_offset(text) > 4 for text in notes) else 0.0
    below = _room_below([t for t in notes if _offset(t) < -4], width, phone, undo)
    names = [
        broken(str(text), width - 14 if phone else 0.38 * width, 2 if phone else 3)
        for text in whole.values()
    ]
    tallest = _LINE * max(1 + name.count("\n") for name in names)
    row = content + above + below + (tallest + 6 if phone else 8.0)
    if not phone:
        row = max(row, tallest + 4)
    up = -1.0 if axes.yaxis_inverted() else 1.0
    _shrink(axes, ticks, content / (2 * half * row), undo)
    limits = axes.get_ylim()
    undo.callback(axes.set_ylim, limits)
    first, last = (max(ticks), min(ticks)) if up < 0 else (min(ticks), max(ticks))
    foot = (content / 2 + below + 5) / row
    crown = (content / 2 + above + (tallest + 3 if phone else 4)) / row
    axes.set_ylim(first - up * foot, last + up * crown)
    if phone:
        names_at.update(dict.fromkeys(whole, ""))
        for tick, name in zip(ticks, names, strict=True):
            text = axes.annotate(
                name, xy=(4, tick + up * content / 2 / row), xytext=(0, 2 * 0.72 + above * 0.72),
                xycoords=("figure pixels", "data"), textcoords="offset points", fontsize=9,
                ha="left", va="bottom", color="#33373d", linespacing=1.15, annotation_clip=False,
            )  # fmt: skip
            text.set_in_layout(False)
            undo.callback(text.remove)
        axes.tick_params(axis="y", length=0)
        undo.callback(axes.spines["left"].set_visible, axes.spines["left"].get_visible())
        axes.spines["left"].set_visible(False)
    else:
        names_at.update(zip(whole, names, strict=True))
    return float((abs(last - first) + foot + crown) * row)


def _content(axes: Axes, tick: float) -> tuple[int, int, float]:
    """Lines of text and bars at a row, and how far they reach."""
    lines = max(
        (
            1 + text.get_text().count("\n")
            for text in axes.texts
            if abs(float(text.get_position()[1]) - tick) < 0.2 and not hasattr(text, "xyann")
        ),
        default=0,
    )
    centres: set[float] = set()
    reach = 0.0
    for patch in axes.patches:
        low, high = _extent(patch)
        if abs((low + high) / 2 - tick) < 0.5 and high - low <= 1.0:
            centres.add(round((low + high) / 2, 3))
            reach = max(reach, high - tick, tick - low)
    return lines, len(centres), reach


def _offset(text: Any) -> float:
    """Points that a note lies above its point."""
    return float(getattr(text, "xyann", (0, 0))[1])


def _room_below(notes: list[Any], width: float, phone: bool, undo: ExitStack) -> float:
    """Pixels that the notes below their points need; where two do not fit, each takes two lines."""
    whole = [" ".join(text.get_text().split("\n")) for text in notes]
    two = phone or any("\n" in broken(words, 0.27 * width, 2) for words in whole)
    for text, words in zip(notes, whole, strict=True):
        undo.callback(text.set_text, text.get_text())
        name, _, value = words.rpartition(" ")
        room = width / 2 - 22 if phone else 0.27 * width
        text.set_text(f"{broken(name, room, 1)}\n{value}" if two else words)
    return _LINE * (1 + two) + 2.5 if notes else 0.0


def _extent(patch: Any) -> tuple[float, float]:
    if hasattr(patch, "get_height") and hasattr(patch, "get_y"):
        low, high = sorted((patch.get_y(), patch.get_y() + patch.get_height()))
        return float(low), float(high)
    corners = patch.get_xy() if hasattr(patch, "get_xy") else [(0.0, -9.0)]
    heights = [float(corner[1]) for corner in corners]
    return min(heights), max(heights)


def _shrink(axes: Axes, ticks: list[float], share: float, undo: ExitStack) -> None:
    """Draw what belongs to each row in this share of its height."""
    for tick in ticks:
        patch: Any
        for patch in list(axes.patches):
            low, high = _extent(patch)
            if abs((low + high) / 2 - tick) >= 0.5 or high - low > 1.0:
                continue
            if hasattr(patch, "set_height"):
                undo.callback(patch.set_height, patch.get_height())
                undo.callback(patch.set_y, patch.get_y())
                patch.set_y(tick + (patch.get_y() - tick) * share)
                patch.set_height(patch.get_height() * share)
            else:
                corners = patch.get_xy().copy()
                undo.callback(patch.set_xy, corners.copy())
                corners[:, 1] = tick + (corners[:, 1] - tick) * share
                patch.set_xy(corners)
        for text in axes.texts:
            x, y = text.get_position()
            if not hasattr(text, "xyann") and abs(float(y) - tick) < 0.5:
                undo.callback(text.set_position, (x, y))
                text.set_position((x, tick + (float(y) - tick) * share))
