"""Paths of a driver over the years: constant, linear, compound, logistic, table and so on.

A path is a frozen dataclass; ``path.values(years)`` gives one number a year. Years before the
start of a path hold its first value and years after its end the last one, unless said otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from stratanalysis.errors import InvalidInputError, UnknownNameError

__all__ = [
    "Compound",
    "Constant",
    "Linear",
    "Logistic",
    "Path",
    "Ramp",
    "Shock",
    "Step",
    "Sum",
    "TablePath",
    "path_from_mapping",
    "path_to_mapping",
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


_KINDS: dict[str, type[Path]] = {
    cls.kind: cls
    for cls in (Constant, Linear, Compound, Logistic, TablePath, Step, Shock, Ramp, Sum)
}


def _floats(years: Years) -> Array:
    return np.asarray(years, dtype=np.float64)


def _ordered(first: int, last: int, kind: str) -> None:
    if last <= first:
        raise InvalidInputError(
            f"a {kind} path runs from {first} to {last}", expected="a later end than start"
        )


def path_from_mapping(raw: Mapping[str, Any]) -> Path:
    """Make a path from plain data, as the scenario files hold it.

    Parameters
    ----------
    raw : mapping
        ``kind`` and the parameters of that kind: ``{kind = "constant", value = -0.01}``,
        ``{kind = "table", 2022 = 0.1, 2025 = 0.2}``, ``{kind = "sum", parts = [...]}``.

    Raises
    ------
    UnknownNameError
        An unknown kind or parameter.
    InvalidInputError
        A parameter is missing, is not a number, is not finite, or years are out of order.
    """
    if not isinstance(raw, Mapping):
        raise InvalidInputError(
            f"a path is {raw!r}", expected='a table as { kind = "constant", value = 0 }'
        )
    raw = dict(raw)
    kind = str(raw.pop("kind", ""))
    if kind not in _KINDS:
        raise UnknownNameError("kind of path", kind, _KINDS)
    if kind == "sum":
        parts = raw.pop("parts", [])
        _no_more(raw, kind)
        if not isinstance(parts, Sequence):
            raise InvalidInputError("parts of a sum path are not a list", expected="paths")
        return Sum(tuple(path_from_mapping(part) for part in parts))
    if kind == "table":
        if not all(str(year).lstrip("-").isdigit() for year in raw):
            raise InvalidInputError(
                f"a table path has the keys {', '.join(map(str, raw))}", expected="years"
            )
        pairs = sorted((int(year), _number(str(year), value)) for year, value in raw.items())
        return TablePath(tuple(pairs))
    cls = _KINDS[kind]
    names = [field.name for field in fields(cls)]
    given = {}
    for name in names:
        if name in raw:
            given[name] = _number(name, raw.pop(name))
    _no_more(raw, kind, names)
    required = [f.name for f in fields(cls) if f.default is f.default_factory]
    absent = [name for name in required if name not in given]
    if absent:
        raise InvalidInputError(
            f"a {kind} path lacks {', '.join(absent)}", expected=f"the keys {', '.join(names)}"
        )
    return cls(**given)


def _no_more(raw: Mapping[str, Any], kind: str, known: Sequence[str] = ()) -> None:
    for name in raw:
        raise UnknownNameError(f"key of a {kind} path", name, known)


def _number(name: str, value: object) -> float | int:
    if isinstance(value, bool) or not isinstance(value, float | int):
        raise InvalidInputError(f"{name} is {value!r}", expected="a number")
    if name.endswith("year") and int(value) != value:
        raise InvalidInputError(f"{name} is {value!r}", expected="a whole year")
    return int(value) if name.endswith("year") else value


def path_to_mapping(path: Path) -> dict[str, Any]:
    """Return the plain data of a path; :func:`path_from_mapping` gives the path back."""
    if isinstance(path, Sum):
        return {"kind": "sum", "parts": [path_to_mapping(part) for part in path.parts]}
    if isinstance(path, TablePath):
        return {"kind": "table"} | {str(year): value for year, value in path.by_year}
    return {"kind": path.kind} | {field.name: getattr(path, field.name) for field in fields(path)}
