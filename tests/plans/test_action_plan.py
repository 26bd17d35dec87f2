"""Action plans and programmes: rows cut by page breaks, lists, money by year, terms."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.documents import document_from_text
from stratanalysis.plans import extract_document
from stratanalysis.plans.extraction import Extraction

HEAD = (
    "| Очікуваний результат | План дій | Ключові індикатори | План фінансування | | |"
    " Термін реалізації | Відповідальний |\n|--|--|--|--|--|--|--|--|\n"
    "| | | | Джерела фінансування | 2020 рік | 2021 рік | | |\n"
)
PLAN = (
    "VI. Напрямки\n\n| Стратегічний напрямок | Цілі |\n|--|--|\n"
    "| Стратегічний напрямок 1: Люди | I.I Доступність |\n| | I.II Навчання |\n\nVII. План\n\n"
    "Стратегічний напрямок 1: Люди\n\nЦіль: І.ІІ Навчання\n\n"
    + HEAD
    + "| Курси проведено | <p>1. Обрати місце</p> <p>2. Провести курси</p> <p>Підсумувати</p> |"
    " 1. Обрано місце 2.1. Навчено 20 осіб 2.2. Видано 5 посібників |"
    " 1. Місцевий бюджет 2. Донори | 50,000 грн | ~~~ |"
    " 1. до 01.02.2020 2.1. з 01.03.2020 по 30.04.2020 2.2. з 01.03.2020 по | Відділ освіти |\n\n"
    "¹ примітка\n\n| | | | | | | | |\n|--|--|--|--|--|--|--|--|\n"
    "| | | 3. Підсумки є | | 1500,000 грн | - | 31.05.2020 3. з 01.06.2020 по 30.02.2021 |"
    " і культури |\n"
    "| Створено сайт на базі | 1. Замовити сайт | 1. Сайт є | 1. Донори | - | 1,250,000 грн |"
    " 1. Постійно | Відділ ІТ |\n\n"
    "| | | | | | | | |\n|--|--|--|--|--|--|--|--|\n"
    "| бібліотеки | | | | | | | |\n"
)


@pytest.fixture(scope="module")
def plan() -> Extraction:
    return extract_document(document_from_text(PLAN))


def test_steps_indicators_and_terms_are_matched_by_their_numbers(plan: Extraction) -> None:
    columns = ["code", "number", "step", "key_indicator", "start", "end"]
    actions = plan["actions"][columns].astype(object)
    rows = actions.where(actions.notna(), None).to_numpy().tolist()
    assert rows == [
        ["I.II.1", "1", "Обрати місце", "Обрано місце", None, "2020-02-01"],
        ["I.II.1", "2.1", "Провести курси", "Навчено 20 осіб", "2020-03-01", "2020-04-30"],
        ["I.II.1", "2.2", "Провести курси", "Видано 5 посібників", "2020-03-01", "2020-05-31"],
        ["I.II.1", "3", "Підсумувати", "Підсумки є", "2020-06-01", None],
        ["I.II.2", "1", "Замовити сайт", "Сайт є", None, None],
    ]


def test_cells_cut_by_a_page_break_are_joined(plan: Extraction) -> None:
    actions = plan["actions"].drop_duplicates("code")
    assert actions["result"].tolist() == ["Курси проведено", "Створено сайт на базі бібліотеки"]
    assert actions["responsible"].tolist() == ["Відділ освіти і культури", "Відділ ІТ"]
    assert actions["goal"].tolist() == ["I.II", "I.II"]
    assert actions["funding_source"].tolist() == ["1. Місцевий бюджет 2. Донори", "1. Донори"]
    assert plan["actions"]["term"].iloc[-1] == "Постійно"


def test_money_by_year_keeps_both_readings_and_gaps(plan: Extraction) -> None:
    money = plan["money"]
    assert money[["measure", "year"]].to_numpy().tolist() == [
        *(["I.II.1", 2020], ["I.II.1", 2020], ["I.II.1", 2021], ["I.II.2", 2020], ["I.II.2", 2021])
    ]
    expected = pd.Series([50_000.0, 1_500_000.0, None, None, 1_250_000.0], name="amount")
    pd.testing.assert_series_equal(money["amount"], expected)
    alternative = pd.Series([50.0, 1500.0, None, None, None], name="alternative")
    pd.testing.assert_series_equal(money["alternative"], alternative)
    assert (money["unit"] == "UAH").all()


def test_what_is_doubtful_is_reported(plan: Extraction) -> None:
    checks = {finding.check: finding for finding in plan.findings}
    assert set(checks) == {"date-does-not-exist", "ambiguous-numbers", "irregular-number"}
    assert checks["date-does-not-exist"].message == "There is no day 30.02.2021."
    assert "1500,000 грн" in checks["irregular-number"].message
    assert checks["ambiguous-numbers"].values["count"] == 2
    assert all(finding.source.line for finding in plan.findings)


def test_words_and_two_amounts_in_a_money_cell_are_reported() -> None:
    table = (
        "№\tПерелік заходів\tОбсяги фінансування\t\tОчікувані результати\n"
        "\t\t2024 рік\t2025 рік\t\n"
        "1\t1.1. Двір\tза потребою\t5,5 тис. грн 7,5 тис. грн\tгарно\n"
    )
    found = extract_document(document_from_text(table))
    assert found["money"]["amount"].dropna().tolist() == [5500.0, 7500.0]
    assert found["money"]["amount"].isna().sum() == 1
    assert [f.check for f in found.findings] == ["no-amount", "two-amounts"]


PLAIN = (
    "| № | Назва заходу | Виконавець | Обсяг фінансування{unit} | | Очікувані результати |\n"
    "|--|--|--|--|--|--|\n| | | | 2024 рік | 2025 рік{year} | |\n"
    "| 1 | Ремонт дороги | Відділ | 100,5 | 200 | Є |\n"
    "| | біля школи | | | | |\n"
    "| 2 | Ремонт даху | Відділ | - | 300,0 | Є |\n"
    "| | Разом | | 100,5 | 500,0 | |\n"
)


@pytest.mark.parametrize(
    ("unit", "year", "factor"), [(", тис. грн", "", 1000), ("", ", млн грн", 10**6), ("", "", 1)]
)
def test_a_programme_numbered_in_a_column_of_its_own(unit: str, year: str, factor: int) -> None:
    found = extract_document(document_from_text(PLAIN.format(unit=unit, year=year)))
    assert found["measures"]["code"].tolist() == ["1", "2"]
    assert found["measures"]["title"].tolist() == ["Ремонт дороги біля школи", "Ремонт даху"]
    expected = pd.Series([100.5, 200.0, None, 300.0, 100.5, 500.0], name="amount") * factor
    pd.testing.assert_series_equal(found["money"]["amount"], expected)
    assert found["money"]["kind"].tolist()[-2:] == ["grand_total", "grand_total"]
    assert [f.check for f in found.findings] == ([] if factor > 1 else ["unit-not-stated"])


def test_continuation_rows_of_a_programme_are_joined_cell_by_cell() -> None:
    table = (
        "№\tПерелік заходів\tТермін\tВиконавці\tОбсяги (тис. грн)\tОчікувані результати\n"
        "\t\t\t\t2024 рік\t\nI\t«Двори»\t\t\t\t\n"
        "1.\t1.1. Посадити дерева у\t2024- 2025рр.\tвідділ еко-\t1,50\t- зелено\n\n"
        "\tдворах\t\tлогії\t\tі тихо\n"
    )
    found = extract_document(document_from_text(table))
    (measure,) = found["measures"].to_dict("records")
    assert measure["title"] == "Посадити дерева у дворах"
    assert measure["executor"] == "відділ екології"
    assert measure["expected_result"] == "зелено і тихо"
    assert (measure["start"], measure["end"]) == ("2024-01-01", "2025-12-31")
    assert found["sections"]["title"].tolist() == ["«Двори»"]
    assert found["money"]["amount"].tolist() == [1500.0]
