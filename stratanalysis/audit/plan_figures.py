"""What a plan says about itself against what it holds: counts of goals, years, shares, its sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stratanalysis.audit.tables import Row, missing, source_of, text_of
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown, write
from stratanalysis.audit.words import number_word
from stratanalysis.documents.blocks import Row as TableRow
from stratanalysis.documents.columns import key
from stratanalysis.documents.table_model import RowKind, TableModel
from stratanalysis.findings import Severity
from stratanalysis.quantities import Habit, Quantity, prepare, read_quantity

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "check_goal_counts",
    "check_indicator_years",
    "check_one_scale",
    "check_share_bounds",
]

_SHARE_NAME = re.compile(
    r"\W{0,3}(?:частка|питома вага|відсоток|доля|share of|percentage of|"
    r"(?:рівень )?(?:охоплен|вакцинац|безробітт|газифікац|електрифікац)\w{1,3})",
    re.IGNORECASE,
)
_MAY_EXCEED = re.compile(
    r"виконан|до (?:попередн|минул|рівня|плану|\d{4})|темп|приріст|зростан|індекс", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(?P<count>[^\W\d_]{1,3}'?[^\W\d_]{1,11}|\d{1,2})[ ](?:(?:основн|головн|ключов)\w{1,3}[ ])?"
    r"(?P<level>стратегічн\w{1,3}|операційн\w{1,3}|оперативн\w{1,3})[ ]ціл\w{1,3}",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"(?:бачення|мет[аиу]|стратегі[їюя])[^.;]{0,60}через|визнач|передбач|містить|охоплю|включа|сформова|сформульова|обра[нл]|виділен|побудован|складається|"
    r"sets|defines|has",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"стратегі[їяєю](?![^\W\d_])|документ|the strategy", re.IGNORECASE)
_OTHERS = re.compile(
    r"державн|обласн|област|регіональн|район|національн|попередн|минул|україн|national|regional",
    re.IGNORECASE,
)
"""Words before a count of goals that make it that of another document."""


def check_indicator_years(material: Material) -> Iterator[Verdict]:
    """Check that the target year of an indicator does not come before its base year."""
    table = material.table("indicators")
    for row in table.to_dict("records") if table is not None else ():
        base, target = row.get("base_year"), row.get("target_year")
        if missing(base) or missing(target):
            yield unknown()
        elif int(str(target)) >= int(str(base)):
            yield ok()
        else:
            yield mismatch(
                Severity.WARNING,
                source_of(material, row),
                "{name}: the target year {stated} comes before the base year {computed}; correct "
                "one of them",
                stated=str(int(str(target))),
                computed=str(int(str(base))),
                name=text_of(row, "name"),
            )


def check_share_bounds(material: Material) -> Iterator[Verdict]:
    """Check that the share of a whole is not over 100 % or below 0 in its base and target."""
    table = material.table("indicators")
    for row in table.to_dict("records") if table is not None else ():
        name = prepare(text_of(row, "name"))
        if text_of(row, "unit") != "percent" or not _SHARE_NAME.match(name):
            continue
        if _MAY_EXCEED.search(name):
            yield unknown()
            continue
        values = [row.get("base_value"), row.get("target_value")]
        wrong = [float(str(v)) for v in values if not missing(v) and not 0 <= float(str(v)) <= 100]
        if not wrong:
            yield ok()
            continue
        yield mismatch(
            Severity.WARNING,
            source_of(material, row),
            "{name} is {stated}; a share of a whole is between 0 and 100 %",
            stated=write(wrong[0], 0 if wrong[0] == int(wrong[0]) else 1, "%"),
            computed="0–100 %",
            name=text_of(row, "name"),
        )


def check_goal_counts(material: Material) -> Iterator[Verdict]:
    """Check "the strategy has four strategic goals" against the goals that were read.

    Only where the document holds one tree.
    """
    goals = material.table("goals")
    if goals is None or len(set(goals["tree"].fillna(""))) != 1:
        return
    held = {level: int((goals["level"] == level).sum()) for level in ("strategic", "operational")}
    for sentence in material.sentences:
        if sentence.passage.cell or not _HOLDS.search(sentence.text):
            continue
        for match in _COUNTED.finditer(sentence.text):
            if _OTHERS.search(sentence.text, 0, match.start()):
                continue
            written = match["count"]
            stated = int(written) if written.isdecimal() else number_word(written)
            level = "strategic" if match["level"].lower().startswith("стратег") else "operational"
            if stated is None or not held[level]:
                continue
            if stated == held[level]:
                yield ok()
            elif level == "operational" and not _of_all(sentence.text, stated, goals):
                yield unknown()  # it may be the goals under one of the strategic goals
            else:
                yield mismatch(
                    Severity.WARNING,
                    sentence.source(match.start()),
                    "{stated} goals are announced, and the document has {computed}; add what "
                    "is missing, or correct the count",
                    stated=str(stated),
                    computed=str(held[level]),
                )


def _of_all(text: str, stated: int, goals: pd.DataFrame) -> bool:
    """Tell whether a count of operational goals is of the whole document, not of one goal."""
    below = goals[goals["level"] == "operational"].groupby("parent").size()
    return len(below) < 2 or (_DOCUMENT.search(text) is not None and stated not in set(below))


Amounts = dict[tuple[str, int, bool], tuple[TableRow, Quantity]]
"""Amounts by the words of their row, their year, and whether the table gives their unit."""


def _by_row(model: TableModel, habit: Habit) -> Amounts:
    """Return the amounts by year of the last total, and of rows that are no measures."""
    years = [column for column in model.columns if column.year is not None]
    if model.at("indicator") >= 0 or len({c.year for c in years}) < len(years):
        return {}
    found: Amounts = {}
    for body in model.body:
        if not body.row.filled:
            continue
        words = "total" if body.kind is RowKind.TOTAL else key(body.row.filled[0].text)
        if words != "total" and (model.at("measure") >= 0 or not words.isalpha()):
            continue
        for column in years:
            money = column.unit is not None and column.unit.kind == "money"
            unit = column.unit if money else None
            quantity = read_quantity(body.text(column.at), default=unit, habit=habit)
            if quantity is not None and quantity.value > 0:
                found[words, column.year or 0, money] = (body.row, quantity)
    return found


def _scale_of_totals(material: Material) -> Iterator[Verdict]:
    seen: list[Amounts] = []
    for model in material.models:
        amounts = _by_row(model, material.habit)
        for before in seen:
            common = sorted(amounts.keys() & before.keys())
            pairs = [sorted((before[one][1].value, amounts[one][1].value)) for one in common]
            if len(common) < 2 or not _apart([high / low for low, high in pairs]):
                continue
            (other, first), (row, last) = before[common[0]], amounts[common[0]]
            yield mismatch(
                Severity.WARNING,
                material.document.source(row),
                "the total of {year} is {stated} here and {computed} at {other}: thousands and "
                "millions? correct the unit of one table",
                stated=write(last.number.value, 1, last.unit.written),
                computed=write(first.number.value, 1, first.unit.written),
                year=common[0][1],
                other=str(material.document.source(other)),
            )
            return
        seen.append(amounts)


def _apart(ratios: list[float]) -> bool:
    """Tell whether all ratios are a thousand, or all a million."""
    return any(all(abs(r / factor - 1) < 1e-6 for r in ratios) for factor in (1e3, 1e6))


def check_one_scale(material: Material) -> Iterator[Verdict]:
    """Find sums that are in two tables a thousand or a million times apart.

    The amounts of one measure in two tables; and the totals by year of two tables.
    """
    yield from _scale_of_totals(material)
    money, measures = material.table("money"), material.table("measures")
    if money is None or measures is None:
        return
    amounts = money[(money["kind"] == "measure") & money["amount"].notna()]
    sums = amounts.groupby(amounts["measure"].astype("str"))["amount"].sum()
    first: dict[str, tuple[Row, float]] = {}
    for row in measures.to_dict("records"):
        title = " ".join(prepare(text_of(row, "title")).lower().split())
        amount = float(sums.get(text_of(row, "code"), 0.0))
        if len(title) < 12 or amount <= 0:
            continue
        if title not in first:
            first[title] = (row, amount)
            continue
        other, before = first[title]
        ratio = max(amount, before) / min(amount, before)
        if _apart([ratio]):
            yield mismatch(
                Severity.WARNING,
                source_of(material, row),
                "{name} has {stated} here and {computed} at {other}: thousands and millions? "
                "correct the unit of one table",
                stated=write(amount, 0, "грн"),
                computed=write(before, 0, "грн"),
                name=text_of(row, "title")[:90],
                other=str(source_of(material, other)),
            )
        elif abs(ratio - 1) < 1e-9:
            yield ok()
        else:
            yield unknown()
