"""National paths as they were published: prices, wages and output by act, date and scenario.

:func:`macro_path` answers what was known on a day: actual values, then the newest act, then a
stated extension. The table is ``data/reference/macro_paths.csv``; nothing of it is typed elsewhere.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from stratanalysis.data_folder import data_folder
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.finance.rules import dated_parameter
from stratanalysis.reference.tables import read_reference

__all__ = [
    "CHANGES",
    "MACRO_SERIES",
    "OLD_MONTHS",
    "macro_changes",
    "macro_path",
    "newest_macro_date",
    "old_macro_act",
    "forget_macro_paths",
    "read_macro_paths",
]

OLD_MONTHS = 14
"""An act older than this is used only where nothing newer is known, and a warning says so."""

CHANGES = ("consumer_prices", "consumer_prices_december", "gdp_real")
"""Series that are changes over the year before; the others are levels."""

MACRO_SERIES = (
    "consumer_prices", "consumer_prices_december", "average_wage", "real_wage", "minimum_wage",
    "gdp_real",
)  # fmt: skip
"""Series whose yearly change :func:`macro_changes` gives."""

_HORIZON = 2130
_COLUMNS = ["year", "value", "kind", "scenario", "act", "published", "source"]


def read_macro_paths(path: Path | str | None = None) -> pd.DataFrame:
    """Read the table of published paths, or one of one's own with the same columns."""
    return read_reference("macro_paths", path=path)


@functools.cache
def _shipped() -> pd.DataFrame:
    own = data_folder() / "reference" / "macro_paths.csv"
    return read_macro_paths(own if own.is_file() else None)


def forget_macro_paths() -> None:
    """Read the table again when it is asked for; for those who have written one."""
    for kept in (_shipped, _rows, _kept):
        kept.cache_clear()


def newest_macro_date() -> dt.date:
    """Day of the newest publication in the shipped table."""
    return dt.date.fromisoformat(str(_shipped()["published"].max()))


def old_macro_act(as_of: str | dt.date | None = None) -> tuple[str, str, int] | None:
    """Act, day and age in months of the newest forecast, where it is older than OLD_MONTHS.

    Parameters
    ----------
    as_of : str or date, optional
        Day of the analysis, as ``2026-11-01``; the day of the newest publication without it.

    Examples
    --------
    >>> old_macro_act("2027-03-15")
    ('State budget 2026', '2025-12-03', 15)
    >>> old_macro_act("2026-06-01") is None
    True
    """
    day = _day(as_of)
    table = _shipped()
    rows = table[table["kind"].eq("forecast") & table["published"].le(day)]
    if rows.empty:
        return None
    newest = rows.sort_values("published", kind="stable").iloc[-1]
    age = _months(str(newest["published"]), day)
    if age <= OLD_MONTHS:
        return None
    return str(newest["act"]), str(newest["published"]), age


def macro_path(
    series: str,
    years: Sequence[int],
    *,
    as_of: str | dt.date | None = None,
    scenario: str = "",
    paths: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One published series by year, as it was known on a day.

    A year has its actual value where that was published by `as_of`; else the value of the newest
    act that has the year and is not older than :data:`OLD_MONTHS` (older acts count only where no
    newer act has the series at all). After the last year of the acts, and in a gap between them,
    changes are extended: consumer prices come back half of the way to the inflation target each
    year, wages follow them and the long-run growth of real wages, other levels keep their last
    change in real terms (parameters in ``budget_rules.csv``).

    Parameters
    ----------
    series : str
        A series of the table.
    years : sequence of int
        Not before the first actual year.
    as_of : str or date, optional
        Day of the launch; without it the day of the newest publication.
    scenario : str, optional
        Scenario of the act (``"1"``, ``"2"``); without it, or where the act has no such scenario,
        the one that was chosen for the budget.
    paths : DataFrame, optional
        As :func:`read_macro_paths` gives it.

    Returns
    -------
    DataFrame
        `year`, `value` (in the unit of the table), `kind` (actual, forecast, extended),
        `scenario`, `act`, `published`.

    Raises
    ------
    UnknownNameError
        No such series, or no act has the scenario.
    InvalidInputError
        Nothing was published by the day, or a year is before the first known one.

    Examples
    --------
    >>> macro_path("average_wage", [2024, 2028])["value"].tolist()
    [21473.0, 39436.0]
    >>> macro_path("average_wage", [2022], as_of="2021-09-30")["act"].tolist()
    ['CMU 586']
    """
    rows = _rows() if paths is None else _records(paths)
    day = _day(as_of)
    last = max((int(year) for year in years), default=0)
    found = _path(series, day, scenario, rows, max(last, _HORIZON))
    early = [year for year in years if year not in found]
    if early:
        raise InvalidInputError(
            f"{series} of {early[0]} is not in the table",
            where="macro_paths.csv",
            expected=f"{min(found)} or later",
        )
    return pd.DataFrame([found[int(year)] for year in years], columns=_COLUMNS)


def macro_changes(
    series: str,
    years: Sequence[int],
    *,
    as_of: str | dt.date | None = None,
    scenario: str = "",
) -> pd.Series:
    """Change of a series over the year before, as a share, by year.

    Parameters
    ----------
    series : str
        One of :data:`MACRO_SERIES`; ``real_wage`` is the wage over consumer prices (annual means).
    years : sequence of int
        From 2021 on for levels.
    as_of, scenario : optional
        As for :func:`macro_path`.

    Returns
    -------
    Series
        Named as the series, index years.

    Examples
    --------
    >>> round(float(macro_changes("average_wage", [2024]).loc[2024]), 4)  # 21,473 / 17,442 - 1
    0.2311
    """
    if series not in MACRO_SERIES:
        raise UnknownNameError("published path", series, MACRO_SERIES)
    wanted = [int(year) for year in years]
    if series == "real_wage":
        wage = macro_changes("average_wage", wanted, as_of=as_of, scenario=scenario)
        prices = macro_changes("consumer_prices", wanted, as_of=as_of, scenario=scenario)
        return ((1 + wage) / (1 + prices) - 1).rename(series)
    if series in CHANGES:
        path = macro_path(series, wanted, as_of=as_of, scenario=scenario)
        return pd.Series(path["value"].to_numpy(), index=wanted, name=series)
    span = sorted({*wanted, *(year - 1 for year in wanted)})
    path = macro_path(series, span, as_of=as_of, scenario=scenario)
    level = dict(zip(span, path["value"].astype(float), strict=True))
    changes = [level[year] / level[year - 1] - 1 for year in wanted]
    return pd.Series(changes, index=wanted, name=series)


Row = dict[str, Any]


def _records(table: pd.DataFrame) -> tuple[Row, ...]:
    return tuple(
        {str(key): value for key, value in row.items()} for row in table.to_dict("records")
    )


@functools.cache
def _rows() -> tuple[Row, ...]:
    return _records(_shipped())


def _path(
    series: str, day: str, scenario: str, rows: tuple[Row, ...], last: int
) -> Mapping[int, Row]:
    """By year the known row or its extension, to `last`; kept for the shipped table."""
    if rows is _rows() and last == _HORIZON:
        return _kept(series, day, scenario)
    return _made(series, day, scenario, rows, last)


@functools.lru_cache(maxsize=256)
def _kept(series: str, day: str, scenario: str) -> Mapping[int, Row]:
    return _made(series, day, scenario, _rows(), _HORIZON)


def _made(
    series: str, day: str, scenario: str, rows: tuple[Row, ...], last: int
) -> Mapping[int, Row]:
    own = [row for row in rows if row["series"] == series]
    if not own:
        raise UnknownNameError("published path", series, {row["series"] for row in rows})
    scenarios = {row["scenario"] for row in rows} - {""}
    if scenario and scenario not in scenarios:
        raise UnknownNameError("scenario of the acts", scenario, scenarios)
    known = [row for row in own if row["published"] <= day]
    if not known:
        raise InvalidInputError(
            f"no {series} was published by {day}",
            where="macro_paths.csv",
            expected=f"a day from {min(row['published'] for row in own)} on",
        )
    chosen = _chosen(known, scenario, day)
    prices: Mapping[int, Row] = {}
    if series not in CHANGES:
        prices = _path("consumer_prices", day, scenario, rows, last)
    first = min(chosen)
    found = {first: _short(chosen[first])}
    for year in range(first + 1, max(last, *chosen) + 1):
        before, given = found[year - 1], chosen.get(year)
        if given is None:
            found[year] = _extended(series, before, prices)
        else:
            found[year] = _given(series, before, given, known)
    return found


def _short(row: Row) -> Row:
    return {name: row[name] for name in _COLUMNS}


def _chosen(known: Sequence[Row], scenario: str, day: str) -> dict[int, Row]:
    """By year the actual row, else that of the newest act that is not too old."""
    known = sorted(known, key=lambda row: str(row["published"]))
    forecast = [row for row in known if row["kind"] == "forecast"]
    asked = {
        (row["act"], row["published"], row["year"])
        for row in forecast
        if scenario and row["scenario"] == scenario
    }
    forecast = [
        row
        for row in forecast
        if (row["scenario"] == scenario and scenario)
        or ((row["act"], row["published"], row["year"]) not in asked and row["chosen"] == 1)
    ]
    fresh = [row for row in forecast if _months(row["published"], day) <= OLD_MONTHS]
    newest = [row for row in forecast if row["published"] == forecast[-1]["published"]]
    usable = (fresh or newest) + [row for row in known if row["kind"] == "actual"]
    return {int(row["year"]): row for row in usable}


def _given(series: str, before: Row, given: Row, known: Sequence[Row]) -> Row:
    """A published year; after a newer act an older one gives its own growth, not its level."""
    row = _short(given)
    if series in CHANGES or before["kind"] == "actual" or given["act"] == before["act"]:
        return row
    own = [
        other["value"]
        for other in known
        if other["act"] == given["act"]
        and other["scenario"] in (given["scenario"], "")
        and other["year"] == given["year"] - 1
    ]
    if own and given["published"] < before["published"]:
        row["value"] = before["value"] * given["value"] / own[0]
    return row


def _extended(series: str, before: Row, prices: Mapping[int, Row]) -> Row:
    year, value = before["year"] + 1, float(before["value"])
    if series in ("consumer_prices", "consumer_prices_december"):
        value = _towards_target(value)
    elif series not in CHANGES:
        value *= 1 + float(prices[year]["value"])
        if series.endswith("wage"):
            value *= 1 + dated_parameter("real_wage_growth_long_run", 2021)
    return before | {"year": year, "value": value, "kind": "extended"}


def _towards_target(change: float) -> float:
    target = dated_parameter("inflation_target", 2021)
    return target + (change - target) * (1 - dated_parameter("inflation_return", 2021))


def _day(as_of: str | dt.date | None) -> str:
    if as_of is None:
        return newest_macro_date().isoformat()
    try:
        day = as_of if isinstance(as_of, dt.date) else dt.date.fromisoformat(str(as_of))
    except ValueError:
        raise InvalidInputError(
            f"{as_of!r} is not a day", where="as_of", expected="a day as 2025-09-30"
        ) from None
    return day.isoformat()[:10]


def _months(earlier: str, later: str) -> int:
    """Whole months between two days, rounded down."""
    first, last = dt.date.fromisoformat(earlier), dt.date.fromisoformat(later)
    return math.floor((last - first).days / 30.4375)
