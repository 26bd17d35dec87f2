"""Numbers, signs, words and dates as written."""

from __future__ import annotations

import pytest

from stratanalysis.audit.dates import check_cut_ranges, check_days, check_periods
from stratanalysis.audit.statements import MAX_PASSAGE
from stratanalysis.audit.units import check_indicator_units, check_same_unit
from stratanalysis.audit.words import content_stems, number_word, similarity, stem
from stratanalysis.audit.written import (
    check_alphabets,
    check_amounts_without_unit,
    check_dashes,
    check_grouping,
    check_orphaned_units,
    check_signs,
)

from .answers import answers, material, message, verdicts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Виділено 1500,000 грн.", [("1500,000 грн", "1 500 000")]),
        ("Виділено 1500,00 грн.", ["ok"]),
        ("Виділено 15000,0000 грн.", ["ok"]),
        ("Довжина 1500,500 км.", [("1500,500 км", "1 500,500")]),
        ("Виділено 1 500 грн, 2,5 грн.", ["ok", "ok"]),
    ],
)
def test_grouping(text, expected):
    assert answers(check_grouping, text) == expected


def test_ambiguous_amounts_are_counted_once():
    found = [v for v in verdicts(check_grouping, "Виділено 20,000 грн і 30,000 грн.") if v.source]
    assert [(v.stated, v.computed) for v in found] == [("20,000 грн", "20 000")]
    text = message(found[0]).replace("\xa0", " ")
    assert "two ways: 2, such as" in text
    assert "read as 20 000 and not 20;" in text


@pytest.mark.parametrize(
    "wrong", ["5 % %", "№ №", "5,,5", "5..5", "слова --5", "5 грн грн", "км км довжини", "+ +"]
)
def test_signs_that_stand_twice(wrong):
    assert len(answers(check_signs, f"Тут {wrong} є.")) == 1
    assert answers(check_signs, "Тут 5 %, № 5, 5,5 і 5.5 грн.") == []


def test_a_doubled_sign_is_quoted_with_40_characters_around():
    (found,) = verdicts(check_signs, "я" * 50 + "№№" + "ю" * 50)
    assert found.source.text == "я" * 40 + "№№" + "ю" * 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Скорочення за рік -28,6 %.", [("-28,6", "28,6")]),
        ("Скорочення (рік) -28,6 %.", [("-28,6", "28,6")]),
        ("Скорочення за рік - 28,6 %.", []),
        ("Скорочення 5 -28,6 %.", []),
        ("-28,6 %", []),
    ],
)
def test_dashes_that_may_be_minuses(text, expected):
    assert answers(check_dashes, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Слова.\n\n(од);\n\nСлова.", [("од", "")]),
        ("Слова.\n\n- (км)\n\nСлова.", [("км", "")]),
        ("Слова.\n\n(слово)\n\nСлова.", []),
        ("Слова.\n\n(грн)\n\n| А | Б |\n|-|-|\n| 1 | 2 |", []),
        ("(км)\n\nСлова.\n\nСлова.\n\n| А | Б |\n|-|-|\n| 1 | 2 |", [("км", "")]),
        ("(км)\n\nСлова.\n\n| А | Б |\n|-|-|\n| 1 | 2 |", []),
    ],
)
def test_units_without_a_name(text, expected):
    assert answers(check_orphaned_units, text, layout="markdown") == expected


def test_amounts_have_a_unit():
    rows = [{"amount": 5.0, "unit_as_written": "грн", "source_text": "5 грн"},
            {"amount": 6.0, "unit_as_written": None, "source_text": "6"},
            {"amount": None, "unit_as_written": None, "source_text": ""}]  # fmt: skip
    assert answers(check_amounts_without_unit, money=rows) == ["ok", ("6", "")]


def test_words_of_two_alphabets():
    """The first word holds a Latin c, the second a Latin o, the third a Latin i and c."""
    (found,) = verdicts(check_alphabets, "Школа cело вoда piчка мicто.")
    assert "Cyrillic ones: 4, such as cело, вoда, piчка" in message(found)
    assert found.computed == "село"
    (odd,) = verdicts(check_alphabets, "Слово шкоծа.")
    assert (odd.stated, odd.computed) == ("шкоծа", "Armenian")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Звіт до 30.04.2025 року.", ["ok"]),
        ("Звіт до 31.04.2025 року.", [("31.04.2025", "30.04.2025")]),
        ("Звіт до 29.02.2024 року.", ["ok"]),
        ("Звіт до 29.02.2025 року.", [("29.02.2025", "28.02.2025")]),
        ("Звіт до 31.04.2025, ще раз до 31.04.2025.", [("31.04.2025", "30.04.2025")]),
    ],
)
def test_days_of_the_calendar(text, expected):
    assert answers(check_days, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ремонт тривав з 15.09.2024 по 30.06.2025.", ["ok"]),
        ("Ремонт тривав з 15.09.2024 по 05.09.2024.",
         [("з 15.09.2024 по 05.09.2024", "−10 дн.")]),
        ("Ремонт тривав з 15.09.2024 по 15.09.2024.", []),
    ],
)  # fmt: skip
def test_periods_end_after_they_begin(text, expected):
    assert answers(check_periods, text) == expected


def test_a_long_paragraph_quotes_the_date_in_question():
    text = "я" * 150 + " 31.04.2025 " + "ю" * 150
    (found,) = verdicts(check_days, text)
    # 70 characters before the date, 70 from its beginning
    assert found.source.text == "…" + "я" * 69 + " 31.04.2025 " + "ю" * 59 + "…"


def test_a_range_cut_in_two_rows():
    text = "| Термін |\n|---|\n| Крок з 01.02.2025 по |\n| 30.06.2025 |\n"
    (found,) = verdicts(check_cut_ranges, text, layout="markdown")
    assert (found.stated, found.computed) == ("з 01.02.2025 по", "30.06.2025")
    assert "is at small.txt:4" in message(found)


def indicator(name, unit, line=4):
    return {"name": name, "unit": unit, "source_text": f"{name} ({unit})", "source_line": line,
            "source_document": "s.txt"}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("Кількість шкіл", "items", "ok"),
        ("Кількість шкіл", "km", ("km", "од.")),
        ("Кількість шкіл", "UAH", ("UAH", "од.")),
        ("Кількість відходів", "m3", "ok"),
        ("Кількість відремонтованих доріг", "persons", ("persons", "од.")),
        ("Кількість учнів", "persons", "ok"),
        ("Площа лісу", "ha", "ok"),
        ("Кількість шкіл", "щось", "unknown"),
    ],
)
def test_units_that_cannot_be(name, unit, expected):
    assert answers(check_indicator_units, indicators=[indicator(name, unit)]) == [expected]


def test_one_indicator_has_one_unit():
    same = [indicator("Площа лісу", "ha"), indicator("Площа лісів", "ha", 9)]
    assert answers(check_same_unit, indicators=same) == ["ok"]
    two = [indicator("Площа лісу", "ha"), indicator("Площа лісів", "km2", 9)]
    (found,) = verdicts(check_same_unit, indicators=two)
    assert (found.stated, found.computed, found.source.line) == ("km2", "ha", 9)
    assert "at s.txt:4" in message(found)
    assert answers(check_same_unit, indicators=[indicator("Площа", "ha")] * 2) == []  # one word


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("котельні", "котельн"), ("котелень", "котелен"), ("громадами", "громад"),
        ("ліси", "ліс"), ("рів", "рів"), ("водою", "вод"), ("воді", "вод"), ("їм", "їм"),
    ],
)  # fmt: skip
def test_stems_keep_three_letters_and_have_seven_at_most(word, expected):
    assert stem(word) == expected


def test_words_that_say_something():
    assert content_stems("ТЕЦ та до 5 шкіл") == ["тец", "шкіл"]
    assert similarity({"а", "б", "в"}, {"б", "в", "г"}) == 0.5
    assert similarity(set(), set()) == 0
    assert [number_word(word) for word in ("трьох", "Дванадцять", "один")] == [3, 12, None]


def test_very_long_paragraphs_are_left_out():
    fits, long = "я" * (MAX_PASSAGE - 1), "я" * (MAX_PASSAGE + 1)
    assert MAX_PASSAGE == 20_000
    assert [len(p.text) for p in material(f"{fits}.\n\n{long}").unread] == [20_001]
