"""Tables with one row a community, or several: their figures become statistics of the community.

OCHA COD-PS, registered displaced persons, grants of budget laws, pupils, declarations, births and
deaths, the Ministry's tables, typed copies of the statistics: each is recognised by its heads
(:mod:`stratanalysis.intake.heads`). Only figures that are called present population become
population; the others keep names that never mix with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from stratanalysis.errors import StratanalysisError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.cells import Cells, hidden_sheet
from stratanalysis.intake.heads import (
    Layout,
    community_prefixes,
    find_layout,
    is_counting_row,
    latin_code,
    named_community,
    sources,
    variable_label,
    year_in,
)
from stratanalysis.intake.portion import Portion, Taken, source_row
from stratanalysis.quantities import is_blank, number_habit, read_number, squeeze
from stratanalysis.reference import budget_code, country_table, find_hromada

__all__ = ["has_columns", "read_columns"]

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_THOUSAND = re.compile(r"thousand|thsd|тис", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(?:(\d{1,2})\.)?(\d{1,2})[./](20\d\d)|(20\d\d)-(\d\d)(?:-(\d\d))?")


def read_columns(cells: Cells, year: int | None = None, only: Collection[str] = ()) -> Taken | None:
    """Read a table with one row a community; None where it is no such table.

    Parameters
    ----------
    cells : Cells
    year : int, optional
        Year of the figures where neither a column nor a head, nor the title, nor the file's name
        tells it.
    only : collection of str
        Communities that are wanted; rows of others are counted alone.

    Notes
    -----
    Rows of one community and year are added (schools); of a stock that several days of one year
    have (displaced persons, declarations) the last day counts.
    """
    layout = find_layout(cells)
    if layout is None:
        return None
    found = Taken()
    if cells.hidden:
        found.findings.append(hidden_sheet(cells))
        return found
    if layout.double:
        found.findings.append(_double_columns(cells, layout.head, layout.double))
        return found
    by_code: dict[str, list[dict[str, Any]]] = {}
    strange: list[str] = []
    others = 0
    habit = number_habit("\n".join(";".join(row) for row in cells.rows[:400]))
    for number, row in enumerate(cells.rows[layout.first :], layout.first):
        if not any(row) or is_counting_row(row):
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
            by_code.setdefault(code, []).append(row_)
    if others:
        found.left.append(f"{cells.document}: rows of {others} other communities")
    if not by_code:
        if not others:
            found.left.append(
                f"{cells.document}: no row has the code of a community of the register"
            )
        return found
    unknown = [f for f in found.findings if f.check == "year-missing"]
    if by_code and unknown:  # the other columns tell theirs
        found.findings = [f for f in found.findings if f.check != "year-missing"]
        heads = ", ".join(dict.fromkeys(str(f.source.text) for f in unknown))
        found.left.append(f"{cells.document}: no year is named for the columns: {heads}")
    if strange:
        shown = "; ".join(strange[:5]) + (f"; and {len(strange) - 5} more" if strange[5:] else "")
        found.left.append(f"{cells.document}: rows that are of no community: {shown}")
    for code, rows in by_code.items():
        found.portions.append(_portion(code, rows, layout, cells))
    return found


def _portion(code: str, rows: list[dict[str, Any]], layout: Layout, cells: Cells) -> Portion:
    source = sources()[layout.kind]
    vintage = str(max(int(row["year"]) for row in rows))
    identifier = f"{layout.kind}_{vintage}"
    summed = [row | {"source": identifier} for row in _summed(rows)]
    summary = [
        f"{variable_label(row['variable'])}, {row['year']}: "
        + f"{row['value']:,.10g} {row['unit']}".replace(",", " ")
        for row in summed
    ]
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in summed:
        if row["variable"] == "present":
            people = {k: v for k, v in row.items() if k != "variable"} | {"kind": "present"}
            tables.setdefault("population", []).append(people)
        else:
            tables.setdefault("statistics", []).append(row)
    return Portion(
        cells.document,
        source["title"],
        code,
        tables,
        source_row(identifier, source["title"], source["publisher"], vintage, cells.document),
        summary,
        [f"columns: {', '.join(layout.unknown)}"] if layout.unknown else [],
    )


def has_columns(cells: Cells) -> bool:
    """Whether a table has a column of codes of communities and one of figures that are known."""
    layout = find_layout(cells)
    return layout is not None and bool({"katottg", "budget", "pcode"} & set(layout.codes))


def _community(
    row: list[str], layout: Layout, found: Taken, cells: Cells, number: int
) -> str | None:
    def cell(name: str) -> str:
        column = layout.codes.get(name)
        return row[column].strip() if column is not None and column < len(row) else ""

    register = country_table("hromadas")
    known = community_prefixes()
    for name in ("katottg", "pcode"):
        text = latin_code(cell(name))
        if re.fullmatch(r"UA\d{7,17}", text):
            if text[:9] not in known and cell("name"):
                found.findings += _renamed(cell("name"), text, cells, number)
            is_community = len(text) == 19 and text[9:12] == "000"
            if is_community and text not in set(register["katottg"]) and text[:9] in known:
                why = "the code {code} is not in the register; by its first digits it is {known}"
                values: dict[str, object] = {"code": text, "known": known[text[:9]]}
                spot = Source(cells.document, place=cells.place(number), text=text)
                found.findings.append(
                    Finding("katottg-renamed", Severity.WARNING, spot, why, values)
                )
            return known.get(text[:9])
    if cell("katottg") and not re.search(r"\d", cell("katottg")):
        return None
    if cell("budget"):
        code, notes = budget_code(cell("budget"), source=Source(
            cells.document, place=cells.place(number)))  # fmt: skip
        try:
            return find_hromada(register, code)
        except (StratanalysisError, LookupError):
            return None
        finally:
            found.findings += [f for f in notes if f.severity is Severity.WARNING]
    if {"katottg", "pcode", "budget"} & set(layout.codes):
        return None
    return named_community(row, layout.codes, layout.oblast)


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


def _figures(
    row: list[str],
    layout: Layout,
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
        value = _number(text, habit, entry["unit"], head)
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
            if not any(f.source.text == head for f in found.findings):
                found.findings.append(Finding("year-missing", Severity.ERROR, source, why))
            continue
        factor = float(entry.get("factor", 1000 if _in_thousands(head, layout, entry) else 1))
        dated = layout.codes.get("date")
        day = _day(row[dated]) if dated is not None and dated < len(row) else _day(head)
        rows.append(
            {
                "year": when,
                "variable": entry["variable"],
                "value": round(value * factor, 6),
                "unit": entry["unit"],
                "source_place": place,
                "note": squeeze(head)[:120],
                "day": day if entry.get("last") else "",
            }
        )
        if not entry.get("sum") and (double := _double(rows)):
            found.findings += [_double_columns(cells, number, double)]
            rows.pop()
    return rows


def _double(rows: list[dict[str, Any]]) -> list[str]:
    """Heads of columns of one row that say the same thing of one time as the last of them."""
    last = rows[-1]
    same = [row for row in rows if all(row[k] == last[k] for k in ("year", "variable"))]
    days = {row["day"] for row in same}
    if len(same) < 2 or (len(days) == len(same) and "" not in days):
        return []
    return [str(row["note"]) for row in same]


def _double_columns(cells: Cells, number: int, heads: list[str]) -> Finding:
    why = "several columns are of the same thing and year: {columns}; leave one of them"
    spot = Source(cells.document, place=cells.place(number))
    return Finding("columns-double", Severity.ERROR, spot, why, {"columns": "; ".join(heads)})


def _number(text: str, habit: Any, unit: str, head: str) -> float | None:
    """Read a cell; people are whole, so that a comma in 55,100 parts thousands."""
    if re.fullmatch(r"-?\d+(\.\d+)?[eE][+-]?\d+", text):  # as programs write large ones
        return float(text)
    value = read_number(text, habit=habit)
    if value is None:
        return None
    whole = unit in ("persons", "classes") and not _THOUSAND.search(head)
    if whole and value.value != int(value.value) and re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        return float(text.replace(",", ""))
    return value.value


def _in_thousands(head: str, layout: Layout, entry: Mapping[str, Any]) -> bool:
    """Whether a head, or the line above the heads, says thousands of what the column holds."""
    if _THOUSAND.search(head):
        return True
    if entry["unit"] == "persons":
        return not re.search("осіб", head) and bool(
            re.search(r"тис\w*\.?\s*(?:осіб|чол)", layout.above, re.IGNORECASE)
        )
    if entry["unit"] != "UAH" or re.search(r"грн|грив", head, re.IGNORECASE):
        return False
    return bool(re.search(r"тис\w*\.?\s*(?:грн|грив)", layout.above, re.IGNORECASE))


def _year_of(
    row: list[str], layout: Layout, head: str, document: str, year: int | None
) -> int | None:
    for name in ("year", "date"):
        column = layout.codes.get(name)
        if column is not None and column < len(row):
            text = re.sub(r"^(\d)\s(\d{3})$", r"\1\2", row[column])  # a year with its thousands
            if hit := _YEAR.search(text):
                return int(hit[1])
    if hits := _YEAR.findall(head):
        return int(hits[-1])
    if year is not None:
        return year
    if (found := year_in(layout.above)) is not None:
        return found
    hits = _YEAR.findall(document.replace("_", " "))
    return int(hits[-1]) if hits else None


def _day(text: str) -> str:
    """The day that a cell or head tells, to compare; empty where it tells none."""
    hit = _DAY.search(text)
    if hit is None:
        return ""
    if hit[3]:
        return f"{hit[3]}-{int(hit[2]):02d}-{int(hit[1] or 1):02d}"
    return f"{hit[4]}-{hit[5]}-{hit[6] or '01'}"


def _summed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add what is in several rows or columns of one variable; of a stock the last day."""
    last: dict[tuple[int, str], str] = {}
    for row in rows:
        key = (int(row["year"]), str(row["variable"]))
        last[key] = max(last.get(key, ""), row["day"])
    sums: dict[tuple[int, str], dict[str, Any]] = {}
    for row in rows:
        key = (int(row["year"]), str(row["variable"]))
        if row["day"] != last[key]:
            continue
        if key in sums:
            sums[key] = sums[key] | {"value": sums[key]["value"] + row["value"]}
        else:
            sums[key] = {name: cell for name, cell in row.items() if name != "day"}
    return list(sums.values())
