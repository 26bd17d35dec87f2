"""Rows of sources in tables of money; columns of percents; the whole sum and its years."""

from __future__ import annotations

import pytest

SOURCES = (
    "| № | Захід | Джерело фінансування | 2025, тис. грн | 2026, тис. грн |\n|-|-|-|-|-|\n"
    "| 1 | Сад | Обласний бюджет | 10,0 | 20,0 |\n|  |  | Місцевий бюджет | 1,0 | 2,0 |\n"
    "| 2 | Ліс | Обласний бюджет | 30,0 | 40,0 |\n|  |  | Місцевий бюджет | 3,0 | 4,0 |\n"
    "| Усього: |  | Обласний бюджет | {oblast} | 60,0 |\n|  |  | Місцевий бюджет | 4,0 | 6,0 |\n"
    "| Разом: |  |  | {whole} | 66,0 |\n"
)


@pytest.mark.parametrize(
    ("oblast", "whole", "wrong"),
    [
        ("40,0", "44,0", []),
        ("45,0", "44,0", [("45,0", "40,0")]),  # 10 + 30
        ("40,0", "54,0", [("54,0", "44,0")]),  # 10 + 1 + 30 + 3
    ],
)
def test_a_total_of_one_source_is_that_of_its_rows(found, oblast, whole, wrong):
    text = SOURCES.format(oblast=oblast, whole=whole)
    rows = found("table-total", text, layout="markdown")
    assert [(stated, computed) for _, stated, computed in rows] == wrong


@pytest.mark.parametrize(("whole", "wrong"), [("11,0", []), ("14,0", [("14,0", "11,0")])])
def test_rows_of_sources_make_the_row_that_they_part(found, whole, wrong):
    text = (
        "| Джерела | 2025, тис. грн | 2026, тис. грн |\n|-|-|-|\n"
        f"| Обсяг ресурсів, усього, у тому числі: | {whole} | 7,0 |\n"
        "| обласний бюджет | 5,0 | 3,0 |\n| місцевий бюджет | 6,0 | 4,0 |\n"
    )
    rows = found("table-total", text, layout="markdown")
    assert [(stated, computed) for _, stated, computed in rows] == wrong


def test_sources_in_words_must_make_the_whole(found):
    words = (
        "Загальний обсяг становить {} тис. грн, у тому числі державний бюджет – 700 тис. грн, {}"
    )
    own = "місцевий бюджет – 400 тис. грн."
    assert found("parts-and-total", words.format("1 100", own)) == []
    ((_, stated, _),) = found("parts-and-total", words.format("1 250", own))
    assert stated == "1 250 тис. грн"
    assert found("parts-and-total", words.format("1 250", "обласний бюджет – 400 тис. грн.")) == []


@pytest.mark.parametrize(
    ("head", "rows", "last", "wrong"),
    [
        ("Частка, %", [(50, 25, "50,0"), (40, 10, "25,0"), (80, 60, "75,0")], (80, 20, "25,0"), []),
        ("Частка, %", [(50, 25, "50,0"), (40, 10, "25,0"), (80, 60, "75,0")], (80, 20, "40,0"),
         [("40,0 %", "25,0 %")]),
        ("Зміна, %", [(50, 25, "-50,0"), (40, 10, "-75,0"), (80, 60, "-25,0")], (80, 72, "-12,0"),
         [("-12,0 %", "−10,0 %")]),
        ("Частка, %", [(50, 25, "11,0"), (40, 10, "12,0"), (80, 60, "13,0")], (80, 20, "40,0"), []),
    ],
)  # fmt: skip
def test_percents_follow_from_two_columns(found, head, rows, last, wrong):
    cells = "".join(
        f"| Село {n} | {a} | {b} | {p} |\n" for n, (a, b, p) in enumerate([*rows, last])
    )
    text = f"| Село | Усього | Очищено | {head} |\n|-|-|-|-|\n{cells}"
    found_rows = found("percent-of-numbers", text, layout="markdown")
    assert [(stated, computed) for _, stated, computed in found_rows] == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Водогоном користуються 90 домів, або 25 % від їх загальної кількості (360).", False),
        ("Водогоном користуються 90 домів, або 40 % від їх загальної кількості (360).", True),
    ],
)
def test_a_percent_of_a_whole_named_after_it(found, text, wrong):
    assert bool(found("percent-of-numbers", text)) is wrong


@pytest.mark.parametrize(("change", "wrong"), [("−5,8", False), ("−5,2", True)])
def test_a_change_stated_after_both_levels(found, change, wrong):
    text = f"Населення: 2020 рік – 20 000 осіб, 2024 рік – 18 840 осіб, зміна становить {change} %."
    assert bool(found("difference", text)) is wrong  # 18,840 / 20,000 - 1 = -5.8 %


@pytest.mark.parametrize(("last", "wrong"), [("30,0", False), ("36,0", True)])
def test_a_column_of_shares_that_ends_in_100(found, last, wrong):
    text = (
        "| Податок | Частка, % |\n|-|-|\n| ПДФО | 45,0 |\n| Єдиний | 25,0 |\n"
        f"| Інші | {last} |\n| Усього | 100,0 |\n"
    )
    assert bool(found("shares-100", text, layout="markdown")) is wrong


def programme(words):
    return (
        f"# Програма на 2025-2026 роки\n\n{words}\n\n"
        "| № | Захід | Виконавець | 2025, тис. грн | 2026, тис. грн |\n|-|-|-|-|-|\n"
        "| 1 | Сад | Рада | 10 | 20 |\n| 2 | Ліс | Рада | 30 | 40 |\n"
    )


@pytest.mark.parametrize(("years", "wrong"), [((40, 60), []), ((50, 50), ["50 тис. грн"] * 2)])
def test_the_years_of_the_whole_sum_are_those_of_the_table(found, years, wrong):
    text = programme(
        f"Обсяг фінансування: 100 тис. грн, у тому числі 2025 рік – {years[0]} тис. грн, "
        f"2026 рік – {years[1]} тис. грн."
    )
    rows = found("passport-and-table", text, layout="markdown")
    assert [stated for _, stated, _ in rows] == wrong


@pytest.mark.parametrize(("unit", "wrong"), [("тис.", False), ("млн", True)])
def test_a_sum_for_the_programme_in_another_unit(found, unit, wrong):
    text = programme(f"На виконання Програми передбачається спрямувати 100,0 {unit} грн.")
    assert bool(found("passport-and-table", text, layout="markdown")) is wrong


@pytest.mark.parametrize(("term", "wrong"), [("2025–2027", False), ("2024–2027", True)])
def test_the_term_in_a_passport(found, term, wrong):
    text = (
        "# Програма розвитку громади на 2025–2027 роки\n\n| № | Пункт | Зміст |\n|-|-|-|\n"
        f"| 1 | Ініціатор | Рада |\n| 2 | Термін реалізації Програми | {term} роки |\n"
    )
    assert bool(found("within-plan", text, layout="markdown")) is wrong


@pytest.mark.parametrize(("day", "wrong"), [("01.01.2024", True), ("01.01.2023", False)])
def test_a_population_in_a_table_and_in_words(found, day, wrong):
    text = (
        "| Показник | Одиниця | Значення |\n|-|-|-|\n"
        f"| Чисельність населення на {day} | осіб | 20 340 |\n| Сіл | од. | 12 |\n\n"
        "Станом на 01.01.2024 чисельність населення громади становила 20 000 осіб.\n"
    )
    assert bool(found("key-figure", text, layout="markdown")) is wrong


def test_titles_that_differ_in_a_number_are_not_the_same(found):
    rows = "".join(f"| {n} | Придбання обладнання для школи № {n} | Рада | 5 |\n" for n in (1, 2))
    text = f"| № | Захід | Виконавець | 2025, тис. грн |\n|-|-|-|-|\n{rows}"
    assert found("title-repeated", text, layout="markdown") == []
