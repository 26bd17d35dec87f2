"""The plans of the real communities: figures of the documents under labels of our own.

The counts are those that a reader finds in the documents: 3, 14 and 56 goals and tasks and
17/39/15/11 SWOT items of document 000, 4/11/29 of 002, 21 measures and 11,181.9 thousand UAH of
003, 51 results of 004.
"""

from __future__ import annotations

import csv
import re

import pandas as pd
import pytest

from stratanalysis.community import Community
from stratanalysis.monitoring import plan_cycles
from stratanalysis.plans.extraction import load_document

PLANS = {
    "kostiantynivka": "000_5b306b16aa7050ac.txt",
    "kramatorsk": "001_fe7d66ff58724d7b.txt",
    "luhansk-oblast": "002_80cd4d1ffcee97e4.txt",
    "korosten": "003_829bb63e0a2e4730.txt",
    "sofiivka": "004_38a814e1fa70b4be.txt",
}
LEVELS = {
    "kostiantynivka": {"strategic": 3, "operational": 14, "task": 56},
    "kramatorsk": {"strategic": 5, "operational": 15},
    "luhansk-oblast": {"strategic": 4, "operational": 11, "task": 29, "area": 120},
    "korosten": {},
    "sofiivka": {"strategic": 5, "operational": 16},
}
LABELS = {
    "goals": "title",
    "sections": "title",
    "measures": "title",
    "indicators": "name",
    "swot": "item",
    "scenarios": "statement",
}


@pytest.fixture(scope="module", params=PLANS)
def place(request, root):
    return Community.read(root / "data" / "communities" / request.param)


def test_goals_by_level(place):
    assert place["goals"]["level"].value_counts().to_dict() == LEVELS[place.slug]


def test_every_label_is_short_and_in_both_languages(place):
    for name, column in LABELS.items():
        frame = place[name]
        for labels in (frame[column], frame["title_en"]):
            assert labels.notna().all()
            assert (labels.str.split().str.len() <= 8).all(), name
        assert frame["source_text"].isna().all()
        assert frame["source_line"].notna().all()


def test_kostiantynivka_swot_and_cycles(root):
    place = Community.read(root / "data/communities/kostiantynivka")
    counts = place["swot"]["quadrant"].value_counts().to_dict()
    assert counts == {"strength": 17, "weakness": 39, "opportunity": 15, "threat": 11}
    assert plan_cycles(place) == [(2022, 2024), (2025, 2027)]


def test_korosten_sums(root):
    place = Community.read(root / "data/communities/korosten")
    money = place["money"]
    own = money[money["kind"] == "measure"]
    whole = money[(money["kind"] == "grand_total") & money["year"].isna()]
    assert own["amount"].sum() == whole["amount"].sum() == 11_181_900
    assert place["measures"]["section"].value_counts().to_dict() == {
        "I": 4, "II": 10, "III": 4, "IV": 3,
    }  # fmt: skip
    assert plan_cycles(place) == [(2024, 2026)]


def test_sofiivka_results_and_steps(root):
    place = Community.read(root / "data/communities/sofiivka")
    assert len(place["measures"]) == place["actions"]["code"].nunique() == 51
    assert set(place["actions"]["goal"]) <= set(place["goals"]["code"])


def test_the_tables_are_what_the_documents_say(place, shared):
    found = load_document(shared / "seeds" / PLANS[place.slug])
    goals = found["goals"]
    if place.slug == "sofiivka":
        goals = goals[goals["code"].isin(place["goals"]["code"]) & goals["source_line"].ge(331)]
    columns = ["code", "level", "source_line"]
    assert goals[columns].values.tolist() == place["goals"][columns].values.tolist()
    own = place["indicators"].iloc[: len(found["indicators"])]
    columns = ["indicator", "goal", "unit", "source_line"]
    assert found["indicators"][columns].fillna("").values.tolist() == (
        own[columns].fillna("").values.tolist()
    )
    columns = ["quadrant", "source_line"]
    assert found["swot"][columns].values.tolist() == place["swot"][columns].values.tolist()
    for kind, rows in found["money"].groupby("kind"):
        mine = place["money"][place["money"]["kind"] == kind]
        assert len(rows) == len(mine)
        assert rows["amount"].sum() == mine["amount"].sum()
    columns = ["code", "number", "start", "end", "source_line"]
    pd.testing.assert_frame_equal(found["actions"][columns], place["actions"][columns])


def test_no_label_of_four_words_stands_in_its_document(place, shared):
    text = (shared / "seeds" / PLANS[place.slug]).read_text("utf-8").replace("’", "'").lower()
    text = " ".join(text.split())
    for name, column in LABELS.items():
        for label in place[name][column]:
            assert len(label.split()) < 4 or label.lower() not in text, label


def test_targets_stand_on_their_lines(root, shared):
    with (root / "tools/plan_targets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    place = Community.read(root / "data/communities/sofiivka")
    lines = (shared / "seeds" / PLANS["sofiivka"]).read_text("utf-8").split("\n")
    own = place["indicators"].set_index("indicator")
    assert len(rows) == len(own) == 22
    for row in rows:
        line = lines[int(own.loc[row["measure"], "source_line"]) - 1]
        cell = line.split("|")[1]
        words = {"три": "3"}
        for word, figure in words.items():
            cell = cell.replace(word, figure)
        assert re.search(rf"(?<!\d){row['value']}(?!\d)", cell), row
