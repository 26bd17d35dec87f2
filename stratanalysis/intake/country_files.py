"""Official files of all communities whose layout has a reader of its own.

The tables of the Kyiv School of Economics (KSE) and of the Ministry of Finance, and the volume of
the State Statistics Service on present population.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.findings import Finding, Severity
from stratanalysis.intake.portion import Portion, Taken, source_row
from stratanalysis.official.budget import read_fiscal_table, read_revenues
from stratanalysis.official.expenditures import programme_groups, read_expenditures
from stratanalysis.official.population import read_present_population
from stratanalysis.reference import country_table, match_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_fiscal", "read_kse_expenditure", "read_kse_revenue", "read_ukrstat_present"]


def read_kse_revenue(path: Path, document: str, only: Collection[str]) -> Taken:
    """Executed revenue by community and year (KSE)."""
    table, findings = read_revenues(path, katottg=only or None)
    source = source_row(
        "kse_revenue", "Executed revenue of community budgets 2021 - July 2023",
        "openbudget.gov.ua, compiled in KSE-Loc-Data-Hub", "2023-07", document,
        licence="MIT (compilation)",
    )  # fmt: skip
    return _tables(table, "revenue", source, document, findings)


def read_kse_expenditure(path: Path, document: str, only: Collection[str]) -> Taken:
    """Executed expenditure by community: programmes by their groups, and economic codes (KSE)."""
    table, findings = read_expenditures(path, katottg=only or None)
    table = programme_groups(table)
    table = table[table["classification"] != "functional"]
    source = source_row(
        "kse_expenditure", "Executed expenditure of community budgets",
        "openbudget.gov.ua, compiled in KSE-Loc-Data-Hub", "2021", document,
        licence="MIT (compilation)",
    )  # fmt: skip
    return _tables(table, "expenditure", source, document, findings)


def read_fiscal(path: Path, document: str) -> Taken:
    """Population 2020 and 2021, tax capacity and grants of the Ministry's fiscal table."""
    table, findings = read_fiscal_table(path)
    source = source_row(
        "ministry_fiscal", "Fiscal indicators of territorial communities 2020-2022",
        "Ministry of Finance of Ukraine", "2022", document, licence="MIT (compilation)",
    )  # fmt: skip
    people = table["variable"] == "population_present"
    population = table[people].assign(kind="present").drop(columns="variable")
    found = _tables(population, "population", source, document, findings)
    found.add(_tables(table[~people], "statistics", source, document, []))
    return found


def read_ukrstat_present(path: Path, document: str) -> Taken:
    """Present population of 1 January 2022 (volume of the State Statistics Service)."""
    table, findings = read_present_population(path)
    codes, unmatched = match_names(table, country_table("hromadas"), document=document)
    table = table.assign(katottg=codes, year=2022, kind="present", unit="persons")
    source = source_row(
        "ukrstat_present", "Number of present population of Ukraine as of 1 January 2022",
        "State Statistics Service of Ukraine", "2022-01-01", document,
    )  # fmt: skip
    found = _tables(table[codes.notna()], "population", source, document, findings)
    found.left += [f"{document}: {f.message}" for f in unmatched]
    return found


def _tables(
    table: pd.DataFrame,
    name: str,
    source: dict[str, Any],
    document: str,
    findings: Iterable[Finding],
) -> Taken:
    found = Taken(findings=[f for f in findings if f.severity is Severity.ERROR])
    for code, part in table.groupby("katottg"):
        rows = part[part["value"].notna()]
        records: list[dict[str, Any]] = [
            {str(k): v for k, v in row.items()} | {"source": source["id"]}
            for row in rows.drop(columns=["katottg", "budget_code"], errors="ignore").to_dict(
                "records"
            )
        ]
        years = ", ".join(str(year) for year in sorted(set(rows["year"])))
        summary = [f"{name} of {years}: {len(records)} rows"]
        found.portions.append(
            Portion(document, str(source["title"]), str(code), {name: records}, source, summary)
        )
    return found
