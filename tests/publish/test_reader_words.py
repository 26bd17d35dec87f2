"""Words of any page: what no council should read becomes words, whoever wrote it."""

import pytest

from stratanalysis.publish.reader_words import agreeing, reader_page, reader_text

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("uk", "revenue.csv:12: пропуск", "таблиця «Доходи», рядок 12: пропуск"),
        ("en", "revenue.csv:12: a gap", "the table “Revenue”, row 12: a gap"),
        ("uk", "у таблиці goals.csv", "у таблиці «Цілі»"),
        ("uk", "indicators.csv, tasks.csv", "таблиця «Індикатори», «Виконання завдань»"),
        ("en", "Plan from 007_ab12.txt", "Plan from “Strategy to 2030”"),
        ("en", "unknown.json", "data of the project"),
        ("uk", "немає target_year", "немає цільовий рік"),
        ("en", "no target_year", "no target year"),
        ("uk", "60 % і 64%", f"60{NBSP}% і 64{NBSP}%"),
        ("en", "60 % and 64%", "60% and 64%"),
        ("uk", "об'єкт, сімʼя", "об’єкт, сім’я"),
        ("uk", "2020-2022: -5", "2020–2022: −5"),
        ("en", "COVID-19", "COVID\N{NON-BREAKING HYPHEN}19"),
        ("uk", "плaн", "план"),  # Latin a
        ("uk", "V.ІІ та Word-ом", "V.ІІ та Word-ом"),
        ("en", "value nan", "value …"),
    ],
)
def test_texts_for_readers(language, text, expected):
    assert reader_text(text, language, {"007_ab12.txt": "Strategy to 2030"}) == expected
    assert reader_text(expected, language) == expected  # twice is the same as once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"72{NBSP}422 осіб", f"72{NBSP}422 особи"),
        ("21 осіб", "21 особа"),
        ("11 особа", "11 осіб"),
        ("1,5 осіб", "1,5 особи"),
        ("0 особи", "0 осіб"),
        ("до 22 осіб", "до 22 осіб"),
        ("10–13 років", "10–13 років"),
        ("2027 року", "2027 року"),
        ("«усього 72 осіб»", "«усього 72 осіб»"),
    ],
)
def test_nouns_agree_with_their_numbers(text, expected):
    assert agreeing(text) == expected


def test_ukrainian_on_an_english_page_is_quoted_and_marked():
    made = reader_page("<td>1. Якість життя</td><td>Київська</td><p>“Будинок”</p>", "en")
    assert made == (
        '<td>1. <span lang="uk">“Якість життя”</span></td><td>Kyiv</td>'
        '<p>“<span lang="uk">Будинок</span>”</p>'
    )
    assert reader_page(made, "en") == made


def test_the_folded_part_keeps_names_of_files_and_policies_stay():
    page = (
        '<meta content="default-src \'none\'"><p title="5 %">revenue.csv</p>'
        '<details class="reproducibility" id="x"><p>revenue.csv</p></details>'
    )
    made = reader_page(page, "en")
    assert "default-src 'none'" in made
    assert 'title="5%"' in made
    assert made.count("revenue.csv") == 1
