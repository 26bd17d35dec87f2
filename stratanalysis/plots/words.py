"""Words of the data in pictures: never a formula, never over the edge, never the whole picture.

What is shortened here is whole in the picture's description.
"""

from __future__ import annotations

import functools
import re
import textwrap
import unicodedata
from typing import TYPE_CHECKING, Any

from stratanalysis.quantities import without_controls

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["broken", "drawable", "fitted", "settle_words"]

_LABEL, _LEGEND, _TITLE, _AXIS = (24, 3), (34, 2), (74, 3), (44, 2)
_TICK = (40, 3)
_LONGEST = 20
"""A text of at most so many characters stays as it is."""


def drawable(text: str) -> str:
    r"""Return a text that the font can draw.

    Controls, also those that turn the direction of writing, go; a sign that the font does not have
    is a small square.

    Examples
    --------
    >>> drawable("Їжак\u202e 🏫")
    'Їжак □'
    """
    text = without_controls(text).replace("\t", " ").replace("\r", "")
    if text.isascii():
        return text
    known = _signs()
    return "".join(
        sign
        if ord(sign) in known or sign == "\n"
        else ("" if unicodedata.category(sign) in ("Mn", "Cf") else "□")
        for sign in text
    )


@functools.cache
def _signs() -> frozenset[int]:
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    place = font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans"))
    return frozenset(FT2Font(place).get_charmap())


def fitted(text: str, width: int, lines: int) -> str:
    r"""Break a text into lines, long words too; what does not fit is cut and marked.

    Examples
    --------
    >>> fitted("aaaaa aaaaaa\nb", 5, 2)
    'aaaaa\naaaa…'
    """
    if len(text) <= max(width, _LONGEST) and "\n" not in text:
        return text
    parts: list[str] = []
    for line in text.split("\n"):
        parts += textwrap.wrap(line, width, break_long_words=True) or [""]
    if len(parts) > lines:
        parts = parts[:lines]
        parts[-1] = parts[-1][: width - 1].rstrip() + "…"
    return "\n".join(parts)


def broken(text: str, pixels: float, lines: int) -> str:
    r"""Break a text into lines of so many pixels; what does not fit is cut and marked.

    Examples
    --------
    >>> broken("Податок на доходи", 80, 2)
    'Податок на\nдоходи'
    >>> broken("медіана 48\xa0530", 90, 2)  # a number is not broken
    'медіана\n48\xa0530'
    """
    made, line = [], ""
    words = [word for word in re.split(r"[ \t\r\n]+", drawable(text)) if word] or [""]
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if _width(longer) <= pixels:
            line = longer
        elif line:
            made.append(line)
            line = ""
            words.insert(0, word)
        else:
            count = next(n for n in range(len(word), 0, -1) if n == 1 or _width(word[:n]) <= pixels)
            made.append(word[:count])
            words[:0] = [word[count:]] if word[count:] else []
    made += [line] if line else []
    if len(made) > lines:
        last = made[lines - 1]
        while last and _width(f"{last}…") > pixels:
            last = last[:-1]
        made = [*made[: lines - 1], f"{last.rstrip()}…"]
    return "\n".join(made)


def _width(text: str) -> float:
    """Pixels of a text at nine points and 100 dots an inch."""
    return sum(map(_advance, text))


@functools.lru_cache(maxsize=2048)
def _advance(letter: str) -> float:
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font, LoadFlags

    place = font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans"))
    font = FT2Font(place)
    font.set_size(9.0, 100)
    glyph = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536


def settle_words(figure: Figure) -> None:
    """Make every text of a figure plain, drawable and short enough; twice is the same as once."""
    from matplotlib.text import Text

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            _fit_ticks(axis.get_major_formatter())
            _fit_ticks(axis.get_minor_formatter())
            _fit(axis.label, _AXIS)
        for title in (axes.title, axes._left_title, axes._right_title):  # type: ignore[attr-defined]
            _fit(title, _TITLE)
        for text in axes.texts:
            _fit(text, _LABEL)
        legend = axes.get_legend()
        for text in legend.get_texts() if legend is not None else ():
            _fit(text, _LEGEND)
    for legend in figure.legends:
        for text in legend.get_texts():
            _fit(text, _LEGEND)
    for text in figure.texts:
        _fit(text, _TITLE)
    for found in figure.findobj(Text):
        found.set_parse_math(False)


def _fit(text: Any, size: tuple[int, int]) -> None:
    before = text.get_text()
    after = fitted(drawable(before), *size)
    if after != before:
        text.set_text(after)


def _fit_ticks(formatter: Any) -> None:
    """Let a formatter write ticks that fit; numbers stay as they are."""
    if getattr(formatter, "settled", False):
        return
    write = formatter.format_ticks
    formatter.format_ticks = lambda values: [
        fitted(drawable(str(text)), *_TICK) for text in write(values)
    ]
    formatter.settled = True
