"""Programmes of measures: rows, sections, terms and totals of small tables made by hand."""

from __future__ import annotations

import pytest

from stratanalysis.documents.reading import document_from_text
from stratanalysis.plans.programme import read_programme
from stratanalysis.quantities import Habit

HEAD = ("№", "Назва заходу", "Виконавець", "Термін", "2025 рік, тис. грн", "2026 рік, тис. грн")


def read(*rows, head=HEAD, before="Слова.", goals=()):
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    text = "\n".join([before, "", lines[0], "|---" * len(head) + "|", *lines[1:], ""])
    document = document_from_text(text, name="s.txt", layout="markdown")
    return read_programme(document, habit=Habit.COMMA_DECIMAL, goals=frozenset(goals))


def measure(number, title="Ремонт", term="2025", first="5,0", second="7,0"):
    return (number, title, "Відділ", term, first, second)


def codes(parts):
    return [row["code"] for row in parts.measures]


def money(parts):
    """Amounts in UAH with the measure and the year that they are of."""
    return [(row["measure"], row["year"], row["amount"]) for row in parts.money]


def test_two_measures_with_their_money():
    parts = read(measure("1."), measure("2)", "Школа", "2025-2026", "0,5", ""))
    assert [(m["code"], m["title"], m["executor"]) for m in parts.measures] == [
        ("1", "Ремонт", "Відділ"), ("2", "Школа", "Відділ"),
    ]  # fmt: skip
    assert [(m["start"], m["end"]) for m in parts.measures] == [
        ("2025-01-01", "2025-12-31"), ("2025-01-01", "2026-12-31"),
    ]  # fmt: skip
    assert money(parts)[:3] == [("1", 2025, 5000.0), ("1", 2026, 7000.0), ("2", 2025, 500.0)]
    assert parts.findings == []


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("1", "2", "3"), ["1", "2", "3"]),
        (("1.1", "1.2", "1.2"), ["1.1", "1.2", "1.2-2"]),  # a number given again
        (("P1", "P2", "P3"), ["P1", "P2", "P3"]),
        (("", "", ""), ["1", "2", "3"]),  # no numbers: counted
        (("1", "х", "х"), ["1", "2", "3"]),  # one of three is no column of numbers
    ],
)
def test_numbers_of_measures(numbers, expected):
    parts = read(*[measure(number, f"Захід {n}") for n, number in enumerate(numbers)])
    assert codes(parts) == expected


def test_a_row_without_number_and_money_goes_on():
    parts = read(measure("1"), ("", "школи", "", "", "", ""), measure("2"))
    assert [row["title"] for row in parts.measures] == ["Ремонт школи", "Ремонт"]


@pytest.mark.parametrize(("others", "expected"), [(1, ["1"]), (2, ["1", "2", "3"])])
def test_numbers_count_where_half_of_the_rows_have_one(others, expected):
    """One of two is numbered: the other row goes on. One of three: all begin a measure."""
    plain = ("", "Школа", "Відділ", "2025", "", "")
    assert codes(read(measure("1"), *[plain] * others)) == expected


@pytest.mark.parametrize(
    ("row", "section"),
    [
        (("I", "Дороги", "", "", "", ""), ("I", "Дороги")),
        (("1.", "Дороги", "", "", "", ""), ("1", "Дороги")),
        (("ІІ", "Дороги", "", "", "", ""), ("II", "Дороги")),  # Cyrillic letters
        (("", "Дороги", "", "", "", ""), ("1", "Дороги")),  # the first section, by its place
    ],
)
def test_a_row_with_a_name_alone_is_a_section(row, section):
    parts = read(row, measure("1.1"), measure("1.2"))
    assert [(s["code"], s["title"]) for s in parts.sections] == [section]
    assert [m["section"] for m in parts.measures] == [section[0]] * 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Разом", [("total", 2025, 10000.0), ("total", 2026, 14000.0)]),
        ("Разом за розділом II", [("II", 2025, 10000.0), ("II", 2026, 14000.0)]),
        ("Всього за розділом 2", [("2", 2025, 10000.0), ("2", 2026, 14000.0)]),
    ],
)
def test_totals_of_a_programme_and_of_a_section(words, expected):
    parts = read(measure("1"), measure("2"), (words, "", "", "", "10,0", "14,0"))
    assert codes(parts) == ["1", "2"]
    assert money(parts)[4:] == expected


@pytest.mark.parametrize(
    ("term", "start", "end", "unread"),
    [
        ("2025", "2025-01-01", "2025-12-31", 0),
        ("2025 - 2027 роки", "2025-01-01", "2027-12-31", 0),
        ("І квартал 2026 року", "2026-01-01", "2026-03-31", 0),
        ("коли зможемо", None, None, 1),
        ("", None, None, 0),
    ],
)
def test_terms(term, start, end, unread):
    parts = read(measure("1", term=term), measure("2"))
    first = parts.measures[0]
    assert (first["start"], first["end"]) == (start, end)
    assert [f.check for f in parts.findings] == ["unread-term"] * unread


@pytest.mark.parametrize(
    ("heading", "goals", "goal"),
    [
        ("## Операційна ціль 1.2. Дороги", ("1.2",), "1.2"),
        ("## Операційна ціль 1.3. Дороги", ("1.2",), None),  # no goal of the strategy
        ("## Додаток", ("1.2",), None),
    ],
)
def test_measures_under_the_heading_of_a_goal(heading, goals, goal):
    parts = read(measure("1"), measure("2"), before=heading, goals=goals)
    assert [m["goal"] for m in parts.measures] == [goal, goal]


def test_a_row_that_spans_the_table_dates_the_rows_below():
    head = ("№", "Назва заходу", "Виконавець", "Сума, тис. грн")
    rows = [("1", "Ремонт", "Відділ", "5,0"), ("2", "Школа", "Відділ", "6,0")]
    parts = read(("на 2026 рік", *[""] * 3), *rows, head=head)
    assert money(parts) == [("1", 2026, 5000.0), ("2", 2026, 6000.0)]


def test_a_table_of_steps_or_of_nothing_is_no_programme():
    assert read(("1", "слова"), ("2", "слова"), head=("№", "Примітка")).measures == []
    assert read(("1", "Ремонт"), ("2", "Школа"), head=("№", "Назва заходу")).measures == []
