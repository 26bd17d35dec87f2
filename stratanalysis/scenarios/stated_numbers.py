"""Numbers of a scenario file, read strictly."""

from __future__ import annotations

import math
from typing import Any

from stratanalysis.errors import InvalidInputError

__all__ = ["check_year", "finite", "whole"]


def whole(value: Any, most: int) -> int:
    """A whole number from 0 to `most`; a text of digits will do, true and 1.5 will not."""
    if isinstance(value, bool) or not isinstance(value, int | str | float):
        raise TypeError
    number = int(value)
    if number != (float(value) if isinstance(value, float) else number) or not 0 <= number <= most:
        raise ValueError
    return number


def finite(value: Any) -> float:
    """A number that is no infinity and no NaN; true and false are none."""
    if isinstance(value, bool) or not math.isfinite(float(value)):
        raise ValueError
    return float(value)


def check_year(value: float, what: str) -> None:
    """Refuse a year that no projection has."""
    if not 1900 <= value <= 2200:
        raise InvalidInputError(f"{what} is {value}", expected="a year from 1900 to 2200")
