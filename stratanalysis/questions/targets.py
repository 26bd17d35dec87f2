"""Targets, and which of them are reached under which scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.projection.budget_model import Array
from stratanalysis.projection.run import in_prices
from stratanalysis.scenarios.variables import is_money

if TYPE_CHECKING:
    pass

__all__ = ["DIRECTIONS", "Target"]

DIRECTIONS = ("at_least", "at_most")
ROUNDING = 1e-9
"""What is nothing next to a target: 0.1 + 0.2 reaches 0.3."""


@dataclass(frozen=True, slots=True)
class Target:
    """A value that a variable of the projection is to reach.

    Attributes
    ----------
    variable : str
    value : float
        In the variable's unit.
    by : int
        Year.
    direction : {"at_least", "at_most"}
    price_basis : {"", "nominal", "real"}
        Needed for money.
    label : mapping
        Name for the reader, by language code.
    """

    variable: str
    value: float
    by: int
    direction: str = "at_least"
    price_basis: str = ""
    label: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.direction not in DIRECTIONS:
            raise UnknownNameError("direction", self.direction, DIRECTIONS)
        if not np.isfinite(self.value):
            raise InvalidInputError(
                f"the target is {self.value}", where=self.variable, expected="a finite number"
            )
        bases = ("nominal", "real") if is_money(self.variable) else ("",)
        if self.price_basis not in bases:
            raise InvalidInputError(
                f"the price basis of {self.variable} is {self.price_basis!r}",
                where="target",
                expected=" or ".join(map(repr, bases)),
            )

    def reached(self, values: Array) -> npt.NDArray[np.bool_]:
        """Whether each value is there, within the rounding of sums; missing values are not."""
        hair = ROUNDING * max(abs(self.value), 1.0)
        if self.direction == "at_least":
            return values >= self.value - hair
        return values <= self.value + hair

    def place(self, years: Sequence[int]) -> int:
        """Position of the target's year.

        Raises
        ------
        InvalidInputError
            The year is the base year or before it, or beyond the horizon.
        """
        if not years[0] < self.by <= years[-1]:
            raise InvalidInputError(
                f"the target year is {self.by}",
                where=self.variable,
                expected=f"a year from {years[0] + 1} to {years[-1]}",
            )
        return self.by - years[0]


def value_of(results: Mapping[str, Array], target: Target, place: int) -> Array:
    """Values of the target's variable in its year, shape of the leading axes.

    Raises
    ------
    UnknownNameError
        The variable is not projected.
    """
    if target.variable not in results:
        raise UnknownNameError("variable of the projection", target.variable, results)
    prices = results["price_level"]
    values = in_prices(target.variable, results[target.variable], prices, basis=target.price_basis)
    chosen: Array = values[..., place]
    return chosen
