"""Bands of projected money from measured past errors (``revenue_forecast_errors``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.finance.forecast_errors import (
    ERROR_STATUS,
    forecast_error,
    total_error,
    year_end_error,
)
from stratanalysis.projection.later import NOTHING_LATER, Later
from stratanalysis.reference.war_status import war_status

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.projection.result import Projection

__all__ = ["BANDED", "TOTALS", "ErrorClass", "error_class", "measured_bands"]

BANDED = (
    "own_revenue", "revenue|pit", "revenue|single_tax", "revenue|property_tax", "revenue|excise",
    "revenue|non_tax",
)  # fmt: skip
"""Variables whose errors were measured."""

TOTALS = ("revenue", "expenditure", "balance")
"""Totals whose errors were measured on cities."""


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """Which past errors hold for a projection.

    Attributes
    ----------
    status : {"rear", "ended", "near", "front"}
    population : float
        Persons in the base year.
    later : Later
        Executed periods after the base year, from which the horizon counts.
    spent : int
        Year in which the expenditure of the base year was executed; earlier than the base year
        where it was moved to its prices; 0: the base year.
    """

    status: str = "rear"
    population: float = 0.0
    later: Later = NOTHING_LATER
    spent: int = 0


def error_class(katottg: str, population: float, later: Later, spent: int = 0) -> ErrorClass:
    """Class of a community by its status in the war and its size."""
    found = war_status(katottg) if katottg else None
    status = ERROR_STATUS.get(found.status, "rear") if found is not None else "rear"
    return ErrorClass(status, population, later, spent)


def measured_bands(
    projection: Projection,
    *,
    variable: str = "own_revenue",
    price_basis: str = "nominal",
) -> pd.DataFrame:
    """Bands that hold four outcomes of five, by the errors of past forecasts.

    The horizon counts from the last executed full year of revenue; an executed year has no band.
    The running year, expected from its months, has the error of the year-end forecast. Errors of
    nominal forecasts are laid on real amounts as they are: prices are a part of them.

    Parameters
    ----------
    projection : Projection
    variable : str
        One of :data:`BANDED` or :data:`TOTALS`; the band of the balance is a share of expenditure
        on either side.
    price_basis : {"nominal", "real"}

    Returns
    -------
    DataFrame
        ``scenario, year, variable, price_basis, lower, central, upper, half_width, coverage,
        cases``; `half_width` of the logarithm (of the balance a share of expenditure), `coverage`
        as measured on launches left out, NaN where nothing was measured.
    """
    import pandas as pd

    wide = projection.wide(variable, price_basis=price_basis)
    spending = projection.wide("expenditure", price_basis=price_basis)
    base = projection.years[0]
    place = projection.error_class
    later = place.later
    last = later.last("revenue") or base
    running = later.months("revenue")
    rows = []
    total = variable in TOTALS
    measure = total_error if total else forecast_error
    if variable in ("expenditure", "balance"):
        spent = later.last("expenditure") or place.spent or base
        last, running = (spent, None) if variable == "expenditure" else (min(last, spent), None)
    for year in projection.years:
        if year <= last:
            width, held, cases = 0.0, np.nan, 0
        else:
            error = measure(
                variable.removeprefix("revenue|"),
                year - last,
                population=place.population,
                status=place.status,
            )
            width, held, cases = error.half_width, error.coverage, error.cases
            if running is not None and year == running[0]:
                ending = year_end_error(
                    "own_revenue" if total else variable.removeprefix("revenue|"),
                    running[1],
                    population=place.population,
                    status=place.status,
                )
                if ending.half_width < width:
                    width, held, cases = ending.half_width, ending.coverage, ending.cases
        for name in projection.names:
            value = float(wide[name].loc[year])
            low, high = value * np.exp(-width), value * np.exp(width)
            if variable == "balance":
                away = width * float(spending[name].loc[year])
                low, high = value - away, value + away
            rows.append(
                {
                    "scenario": name,
                    "year": year,
                    "variable": variable,
                    "price_basis": price_basis,
                    "lower": low,
                    "central": value,
                    "upper": high,
                    "half_width": width,
                    "coverage": held,
                    "cases": cases,
                }
            )
    return pd.DataFrame(rows)
