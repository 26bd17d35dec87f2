"""Columns of money, their years, sources and funds, and the forms that hold them."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.documents.reading import document_from_text
from stratanalysis.documents.table_model import table_model
from stratanalysis.plans.budget_passport import read_passport
from stratanalysis.plans.extraction import extract_document
from stratanalysis.plans.forms import read_forms
from stratanalysis.plans.money_cube import (
    context_unit,
    context_year,
    money_of,
    stage_of,
    title_year,
    title_years,
    year_column,
)
from stratanalysis.plans.money_rows import cube_rows, measure_money, total_money
from stratanalysis.quantities import Habit

COMMA = Habit.COMMA_DECIMAL


def document(text):
    return document_from_text(text, name="s.txt", layout="markdown")


def text_of(*rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]) + "\n"


def model(*rows):
    return table_model(document("Слова.\n\n" + text_of(*rows)).tables()[0])


def money(*heads, year=None, unit=None, cells="5,0"):
    rows = [("Захід", *heads), *[("Ремонт", *[cells] * len(heads))] * 2]
    return money_of(model(*rows), year=year, unit=unit)


def described(columns):
    return [(c.at, c.year, c.source, c.fund, c.stage, c.total) for c in columns]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("2025 рік, тис. грн", "2026 рік, тис. грн"),
         [(1, 2025, "", "", "planned", False), (2, 2026, "", "", "planned", False)]),
        (("2025 рік", "2026 рік", "Всього, тис. грн"),
         [(1, 2025, "", "", "planned", False), (2, 2026, "", "", "planned", False),
          (3, None, "", "", "planned", True)]),
        (("Всього, тис. грн",), [(1, None, "", "", "planned", False)]),
        (("Державний бюджет, тис. грн", "Місцевий бюджет, тис. грн", "Всього, тис. грн"),
         [(1, None, "Державний бюджет", "", "planned", False),
          (2, None, "Місцевий бюджет", "", "planned", False), (3, None, "", "", "planned", True)]),
        (("Загальний фонд, грн", "Спеціальний фонд, грн"),
         [(1, None, "", "Загальний фонд, грн", "planned", False),
          (2, None, "", "Спеціальний фонд, грн", "planned", False)]),
        (("План на 2025 рік, грн", "Касові видатки, грн"),
         [(1, 2025, "", "", "planned", False), (2, 2025, "", "", "executed", False)]),
        (("План на 2025 рік, грн", "Факт, грн", "Відхилення, грн"),
         [(1, 2025, "", "", "planned", False), (2, 2025, "", "", "executed", False)]),
        (("Частка, %",), []),
    ],
)  # fmt: skip
def test_columns_of_money(heads, expected):
    assert described(money(*heads)) == expected


def test_the_unit_of_a_head_is_that_of_its_neighbours():
    columns = money("2025 рік, тис. грн", "2026 рік")
    assert [c.unit.factor for c in columns] == [1000, 1000]
    assert [c.unit.factor for c in money("2025 рік", "2026 рік")] == [1, 1]


def test_amounts_without_a_year_have_that_of_the_title():
    assert [c.year for c in money("Обсяг фінансування, грн", year=2025)] == [2025]
    assert [c.year for c in money("2026 рік, грн", year=2025)] == [2026]


def test_columns_of_words_are_no_money():
    assert money("2025 рік", cells="слова") == []
    half = [("Захід", "2025 рік"), ("А", "5"), ("Б", "слова")]
    assert len(money_of(model(*half))) == 1
    less = [*half, ("В", "слова")]
    assert money_of(model(*less)) == []


def test_stages():
    heads = ("План", "Уточнений план", "Касові видатки", "Відхилення", "Назва")
    assert [stage_of(head) for head in heads] == ["planned", "amended", "executed", "deviation", ""]


@pytest.mark.parametrize(
    ("captions", "unit", "year"),
    [
        (["Видатки на 2025 рік, тис. грн"], 1000, 2025),
        (["тис. грн", "а", "б"], 1000, None),
        (["тис. грн", "а", "б", "в"], None, None),
        (["Видатки на 2025 рік", "Слова"], None, 2025),
        (["Видатки 2025 і 2026 років"], None, None),
        (["На 2024 рік", "Видатки 2025 і 2026 років"], None, None),
        (["Рішення від 12.03.2025"], None, None),
        (["Стратегія до 2027"], None, None),
        (["на 2025 рік, тис. грн ".ljust(260, "я")], 1000, 2025),
        (["на 2025 рік, тис. грн ".ljust(261, "я")], None, None),
    ],
)
def test_words_above_a_table(captions, unit, year):
    found = context_unit(captions)
    assert (found.factor if found else None, context_year(captions)) == (unit, year)


@pytest.mark.parametrize(("before", "expected"), [(19, (2025, 2027)), (20, None)])
def test_a_title_is_among_the_first_twenty_paragraphs(before, expected):
    text = "\n\n".join([*["Слова."] * before, "Програма на 2025–2027 роки"])
    assert title_years(document(text)) == expected
    one = "\n\n".join([*["Слова."] * before, "Програма на 2025 рік"])
    assert title_year(document(one)) == (2025 if expected else None)
    assert title_years(document(one)) == ((2025, 2025) if expected else None)


def test_a_title_is_under_400_characters():
    for length, expected in ((399, 2025), (400, None)):
        assert title_year(document("Програма на 2025 рік ".ljust(length, "я"))) == expected


def test_a_column_that_dates_its_rows():
    rows = [("Рік", "Сума, грн"), ("2025", "5"), ("2026", "6"), ("Всього", "11")]
    assert year_column(model(*rows)) == 0
    assert year_column(model(*rows[:2], ("постійно", "6"))) == -1
    assert year_column(model(("Захід", "Сума, грн"), ("А", "5"))) == -1


def read(heads, *rows, source_at=-1, **more):
    text = text_of(heads, *rows)
    text_document = document("Слова.\n\n" + text)
    table = text_document.tables()[0]
    columns = money_of(table_model(table))
    found, findings = measure_money(
        text_document, table.rows[1:], columns, source_at, measure="1", habit=COMMA, **more
    )
    amounts = [(r["year"], r["amount"], r["kind"], r["funding_source"]) for r in found]
    return amounts, [finding.check for finding in findings]


YEARS = ("Захід", "2025 рік, грн", "2026 рік, грн")
SOURCES = ("Захід", "Джерело", "2025 рік, грн")


def test_the_amounts_of_a_measure():
    assert read(YEARS, ("А", "5", "6")) == (
        [(2025, 5.0, "measure", None), (2026, 6.0, "measure", None)], [],
    )  # fmt: skip
    # a year without an amount is a gap, not zero
    assert read(YEARS, ("А", "5", "-")) == (
        [(2025, 5.0, "measure", None), (2026, None, "measure", None)], [],
    )  # fmt: skip
    assert read(YEARS, ("А", "5", "6"), ("", "-", "слова"))[1] == ["no-amount"]
    assert read(YEARS, ("А", "5 грн та 7 грн", "6")) == (
        [(2025, 5.0, "measure", None), (2025, 7.0, "measure", None), (2026, 6.0, "measure", None)],
        ["two-amounts"],
    )


def test_amounts_by_source_and_their_total():
    found, _ = read(
        SOURCES, ("А", "Державний бюджет", "5"), ("", "Місцевий бюджет", "6"), ("", "Всього", "11"),
        source_at=1,
    )  # fmt: skip
    assert found == [
        (2025, 5.0, "measure", "Державний бюджет"), (2025, 6.0, "measure", "Місцевий бюджет"),
        (2025, 11.0, "measure_total", None),
    ]  # fmt: skip
    # a total alone counts
    found, _ = read(SOURCES, ("А", "Місцевий бюджет", "-"), ("", "Всього", "11"), source_at=1)
    assert (2025, 11.0, "measure", None) in found


def test_a_cell_that_names_sources_with_their_sums():
    cell = "Місцевий бюджет - 193,0; державний бюджет - 5"
    assert read(("Захід", "2025 рік, тис. грн"), ("А", cell))[0] == [
        (2025, 193_000.0, "measure", "Місцевий бюджет"),
        (2025, 5_000.0, "measure", "державний бюджет"),
    ]


def test_amounts_without_a_year_have_that_of_their_term_or_row():
    heads = ("Захід", "Сума, грн", "Рік")
    assert read(heads, ("А", "5", ""), term_year=2027)[0] == [(2027, 5.0, "measure", None)]
    assert read(heads, ("А", "5", "2026"), term_year=2027, year_at=2)[0] == [
        (2026, 5.0, "measure", None)
    ]
    found, _ = read(heads, ("А", "5", "2026"), ("", "6", "2027"), ("", "11", "Всього"), year_at=2)
    assert found == [
        (2026, 5.0, "measure", None), (2027, 6.0, "measure", None),
        (None, 11.0, "measure_total", None),
    ]  # fmt: skip


def test_totals_of_a_table():
    heads = ("Захід", "2025 рік, грн", "2026 рік, грн", "Всього, грн")
    text = document("Слова.\n\n" + text_of(heads, ("Разом", "5", "-", "11")))
    table = text.tables()[0]
    found, findings = total_money(
        text, table.rows[1], money_of(table_model(table)), measure="", kind="grand_total",
        habit=COMMA,
    )  # fmt: skip
    assert [(r["year"], r["amount"], r["kind"]) for r in found] == [
        (2025, 5.0, "grand_total"), (2026, None, "grand_total"), (None, 11.0, "grand_total"),
    ]  # fmt: skip
    assert findings == []


def test_the_cube_leaves_out_gaps_and_names_stage_and_level():
    rows = [{"kind": kind, "amount": amount, "funding_source": "громада"} for kind, amount in
            (("measure", 5.0), ("executed", 4.0), ("amended", 6.0), ("grand_total", 9.0),
             ("measure", None))]  # fmt: skip
    assert [(r["stage"], r["level"], r["source"]) for r in cube_rows(rows)] == [
        ("planned", "measure", "громада"), ("executed", "measure", "громада"),
        ("amended", "measure", "громада"), ("planned", "grand_total", "громада"),
    ]  # fmt: skip


PASSPORT = """Паспорт бюджетної програми

1. 0200000 Виконавчий комітет

2. 0210000 Виконавчий комітет міської ради

3. 0213210 3210 1050 Організація громадських робіт 1656700000

4. Обсяг бюджетних призначень – 900 000 гривень, у тому числі загального фонду – 600 000 гривень та спеціального фонду – 300 000 гривень.
"""  # noqa: E501


def test_points_of_a_passport():
    """900,000 = 600,000 of the general + 300,000 of the special fund."""
    rows, _ = read_passport(document(PASSPORT))
    found = {row["field"]: row["amount"] or row["value"] for row in rows}
    assert found == {
        "unit_code": "0200000", "unit_name": "Виконавчий комітет",
        "executor_code": "0210000", "executor_name": "Виконавчий комітет міської ради",
        "programme_code": "0213210", "programme_name": "Організація громадських робіт",
        "budget_code": "1656700000", "amount_total": 900_000.0, "amount_general": 600_000.0,
        "amount_special": 300_000.0,
    }  # fmt: skip
    assert read_passport(document(PASSPORT.replace("Паспорт бюд", "Опис бюд"))) == ([], set())
    late = "\n\n".join([*["Слова."] * 39, PASSPORT])
    assert len(read_passport(document(late))[0]) == len(rows)
    assert read_passport(document("Слова.\n\n" + late)) == ([], set())


FORECAST = text_of(
    ("Код", "Назва", "2025 рік (звіт)", "2026 рік (затверджено)", "2027 рік (план)"),
    ("0110150", "Управління", "7 135 899", "2", "3"),
    ("X", "загальний фонд", "7 074 630", "1", "2"),
    ("X", "УСЬОГО", "7 135 899", "2", "-"),
)  # fmt: skip


def test_rows_of_a_budget_forecast():
    rows, used = read_forms(document("Прогноз, грн\n\n" + FORECAST), habit=COMMA)
    found = rows["forecast"]
    assert len(used) == 1
    assert [(r["year"], r["stage"], r["level"], r["amount"]) for r in found[:3]] == [
        (2025, "executed", "item", 7_135_899.0), (2026, "approved", "item", 2.0),
        (2027, "planned", "item", 3.0),
    ]  # fmt: skip
    assert [(r["code"], r["name"], r["fund"], r["level"]) for r in found[3:8:3]] == [
        ("0110150", "Управління", "загальний фонд", "fund"), (None, "УСЬОГО", None, "total"),
    ]  # fmt: skip
    assert len(found) == 8  # the cell with a dash gives no row
    thousands, _ = read_forms(document("Прогноз, тис. грн\n\n" + FORECAST), habit=COMMA)
    assert thousands["forecast"][1]["amount"] == 2000.0


def test_resources_by_source():
    rows = [("Джерело", "2025 рік, грн", "2026 рік, грн", "Всього, грн"),
            ("Державний бюджет", "5", "6", "11"), ("Місцевий бюджет", "7", "8", "15"),
            ("Усього", "12", "14", "26")]  # fmt: skip
    found = read_forms(document("Слова.\n\n" + text_of(*rows)), habit=COMMA)[0]["resources"]
    assert [(r["source"], r["year"], r["level"], r["amount"]) for r in found] == [
        ("Державний бюджет", 2025, "source", 5.0), ("Державний бюджет", 2026, "source", 6.0),
        ("Державний бюджет", None, "total", 11.0), ("Місцевий бюджет", 2025, "source", 7.0),
        ("Місцевий бюджет", 2026, "source", 8.0), ("Місцевий бюджет", None, "total", 15.0),
        ("Усього", 2025, "total", 12.0), ("Усього", 2026, "total", 14.0),
        ("Усього", None, "total", 26.0),
    ]  # fmt: skip


def sheet(*rows):
    read = extract_document(document("Слова.\n\n" + text_of(*rows)))
    amounts = read["money"].to_dict("records")
    return read["measures"].to_dict("records"), [
        (a["measure"], None if pd.isna(a["year"]) else int(a["year"]), a["amount"]) for a in amounts
    ]


PROJECT = [
    ("Назва проєкту", "«Нова школа»", ""),
    ("Завдання стратегії", "9.9. Інше, 1.1.2. Школи", ""),
    ("Термін реалізації", "2025–2026 роки", ""),
    ("Вартість, тис. грн", "2025", "2026"),
    ("", "5,0", "6,0"),
]


def test_a_project_sheet_is_a_measure_with_its_money():
    ((measure,), amounts) = sheet(*PROJECT)
    assert (measure["code"], measure["title"]) == ("P1", "Нова школа")
    assert (measure["start"], measure["end"]) == ("2025-01-01", "2026-12-31")
    assert amounts == [("P1", 2025, 5000.0), ("P1", 2026, 6000.0)]


def test_one_amount_has_the_year_of_a_term_of_one_year():
    one = [*PROJECT[:2], ("Термін реалізації", "2025 рік", ""), ("Вартість, грн", "7", "")]
    assert sheet(*one)[1] == [("P1", 2025, 7.0)]
    two = [*PROJECT[:3], ("Вартість, грн", "7", "")]
    assert sheet(*two)[1] == [("P1", None, 7.0)]
