"""The variables of a projection and their units."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["UNITS", "VARIABLE_TITLES", "is_money", "unit_of"]

UNITS: Mapping[str, str] = {
    "population": "persons",
    "working_age": "persons",
    "children": "persons",
    "preschool_children": "persons",
    "pupils": "persons",
    "older_people": "persons",
    "births": "persons",
    "deaths": "persons",
    "natural_change": "persons",
    "net_migration": "persons",
    "displacement_change": "persons",
    "project_jobs": "persons",
    "unfilled_jobs": "persons",
    "demographic_load": "persons per 1,000",
    "employed_index": "base year = 1",
    "price_level": "base year = 1",
    "wage_level": "base year = 1",
    "energy_level": "base year = 1",
    "tax_capacity_index": "ratio",
    "transfer_share": "share",
    "investment": "UAH",
    "own_investment": "UAH",
    "own_revenue_per_head": "UAH per person",
    "expenditure_per_head": "UAH per person",
    "own_revenue": "UAH",
    "transfers": "UAH",
    "revenue": "UAH",
    "expenditure": "UAH",
    "balance": "UAH",
}
"""Unit by variable; lines ``revenue|GROUP`` and ``expenditure|CODE`` are in UAH."""

VARIABLE_TITLES: Mapping[str, str] = {
    "population": "Population",
    "working_age": "Working age",
    "children": "Children under 18",
    "pupils": "Of school age",
    "older_people": "Aged 60 and over",
    "births": "Births",
    "deaths": "Deaths",
    "natural_change": "Natural change",
    "net_migration": "Net migration",
    "demographic_load": "Dependency ratio",
    "own_revenue": "Revenue excluding transfers",
    "transfers": "Transfers",
    "revenue": "Revenue",
    "expenditure": "Expenditure",
    "balance": "Balance",
    "own_revenue_per_head": "Revenue excluding transfers per head",
    "expenditure_per_head": "Expenditure per head",
}
"""Names of the variables for a reader, keys of the catalogues."""

_MONEY = ("UAH", "UAH per person")


def unit_of(variable: str) -> str:
    """Unit of a variable of the projection.

    Examples
    --------
    >>> unit_of("population"), unit_of("revenue|pit")
    ('persons', 'UAH')
    """
    return UNITS.get(variable, "UAH")


def is_money(variable: str) -> bool:
    """Whether a variable has a price basis.

    Examples
    --------
    >>> is_money("balance"), is_money("population")
    (True, False)
    """
    return unit_of(variable) in _MONEY
