"""Texts, numbers, money and dates in the reader's language.

The English text in the code is the key; Ukrainian is in the gettext catalogues
``stratanalysis/locale/uk/*.po``, one file a subject. Babel writes numbers and dates.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from stratanalysis.errors import UnknownNameError

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

__all__ = [
    "LANGUAGES",
    "MISSING",
    "Language",
    "language",
    "noun_forms",
    "translate",
    "use_language",
]

LANGUAGES = ("uk", "en")
MISSING = "…"
"""What a table shows where there is no figure (the State Statistics Service's own sign)."""

MONEY_STEPS = (
    (1e9, "UAH {number} billion"), (1e6, "UAH {number} million"), (1e3, "UAH {number} thousand"),
)  # fmt: skip
_CASES = ("nominative", "genitive", "accusative")
_CATEGORIES = {"uk": ("one", "few", "many", "other"), "en": ("one", "other")}

_UNITS = {
    "percent": "%",
    "percentage_points": "percentage points",
    "per_1000_persons": "per 1,000 persons",
    "per_10000_persons": "per 10,000 persons",
    "running_m": "running m",
    "km2": "km²",
    "m2": "m²",
    "m3": "m³",
    "staff_units": "staff units",
}
"""How unit codes are written in English, where the code is not what one writes."""


_FIELD = re.compile(r"\{(\w+)[^{}]*\}")


@functools.cache
def _catalogue(code: str) -> dict[str, str | tuple[str, ...]]:
    """Messages of all catalogues of one language, read once."""
    messages: dict[str, str | tuple[str, ...]] = {}
    folder = resources.files("stratanalysis") / "locale" / code
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".po"):
            continue
        for message in _read_catalogue(file.read_text(encoding="utf-8"), code):
            if not message.id or not message.string or message.fuzzy:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            messages[key] = (
                message.string if isinstance(message.string, str) else tuple(message.string)
            )
    return messages


@functools.cache
def _templates(code: str) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """Messages with fields, the longest first: their fixed parts, the message, its translation."""
    made = []
    for key, value in _catalogue(code).items():
        parts = tuple(part for part in _FIELD.sub("\0", key).split("\0") if part)
        if _FIELD.search(key) and len("".join(parts).strip(" .,:;%()")) >= 5:
            made.append((parts, key, value if isinstance(value, str) else value[0]))
    return tuple(sorted(made, key=lambda entry: -len("".join(entry[0]))))


@functools.cache
def _pattern(key: str) -> re.Pattern[str]:
    """A message with fields as a pattern of whole texts."""
    seen: set[str] = set()
    parts, at = [], 0
    for field in _FIELD.finditer(key):
        name = field[1]
        again = f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
        parts += [re.escape(key[at : field.start()]), again]
        seen.add(name)
        at = field.end()
    return re.compile("".join([*parts, re.escape(key[at:])]), re.DOTALL)


@functools.cache
def noun_forms() -> dict[str, dict[str, Any]]:
    """Return the forms of the nouns that follow a number, as ``locale/nouns.toml`` has them."""
    file = resources.files("stratanalysis") / "locale" / "nouns.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _read_catalogue(text: str, code: str) -> Catalog:
    import io

    from babel.messages.pofile import read_po

    return read_po(io.StringIO(text), locale=code, abort_invalid=True)


def _reaches(amount: float, step: float, decimals: int) -> bool:
    return amount >= step or round(amount / step * 1000, decimals) >= 1000


def _common_step(amounts: Iterable[float], decimals: int) -> float:
    """Step of :data:`MONEY_STEPS` in which every amount shows a figure; 0 where there is none."""
    sizes = [abs(amount) for amount in amounts if math.isfinite(amount) and amount]
    steps = [step for step, _ in MONEY_STEPS if sizes and _reaches(max(sizes), step, decimals)]
    if len(steps) > 1 and min(sizes) < steps[0] and max(sizes) < 1e4 * steps[1]:
        del steps[0]
    return steps[0] if steps and min(sizes) >= 10.0**-decimals * steps[0] else 0.0


@dataclass(frozen=True, slots=True)
class Language:
    """Everything a page needs to speak one language.

    Attributes
    ----------
    code : str
        ``"uk"`` or ``"en"``.
    """

    code: str

    def text(self, message: str, /, **values: object) -> str:
        """Translate `message` and fill its ``{name}`` fields.

        A message that the catalogue lacks stays English, so that nothing is lost.
        """
        found = message if self.code == "en" else _catalogue(self.code).get(message, message)
        template = found if isinstance(found, str) else found[0]
        return template.format(**values) if values else template

    def filled(self, text: str, /) -> str:
        """Translate a text whose fields were filled in before; unknown texts stay as they are."""
        if self.code == "en" or not text:
            return text
        whole = self.text(text)
        if whole != text:
            return whole
        for fixed, key, template in _templates(self.code):
            if all(part in text for part in fixed) and (found := _pattern(key).fullmatch(text)):
                values = {name: self.filled(value) for name, value in found.groupdict().items()}
                return _FIELD.sub(lambda field, v=values: v.get(field[1], field[0]), template)  # type: ignore[misc]
        return text

    def unit(self, code: str, /) -> str:
        """Return a unit code (``km2``), or several with "; " between, as a reader writes it.

        What is no code is returned in its own words.
        """
        return "; ".join(self._one_unit(part) for part in code.split("; "))

    def _one_unit(self, code: str) -> str:
        factor, _, rest = code.partition(" ")
        if rest and factor in ("thousand", "million", "billion"):
            return f"{self.text(factor)} {self._one_unit(rest)}"
        return self.text(_UNITS.get(code, code))

    def plural(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """Translate by `count` ("1 goal", "3 goals"); ``{count}`` is written as a number."""
        forms: str | tuple[str, ...] = (singular, plural)
        if self.code != "en":
            forms = _catalogue(self.code).get(singular, forms)
        if isinstance(forms, str):
            forms = (forms,)
        written = self.number(count)
        index = _CATEGORIES[self.code].index(self._category(written))
        return forms[min(index, len(forms) - 1)].format(count=written, **values)

    def counted(
        self,
        noun: str,
        value: float | None,
        /,
        *,
        case: Literal["nominative", "genitive", "accusative"] = "nominative",
        decimals: int = 0,
    ) -> str:
        r"""Write a number with its noun: ``72 422 особи``, ``154,9 особи``, ``до 22 осіб``.

        Parameters
        ----------
        noun : str
            English singular, a key of ``locale/nouns.toml``.
        value : float or None
            Missing is :data:`MISSING` with the noun of many.
        case : {"nominative", "genitive", "accusative"}
            Ukrainian only: the genitive follows до, від, близько; the accusative на and за.
        decimals : int
            The plural belongs to the number as it is shown: 1.0 is no "one" of Ukrainian.

        Raises
        ------
        UnknownNameError
            No such noun or case.

        Examples
        --------
        >>> language("uk").counted("person", 72422)
        '72\xa0422\xa0особи'
        >>> language("uk").counted("person", 21, case="accusative")
        '21\xa0особу'
        >>> language("en").counted("person", 1), language("en").counted("person", 0)
        ('1\xa0person', '0\xa0people')
        """
        written = self.number(value, decimals)
        return f"{written}\N{NO-BREAK SPACE}{self.noun(noun, written, case=case)}"

    def noun(
        self,
        noun: str,
        written: str,
        /,
        *,
        case: Literal["nominative", "genitive", "accusative"] = "nominative",
    ) -> str:
        """Return the form of a noun that agrees with a number as it is written.

        Examples
        --------
        >>> language("uk").noun("year", "1,5"), language("uk").noun("year", "11", case="genitive")
        ('року', 'років')
        """
        nouns = noun_forms()
        if noun not in nouns:
            raise UnknownNameError("noun", noun, nouns)
        if case not in _CASES:
            raise UnknownNameError("case", case, _CASES)
        entry, category = nouns[noun], self._category(written)
        if self.code == "uk" and case == "accusative":
            case = "nominative"
            if category == "one" and "accusative" in entry:
                return str(entry["accusative"])
        forms = entry["en"] if self.code == "en" else entry[case]
        return str(forms[_CATEGORIES[self.code].index(category)])

    def _category(self, written: str) -> str:
        """CLDR plural category of a number as it is written; of many where it is missing."""
        from babel.core import Locale

        mark = "." if self.code == "en" else ","
        digits = "".join(c for c in written if c.isdigit() or c == mark).replace(",", ".")
        if not digits:
            return "many" if self.code == "uk" else "other"
        return str(Locale.parse(self.code).plural_form(Decimal(digits)))

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Write a number, for instance ``73 814`` or ``5,8``; missing is :data:`MISSING`.

        Rounding is half-even on the decimal value, as Babel does; ``-0`` is written ``0``.
        """
        from babel.numbers import format_decimal

        if value is None or not math.isfinite(value):
            return MISSING
        value = round(float(value), decimals) + 0.0
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, format=pattern, locale=self.code).replace("-", "−")

    def signed(self, value: float | None, decimals: int = 0) -> str:
        """Write a change with its sign, for instance ``+1,2`` or ``−5,8``."""
        written = self.number(value, decimals)
        positive = (
            value is not None and value > 0 and any(digit in "123456789" for digit in written)
        )
        return f"+{written}" if positive else written

    def percent(self, share: float | None, decimals: int = 1) -> str:
        """Write a share (0.058) as a percent (``5,8 %``, in English ``5.8%``).

        A share that falls short of one is never written as 100 %: 0.99996 gives 99.9 %.
        """
        if share is None or not math.isfinite(share):
            return MISSING
        percent = share * 100
        if percent < 100 - 1e-9 and round(percent, decimals) >= 100:
            percent = 100 - 10.0**-decimals
        return self.percent_sign(self.number(percent, decimals))

    def percent_sign(self, number: str) -> str:
        """Put the percent sign behind a written number: ``5,8 %``, in English ``5.8%``."""
        return f"{number}%" if self.code == "en" else f"{number}\N{NO-BREAK SPACE}%"

    def money(
        self, value: float | None, decimals: int = 1, among: Iterable[float] | None = None
    ) -> str:
        """Write UAH with the unit that fits: ``603,3 млн грн``.

        With the other amounts of a column, `among`, with the unit that fits them all: that of
        the largest, or the next smaller one; each with its own where neither does.
        """
        if value is None or not math.isfinite(value):
            return MISSING
        template, number = "UAH {number}", self.number(value)
        common = _common_step(among or (), decimals)
        for step, larger in MONEY_STEPS:
            if step == common or (not common and _reaches(abs(value), step, decimals)):
                template, number = larger, self.number(value / step, decimals)
                break
        return self.text(template, number=number).replace(" ", "\N{NO-BREAK SPACE}")

    def fits_all(self, amounts: Iterable[float], decimals: int = 1) -> bool:
        """Whether one unit of money shows every amount."""
        return bool(_common_step(amounts, decimals))

    def date(self, value: dt.date) -> str:
        """Write a date in full, ``1 січня 2022 р.``, in English ``1 January 2022``."""
        from babel.dates import format_date

        return format_date(value, format="long", locale="en_GB" if self.code == "en" else self.code)


_current = [LANGUAGES[0]]
"""The reader's language of this process; a list, so that a cell of a notebook can set it."""


def use_language(code: str) -> AbstractContextManager[Language]:
    """Set the reader's language for everything that follows.

    Parameters
    ----------
    code : {"uk", "en"}

    Returns
    -------
    context manager
        In a ``with`` statement the language before is restored at its end.

    Raises
    ------
    UnknownNameError
        `code` is not one of :data:`LANGUAGES`.

    Examples
    --------
    >>> with use_language("en") as words:
    ...     words.text("Population")
    'Population'
    """
    before, chosen = _current[0], language(code)
    _current[0] = chosen.code

    @contextmanager
    def restore() -> Iterator[Language]:
        try:
            yield chosen
        finally:
            _current[0] = before

    return restore()


def language(code: str | None = None) -> Language:
    """Return the language with this code; without one, the language in use.

    Raises
    ------
    UnknownNameError
        `code` is not one of :data:`LANGUAGES`.

    Examples
    --------
    >>> language("en").number(73814)
    '73,814'
    """
    if code is None:
        code = _current[0]
    if code not in LANGUAGES:
        raise UnknownNameError("language", code, LANGUAGES)
    return Language(code)


def translate(message: str, code: str, /, **values: object) -> str:
    """Translate one message; short for ``language(code).text(message, **values)``."""
    return language(code).text(message, **values)
