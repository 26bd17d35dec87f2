"""Tables of a PDF page without lines around their cells: empty gutters part columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stratanalysis.documents.blocks import Row

__all__ = ["BROKEN", "LooseTable", "Word", "is_broken", "loose_tables", "rejoined"]

_GAP = 7.0
"""Points between words that part two cells."""
_GUTTER = 5.0
"""Least width in points of what parts two columns."""
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3
_NUMBER = re.compile(r"[−–-]?\d[\d \u00a0\u202f]*(?:[.,]\d+)?\s*%?|[-–—]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROOM = 1.4
"""Letters that a line leaves free at most where a narrow cell parts a word."""
BROKEN = "\u2060"
"""Is at the end of a line that parts a word without a hyphen."""
_LITTLE = frozenset(
    (
        *(
            "в",
            "у",
            "з",
            "і",
            "й",
            "о",
            "а",
            "на",
            "до",
            "за",
            "по",
            "із",
            "зі",
            "та",
            "що",
            "не",
            "як",
            "від",
            "для",
            "або",
            "над",
        ),
        *("під", "при", "про", "без", "біля", "після", "перед", "через", "між", "серед", "числі"),
        *("роки", "року", "осіб", "сіл", "села", "шкіл", "вулиці", "міста", "громади", "ради"),
    )
)
_SHORT_END = 3
_NO_END = re.compile(
    r"(?:[бвгґджзклмнпрстфхцчшщ]|сь)(?<!ів)(?<!ям)(?<!ем)(?<!єм)(?<!им)(?<!ім)(?<!их)(?<!ом)(?<!ам)(?<!ях)(?<!ах)$"
)
"""Letters that end few words; the ends of cases aside."""
_NO_START = re.compile(r"кт|нн|тт|нк|нт|рт|рн|ль|нь|сь|йн|лк|нц|рг|рк")
"""Letters that begin few words."""
_FAR = 2.4
"""Line heights between two lines, from which the table has ended."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page and its box, in points from the top left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(slots=True)
class LooseTable:
    """A table that was found: rows of cells, and where it begins and ends on the page."""

    top: float
    bottom: float
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    segments: list[list[Word]]
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


def loose_tables(words: Sequence[Word], known: frozenset[str] = frozenset()) -> list[LooseTable]:
    """Find the tables among the words of a page, or of a part of it.

    A table is a run of lines near each other, three or more of which have three cells or more
    parted by gaps; its columns are parted by gutters that no word of these lines crosses, and one
    column at least holds numbers. A line that begins in the first column, or that has a number in
    a cell that has one already, begins a row; other lines continue the row above. `known` are words
    of the document, see :func:`is_broken`.
    """
    found = []
    for run in _runs(_lines(words)):
        table = _table(run, known)
        if table is not None:
            found.append(table)
    return found


def _lines(words: Sequence[Word]) -> list[_Line]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (round(w.top, 1), w.left)):
        last = lines[-1] if lines else None
        if last is not None and word.top < last[0].top + 0.5 * (last[0].bottom - last[0].top):
            last.append(word)
        else:
            lines.append([word])
    found = []
    for line in lines:
        segments: list[list[Word]] = []
        for word in sorted(line, key=lambda w: w.left):
            if segments and word.left - segments[-1][-1].right < _GAP:
                segments[-1].append(word)
            else:
                segments.append([word])
        top, bottom = min(w.top for w in line), max(w.bottom for w in line)
        found.append(_Line(segments, top, bottom))
    return found


def _runs(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Part lines into runs that may be tables: each line fits the gutters of those before it."""
    runs: list[list[_Line]] = []
    run: list[_Line] = []
    for line in lines:
        if run and not _fits(run, line):
            runs.append(run)
            run = []
        if run or _is_full(line):
            run.append(line)
    runs.append(run)
    return [run for run in runs if sum(map(_is_full, run)) >= _FEWEST_ROWS]


def _is_full(line: _Line) -> bool:
    return len(line.segments) >= _FEWEST_COLUMNS


def _fits(run: list[_Line], line: _Line) -> bool:
    if line.top - run[-1].bottom > _FAR * line.height:
        return False
    full = [one for one in (*run, line) if _is_full(one)]
    gutters = _gutters(full)
    if _is_full(line):
        return len(gutters) + 1 >= _FEWEST_COLUMNS
    crossed = sum(
        any(w.left < a and w.right > b for s in line.segments for w in _joined(s))
        for a, b in gutters
    )
    return crossed * 2 <= len(gutters)


def _joined(segment: list[Word]) -> list[Word]:
    """Return a segment as one word, from the left of its first to the right of its last."""
    first, last = segment[0], segment[-1]
    return [Word("", first.left, last.right, first.top, last.bottom)]


def _gutters(lines: Sequence[_Line]) -> list[tuple[float, float]]:
    """Return the gaps between columns that no cell of the lines crosses, from left to right."""
    spans = sorted((s[0].left, s[-1].right) for line in lines for s in line.segments)
    merged: list[list[float]] = []
    for left, right in spans:
        if merged and left < merged[-1][1] + _GUTTER:
            merged[-1][1] = max(merged[-1][1], right)
        else:
            merged.append([left, right])
    return [(a[1], b[0]) for a, b in itertools.pairwise(merged)]


def _table(run: Sequence[_Line], known: frozenset[str]) -> LooseTable | None:
    gutters = _gutters([line for line in run if _is_full(line)])
    if len(gutters) + 1 < _FEWEST_COLUMNS:
        return None
    borders = [(a + b) / 2 for a, b in gutters]
    edges = [a for a, _ in gutters]
    rows: list[list[str]] = []
    head = True
    last = run[0]
    for number, line in enumerate(run):
        cells = [""] * (len(borders) + 1)
        for segment in line.segments:
            middle = (segment[0].left + segment[0].right) / 2
            at = sum(border < middle for border in borders)
            words = " ".join(word.text for word in segment)
            below = run[number + 1].segments if number + 1 < len(run) else []
            rest = next((s[0].text for s in below if abs(s[0].left - segment[0].left) < 2), "")
            one = len(segment) == 1 and at < len(edges) and rest[:1].islower()
            if one and is_broken(segment[0], edges[at], rest, known):
                words += BROKEN
            cells[at] = f"{cells[at]} {words}".strip()
        figures = [_is_number(text) for text in cells]
        if head and any(figures[1:]):
            head = False
            rows.append(cells)
        elif head and rows:
            rows[-1] = _stacked(rows[-1], cells)
        elif head or _begins(rows[-1], cells, figures, line.top - last.bottom, line.height):
            rows.append(cells)
        else:
            rows[-1] = _stacked(rows[-1], cells)
        last = line
    columns = list(zip(*rows[1:], strict=True))
    numeric = [
        sum(map(_is_number, filled)) * 2 > len(filled)
        for column in columns[1:]
        if (filled := [text for text in column if text])
    ]
    if head or len(rows) < _FEWEST_ROWS or not any(numeric):
        return None
    return LooseTable(run[0].top, run[-1].bottom, rows)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def _begins(
    above: list[str], cells: list[str], figures: list[bool], gap: float, height: float
) -> bool:
    """Tell whether a line begins a row and does not continue the one above."""
    if cells[0][:1].islower() and not any(cells[1:]):
        return False
    if cells[0] or gap > 0.8 * height:
        return True
    return any(figure and bool(text) for figure, text in zip(figures[1:], above[1:], strict=True))


def is_broken(word: Word, edge: float, following: str, known: frozenset[str]) -> bool:
    """Tell whether a word that fills a line of a cell goes on in the next without a hyphen.

    `edge` is where the words of the column end. A line may be filled by a whole word too: words of
    `known` and little ones are whole; an end of up to three letters, or what follows letters that
    end no word, is taken for the rest of the word.
    """
    letter = (word.right - word.left) / max(len(word.text), 1)
    if not word.text[-1:].isalpha() or word.right <= edge - _ROOM * letter:
        return False
    first, rest = word.text.lower(), following.lower().strip(".,;:")
    if not rest[:1].isalpha() or {first, rest} & known or rest in _LITTLE:
        return False
    cut = _NO_END.search(first) or _NO_START.match(rest)
    return len(rest) <= _SHORT_END or cut is not None


def rejoined(rows: Sequence[Row], known: frozenset[str]) -> tuple[Row, ...]:
    """Put the words of cells together that a page break parted; `known` are those of the document.

    A word goes on in the next row where the document has the two halves as one word, and the first
    half alone nowhere.
    """
    found = list(rows)
    for at in range(1, len(found)):
        if not found[at].after_break:
            continue
        above, below = list(found[at - 1].cells), list(found[at].cells)
        for column in range(min(len(above), len(below))):
            first = above[column].text.rsplit(maxsplit=1)[-1:]
            rest = below[column].text.split(maxsplit=1)
            if not first or not rest or not rest[0][:1].islower():
                continue
            half, more = first[0].lower(), rest[0].lower().strip(".,;:")
            if f"{half}{more}" in known and more not in known:
                above[column] = replace(above[column], text=above[column].text + rest[0])
                below[column] = replace(below[column], text=rest[1] if len(rest) > 1 else "")
        found[at - 1] = replace(found[at - 1], cells=tuple(above))
        found[at] = replace(found[at], cells=tuple(below))
    return tuple(found)


def _stacked(above: list[str], cells: list[str]) -> list[str]:
    return [f"{a}\n{b}".strip() if b else a for a, b in zip(above, cells, strict=True)]
