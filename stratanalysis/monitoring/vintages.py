"""Reports of one figure: which counts, which came before, and what was reported within the year."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from stratanalysis.finance.executed import FULL_YEAR

__all__ = ["OBSERVATION_KEY", "TASK_KEY", "newest", "superseded", "within_year"]

OBSERVATION_KEY = ("indicator", "year", "phase")
TASK_KEY = ("task", "year")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""How a day of a report is written, so that days sort as text."""


def newest(reports: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return the reports on whole years that count: of each figure the one reported last.

    Parameters
    ----------
    reports : pandas.DataFrame
        Observations or tasks. A `period` that is missing, empty or ``year`` is the whole year; a
        report without a day came first. An observation without a figure replaces none.
    key : sequence of str
        Columns that name the figure: :data:`OBSERVATION_KEY` or :data:`TASK_KEY`.

    Returns
    -------
    pandas.DataFrame
        Rows of `reports` in their order. Two rows of one figure and one day both stay: that is an
        error which the check names.

    Examples
    --------
    >>> reports = pd.DataFrame(
    ...     {"task": "1.1", "year": 2025, "status": ["under_way", "done"],
    ...      "reported": ["2026-01-20", "2026-03-02"]})
    >>> newest(reports, TASK_KEY)["status"].tolist()
    ['done']
    """
    whole = reports[_period(reports) == FULL_YEAR]
    if "reported" not in whole or whole.empty:
        return whole
    known = _known(whole)
    days = whole["reported"].fillna("").astype(str)
    names = [whole[name].astype(str) for name in key]
    last = days.where(known, "").groupby(names).transform("max")
    return whole[(days == last) & (known | ~known.groupby(names).transform("any"))]


def superseded(reports: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return the reports on whole years that a later one replaced, with `after`, its row's index.

    Rows without a figure are left out; see :func:`newest`.
    """
    whole = reports[_period(reports) == FULL_YEAR]
    whole = whole[_known(whole)]
    counted = newest(reports, key)
    last = counted[_known(counted)].drop_duplicates(list(key), keep="last")
    by_key = {tuple(row): index for index, *row in last[list(key)].itertuples(name=None)}
    after = [by_key.get(tuple(row)) for row in whole[list(key)].itertuples(index=False, name=None)]
    replaced = whole.assign(after=pd.Series(after, index=whole.index, dtype="Int64"))
    return replaced[~replaced.index.isin(counted.index) & replaced["after"].notna()]


def within_year(reports: pd.DataFrame, key: Sequence[str], *, year: int) -> pd.DataFrame:
    """Return the newest reports on parts of a year, the shortest period first."""
    parts = reports[(reports["year"] == year) & (_period(reports) != FULL_YEAR)]
    if parts.empty:
        return parts
    whole = parts.assign(period=FULL_YEAR, part=_period(parts))
    kept = newest(whole, [*key, "part"])
    return parts.loc[kept.index].sort_values("period", kind="stable")


def _period(reports: pd.DataFrame) -> pd.Series:
    if "period" not in reports:
        return pd.Series(FULL_YEAR, index=reports.index, dtype=object)
    return reports["period"].fillna(FULL_YEAR).replace("", FULL_YEAR).astype(object)


def _known(reports: pd.DataFrame) -> pd.Series:
    """Whether a report says anything: a state, a value or a ratio."""
    columns = [name for name in ("status", "value", "denominator") if name in reports]
    return reports[columns].notna().any(axis=1)
