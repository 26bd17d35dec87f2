"""One run on arrays: drivers in, every variable of the projection out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from stratanalysis.finance.revenue import REGULAR_GROUPS, TRANSFER_GROUPS
from stratanalysis.projection.base import BudgetBase
from stratanalysis.projection.budget_model import Array, Drivers, simulate_budget
from stratanalysis.projection.initial_state import Start
from stratanalysis.projection.people import simulate_people
from stratanalysis.scenarios.variables import is_money

__all__ = ["ALWAYS_REAL", "budget_sums", "in_prices", "run", "simulate"]

MILITARY = "military_pit"
ALWAYS_REAL = ("investment", "own_investment")


def run(start: Start, drivers: Drivers, *, keep_ages: int = 0) -> dict[str, Array]:
    """Run one community on drivers of shape ``(..., time)``; see :func:`simulate`."""
    ages = None if start.structure is None else start.structure.people
    return simulate(
        start.population, start.budget, drivers, start.years, ages=ages,
        keep_ages=0 if ages is None else keep_ages,
    )  # fmt: skip


def simulate(
    population: float | Array,
    budget: BudgetBase,
    drivers: Drivers,
    years: npt.NDArray[np.int64],
    *,
    ages: Array | None = None,
    keep_ages: int = 0,
) -> dict[str, Array]:
    """Population, labour, budget and indicators.

    Returns
    -------
    dict of array, shape (..., time)
        By variable (:data:`stratanalysis.scenarios.variables.UNITS` and the budget's lines), in the
        order of the projection's table;
        money is nominal, except ``investment`` and ``own_investment``, which are in prices of the
        base year. ``price_level`` is always there. Variables that the data do not allow are
        absent; ``capped`` counts emigrants for whom nobody was there. With `keep_ages` also
        ``ages``, as :func:`stratanalysis.projection.people.simulate_people` gives them.
    """
    people = simulate_people(
        population, drivers, years, ages=ages, budget=budget, keep_ages=keep_ages
    )
    pyramids = {"ages": people.pop("ages")} if "ages" in people else {}
    found = simulate_budget(budget, people, drivers, years)
    # Where only prices differ between lanes, people have fewer lanes than money.
    shape = np.broadcast_shapes(*(v.shape for v in (*people.values(), *found.values())))
    people = {name: np.broadcast_to(values, shape) for name, values in people.items()}
    employed = people.pop("employed")
    lines = {k: v for k, v in found.items() if "|" in k}
    out = dict(people)
    if not (people["project_jobs"] != 0).any():
        del out["project_jobs"]
    if not (people["unfilled_jobs"] > 0).any():
        del out["unfilled_jobs"]
    if "children" in out:
        others = out["population"] - out["working_age"]
        out["demographic_load"] = 1000.0 * _over(others, out["working_age"])
    if lines:
        out["employed_index"] = employed / np.where(
            employed[..., :1] == 0, np.nan, employed[..., :1]
        )
        if "tax_capacity_index" in found:
            out["tax_capacity_index"] = np.broadcast_to(found["tax_capacity_index"], shape)
        lines = {name: np.broadcast_to(values, shape) for name, values in lines.items()}
        out |= lines | budget_sums(lines, out["population"], shape)
    out["price_level"] = np.broadcast_to(found["price_level"], shape)
    out["wage_level"] = np.broadcast_to(found["wage_level"], shape)
    out["energy_level"] = np.broadcast_to(found["energy_level"], shape)
    return out | pyramids


def budget_sums(
    lines: Mapping[str, Array], population: Array, shape: tuple[int, ...]
) -> dict[str, Array]:
    """Sums and shares of the lines that exist; a sum needs all its lines."""

    def total(names: list[str]) -> Any:
        parts = [lines[name] for name in names if name in lines]
        return np.broadcast_to(sum(parts[1:], parts[0]) if parts else np.zeros(()), shape)

    found: dict[str, Array] = {}
    spent = [name for name in lines if name.startswith("expenditure|")]
    if len(spent) < len(lines):
        found["own_revenue"] = total([f"revenue|{group}" for group in REGULAR_GROUPS])
        found["transfers"] = total([f"revenue|{group}" for group in TRANSFER_GROUPS])
        found["revenue"] = found["own_revenue"] + found["transfers"]
        if f"revenue|{MILITARY}" in lines:
            found["revenue"] = found["revenue"] + lines[f"revenue|{MILITARY}"]
        found["own_revenue_per_head"] = _over(found["own_revenue"], population)
        found["transfer_share"] = _over(found["transfers"], found["revenue"])
    if spent:
        found["expenditure"] = total(spent)
        found["expenditure_per_head"] = _over(found["expenditure"], population)
    if "revenue" in found and "expenditure" in found:
        found["balance"] = found["revenue"] - found["expenditure"]
    return found


def _over(part: Array, whole: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Array = part / np.where(whole > 0, whole, np.nan)
    return share


def in_prices(
    variable: str, values: Array, prices: Array, *, basis: str, factor: float = 1.0
) -> Array:
    """Values of a variable in the wanted price basis.

    Parameters
    ----------
    variable : str
    values : array
        As :func:`simulate` gives them.
    prices : array
        ``price_level`` of the same run.
    basis : {"", "nominal", "real"}
        Empty for what is no money.
    factor : float, optional
        What money of the base year is in the prices that ``real`` means; 1 for the base year's own.
    """
    if not is_money(variable):
        return values
    if variable in ALWAYS_REAL:
        return values * prices if basis == "nominal" else values * factor
    return values / prices * factor if basis == "real" else values
