"""One run: scenarios in, long tables of people and money out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.finance.revenue import OWN_GROUPS, TRANSFER_GROUPS
from stratanalysis.scenarios.base import BudgetBase, budget_base, population_base
from stratanalysis.scenarios.drivers import DRIVERS
from stratanalysis.scenarios.model import Array, simulate_budget, simulate_population
from stratanalysis.scenarios.scenario import Scenarios

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAXIMUM_HORIZON", "Projection", "Remark", "project"]

MAXIMUM_HORIZON = 100
"""Years; a longer projection is refused."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader must know, as a message of the catalogues with its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Projection:
    """What a run gives.

    Attributes
    ----------
    table : pandas.DataFrame
        Columns ``scenario, year, variable, unit, price_basis, value``: `price_basis` is
        ``nominal``, ``real`` (prices of the base year) or empty. Money in UAH, people in persons.
        Variables: ``population``, ``working_age``, ``natural_change``, ``net_migration``,
        ``displacement_change``, ``employed_index``, ``price_level``, ``wage_level``,
        ``revenue|GROUP``, ``expenditure|CODE``, and the sums ``own_revenue``, ``transfers``,
        ``revenue``, ``expenditure``, ``balance``.
    scenarios : Scenarios
    names : tuple of str
        The scenarios of this run, in order.
    years : tuple of int
        The first is the base year.
    tier : str
        ``"totals"``: the population model that the data allow.
    gaps, assumed : tuple of Remark
        What is missing, and what was assumed for want of data.
    seed : int or None
        Of the draws; None for a deterministic run.
    """

    table: pd.DataFrame
    scenarios: Scenarios
    names: tuple[str, ...]
    years: tuple[int, ...]
    tier: str
    gaps: tuple[Remark, ...] = ()
    assumed: tuple[Remark, ...] = ()
    seed: int | None = None

    def wide(self, variable: str, *, price_basis: str = "") -> pd.DataFrame:
        """Return one variable as years by scenarios.

        Parameters
        ----------
        variable : str
        price_basis : {"", "nominal", "real"}
            Empty for people and levels.
        """
        rows = self.table[
            (self.table["variable"] == variable) & (self.table["price_basis"] == price_basis)
        ]
        return rows.pivot(index="year", columns="scenario", values="value").reindex(
            columns=list(self.names)
        )


def project(
    community: Community,
    scenarios: Scenarios,
    years: Sequence[int],
    *,
    names: Sequence[str] = (),
) -> Projection:
    """Project population and budget under scenarios.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
    years : sequence of int
        Consecutive years; the first is the base year and must be in the tables.
    names : sequence of str, optional
        Which scenarios, in this order; all by default.

    Returns
    -------
    Projection
        Without the budget variables, and with remarks among the gaps, for which the tables hold
        no full executed base year.

    Raises
    ------
    InvalidInputError
        Years that are not consecutive, beyond :data:`MAXIMUM_HORIZON`, or a base year without data.
    UnknownNameError
        A scenario that the file does not have.
    DataError
        Drivers without a value or outside their bounds, all of them at once.
    """
    import pandas as pd

    timeline = _timeline(years)
    chosen = [scenarios[name].name for name in names] or list(scenarios)
    if not chosen:
        raise InvalidInputError(
            "there is no scenario to run",
            where=f"{community.slug}: scenarios.toml",
            do="write a baseline; see the other communities for examples",
        )
    start = population_base(community, int(timeline[0]))
    budget = budget_base(community, int(timeline[0]))
    by_scenario = [scenarios.driver_values(name, timeline) for name in chosen]
    drivers = {name: np.stack([values[name] for values in by_scenario]) for name in DRIVERS}
    people = simulate_population(start, drivers)
    variables = {
        name: (people[name], "persons", "")
        for name in (
            "population", "working_age", "natural_change", "net_migration", "displacement_change"
        )
    }  # fmt: skip
    gaps, assumed = _remarks(community, budget, int(timeline[0]), scenarios, chosen)
    if budget.revenue or budget.expenditure:
        variables |= _budget(budget, people, drivers, timeline)
    table = pd.concat(
        [_long(name, *entry, chosen, timeline) for name, entry in variables.items()],
        ignore_index=True,
    )
    return Projection(
        table, scenarios, tuple(chosen), tuple(map(int, timeline)), "totals", gaps, assumed
    )


def _timeline(years: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    timeline = np.asarray(list(years), dtype=np.int64)
    if timeline.size < 2 or (np.diff(timeline) != 1).any():
        raise InvalidInputError(
            f"the years are {list(map(int, timeline))}"[:80],
            where="years",
            expected="two or more consecutive years, the base year first",
        )
    if timeline.size - 1 > MAXIMUM_HORIZON:
        raise InvalidInputError(
            f"the horizon is {timeline.size - 1} years",
            where="years",
            expected=f"at most {MAXIMUM_HORIZON} years",
        )
    return timeline


def _budget(
    base: BudgetBase,
    people: Mapping[str, Array],
    drivers: Mapping[str, Array],
    timeline: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> dict[str, tuple[Array, str, str]]:
    """Budget lines and their sums, nominal and in prices of the base year."""
    found = simulate_budget(base, people, drivers, timeline)
    prices = found["price_level"]
    lines = {k: v for k, v in found.items() if k.startswith(("revenue|", "expenditure|"))}
    zero = np.zeros_like(prices)
    sums = {}
    if base.revenue:
        for name, groups in (("own_revenue", OWN_GROUPS), ("transfers", TRANSFER_GROUPS)):
            sums[name] = sum((lines.get(f"revenue|{g}", zero) for g in groups), zero)
        sums["revenue"] = sums["own_revenue"] + sums["transfers"]
    if base.expenditure:
        spent = (v for k, v in lines.items() if k.startswith("expenditure|"))
        sums["expenditure"] = sum(spent, zero)
    if base.revenue and base.expenditure:
        sums["balance"] = sums["revenue"] - sums["expenditure"]
    variables: dict[str, tuple[Array, str, str]] = {}
    for basis, deflator in (("nominal", 1.0), ("real", prices)):
        money = lines | sums
        variables |= {f"{k}#{basis}": (v / deflator, "UAH", basis) for k, v in money.items()}
    employed = found["employed"]
    return variables | {
        "employed_index": (employed / employed[..., :1], "base year = 1", ""),
        "price_level": (prices, "base year = 1", ""),
        "wage_level": (found["wage_level"], "base year = 1", ""),
    }


def _long(
    name: str,
    values: Array,
    unit: str,
    basis: str,
    scenarios: Sequence[str],
    timeline: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> pd.DataFrame:
    import pandas as pd

    shape = (len(scenarios), len(timeline))
    return pd.DataFrame(
        {
            "scenario": np.repeat(list(scenarios), shape[1]),
            "year": np.tile(timeline, shape[0]),
            "variable": name.split("#", maxsplit=1)[0],
            "unit": unit,
            "price_basis": basis,
            "value": np.broadcast_to(values, shape).ravel(),
        }
    )


def _remarks(
    community: Community,
    budget: BudgetBase,
    year: int,
    scenarios: Scenarios,
    names: Sequence[str],
) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    gaps, assumed = [], []
    if not budget.revenue:
        message = "There is no full executed revenue of {year} in the tables: it is not projected"
        gaps.append(Remark(message, {"year": year}))
    if not budget.expenditure:
        message = (
            "There is no full executed expenditure of {year} in the tables: expenditure and "
            "balance are not projected"
        )
        gaps.append(Remark(message, {"year": year}))
    if budget.revenue and budget.tax_capacity_index is None:
        message = (
            "There is no tax-capacity index of {year}: the base subsidy moves with consumer prices "
            "and population instead of the equalisation rule"
        )
        assumed.append(Remark(message, {"year": year}))
    if community["population_age_sex"].empty:
        message = (
            "Ages are not known below the oblast: children, older people and those of working age "
            "move as the whole population"
        )
        assumed.append(Remark(message))
    named = {driver for name in names for driver in scenarios.paths(name)}
    still = [driver for driver in DRIVERS if driver not in named]
    if still:
        message = "No scenario says anything of these drivers, so they do not change: {drivers}"
        assumed.append(Remark(message, {"drivers": tuple(still)}))
    return tuple(gaps), tuple(assumed)
