"""Budget lines moved by the growth of their drivers.

:func:`scale_line` moves an executed amount by the ratios of its drivers to the base year; it needs
no counts, only how the drivers change. :data:`DRIVERS` says which drivers a revenue group has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.checks import Values, not_negative

__all__ = ["DRIVERS", "LineDrivers", "project_lines", "scale_line"]


def scale_line(
    base: Values,
    ratios: Mapping[str, Values],
    *,
    elasticities: Mapping[str, Values] | None = None,
) -> Values:
    """Move an executed amount by the growth of its drivers.

    ``base * product over drivers of ratio ** elasticity``

    Parameters
    ----------
    base : float, array or Series
        Executed amount of the base year, UAH. A negative amount (refunds) is moved as it is.
    ratios : mapping
        Driver to its value over its value in the base year (1 = unchanged), zero or more.
    elasticities : mapping, optional
        Driver to elasticity; 1 for a driver that is not named.

    Returns
    -------
    float, array or Series

    Raises
    ------
    UnknownNameError
        An elasticity is given for a driver that is not among `ratios`.
    InvalidInputError
        A ratio is negative.

    Examples
    --------
    Employment down by a tenth and wages up by a fifth make 100 into 108:

    >>> round(float(scale_line(100.0, {"employment": 0.9, "wage": 1.2})), 6)
    108.0
    """
    exponents = dict(elasticities or {})
    for name in exponents:
        if name not in ratios:
            raise UnknownNameError("driver", name, ratios, where="elasticities")
    amount = base
    for name, ratio in ratios.items():
        exponent = exponents.get(name, 1.0)
        not_negative(name, ratio)
        plain = np.ndim(exponent) == 0 and float(exponent) == 1.0
        amount = amount * (ratio if plain else np.power(ratio, exponent))
    return amount


@dataclass(frozen=True, slots=True)
class LineDrivers:
    """What moves a budget line.

    Attributes
    ----------
    quantity : str or None
        Driver of the quantity (persons, entrepreneurs, area); None: it does not change.
    price : str or None
        Price group (see :mod:`stratanalysis.finance.prices`); None: nominal amount as written.
    why : str
        One sentence, English, a key of the catalogues.
    """

    quantity: str | None
    price: str | None
    why: str


DRIVERS: Mapping[str, LineDrivers] = MappingProxyType(
    {
        "pit": LineDrivers("employment", "wages", "Employment times the wage"),
        "single_tax": LineDrivers(
            "entrepreneurs", "wages", "Entrepreneurs; the fixed rates follow the minimum wage"
        ),
        "property_tax": LineDrivers(
            "taxed_area", "consumer", "Area; land values are indexed by consumer prices"
        ),
        "excise": LineDrivers(
            "population", "wages", "Consumption; the rates rise faster than prices"
        ),
        "corporate_tax": LineDrivers("employment", "wages", "Profit of communal enterprises"),
        "environmental_tax": LineDrivers("employment", "wages", "Output that pollutes"),
        "rent": LineDrivers(None, "wages", "Natural resources in use"),
        "tourist_fee": LineDrivers("population", "wages", "Nights; the rate follows wages"),
        "parking_fee": LineDrivers("population", "wages", "Places; the rate follows wages"),
        "non_tax": LineDrivers(
            "population", "consumer", "Rents, services and fees: set in hryvnias"
        ),
        "capital_revenue": LineDrivers(None, "consumer", "Sales of property and land: a policy"),
        "target_funds": LineDrivers(None, "consumer", "Target funds of the council: a policy"),
        "other_own": LineDrivers(None, "consumer", "What fits no other group"),
        "additional_subsidy": LineDrivers(
            None, None, "A sum of the state budget for territories affected by the war"
        ),
        "other_transfers": LineDrivers("pupils", "wages", "Subventions: pupils and their standard"),
    }
)
"""Default drivers by revenue group. Without the military PIT (it ended) and the base subsidy (it
follows the equalisation rule)."""


def project_lines(
    base: Mapping[str, Values],
    drivers: Mapping[str, Values],
    *,
    rules: Mapping[str, LineDrivers] = DRIVERS,
    elasticities: Mapping[str, Mapping[str, Values]] | None = None,
) -> dict[str, Values]:
    """Several lines moved by their default drivers.

    Parameters
    ----------
    base : mapping
        Revenue group to its executed amount in the base year, UAH.
    drivers : mapping
        Driver or price group to its ratio to the base year; every driver that a line of `base`
        needs must be there.
    rules : mapping, optional
        Group to its drivers.
    elasticities : mapping, optional
        Group to driver to elasticity (see :func:`scale_line`).

    Returns
    -------
    dict
        Group to its projected amount, nominal where the price ratios are nominal.

    Raises
    ------
    UnknownNameError
        A group without a rule, or a driver that is not given.

    Notes
    -----
    The military PIT gives zero: it left the local budgets. The base subsidy has no rule here
    because it follows :func:`stratanalysis.finance.equalisation.base_subsidy`.
    """
    chosen = elasticities or {}
    projected: dict[str, Values] = {}
    for group, amount in base.items():
        if group == "military_pit":
            projected[group] = amount * 0.0
            continue
        if group not in rules:
            raise UnknownNameError("revenue group with drivers", group, rules)
        rule = rules[group]
        ratios = {}
        for name in (rule.quantity, rule.price):
            if name is None:
                continue
            if name not in drivers:
                raise UnknownNameError("driver", name, drivers, where=f"drivers of {group}")
            ratios[name] = drivers[name]
        projected[group] = scale_line(amount, ratios, elasticities=chosen.get(group))
    return projected
