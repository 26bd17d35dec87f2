"""Dates and periods as Ukrainian documents write them: found, read and written.

A date that does not exist (``30.02.2020``) is read as such: its `value` is None and its words stay.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from stratanalysis.quantities.letters import prepare, read_roman

__all__ = [
    "DateReading",
    "Period",
    "find_dates",
    "find_periods",
    "find_years",
    "read_date",
    "read_period",
    "write_date",
    "write_period",
]

MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня",
    "жовтня", "листопада", "грудня",
)  # fmt: skip
_NOMINATIVE = (
    "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень",
    "жовтень", "листопад", "грудень",
)  # fmt: skip
_MONTH_NAMES = {
    name: index for names in (MONTHS, _NOMINATIVE) for index, name in enumerate(names, 1)
}
_MONTH = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_YEAR_WORD = r"[ ]{0,2}(?:р(?:р|оки|оків|оках|оку|ік|оці)?(?![^\W\d_])\.?(?:[ ]?р\.?(?![^\W\d_]))?)"
_DATE = re.compile(
    rf"(?<![\w./-])(?:(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>{_YEAR})(?![\d/])"
    rf"|(?P<iy>{_YEAR})-(?P<im>\d\d)-(?P<id>\d\d)(?![\w])"
    rf"|(?P<wd>\d\d?)[ ]{{1,2}}(?P<wm>{_MONTH})[ ]{{1,2}}(?P<wy>{_YEAR})(?!\d))",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?<![\w./-])(?P<a>{_YEAR})[ ]{{0,2}}[-\u2013\u2014][ ]{{0,2}}(?P<b>{_YEAR})(?![\d/])"
    rf"(?P<word>{_YEAR_WORD})?",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?<![\w])(?:(?P<no>[IVXІХ]{{1,3}}|\d\d?)[ -]{{1,2}}(?:[ім][ ])?"
    rf"(?P<what>півріччя|квартал\w?|місяц\w{{1,2}})[ ]{{1,2}}"
    rf"(?P<y>{_YEAR})(?!\d)(?:{_YEAR_WORD})?)",
    re.IGNORECASE,
)
_QUARTERS = re.compile(
    rf"(?<![\w])(?P<a>[IVXІХ]{{1,3}}|[1-4])(?:[ ]?[-\u2013\u2014,][ ]?(?P<b>[IVXІХ]{{1,3}}|[1-4]))?"
    rf"[ ]?(?:-?[йим]{{1,2}}[ ])?(?:кв(?:артал\w{{0,3}})?(?![^\W\d_])\.?)[ ]{{0,2}}"
    rf"(?P<y>{_YEAR})(?!\d)"
    rf"(?:{_YEAR_WORD})?",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    rf"(?<![\w])(?:(?:з|із|протягом|у|в)[ ])?(?P<a>{_MONTH})"
    rf"(?:[ ]{{1,2}}(?P<ya>{_YEAR})(?:{_YEAR_WORD})?)?"
    rf"(?:[ ]{{0,2}}(?:[-\u2013\u2014]|по|до)[ ]{{0,2}}(?P<b>{_MONTH}))?"
    rf"[ ]{{1,2}}(?P<y>{_YEAR})(?!\d)(?:{_YEAR_WORD})?",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?<![\w./,:-])(?P<y>{_YEAR})(?P<word>{_YEAR_WORD})", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w./,:№-])(?P<y>{_YEAR})(?![\w/]|[.,:-]\d)")
_FROM = re.compile(r"(?<![^\W\d_])(?:з|із|від|from)[ ]{1,3}$", re.IGNORECASE)
_UNTIL = re.compile(r"(?<![^\W\d_])(?:до|по|until)[ ]{1,3}$", re.IGNORECASE)
_BETWEEN = re.compile(r"[ ]{0,3}(?:р\.?|року)?[ ]{0,3}(?:по|до|[-\u2013\u2014])[ ]{1,3}", re.I)
_AROUND = re.compile(
    r"^\s*(?:протягом|упродовж|впродовж|на|за|у|в|період|строк|термін|рок[иуів]{1,2}|during|in)"
    r"\b[ ]?(?:період[уі]?)?",
    re.IGNORECASE,
)
"""Words before a period that add nothing to it."""
_ALWAYS = re.compile(
    r"\s*+(?:постійно|щорічно|щороку|протягом року|on a permanent basis)\.?\s*+", re.I
)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as written.

    Attributes
    ----------
    value : datetime.date or None
        None where there is no such day.
    written : str
        The characters as they stand.
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


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written.

    Attributes
    ----------
    start, end : datetime.date or None
        First and last day; None where open (``до 01.01.2020`` has no first day) or no real day.
    written : str
        The characters as they stand.
    at, until : int
        Place in the text that was searched.
    kind : str
        ``"dates"``, ``"until"``, ``"from"``, ``"years"``, ``"year"``, ``"part"`` (half-year,
        quarter or months) or ``"always"`` (``постійно``).
    impossible : tuple of str
        The days written that do not exist.
    """

    start: dt.date | None
    end: dt.date | None
    written: str
    at: int
    until: int
    kind: str
    impossible: tuple[str, ...] = ()

    @property
    def reversed(self) -> bool:
        """Whether the end stands before the start."""
        return self.start is not None and self.end is not None and self.end < self.start


def find_dates(text: str) -> list[DateReading]:
    """Find the dates in a text: ``30.06.2020``, ``2020-06-30``, ``7 грудня 2020``."""
    clean = prepare(text)
    return [_date(match, text) for match in _DATE.finditer(clean)]


def _date(match: re.Match[str], text: str) -> DateReading:
    group = match.groupdict()
    year = int(group["y"] or group["iy"] or group["wy"])
    day = int(group["d"] or group["id"] or group["wd"])
    month = _MONTH_NAMES[group["wm"].lower()] if group["wm"] else int(group["m"] or group["im"])
    value = nearest = None
    if 1 <= month <= 12 and day >= 1:
        last = calendar.monthrange(year, month)[1]
        if day <= last:
            value = dt.date(year, month, day)
        elif day <= 31:
            nearest = dt.date(year, month, last)
    return DateReading(value, text[match.start() : match.end()], *match.span(), nearest)


def read_date(text: str) -> DateReading | None:
    """Read a text that is one date and nothing else; None for anything else."""
    clean = prepare(text)
    stripped = clean.strip()
    match = _DATE.fullmatch(stripped) if len(stripped) < 40 else None
    return _date(match, stripped) if match else None


def find_periods(text: str) -> list[Period]:
    """Find the periods in a text, in order, none inside another.

    ``з 01.01.2020 по 30.06.2020``, ``01.03.2020 по 30.06.2020``, ``до 01.01.2020``,
    ``2024-2026рр.``, ``2020 - 2022``, ``2024р.``, ``2021 рік``, ``І півріччя 2021 року``,
    ``III квартал 2021 року``, ``9 місяців 2021 року``. A date alone is a period of one day.
    """
    clean = prepare(text)
    found = _date_periods(clean, text)
    taken = [(period.at, period.until) for period in found]
    patterns = (
        (_QUARTERS, _quarters), (_MONTHS, _months), (_PART, _part), (_SPAN, _span),
        (_SINGLE, _single),
    )  # fmt: skip
    for pattern, read in patterns:
        for match in pattern.finditer(clean):
            at, until = match.span()
            if any(a < until and at < b for a, b in _near(taken, at, until)):
                continue
            period = read(match, text)
            if period is not None:
                found.append(period)
                taken.append((at, until))
    return sorted(found, key=lambda period: period.at)


def _near(taken: list[tuple[int, int]], at: int, until: int) -> list[tuple[int, int]]:
    if len(taken) < 50:
        return taken
    return [(a, b) for a, b in taken if b > at - 60 and a < until + 60]


def _date_periods(clean: str, text: str) -> list[Period]:
    dates = find_dates(text)
    found = []
    index = 0
    while index < len(dates):
        first = dates[index]
        opening = _FROM.search(clean[max(0, first.start - 8) : first.start])
        at = first.start - (len(opening.group()) if opening else 0)
        second = dates[index + 1] if index + 1 < len(dates) else None
        between = clean[first.end : second.start] if second else ""
        closing = _UNTIL.search(clean[max(0, first.start - 8) : first.start])
        if second and not closing and len(between) < 20 and _BETWEEN.fullmatch(between):
            found.append(_between(first, second, text, at))
            index += 2
            continue
        index += 1
        start, end, kind = first.value, first.value, "dates"
        if closing:
            at, start, kind = first.start - len(closing.group()), None, "until"
        elif opening:
            end, kind = None, "from"
        impossible = (first.written,) if first.value is None else ()
        found.append(Period(start, end, text[at : first.end], at, first.end, kind, impossible))
    return found


def _between(first: DateReading, second: DateReading, text: str, at: int) -> Period:
    impossible = tuple(date.written for date in (first, second) if date.value is None)
    written = text[at : second.end]
    return Period(first.value, second.value, written, at, second.end, "dates", impossible)


def _part(match: re.Match[str], text: str) -> Period | None:
    year, what = int(match["y"]), match["what"].lower()
    written = match["no"]
    number = int(written) if written.isdecimal() else read_roman(written.upper())
    length = {"п": 6, "к": 3, "м": 1}[what[0]]
    if number is None or not 1 <= number <= 12 // length:
        return None
    first = 1 if length == 1 else (number - 1) * length + 1
    last = number * length
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    at, until = match.span()
    return Period(dt.date(year, first, 1), end, text[at:until], at, until, "part")


def _quarters(match: re.Match[str], text: str) -> Period | None:
    year = int(match["y"])
    ends = [
        int(one) if one.isdecimal() else read_roman(one.upper())
        for one in (match["a"], match["b"] or match["a"])
    ]
    if any(end is None or not 1 <= end <= 4 for end in ends):
        return None
    first, last = 3 * (ends[0] or 1) - 2, 3 * (ends[1] or 1)
    at, until = match.span()
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return Period(dt.date(year, first, 1), end, text[at:until], at, until, "part")


def _months(match: re.Match[str], text: str) -> Period | None:
    first = _MONTH_NAMES[match["a"].lower()]
    last = _MONTH_NAMES[(match["b"] or match["a"]).lower()]
    year = int(match["y"])
    start = int(match["ya"] or year)
    if match["ya"] and not match["b"]:
        return None
    at, until = match.span()
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return Period(dt.date(start, first, 1), end, text[at:until], at, until, "part")


def _span(match: re.Match[str], text: str) -> Period:
    at, until = match.span()
    start, end = dt.date(int(match["a"]), 1, 1), dt.date(int(match["b"]), 12, 31)
    return Period(start, end, text[at:until], at, until, "years")


def _single(match: re.Match[str], text: str) -> Period:
    at, until = match.span()
    year = int(match["y"])
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return Period(start, end, text[at:until], at, until, "year")


def read_period(text: str) -> Period | None:
    """Read a text that is one period and nothing else, as in a cell; None for anything else.

    Words for "always" (``Постійно``) are a period without days.
    """
    if len(text) > 200:
        return None
    if _ALWAYS.fullmatch(prepare(text)):
        return Period(None, None, text.strip(), 0, len(text), "always")
    if re.fullmatch(_YEAR, text.strip()):
        year = int(text)
        start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
        return Period(start, end, text.strip(), 0, len(text), "year")
    found = find_periods(text)
    if len(found) != 1:
        return None
    rest = text[: found[0].at] + text[found[0].until :]
    rest = _AROUND.sub("", prepare(rest))
    return found[0] if not rest.strip(" .,;()\n\t\u00a0") else None


def find_years(text: str) -> list[int]:
    """Return the years that a text names, in order, each once; spans give both ends."""
    clean = prepare(text)
    years: dict[int, None] = {}
    places: list[tuple[int, int]] = []
    for pattern, names in ((_DATE, ("y", "iy", "wy")), (_SPAN, ("a", "b"))):
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


def write_period(start: dt.date | None, end: dt.date | None) -> str:
    """Write a period the way :func:`read_period` reads it.

    Whole years give ``2024-2026 рр.`` or ``2024 р.``, an open start ``до 01.01.2020``, an open end
    ``з 01.01.2020``, neither ``постійно``.
    """
    if start is None:
        return f"до {write_date(end)}" if end is not None else "постійно"
    if end is None:
        return f"з {write_date(start)}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year <= end.year:
        return f"{start.year} р." if start.year == end.year else f"{start.year}-{end.year} рр."
    return f"з {write_date(start)} по {write_date(end)}"
