"""Write ``data/reference/total_forecast_errors.csv``: past errors of whole revenue and expenditure.

    python tools/build_total_errors.py INCOME.csv SPENDING.csv.gz FINANCING.csv.gz

The executed amount of the launch year of cities of the rear moves by what was published then:
revenue without the military PIT by wages, expenditure by 60 % wages and 40 % consumer prices. The
half width is the 80 % quantile of the absolute logarithm of what came over the forecast; of the
balance, of the difference of both, as a share of expenditure. Coverage is measured on launches left
out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from build_city_ratios import budgets
from build_revenue_errors import city_codes, classes

from stratanalysis.finance.macro import macro_changes, macro_path
from stratanalysis.reference.tables import reference_folder

WAGES = 0.6
NOMINAL = 0.8
LAST = 2025


def growth(launch: int, horizon: int) -> tuple[float, float]:
    """Growth of wages and of the mix of prices, as known after the launch year."""
    day = "2022-02-01" if launch == 2021 else f"{launch + 1}-03-31"
    first, last = macro_path("average_wage", [launch, launch + horizon], as_of=day)["value"]
    years = range(launch + 1, launch + horizon + 1)
    prices = float((1 + macro_changes("consumer_prices", years, as_of=day)).prod())
    wages = float(last) / float(first)
    return wages, WAGES * wages + (1 - WAGES) * prices


def errors(table: pd.DataFrame) -> pd.DataFrame:
    """Logarithm of what came over the forecast: one row a line, horizon, launch and city."""
    rows = []
    revenue, spent = (table[name].unstack("year") for name in ("revenue", "expenditure"))
    for launch in range(2021, LAST):
        for horizon in range(1, min(LAST - launch, 3) + 1):
            wages, mix = growth(launch, horizon)
            came = {
                "revenue": np.log(revenue[launch + horizon] / revenue[launch] / wages),
                "expenditure": np.log(spent[launch + horizon] / spent[launch] / mix),
            }
            came["balance"] = came["revenue"] - came["expenditure"]
            for line, values in came.items():
                rows += [
                    {"line": line, "horizon": horizon, "launch": launch, "error": float(value)}
                    for value in values.dropna()
                ]
    return pd.DataFrame(rows)


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("income", "spending", "financing"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    table, status = budgets(given.income, given.spending, given.financing), classes()["status"]
    rear = [city for city, code in city_codes(given.income).items() if status.get(code) == "rear"]
    table = table[table.index.get_level_values("city").isin(rear)].copy()
    raw = pd.read_csv(given.income)
    raw = raw[raw["last_month"] == 12].set_index(["CITY", "y"])["pit_military"]
    raw.index.names = ["city", "year"]
    table["revenue"] = table["revenue"] - raw.reindex(table.index).fillna(0.0)
    table["expenditure"] = table["operating_expenditure"] + table["capital_expenditure"]
    found = errors(table)
    rows = []
    for line in ("revenue", "expenditure", "balance"):
        width = 0.0
        for horizon, own in found[found["line"] == line].groupby("horizon"):
            sizes = own["error"].abs()
            width = max(width, float(sizes.quantile(NOMINAL)))
            launches = own["launch"].unique()
            held = [
                float(
                    (
                        sizes[own["launch"] == launch]
                        <= sizes[own["launch"] != launch].quantile(NOMINAL)
                    ).mean()
                )
                for launch in launches
                if len(launches) > 1
            ]
            rows.append(
                {
                    "line": line,
                    "horizon": int(str(horizon)),
                    "half_width": round(width, 4),
                    "coverage": round(float(np.mean(held)), 3),
                    "cases": len(own),
                    "source": "total_errors",
                }
            )
    made = pd.DataFrame(rows)
    made.to_csv(reference_folder() / "total_forecast_errors.csv", index=False, lineterminator="\n")
    print(made.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main())
