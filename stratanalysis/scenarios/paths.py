"""Paths of a driver over the years: constant, linear, compound, logistic, table, official.

A path is a frozen dataclass; ``path.values(years)`` gives one number a year. Years before the
start of a path hold its first value and years after its end the last one, unless said otherwise.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.macro import MACRO_SERIES, macro_changes
from stratanalysis.finance.rules import RULE_SERIES, rule_path
from stratanalysis.reference.demographic import reference_table
from stratanalysis.scenarios.stated_numbers import check_year

__all__ = [
    "Compound",
    "Constant",
    "Linear",
    "Logistic",
    "OFFICIAL_SERIES",
    "Official",
    "Path",
    "Ramp",
    "Shock",
    "Step",
    "Sum",
    "TablePath",
    "launched",
]

Array = npt.NDArray[np.float64]
Years = Sequence[int] | npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Path:
    """Base of all paths; subclasses are plain data and one formula."""

    kind: ClassVar[str] = ""

    def values(self, years: Years) -> Array:
        """Return the value in each year, shape ``(len(years),)``."""
        raise TypeError(f"{type(self).__name__} has no formula")

    def _check(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, float | int) and not math.isfinite(value):
                raise InvalidInputError(
                    f"{field.name} of a {self.kind} path is {value}", expected="a finite number"
                )
            if field.name in ("from_year", "to_year", "year", "midpoint"):
                check_year(value, f"{field.name} of a {self.kind} path")

    def __post_init__(self) -> None:
        self._check()


@dataclass(frozen=True, slots=True)
class Constant(Path):
    """The same value in every year: ``v(t) = value``.

    Examples
    --------
    >>> Constant(0.5).values([2021, 2022]).tolist()
    [0.5, 0.5]
    """

    kind = "constant"
    value: float

    def values(self, years: Years) -> Array:
        """Return `value` for each year."""
        return np.full(np.shape(years), float(self.value))


@dataclass(frozen=True, slots=True)
class Linear(Path):
    """A straight line from `start` in `from_year` to `end` in `to_year`, level outside.

    ``v(t) = start + (end − start) · (t − from_year) / (to_year − from_year)``.
    Example: 10 in 2022 to 20 in 2027 is 14 in 2024.

    Examples
    --------
    >>> Linear(10, 20, 2022, 2027).values([2021, 2024, 2030]).tolist()
    [10.0, 14.0, 20.0]
    """

    kind = "linear"
    start: float
    end: float
    from_year: int
    to_year: int

    def __post_init__(self) -> None:
        self._check()
        _ordered(self.from_year, self.to_year, self.kind)

    def values(self, years: Years) -> Array:
        """Return the line's value in each year."""
        return np.interp(_floats(years), [self.from_year, self.to_year], [self.start, self.end])


@dataclass(frozen=True, slots=True)
class Compound(Path):
    """Growth at a constant rate from `from_year` on: ``v(t) = start · (1 + rate)^(t − from_year)``.

    Before `from_year` the value is `start`. A rate of −1 or less is refused.
    Example: 100 at 5 % is 110.25 after two years.

    Examples
    --------
    >>> Compound(100, 0.05, 2021).values([2021, 2023]).tolist()
    [100.0, 110.25]
    """

    kind = "compound"
    start: float
    rate: float
    from_year: int

    def __post_init__(self) -> None:
        self._check()
        if self.rate <= -1:
            raise InvalidInputError(
                f"rate of a compound path is {self.rate}", expected="a share above -1"
            )

    def values(self, years: Years) -> Array:
        """Return the compounded value in each year."""
        steps = np.maximum(_floats(years) - self.from_year, 0)
        values: Array = self.start * (1 + self.rate) ** steps
        return values


@dataclass(frozen=True, slots=True)
class Logistic(Path):
    """An S-curve from `start` to `end` around `midpoint`.

    ``v(t) = start + (end − start) / (1 + exp(−(t − midpoint) · ln 81 / duration))``; `duration`
    is the time from 10 % to 90 % of the way (Meyer, Yung and Ausubel 1999, *Technological
    Forecasting and Social Change* 61: 247-271). Half-way exactly in `midpoint`.

    Examples
    --------
    >>> Logistic(0, 1, 2030, 10).values([2025, 2030, 2035]).round(2).tolist()
    [0.1, 0.5, 0.9]
    """

    kind = "logistic"
    start: float
    end: float
    midpoint: float
    duration: float

    def __post_init__(self) -> None:
        self._check()
        if self.duration <= 0:
            raise InvalidInputError(
                f"duration of a logistic path is {self.duration}", expected="years above 0"
            )

    def values(self, years: Years) -> Array:
        """Return the curve's value in each year."""
        steps = (_floats(years) - self.midpoint) * math.log(81) / self.duration
        # tanh form: the same curve, without overflow far from the midpoint
        return self.start + (self.end - self.start) * 0.5 * (1 + np.tanh(steps / 2))


@dataclass(frozen=True, slots=True)
class TablePath(Path):
    """Given values by year, straight lines between them, level outside.

    Examples
    --------
    >>> TablePath(((2021, 1.0), (2023, 3.0))).values([2022, 2030]).tolist()
    [2.0, 3.0]
    """

    kind = "table"
    by_year: tuple[tuple[int, float], ...]

    def __post_init__(self) -> None:
        if not self.by_year:
            raise InvalidInputError("a table path has no values", expected="a value for a year")
        years = [year for year, _ in self.by_year]
        if sorted(set(years)) != years:
            raise InvalidInputError(
                "the years of a table path are not in order", expected="each year once, ascending"
            )
        for year, value in self.by_year:
            check_year(year, "a year of a table path")
            if not math.isfinite(value):
                raise InvalidInputError(
                    f"the value of a table path for {year} is {value}", expected="a finite number"
                )

    def values(self, years: Years) -> Array:
        """Return the given or interpolated value in each year."""
        known, given = zip(*self.by_year, strict=True)
        values: Array = np.interp(_floats(years), known, given)
        return values


@dataclass(frozen=True, slots=True)
class Step(Path):
    """One value before `year`, another from `year` on.

    Examples
    --------
    >>> Step(0, 0.01, 2025).values([2024, 2025, 2026]).tolist()
    [0.0, 0.01, 0.01]
    """

    kind = "step"
    before: float
    after: float
    year: int

    def values(self, years: Years) -> Array:
        """Return `before` or `after` for each year."""
        return np.where(np.asarray(years) < self.year, float(self.before), float(self.after))


@dataclass(frozen=True, slots=True)
class Shock(Path):
    """A jump of `size` in `year` that fades: ``v(t) = size · 2^(−(t − year) / half_life)``.

    Zero before `year`. With ``half_life = 0`` the shock lasts one year only. Displacement and
    return: a large outflow in one year, and half of what is left comes back each half-life.

    Examples
    --------
    >>> Shock(0.4, 2022, half_life=2).values([2021, 2022, 2024]).tolist()
    [0.0, 0.4, 0.2]
    """

    kind = "shock"
    size: float
    year: int
    half_life: float = 0.0

    def __post_init__(self) -> None:
        self._check()
        if self.half_life < 0:
            raise InvalidInputError(
                f"half_life of a shock is {self.half_life}", expected="years, 0 or more"
            )

    def values(self, years: Years) -> Array:
        """Return the shock in each year."""
        since = _floats(years) - self.year
        if self.half_life == 0:
            return np.where(since == 0, float(self.size), 0.0)
        with np.errstate(over="ignore"):  # a half-life of nearly nothing: the rest is zero
            left = 0.5 ** (np.maximum(since, 0) / self.half_life)
        faded: Array = np.where(since < 0, 0.0, self.size * left)
        return faded


@dataclass(frozen=True, slots=True)
class Ramp(Path):
    """A project that starts in `from_year` and reaches `size` in `to_year`.

    Zero before `from_year`; ``v(t) = size · (t − from_year + 1) / (to_year − from_year + 1)``
    within; `size` after, so the first year already has its part.

    Examples
    --------
    >>> Ramp(300, 2024, 2026).values([2023, 2024, 2026]).tolist()
    [0.0, 100.0, 300.0]
    """

    kind = "ramp"
    size: float
    from_year: int
    to_year: int

    def __post_init__(self) -> None:
        self._check()
        _ordered(self.from_year, self.to_year + 1, self.kind)

    def values(self, years: Years) -> Array:
        """Return the part of the project that works in each year."""
        return np.interp(_floats(years), [self.from_year - 1, self.to_year], [0.0, self.size])


@dataclass(frozen=True, slots=True)
class Sum(Path):
    """The sum of several paths."""

    kind = "sum"
    parts: tuple[Path, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise InvalidInputError("a sum path has no parts", expected="one path or more")

    def values(self, years: Years) -> Array:
        """Return the sum of the parts in each year."""
        total: Array = np.sum([part.values(years) for part in self.parts], axis=0)
        return total


@dataclass(frozen=True, slots=True)
class Official(Path):
    """What was published: a series of ``macro_paths.csv``, or a rule of ``budget_rules.csv``.

    Attributes
    ----------
    series : str
        One of :data:`stratanalysis.finance.macro.MACRO_SERIES` (yearly changes) or of
        :data:`stratanalysis.finance.rules.RULE_SERIES`, or ``"total_fertility_rate"``,
        ``"life_expectancy_women"``, ``"life_expectancy_men"``: the nation's levels by the United
        Nations (2024), whatever the scenario and the day.
    scenario : str
        Of the act; empty for the one that was chosen for the budget.
    as_of : str
        Day of the launch, as ``2025-09-30``; empty for the newest publication, or for the day that
        the run gives (:func:`launched`).
    """

    kind = "official"
    series: str
    scenario: str = ""
    as_of: str = ""

    def __post_init__(self) -> None:
        if self.series not in OFFICIAL_SERIES:
            raise UnknownNameError("published path", self.series, OFFICIAL_SERIES)
        self.values([_FIRST_CHANGE])

    def values(self, years: Years) -> Array:
        """Return the published change, or the rule, of each year."""
        if self.series in _PEOPLE:
            return _nation(_PEOPLE[self.series], years)
        known = [max(int(year), _FIRST_CHANGE) for year in years]
        if self.series in RULE_SERIES:
            return rule_path(self.series, [int(year) for year in years])
        published = _published(self.series, self.scenario, self.as_of, tuple(known))
        return np.array(published, dtype=np.float64)


_PEOPLE = {
    "total_fertility_rate": "total_fertility_rate",
    "life_expectancy_women": "life_expectancy_female",
    "life_expectancy_men": "life_expectancy_male",
}
"""Series of the nation's people, with their names in ``ukraine_demographic_drivers.csv``."""


@functools.lru_cache(maxsize=1024)
def _published(series: str, scenario: str, as_of: str, years: tuple[int, ...]) -> tuple[float, ...]:
    found = macro_changes(series, years, as_of=as_of or None, scenario=scenario)
    return tuple(float(change) for change in found)


OFFICIAL_SERIES = (*MACRO_SERIES, *RULE_SERIES, *_PEOPLE)
_FIRST_CHANGE = 2021
"""First year whose published change is known; earlier years hold it."""


def _nation(variable: str, years: Years) -> Array:
    """The United Nations' level of each year; years beyond the table hold its ends."""
    table = reference_table("ukraine_demographic_drivers", ("year", "variable", "value"))
    rows = table[table["variable"] == variable].sort_values("year")
    known = rows["year"].to_numpy(dtype=float), rows["value"].to_numpy(dtype=float)
    return np.asarray(np.interp(_floats(years), *known))


def launched(path: Path, as_of: str) -> Path:
    """The path as it was known on a day; a path with a day of its own keeps it."""
    if isinstance(path, Official) and not path.as_of:
        return Official(path.series, path.scenario, as_of)
    if isinstance(path, Sum):
        return Sum(tuple(launched(part, as_of) for part in path.parts))
    return path


def _floats(years: Years) -> Array:
    return np.asarray(years, dtype=np.float64)


def _ordered(first: int, last: int, kind: str) -> None:
    if last <= first:
        raise InvalidInputError(
            f"a {kind} path runs from {first} to {last}", expected="a later end than start"
        )
