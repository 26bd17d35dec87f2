"""Tables of all communities, read by contract and once (:mod:`stratanalysis.tables.country`)."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.data_folder import data_folder
from stratanalysis.errors import DataError, MissingInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference.tables import reference_folder
from stratanalysis.tables.country import COUNTRY_TABLES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["country_rows", "country_table", "forget_tables"]

_CONTRACTS = {contract.name: contract for contract in COUNTRY_TABLES}
_DTYPES = {"text": "str", "integer": "Int64", "number": "float64"}


def country_table(name: str) -> pd.DataFrame:
    """Read a table of all communities; do not change what it returns.

    Parameters
    ----------
    name : str
        Name of a contract of :data:`stratanalysis.tables.country.COUNTRY_TABLES`.

    Returns
    -------
    DataFrame
        Columns of the contract; text is text (codes keep their zeros), empty cells are missing.

    Raises
    ------
    UnknownNameError
        No such table.
    MissingInputError
        The file is not there.
    DataError
        Columns are not those of the contract.

    Examples
    --------
    >>> people = country_table("hromada_population")
    >>> int(people.loc[people["year"] == 2022, "value"].sum())  # the nation without Kyiv
    38215034
    """
    if name not in _CONTRACTS:
        raise UnknownNameError("reference table", name, _CONTRACTS)
    own = data_folder() / "reference"
    return _read(_folder_of(name, own), name)


def forget_tables() -> None:
    """Read every table again when it is asked for; for those who have written one."""
    _read.cache_clear()


def _folder_of(name: str, own: Path) -> Path:
    """Folder that holds the table: a user's newer edition of it comes before the shipped one."""
    for ending in (".csv", ".csv.gz"):
        if (own / f"{name}{ending}").is_file():
            return own
    return reference_folder()


def country_rows(name: str, katottg: str) -> pd.DataFrame:
    """Rows of one community in a table of all; empty where the table does not have it."""
    table = country_table(name)
    return table[table["katottg"] == katottg].reset_index(drop=True)


@functools.cache
def _read(folder: Path, name: str) -> pd.DataFrame:
    import pandas as pd

    contract = _CONTRACTS[name]
    files = [folder / f"{name}.csv", folder / f"{name}.csv.gz"]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        raise MissingInputError(
            "no such table", where=str(files[0]), do="install the package again"
        )
    kinds = {column.name: _DTYPES[column.kind] for column in contract.columns}
    header = pd.read_csv(file, nrows=0).columns
    if list(header) != contract.names:
        why = "the columns are not those of the contract: {expected}"
        values = {"expected": ", ".join(contract.names)}
        problem = Finding("unknown-column", Severity.ERROR, Source(file.name, 1), why, values)
        raise DataError(f"{file.name} cannot be used", [problem])
    return pd.read_csv(file, dtype=kinds, keep_default_na=False, na_values=[""])
