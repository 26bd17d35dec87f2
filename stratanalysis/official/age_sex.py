"""Resident population by sex and age: a volume of the State Statistics Service.

`Resident population` (постійне) of 1 January 2022 by sex and single year of age for Ukraine, the
oblasts and the cities over 100 thousand. It differs from the present population (наявне) of
:mod:`stratanalysis.official.population`; the two are never mixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.documents.workbook import cell_name, cell_words, open_workbook
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AGE_SEX_COLUMNS", "OPEN_AGE", "read_age_sex"]

OPEN_AGE = 80
"""The last age of the workbook stands for this age and older."""

AGE_SEX_COLUMNS = ("oblast", "city", "scope", "sex", "age", "value", "source_place")

_TITLE = re.compile(r"[78]\.\d+\. (?P<area>.+)")
_SCOPES = {"Усе населення": "total", "Міське населення": "urban", "Сільське населення": "rural"}
_FIGURE_COLUMNS = 4


def read_age_sex(path: Path | str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read resident population by sex and single year of age (tables 7 and 8 of the volume).

    Parameters
    ----------
    path : path-like
        The .xlsx workbook of the State Statistics Service.

    Returns
    -------
    table : pandas.DataFrame
        Columns :data:`AGE_SEX_COLUMNS`. `oblast` is the adjective form (``Вінницька``),
        ``Україна`` or ``м.Київ``; `city` is empty for a whole oblast; `scope` is total, urban or
        rural (a city and Kyiv: total); `age` 0 to 80, 80 open; `value` persons.
    findings : list of Finding
        ``sexes-do-not-sum`` and ``ages-do-not-sum`` (the volume's own totals, five-year groups
        included, against their parts), ``ages-missing``.

    Raises
    ------
    InvalidInputError
        The workbook has none of these tables.
    """
    import pandas as pd

    document = Path(path).name
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    with open_workbook(path) as workbook:
        for sheet in workbook.worksheets:
            for block in _age_blocks(sheet.title, sheet.iter_rows(values_only=True)):
                rows += block.rows()
                findings += block.check(document)
    if not rows:
        raise InvalidInputError(
            "no table of population by sex and age was found",
            where=document,
            expected="titles as '7.2. Вінницька область' above columns of both sexes, men, women",
        )
    return pd.DataFrame(rows, columns=list(AGE_SEX_COLUMNS)), findings


class _Block:
    """One table: an area and a scope, with its stated totals."""

    def __init__(self, area: str, scope: str, sheet: str) -> None:
        self.sheet = sheet
        self.scope = scope
        oblast, _, city = area.partition(" м.")
        if not area.startswith("м."):
            area = oblast
        self.city = city.strip()
        self.oblast = area.removesuffix(" область").strip()
        self.ages: dict[int, tuple[int, tuple[float, float, float]]] = {}
        self.groups: list[tuple[int, int, int, tuple[float, float, float]]] = []

    def rows(self) -> Iterator[tuple[object, ...]]:
        for sex, column in (("female", 2), ("male", 1)):
            for age, (line, figures) in sorted(self.ages.items()):
                place = cell_name(self.sheet, line, column + 2)
                yield (self.oblast, self.city, self.scope, sex, age, figures[column], place)

    def check(self, document: str) -> Iterator[Finding]:
        area = f"{self.oblast} {self.city}".strip() + f" ({self.scope})"
        missing = sorted(set(range(OPEN_AGE + 1)) - set(self.ages))
        if missing:
            yield Finding(
                "ages-missing",
                Severity.ERROR,
                Source(document, place=self.sheet.strip(), text=area),
                "{area}: the ages {ages} are missing",
                {"area": area, "ages": ", ".join(map(str, missing))},
            )
        stated = [(line, f"age {age}", figures) for age, (line, figures) in self.ages.items()]
        stated += [(line, f"{a}-{b}", figures) for line, a, b, figures in self.groups]
        for line, what, (both, male, female) in stated:
            if both != male + female:
                yield Finding(
                    "sexes-do-not-sum",
                    Severity.ERROR,
                    Source(document, place=cell_name(self.sheet, line, 2), text=area),
                    "{area}, {what}: both sexes are {stated:.0f}, men and women sum to "
                    "{computed:.0f}",
                    {"area": area, "what": what, "stated": both, "computed": male + female},
                    str(both),
                    str(male + female),
                )
        for line, low, high, figures in self.groups:
            inside = [f for age, (_, f) in self.ages.items() if low <= age <= high]
            for column in range(3):
                computed = sum(f[column] for f in inside)
                if computed != figures[column]:
                    yield Finding(
                        "ages-do-not-sum",
                        Severity.ERROR,
                        Source(document, place=cell_name(self.sheet, line, column + 2), text=area),
                        "{area}: ages {low} to {high} are stated as {stated:.0f} and sum to "
                        "{computed:.0f}",
                        {
                            "area": area,
                            "low": low,
                            "high": high,
                            "stated": figures[column],
                            "computed": computed,
                        },
                        str(figures[column]),
                        str(computed),
                    )


def _age_blocks(sheet: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[_Block]:
    """Cut a sheet into its tables; a table goes on over the page breaks of the volume."""
    area: str | None = None
    block: _Block | None = None
    for line, cells in enumerate(rows, start=1):
        label = cells[0] if cells else None
        if isinstance(label, int) and block is not None:
            figures = _figures(cells)
            if figures:
                block.ages[label] = (line, figures)
            continue
        text = cell_words(label)
        title = _TITLE.fullmatch(text)
        if title and not title["area"].lower().startswith("розподіл"):
            if block is not None:
                yield block
            area, block = title["area"], None
        scope = _SCOPES.get(text.partition(" /")[0])
        first = text.startswith("Усього") or scope is not None
        if area and first:
            scope = scope or (block.scope if block else "total")
            if block is None or block.scope != scope:
                if block is not None:
                    yield block
                block = _Block(area, scope, sheet)
        figures = _figures(cells)
        if block is None or figures is None:
            continue
        if text.startswith("Усього"):
            block.groups.append((line, 0, OPEN_AGE, figures))
        elif text.startswith("до 1 року"):
            block.ages[0] = (line, figures)
        elif text.startswith(f"{OPEN_AGE} "):
            block.ages[OPEN_AGE] = (line, figures)
        elif group := re.fullmatch(r"(\d+)[–-](\d+)", text):
            block.groups.append((line, int(group[1]), int(group[2]), figures))
    if block is not None:
        yield block


def _figures(cells: tuple[Any, ...]) -> tuple[float, float, float] | None:
    if len(cells) < _FIGURE_COLUMNS:
        return None
    both, male, female = cells[1:4]
    if all(isinstance(value, int | float) for value in (both, male, female)):
        return both, male, female
    return None
