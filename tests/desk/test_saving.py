"""Files taken from the desk: read back the same, harmless in a spreadsheet, with words."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from PIL import Image

from stratanalysis.desk import saving
from stratanalysis.desk.model import MINE, Mine, open_board, read_mine
from stratanalysis.desk.view import View, observed_series
from stratanalysis.errors import DataError, InvalidInputError, MissingInputError
from stratanalysis.language import language
from stratanalysis.scenarios import read_scenarios

UK = language("uk")
CHANGED = Mine("baseline", 2027).moved("net_migration_rate", 0.0031).moved("migration_lag", 1.0)


def test_a_saved_scenario_is_read_back_the_same(example):
    text = saving.scenario_file(example, CHANGED, label="Наш")
    assert text.startswith(example.scenarios.text)  # comments and all
    scenarios = read_scenarios(text)
    board = example.receive(scenarios)
    assert read_mine(board.scenarios, board.kept[0], from_year=2025) == CHANGED
    assert board.scenarios[board.kept[0]].label["uk"] == "Наш"
    assert board.outcomes[board.kept[0]].series("revenue", basis="real") == pytest.approx(
        example.run(CHANGED).series("revenue", basis="real"), rel=1e-15
    )


def test_kept_scenarios_are_in_the_file(example):
    board = example.keep(CHANGED, "Перший").keep(CHANGED, "Другий")
    found = read_scenarios(saving.scenario_file(board, CHANGED.moved("consumer_prices", 0.01)))
    assert [*found][-3:] == ["mine_1", "mine_2", "mine_3"]
    again = read_scenarios(saving.scenario_file(board, CHANGED))
    assert [*again][-2:] == ["mine_1", "mine_2"]  # it is kept already


def test_without_changes_the_file_is_as_it_was(example):
    assert saving.scenario_file(example, Mine("baseline", 2026)) == example.scenarios.text


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"\xff\xfe\x00", InvalidInputError, "UTF-8"),
        (b"x" * (saving.MAXIMUM_UPLOAD + 1), InvalidInputError, "too large"),
        (b"[baseline", DataError, "a heading is closed"),
        (b"[my]\nlabel = {uk = 'a', en = 'a'}\nbase = 'none'\n", DataError, "base scenario"),
    ],
)
def test_files_that_cannot_be_opened(content, error, words):
    with pytest.raises(error, match=words):
        saving.read_upload(content, "../../a.toml")


def test_the_table_has_units_and_sources(example):
    table = saving.projection_table(example, CHANGED, UK)
    assert set(table["scenario"]) == {*example.names, MINE}
    assert table["unit"].str.len().gt(0).all()
    known = set(example.community["sources"]["id"])
    assert {name for cell in set(table["source"]) for name in cell.split("; ")} <= known
    population = table[(table["variable"] == "population") & (table["scenario"] == MINE)]
    assert population["value"].to_numpy() == pytest.approx(
        example.run(CHANGED).series("population"), rel=1e-12
    )


def test_no_cell_can_become_a_formula(example):
    names = ["=1+1", "+1", "-1", "@SUM(A1)"]
    board = example
    for name in names:
        board = board.keep(CHANGED, name)
    table = saving.projection_table(board, CHANGED, UK)
    text = saving.csv_bytes(table).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text)):
        assert not row[1].startswith(("=", "+", "-", "@", "\t", "\r")), row[1]
    few = table[table["variable"] == "population"]
    content = saving.workbook_bytes(board, CHANGED, UK, table=few)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["projection", "mine", "sources"]
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
    assert {*names} <= {cell.value for cell in book["projection"]["B"]}


def test_numbers_of_the_csv_are_numbers(example):
    table = saving.projection_table(example, CHANGED, UK)
    rows = list(csv.DictReader(io.StringIO(saving.csv_bytes(table).decode("utf-8-sig"))))
    balance = [row for row in rows if row["variable"] == "balance" and row["scenario"] == MINE]
    assert min(float(row["value"]) for row in balance) < 0  # a minus is no formula


def test_pictures_carry_their_words(city):
    mine = Mine("baseline", 2022).moved("net_migration_rate", 0.001)
    outcome = city.run(mine)
    view = View(city, UK, ("baseline",), "real", observed_series(city))
    archive = zipfile.ZipFile(io.BytesIO(saving.pictures_archive(view, mine, outcome)))
    names = ("population", "revenue", "expenditure", "balance", "pyramid")
    assert set(archive.namelist()) == {
        "README.txt", *(f"{n}.png" for n in names), *(f"{n}.svg" for n in names),
    }  # fmt: skip
    drawn = archive.read("population.svg").decode("utf-8")
    assert 'role="img"' in drawn
    assert "<title>Населення</title><desc>Населення. Мій: від" in drawn
    picture = Image.open(io.BytesIO(archive.read("pyramid.png")))
    assert picture.width > 800
    assert "Вік і стать" in picture.text["Description"]
    assert "Мій, 2036" in archive.read("README.txt").decode("utf-8-sig")


def test_a_report_needs_its_notebook(example, tmp_path):
    with pytest.raises(MissingInputError, match="no such notebook"):
        saving.render_page(example, CHANGED, UK, notebook=tmp_path / "none.ipynb", shown=())


def test_the_report_shows_what_the_desk_shows(root):
    board = open_board(root / "data" / "communities" / "example", horizon=5)
    page, archive = saving.render_page(
        board, CHANGED, UK, notebook=root / "notebooks" / "00_overview.ipynb", shown=("rational",)
    )
    files = zipfile.ZipFile(io.BytesIO(archive))
    parameters = json.loads(files.read("manifest.json"))["parameters"]
    assert parameters["horizon"] == 5
    assert parameters["scenarios"] == ["rational", "mine_1"]
    table = pd.read_csv(io.BytesIO(files.read("tables/population.csv")), encoding="utf-8-sig")
    assert list(table.columns) == ["Рік", "Раціональний", "Мій сценарій", "спостережено"]
    assert table["Рік"].max() == 2029
    ours = board.run(CHANGED).series("population")
    mine = table["Мій сценарій"].dropna().to_numpy()
    came = table["спостережено"].to_numpy()[-len(mine) :]
    # an executed year shows what was observed, not what was projected
    expected = np.where(np.isfinite(came), came, ours)
    assert np.isfinite(came).sum() < len(ours)
    assert mine == pytest.approx(expected, rel=1e-9)
    assert "Мій сценарій" in page.decode("utf-8")


def test_a_link_holds_the_file_and_harmless_words():
    link = saving.download_link(
        b"abc", name='a"b.csv', kind="text/csv", label="<x>", language=language("en")
    )
    assert 'download="a&quot;b.csv"' in link
    assert "base64,YWJj" in link
    assert "&lt;x&gt;" in link
