"""Texts, numbers, money and dates in the reader's language.

The English text in the code is the key; Ukrainian stands in the gettext catalogues
``stratanalysis/locale/uk/*.po``, one file a subject. Babel writes numbers and dates.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from stratanalysis.errors import UnknownNameError

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

__all__ = ["LANGUAGES", "MISSING", "Language", "language", "translate"]

LANGUAGES = ("uk", "en")
MISSING = "…"
"""What a table shows where there is no figure (the State Statistics Service's own sign)."""

_MONEY_STEPS = ((1e9, "{number} bn UAH"), (1e6, "{number} M UAH"), (1e3, "{number} k UAH"))


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


def _read_catalogue(text: str, code: str) -> Catalog:
    import io

    from babel.messages.pofile import read_po

    return read_po(io.StringIO(text), locale=code, abort_invalid=True)


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

    def unit(self, code: str, /) -> str:
        """Return a unit code (``km2``), or several with "; " between, as a reader writes it.

        What is no code is returned in its own words.
        """
        return "; ".join(self.text(_UNITS.get(part, part)) for part in code.split("; "))

    def plural(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """Translate by `count` ("1 goal", "3 goals"); ``{count}`` is written as a number."""
        forms: str | tuple[str, ...] = (singular, plural)
        if self.code != "en":
            forms = _catalogue(self.code).get(singular, forms)
        if isinstance(forms, str):
            forms = (forms,)
        index = _plural_index(self.code, count) if len(forms) > 1 else 0
        return forms[min(index, len(forms) - 1)].format(count=self.number(count), **values)

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
        return f"+{written}" if value is not None and value > 0 and written[0] != "…" else written

    def percent(self, share: float | None, decimals: int = 1) -> str:
        """Write a share (0.058) as a percent (``5,8 %``)."""
        if share is None or not math.isfinite(share):
            return MISSING
        return f"{self.number(share * 100, decimals)}\N{NO-BREAK SPACE}%"

    def money(self, value: float | None, decimals: int = 1) -> str:
        """Write UAH with the unit that fits: ``603,3 млн грн``."""
        if value is None or not math.isfinite(value):
            return MISSING
        for step, template in _MONEY_STEPS:
            if abs(value) >= step:
                number = self.number(value / step, decimals)
                return self.text(template, number=number).replace(" ", "\N{NO-BREAK SPACE}")
        return self.text("{number} UAH", number=self.number(value)).replace(
            " ", "\N{NO-BREAK SPACE}"
        )

    def date(self, value: dt.date) -> str:
        """Write a date in full, for instance ``1 січня 2022 р.``."""
        from babel.dates import format_date

        return format_date(value, format="long", locale=self.code)


def _plural_index(code: str, count: int) -> int:
    from babel.core import Locale

    # gettext order of the Ukrainian forms: one, few, many; Babel names them by CLDR.
    names = ("one", "few", "many") if code == "uk" else ("one", "other")
    return names.index(Locale.parse(code).plural_form(abs(count)))


@functools.cache
def language(code: str) -> Language:
    """Return the language with this code.

    Raises
    ------
    UnknownNameError
        `code` is not one of :data:`LANGUAGES`.
    """
    if code not in LANGUAGES:
        raise UnknownNameError("language", code, LANGUAGES)
    return Language(code)


def translate(message: str, code: str, /, **values: object) -> str:
    """Translate one message; short for ``language(code).text(message, **values)``."""
    return language(code).text(message, **values)
