"""The five documents with their counts; the folder, whole or not at all; hostile documents."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from stratanalysis.documents import document_from_text
from stratanalysis.errors import InvalidInputError, MissingInputError
from stratanalysis.plans import (
    extract,
    extract_document,
    load_document,
)
from stratanalysis.plans.extraction import Extraction
from stratanalysis.storage import undo
from stratanalysis.tables import TABLES

NAMES = {
    "000": "000_5b306b16aa7050ac.txt",
    "001": "001_fe7d66ff58724d7b.txt",
    "002": "002_80cd4d1ffcee97e4.txt",
    "003": "003_829bb63e0a2e4730.txt",
    "004": "004_38a814e1fa70b4be.txt",
}


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, Extraction]:
    return {name: load_document(shared / "seeds" / file) for name, file in NAMES.items()}


def levels(extraction: Extraction) -> list[dict[str, int]]:
    return list(extraction.report()["goals_by_level"].values())


def test_every_table_keeps_its_contract_and_every_row_its_source(
    seeds: dict[str, Extraction], shared: Path
) -> None:
    for name, extraction in seeds.items():
        lines = (shared / "seeds" / NAMES[name]).read_text(encoding="utf-8").split("\n")
        for table, frame in extraction.items():
            if table in TABLES:
                TABLES[table].schema().validate(frame, lazy=True)
            assert (frame["source_document"] == NAMES[name]).all()
            assert frame["source_line"].between(1, len(lines)).all(), table
            assert (frame["source_text"].str.len() > 0).sum() >= frame["source_text"].notna().sum()


def test_the_strategy_of_a_community(seeds: dict[str, Extraction]) -> None:
    """Counts of the document: 3 goals, 14 goals, 56 tasks; 233 lines of indicators; SWOT lines."""
    found = seeds["000"]
    assert levels(found) == [{"strategic": 3, "operational": 14, "task": 56}]
    tellings = found["tellings"].groupby("code").size()
    assert (tellings >= 3).all()
    tasks = found["goals"].query("level == 'task'")
    measures = found["measures"].set_index("code")
    assert set(measures.index) == set(tasks["code"])
    assert measures[["executor", "expected_result"]].notna().all().all()
    indicators = found["indicators"]
    under_tasks = indicators[indicators["goal"].isin(tasks["code"])]
    assert set(under_tasks["goal"]) == set(tasks["code"])
    # 141 lines with a dash in the table of tasks, 8 of them results; 92 in chapter 6.
    assert (len(under_tasks), len(indicators) - len(under_tasks)) == (133, 92)
    assert indicators[["base_value", "target_value"]].isna().all().all()
    assert found["swot"]["quadrant"].value_counts().to_dict() == {
        "strength": 17,
        "weakness": 39,
        "opportunity": 15,
        "threat": 11,
    }
    scenarios = found["scenarios"].groupby(["scenario", "kind"]).size().to_dict()
    assert scenarios == {
        ("baseline", "assumption"): 5,
        ("baseline", "consequence"): 1,
        ("optimistic", "assumption"): 4,
        ("optimistic", "consequence"): 1,
        ("rational", "assumption"): 4,
        ("rational", "consequence"): 7,
    }
    facts = found["facts"]
    read = set(zip(facts["source_line"], facts["value"], facts["unit"], strict=True))
    assert read >= {
        (70, 73_814, "persons"),
        (71, 56.6, "percent"),
        (73, 473.4, "km2"),
        (84, 4_956_600_000, "UAH"),
        (1267, 551_895_000, "UAH"),
        (1425, 542.4, "km"),
    }
    population = facts[facts["value"] == 73_814].iloc[0]
    assert population["year"] == 2021
    assert "населення" in population["quantity"]


def test_the_goal_tree_of_an_oblast(seeds: dict[str, Extraction]) -> None:
    assert levels(seeds["002"]) == [
        {"strategic": 4, "operational": 11, "task": 29, "area": 120},
    ]
    goals = seeds["002"]["goals"].set_index("code")
    assert goals.loc["1.3.1", "parent"] == "1.3"
    assert goals.loc["1.3.1", "source_line"] == 44


def test_the_goals_that_a_news_item_names(seeds: dict[str, Extraction]) -> None:
    goals = seeds["001"]["goals"]
    assert (goals["level"] == "strategic").sum() == 5
    titles = goals["title"].str.casefold()
    for words in ["малого та середнього бізнесу", "туризму", "екологію", "здоров", "стріт-арту"]:
        assert titles.str.contains(words).any(), words
    assert [f.check for f in seeds["001"].findings] == ["level-by-wording"]


def test_the_programme_closes(seeds: dict[str, Extraction]) -> None:
    """Totals as printed in thousands: 3 887,30 + 3 647,30 + 3 647,30 = 11 181,90."""
    found = seeds["003"]
    assert (len(found["sections"]), len(found["measures"])) == (4, 21)
    money = found["money"]
    measures = money[money["kind"] == "measure"]
    assert len(measures) == 21 * 3
    assert measures["amount"].isna().sum() == 17
    section = measures["measure"].map(found["measures"].set_index("code")["section"])
    by_section = measures.groupby([section, "year"])["amount"].sum()
    stated = money[money["kind"] == "section_total"].set_index(["measure", "year"])["amount"]
    pd.testing.assert_series_equal(
        by_section.sort_index(), stated.sort_index(), check_names=False, check_index=True
    )
    grand = money[money["kind"] == "grand_total"].set_index("year")["amount"]
    assert grand.to_dict() == {
        2024: 3_887_300.0,
        2025: 3_647_300.0,
        2026: 3_647_300.0,
        pd.NA: 11_181_900.0,
    }
    assert grand.iloc[:3].sum() == pytest.approx(grand.iloc[3])
    assert found["measures"]["executor"].notna().all()


def test_the_strategy_with_a_plan_and_the_trees_of_two_programmes(
    seeds: dict[str, Extraction],
) -> None:
    found = seeds["004"]
    assert found.kinds == ("strategy", "action_plan")
    counts = levels(found)
    assert [(c["strategic"], c["operational"]) for c in counts] == [(5, 18), (1, 4), (5, 16)]
    assert "task" not in counts[2]
    actions = found["actions"]
    results = actions.drop_duplicates("code")
    by_goal = results.groupby("goal", sort=False).size().to_dict()
    assert by_goal == {
        **{"I.I": 4, "I.II": 5, "I.III": 2, "II.I": 2, "II.II": 2, "II.III": 2, "III.I": 3},
        **{"III.II": 2, "III.III": 2, "IV.I": 4, "IV.II": 3, "IV.III": 4, "IV.IV": 3},
        **{"V.I": 6, "V.II": 2, "V.III": 5},
    }
    own = found["goals"][found["goals"]["tree"] == found["goals"]["tree"].iloc[-1]]
    assert set(by_goal) == set(own[own["level"] == "operational"]["code"])
    assert results["responsible"].notna().all()
    assert results["funding_source"].notna().all()
    assert actions["key_indicator"].notna().mean() > 0.95
    money = found["money"]
    assert set(money["year"]) == {2020, 2021, 2022}
    assert set(money["measure"]) == set(results["code"])
    assert money.query("source_line == 442")["amount"].tolist() == [800_000.0] * 3
    assert money.query("source_line == 508")["amount"].tolist() == [1_500_000.0, 30_000.0]
    index = found["location_index"]
    weights = index.drop_duplicates("category").set_index("category")["weight"]
    assert weights.to_dict() == {
        "Фінансова привабливість": 0.4,
        "Навички та доступність людських ресурсів": 0.3,
        "Бізнес Середовище": 0.3,
    }
    assert index["value"].notna().sum() == 17
    assert len(found["laws"]) == 3
    audited = found["self_audit"]
    assert (audited["in_use"] == "X").sum() + (audited["not_in_use"] == "X").sum() == 26
    assert not found.left
    checks = [finding.check for finding in found.findings]
    assert checks.count("date-does-not-exist") == 6
    assert checks.count("end-before-start") == 5
    assert "irregular-number" in checks


def test_a_head_of_two_rows_is_no_row_of_data() -> None:
    text = (
        "| Напрямок розвитку | Які задачі було реалізовано | |\n|--|--|--|\n"
        "| | Період часу | Результат |\n| Сайт | 2019 | Є сайт |\n| | 2020 | Є пошта |\n"
    )
    history = extract_document(document_from_text(text))["history"]
    assert history[["term", "result"]].to_numpy().tolist() == [
        ["2019", "Є сайт"], ["2020", "Є пошта"]
    ]  # fmt: skip


def test_a_swot_list_that_no_quadrant_is_left_for_is_reported() -> None:
    lists = "\n".join(f"\t· {sign}1\n· {sign}2" for sign in "абвгд")
    found = extract_document(document_from_text(f"4.1. SWOT-аналіз\n{lists}\n"))
    assert len(found["swot"]) == 8
    left = [finding for finding in found.findings if finding.check == "list-left-out"]
    assert [(finding.source.line, finding.values["count"]) for finding in left] == [(10, 2)]


TEXT = "Стратегічна ціль 1. =SUM(A1)\nОпераційна ціль 1.1. Дуби\nНаселення - 500 осіб.\n"


def test_the_folder_holds_the_tables_and_the_report(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    found = extract(file, tmp_path / "new" / "out")
    out = tmp_path / "new" / "out"
    assert {path.name for path in out.iterdir()} >= {"goals.csv", "extraction.json"}
    goals = pd.read_csv(out / "goals.csv", dtype=str)
    assert goals["title"].iloc[0] == "'=SUM(A1)"
    assert goals["code"].tolist() == found["goals"]["code"].tolist()
    report = json.loads((out / "extraction.json").read_text(encoding="utf-8"))
    assert report["rows"]["goals"] == len(goals)
    assert report["encoding"] == "utf-8"
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    file.write_text("Населення - 500 осіб.\n", encoding="utf-8")
    extract(file, out)
    assert not (out / "goals.csv").exists()
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    undo(out)
    assert (out / "goals.csv").is_file()
    (out / "goals.csv").write_text("edited", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"goals\.csv"):
        extract(file, out)
    extract(file, out, replace=True)
    undo(out)
    assert (out / "goals.csv").read_text(encoding="utf-8") == "edited"
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_nothing_is_written_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out"
    extract(file, out)
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("stratanalysis.storage.change.stage", broken)
    file.write_text(TEXT + "Стратегічна ціль 2. Річка\n", encoding="utf-8")
    with pytest.raises(OSError, match="disk is full"):
        extract(file, out)
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before
    with pytest.raises(OSError, match="disk is full"):
        extract(file, tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "out"]


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="holds other files"):
        extract(file, tmp_path)
    with pytest.raises(InvalidInputError, match="not a folder"):
        extract(file, file)
    with pytest.raises(MissingInputError):
        extract(tmp_path / "none.txt", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_another_language_gives_empty_tables_and_a_finding() -> None:
    found = extract_document(document_from_text("La strategia della città.\n\n| a | b |\n|-|-|\n"))
    assert found.kinds == ()
    assert all(frame.empty for frame in found.values())
    assert [finding.check for finding in found.findings] == ["nothing-recognised", "other-language"]


@pytest.mark.parametrize(
    "text",
    [
        "9" * 400_000,
        "(" * 400_000,
        "1.1.1. " * 60_000,
        "| " * 100_000,
        "| а | б |\n" * 10_000,
        "\tа\n" * 40_000,
        "а\tб\tв\n" * 20_000,
        "Стратегічна ціль 1. Ліс\n" * 4_000,
        "Стратегічна ціль 1. Ліс\nОпераційна ціль 1.1. Дуб\n" + "1.1.1. Сад\n· гай\n" * 3_000,
        "<p><ol>" * 40_000,
        "№\tЗавдання\tВиконавець\n" * 3_000,
        "\t№\n\tЗавдання\n\tВиконавець\n\n" + "\tа\n\n" * 10_000,
    ],
)
def test_hostile_documents_end(text: str) -> None:
    found = extract_document(document_from_text(text))
    assert set(found) >= {"goals", "facts"}
    assert len(found["facts"]) == 0
