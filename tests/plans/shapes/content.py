"""The content of an invented plan: goals, tasks, indicators, measures with money."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

HEADS = [
    "Живе містечко", "Сильна школа", "Чисті джерела", "Здорова родина", "Зручна дорога",
    "Жваве підприємництво", "Тепла оселя",
]  # fmt: skip
AIMS = [
    "Підтримка ремесел і кооперативів", "Оновлення шкільного простору", "Очищення ставків",
    "Доступність амбулаторій", "Безпека переходів", "Розвиток ярмаркових площ",
    "Утеплення гуртожитків", "Впорядкування парків", "Охорона джерел",
]  # fmt: skip
TASKS = [
    "Збудувати ткацьку майстерню", "Замінити вікна у гімназії", "Розчистити русло струмка",
    "Обладнати пандуси", "Встановити світлофори", "Замостити торгові ряди", "Утеплити фасади",
    "Висадити липову алею", "Огородити каптажі", "Придбати мікроскопи", "Навчити водіїв",
    "Провести ярмарок сиру", "Відкрити рукодільню", "Полагодити місток", "Скласти карту джерел",
]  # fmt: skip
MEASURED = [
    ("Кількість майстрів", "осіб"), ("Частка утеплених фасадів", "%"),
    ("Довжина тротуарів", "км"), ("Кількість каптажів", "од."), ("Площа парків", "га"),
]  # fmt: skip
WHO = ["Відділ культури", "Комунальне підприємство «Джерело»", "Служба благоустрою"]


@dataclass
class Goal:
    """An operational goal with its tasks and indicators (name, unit, base, target)."""

    code: str
    title: str
    tasks: list[str]
    indicators: list[tuple[str, str, float, float]]


@dataclass
class Plan:
    """A plan: strategic goals by code, and measures as (title, source to amount by year)."""

    years: list[int]
    goals: list[tuple[str, str, list[Goal]]]
    measures: list[tuple[str, str, dict[str, list[float]]]]
    unit: str = "тис. грн"
    factor: int = 1000
    sources: list[str] = field(default_factory=lambda: ["Обласний бюджет", "Бюджет громади"])


def make_plan(seed: int, *, letters: bool = False, years: int = 2) -> Plan:
    """Draw a plan; the same seed gives the same."""
    draw = random.Random(seed)
    heads, aims = draw.sample(HEADS, len(HEADS)), iter(draw.sample(AIMS, len(AIMS)) * 3)
    tasks = iter([f"{task} ({n})" for n in range(1, 6) for task in draw.sample(TASKS, len(TASKS))])
    goals = []
    for at in range(draw.randint(2, 3)):
        code = "АБВ"[at] if letters else str(at + 1)
        below = []
        for n in range(1, draw.randint(2, 3)):
            below.append(
                Goal(
                    f"{code}.{n}",
                    next(aims),
                    [next(tasks) for _ in range(draw.randint(2, 4))],
                    [
                        (name, unit, float(draw.randint(5, 40)), float(draw.randint(45, 95)))
                        for name, unit in draw.sample(MEASURED, draw.randint(1, 3))
                    ],
                )
            )
        goals.append((code, heads[at], below))
    span = [2025 + n for n in range(years)]
    sources = ["Обласний бюджет", "Бюджет громади"]
    measures = [
        (
            next(tasks),
            draw.choice(WHO),
            {source: [draw.randint(10, 9000) / 10 for _ in span] for source in sources},
        )
        for _ in range(draw.randint(2, 5))
    ]
    return Plan(span, goals, measures)
