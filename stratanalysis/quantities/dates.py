"""Dates as Ukrainian documents write them: found, read and written.

A date that does not exist (``30.02.2020``) is read as such: its `value` is None and its words stay.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from stratanalysis.quantities.letters import prepare

__all__ = [
    "DateReading",
    "find_dates",
    "find_years",
    "write_date",
]

MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня",
    "жовтня", "листопада", "грудня",
)  # fmt: skip
_NOMINATIVE = (
    "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень",
    "жовтень", "листопад", "грудень",
)  # fmt: skip
MONTH_NAMES = {
    name: index for names in (MONTHS, _NOMINATIVE) for index, name in enumerate(names, 1)
}
MONTH = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
YEAR = r"(?:19|20)\d\d"
YEAR_WORD = r"[ ]{0,2}(?:р(?:р|оки|оків|оках|оку|ік|оці)?(?![^\W\d_])\.?(?:[ ]?р\.?(?![^\W\d_]))?)"
_DATE = re.compile(
    rf"(?<![\w./-])(?:(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>{YEAR})(?![\d/])"
    rf"|(?P<iy>{YEAR})-(?P<im>\d\d)-(?P<id>\d\d)(?![\w])"
    rf"|(?P<wd>\d\d?)[ ]{{1,2}}(?P<wm>{MONTH})[ ]{{1,2}}(?P<wy>{YEAR})(?!\d))",
    re.IGNORECASE,
)
SPAN = re.compile(
    rf"(?<![\w./-])(?P<a>{YEAR})[ ]{{0,2}}[-\u2013\u2014][ ]{{0,2}}(?P<b>{YEAR})(?![\d/])"
    rf"(?P<word>{YEAR_WORD})?",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![\w./,:№-])(?P<y>{YEAR})(?![\w/]|[.,:-]\d)")


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as written.

    Attributes
    ----------
    value : datetime.date or None
        None where there is no such day.
    written : str
        The characters as written.
    start, end : int
        Place in the text that was searched.
    nearest : datetime.date or None
        The last day of the month where the day is too large.
    """

    value: dt.date | None
    written: str
    start: int
    end: int
    nearest: dt.date | None = None


def find_dates(text: str) -> list[DateReading]:
    """Find the dates in a text: ``30.06.2020``, ``2020-06-30``, ``7 грудня 2020``."""
    clean = prepare(text)
    return [_date(match, text) for match in _DATE.finditer(clean)]


def _date(match: re.Match[str], text: str) -> DateReading:
    group = match.groupdict()
    year = int(group["y"] or group["iy"] or group["wy"])
    day = int(group["d"] or group["id"] or group["wd"])
    month = MONTH_NAMES[group["wm"].lower()] if group["wm"] else int(group["m"] or group["im"])
    value = nearest = None
    if 1 <= month <= 12 and day >= 1:
        last = calendar.monthrange(year, month)[1]
        if day <= last:
            value = dt.date(year, month, day)
        elif day <= 31:
            nearest = dt.date(year, month, last)
    return DateReading(value, text[match.start() : match.end()], *match.span(), nearest)


def find_years(text: str) -> list[int]:
    """Return the years that a text names, in order, each once; spans give both ends."""
    clean = prepare(text)
    years: dict[int, None] = {}
    places: list[tuple[int, int]] = []
    for pattern, names in ((_DATE, ("y", "iy", "wy")), (SPAN, ("a", "b"))):
        for match in pattern.finditer(clean):
            places += [(match.start(), int(match[name])) for name in names if match[name]]
    for match in _BARE.finditer(clean):
        places.append((match.start(), int(match["y"])))
    for _, year in sorted(places):
        years[year] = None
    return list(years)


def write_date(value: dt.date, *, words: bool = False) -> str:
    """Write a date as ``30.06.2020``, or as ``30 червня 2020``."""
    if words:
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"
