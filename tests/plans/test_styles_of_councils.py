"""Small documents in the styles of councils: what a careful reader takes from them."""

from __future__ import annotations

import pytest

from stratanalysis.documents import document_from_text
from stratanalysis.plans import extract_document
from stratanalysis.quantities import read_period, read_quantity


def read(text, layout="markdown"):
    return extract_document(document_from_text(text, layout=layout))


def planned(found):
    money = found["money"]
    titles = dict(zip(found["measures"]["code"], found["measures"]["title"], strict=True))
    rows = money[money["kind"] == "measure"].dropna(subset="amount").to_dict("records")
    return [(titles[row["measure"]], row["year"], row["amount"]) for row in rows]


def test_sources_and_sums_in_one_cell():
    found = read(
        "# Заходи на 2026 рік\n\n"
        "| № | Захід | Виконавець | Обсяг та джерела, тис. грн |\n|-|-|-|-|\n"
        "| 1 | Сад | Рада | Місцевий бюджет – 193,0; обласний бюджет – 685,0 |\n"
    )
    assert planned(found) == [("Сад", 2026, 193_000.0), ("Сад", 2026, 685_000.0)]
    assert found["cube"]["source"].tolist() == ["Місцевий бюджет", "обласний бюджет"]


def test_years_in_rows():
    found = read(
        "# Програма на 2025-2026 роки\n\n| № | Захід | Виконавець | Рік | Обсяг, тис. грн |\n"
        "|-|-|-|-|-|\n| 1 | Сад | Рада | 2025 | 10 |\n| | | | 2026 | 12,5 |\n"
        "| | | | Разом | 22,5 |\n"
    )
    assert planned(found) == [("Сад", 2025, 10_000.0), ("Сад", 2026, 12_500.0)]


def test_terms_without_a_year_are_of_the_title_and_every_year_is_all_of_them():
    head = "\n\n| № | Захід | Строк | Виконавець |\n|-|-|-|-|\n"
    found = read("# План на 2026 рік" + head + "| 1 | Сад | травень – вересень | Рада |\n")
    assert found["measures"][["start", "end"]].values.tolist() == [["2026-05-01", "2026-09-30"]]
    found = read("# Програма на 2025-2027 роки" + head + "| 1 | Сад | щороку | Рада |\n")
    assert found["measures"][["start", "end"]].values.tolist() == [["2025-01-01", "2027-12-31"]]


def test_sources_in_the_heads_of_years():
    found = read(
        "| Захід | Строк | 2026 рік, тис. грн | | |\n|-|-|-|-|-|\n| | | усього | МБ | ДБ |\n"
        "| Сад | 2026 | 30 | 10 | 20 |\n"
    )
    assert planned(found) == [("Сад", 2026, 10_000.0), ("Сад", 2026, 20_000.0)]


def test_goals_that_span_rows_of_a_plan():
    found = read(
        "# План на 2026 рік\n\n| № | Захід | Виконавець | Сума, грн |\n|-|-|-|-|\n"
        "| Стратегічна ціль I. Люди | | | |\n| Операційна ціль I.1. Школи | | | |\n"
        "| 1 | Ремонт даху | Рада | 500 |\n"
    )
    assert found["goals"][["level", "code", "title"]].values.tolist() == [
        ["strategic", "I", "Люди"], ["operational", "I.1", "Школи"],
    ]  # fmt: skip
    assert found["measures"]["goal"].tolist() == ["I.1"]


def test_a_tree_of_bare_codes_needs_its_chapter():
    tree = "## 1. Праця\n\n### 1.1. Ремесла\n\n1.1.1. Відкрити майстерню\n\n## 2. Ліс\n"
    found = read("# Дерево цілей: стратегічні цілі та завдання\n\n" + tree)
    assert found["goals"]["level"].tolist() == ["strategic", "operational", "task", "strategic"]
    assert read("# Зміни до статуту\n\n" + tree)["goals"].empty


def test_text_under_headings_of_goals_is_no_goal():
    found = read(
        "## Перша стратегічна ціль. Простір\n\nВулиці мають бути для людей.\n\n"
        "## Друга стратегічна ціль. Родини\n\nПідтримка потрібна багатодітним.\n"
    )
    assert found["goals"]["title"].tolist() == ["Простір", "Родини"]


def test_indicators_of_a_goal_named_by_its_code():
    found = read(
        "| Стратегічні цілі | Операційні цілі |\n|-|-|\n| 1. Праця | 1.1. Ремесла |\n\n"
        "Індикатори\n\n"
        "| Ціль | Показник | Одиниця | Базовий (2024 р.) | 2027 р. | 2031 р. |\n|-|-|-|-|-|-|\n"
        "| 1.1 | Майстерень | од. | 3 | 7 | 11 |\n"
    )
    (row,) = found["indicators"].to_dict("records")
    assert (row["goal"], row["base_value"], row["base_year"]) == ("1.1", 3.0, 2024)
    assert (row["target_value"], row["target_year"]) == (11.0, 2031)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12 345 грн 60 коп.", 12_345.60),
        ("350 000 (триста п'ятдесят тисяч) грн", 350_000),
        ("1 млн грн 250 тис. грн", 1_250_000),
        ("5 млн 300 тис. 200 грн", 5_300_200),
        ("3'400,0 грн", 3_400),
        ("до 500,0 тис. грн", 500_000),
        ("₴ 15 000", 15_000),
    ],
)
def test_ways_of_writing_money(written, value):
    quantity = read_quantity(written)
    assert quantity is not None
    assert quantity.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("перше півріччя 2026 р.", "2026-01-01", "2026-06-30"),
        ("IV квартал 2025 р. – I квартал 2026 р.", "2025-10-01", "2026-03-31"),
        ("з 15 березня до 30 листопада 2025 року", "2025-03-15", "2025-11-30"),
        ("2025, 2026 роки", "2025-01-01", "2026-12-31"),
        ("з 2025 по 2027 рік", "2025-01-01", "2027-12-31"),
        ("до кінця 2026 року", "None", "2026-12-31"),
    ],
)
def test_ways_of_writing_terms(written, start, end):
    period = read_period(written)
    assert period is not None
    assert (str(period.start), str(period.end)) == (start, end)
