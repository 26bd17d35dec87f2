"""What a run starts from: the base year, the population model that the data allow, and the gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stratanalysis.community import Community
from stratanalysis.demography import choose_model
from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.finance.macro import old_macro_act
from stratanalysis.finance.rules import dated_parameter
from stratanalysis.findings import Finding
from stratanalysis.projection.base import (
    BudgetBase,
    budget_base,
    population_base,
    population_series,
)
from stratanalysis.projection.budget_model import Array
from stratanalysis.projection.later import Later
from stratanalysis.projection.structure import AgeStructure, age_structure
from stratanalysis.projection.structure_remarks import Remark, structure_remarks
from stratanalysis.reference.war_status import war_status
from stratanalysis.scenarios.drivers import DRIVERS, is_used
from stratanalysis.scenarios.scenario import Scenarios

__all__ = [
    "MAXIMUM_HORIZON",
    "TIERS",
    "Remark",
    "Start",
    "checked_years",
    "driver_arrays",
    "prepare",
]

MAXIMUM_HORIZON = 100
"""Years; a longer projection is refused."""

TIERS = ("totals", "components", "age_sex")
_VITAL = ("total_fertility_rate", "life_expectancy_women", "life_expectancy_men")


@dataclass(frozen=True, eq=False)
class Start:
    """The base year of one community, ready to run.

    Attributes
    ----------
    slug : str
    years : ndarray of int
        The first is the base year.
    names : tuple of str
        Scenarios.
    drivers : mapping of str to ndarray, shape (scenario, time)
    population : float
        Persons on 1 January of the base year.
    budget : BudgetBase
    tier : {"totals", "components", "age_sex"}
    model : Remark
        Why this model.
    structure : AgeStructure or None
    gaps, assumed : tuple of Remark
    """

    slug: str
    years: npt.NDArray[np.int64]
    names: tuple[str, ...]
    drivers: Mapping[str, Array]
    population: float
    budget: BudgetBase
    tier: str
    model: Remark
    structure: AgeStructure | None
    gaps: tuple[Remark, ...]
    assumed: tuple[Remark, ...]


def prepare(
    community: Community,
    scenarios: Scenarios,
    years: Sequence[int],
    *,
    names: Sequence[str] = (),
    tier: str | None = None,
    as_of: str | None = "",
) -> Start:
    """Gather what a run needs; parameters and errors as in ``project``."""
    _refuse_occupied(community)
    if as_of:
        scenarios = scenarios.launched(as_of)
    timeline = checked_years(years)
    asked = tuple(scenarios[name].name for name in names)
    plain = tuple(name for name, entry in scenarios.items() if not entry.is_what_if)
    chosen = asked or plain or tuple(scenarios)
    if not chosen:
        raise InvalidInputError(
            "there is no scenario to run",
            where=f"{community.slug}: scenarios.toml",
            do="write a baseline; see the other communities for examples",
        )
    base_year = int(timeline[0])
    population = population_base(community, base_year)
    budget = budget_base(community, base_year, as_of=as_of)
    tier, model, structure = _choose_tier(community, scenarios, chosen, base_year, population, tier)
    drivers = driver_arrays(scenarios, chosen, timeline, tier)
    gaps, assumed = _remarks(community, budget, base_year, scenarios, chosen, tier, structure)
    assumed += _idle_investment(drivers) + _old_act(as_of)
    return Start(
        community.slug, timeline, chosen, drivers, population, budget, tier, model, structure,
        gaps, assumed,
    )  # fmt: skip


def _old_act(as_of: str | None) -> tuple[Remark, ...]:
    """Say that the newest published forecast is old on the day of the analysis."""
    old = old_macro_act(as_of) if as_of else None
    if old is None:
        return ()
    act, published, months = old
    message = (
        "The newest forecast of prices and wages ({act}, {published}) was {months} months old on "
        "{day}: add a newer one to macro_paths.csv"
    )
    return (
        Remark(message, {"act": act, "published": published, "months": months, "day": str(as_of)}),
    )


def driver_arrays(
    scenarios: Scenarios, names: Sequence[str], years: npt.NDArray[np.int64], tier: str
) -> dict[str, Array]:
    """Drivers of several scenarios, shape ``(scenario, time)``; the problems of all come together.

    Raises
    ------
    DataError
        As :meth:`Scenarios.driver_values`.
    """
    by_name: list[dict[str, Array]] = []
    findings: list[Finding] = []
    for name in names:
        try:
            by_name.append(scenarios.driver_values(name, years, tier=tier))
        except DataError as error:
            # What is inherited from the same line of the base is said once.
            said = {(one.check, one.source.line) for one in findings}
            findings += [f for f in error.findings if (f.check, f.source.line) not in said]
    if findings:
        raise DataError(f"scenarios {', '.join(names)} cannot be run", findings)
    return {key: np.stack([values[key] for values in by_name]) for key in by_name[0]}


def checked_years(years: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the years as an array.

    Raises
    ------
    InvalidInputError
        They are not consecutive, fewer than two, or beyond :data:`MAXIMUM_HORIZON`.
    """
    if len(years) - 1 > MAXIMUM_HORIZON:  # before anything of that length is made
        raise InvalidInputError(
            f"the horizon is {len(years) - 1} years",
            where="years",
            expected=f"at most {MAXIMUM_HORIZON} years",
        )
    timeline = np.asarray(list(years), dtype=np.int64)
    if timeline.size < 2 or (np.diff(timeline) != 1).any():
        raise InvalidInputError(
            f"the years are {list(map(int, timeline))}"[:80],
            where="years",
            expected="two or more consecutive years, the base year first",
        )
    return timeline


def _choose_tier(
    community: Community,
    scenarios: Scenarios,
    names: Sequence[str],
    year: int,
    population: float,
    wanted: str | None,
) -> tuple[str, Remark, AgeStructure | None]:
    """Choose the population model by the data and by what the scenarios state."""
    if wanted is not None and wanted not in TIERS:
        raise UnknownNameError("population model", wanted, TIERS)
    structure = None
    if wanted in (None, "age_sex"):
        structure = age_structure(community, year, population)
    without = {k: v for k, v in community.tables.items() if k != "population_age_sex"}
    own = structure is not None and structure.origin == "own"
    choice = choose_model(
        community.tables if own else without, parent_structure=structure is not None
    )
    lacking = {driver for name in names for driver in _VITAL if driver not in scenarios.paths(name)}
    if structure is not None and choice.tier == "age_sex" and not lacking:
        return "age_sex", Remark(choice.why, dict(choice.values)), structure
    if wanted == "age_sex":
        raise InvalidInputError(
            "ages cannot be projected",
            where=f"{community.slug}: tier",
            expected="a population by sex and age, or the code of an oblast that has one, and "
            f"assumptions for {', '.join(_VITAL)}",
        )
    choice = choose_model(without)
    tier = choice.tier if wanted is None else wanted
    if structure is not None:
        message = (
            "The scenarios state natural change as a rate and not fertility and life expectancy, "
            "so the total is carried forward without ages"
        )
        return tier, Remark(message), None
    return tier, Remark(choice.why, dict(choice.values)), None


def _remarks(
    community: Community,
    budget: BudgetBase,
    year: int,
    scenarios: Scenarios,
    names: Sequence[str],
    tier: str,
    structure: AgeStructure | None,
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
    assumed += _estimated_remarks(community, budget, year)
    if budget.revenue and budget.tax_capacity_index is None:
        message = (
            "There is no tax-capacity index of {year}: the base grant follows consumer "
            "prices and population instead of the equalisation rule"
        )
        assumed.append(Remark(message, {"year": year}))
    assumed += _later_remarks(budget.later)
    index = budget.tax_capacity_index
    upper = dated_parameter("reverse_subsidy_threshold", year)
    above = index is not None and index > upper
    if above and "9000" in budget.expenditure and np.isnan(budget.reverse_subsidy):
        message = (
            "The tax-capacity index of {year} is above {threshold}, but the reverse grant is "
            "not in the tables: all transfers to other budgets are projected as any other "
            "line"
        )
        assumed.append(Remark(message, {"year": year, "threshold": upper}))
    if structure is None:
        message = (
            "Ages are not known below the oblast: children, older people and those of working age "
            "move as the whole population"
        )
        assumed.append(Remark(message))
    else:
        assumed += structure_remarks(community, structure, year)
    if any(scenarios[name].is_what_if for name in names):
        message = (
            "A what-if is among the scenarios: a question of the analyst that no document asks; "
            "its numbers are the question, not a forecast"
        )
        assumed.append(Remark(message))
    stated = {driver for name in names for driver in scenarios.paths(name)}
    used = [driver for driver in DRIVERS if is_used(driver, tier)]
    still = tuple(driver for driver in used if driver not in stated)
    if still:
        message = "No scenario states these drivers, so they do not change: {drivers}"
        assumed.append(Remark(message, {"drivers": still}))
    idle = tuple(driver for driver in DRIVERS if driver in stated and driver not in used)
    if idle:
        message = "This population model does not use these drivers: {drivers}"
        assumed.append(Remark(message, {"drivers": idle}))
    return tuple(gaps), tuple(assumed)


def _estimated_remarks(community: Community, budget: BudgetBase, year: int) -> list[Remark]:
    """What of the base year nobody counted: people, and expenditure of an earlier year."""
    remarks = []
    counted = int(population_series(community).index.max())
    if year > counted:
        message = (
            "The population of 1 January {year} is the estimate of people present; the last count "
            "is that of 1 January {counted}"
        )
        remarks.append(Remark(message, {"year": year, "counted": counted}))
    if 0 < budget.expenditure_year < year:
        message = (
            "Expenditure of {year} is not in the tables: that of {spent} in prices of {year} takes "
            "its place"
        )
        remarks.append(Remark(message, {"year": year, "spent": budget.expenditure_year}))
    return remarks


def _later_remarks(later: Later) -> list[Remark]:
    remarks = []
    for table, message in (
        ("revenue", "Revenue is executed to {year}; later years move from it"),
        ("expenditure", "Expenditure is executed to {year}; later years move from it"),
    ):
        year = later.last(table)
        if year is not None:
            remarks.append(Remark(message, {"year": year}))
    running = later.months("revenue")
    if running is not None:
        message = (
            "Revenue of {year} is expected from its first {months} months by the shares of the "
            "same months in earlier years"
        )
        remarks.append(Remark(message, {"year": running[0], "months": running[1]}))
    return remarks


def _idle_investment(drivers: Mapping[str, Array]) -> tuple[Remark, ...]:
    """Say that money from outside makes no jobs where nobody says how many it makes."""
    invests = (drivers["outside_investment"] > 0).any(axis=-1)
    works = (drivers["jobs_per_million"] > 0).any(axis=-1)
    if not (invests & ~works).any():
        return ()
    message = "Money is invested from outside, but no jobs are stated per million: it makes none"
    return (Remark(message),)


def _refuse_occupied(community: Community) -> None:
    """Refuse to project a community that the list of territories has as occupied."""
    found = war_status(community.katottg) if community.katottg else None
    if found is not None and found.occupied:
        raise InvalidInputError(
            f"the community is occupied since {found.since} (list of territories of order 376, "
            f"state of {found.date}), so nothing is projected",
            where=community.slug,
            do="see the page 01_profile, which shows what was known",
        )
