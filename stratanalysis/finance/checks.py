"""What the functions on budget lines accept, and the checks that they share."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from stratanalysis.errors import InvalidInputError

__all__ = ["Values", "as_share", "not_negative"]

Values: TypeAlias = Any
"""A number, a numpy array (any leading axes, time last) or a pandas Series; they broadcast."""


def not_negative(name: str, values: Values) -> Values:
    """Return `values`, or say which of them is negative.

    Parameters
    ----------
    name : str
        Name of the parameter, for the message.
    values : float, array or Series
        Missing values (NaN) pass.

    Raises
    ------
    InvalidInputError
        A value is below zero, or is not a number at all.
    """
    try:
        below = np.asarray(values, dtype=float) < 0
    except (TypeError, ValueError):
        raise InvalidInputError(
            f"{name} is not a number: {str(values)[:60]!r}", where=name, expected="numbers or NaN"
        ) from None
    if np.any(below):
        where = tuple(int(i) for i in np.argwhere(below)[0])
        value = float(np.asarray(values)[where])
        place = f" at position {where if len(where) > 1 else where[0]}" if where else ""
        raise InvalidInputError(
            f"{name} is negative ({value:g}){place}", where=name, expected="zero or more, or NaN"
        )
    return values


def as_share(name: str, values: Values) -> Values:
    """Return `values`, or say that a share lies outside 0 to 1 (64 is not 0.64).

    Raises
    ------
    InvalidInputError
        A value is below zero or above one.
    """
    not_negative(name, values)
    above = np.asarray(values, dtype=float) > 1
    if np.any(above):
        worst = float(np.nanmax(np.asarray(values, dtype=float)))
        raise InvalidInputError(
            f"{name} is {worst:g}",
            where=name,
            expected="a share from 0 to 1",
            do="write 64 percent as 0.64" if worst <= 100 else None,
        )
    return values
