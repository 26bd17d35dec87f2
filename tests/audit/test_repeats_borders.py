"""When two sentences speak of one quantity, and when of two."""

from __future__ import annotations

import pytest

from stratanalysis.audit.repeats import check_key_figures, check_repeats

from .answers import answers, message, verdicts, wrong

FILLER = "\n\n".join(["Тут чисел немає."] * 4)
FIRST = "Водоканал громади утримує 8 каналізаційних насосних станцій на лівому березі річки."


def twice(second, first=FIRST, between=FILLER):
    return f"{first}\n\n{between}\n\n{second}"


def test_the_same_words_with_another_figure():
    (found,) = verdicts(check_repeats, twice(FIRST.replace("8", "9")))
    assert (found.source.line, found.stated, found.computed) == (11, "9", "8")
    assert "small.txt:1" in message(found)
    assert answers(check_repeats, twice(FIRST)) == ["ok"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        # 9 stems in both: 8 of 10 shared are nearly the same words
        ("Водоканал громади утримує 9 каналізаційних насосних станцій на правому березі річки.", 1),
        ("Підприємство району обслуговує 9 каналізаційних насосних станцій уздовж траси міста.", 0),
    ],
)
def test_how_many_words_are_shared(second, expected):
    assert len(wrong(check_repeats, twice(second))) == expected


@pytest.mark.parametrize(("between", "expected"), [(2, 0), (3, 1)])
def test_sentences_within_three_share_four_words_in_five(between, expected):
    """Eight stems, six of them shared and two others in each: 6 / 10 is under 0.8, over 0.45."""
    second = "Водоканал району утримує 9 каналізаційних насосних станцій на правому березі річки."
    text = twice(second, between="\n\n".join(["Тут чисел немає."] * between))
    assert len(wrong(check_repeats, text)) == expected


def test_four_stems_are_too_few_to_compare():
    short = "Громада утримує {} насосних станцій."
    assert answers(check_repeats, twice(short.format(9), short.format(8))) == []
    longer = "Громада утримує {} насосних станцій щороку."
    assert len(wrong(check_repeats, twice(longer.format(9), longer.format(8)))) == 1


@pytest.mark.parametrize("sign", ["- ", "– ", "• ", "* "])
def test_items_of_lists_say_parallel_things(sign):
    assert answers(check_repeats, twice(sign + FIRST.replace("8", "9"))) == []
    assert answers(check_repeats, twice(FIRST.replace("8", "9")[:-1] + ";")) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("58,46", "58,5", "ok"),  # 58.46 ± 0.05 holds 58.5
        ("58,45", "58,5", "ok"),
        ("58,44", "58,5", ("58,5 км", "58,44 км")),
        ("58,4", "58,5", ("58,5 км", "58,4 км")),
        ("58", "59", ("59 км", "58 км")),
    ],
)
def test_a_rounded_repetition(first, second, expected):
    text = "Протяжність теплових мереж підприємства по місту складає {} км у двох трубах."
    assert answers(check_repeats, twice(text.format(second), text.format(first))) == [expected]


def test_places_with_other_names_are_other_places():
    first = "Лікарня у селі Лісове має 40 ліжок денного стаціонару для дорослих хворих."
    assert len(wrong(check_repeats, twice(first.replace("40", "50"), first))) == 1
    second = first.replace("40", "50").replace("Лісове", "Дубове")
    assert wrong(check_repeats, twice(second, first)) == []


def test_years_must_be_the_same_where_both_name_them():
    at = "У {} році водоканал громади утримував {} насосних станцій на лівому березі річки."
    assert wrong(check_repeats, twice(at.format(2022, 9), at.format(2021, 8))) == []
    assert len(wrong(check_repeats, twice(at.format(2021, 9), at.format(2021, 8)))) == 1
    none = "Водоканал громади утримував 8 насосних станцій на лівому березі річки."
    assert len(wrong(check_repeats, twice(at.format(2021, 9), none))) == 1


def test_shares_rates_and_rough_figures_are_not_compared():
    for figure in ("8 %", "близько 8"):
        text = FIRST.replace("8", figure)
        assert answers(check_repeats, twice(text.replace("8", "9"), text)) == []


def test_population_and_area_are_one_figure_of_the_community():
    text = "Чисельність населення громади на початок 2024 року становить {} осіб."
    assert answers(check_key_figures, twice(text.format("7 300"), text.format("7 300"))) == ["ok"]
    (found,) = verdicts(check_key_figures, twice(text.format("7 301"), text.format("7 300")))
    assert (found.stated, found.computed) == ("7 301 осіб", "7 300 осіб")
    thousand = text.replace("{} осіб", "7,3 тис. осіб")
    assert answers(check_key_figures, twice(thousand, text.format("7 350"))) == ["ok"]
    assert answers(check_key_figures, twice(thousand, text.format("7 351"))) == [
        ("7,3 тис. осіб", "7 351 осіб")
    ]
    other = text.replace("2024", "2023")
    assert answers(check_key_figures, twice(other.format("7 400"), text.format("7 300"))) == []


def test_hectares_and_square_kilometres_are_one_area():
    text = "Площа громади складає {}."
    assert answers(
        check_key_figures, twice(text.format("47 340 га"), text.format("473,4 км²"))
    ) == ["ok"]
    assert answers(
        check_key_figures, twice(text.format("47 350 га"), text.format("473,4 км²"))
    ) == [("47 350 га", "473,4 км²")]
