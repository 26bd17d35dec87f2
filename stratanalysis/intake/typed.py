"""Tables as people type them: units in heads, days for years, a column a year, words for codes."""

from __future__ import annotations

import csv
import functools
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stratanalysis.documents.columns import read_rules
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS
from stratanalysis.finance.revenue import REVENUE_LABELS
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells, hidden_sheet
from stratanalysis.intake.heads import is_counting_row
from stratanalysis.intake.portion import Portion, Taken, source_row
from stratanalysis.language import language
from stratanalysis.official.simple_tables import read_simple_table
from stratanalysis.quantities import read_unit, squeeze
from stratanalysis.workbook_words import code_of

__all__ = ["read_typed"]

_TABLES = (
    ("population_age_sex", {"вік", "age"}),
    ("population_change", {"складник", "компонент", "component"}),
    ("revenue", {"група", "група доходів", "group"}),
    ("expenditure", {"код", "code"}),
    ("statistics", {"показник", "variable", "indicator"}),
    ("population", {"населення", "population", "осіб", "вид", "вид населення", "kind"}),
)
_HEAD_ROWS = 8
_YEARS = {"рік", "year", "на початок року"}
_VALUES = {"значення", "value", "сума", "amount", "населення", "population", "осіб", "кількість"}
_YEAR = re.compile(
    r"(?:0?1\.0?1\.)?((?:19|20)\d\d)(?:-01-01(?: 00:00:00)?)?(?:\s*р(?:ік|оку|\.)?)?"
)
_SCALED = re.compile(r"(.*\d)\s*(тис\.?|млн\.?|млрд\.?)\s*([а-яіїє.]*)", re.I)
_UNIT = re.compile(
    r"[,(]?\s*\(?((?:тис\.?|млн\.?|млрд\.?)?\s*(?:грн|гривень|осіб|чол)\.?)\)?\s*$", re.I
)
_GROUPS = (
    (r"військов\w+ пдфо", "military_pit"),
    (r"пдфо|податок (?:на|з) доход\w+ фізичних", "pit"),
    (r"єдиний податок", "single_tax"),
    (r"податок на майно|плата за землю|земельний податок|нерухом", "property_tax"),
    (r"акциз", "excise"),
    (r"базова дотація", "base_subsidy"),
    (r"інші трансферти", "other_transfers"),
    (r"неподаткові", "non_tax"),
    (r"рентна плата", "rent"),
    (r"туристичний збір", "tourist_fee"),
    (r"екологічний податок", "environmental_tax"),
)
_SECTORS = (
    (r"державне управління|управління|апарат", "0100"), (r"освіт", "1000"),
    (r"охорона здоров|медицин", "2000"), (r"соціальн", "3000"), (r"культур", "4000"),
    (r"спорт|фізичн\w+ культур", "5000"), (r"житлово|комунальн|благоустр|жкг", "6000"),
    (r"економічн\w+ діяльн|дороги|транспорт", "7000"), (r"інша діяльн", "8000"),
    (r"міжбюджетні трансферти", "9000"),
)  # fmt: skip
_SYNONYMS = (
    (r"станом на|дата", "рік"),
    (r"вид\w* доход\w*|доходи|джерело доход\w*|найменування доход\w*", "група"),
    (r"галузь|сектор|напрям\w*|функція", "галузь"),
    (r"(?:сума |обсяг )?(?:видатк\w+|доход\w+|надходжен\w+)|виконано|факт", "сума"),
    (r"(?:чисельність|кількість|число)?\s*(?:наявного )?населення", "населення"),
    (r"од\.? ?вим\w*\.?", "одиниця"),
)


@dataclass
class _Typed:
    """A typed table under the heads of this project: cells, and the row that each came from."""

    heads: list[str]
    rows: list[list[str]]
    numbers: list[int] = field(default_factory=list)


def read_typed(cells: Cells) -> Taken | None:
    """Read a typed table; None where its heads are of no table that is known.

    One figure a row, or a column a year; lines above the heads may tell the unit and, as "Доходи"
    or "Видатки", what the table is of.
    """
    typed = _normal(cells)
    if typed is None:
        return None
    plain = {head.casefold() for head in typed.heads if head}
    if not (plain & _YEARS and plain & _VALUES) or len(plain - _words()) > 1:
        return None
    name = next((name for name, words in _TABLES if words & plain), "")
    if not name:
        return None
    found = Taken()
    if cells.hidden:
        found.findings.append(hidden_sheet(cells))
        return found
    source = source_row(
        f"own_{name}", f"Table typed by the community: {name}", "The community", "see the file",
        cells.document, licence="Own data",
    )  # fmt: skip
    header, rows = _with_unit(typed, name)
    if name == "expenditure":
        header, rows = _by_programme(header, rows)
    with tempfile.TemporaryDirectory(prefix="typed-") as scratch:
        file = Path(scratch) / "typed.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, delimiter=";").writerows([header, *rows])
        frame, findings = read_simple_table(file, name, source=str(source["id"]))
    findings = [_at_home(f, cells, typed.numbers) for f in findings]
    records = _records(frame, name, cells, findings)
    found.findings = [f for f in findings if f.severity is Severity.ERROR]
    years = sorted({int(year) for year in frame["year"].dropna()})
    summary = [f"{name} of {', '.join(map(str, years))}: {len(records)} rows"]
    summary += [f.message for f in findings if f.severity is not Severity.ERROR]
    if records:
        found.portions.append(
            Portion(cells.document, str(source["title"]), "", {name: records}, source, summary)
        )
    return found


def _normal(cells: Cells) -> _Typed | None:
    """The table with one figure a row, its unit in a column, under the heads that are known."""
    for number, row in enumerate(cells.rows[:_HEAD_ROWS]):
        if sum(1 for cell in row if cell) < 2:
            continue
        above = squeeze(" ".join(c for line in cells.rows[:number] for c in line if c))
        years = {c: hit[1] for c, cell in enumerate(row) if (hit := _YEAR.fullmatch(cell.strip()))}
        parts = [_head(cell) for cell in row]
        plain = {name.casefold() for name, _ in parts}
        if len(years) > 1:
            return _melted(cells, number, years, above)
        if plain & _YEARS and plain & (_VALUES | {"показник"}):
            return _long(cells, number, parts, above)
    return None


def _long(cells: Cells, number: int, parts: list[tuple[str, str]], above: str) -> _Typed:
    heads = [name for name, _ in parts]
    units = [unit for _, unit in parts]
    unit_above = _unit_of(above)
    rows, numbers = [], []
    for place, row in enumerate(cells.rows[number + 1 :], number + 1):
        if not any(row) or is_counting_row(row):
            continue
        rows.append(_row(row, heads, [u or unit_above for u in units]))
        numbers.append(place)
    if "галузь" in heads:
        column = heads.index("галузь")
        heads = ["код" if head == "галузь" else head for head in heads]
        for row in rows:
            row[column] = _sector(row[column]) or row[column]
    if not {h.casefold() for h in heads} & {word for _, words in _TABLES for word in words}:
        about = "населення" if "населен" in above.casefold() else ""
        heads = [about if about and head.casefold() in _VALUES else head for head in heads]
    return _Typed([*heads, "unit"], rows, numbers)


def _melted(cells: Cells, number: int, years: dict[int, str], above: str) -> _Typed | None:
    """A table with a column a year: one row a label and year; None where its labels are mixed."""
    heads = [_head(cell)[0].casefold() for cell in cells.rows[number]]
    unit_column = next((c for c, head in enumerate(heads) if head in _UNITS), None)
    labels = [c for c, head in enumerate(heads) if head and c not in years and c != unit_column]
    labels = [c for c in labels if c < min(years)][-1:] or labels[:1]
    if not labels:
        return None
    rows: list[tuple[str, str, str, str, int]] = []
    for place, row in enumerate(cells.rows[number + 1 :], number + 1):
        label = squeeze(" ".join(row[c] for c in labels if c < len(row)))
        if not label or is_counting_row(row):
            continue
        given = row[unit_column] if unit_column is not None else ""
        unit = given or _unit_of(label) or _unit_of(above)
        name = _UNIT.sub("", label).strip(" ,(") or label
        rows += [
            (year, name, row[c], unit, place)
            for c, year in years.items()
            if c < len(row) and row[c]
        ]
    title = f"{above} {heads[labels[-1]]}".casefold()
    names = {row[1] for row in rows}
    places = [row[4] for row in rows]
    if names and all("населен" in name.casefold() for name in names) and len(names) == 1:
        return _Typed(["рік", "населення", "unit"], [[y, v, u] for y, _, v, u, _ in rows], places)
    if re.search("доход|надходжен", title) or all(_group(name) for name in names):
        return _Typed(
            ["рік", "група", "сума", "unit"], [[y, n, v, u] for y, n, v, u, _ in rows], places
        )
    if "видатк" in title:
        return _Typed(
            ["рік", "код", "сума", "unit"],
            [[y, _sector(n) or n, v, u] for y, n, v, u, _ in rows], places,
        )  # fmt: skip
    return _Typed(
        ["рік", "показник", "значення", "unit"], [[y, n, v, u] for y, n, v, u, _ in rows], places
    )


_UNITS = {"одиниця", "unit", "одиниця виміру"}


def _unit_of(text: str) -> str:
    hit = _UNIT.search(text)
    return hit[1] if hit else ""


def _with_unit(typed: _Typed, name: str) -> tuple[list[str], list[list[str]]]:
    """Heads and rows with one column of units: a column of the table's own comes first."""
    heads, rows = list(typed.heads), [list(row) for row in typed.rows]
    own = next((c for c, head in enumerate(heads[:-1]) if head.casefold() in _UNITS), None)
    if own is not None:
        for row in rows:
            row[own] = row[own] or row[-1]
        return heads[:-1], [row[:-1] for row in rows]
    if not any(row[-1] for row in rows):
        return heads[:-1], [row[:-1] for row in rows]
    usual = "осіб" if name.startswith("population") else "грн"
    return heads, [[*row[:-1], row[-1] or usual] for row in rows]


def _by_programme(heads: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Say that codes are of programmes where all are groups of them and no column tells it."""
    column = next((c for c, head in enumerate(heads) if head.casefold() in ("код", "code")), None)
    if column is None or {"класифікація", "classification"} & {h.casefold() for h in heads}:
        return heads, rows
    codes = [row[column].zfill(4) if row[column].isdigit() else row[column] for row in rows]
    if not all(code in EXPENDITURE_GROUPS for code in codes):
        return heads, rows
    summary = [[*row[:column], code, *row[column + 1 :], "programme"]
            for row, code in zip(rows, codes, strict=True)]  # fmt: skip
    return [*heads, "classification"], summary


@functools.cache
def _words() -> frozenset[str]:
    rules = read_rules("simple_tables")["columns"]
    return frozenset(w.casefold() for name, words in rules.items() for w in (name, *words))


def _head(text: str) -> tuple[str, str]:
    """A head and the unit in it: "Населення, тис. осіб"; a synonym becomes the word known here."""
    name, _, unit = squeeze(text).partition(",")
    if not unit:
        name, _, unit = squeeze(text).rstrip(")").partition("(")
    name, unit = name.strip(), unit.strip()
    for pattern, known in _SYNONYMS:
        if name.casefold() not in _words() and re.fullmatch(pattern, name, re.I):
            name = known
    if unit and read_unit(unit) is not None and (name.casefold() in _words() or name == "галузь"):
        return name, unit
    return (squeeze(text), "") if unit else (name, "")


def _row(row: Sequence[str], heads: Sequence[str], units: Sequence[str]) -> list[str]:
    """Cells with years as years; the unit of a head or of a cell is in the last one."""
    out, unit = [], ""
    for head, in_head, cell in zip(heads, units, [*row, *[""] * len(heads)], strict=False):
        text, name = cell, head.casefold()
        if name in _YEARS and (hit := _YEAR.fullmatch(text.strip())):
            text = hit[1]
        elif name in _VALUES:
            unit = in_head or unit
            if hit := _SCALED.fullmatch(text.strip()):
                text, unit = hit[1], f"{hit[2]} {hit[3] or 'осіб'}"
        out.append(text)
    return [*out, unit]


def _at_home(finding: Finding, cells: Cells, numbers: Sequence[int]) -> Finding:
    """The same finding with its place in the user's own file."""
    line = finding.source.line
    if line is None:
        return finding
    first = max(0, min(numbers, default=1) - 1)
    number = numbers[line - 2] if 2 <= line <= len(numbers) + 1 else first
    place = cells.place(number)
    source = Source(cells.document, place=f"{place} {finding.source.place or ''}".strip(),
                    text=finding.source.text)  # fmt: skip
    return Finding(finding.check, finding.severity, source, finding.why, finding.values)


def _records(frame: Any, name: str, cells: Cells, findings: list[Finding]) -> list[dict[str, Any]]:
    rows = []
    for record in frame.to_dict("records"):
        row = {str(k): v for k, v in record.items()} | {"source_place": cells.document}
        if name == "revenue":
            group = _group(str(row["group"]))
            if group is None:
                why = "the group of revenue is {group!r}; it can be one of: {groups}"
                values: dict[str, object] = {
                    "group": row["group"], "groups": ", ".join(REVENUE_LABELS),
                }  # fmt: skip
                source = Source(cells.document, text=str(row["group"]))
                findings.append(Finding("unknown-word", Severity.ERROR, source, why, values))
            row["group"] = group
        rows.append(row)
    return rows


def _group(text: str) -> str | None:
    plain = squeeze(text).casefold()
    code = code_of("revenue", "group", plain)
    if code in REVENUE_LABELS:
        return str(code)
    return next((group for pattern, group in _GROUPS if re.match(pattern, plain)), None)


def _sector(text: str) -> str | None:
    """Group of programmes that a word of people is of: "Освіта" is "1000"."""
    plain = squeeze(text).casefold()
    for code in ("uk", "en"):
        say = language(code).text
        for group in EXPENDITURE_GROUPS.values():
            if say(group.name).casefold() == plain:
                return group.code
    return next((code for pattern, code in _SECTORS if re.match(pattern, plain)), None)
