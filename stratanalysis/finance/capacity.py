"""Financial capacity: eleven indicators, and a community's place among all.

The indicators are those of the national table of 1,438 communities (budget year 2023, general
fund, ``data/reference/financial_capacity_2023.csv``). Which end is better is common practice, not
an act: it is printed with the place.

A community near the front can look "high" through the military PIT of 2023 and through the
population of 2022, which is the denominator: the caveat belongs with the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from stratanalysis.errors import UnknownNameError
from stratanalysis.reference.tables import read_reference

__all__ = [
    "CAPACITY_INDICATORS",
    "CAVEAT",
    "CapacityIndicator",
    "capacity_places",
    "read_published",
]

CAVEAT = (
    "PIT on military pay and the population of 2022 raise the figures of a community near "
    "the front: read the level with care."
)


@dataclass(frozen=True, slots=True)
class CapacityIndicator:
    """One indicator of financial capacity.

    Attributes
    ----------
    name : str
    label : str
        English name, a key of the catalogues.
    unit : str
        ``UAH per head`` or ``share``.
    higher_is_better : bool
    """

    name: str
    label: str
    unit: str
    higher_is_better: bool


CAPACITY_INDICATORS: Mapping[str, CapacityIndicator] = MappingProxyType(
    {
        entry[0]: CapacityIndicator(*entry)
        for entry in (
            ("revenue_per_head", "General-fund revenue per head", "UAH per head", True),
            ("expenditure_per_head", "General-fund expenditure per head", "UAH per head", True),
            ("administration_per_head", "Administration per head", "UAH per head", False),
            ("capital_per_head", "Capital expenditure per head", "UAH per head", True),
            ("grant_share", "Dependence on equalisation", "share", False),
            ("administration_share", "Administration in revenue", "share", False),
            ("wage_share", "Wages in expenditure", "share", False),
            ("capital_share", "Capital in expenditure", "share", True),
            ("culture_sport_per_head", "Culture and sport per head", "UAH per head", True),
            ("transfer_share", "Transfers in revenue", "share", False),
            ("local_tax_share", "Local taxes in revenue excluding transfers", "share", True),
        )
    }
)
"""The eleven indicators by name."""


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
