"""The committed tables are what the script makes of the official files."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.csv_tables import read_table
from stratanalysis.tables import TABLES
from stratanalysis.tables.country import COUNTRY_TABLES

SLUGS = ["korosten", "kostiantynivka", "kramatorsk", "luhansk-oblast", "sofiivka"]
DOCUMENTS = {"strategy": "000_5b306b16aa7050ac.txt", "it_strategy": "004_38a814e1fa70b4be.txt"}


@pytest.fixture(scope="module")
def script(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_data", root / "tools" / "build_data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(root / "tools"))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(root / "tools"))
    return module


def test_committed_tables_are_what_the_script_makes(
    script: ModuleType, shared: Path, root: Path, tmp_path: Path
) -> None:
    script.build(shared, tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv*"))
    assert len(made) == 4 * 5 + 4 + 16 + len(COUNTRY_TABLES)
    for path in made:
        if path.name != "sources.csv":
            assert (root / "data" / path).read_bytes() == (tmp_path / path).read_bytes(), path
            continue
        columns = TABLES["sources"]
        committed, _ = read_table(root / "data" / path, columns)
        wanted, _ = read_table(tmp_path / path, columns)
        assert set(wanted["id"]) <= set(committed["id"]), path


@pytest.mark.parametrize("slug", SLUGS)
def test_folder_reads_without_errors(root: Path, slug: str) -> None:
    community = Community.read(root / "data" / "communities" / slug)
    assert not community["population"].empty


def test_stated_figures_stand_on_their_lines(root: Path, shared: Path) -> None:
    with (root / "tools" / "document_figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 30
    for row in rows:
        text = (shared / "seeds" / DOCUMENTS[row["source"]]).read_text(encoding="utf-8")
        assert row["written"] in text.split("\n")[int(row["line"]) - 1], row


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "luhansk-oblast"])
def test_revenue_groups_sum_to_the_total_of_the_source(root: Path, shared: Path, slug: str) -> None:
    community = Community.read(root / "data" / "communities" / slug)
    source = pd.read_csv(shared / "open-data" / "hromada_revenues_2021_2023.csv.gz")
    total = source[source["katottg"] == community.katottg].set_index("year")["income_total"]
    sums = community["revenue"].groupby("year")["value"].sum()
    assert sums.to_dict() == pytest.approx(total.to_dict(), abs=0.01)
    periods = community["revenue"].groupby("year")["period"].unique().map(list).to_dict()
    assert periods == {2021: ["year"], 2022: ["year"], 2023: ["01-07"]}


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "luhansk-oblast"])
def test_each_classification_is_the_whole_expenditure(root: Path, slug: str) -> None:
    community = Community.read(root / "data" / "communities" / slug)
    totals = community["expenditure"].groupby("classification")["value"].sum()
    assert len(totals) == 3
    assert totals.max() - totals.min() < 0.01


def test_luhansk_oblast_balances(root: Path) -> None:
    oblast = Community.read(root / "data" / "communities" / "luhansk-oblast")
    change = oblast["population_change"].set_index("component")["value"]
    present = oblast["population"].query("kind == 'present'").set_index("year")["value"]
    assert change["natural_change"] + change["net_migration"] == change["total_change"] == -18401
    assert present[2021] + change["total_change"] == present[2022]
    resident = oblast["population"].query("kind == 'resident'")["value"].sum()
    assert oblast["population_age_sex"]["value"].sum() == resident


def test_hromadas_keep_their_leading_zeros(root: Path) -> None:
    path = root / "data" / "reference" / "hromadas.csv"
    table = pd.read_csv(path, dtype={"budget_code": "str"})
    assert len(table) == table["katottg"].nunique() == table["budget_code"].nunique() == 1469
    assert table["budget_code"].str.fullmatch(r"\d{10}").all()
    assert table["katottg"].str.fullmatch(r"UA\d{17}").all()
    # The volume states 41,167,335 for Ukraine and 2,952,301 for Kyiv, which is no community.
    assert table["population_2022"].sum() == 41_167_335 - 2_952_301
