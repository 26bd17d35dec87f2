from __future__ import annotations

import json

import pandas as pd
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.indicators import classify_goals, count_themes, missing_themes

KEYWORDS = pd.DataFrame(
    {
        "theme": ["water", "health", "health", "waste"],
        "keyword": ["питн", "здоров'я", "первинна допомога", "відход"],
    }
)


def test_keyword_matches_at_the_start_of_a_word_whatever_the_case_and_apostrophe():
    titles = pd.Series(
        [
            "ЯКІСТЬ ПИТНОЇ ВОДИ",
            "Здоров’я мешканців",
            "Первинна\u00a0 допомога",
            "Копитний ряд",
            None,
        ]
    )
    marks = classify_goals(titles, KEYWORDS)
    assert marks["water"].tolist() == [True, False, False, False, False]
    assert marks["health"].tolist() == [False, True, True, False, False]


def test_words_with_signs_of_a_pattern_are_taken_literally():
    odd = pd.DataFrame({"theme": ["x"], "keyword": ["(a+b"]})
    assert classify_goals(pd.Series(["про (a+b) тут", "ab"]), odd)["x"].tolist() == [True, False]


def test_missing_themes_are_a_hint_with_coverage():
    goals = pd.DataFrame(
        {
            "katottg": ["c1", "c1", "c2", "c3"],
            "title": ["Поводження з відходами", "Питна вода", "Здоров'я", "Відходи"],
        }
    )
    counts = count_themes(goals, KEYWORDS)
    assert counts["goals"].sum() == 4
    gaps = missing_themes(pd.Series(["Питна вода", "Щось інше"]), counts, KEYWORDS, threshold=0.5)
    assert gaps.table.loc["waste", ["own", "communities", "hint"]].tolist() == [0, 2, True]
    assert gaps.table.loc["waste", "share"] == pytest.approx(2 / 3)
    assert not gaps.table.loc["health", "hint"]
    assert not gaps.table.loc["water", "hint"]
    assert (gaps.own_coverage, gaps.others) == (0.5, 3)
    own, tasks = pd.Series(["Питна вода"]), pd.Series(["Вивезення відходів"])
    assert not missing_themes(own, counts, KEYWORDS, tasks=tasks).table["hint"].any()


def test_edited_keyword_table_that_lost_a_theme_is_noticed():
    counts = pd.DataFrame({"katottg": ["c1"], "theme": ["roads"], "goals": [1]})
    with pytest.raises(InvalidInputError, match=r"roads.*count the themes again"):
        missing_themes(pd.Series(["x"]), counts, KEYWORDS)


def test_empty_keyword_is_refused_with_its_line():
    with pytest.raises(InvalidInputError, match="line 3"):
        classify_goals(pd.Series(["x"]), pd.DataFrame({"theme": ["a", "b"], "keyword": ["x", " "]}))


def test_shipped_counts_follow_from_the_register_sample(root, shared):
    trees = json.loads((shared / "open-data/goal_trees_gisrr_sample.json").read_text("utf-8"))
    goals = pd.DataFrame(
        [
            {"katottg": tree["katottg"], "title": goal["text"]}
            for tree in trees
            for goal in [*tree["strategic"], *tree["operational"]]
        ]
    )
    keywords = pd.read_csv(root / "data/reference/goal_themes_uk.csv")
    shipped = pd.read_csv(root / "data/reference/goal_tree_themes.csv")
    fresh = count_themes(goals, keywords)
    merged = fresh.merge(shipped, on=["katottg", "theme"], how="outer", suffixes=("", "_shipped"))
    assert (merged["goals"] == merged["goals_shipped"]).all()
    assert shipped["katottg"].nunique() == 97
    covered = classify_goals(goals["title"], keywords).any(axis=1).mean()
    assert covered > 0.85
