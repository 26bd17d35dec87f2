"""Units and quantities: a number, its multiplier and its unit, found, read and written.

The words are in ``units.toml``; a new unit or form is a new line there.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import resources

from stratanalysis.quantities.letters import prepare
from stratanalysis.quantities.numbers import (
    Habit,
    Number,
    iterate_numbers,
    read_number,
)

__all__ = [
    "Quantity",
    "Unit",
    "find_quantities",
    "read_quantity",
    "read_unit",
    "unit_follows",
    "unit_kinds",
]

_YEARS = range(1900, 2101)
_FACTOR_NAMES = {1: "", 1000: "thousand", 10**6: "million", 10**9: "billion"}
_FACTOR_LETTERS = frozenset("тмtmb")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written.

    Attributes
    ----------
    code : str
        ``"UAH"``, ``"persons"``, ``"percent"``, ``"km2"``, ``"items"`` ...; empty where only a
        multiplier is written (``15 тисяч``).
    kind : str
        ``"money"``, ``"count"``, ``"share"``, ``"rate"``, ``"length"``, ``"area"`` ...
    factor : int
        1, or 1,000 for ``тис.``, 10**6 for ``млн``, 10**9 for ``млрд``.
    written : str
        The characters as written.
    """

    code: str
    kind: str
    factor: int
    written: str

    @property
    def name(self) -> str:
        """The code with its multiplier: ``"thousand UAH"``; the code alone for a factor of 1."""
        return f"{_FACTOR_NAMES[self.factor]} {self.code}".strip()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes
    ----------
    value : float
        In whole units: the multiplier is applied (``603,3 млн грн`` is 603300000).
    unit : Unit
        The unit.
    number : Number
        The number as written, before the multiplier.
    start, end : int
        Place in the text that was searched.
    written : str
        The characters as written.
    """

    value: float
    unit: Unit
    number: Number
    start: int
    end: int
    written: str

    @property
    def margin(self) -> float:
        """How far the true value may be from `value`: half of the last printed place."""
        return self.number.margin * self.unit.factor

    @property
    def upper(self) -> float | None:
        """Upper end of a range, with the multiplier applied."""
        above = self.number.upper
        return None if above is None else _scale(above, self.unit.factor)

    @property
    def alternative(self) -> float | None:
        """The other reading of an ambiguous number, with the multiplier applied."""
        other = self.number.alternative
        return None if other is None else _scale(other, self.unit.factor)


def _scale(value: float, factor: int) -> float:
    return float(Decimal(repr(value)) * factor)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The contents of ``units.toml``, made ready for matching.

    Unit patterns are kept by their first letter, so that a word that begins no unit costs one look.
    """

    units: Mapping[str, tuple[str, str]]
    first_forms: Mapping[str, str]
    factors: Mapping[str, int]
    factor_pattern: re.Pattern[str]
    unit_patterns: Mapping[str, re.Pattern[str]]


@functools.cache
def _vocabulary() -> _Vocabulary:
    file = resources.files("stratanalysis.quantities") / "units.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    units: dict[str, tuple[str, str]] = {}
    by_letter: dict[str, list[str]] = {}
    for code, entry in data["units"].items():
        own = () if "_" in code or " " in code else (code,)
        for form in (*entry["forms"], *own):
            units.setdefault(_key(form), (code, entry["kind"]))
            by_letter.setdefault(form[0].casefold(), []).append(form)
    factors = {_key(form): factor for form, factor in data["multipliers"].items()}
    named = "|".join(_longest_first(factors))
    return _Vocabulary(
        units=units,
        first_forms={code: entry["forms"][0] for code, entry in data["units"].items()},
        factors=factors,
        factor_pattern=re.compile(rf"(?P<factor>{named})(?![^\W\d_])\.?[ ]{{0,2}}", re.IGNORECASE),
        unit_patterns={letter: _alternatives(forms) for letter, forms in by_letter.items()},
    )


def _alternatives(forms: list[str]) -> re.Pattern[str]:
    patterns = "|".join(_pattern_of(form) for form in _longest_first(forms))
    return re.compile(rf"(?:{patterns})(?!\w)", re.IGNORECASE)


def _longest_first(forms: Iterable[str]) -> list[str]:
    return sorted(forms, key=len, reverse=True)


def _key(form: str) -> str:
    return re.sub(r"[ .]+", "", prepare(form)).casefold()


def _pattern_of(form: str) -> str:
    """Allow one optional stop and space between the parts of a form."""
    parts = [re.escape(part) for part in re.findall(r"[^ .]+", prepare(form))]
    return r"\.?[ ]?".join(parts)


def _match(clean: str, start: int) -> tuple[Unit, int] | None:
    """Read a multiplier and a unit that begin exactly at `start`."""
    letter = clean[start : start + 1].casefold()
    vocabulary = _vocabulary()
    factor, at, end = 1, start, start
    multiplier = (
        vocabulary.factor_pattern.match(clean, start) if letter in _FACTOR_LETTERS else None
    )
    if multiplier and letter:
        factor = vocabulary.factors[_key(multiplier["factor"])]
        at, end = multiplier.end(), multiplier.end("factor")
        letter = clean[at : at + 1].casefold()
    pattern = vocabulary.unit_patterns.get(letter)
    match = pattern.match(clean, at) if pattern else None
    if match is None:
        return (Unit("", "", factor, clean[start:end]), end) if multiplier else None
    code, kind = vocabulary.units[_key(match.group())]
    return Unit(code, kind, factor, clean[start : match.end()]), match.end()


def unit_follows(clean: str, start: int) -> bool:
    """Tell whether a unit, a multiplier or a year mark is at `start` of a prepared text."""
    return _match(clean, start) is not None or _YEAR_MARK.match(clean, start) is not None


def _may_begin(clean: str, start: int) -> bool:
    """Tell by one letter whether a unit may follow; spaces and line ends may be before it."""
    letter = clean[start : start + 3].lstrip(" \n")[:1].casefold()
    return letter in _vocabulary().unit_patterns or letter in _FACTOR_LETTERS


_YEAR_MARK = re.compile(r"(?:рр?|р\.[ ]?р|року|роки|роках|рік|років)(?![^\W\d_])", re.IGNORECASE)
_COINS = re.compile(
    r"(?P<whole>\d[\d ]{0,14}[ ]?(?:грн|гривень|гривні|гривня)\.?),?[ ]?"
    r"(?P<coins>\d\d?)[ ]?коп\w{0,4}\.?"
)
_IN_WORDS = re.compile(r"[ ]?[(][^()\d]{3,100}[)]")
_ABOUT = re.compile(
    r"^[ ]?(?:(?:до|понад|близько|орієнтовно|приблизно|не менше|не більше|about|over)[ ]|"
    r"[~≈>≥<≤][ ]?)"
    r"(?=\d)",
    re.IGNORECASE,
)
_SIGN_FIRST = re.compile(r"(?P<sign>₴|UAH|грн\.?)[ ]?(?P<number>\d[\d ,.]*)")
_SPACES = re.compile(r"[ \n]{0,2}+")


def read_unit(text: str) -> Unit | None:
    """Read a text that is a unit and nothing else: ``тис. грн``, ``(од)``, ``шт.од.``, ``%``."""
    clean = prepare(text).strip(" ()[],;:")
    if not clean or len(clean) > 60:
        return None
    found = _match(clean, 0)
    return found[0] if found and not clean[found[1] :].strip(" .") else None


def find_quantities(text: str, *, habit: Habit = Habit.COMMA_DECIMAL) -> list[Quantity]:
    """Find every number with a unit in running text.

    Years (``2021 рік``) and numbers without a unit are left out. After a multiplier that no unit
    follows (``15 тисяч індивідуальних будинків``) the unit's code is empty.

    Returns
    -------
    list of Quantity
        In the order of the text; ``1 млн 250 тис. грн`` is one.
    """
    clean = prepare(text)
    found: list[Quantity] = []
    for number in iterate_numbers(clean, text, habit, _may_begin):
        gap = _SPACES.match(clean, number.end)
        at = gap.end() if gap else number.end
        match = _match(clean, at)
        if match is None:
            continue
        unit, end = match
        if unit.code == "years" and number.decimals == 0 and number.value in _YEARS:
            continue
        if found and number.start < found[-1].end:
            continue
        quantity = Quantity(
            value=_scale(number.value, unit.factor),
            unit=Unit(unit.code, unit.kind, unit.factor, text[at:end].strip()),
            number=number,
            start=number.start,
            end=end,
            written=text[number.start : end],
        )
        if found and _goes_on(found[-1], quantity, clean):
            quantity = _compound(found.pop(), quantity, text)
        found.append(quantity)
    return found


def _goes_on(first: Quantity, second: Quantity, clean: str) -> bool:
    """Tell whether two quantities are one: ``1 млн 250 тис. грн``."""
    between = clean[first.end : second.start]
    return (
        first.unit.code in ("", second.unit.code)
        and first.unit.factor > second.unit.factor
        and second.value < first.unit.factor
        and first.number.decimals == 0
        and len(between) < 4
        and not between.strip(" .")
    )


def _compound(first: Quantity, second: Quantity, text: str) -> Quantity:
    value = first.value + second.value
    return replace(
        second,
        value=value,
        number=replace(second.number, value=value / second.unit.factor),
        start=first.start,
        written=text[first.start : second.end],
    )


def read_quantity(
    text: str, *, default: Unit | None = None, habit: Habit = Habit.COMMA_DECIMAL
) -> Quantity | None:
    """Read a text that is one quantity and nothing else, as in a cell.

    Parameters
    ----------
    text : str
        ``"575,00"``, ``"50,000 грн."``, ``"2 000,00 тис. грн"``.
    default : Unit, optional
        The unit where the cell gives none, for instance from the head of the column.
    habit : Habit
        How to read what could be read in two ways.

    Returns
    -------
    Quantity or None
        None for blanks, words and two numbers in one cell.
    """
    clean = prepare(text)
    if len(clean) > 120:
        return None
    number = read_number(text, habit=habit)
    if number is not None:
        unit = default or Unit("", "", 1, "")
        value = _scale(number.value, unit.factor)
        return Quantity(value, unit, number, number.start, number.end, number.written)
    if coins := _COINS.fullmatch(clean.strip()):
        whole = read_quantity(coins["whole"], habit=habit)
        return _with_coins(whole, int(coins["coins"]), text) if whole else None
    bare = _bare(clean)
    if bare != clean:
        return read_quantity(bare, default=default, habit=habit)
    found = find_quantities(text, habit=habit)
    if len(found) != 1 or clean[: found[0].start].strip() or clean[found[0].end :].strip(" \n."):
        return None
    if default is not None and default.code and not found[0].unit.code:
        unit = found[0].unit  # "450 тис." in a column of money
        return replace(found[0], unit=Unit(default.code, default.kind, unit.factor, unit.written))
    return found[0]


def _bare(clean: str) -> str:
    """Return a cell without words for "about" before its number and without words in brackets.

    ``350 000 (триста п'ятдесят тисяч) грн``, ``до 500,0 тис. грн``, ``₴ 15 000``.
    """
    bare = _IN_WORDS.sub(" ", clean)
    bare = _ABOUT.sub("", bare, count=1)
    sign = _SIGN_FIRST.fullmatch(bare.strip())
    return f"{sign['number']} {sign['sign']}" if sign else bare


def _with_coins(whole: Quantity, coins: int, text: str) -> Quantity | None:
    if whole.unit.code != "UAH" or whole.unit.factor != 1 or whole.number.decimals or coins > 99:
        return None
    value = whole.value + coins / 100
    number = replace(whole.number, value=value, decimals=2)
    return replace(whole, value=value, number=number, end=len(text), written=text.strip())


def unit_kinds() -> dict[str, str]:
    """Return the kind of every unit code, for instance ``{"UAH": "money"}``."""
    return dict(_vocabulary().units.values())
