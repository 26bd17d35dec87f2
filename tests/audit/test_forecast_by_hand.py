"""Tables of a budget forecast; the first is that of a community for 2022-2024."""

from __future__ import annotations

import pytest

from stratanalysis.audit.forecasts import check_forecast
from stratanalysis.findings import Severity

from .answers import answers, message, verdicts

YEARS = ("2020 рік (звіт)", "2021 рік (затверджено)", "2022 рік (план)",
         "2023 рік (план)", "2024 рік (план)")  # fmt: skip


def table(*rows, head=YEARS):
    lines = [("Код", "Найменування показника", *head), *rows]
    text = "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
    return f"Прогноз бюджету на 2022–2024 роки\n\n(грн)\n\n{text}\n"


ITEM = ("0100", "Державне управління", 7_135_899, 100, 7_700_045, 100, 100)
GENERAL = ("X", "загальний фонд", 7_074_630, 60, 7_695_045, 60, 60)
SPECIAL = ("X", "спеціальний фонд", 61_269, 40, 5_000, 40, 40)


def with_(row, at, value):
    cells = list(row)
    cells[at] = value
    return tuple(cells)


def test_funds_make_their_item():
    """7,074,630 + 61,269 = 7,135,899 and 7,695,045 + 5,000 = 7,700,045, as printed."""
    assert answers(check_forecast, table(ITEM, GENERAL, SPECIAL)) == ["ok"] * 6


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5_000, []),
        # whole hryvnias: half a unit for each of the three
        (5_001, []),
        (5_002, [("7700045", "7 700 047")]),
        (4_998, [("7700045", "7 700 043")]),
    ],
)
def test_a_fund_may_miss_its_item_by_rounding_alone(value, expected):
    text = table(ITEM, GENERAL, with_(SPECIAL, 4, value))
    assert [v for v in answers(check_forecast, text) if v != "ok"] == expected


def test_one_year_of_five_is_an_error_and_two_of_four_a_question():
    (found,) = [
        v for v in verdicts(check_forecast, table(ITEM, GENERAL, with_(SPECIAL, 4, 9_000)))
        if v.source
    ]  # fmt: skip
    assert found.severity is Severity.ERROR
    assert "in 2022 the parts make 7" in message(found)
    wrong = with_(with_(with_(SPECIAL, 4, 9_000), 5, 50), 6, 50)
    found = [v for v in verdicts(check_forecast, table(ITEM, GENERAL, wrong)) if v.source]
    assert [v.severity for v in found] == [Severity.WARNING] * 3  # two years close, three do not
    none = with_(with_(wrong, 2, 9), 3, 9)
    assert answers(check_forecast, table(ITEM, GENERAL, none)) == ["ok", *["unknown"] * 5]


def item(name, *values):
    return ("10000000", name, *values)


def test_items_make_the_total_of_their_section():
    rows = [
        item("Освіта", 10, 20, 30, 40, 50), item("Спорт", 1, 2, 3, 4, 5),
        item("УСЬОГО за розділом I", 11, 22, 33, 44, 55),
        item("Шляхи", 7, 7, 7, 7, 7), item("Мости", 1, 1, 1, 1, 1),
        item("УСЬОГО за розділом II", 8, 8, 8, 8, 18),
    ]  # fmt: skip
    assert answers(check_forecast, table(*rows)) == ["ok"] * 10 + [("18", "8")]


def test_one_item_makes_a_total_only_where_no_other_total_stands():
    rows = [item("Освіта", 1, 2, 3, 4, 5), item("УСЬОГО", 1, 2, 3, 4, 7)]
    # one item and its total may differ by one: half a hryvnia each
    assert answers(check_forecast, table(*rows)) == ["ok"] * 5 + [("7", "5")]


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2020, 2021, 2022, 2023, 2024), "ok"),
        ((2020, 2021, 2022, 2024, 2023),
         ("2020, 2021, 2022, 2024, 2023", "2020, 2021, 2022, 2023, 2024")),
        ((2020, 2021, 2023, 2024, 2025),
         ("2020, 2021, 2023, 2024, 2025", "2020, 2021, 2022, 2023, 2024")),
    ],
)  # fmt: skip
def test_years_follow_each_other(years, expected):
    stages = ("звіт", "затверджено", "план", "план", "план")
    head = tuple(f"{year} рік ({stage})" for year, stage in zip(years, stages, strict=True))
    assert answers(check_forecast, table(ITEM, head=head))[0] == expected


def growth(head, *rates):
    """Five rows: 2023 of 100, 200, 300, 400, 500 and 2024 half as much again."""
    rows = [
        (f"1000000{n}", f"Стаття {n}", 1, 1, 1, 100 * n, 150 * n, rate)
        for n, rate in enumerate(rates, start=1)
    ]
    return table(*rows, head=(*YEARS, head))


@pytest.mark.parametrize(
    ("head", "rates", "expected"),
    [
        ("Темп росту, %", ("150", "150", "150"), ["ok"] * 3),
        ("Темп росту, %", ("150", "150", "160"), ["ok", "ok", ("160 %", "150,0 %")]),
        ("Темп росту, %", ("50", "50", "60"), ["ok", "ok", ("60 %", "50,0 %")]),
        ("Темп росту, %", ("150", "140", "160"), ["unknown"] * 3),
        ("Темп росту, %", ("150", "160", "150", "160"), ["unknown"] * 4),  # two of four
        ("Темп росту, %", ("150", "", ""), ["unknown"]),
        ("Темп росту 2024 до 2023, %", ("150", "150", "160"), ["ok", "ok", ("160 %", "150,0 %")]),
        ("Темп росту 2024 року, %", ("150", "150", "160"), ["ok", "ok", ("160 %", "150,0 %")]),
        # 2023 is a hundredfold of 2022
        ("Темп росту 2023 року, %", ("10000", "20000", "150"),
         ["ok", "ok", ("150 %", "30 000,0 %")]),
        # 450 ± 0.5 of 300 ± 0.5 and a rate ± 0.05: 100 * 1 / 300 + 0.05 = 0.383
        ("Темп росту, %", ("150", "150", "150,3"), ["ok", "ok", "ok"]),
        ("Темп росту, %", ("150", "150", "150,4"), ["ok", "ok", ("150,4 %", "150,0 %")]),
    ],
)  # fmt: skip
def test_growth_follows_from_its_two_years(head, rates, expected):
    assert answers(check_forecast, growth(head, *rates))[1:] == expected
