"""Periods as Ukrainian documents write them: found, read and written."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from stratanalysis.quantities.dates import (
    MONTH,
    MONTH_NAMES,
    SPAN,
    YEAR,
    YEAR_WORD,
    DateReading,
    find_dates,
)
from stratanalysis.quantities.letters import prepare, read_roman

__all__ = ["Period", "find_periods", "read_period"]

_PART = re.compile(
    rf"(?<![\w])(?:(?P<no>[IVXІХ]{{1,3}}|\d\d?)[ -]{{1,2}}(?:[ім][ ])?"
    rf"(?P<what>півріччя|квартал\w?|місяц\w{{1,2}})[ ]{{1,2}}"
    rf"(?P<y>{YEAR})(?!\d)(?:{YEAR_WORD})?)",
    re.IGNORECASE,
)
_QUARTERS = re.compile(
    rf"(?<![\w])(?P<a>[IVXІХ]{{1,3}}|[1-4])(?:[ ]?[-\u2013\u2014,][ ]?(?P<b>[IVXІХ]{{1,3}}|[1-4]))?"
    rf"[ ]?(?:-?[йим]{{1,2}}[ ])?(?:кв(?:артал\w{{0,3}})?(?![^\W\d_])\.?)[ ]{{0,2}}"
    rf"(?P<y>{YEAR})(?!\d)"
    rf"(?:{YEAR_WORD})?",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    rf"(?<![\w])(?:(?:з|із|протягом|у|в)[ ])?(?P<a>{MONTH})"
    rf"(?:[ ]{{1,2}}(?P<ya>{YEAR})(?:{YEAR_WORD})?)?"
    rf"(?:[ ]{{0,2}}(?:[-\u2013\u2014]|по|до)[ ]{{0,2}}(?P<b>{MONTH}))?"
    rf"[ ]{{1,2}}(?P<y>{YEAR})(?!\d)(?:{YEAR_WORD})?",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?<![\w./,:-])(?P<y>{YEAR})(?P<word>{YEAR_WORD})", re.IGNORECASE)
_HALF = re.compile(
    rf"(?<![\w])(?P<no>перш|друг)\w{{1,3}}[ ]{{1,2}}(?:півріччя|половин\w)[ ]{{1,2}}(?P<y>{YEAR})"
    rf"(?!\d)"
    rf"(?:{YEAR_WORD})?",
    re.IGNORECASE,
)
_DAYS = re.compile(
    rf"(?<![\w.])(?:(?:з|із|від)[ ])?(?P<da>\d\d?)(?:[ ](?P<ma>{MONTH})|[.](?P<na>\d\d))"
    rf"[ ]{{0,2}}(?:[-\u2013\u2014]|по|до)[ ]{{0,2}}"
    rf"(?P<db>\d\d?)(?:[ ](?P<mb>{MONTH})[ ]{{1,2}}|[.](?P<nb>\d\d)[.])(?P<y>{YEAR})(?!\d)"
    rf"(?:{YEAR_WORD})?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"(?:(?:з|від)[ ])?{YEAR}(?:(?:[ ]?[,;і][ ]?|[ ](?:та|й|по|до)[ ]){YEAR}){{1,6}}"
    rf"(?:{YEAR_WORD})?",
    re.IGNORECASE,
)
"""Years that follow each other: ``2025, 2026 роки``, ``з 2025 по 2026 рік``."""
_THROUGH = re.compile(
    rf"(?<![\w])(?:з|із|від)[ ](?P<a>{YEAR})(?:{YEAR_WORD})?[ ](?:по|до)[ ]"
    rf"(?P<b>{YEAR}){YEAR_WORD}",
    re.IGNORECASE,
)
_BY_END = re.compile(rf"до (?:кінця|завершення) (?P<y>{YEAR})(?:{YEAR_WORD})?", re.IGNORECASE)
_TO_NEXT = re.compile(r"[ ]{0,2}(?:[-\u2013\u2014]|по|до)[ ]{0,2}", re.IGNORECASE)
_FROM = re.compile(r"(?<![^\W\d_])(?:з|із|від|from)[ ]{1,3}$", re.IGNORECASE)
_UNTIL = re.compile(r"(?<![^\W\d_])(?:до|по|until)[ ]{1,3}$", re.IGNORECASE)
_BETWEEN = re.compile(r"[ ]{0,3}(?:р\.?|року)?[ ]{0,3}(?:по|до|[-\u2013\u2014])[ ]{1,3}", re.I)
_AROUND = re.compile(
    r"^\s*(?:протягом|упродовж|впродовж|на|за|у|в|період|строк|термін|рок[иуів]{1,2}|during|in)"
    r"\b[ ]?(?:період[уі]?)?|[ ]р\.?[ ]*$",
    re.IGNORECASE,
)
"""Words before a period that add nothing to it."""
_ALWAYS = re.compile(
    r"\s*+(?:(?:постійно|щорічно|щороку|щокварталу|щомісяця|щоквартально|щомісячно|регулярно|"
    r"кожного року|за потреби|у разі потреби|on a permanent basis|every year|annually)[,;]?\s*+|"
    r"(?:протягом|упродовж|впродовж)[ ](?:року|кожного року|(?:всього |усього )?"
    r"(?:періоду|строку|терміну)(?:[ ](?:дії|реалізації|виконання)(?:[ ]програми|[ ]плану)?)?)"
    r"[,;]?\s*+){1,3}\.?\s*+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written.

    Attributes
    ----------
    start, end : datetime.date or None
        First and last day; None where open (``до 01.01.2020`` has no first day) or no real day.
    written : str
        The characters as written.
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
        """Whether the end is before the start."""
        return self.start is not None and self.end is not None and self.end < self.start


def find_periods(text: str) -> list[Period]:
    """Find the periods in a text, in order, none inside another.

    ``з 01.01.2020 по 30.06.2020``, ``01.03.2020 по 30.06.2020``, ``до 01.01.2020``,
    ``2024-2026рр.``, ``2020 - 2022``, ``2024р.``, ``2021 рік``, ``І півріччя 2021 року``,
    ``III квартал 2021 року``, ``9 місяців 2021 року``. A date alone is a period of one day.
    """
    clean = prepare(text)
    found = [period for match in _DAYS.finditer(clean) if (period := _days(match, text))]
    taken = [(period.at, period.until) for period in found]
    for period in _date_periods(clean, text):
        if not any(a < period.until and period.at < b for a, b in taken):
            found.append(period)
    taken = [(period.at, period.until) for period in found]
    patterns = (
        (_QUARTERS, _quarters), (_MONTHS, _months), (_PART, _part), (_HALF, _half), (SPAN, _span),
        (_THROUGH, _span), (_SINGLE, _single),
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
    return _over_years(sorted(found, key=lambda period: period.at), clean, text)


def _over_years(found: list[Period], clean: str, text: str) -> list[Period]:
    """Join two parts of years that a dash parts: ``IV квартал 2025 р. - I квартал 2026 р.``."""
    joined: list[Period] = []
    for period in found:
        last = joined[-1] if joined else None
        both = last is not None and {last.kind, period.kind} == {"part"}
        if last is not None and both and _TO_NEXT.fullmatch(clean[last.until : period.at]):
            written = text[last.at : period.until]
            joined[-1] = Period(last.start, period.end, written, last.at, period.until, "part")
        else:
            joined.append(period)
    return joined


def _days(match: re.Match[str], text: str) -> Period | None:
    """Read days of one year, the first without its year: ``з 15 березня до 30 листопада 2025``."""
    year = int(match["y"])
    months = [
        MONTH_NAMES[match[word].lower()] if match[word] else int(match[number])
        for word, number in (("ma", "na"), ("mb", "nb"))
    ]
    days = [int(match["da"]), int(match["db"])]
    try:
        first, last = (dt.date(year, m, d) for m, d in zip(months, days, strict=True))
    except ValueError:
        return None
    at, until = match.span()
    return Period(first, last, text[at:until], at, until, "dates") if first <= last else None


def _half(match: re.Match[str], text: str) -> Period:
    year, first = int(match["y"]), match["no"].lower() == "перш"
    at, until = match.span()
    start, end = (dt.date(year, 1, 1), dt.date(year, 6, 30))
    if not first:
        start, end = dt.date(year, 7, 1), dt.date(year, 12, 31)
    return Period(start, end, text[at:until], at, until, "part")


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
    first = MONTH_NAMES[match["a"].lower()]
    last = MONTH_NAMES[(match["b"] or match["a"]).lower()]
    year = int(match["y"])
    start = int(match["ya"] or year)
    if match["ya"] and not match["b"]:
        return None
    at, until = match.span()
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    opening = _UNTIL.search(text[max(0, at - 5) : at]) if not match["b"] else None
    if opening:
        at -= len(opening.group())
        return Period(None, end, text[at:until], at, until, "until")
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
    if several := _SEVERAL.fullmatch(prepare(text).strip()):
        years = [int(year) for year in re.findall(YEAR, several.group())]
        through = len(years) == 2 and re.search(r" (?:по|до) ", several.group())
        if years == list(range(years[0], years[0] + len(years))) or through:
            start, end = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
            return Period(start, end, text.strip(), 0, len(text), "years")
    if closed := _BY_END.fullmatch(prepare(text).strip()):
        return Period(None, dt.date(int(closed["y"]), 12, 31), text.strip(), 0, len(text), "until")
    if re.fullmatch(YEAR, text.strip()):
        year = int(text)
        start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
        return Period(start, end, text.strip(), 0, len(text), "year")
    found = find_periods(text)
    if len(found) != 1:
        return None
    rest = text[: found[0].at] + text[found[0].until :]
    rest = _AROUND.sub("", prepare(rest))
    return found[0] if not rest.strip(" .,;()\n\t\u00a0") else None
