"""Percents, differences and growth: the levels they follow from, and the room of rounding."""

from __future__ import annotations

import pytest

from stratanalysis.audit.differences import check_differences
from stratanalysis.audit.percents import check_percents
from stratanalysis.findings import Severity

from .answers import answers, message, verdicts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 320.0 ± 0.05 of 542.4 ± 0.05 are 58.98 to 59.01 %; the percent ± 0.5
        ("Мереж 542,4 км, з них аварійних 320,0 км (59 %).", ["ok"]),
        ("Мереж 542,4 км, з них аварійних 320,0 км (60 %).", [("60 %", "59,0 %")]),
        ("Мереж 542,4 км, з них аварійних 320,0 км (58 %).", [("58 %", "59,0 %")]),
        ("Мереж 542,4 км, з них аварійних 320,0 км (59,1 %).", [("59,1 %", "59,0 %")]),
        ("Мереж 542,4 км, з них аварійних 320,0 км (59,05 %).", [("59,05 %", "59,00 %")]),
        ("Охоплено 225 із 450 дітей (50 %).", ["ok"]),
        ("Охоплено 225 із 450 дітей (51 %).", [("51 %", "50,0 %")]),
        ("Охоплено 227 із 450 дітей (50 %).", ["ok"]),  # 50.44
        ("Охоплено 228 із 450 дітей (50 %).", [("50 %", "50,7 %")]),  # 50.67
        ("Охоплено 222 із 450 дітей (49 %).", ["ok"]),  # 49.33
        ("Охоплено близько 225 із 450 дітей (51 %).", ["unknown"]),
        ("75 % дітей (225 із 450) навчаються.", [("75 %", "50,0 %")]),
        ("50 % дітей (225 із 450) навчаються.", ["ok"]),
        ("Діє 40 шкіл, аварійних 10 (30 %).", ["unknown"]),  # nothing says of what
        ("Діє 40 шкіл, аварійних 10 (25 %).", ["ok"]),
        ("Діє 40 шкіл, з них аварійних 10 шкіл (30 %), порівняно з торік.", ["unknown"]),
        ("Діє 40 шкіл, із них зросло на 10 шкіл (30 %).", ["unknown"]),
    ],
)
def test_a_percent_of_two_figures(text, expected):
    assert answers(check_percents, text) == expected


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Охоплено 225 із 450 дітей (51 %).", Severity.ERROR),
        ("У 3 селах охоплено 225 із 450 дітей (51 %).", Severity.WARNING),
        ("Мереж 542,4 км, з них аварійних 320,0 км (60 %).", Severity.ERROR),
        ("Мереж 542,4 км, аварійних 320,0 км (60 %).", Severity.WARNING),
    ],
)
def test_only_two_figures_and_their_relation_make_an_error(text, severity):
    assert [v.severity for v in verdicts(check_percents, text)] == [severity]


def test_the_message_names_part_and_whole():
    (found,) = verdicts(check_percents, "Охоплено 225 із 450 дітей (51 %).")
    assert "225 of 450" in message(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Із 320 заявок задоволено 240 (75 %).", ["ok"]),
        ("Із 320 заявок задоволено 240 (70 %).", [("70 %", "75,0 %")]),
        ("Опитано 500 респондентів, за проєкт 350 осіб, або 70 %.", ["ok"]),
        ("Опитано 500 респондентів, за проєкт 350 осіб, або 65 %.", [("65 %", "70,0 %")]),
        ("Охоплено гуртками 80 дітей, навчаються 20 дітей (30 %).", [("30 %", "25,0 %")]),
    ],
)
def test_of_all_and_of_those_asked(text, expected):
    assert answers(check_percents, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 80 to 100 is 25 %, 20 pieces
        ("Закладів стало більше: з 80 до 100 одиниць, або на 25 %.", ["ok"]),
        ("Закладів стало більше: з 80 до 100 одиниць, або на 26 %.", [("26 %", "25,0 %")]),
        ("Закладів стало більше: з 80 до 100 одиниць, або на 25,5 %.", [("25,5 %", "25,0 %")]),
        # of the later level 20 %, and an index of 125 %: meant otherwise
        ("Закладів стало більше: з 80 до 100 одиниць, або на 20 %.", ["unknown"]),
        ("Закладів стало більше: з 80 до 100 одиниць, або на 125 %.", ["unknown"]),
        ("Доходи зросли з 80 грн до 100 грн, на 20 грн.", ["ok"]),
        ("Доходи зросли з 80 грн до 100 грн, на 21 грн.", ["ok"]),  # three rounded figures: ± 1.5
        ("Доходи зросли з 80 грн до 100 грн, на 22 грн.", [("22 грн", "20")]),
        ("Учнів стало менше: з 100 осіб до 80 осіб, на 20 осіб.", ["ok"]),
        ("Учнів стало менше: з 100 осіб до 80 осіб, на 21 осіб.", [("21 осіб", "20")]),
        ("Населення зменшилося на 5,2 %: з 10 000 до 9 480 осіб.", ["ok"]),
        ("Населення зменшилося на 5,9 %: з 10 000 до 9 480 осіб.", [("5,9 %", "5,2 %")]),
        ("Доходи зросли з 40,0 до 50,0 млн грн, або на 25 %.", ["ok"]),
        ("Доходи зросли з 40,0 до 50,0 млн грн, або на 27 %.", [("27 %", "25,0 %")]),
        ("Доходи зросли з 0 грн до 100 грн, на 20 грн.", ["unknown"]),
        ("Учнів стало менше: з близько 100 осіб до 80 осіб, на 30 осіб.", []),
    ],
)
def test_from_to_by(text, expected):
    assert answers(check_differences, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 6,894 and 42 fewer than before: 6,936 before
        ("Було 6936 учнів. Зараз 6894 учні, на 42 учні менше.", ["ok"]),
        ("Було 6937 учнів. Зараз 6894 учні, на 42 учні менше.", [("42 учні", "6 936")]),
        ("Було 6852 учні. Зараз 6894 учні, на 42 учні більше.", ["ok"]),
        ("Було 6853 учні. Зараз 6894 учні, на 42 учні більше.", [("42 учні", "6 852")]),
        # farther than 2 % of the level and three times the change: something else
        ("Було 7074 учні. Зараз 6894 учні, на 42 учні менше.", [("42 учні", "6 936")]),  # 138
        ("Було 7075 учнів. Зараз 6894 учні, на 42 учні менше.", ["unknown"]),  # 139 > 138.7
        ("Було 130 учнів. Зараз 100 учнів, на 10 учнів менше.", [("10 учнів", "110")]),
        ("Було 140 учнів. Зараз 100 учнів, на 10 учнів менше.", [("10 учнів", "110")]),  # 3 × 10
        ("Було 141 учень. Зараз 100 учнів, на 10 учнів менше.", ["unknown"]),
        ("Було 90 учнів. Зараз 100 учнів, на 12 учнів менше.", ["unknown"]),  # it was not fewer
        ("Зараз 100 учнів, на 10 учнів менше.", ["unknown"]),
        ("Зараз 10 учнів, на 10 учнів менше.", []),
    ],
)
def test_fewer_than_before(text, expected):
    assert answers(check_differences, text) == expected


@pytest.mark.parametrize(
    ("change", "expected"), [("75", "ok"), ("76", ("76 осіб", "75")), ("74", ("74 осіб", "75"))]
)
def test_births_less_deaths(change, expected):
    """45 - 120 = -75."""
    text = f"Народилося 45 дітей, померло 120 осіб, природне скорочення – {change} осіб."
    assert answers(check_differences, text) == [expected]
    born = f"Народилося 120 дітей, померло 45 осіб, природний приріст – {change} осіб."
    assert answers(check_differences, born) == [expected]


def test_a_fourth_figure_leaves_births_and_deaths_open():
    text = "Народилося 45 дітей у 3 селах, померло 120 осіб, природне скорочення – 80 осіб."
    assert answers(check_differences, text) == ["unknown"]


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("на 42 учні менше", True),
        ("на 42 учні або менше", True),  # second word after the figure
        ("на 42 учні тобто значно менше", False),  # third
        ("зменшилося на 42 учні", True),
        ("зменшилося аж на 42 учні", True),  # third word before
        ("зменшилося за рік на 42 учні", False),  # fourth
        ("на 42 учні", False),
    ],
)
def test_words_next_to_a_change_say_its_direction(words, known):
    text = f"Було 6936 учнів. Зараз 6894 учні, {words}."
    assert answers(check_differences, text) == (["ok"] if known else [])
