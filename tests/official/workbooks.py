"""Small workbooks in the shape of the State Statistics Service's, with invented figures."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

AGES = range(81)


def age_rows(scope: str = "", shift: int = 0) -> list[list[object]]:
    """Rows of one table: women of age a are 100 + a, men 50 + a; groups and totals agree."""
    rows: list[list[object]] = [["у тому числі / including"]]
    male = {age: 50 + age + shift for age in AGES}
    female = {age: 100 + age for age in AGES}
    for age in AGES:
        label: object = age
        if age == 0:
            label = "до 1 року / up to 1 year"
        if age == 80:
            rows.append(["80 років і старше / "])
            label = "80 years and older"
        rows.append([label, male[age] + female[age], male[age], female[age]])
        if age % 5 == 4:
            men = sum(male[a] for a in range(age - 4, age + 1))
            women = sum(female[a] for a in range(age - 4, age + 1))
            rows.append([f" {age - 4}–{age}", men + women, men, women])
            if age == 29:  # a page break of the volume
                rows.append([None, None, "Продовження табл. 7.2 / Continued tablе 7.2"])
                rows.append(["Вік  (років)", "Обидві статі", "Чоловіки", "Жінки"])
                rows.append([scope or None])
    men, women = sum(male.values()), sum(female.values())
    return [["Усього / Total ", men + women, men, women], *rows]


def age_workbook(path: Path, *, shift: int = 0, skip: int | None = None) -> Path:
    """Write a workbook with one oblast (all, then urban) and one city."""
    book = Workbook()
    sheet = book.active
    sheet.title = "36-44"
    heads = ["Вік  (років)", "Обидві статі", "Чоловіки", "Жінки"]
    sheet.append(["7.2. Вінницька область"])
    sheet.append(["        Vinnytsya oblast"])
    sheet.append(heads)
    total = "Усе населення / Тotal population"
    sheet.append([total])
    for row in age_rows(total):
        sheet.append(row)
    sheet.append(["Із загальної чисельності / "])
    sheet.append([" 0–15", 2640, 920, 1720])  # groups that overlap stand below the ages
    sheet.append(heads)
    urban = "Mіське населення / Urban population"  # with a Latin M
    sheet.append([urban])
    for row in age_rows(urban):
        sheet.append(row)
    city = book.create_sheet(" 255-257")
    city.append(["8.1. Вінницька область м.Вінниця "])
    city.append(heads)
    for row in age_rows(shift=shift):
        if skip is None or row[0] != skip:
            city.append(row)
    book.save(path)
    return path


def present_workbook(path: Path, *, stated_raion: int = 300) -> Path:
    """Write a workbook with the tables of communities and of change."""
    book = Workbook()
    change = book.active
    change.title = "8"
    change.append(["3. Формування чисельності населення у 2021 році"])
    for _ in range(5):
        change.append([None])
    change.append(["Україна", 1000, -60, -50, -10, 940, 94, "Ukraine"])
    change.append(["Автономна    Республіка Крим", "…", "…", "…", "…", "…", "…"])
    change.append(["Вінницька ", 1000, -60, -50, -11, 940, 94, "Vinnytsya"])
    sheet = book.create_sheet("48-81")
    sheet.append(["6. Чисельність наявного населення в розрізі регіонів, районів,"])
    sheet.append(["територіальних громад (за оцінкою)"])
    for _ in range(4):
        sheet.append([None])
    sheet.append(["Автономна Республіка Крим", "–"])
    sheet.append(["Вінницька область", 300])
    sheet.append(["Вінницький район", stated_raion])
    sheet.append(["Вінницькa міська ТГ", 200])  # with a Latin a
    sheet.append(["Лука-Мелешківська\u00a0сільська ТГ", 100])
    sheet.append(["м. Київ ", 50])
    book.save(path)
    return path
