"""Days that do not exist, periods that end before they begin, date ranges cut in two."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from stratanalysis.audit.tables import Place, row_place, source_of, text_of
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown
from stratanalysis.documents.blocks import Cell
from stratanalysis.findings import Severity, Source
from stratanalysis.quantities import find_dates, find_periods, prepare, write_date

__all__ = ["check_cut_ranges", "check_days", "check_periods"]

_CUT = re.compile(r"(?:\d{1,2}\.\d{1,2}\.\d{4}[ ]{0,2})?(?<![^\W\d_])(?:по|до)[ ]{0,3}$|"
                  r"(?<![^\W\d_])(?:з|із)[ ]{0,3}$")  # fmt: skip
_BEGINS = re.compile(r"[ ]{0,3}\d{1,2}\.\d{1,2}\.\d{4}")


def _texts(material: Material) -> Iterator[tuple[str, Source]]:
    """Yield the texts with their places: lines of the document, then terms joined from cells.

    A term that is whole in its line comes twice; see :func:`_key`.
    """
    for passage in material.passages:
        yield passage.text, passage.source()
    actions = material.table("actions")
    if actions is not None:
        for row in actions.to_dict("records"):
            term = text_of(row, "term")
            if term:
                yield term, source_of(material, row)


def _key(written: str, source: Source) -> tuple[str, Place]:
    """Return what tells whether the same words at the same place were seen before."""
    return " ".join(prepare(written).split()), row_place(source.line, source.place)


def check_days(material: Material) -> Iterator[Verdict]:
    """Check that every date written is a day of the calendar (30.02.2020 is none)."""
    seen: set[tuple[str, Place]] = set()
    for text, source in _texts(material):
        if "20" not in text and "19" not in text:
            continue
        for date in find_dates(text):
            if date.value is not None:
                yield ok()
                continue
            key = _key(date.written, source)
            if key in seen:
                continue
            seen.add(key)
            nearest = date.nearest
            yield mismatch(
                Severity.ERROR,
                _at(source, date.written),
                "there is no day {stated}; write {computed}"
                if nearest is not None
                else "there is no day {stated}; correct the date",
                stated=date.written,
                computed=write_date(nearest) if nearest is not None else "",
            )


def _at(source: Source, written: str) -> Source:
    """Return the source with the words around the date."""
    at = source.text.find(written)
    if at < 0 or len(source.text) <= 160:
        return source
    words = source.text[max(0, at - 70) : at + 70].strip()
    return Source(source.document, source.line, source.place, f"…{words}…")


def check_periods(material: Material) -> Iterator[Verdict]:
    """Check that periods end after they begin: from 01.08.2022 to 30.09.2020 does not."""
    seen: set[tuple[str, Place]] = set()
    for text, source in _texts(material):
        if not any(sign.isdigit() for sign in text):
            continue
        for period in find_periods(text):
            if period.kind not in ("dates", "years"):
                continue
            if period.start is None or period.end is None:
                if not period.impossible and period.start != period.end:
                    yield unknown()
                continue
            if not period.reversed:
                if period.start != period.end:
                    yield ok()
                continue
            key = _key(period.written, source)
            if key in seen:
                continue
            seen.add(key)
            yield mismatch(
                Severity.ERROR,
                _at(source, period.written),
                "the period {stated} ends before it begins; correct one of the dates",
                stated=period.written,
                computed=_days(period.start, period.end),
            )


def _days(start: dt.date, end: dt.date) -> str:
    return f"−{(start - end).days} дн."


def check_cut_ranges(material: Material) -> Iterator[Verdict]:
    """Find date ranges whose end is in another row: a page break cut the cell."""
    for table in material.document.tables():
        for column in range(table.width):
            last: Cell | None = None
            for row in table.rows:
                cell = row.cells[column]
                text = prepare(cell.text).strip()
                if not text:
                    continue
                if last is not None and row.cells[column] is not last:
                    before = prepare(last.text).strip()
                    if _CUT.search(before[-30:]) and _BEGINS.match(text):
                        yield _cut(material, last, cell)
                last = cell


def _cut(material: Material, first: Cell, second: Cell) -> Verdict:
    beginning = first.text.strip()
    opening = beginning.rfind(" з ", -30)
    beginning = beginning[opening + 1 :] if opening >= 0 else beginning[-26:].strip()
    end = second.text.strip()[:10]
    source = material.document.source(first, f"{beginning} | {end}")
    return mismatch(
        Severity.NOTE,
        source,
        "a date range is cut: its end {computed} is at {other}; join the two cells",
        stated=beginning,
        computed=end,
        other=f"{material.document.name}:{second.line}" if second.line else second.place,
    )
