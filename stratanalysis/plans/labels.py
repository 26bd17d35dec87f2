"""Lists that belong to the label above: "Завдання:", "Індикатори:", "Очікувані результати:"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from stratanalysis.documents.blocks import Paragraph, Piece
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.headings import read_heading
from stratanalysis.quantities import prepare, squeeze

__all__ = ["Label", "LabelledList", "item_mark", "read_label", "split_items"]

_LONGEST_LABEL = 140
_LONGEST_ITEM = 900
_MARK = re.compile(
    r"[ ]{0,8}(?:(?P<bullet>[-\u2013\u2014•·●▪◦‣*+✓➢○■])[ ]{1,4}|"
    r"(?P<number>\(?\d{1,2}[.)])[ ]{0,4}(?=[^\d\s])|(?P<letter>[а-яіїєґa-z]\))[ ]{0,4})"
)
_CODED = re.compile(
    r"[ ]{0,4}(?:(?:[A-ZА-ЯІЇЄҐ][. ]{0,2})?\d{1,2}(?:\.\d{1,2}){2,3}|[IVXІХ]{1,4}(?:\.\d{1,2}){2})"
    r"\.?[ ]{0,3}(?=[^\d\s])"
)
_OWN_CODE = re.compile(r"[ ]{0,2}(?:№[ ]?)?(?:\d|[IVXІХ]{1,4}(?![^\W\d_])|[A-ZА-ЯІЇЄҐ][.]?\d)")
_OF_GOAL = re.compile(r"(?:ціл\w{1,3}|напрям\w{0,3}|goal)[ ](?P<code>[^\s:]{1,8})[ ]{0,2}$", re.I)
_NEAR_END = 40
_NOUNS = re.compile(
    r"(?<![^\W\d_])(?:(?P<task>завдан\w{1,3})|(?P<indicator>(?:індикатор|показник)\w{0,3})|"
    r"(?P<result>результат\w{0,3})|(?P<measure>заход\w{1,3}|захід))",
    re.IGNORECASE,
)
_INLINE = re.compile(r";[ ]|;$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a list.

    Attributes
    ----------
    kind : str
        ``"task"``, ``"indicator"``, ``"result"`` or ``"measure"``.
    goal : str
        The code of the goal that the label itself names; empty for none.
    rest : str
        What follows the colon in the same paragraph.
    firm : bool
        Whether a colon or the code of a goal is there; after a bare word only items with a
        mark, or one that ends in ``;``, are its list.
    said : bool
        Whether a sentence announces the list, so that it is one only under the heading of a goal.
    """

    kind: str
    goal: str
    rest: str
    firm: bool = True
    said: bool = False


@functools.cache
def _words() -> re.Pattern[str]:
    kinds = [(word, kind) for kind, rule in read_rules("labels").items() for word in rule["words"]]
    kinds.sort(key=lambda pair: len(pair[0]), reverse=True)
    groups: dict[str, list[str]] = {}
    for word, kind in kinds:
        groups.setdefault(kind, []).append(re.escape(word).replace(r"\ ", "[ ]{1,3}"))
    named = "|".join(f"(?P<{kind}>(?:{'|'.join(words)}))" for kind, words in groups.items())
    return re.compile(rf"\W{{0,3}}(?:{named})(?![^\W\d_])", re.IGNORECASE)


def read_label(text: str) -> Label | None:
    """Read a paragraph as the label of a list; None for anything else.

    Examples
    --------
    >>> read_label("Завдання операційної цілі 1.1:")
    Label(kind='task', goal='1.1', rest='', firm=True, said=False)
    >>> read_label("Завдання 1.1.1: Садити ліс") is None
    True
    """
    clean = prepare(text).strip()
    match = _words().match(clean)
    if match is None:
        return _by_last_noun(clean)
    if _OWN_CODE.match(clean, match.end()):
        return None
    more, colon, rest = clean[match.end() :].partition(":")
    stops = any(sign in more for sign in ".;!?")
    if len(more) > _LONGEST_LABEL or (stops and not _ends_code(more)):
        return None
    goal = _OF_GOAL.search(more.rstrip(" ."))
    if not colon and more.strip(" .") and not goal:
        return None
    kind = str(match.lastgroup)
    code = goal["code"].rstrip(".") if goal else ""
    return Label(kind, code, rest.strip(), bool(colon or goal))


def _by_last_noun(clean: str) -> Label | None:
    """Read a sentence that announces a list: ``... передбачено виконання таких завдань:``."""
    if not clean.endswith(":") or len(clean) > _LONGEST_LABEL or any(c.isdigit() for c in clean):
        return None
    found = [m for m in _NOUNS.finditer(clean) if len(clean) - m.end() < _NEAR_END]
    return Label(str(found[-1].lastgroup), "", "", said=True) if found else None


def _ends_code(more: str) -> bool:
    """Tell whether the only stops in some words are those of a code: "of goal 1.1."."""
    return not re.search(r"[;!?]|\.(?=\s)", more.rstrip(". "))


def split_items(text: str) -> list[str]:
    """Split items that run together in one paragraph: at ``;``, or before their numbers.

    Examples
    --------
    >>> split_items("1) садити; 2) поливати.")
    ['садити', 'поливати']
    """
    parts = [part.strip() for part in _INLINE.split(text) if part.strip()]
    if len(parts) < 2:
        numbers = list(re.finditer(r"(?:(?<=\s)|^)(\d{1,2})[.)][ ](?=[^\d\s])", text))
        rising = [int(match[1]) for match in numbers] == list(range(1, len(numbers) + 1))
        if len(numbers) > 1 and rising and numbers[0].start() == 0:
            ends = [match.start() for match in numbers[1:]] + [len(text)]
            parts = [text[m.end() : end] for m, end in zip(numbers, ends, strict=True)]
    return [item for part in parts if (item := _bare(part))]


def item_mark(text: str) -> int:
    """Return where the words of an item begin, after its mark; 0 for a text without one."""
    mark = _MARK.match(prepare(text))
    return mark.end() if mark else 0


def _bare(text: str) -> str:
    words = text[item_mark(text) :]
    return squeeze(words[item_mark(words) :]).rstrip(";. ").strip()


class LabelledList:
    """Takes the paragraphs after a label as long as they are items of its list."""

    def __init__(self, label: Label, paragraph: Paragraph) -> None:
        self.label = label
        self.style: str | None = None
        self.last: Paragraph = paragraph
        self.count = 0
        self.ended = False

    def take(self, paragraph: Paragraph) -> list[Piece] | None:
        """Return the items of a paragraph; None where the list has ended before it."""
        text = paragraph.text
        if self.ended or paragraph.heading or read_label(text) is not None:
            return None
        clean = prepare(text)
        if _CODED.match(clean):
            return None
        mark = _MARK.match(clean)
        style = "" if mark is None else str(mark.lastgroup)
        heading = read_heading(text) if style in ("", "number") else None
        if heading is not None and (heading.level is not None or heading.depth > 1):
            return None
        if len(text) > _LONGEST_ITEM and style == "":
            return None
        if self.style is None:
            if style == "" and not self.label.firm and text.rstrip()[-1:] != ";":
                return None
            self.style = style
        elif style != self.style or (style == "" and not self._adjacent(paragraph)):
            return None
        self.count += 1
        self.last = paragraph
        if style == "" and text.rstrip()[-1:] == ".":
            self.ended = True
        if style == "" and self.count == 1 and _INLINE.search(text.rstrip("; ")):
            items = split_items(text)
            return [Piece(item, paragraph.line, paragraph.place) for item in items]
        item = _bare(text)
        return [Piece(item, paragraph.line, paragraph.place)] if item else []

    def _adjacent(self, paragraph: Paragraph) -> bool:
        """Tell whether an item without a mark follows the one before: that ended in ``;``, or so.

        Items may also have no signs at their ends; then they are on lines next to each other,
        the label among them, and are short.
        """
        if self.last.text.rstrip()[-1:] in (";", ","):
            return True
        if paragraph.line is None or self.last.line is None:
            return len(paragraph.text) < 160 and self.last.text.rstrip()[-1:] not in (".", ":")
        near = paragraph.line == self.last.line + 1
        return near and len(paragraph.text) < 300 and self.last.text.rstrip()[-1:] != "."
