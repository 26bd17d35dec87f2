"""The drivers that a scenario can move: name, unit, bounds and what they mean.

A driver outside its bounds is an error; a driver that a scenario leaves out takes its neutral
value, and the projection says so among what was assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stratanalysis.errors import UnknownNameError
from stratanalysis.scenarios.driver_entry import Driver
from stratanalysis.scenarios.people_drivers import PEOPLE

__all__ = [
    "DRIVERS",
    "NATIONAL_TAX",
    "OUTSIDE_DECISIONS",
    "STATED_DRIVERS",
    "WHOLE",
    "Driver",
    "driver",
    "is_used",
]


_RATE = "share per year"
_SHARE = "share"

DRIVERS: Mapping[str, Driver] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            *PEOPLE,
            Driver(
                "working_age_share",
                "labour",
                _SHARE,
                0.0,
                1.0,
                None,
                "Share of working age",
                "Persons of working age over the whole population",
                ("rates",),
            ),
            Driver(
                "employment_rate",
                "labour",
                _SHARE,
                0.001,
                1.0,
                None,
                "Employment rate",
                "Employed persons whose tax is paid in the community, over those of working age; "
                "its change moves the budget, its level only the weight of project jobs",
            ),
            Driver(
                "project_jobs",
                "labour",
                "persons",
                -1e6,
                1e6,
                0.0,
                "Jobs of investment projects",
                "Jobs beyond the employment rate, for instance of an industrial park; below zero: "
                "jobs that go, for instance of a plant that closes",
            ),
            Driver(
                "commuters",
                "labour",
                "persons",
                0.0,
                1e6,
                0.0,
                "Commuters",
                "Persons from elsewhere who would fill jobs for which there are no residents",
            ),
            Driver(
                "migration_job_elasticity",
                "labour",
                "ratio",
                0.0,
                3.0,
                0.0,
                "Response of migration to jobs",
                "By how many percent the population changes through migration when local jobs "
                "change by one percent, up or down",
                is_flow=True,
            ),
            Driver(
                "migration_lag",
                "labour",
                "years",
                1.0,
                10.0,
                1.0,
                "Lag of migration behind jobs",
                "Whole years between new jobs and the migration that they bring",
            ),
            Driver(
                "outside_investment",
                "investment",
                "UAH per year",
                0.0,
                1e12,
                0.0,
                "Investment from outside",
                "Private, state and donor money put into the community's economy, in prices of the "
                "base year; it does not pass through the community's budget",
            ),
            Driver(
                "own_investment_share",
                "investment",
                _SHARE,
                0.0,
                1.0,
                0.0,
                "Revenue put into investment",
                "Share of revenue excluding transfers that the council invests beyond its "
                "programmes of the base year; it is spent in the programmes of the economy",
            ),
            Driver(
                "jobs_per_million",
                "investment",
                "persons per million UAH",
                0.0,
                100.0,
                0.0,
                "Jobs from investment",
                "Lasting jobs that a million UAH of investment, in prices of the base year, makes "
                "in the year after",
            ),
            Driver(
                "real_wage_growth",
                "labour",
                _RATE,
                -0.5,
                0.5,
                0.0,
                "Growth of real wages",
                "Change of the nation's average wage of the year beyond consumer prices; it also "
                "moves the national PIT per head",
            ),
            Driver(
                "relative_wage_growth",
                "labour",
                _RATE,
                -0.5,
                0.5,
                0.0,
                "Local wages against the nation's",
                "Change within the year of wages in the community over those of the nation",
            ),
            Driver(
                "consumer_prices",
                "prices",
                _RATE,
                -0.2,
                2.0,
                None,
                "Consumer prices",
                "Change of consumer prices, mean of the year over the mean of the year before",
            ),
            Driver(
                "real_energy_prices",
                "prices",
                _RATE,
                -0.5,
                2.0,
                0.0,
                "Real energy prices",
                "Change of energy prices within the year beyond consumer prices",
            ),
            Driver(
                "pit_community_share",
                "revenue",
                _SHARE,
                0.001,
                1.0,
                None,
                "Community's share of the PIT",
                "Part of the personal income tax that stays in the community's budget",
            ),
            Driver(
                "military_pit_returned",
                "revenue",
                _SHARE,
                0.0,
                1.0,
                0.0,
                "PIT on military pay that is local again",
                "Part of PIT on military pay that local budgets receive although it has gone "
                "to the state since October 2023; its amount is the last one known, nominal",
            ),
            Driver(
                "entrepreneurs_growth",
                "revenue",
                _RATE,
                -0.5,
                0.5,
                0.0,
                "Entrepreneurs per head",
                "Change within the year of single-tax payers per head of population",
            ),
            Driver(
                "taxed_property_growth",
                "revenue",
                _RATE,
                -0.5,
                0.5,
                0.0,
                "Taxed land and buildings",
                "Change within the year of the area that pays land and property tax",
            ),
            Driver(
                "national_tax_beyond_wages",
                "revenue",
                _RATE,
                -0.5,
                2.0,
                0.0,
                "National PIT per head beyond wages",
                "Change within the year of the PIT per head of all local budgets beyond consumer "
                "prices and real wages; the base subsidy is measured against it",
            ),
            Driver(
                "additional_subsidy_growth",
                "revenue",
                _RATE,
                -1.0,
                2.0,
                0.0,
                "Additional grant for affected territories (growth)",
                "Change within the year of the additional grant for territories affected by "
                "the war (code 41021400), nominal; -1 ends it",
            ),
            Driver(
                "real_transfer_growth",
                "revenue",
                _RATE,
                -0.9,
                1.0,
                0.0,
                "Other transfers per pupil, real",
                "Change within the year of subventions per child beyond wages",
            ),
            Driver(
                "service_standard_growth",
                "expenditure",
                _RATE,
                -0.5,
                0.5,
                0.0,
                "Standard of services",
                "Change within the year of what is spent per person served, beyond prices",
            ),
            Driver(
                "need_elasticity",
                "expenditure",
                _SHARE,
                0.0,
                1.0,
                1.0,
                "How far costs follow people",
                "1: cost follows the persons served; 0: the network costs the same with fewer",
            ),
        )
    }
)
"""All drivers by name."""


NATIONAL_TAX = Driver(
    "national_tax_growth",
    "revenue",
    _RATE,
    -0.5,
    2.0,
    None,
    "National PIT per head",
    "Change within the year of the PIT per head of all local budgets, nominal; where a scenario "
    "states it, it holds instead of prices, wages and what is beyond them",
)
"""May be stated by a scenario; runs know only ``national_tax_beyond_wages``, which follows."""

STATED_DRIVERS: Mapping[str, Driver] = MappingProxyType(
    {**DRIVERS, NATIONAL_TAX.name: NATIONAL_TAX}
)
"""Drivers that a scenario file may name."""

WHOLE = ("migration_lag", "war_end")
"""Drivers that must be whole numbers."""


def is_used(name: str, tier: str) -> bool:
    """Tell whether the population model `tier` uses the driver.

    Examples
    --------
    >>> is_used("total_fertility_rate", "totals")
    False
    """
    return ("age_sex" if tier == "age_sex" else "rates") in DRIVERS[name].tiers


def driver(name: str, *, where: str | None = None) -> Driver:
    """Return the driver called `name`.

    Raises
    ------
    UnknownNameError
        There is none; the message names the nearest.

    Examples
    --------
    >>> driver("net_migration_rate").unit
    'share per year'
    """
    try:
        return STATED_DRIVERS[name]
    except KeyError:
        raise UnknownNameError("driver", name, STATED_DRIVERS, where=where) from None


OUTSIDE_DECISIONS = frozenset(
    {
        "war_end",
        "real_wage_growth",
        "consumer_prices",
        "real_energy_prices",
        "pit_community_share",
        "military_pit_returned",
        "national_tax_beyond_wages",
        "national_tax_growth",
        "additional_subsidy_growth",
    }
)
"""Drivers that the nation, its law or the war decide, and no council."""
