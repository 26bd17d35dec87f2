"""Steps, money and years of a plan of actions; the document is made in the test."""

from __future__ import annotations

import pytest

HEAD = (
    "Стратегічний напрямок 1: Залучення людей\n\nЦіль: I.I Сервіси для людей\n\n"
    "| Очікуваний результат | План дій | Ключові індикатори | План фінансування | | | "
    "| Термін реалізації | Відповідальний |\n|---|---|---|---|---|---|---|---|---|\n"
    "| | | | Джерела фінансування | 2020 рік | 2021 рік | 2022 рік | | |\n"
)
ROW = (
    "| Створено портал 2021 | 1. Обрати виконавця 2. Зробити портал 2021 року "
    "| 1. Обрано виконавця 2. Зроблено портал | 1. Місцевий бюджет "
    "| 10 000,00 грн | 20 000,00 грн | ~~~ "
    "| 1. з 01.02.2020 по 30.06.2020 2. з 01.01.2021 по 30.06.2021 | Відділ розвитку |\n"
)
PLAN = HEAD + ROW
CHECKS = ["within-plan", "money-and-activity", "year-in-words", "two-amounts", "steps-and-terms"]


@pytest.mark.parametrize("check", CHECKS)
def test_a_good_plan_has_no_findings(audited, check):
    result = audited(check, PLAN)
    assert result.problems == ()
    assert result.tallies[0].ok > 0


def test_money_in_a_year_without_activity(audited):
    text = PLAN.replace("~~~", "30 000,00 грн")
    (finding,) = audited("money-and-activity", text).problems
    assert (finding.severity, finding.stated, finding.computed) == ("warning", "2022", "2020–2021")


def test_activity_in_a_year_without_money(audited):
    text = PLAN.replace("10 000,00 грн", "~~~")
    (finding,) = audited("money-and-activity", text).problems
    assert (finding.severity, finding.stated, finding.computed) == ("note", "2020", "2021")


def test_steps_that_repeat_every_year_are_not_judged(counts):
    text = PLAN.replace("~~~", "30 000,00 грн").replace("30.06.2021 |", "30.06.2021 (щороку) |")
    assert counts("money-and-activity", text) == (0, 0, 1)


def test_a_step_outside_the_period(audited):
    text = PLAN.replace("з 01.01.2021 по 30.06.2021", "з 01.01.2023 по 30.06.2023")
    (finding,) = audited("within-plan", text).problems
    assert (finding.severity, finding.computed) == ("warning", "2020–2022")


def test_steps_due_on_the_first_day(audited):
    text = PLAN.replace("з 01.02.2020 по 30.06.2020", "до 01.01.2020")
    (finding,) = audited("within-plan", text).problems
    assert (finding.severity, finding.stated) == ("note", "01.01.2020")


def test_a_year_that_contradicts_the_term(audited):
    text = PLAN.replace("Зробити портал 2021 року", "Зробити портал 2019 року")
    (finding,) = audited("year-in-words", text).problems
    assert (finding.stated, finding.computed) == ("2019", "2021")
    # the next year may be prepared
    text = PLAN.replace("Зробити портал 2021 року", "Зробити портал на 2022 рік")
    assert audited("year-in-words", text).problems == ()


def test_a_number_of_people_is_no_year(audited):
    text = PLAN.replace("2. Зроблено портал", "2. Охоплено 2000 осіб")
    assert audited("year-in-words", text).problems == ()


def test_two_amounts_for_one_row(audited):
    text = PLAN + "| | | | | | 5 000,00 грн | | | |\n"
    (finding,) = audited("two-amounts", text).problems
    assert "20 000,00 грн; 5 000,00 грн" in finding.message


def test_a_term_without_a_step(audited):
    text = PLAN.replace("по 30.06.2021 |", "по 30.06.2021 3. з 01.01.2022 по 30.06.2022 |")
    (finding,) = audited("steps-and-terms", text).problems
    assert (finding.stated, finding.computed) == ("2", "3")
