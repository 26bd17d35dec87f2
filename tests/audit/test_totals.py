"""Totals in tables of all layouts."""

from __future__ import annotations

import pytest

ROWS = [
    ("Захід перший", "75,00", "75,00"),
    ("Захід другий", "150,50", "---"),
    ("Всього по розділу I", "225,50", "75,00"),
    ("Захід третій", "40,80", "40,80"),
    ("Захід четвертий", "10,00", "10,00"),
    ("Всього по розділу II", "50,80", "50,80"),
    ("Разом", "276,30", "125,80"),
]


def _pipes(rows, last=""):
    lines = ["| Заходи | 2024 рік | 2025 рік |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines, last]) if last else "\n".join(lines)


def _changed(row, column, value):
    rows = [list(cells) for cells in ROWS]
    rows[row][column] = value
    return rows


def test_sections_and_grand_total_close(counts):
    assert counts("table-total", _pipes(ROWS)) == (6, 0, 0)


@pytest.mark.parametrize(
    ("row", "column", "value", "expected"),
    [
        (0, 1, "85,00", (5, "225,50", "235,50")),  # 85 + 150.50
        (5, 2, "60,80", (8, "60,80", "50,80")),  # 40.80 + 10
        (6, 1, "376,30", (9, "376,30", "276,30")),  # 225.50 + 50.80
    ],
)
def test_a_changed_amount_is_found_and_mended(found, row, column, value, expected):
    assert expected in found("table-total", _pipes(_changed(row, column, value)))
    assert found("table-total", _pipes(ROWS)) == []


def test_the_total_over_the_years(counts, found):
    whole = "| Всього по програмі | 402,10 | |"  # 276.30 + 125.80
    assert counts("table-total", _pipes(ROWS, whole)) == (7, 0, 0)
    wrong = found("table-total", _pipes(ROWS, whole.replace("402", "412")))
    assert wrong == [(10, "412,10", "402,10")]


def test_it_stands_in_the_column_of_one_year(audited):
    whole = "| Всього по програмі | 402,10 | |"
    (finding,) = audited("amount-column", _pipes(ROWS, whole)).problems
    assert (finding.severity, finding.computed) == ("note", "2024")
    assert audited("amount-column", _pipes(ROWS)).problems == ()


def test_a_total_column(counts, found):
    table = (
        "| Захід | 2024 рік | 2025 рік | Всього |\n|---|---|---|---|\n"
        "| Перший | 10,5 | 20,0 | 30,5 |\n| Другий | 1,0 | 2,0 | 3,0 |\n"
    )
    assert counts("table-total", table) == (2, 0, 0)
    assert found("table-total", table.replace("30,5", "31,5")) == [(3, "31,5", "30,5")]


def test_totals_above_and_subtotals(counts):
    above = "| Вік | Осіб |\n|---|---|\n| Усього | 60 |\n| 0-4 | 10 |\n| 5-9 | 20 |\n| 10-14 | 30 |"
    assert counts("table-total", above) == (1, 0, 0)
    # above, and it does not close: the layout is not sure enough to accuse
    assert counts("table-total", above.replace("60", "70")) == (0, 0, 1)
    subtotals = (
        "| Назва | Сума |\n|---|---|\n| Освіта | 30,0 |\n| школи | 10,0 |\n| садки | 20,0 |\n"
        "| Спорт | 5,0 |\n| Всього | 35,0 |"
    )
    assert counts("table-total", subtotals) == (1, 0, 0)


def test_shares_and_including_are_left_out(counts):
    table = (
        "| Назва | Сума, грн | Частка, % |\n|---|---|---|\n| А | 10,0 | 33,3 |\n"
        "| в т.ч. ремонт | 4,0 | 13,0 |\n| Б | 20,0 | 66,6 |\n| Разом | 30,0 | 100 |"
    )
    assert counts("table-total", table) == (1, 0, 0)


def test_the_same_in_csv_and_html(counts):
    csv = "Назва;Сума;Інше\nА;10,0;x\nБ;20,0;x\nВ;5,0;y\nРазом;35,0;\n"
    assert counts("table-total", csv, layout="csv") == (1, 0, 0)
    assert counts("table-total", csv.replace("35,0", "36,0"), layout="csv") == (0, 1, 0)
    cells = "".join(
        f"<tr><td>{name}</td><td>{sum_}</td></tr>"
        for name, sum_ in (("Назва", "Сума"), ("А", "10,0"), ("Б", "20,0"), ("Разом", "30,0"))
    )
    page = f"<html><body><table>{cells}</table></body></html>"
    assert counts("table-total", page, layout="html") == (1, 0, 0)
