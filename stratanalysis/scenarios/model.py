"""The arithmetic of a projection, on plain arrays.

Arrays broadcast over any leading axes (scenario, draw, community); the last axis is time and its
first entry the base year. The population of year t stands for 1 January; the budget of year t
follows the population of 1 January of that year. Rates of year t move t to t + 1; growth rates
and price changes of year t move t − 1 to t, so that every ratio is 1 in the base year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from stratanalysis.finance.equalisation import base_subsidy
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS, expenditure, price_mix
from stratanalysis.finance.lines import project_lines
from stratanalysis.finance.revenue import military_pit_months
from stratanalysis.scenarios.base import BudgetBase

__all__ = ["level", "simulate_budget", "simulate_population"]

LOWER_THRESHOLD = 0.9
"""Index below which the base subsidy is paid (Budget Code of Ukraine, article 99)."""

Array = npt.NDArray[np.float64]
Drivers = Mapping[str, Array]


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


def simulate_population(start: float | Array, drivers: Drivers) -> dict[str, Array]:
    """Population by totals: natural change and net migration as rates, displacement as a share.

    ``residents[t + 1] = residents[t] · (1 + natural_change_rate[t] + net_migration_rate[t])``;
    ``population[t] = residents[t] · (1 − displacement[t])``.

    Parameters
    ----------
    start : float or array
        Persons present on 1 January of the base year.
    drivers : mapping
        ``natural_change_rate``, ``net_migration_rate``, ``displacement``, ``working_age_share``.

    Returns
    -------
    dict of array
        ``population``, ``working_age``, ``children`` and ``older_people`` (all persons, shape
        ``(..., time)``; the latter two move as the whole population, because totals know no
        ages), and the changes within each year, shape ``(..., time)``, missing in the last:
        ``natural_change``, ``net_migration``, ``displacement_change``. Population at t + 1 is
        that at t plus the three, exactly.
    """
    natural, migration = drivers["natural_change_rate"], drivers["net_migration_rate"]
    away = drivers["displacement"]
    growth = 1.0 + natural + migration
    steps = np.concatenate([np.ones_like(growth[..., :1]), growth[..., :-1]], axis=-1)
    residents = np.asarray(start)[..., None] / (1.0 - away[..., :1]) * np.cumprod(steps, axis=-1)
    population = residents * (1.0 - away)
    last = np.zeros(population.shape[-1])
    last[-1] = np.nan
    changes = {
        "natural_change": residents * natural + last,
        "net_migration": residents * migration + last,
    }
    total = np.diff(population, axis=-1, append=np.nan)
    changes["displacement_change"] = total - changes["natural_change"] - changes["net_migration"]
    return {
        "population": population,
        "working_age": population * drivers["working_age_share"],
        "children": population,
        "older_people": population,
        **changes,
    }


def simulate_budget(
    base: BudgetBase,
    people: Mapping[str, Array],
    drivers: Drivers,
    years: npt.NDArray[np.int64],
) -> dict[str, Array]:
    """Revenue by group, expenditure by programme group and the balance, UAH, nominal.

    Each line is the executed amount of the base year moved by the ratios of its drivers
    (:data:`stratanalysis.finance.lines.DRIVERS`,
    :data:`stratanalysis.finance.expenditure.EXPENDITURE_GROUPS`): the PIT by employment, wages
    and the community's share of it; the base subsidy by the equalisation rule with a year's lag;
    the military PIT by the months in which it was local. Calibration on the executed year makes
    every line equal to it there.

    Returns
    -------
    dict of array
        ``revenue|GROUP``, ``expenditure|CODE``, ``employed``, ``price_level`` and ``wage_level``
        (1 in the base year), shape ``(..., time)``.
    """
    consumer = level(drivers["consumer_prices"])
    wages = consumer * level(drivers["real_wage_growth"])
    energy = consumer * level(drivers["real_energy_prices"])
    population = _ratio(people["population"])
    employed = people["working_age"] * drivers["employment_rate"] + drivers["project_jobs"]
    ratios: dict[str, Any] = {
        "population": population,
        "employment": _ratio(employed),
        "entrepreneurs": population * level(drivers["entrepreneurs_growth"]),
        "taxed_area": level(drivers["taxed_property_growth"]),
        "pupils": _ratio(people["children"]) * level(drivers["real_transfer_growth"]),
        "children": _ratio(people["children"]),
        "older_people": _ratio(people["older_people"]),
        "area": np.ones_like(population),
        "roads": np.ones_like(population),
        "wages": wages,
        "consumer": consumer,
        "energy": energy,
    }
    own_lines = {k: v for k, v in base.revenue.items() if k not in ("base_subsidy", "military_pit")}
    revenue = project_lines(own_lines, ratios)
    shape = np.broadcast_shapes(population.shape, wages.shape)
    if "pit" in revenue:
        revenue["pit"] = revenue["pit"] * _ratio(drivers["pit_community_share"])
        revenue["base_subsidy"] = _subsidy(base, people["population"], revenue["pit"], drivers)
    if "military_pit" in base.revenue:
        months = np.asarray(military_pit_months(years), dtype=float)
        share = months / months[0] if months[0] > 0 else np.zeros_like(months)
        revenue["military_pit"] = base.revenue["military_pit"] * share
    weights = base.price_weights
    price = price_mix({"wages": wages, "energy": energy, "consumer": consumer}, weights)
    policy = level(drivers["service_standard_growth"])
    spent = {
        code: expenditure(
            amount,
            need=ratios[EXPENDITURE_GROUPS[code].need],
            price=price,
            policy=policy,
            need_elasticity=drivers["need_elasticity"],
        )
        for code, amount in base.expenditure.items()
    }
    found = {f"revenue|{name}": np.broadcast_to(line, shape) for name, line in revenue.items()}
    found |= {f"expenditure|{code}": np.broadcast_to(line, shape) for code, line in spent.items()}
    return found | {"employed": employed, "price_level": consumer, "wage_level": wages}


def _ratio(values: Array) -> Array:
    """Values over those of the base year; a base of zero has no ratio (NaN)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Array = values / np.where(values[..., :1] == 0, np.nan, values[..., :1])
    return ratio


def _subsidy(base: BudgetBase, population: Array, pit: Array, drivers: Drivers) -> Array:
    """Base subsidy by the rule, on the PIT per head of the year before.

    The index of the base year is the Ministry's; it moves with the community's PIT per head
    against the national one. The amount is scaled so that the base year gives what was paid;
    where nothing was paid, the scale follows from the index itself. Without an index, or where
    the rule gives nothing though a subsidy was paid, the executed subsidy moves with consumer
    prices and population.
    """
    paid = base.revenue.get("base_subsidy", 0.0)
    national = level(drivers["national_tax_growth"])
    if base.tax_capacity_index is None or (paid > 0 and base.tax_capacity_index >= LOWER_THRESHOLD):
        return paid * _ratio(population) * level(drivers["consumer_prices"])
    index = base.tax_capacity_index * _lagged(_ratio(pit / population) / national)
    per_head = pit[..., :1] / population[..., :1] / base.tax_capacity_index * _lagged(national)
    rule = base_subsidy(index, population, per_head, threshold=LOWER_THRESHOLD)
    subsidy: Array = rule * (paid / rule[..., :1] if paid > 0 else 1.0)
    return subsidy


def _lagged(values: Array) -> Array:
    """Values of the year before; the base year's own in the base year."""
    return np.concatenate([values[..., :1], values[..., :-1]], axis=-1)
