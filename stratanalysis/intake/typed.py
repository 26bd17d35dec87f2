"""Tables as people type them: heads with units, days for years, groups of revenue in words."""

from __future__ import annotations

import csv
import functools
import re
import tempfile
from pathlib import Path
from typing import Any

from stratanalysis.documents.columns import read_rules
from stratanalysis.finance.revenue import REVENUE_LABELS
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells, hidden_sheet
from stratanalysis.intake.portion import Portion, Taken, source_row
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
_YEARS = {"рік", "year", "на початок року"}
_VALUES = {"значення", "value", "сума", "amount", "населення", "population", "осіб", "кількість"}
_YEAR = re.compile(r"(?:0?1\.0?1\.)?((?:19|20)\d\d)(?:-01-01)?(?:\s*р(?:ік|оку|\.)?)?")
_SCALED = re.compile(r"(.*\d)\s*(тис\.?|млн\.?|млрд\.?)\s*([а-яіїє.]*)", re.I)


def read_typed(cells: Cells) -> Taken | None:
    """Read a typed table; None where its heads are of no table that is known."""
    first = next((row for row in cells.rows if any(row)), [])
    start = cells.rows.index(first) if first else 0
    heads, units = zip(*map(_head, first), strict=True) if first else ((), ())
    plain = {head.casefold() for head in heads if head}
    if not (plain & _YEARS and plain & _VALUES) or len(plain - _words()) > 1:
        return None
    name = next((name for name, words in _TABLES if words & plain), "")
    if not name:
        return None
    found = Taken()
    if cells.hidden:
        found.findings.append(hidden_sheet(cells))
        return found
    rows = [_row(row, heads, units) for row in cells.rows[start + 1 :] if any(row)]
    header = [*heads] + ([] if plain & {"одиниця", "unit", "одиниця виміру"} else ["unit"])
    source = source_row(
        f"own_{name}", f"Table typed by the community: {name}", "The community", "see the file",
        cells.document, licence="Own data",
    )  # fmt: skip
    if len(header) == len(heads):
        rows = [row[:-1] for row in rows]
    elif not any(row[-1] for row in rows):
        header, rows = header[:-1], [row[:-1] for row in rows]
    else:
        usual = "осіб" if name.startswith("population") else "грн"
        rows = [[*row[:-1], row[-1] or usual] for row in rows]
    with tempfile.TemporaryDirectory(prefix="typed-") as scratch:
        file = Path(scratch) / "typed.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, delimiter=";").writerows([header, *rows])
        frame, findings = read_simple_table(file, name, source=str(source["id"]))
    findings = [_at_home(f, cells, start) for f in findings]
    records = _records(frame, name, cells, findings)
    found.findings = [f for f in findings if f.severity is Severity.ERROR]
    years = sorted({int(year) for year in frame["year"].dropna()})
    told = [f"{name} of {', '.join(map(str, years))}: {len(records)} rows"]
    told += [f.message for f in findings if f.severity is not Severity.ERROR]
    if records:
        found.portions.append(
            Portion(cells.document, str(source["title"]), "", {name: records}, source, told)
        )
    return found


@functools.cache
def _words() -> frozenset[str]:
    rules = read_rules("simple_tables")["columns"]
    return frozenset(w.casefold() for name, words in rules.items() for w in (name, *words))


def _head(text: str) -> tuple[str, str]:
    """A head and the unit in it: "Населення, тис. осіб"."""
    name, _, unit = squeeze(text).partition(",")
    if not unit:
        name, _, unit = squeeze(text).rstrip(")").partition("(")
    name, unit = name.strip(), unit.strip()
    if unit and name.casefold() in _words() and read_unit(unit) is not None:
        return name, unit
    return squeeze(text), ""


def _row(row: list[str], heads: tuple[str, ...], units: tuple[str, ...]) -> list[str]:
    """Cells with years as years; the unit of a head or of a cell stands in the last one."""
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


def _at_home(finding: Finding, cells: Cells, start: int) -> Finding:
    """The same finding with its place in the user's own file."""
    line = finding.source.line
    if line is None:
        return finding
    place = cells.place(start + line - 1)
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
    code = code_of("revenue", "group", squeeze(text).casefold())
    return code if code in REVENUE_LABELS else None
