"""Write ``data/datapackage.json`` (Frictionless tabular data package) from the files of ``data/``.

    python tools/build_datapackage.py [--data data]

Columns of the communities' tables come from the contracts in ``stratanalysis.tables``; those of
the reference tables from their cells: a column is numeric only where every cell is a number and
none is a code with a leading zero. Run it after a table was added or its columns changed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

from stratanalysis.tables import TABLES, Table
from stratanalysis.tables.country import COUNTRY_TABLES

HERE = Path(__file__).resolve().parent
KINDS = {"text": "string", "integer": "integer", "number": "number"}
TEXT_COLUMNS = re.compile(r"(.*_)?(code|katottg|prefix|parent|vintage|period|published)")
COUNTRY = {contract.name: contract for contract in COUNTRY_TABLES}
REFERENCE = {
    "budget_rules": "Dated rules of local budgets: shares, thresholds",
    "economic_codes": "Economic classification of expenditure (KEKV)",
    "financial_capacity_2023": "Eleven indicators of financial capacity of communities, 2023",
    "goal_themes_uk": "Keywords by which goals are sorted into themes",
    "goal_tree_themes": "Themes of goals in registered strategies",
    "macro_paths": "National paths by act and date: prices, wages, output",
    "oblast_population_age_sex": "Resident population of oblasts by sex and age, 1 January 2022",
    "oblast_population_change": "Change of present population by oblast, 2021",
    "peer_variables": "Figures by which communities are compared",
    "population_forecast_errors": "Errors of population forecasts by horizon, volatility and size",
    "programme_codes": "Programme classification of local budgets (TPKVKMB)",
    "revenue_codes": "Revenue codes of local budgets",
    "revenue_forecast_errors": "Errors of revenue forecasts by line, horizon, status and size",
    "revenue_groups": "Groups of revenue codes that analysts use",
    "sources": "Sources of the reference tables",
    "city_budget_ratios": "Ratios of self-assessment of executed city budgets",
    "year_end_errors": "Errors of forecasts from executed months to the end of the year",
    "total_forecast_errors": "Errors of forecasts of whole revenue, expenditure and the balance",
    "stress_sizes": "Sizes of shocks to a budget that one of ten had within a year",
    "ukraine_demographic_drivers": "Ukraine: fertility, mortality and migration by year",
    "ukraine_fertility_pattern": "Ukraine: age pattern of fertility",
    "ukraine_fertility_rates": "Ukraine: fertility rates by age",
    "ukraine_mortality": "Ukraine: death rates by age and sex",
    "ukraine_net_migration_age": "Ukraine: net migration by age and sex",
}


def package(data: Path) -> dict[str, Any]:
    """Describe every CSV file below `data`."""
    resources = []
    for path in sorted([*data.rglob("*.csv"), *data.rglob("*.csv.gz")]):
        place = path.relative_to(data)
        name = path.name.partition(".")[0]
        owner = place.parts[-2]
        contract = TABLES.get(name) if place.parts[0] == "communities" else COUNTRY.get(name)
        title = contract.description if contract else REFERENCE.get(name, name)
        packed = {"compression": "gz"} if path.suffix == ".gz" else {}
        resources.append(
            {
                "name": f"{owner}-{name}".replace("_", "-"),
                "path": place.as_posix(),
                "profile": "tabular-data-resource",
                "title": title if owner == "reference" else f"{owner}: {title}",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                **packed,
                "schema": _schema(path, contract),
            }
        )
    return {
        "name": "stratanalysis-data",
        "title": "Communities of Ukraine: population, budgets and stated figures, with sources",
        "profile": "tabular-data-package",
        "description": "Each row names its source; sources.csv beside it tells publisher, "
        "licence and vintage. Missing cells are empty and mean that nothing is known.",
        "licenses": [{"name": "other-open", "title": "By source: see the sources.csv files"}],
        "resources": resources,
    }


def _schema(path: Path, contract: Table | None) -> dict[str, Any]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
    if not rows:
        raise SystemExit(f"{path}: the file has no header")
    fields = []
    for position, name in enumerate(rows[0]):
        if contract is not None and name in contract.names:
            column = contract.column(name)
            field: dict[str, Any] = {"name": name, "type": KINDS[column.kind]}
            field["description"] = column.description
            constraints: dict[str, Any] = {} if column.nullable else {"required": True}
            if column.minimum is not None:
                constraints["minimum"] = column.minimum
            if column.maximum is not None:
                constraints["maximum"] = column.maximum
            if column.choices:
                constraints["enum"] = list(column.choices)
            if constraints:
                field["constraints"] = constraints
        else:
            field = {"name": name, "type": _kind(name, [row[position] for row in rows[1:]])}
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if contract is not None and contract.key:
        # a part of the key that a file may lack is no field of it, and may be empty where it is
        schema["primaryKey"] = [n for n in contract.key if not contract.column(n).optional]
    return schema


def _kind(name: str, cells: list[str]) -> str:
    filled = [cell for cell in cells if cell != ""]
    if TEXT_COLUMNS.fullmatch(name) or not filled:
        return "string"
    if all(re.fullmatch(r"-?(0|[1-9]\d*)", cell) for cell in filled):
        return "integer"
    number = r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?"
    return "number" if all(re.fullmatch(number, cell) for cell in filled) else "string"


def text(data: Path) -> str:
    """Return the description as it is written."""
    return json.dumps(package(data), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the description."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=HERE.parent / "data")
    data = parser.parse_args().data
    (data / "datapackage.json").write_text(text(data), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
