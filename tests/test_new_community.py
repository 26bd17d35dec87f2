"""A community from nothing: its folder, what is missing in order, and its workbook."""

from __future__ import annotations

import shutil

import openpyxl
import pandas as pd
import pytest

from stratanalysis.cli import main
from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.new_community import missing_steps, new_community, take_workbook
from stratanalysis.new_community.folder import slug_of
from stratanalysis.quantities.romanisation import transliterate
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.workbook_words import SHEETS

FULL = {"revenue": "group", "expenditure": "code"}


@pytest.fixture
def data(root, tmp_path):
    """A data folder with the reference tables and no community."""
    shutil.copytree(root / "data" / "reference", tmp_path / "data" / "reference")
    (tmp_path / "data" / "communities").mkdir()
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        # examples of the table in the Cabinet's resolution 55 of 27.01.2010
        ("Алушта", "Alushta"),
        ("Згурський", "Zghurskyi"),
        ("Єнакієве", "Yenakiieve"),
        ("Знам'янка", "Znamianka"),
        ("Їжакевич", "Yizhakevych"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Щербухи", "Shcherbukhy"),
        ("Юрій", "Yurii"),
        ("Корюківка", "Koriukivka"),
        ("Яготин", "Yahotyn"),
        ("Костянтин", "Kostiantyn"),
    ],
)
def test_names_are_written_in_latin_as_the_resolution_says(name, latin):
    assert transliterate(name) == latin


def test_the_folder_is_named_in_small_latin_letters():
    assert slug_of("Іване-Пустенська") == "ivane-pustenska"
    assert slug_of("Кам'янська 2") == "kamianska-2"


def test_what_is_officially_known_is_filled_in(data):
    folder = new_community("Козятинська", data=data)
    assert folder == data / "communities" / "koziatynska"
    community, scenarios = read_folder(folder)
    register = pd.read_csv(data / "reference" / "hromadas.csv", dtype=str)
    row = register[register["name"] == "Козятинська"].iloc[0]
    assert community.katottg == row["katottg"]
    assert community.budget_code == row["budget_code"]
    assert community.name["uk"] == "Козятинська міська територіальна громада"
    assert community["population"]["year"].tolist() == [2020, 2021, 2022]
    assert community["population"]["value"].tolist()[-1] == float(row["population_2022"])
    assert set(community["revenue"]["year"]) == {2021, 2022, 2023}
    assert set(community["expenditure"]["year"]) == {2021}
    assert {"kse_revenue", "workbook"} <= set(community["sources"]["id"])
    assert len(scenarios) == 3
    change = pd.read_csv(data / "reference" / "oblast_population_change.csv")
    values = change[change["oblast_code"] == "UA05"].set_index("component")["value"]
    natural = next(
        a for a in scenarios["baseline"].assumptions if a.driver == "natural_change_rate"
    )
    expected = values["natural_change"] / values["population_start"]
    assert natural.path.values([2022])[0] == pytest.approx(expected, abs=5e-5)
    assert (folder / "workbook.xlsx").is_file()
    assert "stratanalysis check koziatynska" in (folder / "README.md").read_text("utf-8")


def test_a_name_that_is_taken_wrong_or_double_is_refused(data):
    new_community("Козятинська", data=data)
    with pytest.raises(InvalidInputError, match="already"):
        new_community("Козятинська", data=data)
    with pytest.raises(UnknownNameError):
        new_community("Козятинськаа", data=data)
    with pytest.raises(InvalidInputError, match="4 communities"):
        new_community("Олександрівська", data=data)
    with pytest.raises(InvalidInputError, match="folder"):
        new_community("Козятинська", data=data, slug="../out")
    assert [path.name for path in (data / "communities").iterdir()] == ["koziatynska"]


def test_what_is_missing_comes_in_the_order_to_fix_it(data):
    folder = new_community("Козятинська", data=data)
    files = [step.file for step in missing_steps(*read_folder(folder))]
    assert files == [
        "scenarios.toml", "workbook.xlsx", "workbook.xlsx",
    ]  # fmt: skip
    (folder / "population.csv").write_text(
        "year,kind,value,unit,source,source_place,note\n"
        "2021,present,100,persons,workbook,,\n2022,present,99,persons,workbook,,\n",
        encoding="utf-8",
    )
    (folder / "revenue.csv").write_text(
        "year,period,group,fund,value,unit,price_basis,source,source_place,note\n"
        "2019,year,pit,total,5,UAH,nominal,workbook,,\n",
        encoding="utf-8",
    )
    steps = missing_steps(*read_folder(folder))
    assert str(steps[0]) == (
        "revenue.csv: write a year for which the population is known too: 2021, 2022"
    )


def test_the_shipped_example_lacks_nothing_but_what_it_says(root):
    folder = root / "data" / "communities" / "example"
    steps = missing_steps(*read_folder(folder))
    assert all(step.file == "workbook.xlsx" for step in steps)
    indicators = Community.read(folder)["indicators"]
    no_base = indicators[indicators["base_value"].isna()]["indicator"].tolist()
    for name in no_base:
        assert any(name in str(step) for step in steps)


def write_goals(folder):
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    sheet = book[SHEETS["goals"]]
    names = [cell.value for cell in sheet[2]]
    row = {"code": "1", "level": "strategic", "title": "=1+1 Робота"}
    for name, value in row.items():
        cell = sheet.cell(3, names.index(name) + 1)
        cell.value = value
        cell.data_type = "s"
    book.save(folder / "workbook.xlsx")


def test_the_workbook_is_taken_whole(data, capsys):
    folder = new_community("Вправа", data=data, exercise=True)
    assert Community.read(folder).kind == "example"
    write_goals(folder)
    assert main(["fill", "vprava", "--data", str(data)]) == 0
    assert "goals.csv: 1 rows" in capsys.readouterr().out
    goals = Community.read(folder)["goals"]
    assert goals["title"].tolist() == ["=1+1 Робота"]
    assert (folder / "README.md").is_file()
    assert (folder / "workbook.xlsx").is_file()


def test_a_workbook_with_an_error_changes_nothing(data, capsys):
    folder = new_community("Вправа", data=data, exercise=True)
    write_goals(folder)
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    sheet = book[SHEETS["goals"]]
    names = [cell.value for cell in sheet[2]]
    sheet.cell(3, names.index("level") + 1).value = "galactic"
    book.save(folder / "workbook.xlsx")
    before = sorted(path.name for path in folder.iterdir())
    rows, findings = take_workbook(folder, folder / "workbook.xlsx")
    assert rows == {}
    assert any("Цілі!" in str(finding.source) for finding in findings)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert main(["fill", "vprava", "--data", str(data)]) == 1
    assert "nothing was taken" in capsys.readouterr().out


def test_the_command_says_what_is_missing_even_where_there_is_no_population(data, capsys):
    assert main(["new", "Вигадана", "--exercise", "--slug", "mine", "--data", str(data)]) == 0
    assert capsys.readouterr().out.strip() == str(data / "communities" / "mine")
    assert main(["check", "mine", "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert "still missing, in the order to fix it:\n1. " in out
    assert "population.csv: write the population on 1 January of two years" in out


def test_what_the_workbook_does_not_state_stays_and_is_said(data, capsys):
    folder = new_community("Вправа", data=data, exercise=True)
    write_goals(folder)
    assert main(["fill", "vprava", "--data", str(data)]) == 0
    goals = folder / "goals.csv"
    text = goals.read_text(encoding="utf-8")
    row = text.splitlines()[1]
    assert row.startswith("1,")
    by_hand = text + "2" + row.removeprefix("1").replace("Робота", "Школа") + "\n"
    goals.write_text(by_hand, encoding="utf-8")
    (folder / "notes").mkdir()
    (folder / "notes" / "minutes.txt").write_text("mine", encoding="utf-8")
    before = len(Community.read(folder)["goals"])
    assert before == 2
    capsys.readouterr()
    assert main(["fill", "vprava", "--data", str(data)]) == 0
    assert "1 rows of the table goals are not in the sheet" in capsys.readouterr().out
    assert len(Community.read(folder)["goals"]) == 2
    assert main(["fill", "vprava", "--replace", "--data", str(data)]) == 0
    assert len(Community.read(folder)["goals"]) == 1
    assert main(["undo", "vprava", "--data", str(data)]) == 0
    assert goals.read_text(encoding="utf-8") == by_hand
    assert (folder / "notes" / "minutes.txt").read_text(encoding="utf-8") == "mine"
    assert main(["history", "vprava", "--data", str(data)]) == 0
    assert "fill workbook.xlsx: goals.csv" in capsys.readouterr().out
