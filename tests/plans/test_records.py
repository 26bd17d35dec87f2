"""Measures that stand in no table of measures, and other kinds of documents that councils write."""

from __future__ import annotations

from pathlib import Path

import pytest

from stratanalysis.documents import document_from_text
from stratanalysis.plans import extract_document
from stratanalysis.plans.indicator_text import indicator_in_sentence
from stratanalysis.quantities import Habit
from tests.plans.shapes.kinds import KINDS, score


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_kinds_that_are_looked_at(kind: str, tmp_path: Path) -> None:
    assert score(kind, range(100, 102), tmp_path, why=True) == 2


def read(text: str):
    found = extract_document(document_from_text(text, layout="markdown"))
    money = found["cube"][found["cube"]["level"] == "measure"]
    return found["measures"], money[["year", "source", "amount"]].to_numpy().tolist()


def test_facts_in_an_item_are_known_with_and_without_their_labels():
    measures, money = read(
        "# Програма на 2025-2026 роки\n\n"
        "1. Сад у Рудні (Відділ освіти, культури та спорту, 2025 рік, 1 200,5 тис. грн).\n"
        "2. Став – КП «Джерело», травень 2026, обласний бюджет – 300 тис. грн.\n"
    )
    assert measures["title"].tolist() == ["Сад у Рудні", "Став"]
    assert measures["executor"].tolist() == [
        "Відділ освіти, культури та спорту", "КП «Джерело»",
    ]  # fmt: skip
    assert measures["end"].tolist() == ["2025-12-31", "2026-05-31"]
    assert [(year, amount) for year, _, amount in money] == [(2025, 1_200_500), (2026, 300_000)]


def test_a_total_with_its_sources_counts_once():
    _, money = read(
        "# Проєкти на 2026 рік\n\n| Назва проєкту | Сад |\n|-|-|\n| Термін | 2026 рік |\n"
        "| Виконавець | Рада |\n| Вартість, тис. грн | 30 |\n"
        "| у тому числі: бюджет громади | 20 |\n| обласний бюджет | 10 |\n"
    )
    assert money == [[2026, "бюджет громади", 20_000], [2026, "обласний бюджет", 10_000]]


def test_lists_without_facts_and_passports_of_programmes_are_no_measures():
    measures, _ = read(
        "# Паспорт програми\n\nВиконавець: Рада\n\nТермін: 2025 рік\n\n"
        "1. Громада має школу.\n2. Громада має ліс, річку та став.\n"
    )
    assert measures.empty


@pytest.mark.parametrize(
    "sentence",
    [
        "Кількість шкіл зросла з 3 у 2020 році до 5 у 2023 році.",
        "Площа громади становить 340 кв. км.",  # a fact
        "До 2027 року буде збудовано 3 школи.",  # no indicator
    ],
)
def test_sentences_that_give_no_indicator(sentence):
    assert indicator_in_sentence(sentence, habit=Habit.COMMA_DECIMAL) is None
