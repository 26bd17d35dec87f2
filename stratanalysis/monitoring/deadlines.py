"""Deadlines of steps: what was due, what is overdue, what cannot be."""

from __future__ import annotations

import calendar
import datetime as dt

import numpy as np
import pandas as pd

from stratanalysis.errors import InvalidInputError

__all__ = ["deadline_status", "read_day"]


def read_day(text: object, *, last: bool = False) -> dt.date | None:
    """Day of a written date; a year or a month alone is its first day, or its last.

    Parameters
    ----------
    text : object
        ``"2020-06-30"``, ``"2020-06"``, ``"2020"``, a date, or missing. Dates in a document's own
        writing are the loaders' matter.
    last : bool
        Take the end of a month or year.

    Returns
    -------
    datetime.date or None
        None where missing, or where no such day exists (31 June).

    Examples
    --------
    >>> read_day("2020-06", last=True)
    datetime.date(2020, 6, 30)
    """
    if isinstance(text, dt.datetime):
        return text.date() if not pd.isna(text) else None
    if isinstance(text, dt.date):
        return text
    if text is None or pd.isna(text):  # type: ignore[call-overload]
        return None
    parts = str(text).strip().removesuffix(".0").split("-")
    try:
        numbers = [int(part) for part in parts]
    except ValueError:
        return None
    try:
        if len(numbers) == 3:
            return dt.date(*numbers)
        if len(numbers) == 2:
            year, month = numbers
            return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)
        if len(numbers) == 1:
            return dt.date(numbers[0], 12 if last else 1, 31 if last else 1)
    except ValueError:
        return None
    return None


def deadline_status(
    steps: pd.DataFrame,
    *,
    at: dt.date,
    soon_days: int = 30,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> pd.DataFrame:
    """Status of every step on a day.

    Parameters
    ----------
    steps : pandas.DataFrame
        Columns `start` and `end` (see :func:`read_day`), and optionally `done` (True, False or
        missing where nothing was reported).
    at : datetime.date
        Day of the judgement.
    soon_days : int
        A step that ends within so many days is ``"due_soon"``.
    first, last : datetime.date, optional
        Period of the plan; a step that lies wholly outside cannot belong to it.

    Returns
    -------
    pandas.DataFrame
        The rows with `start_day`, `end_day`, `status`, `days_late` (after the end day, for overdue
        and unreported steps) and `why`. Status: ``"impossible"`` (ends before it starts, a day that
        does not exist, or outside the plan's period), ``"no_deadline"``, ``"done"``, ``"overdue"``
        (past its end and reported as not done), ``"past_unreported"`` (past its end and nothing was
        reported: it may be done), ``"due_soon"``, ``"running"``, ``"ahead"``.
    """
    if soon_days < 0:
        raise InvalidInputError(f"soon_days is {soon_days}", expected="zero or more")
    table = steps.copy()
    starts = [read_day(value) for value in table["start"]]
    ends = [read_day(value, last=True) for value in table["end"]]
    reported = table["done"] if "done" in table else pd.Series(None, index=table.index)
    states, whys, late = [], [], []
    for start, end, start_text, end_text, done in zip(
        starts, ends, table["start"], table["end"], reported, strict=True
    ):
        state, why = _status(
            (start, start_text), (end, end_text), done, at=at, soon=soon_days, period=(first, last)
        )
        states.append(state)
        whys.append(why)
        past = state in ("overdue", "past_unreported") and end is not None
        late.append(float((at - end).days) if past and end is not None else np.nan)
    table["start_day"] = pd.Series(starts, index=table.index, dtype=object)
    table["end_day"] = pd.Series(ends, index=table.index, dtype=object)
    table["status"] = states
    table["days_late"] = late
    table["why"] = whys
    return table


def _status(
    start: tuple[dt.date | None, object],
    end: tuple[dt.date | None, object],
    done: object,
    *,
    at: dt.date,
    soon: int,
    period: tuple[dt.date | None, dt.date | None],
) -> tuple[str, str]:
    for day, text in (start, end):
        if day is None and not (text is None or pd.isna(text) or str(text).strip() == ""):  # type: ignore[call-overload]
            return "impossible", "no such day"
    begins, finishes = start[0], end[0]
    if begins and finishes and finishes < begins:
        return "impossible", "ends before it starts"
    first, last = period
    if (first and finishes and finishes < first) or (last and begins and begins > last):
        return "impossible", "outside the plan's period"
    if done is not None and not pd.isna(done) and bool(done):  # type: ignore[call-overload]
        return "done", ""
    if finishes is None:
        return "no_deadline", ""
    if finishes < at:
        unknown = done is None or bool(pd.isna(done))  # type: ignore[call-overload]
        return ("past_unreported" if unknown else "overdue"), ""
    if begins is not None and begins > at:
        return "ahead", ""
    return ("due_soon" if (finishes - at).days <= soon else "running"), ""
