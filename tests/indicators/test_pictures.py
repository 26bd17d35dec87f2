from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.indicators import (
    StrategicPosition,
    ThemeGaps,
    growth_share_matrix,
    peer_position,
    reduction_path,
    shift_share,
    survey_shares,
)
from stratanalysis.plots.indicators import (
    describe_growth_share,
    describe_reduction,
    describe_shift_share,
    describe_survey,
    describe_swot,
    describe_themes,
    plot_growth_share,
    plot_reduction,
    plot_shift_share,
    plot_survey,
    plot_swot,
    plot_themes,
)
from stratanalysis.plots.peers import describe_peers, plot_peers

NAMES = ["a", "b", "c"]
INDUSTRY = [
    pd.Series(values, index=NAMES, dtype=float)
    for values in ([90, 20, 10], [100, 40, 5], [400, 150, 150], [440, 210, 135])
]


def plain(text):
    return text.replace("\xa0", " ")


def test_shift_share_bars_sum_to_the_change():
    table = shift_share(*INDUSTRY)
    ax = plot_shift_share(table, language="en")
    assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(table.loc["total", "change"])
    assert ax.lines[0].get_xdata().tolist() == [10, 20, -5]
    assert describe_shift_share(table, language="en").startswith("change +25: national growth")


def test_growth_share_names_every_industry():
    table = growth_share_matrix(*INDUSTRY)
    ax = plot_growth_share(table, language="uk")
    assert [text.get_text() for text in ax.texts] == NAMES
    assert "b" in describe_growth_share(table, language="en")


def test_peers_and_the_community_are_apart():
    table = pd.DataFrame({"x": [1.0, 2, 3, 4], "y": [5.0, None, 1, 2]}, index=list("pqrs"))
    group = pd.Index(["p", "r", "s"])
    ax = plot_peers(table, "q", group, variables={"x": "X", "y": "Y"}, language="en")
    assert [text.get_text() for text in ax.texts] == ["2.0", "no figure"]
    diamond = ax.collections[1].get_offsets()[0].tolist()
    assert diamond == pytest.approx([1 / 3, 1])
    position = peer_position(table, "q", group, variables=["x"])
    said = plain(describe_peers(position, {"x": "X"}, language="en"))
    assert said == "X: 33% of 3 peers have less."


def test_path_of_emissions():
    table = reduction_path(
        pd.Series({2020: 1000.0, 2025: 900.0}), base_year=2020, target_year=2030, reduction=0.3
    )
    ax = plot_reduction(table, language="uk")
    assert ax.lines[1].get_ydata().tolist() == [1000, 900]
    said = plain(describe_reduction(table, language="en"))
    assert said == "By 2025 emissions fell by 10.0%, 33% of what was promised."
    assert describe_reduction(table.iloc[1:3], language="en") == "No emissions were observed."


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (1050.0, "By 2025 emissions rose by 5.0% instead of falling as promised."),
        (1000.0, "By 2025 emissions were as in the base year; a reduction was promised."),
        (1000.1, "By 2025 emissions were as in the base year; a reduction was promised."),
    ],
)
def test_emissions_that_rise_do_not_fall_by_a_negative_share(last, said):
    observed = pd.Series({2020: 1000.0, 2025: last})
    table = reduction_path(observed, base_year=2020, target_year=2030, reduction=0.3)
    assert plain(describe_reduction(table, language="en")) == said
    assert "−" not in describe_reduction(table, language="uk")


def test_survey_bars_with_intervals():
    table = survey_shares(
        pd.DataFrame({"question": "q", "answer": ["yes", "no"], "count": [60, 40], "asked": 100})
    )
    ax = plot_survey(table, language="en")
    assert [bar.get_width() for bar in ax.patches] == [0.6, 0.4]
    assert "yes: 60.0% (50.2%–69.1%)" in plain(describe_survey(table, language="en"))
    with pytest.raises(InvalidInputError, match="one question"):
        plot_survey(table.assign(question=["q", "r"]), language="en")


def test_swot_position_is_named():
    position = StrategicPosition(0.5, -1.25, "diversification")
    ax = plot_swot(position, language="uk")
    assert ax.get_title(loc="left").startswith("диверсифікація")
    assert "external balance −1.25" in describe_swot(position, language="en")


def test_themes_that_are_missing_here():
    table = pd.DataFrame(
        {"own": [0, 2], "communities": [8, 3], "share": [0.8, 0.3], "hint": [True, False]},
        index=["waste", "water"],
    )
    gaps = ThemeGaps(table, 0.9, 10, 0.5)
    ax = plot_themes(gaps, {"waste": "Відходи"}, language="uk")
    assert sorted(bar.get_width() for bar in ax.patches) == [0.3, 0.8]
    said = plain(describe_themes(gaps, {"waste": "Відходи"}, language="en"))
    assert said.startswith("Set by at least 50% of 10 other communities and not here: Відходи.")
    none = ThemeGaps(table.assign(hint=False), 0.9, 10, 0.5)
    assert describe_themes(none, {}, language="en").startswith("No theme")
