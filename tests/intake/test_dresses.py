"""One content in many dresses: what a table holds is told by its heads and cells, not its form."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from stratanalysis.intake import recognise

_spec = importlib.util.spec_from_file_location("files", Path(__file__).with_name("files.py"))
assert _spec is not None
assert _spec.loader is not None
files = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(files)

MUKACHEVO, UZHHOROD = files.MUKACHEVO, files.UZHHOROD
CODE, BUDGET = MUKACHEVO
EXPORT = files.HEAD.split(";")
ROWS = [
    ["12.2024", fund, BUDGET, code, "Назва", 1, 1, amount]
    for code, amount in (("11010100", 6e8), ("18050400", 2e8))
    for fund in "CT"
]


def rows_of(paths, table, **kw):
    """Rows of one table in the portions of some files, by code of the community."""
    found = recognise(paths, **kw)
    assert not found.errors, [str(error) for error in found.errors]
    return {p.katottg: list(p.rows.get(table, ())) for p in found.portions}


@pytest.mark.parametrize("dress", ["comma", "tab", "utf-16", "workbook", "title", "numbers", "day"])
def test_an_export_saved_anew_is_the_same_export(tmp_path, dress):
    path = tmp_path / "export.csv"
    text = files.table([EXPORT, *ROWS], {"comma": ",", "tab": "\t"}.get(dress, ";"))
    if dress in ("comma", "tab"):
        path.write_text(text, encoding="utf-8-sig")
    elif dress == "utf-16":
        path.write_text(text, encoding="utf-16")
    else:
        rows = [list(row) for row in ROWS]
        if dress == "numbers":  # a spreadsheet takes the zero of the budget's code
            rows = [[r[0], r[1], int(r[2]), int(r[3]), *r[4:]] for r in rows]
        if dress == "day":
            rows = [["2024-12-01 00:00:00", *r[1:]] for r in rows]
        above = [["Доходи місцевого бюджету"], []] if dress == "title" else []
        path = files.workbook(tmp_path / "export.xlsx", {"1": [*above, EXPORT, *rows]})
    (rows,) = rows_of([path], "revenue").values()
    assert {r["group"]: r["value"] for r in rows if r["value"]} == {"pit": 6e8, "single_tax": 2e8}
    assert {(r["year"], r["period"]) for r in rows} == {(2024, "year")}


def test_an_error_in_a_workbook_is_named_with_its_cell(tmp_path):
    rows = [["Доходи"], EXPORT, ["13.2024", *ROWS[0][1:]]]
    found = recognise([files.workbook(tmp_path / "e.xlsx", {"Дані": rows})])
    assert any("Дані!3" in str(error) for error in found.errors)


@pytest.mark.parametrize(
    ("head", "variable"),
    [
        ("Всього ВПО", "registered_displaced"),
        ("Взято на облік внутрішньо переміщених осіб, осіб", "registered_displaced"),
        ("Кількість актових записів про народження", "registered_births"),
        ("Зареєстровано смертей", "registered_deaths"),
        ("Кількість здобувачів освіти", "pupils"),
        ("Обсяг базової дотації, грн", "base_subsidy"),
        ("Кількість укладених декларацій", "health_declarations"),
    ],
)
def test_heads_as_offices_write_them(tmp_path, head, variable):
    rows = [
        ["Довідка за 2025 рік"],
        ["№", "Код КАТОТТГ", "Громада", head, "з них жінки"],
        ["1", "2", "3", "4", "5"],
        ["1", CODE, "Мукачівська", "1 234", "600"],
        ["2", UZHHOROD[0], "Ужгородська", "2 000", "900"],
        ["", "Усього", "", "3 234", "1 500"],
    ]
    path = tmp_path / "d.csv"
    path.write_text(files.table(rows, ";"), encoding="cp1251")
    (row,) = rows_of([path], "statistics")[CODE]
    assert (row["variable"], row["value"], row["year"]) == (variable, 1234, 2025)


def test_communities_by_name_and_oblast_alone(tmp_path):
    rows = [["Область", "Територіальна громада", "Наявне населення на 01.01.2023, осіб"],
            ["Сумська область", "Миколаївська сільська ТГ", "5 432"],
            ["Закарпатська область", "Мукачівська міська ТГ", "108 000"]]  # fmt: skip
    path = files.workbook(tmp_path / "n.xlsx", {"1": rows})
    found = rows_of([path], "population")
    assert {code[:4]: rows[0]["value"] for code, rows in found.items()} == {
        "UA59": 5432, "UA21": 108_000,
    }  # fmt: skip
    assert found[CODE][0]["kind"] == "present"


def test_schools_are_added_and_of_two_days_the_last_counts(tmp_path):
    schools = [["Код КАТОТТГ", "Заклад", "Учнів", "Класів"],
               [CODE, "Ліцей 1", "500", "20"], [CODE, "Ліцей 2", "300", "12"]]  # fmt: skip
    path = files.write(tmp_path, "s_2024.csv", files.table(schools, ";"))
    values = {r["variable"]: r["value"] for r in rows_of([path], "statistics")[CODE]}
    assert values == {"pupils": 800, "classes": 32}
    days = [["Дата", "Код КАТОТТГ", "ВПО, осіб"],
            ["01.03.2025", CODE, "900"], ["01.09.2025", CODE, "800"]]  # fmt: skip
    path = files.write(tmp_path, "d.csv", files.table(days, ";"))
    assert [r["value"] for r in rows_of([path], "statistics")[CODE]] == [800]


def test_two_columns_of_one_thing_are_asked_about(tmp_path):
    rows = [["Код КАТОТТГ", "ВПО", "Кількість ВПО"], [CODE, "900", "800"]]
    found = recognise([files.write(tmp_path, "d_2025.csv", files.table(rows, ";"))])
    assert any("ВПО; Кількість ВПО" in str(error) for error in found.errors)
    rows = [["Код КАТОТТГ", "ВПО на 01.07.2025", "Обліковано ВПО"], [CODE, "900", "800"]]
    found = recognise([files.write(tmp_path, "e_2025.csv", files.table(rows, ";"))])
    assert any("ВПО на 01.07.2025; Обліковано ВПО" in str(error) for error in found.errors)


def test_the_ministry_s_own_table_gives_each_figure_once(shared):
    """Mukachevo: 17.0 thousand came more than left; they are not added to the people with them."""
    path = shared / "open-data" / "equalisation_2024_official.csv"
    values = {r["variable"]: r["value"] for r in rows_of([path], "statistics", only=[CODE])[CODE]}
    assert values["displaced_balance"] == 17_000
    assert "registered_displaced" not in values
    assert values["expected_pit"] == pytest.approx(526_982_700)


def test_an_annex_with_three_funds_and_two_rows_of_heads(tmp_path):
    rows = [
        ["Додаток 1 до рішення"],
        ["Виконання бюджету за січень - червень 2025 року, тис. грн"],
        ["Код", "Найменування", "Загальний фонд", "", "Разом", ""],
        ["", "", "План", "Виконано", "План", "Виконано"],
        [11000000, "Податки на доходи", 1, 600, 1, 600],
        [11010100, "ПДФО", 1, 600, 1, 600],
        [18050400, "Єдиний податок", 1, 200, 1, 250],
        ["", "Всього", 1, 800, 1, 850],
    ]
    (found,) = rows_of([files.workbook(tmp_path / "d.xlsx", {"1": rows})], "revenue").values()
    assert {r["group"]: r["value"] for r in found} == {"pit": 600_000, "single_tax": 250_000}
    assert {(r["year"], r["period"]) for r in found} == {(2025, "01-06")}
    rows[-1][-1] = 900
    wrong = recognise([files.workbook(tmp_path / "w.xlsx", {"1": rows})])
    assert any("1!F8" in str(error) and "900000" in str(error) for error in wrong.errors)


def test_a_column_a_year_and_words_for_codes(tmp_path):
    rows = [["Доходи, тис. грн"], ["Вид доходу", "2023 рік", "2024 рік"],
            ["ПДФО", "600,5", "700"], ["Єдиний податок", "200", "250"]]  # fmt: skip
    path = files.write(tmp_path, "d.csv", files.table(rows, ";"))
    (found,) = rows_of([path], "revenue").values()
    assert {(r["year"], r["group"]): r["value"] for r in found} == {
        (2023, "pit"): 600_500, (2024, "pit"): 700_000,
        (2023, "single_tax"): 200_000, (2024, "single_tax"): 250_000,
    }  # fmt: skip
    moved = [["2023", "Вид доходу", "2024"], ["600,5", "ПДФО, тис. грн", "700"]]
    path = files.write(tmp_path, "m.csv", files.table(moved, ";"))
    (found,) = rows_of([path], "revenue").values()
    assert {r["year"]: r["value"] for r in found} == {2023: 600_500, 2024: 700_000}
    rows = [["Рік", "Галузь", "Видатки, тис.грн"], ["2024", "Освіта", "98 765,4"]]
    path = files.write(tmp_path, "v.csv", files.table(rows, ";"))
    ((row,),) = rows_of([path], "expenditure").values()
    assert (row["classification"], row["code"], row["value"]) == ("programme", "1000", 98_765_400)


@pytest.mark.parametrize("name", ["hromada_revenues_2021_2023.csv.gz", "fin_capacity_2023.csv"])
def test_country_tables_with_semicolons_or_as_they_are(shared, tmp_path, name):
    import pandas as pd

    real = pd.read_csv(shared / "open-data" / name, dtype="str").fillna("")
    column = "hromada_name" if "revenues" in name else "Назва територіальної громади"
    some = real[real[column].str.strip() == "Мукачівська"]
    assert len(some)
    path = tmp_path / f"{name.removesuffix('.gz').removesuffix('.csv')}.csv"
    comma = some.apply(lambda c: c.str.replace(".", ",") if c.str.contains(r"\d\.\d").any() else c)
    comma.to_csv(path, sep=";", index=False, encoding="cp1251")
    if "revenues" in name:
        found = {(r["year"], r["group"]): r["value"] for r in rows_of([path], "revenue")[CODE]}
        stated = some[some["year"] == "2022"]["income_unified_tax"].iloc[0]
        assert found[2022, "single_tax"] == pytest.approx(float(stated), abs=0.005)
    else:
        found = {r["variable"]: r["value"] for r in rows_of([path], "statistics")[CODE]}
        assert found["revenue_per_head"] == float(some.iloc[0, 4])


def test_marks_within_cells_do_not_part_them(tmp_path):
    """A semicolon in every name, and spaces between the thousands of the amounts."""
    rows = [[*row[:4], "Податок; збір", *row[5:]] for row in ROWS]
    path = files.write(tmp_path, "e.csv", files.table([EXPORT, *rows]))
    (found,) = rows_of([path], "revenue").values()
    assert {r["group"]: r["value"] for r in found if r["value"]} == {"pit": 6e8, "single_tax": 2e8}
    spaced = [["1.2024", *row[1:7], "600 000 000,50"] for row in ROWS]
    path = files.write(tmp_path, "s.csv", files.table([EXPORT, *spaced], ";"))
    (found,) = rows_of([path], "revenue").values()
    assert {r["period"] for r in found} == {"01-01"}
    assert {r["value"] for r in found if r["value"]} == {600_000_000.5}
