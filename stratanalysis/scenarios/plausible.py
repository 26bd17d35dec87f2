"""What has been seen of each driver: in the community, in the oblasts, in the nation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stratanalysis.community import Community
from stratanalysis.finance import read_price_assumptions
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.scenarios.base import population_series
from stratanalysis.scenarios.drivers import DRIVERS
from stratanalysis.scenarios.reference import reference_table
from stratanalysis.scenarios.scenario import Scenarios

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_plausible", "observed_ranges"]

_COLUMNS = ("driver", "area", "low", "high", "first_year", "last_year", "source")
_LAST_ESTIMATE = 2023
"""Later years of the United Nations' table are projections."""


def observed_ranges(community: Community) -> pd.DataFrame:
    """Smallest and largest past value of the drivers for which there are any.

    Returns
    -------
    DataFrame
        ``driver, area`` (``community``, ``oblasts`` or ``nation``), ``low, high`` (the driver's
        unit), ``first_year, last_year, source`` (table). Drivers without past values (the standard
        of services, say) have no row. Rates of one year of the oblasts are the spread among them.
    """
    import pandas as pd

    rows: list[tuple[str, str, float, float, int, int, str]] = []
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
    rows += _own_migration(community) + _nation()
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _own_migration(
    community: Community,
) -> list[tuple[str, str, float, float, int, int, str]]:
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


def _oblasts(component: str, driver: str) -> tuple[str, str, float, float, int, int, str]:
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


def _nation() -> list[tuple[str, str, float, float, int, int, str]]:
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
    prices = read_price_assumptions()
    prices = prices[prices["status"] == "actual"].pivot_table(
        index="year", columns="group", values="change"
    )
    real = (1 + prices["wages"]) / (1 + prices["consumer"]) - 1
    for values, driver in ((prices["consumer"], "consumer_prices"), (real, "real_wage_growth")):
        known = values.dropna()
        if len(known):
            span = int(known.index.min()), int(known.index.max())
            low, high = float(known.min()), float(known.max())
            rows.append((driver, "nation", low, high, *span, "price_assumptions.csv"))
    return rows


def check_plausible(
    community: Community,
    scenarios: Scenarios,
    years: Sequence[int],
    *,
    names: Sequence[str] = (),
) -> list[Finding]:
    """Warn of drivers that leave everything seen so far.

    A value is compared with the widest of the driver's rows in :func:`observed_ranges`; drivers
    without a row are not compared, and a note names them, so that silence is no approval.

    Returns
    -------
    list of Finding
        ``outside-range`` (warning) by scenario and driver, and one ``no-range`` (note).
    """
    seen = observed_ranges(community)
    widest = seen.groupby("driver").agg(
        low=("low", "min"), high=("high", "max"), first=("first_year", "min"),
        last=("last_year", "max"), source=("source", "first"),
    )  # fmt: skip
    timeline = np.asarray(list(years), dtype=np.int64)
    findings, unknown = [], set()
    for name in names or list(scenarios):
        for driver, path in scenarios.paths(name).items():
            if driver not in widest.index:
                unknown.add(driver)
                continue
            row = widest.loc[driver]
            values = path.values(timeline)
            low, high = float(values.min()), float(values.max())
            if low >= row["low"] - 1e-12 and high <= row["high"] + 1e-12:
                continue
            worst = low if low < row["low"] else high
            why = (
                "{driver} reaches {value} in scenario {scenario}; seen so far were {low} to {high} "
                "({first}-{last}, {source})"
            )
            fields = {
                "driver": driver, "value": f"{worst:.4g}", "scenario": name,
                "low": f"{row['low']:.4g}", "high": f"{row['high']:.4g}", "first": row["first"],
                "last": row["last"], "source": row["source"],
            }  # fmt: skip
            source = Source("scenarios.toml", place=f"{name}.{driver}")
            findings.append(Finding("outside-range", Severity.WARNING, source, why, fields))
    if unknown:
        why = "there are no past values of these drivers to compare with: {drivers}"
        listed = ", ".join(driver for driver in DRIVERS if driver in unknown)
        source = Source("scenarios.toml")
        findings.append(Finding("no-range", Severity.NOTE, source, why, {"drivers": listed}))
    return findings
