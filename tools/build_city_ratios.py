"""Write ``data/reference/city_budget_ratios.csv``: ratios of self-assessment of executed budgets.

    python tools/build_city_ratios.py INCOME.csv SPENDING.csv.gz FINANCING.csv.gz

Prints the back-test of the definitions: revenue less expenditure and financing are nothing in every
city and year, and how gaps of investment were closed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from stratanalysis.finance.self_assessment import self_assessment
from stratanalysis.reference.tables import reference_folder

NO_COMMUNITIES = ("Kyiv", "R_Rivne", "R_Vinnytsia")
INTEREST = ("2410", "2420")
SOURCE = "city_budget_ratios"


def budgets(income: Path, spending: Path, financing: Path) -> pd.DataFrame:
    """Executed budgets of cities by year, UAH."""
    given = pd.read_csv(income)
    given = given[given["last_month"] == 12].rename(columns={"CITY": "city", "y": "year"})
    given = given.set_index(["city", "year"]).drop(columns="last_month")
    spent = pd.read_csv(spending, dtype={"economic_code": str})
    spent = spent[(spent["month"] == 12) & (spent["fund"] == "T")]
    codes = spent.pivot_table(
        index=["city", "year"], columns="economic_code", values="executed_uah", aggfunc="sum"
    ).fillna(0.0)
    flows = pd.read_csv(financing, dtype={"financing_code": str})
    flows = flows[(flows["month"] == 12) & (flows["fund"] == "T")]
    wide = flows.pivot_table(
        index=["city", "year"], columns="financing_code", values="executed_uah"
    ).fillna(0.0)
    table = pd.DataFrame(index=given.index)
    table["revenue"] = given.sum(axis=1)
    table["capital_revenue"] = given["capital"]
    table["operating_revenue"] = table["revenue"] - given["capital"]
    table["operating_expenditure"] = codes.loc[:, codes.columns.str.startswith("2")].sum(axis=1)
    table["capital_expenditure"] = codes.loc[:, codes.columns.str.startswith("3")].sum(axis=1)
    table["interest"] = codes[list(INTEREST)].sum(axis=1)
    table["borrowed"] = wide["401000"]
    table["repaid"] = -wide["402000"]
    table["financing"] = wide["400000"] + wide["600000"]
    table["from_balance"] = wide["600000"]
    return table[~table.index.get_level_values("city").isin(NO_COMMUNITIES)].sort_index()


def main() -> int:
    """Write the table and print the back-test."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("income", "spending", "financing"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    table = budgets(given.income, given.spending, given.financing)
    spent = table["operating_expenditure"] + table["capital_expenditure"]
    rest = (table["revenue"] - spent + table["financing"]).abs() / table["revenue"]
    print(f"{len(rest)} budgets; what financing leaves unexplained, share of revenue:")
    print(rest.describe(percentiles=[0.5, 0.9, 0.95]).round(5).to_string())
    surplus = table["operating_revenue"] - table["operating_expenditure"]
    gap = -(surplus + table["capital_revenue"] - table["capital_expenditure"] - table["repaid"])
    short = table[(gap > 0) & (surplus >= 0)]
    by_loans = (short["borrowed"] / gap[short.index]).clip(0, 1)
    print(f"operating deficit in {(surplus < 0).sum()} of {len(table)}; a gap of investment in")
    print(f"{len(short)}, of it closed by borrowing {by_loans.mean():.2f}, the rest from balances")
    service = (table["interest"] + table["repaid"]) / spent
    print(f"service over a tenth of spending: {(service > 0.1).sum()}; {service[service > 0.1]}")
    ratios = self_assessment(table).drop(columns="debt_stock").round(4).reset_index()
    ratios["source"] = SOURCE
    ratios.to_csv(reference_folder() / "city_budget_ratios.csv", index=False, lineterminator="\n")
    print(ratios.describe(percentiles=[0.1, 0.25, 0.5, 0.75, 0.9]).round(3).to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main())
