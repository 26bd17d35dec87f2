"""The present and the past on the population page: figures, bands, coverage, refusals."""

from __future__ import annotations

import pytest

from stratanalysis.community import Community
from stratanalysis.pages.page import Page
from stratanalysis.pages.present_page import (
    past_sentences,
    present_sentences,
    show_past,
    show_present,
)
from stratanalysis.projection.nowcast import nowcast
from stratanalysis.reference.war_stocks import present_year


def place(root, slug):
    return Community.read(root / "data" / "communities" / slug)


def test_the_page_says_three_populations_with_sources_and_dates(root):
    community = place(root, "korosten")
    lines = " ".join(present_sentences(community, "en"))
    table = nowcast(present_year()).table(community.katottg)
    assert f"{table.loc[2022, 'present']:,.0f} people present" in lines  # the count, exact
    assert "25 July 2023" in lines
    assert "22 October 2024" in lines
    assert "57.3" in show_present(Page("en"), community).data
    assert "abroad" in lines


def test_a_city_under_fire_has_a_range_open_downwards(root):
    lines = " ".join(present_sentences(place(root, "kostiantynivka"), "en"))
    assert "under fire" in lines
    assert "under fire" not in " ".join(present_sentences(place(root, "sofiivka"), "en"))


def test_bands_print_their_coverage_and_the_cases_behind(root):
    lines = past_sentences(place(root, "sofiivka"), "en", years=12)
    assert len(lines) == 3  # five and ten years ahead, and the axis
    assert "past forecasts of places of this size" in lines[0]
    assert "fighting ends in 2028" in lines[-1]
    assert past_sentences(place(root, "sofiivka"), "uk")[0].startswith(str(present_year() + 5))


def test_a_place_outside_the_register_says_so(root):
    community = place(root, "luhansk-oblast")
    assert present_sentences(community, "en") == []
    assert past_sentences(community, "en") == []
    assert "no estimate" in show_present(Page("en"), community).data
    assert "no outlook" in show_past(Page("en"), community).data


@pytest.mark.parametrize("language", ["uk", "en"])
def test_table_and_picture_hold_numbers(root, language, tmp_path):
    page, community = Page(language, tables=tmp_path), place(root, "korosten")
    assert "2025" in show_present(page, community).data
    assert "<figure" in show_past(page, community).data
    rows = (tmp_path / "outlook.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].split(",")[:2] == ["variant", "year"]
    assert len(rows) == 1 + 3 * 16
