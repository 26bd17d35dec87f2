"""Parts against totals, in words. Every expected value is the sum that the test's name gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stratanalysis.audit import Material
from stratanalysis.audit.sums import check_parts
from stratanalysis.documents.reading import document_from_text
from stratanalysis.quantities import write_number


def test_parts_that_close_are_confirmed(counts):
    text = "У мережі діє 30 закладів, з них 12 шкіл, 18 дитячих садків."
    assert counts("parts-and-total", text) == (1, 0, 0)


def test_parts_that_exceed_the_total_are_an_error(audited):
    text = "У мережі діє 30 закладів, з них 13 шкіл, 18 дитячих садків."
    (finding,) = audited("parts-and-total", text).problems
    assert (finding.severity, finding.stated, finding.computed) == ("error", "30 закладів", "31")
    assert "13 + 18" in finding.message


def test_parts_that_fall_short_are_a_warning(audited):
    text = "У мережі діє 35 закладів, з них 12 шкіл, 18 дитячих садків."
    (finding,) = audited("parts-and-total", text).problems
    assert (finding.severity, finding.computed) == ("warning", "30")


def test_two_parts_of_many_are_not_judged(counts):
    text = "Працює 100 осіб, з них 40 жінок, 25 пенсіонерів."
    assert counts("parts-and-total", text) == (0, 0, 1)


def test_a_part_with_parts_of_its_own_closes(counts):
    # 500 = 40 + 160 + 300, where 100 are of the 160
    text = (
        "Зареєстровано 500 суб’єктів, з яких 40 (або 8,0%) – середні; 160 (або 32,0%) – малі, "
        "з них 100 – мікро, 300 – фізичні особи."
    )
    assert counts("parts-and-total", text) == (1, 0, 0)
    assert counts("parts-and-total", text.replace("500", "510"))[1] == 1


def test_including_promises_no_complete_list(counts):
    text = "У громаді 26 садків (в тому числі 4 ясла та 9 навчально-виховних комплексів)."
    assert counts("parts-and-total", text) == (0, 0, 1)


def test_three_parts_after_including_that_fall_short_are_told(found):
    text = (
        "Зареєстровано 2000 одиниць, в тому числі товариств – 100 одиниць, "
        "кооперативів - 200 одиниць, підприємців – 700 одиниць."
    )
    assert found("parts-and-total", text) == [(1, "2000 одиниць", "1 000")]


def test_a_part_larger_than_the_whole(audited):
    text = "На обліку 120 будинків, з них 130 мають ліфт."
    (finding,) = audited("parts-and-total", text).problems
    assert finding.check == "parts-and-total"
    assert "larger than the whole" in finding.message


def test_parts_in_a_list_below_a_colon(counts):
    text = "Доріг у громаді 500,5 км, з них:\n- у місті 400,2 км;\n- у селах 100,3 км."
    assert counts("parts-and-total", text) == (1, 0, 0)
    assert counts("parts-and-total", text.replace("500,5", "510,5"))[1] == 1


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009"])
def test_thousands_by_any_space_and_units_by_multiplier(counts, space):
    text = f"Кошторис 1{space}250,5 тис. грн, з них область 1 млн грн, громада 250,5 тис. грн."
    assert counts("parts-and-total", text) == (1, 0, 0)


def test_rounding_as_written_is_the_tolerance(counts):
    # 0.34 + 0.34 + 0.33 may be 1.0 when rounded to one place, and 1.2 may not
    close = "Лісу 1,0 тис. га, з них 0,34 тис. га, 0,34 тис. га та 0,33 тис. га у трьох урочищах."
    assert counts("parts-and-total", close)[0] == 1
    assert counts("parts-and-total", close.replace("1,0 тис", "1,2 тис"))[1] == 1


def test_what_follows_a_predicate_is_no_part(counts):
    text = "На балансі 100 будинків, з яких 90 цегляних, обладнано ліфтами 20 будинків."
    assert counts("parts-and-total", text) == (1, 0, 0)


def test_other_units_are_no_parts(counts):
    text = "Працює 25 господарств, з них сіл 10 од., хуторів 15 од., у яких 17,2 тис. га ріллі."
    assert counts("parts-and-total", text) == (1, 0, 0)


def test_written_sums(found):
    assert found("written-sum", "Учнів стало 500 + 40 = 540 осіб.") == []
    assert found("written-sum", "Учнів стало 500 + 40 = 550 осіб.") == [(1, "550", "540")]
    assert found("written-sum", "Залишок 1 000,5 − 0,5 = 1 000,0 тис. грн.") == []


def test_brackets_with_parts(counts):
    assert counts("parts-and-total", "Працює 25 осіб (20 жінок, 5 чоловіків).") == (1, 0, 0)
    assert counts("parts-and-total", "Працює 25 осіб (21 жінок, 5 чоловіків).") == (0, 1, 0)
    assert counts("parts-and-total", "Було 25 осіб (20 у 2020 році, 21 у 2021 році).") == (0, 0, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(500, 99_999), min_size=3, max_size=6), st.integers(1, 500))
def test_any_parts_close_and_any_change_of_the_total_is_found(parts, change):
    def problems(total):
        listed = ", ".join(f"{write_number(part)} закладів" for part in parts)
        text = f"Усього {write_number(total)} закладів, з них {listed}."
        verdicts = check_parts(Material(document_from_text(text)))
        return [verdict for verdict in verdicts if verdict.source is not None]

    assert problems(sum(parts)) == []
    assert len(problems(sum(parts) + change)) == 1
