"""Write ``data/reference/revenue_forecast_errors.csv``: past errors of revenue forecasts.

    python tools/build_revenue_errors.py CITIES.csv

CITIES.csv: the last month of each year by city and group (columns CITY, y, last_month, groups).
The forecast is the model's: the executed amount of each line moved by the average wage or consumer
prices (property tax, non-tax revenue) as published by March after the launch year, before the
invasion for the launch of 2021. Half widths are the 80 % quantiles of the absolute logarithm of
what came over what was forecast, every launch with the same weight: one year ahead by status in the
war and size from all communities (launches 2021, and 2022 by January to July); cities over 100,000
in the rear, and the growth of a line with the horizon, from cities of the rear (2021 to 2024). A
class of fewer than 15 communities has the errors of all sizes from the next smaller one on.
`coverage` is measured on launches that were left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from stratanalysis.finance.forecast_errors import ERROR_STATUS
from stratanalysis.finance.macro import macro_changes, macro_path
from stratanalysis.reference.country import country_table
from stratanalysis.reference.war_status import OCCUPIED

NAMED = ("pit", "single_tax", "property_tax", "excise", "non_tax")
LINES = ("own_revenue", *NAMED, "revenue")
SIZES = (0, 10_000, 50_000, 100_000)
BY_PRICES = ("property_tax", "non_tax", "land", "real_estate_transport")
FEWEST = 15
LONGEST = 3
REGULAR = (
    "pit", "single_tax", "property_tax", "excise", "corporate_tax", "environmental_tax", "rent",
    "tourist_fee", "parking_fee", "non_tax",
)  # fmt: skip
CITY_GROUPS = (
    "corporate", "eco_other_tax", "excise", "land", "non_tax", "other", "parking_tourist",
    "pit_other", "real_estate_transport", "rent", "single_tax",
)  # fmt: skip
GIVEN = ("base_subsidy", "other_transfers")
CITY_GIVEN = ("dotations", "state_subventions", "local_subventions", "other_transfers")
OF_CITIES = {
    "own_revenue": CITY_GROUPS,
    "pit": ("pit_other",),
    "single_tax": ("single_tax",),
    "property_tax": ("land", "real_estate_transport"),
    "excise": ("excise",),
    "non_tax": ("non_tax",),
    "revenue": (*CITY_GROUPS, *CITY_GIVEN),
}
NO_COMMUNITIES = ("Kyiv", "R_Rivne", "R_Vinnytsia")
NOMINAL = 0.8


def growth(line: str, launch: int, horizon: int) -> float:
    """Growth of what moves a line, from the launch year on, as known after it."""
    day = "2022-02-01" if launch == 2021 else f"{launch + 1}-03-31"
    if line in BY_PRICES:
        ahead = range(launch + 1, launch + horizon + 1)
        return float((1 + macro_changes("consumer_prices", ahead, as_of=day)).prod())
    first, last = macro_path("average_wage", [launch, launch + horizon], as_of=day)["value"]
    return float(last) / float(first)


def classes() -> pd.DataFrame:
    """Status in the war and size class of every community."""
    people = country_table("hromada_population")
    people = people[people["year"] == 2022].set_index("katottg")["value"]
    war = country_table("hromada_war_status").drop_duplicates("katottg", keep="last")
    war = war[~war["status"].isin(OCCUPIED)]
    status = war.set_index("katottg")["status"].map(ERROR_STATUS)
    table = pd.DataFrame({"status": status, "people": people}).dropna()
    sizes = np.searchsorted(SIZES, table["people"].to_numpy(dtype=float), side="right") - 1
    return table.assign(size_from=np.asarray(SIZES)[sizes])


def communities() -> pd.DataFrame:
    """Logarithm of what came over the forecast: one row a community, line and launch."""
    years = country_table("hromada_revenue").set_index(["katottg", "year"])
    months = country_table("hromada_revenue_months")
    of_months = (*NAMED, "other_own")
    half = months[months["month"] <= 7].groupby(["katottg", "year"])[[*of_months, *GIVEN]].sum()
    parts = []
    for launch, base, came, own in (
        (2021, years.xs(2021, level="year"), years.xs(2022, level="year"), REGULAR),
        (2022, half.xs(2022, level="year"), years.xs(2023, level="year"), of_months),
    ):
        lines = [*own, *GIVEN]
        moved = base[lines].fillna(0.0).mul([growth(name, launch, 1) for name in lines])
        forecast = moved.assign(own_revenue=moved[list(own)].sum(axis=1), revenue=moved.sum(axis=1))
        outcome = came.assign(
            own_revenue=came[list(REGULAR)].sum(axis=1),
            revenue=came[[*REGULAR, *GIVEN]].sum(axis=1),
        )
        parts += [
            pd.DataFrame({"line": line, "launch": launch, "ratio": outcome[line] / forecast[line]})
            for line in LINES
        ]
    table = pd.concat(parts).join(classes())
    table = table[np.isfinite(table["ratio"]) & (table["ratio"] > 0)].dropna()
    return table.assign(error=np.log(table["ratio"].astype(float)))


def city_codes(file: Path) -> dict[str, str]:
    """KATOTTG of the cities: the community with the same own revenue in 2021 and 2022."""
    years = country_table("hromada_revenue").set_index(["katottg", "year"])
    known = years[list(REGULAR)].fillna(0.0).sum(axis=1).unstack("year")[[2021, 2022]]
    table = pd.read_csv(file)
    table = table[(table["last_month"] == 12) & ~table["CITY"].isin(NO_COMMUNITIES)]
    own = table.set_index(["CITY", "y"])[list(CITY_GROUPS)].sum(axis=1).unstack("y")[[2021, 2022]]
    found = {}
    for city, row in own.iterrows():
        away = [(known[year] / row[year] - 1).abs() for year in (2021, 2022)]
        same = known.index[(away[0] < 0.001) & (away[1] < 0.001)]
        if len(same) == 1:
            found[str(city)] = str(same[0])
    return found


def cities(file: Path) -> pd.DataFrame:
    """The same of cities of the rear: one row a city, line, launch and horizon."""
    table, status = pd.read_csv(file), classes()["status"]
    rear = [city for city, code in city_codes(file).items() if status.get(code) == "rear"]
    table = table[(table["last_month"] == 12) & table["CITY"].isin(rear)]
    by_year = table.set_index(["CITY", "y"])[list(OF_CITIES["revenue"])]
    parts = []
    for launch in (2021, 2022, 2023, 2024):
        base = by_year.xs(launch, level="y")
        for horizon in range(1, min(2025 - launch, LONGEST) + 1):
            moved = base.mul([growth(name, launch, horizon) for name in base.columns])
            came = by_year.xs(launch + horizon, level="y")
            parts += [
                pd.DataFrame(
                    {
                        "line": line,
                        "launch": launch,
                        "horizon": horizon,
                        "ratio": came[list(groups)].sum(axis=1) / moved[list(groups)].sum(axis=1),
                    }
                )
                for line, groups in OF_CITIES.items()
            ]
    found = pd.concat(parts)
    found = found[np.isfinite(found["ratio"]) & (found["ratio"] > 0)]
    return found.assign(error=np.log(found["ratio"].astype(float)))


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


def of_size(errors: pd.DataFrame, size: int) -> pd.DataFrame:
    """Rows of a size class; of all larger ones and the next smaller where they are too few."""
    own = errors[errors["size_from"] == size]
    for smallest in (s for s in reversed(SIZES) if s < size):
        if own.index.nunique() >= FEWEST:
            break
        own = errors[errors["size_from"] >= smallest]
    return own


def by_horizon(towns: pd.DataFrame) -> dict[int, tuple[float, float, int]]:
    """Half width of a line of the cities, never below a nearer year's, coverage and cases."""
    found: dict[int, tuple[float, float, int]] = {}
    widest = 0.0
    for horizon, rows in towns.groupby("horizon"):
        widest = max(widest, half_width(rows["error"], rows["launch"]))
        found[int(str(horizon))] = (widest, coverage(rows), len(rows))
    return found


def table(file: Path) -> pd.DataFrame:
    """All rows of the reference table."""
    towns, places = cities(file), communities()
    made = []
    for (line, status), part in places.groupby(["line", "status"]):
        ahead = by_horizon(towns[towns["line"] == line])
        for size in SIZES:
            own = of_size(part, size)
            first, held = half_width(own["error"], own["launch"]), coverage(own)
            for horizon, (width, own_held, cases) in ahead.items():
                of_cities = status == "rear" and size == SIZES[-1]
                half = width if of_cities else first * width / ahead[1][0]
                made.append(
                    {
                        "line": line,
                        "horizon": horizon,
                        "status": status,
                        "size_from": size,
                        "half_width": round(half, 4),
                        "coverage": round(own_held if of_cities else held, 3),
                        "cases": cases if of_cities else len(own),
                        "source": "revenue_errors",
                    }
                )
    return pd.DataFrame(made)


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("cities", type=Path)
    parser.add_argument("--output", type=Path, default=None)
    arguments = parser.parse_args()
    folder = Path(__file__).resolve().parent.parent / "data" / "reference"
    output = arguments.output or folder / "revenue_forecast_errors.csv"
    found = table(arguments.cities)
    found.to_csv(output, index=False, lineterminator="\n")
    print(found[found["size_from"] == SIZES[-1]].to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
