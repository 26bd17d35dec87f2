"""How far revenue forecasts were from what came, and the bands that follow.

The table ``revenue_forecast_errors`` holds half widths by line, horizon, status in the war and
size; ``tools/build_revenue_errors.py`` makes it from past launches and measures the coverage on
launches that were left out.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.reference.tables import read_reference

__all__ = [
    "ERROR_STATUS",
    "ForecastError",
    "forecast_error",
    "total_error",
    "year_end_error",
]

ERROR_STATUS = {
    "never_listed": "rear",
    "ended": "ended",
    "possible_hostilities": "near",
    "active_or_partly_occupied": "front",
    "mostly_occupied": "front",
    "occupied": "front",
}
"""Class of the error table by the status of ``hromada_war_status``."""


CITY = 100_000.0
"""Population of the cities whose totals were measured."""


@dataclass(frozen=True, slots=True)
class ForecastError:
    """What past launches say of a forecast.

    Attributes
    ----------
    half_width : float
        Of the logarithm of what came over the forecast; holds 80 % nominally.
    coverage : float
        Share that it held on launches left out.
    cases : int
        Errors behind it.
    measured : bool
        False beyond the longest measured horizon, where the width grows with the square root.
    """

    half_width: float
    coverage: float
    cases: int
    measured: bool


@functools.cache
def _rows(table: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in read_reference(table).to_dict("records"):
        found.setdefault((str(row["line"]), str(row["status"])), []).append(
            {str(key): value for key, value in row.items()}
        )
    return found


def forecast_error(
    line: str, horizon: int, *, population: float, status: str = "rear"
) -> ForecastError:
    """Error of a revenue line so many years ahead, for a community of a size and status.

    Parameters
    ----------
    line : str
        ``own_revenue`` (without the military PIT), ``revenue`` (with transfers) or a measured
        group: ``pit``, ``single_tax``, ``property_tax``, ``excise``, ``non_tax``.
    horizon : int
        Years after the last executed year, 1 or more; beyond the longest measured one the width
        grows with the square root of the horizon.
    population : float
        Persons.
    status : {"rear", "ended", "near", "front"}

    Raises
    ------
    UnknownNameError
        A line or a status that is not measured.
    InvalidInputError
        A horizon below 1.

    Examples
    --------
    >>> one = forecast_error("own_revenue", 1, population=100_000)
    >>> two = forecast_error("own_revenue", 2, population=100_000)
    >>> one.half_width < two.half_width, one.measured
    (True, True)
    """
    if horizon < 1:
        raise InvalidInputError(f"the horizon is {horizon}", expected="1 year or more")
    own = _of_class("revenue_forecast_errors", "horizon", line, status, population)
    longest = max(own)
    row = own[min(horizon, longest)]
    width = float(row["half_width"]) * math.sqrt(max(horizon / longest, 1.0))
    return ForecastError(width, float(row["coverage"]), int(row["cases"]), horizon <= longest)


def _of_class(
    table: str, column: str, line: str, status: str, population: float
) -> dict[int, dict[str, Any]]:
    """Rows of a line for a community of a status and size, by horizon or by months."""
    rows = _rows(table)
    if (line, status) not in rows:
        known = sorted({name for name, _ in rows})
        if line not in known:
            raise UnknownNameError("measured revenue line", line, known)
        raise UnknownNameError("status in the war", status, sorted({kind for _, kind in rows}))
    own = rows[line, status]
    size = max((r["size_from"] for r in own if r["size_from"] <= population), default=0)
    return {int(r[column]): r for r in own if r["size_from"] == size}


def year_end_error(
    line: str, months: int, *, population: float, status: str = "any"
) -> ForecastError:
    """Error of what a line brings by the year's end, expected from its first months.

    Parameters
    ----------
    line : str
        ``own_revenue`` (without the military PIT) or a measured group: those of
        :func:`forecast_error` and ``other_own``.
    months : int
        Executed months, 1 to 12; after twelve nothing is left to err.
    population, status
        As for :func:`forecast_error`; ``"any"``: all classes in the war together.

    Examples
    --------
    >>> early = year_end_error("own_revenue", 3, population=200_000)
    >>> late = year_end_error("own_revenue", 9, population=200_000)
    >>> early.half_width > late.half_width > year_end_error("pit", 12, population=1).half_width
    True
    """
    if not 1 <= months <= 12:
        raise InvalidInputError(f"months is {months}", expected="from 1 to 12")
    own = _of_class("year_end_errors", "months", line, status, population)
    if months == 12:
        return ForecastError(0.0, 1.0, 0, True)
    row = own[months]
    return ForecastError(float(row["half_width"]), float(row["coverage"]), int(row["cases"]), True)


def total_error(
    line: str, horizon: int, *, population: float, status: str = "rear"
) -> ForecastError:
    """Error of whole revenue, expenditure or the balance, so many years ahead.

    Measured on cities of the rear; another size or status is wider as its whole revenue is
    (:func:`forecast_error`), which for expenditure nobody measured.

    Parameters
    ----------
    line : str
        ``revenue``, ``expenditure`` or ``balance``; the half width of the balance is a share of
        expenditure, those of the others are of the logarithm.
    horizon, population, status
        As for :func:`forecast_error`.

    Examples
    --------
    >>> city = total_error("revenue", 1, population=100_000)
    >>> small = total_error("revenue", 1, population=5_000)
    >>> city.half_width < small.half_width
    True
    """
    rows = {int(row["horizon"]): row for row in _totals() if row["line"] == line}
    if not rows:
        raise UnknownNameError("measured total", line, sorted({str(r["line"]) for r in _totals()}))
    own = forecast_error("revenue", horizon, population=population, status=status)
    city = forecast_error("revenue", horizon, population=CITY)
    longest = max(rows)
    row = rows[min(horizon, longest)]
    width = float(row["half_width"]) * math.sqrt(max(horizon / longest, 1.0))
    wider = max(own.half_width / city.half_width, 1.0)
    return ForecastError(
        width * wider, float(row["coverage"]), int(row["cases"]), horizon <= longest
    )


@functools.cache
def _totals() -> tuple[dict[str, Any], ...]:
    table = read_reference("total_forecast_errors")
    return tuple({str(k): v for k, v in row.items()} for row in table.to_dict("records"))
