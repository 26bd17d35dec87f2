"""How long the official workbooks and exports take to read.

    python benchmarks/workbooks.py SHARED

The age workbook may take at most 6 s. Each file is read three times; the best is shown, with the
time per thousand cells or rows, and the ratio to the age workbook of the same run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from stratanalysis.official import (
    read_age_sex,
    read_components_of_change,
    read_expenditures,
    read_export,
    read_fiscal_table,
    read_present_population,
    read_revenues,
)

CASES: list[tuple[str, Callable, str]] = [
    ("population by age and sex", read_age_sex, "ukrstat_resident_population_by_sex_age_2022.xlsx"),
    ("present population", read_present_population, "ukrstat_present_population_2022.xlsx"),
    ("components of change", read_components_of_change, "ukrstat_present_population_2022.xlsx"),
    ("revenue of 1,469 budgets", read_revenues, "hromada_revenues_2021_2023.csv.gz"),
    ("expenditure of 1,438 budgets", read_expenditures, "hromada_expenditure_2021_2022.xlsx"),
    ("fiscal table", read_fiscal_table, "hromada_fiscal_2020_2022.csv"),
    (
        "export of the portal",
        read_export,
        "openbudget_incomes_mukachevo_uzhhorod_2023_2025.csv.gz",
    ),
]


def main() -> None:
    data = Path(sys.argv[1]) / "open-data"
    first = None
    for name, read, file in CASES:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            table, _ = read(data / file)
            times.append(time.perf_counter() - start)
        best = min(times)
        first = first or best
        per = best / len(table) * 1e6
        print(
            f"{name:30} {best:6.2f} s  {len(table):7,} rows  {per:7.1f} µs a row"
            f"  {best / first:5.2f} of the age workbook"
        )


if __name__ == "__main__":
    main()
