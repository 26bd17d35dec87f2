"""Financial capacity: eleven indicators, and a community's place among all.

The indicators are those of the national table of 1,438 communities (budget year 2023, general
fund, ``data/reference/financial_capacity_2023.csv``). Each is given in words and in code, with
its numerator and denominator, so that it can be rolled up and checked. Which end is better is
common practice, not an act: it is printed with the place.

A community near the front can look "high" through the military PIT of 2023 and through the
population of 2022, which is the denominator: the caveat belongs with the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from stratanalysis.errors import UnknownNameError
from stratanalysis.finance.calibration import executed
from stratanalysis.finance.checks import Values
from stratanalysis.finance.revenue import OWN_GROUPS, TRANSFER_GROUPS
from stratanalysis.reference.tables import read_reference

__all__ = [
    "CAPACITY_INDICATORS",
    "CAVEAT",
    "LEVELS",
    "CapacityIndicator",
    "capacity_indicators",
    "capacity_inputs",
    "capacity_places",
    "read_published",
]

LEVELS = ("critical", "low", "satisfactory", "optimal", "high")
CAVEAT = (
    "PIT on military pay and the population of 2022 raise the figures of a community near "
    "the front: read the level with care."
)
_LOCAL_TAXES = ("single_tax", "property_tax", "parking_fee", "tourist_fee")

Amounts = Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class CapacityIndicator:
    """One indicator of financial capacity.

    Attributes
    ----------
    name : str
    label, words : str
        English name and formula in words; keys of the catalogues.
    unit : str
        ``UAH per head`` or ``share``.
    numerator, denominator : callable
        Of the amounts listed in :func:`capacity_indicators`.
    higher_is_better : bool
    """

    name: str
    label: str
    words: str
    unit: str
    numerator: Callable[[Amounts], Values]
    denominator: Callable[[Amounts], Values]
    higher_is_better: bool


def _per_head(name: str, key: str, label: str, words: str, *, higher: bool) -> CapacityIndicator:
    return CapacityIndicator(
        name, label, words, "UAH per head", lambda a: a[key], lambda a: a["population"], higher
    )


def _share(
    name: str, top: str, bottom: str, label: str, words: str, *, higher: bool
) -> CapacityIndicator:
    return CapacityIndicator(
        name, label, words, "share", lambda a: a[top], lambda a: a[bottom], higher
    )


def _net_grant(a: Amounts) -> Values:
    return a["base_subsidy"] - a["reverse_subsidy"]


CAPACITY_INDICATORS: Mapping[str, CapacityIndicator] = MappingProxyType(
    {
        indicator.name: indicator
        for indicator in (
            _per_head(
                "revenue_per_head", "revenue", "General-fund revenue per head",
                "General-fund revenue excluding transfers, divided by the population",
                higher=True,
            ),
            _per_head(
                "expenditure_per_head", "expenditure", "General-fund expenditure per head",
                "Expenditure of the general fund divided by the population",
                higher=True,
            ),
            _per_head(
                "administration_per_head", "administration", "Administration per head",
                "Expenditure on the administration divided by the population",
                higher=False,
            ),
            _per_head(
                "capital_per_head", "capital", "Capital expenditure per head",
                "Capital expenditure divided by the population",
                higher=True,
            ),
            CapacityIndicator(
                "grant_share", "Dependence on equalisation",
                "Base grant less reverse grant, divided by revenue excluding transfers plus "
                "the same difference",
                "share", _net_grant, lambda a: a["revenue"] + _net_grant(a), False,
            ),
            _share(
                "administration_share", "administration", "revenue", "Administration in revenue",
                "Expenditure on the administration divided by general-fund revenue excluding "
                "transfers",
                higher=False,
            ),
            _share(
                "wage_share", "wages", "expenditure", "Wages in expenditure",
                "Wages with charges divided by expenditure of the general fund",
                higher=False,
            ),
            _share(
                "capital_share", "capital", "expenditure", "Capital in expenditure",
                "Capital expenditure divided by all expenditure",
                higher=True,
            ),
            _per_head(
                "culture_sport_per_head", "culture_sport", "Culture and sport per head",
                "Expenditure on culture, physical culture and sport divided by the population",
                higher=True,
            ),
            CapacityIndicator(
                "transfer_share", "Transfers in revenue",
                "Transfers divided by all revenue",
                "share", lambda a: a["transfers"], lambda a: a["revenue"] + a["transfers"], False,
            ),
            _share(
                "local_tax_share", "local_taxes", "revenue", "Local taxes in revenue "
                                                             "excluding transfers",
                "Single tax, property tax, parking and tourist fees divided by revenue "
                "excluding transfers",
                higher=True,
            ),
        )
    }
)  # fmt: skip
"""The eleven indicators by name."""


def capacity_indicators(amounts: Amounts) -> dict[str, Values]:
    """Compute the indicators whose amounts are given.

    Parameters
    ----------
    amounts : mapping
        `population` (persons) and, in UAH of one fund and one year: `revenue` (own, without
        transfers), `expenditure`, `administration`, `capital`, `base_subsidy`,
        `reverse_subsidy`, `wages` (with charges), `culture_sport`, `transfers`, `local_taxes`.
        Numbers, arrays or Series. What is absent makes its indicators missing.

    Returns
    -------
    dict
        All eleven names; NaN where an amount is absent or the denominator is not above zero.

    Examples
    --------
    >>> found = capacity_indicators({"population": 1000, "revenue": 5e6, "transfers": 3e6})
    >>> float(found["revenue_per_head"]), float(found["transfer_share"])
    (5000.0, 0.375)
    """
    found: dict[str, Values] = {}
    for name, indicator in CAPACITY_INDICATORS.items():
        try:
            top, bottom = indicator.numerator(amounts), indicator.denominator(amounts)
        except KeyError:
            found[name] = np.nan
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            found[name] = top / (np.where(np.greater(bottom, 0), 1.0, np.nan) * bottom)
    return found


def capacity_inputs(
    revenue: pd.DataFrame,
    expenditure: pd.DataFrame,
    population: float,
    *,
    year: int,
    fund: str = "total",
    reverse_subsidy: float | None = None,
) -> dict[str, float]:
    """Gather the amounts of :func:`capacity_indicators` from the long tables of a community.

    Parameters
    ----------
    revenue, expenditure : DataFrame
        Long tables; one community.
    population : float
        Persons.
    year : int
        A full executed year in both tables.
    fund : str, optional
        The national table is of the general fund; with ``total`` the indicators differ and the
        reader must know.
    reverse_subsidy : float, optional
        UAH, where `expenditure` has only the group 9000; taken from the code 9110 without it.

    Returns
    -------
    dict
        Administration is the programme group 0100, culture and sport 4000 and 5000, the reverse
        subsidy 9110 (NaN if the table does not go down to it); wages are
        codes 2110 and 2120, capital 3000. `military_pit` is added. A group or code without a row
        is nothing; a row without an amount makes every sum that it belongs to missing.
    """
    own = executed(revenue, "group", year=year, fund=fund)
    programme = executed(
        expenditure.loc[expenditure["classification"].eq("programme")], "code", year=year, fund=fund
    )
    economic = executed(
        expenditure.loc[expenditure["classification"].eq("economic")], "code", year=year, fund=fund
    )

    def total(series: pd.Series, *prefixes: str) -> float:
        rows = [str(code).startswith(prefixes) for code in series.index]
        return float(series[rows].sum(skipna=False))

    def groups(names: tuple[str, ...]) -> float:
        return float(own[own.index.isin(names)].sum(skipna=False))

    rolled_up = bool(programme.get("9000", 0.0))
    paid = np.nan if rolled_up else total(programme, "9110")
    if reverse_subsidy is not None:
        paid = reverse_subsidy
    return {
        "population": population,
        "revenue": groups(OWN_GROUPS),
        "transfers": groups(TRANSFER_GROUPS),
        "local_taxes": groups(_LOCAL_TAXES),
        "base_subsidy": float(own.get("base_subsidy", 0.0)),
        "military_pit": float(own.get("military_pit", 0.0)),
        "reverse_subsidy": paid,
        "expenditure": float(programme.sum(skipna=False)),
        "administration": total(programme, "01"),
        "culture_sport": total(programme, "4", "5"),
        "wages": total(economic, "211", "212"),
        "capital": total(economic, "3"),
    }


def read_published(path: Path | str | None = None) -> pd.DataFrame:
    """Read the national table of 2023, indexed by KATOTTG code.

    Returns
    -------
    DataFrame
        `name`, `oblast`, `population` (persons), `area_km2`, the eleven indicators and `level`
        (one of :data:`LEVELS`); 1,438 rows.
    """
    return read_reference("financial_capacity_2023", path=path).set_index("katottg")


def capacity_places(values: Mapping[str, float], published: pd.DataFrame) -> pd.DataFrame:
    """Place of a community's indicators among all communities.

    Parameters
    ----------
    values : mapping
        Indicator to value: a row of the published table, or the community's own figures.
    published : DataFrame
        As :func:`read_published` gives it.

    Returns
    -------
    DataFrame
        Index: indicator. `value`, `unit`, `place` (1 is the best by `higher_is_better`; equal
        values share the better place), `of` (communities compared), `fifth` (1 the lowest fifth of
        places, 5 the best), `median`, `higher_is_better`. A missing value has no place.

    Raises
    ------
    UnknownNameError
        An indicator that is none of the eleven.
    """
    rows = []
    for name, value in values.items():
        if name not in CAPACITY_INDICATORS:
            raise UnknownNameError("capacity indicator", name, CAPACITY_INDICATORS)
        indicator = CAPACITY_INDICATORS[name]
        column = published[name].dropna()
        better = column > value if indicator.higher_is_better else column < value
        known = bool(np.isfinite(value)) and len(column) > 0
        place = int(better.sum()) + 1 if known else None
        fifth = None if place is None else 5 - min((place - 1) * 5 // len(column), 4)
        rows.append(
            {
                "indicator": name,
                "value": float(value),
                "unit": indicator.unit,
                "place": place,
                "of": len(column),
                "fifth": fifth,
                "median": float(column.median()) if len(column) else np.nan,
                "higher_is_better": indicator.higher_is_better,
            }
        )
    table = pd.DataFrame(rows).set_index("indicator")
    return table.astype({"place": "Int64", "of": "Int64", "fifth": "Int64"})
