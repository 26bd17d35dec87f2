"""Bringing two versions of a table together, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Merged", "merge_rows"]

_CONFLICTS = ("column", "base", "mine", "theirs")
_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Merged:
    """Two versions brought together.

    Attributes
    ----------
    frame : pandas.DataFrame
        Rows of `theirs` in their order, then the new rows of `mine`. Where the two disagree it
        holds the value of `theirs`.
    conflicts : pandas.DataFrame
        One row a cell in which both differ from the base and from each other: the key columns,
        ``column, base, mine, theirs``. ``column`` is empty where one side removed the row and the
        other changed it; the row is then kept.
    """

    frame: pd.DataFrame
    conflicts: pd.DataFrame


def merge_rows(
    base: pd.DataFrame | None, mine: pd.DataFrame, theirs: pd.DataFrame, keys: Sequence[str]
) -> Merged:
    """Merge two versions of a table that come from a common one.

    A cell that only one side has changed takes that side's value; a row that only one side has
    added or removed is added or removed. Everything else is a conflict, and is listed.

    Parameters
    ----------
    base : pandas.DataFrame or None
        The common version. Without one nothing is ever removed, an empty cell gives way to a
        filled one, and two different values are a conflict.
    mine, theirs : pandas.DataFrame
        The two versions, with the columns of `base`.
    keys : sequence of str
        Columns that name a row; all columns where it is empty. Missing keys are equal to each
        other.

    Returns
    -------
    Merged

    Raises
    ------
    InvalidInputError
        Columns differ, a key is not among them, or occurs twice in one version.

    Examples
    --------
    >>> import pandas as pd
    >>> old = pd.DataFrame({"year": [2023], "value": [1.0]})
    >>> mine = pd.DataFrame({"year": [2023, 2024], "value": [1.0, 2.0]})
    >>> theirs = pd.DataFrame({"year": [2023], "value": [5.0]})
    >>> merge_rows(old, mine, theirs, ["year"]).frame["value"].tolist()
    [5.0, 2.0]
    """
    import pandas as pd

    columns = [str(name) for name in theirs.columns]
    versions = {"mine": mine, "theirs": theirs} | ({} if base is None else {"base": base})
    names = list(keys) or columns
    for version, frame in versions.items():
        if set(map(str, frame.columns)) != set(columns) or not set(names) <= set(columns):
            raise InvalidInputError(
                f"the columns of {version!r} are {', '.join(map(str, frame.columns))}",
                expected=f"{', '.join(columns)}, with the keys {', '.join(names)}",
            )
    old = {} if base is None else _by_key(base, names, "base")
    own, other = _by_key(mine, names, "mine"), _by_key(theirs, names, "theirs")
    rows: list[dict[str, Any]] = []
    conflicts: list[dict[str, Any]] = []
    for key in [*other, *(key for key in own if key not in other)]:
        row, found = _merged_row(old.get(key), own.get(key), other.get(key), columns, names)
        rows += [] if row is None else [row]
        conflicts += [dict(zip(names, key, strict=True)) | entry for entry in found]
    frame = pd.DataFrame(rows, columns=columns)
    for name in columns:
        if str(frame[name].dtype) != str(theirs[name].dtype):
            try:
                frame[name] = frame[name].astype(theirs[name].dtype)
            except (TypeError, ValueError):
                frame[name] = frame[name].astype(mine[name].dtype)
    listed = list(dict.fromkeys([*names, *_CONFLICTS]))
    return Merged(frame, pd.DataFrame(conflicts, columns=listed))


def _plain(value: Any) -> Any:
    """A cell to compare: every missing value is None."""
    import pandas as pd

    return None if pd.isna(value) else value


def _by_key(frame: pd.DataFrame, names: Sequence[str], version: str) -> dict[tuple[Any, ...], _Row]:
    rows: dict[tuple[Any, ...], _Row] = {}
    for record in frame.to_dict("records"):
        row = {str(name): _plain(value) for name, value in record.items()}
        key = tuple(row[name] for name in names)
        if key in rows:
            shown = ", ".join(f"{name} = {value}" for name, value in zip(names, key, strict=True))
            raise InvalidInputError(
                f"the key {shown} is in {version!r} more than once", expected="every key once"
            )
        rows[key] = row
    return rows


def _merged_row(
    old: _Row | None,
    mine: _Row | None,
    theirs: _Row | None,
    columns: Sequence[str],
    names: Sequence[str],
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """One row of the result, or None where it is removed, and its conflicts."""
    if mine is None or theirs is None:
        left = theirs if mine is None else mine
        if old is None or left is None:
            return (None if left is None else dict(left)), []
        if left == old:
            return None, []
        gone = {"column": "", "base": None, "mine": None, "theirs": None}
        return dict(left), [gone]
    row: dict[str, Any] = {}
    conflicts = []
    for name in columns:
        one, other = mine[name], theirs[name]
        before = None if old is None else old[name]
        if one in (other, before):
            row[name] = other
        elif other == before:
            row[name] = one
        else:
            row[name] = other
            if name not in names:
                conflicts.append({"column": name, "base": before, "mine": one, "theirs": other})
    return row, conflicts
