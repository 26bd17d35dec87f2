"""What monitoring needs; tables made by hand."""

from __future__ import annotations

import pandas as pd

from stratanalysis.audit import audit_tables
from stratanalysis.tables import table


def frame(name, *rows):
    return table(name).frame([{"source_document": "s.txt", "source_line": n, **row}
                              for n, row in enumerate(rows, start=1)])  # fmt: skip


GOALS = frame(
    "goals",
    {"code": "1", "level": "strategic", "title": "Сильна економіка"},
    {"code": "1.1", "level": "operational", "parent": "1", "title": "Підтримка підприємців"},
    {"code": "1.2", "level": "operational", "parent": "1", "title": "Ремонт доріг"},
)
FULL = {
    "goal": "1.1", "name": "кількість підприємців", "unit": "persons", "base_value": 10.0,
    "base_year": 2021, "target_value": 20.0, "target_year": 2027, "data_source": "податкова",
}  # fmt: skip


def indicators(*rows):
    return frame("indicators", *({"indicator": f"i{n}", **row} for n, row in enumerate(rows)))


def problems(check, **tables):
    return audit_tables(tables, checks=[check]).problems


def test_goals_without_indicators():
    both = indicators(FULL, FULL | {"goal": "1.2"})
    assert problems("goal-without-indicator", goals=GOALS, indicators=both) == ()
    (finding,) = problems("goal-without-indicator", goals=GOALS, indicators=indicators(FULL))
    assert (finding.source.line, finding.severity) == (3, "note")
    assert "1.2" in finding.stated
    (finding,) = problems("goal-without-indicator", goals=GOALS)
    assert (finding.severity, finding.computed) == ("note", "2")


def test_one_indicator_that_lacks_something_is_named():
    rows = [FULL] * 9 + [FULL | {"target_value": None, "name": "частка доріг"}]
    (finding,) = problems("indicator-incomplete", indicators=indicators(*rows))
    assert finding.source.line == 10
    assert "частка доріг" in finding.message
    assert "target value" in finding.message


def test_what_all_indicators_lack_is_told_once():
    rows = [FULL | {"base_value": None}] * 5
    (finding,) = problems("indicator-incomplete", indicators=indicators(*rows))
    assert (finding.stated, finding.computed) == ("5", "5")


def test_a_true_zero_is_a_value():
    rows = [FULL | {"base_value": 0.0, "target_value": 0.0}] * 3
    assert problems("indicator-incomplete", indicators=indicators(*rows)) == ()


def test_measures_without_executor_and_money():
    full = {"section": "I", "executor": "відділ", "funding_source": "бюджет", "end": "2026",
            "expected_result": "дороги"}  # fmt: skip
    measures = frame(
        "measures",
        *({"code": f"1.{n}", "title": f"Захід {n}", **full} for n in range(1, 7)),
        {"code": "1.7", "title": "Захід сьомий", **full, "executor": None},
    )
    money = frame(
        "money",
        *({"measure": f"1.{n}", "year": 2026, "amount": 5.0, "unit": "UAH", "kind": "measure"}
          for n in range(1, 7)),
        {"measure": "1.7", "year": 2026, "amount": None, "unit": "UAH", "kind": "measure"},
    )  # fmt: skip
    found = problems("measure-incomplete", measures=measures, money=money)
    assert [finding.severity for finding in found] == ["note", "note"]
    assert all("Захід сьомий" in finding.message for finding in found)


def test_swot_items_are_notes():
    swot = frame(
        "swot",
        {"quadrant": "weakness", "item": "Поганий ремонт доріг"},
        {"quadrant": "weakness", "item": "Немає бібліотеки"},
        {"quadrant": "strength", "item": "Гарна природа"},
    )
    (finding,) = problems("swot-unanswered", goals=GOALS, swot=swot)
    assert finding.severity == "note"
    assert "Немає бібліотеки" in finding.message
    assert "ремонт" not in finding.message


def test_placeholders(found):
    text = "Опис: тестовий опис.\n\nРішення № _____ від 2024 року.\n\nПлани громади????\n\nЧому?"
    stated = [row[1] for row in found("placeholder", text)]
    assert stated == ["тестовий опис", "_____", "????"]


def test_rows_of_a_folder_are_told_by_file_and_line():
    table_ = indicators(
        FULL | {"unit": None, "name": "рівень безробіття"}, FULL, FULL, FULL, FULL, FULL
    )
    table_ = table_.assign(source_document=pd.NA, source_line=pd.NA)
    (finding,) = problems("indicator-incomplete", indicators=table_)
    assert (finding.source.document, finding.source.line) == ("indicators.csv", 2)
