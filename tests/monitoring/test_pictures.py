"""Pictures show what the tables hold; their words are the text alternatives."""

from __future__ import annotations

import pytest

from stratanalysis.community import Community
from stratanalysis.monitoring import annual_review
from stratanalysis.plots.monitoring import (
    describe_execution,
    describe_goal_degrees,
    plot_execution,
    plot_goal_degrees,
)


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
