"""Official forms become tables: passports, forecasts, resources, indicators, states of measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from stratanalysis.audit import audit_document
from stratanalysis.documents import document_from_text
from stratanalysis.plans import extract_document, load_document
from stratanalysis.plans.extraction import Extraction


def read(text: str) -> Extraction:
    return extract_document(document_from_text(text, layout="markdown"))


def rows(found: Extraction, name: str, *columns: str) -> list[list[object]]:
    frame = found[name][list(columns)].astype(object)
    return frame.where(frame.notna(), None).values.tolist()


PASSPORT = """Паспорт

бюджетної програми місцевого бюджету на 2026 рік

1. 0600000 Відділ освіти Вишнівської сільської ради

3. 0611010 1010 0910 Надання дошкільної освіти 1152800000

4. Обсяг бюджетних призначень – 3 400 000 гривень, у тому числі загального фонду – 3 000 000 гривень
та спеціального фонду – 400 000 гривень.

7. Мета бюджетної програми: доступна дошкільна освіта

8. Завдання бюджетної програми

| № з/п | Завдання |
|-|-|
| 1 | Забезпечення роботи садків |

9. Напрями використання бюджетних коштів

гривень

| № з/п | Напрями використання бюджетних коштів | Загальний фонд | Спеціальний фонд | Усього |
|-|-|-|-|-|
| 1 | 2 | 3 | 4 | 5 |
| 1 | Утримання садків | 3 000 000 | 400 000 | 3 400 000 |
| Усього | | 3 000 000 | 400 000 | 3 400 000 |

11. Результативні показники

| № з/п | Показник | Од. виміру | Джерело | Загальний фонд | Спеціальний фонд | Усього |
|-|-|-|-|-|-|-|
| 1 | затрат | | | | | |
| | кількість садків | од. | мережа | 4 | | 4 |
| 3 | ефективності | | | | | |
| | витрати на одну дитину | грн | розрахунок | 10 000 | 500 | 10 500 |
"""


@pytest.fixture(scope="module")
def passport() -> Extraction:
    return read(PASSPORT)


def test_points_of_a_passport(passport: Extraction) -> None:
    assert "budget_programme" in passport.kinds
    said = dict(rows(passport, "passport", "field", "value"))
    assert said["unit_code"] == "0600000"
    assert said["programme_code"] == "0611010"
    assert said["programme_name"] == "Надання дошкільної освіти"
    assert said["budget_code"] == "1152800000"
    assert (said["goal"], said["task"]) == (
        "доступна дошкільна освіта",
        "Забезпечення роботи садків",
    )
    amounts = passport["passport"].dropna(subset="amount")["amount"].tolist()
    assert amounts == [3_400_000, 3_000_000, 400_000]


def test_directions_and_indicators_of_a_passport(passport: Extraction) -> None:
    assert rows(passport, "cube", "year", "fund", "level", "amount")[:3] == [
        [2026, "Загальний фонд", "measure", 3_000_000],
        [2026, "Спеціальний фонд", "measure", 400_000],
        [2026, None, "measure_total", 3_400_000],
    ]
    columns = ("group", "indicator", "unit", "fund", "value")
    assert rows(passport, "indicator_values", *columns)[2:] == [
        ["efficiency", "витрати на одну дитину", "UAH", "Загальний фонд", 10_000],
        ["efficiency", "витрати на одну дитину", "UAH", "Спеціальний фонд", 500],
        ["efficiency", "витрати на одну дитину", "UAH", "Усього", 10_500],
    ]
    assert [p.check for p in audit_document(passport).problems if p.severity != "note"] == []


def test_a_budget_forecast() -> None:
    found = read(
        "Загальні показники бюджету\n\n(тис. грн)\n\n"
        "| № | Найменування показника | 2024 рік (звіт) | 2025 рік (затверджено) | 2026 рік (план) |\n"  # noqa: E501
        "|-|-|-|-|-|\n| I. Надходження | | | | |\n| 1 | Доходи (з трансфертами) | 100 | 110 | 120 |\n"  # noqa: E501
        "| X | загальний фонд | 90 | 100 | 110 |\n| X | спеціальний фонд | 10 | 10 | 10 |\n"
        "| X | УСЬОГО за розділом I | 100 | 110 | 120 |\n"
    )
    assert found.kinds == ("budget_forecast",)
    columns = ("section", "name", "fund", "year", "stage", "level", "amount")
    assert rows(found, "forecast", *columns)[::3] == [
        ["I. Надходження", "Доходи (з трансфертами)", None, 2024, "executed", "item", 100_000],
        ["I. Надходження", "Доходи (з трансфертами)", "загальний фонд", 2024, "executed", "fund", 90_000],  # noqa: E501
        ["I. Надходження", "Доходи (з трансфертами)", "спеціальний фонд", 2024, "executed", "fund", 10_000],  # noqa: E501
        ["I. Надходження", "УСЬОГО за розділом I", None, 2024, "executed", "total", 100_000],
    ]  # fmt: skip
    assert found["indicators"].empty
    assert audit_document(found).problems == ()


def test_resources_by_source_and_year() -> None:
    found = read(
        "Програма на 2025-2026 роки\n\nРесурсне забезпечення, тис. грн\n\n"
        "| Обсяг коштів | 2025 рік | 2026 рік | Усього |\n|-|-|-|-|\n| Усього, у тому числі: | 30 | 40 | 70 |\n"  # noqa: E501
        "| обласний бюджет | 10 | 10 | 20 |\n| бюджет громади | 20 | 30 | 50 |\n"
    )
    parts = rows(found, "resources", "source", "year", "level", "amount")
    assert [row for row in parts if row[2] == "source"] == [
        ["обласний бюджет", 2025, "source", 10_000], ["обласний бюджет", 2026, "source", 10_000],
        ["бюджет громади", 2025, "source", 20_000], ["бюджет громади", 2026, "source", 30_000],
    ]  # fmt: skip


def test_monitoring_of_measures_and_indicators() -> None:
    found = read(
        "| № | Завдання | Відповідальний | Заплановано на 2025 рік, тис. грн | Профінансовано, тис. грн |"  # noqa: E501
        " Стан виконання | Причини невиконання |\n|-|-|-|-|-|-|-|\n"
        "| 1 | Стадіон | Рада | 100 | 60 | виконується | тендер |\n\nПоказники продукту\n\n"
        "| Показник | Од. виміру | Базове значення (2022) | Цільове значення (2028) | Факт (2025) |\n"  # noqa: E501
        "|-|-|-|-|-|\n| Секцій | од. | 4 | 8 | 6 |\n"
    )
    assert rows(found, "cube", "year", "stage", "amount") == [
        [2025, "planned", 100_000], [2025, "executed", 60_000],
    ]  # fmt: skip
    assert rows(found, "progress", "title", "status", "reason") == [
        ["Стадіон", "виконується", "тендер"]
    ]
    assert rows(found, "indicator_values", "group", "year", "stage", "value") == [
        ["output", 2022, "base", 4], ["output", 2028, "target", 8], ["output", 2025, "executed", 6],
    ]  # fmt: skip


def test_a_project_sheet_is_a_measure_with_its_money(tmp_path: Path) -> None:
    file = tmp_path / "sheets.md"
    file.write_text(
        "# План реалізації Стратегії Вигаданської громади\n\n"
        "| Номер і назва завдання | 1.1.2. Вода | |\n|---|---|---|\n"
        "| Назва проєкту | «Водогін у Рудні» | |\n| Очікувані результати | 12 км мереж | |\n"
        "| Період здійснення | 2025-2026 роки | |\n"
        "| Орієнтовна вартість проєкту, тис. грн | 2025 | 2026 |\n| | 1 250,0 | 3 400,0 |\n"
        "| Учасники | КП «Джерело» | |\n\n## Другий\n\n"
        "| Назва проекту | Ремонт клубу |\n|---|---|\n| Термін реалізації | 2026 рік |\n"
        "| Бюджет проекту | 850 тис. грн |\n| Відповідальний | Відділ культури |\n",
        encoding="utf-8",
    )
    found = load_document(file)
    assert found["measures"]["title"].tolist() == ["Водогін у Рудні", "Ремонт клубу"]
    assert found["measures"]["executor"].tolist() == ["КП «Джерело»", "Відділ культури"]
    assert found["money"][["measure", "year", "amount"]].to_numpy().tolist() == [
        ["P1", 2025, 1_250_000],
        ["P1", 2026, 3_400_000],
        ["P2", 2026, 850_000],
    ]
