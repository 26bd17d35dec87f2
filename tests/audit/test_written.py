"""Numbers and words as written."""

from __future__ import annotations

import pytest


def test_amounts_that_can_be_read_in_two_ways_are_told_once(audited):
    text = "Сервер 50,000 грн, ліцензії 20,000 грн, абонплата 1,500,000 грн."
    (finding,) = audited("number-grouping", text).problems
    assert (finding.severity, finding.stated, finding.computed) == ("note", "50,000 грн", "50 000")
    assert "2, such as" in finding.message


def test_a_number_grouped_in_no_known_way(found):
    text = "Курси 1500,000 грн, сервер 50,000 грн, камери 1,500,000 грн."
    assert (1, "1500,000 грн", "1 500 000") in found("number-grouping", text)
    assert found("number-grouping", "Курси 1 500 000 грн, сервер 50 000,00 грн.") == []


@pytest.mark.parametrize(
    ("wrong", "right", "sign"),
    [("37,5% % дітей", "37,5% дітей", "% %"), ("рішення №№ 5", "рішення № 5", "№№"),
     ("сума 5,,5 грн", "сума 5,5 грн", "5,,5")],
)  # fmt: skip
def test_doubled_signs(found, wrong, right, sign):
    assert [stated for _, stated, _ in found("sign-twice", f"Маємо {wrong}.")] == [sign]
    assert found("sign-twice", f"Маємо {right}.") == []


def test_a_dash_that_could_be_a_minus(found):
    assert found("dash-or-minus", "Старших шістдесяти років -28,6 %.") == [(1, "-28,6", "28,6")]
    assert found("dash-or-minus", "Старших шістдесяти років - 28,6 %.") == []
    assert found("dash-or-minus", "Строк 10-15 років, наказ 226-р.") == []


def test_a_unit_that_stands_alone(found):
    text = "-кількість шкіл (од);\n\n(од);\n\n-площа громади (га);"
    assert found("orphaned-unit", text) == [(3, "од", "")]


def test_two_alphabets_in_one_word(audited):
    result = audited("alphabet", "Стратегiя розвитку громади, меxанізм.")  # Latin i and x
    (finding,) = result.problems
    assert (finding.severity, finding.computed) == ("note", "Стратегія")
    assert "2, such as" in finding.message
    (finding,) = audited("alphabet", "Місто Корос\u062aень.").problems
    assert (finding.severity, finding.computed) == ("warning", "Arabic")
    assert audited("alphabet", "Впровадження SMART-технологій та Wi-Fi² у місті.").problems == ()
