"""Paths as scenario files hold them: from plain data and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.scenarios.paths import (
    Compound,
    Constant,
    Linear,
    Logistic,
    Official,
    Path,
    Ramp,
    Shock,
    Step,
    Sum,
    TablePath,
)

__all__ = ["path_from_mapping", "path_to_mapping"]

_KINDS: dict[str, type[Path]] = {
    cls.kind: cls
    for cls in (
        Constant,
        Linear,
        Compound,
        Logistic,
        TablePath,
        Step,
        Shock,
        Ramp,
        Sum,
        Official,
    )
}


def path_from_mapping(raw: Mapping[str, Any]) -> Path:
    """Make a path from plain data, as the scenario files hold it.

    Parameters
    ----------
    raw : mapping
        ``kind`` and the parameters of that kind: ``{kind = "constant", value = -0.01}``,
        ``{kind = "table", 2022 = 0.1, 2025 = 0.2}``,
        ``{kind = "official", series = "consumer_prices"}``, ``{kind = "sum", parts = [...]}``.

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
    if cls is Official:
        return _official(raw)
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


def _official(raw: dict[str, Any]) -> Path:
    words = {name: raw.pop(name, "") for name in ("series", "scenario", "as_of")}
    _no_more(raw, "official", tuple(words))
    return Official(**{name: str(value) for name, value in words.items()})


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
    if isinstance(path, Official):
        given = {name: getattr(path, name) for name in ("series", "scenario", "as_of")}
        return {"kind": path.kind} | {name: value for name, value in given.items() if value}
    if isinstance(path, TablePath):
        return {"kind": "table"} | {str(year): value for year, value in path.by_year}
    return {"kind": path.kind} | {field.name: getattr(path, field.name) for field in fields(path)}
