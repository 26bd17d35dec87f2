"""Measures the checks on drawn statements, half of them with a planted fault.

    python -m tests.audit.planted --start 1000 --count 200

A statement is drawn from a template that is true of its figures; the fault changes one of them. A
row printed about a statement with its fault is confirmed, every other error or warning is false.
The figures of ``stratanalysis/audit/precision.toml`` are those of the seeds named there.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable

from stratanalysis.audit import audit_document
from stratanalysis.documents.reading import document_from_text

Template = Callable[[random.Random, bool], str]
TREE = "Стратегічна ціль 1. Ліс\n\nОпераційна ціль 1.1. Дуби\n\n"


def parts(r: random.Random, fault: bool) -> str:
    a, b, c = (r.randint(5, 60) for _ in range(3))
    whole = a + b + c - (fault and r.randint(3, 5))
    return f"У громаді діє {whole} закладів, з них {a} шкіл, {b} садків та {c} клубів."


def percent(r: random.Random, fault: bool) -> str:
    whole = r.randint(200, 900)
    part = r.randint(20, whole - 10)
    share = round(100 * part / whole, 1) + (7 if fault else 0)
    return f"Охоплено {part} із {whole} дітей ({share:.1f} %).".replace(".", ",", 1)


def change(r: random.Random, fault: bool) -> str:
    first = r.randint(10_000, 30_000)
    last = first - r.randint(500, 3000)
    share = f"{100 * (first - last) / first + (2 if fault else 0):.1f}".replace(".", ",")
    return f"Населення зменшилося на {share} %, з {first} до {last} осіб."


def shares(r: random.Random, fault: bool) -> str:
    a, b, c = r.randint(10, 40), r.randint(10, 30), r.randint(5, 15)
    rest = 100 - a - b - c + (6 if fault else 0)
    return (
        f"У структурі доходів: податок на доходи – {a} %, єдиний податок – {b} %, плата за землю – "
        f"{c} %, трансферти – {rest} %."
    )


def per_head(r: random.Random, fault: bool) -> str:
    people, each = r.randint(5, 30) * 1000, r.randint(8, 20) * 1000
    total = people * each / 1e6
    each = round(each * 1.3) if fault else each
    return (
        f"Доходи бюджету громади становлять {total:.1f} млн грн на {people} мешканців, тобто "
        f"{each} грн на одного мешканця."
    ).replace(".", ",", 1)


def population(r: random.Random, fault: bool) -> str:
    people = r.randint(8000, 30_000)
    other = people + (r.randint(500, 900) if fault else 0)
    return (
        f"Чисельність населення громади на 01.01.2024 становить {people} осіб.\n\nШколи працюють "
        "у три зміни й потребують уваги.\n\nСтаном на 1 січня 2024 року чисельність населення "
        f"громади складає {other} осіб."
    )


def target_year(r: random.Random, fault: bool) -> str:
    base = r.randint(2022, 2025)
    target = base + (-2 if fault else 3)
    head = f"Показник\tОд. виміру\tБазове значення ({base})\tЦільове значення ({target})\n"
    return TREE + head + "Кількість дубів\tод.\t5\t9\nПлоща гаїв\tга\t4\t6"


def share_bound(r: random.Random, fault: bool) -> str:
    target = r.randint(110, 160) if fault else r.randint(60, 100)
    head = "Показник\tОд. виміру\tБазове значення (2024)\tЦільове значення (2027)\n"
    return TREE + head + f"Частка дубів у лісі\t%\t40\t{target}\nПлоща гаїв\tга\t4\t6"


def announced(r: random.Random, fault: bool) -> str:
    count = r.randint(2, 4)
    word = {2: "дві", 3: "три", 4: "чотири", 5: "п'ять"}[count + fault]
    goals = "\n\n".join(f"Стратегічна ціль {n}. Мрія {n}" for n in range(1, count + 1))
    return f"Стратегія визначає {word} стратегічні цілі.\n\n{goals}"


def _table(r: random.Random) -> tuple[list[float], str]:
    money = [r.randint(100, 9000) / 10 for _ in range(3)]
    rows = "".join(
        f"{n}\tЗахід про джерело {n}\t2025 рік\tСлужба\t{value:.1f}\n".replace(".", ",")
        for n, value in enumerate(money, 1)
    )
    head = "№\tЗахід\tСтрок виконання\tВиконавець\tОбсяг фінансування, тис. грн\n"
    return money, head + rows


def passport(r: random.Random, fault: bool) -> str:
    money, table = _table(r)
    total = f"{sum(money) + (50 if fault else 0):.1f}".replace(".", ",")
    title = "Програма догляду за джерелами на 2025–2026 роки\n\n"
    return f"{title}Загальний обсяг фінансування програми – {total} тис. грн.\n\n{table}"


def term(r: random.Random, fault: bool) -> str:
    _, table = _table(r)
    table = table.replace("2025 рік", "2029 рік", 1) if fault else table
    return f"Програма догляду за джерелами на 2025–2026 роки\n\n{table}"


def total(r: random.Random, fault: bool) -> str:
    money, table = _table(r)
    stated = f"{sum(money) + (20 if fault else 0):.1f}".replace(".", ",")
    return f"Програма джерел на 2025 рік\n\n{table}\tРазом\t\t\t{stated}\n"


def day(r: random.Random, fault: bool) -> str:
    return f"Звіт подають до {31 if fault else 30}.0{r.choice([4, 6, 9])}.2025 року щороку."


def period(r: random.Random, fault: bool) -> str:
    year = r.randint(2021, 2026)
    return f"Ремонт тривав з 15.09.{year} по 30.06.{year - 1 if fault else year + 1}."


def forecast(r: random.Random, fault: bool) -> str:
    """Draw a table of a budget forecast: items with their funds, and the total of the section."""
    rows: list[tuple[str, str, list[int]]] = []
    sums = [[0] * 5, [0] * 5]
    for at in range(1, r.randint(2, 4)):
        funds = [[r.randint(90_000, 90_000_000) for _ in range(5)] for _ in range(2)]
        rows.append((str(at), f"Джерело {at}", [a + b for a, b in zip(*funds, strict=True)]))
        rows += [("X", name, funds[k]) for k, name in enumerate(_FUNDS)]
        sums = [[a + b for a, b in zip(*two, strict=True)] for two in zip(sums, funds, strict=True)]
    rows.append(("X", "УСЬОГО за розділом I", [a + b for a, b in zip(*sums, strict=True)]))
    if fault:
        r.choice(rows)[2][r.randrange(5)] += r.randint(1, 9) * 10_000
    lines = [f"{a}\t{b}\t" + "\t".join(map(str, values)) for a, b, values in rows]
    head = "№ з/п\tПоказник\t2024 рік (звіт)\t2025 рік (затверджено)\t2026 рік (план)"
    head += "\t2027 рік (план)\t2028 рік (план)\n"
    return "Прогноз бюджету на 2026–2028 роки\n\n(грн)\n\n" + head + "\n".join(lines)


def written_sum(r: random.Random, fault: bool) -> str:
    a, b, c = (r.randint(5, 60) for _ in range(3))
    return f"Разом у закладах навчається {a} + {b} + {c} = {a + b + c + 4 * fault} дітей."


def counted(r: random.Random, fault: bool) -> str:
    names = r.sample(["Лісове", "Дубове", "Садове", "Озерне", "Степове", "Лугове"], 4)
    word = "п'ять" if fault else "чотири"
    return f"До складу громади входять {word} сіл: {', '.join(names)}."


def rate(r: random.Random, fault: bool) -> str:
    people, doctors = r.randint(8, 40) * 1000, r.randint(10, 60)
    value = doctors / people * 10_000 * (1.4 if fault else 1)
    return (
        f"У громаді проживає {people} осіб, працює {doctors} лікарів, тобто {value:.1f} на 10 тис. "
        "населення."
    ).replace(".", ",", 1)


def code_order(r: random.Random, fault: bool) -> str:
    count = r.randint(3, 5)
    codes = list(range(1, count + 1))
    codes[-1] += fault
    goals = "\n\n".join(f"Операційна ціль 1.{n}. Мрія про гай {n}" for n in codes)
    return f"Стратегічна ціль 1. Ліс\n\n{goals}"


def placeholder(r: random.Random, fault: bool) -> str:
    return f"Затверджено рішенням сесії № {'____' if fault else r.randint(10, 90)} від 12.03.2025."


def sign_twice(r: random.Random, fault: bool) -> str:
    return f"Частка утеплених дахів зросла до {r.randint(10, 90)} %{' %' if fault else ''} за рік."


def one_scale(r: random.Random, fault: bool) -> str:
    sums = [[r.randint(20, 9000) * 100 for _ in range(2)] for _ in range(2)]
    rows = [[f"{v / 1000:.1f}".replace(".", ",") for v in row] for row in sums]
    other = [[f"{v / (1000 if fault else 1e6):.4f}".replace(".", ",") for v in row] for row in sums]
    names = r.sample(["Бюджет громади", "Обласний бюджет", "Державний бюджет"], 2)
    text = "Програма джерел на 2025–2026 роки"
    for unit, values in (("тис. грн", rows), ("млн грн", other)):
        lines = [f"{name}\t{a}\t{b}" for name, (a, b) in zip(names, values, strict=True)]
        heads = f"Джерело фінансування\t2025 рік, {unit}\t2026 рік, {unit}"
        text += "\n\nРесурси програми\n\n" + "\n".join([heads, *lines])
    return text


_FUNDS = ("загальний фонд", "спеціальний фонд")
TEMPLATES: dict[str, Template] = {
    "parts-and-total": parts, "percent-of-numbers": percent, "difference": change,
    "shares-100": shares, "money-per-head": per_head, "key-figure": population,
    "target-after-base": target_year, "share-over-100": share_bound, "goals-announced": announced,
    "passport-and-table": passport, "within-plan": term, "forecast-sums": forecast,
    "written-sum": written_sum, "count-and-list": counted, "rate-per-population": rate,
    "code-order": code_order, "placeholder": placeholder,
    "sign-twice": sign_twice,
    "table-total": total, "day-exists": day,
    "end-after-start": period, "one-scale": one_scale,
}  # fmt: skip


def measure(start: int, count: int) -> dict[str, tuple[int, int, int, int]]:
    """Return by check: faults planted, faults found, rows printed, rows confirmed."""
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    for seed in range(start, start + count):
        r = random.Random(seed)
        for check, template in TEMPLATES.items():
            fault = r.random() < 0.5
            document = document_from_text(template(r, fault), name="drawn.txt")
            loud = [
                p for p in audit_document(document).problems
                if p.severity != "note" and not p.check.endswith(("-incomplete", "-indicator"))
            ]  # fmt: skip
            planted[check] += fault
            found[check] += fault and any(p.check == check for p in loud)
            for problem in loud:
                printed[problem.check] += 1
                confirmed[problem.check] += fault and problem.check == check
    names = sorted({*planted, *printed})
    return {name: (planted[name], found[name], printed[name], confirmed[name]) for name in names}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", type=int, default=1000)
    parser.add_argument("--count", type=int, default=50)
    given = parser.parse_args()
    for name, (planted, found, printed, confirmed) in measure(given.start, given.count).items():
        print(f"{name}: {found} of {planted} faults found; {confirmed} of {printed} rows confirmed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
