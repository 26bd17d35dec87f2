"""Codes of goals, in texts of our own."""

from __future__ import annotations

import pytest

TREE = """Стратегічна ціль 1. Сильна економіка

Операційна ціль 1.1. Більше підприємств у громаді

Завдання 1.1.1. Відкрити бізнес-центр для підприємців

Завдання 1.1.2. Провести навчання для підприємців

Операційна ціль 1.2. Краще просторове планування

Завдання 1.2.1. Оновити генеральний план громади

Стратегічна ціль 2. Здорова громада

Операційна ціль 2.1. Доступна медицина

Завдання 2.1.1. Відремонтувати амбулаторії у селах
"""


@pytest.mark.parametrize(
    "check",
    ["code-order", "code-parent", "code-nowhere", "code-title", "code-numeral", "title-repeated"],
)
def test_a_good_tree_has_no_findings(audited, check):
    result = audited(check, TREE)
    assert result.problems == ()


def test_a_gap(found):
    text = TREE.replace("Завдання 1.1.2", "Завдання 1.1.3")
    assert found("code-order", text) == [(7, "1.1.3", "1.1.2")]


def test_a_jump_back_and_a_double(found):
    swapped = TREE.replace("1.1.1", "X").replace("1.1.2", "1.1.1").replace("X", "1.1.2")
    assert (7, "1.1.1", "1.1.2") in found("code-order", swapped)


def test_a_wrong_parent(found):
    text = TREE.replace("Операційна ціль 2.1", "Операційна ціль 1.3")
    assert (15, "1.3", "2") in found("code-parent", text)


def test_a_code_that_points_nowhere(found):
    text = TREE + "\n\nДетально про це сказано в описі завдання 1.2.7 нижче.\n"
    assert found("code-nowhere", text) == [(20, "1.2.7", "")]
    assert found("code-nowhere", text.replace("1.2.7", "1.2.1")) == []


def test_one_code_with_two_titles(found):
    again = TREE + "\n\n" + TREE.replace("Краще просторове планування", "Чисте довкілля навколо")
    ((line, stated, computed),) = found("code-title", again)
    assert (line, stated, computed) == (
        28, "«Чисте довкілля навколо»", "«Краще просторове планування»",
    )  # fmt: skip


def test_endings_and_spelling_are_no_other_title(found):
    again = TREE + "\n\n" + TREE.replace("підприємств у громаді", "підприємства у громадах")
    assert found("code-title", again) == []


@pytest.mark.parametrize(
    ("written", "severity"), [("I.ІІ", "warning"), ("І.ІІ", "note"), ("I.II", None)]
)
def test_roman_codes(audited, written, severity):
    text = (
        f"Стратегічний напрямок 1: Залучення людей\n\nЦіль {written} Розвиток сервісів для людей\n"
    )
    found = audited("code-numeral", text).problems
    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_a_goal_that_stands_twice(found):
    text = TREE.replace("Провести навчання для підприємців", "Оновити генеральний план громади")
    ((line, _, computed),) = found("title-repeated", text)
    assert (line, computed) == (11, "1.1.2")
