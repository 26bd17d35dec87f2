"""Kinds of documents that plain generators leave out, each drawn with what a careful reader takes.

    python -m tests.plans.shapes.kinds            # seen draws, then draws that are only scored
    python -m tests.plans.shapes.kinds --kind roman --why

A kind draws its dress (heads, codes, marks, units) and its content; the truth comes from the draw.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stratanalysis.audit import audit_document
from stratanalysis.plans import load_document
from tests.plans.shapes.content import AIMS, HEADS, MEASURED, TASKS, WHO
from tests.plans.shapes.writers import write

Block = tuple[str, Any]
ROMAN = ["I", "II", "III"]
SEEN, SCORED = range(100, 112), range(900, 918)


@dataclass
class Drawn:
    """A document: its blocks, the formats it may have, and the truth."""

    blocks: list[Block] = field(default_factory=list)
    formats: tuple[str, ...] = ("txt", "md", "html", "docx")
    goals: list[tuple[str, str]] = field(default_factory=list)
    indicators: list[tuple[float | None, float]] = field(default_factory=list)
    measures: list[tuple[str, str]] = field(default_factory=list)
    money: Counter[int] = field(default_factory=Counter)
    swot: list[tuple[str, str]] = field(default_factory=list)
    results: int = 0
    ends: list[int] = field(default_factory=list)

    def add(self, kind: str, content: Any) -> None:
        self.blocks.append((kind, content))


def n(value: float, decimals: int = 1) -> str:
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")


def _title(d: Drawn, words: str = "Стратегія розвитку Вигаданської громади") -> None:
    d.add("title", f"{words} на 2025–2027 роки")


def spanning_tasks(r: random.Random) -> Drawn:
    """Goals and tasks that span rows of the plan's table."""
    d = Drawn()
    first_told = r.random() < 0.5
    words = r.choice(
        [("Стратегічна ціль", "Операційна ціль"), ("СТРАТЕГІЧНА ЦІЛЬ", "ОПЕРАТИВНА ЦІЛЬ")]
    )
    task = r.choice(["Завдання {}. ", "Завдання {} ", "{}. ", "Завдання {}: "])
    heads, aims, tasks = (iter(r.sample(x, len(x))) for x in (HEADS, AIMS, TASKS))
    years = [2025, 2026] if r.random() < 0.5 else [2025]
    unit = r.choice(["тис. грн", "грн"])
    factor = 1000 if unit.startswith("тис") else 1
    _title(d, "План заходів з реалізації Стратегії Вигаданської громади")
    head = [
        "№ з/п",
        r.choice(["Захід", "Найменування заходу", "Зміст заходу"]),
        "Виконавець",
        "Строк виконання",
    ]
    head += [f"{y} рік, {unit}" for y in years]
    rows = [head]
    told: list[Block] = []
    at = 0
    for s in range(1, r.randint(2, 3)):
        title = next(heads)
        d.goals.append(("strategic", title))
        told.append(("h1", f"{words[0]} {s}. {title}"))
        rows.append([f"{words[0]} {s}. {title}", *[""] * (len(head) - 1)])
        for o in range(1, 3):
            title = next(aims)
            d.goals.append(("operational", title))
            told.append(("h2", f"{words[1]} {s}.{o}. {title}"))
            rows.append([f"{words[1]} {s}.{o}. {title}", *[""] * (len(head) - 1)])
            for t in range(1, r.randint(2, 3)):
                title = next(tasks)
                d.goals.append(("task", title))
                rows.append([task.format(f"{s}.{o}.{t}") + title, *[""] * (len(head) - 1)])
                for _ in range(r.randint(1, 2)):
                    at += 1
                    name, who = f"Облаштувати ділянку {at}", r.choice(WHO)
                    amounts = [r.randint(100, 9000) / 10 for _ in years]
                    for y, x in zip(years, amounts, strict=True):
                        d.money[y] += x * factor
                    d.measures.append((name, who))
                    rows.append([str(at), name, who, f"{years[0]} рік", *map(n, amounts)])
    if first_told:
        d.blocks += told
        d.add("h1", "План заходів")
    d.add("table", rows)
    return d


def level_columns(r: random.Random) -> Drawn:
    """Columns called priority, direction, aim; the head has one row or two."""
    d = Drawn()
    words = r.choice(
        [
            ("Пріоритет", "Напрям", "Завдання"),
            ("Пріоритет", "Мета", "Завдання"),
            ("Пріоритет розвитку", "Напрям діяльності", "Завдання"),
            ("Стратегічний пріоритет", "Ціль", "Завдання"),
            ("Напрям", "Ціль", "Завдання"),
            ("Пріоритети", "Цілі", "Завдання"),
        ]
    )
    coded = r.choice(["codes", "words", "none"])
    two, plan = r.random() < 0.5, r.random() < 0.6
    heads, aims, tasks = (iter(r.sample(x, len(x))) for x in (HEADS, AIMS, TASKS))
    _title(d)
    years = [2025, 2026]
    head = list(words)
    if plan:
        head += ["Захід", "Виконавець"]
        head += ["Обсяг фінансування, тис. грн", ""] if two else [f"{y}, тис. грн" for y in years]
    elif two:
        head += ["Виконавці", ""]
    else:
        head += ["Виконавець"]
    rows = [head]
    if two:
        last = [f"{y} рік" for y in years] if plan else ["відповідальний", "співвиконавці"]
        rows.append([""] * (len(head) - 2) + last)
    at = 0
    for s in range(1, 3):
        title = next(heads)
        d.goals.append(("strategic", title))
        lead0 = {
            "codes": f"{s}. ",
            "words": f"{words[0].split()[0].rstrip('и')} {s}. ",
            "none": "",
        }[coded] + title
        for o in range(1, 3):
            aim = next(aims)
            d.goals.append(("operational", aim))
            lead1 = {"codes": f"{s}.{o}. ", "words": f"{s}.{o}. ", "none": ""}[coded] + aim
            for t in range(1, r.randint(2, 3)):
                task = next(tasks)
                d.goals.append(("task", task))
                lead2 = {"codes": f"{s}.{o}.{t}. ", "words": f"{s}.{o}.{t}. ", "none": ""}[
                    coded
                ] + task
                lead = [lead0, lead1, lead2]
                if plan:
                    at += 1
                    name, who = f"Облаштувати ділянку {at}", r.choice(WHO)
                    amounts = [r.randint(100, 9000) / 10 for _ in years]
                    for y, x in zip(years, amounts, strict=True):
                        d.money[y] += x * 1000
                    d.measures.append((name, who))
                    rows.append([*lead, name, who, *map(n, amounts)])
                else:
                    who = r.choice(WHO)
                    d.measures.append((task, who))
                    rows.append([*lead, who] + ([""] if two else []))
                lead0 = lead1 = ""
    d.add("table", rows)
    return d


def roman(r: random.Random) -> Drawn:
    """Tasks with Roman codes, run together in one paragraph or one a line."""
    d = Drawn()
    heads, aims, tasks = (iter(r.sample(x, len(x))) for x in (HEADS, AIMS, TASKS))
    _title(d)
    style = r.choice(["paragraph", "paragraph", "lines", "cell"])
    last = r.choice(["{}.{}.{}.", "{}.{}.{}"])
    end = r.choice(["; ", ". "])
    rows = [["Операційна ціль", "Завдання"]]
    for s in ROMAN[: r.randint(2, 3)]:
        title = next(heads)
        d.goals.append(("strategic", title))
        d.add("h1", f"Стратегічна ціль {s}. {title}")
        for o in range(1, r.randint(2, 3)):
            aim = next(aims)
            d.goals.append(("operational", aim))
            names = [next(tasks) for _ in range(r.randint(2, 3))]
            d.goals += [("task", t) for t in names]
            said = [last.format(s, o, k) + f" {t}" for k, t in enumerate(names, 1)]
            if style == "cell":
                rows.append([f"{s}.{o}. {aim}", end.join(said) + "."])
                continue
            d.add("h2", f"Операційна ціль {s}.{o}. {aim}")
            if style == "paragraph":
                d.add("p", end.join(said) + ".")
            else:
                for one in said:
                    d.add("p", one + ";")
    if style == "cell":
        d.add("table", rows)
    return d


LONG = [
    "розробити проєкт реконструкції очисних споруд і насосної станції у селі Вигадане",
    "капітально відремонтувати дах у садку, де навчається шістдесят дітей громади",
    "придбати сміттєвоз і контейнери, щоб закрити стихійні звалища біля лісу",
    "облаштувати зупинки й тротуари на дорозі від ліцею до ринкової площі",
    "навчити підприємців вести облік, подавати заявки на гранти і продавати вироби",
    "створити простір для молоді з майстернею, бібліотекою та місцем для зустрічей",
]


def hanging(r: random.Random) -> Drawn:
    """Items of a text file that go on in further lines, indented or not."""
    d = Drawn(formats=("raw",))
    width, indent = r.choice([56, 64, 72, 80]), r.choice(["  ", "", "    ", "   "])
    mark = r.choice(["- ", "• ", "{}) ", "{}. ", "– "])
    heads, aims = (iter(r.sample(x, len(x))) for x in (HEADS, AIMS))
    names = iter(r.sample(LONG, len(LONG)))
    out = ["Стратегія розвитку Вигаданської громади на 2025–2027 роки", ""]
    for s in range(1, 3):
        title = next(heads)
        d.goals.append(("strategic", title))
        out += [f"Стратегічна ціль {s}. {title}", ""]
        aim = next(aims)
        d.goals.append(("operational", aim))
        out += [f"Операційна ціль {s}.1. {aim}", "", "Завдання:"]
        for k in range(1, 4):
            name = next(names)
            d.goals.append(("task", name))
            lines = [""]
            for word in (mark.format(k) + name + (";" if k < 3 else ".")).split(" "):
                if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
                    lines.append(indent + word)
                else:
                    lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
            out += lines
        out.append("")
    d.add("raw", "\n".join(out))
    return d


STRONG = ["Чисте довкілля", "Досвідчені вчителі", "Вільні земельні ділянки", "Активні ветерани"]
WEAK = ["Зношені мережі", "Відтік молоді", "Мало робочих місць"]
CHANCE = ["Гранти для садівників", "Туристичні маршрути області", "Нові транспортні шляхи"]
THREAT = ["Обстріли", "Подорожчання енергії", "Посухи"]


def swot(r: random.Random) -> Drawn:
    """A SWOT analysis whose quadrants are lists with labels."""
    d = Drawn()
    items = {"strength": STRONG, "weakness": WEAK, "opportunity": CHANCE, "threat": THREAT}
    items = {q: r.sample(x, r.randint(2, len(x))) for q, x in items.items()}
    style = r.choice(["coded", "labels", "bold", "table_rows", "one_cell", "letters"])
    names = r.choice(
        [
            ("Сильні сторони (S)", "Слабкі сторони (W)", "Можливості (O)", "Загрози (T)"),
            ("Сильні сторони", "Слабкі сторони", "Можливості", "Загрози"),
            ("S (сильні сторони)", "W (слабкі сторони)", "O (можливості)", "T (загрози)"),
            (
                "Strengths – сильні сторони",
                "Weaknesses – слабкі сторони",
                "Opportunities – можливості",
                "Threats – загрози",
            ),
            ("Внутрішні переваги", "Внутрішні недоліки", "Зовнішні можливості", "Зовнішні загрози"),
        ]
    )
    _title(d)
    d.add(
        "h1",
        r.choice(
            [
                "SWOT-аналіз",
                "SWOT-аналіз громади",
                "Аналіз сильних і слабких сторін, можливостей та загроз",
            ]
        ),
    )
    if r.random() < 0.5:
        d.add("p", "Робоча група розглянула пропозиції мешканців на двох засіданнях.")
    rows = []
    for (quadrant, those), name, letter in zip(items.items(), names, "SWOT", strict=True):
        d.swot += [(quadrant, item) for item in those]
        if style == "coded":
            d.add("p", f"{name}:")
            for k, item in enumerate(those, 1):
                d.add("p", f"{letter}{k}. {item}" + r.choice(["", ";", "."]))
        elif style == "letters":
            d.add("p", f"{name}:")
            d.add("ul", [f"{letter}{k} – {item}" for k, item in enumerate(those, 1)])
        elif style == "labels":
            d.add("p", f"{name}:")
            d.add("ul", [f"{item};" for item in those])
        elif style == "bold":
            d.add("h2", name)
            d.add("ol", those)
        elif style == "table_rows":
            rows.append([name, "\n".join(those) if False else "; ".join(those)])
        else:
            rows.append([f"{name}: " + "; ".join(those) + "."])
    if style == "table_rows":
        d.add("table", rows)
    elif style == "one_cell":
        for (one,) in rows:
            d.add("p", one)
    d.add("h1", "Моніторинг")
    d.add("p", "Звіт готують щороку.")
    return d


def effect(r: random.Random) -> Drawn:
    """A column that is called the expected effect."""
    d = Drawn()
    _title(d, "Програма благоустрою Вигаданської громади")
    name = r.choice(
        [
            "Очікуваний ефект",
            "Очікуваний соціальний ефект",
            "Ефект від впровадження",
            "Що це дасть громаді",
            "Соціально-економічний ефект",
            "Очікуваний ефект (результат)",
        ]
    )
    head = ["№", "Захід", "Виконавець", "Термін", "Сума, тис. грн", name]
    rows = [head]
    for k in range(1, r.randint(3, 5)):
        amount, who = r.randint(100, 9000) / 10, r.choice(WHO)
        title = f"Облаштувати ділянку {k}"
        d.measures.append((title, who))
        d.money[2025] += amount * 1000
        rows.append(
            [
                str(k),
                title,
                who,
                "2025 рік",
                n(amount),
                r.choice(["чисте повітря", "менше аварій", "зручні тротуари для 400 мешканців"]),
            ]
        )
    d.results = len(rows) - 1
    d.add("table", rows)
    return d


def project_cards(r: random.Random) -> Drawn:
    """Projects told point by point, with money by source."""
    d = Drawn(formats=("txt", "md", "html", "docx"))
    _title(d, "Плану реалізації Стратегії Вигаданської громади: проєкти")
    tables = r.random() < 0.6
    unit, factor = r.choice([("тис. грн", 1000), ("грн", 1), ("млн грн", 1_000_000)])
    for k in range(1, r.randint(2, 4)):
        title, who = f"Облаштувати ділянку {k}", r.choice(WHO)
        year = r.choice([2025, 2026])
        sources = {
            s: r.randint(10, 900) / 10
            for s in r.sample(
                ["бюджет громади", "обласний бюджет", "державний бюджет", "кошти донорів"], 2
            )
        }
        total = sum(sources.values())
        d.measures.append((title, who))
        d.money[year] += total * factor
        points = [
            ("Назва проєкту", title),
            ("Мета проєкту", "зробити парк зручним для всіх"),
            (
                r.choice(["Термін реалізації", "Строк реалізації", "Період здійснення"]),
                f"{year} рік",
            ),
            (r.choice(["Виконавець", "Відповідальний виконавець", "Виконавці проєкту"]), who),
        ]
        style = r.choice(["total_parts", "parts", "one_cell"])
        label = r.choice(
            ["Вартість проєкту", "Обсяг фінансування", "Загальна вартість", "Бюджет проєкту"]
        )
        if style == "one_cell":
            points.append(
                (f"{label}, {unit}", "; ".join(f"{s} – {n(x)}" for s, x in sources.items()))
            )
        else:
            points.append(
                (f"{label}, {unit}", n(total))
                if style == "total_parts"
                else (f"Джерела фінансування, {unit}", "")
            )
            lead = "у тому числі: " if style == "total_parts" else ""
            for s, x in sources.items():
                points.append((f"{lead}{s}", n(x)))
                lead = ""
        points.append(("Очікувані результати", "парк відкритий для відвідувачів"))
        if tables:
            d.add("p", f"Проєкт {k}")
            d.add("table", [list(p) for p in points])
        else:
            for a, b in points:
                d.add("p", f"{a}: {b}".rstrip())
            d.add("p", "")
    return d


def numbered_measures(r: random.Random) -> Drawn:
    """Measures in a numbered list, with executor, term and money in the item or below it."""
    d = Drawn(formats=("txt", "md", "html", "docx"))
    _title(
        d,
        r.choice(
            ["Програма благоустрою Вигаданської громади", "План заходів Вигаданської громади"]
        ),
    )
    style = r.choice(["brackets", "dashes", "labels", "semicolons", "below", "below"])
    unit, factor = r.choice([("тис. грн", 1000), ("грн", 1), ("млн грн", 1_000_000)])
    d.add(
        r.choice(["h1", "p"]),
        r.choice(["Заходи:", "Перелік заходів Програми:", "Основні заходи:", "Заходи програми:"]),
    )
    items = []
    for k in range(1, r.randint(4, 6)):
        title, who = f"Облаштувати ділянку {k}", r.choice(WHO)
        year, amount = r.choice([2025, 2026]), r.randint(100, 9000) / 10
        d.measures.append((title, who))
        d.money[year] += amount * factor
        d.ends.append(year)
        money = f"{n(amount)} {unit}"
        if style == "brackets":
            items.append(f"{title} (виконавець – {who}, термін – {year} рік, {money}).")
        elif style == "dashes":
            items.append(f"{title} – {who}, {year} рік, {money}.")
        elif style == "labels":
            items.append(
                f"{title}. Виконавець: {who}. Термін: {year} рік. Обсяг фінансування: {money}."
            )
        elif style == "semicolons":
            items.append(f"{title}; виконавець: {who}; строк виконання: {year} рік; сума: {money}.")
        else:
            items.append(f"{title}.")
            d.add("p", f"{k}. {title}")
            for line in (
                f"Виконавець: {who}",
                f"Термін виконання: {year} рік",
                f"Обсяг фінансування: {money}",
            ):
                d.add("p", line)
    if style != "below":
        d.add("ol", items)
    return d


def packed_cells(r: random.Random) -> Drawn:
    """A plan's table whose executor, term and money are in one cell."""
    d = Drawn(formats=("md", "html", "docx"))
    _title(d, "Програма благоустрою Вигаданської громади")
    name = r.choice(
        [
            "Виконавець, термін, обсяг фінансування",
            "Виконавець, строк та вартість",
            "Хто, коли, скільки",
            "Відповідальний, термін виконання, сума",
        ]
    )
    unit, factor = r.choice([("тис. грн", 1000), ("грн", 1), ("млн грн", 1_000_000)])
    sep = r.choice([", ", "; ", "\n"])
    style = r.choice(["cell", "cell", "title"])
    rows = [["№", "Захід", name]] if style == "cell" else [["№", "Захід", "Очікуваний результат"]]
    for k in range(1, r.randint(4, 6)):
        title, who = f"Облаштувати ділянку {k}", r.choice(WHO)
        year, amount = r.choice([2025, 2026]), r.randint(100, 9000) / 10
        d.measures.append((title, who))
        d.money[year] += amount * factor
        d.ends.append(year)
        facts = [who, f"{year} рік", f"{n(amount)} {unit}"]
        if style == "cell":
            rows.append([str(k), title, sep.join(facts)])
        else:
            words = ["Виконавець: ", "Термін: ", "Обсяг фінансування: "]
            rows.append(
                [
                    str(k),
                    "\n".join([title, *[a + b for a, b in zip(words, facts, strict=True)]]),
                    "чисте повітря",
                ]
            )
    d.add("table", rows)
    return d


def prose_indicators(r: random.Random) -> Drawn:
    """Indicators that sentences give under their goal."""
    d = Drawn()
    _title(d)
    heads, aims = (iter(r.sample(x, len(x))) for x in (HEADS, AIMS))
    for s in range(1, 3):
        title, aim = next(heads), next(aims)
        d.goals += [("strategic", title), ("operational", aim)]
        d.add("h1", f"Стратегічна ціль {s}. {title}")
        d.add("h2", f"Операційна ціль {s}.1. {aim}")
        d.add("p", "Ця частина громади потребує уваги вже кілька років.")
        names = r.sample(MEASURED, 2)
        for name, unit in names:
            a, b = r.randint(5, 40), r.randint(45, 95)
            small = name[0].lower() + name[1:]
            u = " %" if unit == "%" else f" {unit}"
            style = r.randint(0, 4)
            said = [
                f"{name} зросте з {a}{u} у 2024 році до {b}{u} у 2027 році.",
                f"До 2027 року {small} збільшиться з {a} до {b}{u}.",
                f"Очікується, що {small} у 2027 році становитиме {b}{u} проти {a}{u} у 2024 році.",
                f"{name} має зрости до {b}{u} у 2027 році (у 2024 році – {a}{u}).",
                f"Успіх: {small} у 2024 році становила {a}{u}, а у 2027 році становитиме {b}{u}.",
            ][style]
            d.indicators.append((a, b))
            d.add("p", said)
    return d


def year_rows(r: random.Random) -> Drawn:
    """Years as rows: of indicators, or of the money of measures."""
    d = Drawn(formats=("txt", "md", "html", "docx", "xlsx"))
    style = r.choice(["indicators", "values", "measures", "below"])
    years = [2025, 2026, 2027]
    if style in ("indicators", "values"):
        _title(d)
        d.goals += [("strategic", HEADS[0]), ("operational", AIMS[0])]
        d.add("h1", f"Стратегічна ціль 1. {HEADS[0]}")
        d.add("h2", f"Операційна ціль 1.1. {AIMS[0]}")
        names = r.sample(MEASURED, 2 if style == "indicators" else 3)
        levels = {name: [r.randint(5, 40) + 10 * k for k in range(4)] for name, _ in names}
        span = [2024, *years]
        if style == "indicators":  # a column for each indicator
            d.add("p", "Індикатори досягнення:")
            rows = [["Рік", *[f"{name}, {unit}" for name, unit in names]]]
            rows += [
                [
                    f"{y}" + (" (факт)" if y == 2024 else " (план)"),
                    *[str(levels[name][k]) for name, _ in names],
                ]
                for k, y in enumerate(span)
            ]
        else:
            rows = [["Показник", "Одиниця виміру", "Рік", "Значення"]]
            for name, unit in names:
                for k, y in enumerate(span):
                    rows.append(
                        [
                            name if k == 0 else "",
                            unit if k == 0 else "",
                            str(y),
                            str(levels[name][k]),
                        ]
                    )
        d.indicators += [(levels[name][0], levels[name][-1]) for name, _ in names]
        d.add("table", rows)
        return d
    _title(d, "Програма благоустрою Вигаданської громади")
    rows = [
        [
            "№",
            "Захід",
            "Виконавець",
            "Рік" if style == "measures" else "Термін виконання",
            "Обсяг, тис. грн",
        ]
    ]
    for k in range(1, r.randint(3, 5)):
        title, who = f"Облаштувати ділянку {k}", r.choice(WHO)
        d.measures.append((title, who))
        for at, y in enumerate(years):
            amount = r.randint(100, 900) / 10
            d.money[y] += amount * 1000
            rows.append(
                [
                    *([str(k), title, who] if at == 0 else ["", "", ""]),
                    str(y) if style == "measures" else f"{y} рік",
                    n(amount),
                ]
            )
    d.add("table", rows)
    return d


KINDS: dict[str, Callable[[random.Random], Drawn]] = {
    "spanning_tasks": spanning_tasks, "level_columns": level_columns, "roman": roman,
    "hanging": hanging, "swot": swot, "effect": effect, "project_cards": project_cards,
    "numbered_measures": numbered_measures, "packed_cells": packed_cells,
    "prose_indicators": prose_indicators, "year_rows": year_rows,
}  # fmt: skip


def same(words: object) -> str:
    return re.sub(r"[\W_]+", "", str(words)).lower()


def missed(d: Drawn, path: Path) -> list[str]:
    """Return what was not read as drawn, and errors of the audit: nothing has a fault."""
    found, wrong = load_document(path), []
    goals = found["goals"]
    for level in ("strategic", "operational", "task"):
        have = sorted(map(same, goals[goals["level"] == level]["title"]))
        want = sorted(same(t) for one, t in d.goals if one == level)
        if have != want:
            wrong.append(
                f"{level}: {len(set(have) & set(want))} right of {len(want)}, {len(have)} read"
            )
    have = found["indicators"].astype({"base_value": float, "target_value": float})
    got = sorted(zip(have["base_value"], have["target_value"], strict=True))
    if got != sorted(d.indicators):
        wrong.append(f"indicators: {len(got)} of {len(d.indicators)}")
    have = found["measures"]
    titles = {same(t): same(w) for t, w in d.measures}
    if sorted(map(same, have["title"])) != sorted(titles):
        wrong.append(f"measures: {len(have)} of {len(titles)}")
    elif (
        titles
        and {same(t): same(w or "") for t, w in zip(have["title"], have["executor"], strict=True)}
        != titles
    ):
        wrong.append("executors")
    if d.results and have["expected_result"].notna().sum() != d.results:
        wrong.append("results")
    if d.ends and sorted(str(e)[:4] for e in have["end"]) != sorted(map(str, d.ends)):
        wrong.append("ends")
    money = found["money"]
    money = money[money["kind"] == "measure"].dropna(subset="amount")
    by_year = {int(y): float(v) for y, v in money.groupby("year")["amount"].sum().items()}
    if any(abs(by_year.get(y, 0.0) - v) > 1 for y, v in d.money.items()) or set(by_year) - set(
        d.money
    ):
        wrong.append(f"money {by_year} of {dict(d.money)}")
    got_swot = sorted(
        (q, same(i)) for q, i in zip(found["swot"]["quadrant"], found["swot"]["item"], strict=True)
    )
    if got_swot != sorted((q, same(i)) for q, i in d.swot):
        wrong.append(f"swot: {len(got_swot)} of {len(d.swot)}")
    problems = audit_document(found).problems
    wrong += [f"false {p.severity}: {p.check}" for p in problems if p.severity == "error"]
    return wrong


def path_of(d: Drawn, form: str, folder: Path, name: str) -> Path:
    if form == "raw":
        path = folder / f"{name}.txt"
        path.write_text(d.blocks[0][1], encoding="utf-8")
        return path
    blocks = d.blocks
    if form == "md":
        blocks = [
            (k, [[c.replace("\n", "<br>") for c in row] for row in v] if k == "table" else v)
            for k, v in blocks
        ]
    return write(blocks, form, folder, name)


def score(kind: str, seeds: range, folder: Path, *, why: bool = False) -> int:
    """Return how many draws of a kind are read wholly right."""
    right = 0
    for seed in seeds:
        r = random.Random(f"{kind}-{seed}")
        d = KINDS[kind](r)
        path = path_of(d, r.choice(d.formats), folder, f"{kind}-{seed}")
        wrong = missed(d, path)
        right += not wrong
        if wrong and why:
            print(path.name, "; ".join(wrong), sep="\n    ")
    return right


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kind", choices=sorted(KINDS))
    parser.add_argument(
        "--why", action="store_true", help="print what was missed of the seen draws"
    )
    parser.add_argument("--scored", action="store_true", help="also the draws that are only scored")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kind in [given.kind] if given.kind else KINDS:
            line = (
                f"{kind:18} seen {score(kind, SEEN, Path(folder), why=given.why):2} of {len(SEEN)}"
            )
            if given.scored:
                line += f", scored {score(kind, SCORED, Path(folder)):2} of {len(SCORED)}"
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
