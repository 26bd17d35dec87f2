"""Statements as councils write them: false ones are found, true ones that look odd are not."""

from __future__ import annotations

import pytest

from stratanalysis.audit import audit_document
from stratanalysis.documents import document_from_text

TITLE = "# Програма на 2025-2027 роки\n\n"
_COMPLETENESS = (
    "indicator-incomplete", "measure-incomplete", "goal-without-indicator", "swot-unanswered",
)  # fmt: skip
TWO_GOALS = (
    "\n\n## Стратегічна ціль 1. А\n\n### Операційна ціль 1.1. Б\n\n## Стратегічна ціль 2. В\n\n"
    "### Операційна ціль 2.1. Г"
)
FALSE = {
    "of all, in front": ("Із 320 заявок задоволено 240 (70 %).", "75"),
    "asked": ("Опитано 500 респондентів, підтримали проєкт 350 осіб, або 65 %.", "70"),
    "change before levels": ("Населення зменшилося на 5,9 %: з 10 000 до 9 480 осіб.", "5,2"),
    "per pupil": ("Субвенцію 4,2 млн грн поділено між 1 400 учнями, по 2 000 грн на учня.", "3 000"),  # noqa: E501
    "births less deaths": (
        "Народилося 45 дітей, померло 120 осіб, природне скорочення – 85 осіб.", "75"
    ),
    "density": ("Щільність – 45 осіб на км² (площа – 200 км², населення – 8 000 осіб).", "40"),
    "term in words": (
        "Захід 2 реалізується з березня 2026 року по червень 2029 року.", "2025–2027"
    ),
    "sum by years": (
        "Загальний обсяг фінансування – 1 000 тис. грн, у тому числі 2025 рік – 400 тис. грн, "
        "2026 рік – 500 тис. грн.", "900 000",
    ),
    "sources in a passport": (
        "| 5 | Загальний обсяг фінансових ресурсів, тис. грн | 900,0 |\n|-|-|-|\n"
        "| 5.1 | коштів бюджету громади | 500,0 |\n| 5.2 | коштів інших джерел | 300,0 |", "800,0",
    ),
    "degree of achievement": (
        "| Показник | База (2022) | Ціль (2028) | Факт (2024) | Ступінь досягнення, % |\n"
        "|-|-|-|-|-|\n| Викиди, т | 310 | 190 | 262 | 55 |", "40",
    ),
    "deviation": (
        "| Захід | План | Факт | Відхилення |\n|-|-|-|-|\n| А | 10 | 8 | -2 |\n| Б | 9 | 9,5 | 0,5 |\n"  # noqa: E501
        "| В | 20 | 15 | -5 |\n| Г | 7 | 4 | -2 |", "3",
    ),
    "year in the cell": (
        "| Показник | Од. виміру | Рік / базове значення | Рік / цільове значення |\n|-|-|-|-|\n"
        "| Частка доріг | % | 2024 / 38 | 2022 / 70 |", "2022",
    ),
    "two populations": (
        "Населення громади на початок 2024 року – 7 300 осіб.\n\n"
        "Станом на 01.01.2024 у громаді мешкало 7 030 осіб.", "7 300",
    ),
}  # fmt: skip
TRUE = {
    "of whom, then another division": (
        "Населення – 10 000 осіб, з них міське – 6 000, сільське – 4 000; чоловіків 4 600."
    ),
    "one unit for two levels": "Видатки зросли з 40,0 до 50,0 млн грн, або на 25 %.",
    "some of the money": "Виділено 3,6 млн грн, з них 2,9 млн грн – на оплату праці, 0,4 – на фонди.",  # noqa: E501
    "goals of the state": "Державна стратегія містить три стратегічні цілі." + TWO_GOALS,
    "two dates": "Населення громади: на 01.01.2023 – 7 300 осіб, на 01.01.2024 – 7 030 осіб.",
    "shares of different questions": (
        "Задоволені 42 % опитаних, радше задоволені 30 %, незадоволені 28 %, виїхати хочуть 15 %."
    ),
    "reports after the end": "Звіт про виконання програми подається до 1 березня 2028 року.",
    "unit above a table": (
        "Видатки\n\n(грн)\n\n| Назва | Сума |\n|-|-|\n| Школи | 10 |\n| Садки | 20 |\n| Разом | 30 |"  # noqa: E501
    ),
    "signature": "__________ О. ПЕТРЕНКО",
    "three ways to measure": (
        "| Показник | База (2022) | Ціль (2028) | Факт (2024) | Ступінь досягнення, % |\n"
        "|-|-|-|-|-|\n| Місця | 0 | 240 | 96 | 40 |\n| Вода, % | 41,0 | 65,0 | 50,6 | 40 |"
    ),
}


def flagged(text):
    document = document_from_text(TITLE + text + "\n", layout="markdown")
    problems = audit_document(document).problems
    return [p for p in problems if p.severity != "note" and p.check not in _COMPLETENESS]


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_found(name):
    text, figure = FALSE[name]
    messages = [problem.message.replace("\u00a0", " ") for problem in flagged(text)]
    assert any(figure in message for message in messages), messages


@pytest.mark.parametrize("name", TRUE)
def test_true_statements_are_left_alone(name):
    assert flagged(TRUE[name]) == []
