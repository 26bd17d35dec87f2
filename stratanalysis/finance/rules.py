"""Dated parameters of the rules: shares of the PIT, equalisation, end of the military PIT.

They stand in ``data/reference/budget_rules.csv``. A row's `status` says whether the figure was seen
in a source (``seen``) or is common knowledge that nobody checked against the act (``general``).
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

__all__ = ["dated_parameter", "equalisation_rule", "parameter_path", "read_rules"]


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
