"""Layouts of goals and measures that councils print: what a careful reader takes from them."""

from __future__ import annotations

import textwrap

from stratanalysis.documents import document_from_text
from stratanalysis.documents.table_model import table_model
from stratanalysis.plans import extract_document


def read(text, layout="markdown"):
    return extract_document(document_from_text(text, layout=layout))


def levels(found):
    return {
        level: found["goals"].loc[found["goals"]["level"] == level, "title"].tolist()
        for level in ("strategic", "operational", "task")
    }


def amounts(found):
    money = found["money"]
    rows = money[(money["kind"] == "measure") & money["amount"].notna()].to_dict("records")
    return [(row["measure"], row["year"], row["amount"]) for row in rows]


HEAD = "| № | Захід | Виконавець | 2025, тис. грн | 2026, тис. грн |\n|-|-|-|-|-|\n"


def test_a_table_goes_on_below_the_words_that_say_so():
    found = read(
        HEAD + "| 1 | Сад | Рада | 1 | 2 |\n\nПродовження додатка 2\n\n"
        "| 1 | 2 | 3 | 4 | 5 |\n|-|-|-|-|-|\n| 2 | Ліс | Рада | 3 | 4 |\n"
    )
    assert found["measures"]["title"].tolist() == ["Сад", "Ліс"]
    assert sum(amount for _, _, amount in amounts(found)) == 10_000
    other = read(HEAD + "| 1 | Сад | Рада | 1 | 2 |\n\nДовідка\n\n| 1 | 2 | 3 | 4 | 5 |\n")
    assert other["measures"]["title"].tolist() == ["Сад"]


def test_tables_whose_lines_have_no_edges_or_are_drawn():
    rows = ["№ | Захід | Виконавець | 2025, тис. грн", "1 | Сад | Рада | 10", "2 | Ліс | Рада | 5"]
    assert amounts(read("\n".join(rows), "text")) == [("1", 2025, 10_000), ("2", 2025, 5_000)]
    line = "+----+-----+------+-----+"
    drawn = [line, f"| {rows[0]} |", line, f"| {rows[1]} |", f"| {rows[2]} |", line]
    assert amounts(read("\n".join(drawn), "text")) == [("1", 2025, 10_000), ("2", 2025, 5_000)]


def test_cards_of_goals():
    found = read(
        "# Стратегія\n\nСтратегічна ціль 1. Ліс\n\n| Операційна ціль 1.1 | Молоді дуби |\n|-|-|\n"
        "| Завдання | 1.1.1. Садити<br>1.1.2. Поливати |\n"
        "| Індикатори | Площа: 4 га (2024) – 11 га (2027) |\n| Очікувані результати | Тінь |\n"
    )
    assert levels(found) == {
        "strategic": ["Ліс"], "operational": ["Молоді дуби"], "task": ["Садити", "Поливати"],
    }  # fmt: skip
    (row,) = found["indicators"].to_dict("records")
    assert (row["name"], row["base_value"], row["target_value"]) == ("Площа", 4.0, 11.0)


def test_a_tree_in_a_table_without_a_head():
    found = read(
        "<table><tr><td colspan=2>Стратегічна ціль 1. Ліс</td></tr>"
        "<tr><td>Операційна ціль 1.1. Дуби</td><td>Завдання 1.1.1. Садити</td></tr>"
        "<tr><td></td><td>Завдання 1.1.2. Поливати</td></tr></table>",
        "html",
    )
    assert levels(found)["task"] == ["Садити", "Поливати"]
    assert found["measures"].empty


def test_goals_that_span_a_table_of_indicators():
    found = read(
        "Система індикаторів\n\n| № | Індикатор | Од. | 2023 (база) | 2027 (ціль) |\n|-|-|-|-|-|\n"
        "| Стратегічна ціль 1. Ліс | | | | |\n| Операційна ціль 1.1. Дуби | | | | |\n"
        "| 1 | Площа | га | 3 | 5 |\n| Операційна ціль 1.2. Сосни | | | | |\n"
        "| 2 | Кількість сосен | од. | 7 | 9 |\n"
    )
    assert levels(found)["operational"] == ["Дуби", "Сосни"]
    assert found["indicators"]["goal"].tolist() == ["1.1", "1.2"]


def test_tasks_in_a_plan_whose_goals_span_its_rows():
    found = read(
        "| № | Завдання | Захід | Виконавець | Термін | 2025, тис. грн | Індикатор |\n"
        "|-|-|-|-|-|-|-|\n"
        "| Стратегічна ціль 1. Ліс | | | | | | |\n| Операційна ціль 1.1. Дуби | | | | | | |\n"
        "| 1 | 1.1.1. Садити | Купити саджанці | Рада | 2025 | 5 | 300 саджанців |\n"
    )
    assert levels(found)["task"] == ["Садити"]
    assert found["measures"]["title"].tolist() == ["Купити саджанці"]
    assert found["measures"]["expected_result"].tolist() == ["300 саджанців"]
    assert found["indicators"].empty


def test_sums_of_years_in_the_words_of_a_measure():
    found = read(
        "Перелік заходів:\n\n1. Сад. Виконавець: рада. "
        "Обсяг фінансування: 2025 рік – 240 тис. грн, "
        "2026 рік – 1 млн 250 тис. грн.\n\n2. Ліс. Виконавець: рада. Термін: 2025 рік. "
        "Обсяг фінансування: 2025 рік – 120 тис. грн.\n",
        "text",
    )
    assert [(year, amount) for _, year, amount in amounts(found)] == [
        (2025, 240_000), (2026, 1_250_000), (2025, 120_000),
    ]  # fmt: skip


def test_values_with_their_years_after_them():
    found = read(
        "Стратегічна ціль 1. Ліс\n\nОпераційна ціль 1.1. Дуби\n\nІндикатори:\n"
        "- площа лісу – 3,2 га у 2024 році, 11 га у 2027 році;\n"
        "- тривалість посухи: базове значення – 21 (2024 рік), цільове – 4 (2027 рік).\n",
        "text",
    )
    first = found["indicators"].iloc[0]
    assert (first["base_value"], first["base_year"]) == (3.2, 2024)
    assert (first["target_value"], first["target_year"]) == (11.0, 2027)


def test_from_and_to_keep_their_order_whatever_the_years():
    found = read(
        "Стратегічна ціль 1. Ліс\n\nОпераційна ціль 1.1. Дуби\n\n"
        "Площа лісів зросте з 120 га у 2027 році до 180 га у 2024 році.\n",
        "text",
    )
    (row,) = found["indicators"].to_dict("records")
    assert (row["base_value"], row["base_year"]) == (120.0, 2027)
    assert (row["target_value"], row["target_year"]) == (180.0, 2024)


def test_a_full_line_goes_on_where_blank_lines_part_the_paragraphs():
    told = [
        "Ліквідація стихійних сміттєзвалищ у селах. Виконавець: КП «Добробут». Термін: 2025 рік.",
        "Озеленення парку біля школи. Виконавець: відділ благоустрою громади. Термін: 2026 рік, "
        "навесні та восени.",
        "Розчищення русла річки та її берегів у межах громади. Термін: 2026 рік.",
    ]
    wrapped = [textwrap.wrap(one, 61) for one in told]
    assert wrapped[2][0].endswith("Термін:")
    text = "\n\n".join("\n".join(lines) for lines in wrapped)
    assert [one.text for one in document_from_text(text, layout="text").paragraphs()] == told


def test_columns_parted_by_spaces():
    lines = [
        "№   Індикатор               Од.   База, 2023   Ціль, 2027",
        "Стратегічна ціль 1. Ліс і сад громади",
        "1   Площа молодого          га    3,5          5,0",
        "    лісу",
        "2   Кількість сосен         од.   7            9",
        "3   Частка доріг у селах    %     31           35",
    ]
    found = read(
        "Система індикаторів\n\n" + "\n".join(lines) + "\n\nДалі йде звичайний текст.\n", "text"
    )
    rows = found["indicators"][["name", "base_value", "target_value"]].values.tolist()
    assert rows == [
        ["Площа молодого лісу", 3.5, 5.0], ["Кількість сосен", 7.0, 9.0],
        ["Частка доріг у селах", 31.0, 35.0],
    ]  # fmt: skip
    assert levels(found)["strategic"] == ["Ліс і сад громади"]
    prose = "Рада  ухвалила   план.\nГромада   має  ліс.\nСело   має  сад.\n"
    assert document_from_text(prose, layout="text").tables() == []


def test_heads_in_other_words():
    text = (
        "| № | Конкретні дії | Координатор | Дедлайн | Орієнтовна сума, тис. грн |\n|-|-|-|-|-|\n"
        "| 1 | Садити | Лісництво | 2026 | 40 |\n| 2 | Поливати | Рада | 2026 | 15 |\n"
    )
    (table,) = document_from_text(text, layout="markdown").tables()
    assert table_model(table).roles() == ["number", "measure", "executor", "term", "money"]


def test_an_aim_of_plain_numbers_is_a_target():
    text = (
        "| Метрика | Од. | База | Ціль |\n|-|-|-|-|\n| Ліс | га | 12 | 30 |\n| Сад | га | 3 | 9 |\n"
    )
    (table,) = document_from_text(text, layout="markdown").tables()
    assert table_model(table).roles() == ["indicator", "unit", "base_value", "target_value"]
    text = "| Ціль | Індикатор | Од. | База | Ціль |\n|-|-|-|-|-|\n| 1 | Ліс | га | 12 | 30 |\n"
    (table,) = document_from_text(text, layout="markdown").tables()
    assert table_model(table).roles()[0] == "operational_goal"  # before the indicators: a code


def test_two_goals_above_each_other_span_a_table_of_tabs():
    rows = [
        "№\tІндикатор\tОд.\tБаза, 2024\tЦіль, 2030",
        "Стратегічна ціль 1. Ліс",
        "Операційна ціль 1.1. Дуби",
        "1\tПлоща\tга\t3\t5",
        "Операційна ціль 1.2. Сосни",
        "2\tКількість сосен\tод.\t7\t9",
    ]
    found = read("\n".join(rows), "text")
    assert levels(found)["operational"] == ["Дуби", "Сосни"]
    assert found["indicators"]["goal"].tolist() == ["1.1", "1.2"]
