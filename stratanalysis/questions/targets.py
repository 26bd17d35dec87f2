"""Targets, and which of them are reached under which scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.language import language as get_language
from stratanalysis.projection.budget_model import Array
from stratanalysis.projection.run import in_prices
from stratanalysis.scenarios.variables import is_money

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.projection.result import Projection

__all__ = ["DIRECTIONS", "Target", "feasibility", "probability", "verdict_sentence"]

DIRECTIONS = ("at_least", "at_most")
ROUNDING = 1e-9
"""What is nothing beside a target: 0.1 + 0.2 reaches 0.3."""


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


def probability(projection: Projection, target: Target, *, when: str = "in") -> pd.DataFrame:
    """Share of draws that reach a target.

    Parameters
    ----------
    projection : Projection
        With draws.
    target : Target
    when : {"in", "by"}
        The value of the target's year alone, or any year from the first after the base year.

    Returns
    -------
    DataFrame
        One row a scenario: ``scenario, probability, standard_error`` (``√(p(1 − p)/n)``),
        ``draws, seed`` and ``central`` (the central path's value in the target's year). A draw
        without a value counts as not reached; where no draw has one the probability is missing.
    """
    import pandas as pd

    if when not in ("in", "by"):
        raise UnknownNameError("when", when, ("in", "by"))
    place = target.place(projection.years)
    values = projection.sample(target.variable, price_basis=target.price_basis)
    span = values[..., place : place + 1] if when == "in" else values[..., 1 : place + 1]
    hit = target.reached(span).any(axis=-1)
    share = np.where(np.isfinite(span).any(axis=(-1, -2)), hit.mean(axis=-1), np.nan)
    central = projection.wide(target.variable, price_basis=target.price_basis).loc[target.by]
    return pd.DataFrame(
        {
            "scenario": list(projection.names),
            "probability": share,
            "standard_error": np.sqrt(share * (1 - share) / projection.draws),
            "draws": projection.draws,
            "seed": projection.seed,
            "central": central.to_numpy(),
        }
    )


def feasibility(
    projection: Projection, targets: Sequence[Target], *, baseline: str = "baseline"
) -> pd.DataFrame:
    """Which targets are reached under which scenario.

    Returns
    -------
    DataFrame
        One row a target and scenario: ``target`` (its number from 0), ``variable, value, by,
        direction, price_basis, scenario, outcome`` (in the target's year), ``reached`` (missing
        where the variable is not projected), ``first_year`` (first year after the base year in
        which it is reached, missing where none is), ``share_of_draws`` (missing without draws) and
        ``verdict`` of the target: ``baseline`` (reached without doing anything), ``scenario`` (only
        in another scenario), ``draws`` (on no central path, but in some draws), ``none``, or
        ``not_checkable``.
    """
    import pandas as pd

    rows = []
    for number, target in enumerate(targets):
        place = target.place(projection.years)
        wide = None
        if target.variable in projection:
            wide = projection.wide(target.variable, price_basis=target.price_basis)
        shares = dict.fromkeys(projection.names, np.nan)
        if projection.draws and target.variable in projection.samples:
            found = probability(projection, target)
            shares = dict(zip(found["scenario"], found["probability"], strict=True))
        own = []
        for name in projection.names:
            path = np.array([]) if wide is None else wide[name].to_numpy(dtype=float)
            known = bool(len(path)) and bool(np.isfinite(path[place]))
            hits = np.flatnonzero(target.reached(path[1:])) if known else np.array([], dtype=int)
            own.append(
                {
                    "target": number,
                    "variable": target.variable,
                    "value": target.value,
                    "by": target.by,
                    "direction": target.direction,
                    "price_basis": target.price_basis,
                    "scenario": name,
                    "outcome": path[place] if known else np.nan,
                    "reached": bool(target.reached(path[place])) if known else pd.NA,
                    "first_year": projection.years[int(hits[0]) + 1] if len(hits) else pd.NA,
                    "share_of_draws": shares[name],
                }
            )
        verdict = _verdict(own, baseline)
        rows += [entry | {"verdict": verdict} for entry in own]
    return pd.DataFrame(rows).astype({"reached": "boolean", "first_year": "Int64"})


def _verdict(rows: Sequence[Mapping[str, object]], baseline: str) -> str:
    reached = {row["scenario"]: row["reached"] for row in rows}
    if not any(value is True or value is False for value in reached.values()):
        return "not_checkable"
    if reached.get(baseline) is True:
        return "baseline"
    if any(value is True for value in reached.values()):
        return "scenario"
    shares = np.array([row["share_of_draws"] for row in rows], dtype=float)
    return "draws" if np.nansum(shares) > 0 else "none"


_VERDICTS = {
    "baseline": "{target}: reached even if nothing changes.",
    "scenario": "{target}: not reached in the baseline, reached in: {scenarios}.",
    "draws": "{target}: on no central path; in up to {share} of the draws.",
    "none": "{target}: reached in no scenario.",
    "not_checkable": "{target}: cannot be checked, the variable is not projected.",
}


def verdict_sentence(
    table: pd.DataFrame,
    number: int,
    labels: Mapping[str, str],
    title: str,
    language: str | None = None,
) -> str:
    """One sentence of a target's verdict.

    Parameters
    ----------
    table : DataFrame
        As :func:`feasibility` gives it.
    number : int
        Of the target.
    labels : mapping
        Name of each scenario for the reader.
    title : str
        The target in the reader's language.
    language : {"uk", "en"}
    """
    words = get_language(language)
    rows = table[table["target"] == number]
    hit = rows[rows["reached"].fillna(value=False).astype(bool)]
    return words.text(
        _VERDICTS[str(rows["verdict"].iloc[0])],
        target=title,
        scenarios=", ".join(labels[str(name)] for name in hit["scenario"]),
        share=words.percent(float(rows["share_of_draws"].max())),
    )


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
