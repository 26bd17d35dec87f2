"""Shares, percents, rates and differences; expected figures are computed by hand in the tests."""

from __future__ import annotations

import pytest


def test_shares_with_a_rest_must_make_100(counts, found):
    text = "Торгівля має 36,0% підприємств, промисловість 24,0%, будівництво 30,0%, інші 10,0%."
    assert counts("shares-100", text) == (1, 0, 0)
    # 46 + 24 + 30 + 10 = 110
    assert found("shares-100", text.replace("36,0", "46,0")) == [(1, "46,0% …", "110,0 %")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Населення 70 000 осіб (жінок – 55,7%, чоловіків – 44,3%).", ("55,7", "65,7")),
        ("Міське населення 93,2 %, сільське 6,8 %.", ("6,8", "7,8")),
        (
            "У працездатному віці 56,6%. Молодших за 18 років 14,8 %, старших 28,6 %.",
            ("14,8", "24,8"),
        ),
    ],
)
def test_groups_that_make_a_whole(counts, text, wrong):
    assert counts("shares-100", text) == (1, 0, 0)
    assert counts("shares-100", text.replace(*wrong)) == (0, 1, 0)


def test_rounding_of_shares(counts):
    # three thirds of 33.3 make 99.9, which rounding allows
    text = "Перша має 33,3%, друга 33,3%, інші 33,3%."
    assert counts("shares-100", text) == (1, 0, 0)


def test_shares_of_different_things_are_not_judged(counts):
    text = "Рілля займає майже 77,0% території, забудова понад 5,1 %, ліси близько 5,8%."
    assert counts("shares-100", text)[1] == 0
    growth = "Споживання тепла знизилось на 6,1%, газу на 7,9%, води зросло на 12,7%."
    assert counts("shares-100", growth)[1] == 0


@pytest.mark.parametrize(
    "text",
    [
        "Мереж 542,4 км, з них аварійних 320,0 км (59%).",
        "Мереж 542,4 км, з них аварійних 320,0 км, або 59 %.",
        "Мереж 542,4 км, з них аварійних 320,0 км, що становить 59%.",
    ],
)
def test_a_percent_of_its_two_numbers(counts, found, text):
    # 320.0 / 542.4 = 58.997 %
    assert counts("percent-of-numbers", text) == (1, 0, 0)
    ((line, stated, computed),) = found("percent-of-numbers", text.replace("59", "69"))
    assert (line, stated.replace(" ", ""), computed) == (1, "69%", "59,0 %")


def test_the_whole_may_be_any_earlier_figure(counts):
    # 160 of 500 and 100 of 500, not of 160
    text = "Усього 500 суб’єктів, з яких 160 (або 32,0%) – малі, з них 100 (або 20,0%) – мікро."
    assert counts("percent-of-numbers", text) == (2, 0, 0)


def test_a_percent_without_its_whole_is_not_checkable(counts):
    text = "У гуртках 2223 школярі (37,5% від загальної кількості дітей)."
    assert counts("percent-of-numbers", text) == (0, 0, 1)


def test_a_rate_per_ten_thousand(counts, found):
    text = (
        "Чисельність населення громади становить 50 000 осіб.\n\nУ лікарні 250 ліжок.\n\n"
        "Забезпеченість ліжками 50,0 на 10 тис. населення."
    )
    assert counts("rate-per-population", text) == (1, 0, 0)
    ((line, _, computed),) = found("rate-per-population", text.replace("50,0 на", "55,0 на"))
    assert (line, computed) == (5, "50,0")


def test_fewer_than_last_year(counts, found):
    # 6894 + 42 = 6936
    text = "Зараховано 6894 учні, що на 42 учні менше, ніж торік. Місць 10905 при 6936 учнях."
    assert counts("difference", text) == (1, 0, 0)
    assert found("difference", text.replace(" 42 ", " 52 ")) == [(1, "52 учні", "6 946")]


def test_from_to_by(counts, found):
    text = "Кількість закладів зросла з 80 до 100 одиниць, або на 25 %."
    assert counts("difference", text) == (1, 0, 0)
    assert found("difference", text.replace("25 %", "35 %")) == [(1, "35 %", "25,0 %")]
    by = "Доходи зросли з 80 грн до 100 грн, на 20 грн."
    assert counts("difference", by) == (1, 0, 0)
    assert counts("difference", by.replace("20 грн.", "30 грн."))[1] == 1
