"""Tables with one row a community: what their columns are, by the rules of ``rules/columns.toml``.

OCHA COD-PS, registered displaced persons, grants of budget laws, pupils, declarations, births and
deaths, the Ministry's tables: each is told by its heads. Their figures become statistics of the
community, under names that never mix with the population of the State Statistics Service.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from stratanalysis.errors import StratanalysisError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells, hidden_sheet
from stratanalysis.intake.portion import Portion, Taken, source_row
from stratanalysis.quantities import is_blank, number_habit, read_number, squeeze
from stratanalysis.reference import budget_code, country_table, find_hromada

__all__ = ["has_columns", "read_columns"]

_HEAD_ROWS = 15
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_THOUSAND = re.compile(r"thousand|thsd|тис", re.IGNORECASE)


@dataclass
class _Layout:
    """Where in a table the code, the year and the figures stand."""

    head: int
    codes: dict[str, int]
    values: list[tuple[int, Mapping[str, Any], str]]
    kind: str
    unknown: list[str] = field(default_factory=list)
    above: str = ""


@functools.cache
def _rules() -> dict[str, Any]:
    text = (resources.files("stratanalysis.intake") / "rules" / "columns.toml").read_text("utf-8")
    return tomllib.loads(text)


def read_columns(cells: Cells, year: int | None = None, only: Collection[str] = ()) -> Taken | None:
    """Read a table with one row a community; None where it is no such table.

    Parameters
    ----------
    cells : Cells
    year : int, optional
        Year of the figures where neither a column nor a head nor the file's name tells it.
    only : collection of str
        Communities that are wanted; rows of others are counted alone.
    """
    layout = _layout(cells)
    if layout is None:
        return None
    found = Taken()
    if cells.hidden:
        found.findings.append(hidden_sheet(cells))
        return found
    source = _rules()["source"][layout.kind]
    by_code: dict[str, list[dict[str, Any]]] = {}
    years: set[int] = set()
    strange: list[str] = []
    others = 0
    habit = number_habit("\n".join(";".join(row) for row in cells.rows[:400]))
    for number, row in enumerate(cells.rows[layout.head + 1 :], layout.head + 1):
        if not any(row):
            continue
        code = _community(row, layout, found, cells, number)
        if code is None:
            text = " ".join(cell for cell in row[:3] if cell)[:60]
            strange.append(f"{cells.place(number)} ({text})")
            continue
        if only and code not in only:
            others += 1
            continue
        for row_ in _figures(row, layout, (cells, number), year, habit, found):
            years.add(int(row_["year"]))
            by_code.setdefault(code, []).append(row_)
    if others:
        found.left.append(f"{cells.document}: rows of {others} other communities")
    if not by_code and others:
        return found
    if not by_code:
        found.left.append(f"{cells.document}: no row has the code of a community of the register")
        return found
    if strange:
        shown = "; ".join(strange[:5]) + (f"; and {len(strange) - 5} more" if strange[5:] else "")
        found.left.append(f"{cells.document}: rows that are of no community: {shown}")
    vintage = str(max(years))
    identifier = f"{layout.kind}_{vintage}"
    for code, rows in by_code.items():
        for row_ in rows:
            row_["source"] = identifier
        found.portions.append(
            Portion(
                cells.document,
                str(source["title"]),
                code,
                {"statistics": _summed(rows)},
                source_row(
                    identifier, str(source["title"]), str(source["publisher"]), vintage,
                    cells.document,
                ),
                [f"{r['variable']} of {r['year']}: {r['value']:,.10g} {r['unit']}".replace(",", " ")
                 for r in _summed(rows)],
                [f"columns: {', '.join(layout.unknown)}"] if layout.unknown else [],
            )
        )  # fmt: skip
    return found


def has_columns(cells: Cells) -> bool:
    """Whether a table has a column of communities and one of figures that are known."""
    layout = _layout(cells)
    return layout is not None and bool({"katottg", "budget_code", "pcode"} & set(layout.codes))


def _plain(text: str) -> str:
    return squeeze(text).casefold().replace("\n", " ").strip()


def _matches(head: str, words: list[str]) -> bool:
    text = _plain(head)
    return any(text.startswith(word[:-1]) if word.endswith("*") else text == word for word in words)


def _layout(cells: Cells) -> _Layout | None:
    rules = _rules()
    for number, row in enumerate(cells.rows[:_HEAD_ROWS]):
        codes = {
            name: column
            for name, words in rules["code"].items()
            for column, head in reversed(list(enumerate(row)))
            if head and _matches(head, words)
        }
        if not {"katottg", "budget_code", "pcode", "name"} & set(codes):
            continue
        kinds = [
            kind
            for kind, entry in rules["source"].items()
            if any(head and _matches(head, entry["columns"]) for head in row)
        ]
        values = [
            (column, entry, head)
            for column, head in enumerate(row)
            if head and column not in codes.values()
            for entry in rules["value"]
            if set(kinds) & set(entry["of"]) and _matches(head, entry["heads"])
        ]
        if values:
            used = {*codes.values(), *(column for column, _, _ in values)}
            unknown = [head for column, head in enumerate(row) if head and column not in used]
            most = max(kinds, key=lambda kind: sum(kind in e["of"] for _, e, _ in values))
            above = squeeze(" ".join(c for line in cells.rows[:number] for c in line if c))
            return _Layout(number, codes, values, most, unknown[:12], above)
    return None


def _community(
    row: list[str], layout: _Layout, found: Taken, cells: Cells, number: int
) -> str | None:
    def cell(name: str) -> str:
        column = layout.codes.get(name)
        return row[column].strip() if column is not None and column < len(row) else ""

    register = country_table("hromadas")
    known = _prefixes()
    for name in ("katottg", "pcode"):
        text = re.sub(r"\s", "", cell(name)).upper().replace("У", "U").replace("А", "A")
        if re.fullmatch(r"UA\d{7,17}", text):
            if text[:9] not in known and cell("name"):
                found.findings += _renamed(cell("name"), text, cells, number)
            if len(text) == 19 and text not in set(register["katottg"]) and text[:9] in known:
                why = "the code {code} is not in the register; by its first digits it is {known}"
                values: dict[str, object] = {"code": text, "known": known[text[:9]]}
                spot = Source(cells.document, place=cells.place(number), text=text)
                found.findings.append(
                    Finding("katottg-renamed", Severity.WARNING, spot, why, values)
                )
            return known.get(text[:9])
    if cell("katottg") and not re.search(r"\d", cell("katottg")):
        return None
    if cell("budget_code"):
        code, notes = budget_code(cell("budget_code"), source=Source(
            cells.document, place=cells.place(number)))  # fmt: skip
        try:
            return find_hromada(register, code)
        except (StratanalysisError, LookupError):
            return None
        finally:
            found.findings += [f for f in notes if f.severity is Severity.WARNING]
    if cell("name") and not {"katottg", "pcode", "budget_code"} & set(layout.codes):
        where = f" ({cell('oblast')})" if cell("oblast") else ""
        try:
            return find_hromada(register, f"{cell('name')}{where}")
        except StratanalysisError:
            return None
    return None


def _renamed(name: str, code: str, cells: Cells, number: int) -> list[Finding]:
    """An error for a code that is unknown while the name, old or new, is that of a community."""
    try:
        known = find_hromada(country_table("hromadas"), name)
    except StratanalysisError:
        return []
    renamed = country_table("renamed_places").set_index("katottg")["new_name"]
    why = (
        "the code {code} is not in the register; by the name {name} it is {known}, now {now}; "
        "write the code of the register"
    )
    now = renamed.get(known, name)
    values: dict[str, object] = {"code": code, "name": name, "known": known, "now": now}
    spot = Source(cells.document, place=cells.place(number), text=name)
    return [Finding("katottg-renamed", Severity.ERROR, spot, why, values)]


@functools.cache
def _prefixes() -> dict[str, str]:
    return {str(code)[:9]: str(code) for code in country_table("hromadas")["katottg"]}


def _figures(
    row: list[str],
    layout: _Layout,
    spot: tuple[Cells, int],
    year: int | None,
    habit: Any,
    found: Taken,
) -> list[dict[str, Any]]:
    cells, number = spot
    rows = []
    for column, entry, head in layout.values:
        text = row[column] if column < len(row) else ""
        if is_blank(text):
            continue
        value = _scientific(text) or read_number(text, habit=habit)
        place = cells.place(number, column)
        if value is None:
            why = "{column} is {value!r}; a number is expected, empty where it is not known"
            values: dict[str, object] = {"column": head, "value": text}
            source = Source(cells.document, place=place, text=text)
            found.findings.append(Finding("not-a-number", Severity.ERROR, source, why, values))
            continue
        when = _year_of(row, layout, head, cells.document, year)
        if when is None:
            why = "neither a column nor a head nor the name of the file tells the year; give --year"
            source = Source(cells.document, place=place, text=head)
            if not any(f.check == "year-missing" for f in found.findings):
                found.findings.append(Finding("year-missing", Severity.ERROR, source, why))
            continue
        amount = value.value
        whole = entry["unit"] in ("persons", "classes") and not _THOUSAND.search(head)
        if whole and amount != int(amount) and re.fullmatch(r"\d{1,3}(,\d{3})+", text):
            amount = float(text.replace(",", ""))  # people are whole: the comma parts thousands
        factor = float(entry.get("factor", 1000 if _in_thousands(head, layout, entry) else 1))
        rows.append(
            {
                "year": when,
                "variable": entry["variable"],
                "value": round(amount * factor, 6),
                "unit": entry["unit"],
                "source_place": place,
                "note": squeeze(head)[:120],
            }
        )
    return rows


def _in_thousands(head: str, layout: _Layout, entry: Mapping[str, Any]) -> bool:
    """Whether a head, or for money the line above the heads, says thousands."""
    if _THOUSAND.search(head):
        return True
    if entry["unit"] != "UAH" or re.search(r"грн|грив", head, re.IGNORECASE):
        return False
    return bool(re.search(r"тис\w*\.?\s*(?:грн|грив)", layout.above, re.IGNORECASE))


@dataclass(frozen=True)
class _Value:
    value: float


def _scientific(text: str) -> _Value | None:
    """A number as programs write large ones: 1.63555e+06."""
    return _Value(float(text)) if re.fullmatch(r"-?\d+(\.\d+)?[eE][+-]?\d+", text) else None


def _year_of(
    row: list[str], layout: _Layout, head: str, document: str, year: int | None
) -> int | None:
    for name in ("year", "date"):
        column = layout.codes.get(name)
        if column is not None and column < len(row) and (hit := _YEAR.search(row[column])):
            return int(hit[1])
    hits = _YEAR.findall(head)
    if hits:
        return int(hits[-1])
    if year is not None:
        return year
    if hits := re.findall(r"на\s+(20[0-4]\d)\s+рік", layout.above):
        return int(hits[-1])
    hits = _YEAR.findall(document.replace("_", " "))
    return int(hits[-1]) if hits else None


def _summed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add what stands in several columns of one variable (pupils by band of grades)."""
    sums: dict[tuple[int, str], dict[str, Any]] = {}
    for row in rows:
        key = (int(row["year"]), str(row["variable"]))
        if key in sums:
            sums[key] = sums[key] | {"value": sums[key]["value"] + row["value"]}
        else:
            sums[key] = dict(row)
    return list(sums.values())
