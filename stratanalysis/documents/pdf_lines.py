"""Lines of a PDF put together: paragraphs by their right edge, cells by words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stratanalysis.documents.blocks import Paragraph
from stratanalysis.documents.pdf_tables import BROKEN
from stratanalysis.documents.wrapping import glued, words_of
from stratanalysis.quantities import without_invisible

__all__ = ["Line", "cell_words", "paragraphs", "running_heads"]

_ITEM = re.compile(
    r"\s*(?:[-\u2013\u2014•·●▪◦‣*+✓]\s|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)](?=\s|[^\W\d_])|[а-яіїєґa-z]\)\s)"
)
_GOES_ON = re.compile(r"[\"«(]{0,2}[a-zа-яіїєґ\d]")
_SENTENCE_END = re.compile(r"[.;:!?]$")
_HYPHEN = re.compile(r"[^\W\d_][-\u2010]$")
_SPAN = re.compile(r"\d[-\u2010\u2013]$")
_DIGITS = re.compile(r"\d+")
_FULL = 0.88
"""A line that reaches this part of the widest line of its page may go on in the next."""
_HALF = 0.6
"""One that reaches this part goes on where the next begins with a small letter."""
_FEWEST_PAGES = 3
_SHORT = 4
_ROOM = 0.85
"""The part of the widest line of a cell that a line surely had room for."""
_NUMBER = re.compile(r"(\d{1,2})[.)]\s")
_LITTLE = frozenset(
    (
        *("і", "й", "та", "в", "у", "на", "з", "із", "зі", "до", "за", "по", "що", "не", "як"),
        *("від", "для", "або", "чи", "над", "під", "при", "про", "без", "їх", "її", "це"),
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: words, left and right edge, top, bottom."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def running_heads(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Return the first and last lines that are on most pages, digits aside."""
    if len(pages) < _FEWEST_PAGES:
        return set()
    counted: Counter[str] = Counter()
    for lines in pages:
        ends = {_key(line.text) for line in (*lines[:2], *lines[-2:])}
        counted.update(ends)
    least = max(_FEWEST_PAGES, len(pages) // 2)
    return {key for key, count in counted.items() if count >= least}


def _key(text: str) -> str:
    return _DIGITS.sub("#", text.strip().casefold())


def paragraphs(
    lines: Sequence[Line], place: str, heads: set[str], *, width: float = 0.0
) -> list[Paragraph]:
    """Join the lines of a page, or of a part of it, into paragraphs.

    A line goes on in the next where it reaches the right edge and no item, heading or gap begins
    there; a word that a hyphen parts becomes one. `width` is the right edge of the text of the
    whole page.
    """
    kept = [line for line in lines if not line.text.isdecimal() and _key(line.text) not in heads]
    edge = max((line.right for line in kept), default=0.0)
    edge = max(edge, width)
    start = min((line.left for line in kept), default=0.0)
    known = words_of(" ".join(line.text for line in kept))
    found: list[Paragraph] = []
    last: Line | None = None
    for line in kept:
        text = without_invisible(line.text)
        if last is not None and _joined(last, line, start, edge):
            before = found[-1].text
            span = _SPAN.search(before) and text[:1].isdigit()
            joint = before + text if span else glued(before, text, known)
            found[-1] = Paragraph(joint, None, place)
        else:
            found.append(Paragraph(text, None, place))
        last = line
    return found


def _joined(first: Line, second: Line, start: float, edge: float) -> bool:
    height = max(first.bottom - first.top, 1.0)
    if abs(second.bottom - second.top - height) > 0.12 * height:
        return False  # another size of letters: a heading above its text
    if second.top - first.bottom > 0.9 * height or edge - start <= 0:
        return False
    if _ITEM.match(second.text):
        return False
    full = (first.right - start) >= _FULL * (edge - start) or _HYPHEN.search(first.text)
    if _GOES_ON.match(second.text):
        long = first.right - start >= _HALF * (edge - start) and second.text[:1].islower()
        return bool(full) or (
            (long or _no_room(first, second, edge)) and not _SENTENCE_END.search(first.text)
        )
    return bool(full) and not _SENTENCE_END.search(first.text)


def _no_room(first: Line, second: Line, edge: float) -> bool:
    """Tell whether the first word of a line would not have fitted at the end of the line before."""
    letter = (first.right - first.left) / max(len(first.text), 1)
    word = second.text.split(maxsplit=1)[0]
    return first.right + letter * (len(word) + 0.5) > edge


def cell_words(text: str | None) -> str:
    """Join the lines of a cell by words; an item of a list begins a line of its own.

    ``тис.`` above ``грн`` is one unit, ``67 842`` above ``800`` is one number.
    """
    parts = [line.strip() for line in (text or "").split("\n")]
    lines = [(without_invisible(line), line[-1:] == BROKEN) for line in parts if line]
    found, broken, last, number = "", False, "", 0
    widest = max((len(line) for line, _ in lines), default=0)
    for line, cut in lines:
        before, broken = broken, cut
        mark = _NUMBER.match(line)
        next_item = mark is not None and int(mark[1]) == number + 1
        number = number + 1 if next_item else number
        ended, last = bool(last) and _ended(last, line, widest), line
        if not found:
            found = line
        elif before and line[:1].islower():
            found += line
        elif ended or (
            _ITEM.match(line)
            and (not line[:1].isdigit() or next_item or _SENTENCE_END.search(found))
        ):
            found += "\n" + line
        elif _HYPHEN.search(found) and line[:1].islower():
            found = glued(found, line)
        elif _parted(found, line) or _splinter(found, line):
            found += line
        else:
            found += " " + line
    return found


def _ended(before: str, line: str, widest: int) -> bool:
    """Tell whether a paragraph ended: the next word has a capital and had room on the line."""
    word = line.split(maxsplit=1)[0]
    room = _ROOM * widest - len(before) - 1
    return line[:1].isupper() and line[1:2].islower() and len(word) <= room


def _parted(before: str, line: str) -> bool:
    """Tell whether a line end parts a number at its decimal sign."""
    return before[-1:].isdigit() and re.match(r"[,.]\d", line) is not None


def _splinter(before: str, line: str) -> bool:
    """Tell whether a narrow column parted a word without a hyphen: its end is no word."""
    first = line.split(maxsplit=1)[0]
    return (
        before[-1:].isalpha()
        and first.isalpha()
        and first.islower()
        and len(first) < _SHORT
        and first not in _LITTLE
    )
