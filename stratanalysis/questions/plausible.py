"""What has been seen of each driver: in the community, in the oblasts, in the nation."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.community import Community
from stratanalysis.finance.rules import read_rules
from stratanalysis.projection.base import population_series
from stratanalysis.projection.cohorts import AGE_GROUPS
from stratanalysis.projection.observed_budget import actual_prices, budget_rows
from stratanalysis.reference.demographic import reference_table
from stratanalysis.scenarios.drivers import DRIVERS, STATED_DRIVERS, is_used
from stratanalysis.scenarios.scenario import Scenarios

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["observed_ranges", "outside_ranges", "unseen_drivers"]

_COLUMNS = ("driver", "area", "low", "high", "first_year", "last_year", "source")
_LAST_ESTIMATE = 2023
"""Later years of the United Nations' table are projections."""

_ROUNDED = 1e-3

Row = tuple[str, str, float, float, int, int, str]


def observed_ranges(community: Community) -> pd.DataFrame:
    """Smallest and largest past value of the drivers for which there are any.

    Returns
    -------
    DataFrame
        ``driver, area`` (``community``, ``oblasts`` or ``nation``), ``low, high`` (the driver's
        unit), ``first_year, last_year, source`` (table). Rates and shares of one year of the
        oblasts are the spread among them; the community's share of the PIT is what the law gave.
        From the community's own budget there are the growth of entrepreneurs per head, of taxed
        property, of other transfers per pupil and of the standard of services, where at least two
        yearly changes are known (one change is no range). Drivers without past values (jobs per
        million UAH, say) have no row.
    """
    import pandas as pd

    rows: list[Row] = []
    change = community["population_change"]
    people = community["population"]
    for component, driver in (
        ("natural_change", "natural_change_rate"),
        ("net_migration", "net_migration_rate"),
    ):
        own = change[(change["component"] == component) & change["value"].notna()]
        first = people.drop_duplicates("year").set_index("year")["value"]
        rates = {
            int(year): float(value) / float(first.loc[year])
            for year, value in zip(own["year"], own["value"], strict=True)
            if year in first.index and first.loc[year] > 0
        }
        if rates:
            low, high = min(rates.values()), max(rates.values())
            rows.append(
                (driver, "community", low, high, min(rates), max(rates), "population_change.csv")
            )
        rows.append(_oblasts(component, driver))
    rows += _own_migration(community) + _working_ages(community) + budget_rows(community)
    return pd.DataFrame([*rows, *_nation()], columns=list(_COLUMNS))


def _own_migration(community: Community) -> list[Row]:
    """Yearly change of the community's population less its oblast's natural change of 2021."""
    table = reference_table(
        "oblast_population_change", ("oblast_code", "year", "component", "value")
    )
    own = table[table["oblast_code"] == community.oblast_katottg[:4]].set_index("component")
    series = population_series(community)
    growth = (series / series.shift() - 1)[np.diff(series.index, prepend=-1) == 1]
    if community.kind == "oblast" or own.empty or growth.empty:
        return []
    values = own["value"].astype(float)
    rates = growth - float(values["natural_change"]) / float(values["population_start"])
    return [
        (
            "net_migration_rate", "community", float(rates.min()), float(rates.max()),
            int(rates.index.min()) - 1, int(rates.index.max()) - 1,
            "population.csv less oblast_population_change.csv",
        )
    ]  # fmt: skip


@functools.cache
def _oblasts(component: str, driver: str) -> Row:
    table = reference_table(
        "oblast_population_change", ("oblast_code", "year", "component", "value")
    )
    wide = table[table["oblast_code"] != "UA"].pivot_table(
        index=["oblast_code", "year"], columns="component", values="value"
    )
    rates = wide[component] / wide["population_start"]
    years = wide.index.get_level_values("year").astype(int)
    return (
        driver, "oblasts", float(rates.min()), float(rates.max()), int(years.min()),
        int(years.max()), "oblast_population_change.csv",
    )  # fmt: skip


def _working_ages(community: Community) -> list[Row]:
    """Share of the working age: by the community's ages, by its document, by the oblasts' ages."""
    rows = [*_oblast_ages()]
    own = community["population_age_sex"]
    if len(own):
        rows += _age_rows(own, ["year", "kind"], "community", "population_age_sex.csv")
    frame = community["statistics"]
    frame = frame[(frame["variable"] == "population_working_age_share_stated")]
    stated = frame[frame["value"].notna()]
    if len(stated):
        low, high = float(stated["value"].min()), float(stated["value"].max())
        span = int(stated["year"].min()), int(stated["year"].max())
        rows.append(("working_age_share", "community", low, high, *span, "statistics.csv"))
    return rows


@functools.cache
def _oblast_ages() -> tuple[Row, ...]:
    table = reference_table(
        "oblast_population_age_sex", ("oblast_code", "year", "kind", "sex", "age", "value")
    )
    keys = ["oblast_code", "year", "kind"]
    table = table[table["oblast_code"] != "UA"]
    return tuple(_age_rows(table, keys, "oblasts", "oblast_population_age_sex.csv"))


def _age_rows(table: pd.DataFrame, keys: list[str], area: str, file: str) -> list[Row]:
    """Spread of the share aged as the projection's working age; a gap in the ages has no share."""
    first, end = AGE_GROUPS["working_age"]
    working = table[table["age"].between(first, end - 1)]
    part, whole = (frame.groupby(keys)["value"].sum(skipna=False) for frame in (working, table))
    shares = (part / whole).dropna()
    if shares.empty:
        return []
    years = shares.index.get_level_values("year").astype(int)
    low, high = float(shares.min()), float(shares.max())
    return [("working_age_share", area, low, high, int(years.min()), int(years.max()), file)]


@functools.cache
def _nation() -> tuple[Row, ...]:
    table = reference_table("ukraine_demographic_drivers", ("year", "variable", "value"))
    past = table[table["year"] <= _LAST_ESTIMATE]
    rows = []
    for variable, driver in (
        ("total_fertility_rate", "total_fertility_rate"),
        ("life_expectancy_female", "life_expectancy_women"),
        ("life_expectancy_male", "life_expectancy_men"),
    ):
        own = past[past["variable"] == variable]
        if len(own):
            span = int(own["year"].min()), int(own["year"].max())
            low, high = float(own["value"].min()), float(own["value"].max())
            rows.append((driver, "nation", low, high, *span, "ukraine_demographic_drivers.csv"))
    prices = actual_prices()
    real = (1 + prices["wages"]) / (1 + prices["consumer"]) - 1
    for values, driver in ((prices["consumer"], "consumer_prices"), (real, "real_wage_growth")):
        known = values.dropna()
        if len(known):
            span = int(known.index.min()), int(known.index.max())
            low, high = float(known.min()), float(known.max())
            rows.append((driver, "nation", low, high, *span, "macro_paths.csv"))
    shares = read_rules()
    shares = shares[shares["parameter"] == "pit_share"]
    low, high = float(shares["value"].min()), float(shares["value"].max())
    span = (int(shares["valid_from"].min()[:4]), int(shares["valid_from"].max()[:4]))
    rows.append(("pit_community_share", "nation", low, high, *span, "budget_rules.csv"))
    return tuple(rows)


def outside_ranges(
    community: Community,
    scenarios: Scenarios,
    years: Sequence[int],
    *,
    names: Sequence[str] = (),
    tier: str | None = None,
    observed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Drivers that leave everything seen so far, with the farthest value and its year.

    A value is compared with the widest of the driver's rows in :func:`observed_ranges`; within a
    thousandth of a bound it counts as the bound, because written values are rounded. Compared are
    the years that can have an effect: all of them for flows (migration, say), all after the
    base year for changes and levels. Drivers without a row are not compared; see
    :func:`unseen_drivers`.

    Parameters
    ----------
    community : Community
    scenarios : Scenarios
    years : sequence of int
        The first is the base year.
    names : sequence of str, optional
        Which scenarios; all by default.
    tier : {"totals", "components", "age_sex"}, optional
        The population model: drivers that it does not use are left out.
    observed : DataFrame, optional
        What :func:`observed_ranges` gave, where it is at hand.

    Returns
    -------
    DataFrame
        ``scenario, driver, year, value, low, high, first_year, last_year, area, source``;
        `year` is the first with the farthest value; years, `area` and `source` are those of the two
        bounds (two of each where the bounds come from two rows, with ``"; "`` between).
    """
    import pandas as pd

    seen = observed_ranges(community) if observed is None else observed
    timeline = np.asarray(list(years), dtype=np.int64)
    rows = []
    for name in names or list(scenarios):
        for driver, path in scenarios.paths(name).items():
            own = seen[seen["driver"] == driver]
            if own.empty or (tier is not None and not is_used(driver, tier)):
                continue
            moving = timeline if STATED_DRIVERS[driver].is_flow else timeline[1:]
            values = path.values(moving)
            lowest = own.iloc[int(own["low"].to_numpy().argmin())]
            highest = own.iloc[int(own["high"].to_numpy().argmax())]
            below = lowest["low"] - _ROUNDED * abs(lowest["low"]) - values
            above = values - highest["high"] - _ROUNDED * abs(highest["high"])
            if max(below.max(), above.max()) <= 0:
                continue
            place = int((below if below.max() >= above.max() else above).argmax())
            bounds = pd.DataFrame([lowest, highest])
            rows.append(
                {
                    "scenario": name, "driver": driver, "year": int(moving[place]),
                    "value": float(values[place]), "low": float(lowest["low"]),
                    "high": float(highest["high"]),
                    "first_year": int(bounds["first_year"].min()),
                    "last_year": int(bounds["last_year"].max()),
                    "area": "; ".join(bounds["area"].unique()),
                    "source": "; ".join(bounds["source"].unique()),
                }
            )  # fmt: skip
    columns = [
        "scenario", "driver", "year", "value", "low", "high", "first_year", "last_year", "area",
        "source",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def unseen_drivers(
    community: Community,
    scenarios: Scenarios,
    *,
    names: Sequence[str] = (),
    tier: str | None = None,
    observed: pd.DataFrame | None = None,
) -> tuple[str, ...]:
    """Drivers that the scenarios state and for which there are no past values to compare with.

    Parameters as :func:`outside_ranges`.
    """
    seen = set((observed_ranges(community) if observed is None else observed)["driver"])
    stated = {driver for name in names or list(scenarios) for driver in scenarios.paths(name)}
    return tuple(
        driver
        for driver in DRIVERS
        if driver in stated - seen and (tier is None or is_used(driver, tier))
    )
