"""How near, how long and how far a number may be before a list or a chapter is called broken."""

from __future__ import annotations

import pytest

from stratanalysis.audit.numbering import check_chapters, check_steps

from .answers import answers, message, verdicts, wrong

PLAIN = "Слова без числа."


def lines(*texts):
    return "\n\n".join(texts)


def titled(number, length):
    """Return a numbered title of so many characters, without a stop."""
    return f"{number} ".ljust(length, "я")


@pytest.mark.parametrize(("between", "expected"), [(2, [(9, "4", "3")]), (3, [])])
def test_a_gap_in_a_list_is_one_within_three_paragraphs(between, expected):
    text = lines("1. а;", "2. б;", *[PLAIN] * between, "4. г;")
    assert wrong(check_chapters, text) == expected


@pytest.mark.parametrize(("length", "expected"), [(159, [("3", "2")]), (160, [])])
def test_titles_may_be_far_apart_and_are_shorter_than_160(length, expected):
    text = lines(titled("1.", 20), *[PLAIN] * 6, titled("3.", length))
    assert [found[1:] for found in wrong(check_chapters, text)] == expected
    text = lines(titled("1.", length), *[PLAIN] * 6, titled("3.", 20))
    assert [found[1:] for found in wrong(check_chapters, text)] == expected


def test_a_title_ends_without_a_stop():
    for stop in ".;,":
        assert wrong(check_chapters, lines("1. Вступ", *[PLAIN] * 6, f"3. Мета{stop}")) == []
    assert len(wrong(check_chapters, lines("1. Вступ", *[PLAIN] * 6, "3. Мета:"))) == 1


def test_a_far_title_with_a_smaller_number_begins_something_else_unless_roman():
    assert wrong(check_chapters, lines("1. А", "2. Б", "3. В", *[PLAIN] * 6, "2. Г")) == []
    text = lines("I. А", "II. Б", "III. В", *[PLAIN] * 6, "II. Г")
    (found,) = [v for v in verdicts(check_chapters, text) if v.source]
    assert (found.stated, found.computed) == ("II", "IV")
    assert "number II comes after III (line 5)" in message(found)


@pytest.mark.parametrize(("number", "expected"), [(7, [("7", "3")]), (8, [])])
def test_a_number_more_than_five_away_is_of_another_list(number, expected):
    text = lines("1. а;", "2. б;", f"{number}. г;")
    assert [found[1:] for found in wrong(check_chapters, text)] == expected


def test_roman_chapters_may_jump_further():
    assert [f[1:] for f in wrong(check_chapters, lines("I. А", "VIII. Б"))] == [("VIII", "II")]


@pytest.mark.parametrize(("length", "expected"), [(2000, []), (2001, [("3", "2")])])
def test_a_paragraph_over_2000_characters_is_no_item(length, expected):
    text = lines("1. а;", titled("2.", length - 1) + ";", "3. в;")
    assert [found[1:] for found in wrong(check_chapters, text)] == expected


def test_a_number_twice_a_gap_and_a_step_back_are_named():
    def only(*texts):
        (found,) = [v for v in verdicts(check_chapters, lines(*texts)) if v.source]
        return found

    twice = only("1. а;", "2. б;", "2. в;")
    assert (twice.source.line, twice.stated, twice.computed) == (5, "2", "3")
    assert "2" in message(twice) and "line 3" in message(twice)  # noqa: PT018
    gap = only("1. а;", "2. б;", "5. в;")
    assert "after 2 comes 5: 3 is missing" in message(gap)
    back = only("1. а;", "2. б;", "3. в;", "2. г;")
    assert "number 2 comes after 3 (line 5)" in message(back)
    assert back.computed == "4"


def test_after_a_broken_number_the_list_goes_on_from_it():
    assert answers(check_chapters, lines("1. а;", "3. б;", "4. в;")) == ["ok", ("3", "2"), "ok"]


def test_an_inner_list_ends_where_the_outer_goes_on():
    text = lines("1. а", "2. б", "1) в", "2) г", "3. ґ", "3) д")
    # "3." goes on with the outer list and ends the inner one: "3)" continues nothing
    assert answers(check_chapters, text) == ["ok"] * 5
    assert answers(check_chapters, lines("1. а", "1) б", "2) в", "3) г")) == ["ok"] * 4


def test_a_list_with_brackets_is_not_one_with_stops():
    assert answers(check_chapters, lines("1) а;", "2. б;", "2) в;")) == ["ok", "ok"]


@pytest.mark.parametrize(("length", "expected"), [(159, [("3.3", "3.2")]), (160, [])])
def test_subchapters_are_titles(length, expected):
    text = lines("3.1. Стан", titled("3.3.", length))
    assert [found[1:] for found in wrong(check_chapters, text)] == expected


def test_subchapters_under_their_own_chapters():
    text = lines("3.1. А", "4.1. Б", "3.2. В", "4.2. Г", "4.4. Ґ")
    (found,) = [v for v in verdicts(check_chapters, text) if v.source]
    assert (found.stated, found.computed) == ("4.4", "4.3")
    assert "after 4.2 comes 4.4: 4.3 is missing" in message(found)
    assert answers(check_chapters, lines("3.1. А", "3.2. Б", "3.1. В", "3.2. Г")) == ["ok"] * 4


def test_a_roman_chapter_one_begins_subchapters_again():
    assert answers(check_chapters, lines("2.1. А", "2.2. Б", "I. В", "2.7. Г")) == ["ok"] * 4
    assert answers(check_chapters, lines("2.1. А", "2.2. Б", "1. В", "2.7. Г")) == [
        "ok", "ok", "ok", ("2.7", "2.3"),
    ]  # fmt: skip


def test_the_place_quotes_at_most_200_characters():
    text = lines("1. а;", titled("3.", 300) + ";")
    (found,) = [v for v in verdicts(check_chapters, text) if v.source]
    assert found.source.text == titled("3.", 200)


def cell(text):
    return f"| Кроки | Хто |\n|---|---|\n| {text} | відділ |"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.а 2.б 3.в", []),  # 11 characters are too few
        ("1.а 2.б 3.вг", ["ok"]),
        ("1. Обрати 2. Купити", []),  # two steps are no list
        ("1. Обрати 2. Купити 3. Здати", ["ok"]),
        ("• 1. Обрати 2. Купити 3. Здати", ["ok"]),
        ("•• 1. Обрати 2. Купити 3. Здати", []),  # the first step stands within two signs
        ("4. Обрати 5. Купити 6. Здати", ["ok"]),  # the rest of a cut cell
        ("1. Обрати 2. Купити 2.1. Взяти 3. Здати", ["ok"]),
        ("1. Обрати 2. Купити 4. Здати", [("4.", "3.")]),
        ("1. Обрати 2. Купити 2. Здати", [("2.", "3.")]),
        ("1. Обрати 2 Купити 3 Взяти 4. Здати 5. Ще", ["ok"]),
        ("1. Обрати 2 Купити 4. Здати 5. Ще", [("4.", "2.")]),
    ],
)
def test_steps(text, expected):
    assert answers(check_steps, cell(text), layout="markdown") == expected


@pytest.mark.parametrize(("length", "expected"), [(20_000, ["ok"]), (20_001, [])])
def test_a_cell_over_20000_characters_is_not_read(length, expected):
    text = "1. Обрати 2. Купити 3. ".ljust(length, "я")
    assert answers(check_steps, f"Кроки;Хто\n{text};я\n", layout="csv") == expected


def test_what_is_wrong_with_a_step_is_said_with_the_words_around_it():
    before, after = "б" * 80, "д" * 60
    text = f"1. Обрати 2. {before} 4. {after} 5. Здати"
    (found,) = verdicts(check_steps, cell(text), layout="markdown")
    assert "step 3. is missing before 4." in message(found)
    # 60 characters before the number and 40 after its stop and space
    assert found.source.text == f"{'б' * 59} 4. {'д' * 40}"
    (found,) = verdicts(check_steps, cell("1. Обрати 2. Купити 2. Здати"), layout="markdown")
    assert found.source.text == "1. Обрати 2. Купити 2. Здати"


def test_a_far_title_with_the_number_of_the_last_one_begins_something_else():
    assert wrong(check_chapters, lines("1. А", "2. Б", *[PLAIN] * 6, "2. Г")) == []


def test_only_a_roman_one_begins_subchapters_again():
    text = lines("I. А", "2.1. Б", "2.2. В", "II. Г", "2.7. Ґ")
    assert wrong(check_chapters, text) == [(9, "2.7", "2.3")]


def test_a_broken_number_is_looked_for_in_every_open_list():
    """After 1. 2. and 1) 2) within it, "4." is of the outer list, next to the innermost."""
    text = lines("1. а;", "2. б;", "1) в;", "4. г;", "2) ґ;")
    # the broken outer list ends the inner one
    assert answers(check_chapters, text) == ["ok", "ok", "ok", ("4", "3")]


def test_a_repeated_step_is_in_the_place_of_the_next():
    (found,) = verdicts(check_steps, cell("1. Обрати 2. Купити 2. Здати"), layout="markdown")
    assert "step 2. is where 3. should be" in message(found)
