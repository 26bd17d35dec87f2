"""The benchmark page: places counted again, peers chosen without money, gaps that stay gaps."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.pages import benchmark_page as bench
from stratanalysis.pages import benchmark_themes as themes
from stratanalysis.pages.page import Page
from stratanalysis.reference import country_table


@pytest.fixture(scope="module")
def everyone(root):
    return bench.read_communities(root / "data" / "reference")


@pytest.fixture(scope="module")
def group(everyone, korosten):
    return bench.chosen_peers(everyone, korosten, 30)


@pytest.fixture(scope="module")
def oblast(root):
    return Community.read(root / "data" / "communities" / "luhansk-oblast")


def plain(block):
    text = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<svg.*?</svg>", " ", block.data))
    return re.sub(r"\s+", " ", text).replace("\xa0", " ")


def test_peers_are_the_nearest_by_people_and_not_by_money(everyone, korosten, group):
    assert len(group) == 30
    assert korosten.katottg not in group
    values = np.log(everyone[["people", "density"]]).assign(urban=everyone["urban_share"])
    values = values.dropna()
    standard = (values - values.mean()) / values.std(ddof=0)
    away = ((standard - standard.loc[korosten.katottg]) ** 2).sum(axis=1).drop(korosten.katottg)
    assert set(away.nsmallest(30).index) == set(group)
    richer = everyone.assign(own_revenue_per_head=everyone["own_revenue_per_head"] * 7)
    assert list(bench.chosen_peers(richer, korosten, 30)) == list(group)


def test_figures_per_head_by_hand(root, everyone, korosten):
    row = everyone.loc[korosten.katottg]
    money = pd.read_csv(root / "data" / "reference" / "peer_variables.csv").set_index("katottg")
    own = money.loc[korosten.katottg, "own_revenue_2021"]
    own -= money.loc[korosten.katottg, "military_income_tax_2021"]  # as on every page
    assert row["own_revenue_per_head"] == pytest.approx(
        own / 72_582
    )  # 1 January 2021, as on the profile
    assert row["population_change"] == pytest.approx(100 * (71_498 / 73_365 - 1))
    moved = pd.read_csv(root / "data" / "reference" / "hromada_displaced.csv")
    balance = float(moved.set_index("katottg").loc[korosten.katottg, "balance"])
    assert row["people"] == 71_498 + balance
    assert row["density"] == pytest.approx((71_498 + balance) / 806.3, rel=1e-3)


def test_occupied_communities_are_compared_with_nobody(everyone):
    status = country_table("hromada_war_status").set_index("katottg")["status"]
    gone = set(status.index[status.isin(["occupied", "mostly_occupied"])])
    assert len(gone) == 158
    assert len(everyone) == 1469 - 158
    assert not gone & set(everyone.index)
    assert (everyone["occupied_before_2022"] == 0).all()
    assert (everyone["own_revenue_per_head"].dropna() > 0).all()


def test_the_share_that_has_less_is_what_counting_gives(everyone, korosten, group):
    values = everyone.loc[group, "own_revenue_per_head"]
    own = everyone.loc[korosten.katottg, "own_revenue_per_head"]
    lines = bench.summary_lines(everyone, korosten, group, "en")
    assert f"; {100 * (values < own).mean():.0f}% of the peers and" in lines[0]
    assert f"median of the peers {values.median():,.0f};" in lines[0]
    block = plain(bench.show_position(Page("en"), everyone, korosten, group))
    assert "peers (30)" in block
    assert f"Ukraine ({1469 - 158 - 1:,})".replace(",", "") in block.replace(",", "")


def test_titles_state_the_finding_and_not_the_choice(everyone, korosten, group):
    page = Page("en")
    strip = plain(bench.show_strip(page, everyone, korosten, group))
    assert re.search(r"\d+% of the peers have (less|more): ", strip)
    title = strip.split(" Each row")[0]
    assert not any(bench.VARIABLES[name] in title for name in bench.LIKENESS)
    capacity = plain(bench.show_capacity_strip(page, everyone, korosten, group))
    assert "read the level with care" in capacity
    peers = plain(bench.show_peers(page, everyone, group))
    assert "Community" in peers
    assert "Status in the war" in peers
    assert "Population with displaced persons" in peers


def test_an_oblast_has_no_peers(everyone, oblast):
    page = Page("en")
    assert bench.chosen_peers(everyone, oblast, 30) is None
    assert bench.introduction(everyone, None, "en") == []
    assert "compared with nobody" in bench.summary_lines(everyone, oblast, None, "en")[0]
    for show in (bench.show_strip, bench.show_capacity_strip):
        assert "no peers" in plain(show(page, everyone, oblast, None))
    assert "two years" in plain(themes.show_convergence(page, oblast))


def test_convergence_by_hand(kostiantynivka):
    """0.5297 is 47.0 % below the mean, 0.5512 is 44.9 % below: nearer."""
    block = plain(themes.show_convergence(Page("en"), kostiantynivka))
    assert "2021 0.530 −47.0%" in block
    assert "2022 0.551 −44.9% rises towards the mean" in block


def test_themes_need_goals(root, oblast):
    reference = root / "data" / "reference"
    assert "themes are not compared" in plain(
        themes.show_themes(Page("en"), oblast["goals"].iloc[:0], reference)
    )
    goals = pd.DataFrame({"level": ["strategic"], "title": ["Розвиток інвестицій"]})
    block = plain(themes.show_themes(Page("en"), goals, reference))
    assert "A hint, not a judgement" in block
    assert "Set by most others and not here" in block
    assert "Investment" not in block.split("By keywords")[0]
