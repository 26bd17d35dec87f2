"""The whole sum of a programme: its passport against its measures, and its parts against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stratanalysis.audit.statements import Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, write
from stratanalysis.documents.blocks import Piece, Row, Table
from stratanalysis.documents.evidence import source_words
from stratanalysis.findings import Severity, Source
from stratanalysis.quantities import Quantity, find_quantities, find_years, prepare, squeeze

__all__ = ["check_passport"]

_WHOLE_SUM = re.compile(
    r"(?:загальн\w{1,3}[ ](?:орієнтовн\w{1,3}[ ])?(?:обсяг|сума|вартість|потреба)|"
    r"обсяг\w?[ ](?:фінансов\w{1,3}[ ]ресурсів|фінансування[ ]програми)|"
    r"загальний[ ]обсяг|total amount of funding)",
    re.IGNORECASE,
)

_FUNDING = re.compile(
    r"обсяг\w?(?: \w{3,20}){0,3} фінанс\w+|загальн\w+ (?:обсяг|сума)", re.IGNORECASE
)
_SPENT_ON = re.compile(
    r"на (?:виконання|реалізацію) (?:заходів )?(?:цієї )?програми[^.;\d]{0,70}$", re.IGNORECASE
)
"""Words before a sum that may be that of the whole programme."""
_YEAR_SUM = re.compile(
    r"(?<![\w.-])(?P<year>20\d\d)(?:[ ]?(?:рік|році|р\.))?[ ]?(?:[\u2013\u2014:-]|становить)[ ]?"
    r"(?P<amount>\d[\d ]{0,12}(?:,\d{1,3})?[ ](?:тис\.?|млн\.?)?[ ]?(?:грн|гривень))",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\W*(?:у|в)[ ](?:тому[ ]числі|т\.[ ]?ч)|\W*(?:з них|із них|of which)", re.IGNORECASE
)
_FUNDS = re.compile(r"(?:загальн|спеціальн)\w{2,3}[ ]фонд|кошт\w{0,2}", re.IGNORECASE)
_WIDEST = 4
_MOST_PARTS = 12


def check_passport(material: Material) -> Iterator[Verdict]:
    """Check the whole sum that a programme states (in its passport) against its table of measures.

    The sum may be that of all measures, of one year or of a section; nothing is claimed where
    several tables of money are in the document and one of them fits. The sources and the years
    that the passport gives must make its whole.
    """
    yield from _parts_of_sums(material)
    known = _sums(material)
    if not known:
        return
    yield from _years_of_sums(material)
    total = known[0]
    seen: set[tuple[int | None, str]] = set()
    for piece, words, quantities in _stated_sums(material):
        money = [q for q in quantities if q.unit.code == "UAH"]
        if not money or (piece.line, piece.place) in seen:
            continue
        seen.add((piece.line, piece.place))
        stated = money[0]
        if any(abs(stated.value - value) <= stated.margin + 1e-6 * value for value in known):
            yield ok()
            continue
        if abs(sum(q.value for q in money) - total) <= 1e-6 * total:
            yield ok()
            continue
        thousand = any(abs(stated.value * f / total - 1) < 1e-3 for f in (1000, 0.001))
        source = Source(material.document.name, piece.line, piece.place, words[:300])
        why = (
            "{stated} is a thousand times another unit than the {computed} of the measures; "
            "correct the unit"
            if thousand
            else "{stated} is stated for the whole, and the measures make {computed}; correct one "
            "of them"
        )
        yield mismatch(
            Severity.WARNING, source, why, stated=stated.written, computed=write(total, 0, "грн")
        )


def _years_of_sums(material: Material) -> Iterator[Verdict]:
    """Check the years of the whole sum in a sentence against the years of the measures.

    Only where the whole is that of the measures: then the years are meant to be theirs.
    """
    money = material.table("money")
    dated = money[money["year"].notna() & money["amount"].notna()] if money is not None else None
    if dated is None or dated["year"].nunique() < 2:
        return
    total = float(dated[dated["kind"] == "measure"]["amount"].sum())
    by_year: dict[int, set[float]] = {}
    for row in dated[dated["kind"] != "measure"].to_dict("records"):
        by_year.setdefault(int(row["year"]), set()).add(round(float(row["amount"]), 2))
    for year, amount in dated[dated["kind"] == "measure"].groupby("year")["amount"].sum().items():
        by_year.setdefault(int(str(year)), set()).add(round(float(amount), 2))
    for sentence in material.sentences:
        whole = None if sentence.passage.cell else _FUNDING.search(sentence.text)
        first = find_quantities(sentence.text[whole.end() :])[:1] if whole else []
        if whole is None or not any(abs(q.value - total) <= q.margin + 1e-6 * total for q in first):
            continue
        for match in _YEAR_SUM.finditer(sentence.text, whole.end()):
            found = find_quantities(match["amount"], habit=material.habit)
            known = by_year.get(int(match["year"]), set())
            if not found or found[0].unit.code != "UAH" or not known:
                continue
            stated = found[0]
            if any(abs(stated.value - value) <= stated.margin + 1e-6 * value for value in known):
                yield ok()
                continue
            yield mismatch(
                Severity.WARNING,
                sentence.source(match.start()),
                "{stated} is stated for {year}, and the measures make {computed}; correct one of "
                "them",
                stated=stated.written,
                computed=write(max(known), 0, "грн"),
                year=match["year"],
            )


def _parts_of_sums(material: Material) -> Iterator[Verdict]:
    """Check the rows of a passport under the whole sum: its sources, and its years."""
    for table in material.document.tables():
        if not 2 <= table.width <= _WIDEST or len(table.rows) > 200:
            continue
        for at, row in enumerate(table.rows):
            whole = _amount(row, material)
            if whole is not None and _WHOLE_SUM.search(_label(row)):
                yield from _parts(material, row, whole, table.rows[at + 1 : at + 1 + _MOST_PARTS])


def _label(row: Row) -> str:
    """Return the words of a row of a passport: its longest cell but the last."""
    return max((squeeze(cell.text) for cell in row.filled[:-1]), key=len, default="")


def _amount(row: Row, material: Material) -> Quantity | None:
    if not 2 <= len(row.filled) <= _WIDEST:
        return None
    value = row.filled[-1].text
    found = find_quantities(value, habit=material.habit)
    unit = find_quantities("1 " + _label(row).rpartition(",")[2])
    if not found:
        found = find_quantities(f"{value} {unit[0].unit.written if unit else 'грн'}")
    return found[0] if found and found[0].unit.code == "UAH" else None


def _parts(
    material: Material, row: Row, whole: Quantity, below: Sequence[Row]
) -> Iterator[Verdict]:
    groups: dict[str, list[Quantity]] = {"source": [], "year": []}
    factor = whole.unit.factor
    for part in below:
        label = _label(part)
        amount = _amount(part, material)
        if _WHOLE_SUM.search(label):
            break
        if amount is None:
            if _OPENS.match(label) or _OPENS.match(squeeze(part.filled[-1].text)):
                continue
            break
        kind = "year" if len(find_years(label)) == 1 else "source"
        if kind == "source" and not (source_words(label) or _FUNDS.search(label)):
            break
        own = find_quantities("1 " + label.rpartition(",")[2])
        if not own and not find_quantities(part.filled[-1].text):
            value = amount.value / amount.unit.factor * factor
            amount = Quantity(
                value, whole.unit, amount.number, amount.start, amount.end, amount.written
            )
        groups[kind].append(amount)
    for parts in groups.values():
        if len(parts) < 2:
            continue
        total = sum(part.value for part in parts)
        if abs(total - whole.value) <= whole.margin + sum(p.margin for p in parts) + 1e-6 * total:
            yield ok()
            continue
        yield mismatch(
            Severity.WARNING,
            material.document.source(row),
            "the parts of the whole sum make {computed}, not {stated}; correct a part or the whole",
            stated=write(whole.value / factor, whole.number.decimals, whole.unit.written),
            computed=write(total / factor, whole.number.decimals, whole.unit.written),
        )


def _sums(material: Material) -> list[float]:
    """Return the sums that a programme's table gives: of all measures first, then of its parts."""
    money = material.table("money")
    if money is None or not (money["kind"] == "measure").any():
        return []
    planned = money[(money["kind"] == "measure") & money["amount"].notna()]
    if planned.empty:
        return []
    found = [float(planned["amount"].sum())]
    for part in ("year", "measure"):  # a sheet states the sum of its own project
        found += [float(value) for value in planned.groupby(part)["amount"].sum()]
    totals = money[(money["kind"] != "measure") & money["amount"].notna()]
    found += [float(value) for value in totals["amount"]]
    grand = totals[totals["kind"] == "grand_total"]
    found.append(float(grand[grand["year"].notna()]["amount"].sum()))
    cube = material.table("cube")
    if cube is not None:
        for column in ("source", "fund", "stage"):
            found += [float(value) for value in cube.groupby(column)["amount"].sum()]
    return [value for value in found if value > 0]


def _spent(sentence: Sentence, material: Material) -> Iterator[Stated]:
    """Yield a sum "for the programme" that is a thousand times what the measures make."""
    found = find_quantities(sentence.text, habit=material.habit)
    if len(found) == 1 and _SPENT_ON.search(sentence.text[: found[0].start]):
        apart = [value / found[0].value for value in _sums(material)[:1] if found[0].value]
        if any(abs(ratio * factor - 1) < 1e-3 for ratio in apart for factor in (1e3, 1e-3)):
            yield sentence.passage.piece_at(sentence.start), sentence.text, found


Stated = tuple[Piece, str, list[Quantity]]


def _stated_sums(material: Material) -> Iterator[Stated]:
    """Yield the places that state the whole sum: sentences, and rows of a passport."""
    for sentence in material.sentences:
        match = None if sentence.passage.cell else _WHOLE_SUM.search(sentence.text)
        if match is None and not sentence.passage.cell:
            yield from _spent(sentence, material)
        if match:
            quantities = [q for q in find_quantities(sentence.text) if q.start > match.end()]
            if quantities and quantities[0].start - match.end() < 160:
                yield sentence.passage.piece_at(sentence.start), sentence.text, quantities[:1]
    for block in material.document.blocks:
        if not isinstance(block, Table) or block.width < 2 or len(block.rows) > 200:
            continue
        for row in block.rows:
            words = [cell for cell in row.filled if _WHOLE_SUM.search(prepare(cell.text))]
            if not words or len(row.filled) > 3:
                continue
            label, value = words[0], row.filled[-1]
            unit = find_quantities("1 " + label.text.rpartition(",")[2])
            quantities = find_quantities(value.text, habit=material.habit)
            if not quantities and unit and label is not value:
                quantities = find_quantities(f"{value.text} {unit[0].unit.written}")
            if quantities and label is not value:
                yield value, " | ".join(cell.text for cell in row.filled), quantities[:1]
