"""How long scenarios take: python benchmarks/scenarios.py [folder with the open data].

Prints seconds (median of several warm runs) and ratios to a run of one scenario without draws.
The run over all communities needs the compiled tables of all Ukrainian communities.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from stratanalysis.community import Community
from stratanalysis.projection import project, project_many, quantile_table
from stratanalysis.scenarios import read_scenarios

ROOT = Path(__file__).resolve().parent.parent
THREE = ["baseline", "optimistic", "rational"]


def seconds(work, repeat=7):
    work()
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), min(taken)


def all_communities(data):
    """Long tables of 2021 of every community, as the project's own tables have them."""
    fiscal = pd.read_csv(data / "hromada_fiscal_2020_2022.csv", dtype={"hromada_code": str})
    fiscal = fiscal.dropna(subset=["hromada_code"]).drop_duplicates("hromada_code")
    places = pd.read_csv(data / "hromadas_2022.csv", dtype=str)
    population = places[["katottg", "population_2022"]].rename(
        columns={"katottg": "community", "population_2022": "value"}
    )
    population["value"] = pd.to_numeric(population["value"])
    # The ministry's figure of 2021 where it has one, else that of 2022: only the speed matters.
    earlier = pd.to_numeric(fiscal.set_index("hromada_code")["population_2021"], errors="coerce")
    own = population["community"].map(earlier) * 1000
    population["value"] = own.where(own > 0, population["value"])
    population = population[population["value"] > 0].assign(year=2021, kind="present")
    revenue = pd.read_csv(data / "hromada_revenues_2021_2023.csv.gz")
    revenue = revenue[revenue["year"] == 2021].drop_duplicates("katottg")
    number = revenue.select_dtypes("number").fillna(0.0)
    groups = {
        "pit": number["income_pdfo"] - number["income_military"],
        "military_pit": number["income_military"],
        "single_tax": number["income_unified_tax"],
        "property_tax": number["income_property_tax"],
        "excise": number["income_excise_duty"],
        "corporate_tax": number["income_corporate_tax"],
        "environmental_tax": number["income_eco_tax"],
        "rent": number["income_rent"],
        "non_tax": number["income_non_tax"],
        "base_subsidy": number["income_base_subsidy"],
        "other_transfers": number["income_transfert"] - number["income_base_subsidy"],
    }
    rows = [
        pd.DataFrame(
            {"community": revenue["katottg"].astype(str), "year": 2021, "period": "year",
             "group": name, "fund": "total", "value": values}
        )
        for name, values in groups.items()
    ]  # fmt: skip
    long = pd.concat(rows, ignore_index=True).dropna(subset=["value"])
    long = long[long["community"].isin(population["community"])]
    # Expenditure is made up from revenue: reading the workbook would take longer than the run.
    spent = [
        long[long["group"] == "pit"]
        .rename(columns={"group": "code"})
        .assign(
            classification="programme",
            code=f"{root}",
            value=lambda t: t["value"].clip(lower=0) * 0.2,
        )
        for root in ("0100", "1000", "2000", "3000", "4000", "6000", "7000")
    ]
    expenditure = pd.concat(spent, ignore_index=True)
    index = fiscal.rename(columns={"hromada_code": "community"}).assign(
        year=2021, variable="tax_capacity_index",
        value=pd.to_numeric(fiscal["tax_capacity_index_2021"], errors="coerce"),
    )[["community", "year", "variable", "value"]]  # fmt: skip
    return {
        "population": population, "revenue": long, "expenditure": expenditure,
        "statistics": index,
    }  # fmt: skip


def main(data):
    community = Community.read(ROOT / "data" / "communities" / "kostiantynivka")
    scenarios = read_scenarios(community.scenarios_text)
    years = range(2021, 2047)
    slider, best = seconds(lambda: project(community, scenarios, years, names=["baseline"]))
    print(f"one scenario, 25 years, no draws: {slider * 1000:.0f} ms (best {best * 1000:.0f})")
    totals, _ = seconds(
        lambda: project(community, scenarios, years, names=["baseline"], tier="totals")
    )
    print(f"the same by totals: {totals * 1000:.0f} ms, ratio {totals / slider:.2f}")
    drawn, best = seconds(
        lambda: project(community, scenarios, years, names=THREE, draws=1000, seed=1)
    )
    print(
        f"three scenarios, 1,000 draws: {drawn:.2f} s (best {best:.2f}), ratio {drawn / slider:.1f}"
    )
    run = project(community, scenarios, years, names=THREE, draws=1000, seed=1)
    table, _ = seconds(lambda: quantile_table(run))
    print(f"its quantiles: {table * 1000:.0f} ms, ratio {table / slider:.2f}")
    if data is None or not (data / "hromadas_2022.csv").is_file():
        print("all communities: left out, no folder with their tables was given")
        return
    tables = all_communities(data)
    count = tables["population"]["community"].nunique()
    every, best = seconds(
        lambda: project_many(tables, scenarios, range(2021, 2037), names=THREE), repeat=3
    )
    print(f"{count} communities, three scenarios: {every:.2f} s (best {best:.2f})")
    found = project_many(tables, scenarios, range(2021, 2037), names=THREE)
    known = found.loc[found["variable"] == "own_revenue", "value"].notna().mean()
    print(
        f"with a budget: {known:.0%}; rows: {len(found):,}; "
        f"finite: {np.isfinite(found['value']).mean():.0%}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
