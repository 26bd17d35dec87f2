"""Present population of communities and its change: a volume of the State Statistics Service.

`Present population` (наявне) of 1 January 2022 by oblast, raion and community, with the components
of change of 2021 by oblast. It differs from the resident population (постійне) of
:mod:`stratanalysis.official.age_sex`; the two are never mixed. "…" is a gap and stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.documents.workbook import cell_name, cell_words, open_workbook
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_components_of_change", "read_present_population"]


def read_present_population(path: Path | str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read present population of every community on 1 January 2022 (table 6 of the volume).

    Parameters
    ----------
    path : path-like
        The .xlsx workbook of the State Statistics Service.

    Returns
    -------
    table : pandas.DataFrame
        Columns oblast, raion, name, type (міська, селищна, сільська; empty for Kyiv), value
        (persons), source_place. The workbook has no codes: give them with
        :func:`stratanalysis.reference.match_names`.
    findings : list of Finding
        ``parts-do-not-sum``: an oblast against its raions, a raion against its communities.
    """
    import pandas as pd

    document = Path(path).name
    rows: list[dict[str, object]] = []
    stated: list[tuple[tuple[str, str], float, str]] = []
    with open_workbook(path) as workbook:
        sheet, start = _sheet_with(workbook.worksheets, "територіальних громад", document)
        oblast = raion = ""
        cells = sheet.iter_rows(values_only=True, min_row=start, max_col=2)
        for line, (label, value) in enumerate(cells, start=start):
            text, place = cell_words(label), cell_name(sheet.title, line, 2)
            if not isinstance(value, int | float):
                continue
            if text.endswith(" область"):
                oblast, raion = text.removesuffix(" область"), ""
                stated.append(((oblast, ""), value, place))
            elif text.endswith(" район"):
                raion = text.removesuffix(" район")
                stated.append(((oblast, raion), value, place))
            elif text.endswith(" ТГ") or text.startswith("м. Київ"):
                name, _, kind = text.removesuffix(" ТГ").rpartition(" ")
                row = {"oblast": oblast, "raion": raion, "name": name, "type": kind}
                if text.startswith("м."):
                    row = {"oblast": "м.Київ", "raion": "", "name": "Київ", "type": ""}
                rows.append(row | {"value": value, "source_place": place})
    table = pd.DataFrame(rows)
    findings = []
    for (oblast, raion), value, place in stated:
        parts = table[table["oblast"] == oblast]
        if raion:
            parts = parts[parts["raion"] == raion]
        if (total := float(parts["value"].sum())) != value:
            findings.append(
                Finding(
                    "parts-do-not-sum",
                    Severity.ERROR,
                    Source(document, place=place, text=f"{oblast} {raion}".strip()),
                    "{area}: {stated:.0f} persons are stated, the communities sum to "
                    "{computed:.0f}",
                    {"area": f"{oblast} {raion}".strip(), "stated": value, "computed": total},
                    str(value),
                    str(total),
                )
            )
    return table, findings


def _sheet_with(sheets: Iterable[Any], words: str, document: str) -> tuple[Any, int]:
    """Find the sheet whose title (rows 1 to 6) has these words; its figures begin at row 7."""
    for sheet in sheets:
        head = list(sheet.iter_rows(values_only=True, max_row=6, max_col=1))
        texts = [cell_words(row[0]) for row in head if row]
        if texts and re.match(r"\d+\. ", texts[0]) and words in " ".join(texts):
            return sheet, 7
    raise InvalidInputError(
        f"no sheet with the words {words!r} in its title",
        where=document,
        expected="the volume on present population of 1 January 2022",
    )


_COMPONENTS = ("population_start", "total_change", "natural_change", "net_migration")


def read_components_of_change(path: Path | str) -> tuple[pd.DataFrame, list[Finding]]:
    """Read how population changed in 2021 by oblast (table 3 of the volume, all population).

    Returns
    -------
    table : pandas.DataFrame
        Columns oblast, population_start (1 January 2021), total_change, natural_change,
        net_migration, population_end (1 January 2022), all persons, and source_place (the row's
        first cell). Rows with "…" are left out: they are gaps.
    findings : list of Finding
        ``does-not-balance``: start + change against end, and the change against its parts.
    """
    import pandas as pd

    document = Path(path).name
    rows: list[dict[str, Any]] = []
    with open_workbook(path) as workbook:
        sheet, start = _sheet_with(workbook.worksheets, "Формування чисельності", document)
        cells = sheet.iter_rows(values_only=True, min_row=start, max_col=6)
        for line, (label, *figures) in enumerate(cells, start=start):
            if all(isinstance(value, int | float) for value in figures):
                row: dict[str, Any] = {"oblast": cell_words(label)}
                row |= dict(zip((*_COMPONENTS, "population_end"), figures, strict=True))
                rows.append(row | {"source_place": cell_name(sheet.title, line, 1)})
    findings = []
    for row in rows:
        sums = (
            ("population_end", row["population_start"] + row["total_change"]),
            ("total_change", row["natural_change"] + row["net_migration"]),
        )
        for what, computed in sums:
            if row[what] != computed:
                findings.append(
                    Finding(
                        "does-not-balance",
                        Severity.ERROR,
                        Source(document, place=row["source_place"], text=row["oblast"]),
                        "{area}: {what} is stated as {stated:.0f} and follows as {computed:.0f}",
                        {
                            "area": row["oblast"],
                            "what": what,
                            "stated": row[what],
                            "computed": computed,
                        },
                        str(row[what]),
                        str(computed),
                    )
                )
    return pd.DataFrame(rows), findings
