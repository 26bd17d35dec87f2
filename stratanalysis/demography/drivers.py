"""Rates given in a compact form, so that ensembles need not spell out every age and draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.errors import InvalidInputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Interpolated", "Scaled"]


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """A level by time multiplied by an age pattern, ``level(..., t) · pattern(..., t, age)``.

    Attributes
    ----------
    level : ndarray, shape (..., time)
        Total fertility rate, total or crude rate of net migration.
    pattern : ndarray, shape (..., time or 1, age) for fertility, (..., time or 1, sex, age) else
        Value at level 1.
    """

    level: NDArray[np.float64]
    pattern: NDArray[np.float64]

    def dense(self, tail: int) -> NDArray[np.float64]:
        """All values written out; `tail` is 1 for fertility, 2 for migration."""
        return self.level[(..., *[None] * tail)] * self.pattern


@dataclass(frozen=True, slots=True, eq=False)
class Interpolated:
    """A table over levels, read between its rows by straight lines.

    Attributes
    ----------
    grid : ndarray, shape (levels,)
        Evenly spaced levels, ascending, for instance life expectancy in years.
    table : ndarray, shape (levels, sex, age)
        Survival ratios at the levels.
    level : ndarray, shape (..., time, sex)
        Levels wanted, inside the grid.
    """

    grid: NDArray[np.float64]
    table: NDArray[np.float64]
    level: NDArray[np.float64]

    def __post_init__(self) -> None:
        steps = np.diff(self.grid)
        if self.grid.size < 2 or steps.min() <= 0 or not np.allclose(steps, steps[0]):
            raise InvalidInputError(
                "the grid is not evenly spaced and ascending", where="grid", expected="linspace"
            )
        if self.table.shape[0] != self.grid.size:
            raise InvalidInputError(
                f"the table has {self.table.shape[0]} rows for {self.grid.size} levels",
                where="table",
                expected="one row a level",
            )
        low, high = np.min(self.level), np.max(self.level)
        if not (low >= self.grid[0] - 1e-9 and high <= self.grid[-1] + 1e-9):
            raise InvalidInputError(
                f"levels {low:g} to {high:g} leave the grid {self.grid[0]:g} to {self.grid[-1]:g}",
                where="level",
                expected="finite levels inside the grid",
                do="make the table with wider bounds",
            )

    @property
    def position(self) -> NDArray[np.float64]:
        """Row numbers with fractions, shape ``(..., time, sex)``."""
        place = (self.level - self.grid[0]) / (self.grid[1] - self.grid[0])
        return np.asarray(np.clip(place, 0.0, self.grid.size - 1.0))

    def dense(self) -> NDArray[np.float64]:
        """All values written out, shape ``(..., time, sex, age)``."""
        place = self.position
        row = np.minimum(place.astype(np.int64), self.grid.size - 2)
        weight = (place - row)[..., None]
        sex = np.arange(self.table.shape[1])
        low, high = self.table[row, sex], self.table[row + 1, sex]
        return np.asarray(low + weight * (high - low))
