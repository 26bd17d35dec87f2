"""A budget forecast inside itself: funds of an item, sums of a section, years, quoted growth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.documents.table_model import BodyRow, Column, RowKind, TableModel, is_total_words
from stratanalysis.findings import Severity
from stratanalysis.plans.forms import is_forecast
from stratanalysis.quantities import Number, prepare, read_number

__all__ = ["check_forecast"]

_GENERAL = re.compile(r"\W*загальн\w{2,3}[ ]фонд", re.IGNORECASE)
_SPECIAL = re.compile(r"\W*спеціальн\w{2,3}[ ]фонд", re.IGNORECASE)
_PART = re.compile(
    r"\W*(?:бюджет[ ]розвитку|з них|із них|(?:у|в) т(?:ому числі|\.[ ]?ч))", re.IGNORECASE
)
_GROWTH = re.compile(
    r"темп|(?:%|відсот\w{0,3})[ ](?:до|росту|зростання|приросту)|індекс[ ](?:росту|зростання)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[XxХх*]|\d{1,8}[.)]?|\W*")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(slots=True)
class _Item:
    """A row of a forecast with the rows of its funds."""

    body: BodyRow
    total: bool
    general: BodyRow | None = None
    special: BodyRow | None = None


def check_forecast(material: Material) -> Iterator[Verdict]:
    """Check the tables of a budget forecast.

    In each year the general and the special fund of an item make the item, and the items of a
    section make its total (within one unit of the last place for every part). The years of the head
    follow each other. A column of growth in percent is the later year in percent of the earlier
    one, or its increase. A sum that is missed in one year while the same row closes in the others
    is an error, otherwise a warning; a row that closes in no year is not understood.
    """
    for model in material.models:
        if not is_forecast(model):
            continue
        years = [c for c in model.columns if c.year is not None and not _GROWTH.search(c.head)]
        yield from _years(material, model, years)
        items: list[_Item] = []
        for item in _items(model):
            if item.general is not None and item.special is not None:
                yield from _sum(material, item.body, [item.general, item.special], years)
            if item.total:
                parts = [one.body for one in items if not one.total]
                if len(parts) > 1 or (parts and not any(one.total for one in items)):
                    yield from _sum(material, item.body, parts, years)
                items = []
            else:
                items.append(item)
        yield from _growth(material, model, years)


def _items(model: TableModel) -> Iterator[_Item]:
    item: _Item | None = None
    for body in model.body:
        if body.kind is RowKind.HEAD or not body.row.filled:
            continue
        words = next(
            (t for c in body.row.filled[:3] if not _CODE.fullmatch(t := c.text.strip())), ""
        )
        clean = prepare(words)
        if item is not None and _GENERAL.match(clean):
            item.general = item.general or body
        elif item is not None and _SPECIAL.match(clean):
            item.special = item.special or body
        elif _PART.match(clean):
            continue
        else:
            if item is not None:
                yield item
            title = body.kind is RowKind.TITLE
            item = None if title else _Item(body, is_total_words(words))
    if item is not None:
        yield item


def _value(material: Material, body: BodyRow, column: Column) -> Number | None:
    return read_number(body.text(column.at), habit=material.habit)


def _sum(
    material: Material, whole: BodyRow, parts: Sequence[BodyRow], years: Sequence[Column]
) -> Iterator[Verdict]:
    """Compare a row with the sum of others, year by year."""
    wrong: list[tuple[Column, Number, float]] = []
    closed = 0
    for column in years:
        stated = _value(material, whole, column)
        values = [_value(material, part, column) for part in parts]
        known = [value for value in values if value is not None]
        if stated is None or not known:
            continue
        computed = sum(value.value for value in known)
        room = (len(known) + 1) * 0.5 * 10.0 ** -max(v.decimals for v in (*known, stated))
        if abs(computed - stated.value) <= room + 1e-9 * abs(computed):
            closed += 1
            yield ok()
        else:
            wrong.append((column, stated, computed))
    for column, stated, computed in wrong:
        if not closed:
            yield unknown()
            continue
        yield mismatch(
            Severity.ERROR if closed > len(wrong) else Severity.WARNING,
            material.document.source(whole.row),
            "in {year} the parts make {computed}, and {stated} is written; correct the total or a "
            "part",
            stated=stated.written.strip(),
            computed=write(computed, stated.decimals),
            year=column.year,
        )


def _years(material: Material, model: TableModel, years: Sequence[Column]) -> Iterator[Verdict]:
    named = [int(c.year) for c in years if c.year is not None]
    if len(set(named)) != len(named) or len(named) < 3:
        return  # stages or funds under each year
    expected = list(range(named[0], named[0] + len(named)))
    if named == expected:
        yield ok()
        return
    yield mismatch(
        Severity.WARNING,
        material.document.source(model.head_rows[0]),
        "the years of the forecast are {stated}, and {computed} would follow each other; correct "
        "the head",
        stated=", ".join(map(str, named)),
        computed=", ".join(map(str, expected)),
    )


def _growth(material: Material, model: TableModel, years: Sequence[Column]) -> Iterator[Verdict]:
    """Check columns of growth: of the two years that their head names, or those before them."""
    by_year = {c.year: c for c in years}
    for column in model.columns:
        if not _GROWTH.search(column.head):
            continue
        named = [int(year) for year in _YEAR.findall(column.head)]
        before = [c for c in years if c.at < column.at]
        if len(set(named)) > 1:
            pair = [by_year.get(min(named)), by_year.get(max(named))]
        elif named:
            pair = [by_year.get(named[0] - 1), by_year.get(named[0])]
        else:
            pair = list(before[-2:])
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
            yield from _growth_rows(material, model, column, pair[0], pair[1])


def _growth_rows(
    material: Material, model: TableModel, column: Column, first: Column, last: Column
) -> Iterator[Verdict]:
    found: list[tuple[BodyRow, Number, float, float]] = []
    for body in model.body:
        stated = read_number(body.text(column.at).rstrip("% "), habit=material.habit)
        one, two = _value(material, body, first), _value(material, body, last)
        if stated is None or one is None or two is None or one.value <= 0:
            continue
        room = 0.5 * 10.0**-stated.decimals + 100 * (one.margin + two.margin) / one.value
        found.append((body, stated, 100 * two.value / one.value, room))
    for less in (0.0, 100.0):  # in percent of the year before, or the increase
        fits = [abs(stated.value - (rate - less)) <= room for _, stated, rate, room in found]
        if sum(fits) * 2 <= len(fits) or sum(fits) < 2:
            continue
        for (body, stated, rate, _), fit in zip(found, fits, strict=True):
            yield (
                ok()
                if fit
                else mismatch(
                    Severity.WARNING,
                    material.document.source(body.row),
                    "the growth {stated} does not follow from the two years, which "
                    "give {computed}; correct one of the three",
                    stated=f"{stated.written.strip()} %",
                    computed=write(rate - less, max(1, stated.decimals), "%"),
                )
            )
        return
    for _ in found:
        yield unknown()
