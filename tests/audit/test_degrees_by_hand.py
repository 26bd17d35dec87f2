"""Degrees of achievement and deviations in tables; each figure is worked in the test."""

from __future__ import annotations

import pytest

from stratanalysis.audit.degrees import check_degrees, check_deviations

from .answers import answers, message, verdicts


def table(head, *rows):
    lines = [head, *rows]
    return "\n".join(["| " + " | ".join(line) + " |" for line in lines])


def degree(base, target, fact, stated):
    head = ["Показник", "База (2022)", "Ціль (2028)", "Факт (2024)", "Ступінь досягнення, %"]
    row = ["Вода", base, target, fact, stated]
    if base is None:
        del head[1], row[1]
    return table(head, row, *([["Ліс", *(["1"] * len(head[2:])), "100"]]))


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # (50.6 - 41) / (65 - 41) = 40 %; rounded figures give (9.6 ± 0.1) / (24 ± 0.1):
        # 9.5 / 24.1 = 39.42 % to 9.7 / 23.9 = 40.59 %, and the degree itself is ± 0.5
        (("41,0", "65,0", "50,6", "40"), "ok"),
        (("41,0", "65,0", "50,6", "39"), "ok"),  # 39.5 reaches 39.42
        (("41,0", "65,0", "50,6", "41"), "ok"),  # 40.5 reaches 40.59
        (("41,0", "65,0", "50,6", "38"), ("38 %", "40,0 %")),
        (("41,0", "65,0", "50,6", "42"), ("42 %", "40,0 %")),
        # whole figures are exact: 50 / 200 = 25 %, 200 / 50 = 400 %
        ((None, "200", "50", "25"), "ok"),
        ((None, "200", "50", "400"), "ok"),
        ((None, "200", "50", "25,6"), ("25,6 %", "25,0 %")),
        ((None, "200", "50", "26"), ("26 %", "25,0 %")),
        # nothing can be of a target that is its base, or zero
        (("200", "200", "50", "25"), "ok"),  # 50 of 200 all the same
        ((None, "0", "0", "100"), "unknown"),
        # 0.05 of 0.1 ± 0.05: a target of its own rounding gives no degree, 0.05 / 0.2 does
        ((None, "0,0", "0,3", "100"), ("100 %", "0,0 %")),
    ],
)
def test_a_degree_follows_from_plan_and_fact(figures, expected):
    assert answers(check_degrees, degree(*figures))[0] == expected


def test_falling_targets_count_from_the_base():
    """(262 - 310) / (190 - 310) = -48 / -120 = 40 %."""
    assert answers(check_degrees, degree("310", "190", "262", "40"))[0] == "ok"
    assert answers(check_degrees, degree("310", "190", "262", "45"))[0] == ("45 %", "40,0 %")
    (found, _) = verdicts(check_degrees, degree("310", "190", "262", "45"))
    assert "planned and actual values, which give 40" in message(found).replace("\xa0", " ")


@pytest.mark.parametrize(
    "head",
    [
        ["Показник", "Ціль", "Факт 2023", "Факт 2024", "Ступінь досягнення, %"],
        ["Показник", "План", "Ціль", "Факт", "Ступінь досягнення, %"],
        ["Показник", "База", "Базове значення", "Ціль", "Факт", "Ступінь досягнення, %"],
    ],
)
def test_two_columns_of_one_kind_leave_the_way_open(head):
    assert answers(check_degrees, table(head, ["Ліс", *["7"] * (len(head) - 2), "55"])) == []


def deviation(*rows, head=("Захід", "План", "Факт", "Відхилення")):
    return table(list(head), *rows)


ROW_A, ROW_B = ["А", "10", "8", "-2"], ["Б", "9,5", "9", "-0,5"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ROW_A, ROW_B], ["ok", "ok"]),
        ([ROW_A, ROW_B, ["В", "7", "4", "-2"]], ["ok", "ok", ("-2", "−3")]),
        # two rows that miss against two that fit are another way to count
        ([ROW_A, ROW_B, ["В", "7", "4", "-2"], ["Г", "7", "4", "-2"]], ["ok", "ok"]),
        ([ROW_A, ["В", "7", "4", "-2"]], ["ok"]),
        # a difference of zero proves no pair of columns
        ([["А", "5", "5", "0"], ["Б", "6", "6", "0"], ["В", "7", "4", "-2"]], []),
        # 9.5 - 9.0 ± (0.05 + 0.05 + 0.05): 0.65 is within, 0.7 is not
        ([ROW_A, ROW_B, ["В", "9,5", "9,0", "-0,6"]], ["ok", "ok", "ok"]),
        ([ROW_A, ROW_B, ["В", "9,5", "9,0", "-0,7"]], ["ok", "ok", ("-0,7", "−0,5")]),
        # whole figures have no rounding: 7 - 4 is not 4
        ([ROW_A, ROW_B, ["В", "7", "4", "-4"]], ["ok", "ok", ("-4", "−3")]),
    ],
)
def test_a_deviation_is_the_difference_of_the_columns_that_fit_most_rows(rows, expected):
    assert answers(check_deviations, deviation(*rows)) == expected


def test_a_deviation_in_percent_is_no_difference():
    head = ("Захід", "План", "Факт", "Відхилення, %")
    assert answers(check_deviations, deviation(ROW_A, ROW_B, head=head)) == []


@pytest.mark.parametrize(("at", "expected"), [(12, ["ok", "ok"]), (13, [])])
def test_the_pair_is_looked_for_among_twelve_columns(at, expected):
    """The first column less the one at `at`, counted from 1, gives 10 - 3 and 20 - 4."""
    head = ["Назва", *(f"Рядок {n}" for n in range(1, 15)), "Відхилення"]
    rows = []
    for first, other in (("10", "3"), ("20", "4")):
        cells = [first, *["900"] * 13]
        cells[at - 1] = other
        rows.append(["А", *cells, str(int(first) - int(other))])
    assert answers(check_deviations, table(head, *rows)) == expected
