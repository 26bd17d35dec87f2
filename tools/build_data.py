"""Make the tables below ``data/`` from the official files, with the project's own loaders.

    python tools/build_data.py SHARED [--to data]

SHARED is the folder that holds ``open-data``; its files are not part of the project. Figures
that planning documents state are in ``document_figures.csv`` next to this script, each with its
line and the words it was read from. Of plans only codes, sums, years, lines and groups of funding
sources are taken (``plan_tables.py``); their words stay in the documents. Texts
(``community.toml``, ``scenarios.toml``) are written by hand and left alone. Findings of the
loaders are printed.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path

import pandas as pd
from country_tables import country
from people_tables import people
from plan_tables import plan_tables

from stratanalysis.csv_tables import write_table
from stratanalysis.findings import Finding
from stratanalysis.official.age_sex import read_age_sex
from stratanalysis.official.budget import read_fiscal_table, read_revenues
from stratanalysis.official.expenditures import programme_groups, read_expenditures
from stratanalysis.official.population import read_components_of_change, read_present_population
from stratanalysis.quantities import unify_letters
from stratanalysis.reference.codes import match_names
from stratanalysis.tables import table

HERE = Path(__file__).resolve().parent
HROMADAS = {
    "kostiantynivka": "UA14120070000090878",
    "korosten": "UA18060090000061708",
    "kramatorsk": "UA14120090000098500",
    "sofiivka": "UA12060270000017282",
}
OBLASTS = {"luhansk-oblast": "Луганська"}
PACKED = ("hromada_revenue", "hromada_revenue_months", "hromada_expenditure", "war_territories")
"""Large tables, written as .csv.gz."""

KSE = "KSE-Loc-Data-Hub 46264883 (doi:10.5281/zenodo.15267573)"
UKRSTAT = "State Statistics Service of Ukraine"
COUNCIL = "Official act of local self-government; figures only"
SOURCES = {
    "ukrstat_present": (
        "Number of present population of Ukraine as of 1 January 2022 (workbook)",
        UKRSTAT,
        "Official statistics, open, source to be named",
        "2022-01-01",
        "Estimate; the last full one before the war. Crimea and Sevastopol are left out",
    ),
    "ukrstat_resident": (
        "Distribution of resident population by sex and age as of 1 January 2022 (workbook)",
        UKRSTAT,
        "Official statistics, open, source to be named",
        "2022-01-01",
        "Resident population differs from the present one; the last age is 80 and older",
    ),
    "ministry_fiscal": (
        "Fiscal indicators of territorial communities 2020-2022",
        f"Ministry of Finance of Ukraine, compiled in {KSE}",
        "MIT (compilation)",
        "2022",
        "Population in thousands and money in thousand UAH in the source; "
        "the population is that of 1 January",
    ),
    "kse_hromadas": (
        "Register of territorial communities",
        f"{KSE}, from KATOTTG, {UKRSTAT}, the Ministry of Finance and the health service",
        "MIT (compilation)",
        "2022",
        "",
    ),
    "kse_revenue": (
        "Executed revenue of community budgets 2021 - July 2023",
        f"openbudget.gov.ua, compiled in {KSE}",
        "MIT (compilation)",
        "2023-07",
        "General and special fund together; 2023 is January to July",
    ),
    "kse_expenditure": (
        "Executed expenditure of community budgets",
        f"openbudget.gov.ua, compiled in {KSE}",
        "MIT (compilation)",
        "2021",
        "General and special fund together; the file is named 2021-2022 and holds 2021 only",
    ),
    "strategy": (
        "Development strategy of the Kostiantynivka urban territorial community to 2027",
        "Kostiantynivka city council",
        COUNCIL,
        "2021",
        "File 000_5b306b16aa7050ac.txt; places are its lines",
    ),
    "it_strategy": (
        "IT strategy of the Sofiivka community 2020-2022",
        "Sofiivka settlement council",
        COUNCIL,
        "2020",
        "File 004_38a814e1fa70b4be.txt; places are its lines",
    ),
}
STATISTICS = ("tax_capacity_index", "base_subsidy", "reverse_subsidy", "pit_per_head")
NOTES = {
    "pit_per_head": "Numerator of the index of 2021",
    "tax_capacity_index": "As the ministry's table states it for the year",
    "base_subsidy": "As the ministry's table states it; the executed one is in revenue.csv",
    "reverse_subsidy": "As the ministry's table states it",
    "pit": "Without military PIT",
    "military_pit": "Code 11010200; it left local budgets on 1 October 2023",
    "property_tax": "Real estate and land together; the source does not split them",
    "other_transfers": "Transfers without the base subsidy",
    "other_own": "The total without all other groups",
}


def build(shared: Path, to: Path) -> list[Finding]:
    """Write all tables below `to`; return what the loaders found."""
    data = shared / "open-data"
    hromadas = read_hromadas(data / "hromadas_2022.csv")
    codes = set(HROMADAS.values())
    revenues, findings = read_revenues(data / "hromada_revenues_2021_2023.csv.gz", katottg=codes)
    expenditures, found = read_expenditures(
        data / "hromada_expenditure_2021_2022.xlsx", katottg=codes
    )
    findings += found
    fiscal, found = read_fiscal_table(data / "hromada_fiscal_2020_2022.csv")
    findings += found
    workbook = data / "ukrstat_present_population_2022.xlsx"
    present, found = read_present_population(workbook)
    findings += found
    present["katottg"], found = match_names(present, hromadas, document=workbook.name)
    findings += found
    change, found = read_components_of_change(workbook)
    findings += found
    ages, found = read_age_sex(data / "ukrstat_resident_population_by_sex_age_2022.xlsx")
    findings += found
    stated = pd.read_csv(HERE / "document_figures.csv", dtype={"line": "str"})

    for slug, code in HROMADAS.items():
        folder = to / "communities" / slug
        rows = {
            "population": _population(fiscal, present, code),
            "revenue": _money(revenues, code, "kse_revenue"),
            "expenditure": _money(programme_groups(expenditures), code, "kse_expenditure"),
            "statistics": _statistics(slug, code, stated, fiscal, hromadas),
        }
        _write(folder, rows | plan_tables(slug, shared / "seeds"))
    for slug, oblast in OBLASTS.items():
        rows = _oblast(oblast, change, ages) | plan_tables(slug, shared / "seeds")
        _write(to / "communities" / slug, rows)
    reference = to / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    write_table(hromadas, reference / "hromadas.csv")
    tables, found = country(data, hromadas)
    tables |= people(data)
    for name, frame in tables.items():
        write_table(frame, reference / f"{name}.csv")
        if name in PACKED:
            pack(reference / f"{name}.csv")
    return findings + found


def pack(path: Path) -> Path:
    """Replace a CSV file by the same with .gz, without the time and the name: the same bytes."""
    packed = path.with_name(f"{path.name}.gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    path.unlink()
    return packed


def read_hromadas(path: Path) -> pd.DataFrame:
    """Read the register of communities and keep the columns of the project's own table."""
    names = {
        "katottg": "katottg",
        "budget_code": "budget_code",
        "name": "name",
        "type": "type",
        "oblast": "oblast",
        "oblast_katottg": "oblast_katottg",
        "raion": "raion",
        "raion_katottg": "raion_katottg",
        "area_km2": "area_km2",
        "population_2022": "population_2022",
        "urban_population_2022": "urban_population_2022",
        "occupied_before_2022": "occupied_before_2022",
        "nhsu_declarations_2022": "health_declarations_2022",
    }
    wide = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    numbers = [name for name in names if "2022" in name or name == "area_km2"]
    wide = wide.assign(**{name: pd.to_numeric(wide[name]) for name in numbers})
    wide = wide[list(names)].rename(columns=names)
    for name in ("name", "oblast", "raion"):
        wide[name] = [cell if pd.isna(cell) else unify_letters(cell) for cell in wide[name]]
    return wide.assign(source="kse_hromadas").sort_values("katottg", ignore_index=True)


def _population(fiscal: pd.DataFrame, present: pd.DataFrame, code: str) -> list[dict[str, object]]:
    earlier = fiscal[(fiscal["katottg"] == code) & (fiscal["variable"] == "population_present")]
    rows = [
        {"year": row["year"], "value": row["value"], "source": "ministry_fiscal",
         "source_place": row["source_place"]}
        for row in earlier.to_dict("records")
    ]  # fmt: skip
    (last,) = present[present["katottg"] == code].to_dict("records")
    rows.append({"year": 2022, "value": last["value"], "source": "ukrstat_present",
                 "source_place": last["source_place"]})  # fmt: skip
    return [{"kind": "present", "unit": "persons"} | row for row in rows]


def _money(frame: pd.DataFrame, code: str, source: str) -> list[dict[str, object]]:
    return [
        {str(k): v for k, v in row.items()}
        | {"source": source, "note": NOTES.get(str(row.get("group")))}
        for row in frame[frame["katottg"] == code].to_dict("records")
    ]


def _statistics(
    slug: str, code: str, stated: pd.DataFrame, fiscal: pd.DataFrame, hromadas: pd.DataFrame
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    chosen = fiscal[(fiscal["katottg"] == code) & fiscal["variable"].isin(STATISTICS)]
    for row in chosen.to_dict("records"):
        note = NOTES[str(row["variable"])]
        rows.append({str(k): v for k, v in row.items()}
                    | {"source": "ministry_fiscal", "note": note})  # fmt: skip
    (register,) = hromadas[hromadas["katottg"] == code].to_dict("records")
    for variable, column, note in (
        ("urban_population", "urban_population_2022", "Present population on 1 January"),
        ("health_declarations", "health_declarations_2022", "Declarations with a family doctor"),
    ):
        value = register[column]
        if pd.notna(value):
            rows.append({"year": 2022, "variable": variable, "value": value, "unit": "persons",
                         "source": "kse_hromadas", "source_place": column,
                         "note": note})  # fmt: skip
    for row in stated[stated["slug"] == slug].to_dict("records"):
        note = None if pd.isna(row["note"]) else row["note"]
        rows.append({str(k): v for k, v in row.items()}
                    | {"source_place": f"line {row['line']}", "note": note})  # fmt: skip
    return rows


def _oblast(
    oblast: str, change: pd.DataFrame, ages: pd.DataFrame
) -> dict[str, list[dict[str, object]]]:
    (row,) = change[change["oblast"] == oblast].to_dict("records")
    caution = "The whole oblast, with territory not under control since 2014"
    base = {"source": "ukrstat_present", "source_place": row["source_place"], "unit": "persons"}
    base |= {"note": caution}
    persons = ages[(ages["oblast"] == oblast) & (ages["city"] == "") & (ages["scope"] == "total")]
    resident = persons["value"].sum()
    first = str(persons["source_place"].iloc[0])
    return {
        "population": [
            base | {"year": 2021, "kind": "present", "value": row["population_start"]},
            base | {"year": 2022, "kind": "present", "value": row["population_end"]},
            base | {"year": 2022, "kind": "resident", "value": resident,
                    "source": "ukrstat_resident", "source_place": first.partition("!")[0]},
        ],
        "population_age_sex": [
            {"year": 2022, "kind": "resident", "sex": cell["sex"], "age": cell["age"],
             "value": cell["value"], "source": "ukrstat_resident"}
            for cell in persons.to_dict("records")
        ],
        "population_change": [
            base | {"year": 2021, "component": name, "value": row[name]}
            for name in ("natural_change", "net_migration", "total_change")
        ],
    }  # fmt: skip


def _write(folder: Path, tables: dict[str, list[dict[str, object]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    used: list[str] = []
    for name, rows in tables.items():
        frame = table(name).frame(rows)
        table(name).schema().validate(frame)
        write_table(frame, folder / f"{name}.csv")
        cited = frame["source"].unique() if "source" in frame else ()
        used += [source for source in cited if source not in used]
    titles = ("title", "publisher", "licence", "vintage", "note")
    rows = [{"id": key} | dict(zip(titles, SOURCES[key], strict=True)) for key in used]
    write_table(table("sources").frame([{k: v or None for k, v in row.items()} for row in rows]),
                folder / "sources.csv")  # fmt: skip


def main() -> int:
    """Read the arguments, build, print the findings."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path, help="folder that holds open-data")
    parser.add_argument("--to", type=Path, default=HERE.parent / "data")
    arguments = parser.parse_args()
    findings = build(arguments.shared, arguments.to)
    for finding in findings:
        print(finding)
    print(f"tables written below {arguments.to}; {len(findings)} findings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
