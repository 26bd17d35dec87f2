"""Goals and their headings: codes of every style, retellings, levels told by wording."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stratanalysis.documents import document_from_text
from stratanalysis.documents.blocks import Cell
from stratanalysis.documents.headings import normalise_code, read_heading
from stratanalysis.findings import Severity
from stratanalysis.plans import extract_document
from stratanalysis.plans.extraction import Extraction
from stratanalysis.plans.lists import bulleted, indicator_name, numbered
from stratanalysis.quantities import squeeze


def read(text: str) -> Extraction:
    return extract_document(document_from_text(text))


@pytest.mark.parametrize(
    ("text", "level", "code", "title"),
    [
        ("СТРАТЕГІЧНА ЦІЛЬ 1. Ліс", "strategic", "1", "Ліс"),
        ("5.1. Стратегічна ціль 1. Ліс", "strategic", "1", "Ліс"),
        ("1. Стратегічна ціль – ліс", "strategic", "1", "ліс"),
        ("Стратегічна ціль 2. СЦ 2.Ліс", "strategic", "2", "Ліс"),
        ("Стратегічний пріоритет 3. Ліс", "strategic", "3", "Ліс"),
        ("Стратегічний напрямок 1: Ліс", "strategic", "1", "Ліс"),
        ("Стратегічна ціль Б. Ліс", "strategic", "Б", "Ліс"),
        ("Операційна ціль 1.1.Ліс", "operational", "1.1", "Ліс"),
        ("Оперативна Ціль D.1.2 Ліс", "operational", "D.1.2", "Ліс"),
        ("Операційна ціль: 1.2. Ліс", "operational", "1.2", "Ліс"),
        ("Оперативна ціль Ліс", "operational", "", "Ліс"),
        ("ОЦ1. Ліс", "operational", "1", "Ліс"),
        ("Ціль: І.ІІ Ліс", "operational", "I.II", "Ліс"),
        ("Ціль V.ІІ Ліс", "operational", "V.II", "Ліс"),
        ("Підзаголовок: Ціль П.І Ліс", "operational", "II.I", "Ліс"),
        ("Ціль IV.1 Ліс", "operational", "IV.1", "Ліс"),
        ("Завдання 3.3.5 Ліс", "task", "3.3.5", "Ліс"),
        ("Task 1.1.1. Forest", "task", "1.1.1", "Forest"),
        ("Strategic goal 1: Forest", "strategic", "1", "Forest"),
        ("1.3.1. Ліс", None, "1.3.1", "Ліс"),
        ("А.З. Ліс", None, "А.3", "Ліс"),
        ("А2. Ліс", None, "А.2", "Ліс"),
        ("Б 6. Ліс", None, "Б.6", "Ліс"),
        ("C.1. Ліс", None, "С.1", "Ліс"),
        ("А 1.1 Ліс", None, "А.1.1", "Ліс"),
        ("1.4.2 4.2. Ліс", None, "1.4.2", "Ліс"),  # an older number was kept
    ],
)
def test_headings_of_every_style(text: str, level: str | None, code: str, title: str) -> None:
    heading = read_heading(text)
    assert heading is not None
    assert (heading.level, heading.code, heading.title) == (level, code, title)


@pytest.mark.parametrize(
    "text",
    [
        *("Завдання", "Ціль передбачає розвиток", "Завдання Стратегії спрямовані на розвиток"),
        *("Стратегічні цілі будуть досягнуті", "У 2021 році громада", "Я йду", "", "— "),
        *("Операційна ціль передбачає", "Стратегічні, операційні цілі та завдання", "Ліс " * 400),
        "1.4.2 7.5 тонн лісу",
    ],
)
def test_narrative_is_no_heading(text: str) -> None:
    assert read_heading(text) is None


def test_codes_in_letters_of_both_alphabets_are_one() -> None:
    assert normalise_code("A.1") == normalise_code("А 1.") == "А.1"
    assert normalise_code("II.ІІ") == normalise_code("П.II") == "II.II"
    assert normalise_code("01.02") == "1.2"
    assert normalise_code("С.1") == "С.1"
    assert normalise_code("---") == ""


def test_a_tree_told_twice_is_one_tree_with_two_tellings() -> None:
    text = (
        "Стратегічна ціль 1. Ліс\nОпераційна ціль 1.1. Дуби\nЗавдання 1.1.1. Садити\n"
        "Далі про все це\nСтратегічна ціль 1. Ліс\nОпераційна ціль 1.1. Дуби та сосни\n"
        "1.1.1. Садити\nСтратегічна ціль 2. Річка\n"
    )
    found = read(text)
    assert found["goals"]["code"].tolist() == ["1", "1.1", "1.1.1", "2"]
    assert found["goals"]["tree"].isna().all()
    tellings = found["tellings"]
    assert tellings[tellings["code"] == "1.1"]["title"].tolist() == ["Дуби", "Дуби та сосни"]
    assert tellings["source_line"].tolist() == [1, 5, 2, 6, 3, 7, 8]


def test_another_title_under_the_first_number_begins_another_tree() -> None:
    text = (
        "Програма лісу\nСтратегічна ціль 1. Ліс\nОпераційна ціль 1.1. Дуби\n"
        + "Чому саме так. " * 120
        + "\nПрограма води\nСтратегічна ціль 1. Річка\nОпераційна ціль 1.1. Риба\n"
    )
    goals = read(text)["goals"]
    assert goals["tree"].tolist() == ["Програма лісу"] * 2 + ["Програма води"] * 2
    assert goals["title"].tolist() == ["Ліс", "Дуби", "Річка", "Риба"]


def test_a_heading_on_two_lines_is_joined_and_areas_follow_their_task() -> None:
    text = (
        "Операційні цілі\nСтратегічна ціль 1. Ліс і\nрічка\nОперативна ціль 1.1. Дуби\n"
        "Завдання 1.1.1. Садити\n· навесні;\n· восени\nПояснення\n· це не сфера\n"
    )
    goals = read(text)["goals"]
    assert goals["title"].tolist() == ["Ліс і річка", "Дуби", "Садити", "навесні", "восени"]
    assert goals["level"].tolist()[-2:] == ["area", "area"]
    assert goals["parent"].tolist()[-2:] == ["1.1.1", "1.1.1"]
    assert goals["code"].tolist()[-2:] == ["1.1.1.1", "1.1.1.2"]


def test_levels_that_only_the_wording_tells_are_reported() -> None:
    found = read("Стратегічна ціль 1. Ліс\nДуби\nСосни\nСтратегічна ціль 2. Річка\nРиба")
    assert found["goals"]["code"].tolist() == ["1", "1.1", "1.2", "2", "2.1"]
    (finding,) = [f for f in found.findings if f.check == "level-by-wording"]
    assert (finding.severity, finding.values["count"]) == (Severity.NOTE, 3)
    assert found.report()["findings"][0]["check"] == "level-by-wording"


def test_a_code_that_names_another_parent_is_reported() -> None:
    text = (
        "| Стратегічна ціль | Операційна ціль |\n|--|--|\n"
        "| Стратегічна ціль 1. Ліс | Операційна ціль 1.1. Дуби |\n"
        "| Стратегічна ціль 2. Річка | Операційна ціль 1.2. Сосни |\n"
    )
    found = read(text)
    goals = found["goals"].set_index("code")
    assert goals.loc[["1.1", "1.2"], "parent"].tolist() == ["1", "1"]
    assert [f.check for f in found.findings] == ["code-under-other-goal"]
    double = read("Стратегічна ціль 1. Ліс\nОпераційна ціль 1.1. Дуби\nОпераційна ціль 1.1. Клени")
    assert [f.check for f in double.findings] == ["duplicate-code"]


def test_indicators_lose_their_unit_and_keep_their_name() -> None:
    cell = Cell("-кількість доріг (од);\n- площа,\nщо прибрана (тис. м²)\n% готовності", 7)
    assert [piece.text for piece in bulleted(cell)] == [
        "кількість доріг (од);",
        "площа, що прибрана (тис. м²) % готовності",
    ]
    assert indicator_name("кількість доріг (од);") == ("кількість доріг", "items", "од")
    assert indicator_name("частка, % від усіх") == ("частка, % від усіх", "percent", "%")
    assert indicator_name("техніка (од), люди (осіб)") == (
        *("техніка, люди", "items; persons", "од; осіб"),
    )
    assert indicator_name("школи (НАССР)") == ("школи (НАССР)", "", "")


VALUES = (
    "\n\n| Завдання | Індикатор | Од. виміру | Базове значення (2021) | Цільове, 2027 рік |\n"
    "|--|--|--|--|--|\n"
    "| 1.1.1. Садити | площа лісу | тис. га | 5,5 | 6,25 |\n"
    "| | кількість дерев (од) | | --- | багато |\n"
)


def test_base_and_target_values_have_the_year_of_their_head() -> None:
    found = read("Стратегічна ціль 1. Ліс\nОпераційна ціль 1.1. Дуби" + VALUES)
    columns = ["goal", "name", "unit", "base_value", "base_year", "target_value", "target_year"]
    rows = found["indicators"][columns].astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [
        ["1.1.1", "площа лісу", "thousand ha", 5.5, 2021, 6.25, 2027],
        ["1.1.1", "кількість дерев", "items", None, None, None, None],
    ]
    assert [f.check for f in found.findings] == ["unread-value"]


def test_rows_that_stand_under_no_goal_are_reported() -> None:
    found = read("Стратегія" + VALUES)
    assert found["indicators"].empty
    assert [f.check for f in found.findings][:2] == ["row-left-out", "row-left-out"]


def test_numbered_cells_go_on_over_page_breaks() -> None:
    items, guessed = numbered(
        [Cell("1. Обрати 3 школи 2. Купити на", 5), Cell("50 тис. грн 3.1. Ввести 3.2. Почати", 9)]
    )
    assert not guessed
    assert [(item.number, item.text, item.piece.line) for item in items] == [
        ("1", "Обрати 3 школи", 5),
        ("2", "Купити на 50 тис. грн", 5),
        ("3.1", "Ввести", 9),
        ("3.2", "Почати", 9),
    ]
    unmarked, guessed = numbered([Cell("Знайти дані Провести опитування у м. Київ", 1)])
    assert guessed
    assert [item.text for item in unmarked] == ["Знайти дані", "Провести опитування у м. Київ"]
    bracketed, _ = numbered([Cell("1. Видано буклет (300 штук) 2. Видано (ще раз).", 1)])
    assert [item.text for item in bracketed] == ["Видано буклет (300 штук)", "Видано (ще раз)"]
    named, _ = numbered([Cell("Провести курси Моніторинг та аналітика", 1)])
    assert [item.text for item in named] == ["Провести курси", "Моніторинг та аналітика"]


def test_goals_that_sentences_name_are_read_with_a_note() -> None:
    found = read(
        "Новини. Однією зі стратегічних цілей громади є розвиток лісу. У межах її реалізації "
        "планується садіння дубів, догляд за ними та створення парку. Кінець."
    )
    assert found["goals"]["title"].tolist() == [
        *("розвиток лісу", "садіння дубів", "догляд за ними", "створення парку")
    ]
    assert found["goals"]["code_as_written"].isna().all()
    assert [f.check for f in found.findings] == ["level-by-wording"]


def test_trees_of_the_register_read_back_whatever_their_numbering(shared: Path) -> None:
    """97 registered trees, written as text: 345 strategic goals and those that have a parent."""
    file = shared / "open-data" / "goal_trees_gisrr_sample.json"
    counted = {"strategic": 0, "operational": 0, "reported": 0}
    for tree in json.loads(file.read_text(encoding="utf-8")):
        written: list[tuple[str, str]] = []
        told: set[str] = set()
        for goal in tree["strategic"]:
            written.append(("strategic", squeeze(goal["text"])))
            if goal["id"] in told:
                continue  # two goals of one number: their children cannot be told apart
            told.add(goal["id"])
            written += [
                ("operational", squeeze(child["text"]))
                for child in tree["operational"]
                if child["parent"] == goal["id"]
            ]
        found = read("\n".join(text for _, text in written))
        goals = found["goals"]
        texts = [squeeze(text) for text in goals["source_text"]]
        assert list(zip(goals["level"], texts, strict=True)) == written, tree["name"]
        above = ""
        for level, code, parent in zip(goals["level"], goals["code"], goals["parent"], strict=True):
            above = code if level == "strategic" else above
            assert level == "strategic" or parent == above, tree["name"]
        for level, _ in written:
            counted[level] += 1
        counted["reported"] += any(f.check == "level-by-wording" for f in found.findings)
    assert counted["strategic"] == 345
    assert counted["operational"] > 1000
    assert counted["reported"] > 40


SWOT = {
    "whose": "## SWOT\n\n### Сильні сторони Вигаданської громади\n\n- ліс;\n- річка;\n\n"
    "### Слабкі сторони\n\n- яри;\n\n### Можливості для розвитку\n\n- туризм;\n\n"
    "### Загрози\n\n- посухи;\n",
    "in one line": "## SWOT\n\nСильні сторони: ліс; річка.\n\nСлабкі сторони: яри.\n\n"
    "Можливості: туризм.\n\nЗагрози: посухи.\n",
    "sentences": "## SWOT\n\nДо сильних сторін належать:\n- ліс;\n- річка;\n\n"
    "До слабких сторін належать:\n- яри;\n\nМожливостями є:\n- туризм;\n\n"
    "Загрозами є:\n- посухи;\n",
    "letters": "## SWOT\n\n| S | W |\n|---|---|\n| ліс | яри |\n| річка | |\n\n"
    "| O | T |\n|---|---|\n| туризм | посухи |\n",
    "rows": "| Складова | Зміст |\n|---|---|\n| Сильні сторони | ліс; річка |\n"
    "| Слабкі сторони | яри |\n"
    "| Можливості | туризм |\n| Загрози | посухи |\n",
    "not called so": "## Переваги\n\n- ліс;\n- річка;\n\n## Проблеми громади\n\n- яри;\n\n"
    "## Можливості\n\n- туризм;\n\n## Ризики\n\n- посухи;\n",
}


@pytest.mark.parametrize("style", SWOT)
def test_a_swot_is_read_in_any_dress(style: str) -> None:
    text = f"# Стратегія розвитку громади\n\n{SWOT[style]}"
    found = extract_document(document_from_text(text, layout="markdown"))["swot"]
    assert found.groupby("quadrant")["item"].apply(list).to_dict() == {
        "strength": ["ліс", "річка"], "weakness": ["яри"], "opportunity": ["туризм"],
        "threat": ["посухи"],
    }  # fmt: skip


UNDER = "# Стратегія громади\n\n## Стратегічна ціль 1. Ліс\n\n### Операційна ціль 1.1. Дуби\n\n"
TASKS = {
    "no label": f"{UNDER}- Садити дуби;\n- Поливати гаї.\n",
    "a sentence": f"{UNDER}Для цього передбачено виконання таких завдань:\n\n- Садити дуби;\n"
    "- Поливати гаї.\n",
    "codes and dashes": f"{UNDER}1.1.1 – Садити дуби\n\n1.1.2 – Поливати гаї\n",
    "letter of the task": f"{UNDER}З.1.1.1. Садити дуби\n\nЗ.1.1.2. Поливати гаї\n",
    "cells": "| Стратегічна ціль | Операційна ціль | Завдання |\n|---|---|---|\n"
    "| 1. Ліс | 1.1. Дуби | Садити дуби |\n| | | Поливати гаї |\n",
    "codes in a column": "| Код | Ціль / завдання |\n|---|---|\n| 1 | Ліс |\n| 1.1 | Дуби |\n"
    "| 1.1.1 | Садити дуби |\n| 1.1.2 | Поливати гаї |\n",
    "goal above the head": "| Стратегічна ціль 1. Ліс | |\n|---|---|\n"
    "| Операційні цілі | Завдання |\n"
    "| 1.1. Дуби | 1.1.1. Садити дуби |\n| | 1.1.2. Поливати гаї |\n",
}


@pytest.mark.parametrize("style", TASKS)
def test_tasks_are_read_in_any_dress(style: str) -> None:
    found = extract_document(document_from_text(TASKS[style], layout="markdown"))["goals"]
    assert found[["code", "title"]].to_numpy().tolist() == [
        ["1", "Ліс"], ["1.1", "Дуби"], ["1.1.1", "Садити дуби"], ["1.1.2", "Поливати гаї"],
    ]  # fmt: skip
