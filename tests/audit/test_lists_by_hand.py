"""Counts and the names that follow: how many, how far, and how open the list is."""

from __future__ import annotations

import pytest

from stratanalysis.audit.lists import check_lists

from .answers import answers, message, verdicts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Діють 3 клуби (Мрія, Надія, Весна).", ["ok"]),
        ("Діють 3 клуби (Мрія, Надія та Весна).", ["ok"]),
        ("Діють 4 клуби (Мрія, Надія, Весна).", [("4", "3")]),
        ("Діють 3 клуби: Мрія, Надія.", [("3", "2")]),
        ("Діють 3 клуби – Мрія, Надія.", [("3", "2")]),
        ("Діють три клуби: Мрія, Надія.", [("три", "2")]),
        ("Діють 41 клуб (Мрія, Надія).", []),
        ("Діють 40 клубів (Мрія, Надія).", [("40", "2")]),
        ("Діє 1 клуб (Мрія, Надія).", []),
        ("Діють 2 клуби (Мрія, Надія).", ["ok"]),
        ("Діють близько 3 клубів (Мрія, Надія).", []),
        ("Діють 3 клуби (Мрія).", []),
        ("Діють 3 клуби (Мрія, 2 інших).", []),
        ("Діють 3 клуби (Мрія, Надія тощо).", ["unknown"]),
        # names without capitals: in brackets a miss of one or two, of three items at least
        ("Діють 4 клуби (для дітей, для молоді, для всіх).", [("4", "3")]),
        ("Діють 5 клубів (для дітей, для молоді, для всіх).", [("5", "3")]),
        ("Діють 6 клубів (для дітей, для молоді, для всіх).", ["unknown"]),
        ("Діють 3 клуби (для дітей, для молоді).", ["unknown"]),
        ("Діють 4 клуби: для дітей, для молоді, для всіх.", ["unknown"]),
        # four of five begin with a capital
        ("Діють 6 клубів: Мрія, Надія, Весна, Зоря, клуб.", [("6", "5")]),
        ("Діють 6 клубів: Мрія, Надія, Весна, ліс, клуб.", ["unknown"]),
        # names of at most four words
        ("Діють 3 клуби: Мрія про теплі дні, Надія.", [("3", "2")]),
        ("Діють 3 клуби: Мрія про дуже теплі дні, Надія.", ["unknown"]),
        # the thing counted has at most eight words
        ("Діють 3 нові клуби а б в г д е (Мрія, Надія).", [("3", "2")]),
        ("Діють 3 нові клуби а б в г д е є (Мрія, Надія).", []),
        ("Діють 3 (Мрія, Надія).", []),
    ],
)
def test_a_count_and_its_names(text, expected):
    assert answers(check_lists, text) == expected


def test_people_are_not_named_one_by_one():
    assert answers(check_lists, "Працюють 3 особи (Мрія, Надія).") == []


@pytest.mark.parametrize(("length", "expected"), [(1499, [("4", "3")]), (1500, [])])
def test_a_list_is_shorter_than_1500_characters(length, expected):
    body = " Мрія, Надія, Весна".ljust(length, "я")
    assert answers(check_lists, f"Діють 4 клуби:{body}.") == expected


def items(intro, count, sign="- "):
    return "\n".join([intro, *(f"{sign}слова {'абвгґдеєжз'[n % 10]};" for n in range(count))])


@pytest.mark.parametrize(
    ("stated", "count", "expected"),
    [
        (3, 3, ["ok"]), (3, 4, [("3", "4")]), (3, 5, [("3", "5")]), (3, 6, ["unknown"]),
        (4, 2, [("4", "2")]), (5, 2, ["unknown"]), (3, 1, []), (38, 39, [("38", "39")]),
        (39, 40, ["unknown"]),
    ],
)  # fmt: skip
def test_items_below_a_count(stated, count, expected):
    assert answers(check_lists, items(f"Діють {stated} клуби:", count)) == expected


def test_the_count_stands_within_90_characters_of_its_list():
    for length, expected in ((90, [("3", "4")]), (91, [])):
        words = " клуби ".ljust(length - 1, "я") + ":"
        assert answers(check_lists, items(f"Діють 3{words}", 4)) == expected


def test_another_figure_or_a_comma_leaves_it_open():
    assert answers(check_lists, items("Діють 3 клуби у 2 селах:", 5)) == []
    assert answers(check_lists, items("Діють 3 клуби, а саме:", 4)) == []
    assert answers(check_lists, items("Діють 3 клуби у 2021 році:", 4)) == ["unknown"]
    assert answers(check_lists, items("Діють 3 клуби, зокрема:", 4)) == []
    assert answers(check_lists, items("Діють 3 клуби зокрема:", 4)) == ["unknown"]


def test_the_message_counts_what_is_named():
    (found,) = verdicts(check_lists, "Діють 4 клуби (Мрія, Надія, Весна).")
    assert "4 are announced and 3 are named" in message(found)
    (found,) = verdicts(check_lists, items("Діють 3 клуби:", 4))
    assert "3 are announced and 4 follow" in message(found)
    assert found.source.line == 1
