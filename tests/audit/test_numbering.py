"""Chapters, lists and steps."""

from __future__ import annotations

import pytest


def _paragraphs(*texts):
    return "\n\n".join(texts)


def test_chapters_with_lists_between_them(counts):
    text = _paragraphs(
        "1. Вступ", "Перелік:", "1. Перше діло;", "2. Друге діло;", "3. Третє діло.",
        "2. Методика", "Слова.", "2.1. Підходи", "2.2. Джерела", "3. Висновки",
    )  # fmt: skip
    assert counts("chapter-numbers", text)[1] == 0


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("I", "II", "IV"), [(5, "IV", "III")]),
        (("I", "II", "II"), [(5, "II", "III")]),
        (("I", "II", "III"), []),
        (("І", "ІІ", "IV"), [(5, "IV", "III")]),  # Cyrillic numerals first
    ],
)
def test_roman_chapters(found, numbers, expected):
    text = _paragraphs(*(f"{number}. Назва розділу" for number in numbers))
    assert found("chapter-numbers", text) == expected


def test_a_gap_in_a_list(found):
    text = _paragraphs("Завдання:", *(f"{n}.Забезпечення послуг {n};" for n in (1, 2, 3, 5)))
    assert found("chapter-numbers", text) == [(9, "5", "4")]


def test_a_gap_in_subchapters(found):
    text = _paragraphs("3. Аналіз", "3.1. Стан справ", "Слова.", "3.3. Дослідження")
    assert found("chapter-numbers", text) == [(7, "3.3", "3.2")]


def _cell(text):
    return f"| Кроки | Хто |\n|---|---|\n| {text} | відділ |"


def test_steps_in_a_cell(counts, found):
    right = "1. Обрати 2. Купити 3.1. Укласти 3.2. Сплатити 4. Налаштувати"
    assert counts("step-numbers", _cell(right)) == (1, 0, 0)
    again = right.replace("4. Нал", "3. Нал")
    assert [f[1:] for f in found("step-numbers", _cell(again))] == [("3.", "4.")]
    gap = right.replace("4. Нал", "5. Нал")
    assert [f[1:] for f in found("step-numbers", _cell(gap))] == [("5.", "4.")]


def test_dates_and_figures_are_no_steps(counts):
    text = "1. з 01.01.2020 по 30.06.2020 2. 01.07.2020 по 30.12.2020 3. Тираж 500 штук 4. Кінець"
    assert counts("step-numbers", _cell(text)) == (1, 0, 0)
    # a step that lacks only its stop is there
    assert counts("step-numbers", _cell("1. Обрати 2 Купити 3. Сплатити 4. Кінець")) == (1, 0, 0)
