"""Pictures show what the tables hold; their words are the text alternatives."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.monitoring import annual_review, deadline_status, interim_target
from stratanalysis.plots.monitoring import (
    describe_deadlines,
    describe_execution,
    describe_goal_degrees,
    describe_indicator_path,
    plot_deadlines,
    plot_execution,
    plot_goal_degrees,
    plot_indicator_path,
)

AT = dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def community(root):
    return Community.read(root / "data/communities/example")


@pytest.fixture(scope="module")
def review(community):
    return annual_review(community, year=2024)


def words(ax):
    return [text.get_text().replace("\xa0", " ") for text in ax.texts]


def test_bars_of_goals_are_their_degrees_and_coverage_is_written(review, community):
    goals = review.interim.goals.loc[["1", "2", "3"]]
    titles = community["goals"].set_index("code")["title"].to_dict()
    ax = plot_goal_degrees(goals, titles, language="uk")
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(goals["degree"].tolist())
    assert words(ax)[0] == "84 % (охоплення даними 75 %)"
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == "1 Економіка, що дає роботу"
    said = describe_goal_degrees(goals, titles, language="en").replace("\xa0", " ")
    assert "80% (measured 70%)" in said


def test_goal_that_was_not_measured_has_no_bar(review):
    ax = plot_goal_degrees(review.interim.goals.loc[["1.1.1"]], {}, language="en")
    assert not ax.patches
    assert words(ax) == ["not measured"]


def test_money_bars_and_the_rate_of_the_amended_plan(review):
    ax = plot_execution(review.by_section, language="en")
    widths = [bar.get_width() for bar in ax.patches]
    assert widths[:3] == review.by_section["approved"].tolist()
    assert widths[6:] == review.by_section["executed"].tolist()
    assert "60%" in words(ax)[0]
    assert "of the amended plan" in describe_execution(review.by_section, language="en")


def test_indicator_and_its_path(community):
    row = community["indicators"].set_index("indicator").loc["1.1-1"]
    own = community["observations"].query("indicator == '1.1-1'")
    common = {"base_year": 2021, "target_year": 2027, "path": "linear"}
    years = range(2021, 2028)
    path = pd.Series([interim_target(400, 520, year=year, **common) for year in years], index=years)
    ax = plot_indicator_path(row, own, path, language="uk")
    assert ax.lines[0].get_ydata().tolist() == path.tolist()
    assert ax.lines[1].get_ydata().tolist() == [405, 420, 436]
    assert ax.lines[2].get_ydata().tolist() == [450]
    said = describe_indicator_path(row, own, path, language="en")
    assert "436.0 in 2024" in said
    assert "target 520.0 in 2027" in said


def test_an_indicator_given_as_a_ratio_is_drawn_and_told(community):
    """By hand: 900 of 5,000, 1,560 of 5,200 and 2,200 of 5,500 are 18, 30 and 40 %."""
    row = community["indicators"].set_index("indicator").loc["1.1-2"]
    own = community["observations"].query("indicator == '1.1-2'")
    path = pd.Series({2021: 10.0, 2027: 70.0})
    ax = plot_indicator_path(row, own, path, language="en")
    assert ax.lines[1].get_ydata().tolist() == [18, 30, 40]
    assert "40.0 in 2024" in describe_indicator_path(row, own, path, language="en")


def test_gantt_of_the_measures(community):
    steps = deadline_status(community["measures"], at=AT)
    ax = plot_deadlines(steps, community["measures"]["title"], at=AT, language="uk")
    assert len(ax.patches) == 8
    assert len(ax.get_yticklabels()) == 8
    said = describe_deadlines(steps, at=AT, language="uk")
    assert "31 грудня 2024" in said
    assert steps["status"].tolist().count("due_soon") == 1


def test_gantt_shows_impossible_steps_in_words_and_refuses_a_wall():
    steps = deadline_status(
        pd.DataFrame({"start": ["2024-02-01", None], "end": ["2024-01-01", None]}), at=AT
    )
    ax = plot_deadlines(steps, pd.Series(["a", "b"]), at=AT, language="en")
    assert not ax.patches
    assert words(ax) == ["✕ impossible", "✕ no deadline"]
    with pytest.raises(InvalidInputError, match="at most 80"):
        plot_deadlines(pd.concat([steps] * 41), pd.Series(dtype=str), at=AT, language="en")
