"""When what is missing is said of each row, and when once for all."""

from __future__ import annotations

import pytest

from stratanalysis.audit.completeness import (
    check_goals_have_indicators,
    check_indicators_complete,
    check_measures_complete,
    check_placeholders,
    check_plan_rows,
    check_swot_answered,
)
from stratanalysis.findings import Severity

from .answers import answers, message, verdicts


def row(line=5, **more):
    return {"source_document": "s.txt", "source_line": line, "source_place": "",
            "source_text": "рядок", **more}  # fmt: skip


def indicators(count, lacking, **more):
    rows = [row(n, name=f"рівень {n}", goal="1", unit="percent") for n in range(1, count + 1)]
    for one in rows[:lacking]:
        one |= {"unit": None, **more}
    return rows


@pytest.mark.parametrize(
    ("count", "lacking", "expected"),
    [
        (5, 0, 0),
        (5, 3, 3),  # under four in five each is named
        (5, 4, 1),  # four in five: once for all
        (100, 3, 3),
        (100, 5, 1),  # more than three: once for all
        (1, 1, 1),
        (2, 2, 1),
        (10, 8, 1),
        (10, 3, 3),
    ],
)
def test_what_most_rows_lack_is_said_once(count, lacking, expected):
    found = verdicts(check_indicators_complete, indicators=indicators(count, lacking))
    wrong = [v for v in found if v.source]
    assert len(wrong) == expected
    assert len(found) - len(wrong) == count - lacking
    if lacking == 4:
        assert (wrong[0].stated, wrong[0].computed) == ("4", "5")
    if lacking == 1:
        assert message(wrong[0]) == "«рівень 1» has no unit; add it"


def test_a_name_is_quoted_by_120_characters():
    (found,) = verdicts(check_indicators_complete, indicators=indicators(1, 1, name="я" * 130))
    assert found.stated == f"«{'я' * 120}»"


def test_a_count_needs_no_unit():
    rows = indicators(3, 1, name="Кількість шкіл")
    assert answers(check_indicators_complete, indicators=rows) == ["ok"] * 3


def test_a_source_of_data_is_a_note_and_a_passport_has_no_base():
    rows = [row(name="рівень", goal="1", data_source=None, base_value=None) for _ in range(3)]
    found = [v for v in verdicts(check_indicators_complete, indicators=rows) if v.source]
    assert [v.severity for v in found] == [Severity.NOTE, Severity.NOTE]
    found = verdicts(check_indicators_complete, indicators=rows, passport=[{"a": 1}])
    assert [v.severity for v in found if v.source] == [Severity.NOTE]


def goals(*codes):
    return [
        row(n, tree="Т", code=code, level="operational", title="я" * 90,
            parent=code.rpartition(".")[0] or None)
        for n, code in enumerate(codes, start=1)
    ]  # fmt: skip


def test_goals_without_indicators_are_named():
    found = verdicts(
        check_goals_have_indicators, goals=goals("1.1", "1.2", "1.3"),
        indicators=[row(goal="1.1"), row(goal="1.2.4")],
    )  # fmt: skip
    assert [v.stated for v in found if v.source] == [f"1.3 «{'я' * 80}»"]
    assert len(found) == 3
    steps = [row(goal="1.3", key_indicator="так"), row(goal="1.2", key_indicator=None)]
    found = verdicts(check_goals_have_indicators, goals=goals("1.1", "1.2", "1.3"), actions=steps)
    (lacking,) = [v for v in found if v.source]
    assert [part[:3] for part in lacking.stated.split("; ")] == ["1.1", "1.2"]


def test_tasks_are_measured_by_their_operational_goal():
    tree = [
        row(1, tree="Т", code="1", level="strategic", title="Місто", parent=None),
        row(2, tree="Т", code="1.1", level="operational", title="Парки", parent="1"),
        row(3, tree="Т", code="1.1.1", level="task", title="Садити ліс", parent="1.1"),
        row(4, tree="Т", code="1.1.2", level="task", title="Поливати", parent="1.1"),
    ]
    measured = verdicts(check_goals_have_indicators, goals=tree, indicators=[row(goal="1.1")])
    assert [v.source for v in measured] == [None]
    more = [tree[3] | {"code": f"1.1.{n}"} for n in (3, 4, 5)]
    rows = [row(goal=f"1.1.{n}") for n in (1, 2, 3, 4)]
    found = verdicts(check_goals_have_indicators, goals=[*tree, *more], indicators=rows)
    (task,) = [v for v in found if v.source]
    assert task.stated.startswith("1.1.5")


def measure(line, **more):
    full = {"executor": "відділ", "funding_source": "бюджет", "end": "2026",
            "expected_result": "дорога"}  # fmt: skip
    return row(line, code=f"1.{line}", title=f"Захід {line}", **(full | more))


def test_measures_without_a_term_unless_it_is_always():
    rows = [measure(1), measure(2, end=None), measure(3, end=None)]
    rows[2]["source_text"] = "Захід, постійно"
    found = [v for v in verdicts(check_measures_complete, measures=rows) if v.source]
    assert [message(v) for v in found] == ["«Захід 2» has no term; add it"]
    none = [measure(n, executor=None) for n in (1, 2)]  # no column of executors at all
    assert [v for v in verdicts(check_measures_complete, measures=none) if v.source] == []


def test_measures_without_money():
    paid = [("1.1", "measure", 5.0), ("1.2", "measure", 0.0), ("1.3", "measure", None),
            ("1.3", "total", 7.0)]  # fmt: skip
    money = [row(measure=code, kind=kind, amount=amount) for code, kind, amount in paid]
    rows = [measure(n) for n in (1, 2, 3, 4)]
    found = [v for v in verdicts(check_measures_complete, measures=rows, money=money) if v.source]
    assert [(v.stated, v.severity) for v in found] == [
        ("«Захід 2»", Severity.NOTE), ("«Захід 3»", Severity.NOTE)
    ]  # fmt: skip


def plan(*rows):
    return [row(7, code="1", number=number, step=step, term=term) for number, step, term in rows]


CELLS = "Слова.\n\n| Кроки | Хто |\n|---|---|\n| 1. Обрати | я |\n| 1) Здати | я |\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("1.1", "Обрати", "2025"), ("2.1", "Купити", "2026")], ["ok"]),
        ([("1.1", "Обрати", "2025"), ("2.1", "Купити", None)], [("2", "1")]),
        ([("1.1", "Обрати", "2025"), ("1.2", "Купити", None)], ["ok"]),  # parts of one step
        ([("1", "Обрати", None), ("2", "Купити", None)], ["ok"]),
        ([("1", "Жити", "2025"), ("2", "Купити", None)], ["unknown"]),
    ],
)
def test_every_step_has_its_term(rows, expected):
    actions = plan(*rows)
    for one in actions:
        one["source_line"] = 5
    assert answers(check_plan_rows, CELLS, layout="markdown", actions=actions) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Зношені котельні", "answered"),
        ("Зношені насоси", "left"),
        # five words of meaning or more need two in common
        ("Зношені котельні, труби, крани, вентилі", "left"),
        ("Зношені котельні, дахи, крани, вентилі", "answered"),
        ("Зношені котельні, труби, крани", "answered"),
    ],
)
def test_weaknesses_share_words_with_goals(item, expected):
    found = answers(
        check_swot_answered, swot=[row(quadrant="weakness", item=item)],
        goals=[row(title="Оновити котельні та дахи шкіл")],
    )  # fmt: skip
    assert found == (["ok"] if expected == "answered" else [(f"«{item}»", "")])


def test_five_items_are_quoted_by_90_characters_and_all_counted():
    swot = [row(n, quadrant="threat", item="ы" * 100) for n in range(1, 8)]
    (found,) = verdicts(check_swot_answered, swot=swot, goals=[row(title="Дахи")])
    assert found.stated == "; ".join([f"«{'ы' * 90}»"] * 5)
    assert "any goal or task: 7:" in message(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Плани???", ["???"]), ("Плани??", []),
        ("Рішення ____ року", ["____"]), ("Рішення ___ року", []),
        ("Рішення ____ О. ПЕТРЕНКО", []),
        ("Сума XX.XX грн", ["XX.XX"]), ("Сума X.X грн", []),
        ("<...> і ??? і ____ і ???", ["<...>", "???", "____"]),
        ("Рішення " + "_" * 30 + " року", ["_" * 20]),
        ("TBD ????", ["TBD"]),
    ],
)  # fmt: skip
def test_placeholders(text, expected):
    assert [stated for stated, _ in answers(check_placeholders, text)] == expected


def test_a_placeholder_is_quoted_with_80_characters_around():
    text = "я" * 100 + "???" + "ю" * 100
    (found,) = verdicts(check_placeholders, text)
    assert found.source.text == "я" * 80 + "???" + "ю" * 77
