"""Pictures of the desk, written as SVG by hand: a redraw must not wait for a plotting library.

Colours and dashes are those of every other picture (:mod:`stratanalysis.plots.style`); the pictures
that are exported are drawn there. All text is escaped; every picture carries its words for readers
who do not see it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import numpy.typing as npt

from stratanalysis.language import Language
from stratanalysis.plots.style import HISTORY, PALETTE, LineStyle

__all__ = ["line_chart", "nice_ticks", "pyramid_chart", "spread_open_age", "tornado_chart"]

Array = npt.NDArray[np.float64]

WIDTH, HEIGHT = 480, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 104, 10, 24
_TICK = "#4b5563"
_GRID = "#dfe3e8"
_AXIS = "#6b7280"


def line_chart(
    years: Sequence[int],
    lines: Mapping[str, Array],
    *,
    styles: Mapping[str, LineStyle],
    labels: Mapping[str, str],
    language: Language,
    observed: Mapping[int, float],
    alternative: str,
    strong: str = "",
    decimals: int | None = None,
) -> str:
    """One line a scenario with its name at its end, and the observed past as points.

    Parameters
    ----------
    years : sequence of int
    lines : mapping of str to array
        Values in the unit of the axis; missing ones break the line.
    styles, labels : mapping
        By scenario.
    language : Language
    observed : mapping of int to float
        By year; may be empty.
    alternative : str
        Words for a reader who does not see the picture.
    strong : str
        The scenario whose line is thicker, drawn last.
    decimals : int, optional
        Of the values on the axis; as many as the ticks need by default.
    """
    everything = [value for line in lines.values() for value in line] + list(observed.values())
    finite = [float(value) for value in everything if math.isfinite(value)]
    if not finite:
        return ""
    ticks = nice_ticks(min(0.0, *finite), max(0.0, *finite))
    first = min([*observed, years[0]])
    across = _scale(first, years[-1], _LEFT, WIDTH - _RIGHT)
    up = _scale(ticks[0], ticks[-1], HEIGHT - _BOTTOM, _TOP)
    parts = [_grid(ticks, up, language, decimals), _years(first, years[-1], across)]
    base = across(years[0])
    parts.append(
        f'<line x1="{base:.1f}" x2="{base:.1f}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}" '
        f'stroke="{_AXIS}" stroke-dasharray="2 3"/>'
    )
    ends = []
    for name in sorted(lines, key=lambda name: name == strong):
        style = styles[name]
        points = [
            (across(year), up(float(value)))
            for year, value in zip(years, lines[name], strict=True)
            if math.isfinite(value)
        ]
        if not points:
            continue
        wide = 3.0 if name == strong else 1.8
        parts.append(
            f'<polyline data-line="{escape(name)}" points="{_points(points)}" fill="none" '
            f'stroke="{style.color}" stroke-width="{wide}" stroke-linejoin="round"'
            f"{_dashes(style, wide)}/>"
        )
        ends.append((points[-1][1], labels[name], style.color, name == strong))
    parts += [
        f'<circle cx="{across(year):.1f}" cy="{up(value):.1f}" r="2.8" fill="{HISTORY.color}"/>'
        for year, value in observed.items()
        if math.isfinite(value)
    ]
    return _svg(parts + _end_labels(ends), alternative)


def pyramid_chart(
    base: Array,
    others: Mapping[str, Array],
    *,
    styles: Mapping[str, LineStyle],
    labels: Mapping[str, str],
    base_label: str,
    language: Language,
    alternative: str,
) -> str:
    """Men to the left and women to the right by single age, scenarios as outlines over the base.

    Parameters
    ----------
    base : ndarray, shape (sex, age)
        Women first; persons. The last age is open (:func:`spread_open_age`).
    others : mapping of str to ndarray, shape (sex, age)
    styles, labels : mapping
        By scenario.
    base_label : str
        What the filled bars show.
    language : Language
    alternative : str
    """
    shown = {name: spread_open_age(people) for name, people in {"": base, **others}.items()}
    ages = shown[""].shape[1]
    largest = max(float(people.max()) for people in shown.values())
    ticks = nice_ticks(0.0, largest)
    middle, half = WIDTH / 2 - 34, (WIDTH - 120) / 2
    along = _scale(0, ticks[-1], 0, half)
    up = _scale(0, ages, HEIGHT - _BOTTOM, _TOP)
    parts = []
    for age in range(0, ages, 20):
        y = up(age)
        parts.append(_text(10, y + 4, str(age), _TICK) + _line(30, y, WIDTH - 100, y))
    for tick in ticks[1:]:
        for side in (-1, 1):
            x = middle + side * along(tick)
            parts.append(_text(x, HEIGHT - 8, language.number(tick), _TICK, "middle"))
    for sex, side, color in ((0, 1, PALETTE[3]), (1, -1, PALETTE[0])):
        outline = _steps(shown[""][sex], side, middle, along, up)
        parts.append(f'<polygon points="{outline}" fill="{color}" fill-opacity="0.35"/>')
        for name in others:
            style = styles[name]
            outline = _steps(shown[name][sex], side, middle, along, up, closed=False)
            parts.append(
                f'<polyline points="{outline}" fill="none" stroke="{style.color}" '
                f'stroke-width="1.8"{_dashes(style, 1.8)}/>'
            )
    parts.append(_text(middle - half + 8, 20, language.text("Men"), PALETTE[0]))
    parts.append(_text(middle + half - 8, 20, language.text("Women"), PALETTE[3], "end"))
    key = [(base_label, _TICK)] + [(labels[name], styles[name].color) for name in others]
    parts += [
        _text(WIDTH - 98, HEIGHT - 60 - 15 * place, text, color)
        for place, (text, color) in enumerate(reversed(key))
    ]
    return _svg(parts, alternative)


def tornado_chart(
    bars: Sequence[tuple[str, float, float]],
    *,
    base: float,
    write: Mapping[str, str],
    language: Language,
    alternative: str,
) -> str:
    """How far each driver's range moves one figure, the widest bar first.

    Parameters
    ----------
    bars : sequence of (label, value at low, value at high)
    base : float
        The figure with every driver on its path.
    write : mapping of str to str
        Words of each bar's two values, by label, beside the bar.
    language : Language
    alternative : str
    """
    low = min(base, *(min(a, b) for _, a, b in bars))
    high = max(base, *(max(a, b) for _, a, b in bars))
    span = (high - low) or 1.0
    left, right, row = 250, 660, 34
    across = _scale(low - 0.02 * span, high + 0.02 * span, left, right)
    height = row * len(bars) + 30
    parts = []
    for place, (label, at_low, at_high) in enumerate(bars):
        y = 8 + row * place
        parts.append(_text(left - 8, y + 15, _cut(label, 38), "#1f2937", "end"))
        for value, color in ((at_low, PALETTE[2]), (at_high, PALETTE[0])):
            x = sorted((across(base), across(value)))
            parts.append(
                f'<rect x="{x[0]:.1f}" y="{y}" width="{x[1] - x[0]:.1f}" height="20" '
                f'fill="{color}" fill-opacity="0.75"/>'
            )
        parts.append(_text(right + 8, y + 15, write[label], _TICK))
    middle = across(base)
    parts.append(
        f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="2" y2="{height - 24}" '
        f'stroke="{_AXIS}" stroke-width="1.5"/>'
    )
    parts.append(_square(left, height - 12, PALETTE[2], language.text("at the low end")))
    parts.append(_square(left + 200, height - 12, PALETTE[0], language.text("at the high end")))
    return _svg(parts, alternative, size=(860, height))


def nice_ticks(low: float, high: float, *, count: int = 5) -> list[float]:
    """Round values from at or below `low` to at or above `high`, about `count` of them."""
    if not high > low:
        low, high = low - 1.0, low + 1.0
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if raw <= power * factor * 1.0001)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [place * step for place in range(first, last + 1)]


class _scale:  # noqa: N801 - a function with two fixed points
    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.start = low, start
        self.slope = (end - start) / ((high - low) or 1.0)

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) * self.slope


def _grid(ticks: Sequence[float], up: _scale, language: Language, decimals: int | None) -> str:
    step = ticks[1] - ticks[0]
    places = max(0, -math.floor(math.log10(step) + 1e-9)) if decimals is None else decimals
    if decimals is None and round(step * 10**places, 6) % 1:
        places += 1
    out = []
    for tick in ticks:
        y = up(tick)
        zero = abs(tick) < step / 1e6
        out.append(_line(_LEFT, y, WIDTH - _RIGHT, y, _AXIS if zero else _GRID))
        out.append(_text(_LEFT - 6, y + 4, language.number(tick, places), _TICK, "end"))
    return "".join(out)


def _years(first: int, last: int, across: _scale) -> str:
    step = max(1, math.ceil((last - first) / 6))
    return "".join(
        _text(across(year), HEIGHT - 8, str(year), _TICK, "middle")
        for year in range(first, last + 1, step)
    )


def _end_labels(ends: Sequence[tuple[float, str, str, bool]]) -> list[str]:
    """Names at the line ends, none over another, all within the picture."""
    row = 14.0
    ordered = sorted(ends, key=lambda end: end[0])
    places = [end[0] for end in ordered]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + row)
    over = places[-1] - (HEIGHT - _BOTTOM) if places else 0.0
    if over > 0:
        places[-1] -= over
        for index in range(len(places) - 2, -1, -1):
            places[index] = min(places[index], places[index + 1] - row)
    return [
        _text(WIDTH - _RIGHT + 6, y + 4, _cut(text, 17), color, weight="700" if strong else "400")
        for y, (_, text, color, strong) in zip(places, ordered, strict=True)
    ]


def spread_open_age(people: Array, *, over: int = 10) -> Array:
    """Show the open last age as if spread evenly over `over` ages, so that it is no spike."""
    last = np.repeat(people[:, -1:] / over, over, axis=1)
    return np.concatenate([people[:, :-1], last], axis=1)


def _steps(
    people: Array, side: int, middle: float, along: _scale, up: _scale, *, closed: bool = True
) -> str:
    points = []
    for age, value in enumerate(people):
        x = middle + side * along(float(value))
        points += [(x, up(age)), (x, up(age + 1))]
    if closed:
        points = [(middle, up(0)), *points, (middle, up(len(people)))]
    return _points(points)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _dashes(style: LineStyle, width: float) -> str:
    pattern = style.dashes[1]
    if not pattern:
        return ""
    return f' stroke-dasharray="{" ".join(f"{dash * width:.1f}" for dash in pattern)}"'


def _text(
    x: float, y: float, text: str, color: str, anchor: str = "start", *, weight: str = "400"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, color: str = _GRID) -> str:
    return f'<line x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}" stroke="{color}"/>'


def _square(x: float, y: float, color: str, text: str) -> str:
    return (
        f'<rect x="{x}" y="{y - 2}" width="11" height="11" fill="{color}" fill-opacity="0.75"/>'
        + _text(x + 16, y + 8, text, _TICK)
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _svg(
    parts: Sequence[str], alternative: str, *, size: tuple[float, float] = (WIDTH, HEIGHT)
) -> str:
    words = escape(alternative)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]:g} {size[1]:g}" '
        f'role="img" aria-label="{words}" font-size="12">{"".join(parts)}</svg>'
    )
