"""Write ``data/reference/year_end_errors.csv``: past errors of forecasts of a year from its months.

    python tools/build_year_end_errors.py CITIES.csv PORTAL.csv.gz

CITIES.csv: the last month of each year by city and group (columns CITY, y, last_month, groups).
PORTAL.csv.gz: monthly export of two cities, 2023 to 2025, in the layout of the portal.

The forecast is that of ``year_end_forecast``: executed since January over the mean share of the
same months in earlier years. All communities for 2022 by the shares of 2021, by status in the war
and size; cities for 2023 after one, two, three and seven months by the shares of 2021 and 2022, as
one more year of their lines. `any` is all classes together, for who does not know the class. A
half width is the 80 % quantile of the absolute logarithm of what came over the forecast, of the
harder of the two years, and never smaller than a later month's. A class of fewer than 15
communities has the errors of all sizes from the next smaller one on. `coverage` is measured on
communities that were left out (five folds); what the widths held of years that made none of them,
2024 and 2025 of the two cities, is printed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from build_revenue_errors import (
    NO_COMMUNITIES,
    NOMINAL,
    SIZES,
    city_codes,
    classes,
    of_size,
)

from stratanalysis.finance import revenue_group
from stratanalysis.finance.forecast_errors import year_end_error
from stratanalysis.monitoring import year_end_forecast
from stratanalysis.reference.country import country_table
from stratanalysis.reference.tables import reference_folder

PARTS = ("pit", "single_tax", "property_tax", "excise", "non_tax", "other_own")
LINES = ("own_revenue", *PARTS)
MONTHS = range(1, 12)
FOLDS = 5
JULY = 7
OF_CITIES = {
    "pit": ["pit_other"],
    "single_tax": ["single_tax"],
    "property_tax": ["land", "real_estate_transport"],
    "excise": ["excise"],
    "non_tax": ["non_tax"],
    "other_own": ["corporate", "eco_other_tax", "rent", "parking_tourist", "other"],
}
OTHERS = ("corporate_tax", "environmental_tax", "rent", "tourist_fee", "parking_fee")


def summed(table: pd.DataFrame) -> pd.DataFrame:
    """The lines, own revenue as their sum."""
    own = table[list(PARTS)].fillna(0.0)
    return own.assign(own_revenue=own.sum(axis=1))


def cumulated() -> pd.DataFrame:
    """Executed since January: community, year and month down, lines across; whole years only."""
    months = country_table("hromada_revenue_months").set_index(["katottg", "year", "month"])
    return summed(months).groupby(level=["katottg", "year"]).cumsum()


def logarithms(came: pd.DataFrame, executed: pd.DataFrame, share: pd.DataFrame) -> pd.DataFrame:
    """What came over the forecast, long, with line; a line without money is left out."""
    share = share.where((share > 0.02) & (share <= 1))
    ratio = came.where(came > 0) / (executed.where(executed > 0) / share)
    return np.log(ratio).melt(var_name="line", value_name="error", ignore_index=False).dropna()


def communities(months: pd.DataFrame) -> pd.DataFrame:
    """Errors of 2022 by the shares of 2021 of every community."""
    before, now = (months.xs(year, level="year") for year in (2021, 2022))
    whole, came = (part.xs(12, level="month") for part in (before, now))
    parts = [
        logarithms(
            came, now.xs(month, level="month"), before.xs(month, level="month") / whole
        ).assign(month=month)
        for month in MONTHS
    ]
    return pd.concat(parts).join(classes(), how="inner")


def cities(file: Path, months: pd.DataFrame) -> pd.DataFrame:
    """Errors of 2023 of the cities, by the mean share of 2021 and 2022."""
    table = pd.read_csv(file)
    table = table[(table["last_month"] == 12) & ~table["CITY"].isin(NO_COMMUNITIES)]
    amounts = {line: table[columns].sum(axis=1) for line, columns in OF_CITIES.items()}
    wide = summed(pd.DataFrame(amounts)).assign(city=table["CITY"], year=table["y"])
    wide = wide.set_index(["city", "year"])
    whole = months.xs(12, level="month")
    came = wide.xs(2023, level="year").rename(index=city_codes(file))
    half = country_table("hromada_revenue")
    half = half[half["year"] == 2023].set_index("katottg")
    half = summed(half.assign(other_own=half[list(OTHERS)].fillna(0.0).sum(axis=1)))
    parts = []
    for month in (1, 2, 3, JULY):
        shares = [
            months.xs((year, month), level=("year", "month")) / whole.xs(year, level="year")
            for year in (2021, 2022)
        ]
        now = half if month == JULY else months.xs((2023, month), level=("year", "month"))
        share = (shares[0] + shares[1]) / 2
        own = [table.reindex(came.index) for table in (now, share)]
        parts.append(logarithms(came, *own).assign(month=month))
    return pd.concat(parts)


def widths(errors: pd.DataFrame, of_cities: pd.Series, size: int) -> pd.Series:
    """Half width by month; `of_cities`: those of the cities' year by month, for large ones."""
    found = errors["error"].abs().groupby(errors["month"]).quantile(NOMINAL).reindex(MONTHS)
    if size == SIZES[-1]:
        known = of_cities.reindex([*MONTHS, 12])
        known[12] = 0.0
        found = np.maximum(found, known.interpolate().reindex(MONTHS))
    return found[::-1].cummax()[::-1]


def table(errors: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """All rows of the reference table."""
    of_cities = towns["error"].abs().groupby([towns["line"], towns["month"]]).quantile(NOMINAL)
    rows = []
    whole = pd.concat([errors, errors.assign(status="any")])
    for (line, status), part in whole.groupby(["line", "status"]):
        for size in SIZES:
            own = of_size(part, size)
            made = widths(own, of_cities[line], size)
            fold = pd.Series(own.index).map(lambda code: sum(map(ord, code)) % FOLDS).to_numpy()
            held = [
                own["error"][fold == k].abs().to_numpy()
                <= widths(own[fold != k], of_cities[line], size)
                .reindex(own["month"][fold == k])
                .to_numpy()
                for k in range(FOLDS)
            ]
            months = np.concatenate([own["month"][fold == k].to_numpy() for k in range(FOLDS)])
            share = pd.Series(np.concatenate(held)).groupby(months).mean()
            rows += [
                {
                    "line": line,
                    "months": month,
                    "status": status,
                    "size_from": size,
                    "half_width": round(float(made[month]), 4),
                    "coverage": round(float(share[month]), 3),
                    "cases": int((own["month"] == month).sum()),
                    "source": "year_end_errors",
                }
                for month in MONTHS
            ]
    return pd.DataFrame(rows)


def portal(file: Path) -> pd.DataFrame:
    """Executed since January of the cities of the export, lines across."""
    raw = pd.read_csv(file, sep=";", dtype={"COD_BUDGET": str, "COD_INCO": str, "REP_PERIOD": str})
    raw = raw[raw["FUND_TYP"] == "T"]  # its codes are leaves alone
    groups = raw["COD_INCO"].map(revenue_group)
    line = groups.where(groups.isin(PARTS), groups.where(~groups.isin(OTHERS), "other_own"))
    month, year = raw["REP_PERIOD"].str.split(".", expand=True).astype(int).to_numpy().T
    keys = [raw["COD_BUDGET"].rename("katottg"), pd.Series(year, raw.index, name="year"),
            pd.Series(month, raw.index, name="month"), line.rename("line")]  # fmt: skip
    return summed(raw["FAKT_AMT"].groupby(keys).sum().unstack("line"))


def held_later(months: pd.DataFrame) -> pd.DataFrame:
    """Share of 2024 and 2025 of the cities of the export inside the range, by line and months."""
    rows = []
    for (city, year), now in months.groupby(level=["katottg", "year"]):
        earlier = [y for y in months.index.get_level_values("year").unique() if y < year]
        for line in LINES if earlier else ():
            for month in MONTHS:
                before = [
                    months.loc[(city, y, month), line] / months.loc[(city, y, 12), line]
                    for y in earlier
                ]
                _, low, high = year_end_forecast(
                    now.loc[(city, year, month), line],
                    months=month,
                    earlier_shares=[share for share in before if 0 < share <= 1],
                    line=line,
                )
                came = now.loc[(city, year, 12), line]
                rows.append({"line": line, "month": month, "held": low <= came <= high})
    return pd.DataFrame(rows).pivot_table(index="line", columns="month", values="held")


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("cities", type=Path)
    parser.add_argument("portal", type=Path)
    given = parser.parse_args()
    months = cumulated()
    errors, towns = communities(months), cities(given.cities, months)
    made = table(errors, towns)
    made.to_csv(reference_folder() / "year_end_errors.csv", index=False, lineterminator="\n")
    own = made[made["line"] == "own_revenue"].set_index(["status", "size_from", "months"])
    print(own["half_width"].unstack("months").to_string())
    print("held, communities left out:", made.groupby("line")["coverage"].mean().round(3).to_dict())
    widest = [
        year_end_error(str(line), int(month), population=SIZES[-1]).half_width
        for line, month in towns[["line", "month"]].itertuples(index=False)
    ]
    inside = (towns["error"].abs() <= widest).groupby([towns["line"], towns["month"]]).mean()
    print("cities in 2023:", inside.unstack("month").round(2).to_string(), sep="\n")
    print("two cities in 2024 and 2025:", held_later(portal(given.portal)).to_string(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
