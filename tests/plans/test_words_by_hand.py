"""Words of planning documents taken apart: items, labels, indicators and facts, read by eye."""

from __future__ import annotations

import pytest

from stratanalysis.documents.blocks import Cell, Paragraph, Piece
from stratanalysis.documents.reading import document_from_text
from stratanalysis.plans.coverage import language_of
from stratanalysis.plans.facts import read_facts
from stratanalysis.plans.indicator_text import indicator_in_words
from stratanalysis.plans.labels import Label, LabelledList, read_label, split_items
from stratanalysis.plans.lists import (
    bulleted,
    coded_tasks,
    indicator_name,
    numbered,
    tasks_of,
    unmarked_terms,
)
from stratanalysis.quantities import Habit

COMMA = Habit.COMMA_DECIMAL


def cell(text):
    return Cell(text, 3, "", tuple(range(3, 3 + text.count("\n") + 1)))


def items(*texts):
    found, guessed = numbered([cell(text) for text in texts])
    return [(item.number, item.text) for item in found], guessed


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1. Обрати 2. Купити 3. Здати",), [("1", "Обрати"), ("2", "Купити"), ("3", "Здати")]),
        (("1) Обрати 2) Купити",), [("1", "Обрати"), ("2", "Купити")]),
        (("1. Обрати 2 Купити",), [("1", "Обрати"), ("2", "Купити")]),
        (("1. Обрати 2 штуки",), [("1", "Обрати 2 штуки")]),
        (("1. Обрати 3.1. Купити 3.2. Здати",),
         [("1", "Обрати"), ("3.1", "Купити"), ("3.2", "Здати")]),
        (("1. Обрати 3.2. Купити",), [("1", "Обрати 3.2. Купити")]),
        # three ahead may be a step, four are a figure
        (("1. Обрати 4. Купити",), [("1", "Обрати"), ("4", "Купити")]),
        (("1. Обрати 5. Купити",), [("1", "Обрати 5. Купити")]),
        # a number repeated at the beginning of a line counts as the next
        (("1. Обрати\n1. Купити",), [("1", "Обрати"), ("2", "Купити")]),
        (("1. Обрати\nКупити",), [("1", "Обрати"), ("2", "Купити")]),
        (("1. Обрати\nі купити",), [("1", "Обрати і купити")]),
        # the cell after a page break goes on
        (("1. Обрати", "і здати 2. Купити"), [("1", "Обрати і здати"), ("2", "Купити")]),
    ],
)  # fmt: skip
def test_numbered_steps(texts, expected):
    assert items(*texts) == (expected, False)


def test_steps_without_numbers_begin_with_actions():
    found, guessed = items("Проведення тендеру Укладання угоди з фірмою")
    assert (found, guessed) == (
        [("1", "Проведення тендеру"), ("2", "Укладання угоди з фірмою")], True,
    )  # fmt: skip


def test_tasks_by_codes_of_three_numbers():
    texts = [piece.text for piece in tasks_of(cell("далі 1.1.1. Садити ліс 1.1.2. Рубати 2.1 га"))]
    assert texts == ["далі", "1.1.1. Садити ліс", "1.1.2. Рубати 2.1 га"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.1.1. Садити; 1.1.2. Рубати.", ["1.1.1. Садити", "1.1.2. Рубати"]),
        ("1.1.1. Садити, див. 1.1.3. Інше.", []),
        ("1.1.1. Садити; 1.1.2. Рубати; 1.1.4. Нести", ["1.1.1. Садити",
                                                        "1.1.2. Рубати; 1.1.4. Нести"]),
        ("1.1. Садити; 1.2. Рубати", []),
        ("Слова 1.1.1. Садити; 1.1.2. Рубати", []),
        ("1.1.1. Садити", []),
    ],
)  # fmt: skip
def test_tasks_that_run_together(text, expected):
    assert [piece.text for piece in coded_tasks(Piece(text, 1, ""))] == expected


def test_bullets_begin_items_and_other_lines_go_on():
    assert [p.text for p in bulleted(cell("- ліс\nі сад\n- поле"))] == ["ліс і сад", "поле"]
    assert [p.text for p in bulleted(cell("Ліс\nі сад\nПоле"))] == ["Ліс і сад", "Поле"]
    assert [p.line for p in bulleted(cell("Ліс\nі сад\nПоле"))] == [3, 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Площа лісу (га)", ("Площа лісу", "ha", "га")),
        ("Площа лісу (нова) (га)", ("Площа лісу (нова)", "ha", "га")),
        ("Лісу (га, км)", ("Лісу", "ha; km", "га, км")),
        ("Частка лісу, %", ("Частка лісу, %", "percent", "%")),
        ("Площа лісу", ("Площа лісу", "", "")),
    ],
)
def test_an_indicator_and_its_unit(text, expected):
    assert indicator_name(text) == expected


def test_terms_without_numbers():
    terms = unmarked_terms([cell("з 01.02.2025 по 30.06.2025 постійно до 31.12.2026")])
    assert [(one.number, one.text) for one in terms] == [
        ("1", "з 01.02.2025 по 30.06.2025"), ("2", "постійно"), ("3", "до 31.12.2026"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Площа лісу, га: базове значення 5 (2024), цільове значення 9 (2027)",
            {"name": "Площа лісу", "unit": "ha", "base_value": 5.0, "base_year": 2024,
             "target_value": 9.0, "target_year": 2027},
        ),
        (
            "Площа лісу, га: цільове значення 9 (2027), базове значення 5 (2024)",
            {"name": "Площа лісу", "unit": "ha", "base_value": 5.0, "base_year": 2024,
             "target_value": 9.0, "target_year": 2027},
        ),
        (
            "Площа лісу, га: з 5 (2024) до 9 (2027)",
            {"name": "Площа лісу", "unit": "ha", "base_value": 5.0, "base_year": 2024,
             "target_value": 9.0, "target_year": 2027},
        ),
        (
            "Площа лісу: 2024 – 5 га, 2025 – 7 га, 2027 – 9 га",
            {"name": "Площа лісу", "unit": "ha", "base_value": 5.0, "base_year": 2024,
             "target_value": 9.0, "target_year": 2027},
        ),
        (
            "Площа лісу: 5 га (2024), 9 га (2027)",
            {"name": "Площа лісу", "unit": "ha", "base_value": 5.0, "base_year": 2024,
             "target_value": 9.0, "target_year": 2027},
        ),
        (
            "Площа лісу: 5 → 9 га",
            {"name": "Площа лісу", "unit": "ha", "base_value": 5.0, "base_year": None,
             "target_value": 9.0, "target_year": None},
        ),
        (
            "Площа лісу – 9 га",
            {"name": "Площа лісу", "unit": "ha", "target_value": 9.0, "target_year": None},
        ),
        ("Площа лісу", {"name": "Площа лісу", "unit": None}),
        (
            "Людей, осіб: базове значення 2000, цільове значення 2500 осіб",
            {"name": "Людей", "unit": "persons", "base_value": None, "target_value": 2500.0,
             "target_year": None},
        ),
    ],
)  # fmt: skip
def test_an_indicator_in_words(text, expected):
    found = indicator_in_words(text, habit=COMMA)
    if expected.get("base_value", 0) is None:  # "2000," may be a year: it is not taken for a value
        expected = {name: value for name, value in expected.items() if name != "base_value"}
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Завдання:", Label("task", "", "")),
        ("Завдання операційної цілі 1.1:", Label("task", "1.1", "")),
        ("Завдання до цілі 1.1.", Label("task", "1.1", "")),
        ("Завдання", Label("task", "", "", firm=False)),
        ("Індикатори: площа лісу", Label("indicator", "", "площа лісу")),
        ("Завдання 1.1.1: Садити ліс", None),
        ("Завдання виконано. Далі йдуть інші:", None),
        ("Завдання громади на майбутнє", None),
        ("Для цього передбачено такі завдання:", Label("task", "", "", said=True)),
        ("Для цього передбачено 5 таких завдань:", None),
        (f"Завдання {'я' * 139}:", Label("task", "", "")),
        (f"Завдання {'я' * 140}:", None),
    ],
)
def test_labels(text, expected):
    assert read_label(text) == expected


def test_a_noun_near_the_end_announces_a_list():
    for between, expected in ((39, True), (40, False)):
        text = f"Є завдання{' '.ljust(between - 1, 'я')}:"
        assert (read_label(text) is not None) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("садити; поливати;", ["садити", "поливати"]),
        ("1) садити 2) поливати", ["садити", "поливати"]),
        ("1) садити 3) поливати", ["садити 3) поливати"]),
        ("- садити", ["садити"]),
    ],
)
def test_items_in_one_paragraph(text, expected):
    assert split_items(text) == expected


def listed(*texts, label="Завдання:", lines=None):
    lines = lines or range(2, 2 + len(texts))
    found = LabelledList(read_label(label), Paragraph(label, 1))
    taken = []
    for text, line in zip(texts, lines, strict=True):
        pieces = found.take(Paragraph(text, line))
        taken.append(None if pieces is None else [piece.text for piece in pieces])
    return taken


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("- ліс;", "- сад;", "Слова."), [["ліс"], ["сад"], None]),
        (("1) ліс;", "2) сад"), [["ліс"], ["сад"]]),
        (("ліс;", "сад;", "поле.", "далі;"), [["ліс"], ["сад"], ["поле"], None]),
        (("ліс; сад; поле",), [["ліс", "сад", "поле"]]),
        (("- ліс", "1) сад"), [["ліс"], None]),
        (("1.1.1. ліс",), [None]),
        (("я" * 900,), [["я" * 900]]),
        (("я" * 901,), [None]),
        (("- " + "я" * 901,), [["я" * 901]]),
    ],
)
def test_items_of_a_label(texts, expected):
    assert listed(*texts) == expected


@pytest.mark.parametrize(
    ("second", "lines", "expected"),
    [
        ("я" * 299, (2, 3), True), ("я" * 300, (2, 3), False), ("я", (2, 4), False),
        ("я" * 159, (None, None), True), ("я" * 160, (None, None), False),
    ],
)  # fmt: skip
def test_items_without_signs_stand_next_to_each_other(second, lines, expected):
    first, found = listed("ліс", second, lines=lines)
    assert first == ["ліс"]
    assert (found is not None) is expected


def test_after_a_bare_word_only_marked_items_are_its_list():
    assert listed("ліс", label="Завдання") == [None]
    assert listed("ліс;", label="Завдання") == [["ліс"]]
    assert listed("- ліс", label="Завдання") == [["ліс"]]


def facts(text):
    rows = read_facts(document_from_text(text, name="s.txt"), habit=COMMA)
    return [(row["quantity"], row["value"], row["unit"], row["year"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Площа громади становить 473,4 км².", [("Площа громади", 473.4, "km2", None)]),
        ("У 2024 році площа лісів – 5 га.", [("У 2024 році площа лісів", 5.0, "ha", 2024)]),
        ("У 2023 і 2024 роках площа лісів – 5 га.",
         [("У 2023 і 2024 роках площа лісів", 5.0, "ha", None)]),
        ("Працює 12 шкіл.", [("Працює", 12.0, "items", None)]),
        ("Площа лісів 5 га, площа полів 9 га.",
         [("Площа лісів", 5.0, "ha", None), ("площа полів", 9.0, "ha", None)]),
        ("Площа лісів 5 тис. га (9 %).",
         [("Площа лісів", 5000.0, "ha", None), ("Площа лісів", 9.0, "percent", None)]),
        ("Слова без чисел.", []),
        ("Їх 7.", []),
    ],
)  # fmt: skip
def test_facts(text, expected):
    assert facts(text) == expected


def test_words_before_a_figure_are_cut_at_140_characters():
    ((what, *_),) = facts(f"Площа {'я' * 100} {'ю' * 60} 5 га.")
    assert what == f"…{'ю' * 60}"
    exact = f"{'я' * 79} {'ю' * 60}"
    assert facts(f"{exact} 5 га.")[0][0] == exact


def test_long_sentences_are_quoted_around_the_figure():
    text = "я" * 2000 + " 5 га " + "ю" * 2000
    (row,) = read_facts(document_from_text(text, name="s.txt"), habit=COMMA)
    assert row["source_text"] == "я" * 1499 + " 5 га " + "ю" * 1499


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Громада розвиває школи та дороги", "uk"),
        ("Громада и школы это для города", "ru"),
        ("The plan of the community is for all", "en"),
        ("та що для", ""),
        ("та що для на", "uk"),
        # one known word in twenty is enough, in twenty-one it is too few
        (" ".join(["the", *["qwerty"] * 19]), "en"),
        (" ".join(["the", *["qwerty"] * 20]), ""),
    ],
)
def test_language(text, expected):
    assert language_of(text) == expected
