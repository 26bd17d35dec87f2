"""Numbers as Ukrainian documents write them: found, read with their rounding, and written.

All patterns are possessive or of bounded width, so reading is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from stratanalysis.quantities.letters import prepare, unify_signs

__all__ = [
    "BLANKS",
    "Habit",
    "Number",
    "find_numbers",
    "is_blank",
    "number_habit",
    "read_number",
    "write_number",
]

MAX_DIGITS = 18
"""A longer run of digits is an identifier, not a quantity."""

BLANKS = frozenset(
    {"", "-", "--", "---", "\u2013", "\u2014", "\u2212", "~", "~~", "~~~", "...", "\u2026"}
    | {"х", "x", "н/д", "n/a", "нд", "немає даних"}
)
"""What is in a cell where the document gives no figure."""


class Habit(StrEnum):
    """How a document uses the comma in numbers."""

    COMMA_DECIMAL = "comma_decimal"
    """``5 575 278,40``: Ukrainian; also the reading where nothing tells otherwise."""
    COMMA_GROUPS = "comma_groups"
    """``1,500,000.40``: thousands parted by commas."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how it was written.

    Attributes
    ----------
    value : float
        The number.
    decimals : int
        Decimal places as printed; a figure may be off by half of the last one.
    written : str
        The characters as written.
    start, end : int
        Place in the text that was searched.
    ambiguous : bool
        Two readings are possible (``20,000``); `value` follows the habit.
    alternative : float or None
        The other reading.
    upper : float or None
        Upper end where a range was written (``10-15``).
    dash : bool
        A dash before it could be a minus; `value` is read without it.
    """

    value: float
    decimals: int
    written: str
    start: int
    end: int
    ambiguous: bool = False
    alternative: float | None = None
    upper: float | None = None
    dash: bool = False

    @property
    def margin(self) -> float:
        """Half of the last printed decimal place."""
        return 0.5 * 10.0**-self.decimals


_NUMBER = re.compile(
    r"(?<![\w])"
    r"(?P<whole>\d{1,3}(?:[ ]\d{3}(?!\d))++|\d++)"
    r"(?P<rest>(?:[.,]\d++)*+)"
)
_RANGE = re.compile(r"[-\u2013\u2014](\d++)((?:[.,]\d++)?)(?![\w:/-])(?![.,]\d)")
_DASHES = ("-", "\u2013", "\u2014")
_PARTS = re.compile(r"([.,])(\d++)")
_TAIL_OF_IDENTIFIER = re.compile(r"[:/\\@_]\w|-[^\W\d_]|[-\u2013]\d++[-/:]|\.\w")
_WHOLE_CELL = re.compile(r"\s*+(?P<sign>[-\u2212\u2013+]?)\s?(?P<body>\d[\d ,.]*+)\s*+")
_COMMA_INSIDE = re.compile(r"\d,\d")
_AMBIGUOUS_MONEY = re.compile(r"[ ]?(?:грн|гривень|UAH|₴)")


def is_blank(text: str) -> bool:
    """Tell whether a cell gives no figure: empty, dashes, tildes, dots, ``х``, ``н/д``."""
    return unify_signs(text).strip().lower() in BLANKS


def find_numbers(text: str, *, habit: Habit = Habit.COMMA_DECIMAL) -> list[Number]:
    """Find the numbers in running text.

    Not numbers: digits inside words and codes (``Н20``, ``4G``, ``226-р``, ``6/81-1481``), dates,
    numbered codes (``1.1.1``), cadastral numbers, what follows ``№``, runs of over 18 digits.

    Parameters
    ----------
    text : str
        Any text; Latin look-alikes and all kinds of spaces are understood.
    habit : Habit
        How to read what could be read in two ways.

    Returns
    -------
    list of Number
        In the order of the text; ranges such as ``10-15`` are one number with `upper`.
    """
    return list(iterate_numbers(prepare(text), text, habit))


def iterate_numbers(
    clean: str, text: str, habit: Habit, wanted: Callable[[str, int], bool] | None = None
) -> Iterator[Number]:
    """Yield the numbers of a prepared text; only those whose end is `wanted`, or a range begins."""
    position = 0
    while match := _NUMBER.search(clean, position):
        start, end = match.span()
        position = end
        if wanted and clean[end : end + 1] not in _DASHES and not wanted(clean, end):
            continue
        before = clean[max(0, start - 3) : start]
        if _is_identifier(before) or _glued(clean, end):
            continue
        found = _value(match["whole"], match["rest"], habit)
        if found is None:
            continue
        value, decimals, alternative = found
        upper = None
        rest = _RANGE.match(clean, end)
        if rest:
            above = _value(rest[1], rest[2], habit)
            if above is None or above[0] <= value:
                position = rest.end()
                continue
            upper, end = above[0], rest.end()
            position = end
        elif _TAIL_OF_IDENTIFIER.match(clean, end):
            continue
        minus = before[-1:] == "\u2212"
        dash = before[-1:] in ("-", "\u2013") and not minus
        if dash and before[:-1].strip(" ") in ("", "(", ":", ";") and _opens(clean, start - 1):
            minus, dash = True, False
        if minus:
            start -= 1
            value = -value
            alternative = -alternative if alternative is not None else None
        yield Number(
            value=value,
            decimals=decimals,
            written=text[start:end],
            start=start,
            end=end,
            ambiguous=alternative is not None,
            alternative=alternative,
            upper=upper,
            dash=dash,
        )


def _opens(clean: str, dash: int) -> bool:
    """Tell whether the dash at this place begins the text, a bracket or a clause."""
    before = clean[:dash].rstrip(" ")[-1:] if dash < 200 else clean[dash - 200 : dash].rstrip()[-1:]
    return before in ("", "(", ":", ";", "=")


def _is_identifier(before: str) -> bool:
    """Tell whether the characters before a number make it part of a code."""
    last = before[-1:]
    if last in ("/", "\\", "_", "@", "#", "№") or before.endswith(("№ ", "N ")):
        return True
    if last in ("-", "\u2013", ".", ",", ":"):
        return before[-2:-1].isalnum() and (last != "," or before[-2:-1].isdigit())
    return False


def _glued(clean: str, end: int) -> bool:
    """Tell whether letters follow the digits at once that begin no unit (``4G``)."""
    from stratanalysis.quantities.units import unit_follows

    following = clean[end : end + 1]
    return (
        bool(following)
        and (following.isalpha() or following == "_")
        and not unit_follows(clean, end)
    )


def _value(whole: str, rest: str, habit: Habit) -> tuple[float, int, float | None] | None:
    """Return value, decimals and the other reading; None for what is not a number."""
    digits = whole.replace(" ", "")
    if len(digits) + len(rest) > MAX_DIGITS + 6 or len(digits) > MAX_DIGITS:
        return None
    if not rest:
        return (float(digits), 0, None) if digits == "0" or digits[0] != "0" else None
    parts = _PARTS.findall(rest)
    signs = [sign for sign, _ in parts]
    groups = [group for _, group in parts]
    grouped = all(len(group) == 3 for group in groups)
    if " " in whole:
        return _decimal(digits, groups[0]) if len(parts) == 1 else None
    if len(parts) == 1:
        as_decimal = _decimal(digits, groups[0])
        if as_decimal is None or not grouped or len(digits) > 4 or digits[0] == "0":
            return as_decimal
        as_groups = float(digits + groups[0])
        if signs[0] == "," and habit is Habit.COMMA_GROUPS:
            return as_groups, 0, as_decimal[0]
        return as_decimal[0], as_decimal[1], as_groups
    if len(digits) > 3 or digits[0] == "0":
        return None
    if len(set(signs)) == 1:
        return (float(digits + "".join(groups)), 0, None) if grouped else None
    if len(set(signs[:-1])) == 1 and all(len(group) == 3 for group in groups[:-1]):
        return _decimal(digits + "".join(groups[:-1]), groups[-1])
    return None


def _decimal(digits: str, fraction: str) -> tuple[float, int, None] | None:
    if digits != "0" and digits[0] == "0":
        return None
    return float(f"{digits}.{fraction}"), len(fraction), None


def read_number(text: str, *, habit: Habit = Habit.COMMA_DECIMAL) -> Number | None:
    """Read a text that is one number and nothing else, as in a cell.

    A leading dash is a minus here. Returns None for anything else, and for the signs of
    :func:`is_blank`.
    """
    clean = prepare(text)
    match = _WHOLE_CELL.fullmatch(clean) if len(clean) < 80 else None
    inner = _NUMBER.fullmatch(match["body"].rstrip(" .")) if match else None
    found = _value(inner["whole"], inner["rest"], habit) if inner else None
    if match is None or found is None:
        return None
    value, decimals, alternative = found
    if match["sign"] not in ("", "+"):
        value = -value
        alternative = -alternative if alternative is not None else None
    start, end = len(clean) - len(clean.lstrip()), len(clean.rstrip())
    return Number(
        value, decimals, text[start:end], start, end, alternative is not None, alternative
    )


def number_habit(text: str) -> Habit:
    """Find out how a document uses the comma, from the numbers that can be read in one way.

    Evidence for groups: two groups or more (``1,500,000``), counted twice, and an ambiguous number
    of plain hryvnias (``50,000 грн``), where three decimal places make no sense. Evidence for the
    decimal comma: one, two, four or more digits after a single comma.
    """
    lines = (prepare(line) for line in text.split("\n") if _COMMA_INSIDE.search(line))
    groups = decimals = 0
    for clean, match in ((line, match) for line in lines for match in _NUMBER.finditer(line)):
        parts = _PARTS.findall(match["rest"])
        if not parts or parts[0][0] != ",":
            continue
        lengths = [len(group) for _, group in parts]
        if len(parts) > 1:
            groups += 2 * (len(match["whole"]) <= 3 and all(length == 3 for length in lengths))
        elif lengths[0] != 3 or " " in match["whole"]:
            decimals += 1
        else:
            groups += bool(_AMBIGUOUS_MONEY.match(clean, match.end()))
    return Habit.COMMA_GROUPS if groups > decimals else Habit.COMMA_DECIMAL


def write_number(
    value: float, decimals: int = 0, *, habit: Habit = Habit.COMMA_DECIMAL, group: bool = True
) -> str:
    """Write a number the way :func:`read_number` reads it with the same habit.

    Parameters
    ----------
    value : float
        Finite; rounded half-even to `decimals` places.
    decimals : int
        Decimal places, at least 0.
    habit : Habit
        ``73 814,5`` (no-break space) or ``73,814.5``.
    group : bool
        Whether thousands are parted.

    Raises
    ------
    ValueError
        `value` is not finite.
    """
    exact = Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError(f"a number that is not finite cannot be written: {value}")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    written = f"{abs(rounded):{',' if group else ''}.{decimals}f}"
    if habit is Habit.COMMA_DECIMAL:
        written = written.translate({ord(","): "\u00a0", ord("."): ","})
    return f"\u2212{written}" if rounded < 0 else written
