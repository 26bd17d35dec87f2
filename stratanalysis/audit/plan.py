"""Steps of a plan against its period, its money and the years that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from stratanalysis.audit.tables import Place, Row, missing, place_of, source_of, text_of
from stratanalysis.audit.terms import terms_in_words, terms_of_passports, title_period
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown
from stratanalysis.findings import Severity
from stratanalysis.quantities import find_years

__all__ = [
    "check_money_and_activity",
    "check_plan_period",
    "check_two_amounts",
    "check_years_in_words",
    "plan_period",
]

_EVERY_YEAR = re.compile(
    r"кожного року|кожен рік|щороку|щорічн|постійно|every year|annually", re.IGNORECASE
)
_FEW = 2
_LAST_ROW = 60
"""Pieces of the document that the last row of a plan may have."""


def plan_period(material: Material) -> tuple[int, int] | None:
    """Return the first and last year of the plan: those of its title, or of its money.

    The title decides where it shares a year with the money; the money does where every measure has
    a column for each of several years. None where the document tells neither.
    """
    title = title_period(material)
    money = material.table("money")
    if money is None:
        return title
    dated = money[(money["kind"] == "measure") & money["year"].notna()]
    years = set(map(int, dated["year"]))
    shared = title is not None and not years.isdisjoint(range(title[0], title[1] + 1))
    heads = len(years) > 1 and bool(
        (dated.groupby("measure")["year"].nunique() == len(years)).all()
    )
    return title if shared or not heads else (min(years), max(years))


def _rows(material: Material) -> Iterator[Row]:
    for name in ("actions", "measures"):
        table = material.table(name)
        if table is not None:
            yield from table.to_dict("records")


def _years(row: Row) -> tuple[int | None, int | None]:
    """Return the years in which a row begins and ends; None where it does not say."""
    found = [re.match(r"(?:19|20)\d\d", text_of(row, name)) for name in ("start", "end")]
    first, last = (int(match.group()) if match else None for match in found)
    return first, last


def check_plan_period(material: Material) -> Iterator[Verdict]:
    """Check that steps and measures lie within the period of the plan.

    Steps that must be done by the first day of the period are reported once for the document.
    """
    period = plan_period(material)
    if period is None:
        return
    yield from terms_in_words(material)
    yield from terms_of_passports(material)
    early: list[Row] = []
    late: list[tuple[Row, Verdict]] = []
    inside = 0
    for row in _rows(material):
        first, last = _years(row)
        if first is None and last is None:
            yield unknown()
            continue
        if first is None and text_of(row, "end") == f"{period[0]}-01-01":
            early.append(row)
            continue
        outside = [
            year
            for year in (first, last)
            if year is not None and not period[0] <= year <= period[1]
        ]
        if not outside or text_of(row, "end") == f"{period[1] + 1}-01-01":
            inside += 1
            yield ok()
            continue
        wrong = mismatch(
            Severity.WARNING,
            source_of(material, row),
            "{what} has the term {stated}, outside the period {computed} of the plan; correct the "
            "term",
            stated=text_of(row, "term") or f"{text_of(row, 'start')} – {text_of(row, 'end')}",
            computed=f"{period[0]}–{period[1]}",
            what=_label(row),
        )
        late.append((row, wrong))
    if len(late) > max(inside, _FEW):  # then the years of the title are not those of the measures
        yield mismatch(
            Severity.NOTE,
            source_of(material, late[0][0]),
            "measures with terms outside the period {computed} of the plan: {count}; see whether "
            "the period is theirs",
            stated=str(len(late)),
            computed=f"{period[0]}–{period[1]}",
            count=len(late),
        )
    else:
        yield from (wrong for _, wrong in late)
    if early:
        yield mismatch(
            Severity.NOTE,
            source_of(material, early[0]),
            "steps that must be done by {stated}, the day on which the plan {computed} begins: "
            "{count}; give them a term within it",
            stated=f"01.01.{period[0]}",
            computed=f"{period[0]}–{period[1]}",
            count=len(early),
        )


def _label(row: Row) -> str:
    words = text_of(row, "step") or text_of(row, "title") or text_of(row, "result")
    number = text_of(row, "number")
    code = " ".join(part for part in (text_of(row, "code"), number) if part)
    return f"{code} {words[:60]}".strip()


def check_money_and_activity(material: Material) -> Iterator[Verdict]:
    """Check that money is planned in years with activity, and activity has money.

    Money in a year in which no step of the row runs is a warning. Activity in a year without money
    is a note, where the row has money in other years. Rows whose steps repeat every year, or have
    no dates, are not judged.
    """
    money = material.table("money")
    if money is None:
        return
    planned: dict[str, dict[int, float]] = defaultdict(dict)
    spots: dict[tuple[str, int], Row] = {}
    for row in money.to_dict("records"):
        if text_of(row, "kind") != "measure" or missing(row["year"]):
            continue
        code, year = text_of(row, "measure"), int(row["year"])
        amount = 0.0 if missing(row["amount"]) else float(row["amount"])
        planned[code][year] = planned[code].get(year, 0.0) + amount
        spots.setdefault((code, year), row)
    families: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(material):
        if text_of(row, "code") in planned:
            families[text_of(row, "code")].append(row)
    everywhere = _repeated(material, families)
    for code, rows in families.items():
        yield from _family(material, code, rows, planned[code], spots, code in everywhere)


def _repeated(material: Material, families: Mapping[str, list[Row]]) -> set[str]:
    """Return the rows whose part of the document says that they repeat every year."""
    said = [
        index
        for index, piece in enumerate(material.document.pieces())
        if _EVERY_YEAR.search(piece.text)
    ]
    firsts = sorted(
        (min(material.position(place_of(row)) for row in rows), code)
        for code, rows in families.items()
    )
    found = set()
    for index, (first, code) in enumerate(firsts):
        last = firsts[index + 1][0] if index + 1 < len(firsts) else first + _LAST_ROW
        if any(first <= at < last for at in said):
            found.add(code)
    return found


def _family(
    material: Material,
    code: str,
    rows: list[Row],
    planned: Mapping[int, float],
    spots: Mapping[tuple[str, int], Row],
    repeated: bool,
) -> Iterator[Verdict]:
    active: set[int] = set()
    open_term = repeated
    for row in rows:
        first, last = _years(row)
        if last is None:
            open_term = open_term or first is not None or bool(text_of(row, "term"))
        elif first is None or first <= last:
            active.update(range(first if first is not None else last, last + 1))
    if open_term or not active:
        yield unknown()
        return
    years = {year for year, amount in planned.items() if amount > 0}
    idle = sorted(years - active)
    bare = sorted((active & set(planned)) - years) if years else []
    for _ in set(planned) - set(idle) - set(bare):
        yield ok()
    if idle:
        spot = spots[code, idle[0]]
        yield mismatch(
            Severity.WARNING,
            source_of(material, spot),
            "{code} has money in {stated}, and its steps run in {computed}; move the money, or add "
            "the steps of those years",
            stated=_span(set(idle)),
            computed=_span(active),
            code=code,
        )
    if bare:
        yield mismatch(
            Severity.NOTE,
            source_of(material, rows[0]),
            "{code} has steps in {stated} and money only in {computed}; say that none is needed, "
            "or add it",
            stated=_span(set(bare)),
            computed=_span(years),
            code=code,
        )


def _span(years: set[int]) -> str:
    first, last = min(years), max(years)
    if years == set(range(first, last + 1)) and last > first:
        return f"{first}–{last}"
    return ", ".join(map(str, sorted(years)))


def check_years_in_words(material: Material) -> Iterator[Verdict]:
    """Check that the years named in a step and its indicator agree with its term.

    A year of the past contradicts; the year after the term does not, since a step may prepare it.
    Numbers far from the period of the plan are taken for counts.
    """
    actions, period = material.table("actions"), plan_period(material)
    if actions is None or period is None:
        return
    likely = range(period[0] - 5, period[1] + 6)
    for row in actions.to_dict("records"):
        first, last = _years(row)
        for name in ("step", "key_indicator"):
            years = [year for year in find_years(text_of(row, name)) if year in likely]
            if not years:
                continue
            if first is None or last is None or last < first:
                yield unknown()
                continue
            if any(first <= year <= last + 1 for year in years):
                yield ok()
                continue
            yield mismatch(
                Severity.WARNING,
                source_of(material, row),
                "{what} names {stated}, and its term is in {computed}; correct the year",
                stated=", ".join(map(str, years)),
                computed=_span(set(range(first, last + 1))),
                what=text_of(row, name)[:90],
            )


def check_two_amounts(material: Material) -> Iterator[Verdict]:
    """Find steps and years for which two amounts are in one cell, cut by a page break or not.

    Several steps of one measure may each have their amount; two amounts are only reported where the
    rows are more than the steps that the measure has.
    """
    money, actions = material.table("money"), material.table("actions")
    if money is None:
        return
    steps: dict[str, int] = {}
    begun: set[Place] = set()
    if actions is not None:
        begun = {place_of(row) for row in actions.to_dict("records")}
        numbers = actions["number"].astype("str").str.split(".").str[0]
        counted = actions.assign(whole=numbers).groupby("code")["whole"].nunique()
        steps = {str(code): int(count) for code, count in counted.items()}
    rows = money[(money["kind"] == "measure") & money["amount"].notna()]
    rows = rows[~rows["measure"].isin(_by_source(material))]
    for code, whole in rows.groupby("measure", sort=False):
        doubled: list[Row] = []
        for _, family in whole.groupby("year", sort=False):
            allowed, amounts = steps.get(str(code), 1), family.to_dict("records")
            if len(family) < 2:
                yield ok()
            elif len(family) <= allowed and allowed > 1 and not _restated(begun, amounts):
                yield unknown()
            else:
                doubled += amounts
        if doubled:
            yield _doubled(material, str(code), doubled)


def _by_source(material: Material) -> list[str]:
    """Return the measures whose amounts the table parts by source or fund."""
    cube = material.table("cube")
    if cube is None:
        return []
    parted = cube[cube["source"].notna() | cube["fund"].notna()]
    return [str(code) for code in parted["measure"].unique()]


def _doubled(material: Material, code: str, rows: list[Row]) -> Verdict:
    years = sorted({int(row["year"]) for row in rows})
    first = [row for row in rows if int(row["year"]) == years[0]]
    return mismatch(
        Severity.WARNING,
        source_of(material, first[1]),
        "{code} has more than one amount for {years}: {stated}; keep one, or say what each is for",
        stated="; ".join(text_of(row, "source_text") for row in first),
        code=code,
        years=_span(set(years)),
    )


def _restated(steps: set[Place], amounts: list[Row]) -> bool:
    """Tell whether an amount after the first is in a row where no step begins."""
    return any(place_of(row) not in steps for row in amounts[1:])
