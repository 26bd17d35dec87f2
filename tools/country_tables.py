"""Tables of all communities for ``data/reference``, from the official files.

:func:`country` returns them by the name of their contract, with the sums checked against the nation
and a list of what does not join. Nothing is typed here but the names of files and columns, and
the places renamed (``renamed_places.csv`` next to this script).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from war_list import read_list_csv

from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.official.age_sex import read_age_sex
from stratanalysis.official.budget import read_fiscal_table, read_revenues
from stratanalysis.official.expenditures import read_expenditures
from stratanalysis.quantities import unify_letters, unify_signs
from stratanalysis.quantities.romanisation import transliterate
from stratanalysis.reference.war_status import classify
from stratanalysis.tables.country import COUNTRY_TABLES, MONTH_GROUPS, REVENUE_COLUMNS

HERE = Path(__file__).resolve().parent
CONTRACTS = {contract.name: contract for contract in COUNTRY_TABLES}
BREAK = 0.05
"""A change of population within a year beyond it is a change of boundaries, not of people."""
ACT_DAY = "2025-05-07"
DECLARATIONS = {
    "declarations_total": "total", "declarations_female": "female", "declarations_male": "male",
    "declarations_urban": "urban", "declarations_rural": "rural", "declarations_youth": "youth",
    "declarations_working_age": "working_age", "declarations_male_18_60": "male_18_60",
}  # fmt: skip


def country(data: Path, hromadas: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Make every table that holds all communities.

    Parameters
    ----------
    data : pathlib.Path
        Folder of the official files.
    hromadas : pandas.DataFrame
        The register, as ``build_data.read_hromadas`` gives it.
    """
    findings: list[Finding] = []
    later = _later_codes(data / "equalisation_2024_official.csv", hromadas)
    codes = pd.concat([hromadas, later]).set_index("budget_code")["katottg"]
    status = _text(data / "hromada_war_status_2025-05-07.csv")
    settlements = status.set_index("katottg")["n_settlements_codifier_2025"]
    names = _names(_text(data / "hromadas_2022.csv"), settlements)
    fiscal, found = read_fiscal_table(data / "hromada_fiscal_2020_2022.csv")
    findings += [f for f in found if f.check != "population-zero"]
    population = _population(fiscal, hromadas)
    revenue, found = _revenue(data / "hromada_revenues_2021_2023.csv.gz")
    findings += found
    months, found = _months(data / "hromada_monthly_income_groups_2021_2023q1.csv.gz", codes)
    findings += found
    findings += _years_against_months(revenue, months)
    spending, found = _expenditure(data / "hromada_expenditure_2021_2022.xlsx")
    findings += found
    equalisation, found = _equalisation(data, fiscal, codes)
    findings += found
    cities, found = _cities(data / "ukrstat_resident_population_by_sex_age_2022.xlsx", hromadas,
                            names)  # fmt: skip
    findings += found
    territories = read_list_csv(data / "war_territories_order376_2025-05-07.csv.gz")
    units = hromadas.merge(names[["katottg", "settlements"]], on="katottg")
    tables = {
        "budget_code_changes": later,
        "hromada_names": names,
        "renamed_places": pd.read_csv(HERE / "renamed_places.csv", dtype="str"),
        "hromada_population": population,
        "hromada_breaks": _breaks(population),
        "hromada_revenue": revenue,
        "hromada_revenue_months": months,
        "hromada_expenditure": spending,
        "hromada_equalisation": equalisation,
        "hromada_displaced": _displaced(data / "hromada_idp_population_2023.csv"),
        "hromada_education": _education(
            data / "hromada_pupils_classes_education_subvention_2023.csv.gz"
        ),
        "hromada_declarations": _declarations(data / "hromada_health_declarations_by_sex_2022.csv"),
        "city_population_age_sex": cities,
        "war_territories": territories,
        "hromada_war_status": classify(territories, units, ACT_DAY).assign(source="order_376"),
    }
    known = set(hromadas["katottg"])
    for name, table in tables.items():
        if "katottg" in table and name != "war_territories":
            strange = sorted(set(table["katottg"]) - known)
            if strange:
                findings.append(_left_out(name, f"{len(strange)} codes: {', '.join(strange[:5])}"))
            tables[name] = table[table["katottg"].isin(known)]
    findings += _check_nation(population, revenue, data)
    return {name: _shaped(name, table) for name, table in tables.items()}, findings


def _shaped(name: str, table: pd.DataFrame) -> pd.DataFrame:
    contract = CONTRACTS[name]
    table = table.reindex(columns=contract.names)
    for column in contract.columns:
        if column.kind == "number":
            table[column.name] = pd.to_numeric(table[column.name]).astype("float64").round(6)
        elif column.kind == "integer":
            table[column.name] = pd.to_numeric(table[column.name]).astype("Int64")
        else:
            table[column.name] = table[column.name].replace("", None).astype("str")
    table = table.sort_values(list(contract.key), ignore_index=True)
    contract.schema().validate(table)
    return table


def _text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])


def _left_out(what: str, why: str) -> Finding:
    values = {"table": what, "rows": why}
    return Finding("left-out", Severity.NOTE, Source(what), "{table}: left out {rows}", values)


def _names(register: pd.DataFrame, settlements: pd.Series) -> pd.DataFrame:
    names = register["name"].map(unify_letters)
    centre = register["center"].map(unify_letters)
    return pd.DataFrame(
        {
            "katottg": register["katottg"],
            "name_en": names.map(transliterate),
            "centre": centre,
            "centre_en": centre.map(transliterate),
            "settlements": register["katottg"].map(settlements),
            "source": "kse_hromadas",
        }
    )


def _later_codes(path: Path, hromadas: pd.DataFrame) -> pd.DataFrame:
    """Find the new code of a budget: one with the first five digits of a code that is gone."""
    stated = _text(path)[["budget_code", "budget_name"]]
    gone = hromadas[~hromadas["budget_code"].isin(stated["budget_code"])]
    by_head = gone.set_index(gone["budget_code"].str[:5])
    rows = []
    for code, name in stated.itertuples(index=False, name=None):
        if code in set(hromadas["budget_code"]) or code[:5] not in by_head.index:
            continue
        found = by_head.loc[[code[:5]]]
        stem = name.removeprefix("Бюджет ")[:6]
        (katottg,) = found.loc[found["name"].str.startswith(stem), "katottg"]
        rows.append((katottg, code, "equalisation_2024"))
    return pd.DataFrame(rows, columns=["katottg", "budget_code", "source"])


def _population(fiscal: pd.DataFrame, hromadas: pd.DataFrame) -> pd.DataFrame:
    earlier = fiscal[fiscal["variable"] == "population_present"].assign(source="ministry_fiscal")
    last = hromadas[["katottg", "population_2022"]].rename(columns={"population_2022": "value"})
    rows = pd.concat([earlier, last.assign(year=2022, source="kse_hromadas")])
    rows = rows[rows["katottg"].isin(hromadas["katottg"]) & rows["value"].notna()]
    return rows.assign(kind="present")


def _breaks(population: pd.DataFrame) -> pd.DataFrame:
    wide = population.pivot(index="katottg", columns="year", values="value")
    rows = [
        change[change.abs() > BREAK].rename("change").reset_index().assign(year=year)
        for year in (2021, 2022)
        for change in [(wide[year] / wide[year - 1].where(wide[year - 1] > 0) - 1).dropna()]
    ]
    return pd.concat(rows).assign(source="hromada_population")


def _revenue(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    long, findings = read_revenues(path)
    keys = ["katottg", "year", "period"]
    wide = long.pivot(index=keys, columns="group", values="value").reset_index()
    assert set(REVENUE_COLUMNS) <= set(wide.columns)
    kept = [f for f in findings if f.check in ("no-revenue", "groups-do-not-sum", "partial-year")]
    return wide.assign(source="kse_revenue"), kept


def _months(path: Path, codes: pd.Series) -> tuple[pd.DataFrame, list[Finding]]:
    long = pd.read_csv(path, dtype={"budget_code": "str"})
    wide = long.pivot(index=["budget_code", "year", "month"], columns="group", values="value")
    if odd := set(wide.columns) - set(MONTH_GROUPS):
        raise SystemExit(f"{path.name}: groups that are not known: {odd}")
    wide = wide.reset_index()
    wide["katottg"] = wide["budget_code"].map(codes)
    strange = wide.loc[wide["katottg"].isna(), "budget_code"].nunique()
    note = _left_out("hromada_revenue_months", f"{strange} budgets that are not of a community")
    joined = wide.drop(columns="budget_code").groupby(["katottg", "year", "month"])
    return joined.sum(min_count=1).reset_index().assign(source="boost_months"), [note]


def _years_against_months(revenue: pd.DataFrame, months: pd.DataFrame) -> list[Finding]:
    findings = []
    for year in (2021, 2022):
        of_year = revenue[revenue["year"] == year].set_index("katottg")["single_tax"]
        summed = months[months["year"] == year].groupby("katottg")["single_tax"].sum()
        gap = (of_year - summed.reindex(of_year.index).fillna(0)).abs()
        findings.append(_checked(
            "hromada_revenue_months",
            f"single tax of {year}: {int((gap < 0.01).sum())} of {len(gap)} communities agree "
            "to the kopiyka",
        ))  # fmt: skip
    return findings


def _checked(table: str, what: str) -> Finding:
    values = {"table": table, "what": what}
    return Finding("checked", Severity.NOTE, Source(table), "{table}: {what}", values)


def _expenditure(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    long, findings = read_expenditures(path)
    kept = long["classification"].isin(["programme", "economic"]) & (long["value"].fillna(0) != 0)
    wrong = [f for f in findings if f.check == "classifications-differ"]
    return long[kept].assign(source="kse_expenditure"), wrong


def _equalisation(
    data: Path, fiscal: pd.DataFrame, codes: pd.Series
) -> tuple[pd.DataFrame, list[Finding]]:
    wanted = ("tax_capacity_index", "base_subsidy", "reverse_subsidy", "pit_per_head")
    earlier = (
        fiscal[fiscal["variable"].isin(wanted)]
        .pivot(index=["katottg", "year"], columns="variable", values="value")
        .reset_index()
        .assign(source="ministry_fiscal")
    )
    table = pd.read_csv(data / "equalisation_2024_official.csv", dtype={"budget_code": "str"})
    strange = table.loc[~table["budget_code"].isin(codes.index), "budget_code"]
    latest = pd.DataFrame(
        {
            "katottg": table["budget_code"].map(codes),
            "year": 2024,
            "population": table["present_population_2022_thousand"] * 1000,
            "displaced_balance": table["idp_2023_07_25_thousand"] * 1000,
            "population_with_displaced": table["population_with_idp_thousand"] * 1000,
            "expected_pit": table["expected_pit_2023_at_60pct_thousand_uah"] * 1000,
            "pit_per_head": table["pit_per_head"],
            "tax_capacity_index": table["tax_capacity_index_rounded"],
            "base_subsidy": table["base_grant_2024_thousand_uah"].fillna(0) * 1000,
            "reverse_subsidy": table["reverse_grant_2024_thousand_uah"].fillna(0) * 1000,
            "source": "equalisation_2024",
        }
    )
    notes = (
        [_left_out("hromada_equalisation", f"budgets {', '.join(strange)}")] if len(strange) else []
    )
    sums = latest[["base_subsidy", "reverse_subsidy"]].sum() / 1e6
    notes.append(_checked(
        "hromada_equalisation",
        f"2024: {len(latest)} communities; base {sums.iloc[0]:.1f}, reverse {sums.iloc[1]:.1f} "
        "million UAH",
    ))  # fmt: skip
    return pd.concat([earlier, latest[latest["katottg"].notna()]]), notes


def _displaced(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path).drop_duplicates()  # two communities have their line twice
    return pd.DataFrame(
        {
            "katottg": table["hromada_code"],
            "date": "2023-07-25",
            "balance": table["vpo_thsd"] * 1000,
            "source": "displaced_2023",
        }
    ).dropna(subset=["balance"])


def _education(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, dtype={"katottg": "str", "budget_code": "str"})
    table = table[table["katottg"].notna()]
    return table.assign(
        pupil_density=table["pupil_density_per_km2"],
        design_class_size=table["design_class_size_2023"],
        subvention=table["subvention_2023_total_thousand_uah"] * 1000,
        centre_subvention=table["subvention_2023_irc_thousand_uah"] * 1000,
        source="education_2023",
    )


def _declarations(path: Path) -> pd.DataFrame:
    return pd.read_csv(path).rename(columns=DECLARATIONS).assign(source="nhsu_declarations")


def _cities(
    path: Path, hromadas: pd.DataFrame, names: pd.DataFrame
) -> tuple[pd.DataFrame, list[Finding]]:
    ages, _ = read_age_sex(path)
    ages = ages[ages["city"] != ""]
    places = hromadas.merge(names[["katottg", "centre"]], on="katottg")
    places = places.sort_values("population_2022", ascending=False)
    places["centre"] = places["centre"].map(unify_signs)
    codes = places.drop_duplicates(["oblast", "centre"]).set_index(["oblast", "centre"])["katottg"]
    keys = list(zip(ages["oblast"], ages["city"].map(unify_signs), strict=True))
    ages = ages.assign(katottg=[codes.get(key) for key in keys], source="ukrstat_resident")
    lost = sorted(set(ages.loc[ages["katottg"].isna(), "city"]))
    notes = [_left_out("city_population_age_sex", ", ".join(lost))] if lost else []
    return ages[ages["katottg"].notna()].assign(year=2022), notes


def _check_nation(population: pd.DataFrame, revenue: pd.DataFrame, data: Path) -> list[Finding]:
    """Compare the sums of the communities with what the nation's tables state."""
    oblasts = pd.read_csv(data / "oblast_population_change_2021.csv").set_index("region")
    nation = oblasts.loc["Україна"] - oblasts.loc["м.Київ"]  # Kyiv is no community of the register
    findings = []
    for year, column in ((2021, "population_2021_01_01"), (2022, "population_2022_01_01")):
        total = population.loc[population["year"] == year, "value"].sum()
        findings.append(_checked(
            "hromada_population",
            f"{year}: {total:,.0f} persons, the nation without Kyiv {nation[column]:,.0f}, "
            f"difference {total / nation[column] - 1:+.4%}",
        ))  # fmt: skip
    for year in (2021, 2022):
        rows = revenue[revenue["year"] == year]
        total = rows[list(REVENUE_COLUMNS)].sum().sum() / 1e9
        findings.append(_checked(
            "hromada_revenue", f"{year}: {len(rows)} communities, {total:.1f} billion UAH in all"
        ))  # fmt: skip
    return findings
