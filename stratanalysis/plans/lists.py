"""Splitting the cells of planning tables: numbered steps, bulleted indicators, tasks by code."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from stratanalysis.documents.blocks import Cell, Piece
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.wrapping import glued
from stratanalysis.quantities import find_periods, prepare, read_unit

__all__ = [
    "Item",
    "bulleted",
    "coded_tasks",
    "indicator_name",
    "join_words",
    "numbered",
    "tasks_of",
    "unmarked_terms",
]

_TASK = re.compile(
    r"(?:(?<=\s)|^)(?=(?:(?:[A-ZА-ЯІЇЄҐ][. ]?)?\d{1,2}|[IVXІХ]{1,4})[.]\d{1,2}[.]\d{1,2}[.]?"
    r"[ ]{0,3}[\w\"«“])",
    re.MULTILINE,
)
_CODES = re.compile(
    r"(?:(?<=\s)|^)(?:(?:завдання|task)[ ]{1,2})?"
    r"(?P<code>(?:(?:[A-ZА-ЯІЇЄҐ][. ]{0,2})?\d{1,2}|(?-i:[IVXІХ]{2,4}))(?:[.]\d{1,2}){1,2})[.)]?"
    r"[ ]{1,3}(?=[\"«“„(]?[^\W\d_])",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?:(?<=\s)|^)(?P<number>\d{1,2}(?:[.]\d{1,2})?)(?P<stop>[.)])?(?=[ ]|[^\W\d_])", re.MULTILINE
)
_BULLET = re.compile(r"\s*+[-\u2013\u2014•·●▪◦‣*]\s*+")
_ITEM_WORD = re.compile(r"[ ]{0,2}(?:[А-ЯІЇЄҐA-Z]|(?:з|до)[ ]\d|\d\d\.\d\d\.)")
_BRACKETS = re.compile(r"[(]([^()]{1,40})[)]")
_SPACES = re.compile(r"\s+")


@functools.cache
def _item_start() -> re.Pattern[str]:
    """Return the space before a word that begins an item of a list without numbers."""
    endings = "|".join(sorted(read_rules("lists")["endings"], key=len, reverse=True))
    return re.compile(rf"(?<=\S)[ ](?=[А-ЯІЇЄҐ][а-яіїєґ']{{1,30}}?(?:{endings})(?![а-яіїєґ']))")


@functools.cache
def _always() -> re.Pattern[str]:
    words = "|".join(read_rules("lists")["always"])
    return re.compile(rf"\s*+(?:{words})[.,;]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list in a cell: its number as written (empty for none), words and place."""

    number: str
    text: str
    piece: Piece


def join_words(first: str, second: str) -> str:
    """Join words that a page break or line end parted (:func:`~.wrapping.glued`)."""
    return glued(first, second) if first else second


def tasks_of(cell: Cell) -> list[Piece]:
    """Split a cell into tasks that begin with a code of three numbers.

    What is before the first code is returned too: it continues the task before.
    """
    found: list[Piece] = []
    for part in cell.parts():
        for text in _TASK.split(part.text):
            if text.strip():
                found.append(Piece(_SPACES.sub(" ", text).strip(), part.line, part.place))
    return found


def coded_tasks(piece: Piece) -> list[Piece]:
    """Split a paragraph into tasks that run together in it: ``1.1.1. ...; 1.1.2. ...``.

    Empty unless the paragraph begins with a code of the task's depth and every further code goes on
    from the one before.
    """
    clean = prepare(piece.text)
    found: list[tuple[int, str, int]] = []
    for match in _CODES.finditer(clean):
        prefix, _, last = match["code"].replace(" ", "").rpartition(".")
        deep = len(re.findall(r"\d+|[^\W\d_]+", match["code"])) == 3
        if not deep or (not found and match.start() > 1):
            continue
        if found and (prefix, int(last)) != (found[-1][1], found[-1][2] + 1):
            continue
        found.append((match.start(), prefix, int(last)))
    if len(found) < 2:
        return []
    ends = [start for start, _, _ in found[1:]] + [len(piece.text)]
    return [
        Piece(piece.text[start:end].strip().rstrip(";,. "), piece.line, piece.place)
        for (start, _, _), end in zip(found, ends, strict=True)
    ]


def bulleted(cell: Cell) -> list[Piece]:
    """Split a cell at lines that begin with a dash or bullet; other lines continue the item."""
    found: list[Piece] = []
    marked = any(_BULLET.match(part.text) for part in cell.parts())
    for part in cell.parts():
        match = _BULLET.match(part.text)
        text = _SPACES.sub(" ", part.text[match.end() :] if match else part.text).strip()
        if found and not match and (marked or text[:1].islower()):
            last = found[-1]
            found[-1] = Piece(join_words(last.text, text), last.line, last.place)
        elif text:
            found.append(Piece(text, part.line, part.place))
    return found


def indicator_name(text: str) -> tuple[str, str, str]:
    """Part an indicator into its name, its unit's code and its unit as written.

    The unit is in brackets, or as ``%`` in the words. Where several different units are given,
    their codes are joined by ``"; "``.
    """
    clean = prepare(text)
    codes: list[str] = []
    written: list[str] = []
    name = text
    for match in reversed(list(_BRACKETS.finditer(clean))):
        inner = match[1].strip(" ,.;")
        units = [read_unit(part) for part in re.split(r"[;,]", inner)]
        if units and all(units):
            codes = [unit.code for unit in units if unit] + codes
            written.insert(0, inner)
            name = name[: match.start()].rstrip(" ,;") + name[match.end() :]
    if not codes and "%" in clean:
        codes, written = ["percent"], ["%"]
    name = _SPACES.sub(" ", name).strip(" ;,.-\u2013")
    return name, "; ".join(dict.fromkeys(codes)), "; ".join(dict.fromkeys(written))


def numbered(cells: list[Cell]) -> tuple[list[Item], bool]:
    """Split cells that follow one another into numbered items; later ones may continue the last.

    A number begins an item where it follows those before (``1.``, ``2.``, ``3.1.``, ``3.2.``). A
    number that is repeated at the beginning of a line, or left out there, counts as the next.
    Words before the first number, as lists lose their numbers when exported, are split before
    capitalised words that begin an action (``rules/lists.toml``).

    Returns
    -------
    items : list of Item
    guessed : bool
        Whether numbers were missing and capitals decided.
    """
    pieces: list[tuple[Piece, bool]] = []
    for at, cell in enumerate(cells):
        for position, part in enumerate(cell.parts()):
            pieces.append((part, at > 0 and position == 0))
    items: list[Item] = []
    for piece, continues in pieces:
        _split(piece, items, continues=continues)
    bare = next((at for at, item in enumerate(items) if item.number), len(items))
    parts = [
        Item("", text.strip(), item.piece)
        for item in items[:bare]
        for text in _item_start().split(_SPACES.sub(" ", item.text))
    ]
    guessed = [Item(str(at), item.text, item.piece) for at, item in enumerate(parts, start=1)]
    return guessed + items[bare:], len(parts) > 1


def _split(piece: Piece, items: list[Item], *, continues: bool) -> None:
    """Split one line of a cell and add its items; what is before the first number continues."""
    text = _SPACES.sub(" ", piece.text)
    clean = prepare(text)
    starts: list[tuple[int, int, str]] = []
    last = items[-1].number if items else ""
    for match in _MARK.finditer(clean):
        if _follows(last, match, clean, begun=bool(items), cut=continues):
            repeated = bool(last) and _order(match["number"]) <= _order(last)
            last = _next(last) if repeated else match["number"]
            starts.append((match.start(), match.end(), last))
    head = text[: starts[0][0]] if starts else text
    head = head.strip()
    if head:
        new_line = not continues and head[:1].isupper() and bool(items) and bool(items[-1].number)
        if items and not new_line:
            before = items[-1]
            items[-1] = Item(before.number, join_words(before.text, head), before.piece)
        else:
            number = _next(items[-1].number) if new_line else ""
            items.append(Item(number, head, piece))
    for index, (_, end, number) in enumerate(starts):
        until = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        items.append(Item(number, text[end:until].lstrip(" .)").rstrip(" ."), piece))


def _follows(last: str, match: re.Match[str], clean: str, *, begun: bool, cut: bool) -> bool:
    """Tell whether a number may begin the item after the last one."""
    number, stop = match["number"], match["stop"] is not None
    following = clean[match.end() : match.end() + 3].lstrip()
    if not following or (not stop and not following[0].isupper()):
        return False
    major, _, minor = number.partition(".")
    if not last:
        at_start = begun and match.start() == 0
        mid_line = begun and cut and _ITEM_WORD.match(clean, match.end()) is not None
        return stop and (number in ("1", "1.1") or at_start or mid_line)
    last_major, _, last_minor = last.partition(".")
    if minor:
        same = major == last_major and int(minor) == int(last_minor or 0) + 1
        return (same or (int(major) > int(last_major) and minor == "1")) and stop
    ahead = int(major) - int(last_major)
    if ahead == 1:
        return True
    skipped = ahead in (2, 3) and stop and bool(_ITEM_WORD.match(clean, match.end()))
    return skipped or (match.start() == 0 and stop)


def _order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _next(number: str) -> str:
    return str(int(number.partition(".")[0]) + 1)


def unmarked_terms(cells: list[Cell]) -> list[Item]:
    """Split cells of terms: by their numbers, otherwise each period is an item."""
    items, _ = numbered(cells)
    words = " ".join(part.text for cell in cells for part in cell.parts())
    if not cells or any(_MARK.match(part.text) for part in cells[0].parts()[:1]):
        return items
    found: list[Item] = []
    at = 0
    for period in find_periods(words):
        between = words[at : period.at]
        while opening := _always().match(between):
            found.append(Item(str(len(found) + 1), opening.group().strip(), cells[0].parts()[0]))
            between = between[opening.end() :]
        found.append(Item(str(len(found) + 1), period.written, cells[0].parts()[0]))
        at = period.until
    return found or items
