"""How often a check was right on statements that were not used to write it (``precision.toml``)."""

from __future__ import annotations

import functools
import inspect
import tomllib
from dataclasses import dataclass
from importlib import resources

from stratanalysis.audit.checks import CHECKS
from stratanalysis.errors import UnknownNameError

__all__ = ["Precision", "explain", "precision_of"]


@dataclass(frozen=True, slots=True)
class Precision:
    """What was measured of a check.

    Attributes
    ----------
    planted, found : int
        Faults planted in drawn statements, and how many of them the check found.
    printed, confirmed : int
        Errors and warnings that it printed, and how many of them were faults.
    """

    planted: int
    found: int
    printed: int
    confirmed: int


@functools.cache
def _measured() -> dict[str, dict[str, int]]:
    file = resources.files("stratanalysis.audit") / "precision.toml"
    return dict(tomllib.loads(file.read_text(encoding="utf-8"))["checks"])


def precision_of(check: str) -> Precision | None:
    """Return what was measured of a check; None where nothing was."""
    found = _measured().get(check)
    return Precision(**found) if found else None


def explain(check: str) -> str:
    """Return what a check does, what to do about its findings, and how often it was right.

    Raises
    ------
    UnknownNameError
        There is no such check.

    Examples
    --------
    >>> explain("day-exists").splitlines()[0]
    'day-exists: Every date is a day of the calendar'
    """
    known = {one.code: one for one in CHECKS}
    if check not in known:
        raise UnknownNameError("check", check, known)
    one = known[check]
    lines = [f"{one.code}: {one.title}", "", inspect.getdoc(one.run) or "", "", one.advice, ""]
    measured = precision_of(check)
    if measured is None:
        lines.append("Precision: not measured.")
    else:
        lines.append(
            f"Precision: {measured.confirmed} of {measured.printed} errors and warnings confirmed; "
            f"{measured.found} of {measured.planted} planted faults found, on drawn statements "
            "that were not used to write the check."
        )
    return "\n".join(lines)
