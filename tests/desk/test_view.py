"""What stands on the screen: figures, targets, words for those who do not see the pictures."""

from __future__ import annotations

import re

import numpy as np
import pytest
from lxml import html

from stratanalysis.desk.charts import line_chart, nice_ticks, spread_open_age
from stratanalysis.desk.model import MINE, Mine, open_board
from stratanalysis.desk.targets import targets_html
from stratanalysis.desk.view import View, observed_series
from stratanalysis.language import language
from stratanalysis.plots.style import SCENARIO_STYLES
from stratanalysis.projection import population_series, project
from stratanalysis.questions import check_claims

THREE = ("baseline", "optimistic", "rational")


def view_of(board, code="en", basis="real"):
    return View(board, language(code), THREE, basis, observed_series(board))


def parsed(text):
    return html.fragment_fromstring(text, create_parent="div")


@pytest.mark.parametrize("basis", ["real", "nominal"])
def test_the_table_holds_the_figures_of_the_library(city, basis):
    mine = Mine("baseline", 2022).moved("net_migration_rate", 0.005)
    outcome = city.run(mine)
    page = parsed(view_of(city, basis=basis).figures(mine, outcome))
    run = project(city.community, city.together(mine), city.years, names=[MINE])
    for variable in ("population", "revenue", "balance"):
        cell = page.xpath(f'.//tr[@data-variable="{variable}"]/td[@class="sa-mine"]')[0]
        price = "" if variable == "population" else basis
        expected = run.wide(variable, price_basis=price)[MINE].iloc[-1]
        assert float(cell.get("data-value")) == pytest.approx(expected, rel=1e-12)


def test_every_picture_has_words_with_its_first_and_last_values(city):
    mine = Mine("baseline", 2022)
    outcome = city.run(mine)
    page = parsed(view_of(city).pictures(mine, outcome))
    pictures = page.xpath(".//*[local-name()='svg']")
    assert len(pictures) == 5
    words = [picture.get("aria-label") for picture in pictures]
    assert all(picture.get("role") == "img" for picture in pictures)
    start, end = outcome.values["population"][[0, -1]]
    assert f"Mine: from {start:,.0f} in 2021 to {end:,.0f} in 2036" in words[0]
    assert "aged 0 to 17" in words[1]


def test_the_observed_past_is_drawn_and_is_that_of_the_tables(city):
    observed = observed_series(city)
    assert observed["population"] == population_series(city.community).to_dict()
    rows = city.community["revenue"]
    total = rows[(rows["year"] == 2021) & (rows["period"] == "year")]["value"].sum()
    assert observed["revenue"][2021] == pytest.approx(total)
    outcome = city.run(Mine("baseline", 2022))
    page = parsed(view_of(city).pictures(Mine("baseline", 2022), outcome))
    first = page.xpath(".//*[local-name()='svg']")[0]
    assert len(first.xpath(".//*[local-name()='circle']")) == len(observed["population"])


def test_real_past_is_deflated_by_published_prices(city):
    """Prices of 2022 were 20.2 % above those of 2021 on average (State Statistics Service)."""
    observed = observed_series(city)
    assert observed["revenue|real"][2022] == pytest.approx(observed["revenue"][2022] / 1.202)
    assert observed["revenue|real"][2021] == observed["revenue"][2021]


def test_targets_agree_with_the_check_of_claims(city):
    run = project(city.community, city.scenarios, city.years, names=["baseline"])
    claim = check_claims(run, population_series(city.community)).iloc[0]
    mine = Mine("baseline", 2022)
    page = parsed(targets_html(view_of(city), city.run(mine)))
    assert bool(claim["holds"]) == bool(
        page.xpath('.//tr[@data-scenario="baseline"]/td[@class="sa-yes"]')
    )
    down = mine.moved("net_migration_rate", -0.0072)
    page = parsed(targets_html(view_of(city), city.run(down)))
    said = {row.get("data-scenario"): row[3].text_content() for row in page.xpath(".//tbody/tr")}
    assert said == {
        MINE: "✓ met", "baseline": "✗ not met", "optimistic": "✗ not met",
        "rational": "✗ not met",
    }  # fmt: skip


def test_indicators_that_the_projection_foretells_are_targets(example):
    """Indicator 2-1 keeps at least 20,000 in 2027; the baseline has 0.994 a year from 2024."""
    start = example.outcomes["baseline"].values["population"][0]
    assert start * 0.994**3 < 20000 < start * 1.004**3
    mine = Mine("baseline", 2024).moved("net_migration_rate", 0.01)
    page = parsed(targets_html(view_of(example), example.run(mine)))
    assert "(indicator 2-1): at least 20,000 in 2027" in page.text_content()
    rows = {
        row.get("data-scenario"): [cell.text_content() for cell in row[1:]]
        for row in page.xpath('.//tr[@data-indicator="2-1"]')
    }
    assert rows["baseline"] == [f"{start * 0.994**3:,.0f}", "✗ not met"]
    assert rows[MINE] == [f"{start * 1.004**3:,.0f}", "✓ met"]
    assert set(rows) == {MINE, *THREE}


def test_a_target_beyond_the_horizon_is_not_judged(root):
    board = open_board(root / "data" / "communities" / "example", horizon=2)
    words = targets_html(view_of(board), board.run(Mine("baseline", 2025)))
    assert "indicator 2-1" not in words


def test_no_target_is_said(oblast):
    words = targets_html(view_of(oblast), oblast.run(Mine("baseline", oblast.base_year + 1)))
    assert "states no figure" in words


def test_gaps_are_said(oblast, example):
    mine = Mine("baseline", oblast.base_year + 1)
    page = view_of(oblast).pictures(mine, oblast.run(mine))
    assert page.count("the data do not allow a projection") == 3
    mine = Mine("baseline", 2025)
    assert "Ages are not known" in view_of(example).pictures(mine, example.run(mine))


def test_names_of_scenarios_are_text(example):
    mine = Mine("baseline", 2025)
    board = example.keep(mine, '<b onclick="x">&')
    view = View(board, language("en"), board.names, "real", observed_series(board))
    drawn = view.pictures(Mine("mine_1", 2025), board.run(mine))
    assert "<b " not in drawn
    assert "&lt;b onclick" in drawn


def test_every_word_is_there_in_ukrainian(city):
    mine = Mine("baseline", 2022).moved("net_migration_rate", 0.001)
    outcome = city.run(mine)
    view = view_of(city, "uk")
    text = parsed(view.pictures(mine, outcome) + targets_html(view, outcome))
    words = text.text_content() + " ".join(text.xpath(".//@aria-label"))
    assert not re.findall(r"[A-Za-z]{2,}", words)


def test_ticks_are_round_and_hold_the_data():
    assert nice_ticks(0, 73979) == [0, 20000, 40000, 60000, 80000]
    assert nice_ticks(-82, 10) == [-100, -80, -60, -40, -20, 0, 20]
    assert nice_ticks(0, 0.53)[-1] == pytest.approx(0.6)
    assert nice_ticks(5, 5)[0] < 5 < nice_ticks(5, 5)[-1]


def test_a_missing_value_is_not_drawn_and_zero_is():
    drawn = line_chart(
        [2020, 2021, 2022],
        {"baseline": np.array([np.nan, 0.0, 10.0])},
        styles=SCENARIO_STYLES,
        labels={"baseline": "B"},
        language=language("en"),
        observed={},
        alternative="words",
    )
    points = re.findall(r'points="([^"]*)"', drawn)[0].split()
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == [246.0, 10.0]  # the axis and the top of the picture


def test_nothing_to_draw_is_no_picture():
    empty = {"baseline": np.array([np.nan, np.nan])}
    given = {"styles": SCENARIO_STYLES, "labels": {"baseline": "B"}, "observed": {}}
    assert line_chart([2020, 2021], empty, language=language("en"), alternative="", **given) == ""


def test_names_at_line_ends_do_not_cover_each_other():
    drawn = line_chart(
        [2020, 2021],
        {name: np.array([1.0, 1.0 + place / 1e6]) for place, name in enumerate(THREE)},
        styles=SCENARIO_STYLES,
        labels=dict(zip(THREE, ("Aaa", "Bbb", "Ccc"), strict=True)),
        language=language("en"),
        observed={},
        alternative="words",
    )
    places = re.findall(r'y="([\d.]+)"[^>]*>(?:Aaa|Bbb|Ccc)<', drawn)
    heights = sorted(map(float, places))
    assert len(heights) == 3
    assert np.diff(heights).min() >= 13.9


def test_the_open_age_is_spread_and_nobody_is_lost():
    people = np.arange(8.0).reshape(2, 4)
    shown = spread_open_age(people)
    assert shown.shape == (2, 13)
    assert shown.sum() == pytest.approx(people.sum())
