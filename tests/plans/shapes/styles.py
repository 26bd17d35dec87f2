"""Ways in which communities write goals, tasks, indicators and money: blocks of a document.

A block is (kind, content): ``h1`` to ``h4``, ``p``, ``ul``, ``ol``, ``table``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.plans.shapes.content import Goal, Plan
from tests.plans.shapes.more_styles import MORE_HEADINGS, MORE_INDICATORS, MORE_MONEY, MORE_TASKS

Block = tuple[str, Any]
ORDINALS = ["ПЕРША", "ДРУГА", "ТРЕТЯ"]


def _n(value: float) -> str:
    return f"{value:,.1f}".replace(",", "\u00a0").replace(".", ",")


# Headings of goals: (strategic, operational)
def worded(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("Стратегічна ціль", "Операційна ціль")[level]
    return [(f"h{level + 1}", f"{words} {code}. {title}")]


def ordinal(at: int, code: str, title: str, level: int) -> list[Block]:
    if level == 0:
        return [("h1", f"{ORDINALS[at]} СТРАТЕГІЧНА ЦІЛЬ. {title}")]
    return [("h2", f"Операційна ціль {code}. {title}")]


def bracket(at: int, code: str, title: str, level: int) -> list[Block]:
    if level == 0:
        return [("h1", f"{code}) Стратегічна ціль: {title}")]
    return [("h2", f"{code}) Операційна ціль: {title}")]


def two_lines(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("СТРАТЕГІЧНА ЦІЛЬ", "ОПЕРАТИВНА ЦІЛЬ")[level]
    return [(f"h{level + 1}", f"{words} {code}"), (f"h{level + 1}", title)]


def priority(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("ПРІОРИТЕТ", "Напрям")[level]
    return [(f"h{level + 1}", f"{words} {code}. {title}")]


def aim(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("Пріоритет", "Мета")[level]
    return [(f"h{level + 1}", f"{words} {code}: {title}")]


def short(at: int, code: str, title: str, level: int) -> list[Block]:
    words = ("СЦ", "ОЦ")[level]
    return [(f"h{level + 1}", f"{words} {code}. {title}")]


HEADINGS: dict[str, Callable[[int, str, str, int], list[Block]]] = {
    "worded": worded, "ordinal": ordinal, "bracket": bracket, "two_lines": two_lines,
    "priority": priority, "aim": aim, "short": short,
}  # fmt: skip


# Tasks of an operational goal
def coded(goal: Goal) -> list[Block]:
    return [("p", f"Завдання {goal.code}.{n}. {t}") for n, t in enumerate(goal.tasks, 1)]


def bare_codes(goal: Goal) -> list[Block]:
    return [("p", f"{goal.code}.{n}. {t}.") for n, t in enumerate(goal.tasks, 1)]


def bullets(goal: Goal) -> list[Block]:
    return [("p", "Основні завдання:"), ("ul", [f"{t};" for t in goal.tasks])]


def numbers(goal: Goal) -> list[Block]:
    return [("p", f"Завдання операційної цілі {goal.code}:"), ("ol", goal.tasks)]


def semicolons(goal: Goal) -> list[Block]:
    marks = [";"] * (len(goal.tasks) - 1) + ["."]
    return [("p", "Завдання:")] + [("p", t + m) for t, m in zip(goal.tasks, marks, strict=True)]


def one_line(goal: Goal) -> list[Block]:
    return [("p", "Завдання: " + "; ".join(goal.tasks) + ".")]


def run_together(goal: Goal) -> list[Block]:
    words = " ".join(f"{goal.code}.{n}. {t}." for n, t in enumerate(goal.tasks, 1))
    return [("p", words)]


def letters(goal: Goal) -> list[Block]:
    return [("p", "Перелік завдань:")] + [
        ("p", f"{'абвгде'[n]}) {t};") for n, t in enumerate(goal.tasks)
    ]


TASKS: dict[str, Callable[[Goal], list[Block]]] = {
    "coded": coded, "bare_codes": bare_codes, "bullets": bullets, "numbers": numbers,
    "semicolons": semicolons, "one_line": one_line, "run_together": run_together,
    "letters": letters,
}  # fmt: skip


# Indicators of an operational goal
def told_from_to(goal: Goal) -> list[Block]:
    rows = [f"{n}, {u}: з {b:g} (2024 рік) до {t:g} (2027 рік);" for n, u, b, t in goal.indicators]
    return [("p", "Індикатори досягнення:"), ("ul", rows)]


def told_values(goal: Goal) -> list[Block]:
    rows = [
        f"{n} ({u}) – базовий показник {b:g} у 2024 році, цільовий показник {t:g} у 2027 році"
        for n, u, b, t in goal.indicators
    ]
    return [("p", "Показники результативності:"), ("ul", rows)]


def table_values(goal: Goal) -> list[Block]:
    head = [
        "№",
        "Показник",
        "Од. виміру",
        "Базове значення, 2024 рік",
        "Цільове значення, 2027 рік",
    ]
    rows = [
        [str(at), n, u, f"{b:g}", f"{t:g}"] for at, (n, u, b, t) in enumerate(goal.indicators, 1)
    ]
    return [("table", [head, *rows])]


def table_years(goal: Goal) -> list[Block]:
    head = ["Назва показника", "Одиниця виміру", "2024 рік (факт)", "2025 рік", "2027 рік"]
    rows = [[n, u, f"{b:g}", f"{(b + t) / 2:g}", f"{t:g}"] for n, u, b, t in goal.indicators]
    return [("table", [head, *rows])]


INDICATORS: dict[str, Callable[[Goal], list[Block]]] = {
    "none": lambda goal: [], "from_to": told_from_to, "values": told_values,
    "table": table_values, "years": table_years,
}  # fmt: skip


# Measures with money; each gives the same planned amounts by year
def _lead(plan: Plan, at: int, title: str, who: str) -> list[str]:
    return [str(at), title, f"{plan.years[0]}-{plan.years[-1]} рр.", who]


HEAD = ["№ з/п", "Найменування заходу", "Термін виконання", "Відповідальні виконавці"]


def years_under_head(plan: Plan) -> list[Block]:
    count = len(plan.years)
    first = [*HEAD, f"Обсяг фінансування, {plan.unit}", *[""] * (count - 1)]
    rows = [first, [*[""] * 4, *[f"{year} рік" for year in plan.years]]]
    rows.append([str(n) for n in range(1, 5 + count)])
    for at, (title, who, money) in enumerate(plan.measures, 1):
        sums = [sum(by[n] for by in money.values()) for n in range(count)]
        rows.append([*_lead(plan, at, title, who), *map(_n, sums)])
    return [("table", rows)]


def sources_under_years(plan: Plan) -> list[Block]:
    count = len(plan.sources)
    first, second = [*HEAD], [""] * 4
    for year in plan.years:
        first += [f"{year} рік, {plan.unit}", *[""] * count]
        second += ["Всього", *plan.sources]
    rows = [first, second]
    for at, (title, who, money) in enumerate(plan.measures, 1):
        cells = []
        for n in range(len(plan.years)):
            parts = [money[source][n] for source in plan.sources]
            cells += [_n(sum(parts)), *map(_n, parts)]
        rows.append([*_lead(plan, at, title, who), *cells])
    return [("table", rows)]


def rows_by_source(plan: Plan) -> list[Block]:
    rows = [[*HEAD, "Джерела фінансування", *[str(year) for year in plan.years]]]
    for at, (title, who, money) in enumerate(plan.measures, 1):
        lead = _lead(plan, at, title, who)
        sums = [sum(by[n] for by in money.values()) for n in range(len(plan.years))]
        rows.append([*lead, "Всього", *map(_n, sums)])
        rows += [[*[""] * 4, source, *map(_n, money[source])] for source in plan.sources]
    return [("p", plan.unit), ("table", rows)]


def total_column(plan: Plan) -> list[Block]:
    rows = [[*HEAD, f"Всього, {plan.unit}", *[f"{year} р." for year in plan.years]]]
    for at, (title, who, money) in enumerate(plan.measures, 1):
        sums = [sum(by[n] for by in money.values()) for n in range(len(plan.years))]
        rows.append([*_lead(plan, at, title, who), _n(sum(sums)), *map(_n, sums)])
    totals = [
        sum(sum(by[n] for by in money.values()) for _, _, money in plan.measures)
        for n in range(len(plan.years))
    ]
    rows.append(["", "РАЗОМ за Програмою", "", "", _n(sum(totals)), *map(_n, totals)])
    return [("table", rows)]


def plan_and_fact(plan: Plan) -> list[Block]:
    first = [*HEAD]
    for year in plan.years:
        first += [f"{year} рік (план), {plan.unit}", f"{year} рік (факт), {plan.unit}"]
    rows = [first]
    for at, (title, who, money) in enumerate(plan.measures, 1):
        cells = []
        for n in range(len(plan.years)):
            value = sum(by[n] for by in money.values())
            cells += [_n(value), _n(value / 2)]
        rows.append([*_lead(plan, at, title, who), *cells])
    return [("table", rows)]


MONEY: dict[str, Callable[[Plan], list[Block]]] = {
    "none": lambda plan: [], "years": years_under_head, "sources": sources_under_years,
    "rows": rows_by_source, "total": total_column, "fact": plan_and_fact,
}  # fmt: skip


def blocks(plan: Plan, heading: str, tasks: str, shown: str, money: str) -> Iterator[Block]:
    """Yield the blocks of a document in the styles that are named."""
    headings = (HEADINGS | MORE_HEADINGS)[heading]
    span = f"{plan.years[0]}–{plan.years[-1] + 2}"
    yield "title", f"Стратегія розвитку Вигаданської громади на {span} роки"
    yield "p", "Робоча група зібрала думки мешканців і звела їх у спільний документ."
    for at, (code, title, below) in enumerate(plan.goals):
        yield from headings(at, code, title, 0)
        yield "p", "Ця частина громади потребує уваги вже кілька років."
        for goal in below:
            yield from headings(at, goal.code, goal.title, 1)
            yield from (TASKS | MORE_TASKS)[tasks](goal)
            yield from (INDICATORS | MORE_INDICATORS)[shown](goal)
    if money != "none":
        yield "h1", f"План заходів на {plan.years[0]}–{plan.years[-1]} роки"
        yield from (MONEY | MORE_MONEY)[money](plan)
