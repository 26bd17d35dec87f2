"""The population page: pyramids that sum to the run, components that close, a back-test by hand."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.pages import population_backtest as errors
from stratanalysis.pages import population_page as people
from stratanalysis.pages import population_pictures as pictures
from stratanalysis.pages.page import Page
from stratanalysis.projection import population_series, project
from stratanalysis.scenarios.folder import read_folder

NAMES = ["baseline", "optimistic", "return_after_displacement"]


@pytest.fixture(scope="module")
def korosten_run(root):
    place, scenarios = read_folder(root / "data" / "communities" / "korosten")
    run = project(place, scenarios, range(2021, 2027), names=NAMES, draws=40, seed=7)
    return place, scenarios, run


@pytest.fixture(scope="module")
def example_run(root):
    place, scenarios = read_folder(root / "data" / "communities" / "example")
    return (
        place,
        scenarios,
        project(
            place,
            scenarios,
            range(2024, 2027),
            draws=people.possible_draws(scenarios, (), 40),
            seed=7,
        ),
    )


def plain(block):
    text = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<svg.*?</svg>", " ", block.data))
    return re.sub(r"\s+", " ", text).replace("\xa0", " ")


def test_the_ages_at_the_horizon_sum_to_the_run_in_every_scenario(korosten_run):
    place, _, run = korosten_run
    now, later = people.horizon_ages(run)
    assert now.to_numpy().sum() == pytest.approx(population_series(place).loc[2021])
    for name in NAMES:
        end = run.wide("population")[name].iloc[-1]
        assert later[name].to_numpy().sum() == pytest.approx(end, rel=1e-9)
        old = run.wide("older_people")[name].iloc[-1]
        assert later[name][later[name].index >= 60].to_numpy().sum() == pytest.approx(old)


@pytest.mark.parametrize("name", NAMES)
def test_the_components_close(korosten_run, name):
    table = people.change_table(korosten_run[2], name)
    parts = table[["births", "net_migration", "displacement_change"]].sum(axis=1) - table["deaths"]
    assert parts.to_numpy() == pytest.approx(table["total_change"].to_numpy(), abs=1e-6)
    population = korosten_run[2].wide("population")[name]
    assert table["total_change"].sum() == pytest.approx(population.iloc[-1] - population.iloc[0])


def test_the_tier_and_its_reason_are_said(korosten_run, example_run):
    told = " ".join(people.model_sentences(korosten_run[2], "en"))
    assert "cohorts by sex and age" in told
    assert "structure of the oblast is fitted" in told
    told = " ".join(people.model_sentences(example_run[2], "en"))
    assert "the total with natural change and migration" in told


def test_another_seed_gives_another_band(root, korosten_run):
    place, scenarios, run = korosten_run
    block = plain(pictures.show_bands(Page("en"), run, "source"))
    assert "40 random draws" in block
    same = project(place, scenarios, run.years, names=NAMES, draws=40, seed=7)
    other = project(place, scenarios, run.years, names=NAMES, draws=40, seed=0)
    assert np.array_equal(same.sample("population"), run.sample("population"))
    assert not np.array_equal(other.sample("population"), run.sample("population"))


def test_without_ages_or_ranges_the_page_says_so(example_run):
    place, scenarios, run = example_run
    page = Page("en")
    assert run.draws == 0
    assert "no interval is shown" in plain(pictures.show_bands(page, run, "source"))
    assert "no pyramid" in plain(pictures.show_pyramids(page, place, scenarios, run))
    assert "births and deaths are not known apart" in plain(
        pictures.show_components(page, run, "source")
    )


def test_titles_state_the_finding(korosten_run):
    place, scenarios, run = korosten_run
    page = Page("en")
    title = plain(pictures.show_pyramids(page, place, scenarios, run))
    _, later = people.horizon_ages(run)
    share = later["baseline"].loc[60:].to_numpy().sum() / later["baseline"].to_numpy().sum()
    assert f"to {100 * share:.0f}% in 2026" in title
    assert "natural change −" in plain(pictures.show_components(page, run, "source"))


@pytest.fixture
def small_reference(tmp_path):
    """A grows by 10 a year from 100, B stays at 50, C has a gap."""
    rows = [("A", 2020, 100), ("A", 2021, 110), ("A", 2022, 120)]
    rows += [("B", year, 50) for year in (2020, 2021, 2022)]
    rows += [("C", 2020, None), ("C", 2021, 7), ("C", 2022, 7)]
    table = pd.DataFrame(rows, columns=["katottg", "year", "value"])
    table.to_csv(tmp_path / "hromada_population.csv", index=False)
    return tmp_path


def test_the_back_test_by_hand(small_reference):
    """From 110 to 120: no change misses by 10/120, half of the trend by 5/120, the trend by 0."""
    result = errors.backtest_communities(small_reference)
    found = result.errors.set_index(["area", "method"])["percent_error"]
    assert found["A", "no_change"] == pytest.approx(-100 * 10 / 120)
    assert found["A", "damped"] == pytest.approx(-100 * 5 / 120)
    assert found["A", "linear_or_exponential"] == pytest.approx(0, abs=1e-9)
    assert found["B"].abs().max() == 0
    assert "C" not in found.index.get_level_values("area")
    told = [s.replace("\xa0", " ") for s in errors.backtest_sentences(result, "A", "en")]
    assert "2 communities" in told[0]
    assert "For 50% of them no change was nearest" in told[0]
    assert "no change 8.33%, half of the trend 4.17%, the trend in full 0.00%" in told[1]
    assert len(errors.backtest_sentences(result, "UA", "en")) == 2


def test_the_back_test_of_all_communities(root):
    result = errors.backtest_communities(root / "data" / "reference")
    assert result.errors["area"].nunique() == 1438
    block = plain(errors.show_backtest(Page("en"), result))
    sizes = [int(n) for n in re.findall(r"(?:under [\d,]+|to [\d,]+|and more) (\d+)", block)]
    assert sum(sizes) == 1438


def test_summary_has_five_lines(korosten_run, example_run, root):
    for place, _, run in (korosten_run, example_run):
        lines = people.summary_lines(run, population_series(place), "uk")
        assert 3 <= len(lines) <= 5
    oblast = Community.read(root / "data" / "communities" / "luhansk-oblast")
    assert population_series(oblast).name == "present"


def test_a_gap_in_the_ages_leaves_the_share_unknown():
    ages = pd.DataFrame({"female": [30.0, 10.0], "male": [50.0, 10.0]}, index=[55, 60])
    assert pictures._share_over_60(ages) == pytest.approx(0.2)
    ages.loc[55, "male"] = np.nan
    assert np.isnan(pictures._share_over_60(ages))
