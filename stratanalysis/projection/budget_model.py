"""The arithmetic of a projected budget, on plain arrays.

Arrays broadcast over any leading axes (scenario, draw, community); the last axis is time and its
first entry the base year. The budget of year t follows the population of 1 January of that year;
that of 2022 the people who were there after the flight of its first weeks.
Growth rates and price changes of year t move t − 1 to t, so that every ratio is 1 in the base year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from stratanalysis.finance.equalisation import base_subsidy, reverse_subsidy
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS, expenditure
from stratanalysis.finance.revenue import OWN_GROUPS, military_pit_months
from stratanalysis.finance.revenue_lines import project_lines
from stratanalysis.finance.rules import parameter_path
from stratanalysis.projection.base import BudgetBase
from stratanalysis.projection.later import UNEVEN, spliced

__all__ = ["FLIGHT_YEAR", "level", "levels", "own_revenue", "simulate_budget"]

Array = npt.NDArray[np.float64]
Drivers = Mapping[str, Array]
_BY_RULE = ("base_subsidy", "military_pit")
_PEOPLE = ("population", "employed", "children", "pupils", "older_people")
FLIGHT_YEAR = 2022
"""Year whose displacement was over in its first weeks, so that its budget is that of who stayed."""


def level(growth: npt.ArrayLike) -> Array:
    """Level over the base year from yearly changes: 1 in the base year, then compounded.

    ``level[0] = 1``, ``level[t] = level[t − 1] · (1 + growth[t])``; the base year's own change
    does not count. Example: changes 0.10, 0.20, 0.05 give 1, 1.2, 1.26.
    """
    factors = np.array(growth, dtype=np.float64)
    factors += 1.0
    factors[..., 0] = 1.0
    product: Array = np.cumprod(factors, axis=-1, dtype=np.float64)
    return product


def levels(drivers: Drivers, years: npt.NDArray[np.int64]) -> dict[str, Array]:
    """Levels over the base year that need no people: prices, entrepreneurs per head, shares."""
    consumer = level(drivers["consumer_prices"])
    wages = consumer * level(drivers["real_wage_growth"])
    months = np.asarray(military_pit_months(years), dtype=float)
    return {
        "consumer": consumer,
        "wages": wages,
        "local_wages": level(drivers["relative_wage_growth"]),
        "national_tax": wages * level(drivers["national_tax_beyond_wages"]),
        "energy": consumer * level(drivers["real_energy_prices"]),
        "entrepreneurs_per_head": level(drivers["entrepreneurs_growth"]),
        "taxed_area": level(drivers["taxed_property_growth"]),
        "pit_share": _ratio(drivers["pit_community_share"]),
        "military": months / months[0] if months[0] > 0 else np.zeros_like(months),
    }


def own_revenue(
    base: BudgetBase,
    found: Mapping[str, Array],
    *,
    population: Array,
    employment: Array,
    timed: bool = True,
) -> dict[str, Any]:
    """Lines of own revenue, UAH, nominal, from levels and from ratios of people and employment.

    Each line is the executed amount of the base year moved by the ratios of its drivers
    (:data:`stratanalysis.finance.revenue_lines.DRIVERS`); the PIT also by the community's share of
    it, the military PIT by the months in which it was local.

    Parameters
    ----------
    base : BudgetBase
    found : mapping of str to array
        As :func:`levels` gives them, or their values of one year.
    population, employment : array
        Over the base year, of the same years.
    timed : bool
        Whether the last axis is time; without it all arrays are of one year.
    """
    ratios = {
        "population": population,
        "employment": employment,
        "entrepreneurs": population * found["entrepreneurs_per_head"],
        "taxed_area": found["taxed_area"],
        "wages": found["wages"],
        "consumer": found["consumer"],
    }
    amounts = {
        name: _fitting(value, timed)
        for name, value in base.revenue.items()
        if name in OWN_GROUPS and name not in _BY_RULE
    }
    lines: dict[str, Any] = project_lines(amounts, ratios)
    if "pit" in lines:
        lines["pit"] = lines["pit"] * found["pit_share"] * found["local_wages"]
    if "military_pit" in base.revenue:
        lines["military_pit"] = _fitting(base.revenue["military_pit"], timed) * found["military"]
    return lines


def simulate_budget(
    base: BudgetBase,
    people: Mapping[str, Array],
    drivers: Drivers,
    years: npt.NDArray[np.int64],
) -> dict[str, Array]:
    """Revenue by group and expenditure by programme group, UAH, nominal.

    Each line is the executed amount of the base year moved by the ratios of its drivers
    (:data:`stratanalysis.finance.revenue_lines.DRIVERS`,
    :data:`stratanalysis.finance.expenditure.EXPENDITURE_GROUPS`); the base and the reverse subsidy
    follow the equalisation rule with a year's lag. Calibration on the executed year makes every
    line equal to it there. What the council invests beyond the base year's programmes
    (``own_investment`` of `people`) is spent in the programmes of the economy (7000).

    Parameters
    ----------
    base : BudgetBase
        Amounts are numbers, or arrays over the last of the leading axes.
    people : mapping of str to array
        ``population`` and ``employed``, and where ages are known ``children``, ``pupils`` and
        ``older_people``; without them these move as the whole population.
    drivers : mapping of str to array
    years : array of int

    Returns
    -------
    dict of array
        ``revenue|GROUP``, ``expenditure|CODE``, ``price_level``, ``wage_level``,
        ``energy_level`` (1 in the base year) and, where the index of the base year is known,
        ``tax_capacity_index``.
    """
    found = levels(drivers, years)
    people = _after_flight(people, years)
    population, employment = _ratio(people["population"]), _ratio(people["employed"])
    children = _ratio(people["children"]) if "children" in people else population
    pupils = _ratio(people["pupils"]) if "pupils" in people else population
    older = _ratio(people["older_people"]) if "older_people" in people else population
    revenue = own_revenue(base, found, population=population, employment=employment)
    if "additional_subsidy" in base.revenue:
        amount = _fitting(base.revenue["additional_subsidy"])
        revenue["additional_subsidy"] = amount * level(drivers["additional_subsidy_growth"])
    if "other_transfers" in base.revenue:
        ratios = {"pupils": pupils * level(drivers["real_transfer_growth"]), **found}
        given = {"other_transfers": _fitting(base.revenue["other_transfers"])}
        revenue |= project_lines(given, ratios)
    revenue = {
        name: spliced(
            line,
            base.later.amounts.get(f"revenue|{name}"),
            years,
            found["consumer"],
            even=name not in UNEVEN,
        )
        for name, line in revenue.items()
    }
    if "military_pit" in revenue:
        local = np.asarray(military_pit_months(years)) > 0
        returned = np.where(local, 0.0, drivers["military_pit_returned"])
        revenue["military_pit"] = revenue["military_pit"] + returned * _fitting(base.military_pit)
    rule = _equalisation(base, people["population"], revenue.get("pit"), found, years)
    if "pit" in revenue or "base_subsidy" in base.revenue:
        known = base.later.amounts.get("revenue|base_subsidy")
        revenue["base_subsidy"] = spliced(rule["base_subsidy"], known, years, found["consumer"])
    needs = {
        "population": population, "children": children, "pupils": pupils, "older_people": older,
        "area": np.ones(len(years)), "roads": np.ones(len(years)),
    }  # fmt: skip
    price: Any = sum(_fitting(weight) * found[name] for name, weight in base.price_weights.items())
    policy = level(drivers["service_standard_growth"])
    grown = {
        name: np.power(ratio, drivers["need_elasticity"]) * (price * policy)
        for name, ratio in needs.items()
    }
    spent: dict[str, Any] = {}
    for code, amount in base.expenditure.items():
        own = _fitting(amount)
        back = rule["reverse_subsidy"] if code == "9000" else 0.0
        if code == "9000":
            own = np.maximum(own - _fitting(rule["reverse_base"]), 0.0)
        line = expenditure(own, need=grown[EXPENDITURE_GROUPS[code].need]) + back
        known = base.later.amounts.get(f"expenditure|{code}")
        spent[code] = spliced(line, known, years, found["consumer"])
    if "own_investment" in people and "7000" in spent:
        spent["7000"] = spent["7000"] + people["own_investment"] * found["consumer"]
    lines = {f"revenue|{name}": line for name, line in revenue.items()}
    lines |= {f"expenditure|{code}": line for code, line in spent.items()}
    if rule["tax_capacity_index"] is not None:
        lines["tax_capacity_index"] = rule["tax_capacity_index"]
    # Any driver of a line may have lanes of its own, so the shape is that of all lines together.
    shape = np.broadcast_shapes(population.shape, *(np.shape(line) for line in lines.values()))
    lines = {name: np.broadcast_to(line, shape) for name, line in lines.items()}
    return lines | {
        "price_level": found["consumer"],
        "wage_level": found["wages"],
        "energy_level": found["energy"],
    }


def _after_flight(people: Mapping[str, Array], years: npt.NDArray[np.int64]) -> Mapping[str, Array]:
    """People that each year's budget rests on: in :data:`FLIGHT_YEAR` without those who fled in it.

    Without this the flight would lower revenue twice: what was executed in that year, and the
    model's step to the next.
    """
    at = np.flatnonzero(years[:-1] == FLIGHT_YEAR)
    if not at.size or "displacement_change" not in people:
        return people
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = people["displacement_change"][..., at] / people["population"][..., at]
    stayed = np.ones(people["population"].shape)
    stayed[..., at] += np.nan_to_num(moved)
    there = {name: people[name] * stayed for name in _PEOPLE if name in people}
    return {**people, **there}


def _equalisation(
    base: BudgetBase,
    population: Array,
    pit: Array | None,
    found: Drivers,
    years: npt.NDArray[np.int64],
) -> dict[str, Any]:
    """Base and reverse subsidy by the dated rules, on the PIT per head of the year before.

    The index of the base year is the Ministry's; it moves with the community's PIT per head
    against the national one. Both are scaled so that the base year gives what was paid; where
    nothing was paid, the scale follows from the index itself. Without an index, or where the rule
    gives nothing though a subsidy was paid, the executed subsidy moves with consumer prices and
    population; a reverse subsidy stays within the transfers to other budgets. Where the index is
    above the threshold and the reverse subsidy of the base year is none or not known, all
    transfers to other budgets move as any line.
    """
    paid = _fitting(base.revenue.get("base_subsidy", 0.0))
    moved = paid * _ratio(population) * found["consumer"]
    nothing = {"reverse_subsidy": 0.0, "reverse_base": 0.0, "tax_capacity_index": None}
    if base.tax_capacity_index is None or pit is None:
        return nothing | {"base_subsidy": moved}
    start = _fitting(base.tax_capacity_index)
    national = found["national_tax"]
    pit = pit / found["pit_share"]  # the law measures both sides at one share
    known = np.where(np.asarray(pit)[..., :1] > 0, start, np.nan)
    index = known * _lagged(_ratio(pit / population) / national)
    index = spliced(index, base.later.index, years, np.ones(len(years)))
    per_head = pit[..., :1] / population[..., :1] / known * _lagged(national)
    lower, share, upper, back_share = (
        parameter_path(f"{kind}_subsidy_{name}", years.tolist())
        for kind in ("base", "reverse")
        for name in ("threshold", "share")
    )
    rule = base_subsidy(index, population, per_head, threshold=lower, share=share)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = rule * np.where(paid > 0, paid / rule[..., :1], 1.0)
    by_rule = np.isfinite(known) & ~((paid > 0) & (known >= lower[0]))
    given = np.nan_to_num(_fitting(base.reverse_subsidy))  # not known: the rule has no scale
    back = reverse_subsidy(index, population, per_head, threshold=upper, share=back_share)
    above = known > upper[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(above, np.where(given > 0, given / back[..., :1], 0.0), 1.0)
    reverse = np.where(np.isfinite(known), back * factor, 0.0)
    if base.later.front_from is not None:
        reverse = np.where(years >= base.later.front_from, 0.0, reverse)
    return {
        "base_subsidy": np.where(by_rule, scaled, moved),
        "reverse_subsidy": reverse,
        "reverse_base": np.where(above & (given > 0), given, 0.0)[..., 0],
        "tax_capacity_index": index,
    }


def _fitting(amount: Any, timed: bool = True) -> Any:
    """An amount of the base year; where it is an array, with an axis for time behind its own."""
    array = np.asarray(amount, dtype=np.float64)
    return float(array) if array.ndim == 0 else (array[..., None] if timed else array)


def _ratio(values: Array) -> Array:
    """Values over those of the base year; a base of zero has no ratio (NaN)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Array = values / np.where(values[..., :1] == 0, np.nan, values[..., :1])
    return ratio


def _lagged(values: Array) -> Array:
    """Values of the year before; the base year's own in the base year."""
    return np.concatenate([values[..., :1], values[..., :-1]], axis=-1)
