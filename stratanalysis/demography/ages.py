"""Sexes, age groups and their widths.

Arrays of the demographic modules have the axes ``(..., sex, age)``; sex runs over :data:`SEXES`,
age over groups whose widths are given in years, the last one open (``inf``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import InvalidInputError, UnknownNameError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "SEXES",
    "abridged_ages",
    "age_starts",
    "checked_widths",
    "five_year_ages",
    "single_ages",
]

SEXES = ("female", "male")
"""Order of the sex axis."""


def single_ages(open_age: int = 100) -> NDArray[np.float64]:
    """Widths of single ages ``0, 1, ..., open_age+``.

    Parameters
    ----------
    open_age : int
        First age of the open group, at least 1.

    Returns
    -------
    ndarray, shape (open_age + 1,)
        Years; the last is ``inf``.
    """
    return _groups(np.arange(open_age + 1.0))


def five_year_ages(open_age: int = 100) -> NDArray[np.float64]:
    """Widths of the groups ``0-4, 5-9, ..., open_age+``; `open_age` is a multiple of 5."""
    return _groups(np.arange(0.0, open_age + 1, 5))


def abridged_ages(open_age: int = 100) -> NDArray[np.float64]:
    """Widths of the groups ``0, 1-4, 5-9, ..., open_age+`` of an abridged life table."""
    return _groups(np.concatenate([[0.0, 1.0], np.arange(5.0, open_age + 1, 5)]))


def _groups(starts: NDArray[np.float64]) -> NDArray[np.float64]:
    if starts.size < 2:
        raise InvalidInputError(
            "the open age leaves fewer than two groups", where="open_age", expected="at least 5"
        )
    return np.append(np.diff(starts), np.inf)


def checked_widths(age_widths: ArrayLike, groups: int) -> NDArray[np.float64]:
    """Widths as an array, refused unless they are positive, `groups` many and open at the end."""
    widths = np.asarray(age_widths, dtype=float)
    if widths.shape != (groups,):
        raise InvalidInputError(
            f"age_widths has shape {widths.shape}",
            where="age_widths",
            expected=f"one width for each of the {groups} age groups",
            do="use single_ages(), abridged_ages() or five_year_ages()",
        )
    if not np.isposinf(widths[-1]) or not np.all(np.isfinite(widths[:-1])) or widths.min() <= 0:
        raise InvalidInputError(
            "the widths are not positive years with an open last group",
            where="age_widths",
            expected="positive numbers and inf at the end",
        )
    return widths


def age_starts(age_widths: ArrayLike) -> NDArray[np.float64]:
    """First ages of the groups: 0 and the running sum of the closed widths."""
    widths = np.asarray(age_widths, dtype=float)
    return np.concatenate([[0.0], np.cumsum(widths[:-1])])


def checked_sex(sex: object) -> str:
    """One name of :data:`SEXES`."""
    if sex not in SEXES:
        raise UnknownNameError("sex", sex, SEXES)
    return str(sex)
