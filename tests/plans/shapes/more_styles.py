"""Further styles, written after the rules for those of ``styles.py`` held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.plans.shapes.content import Goal, Plan

Block = tuple[str, Any]
ROMAN = ["I", "II", "III"]


def _n(value: float, decimals: int = 1) -> str:
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")


def roman(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("Стратегічна ціль", "Операційна ціль")[level]
    number = ROMAN[at] if level == 0 else f"{ROMAN[at]}.{code.rpartition('.')[2]}"
    return [(f"h{level + 1}", f"{words} {number}. {title}")]


def dash(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("Стратегічна ціль", "Оперативна ціль")[level]
    return [(f"h{level + 1}", f"{words} {code} – {title}")]


def quoted(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("Стратегічна ціль №", "Операційна ціль №")[level]
    return [(f"h{level + 1}", f"{words} {code}: «{title}»")]


def direction(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("СТРАТЕГІЧНИЙ НАПРЯМ", "Ціль")[level]
    return [(f"h{level + 1}", f"{words} {code}. {title}")]


def mission(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("СТРАТЕГІЧНА ЦІЛЬ", "Операційна ціль")[level]
    more = [("p", "Обґрунтування: цього найчастіше просили мешканці на зборах.")]
    return [(f"h{level + 1}", f"{words} {code}. {title}"), *(more if level else [])]


def task_table(goal: Goal) -> list[Block]:
    rows = [["№ з/п", "Завдання", "Відповідальний"]]
    rows += [[f"{goal.code}.{n}", t, "Відділ культури"] for n, t in enumerate(goal.tasks, 1)]
    return [("table", rows)]


def uncoded_table(goal: Goal) -> list[Block]:
    rows = [["Завдання", "Очікуваний результат"]]
    rows += [[t, "зручніше жити мешканцям"] for t in goal.tasks]
    return [("table", rows)]


def asked(goal: Goal) -> list[Block]:
    return [("p", "Завдання, які належить виконати:"), ("ul", [f"{t};" for t in goal.tasks])]


def small_letters(goal: Goal) -> list[Block]:
    items = [f"{t[:1].lower()}{t[1:]};" for t in goal.tasks]
    return [("p", "Шляхи досягнення:"), ("ul", items)]


def was_becomes(goal: Goal) -> list[Block]:
    rows = [["Що вимірюємо", "Одиниця", "Було у 2024 році", "Стане у 2027 році"]]
    rows += [[n, u, f"{b:g}", f"{t:g}"] for n, u, b, t in goal.indicators]
    return [("table", rows)]


def year_with_value(goal: Goal) -> list[Block]:
    rows = [["Показник", "Одиниця", "Рік/базове значення", "Рік/цільове значення"]]
    rows += [[n, u, f"2024 / {b:g}", f"2027 / {t:g}"] for n, u, b, t in goal.indicators]
    return [("table", rows)]


def arrow(goal: Goal) -> list[Block]:
    rows = [f"{n}, {u}: {b:g} (2024) → {t:g} (2027);" for n, u, b, t in goal.indicators]
    return [("p", "Індикатори:"), ("ul", rows)]


def grows(goal: Goal) -> list[Block]:
    rows = [f"{n} – з {b:g} {u} у 2024 році до {t:g} {u} у 2027 році;" for n, u, b, t in
            goal.indicators]  # fmt: skip
    return [("p", "Показники досягнення цілі:"), ("ul", rows)]


def _sums(plan: Plan, money: dict[str, list[float]]) -> list[float]:
    return [sum(by[n] for by in money.values()) for n in range(len(plan.years))]


def _span(plan: Plan) -> str:
    return f"{plan.years[0]}-{plan.years[-1]}"


def plain_heads(plan: Plan) -> list[Block]:
    rows = [
        ["Зміст робіт", "Хто виконує", "Коли", *[f"{year} рік, {plan.unit}" for year in plan.years]]
    ]
    for title, who, money in plan.measures:
        rows.append([title, who, _span(plan), *map(_n, _sums(plan, money))])
    return [("table", rows)]


def unit_in_cells(plan: Plan) -> list[Block]:
    heads = [f"Потреба в коштах, {year} рік" for year in plan.years]
    rows = [["№", "Що зробимо", "Виконавець", "Термін", *heads]]
    for at, (title, who, money) in enumerate(plan.measures, 1):
        cells = [f"{_n(value)} {plan.unit}" for value in _sums(plan, money)]
        rows.append([str(at), title, who, _span(plan), *cells])
    return [("table", rows)]


def year_rows(plan: Plan) -> list[Block]:
    rows = [["№ з/п", "Захід", "Виконавець", "Роки", f"Обсяг коштів, {plan.unit}"]]
    for at, (title, who, money) in enumerate(plan.measures, 1):
        for n, value in enumerate(_sums(plan, money)):
            lead = [str(at), title, who] if n == 0 else ["", "", ""]
            rows.append([*lead, str(plan.years[n]), _n(value)])
    return [("table", rows)]


def millions(plan: Plan) -> list[Block]:
    heads = [f"{year} рік" for year in plan.years]
    rows = [["№ з/п", "Назва проєкту", "Термін реалізації", "Відповідальні", *heads]]
    for at, (title, who, money) in enumerate(plan.measures, 1):
        cells = [_n(value / 1000, 4) for value in _sums(plan, money)]
        rows.append([str(at), title, _span(plan), who, *cells])
    return [("p", "млн грн"), ("table", rows)]


def under_goals(plan: Plan) -> list[Block]:
    heads = [f"{year}, {plan.unit}" for year in plan.years]
    rows = [["№", "Захід", "Строк виконання", "Виконавець", *heads]]
    below = plan.goals[0][2]
    rows.append([f"Операційна ціль {below[0].code}. {below[0].title}", *[""] * (3 + len(heads))])
    for at, (title, who, money) in enumerate(plan.measures, 1):
        rows.append([str(at), title, _span(plan), who, *map(_n, _sums(plan, money))])
    return [("table", rows)]


MORE_HEADINGS: dict[str, Callable[[int, str, str, int], list[Block]]] = {
    "roman": roman, "dash": dash, "quoted": quoted, "direction": direction, "mission": mission,
}  # fmt: skip
MORE_TASKS: dict[str, Callable[[Goal], list[Block]]] = {
    "task_table": task_table, "uncoded_table": uncoded_table, "asked": asked,
    "small_letters": small_letters,
}  # fmt: skip
MORE_INDICATORS: dict[str, Callable[[Goal], list[Block]]] = {
    "was_becomes": was_becomes, "year_with_value": year_with_value, "arrow": arrow, "grows": grows,
}  # fmt: skip
MORE_MONEY: dict[str, Callable[[Plan], list[Block]]] = {
    "plain_heads": plain_heads, "unit_in_cells": unit_in_cells, "year_rows": year_rows,
    "millions": millions, "under_goals": under_goals,
}  # fmt: skip
