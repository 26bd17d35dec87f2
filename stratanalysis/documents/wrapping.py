"""Lines that an editor or converter wrapped, put together into paragraphs again.

A text is taken for wrapped at `W` columns where no line is longer than `W`, and lines are cut
exactly where the first word of the next line would not have fitted; or, in a text that was wrapped
by hand, nearly there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

__all__ = ["LINE_END_HYPHEN", "blank_lines_part", "glued", "joined", "words_of", "wrap_width"]

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
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_COMPOUND = re.compile(
    r"[^\W\d_]{3,}[нквг]о|(?:бізнес|веб|онлайн|прес|міні|екс|віце|будь|по|медіа|інтернет|смарт|арт)",
    re.IGNORECASE,
)
"""The first half of a compound: "social-", "north-"."""
_ADJECTIVE = re.compile(
    r"[^\W\d_]{3,}(?:н|ськ|ев|ов|ч)(?:ий|ій|ої|ого|ому|им|их|ими|ою|а|у|е|і|о)$"
)
_BY_HAND = 0.8
"""Lines wrapped by hand reach this part of the longest line."""
_HALF = 0.6
_PER_BLANK = 8


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, compounds with their hyphens."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def glued(first: str, second: str, known: frozenset[str] = frozenset()) -> str:
    """Put two lines together; a word that the first line parts at a hyphen becomes one.

    The hyphen stays where the text has the word with it elsewhere, or where the first half is that
    of a compound and the text has no such word without a hyphen.

    Examples
    --------
    >>> glued("Закупити автобуси для підве-", "зення дітей")
    'Закупити автобуси для підвезення дітей'
    >>> glued("розвиток соціально-", "економічної сфери")
    'розвиток соціально-економічної сфери'
    """
    if not LINE_END_HYPHEN.search(first):
        return f"{first} {second}"
    if first[-1] == "-" and second[:1].islower():
        half = _WORD.findall(first[-60:-1])[-1].lower()
        rest = _WORD.match(second)
        rest_word = rest.group().lower() if rest else ""
        compound = f"{half}-{rest_word}" in known or (
            f"{half}{rest_word}" not in known
            and _COMPOUND.fullmatch(half)
            and (half[-1] != "о" or _ADJECTIVE.search(rest_word))
        )
        compound = compound or first[-3:-1].isupper()
        return f"{first}{second}" if compound else f"{first[:-1]}{second}"
    return first + second if first[-1] == "-" else first[:-1] + second


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
    for width, fewest, times in ((longest, 1, 4), (int(_BY_HAND * longest), 2, 4), (longest, 1, 1)):
        cut, against = _counted(lines, width)
        if cut >= max(times * against, fewest):
            return width
    return 0


def _counted(lines: Sequence[str], width: int) -> tuple[int, int]:
    """Count the line ends that are cuts at a width, and those that speak against it."""
    cut = against = 0
    for first, second in itertools.pairwise(lines):
        if not first.strip() or not second.strip() or "\t" in first or "|" in first:
            continue
        goes_on = bool(_LOWER.match(second) or _LEADERS.match(second))
        goes_on = goes_on and not _ITEM.match(second) and not first.rstrip().endswith((";", ":"))
        if goes_on:
            full = _full(first, second, width)
            cut += full
            long = len(first.rstrip()) > _HALF * width  # a short one is of a title or a stamp
            against += long and not full and not _SENTENCE_END.search(first.strip())
    return cut, against


def _full(first: str, second: str, width: int) -> bool:
    word = second.split(maxsplit=1)[0]
    return len(first.rstrip()) + 1 + len(word) > width


def blank_lines_part(lines: Sequence[str], width: int) -> bool:
    """Tell whether every paragraph of a wrapped text ends at a blank line or an item.

    Then a full line goes on in the next, whatever sign it ends with.
    """
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(lines)
        if first.strip() and second.strip() and "|" not in first and not _ITEM.match(second)
    ]
    blank = sum(not line.strip() for line in lines)
    full = [_full(first.rstrip(), second, width) for first, second in pairs]
    return width > 0 and all(full) and blank * _PER_BLANK >= len(pairs) > 1


def joined(first: str, second: str, width: int, *, parted: bool = False) -> bool:
    """Tell whether the second of two lines goes on with the first, in a text wrapped at `width`.

    In one whose paragraphs are `parted` by blank lines every full line does.
    """
    before = first.rstrip()
    if parted and width and _full(before, second, width) and not _ITEM.match(second):
        return True
    if LINE_END_HYPHEN.search(before) and _LOWER.match(second):
        return True
    if not width or not _full(before, second, width):
        return False
    if _LEADERS.match(second) or _LOWER.match(second):
        return not (_ITEM.match(second) and _SENTENCE_END.search(before))
    if _CODE_END.search(before):
        return True
    return not (_ITEM.match(second) or _SENTENCE_END.search(before))
