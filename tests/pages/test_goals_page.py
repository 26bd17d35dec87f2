"""The goals page: the tree counted by hand, gaps said, and the real documents where they are."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.errors import DataError, MissingInputError
from stratanalysis.pages import goals_audit
from stratanalysis.pages import goals_page as goals
from stratanalysis.pages.page import Page
from stratanalysis.plans.output import extract
from stratanalysis.tables import table


@pytest.fixture(scope="module")
def example(root):
    return Community.read(root / "data" / "communities" / "example")


def plain(block):
    text = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<svg.*?</svg>", " ", block.data))
    return re.sub(r"\s+", " ", text).replace("\xa0", " ")


def test_the_example_is_counted_by_hand(example):
    """16 goals: 3 strategic, 5 operational, 8 tasks; 5, 5 and 3 stand under the three."""
    plan = goals.read_plan(example, None)
    lines = goals.summary_lines(plan, "en")
    assert lines[0].endswith("strategic goal – 3, operational goal – 5, task – 8.")
    assert lines[1] == "Indicators: 11; without a base value 0, without a target 1."
    assert lines[2] == "Measures: 8; with an amount in one year at least: 7."
    below, labels = goals._branches(plan.tables["goals"])
    assert below.tolist() == [5, 5, 3]
    assert [label[0] for label in labels.values()] == ["1", "2", "3"]
    assert "16 entries" in plain(goals.show_tree(Page("en"), plan))
    assert "1 no target" in plain(goals.show_indicators(Page("en"), plan))


def test_trees_with_the_same_codes_are_kept_apart_and_a_circle_ends():
    rows = pd.DataFrame(
        {
            "code": ["1", "1.1", "1", "1.1", "1.2", "x", "y"],
            "parent": [None, "1", None, "1", "1", "y", "x"],
            "title": list("abcdefg"),
            "tree": ["A", "A", "B", "B", "B", None, None],
        }
    )
    below, labels = goals._branches(rows)
    assert below.tolist() == [1, 2]
    assert list(labels.values()) == ["1 a", "1 c"]


def test_without_goals_the_page_names_the_command(root):
    oblast = Community.read(root / "data" / "communities" / "luhansk-oblast")
    korosten = replace(oblast, tables={"population": oblast["population"]})
    plan = goals.read_plan(korosten, None)
    page = Page("en")
    assert "have not been read into the tables yet" in goals.introduction(plan, "en")
    assert "There are no goals in the tables." in goals.summary_lines(plan, "en")
    assert goals.show_indicators(page, plan).data == ""
    assert goals.show_swot(page, plan).data == ""
    assert goals.show_tree(page, plan).data == ""
    result = goals_audit.audit_plan(plan, korosten)
    assert "Nothing could be checked" in goals_audit.audit_sentences(result, "en")[0]


def test_the_audit_tells_what_it_looked_at(example):
    result = goals_audit.audit_plan(goals.read_plan(example, None), example)
    told = goals_audit.audit_sentences(result, "en")[0]
    assert "remark: 0" not in told
    assert "not possible" in told
    assert "has no target value" in plain(goals_audit.show_audit(Page("en"), result))


def test_a_folder_that_is_no_extraction_is_refused(example, tmp_path):
    with pytest.raises(MissingInputError, match="stratanalysis extract"):
        goals.read_plan(example, tmp_path)
    (tmp_path / "extraction.json").write_text("{}")
    assert goals.read_plan(example, tmp_path).tables["goals"].empty
    (tmp_path / "goals.csv").write_text("code,title\n1,a\n")
    with pytest.raises(DataError, match="goals.csv"):
        goals.read_plan(example, tmp_path)


def test_an_extraction_is_read_and_named(example, tmp_path):
    rows = [{"code": "1", "level": "strategic", "title": "<b>Дороги</b>",
             "source_document": "plan.txt", "source_line": 4}]  # fmt: skip
    (tmp_path / "extraction.json").write_text("{}")
    table("goals").frame(rows).to_csv(tmp_path / "goals.csv", index=False)
    plan = goals.read_plan(example, tmp_path)
    assert plan.document == "plan.txt"
    assert "plan.txt" in goals.introduction(plan, "en")
    assert "&lt;b&gt;" in goals.show_tree(Page("en"), plan).data


def test_a_real_strategy(shared, tmp_path, kostiantynivka):
    """Document 000: 3 strategic goals; none of its indicators has a base or a target."""
    (document,) = (shared / "seeds").glob("000_*.txt")
    extract(document, tmp_path / "e")
    plan = goals.read_plan(kostiantynivka, tmp_path / "e")
    lines = goals.summary_lines(plan, "en")
    assert "strategic goal – 3" in lines[0]
    count = len(plan.tables["indicators"])
    assert count > 200
    assert f"without a base value {count}, without a target {count}" in lines[1]
    result = goals_audit.audit_plan(plan, kostiantynivka)
    told = plain(goals_audit.show_audit(Page("en"), result))
    assert "indicators have no base value" in told
