"""The door for official files: what is understood, what is refused, what is written and undone."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from stratanalysis.cli import main
from stratanalysis.community import Community
from stratanalysis.errors import DataError, InvalidInputError, UnreadableFileError
from stratanalysis.intake import prepare_take, take
from stratanalysis.reference import country_table
from stratanalysis.storage import undo

_spec = importlib.util.spec_from_file_location("files", Path(__file__).with_name("files.py"))
assert _spec is not None
assert _spec.loader is not None
files = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(files)

MUKACHEVO, UZHHOROD = files.MUKACHEVO, files.UZHHOROD


@pytest.fixture
def data(tmp_path, monkeypatch):
    """An empty data folder; everything is written below it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STRATANALYSIS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "data"


def revenue(folder):
    frame = Community.read(folder)["revenue"]
    return frame.set_index(["year", "period", "group"])["value"]


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_an_export_is_taken_as_it_is(data, tmp_path, name):
    text = files.export(files.year_of(2025, MUKACHEVO[1], 7e8, land=5e7))
    result = take(files.write(tmp_path, name, text), data=data)
    (preview,) = result.previews
    assert preview.is_new
    assert "2025, months 01-12: 750 000 000.00 UAH" in str(result).replace("2025  ", "2025, ")
    found = revenue(preview.folder)
    assert found[2025, "year", "pit"] == 7e8  # not 1.4e9: C is in T
    assert found[2025, "year", "property_tax"] == 5e7
    sources = Community.read(preview.folder)["sources"].set_index("id")
    assert sources.loc["openbudget_incomes_2025_12", "vintage"] == "2025-12"


def test_several_budgets_codes_of_11_digits_and_a_zip(data, tmp_path):
    one = files.export(files.year_of(2024, MUKACHEVO[1] + "0", 6e8))
    two = files.export(
        files.year_of(2024, UZHHOROD[1], 9e8) + files.year_of(2024, "0200000000", 1.0)
    )
    result = take(files.zipped(tmp_path, "both.zip", one=one, two=two), data=data)
    codes = {p.community.katottg for p in result.previews}
    assert codes == {MUKACHEVO[0], UZHHOROD[0]}
    assert any("0200000000" in line for line in result.left)


def test_the_same_file_twice_changes_nothing_and_undo_brings_back(data, tmp_path):
    first = files.write(tmp_path, "a.csv", files.export(files.year_of(2024, MUKACHEVO[1], 6e8)))
    (preview,) = take(first, data=data).previews
    folder = preview.folder
    before = (folder / "revenue.csv").read_bytes()
    (again,) = take(first, data=data).previews
    assert again.changes == 0
    assert (folder / "revenue.csv").read_bytes() == before
    later = files.write(tmp_path, "b.csv", files.export(files.year_of(2024, MUKACHEVO[1], 6.5e8)))
    (changed,) = take(later, data=data).previews
    assert any("600 000 000 UAH → 650 000 000 UAH" in line for line in changed.lines)
    assert revenue(folder)[2024, "year", "pit"] == 6.5e8
    kept = Community.read(folder)["superseded"]
    assert 6e8 in set(kept["value"])
    undo(folder)
    assert (folder / "revenue.csv").read_bytes() == before


def test_a_full_year_takes_the_place_of_its_part(data, tmp_path):
    half = files.export(files.year_of(2023, MUKACHEVO[1], 6e8, months=9))
    (preview,) = take(files.write(tmp_path, "h.csv", half), data=data).previews
    assert (2023, "01-09", "pit") in revenue(preview.folder).index
    whole = files.export(files.year_of(2023, MUKACHEVO[1], 6e8))
    take(files.write(tmp_path, "w.csv", whole), data=data)
    found = revenue(preview.folder)
    assert {period for year, period, _ in found.index if year == 2023} == {"year"}
    result = take(files.write(tmp_path, "h.csv", half), data=data)  # the part comes again
    assert any("whole year 2023 already" in line for line in result.lines)
    assert {period for year, period, _ in revenue(preview.folder).index if year == 2023} == {"year"}


def test_dry_run_writes_nothing(data, tmp_path):
    path = files.write(tmp_path, "a.csv", files.export(files.year_of(2024, MUKACHEVO[1], 6e8)))
    assert not take(path, data=data, dry_run=True).written
    assert not data.exists()


def test_another_budget_than_the_one_named(data, tmp_path):
    path = files.write(tmp_path, "a.csv", files.export(files.year_of(2024, UZHHOROD[1], 6e8)))
    with pytest.raises(InvalidInputError, match=f"Мукачево.*{UZHHOROD[0]}"):
        take(path, into="Мукачево", data=data)
    assert not data.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # thousands instead of hryvnias
        (files.export(files.year_of(2024, MUKACHEVO[1], 6e5)), "thousand"),
        # general and special do not sum to the total
        (
            files.export(
                [
                    ("12.2024", "C", MUKACHEVO[1], "11010100", 10.0),
                    ("12.2024", "S", MUKACHEVO[1], "11010100", 1.0),
                    ("12.2024", "T", MUKACHEVO[1], "11010100", 12.0),
                ]
            ),
            "general and special fund",
        ),
        (files.export([("13.2024", "T", MUKACHEVO[1], "11010100", 6e8)]), "the period is"),
        (files.export([("12.2024", "Q", MUKACHEVO[1], "11010100", 6e8)]), "the fund is"),
        (files.export([("12.2024", "T", MUKACHEVO[1], "11010100", "x")]), "the amount is"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_written(data, tmp_path, text, words):
    with pytest.raises(DataError, match=words):
        take(files.write(tmp_path, "bad.csv", text), data=data)
    assert not data.exists()


def test_damaged_files_are_named(data, tmp_path):
    whole = files.zipped(tmp_path, "a.zip", one="x" * 5000)
    half = tmp_path / "half.zip"
    half.write_bytes(whole.read_bytes()[:60])
    packed = files.write(tmp_path, "a.csv.gz", "x;y\n" * 9000)
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(packed.read_bytes()[:30])
    empty = files.write(tmp_path, "empty.csv", "")
    for path in (half, cut, empty):
        with pytest.raises(UnreadableFileError, match=f"{path.name}.*again"):
            take(path, data=data)


def test_a_file_of_no_known_kind_is_answered_with_what_is_known(data, tmp_path):
    path = files.write(tmp_path, "x.csv", "alpha,beta\n1,2\n")
    with pytest.raises(UnreadableFileError, match=r"alpha; beta.*openbudget.*COD-PS"):
        take(path, data=data)


def test_population_of_ocha_is_joined_by_pcode(data, tmp_path):
    rows = [
        ["ADM3_UA", "ADM3_PCODE", "F_TL", "M_TL", "T_TL"],
        ["Мукачівська", "UA2104015", "55,100", "50,000", "105,100"],
        ["Нема", "UA9999999", "1", "1", "2"],
    ]
    path = files.write(tmp_path, "ukr_admpop_adm3_2024.csv", files.table(rows))
    (preview,) = take(path, data=data).previews
    found = preview.community["statistics"].set_index(["year", "variable"])["value"]
    assert found[2024, "population_cod_ps"] == 105_100
    assert found[2024, "population_cod_ps_female"] == 55_100
    assert set(preview.community["population"]["year"]) == {2020, 2021, 2022}  # never mixed


def test_a_ukrainian_workbook_with_thousands_and_a_hidden_sheet(data, tmp_path):
    head = [
        "Код бюджету",
        "Назва",
        "Базова дотація 2025, тис. грн",
        "Реверсна дотація 2025, тис. грн",
    ]
    sheet = [["Додаток 5"], head, ["07507000000", "Мукачівська", None, "85 432,1"]]
    hidden = {"Дод": sheet, "Чернетка": [head, ["07507000000", "Мукачівська", None, "1"]]}
    path = files.workbook(tmp_path / "two.xlsx", hidden, hidden=("Чернетка",))
    with pytest.raises(DataError, match=r"Чернетка!A1.*hidden"):
        take(path, data=data)
    assert not data.exists()
    path = files.workbook(
        tmp_path / "one.xlsx", {"Дод": sheet, "Довідка": [["нічого"]]}, hidden=("Довідка",)
    )
    (preview,) = take(path, data=data).previews
    rows = preview.community["statistics"].set_index(["year", "variable"])
    assert rows.loc[(2025, "reverse_subsidy"), "value"] == 85_432_100
    assert rows.loc[(2025, "reverse_subsidy"), "source_place"] == "Дод!D3"


def test_thousands_against_what_stands(data, tmp_path):
    official = country_table("hromada_equalisation").query("year == 2024").set_index("katottg")
    stated = official.loc[MUKACHEVO[0], "reverse_subsidy"]
    rows = [["katottg", "year", "reverse_grant"], [MUKACHEVO[0], "2024", str(stated / 1000)]]
    with pytest.raises(DataError, match="thousands"):
        take(files.write(tmp_path, "g.csv", files.table(rows)), data=data)


def test_a_code_that_was_renamed_is_known_by_its_first_digits(data, tmp_path):
    rows = [["Код КАТОТТГ", "Кількість ВПО, осіб"], ["UA21040150000099999", "13245"]]
    path = files.write(tmp_path, "vpo_2025-06.csv", files.table(rows, ";"))
    result = take(path, data=data)
    (preview,) = result.previews
    assert preview.community.katottg == MUKACHEVO[0]
    assert any("UA21040150000099999" in str(f) for f in result.findings)


def test_a_year_that_nothing_tells(data, tmp_path):
    rows = [["katottg", "Кількість ВПО"], [MUKACHEVO[0], "13245"]]
    path = files.write(tmp_path, "vpo.csv", files.table(rows))
    with pytest.raises(DataError, match="--year"):
        take(path, data=data)
    assert take(path, data=data, year=2025).previews[0].changes == 1


def test_what_people_type(data, tmp_path):
    typed = "Рік;Показник;Значення;Одиниця\n2024;Середня зарплата;17,5;тис. грн\n"
    path = files.write(tmp_path, "own.csv", typed)
    with pytest.raises(InvalidInputError, match="--into"):
        take(path, data=data)
    (preview,) = take(path, into="Мукачево", data=data).previews
    row = preview.community["statistics"].query("year == 2024 and source == 'own_statistics'")
    assert row["value"].tolist() == [17_500]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Рік;Населення\n01.01.2023;108 500\n2024;107,9 тис.\n", {2023: 108_500, 2024: 107_900}),
        ("Рік,Населення (тис. осіб)\n2023 р.,108.5\n", {2023: 108_500}),
        ('year,"Населення, осіб"\n2024,107900\n', {2024: 107_900}),
    ],
)
def test_population_as_people_type_it(data, tmp_path, text, expected):
    path = files.write(tmp_path, "pop.csv", text)
    (preview,) = take(path, into="Мукачево", data=data).previews
    people = preview.community["population"].set_index("year")["value"]
    assert {year: people[year] for year in expected} == expected


def test_revenue_in_words_and_a_group_that_is_none(data, tmp_path):
    good = "Рік;Група доходів;Сума;Одиниця\n2024;ПДФО;650 196,0;тис. грн\n"
    path = files.write(tmp_path, "rev.csv", good)
    (preview,) = take(path, into="Мукачево", data=data).previews
    assert revenue(preview.folder)[2024, "year", "pit"] == 650_196_000
    bad = files.write(tmp_path, "bad.csv", good.replace("ПДФО", "Лотерея"))
    with pytest.raises(DataError, match=r"Лотерея.*single_tax"):
        take(bad, into="Мукачево", data=data)


def test_a_printout_of_the_treasury(data, tmp_path):
    head = ["Код бюджетної класифікації", "Найменування", "План", "Виконано за звітний період", "%"]
    rows = [
        ["Звіт про виконання місцевих бюджетів"],
        ["станом на 01.01.2025, (тис. грн)"],
        head,
        [11000000, "Податки на доходи", 640_000, 650_195.99, 101],
        [11010100, "ПДФО", 640_000, 650_195.99, 101],
        [18050400, "Єдиний податок", 180_000, 192_300.72, 107],
        [41021400, "Додаткова дотація", 0, 30_000, ""],
        [19990000, "Новий податок", 0, 12, ""],
        [90010100, "Всього без трансфертів", 820_000, 842_508.71, ""],
        ["", "Всього", 820_000, 872_508.71, ""],
    ]
    path = files.workbook(tmp_path / "zvit.xlsx", {"Звіт": rows})
    result = take(path, into="Мукачево", data=data)
    (preview,) = result.previews
    (said,) = [f for f in result.findings if f.check == "revenue-code-unlisted"]
    assert said.values == {"code": "19990000", "amount": "12000.00", "group": "other_own"}
    found = revenue(preview.folder)
    assert found[2024, "year", "additional_subsidy"] == 30e6
    assert sum(v for (year, *_), v in found.items() if year == 2024) == 872_508_710
    assert found[2024, "year", "pit"] == pytest.approx(650_195_990)  # its heading is not added
    assert found[2024, "year", "single_tax"] == pytest.approx(192_300_720)
    undated = files.workbook(tmp_path / "none.xlsx", {"Бюджет": [["Бюджет"], *rows[2:]]})
    with pytest.raises(DataError, match="станом на"):
        take(undated, into="Мукачево", data=data)


PROGRAMMES = (
    "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_CONS_MB_PK;COD_CONS_MB_PK_NAME;COD_CONS_EK;"
    "COD_CONS_EK_NAME;ZAT_AMT;PLANS_AMT;FAKT_AMT"
)


def test_financing_and_credits_are_kept_apart_from_expenditure(data, tmp_path):
    lines = ["REP_PERIOD;FUND_TYP;COD_BUDGET;COD_FINA;NAME_FIN;ZAT_AMT;PLANS_AMT;FAKT_AMT"]
    for code, amount in (("400000", 4e6), ("401000", 5e6), ("401201", 5e6), ("402201", -1e6)):
        lines += [f"12.2024;{fund};{MUKACHEVO[1]};{code};н;0;0;{amount}" for fund in "ST"]
    borrowed = files.write(tmp_path, "fin.csv", "\n".join(lines) + "\n")
    lent = [PROGRAMMES]
    for programme, code, amount in (("8841", "4113", 7e5), ("1010", "2111", 3e6)):
        lent += [f"12.2024;{f};{MUKACHEVO[1]};{programme};н;{code};н;0;0;{amount}" for f in "CT"]
    credits = files.write(tmp_path, "programmes.csv", "\n".join(lent) + "\n")
    (preview,) = take(borrowed, credits, data=data).previews
    kept = Community.read(preview.folder)["financing"].set_index(["classification", "code"])
    assert kept["value"].to_dict() == {
        ("financing", "401201"): 5e6,  # 400000 and 401000 are its headings
        ("financing", "402201"): -1e6,
        ("credits", "8841"): 7e5,
    }
    spent = preview.community["expenditure"].query("year == 2024")
    assert spent.set_index(["classification", "code"])["value"].to_dict() == {
        ("programme", "1000"): 3e6,
        ("economic", "2111"): 3e6,
    }


FORECAST = [
    ["Основні прогнозні макропоказники України на 2027-2029 роки"],
    ["постанова Кабінету Міністрів України від 12 червня 2026 р. № 650"],
    ["Показник", "2027 рік", "2028 рік"],
    ["Індекс споживчих цін, грудень до грудня попереднього року, відсотків", "107,5", 106],
    ["Середньомісячна заробітна плата працівників, номінальна, гривень", 36000, "40 500"],
    ["Реальна заробітна плата, відсотків до попереднього року", 104, 103],
]


def test_the_forecast_of_the_government_moves_prices_and_wages(data, tmp_path):
    from stratanalysis.finance.macro import forget_macro_paths, macro_path

    try:
        result = take(files.workbook(tmp_path / "f.xlsx", {"Дод": FORECAST}), data=data)
        assert "average wage of 2028: 40 500" in str(result).replace(",", " ")
        path = macro_path("average_wage", [2028]).iloc[0]
        assert (path["value"], path["act"], path["published"]) == (40_500, "CMU 650", "2026-06-12")
        prices = macro_path("consumer_prices_december", [2027, 2028])["value"]
        assert prices.tolist() == [0.075, 0.06]
    finally:
        forget_macro_paths()
    without = files.workbook(tmp_path / "g.xlsx", {"Дод": [FORECAST[0], *FORECAST[2:]]})
    with pytest.raises(DataError, match=r"g\.xlsx.*Дод!2.*act"):
        take(without, data=data)


def test_the_base_year_follows_what_was_executed(data, tmp_path):
    from stratanalysis.projection import default_base_year, project
    from stratanalysis.projection.base import budget_base, population_base
    from stratanalysis.projection.nowcast import nowcast
    from stratanalysis.scenarios.folder import open_community

    texts = {
        f"{year}.csv": files.export(files.year_of(year, MUKACHEVO[1], 6e8, land=1e8))
        for year in (2023, 2024, 2025)
    }
    paths = [files.write(tmp_path, name, text) for name, text in texts.items()]
    (preview,) = take(*paths, data=data).previews
    place, scenarios = open_community(str(preview.folder))
    assert default_base_year(place) == 2025
    present = nowcast(2025).table(MUKACHEVO[0])["present"].loc[2025]
    assert population_base(place, 2025) == pytest.approx(present, abs=0.5)
    base = budget_base(place, 2025)
    assert (base.revenue["pit"], base.revenue["property_tax"]) == (6e8, 1e8)
    assert base.expenditure_year == 2021
    before = budget_base(place, 2021)
    grown = [base.expenditure[code] / before.expenditure[code] for code in base.expenditure]
    assert max(grown) == pytest.approx(min(grown))
    assert 1.2 * 1.05 * 1.06 * 1.1 < grown[0] < 2.2  # above consumer prices of 2022-2025
    said = " ".join(r.message for r in project(place, scenarios, range(2025, 2028)).assumed)
    assert "estimate of people present" in said


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        # the last row is cut off within its cells
        ([("12.2024", "T", MUKACHEVO[1], "11010100", 6e8)], "bad.csv:3.*cut off"),
        # two rows of one code and no column of the fund
        ("fund", "bad.csv:3.*fund"),
        ("funds", "bad.csv:4.*12.00.*11.00"),
        ("thousands", r"bad.csv \(line 2\).*thousand"),
    ],
)
def test_bad_exports_are_named_with_their_line(data, tmp_path, rows, place):
    head = files.HEAD.replace("FUND_TYP;", "")
    text = {
        "fund": f"{head}\n" + f"12.2024;{MUKACHEVO[1]};11010100;н;1;1;6e8\n" * 2,
        "funds": files.export(
            [("12.2024", fund, MUKACHEVO[1], "11010100", amount)
             for fund, amount in (("C", 10.0), ("S", 1.0), ("T", 12.0))]
        ),
        "thousands": files.export(files.year_of(2024, MUKACHEVO[1], 6e5)),
    }.get(rows if isinstance(rows, str) else "", "")  # fmt: skip
    if not text:
        text = files.export(rows) + f"12.2024;C;{MUKACHEVO[1]}"
    with pytest.raises(DataError, match=place):
        take(files.write(tmp_path, "bad.csv", text), data=data)
    assert not data.exists()


def test_one_file_twice_in_a_call(data, tmp_path):
    text = files.export(files.year_of(2024, MUKACHEVO[1], 6e8))
    paths = [files.write(tmp_path, name, text) for name in ("a.csv", "b.csv")]
    with pytest.raises(InvalidInputError, match=r"b\.csv.*same as a\.csv"):
        take(*paths, data=data)
    assert not data.exists()


def test_an_unknown_code_with_the_name_of_a_renamed_place(data, tmp_path):
    rows = [["Код КАТОТТГ", "Назва територіальної громади", "Кількість зареєстрованих ВПО, осіб"],
            ["UA99010150000022496", "Новоград-Волинська міська тг", "7000"]]  # fmt: skip
    path = files.write(tmp_path, "vpo_2025.csv", files.table(rows, ";"))
    with pytest.raises(DataError, match=r"line 2.*UA18080150000022496.*Звягель"):
        take(path, data=data)


def test_an_annex_whose_title_has_the_year_and_the_unit(data, tmp_path):
    rows = [
        ["Додаток 5 до Закону України"],
        ["Базова та реверсна дотації на 2026 рік"],
        ["", "", "(тис. грн)"],
        ["Код бюджету", "Базова дотація", "Реверсна дотація"],
        [MUKACHEVO[1], "", "43 210,9"],
    ]
    path = files.workbook(tmp_path / "d.xlsx", {"Додаток 5": rows})
    (preview,) = take(path, data=data).previews
    found = preview.community["statistics"].set_index(["year", "variable"])["value"]
    assert found[2026, "reverse_subsidy"] == 43_210_900


def test_expenditure_by_programme_and_economic_code(data, tmp_path):
    head = (
        "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_CONS_MB_PK;COD_CONS_MB_PK_NAME;COD_CONS_EK;"
        "COD_CONS_EK_NAME;ZAT_AMT;PLANS_AMT;FAKT_AMT"
    )
    lines = [head]
    for fund in "CT":
        for programme in ("0611010", "0150"):
            for code, amount in (("2000", 9e7), ("2111", 6e7), ("2210", 3e7), ("3110", 1e7)):
                lines.append(f"12.2024;{fund};{MUKACHEVO[1]};{programme};н;{code};н;1;1;{amount}")
    path = tmp_path / "exp.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1251"))
    (preview,) = take(path, data=data).previews
    rows = preview.community["expenditure"].query("year == 2024")
    sums = rows.set_index(["classification", "code"])["value"]
    assert sums["programme", "1000"] == sums["programme", "0100"] == 1e8
    assert sums["economic"].to_dict() == {"2111": 1.2e8, "2210": 6e7, "3110": 2e7}


def test_the_command_shows_and_writes_and_undo_is_named(data, tmp_path, capsys):
    path = files.write(tmp_path, "a.csv", files.export(files.year_of(2024, MUKACHEVO[1], 6e8)))
    assert main(["take", str(path), "--into", "Мукачівська", "--dry-run", "--data", str(data)]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert main(["take", str(path), "--data", str(data)]) == 0
    assert "figures taken" in capsys.readouterr().out
    assert main(["take", str(path), "--data", str(data)]) == 0
    assert "nothing changes" in capsys.readouterr().out
    other = files.write(tmp_path, "b.csv", files.export(files.year_of(2024, MUKACHEVO[1], 7e8)))
    assert main(["take", str(other), "--data", str(data)]) == 0
    assert "stratanalysis undo" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["extract", "check", "fill"])
def test_other_commands_lead_here(root, tmp_path, command, capsys):
    path = files.write(tmp_path, "a.csv", files.export(files.year_of(2024, MUKACHEVO[1], 6e8)))
    more = {"extract": [str(path), "--to", str(tmp_path / "to")], "check": [str(path)],
            "fill": ["korosten", str(path), "--data", str(root / "data")]}  # fmt: skip
    assert main([command, *more[command]]) == 2
    assert "stratanalysis take" in capsys.readouterr().err


def test_a_community_of_the_package_is_copied_before_it_is_written(data, tmp_path, root):
    shipped = root / "data" / "communities" / "korosten"
    before = {file.name: file.read_bytes() for file in shipped.iterdir() if file.is_file()}
    text = files.export(files.year_of(2024, "0656300000", 6e8))
    path = files.write(tmp_path, "a.csv", text)
    (preview,) = take(path, into="korosten", data=data).previews
    assert preview.folder == data / "communities" / "korosten"
    assert revenue(preview.folder)[2024, "year", "pit"] == 6e8
    assert {file.name: file.read_bytes() for file in shipped.iterdir() if file.is_file()} == before


def test_exports_of_two_cities_equal_the_published_sums_to_the_kopiyka(data, shared):
    opened = shared / "open-data"
    result = take(opened / "openbudget_incomes_mukachevo_uzhhorod_2023_2025.csv.gz", data=data)
    published = pd.read_csv(opened / "openbudget_annual_income_groups_25_budgets.csv")
    groups = {
        "capital_revenue": ["capital"], "corporate_tax": ["corporate"],
        "environmental_tax": ["eco_other_tax"], "excise": ["excise"], "non_tax": ["non_tax"],
        "property_tax": ["land", "real_estate_transport"], "military_pit": ["pit_military"],
        "pit": ["pit_other"], "rent": ["rent"], "single_tax": ["single_tax"],
        "target_funds": ["target_funds"], "other_own": ["other"],
        "other_transfers": ["dotations", "local_subventions", "other_transfers",
                            "state_subventions"],
    }  # fmt: skip
    compared = 0
    for preview in result.previews:
        city = {MUKACHEVO[0]: "Mukachevo", UZHHOROD[0]: "Uzhhorod"}[preview.community.katottg]
        found = revenue(preview.folder)
        for row in published[published["CITY"] == city].to_dict("records"):
            year = int(row["y"])
            if year not in (2023, 2024, 2025):
                continue
            for group, columns in groups.items():
                stated = sum(row[name] for name in columns)
                parts = (group, "additional_subsidy") if group == "other_transfers" else (group,)
                taken = sum(found.get((year, "year", part), 0.0) for part in parts)
                assert taken == pytest.approx(stated, abs=0.005)
                compared += 1
        # 41021400 in December 2023, fund T
        granted = {MUKACHEVO[0]: 101674100.0, UZHHOROD[0]: 30544600.0}
        code = preview.community.katottg
        assert found[2023, "year", "additional_subsidy"] == granted[code]
    assert compared == 2 * 3 * len(groups)


def test_an_unknown_community_of_the_country_is_taken_into_by_name(data, shared):
    path = shared / "open-data" / "hromada_revenues_2021_2023.csv.gz"
    (preview,) = prepare_take([path], into="Лановецька", data=data).previews
    assert preview.is_new
    assert preview.changes == 0  # the reference has the same figures
