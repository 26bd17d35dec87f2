"""Executed expenditure of all communities in three classifications (KSE, openbudget.gov.ua)."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.documents.workbook import cell_name, open_workbook
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.official.budget import WHOLE_BUDGET
from stratanalysis.reference.codes import budget_code

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["programme_groups", "read_expenditures"]

_KOPIYKA = 0.01
_SERIES = re.compile(r"(prog|econ|func)_(\d{4})")
_CLASSIFICATIONS = {"prog": "programme", "econ": "economic", "func": "functional"}


def read_expenditures(
    path: Path | str, *, katottg: Collection[str] | None = None
) -> tuple[pd.DataFrame, list[Finding]]:
    """Read the KSE workbook of executed expenditure by community.

    Parameters
    ----------
    path : path-like
        .xlsx: hromada_code, budget_code, year and the columns ``prog_XXXX``, ``econ_XXXX``,
        ``func_XXXX``, UAH.
    katottg : collection of str, optional
        Only these communities.

    Returns
    -------
    table : pandas.DataFrame
        katottg, budget_code, year, period, classification (programme, economic, functional),
        code (4 digits), fund, value, unit, price_basis, source_place (sheet and cell). Each
        classification is the whole expenditure once; never add two of them. Zeros stay.
    findings : list of Finding
        ``classifications-differ``: the three totals of a community disagree; and those on codes.
    """
    import numpy as np
    import pandas as pd
    from openpyxl.utils import get_column_letter

    document = Path(path).name
    wanted = None if katottg is None else set(katottg)
    keys: list[tuple[str, str, int, int]] = []
    amounts: list[list[object]] = []
    findings: list[Finding] = []
    with open_workbook(path) as workbook:
        sheet = workbook.worksheets[0]
        title = sheet.title.strip()
        rows = sheet.iter_rows(values_only=True)
        header = [str(name) for name in next(rows, ())]
        found = [(i, _SERIES.fullmatch(name)) for i, name in enumerate(header)]
        columns = [(i, _CLASSIFICATIONS[name[1]], name[2]) for i, name in found if name]
        if not {"hromada_code", "budget_code", "year"} <= set(header) or not columns:
            raise InvalidInputError(
                "the columns of the expenditure table are missing",
                where=f"{document}, sheet {title}",
                expected="hromada_code, budget_code, year and columns as prog_0150, econ_2110",
            )
        places = [header.index(name) for name in ("hromada_code", "budget_code", "year")]
        for line, cells in enumerate(rows, start=2):
            community, written, year = (str(cells[i]) for i in places)
            if cells[places[0]] is None or (wanted is not None and community not in wanted):
                continue
            spot = Source(document, place=cell_name(title, line, places[1] + 1))
            budget, problems = budget_code(written, source=spot)
            findings += problems
            keys.append((community, budget, int(year), line))
            amounts.append([cells[i] for i, _, _ in columns])
    values = np.array(amounts, dtype=float).reshape(len(keys), len(columns))
    table = pd.DataFrame(keys, columns=["katottg", "budget_code", "year", "line"])
    table = table.loc[table.index.repeat(len(columns))].reset_index(drop=True)
    table["classification"] = np.tile([name for _, name, _ in columns], len(keys))
    table["code"] = np.tile([code for _, _, code in columns], len(keys))
    table["value"] = values.ravel()
    letters = [f"{title}!{get_column_letter(i + 1)}" for i, _, _ in columns]
    table["source_place"] = [f"{cell}{key[3]}" for key in keys for cell in letters]
    table = table.assign(period="year", **WHOLE_BUDGET)
    findings += _classification_findings(table, document, title)
    order = ["katottg", "budget_code", "year", "period", "classification", "code", "fund", "value"]
    return table[[*order, "unit", "price_basis", "source_place"]], findings


def _classification_findings(table: pd.DataFrame, document: str, sheet: str) -> list[Finding]:
    totals = table.pivot_table(
        index=["katottg", "year", "line"], columns="classification", values="value", aggfunc="sum"
    )
    findings = []
    differ = totals[totals.max(axis=1) - totals.min(axis=1) > _KOPIYKA]
    for (community, year, line), row in zip(
        differ.index.tolist(), differ.to_dict("records"), strict=True
    ):
        values = {
            "code": community,
            "year": year,
            "totals": ", ".join(f"{name} {value:.2f}" for name, value in row.items()),
        }
        why = "{code}, {year}: expenditure differs between the classifications: {totals}"
        source = Source(document, place=f"{sheet}!{line}", text=str(community))
        findings.append(Finding("classifications-differ", Severity.WARNING, source, why, values))
    return findings


def programme_groups(table: pd.DataFrame) -> pd.DataFrame:
    """Roll programme codes up to their groups: 0150 to 0100, 1021 to 1000, 9110 to 9000.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`read_expenditures` gives it; other classifications stay as they are.

    Returns
    -------
    pandas.DataFrame
        The same columns; `source_place` names the first and last cell that were added. A missing
        amount makes its group missing.
    """
    import pandas as pd

    programme = table["classification"] == "programme"
    part = table[programme].copy()
    part["code"] = ["0100" if code[0] == "0" else f"{code[0]}000" for code in part["code"]]
    keys = [name for name in table.columns if name not in ("value", "source_place")]
    places = part.groupby(keys, sort=False)["source_place"]
    rolled = part.groupby(keys, sort=False)["value"].sum(skipna=False).round(2).to_frame()
    last = places.last().str.split("!").str[-1]
    rolled["source_place"] = places.first() + ":" + last
    return pd.concat([rolled.reset_index()[table.columns], table[~programme]], ignore_index=True)
