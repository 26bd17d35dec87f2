"""Errors of the library: each says what, where, what was expected and what to do next.

Problems in a *call* (an unknown name, an impossible year) raise one of these at once.
Problems in *data* are collected as :class:`stratanalysis.findings.Finding` and raised
together as :class:`DataError` only when the work cannot go on.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stratanalysis.findings import Finding

__all__ = [
    "DataError",
    "InvalidInputError",
    "MissingInputError",
    "StratanalysisError",
    "UnknownNameError",
    "UnreadableFileError",
]


class StratanalysisError(Exception):
    """Base of all errors that the library raises on purpose.

    Parameters
    ----------
    what : str
        What is wrong, one sentence without the final stop.
    where : str, optional
        File and line, sheet and cell, or parameter.
    expected : str, optional
        What would have been right.
    do : str, optional
        What the user can do next.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        do: str | None = None,
    ) -> None:
        self.what = what
        self.where = where
        self.expected = expected
        self.do = do
        parts = [f"{where}: {what}" if where else what]
        if expected:
            parts.append(f"expected {expected}")
        if do:
            parts.append(do)
        super().__init__("; ".join(parts))

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[object, ...]:
        # errors come back whole from other processes, whatever their own parameters are
        return _restored, (type(self), self.args, self.__dict__)


def _restored(
    cls: type[StratanalysisError], args: tuple[object, ...], state: dict[str, object]
) -> StratanalysisError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class InvalidInputError(StratanalysisError, ValueError):
    """A value given in a call cannot be used."""


class UnreadableFileError(InvalidInputError):
    """A file is damaged, protected, too large or of a format that is not read."""


class MissingInputError(StratanalysisError, FileNotFoundError):
    """A file or folder that the work needs is not there."""


class UnknownNameError(StratanalysisError, KeyError):
    """A name (community, scenario, driver, option) is none of those that exist.

    Parameters
    ----------
    kind : str
        What sort of name, for instance ``"scenario"``.
    name : str
        The name that was given.
    known : iterable of str
        The names that exist; all of them are listed, the nearest are suggested first.
    where : str, optional
        Where the name was read.
    """

    def __init__(
        self, kind: str, name: object, known: Iterable[object], *, where: str | None = None
    ) -> None:
        self.kind = kind
        self.name = str(name)
        self.known: Sequence[str] = sorted(str(item) for item in known)
        near = difflib.get_close_matches(self.name, self.known, n=3)
        hint = f"did you mean {' or '.join(map(repr, near))}?" if near else None
        listed = ", ".join(self.known[:30]) or "none"
        if len(self.known) > 30:
            listed += f" and {len(self.known) - 30} more"
        super().__init__(
            f"unknown {kind} {self.name!r}", where=where, expected=f"one of: {listed}", do=hint
        )


class DataError(StratanalysisError, ValueError):
    """Data that cannot be used, with every problem found, not only the first.

    Parameters
    ----------
    what : str
        What could not be done because of the problems.
    findings : sequence of Finding
        All problems, in the order of their places.
    """

    def __init__(self, what: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        lines = [f"{what}: {len(self.findings)} problem(s)"]
        lines += [f"  {finding}" for finding in self.findings]
        super().__init__("\n".join(lines))
