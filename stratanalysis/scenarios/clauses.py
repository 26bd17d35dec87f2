"""What a strategy says of the future: clauses that assumptions carry out, and stated figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Claim", "Clause"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered assumption of the strategy's own text, and what the scenario makes of it.

    Attributes
    ----------
    number : int
    document : str
    line : int
    moves : tuple of str
        Drivers; empty where it moves none, and then `reason` says why.
    reason : mapping
        By language code.
    """

    number: int
    document: str
    line: int
    moves: tuple[str, ...] = ()
    reason: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that the strategy's own words promise for a scenario.

    Attributes
    ----------
    variable : str
        Variable of a projection, as ``population``.
    value : float
        In the variable's unit.
    from_year : int
        Year that the words count from.
    after_years : tuple of int
        The earliest and the latest number of years that the words allow.
    document : str
    line : int
    """

    variable: str
    value: float
    from_year: int
    after_years: tuple[int, int]
    document: str
    line: int
