"""Columns of a table that follow from others: degrees of achievement, deviations, changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.documents.table_model import BodyRow, Column, RowKind, TableModel
from stratanalysis.findings import Severity
from stratanalysis.quantities import Habit, Number, read_number

__all__ = ["check_degrees", "check_deviations", "check_ratios"]

_DEGREE = re.compile(
    r"(?:ступінь|рівень|відсоток|стан)[ ](?:досягнення|виконання)|(?:досягнення|виконання),[ ]?%|"
    r"%[ ](?:досягнення|виконання)|degree of achievement",
    re.IGNORECASE,
)
_FACT = re.compile(r"факт|виконано|досягнут|використан|профінансов|касов|actual", re.IGNORECASE)
_PLAN = re.compile(r"ціл(?:ьов|ь)|план|затвердж|передбач|target|planned", re.IGNORECASE)
_BASE = re.compile(r"баз(?:ов|а)|вихідн|baseline|base", re.IGNORECASE)
_DEVIATION = re.compile(
    r"відхилення|зміна|приріст|різниця|динаміка|\+[ ]?/[ ]?[-−–]|deviation|change", re.IGNORECASE
)
_PERCENT = re.compile(r"%|відсот|темп|percent", re.IGNORECASE)
_OF_HUNDRED = re.compile(r"%|відсот|частк|питома вага|темп|percent|share", re.IGNORECASE)
_FEWEST = 2
_ROWS_OF_RATIOS = 3
_MOST_COLUMNS = 12


def check_degrees(material: Material) -> Iterator[Verdict]:
    """Check a column "degree of achievement, %" against the planned and actual values of the row.

    F/T, (F - B)/(T - B) and T/F are the ways in use (F actual, T target, B base); a row is
    contradicted where none fits within the rounding of the printed figures.
    """
    for model in material.models:
        degree = next((c for c in model.columns if _DEGREE.search(c.head)), None)
        if degree is None:
            continue
        facts = _named(model, _FACT, degree)
        plans = _named(model, _PLAN, degree)
        bases = _named(model, _BASE, degree)
        if len(facts) != 1 or len(plans) != 1 or len(bases) > 1:
            continue
        for body in model.body:
            if body.kind in (RowKind.DATA, RowKind.TOTAL):
                yield from _degree(material, body, degree, facts[0], plans[0], bases[:1])


def _named(model: TableModel, pattern: re.Pattern[str], but: Column) -> list[Column]:
    return [c for c in model.columns if c.at != but.at and pattern.search(c.head)]


def _number(body: BodyRow, column: Column, habit: Habit) -> Number | None:
    return read_number(body.text(column.at).rstrip("% "), habit=habit)


def _degree(
    material: Material,
    body: BodyRow,
    degree: Column,
    fact: Column,
    plan: Column,
    base: list[Column],
) -> Iterator[Verdict]:
    stated, f, t = (_number(body, column, material.habit) for column in (degree, fact, plan))
    b = _number(body, base[0], material.habit) if base else None
    if stated is None or f is None or t is None:
        return
    ways = [_ratio(f, t, None), _ratio(t, f, None)]
    if b is not None:
        ways.append(_ratio(f, t, b))
    known = [way for way in ways if way is not None]
    if not known:
        yield unknown()
        return
    if any(low - stated.margin <= stated.value <= high + stated.margin for low, high in known):
        yield ok()
        return
    low, high = known[-1] if b is not None and len(known) > 1 else known[0]
    yield mismatch(
        Severity.WARNING,
        material.document.source(body.row),
        "the degree {stated} does not follow from the planned and actual values, which give "
        "{computed}; correct one of them",
        stated=f"{stated.written} %",
        computed=write((low + high) / 2, 1, "%"),
    )


def _ratio(value: Number, whole: Number, base: Number | None) -> tuple[float, float] | None:
    """Return the least and the largest percent within the rounding of the figures."""
    start = base.value if base is not None else 0.0
    below = base.margin if base is not None and base.decimals else 0.0
    top, bottom = value.value - start, whole.value - start
    slack = below + (value.margin if value.decimals else 0.0)
    room = below + (whole.margin if whole.decimals else 0.0)
    if abs(bottom) <= room:
        return None
    ratios = [
        100 * (top + a) / (bottom + c) for a in (-slack, 0.0, slack) for c in (-room, 0.0, room)
    ]
    return min(ratios), max(ratios)


def check_deviations(material: Material) -> Iterator[Verdict]:
    """Check a column of deviations or changes against the two columns that it is taken of.

    The rows say which two: the pair whose differences give most of the column, in two rows
    at least. The other rows are contradicted.
    """
    for model in material.models:
        for column in model.columns:
            if _DEVIATION.search(column.head) and not _PERCENT.search(column.head):
                yield from _deviation(material, model, column)


def _deviation(material: Material, model: TableModel, column: Column) -> Iterator[Verdict]:
    rows = [row for row in model.body if row.kind in (RowKind.DATA, RowKind.TOTAL)]
    others = [
        c
        for c in model.columns
        if c.at != column.at and not _DEVIATION.search(c.head) and model.figures(c.at) > 0
    ]
    same = [c for c in others if c.leaf == column.leaf]  # under heads of funds
    others = same if len(same) > 1 else others[:_MOST_COLUMNS]
    best: tuple[int, list[tuple[BodyRow, float, Number]]] = (0, [])
    for first, second in permutations(others, 2):
        fits, wrong = 0, []
        for body in rows:
            d, a, b = (_number(body, c, material.habit) for c in (column, first, second))
            if d is None or a is None or b is None:
                continue
            value = a.value - b.value
            margins = sum(n.margin for n in (a, b, d) if n.decimals)
            if abs(value - d.value) <= margins + 1e-9:
                fits += value != 0
            else:
                wrong.append((body, value, d))
        if fits > best[0]:
            best = fits, wrong
    fits, wrong = best
    for _ in range(fits):
        yield ok()
    if fits < _FEWEST or len(wrong) >= fits:
        return
    for body, value, number in wrong:
        yield mismatch(
            Severity.WARNING,
            material.document.source(body.row),
            "the deviation {stated} is not the difference of its two columns, {computed}; correct "
            "one of them",
            stated=number.written,
            computed=write(value, number.decimals),
        )


def check_ratios(material: Material) -> Iterator[Verdict]:
    """Check a column of percents against the two columns that it is taken of.

    The rows say which two, and whether it is a share or a change: what fits three rows at least,
    and three times as many as it misses. The rows that it misses are contradicted.
    """
    for model in material.models:
        if any(_DEGREE.search(column.head) for column in model.columns):
            continue
        percents = [c for c in model.columns if _OF_HUNDRED.search(c.leaf) and model.figures(c.at)]
        others = [
            c for c in model.columns if c not in percents and model.figures(c.at) > 0 and c.at > 0
        ]
        for column in percents:
            yield from _ratios(material, model, column, others[:_MOST_COLUMNS])


def _ratios(
    material: Material, model: TableModel, column: Column, others: list[Column]
) -> Iterator[Verdict]:
    rows = [row for row in model.body if row.kind in (RowKind.DATA, RowKind.TOTAL)]
    best: tuple[int, list[tuple[BodyRow, float, Number]]] = (0, [])
    for first, second in permutations(others, 2):
        for base in (0.0, 100.0):
            fits, wrong = 0, []
            for body in rows:
                p, a, b = (_number(body, c, material.habit) for c in (column, first, second))
                span = _ratio(a, b, None) if a is not None and b is not None else None
                if p is None or span is None:
                    continue
                low, high = span[0] - base - p.margin, span[1] - base + p.margin
                signs = (p.value, -p.value) if base else (p.value,)
                if any(low - 1e-9 <= value <= high + 1e-9 for value in signs):
                    fits += 1
                else:
                    wrong.append((body, (span[0] + span[1]) / 2 - base, p))
            if fits > best[0]:
                best = fits, wrong
    fits, wrong = best
    if fits < _ROWS_OF_RATIOS or len(wrong) * 3 > fits:
        return
    for _ in range(fits):
        yield ok()
    for body, value, number in wrong:
        yield mismatch(
            Severity.WARNING,
            material.document.source(body.row),
            "the percent {stated} does not follow from the two columns that it is of in the other "
            "rows, which give {computed}; correct one of them",
            stated=f"{number.written} %",
            computed=write(value, max(number.decimals, 1), "%"),
        )
