"""Parts and totals in sentences: distances, sizes and rounding that decide."""

from __future__ import annotations

import pytest

from stratanalysis.audit.sums import check_parts, check_written_sums
from stratanalysis.findings import Severity

from .answers import answers, message, verdicts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 0.5 + 0.5 of rounding beside 1.0 of the whole: see the sums of margins
        ("Лісу 10,0 га, з них 4,0 га, 6,1 га.", ["ok"]),  # 10.1 ± 0.15
        ("Лісу 10,0 га, з них 4,0 га, 6,2 га.", [("10,0 га", "10,2")]),
        (
            "Дохід 10,0 млн грн, з них 4,0 млн грн, 6,2 млн грн.",
            [("10,0 млн грн", "10 200 000,00")],
        ),
        ("Діє 30 закладів, з них 12 шкіл, 18 садків.", ["ok"]),
        ("Діє 30 закладів, з них 12 шкіл, 19 садків.", [("30 закладів", "31")]),
        ("Діє 30 закладів, з них 12 шкіл, 17 садків.", [("30 закладів", "29")]),
        # 24 of 30 are four fifths
        ("Діє 30 закладів, з них 12 шкіл, 12 садків.", [("30 закладів", "24")]),
        ("Діє 30 закладів, з них 12 шкіл, 11 садків.", ["unknown"]),
        # after "including" two parts may be two of many, three are compared
        ("Діє 30 закладів, у тому числі 12 шкіл, 17 садків.", ["unknown"]),
        ("Діє 30 закладів, у тому числі 12 шкіл, 20 садків.", [("30 закладів", "32")]),
        ("Діє 100 закладів, у тому числі 12 шкіл, 20 садків, 9 клубів.", [("100 закладів", "41")]),
        ("Діє 100 закладів, у тому числі 12 шкіл, 19 садків, 9 клубів.", ["unknown"]),  # 40
        ("Діє 10 закладів, у тому числі 7 шкіл, 5 садків, 3 клуби.", [("10 закладів", "15")]),
        # a third part may follow the two that close
        ("Діє 30 закладів, з них 12 шкіл, 18 садків, 4 клуби.", ["ok"]),
        ("Діє 30 закладів, з них 31 школа.", [("31", "30 закладів")]),
        ("Діє 30 закладів, з них 30 шкіл.", ["ok"]),
        ("Діє близько 30 закладів, з них 12 шкіл, 19 садків.", ["unknown"]),
        ("Діє 30 закладів, з них близько 12 шкіл, 19 садків.", ["unknown"]),
    ],
)  # fmt: skip
def test_parts_of_a_sentence(text, expected):
    assert answers(check_parts, text) == expected


def severities(check, text):
    return [found.severity for found in verdicts(check, text) if found.source]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Діє 30 закладів, з них 12 шкіл, 19 садків.", Severity.ERROR),
        ("Діє 30 закладів, з них 12 шкіл, 17 садків.", Severity.WARNING),
        ("У 3 селах діє 30 закладів, з них 12 шкіл, 19 садків.", Severity.WARNING),
        ("Діє 30 закладів, у тому числі 12 шкіл, 20 садків.", Severity.WARNING),
        ("Діє 30 закладів, з них 31 школа.", Severity.ERROR),
        ("Діє 30 закладів, з них 31 школа, 4 клуби.", Severity.WARNING),
    ],
)
def test_only_a_sentence_of_nothing_else_is_certain(text, severity):
    assert severities(check_parts, text) == [severity]


@pytest.mark.parametrize(("between", "expected"), [(160, ["ok"]), (161, [])])
def test_the_whole_stands_within_160_characters(between, expected):
    """From the end of "30 закладів" to "з них"."""
    words = " ".ljust(between - 1, "я") + " "
    assert answers(check_parts, f"Діє 30 закладів{words}з них 12 шкіл, 18 садків.") == expected


def test_a_later_division_may_be_another_part():
    text = "Діє 30 закладів, з них 12 шкіл, 15 садків, а також 3 клуби."
    assert answers(check_parts, text) == ["unknown"]
    # "також" ends within 60 characters of the last part, or is too far to belong to it
    far = "Діє 30 закладів, з них 12 шкіл, 15 садків {} також 3 клуби."
    assert answers(check_parts, far.format("я" * 53)) == ["unknown"]
    assert answers(check_parts, far.format("я" * 54)) == [("30 закладів", "27")]


def test_years_between_part_another_count():
    assert answers(check_parts, "Діє 30 закладів, з них у 2020 році 12 шкіл, 17 садків.") == [
        "unknown"
    ]


def test_amounts_by_years_make_their_whole():
    text = "Виділено 100 тис. грн, у тому числі 2024 рік – {} тис. грн, 2025 рік – {} тис. грн."
    assert answers(check_parts, text.format(40, 60)) == ["ok"]
    assert answers(check_parts, text.format(40, 50)) == [("100 тис. грн", "90 000,0")]
    assert answers(check_parts, text.format(30, 49)) == ["unknown"]  # 79 of 100
    gap = text.replace("2025", "2026")
    assert answers(check_parts, gap.format(40, 50)) == ["unknown"]


def test_people_may_belong_to_two_groups():
    text = "Працює 100 осіб, у тому числі 70 жінок, 45 пенсіонерів."
    assert answers(check_parts, text) == ["unknown"]


def test_terms_are_written_as_they_stand():
    (found,) = verdicts(check_parts, "Лісу 10,0 га, з них 4,05 га, 6,5 га.")
    assert found.computed == "10,55"  # two places, as the finest part
    assert "4,05 + 6,5" in message(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Працює 25 осіб (20 жінок, 5 чоловіків).", ["ok"]),
        ("Працює 25 осіб (20 жінок, 6 чоловіків).", [("25 осіб", "26")]),
        ("Працює 25 осіб (15 жінок, 5 чоловіків).", ["unknown"]),
        ("Працює 25 осіб (15 жінок, 5 чоловіків, 2 учні).", [("25 осіб", "22")]),
        ("Працює 25 осіб (20 жінок).", []),
        ("Працює 25 осіб, є склад (20 жінок, 6 чоловіків).", []),  # of something else
        ("Працює близько 25 осіб (20 жінок, 6 чоловіків).", ["unknown"]),
        ("Площа 10,0 га (4,0 га, 6,1 га).", ["ok"]),
        ("Площа 10,0 га (4,0 га, 6,2 га).", [("10,0 га", "10,2")]),
        (f"Працює 25 осіб{' '.ljust(59, 'я')}(20 жінок, 6 чоловіків).", [("25 осіб", "26")]),
        (f"Працює 25 осіб{' '.ljust(60, 'я')}(20 жінок, 6 чоловіків).", []),
    ],
)
def test_a_bracket_of_parts(text, expected):
    assert answers(check_parts, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Діє 30 закладів: 12 шкіл, 10 садків та 8 бібліотек.", ["ok"]),
        ("Діє 30 закладів: 12 шкіл, 10 садків та 9 бібліотек.", [("30 закладів", "31")]),
        ("Діє 30 закладів: 12 шкіл, 10 садків та 2 бібліотеки.", [("30 закладів", "24")]),
        ("Діє 30 закладів: 12 шкіл, 10 садків та 1 бібліотека.", ["unknown"]),
        ("Діє 30 закладів: 12 шкіл та 17 садків.", ["unknown"]),
        ("Діє 30 закладів: 12 шкіл та 19 садків.", [("30 закладів", "31")]),
        ("Діє 30 закладів: 12 шкіл.", []),
        ("Діє близько 30 закладів: 12 шкіл та 19 садків.", ["unknown"]),
        ("Діє 30 закладів: 12 шкіл та близько 19 садків.", ["unknown"]),
        ("Діє 30 закладів: 12 шкіл і поза ними 19 садків.", ["unknown"]),
    ],
)
def test_parts_after_a_colon(text, expected):
    assert answers(check_parts, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Разом 500 + 40 = 540.", ["ok"]),
        ("Разом 500 + 40 = 541.", [("541", "540")]),
        ("Разом 500 - 40 = 460.", ["ok"]),
        ("Разом 500 − 40 + 5 = 465.", ["ok"]),
        ("Разом 500 − 40 + 5 = 455.", [("455", "465")]),
        ("Різниця 40 − 500 = −460.", ["ok"]),
        ("Разом 1,5 + 2,5 = 4,1.", ["ok"]),  # three terms of ± 0.05 each
        ("Разом 1,5 + 2,5 = 4,2.", [("4,2", "4,0")]),
        ("Разом 1,25 + 2,5 = 3,9.", [("3,9", "3,75")]),  # ± 0.005 ± 0.05 ± 0.05 = 0.105
        ("Разом 1,25 + 2,5 = 3,8.", ["ok"]),
        ("Разом 1,23456 + 2 = 4.", []),  # more than four places are no sum
        ("Разом 500 + 40 = 5%.", []),
        ("Разом 1,2345 + 2,0001 = 3,2348.", [("3,2348", "3,2346")]),
    ],
)
def test_written_sums(text, expected):
    assert answers(check_written_sums, text) == expected


def test_a_wrong_written_sum_is_an_error():
    assert severities(check_written_sums, "Разом 500 + 40 = 541.") == [Severity.ERROR]
