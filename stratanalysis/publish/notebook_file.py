"""Reading notebook files, without the two seconds that the format's library takes to load."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.errors import InvalidInputError, MissingInputError, UnknownNameError

if TYPE_CHECKING:
    import nbformat

__all__ = ["find_notebook", "installed_notebooks", "notebook_folder", "read_notebook"]

_GRAMMAR = "rfc3987_syntax"
"""Checks international addresses for jsonschema; builds a parser of its own when imported."""
_loading = threading.Lock()


def notebook_folder() -> Path:
    """Return the folder of the report notebooks: here, in a parent folder, or the installed copy.

    Raises
    ------
    MissingInputError
        None of them is there.
    """
    here, package = Path.cwd(), Path(__file__).resolve().parents[1]
    near = [parent / "notebooks" for parent in (here, *here.parents)]
    for folder in (*near, package.parent / "notebooks", package / "notebooks"):
        if any(folder.glob("[0-9]*.ipynb")):
            return folder
    raise MissingInputError(
        "no report notebooks were found", where=str(here), do="give the path of a notebook"
    )


def installed_notebooks() -> Path:
    """Return the folder of the notebooks that the package carries, or the project's own."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if any(folder.glob("[0-9]*.ipynb")):
            return folder
    raise MissingInputError(
        "the notebooks are not there", where=str(package), do="install the package again"
    )


def find_notebook(name: Path | str) -> Path:
    """Return a notebook given by path, by file name or by its short name, as ``overview``.

    Raises
    ------
    UnknownNameError
        No such notebook; the short names are listed.
    MissingInputError
        No such file.

    Examples
    --------
    >>> find_notebook("overview").name
    '00_overview.ipynb'
    """
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path
    known = {}
    for file in sorted(notebook_folder().glob("[0-9]*.ipynb")):
        known[file.stem.split("_", 1)[-1]] = file
        if path.name in (file.name, file.stem):
            return file
    if str(name) in known:
        return known[str(name)]
    if path.suffix == ".ipynb":
        raise MissingInputError("no such notebook", where=str(name))
    raise UnknownNameError("notebook", name, known)


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """Read a notebook file.

    Raises
    ------
    MissingInputError
        There is no such file.
    InvalidInputError
        It is not a notebook.
    """
    if "\x00" in str(path) or not path.is_file():
        raise MissingInputError("no such notebook", where=str(path))
    with _without_grammar():
        import nbformat

    try:
        found: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise InvalidInputError(
            f"the file is not a notebook: {str(error).splitlines()[0][:200]}", where=str(path)
        ) from error
    return found


@contextlib.contextmanager
def _without_grammar() -> Iterator[None]:
    """Let jsonschema load without a check that no notebook needs, where it is not loaded yet."""
    with _loading:
        if _GRAMMAR in sys.modules or "jsonschema" in sys.modules:
            yield
            return
        sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
        try:
            yield
        finally:
            del sys.modules[_GRAMMAR]
