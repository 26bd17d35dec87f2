"""Goal trees of the state planning register."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.plans import read_goal_trees
from stratanalysis.tables import table

TREE = {
    "name": "Приклад",
    "katottg": "UA18060090000061708",
    "strategic": [{"id": "1", "text": "Стратегічна ціль 1.  Добро"}, {"id": "2", "text": "Лад"}],
    "operational": [
        {"parent": "2", "text": "2.1 Тиша"},
        {"parent": "1", "text": "Світло"},
        {"parent": "2", "text": "Спокій"},
    ],
}


def write(path: Path, *trees: object) -> Path:
    path.write_text(json.dumps(trees, ensure_ascii=False), encoding="utf-8")
    return path


def test_small_tree(tmp_path: Path) -> None:
    goals, findings = read_goal_trees(write(tmp_path / "t.json", TREE))
    table("goals").schema().validate(goals)
    assert findings == []
    assert goals[["code", "level", "title"]].to_numpy().tolist() == [
        ["1", "strategic", "Стратегічна ціль 1. Добро"],
        ["2", "strategic", "Лад"],
        ["2.1", "operational", "2.1 Тиша"],
        ["1.1", "operational", "Світло"],
        ["2.2", "operational", "Спокій"],
    ]
    assert goals["parent"].fillna("").tolist() == ["", "", "2", "1", "2"]
    assert goals["source_text"].iloc[0] == "Стратегічна ціль 1.  Добро"


def test_what_the_register_does_not_say_is_said(tmp_path: Path) -> None:
    tree = TREE | {
        "strategic": [{"id": "1", "text": "А"}, {"id": "1", "text": "Б"}],
        "operational": [{"parent": None, "text": "В"}],
    }
    bare = TREE | {"operational": []}
    goals, findings = read_goal_trees(write(tmp_path / "t.json", tree, bare))
    assert Counter(f.check for f in findings) == {
        "goal-code-twice": 1,
        "goal-without-parent": 1,
        "tree-without-operational-goals": 1,
    }
    assert goals["code"].tolist() == ["1", "1", "?.1", "1", "2"]


def test_sample_of_97_communities(shared: Path) -> None:
    path = shared / "open-data" / "goal_trees_gisrr_sample.json"
    goals, findings = read_goal_trees(path)
    sample = json.loads(path.read_text(encoding="utf-8"))
    table("goals").schema().validate(goals)
    assert goals["tree"].nunique() == len(sample) == 97
    assert (goals["level"] == "strategic").sum() == sum(len(t["strategic"]) for t in sample)
    assert (goals["level"] == "operational").sum() == sum(len(t["operational"]) for t in sample)
    wanted = Counter((t["katottg"], o["parent"]) for t in sample for o in t["operational"])
    below = goals[goals["level"] == "operational"]
    found = Counter(zip(below["tree"], below["parent"].astype(object), strict=True))
    assert {k: v for k, v in found.items() if isinstance(k[1], str)} == {
        k: v for k, v in wanted.items() if k[1] is not None
    }
    twice = sum(len(t["strategic"]) - len({s["id"] for s in t["strategic"]}) for t in sample)
    assert Counter(f.check for f in findings) == {
        "goal-without-parent": 7,
        "goal-code-twice": twice,
        "tree-without-operational-goals": 3,
    }


@pytest.mark.parametrize("text", ["", "[1]", "{}x", '[{"name": "А"}]', '[{"katottg": 5}]'])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.json").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError):
        read_goal_trees(tmp_path / "t.json")
