"""Codes of goals: gaps, order, titles and references, from tables made by hand."""

from __future__ import annotations

import pytest

from stratanalysis.audit.codes import (
    _raw_code,
    check_code_order,
    check_doubles,
    check_numerals,
    check_parents,
    check_references,
    check_titles,
    same_words,
)
from stratanalysis.documents.headings import read_heading
from stratanalysis.findings import Severity

from .answers import answers, message, verdicts


def goal(line, code, title="Ціль", **more):
    return {"source_document": "s.txt", "source_line": line, "source_place": "",
            "source_text": f"рядок {line}", "tree": "Т", "level": "operational",
            "code": code, "title": title, "code_as_written": code, **more}  # fmt: skip


def goals(*codes):
    text = "\n\n".join(f"Рядок {n}" for n in range(len(codes)))
    return text, [goal(2 * n + 1, code) for n, code in enumerate(codes)]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("1.1", "1.2", "1.3"), ["ok"]),
        (("1.1", "1.3"), [("1.3", "1.2")]),
        (("1.1", "1.2", "1.5"), [("1.5", "1.3, 1.4")]),
        (("1.1", "1.4"), ["ok"]),  # as many lost as there are: another way to number
        (("1.2", "1.3"), [("1.2", "1.1")]),
        (("1.1",), []),
        (("1.1", "1.3", "1.2"), ["ok", ("1.2", "1.3")]),
        (("1.1", "1.2", "1.2"), ["ok", ("1.2", "")]),
        (("I.I", "I.II", "I.IV"), [("I.IV", "I.III")]),
        (("1.1", "1.2", "2.1", "2.2"), ["ok", "ok"]),
        (("1.1", "1.2", "1.1", "1.2"), ["ok", "ok"]),  # told again from the beginning
    ],
)
def test_codes_run_without_gap_or_jump(codes, expected):
    text, rows = goals(*codes)
    assert answers(check_code_order, text, goals=rows) == expected


def test_a_code_that_another_telling_has_is_no_gap():
    text, rows = goals("1.1", "1.2", "1.3", "2.1", "1.1", "1.3")
    assert answers(check_code_order, text, goals=rows) == ["ok", "ok"]


def test_ten_lost_codes_are_named_at_most():
    codes = [f"1.{n}" for n in (*range(1, 14), 26)]
    text, rows = goals(*codes)
    ((stated, computed),) = answers(check_code_order, text, goals=rows)
    assert (stated, computed) == ("1.26", ", ".join(f"1.{n}" for n in range(14, 24)))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Сильна економіка громади", "Сильної економіки громад", True),
        ("Сильна економіка громади", "Сильна економіка громади та бізнес", True),  # cut short
        ("Сильна економіка", "Сильна економіка громади", False),  # two words are no cut end
        ("Сильна економіка громади", "Сильна економіка району", False),
        ("Сильна економіка громади", "Громади економіка сильна", True),
        ("", "Сильна економіка", True),
        ("Котел новий сучасний", "Котли новий сучасний", True),  # 6 of 10 letters and a bit
        ("Дахи", "Двері", False),
    ],
)
def test_titles_with_the_same_words(first, second, expected):
    assert same_words(first, second) is expected


def test_a_second_title_is_told_once():
    text, rows = goals("1.1", "1.1", "1.1", "1.1")
    for row, title in zip(rows, ("Дороги", "Школи", "Школи", "Дорога"), strict=True):
        row["title"] = title
    found = verdicts(check_titles, text, goals=rows)
    assert [v.stated or "ok" for v in found] == ["«Школи»", "ok"]
    assert found[0].computed == "«Дороги»"
    assert "1.1 has another title at s.txt:1" in message(found[0])


def doubled(first, second, name="measures", codes=("1", "2")):
    rows = [goal(3, codes[0], first), goal(5, codes[1], second)]
    return verdicts(check_doubles, **{name: rows})


FOUR = "Ремонт дороги біля школи"


def test_titles_of_four_words_that_stand_twice():
    (first, second) = doubled(FOUR, FOUR.upper())
    assert first.source is None
    assert (second.stated, second.computed, second.severity) == (
        f"«{FOUR.upper()}»", "1", Severity.NOTE,
    )  # fmt: skip
    assert "here under 2" in message(second)
    assert doubled(FOUR, FOUR, "goals")[1].severity is Severity.NOTE
    assert doubled("Ремонт дороги школи", "Ремонт дороги школи") == []
    assert [v.source for v in doubled(FOUR, FOUR, codes=("1", "1"))] == [None, None]
    long = f"{FOUR} {'я' * 120}"
    assert doubled(long, long)[1].stated == f"«{long[:120]}»"


TREE = (
    "Стратегічна ціль 1. Сильна економіка\n\nОпераційна ціль 1.1. Підприємства\n\n"
    "Завдання {}. Відкрити центр для підприємців"
)


def test_a_task_stands_under_its_operational_goal():
    assert answers(check_parents, TREE.format("1.1.1")) == ["ok", "ok"]
    (_, found) = verdicts(check_parents, TREE.format("1.2.1"))
    assert (found.stated, found.computed, found.source.line) == ("1.2.1", "1.1", 5)
    assert answers(check_parents, TREE.format("1.2.1.1")) == ["ok"]  # of another depth


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("I.II", "ok"),
        ("I.ІІ", ("I.ІІ", "I.II")),
        ("І.ІІ", ("І.ІІ", "I.II")),
    ],
)
def test_numerals_are_of_one_alphabet(code, expected):
    text = f"Стратегічний напрямок 1: Люди\n\nЦіль {code} Розвиток сервісів\n\nЦіль {code} Розвиток"
    assert answers(check_numerals, text) == [expected]


@pytest.mark.parametrize("before", ["", "Ціль ", "Ціль  "])
@pytest.mark.parametrize("typed", ["V\u0406.1", "VI.1", "V.\u0406\u0406"])
def test_the_letters_of_a_code_as_they_were_typed(before, typed):
    """Reading makes the letters of a word one alphabet; what was typed is what is shown."""
    text = f"{before}{typed} Люди"
    heading = read_heading(text)
    assert _raw_code(text, heading.code_as_written) == typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Це сказано в описі завдання 1.1.1 нижче.", ["ok"]),
        ("Це сказано в описі завдання 1.1.7 нижче.", [("1.1.7", "")]),
        ("Це сказано в описі цілі 1.1 нижче.", ["ok"]),  # the goal above a known code
        ("Це сказано в описі цілі 2.1 нижче.", [("2.1", "")]),
        ("Це відповідає цілі 2.1 державної стратегії.", []),
        ("Таблиця 2.1 нижче.", []),
    ],
)
def test_references(text, expected):
    assert answers(check_references, text, goals=[goal(99, "1.1.1")]) == expected


def test_codes_of_indicators_and_measures_are_of_a_goal():
    rows = [goal(n, None, goal=code) for n, code in enumerate(("1.1.1", "3", "3", "?", ""), 1)]
    found = answers(
        check_references, goals=[goal(99, "1.1.1")], indicators=rows, measures=rows
    )  # fmt: skip
    assert found == ["ok", ("3", ""), "ok"]
