"""Lines that an editor or converter wrapped, put together into paragraphs again.

A text is taken for wrapped at `W` columns where no line is longer than `W`, and lines are cut
exactly where the first word of the next line would not have fitted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

__all__ = ["LINE_END_HYPHEN", "joined", "wrap_width"]

_SHORTEST, _LONGEST = 40, 150
_ITEM = re.compile(
    r"[ ]{0,8}(?:[-\u2013\u2014•·●▪◦‣*+✓]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[а-яіїєґa-z]\))[ ]"
)
_LOWER = re.compile(r"[ ]{0,8}[\"«(]{0,2}[a-zа-яіїєґ]")
_LEADERS = re.compile(r"[ ]{0,8}(?:\.{3,}|…{1,})[ ]?\d{0,3}$")
LINE_END_HYPHEN = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
"""The end of a line that parts a word."""
_CODE_END = re.compile(r"(?:^|[ ])\d{1,2}(?:\.\d{1,2}){1,3}\.?$|№$")
_SENTENCE_END = re.compile(r"[.;:!?]$")


def wrap_width(lines: Sequence[str]) -> int:
    """Return the column at which a text was wrapped; 0 where it was not.

    Lines of tables (with tabs or ``|``) do not count.
    """
    longest = 0
    for line in lines:
        if "\t" in line or "|" in line:
            continue
        longest = max(longest, len(line.rstrip()))
        if longest > _LONGEST:
            return 0
    if longest < _SHORTEST:
        return 0
    cut = against = 0
    for first, second in itertools.pairwise(lines):
        if not first.strip() or not second.strip() or "\t" in first or "|" in first:
            continue
        goes_on = bool(_LOWER.match(second) or _LEADERS.match(second))
        goes_on = goes_on and not _ITEM.match(second) and not first.rstrip().endswith((";", ":"))
        if goes_on:
            cut += _full(first, second, longest)
            against += not _full(first, second, longest) and not _SENTENCE_END.search(first.strip())
    return longest if cut > 0 and cut >= against else 0


def _full(first: str, second: str, width: int) -> bool:
    word = second.split(maxsplit=1)[0]
    return len(first.rstrip()) + 1 + len(word) > width


def joined(first: str, second: str, width: int) -> bool:
    """Tell whether the second of two lines goes on with the first, in a text wrapped at `width`."""
    before = first.rstrip()
    if not _full(before, second, width):
        return False
    if _LEADERS.match(second) or _LOWER.match(second):
        return not (_ITEM.match(second) and _SENTENCE_END.search(before))
    if _CODE_END.search(before):
        return True
    return not (_ITEM.match(second) or _SENTENCE_END.search(before))
