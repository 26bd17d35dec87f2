"""Where in a table with one row a community the codes, the year and the figures are.

Heads are recognised by the patterns of ``rules/columns.toml``; a column of codes by its cells.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from stratanalysis.errors import StratanalysisError
from stratanalysis.intake.cells import Cells
from stratanalysis.quantities import squeeze
from stratanalysis.reference import country_table, find_hromada

__all__ = [
    "Layout",
    "community_prefixes",
    "find_layout",
    "is_counting_row",
    "joined_heads",
    "latin_code",
    "named_community",
    "sources",
    "variable_label",
    "year_in",
]

_HEAD_ROWS = 15
_SAMPLE = 60
_NAMES = 8
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_KATOTTG = re.compile(r"UA\d{10,17}")
_PCODE = re.compile(r"UA\d{7}")
_BUDGET = re.compile(r"\d{9,11}")
_OBLAST = re.compile(r"([А-ЯІЇЄҐ][а-яіїєґ’'-]+(?:ськ|цьк)(?:а|ої|ій))\s+обл", re.IGNORECASE)


@dataclass
class Layout:
    """What the columns of a table are.

    Attributes
    ----------
    head, first : int
        Row of the heads, and the row after them.
    codes : dict of str to int
        Columns of ``katottg``, ``pcode``, ``budget``, ``name``, ``oblast``, ``raion``, ``year``,
        ``date``.
    values : list of (int, rule, str)
        Columns of figures, each with its rule and its head.
    kind : str
        Which table it is, by most of its figures.
    unknown : list of str
        Heads of columns that are not taken.
    above : str
        The lines above the heads.
    double : list of str
        Heads that say the same thing of one year: nobody knows which of them counts.
    oblast : str
        The oblast that the lines above the heads name; empty where they name none.
    """

    head: int
    first: int
    codes: dict[str, int]
    values: list[tuple[int, Mapping[str, Any], str]]
    kind: str
    unknown: list[str] = field(default_factory=list)
    above: str = ""
    double: list[str] = field(default_factory=list)
    oblast: str = ""


@functools.cache
def _rules() -> dict[str, Any]:
    text = (resources.files("stratanalysis.intake") / "rules" / "columns.toml").read_text("utf-8")
    return tomllib.loads(text)


def sources() -> Mapping[str, Mapping[str, str]]:
    """Title and publisher of every kind of table."""
    return dict(_rules()["source"])


def variable_label(variable: str) -> str:
    """What a variable of these tables is called; the name itself for every other."""
    labels = {rule["variable"]: rule["label"] for rule in _rules()["value"]}
    return str(labels.get(variable, variable))


def find_layout(cells: Cells) -> Layout | None:
    """Find the heads among the first rows; None where the table is none of these."""
    for number, row in enumerate(cells.rows[:_HEAD_ROWS]):
        if sum(1 for cell in row if cell) < 2:
            continue
        heads, first = joined_heads(cells, number)
        values, double = _values(heads)
        if not values:
            continue
        above = squeeze(" ".join(c for line in cells.rows[:number] for c in line if c))
        hit = _OBLAST.search(above)
        oblast = re.sub("(?:ої|ій)$", "а", hit[1]) if hit else ""
        codes = _codes(cells, first, heads, {column for column, _, _ in values}, oblast)
        if not {"katottg", "pcode", "budget", "name"} & set(codes):
            continue
        if "pcode" not in codes:
            values = [v for v in values if v[1]["of"] != "cod_ps"]
        kinds = Counter(rule["of"] for _, rule, _ in values)
        if len(kinds) > 1:  # population next to other figures is of another day than they are
            values = [v for v in values if v[1]["of"] != "present"]
            kinds.pop("present", None)
        if not values:
            continue
        used = {*codes.values(), *(column for column, _, _ in values)}
        unknown = [head for column, head in enumerate(heads) if head and column not in used]
        kind = kinds.most_common(1)[0][0]
        return Layout(number, first, codes, values, kind, unknown[:12], above, double, oblast)
    return None


def year_in(text: str) -> int | None:
    """The year that a head or title tells: that of "на 2025 рік", else the only one, else None."""
    if hits := re.findall(r"(?:на|за)\s+(20[0-4]\d)\s*р", text):
        return int(hits[-1])
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def is_counting_row(row: Sequence[str]) -> bool:
    """Whether a row only counts the columns: 1, 2, 3."""
    filled = [cell for cell in row if cell]
    return len(filled) > 1 and filled == [str(n) for n in range(1, len(filled) + 1)]


@functools.cache
def community_prefixes() -> dict[str, str]:
    """Code of a community by its first nine characters, which a renaming does not change."""
    return {str(code)[:9]: str(code) for code in country_table("hromadas")["katottg"]}


def joined_heads(cells: Cells, number: int) -> tuple[list[str], int]:
    """Heads of one row, or of two where the second parts the first; and the row after them."""
    row = cells.rows[number]
    below = cells.rows[number + 1] if number + 1 < len(cells.rows) else []
    words = [cell for cell in below if re.search(r"[^\W\d_]", cell)]
    parted = [c for c, cell in enumerate(below) if cell and (c >= len(row) or not row[c])]
    figures = any(re.search(r"\d", cell) and not _YEAR.search(cell) for cell in below)
    if not parted or not words or figures:
        return [squeeze(cell) for cell in row], number + 1
    filled, last = [], ""
    for column in range(max(len(row), len(below))):
        upper = row[column] if column < len(row) else ""
        last = upper or last
        lower = below[column] if column < len(below) else ""
        filled.append(squeeze(f"{last} {lower}" if lower else upper))
    return filled, number + 2


def _values(
    heads: Sequence[str],
) -> tuple[list[tuple[int, Mapping[str, Any], str]], list[str]]:
    found: list[tuple[int, Mapping[str, Any], str]] = []
    for column, head in enumerate(heads):
        text = head.casefold()
        rule = next((r for r in _rules()["value"] if text and _fits(text, r)), None)
        if rule is not None:
            found.append((column, rule, head))
    groups: dict[tuple[str, str], list[tuple[int, Mapping[str, Any], str]]] = {}
    for value in found:
        day = " ".join(re.findall(r"\d+", value[2])) if _YEAR.search(value[2]) else ""
        key = (value[1]["variable"], "" if value[1].get("sum") else day)
        groups.setdefault(key, []).append(value)
    kept, double = [], []
    for group in groups.values():
        total = re.compile(_rules()["without"]["total"])
        whole = [value for value in group if total.search(value[2].casefold())]
        if len(group) > 1 and len(whole) == 1:
            kept += whole
        elif len(group) > 1 and not group[0][1].get("sum"):
            double += [value[2] for value in group]
            kept.append(group[0])
        else:
            kept += group
    return sorted(kept, key=lambda value: value[0]), double


def _fits(text: str, rule: Mapping[str, Any]) -> bool:
    without = _rules()["without"]
    return bool(
        re.search(rule["find"], text)
        and (rule.get("raw") or not re.search(without["all"], text))
        and (rule.get("parts") or not re.search(without["part"], text))
        and not ("without" in rule and re.search(rule["without"], text))
    )


def _codes(
    cells: Cells, first: int, heads: Sequence[str], skip: set[int], oblast: str
) -> dict[str, int]:
    words = _rules()["head"]
    rows = [row for row in cells.rows[first : first + _SAMPLE] if any(row)]
    found: dict[str, int] = {}
    best = 0
    for column, head in enumerate(heads):
        if column in skip:
            continue
        text = head.casefold()
        filled = [latin_code(row[column]) for row in rows if column < len(row) and row[column]]
        if _most(_KATOTTG, filled) or _most(_PCODE, filled):
            name = "pcode" if re.search(words["pcode"], text) else "katottg"
            if _most(_PCODE, filled):
                name = "pcode"
            known = sum(code[:9] in community_prefixes() for code in filled) + 1
            if known > best:
                found = {k: v for k, v in found.items() if k not in ("katottg", "pcode")}
                found[name], best = column, known
        elif _most(_BUDGET, filled) and re.search(words["budget"], text):
            found.setdefault("budget", column)
        else:
            for name in ("year", "date", "oblast", "raion"):
                if re.search(words[name], text):
                    found.setdefault(name, column)
                    break
            else:
                if re.search(words["name"], text):
                    found.setdefault("name", column)
    if not {"katottg", "pcode", "budget"} & set(found):
        _by_name(rows, heads, skip, found, oblast)
    return found


def _by_name(
    rows: Sequence[Sequence[str]],
    heads: Sequence[str],
    skip: set[int],
    found: dict[str, int],
    oblast: str,
) -> None:
    """Put the column whose cells are names of communities into `found`, or take it out."""
    words = _rules()["head"]
    scores = {}
    for column, head in enumerate(heads):
        if column in skip or not re.search(words["name"], head.casefold()):
            continue
        sample = [row for row in rows if column < len(row) and row[column]][:_NAMES]
        scores[column] = sum(
            named_community(row, found | {"name": column}, oblast) is not None for row in sample
        ) / max(1, len(sample))
    column = max(scores, key=lambda c: scores[c], default=-1)
    if column >= 0 and scores[column] >= 0.5:
        found["name"] = column
    else:
        found.pop("name", None)


def named_community(row: Sequence[str], codes: Mapping[str, int], oblast: str = "") -> str | None:
    """Code of the community whose name, oblast and raion a row has; None where that is not one."""

    def cell(name: str) -> str:
        column = codes.get(name)
        return row[column].strip() if column is not None and column < len(row) else ""

    places = [place for place in (cell("oblast") or oblast, cell("raion")) if place]
    where = f" ({', '.join(places)})" if places else ""
    if not cell("name"):
        return None
    try:
        return find_hromada(country_table("hromadas"), f"{cell('name')}{where}")
    except StratanalysisError:
        return None


def latin_code(text: str) -> str:
    """A code with its first letters in Latin, without spaces."""
    return re.sub(r"\s", "", text).upper().replace("У", "U").replace("А", "A")


def _most(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    return bool(cells) and sum(bool(pattern.fullmatch(c)) for c in cells) * 2 >= len(cells)
