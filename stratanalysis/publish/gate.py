"""The gate: nothing is published that the pages of one set contradict.

One figure, one definition, one value. A page is held against the tables saved with it, and the
pages of a set against each other: a figure of a table on the page is that of its file; tables that
two pages share agree in every cell they share; a finding says what its table says; an executed year
has no projected value; a balance has both sides executed or both projected; a row or a column of
figures has one unit; all pictures of a page have one price year.
"""

from __future__ import annotations

import csv
import html
import io
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.publish.gate_balance import unfounded_balances
from stratanalysis.publish.site_links import SitePage

__all__ = ["Contradiction", "check_community", "check_page", "check_set", "read_figure"]

_TABLE = re.compile(r'<table id="([^"]+)"[^>]*>(.*?)</table>', re.DOTALL)
_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_SVG_TEXT = re.compile(r"<text\b[^>]*>([^<]*)</text>")
_STORY = re.compile(r'<section class="summary".*?</section>', re.DOTALL)
_ITEM = re.compile(r"<li>(.*?)\s*<a class=\"chapter", re.DOTALL)
_FIGURE = re.compile(
    r"(?:UAH\s)?([+−-]?)(\d[\d\s,.]*\d|\d)\s?(%|тис\.|млн|млрд|thousand|million|billion)?"
    r"(?:\sгрн)?"
)
_FACTOR = {
    "%": 0.01, "тис.": 1e3, "млн": 1e6, "млрд": 1e9, "thousand": 1e3, "million": 1e6,
    "billion": 1e9, "": 1.0, None: 1.0,
}  # fmt: skip
_SCALES = (1.0, 0.01, 1e-3, 1e-6, 1e3, 1e6)
"""A percent may be saved as such; a table may show thousands or millions."""
_SCALE_WORD = re.compile(r"тис\.|млн|млрд|thousand|million|billion")
_STATED = {"%": (", %",), "UAH": (", грн", ", UAH"), "": (", осіб", ", persons", ", people")}
"""Units that the name of a row states by its end."""
_SAID = {
    "Under {scenario} the population falls by {change}, from {start} in {base} to {finish} in "
    "{end}.": (("start", "base"), ("finish", "end")),
    "Under {scenario} the population grows by {change}, from {start} in {base} to {finish} in "
    "{end}.": (("start", "base"), ("finish", "end")),
}
"""Sentences of the catalogues that a table can contradict: figure and year of each claim."""
_OBSERVED = ("спостережено", "observed")
_PROJECTED = ("population", "revenue", "expenditure", "own_revenue", "balance")
"""Pictures whose table has a column a scenario and one of what was observed."""


@dataclass(frozen=True)
class Contradiction:
    """Two figures that cannot both be right, or a row that mixes units.

    Attributes
    ----------
    rule : {"table", "shared", "story", "sentence", "executed", "unit", "prices", "balance"}
    place : str
        Page and table.
    message : str
        What is there and what was expected.
    """

    rule: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.rule}]"


def read_figure(text: str, language: str = "uk") -> tuple[float, float, str] | None:
    """Value, half of its last shown digit, and unit of a figure as a page writes it.

    Examples
    --------
    >>> read_figure("603,3 млн грн")
    (603300000.0, 50000.0, 'UAH')
    >>> read_figure("−3.6%", "en")
    (-0.036000000000000004, 0.0005, '%')
    >>> read_figure("no data") is None
    True
    """
    plain = html.unescape(text).replace("\u00a0", " ").replace("\u202f", " ").strip()
    found = _FIGURE.fullmatch(plain)
    if not found:
        return None
    sign, digits, scale = found[1], found[2], found[3]
    english = language == "en"
    digits = digits.replace(",", "") if english else digits.replace(",", ".")
    digits = digits.replace(" ", "")
    try:
        value = float(digits)
    except ValueError:
        return None
    decimals = len(digits.partition(".")[2])
    factor = _FACTOR[scale]
    money = "грн" in plain or "UAH" in plain
    unit = "%" if scale == "%" else "UAH" if money else ""
    negative = sign in ("−", "-")
    # a share short of one is never written as 100 %: 99 % may be 99.9 %
    digit = 1.0 if unit == "%" and value >= 99 and set(digits) <= {"9", "."} else 0.5
    return (-value if negative else value) * factor, digit * 10.0**-decimals * factor, unit


def check_page(place: str, page: str, tables: Mapping[str, bytes]) -> list[Contradiction]:
    """Hold one page against the tables saved with it.

    Parameters
    ----------
    place : str
        For the messages.
    page : str
        The document.
    tables : mapping of str to bytes
        CSV by the name of the table.
    """
    read = {name: _read(content) for name, content in tables.items()}
    found = []
    language = "en" if re.search(r'<html[^>]*lang="en"', page) else "uk"
    for name, shown in shown_tables(page).items():
        if name in read:
            found += _against_file(f"{place}#{name}", shown, read[name], language)
        found += _one_unit(f"{place}#{name}", shown, language)
    found += _one_price_year(place, page, language)
    found += _sentences(place, page, read.get("population", []), language)
    for name in _PROJECTED:
        found += _executed(f"{place}#{name}", read.get(name, []))
    return [*found, *_story(f"{place}#summary", page, read.get("story"))]


def check_set(out: Path, pages: Sequence[SitePage]) -> list[Contradiction]:
    """Hold the pages of one community, year and language against their tables and each other."""
    found: list[Contradiction] = []
    seen: dict[str, list[tuple[str, list[list[str]]]]] = defaultdict(list)
    for page in pages:
        folder = out / page.place
        tables = {file.stem: file.read_bytes() for file in sorted(folder.glob("tables/*.csv"))}
        text = (folder / "index.html").read_text(encoding="utf-8")
        found += check_page(page.place, text, tables)
        for name, content in tables.items():
            seen[name].append((page.place, _read(content)))
    for name, versions in sorted(seen.items()):
        for place, rows in versions[1:]:
            found += _shared(f"{place}#{name}", versions[0][0], versions[0][1], rows)
    place = pages[0].place if pages else ""
    first = {name: versions[0][1] for name, versions in seen.items()}
    return found + [
        Contradiction("balance", f"{place}#balance", message)
        for message in unfounded_balances(first)
    ]


def check_community(out: Path, pages: Sequence[SitePage]) -> list[Contradiction]:
    """What the pages of each set of a community, year and language, say against each other."""
    sets: dict[tuple[int, str], list[SitePage]] = defaultdict(list)
    for page in pages:
        sets[page.year, page.language].append(page)
    return [found for own in sets.values() for found in check_set(out, own)]


def shown_tables(page: str) -> dict[str, list[list[str]]]:
    """Cells of the tables of a page as they are written, by name; the head is the first row."""
    return {
        name: [[_plain(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(body)]
        for name, body in _TABLE.findall(page)
    }


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text)).strip()


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _against_file(
    place: str, shown: list[list[str]], held: list[list[str]], language: str
) -> list[Contradiction]:
    """Figures on the page that are not those of the file, within the digits that are shown."""
    if not held or len(shown) != len(held):
        return []
    found, scales = [], {}
    for at, (cells, values) in enumerate(zip(shown[1:], held[1:], strict=True)):
        for column, (head, cell, value) in enumerate(zip(shown[0], cells, values, strict=False)):
            figure, wanted = read_figure(cell, language), _number(value)
            if wanted is None:  # the file holds the text that is shown
                written = read_figure(value, language)
                agrees = figure is None or written is None or figure == written
            else:
                fitting = () if figure is None else _scales(figure, wanted)
                agrees = figure is None or bool(fitting)
                if figure and wanted and fitting:
                    scales[at, column] = (fitting[0], f"{head}: {cell}, file {value}", cell)
            if not agrees:
                found.append(Contradiction("table", place, f"{head}: {cell}, file {value}"))
    return found + [
        Contradiction("table", place, message)
        for (at, column), (scale, message, cell) in scales.items()
        if scale != 1.0
        and _SCALE_WORD.search(cell)
        and not any(
            other[0] == scale and (spot[0] == at or spot[1] == column)
            for spot, other in scales.items()
            if spot != (at, column)
        )
    ]


def _scales(figure: tuple[float, float, str], wanted: float) -> tuple[float, ...]:
    """Scales in which a figure is a value as it is shown: rounded, in percent, in thousands.

    A figure that names its own scale (million) is in another one only together with a neighbour in
    its row or column: alone it is a wrong word.
    """
    return tuple(
        factor
        for factor in _SCALES
        if abs(figure[0] - wanted * factor) <= figure[1] * 1.001 + 1e-9 * abs(wanted * factor)
    )


def _one_unit(place: str, shown: list[list[str]], language: str) -> list[Contradiction]:
    """Rows whose name states a unit that their figures do not have."""
    found = []
    for row in shown[1:]:
        stated = next((u for u, ends in _STATED.items() if row and row[0].endswith(ends)), None)
        figures = [figure for cell in row[1:] if (figure := read_figure(cell, language))]
        others = ", ".join(sorted({figure[2] for figure in figures} - {stated, "%", ""}))
        if stated is not None and others:
            found.append(Contradiction("unit", place, f"{row[0]} has figures in {others}"))
    return found


def _one_price_year(place: str, page: str, language: str) -> list[Contradiction]:
    """Pictures of one page whose money is in prices of different years."""
    said = re.escape(get_language(language).text("prices of {year}")).replace(r"\ ", r"\s")
    said = said.replace(r"\{year\}", r"(\d{4})")
    texts = (html.unescape(text) for text in _SVG_TEXT.findall(page))
    years = {match[1] for text in texts if (match := re.search(said, text))}
    if len(years) < 2:
        return []
    return [Contradiction("prices", place, f"pictures in prices of {', '.join(sorted(years))}")]


def _sentences(place: str, page: str, rows: list[list[str]], language: str) -> list[Contradiction]:
    """Sentences on the population that the table of the same page does not bear out."""
    if len(rows) < 2:
        return []
    known = {row[0]: row[1] for row in rows[1:] if len(row) > 1}
    words, found = get_language(language), []
    text = " ".join(_plain(page).split())
    for message, pairs in _SAID.items():
        pattern = re.escape(words.text(message))
        pattern = re.sub(r"\\{(\w+)\\}", lambda m: rf"(?P<{m[1]}>.{{1,40}}?)", pattern)
        for match in re.finditer(pattern.replace("\\ ", r"\s"), text):
            for figure, year in pairs:
                said = read_figure(match[figure].rsplit(" ", 1)[0], language)
                value = _number(known.get(match[year], ""))
                if said is None or value is None or _first_scenario(match["scenario"], words):
                    continue
                if not _scales(said, value):
                    wrong = f"{match[figure]} in {match[year]}, the table has {value:.6g}"
                    found.append(Contradiction("sentence", f"{place}#population", wrong))
    return found


def _first_scenario(said: str, words: Language) -> bool:
    """Whether a sentence is of another scenario than the baseline, the first of the table."""
    return said != words.text("the baseline scenario")


def _executed(place: str, rows: list[list[str]]) -> list[Contradiction]:
    """Scenario values of a year that was observed, other than what was observed."""
    if len(rows) < 2 or rows[0][-1] not in _OBSERVED:
        return []
    found = []
    for row in rows[1:]:
        came = _number(row[-1])
        for head, cell in zip(rows[0][1:-1], row[1:-1], strict=False):
            value = _number(cell)
            if came is None or value is None or abs(value - came) <= 0.005 * abs(came):
                continue
            message = f"{row[0]}, {head}: {value:.6g} is projected, {came:.6g} was observed"
            found.append(Contradiction("executed", place, message))
    return found


def _story(place: str, page: str, saved: list[list[str]] | None) -> list[Contradiction]:
    """Findings on the page that are not those that were computed."""
    section = _STORY.search(page)
    if saved is None or section is None:
        return []
    shown = [_squeezed(_plain(item)) for item in _ITEM.findall(section[0])]
    held = [_squeezed(row[1]) for row in saved[1:] if len(row) > 1]
    if shown == held:
        return []
    wrong = next((text for text, other in zip(shown, held, strict=False) if text != other), "…")
    return [Contradiction("story", place, f"not the finding that was computed: {wrong[:90]}")]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _shared(
    place: str, first: str, one: list[list[str]], other: list[list[str]]
) -> list[Contradiction]:
    """Cells that two tables of one name share, by the head of row and column, and that differ."""
    if not one or not other or one[0][:1] != other[0][:1]:
        return []
    known: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = defaultdict(int)
    for row in one[1:]:
        counts[row[0]] += 1
        for head, cell in zip(one[0][1:], row[1:], strict=False):
            known[row[0], head] = cell
    found = []
    for row in other[1:]:
        if counts[row[0]] != 1:  # rows without a name of their own cannot be compared
            continue
        for head, cell in zip(other[0][1:], row[1:], strict=False):
            before = known.get((row[0], head))
            if before is None or _same(before, cell):
                continue
            message = f"{row[0]}, {head}: {cell}, but {before} on {first}"
            found.append(Contradiction("shared", place, message))
    return found


def _same(one: Any, other: Any) -> bool:
    a, b = _number(one), _number(other)
    if a is None or b is None:
        return bool(one == other) or "" in (one, other)
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b), 1.0)
