"""Dated events on an axis of years: the war, and the rules that changed a budget's income."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from stratanalysis.finance.rules import read_rules
from stratanalysis.language import language as get_language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["mark_events", "time_events"]

WAR = dt.date(2022, 2, 24)
"""The full-scale invasion."""


def time_events(
    language: str | None = None, *, money: bool = False, stock: bool = False
) -> list[tuple[float, str]]:
    """Return events as places on an axis of years with their words.

    Parameters
    ----------
    language : {"uk", "en"}, optional
        The language in use if not given.
    money : bool
        Also the rules of the Budget Code that changed the tax income of communities.
    stock : bool
        Whether the values are of 1 January; else a value of a year lies in its middle.

    Returns
    -------
    list of (float, str)

    Examples
    --------
    >>> time_events("en", stock=True)
    [(2022.148, 'full-scale war since 24.02.2022')]
    """
    say = get_language(language).text
    found = [(WAR, say("full-scale war since {date}", date=WAR.strftime("%d.%m.%Y")))]
    if money:
        rules = read_rules()
        ends = rules.loc[rules["parameter"].eq("military_pit_local"), "valid_to"]
        found += [
            (day, say("no PIT on military pay since {date}", date=_written(day)))
            for day in (_day(end) + dt.timedelta(days=1) for end in ends if _known(end))
        ]
        shares = rules.loc[rules["parameter"].eq("pit_share")].sort_values("valid_from")
        found += [
            (
                _day(row["valid_from"]),
                say(
                    "share of PIT {before} → {share} in {year}",
                    before=get_language(language).percent(float(was), 0),
                    share=get_language(language).percent(float(row["value"]), 0),
                    year=_day(row["valid_from"]).year,
                ),
            )
            for was, (_, row) in zip(
                shares["value"].iloc[:-1], shares.iloc[1:].iterrows(), strict=True
            )
        ]
    return [(_place(day, stock), words) for day, words in found]


def mark_events(axes: Axes, events: list[tuple[float, str]]) -> None:
    """Mark the events within the years drawn by lines, with their words above the axes."""
    bounds = axes.dataLim
    axes.time_events = [  # type: ignore[attr-defined]
        (x, words) for x, words in events if bounds.x0 < x < bounds.x1
    ]


def _known(value: object) -> bool:
    return len(str(value)) >= len("2022-02-24")


def _day(value: object) -> dt.date:
    return dt.date.fromisoformat(str(value)[:10])


def _written(day: dt.date) -> str:
    return day.strftime("%d.%m.%Y")


def _place(day: dt.date, stock: bool) -> float:
    share = (day - dt.date(day.year, 1, 1)).days / 365.0
    return round(day.year + share - (0.0 if stock else 0.5), 3)
