"""Counts against the lists that follow them."""

from __future__ import annotations

import pytest

VILLAGES = "Вільне, Ставкове, Лісне, Нове, Степове, Зелене"


def test_names_in_brackets(counts, found):
    text = f"Працює 6 сільських бібліотек ({VILLAGES})."
    assert counts("count-and-list", text) == (1, 0, 0)
    assert found("count-and-list", text.replace("6 сіл", "7 сіл")) == [(1, "7", "6")]


@pytest.mark.parametrize(
    "text",
    [
        "Водогін живить 5 населених пунктів: Вільне, Ставкове, Лісне, Нове та Степове.",
        "Діє 2 маршрути – «Місто – Вільне», «Місто – Нове».",
        "Є три гуртки (шахів, дитячого та юнацького співу, малювання).",
        "Є 3 підрозділи (псих-, нарко- та туб-диспансери).",
    ],
)
def test_lists_that_fit(counts, text):
    confirmed, contradicted, _ = counts("count-and-list", text)
    assert (confirmed, contradicted) == (1, 0)


def test_the_last_and_may_stand_inside_a_name(found):
    text = "Є чотири гуртки (шахів, малювання, співу дітей та молоді)."
    # by commas three, with the "and" parted four: both readings are possible
    assert found("count-and-list", text) == []
    assert found("count-and-list", text.replace("чотири", "три")) == []
    assert found("count-and-list", text.replace("чотири", "п'ять")) == [(1, "п'ять", "3")]


@pytest.mark.parametrize(
    "text",
    [
        "Опалює 12 будівель (клуби і школи).",
        "Діяло 7 селищ, таких як Вільне, Нове тощо (Вільне, Нове тощо).",
        "Є 5 громад (Вільне, Нове та ін.).",
        "Було 8 шкіл (у 2020 році 7, у 2021 році 6).",
    ],
)
def test_what_is_no_complete_list_is_not_reported(found, text):
    assert found("count-and-list", text) == []


def test_items_below_a_colon(counts, found):
    text = "Система має два рівні:\n1) політичний рівень;\n2) технічний рівень."
    assert counts("count-and-list", text) == (1, 0, 0)
    assert found("count-and-list", text.replace("два", "три")) == [(1, "три", "2")]
