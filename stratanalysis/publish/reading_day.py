"""The day on which a page is read: the one thing on it that the clock decides."""

from __future__ import annotations

import datetime as dt

__all__ = ["next_budget"]


def next_budget(as_of: str | dt.date | None = None) -> int:
    """Return the year of the first budget that is still to be adopted.

    A budget is adopted by 25 December of the year before (Budget Code, article 77).

    Parameters
    ----------
    as_of : str or date, optional
        The day of the analysis; else today. With it a page can be made again to the byte.

    Examples
    --------
    >>> next_budget("2025-12-25"), next_budget("2025-12-26")
    (2026, 2027)
    """
    if as_of:
        written = str(as_of)[:10]
        day = dt.date.fromisoformat(written if len(written) == 10 else f"{written[:4]}-01-01")
    else:
        day = dt.datetime.now(tz=dt.UTC).date()
    return day.year + (1 if (day.month, day.day) <= (12, 25) else 2)
