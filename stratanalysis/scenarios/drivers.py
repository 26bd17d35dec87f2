"""The drivers that a scenario can move: name, unit, bounds and what they mean.

A driver outside its bounds is an error; a driver that a scenario leaves out takes its neutral
value, and the projection says so among what was assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stratanalysis.errors import UnknownNameError

__all__ = ["DRIVERS", "Driver", "driver"]


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver.

    Attributes
    ----------
    name : str
    group : str
        ``population``, ``labour``, ``prices``, ``revenue`` or ``expenditure``.
    unit : str
        As scenario files must write it.
    minimum, maximum : float
        Inclusive bounds.
    neutral : float or None
        Value where a scenario says nothing; None where every baseline must say one.
    label, help : str
        English, keys of the catalogues.
    """

    name: str
    group: str
    unit: str
    minimum: float
    maximum: float
    neutral: float | None
    label: str
    help: str


_RATE = "share per year"
_SHARE = "share"

DRIVERS: Mapping[str, Driver] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Driver(
                "natural_change_rate",
                "population",
                _RATE,
                -0.1,
                0.1,
                None,
                "Natural change",
                "Births minus deaths within the year, over the population on 1 January",
            ),
            Driver(
                "net_migration_rate",
                "population",
                _RATE,
                -0.5,
                0.5,
                None,
                "Net migration",
                "Arrivals minus departures within the year, over the population on 1 January",
            ),
            Driver(
                "displacement",
                "population",
                _SHARE,
                0.0,
                0.95,
                0.0,
                "Displaced",
                "Share of the residents who are away because of the war in this year; "
                "when it falls, they return",
            ),
            Driver(
                "working_age_share",
                "labour",
                _SHARE,
                0.0,
                1.0,
                None,
                "Share of working age",
                "Persons of working age over the whole population",
            ),
            Driver(
                "employment_rate",
                "labour",
                _SHARE,
                0.0,
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
                0.0,
                1e6,
                0.0,
                "Jobs of investment projects",
                "Filled jobs beyond the employment rate, for instance of an industrial park",
            ),
            Driver(
                "real_wage_growth",
                "labour",
                _RATE,
                -0.5,
                0.5,
                0.0,
                "Growth of real wages",
                "Change of the wage within the year beyond consumer prices",
            ),
            Driver(
                "consumer_prices",
                "prices",
                _RATE,
                -0.2,
                2.0,
                None,
                "Consumer prices",
                "Change of the consumer price index within the year",
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
                0.0,
                1.0,
                None,
                "Community's share of the PIT",
                "Part of the personal income tax that stays in the community's budget",
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
                "national_tax_growth",
                "revenue",
                _RATE,
                -0.5,
                2.0,
                None,
                "National PIT per head",
                "Change within the year of the PIT per head of all local budgets, nominal; "
                "the base subsidy is measured against it",
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


def driver(name: str, *, where: str | None = None) -> Driver:
    """Return the driver called `name`.

    Raises
    ------
    UnknownNameError
        There is none; the message names the nearest.
    """
    try:
        return DRIVERS[name]
    except KeyError:
        raise UnknownNameError("driver", name, DRIVERS, where=where) from None
