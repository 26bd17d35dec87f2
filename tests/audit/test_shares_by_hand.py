"""Shares that make 100: how near, how many, and of which words."""

from __future__ import annotations

import pytest

from stratanalysis.audit.shares import check_shares

from .answers import answers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a rest says that nothing is left out
        ("Торгівля має 60 %, промисловість 30 %, інші 10 %.", ["ok"]),
        # 0.5 of rounding for each of the three
        ("Торгівля має 60 %, промисловість 30 %, інші 11 %.", ["ok"]),
        ("Торгівля має 60 %, промисловість 30 %, інші 12 %.", [("60 % …", "102 %")]),
        ("Торгівля має 60 %, промисловість 30 %, інші 8 %.", [("60 % …", "98 %")]),
        # 25 points away they are of several things
        ("Торгівля має 60 %, промисловість 55 %, інші 10 %.", [("60 % …", "125 %")]),
        ("Торгівля має 60 %, промисловість 56 %, інші 10 %.", ["unknown"]),
        ("Торгівля має 40 %, промисловість 25 %, інші 10 %.", [("40 % …", "75 %")]),
        ("Торгівля має 39 %, промисловість 25 %, інші 10 %.", ["unknown"]),
        ("Торгівля має 60 %, інші 30 %.", []),  # two of many
        ("Торгівля має 60 %, промисловість 30 %, ліси 8 %.", []),  # no rest
        ("Торгівля має близько 60 %, промисловість 30 %, інші 2 %.", []),
    ],
)
def test_shares_with_a_rest(text, expected):
    assert answers(check_shares, text) == expected


LISTED = "Структура доходів: податки – {} %, плата – 30 %, трансферти – 10 %."


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("60", ["ok"]),
        ("64", [("64 % …", "104 %")]),
        ("57", [("57 % …", "97 %")]),
        ("56", ["unknown"]),  # 96: something may be left out of a list
        ("85", [("85 % …", "125 %")]),
        ("86", ["unknown"]),
    ],
)
def test_a_list_after_structure(first, expected):
    assert answers(check_shares, LISTED.format(first)) == expected


def test_two_items_are_no_structure():
    assert answers(check_shares, "Структура доходів: податки – 64 %, плата – 50 %.") == []


@pytest.mark.parametrize(
    ("women", "expected"), [("55,7", ["ok"]), ("55,8", ["ok"]), ("55,9", [("55,9 % …", "100,2 %")])]
)
def test_women_and_men_make_the_whole(women, expected):
    assert answers(check_shares, f"Жінок {women} %, чоловіків 44,3 %.") == expected


def test_changes_are_no_shares():
    text = "Торгівля зросла на 60 %, промисловість на 30 %, інші на 20 %."
    assert answers(check_shares, text) == []
    assert answers(check_shares, "Плата зросла на 160 %, збори мають 30 %, інші 20 %.") == []
