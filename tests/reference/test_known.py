"""A community's own tables from the reference, against the official files."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.community import Community, find_community
from stratanalysis.reference import country_table
from stratanalysis.reference.known import community_slug
from stratanalysis.scenarios.folder import read_folder

HROMADAS = country_table("hromadas")
DRAWN = list(HROMADAS.sample(12, random_state=20)["katottg"])


def test_every_community_has_a_folder_name_of_its_own():
    names = [community_slug(code) for code in HROMADAS["katottg"]]
    assert len(set(names)) == 1469
    assert community_slug("UA21040150000092428") == "mukachivska"


@pytest.mark.parametrize("code", DRAWN)
def test_figures_are_those_of_the_official_files(code, shared):
    place = Community.known(code)
    assert not [f for f in place.check() if f.severity.value == "error"]
    data = shared / "open-data"
    register = pd.read_csv(data / "hromadas_2022.csv").set_index("katottg").loc[code]
    people = place["population"].set_index("year")["value"]
    if register["population_2022"] == register["population_2022"]:
        assert people[2022] == register["population_2022"]
    stated = pd.read_csv(data / "hromada_revenues_2021_2023.csv.gz")
    stated = stated[(stated["katottg"] == code) & (stated["income_total"] != 0)]
    totals = stated.set_index("year")["income_total"]
    assert place["revenue"].groupby("year")["value"].sum().to_dict() == pytest.approx(
        totals.to_dict(), abs=0.02
    )


def test_two_classifications_are_the_whole_of_the_expenditure():
    for code in DRAWN:
        sums = Community.known(code)["expenditure"].groupby("classification")["value"].sum()
        if len(sums):
            assert sums["programme"] == pytest.approx(sums["economic"], abs=0.05)


def test_a_community_of_the_demonstrations_agrees_with_its_folder(root):
    folder = Community.read(root / "data" / "communities" / "korosten")
    known = Community.known(folder.katottg)
    for name, key in (("population", "year"), ("revenue", "group")):
        mine, theirs = (
            c[name].groupby(["year", key] if key != "year" else "year")["value"].sum()
            for c in (known, folder)
        )
        assert mine.to_dict() == pytest.approx(theirs.to_dict())


def test_laid_out_once_for_the_same_figures(tmp_path, monkeypatch):
    monkeypatch.setenv("STRATANALYSIS_CACHE", str(tmp_path))
    folder = find_community("Мукачівська", tmp_path / "none")
    assert folder.is_relative_to(tmp_path)
    assert folder == find_community("0750700000", tmp_path / "none")
    community, scenarios = read_folder(folder)
    assert community.slug == folder.name == "mukachivska"
    assert list(scenarios) == ["baseline", "optimistic", "rational"]


def test_a_cache_that_cannot_be_written_is_replaced_by_a_private_folder(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("STRATANALYSIS_CACHE", str(file / "below"))
    assert (find_community("Мукачівська", tmp_path / "none") / "community.toml").is_file()


def test_a_user_s_own_folder_comes_first(root):
    found = find_community("Костянтинівська (Донецька)", root / "data")
    assert found == root / "data" / "communities" / "kostiantynivka"


def test_baseline_leaves_out_years_of_changed_boundaries():
    text = Community.known("Печеніжинська").scenarios_text  # Pechenizhyn: +84 % in 2021
    assert "без року, коли змінилися межі" in text or "Сальдо міграції області" in text
