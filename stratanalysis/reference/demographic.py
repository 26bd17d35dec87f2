"""The nation's and the oblasts' demographic tables among the project's reference data."""

from __future__ import annotations

import functools

import pandas as pd

from stratanalysis.errors import DataError, MissingInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference.tables import reference_folder

__all__ = ["reference_table"]

_NUMBERS = ("year", "age", "first_age", "value", "low", "high", "lower_80", "upper_80")


@functools.cache
def reference_table(name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read ``data/reference/NAME.csv`` once; do not change what it returns.

    Parameters
    ----------
    name : str
    columns : tuple of str
        Columns that must be there; others are kept.

    Returns
    -------
    DataFrame
        Years, ages, values and bounds as numbers, the rest as text.

    Raises
    ------
    MissingInputError
        The file is not there.
    DataError
        Columns are missing, or a number column holds something else.
    """
    file = reference_folder() / f"{name}.csv"
    if not file.is_file():
        raise MissingInputError("no such table", where=str(file), do="install the package again")
    table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    source = Source(file.name, 1)
    findings = [
        Finding(
            "missing-column", Severity.ERROR, source, "the column {column} is missing",
            {"column": column},
        )
        for column in columns
        if column not in table
    ]  # fmt: skip
    for column in set(_NUMBERS) & set(table.columns):
        values = pd.to_numeric(table[column].replace("", None), errors="coerce")
        wrong = values.isna() & (table[column] != "")
        findings += [
            Finding(
                "not-a-number",
                Severity.ERROR,
                Source(file.name, int(row) + 2, column),
                "{value} is not a number",
                {"value": table.loc[row, column]},
            )
            for row in table.index[wrong]
        ]
        table[column] = values
    if findings:
        raise DataError(f"{file.name} cannot be used", findings)
    return table
