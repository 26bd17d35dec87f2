"""The page of the annual review, cell by cell without a kernel."""

from __future__ import annotations

import json
import re

import pytest

from stratanalysis.community import Community
from stratanalysis.monitoring import annual_review
from stratanalysis.pages import annual_review as show
from stratanalysis.pages.page import Page
from stratanalysis.tables import TABLES


@pytest.fixture(scope="module")
def community(root):
    return Community.read(root / "data/communities/example")


@pytest.fixture(scope="module")
def review(community):
    return annual_review(community, year=2024, cycles=[(2022, 2024), (2025, 2027)])


def text(block):
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"<img[^>]*>", "", block.data))
    return re.sub(r"\s+", " ", plain)


def test_summary_has_five_lines_made_from_the_numbers(review):
    lines = [line.replace("\xa0", " ") for line in show.summary_lines(review, "en")]
    assert len(lines) == 5
    assert "reached 80%" in lines[0]
    assert "82% of the weight" in lines[0]
    assert "3 of 8" in lines[2]
    assert "UAH 6.2 million" in lines[3]
    assert "61% of the amended plan and 54% of the approved" in lines[3]
    assert "UAH 10.5 million" in lines[4]


def test_a_goal_shows_indicators_reasons_and_the_words_of_people(review, community):
    block = text(show.show_strategic_goal(Page("en"), review, community, "1"))
    for words in ("84%", "75%", "120%", "not computable: no actual value", "not fulfilled"):
        assert words in block
    assert "Землевпорядну документацію не погоджено вчасно" in block


def test_unmet_need_and_targets(review, community):
    assert "Завершити дві ділянки" in text(show.show_unmet(Page("uk"), review))
    assert "UAH 6.3 million" in text(show.show_need(Page("en"), review)).replace("\xa0", " ")
    assert "money without a result" in text(show.show_mismatches(Page("en"), review))
    assert show.show_targets(Page("en"), community, None).data == ""


def test_the_rule_stands_on_the_page(review):
    assert "degree = (fact − base) / (target − base)" in " ".join(show.introduction(review, "en"))


def test_surroundings_of_a_real_and_of_an_invented_community(community, root):
    kramatorsk = Community.read(root / "data/communities/kramatorsk")
    block = text(show.show_surroundings(Page("en"), kramatorsk, root / "data/reference"))
    assert "Ukraine (1468)" in block
    assert show.show_surroundings(Page("en"), community, root / "data/reference").data == ""


def test_nothing_reported_never_looks_like_all_is_well():
    bare = annual_review({name: c.empty() for name, c in TABLES.items()}, year=2024)
    page = Page("en")
    assert show.show_unmet(page, bare).data == ""
    assert show.adjustment_sentences(bare, "en") == []
    assert show.show_need(page, bare).data == ""
    assert show.show_mismatches(page, bare).data == ""
    assert "No degree" in show.summary_lines(bare, "en")[0]
    assert "cannot be stated" in show.summary_lines(bare, "en")[-1]


def test_the_sections_follow_the_order_that_the_strategy_prescribes(root):
    notebook = json.loads((root / "notebooks/05_annual_review.ipynb").read_text("utf-8"))
    cells = [cell["id"] for cell in notebook["cells"]]
    wanted = ["achievement", "not-fulfilled", "adjustments", "plan", "funding", "around"]
    sections = [name.removesuffix("-uk") for name in cells if name.endswith("-uk")]
    assert [name for name in sections if name in wanted] == wanted
    assert len(cells) == len(set(cells))
    assert max(cell["source"].count("\n") for cell in notebook["cells"]) < 22
    assert not any(cell.get("outputs") for cell in notebook["cells"])


def test_every_message_of_the_page_is_translated(root):
    from stratanalysis.language import language

    say = language("uk").text
    files = sorted((root / "stratanalysis/pages").glob("annual_review*.py"))
    source = "".join(file.read_text("utf-8") for file in files)
    messages = set(re.findall(r'say\(\s*"([^"]+)"[,)]', source))
    assert len(messages) > 30
    untranslated = [m for m in messages if say(m) == m and "{" not in m]
    assert untranslated == []
