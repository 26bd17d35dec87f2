"""Tables of all communities against the sums that official volumes state."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import UnknownNameError
from stratanalysis.reference import country_rows, country_table
from stratanalysis.tables.country import COUNTRY_TABLES, MONTH_GROUPS, REVENUE_COLUMNS

NATION_2022, KYIV_2022 = 41_167_335, 2_952_301
"""Present population on 1 January 2022, the volume of the State Statistics Service."""
ALL = [contract.name for contract in COUNTRY_TABLES]


@pytest.mark.parametrize("name", ALL)
def test_table_keeps_its_contract(name: str) -> None:
    (contract,) = (contract for contract in COUNTRY_TABLES if contract.name == name)
    table = country_table(name)
    contract.schema().validate(table)
    assert table is country_table(name)  # read once
    if "katottg" in table and name != "war_territories":
        assert set(table["katottg"]) <= set(country_table("hromadas")["katottg"])


def test_every_source_is_described() -> None:
    from stratanalysis.reference import reference_folder

    known = set(pd.read_csv(reference_folder() / "sources.csv")["id"])
    for name in ALL:
        assert set(country_table(name)["source"]) <= known, name


def test_population_sums_to_the_nation_without_kyiv() -> None:
    people = country_table("hromada_population")
    assert people.loc[people["year"] == 2022, "value"].sum() == NATION_2022 - KYIV_2022


def test_36_communities_break_between_two_years() -> None:
    breaks = country_table("hromada_breaks")
    assert breaks["katottg"].nunique() == 36
    assert breaks["change"].abs().min() > 0.05
    assert breaks["change"].abs().max() == pytest.approx(0.84, abs=0.005)


def test_months_of_single_tax_are_the_year() -> None:
    years = country_table("hromada_revenue").query("year < 2023")
    months = country_table("hromada_revenue_months")
    summed = months.groupby(["katottg", "year"])["single_tax"].sum()
    of_year = years.set_index(["katottg", "year"])["single_tax"]
    assert (of_year - summed.reindex(of_year.index).fillna(0)).abs().max() < 0.01


def test_own_revenue_is_that_of_the_export(shared) -> None:
    source = pd.read_csv(shared / "open-data" / "hromada_revenues_2021_2023.csv.gz")
    table = country_table("hromada_revenue").set_index(["katottg", "year"])
    own = [name for name in REVENUE_COLUMNS if name not in ("base_subsidy", "other_transfers")]
    stated = source[source["income_total"] != 0].set_index(["katottg", "year"])["income_own"]
    assert (table[own].sum(axis=1) - stated.reindex(table.index)).abs().max() < 0.02


def test_expenditure_is_the_whole_in_both_classifications() -> None:
    sums = country_table("hromada_expenditure").pivot_table(
        index="katottg", columns="classification", values="value", aggfunc="sum"
    )
    assert (sums["programme"] - sums["economic"]).abs().median() < 0.01


def test_displaced_balance_agrees_with_the_equalisation_table() -> None:
    balance = country_table("hromada_displaced").set_index("katottg")["balance"]
    other = country_table("hromada_equalisation").query("year == 2024").set_index("katottg")
    both = pd.concat([balance, other["displaced_balance"]], axis=1).dropna()
    assert len(both) > 1430
    assert ((both["balance"] - both["displaced_balance"]).abs() < 1).mean() > 0.99
    assert (balance < 0).any()


def test_one_community_and_a_name_that_is_no_table() -> None:
    rows = country_rows("hromada_revenue", "UA21060190000023163")
    assert list(rows["year"]) in ([2021, 2022, 2023], [])
    with pytest.raises(UnknownNameError, match="hromada_revenue"):
        country_table("hromada_revenu")
    assert set(MONTH_GROUPS) < set(REVENUE_COLUMNS)


def test_latin_names_follow_the_resolution() -> None:
    names = country_table("hromada_names").set_index("katottg")["name_en"]
    assert names["UA14120070000090878"] == "Kostiantynivska"
