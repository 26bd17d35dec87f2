"""Write ``data/reference/stress_sizes.csv``: how large shocks of a budget were.

    python tools/build_stress_sizes.py CITY_SPENDING.csv.gz

CITY_SPENDING: executed spending of cities by year, fund and economic code (columns city, year,
month, fund, economic_code, executed_uah). A shock is what one budget of ten had worse within a year
than the median of its group: bills in cities (2022 to 2025, all years together), PIT and property
tax by status in the war in all communities (2022 over 2021).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from stratanalysis.finance.forecast_errors import ERROR_STATUS
from stratanalysis.reference.country import country_table
from stratanalysis.reference.tables import reference_folder
from stratanalysis.reference.war_status import OCCUPIED

BILLS = {"wages": ("2111", "2112", "2113", "2120"), "energy": ("227",)}
NO_COMMUNITIES = ("Kyiv", "R_Rivne", "R_Vinnytsia")
SOURCE = "stress_sizes"


def bills(file: Path) -> list[dict[str, object]]:
    """Growth of the bills of cities over the median city and year; 90th percentile."""
    table = pd.read_csv(file, dtype={"economic_code": str})
    table = table[
        (table["month"] == 12) & (table["fund"] == "T") & ~table["city"].isin(NO_COMMUNITIES)
    ]
    rows = []
    for line, codes in BILLS.items():
        # 227 stands for its leaves; the parent 2270 would count them twice
        own = table[
            table["economic_code"].str.startswith(codes) & (table["economic_code"] != "2270")
        ]
        wide = own.groupby(["city", "year"])["executed_uah"].sum().unstack("year")
        growth = (wide / wide.shift(axis=1)).iloc[:, 1:].where(lambda x: x > 0)
        pooled = growth.melt()["value"].dropna()
        beyond = pooled / pooled.median() - 1
        rows.append(
            {
                "line": line,
                "status": "cities",
                "size": round(float(beyond.quantile(0.9)), 3),
                "cases": len(beyond),
                "note": f"One city and year of ten had the {line} bill grow so much more than the "
                f"median one, {growth.columns.min()}-{growth.columns.max()}",
                "source": SOURCE,
            }
        )
    return rows


def taxes() -> list[dict[str, object]]:
    """Change of taxes of 2022 against the median community of the class; 10th percentile."""
    table = country_table("hromada_revenue")
    table = table[table["period"] == "year"]
    war = country_table("hromada_war_status").drop_duplicates("katottg", keep="last")
    war = war[~war["status"].isin(OCCUPIED)]
    status = war.set_index("katottg")["status"].map(ERROR_STATUS)
    rows = []
    for line in ("pit", "property_tax"):
        wide = table.set_index(["katottg", "year"])[line].astype(float).unstack("year")
        growth = (wide[2022] / wide[2021].where(wide[2021] > 0)).dropna()
        for name in ("rear", "ended", "near", "front"):
            own = growth[growth.index.map(status) == name]
            beyond = own / own.median() - 1
            rows.append(
                {
                    "line": line,
                    "status": name,
                    "size": round(float(beyond.quantile(0.1)), 3),
                    "cases": len(own),
                    "note": "One community of ten of the same status in the war lost so much more "
                    "than the median one, 2022 over 2021",
                    "source": SOURCE,
                }
            )
    return rows


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("spending", type=Path)
    arguments = parser.parse_args()
    made = pd.DataFrame([*bills(arguments.spending), *taxes()])
    made.to_csv(reference_folder() / "stress_sizes.csv", index=False, lineterminator="\n")
    print(made.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main())
