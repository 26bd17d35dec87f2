"""Checks of exercises: they say what is wrong, not only that it is."""

from __future__ import annotations

import pytest

from stratanalysis.workshop.checked_numbers import check_number
from stratanalysis.workshop.feedback import (
    NotAnsweredError,
    Problem,
    Trap,
    check_items,
    check_text,
)


def number(answer, right=0.05, **options):
    return check_number(answer, right, language="en", unit="share", **options)


@pytest.mark.parametrize("answer", [0.05, 0.0501])
def test_a_right_number_and_a_rounded_one_are_right(answer):
    assert number(answer).right


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (5.0, "percent"),
        (-0.05, "sign"),
        (50.0, "thousand times too large"),
        (0.00005, "thousand times too small"),
        (0.06, "20% too large"),
        (0.04, "20% too small"),
        ("не знаю", "one number is expected"),
        (True, "one number is expected"),
        (float("nan"), "one number is expected"),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong(answer, words):
    found = number(answer)
    assert not found.right
    assert words in str(found).replace("\N{NO-BREAK SPACE}", "")


def test_a_trap_speaks_before_the_general_reasons():
    found = number(5.0, traps=[Trap(5.0, "this is the total")])
    assert str(found) == "Not yet.\nthis is the total"


@pytest.mark.parametrize("blank", [..., [...], (1, ...)])
def test_a_blank_stops_with_one_plain_line(blank):
    with pytest.raises(NotAnsweredError, match="Nothing is filled in yet") as error:
        number(blank)
    assert error.value._render_traceback_() == [str(error.value)]


def test_items_name_every_missing_and_every_needless_one():
    found = check_items(
        ["a", "x", "z"],
        {"a": Problem("it counts"), "b": Problem("it counts too")},
        wrong={"x": Problem("it does not count")},
        language="en",
    )
    assert found.lines[1:] == [
        "There is no “z” to choose; choose from: a, b, x.",
        "x does not belong here: it does not count",
        "b is missing: it counts too",
    ]


def test_a_word_is_a_list_of_one():
    assert check_items("a", {"a": Problem("")}, language="en").right
    assert "square brackets" in str(check_items(0.5, {"a": Problem("")}, language="en"))


def test_less_is_said_at_the_first_wrong_answer_than_at_the_third():
    right = {n: Problem("it counts") for n in (1, 2, 3)}
    wrong = {n: Problem("it does not") for n in (4, 5, 6)}
    said = [
        check_items([1, 4, 5, 6], right, wrong=wrong, language="en", level=n).lines
        for n in (1, 2, 3)
    ]
    assert [sum("does not belong" in line for line in lines) for lines in said] == [1, 2, 3]
    assert not any("2 is missing" in line for line in said[0] + said[1])
    assert "2 is missing: it counts" in said[2]
    assert "Still missing: 2." in said[1]


def test_all_demands_that_are_not_met_come_out_together():
    demands = [
        (lambda text: "2036" in text, Problem("no year")),
        (lambda text: "%" in text, Problem("no percent")),
        (lambda text: len(text) < 90, Problem("too long")),
    ]
    assert check_text("Population", demands, language="en").lines[1:] == ["no year", "no percent"]


def test_the_verdict_is_words_and_is_escaped():
    shown = check_items(["<b>"], {"a": Problem("")}, language="uk")._repr_html_()
    assert "Ще ні." in shown
    assert "<b>" not in shown
    assert "&lt;b&gt;" in shown
