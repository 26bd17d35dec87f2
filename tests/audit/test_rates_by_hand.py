"""Rates per population, density and money per head: each figure is worked in the test."""

from __future__ import annotations

import pytest

from stratanalysis.audit.rates import check_per_head, check_rates

from .answers import answers, verdicts

PEOPLE = "Чисельність населення громади становить 50 000 осіб.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 250 of 50,000 are 50 of 10,000 and 5 of 1,000
        ("У лікарні 250 ліжок.\n\nЗабезпеченість ліжками 50,0 на 10 тис. населення.", "ok"),
        ("У лікарні 250 ліжок.\n\nЗабезпеченість ліжками 5,0 на 1000 населення.", "ok"),
        ("У лікарні 250 ліжок.\n\nЗабезпеченість ліжками 50,1 на 10 тис. населення.",
         ("50,1 на 10 тис. населення", "50,0")),
        # 0.4 of rounding: 250 / 50,000 = 50.0 is within 50 ± 0.5
        ("У лікарні 252 ліжка.\n\nЗабезпеченість ліжками 50 на 10 тис. населення.", "ok"),
        ("У лікарні 253 ліжка.\n\nЗабезпеченість ліжками 50 на 10 тис. населення.",
         ("50 на 10 тис. населення", "50,6")),
        # a half or twice as much is another thing
        ("У лікарні 250 ліжок.\n\nЗабезпеченість ліжками 100 на 10 тис. населення.", "unknown"),
        ("У лікарні 250 ліжок.\n\nЗабезпеченість ліжками 99 на 10 тис. населення.",
         ("99 на 10 тис. населення", "50,0")),
        ("У лікарні 250 ліжок.\n\nЗабезпеченість ліжками 25 на 10 тис. населення.", "unknown"),
        ("У лікарні 250 ліжок.\n\nЗабезпеченість ліжками 26 на 10 тис. населення.",
         ("26 на 10 тис. населення", "50,0")),
        ("У лікарні 250 ліжок.\n\nЗабезпеченість ліжками близько 40 на 10 тис. населення.",
         "unknown"),
        ("У лікарні 1 ліжко.\n\nЗабезпеченість ліжками 50,0 на 10 тис. населення.", "unknown"),
    ],
)  # fmt: skip
def test_a_rate_follows_from_a_count_and_the_population(text, expected):
    assert answers(check_rates, PEOPLE + text) == [expected]


def test_without_a_population_a_rate_is_not_checkable():
    text = "У лікарні 250 ліжок.\n\nЗабезпеченість ліжками 50,0 на 10 тис. населення."
    assert answers(check_rates, text) == ["unknown"]
    few = "Чисельність населення громади становить 499 осіб.\n\n"
    assert answers(check_rates, few + text) == ["unknown"]
    enough = "Чисельність населення громади становить 500 осіб.\n\n"
    # 250 of 500 are 5,000 of 10,000: not the thing that the rate counts
    assert answers(check_rates, enough + text) == ["unknown"]
    assert answers(
        check_rates, enough + text.replace("50,0", "4 000")
    ) == [("4 000 на 10 тис. населення", "5 000,0")]  # fmt: skip


@pytest.mark.parametrize("other", ["області", "району", "України", "працездатного віку"])
def test_the_population_of_another_area_is_none_of_ours(other):
    text = (
        f"Чисельність населення {other} становить 50 000 осіб.\n\nУ лікарні 250 ліжок.\n\n"
        "Забезпеченість ліжками 50,0 на 10 тис. населення."
    )
    assert answers(check_rates, text) == ["unknown"]


def density(stated, area="200 км²", people="8 000 осіб"):
    return f"Щільність – {stated} осіб на км² (площа – {area}, населення – {people})."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (density("40"), "ok"),  # 8,000 / 200
        (density("41"), ("41 осіб на км²", "40,0")),
        (density("40", people="8 090 осіб"), "ok"),  # 40.45
        (density("40", people="8 120 осіб"), "ok"),  # 8,120 on 200.5 are 40.499
        (density("40", people="8 140 осіб"), ("40 осіб на км²", "40,7")),  # 40.599
        # 8.0 ± 0.05 thousand on 200.0 ± 0.05: 39.74 to 40.26
        (density("39,7", "200,0 км²", "8,0 тис. осіб"), "ok"),
        (density("40,3", "200,0 км²", "8,0 тис. осіб"), "ok"),
        (density("39,6", "200,0 км²", "8,0 тис. осіб"), ("39,6 осіб на км²", "40,0")),
        (density("40,4", "200,0 км²", "8,0 тис. осіб"), ("40,4 осіб на км²", "40,0")),
        (density("40", people="499 осіб"), "unknown"),
        (density("1", people="500 осіб"), ("1 осіб на км²", "2,5")),
        (density("40", area="1 км²"), "unknown"),
        (density("40") + " Ще мешкає 900 осіб.", "unknown"),
        (density("45", people="близько 8 000 осіб"), None),
    ],
)
def test_density(text, expected):
    assert answers(check_rates, text) == ([] if expected is None else [expected])


def per_head(whole, people, head):
    return f"Доходи бюджету становлять {whole} на {people}, тобто {head} на одного мешканця."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (per_head("120,0 млн грн", "10 000 осіб", "12 000 грн"), "ok"),
        (per_head("120,0 млн грн", "10 000 осіб", "13 000 грн"), ("13 000 грн", "12 000 грн")),
        # ± 0.05 mln is ± 5 UAH a head, and 0.5 for whole hryvnias more
        (per_head("120,0 млн грн", "10 000 осіб", "12 005 грн"), "ok"),
        (per_head("120,0 млн грн", "10 000 осіб", "11 995 грн"), "ok"),
        (per_head("120,0 млн грн", "10 000 осіб", "12 007 грн"), ("12 007 грн", "12 000 грн")),
        (per_head("120,0 млн грн", "10 000 осіб", "11 993 грн"), ("11 993 грн", "12 000 грн")),
        # 10.0 ± 0.05 thousand people: ± 60 UAH more
        (per_head("120,0 млн грн", "10,0 тис. осіб", "12 065 грн"), "ok"),
        (per_head("120,0 млн грн", "10,0 тис. осіб", "12 068 грн"), ("12 068 грн", "12 000 грн")),
        (per_head("2 000 грн", "20 осіб", "100 грн"), "ok"),
        (per_head("1 900 грн", "19 осіб", "100 грн"), "unknown"),
        (per_head("близько 120,0 млн грн", "10 000 осіб", "13 000 грн"), "unknown"),
    ],
)
def test_money_per_head(text, expected):
    assert answers(check_per_head, text) == [expected]


def test_the_whole_may_be_in_the_sentence_before():
    text = "На 400 осіб виділено 800 000 грн. Це по 2 000 грн на одного мешканця."
    assert answers(check_per_head, text) == ["ok"]
    text = text.replace("2 000 грн", "2 500 грн")
    (found,) = verdicts(check_per_head, text)
    assert (found.stated, found.computed) == ("2 500 грн", "2 000 грн")


def test_pupils_are_counted_by_their_noun():
    text = "Субвенцію 4,2 млн грн поділено між 1 400 учнями, по {} грн на учня."
    assert answers(check_per_head, text.format("3 000")) == ["ok"]
    assert answers(check_per_head, text.format("2 000")) == [("2 000 грн", "3 000 грн")]
    other = "Субвенцію 4,2 млн грн поділено між 1 400 школами, по 2 000 грн на учня."
    assert answers(check_per_head, other) == ["unknown"]
