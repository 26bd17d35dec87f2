"""Totals of columns and rows: rounding, layouts that are sure enough, and those that are not."""

from __future__ import annotations

import pytest

from stratanalysis.audit.additive import Term, closes, reads_otherwise, ways, without_subtotals
from stratanalysis.audit.totals import check_amount_columns, check_table_totals
from stratanalysis.findings import Severity
from stratanalysis.quantities import read_quantity

from .answers import answers, message, verdicts


def terms(*written, depths=()):
    depths = depths or [0] * len(written)
    return [
        Term(read_quantity(text), text, depth) for text, depth in zip(written, depths, strict=True)
    ]


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        # whole figures may each be half off: 0.5 for the total and for each part
        ("30", ["10", "20"], True),
        ("31", ["10", "20"], True),
        ("32", ["10", "20"], False),
        ("28", ["10", "20"], False),
        ("30,1", ["10,0", "20,0"], True),  # ± 0.15
        ("30,2", ["10,0", "20,0"], False),
        # two places are exact but for the total's own half of a kopeck
        ("30,01", ["10,00", "20,00"], False),
        ("30,00", ["10,00", "20,00"], True),
        ("30,01", ["10,0", "20,00"], True),  # one of them is rounded: ± 0.06
        ("30,07", ["10,0", "20,00"], False),
        ("0", [], True),
    ],
)
def test_parts_close_within_what_is_printed(total, parts, expected):
    assert closes(read_quantity(total), terms(*parts)) is expected


def test_a_subtotal_hides_the_rows_that_make_it():
    kept = without_subtotals(terms("30", "10", "20", "5"))
    assert [term.words for term in kept] == ["30", "5"]
    # one row alone is no part of the row above it
    kept = without_subtotals(terms("30", "30", "5"))
    assert [term.words for term in kept] == ["30", "30", "5"]
    # the longest run counts: 30 = 10 + 20 = 10 + 20 + 0
    kept = without_subtotals(terms("30", "10", "20", "0", "5"))
    assert [term.words for term in kept] == ["30", "5"]
    assert [term.words for term in without_subtotals(terms("0", "0", "0"))] == ["0", "0", "0"]


@pytest.mark.parametrize(("rows", "kept"), [(25, 1), (26, 27)])
def test_a_subtotal_has_at_most_25_rows(rows, kept):
    assert len(without_subtotals(terms(str(rows), *["1"] * rows))) == kept


def test_ways_to_read_a_total():
    two = terms("1", "2", depths=[1, 2])
    found = ways(two, [], terms("7"), [])
    assert [[term.words for term in way] for way in found] == [
        ["1", "2"], ["1", "2"], ["1"], ["2"],  # since the last total, and by level
        ["7"], ["7"],  # totals before
        ["7", "1", "2"], ["7", "1", "2"], ["7"], ["1"], ["2"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        ("30", ["10", "20", "7"], True),  # without the last
        ("27", ["10", "20", "7"], True),  # without the first
        ("17", ["10", "20", "7"], True),
        ("37", ["10", "20", "7"], False),  # all of them is no other reading
        ("50", ["10", "20", "7"], False),
        ("20", ["10", "20", "7"], False),  # without two runs
    ],
)
def test_a_total_may_leave_out_a_run_of_rows(total, parts, expected):
    assert reads_otherwise(read_quantity(total), terms(*parts)) is expected


@pytest.mark.parametrize(("count", "expected"), [(40, True), (41, False)])
def test_more_than_forty_rows_are_not_tried(count, expected):
    parts = terms(*["10"] * count)
    assert reads_otherwise(read_quantity(str(10 * (count - 1))), parts) is expected


def table(*rows, head=("Захід", "Сума, грн")):
    lines = [head, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("30,00", ["ok"]),
        ("30,01", [("30,01", "30,00")]),
        ("150,00", ["unknown"]),  # five times the rows
        ("149,00", [("149,00", "30,00")]),
        ("6,00", ["unknown"]),  # a fifth of them
        ("6,50", [("6,50", "30,00")]),
        ("15,00", ["unknown"]),  # half of them: every amount twice
        ("10,00", ["unknown"]),  # the first row alone
    ],
)
def test_a_total_that_does_not_close(total, expected):
    text = table(("А", "10,00"), ("Б", "20,00"), ("Разом", total))
    assert answers(check_table_totals, text) == expected


def test_the_message_counts_the_rows():
    text = table(("А", "10,00"), ("Б", "20,00"), ("В", "5,00"), ("Разом", "38,00"))
    (found,) = verdicts(check_table_totals, text)
    assert "the total 38,00 is not the sum of its 3 rows, 35,00" in message(found)
    assert found.severity is Severity.ERROR  # money
    plain = text.replace("Сума, грн", "Осіб")
    assert [v.severity for v in verdicts(check_table_totals, plain)] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("А", "10,00"), ("в т.ч. ремонт", "4,00"), ("Б", "20,00"), ("Разом", "38,00")], "a part"),
        ([("А", "10,00"), ("Б", "десять"), ("В", "20,00"), ("Разом", "38,00")], "unread"),
        ([("1. А", "10,00"), ("1.1. Б", "21,00"), ("2. В", "20,00"), ("Разом", "38,00")], "levels"),
        ([("А", "10,00"), ("загальний фонд", "9,00"), ("Б", "5,00"), ("Разом", "38,00")], "fund"),
        ([("А", "10,00"), ("Разом", "38,00")], "one row"),
    ],
)
def test_a_table_that_is_not_plain_accuses_nobody(rows, why):
    assert answers(check_table_totals, table(*rows)) == ["unknown"], why


def test_a_row_that_closes_in_another_column_is_certain():
    head = ("Захід", "2024 рік", "2025 рік")
    text = table(("А", "10,00", "1,00"), ("Б", "20,00", "2,00"), ("Разом", "38,00", "3,00"),
                 head=head)  # fmt: skip
    found = [v for v in verdicts(check_table_totals, text) if v.source]
    assert [(v.severity, v.stated, v.computed) for v in found] == [
        (Severity.ERROR, "38,00", "30,00")
    ]


def total_column(*rows):
    return table(*rows, head=("Захід", "2024 рік", "2025 рік", "Всього"))


@pytest.mark.parametrize(
    ("stated", "severities"),
    [
        # rows that close against rows that do not
        ((3, 7, 11, 15), []),
        ((3, 7, 11, 90), [Severity.ERROR]),
        ((3, 7, 90, 90), [Severity.WARNING] * 2),  # two against two
        ((3, 90, 90, 90), None),  # one against three
        ((90, 90), None),
        ((3, 90), [Severity.WARNING]),  # one against one
    ],
)
def test_a_total_column_is_understood_where_most_rows_close(stated, severities):
    rows = [
        (f"Захід {n}", str(2 * n + 1), str(2 * n + 2), str(value)) for n, value in enumerate(stated)
    ]
    found = verdicts(check_table_totals, total_column(*rows))
    wrong = [v for v in found if v.source]
    assert [v.severity for v in wrong] == (severities or [])
    for verdict in wrong:
        assert "the total over the years" in message(verdict)
    if severities is None:
        assert "unknown" in answers(check_table_totals, total_column(*rows))


def test_the_sum_of_all_years_in_the_column_of_one():
    rows = [("А", "10", "1"), ("Б", "20", "2"), ("Разом", "30", "3"), ("Усього", "33", "")]
    text = table(*rows, head=("Захід", "2024 рік", "2025 рік"))
    assert answers(check_amount_columns, text) == ["ok"] * 6 + [("33", "2024")]
    other = text.replace("33", "36")
    assert answers(check_amount_columns, other) == ["ok"] * 7
    found = [v for v in verdicts(check_table_totals, other) if v.source]
    assert [(v.stated, v.computed) for v in found] == [("36", "33")]


@pytest.mark.parametrize(
    ("cells", "total", "expected"),
    [
        (("10,00", "20,00", "слова", "слова"), "38,00", ["unknown"]),  # 3 of 5 are amounts
        (("10,00", "20,00", "слова", "слова", "слова"), "38,00", []),  # 3 of 6 are too few
        (("слова", "слова"), "38,00", []),
        (("10,00", "20,00"), "", []),
    ],
)
def test_a_column_is_summed_where_three_cells_of_five_are_amounts(cells, total, expected):
    rows = [(f"Захід {n}", cell) for n, cell in enumerate(cells)]
    assert answers(check_table_totals, table(*rows, ("Разом", total))) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        # the cell of the executor was merged away: both sums are one column to the left
        (("30,00", "25,00", ""), []),
        (("31,00", "25,00", ""), [("25,00", "30,00")]),
        (("", "30,00", "25,00"), ["ok", "ok"]),
        (("30,00", "24,00", ""), [("24,00", "30,00")]),
    ],
)
def test_sums_that_lost_a_cell_are_still_sums(total, expected):
    head = ("Захід", "Виконавець", "2024 рік, тис. грн", "2025 рік, тис. грн")
    rows = [("А", "Відділ", "10,00", "12,00"), ("Б", "Відділ", "20,00", "13,00")]
    assert answers(check_table_totals, table(*rows, ("Разом", *total), head=head)) == expected
