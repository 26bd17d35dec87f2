"""What the one-file desk runs on: base state, rates, rules, drivers and scenarios as plain data.

Everything that the page's model needs and Python knows already is put here from the tables of the
package; the equations alone are written a second time, in ``desk/engine``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from stratanalysis.desk.model import Board
from stratanalysis.errors import StratanalysisError
from stratanalysis.finance.expenditure import EXPENDITURE_GROUPS
from stratanalysis.finance.price_year import price_factor
from stratanalysis.finance.revenue import (
    OWN_GROUPS,
    REGULAR_GROUPS,
    TRANSFER_GROUPS,
    military_pit_months,
)
from stratanalysis.finance.revenue_lines import DRIVERS as LINES
from stratanalysis.finance.rules import equalisation_rule
from stratanalysis.projection.base import BudgetBase
from stratanalysis.projection.budget_model import FLIGHT_YEAR
from stratanalysis.projection.cohorts import (
    AGE_GROUPS,
    model_tables,
    patterns_of,
    working_migrants,
)
from stratanalysis.projection.initial_state import Start
from stratanalysis.projection.later import UNEVEN
from stratanalysis.projection.national import migrant_ages
from stratanalysis.projection.observed_budget import actual_prices
from stratanalysis.projection.run import ALWAYS_REAL
from stratanalysis.projection.structure import OPEN_AGE
from stratanalysis.scenarios.drivers import DRIVERS, NATIONAL_TAX, WHOLE, Driver, is_used
from stratanalysis.scenarios.paths import OFFICIAL_SERIES, Official
from stratanalysis.scenarios.scenario import Scenarios
from stratanalysis.scenarios.variables import UNITS

__all__ = ["model_data"]

Plain = dict[str, Any]


def model_data(board: Board) -> Plain:
    """Everything that the page's model needs of a community.

    Parameters
    ----------
    board : Board
        Its horizon is the longest that the page can show.

    Returns
    -------
    dict
        Plain data without a missing number: what is not known is None. ``drivers`` are those that
        the population model of the community uses.
    """
    start = board.start
    years = [int(year) for year in start.years]
    ages = None if start.structure is None else start.structure.people.tolist()
    found: Plain = {
        "first_year": years[0],
        "last_year": years[-1],
        "known_to": _known_to(start),
        "tier": start.tier,
        "start": {
            "population": start.population,
            "ages": ages,
            "age_groups": {name: list(span) for name, span in AGE_GROUPS.items()},
            "working_migrants": working_migrants(),
            "rates": None if ages is None else _rates(years),
        },
        "budget": _budget(start.budget),
        "rules": _rules(years),
        "units": dict(UNITS),
        "always_real": list(ALWAYS_REAL),
        "price_year": board.price_year,
        "price_factor": price_factor(years[0], board.price_year)[0],
        "drivers": {
            name: _driver(entry) for name, entry in DRIVERS.items() if is_used(name, start.tier)
        },
        "national_tax": _driver(NATIONAL_TAX),
        "scenarios": {name: _scenario(board.scenarios, name, years) for name in board.names},
        "official": {"first": years[0], "series": _official(years)},
    }
    return found


def _known_to(start: Start) -> int:
    """Last year of which amounts or prices are executed; changes before it ask what would be."""
    later = start.budget.later
    amounts = [year for known in later.amounts.values() for year in known]
    prices = actual_prices().index
    return max(int(start.years[0]), *amounts, *(int(year) for year in prices))


def _rates(years: list[int]) -> Plain:
    """Survival, births and moves by age; survivors of a level follow from one number α a sex."""
    periods: dict[int, Plain] = {}
    fertility: dict[int, list[float]] = {}
    period_of, ratios = {}, {}
    grid = np.zeros(2)
    for year in years:
        period, pattern, ratio = patterns_of(year)
        period_of[year], ratios[year] = period, ratio
        if period in periods:
            continue
        fertility[period] = pattern.tolist()
        grid, standard, tables = model_tables(period)
        with np.errstate(divide="ignore"):
            logit = 0.5 * (np.log1p(-standard.lx) - np.log(standard.lx))
        logit[..., 0] = 0.0  # everyone is alive at birth
        alive = tables.lx[..., 70]
        alpha = 0.5 * (np.log1p(-alive) - np.log(alive)) - logit[..., 70]
        periods[period] = {
            "logit": logit.tolist(),
            "ax": standard.ax.tolist(),
            "mx": standard.mx[..., -2:].tolist(),
            "alpha": alpha.tolist(),
        }
    return {
        "open_age": OPEN_AGE,
        "grid": {
            "first": float(grid[0]), "step": float(grid[1] - grid[0]), "count": int(grid.size)
        },
        "periods": periods,
        "period_of": period_of,
        "fertility": fertility,
        "sex_ratio": ratios,
        "migrants": migrant_ages().tolist(),
    }  # fmt: skip


def _number(value: Any) -> float | None:
    """A number, or None for one that is not there."""
    return None if value is None or not math.isfinite(float(value)) else float(value)


def _budget(base: BudgetBase) -> Plain:
    later = base.later
    return {
        "year": base.year,
        "revenue": {name: float(value) for name, value in base.revenue.items()},
        "expenditure": {name: float(value) for name, value in base.expenditure.items()},
        "price_weights": {name: float(value) for name, value in base.price_weights.items()},
        "tax_capacity_index": _number(base.tax_capacity_index),
        "reverse_subsidy": _number(base.reverse_subsidy),
        "military_pit": float(base.military_pit),
        "later": {
            "amounts": {
                line: {year: float(value) for year, value in known.items()}
                for line, known in later.amounts.items()
            },
            "index": {year: float(value) for year, value in later.index.items()} or None,
            "front_from": later.front_from,
        },
    }


def _rules(years: list[int]) -> Plain:
    lines = {
        name: {
            "own": name in OWN_GROUPS,
            "quantity": rule.quantity or "",
            "price": rule.price or "",
        }
        for name, rule in LINES.items()
    }
    rule = equalisation_rule(int(years[-1]))  # the page has one rule for all its years
    return {
        "lines": lines,
        "needs": {code: group.need for code, group in EXPENDITURE_GROUPS.items()},
        "regular": list(REGULAR_GROUPS),
        "transfers": list(TRANSFER_GROUPS),
        "uneven": list(UNEVEN),
        "flight_year": FLIGHT_YEAR,
        "military_months": {year: int(military_pit_months(year)) for year in years},
        "equalisation": {
            "lower": rule["base"]["threshold"],
            "upper": rule["reverse"]["threshold"],
            "base_share": rule["base"]["share"],
            "reverse_share": rule["reverse"]["share"],
        },
    }


def _driver(entry: Driver) -> Plain:
    return {
        "label": entry.label,
        "help": entry.help,
        "group": entry.group,
        "unit": entry.unit,
        "minimum": entry.minimum,
        "maximum": entry.maximum,
        "neutral": entry.neutral,
        "whole": entry.name in WHOLE,
        "flow": entry.is_flow,
    }


def _scenario(scenarios: Scenarios, name: str, years: list[int]) -> Plain:
    """Values of every stated driver by year, before anything follows from them."""
    paths = scenarios.paths(name)
    entry = scenarios[name]
    values = {key: path.values(years).tolist() for key, path in paths.items()}
    tax = values.pop(NATIONAL_TAX.name, None)
    return {
        "label": dict(entry.label),
        "what_if": entry.is_what_if,
        "base": entry.base,
        "drivers": values,
        "national_tax_growth": tax,
    }


def _official(years: list[int]) -> Mapping[str, list[float]]:
    found = {}
    for series in OFFICIAL_SERIES:
        try:
            found[series] = Official(series).values(years).tolist()
        except StratanalysisError:
            continue  # nothing published for these years
    return found
