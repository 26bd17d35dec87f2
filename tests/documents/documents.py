"""One small strategy written as text with cells on lines, as Markdown, as HTML and as .docx."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from docx import Document as WordDocument

Part = str | Sequence[Sequence[str]]

LIGHTS = "- кількість ліхтарів (од);\n- довжина мереж (км)"
TASKS = [
    ["№", "Назва завдання", "Виконавець", "Очікуваний результат", "Індикатори"],
    ["Стратегічна ціль 1. Затишна громада", "", "", "", ""],
    ["Операційна ціль 1.1. Вулиці та двори", "", "", "", ""],
    ["1.1.1", "Освітлення вулиць", "Відділ доріг", "Світло всюди", LIGHTS],
    ["1.1.2", "Зелені двори", "Відділ дворів", "Дерева ростуть", "- площа дворів (м²)"],
    ["Операційна ціль 1.2. Вода", "", "", "", ""],
    ["1.2.1", "Нові труби", "Водоканал", "Вода без перерв", "- частка нових мереж (%)"],
]  # fmt: skip
SCENARIO = [
    ["Основні припущення", "Що відбувається"],
    ["1) Податки ті самі.\n2) Нових доріг немає.", "Громада меншає.\nМолодь їде."],
]
SWOT = [
    ["Сильні сторони", "Слабкі сторони"],
    ["• ліс\n• річка", "• старі дороги"],
    ["Можливості", "Загрози"],
    ["• туризм", "• війна\n• посуха"],
]
_BUDGET = "Місцевий бюджет"
_HEAD = ["№ п/п", "Перелік заходів", "Термін виконання", "Виконавці", "Джерела фінансування"]
PROGRAMME = [
    [*_HEAD, "Обсяги фінансування (тис. грн.)", "", "Очікувані результати"],
    ["", "", "", "", "", "2024 рік", "2025 рік", ""],
    ["I", "«Дороги»", "", "", "", "", "", ""],
    ["1.", "1.1. Ремонт доріг", "2024-2025рр.", "Відділ", _BUDGET, "1 500,50", "---", "- гладко"],
    ["", "1.2. Ліхтарі", "2025р.", "Відділ світла", _BUDGET, "~~~", "20,00", "видно"],
    ["Всього по розділу I", "", "", "", "", "1 500,50", "20,00", ""],
    ["Всього по Програмі", "", "", "", "", "1 520,50", "", ""],
]  # fmt: skip
STRATEGY: list[Part] = [
    "Стратегія громади до 2027 року",
    "Населення громади на початок 2021 року становить 7 814 осіб, площа - 47,5 кв. км.",
    "Базовий сценарій",
    SCENARIO,
    "SWOT-аналіз",
    SWOT,
    "5. Цілі",
    TASKS,
    "Операційна ціль 1.1. Вулиці та двори",
    "Тут пояснено, чому саме вулиці.",
    "1.1.1. Освітлення вулиць.",
    "Програма доріг",
    PROGRAMME,
]


def cells_on_lines(parts: Sequence[Part]) -> str:
    """A table whose first row is its head; a row with one cell filled is written as one cell."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part]
            continue
        for row in part:
            filled = [cell for cell in row if cell]
            cells = filled if len(filled) == 1 else row
            lines += ["", *("\t" + cell for cell in cells)]
        lines += ["", "", "", ""]
    return "\n".join(lines)


def markdown(parts: Sequence[Part]) -> str:
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        for at, row in enumerate(part):
            cells = [cell.replace("\n", "<br>").replace("|", "\\|") for cell in row]
            lines.append("| " + " | ".join(cells) + " |")
            if at == 0:
                lines.append("|" + "---|" * len(row))
        lines.append("")
    return "\n".join(lines)


def web_page(parts: Sequence[Part]) -> str:
    page = "<!doctype html><html><body>"
    for part in parts:
        if isinstance(part, str):
            page += f"<p>{html.escape(part)}</p>"
            continue
        page += "<table>"
        for row in part:
            cells = "".join(f"<td>{html.escape(c).replace(chr(10), '<br>')}</td>" for c in row)
            page += f"<tr>{cells}</tr>"
        page += "</table>"
    return page + "</body></html>"


def word_file(parts: Sequence[Part], file: Path) -> None:
    """Rows with one cell filled are merged across, as in real documents."""
    word = WordDocument()
    for part in parts:
        if isinstance(part, str):
            word.add_paragraph(part)
            continue
        table = word.add_table(rows=len(part), cols=len(part[0]))
        for at, row in enumerate(part):
            for column, cell in enumerate(row):
                lines = cell.split("\n")
                table.cell(at, column).text = lines[0]
                for line in lines[1:]:
                    table.cell(at, column).add_paragraph(line)
            if row[0] and not any(row[1:]):
                words = row[0]
                table.cell(at, 0).merge(table.cell(at, len(row) - 1)).text = words
    word.save(str(file))
