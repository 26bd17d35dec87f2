"""Tables of a PDF without lines around their cells, and words that narrow cells part."""

from __future__ import annotations

import pytest

from stratanalysis.documents.pdf_lines import cell_words
from stratanalysis.documents.pdf_tables import BROKEN, Word, is_broken, loose_tables

LETTER = 5.0


def line(top, *cells):
    """Words of a line from (left edge, text); a letter is 5 points wide, a space 3."""
    words = []
    for left, text in cells:
        at = float(left)
        for word in text.split():
            words.append(Word(word, at, at + LETTER * len(word), top, top + 10.0))
            at += LETTER * len(word) + 3
    return words


PLAN = [
    *line(0, (50, "№"), (80, "Захід"), (200, "Виконавець"), (300, "2025"), (360, "2026")),
    *line(12, (50, "1"), (80, "Сад на"), (200, "Рада"), (300, "10,5"), (360, "1 200")),
    *line(24, (80, "площі")),
    *line(36, (50, "2"), (80, "Міст"), (200, "Рада"), (300, "-"), (360, "7")),
    *line(48, (80, "Разом"), (300, "10,5"), (360, "1 207")),
    *line(60, (50, "Це рядок тексту, що перетинає всі проміжки між стовпцями таблиці вгорі")),
]


def test_columns_are_told_by_gutters():
    (table,) = loose_tables(PLAN)
    assert table.rows == [
        ["№", "Захід", "Виконавець", "2025", "2026"],
        ["1", "Сад на\nплощі", "Рада", "10,5", "1 200"],
        ["2", "Міст", "Рада", "-", "7"],
        ["", "Разом", "", "10,5", "1 207"],
    ]
    assert (table.top, table.bottom) == (0, 58)


def test_text_in_columns_without_numbers_is_no_table():
    words = [
        w for top in range(0, 60, 12) for w in line(top, (50, "раз"), (150, "два"), (250, "три"))
    ]
    assert loose_tables(words) == []
    assert loose_tables(PLAN[:12]) == []


@pytest.mark.parametrize(
    ("first", "rest", "broken"),
    [
        ("Облаштув", "ання", True),
        ("інфрастру", "ктури", True),
        ("переходів", "біля", False),
        ("Закупівля", "восьми", False),
        ("паркових", "доріжок", False),
    ],
)
def test_a_word_that_fills_its_cell_may_go_on_below(first, rest, broken):
    (word,) = line(0, (50, first))
    assert is_broken(word, word.right + 2, rest, frozenset()) is broken
    assert not is_broken(word, word.right + 20, rest, frozenset())
    assert not is_broken(word, word.right + 2, rest, frozenset({first.lower()}))


def test_marked_lines_are_joined():
    assert cell_words(f"Облаштув{BROKEN}\nання парку") == "Облаштування парку"
    assert cell_words("Ремонт\nпарку") == "Ремонт парку"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("1. Садити ліс\n2. Поливати ліс\nу травні", "1. Садити ліс\n2. Поливати ліс у травні"),
        ("Ремонт школи №\n5 у селі", "Ремонт школи № 5 у селі"),
        # "Ліс" had room after "Сад", "Лисичанської" had none after "ремонт"
        ("Сад\nЛіс\nДовгі дороги громади", "Сад\nЛіс\nДовгі дороги громади"),
        ("Капітальний ремонт\nЛисичанської гімназії", "Капітальний ремонт Лисичанської гімназії"),
    ],
)
def test_items_of_a_cell(lines, expected):
    assert cell_words(lines) == expected
