"""Dated parameters of the rules: shares of the PIT, equalisation, end of the military PIT.

They are in ``data/reference/budget_rules.csv``. A row's `status` says whether the figure was seen
in a source (``seen``), is common knowledge that nobody checked against the act (``general``), or is
a plan of the Government that no default follows (``planned``).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.reference.tables import read_reference

__all__ = [
    "RULE_SERIES",
    "dated_parameter",
    "equalisation_rule",
    "parameter_path",
    "read_rules",
    "rule_path",
]

RULE_SERIES = ("pit_share", "planned_pit_share", "planned_military_pit", "additional_subsidy")
"""Rules that a scenario names as an official path (see :func:`rule_path`)."""


def read_rules(path: Path | str | None = None) -> pd.DataFrame:
    """Read the table of dated parameters, or one of one's own with the same columns."""
    return read_reference("budget_rules", path=path)


@functools.cache
def _rules() -> pd.DataFrame:
    return read_rules()


def dated_parameter(
    parameter: str, on: int | dt.date, *, rules: pd.DataFrame | None = None
) -> float:
    """Value of a parameter on a day, or in a year (on its 1 January).

    Parameters
    ----------
    parameter : str
        ``pit_share``, ``base_subsidy_threshold`` and so on.
    on : int or date
        A rule without an end is carried forward: it is the last one known, not a forecast.
    rules : DataFrame, optional
        As :func:`read_rules` gives it.

    Raises
    ------
    UnknownNameError
        No such parameter.
    InvalidInputError
        No rule, or more than one, is known for the day.

    Examples
    --------
    >>> dated_parameter("pit_share", 2021), dated_parameter("pit_share", 2024)
    (0.6, 0.64)
    """
    table = _rules() if rules is None else rules
    rows = table.loc[table["parameter"].eq(parameter)]
    if rows.empty:
        raise UnknownNameError("parameter of the rules", parameter, table["parameter"].unique())
    day = dt.date(on, 1, 1).isoformat() if isinstance(on, int) else on.isoformat()
    valid = rows["valid_from"].le(day) & (rows["valid_to"].eq("") | rows["valid_to"].ge(day))
    if valid.sum() != 1:
        raise InvalidInputError(
            f"{int(valid.sum())} rules of {parameter} hold on {day}",
            where="budget_rules.csv",
            expected=f"one, from {rows['valid_from'].min()} on",
        )
    return float(rows.loc[valid, "value"].iloc[0])


def parameter_path(parameter: str, years: Sequence[int]) -> npt.NDArray[np.float64]:
    """Value of a parameter in each year, as an array; what is dated later holds from then on.

    Examples
    --------
    >>> parameter_path("pit_share", [2020, 2021, 2022]).tolist()
    [0.6, 0.6, 0.64]
    """
    return _path(parameter, tuple(int(year) for year in years))


@functools.lru_cache(maxsize=256)
def _path(parameter: str, years: tuple[int, ...]) -> npt.NDArray[np.float64]:
    values = np.array([dated_parameter(parameter, year) for year in years], dtype=np.float64)
    values.flags.writeable = False
    return values


def rule_path(series: str, years: Sequence[int]) -> npt.NDArray[np.float64]:
    """Values of a driver that follow from a rule or a plan of the Government.

    Parameters
    ----------
    series : str
        One of :data:`RULE_SERIES`: ``pit_share``, the community's share of the PIT;
        ``planned_pit_share``, the same and from the planned year on the planned share;
        ``planned_military_pit``, the part of the military PIT that is local again (0, then 1);
        ``additional_subsidy``, the change of the nation's total against the year before (0 where
        either is not published).
    years : sequence of int
        2015 or later.

    Examples
    --------
    >>> rule_path("planned_pit_share", [2021, 2026, 2027]).tolist()
    [0.6, 0.64, 0.6]
    """
    whole = [int(year) for year in years]
    if series == "pit_share":
        return parameter_path(series, whole)
    rule = {"additional_subsidy": "additional_subsidy_total"}.get(series, series)
    first = int(_rules().loc[_rules()["parameter"].eq(rule), "valid_from"].min()[:4])

    def value(year: int) -> float:
        if series == "additional_subsidy":
            later = year > first
            return dated_parameter(rule, year) / dated_parameter(rule, year - 1) - 1 if later else 0
        if year >= first:
            return dated_parameter(rule, year)
        return dated_parameter("pit_share", year) if series == "planned_pit_share" else 0.0

    return np.array([value(year) for year in whole], dtype=np.float64)


def equalisation_rule(year: int) -> dict[str, dict[str, float]]:
    """Thresholds and shares of a year, as keyword arguments of the two subsidies.

    Examples
    --------
    >>> equalisation_rule(2021)["base"]
    {'threshold': 0.9, 'share': 0.8}
    """
    return {
        kind: {
            name: dated_parameter(f"{kind}_subsidy_{name}", year) for name in ("threshold", "share")
        }
        for kind in ("base", "reverse")
    }
