"""Where the reference tables of the budget are: codes, price assumptions, dated rules."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from stratanalysis.csv_tables import read_table
from stratanalysis.errors import DataError, MissingInputError, UnknownNameError
from stratanalysis.tables.budget import BUDGET_TABLES

__all__ = ["read_reference", "reference_folder"]

_CONTRACTS = {contract.name: contract for contract in BUDGET_TABLES}


def reference_folder(given: Path | str | None = None) -> Path:
    """Folder of the reference tables: ``data/reference`` of the project, or the installed copy.

    Parameters
    ----------
    given : path, optional
        A folder that counts if it is there; a notebook elsewhere names one that is not.

    Raises
    ------
    MissingInputError
        Neither is there.
    """
    if given is not None and Path(given).is_dir():
        return Path(given)
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent / "data" / "reference", package / "data" / "reference"):
        if folder.is_dir():
            return folder
    raise MissingInputError(
        "the reference tables are not there",
        where=str(package.parent / "data" / "reference"),
        do="install the package again, or give the path of the table",
    )


def read_reference(name: str, *, path: Path | str | None = None) -> pd.DataFrame:
    """Read a reference table by its contract (:data:`stratanalysis.tables.budget.BUDGET_TABLES`).

    Parameters
    ----------
    name : str
        Name of the contract, which is also the file's.
    path : path, optional
        A table of one's own with the same columns, instead of that in :func:`reference_folder`.

    Returns
    -------
    DataFrame
        Empty cells of text are empty text; empty cells of numbers are NaN.

    Raises
    ------
    MissingInputError
        The file is not there.
    DataError
        Every place where the file breaks its contract.
    """
    if name not in _CONTRACTS:
        raise UnknownNameError("reference table", name, _CONTRACTS)
    contract = _CONTRACTS[name]
    file = Path(path) if path is not None else reference_folder() / f"{name}.csv"
    table, findings = read_table(file, contract)
    if findings:
        raise DataError(f"{file.name} cannot be used", findings)
    words = [column.name for column in contract.columns if column.kind == "text"]
    whole = [column.name for column in contract.columns if column.kind == "integer"]
    return table.assign(**{word: table[word].fillna("") for word in words}).astype(
        dict.fromkeys(whole, "int64")
    )
