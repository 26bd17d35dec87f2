"""Write ``data/reference/revenue_forecast_errors.csv``: past errors of revenue forecasts.

    python tools/build_revenue_errors.py CITIES.csv

CITIES.csv: the last month of each year by city and group (columns CITY, y, last_month, groups).
The forecast is the model's: the executed amount moved by the published average wage as it was known
in March after the launch year (before the invasion for the launch of 2021). Half widths are the
80 % quantiles of the absolute logarithm of what came over what was forecast: one year ahead by
status in the war and size from all communities (launches 2021, and 2022 by January to July), longer
horizons by the growth of the cities' errors. `coverage` is measured on launches left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from stratanalysis.finance.macro import macro_path
from stratanalysis.reference.country import country_table

STATUS = {
    "never_listed": "rear",
    "ended": "near",
    "possible_hostilities": "near",
    "active_or_partly_occupied": "front",
}
LINES = ("own_revenue", "pit", "single_tax", "property_tax", "excise", "non_tax")
SIZES = (0, 10_000, 50_000)
REGULAR = (
    "pit", "single_tax", "property_tax", "excise", "corporate_tax", "environmental_tax", "rent",
    "tourist_fee", "parking_fee", "non_tax",
)  # fmt: skip
CITY_GROUPS = (
    "corporate", "eco_other_tax", "excise", "land", "non_tax", "other", "parking_tourist",
    "pit_other", "real_estate_transport", "rent", "single_tax",
)  # fmt: skip
NO_COMMUNITIES = ("Kyiv", "R_Rivne", "R_Vinnytsia")
NOMINAL = 0.8


def wage_growth(launch: int, horizon: int) -> float:
    """Published average wage of the target year over that of the launch year, as known then."""
    day = "2022-02-01" if launch == 2021 else f"{launch + 1}-03-31"
    first, last = macro_path("average_wage", [launch, launch + horizon], as_of=day)["value"]
    return float(last) / float(first)


def communities() -> pd.DataFrame:
    """Logarithm of what came over the forecast: one row a community, line and launch."""
    years = country_table("hromada_revenue").copy()
    months = country_table("hromada_revenue_months").copy()
    years["own_revenue"] = years[list(REGULAR)].sum(axis=1)
    named = ["pit", "single_tax", "property_tax", "excise", "non_tax"]
    months["own_revenue"] = months[[*named, "other_own"]].sum(axis=1)
    july = months[months["month"] <= 7].groupby(["katottg", "year"])[list(LINES)].sum()
    people = country_table("hromada_population")
    people = people[people["year"] == 2022].set_index("katottg")["value"]
    war = country_table("hromada_war_status").drop_duplicates("katottg", keep="last")
    status = war.set_index("katottg")["status"].map(STATUS)
    full = years.set_index(["katottg", "year"])[list(LINES)]
    parts = []
    for line in LINES:
        wide = full[line].unstack("year")
        halves = july[line].unstack("year")
        for launch, came, base in (
            (2021, wide[2022], wide[2021]),
            (2022, wide[2023], halves[2022]),
        ):
            ratio = came / (base * wage_growth(launch, 1))
            parts.append(pd.DataFrame({"line": line, "launch": launch, "ratio": ratio}))
    table = pd.concat(parts).join(status.rename("status")).join(people.rename("people"))
    table = table[np.isfinite(table["ratio"]) & (table["ratio"] > 0)].dropna()
    table["error"] = np.log(table["ratio"].astype(float))
    sizes = np.searchsorted(SIZES, table["people"].to_numpy(dtype=float), side="right") - 1
    return table.assign(size_from=np.asarray(SIZES)[sizes])


def cities(file: Path) -> pd.DataFrame:
    """The same of cities, own revenue alone: one row a city, launch and horizon."""
    table = pd.read_csv(file)
    table = table[(table["last_month"] == 12) & ~table["CITY"].isin(NO_COMMUNITIES)]
    own = table.assign(own=table[list(CITY_GROUPS)].sum(axis=1)).pivot(
        index="CITY", columns="y", values="own"
    )
    rows = [
        {"city": city, "launch": launch, "horizon": horizon, "error": float(np.log(ratio))}
        for launch in (2021, 2022, 2023, 2024)
        for horizon in range(1, 2026 - launch)
        for city, ratio in (
            own[launch + horizon] / own[launch] / wage_growth(launch, horizon)
        ).items()
    ]
    return pd.DataFrame(rows)


def half_width(errors: pd.Series, launches: pd.Series) -> float:
    """80 % quantile of the size of the errors, every launch with the same weight."""
    sizes = errors.abs()
    weights = 1 / launches.map(launches.value_counts())
    order = sizes.argsort()
    share = weights.iloc[order].cumsum() / weights.sum()
    return float(sizes.iloc[order].iloc[int(np.searchsorted(share.to_numpy(), NOMINAL))])


def coverage(errors: pd.DataFrame) -> float:
    """Share of errors inside the half width of the other launches, mean over launches."""
    found = []
    for launch in errors["launch"].unique():
        other, own = (errors[errors["launch"] != launch], errors[errors["launch"] == launch])
        if len(other):
            width = half_width(other["error"], other["launch"])
            found.append(float((own["error"].abs() <= width).mean()))
    return float(np.mean(found)) if found else float("nan")


def table(file: Path) -> pd.DataFrame:
    """All rows of the reference table."""
    towns, places = cities(file), communities()
    by_horizon = {
        horizon: (half_width(rows["error"], rows["launch"]), coverage(rows), len(rows))
        for horizon, rows in towns[towns["horizon"] <= 3].groupby("horizon")
    }
    rows = []
    for (line, status, size), part in places.groupby(["line", "status", "size_from"]):
        first = half_width(part["error"], part["launch"])
        held = coverage(part)
        for horizon, (width, own_held, cases) in by_horizon.items():
            of_cities = line == "own_revenue" and status == "rear" and size == SIZES[-1]
            half = width if of_cities else first * width / by_horizon[1][0]
            rows.append(
                {
                    "line": line,
                    "horizon": horizon,
                    "status": status,
                    "size_from": int(size),
                    "half_width": round(half, 4),
                    "coverage": round(own_held if of_cities else held, 3),
                    "cases": cases if of_cities else len(part),
                    "source": "revenue_errors",
                }
            )
    return pd.DataFrame(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("cities", type=Path)
    parser.add_argument("--output", type=Path, default=None)
    arguments = parser.parse_args()
    folder = Path(__file__).resolve().parent.parent / "data" / "reference"
    output = arguments.output or folder / "revenue_forecast_errors.csv"
    found = table(arguments.cities)
    found.to_csv(output, index=False, lineterminator="\n")
    print(found[found["line"] == "own_revenue"].to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
