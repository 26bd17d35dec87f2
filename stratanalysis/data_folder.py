"""Find the data folder: communities and reference tables."""

from __future__ import annotations

import os
from pathlib import Path

from stratanalysis.errors import MissingInputError

__all__ = ["DATA_VARIABLE", "data_folder"]

DATA_VARIABLE = "STRATANALYSIS_DATA"
"""Environment variable that names the data folder."""


def data_folder(data: Path | str | None = None) -> Path:
    """Return the folder that holds ``communities/`` (and, in the project, ``reference/``).

    The first that exists of: the parameter, the environment variable ``STRATANALYSIS_DATA``,
    ``data`` in the working directory or in one of its parents, the copy installed with the
    package. Where none has communities, ``data`` in the working directory: the communities of the
    country are opened from the reference tables.

    Parameters
    ----------
    data : path-like, optional
        A folder of one's own; it must exist.

    Raises
    ------
    MissingInputError
        The folder named by the parameter or the variable is missing.

    Examples
    --------
    >>> (data_folder() / "communities" / "example").is_dir()
    True
    """
    for given, where in ((data, "data"), (os.environ.get(DATA_VARIABLE), DATA_VARIABLE)):
        if given:
            folder = Path(given)
            if folder.is_dir():
                return folder
            raise MissingInputError(
                "no such folder",
                where=f"{where}: {folder}",
                expected="a folder with communities/",
                do="give its path, or leave it out to search for it",
            )
    here = Path.cwd()
    package = Path(__file__).resolve().parent
    near = [parent / "data" for parent in (here, *here.parents)]
    for folder in (*near, package.parent / "data", package / "data"):
        if (folder / "communities").is_dir():
            return folder
    return here / "data"
