"""Where the reference tables of the budget stand: codes, price assumptions, dated rules."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from stratanalysis.errors import DataError, MissingInputError
from stratanalysis.findings import Finding, Severity, Source

__all__ = ["read_reference", "reference_folder"]


def reference_folder() -> Path:
    """Folder of the reference tables: ``data/reference`` of the project, or the installed copy.

    Raises
    ------
    MissingInputError
        Neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent / "data" / "reference", package / "data" / "reference"):
        if folder.is_dir():
            return folder
    raise MissingInputError(
        "the reference tables are not there",
        where=str(package.parent / "data" / "reference"),
        do="install the package again, or give the path of the table",
    )


def read_reference(
    name: str,
    columns: tuple[str, ...],
    *,
    numbers: tuple[str, ...] = (),
    path: Path | str | None = None,
) -> pd.DataFrame:
    """Read a reference table; every column is text except those named in `numbers`.

    Parameters
    ----------
    name : str
        File name in :func:`reference_folder`.
    columns : tuple of str
        Columns that must be there; others are kept.
    numbers : tuple of str, optional
        Columns to read as numbers; empty is missing.
    path : path, optional
        Another file instead.

    Raises
    ------
    MissingInputError
        The file is not there.
    DataError
        A column is missing, or a cell of a number column is not a number.
    """
    file = Path(path) if path is not None else reference_folder() / name
    if not file.is_file():
        raise MissingInputError("no such table", where=str(file), expected=f"a CSV like {name}")
    table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    problems = [
        Finding(
            "missing-column",
            Severity.ERROR,
            Source(file.name, 1, column),
            "The column {column} is missing.",
            {"column": column},
        )
        for column in columns
        if column not in table
    ]
    for column in numbers:
        if column not in table:
            continue
        values = pd.to_numeric(table[column].str.strip().replace("", None), errors="coerce")
        bad = values.isna() & (table[column].str.strip() != "")
        problems += [
            Finding(
                "not-a-number",
                Severity.ERROR,
                Source(file.name, int(row) + 2, column, str(table.loc[row, column])),
                "{value} is not a number.",
                {"value": table.loc[row, column]},
            )
            for row in table.index[bad]
        ]
        table[column] = values
    if problems:
        raise DataError(f"{file.name} cannot be used", problems)
    return table
