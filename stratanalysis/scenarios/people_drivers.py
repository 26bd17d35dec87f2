"""The drivers of births, deaths, moves, and of the war."""

from __future__ import annotations

from stratanalysis.scenarios.driver_entry import Driver

__all__ = ["PEOPLE"]

_RATE = "share per year"
_SHARE = "share"

PEOPLE = (
    Driver(
        "natural_change_rate",
        "population",
        _RATE,
        -0.1,
        0.1,
        None,
        "Natural change",
        "Births minus deaths within the year, over the population on 1 January",
        ("rates",),
        is_flow=True,
    ),
    Driver(
        "total_fertility_rate",
        "population",
        "births per woman",
        0.0,
        8.0,
        None,
        "Total fertility rate",
        "Children that a woman would have at the rates of the year; used where ages are projected",
        ("age_sex",),
        is_flow=True,
    ),
    Driver(
        "life_expectancy_women",
        "population",
        "years",
        50.0,
        95.0,
        None,
        "Life expectancy of women",
        "Expected length of life at birth at the rates of the year; used where ages are projected",
        ("age_sex",),
        is_flow=True,
    ),
    Driver(
        "life_expectancy_men",
        "population",
        "years",
        50.0,
        95.0,
        None,
        "Life expectancy of men",
        "Expected length of life at birth at the rates of the year; used where ages are projected",
        ("age_sex",),
        is_flow=True,
    ),
    Driver(
        "net_migration_rate",
        "population",
        _RATE,
        -0.5,
        0.5,
        None,
        "Net migration",
        "Arrivals minus departures within the year, over the population on 1 January",
        is_flow=True,
    ),
    Driver(
        "displacement",
        "population",
        _SHARE,
        -1.0,
        0.95,
        0.0,
        "Displaced",
        "Share of the residents who are away because of the war in this year, less those "
        "whom the community hosts (below zero: more hosted than away)",
    ),
    Driver(
        "war_end",
        "population",
        "year",
        0.0,
        2150.0,
        0.0,
        "End of the fighting",
        "1 January from which the displaced return; 0: displacement keeps its own path",
    ),
    Driver(
        "return_share",
        "population",
        _SHARE,
        0.0,
        1.0,
        0.0,
        "Returning women, children and older people",
        "Share of the displaced (but men of 18 to 59) who return in the long run",
    ),
    Driver(
        "return_share_men",
        "population",
        _SHARE,
        0.0,
        1.0,
        0.0,
        "Returning men of 18 to 59",
        "Share of displaced men of 18 to 59 who return in the long run",
    ),
    Driver(
        "return_half_life",
        "population",
        "years",
        0.5,
        50.0,
        3.0,
        "Half-life of the return",
        "Years in which half of those who return have come",
    ),
)
"""In the order of pages and sliders."""
