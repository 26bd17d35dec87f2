"""The same document in every format gives the same tables."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from stratanalysis.plans import load_document
from stratanalysis.plans.extraction import Extraction

from .documents import (
    PROGRAMME,
    STRATEGY,
    TASKS,
    cells_on_lines,
    markdown,
    web_page,
    word_file,
)

SPOT = ["source_document", "source_line", "source_place", "source_text"]
TABLES = ["goals", "indicators", "swot", "scenarios", "facts", "measures", "sections", "money"]


def in_format(folder: Path, kind: str) -> Extraction:
    file = folder / f"a.{kind}"
    if kind == "docx":
        word_file(STRATEGY, file)
    elif kind == "html":
        file.write_text(web_page(STRATEGY), encoding="utf-8")
    elif kind == "md":
        file.write_text(markdown(STRATEGY), encoding="utf-8")
    else:
        # In cells on lines an empty cell of a wide table is a line with a tab alone; the programme
        # is written with its cells parted by tabs, as such exports have it.
        tabs = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in PROGRAMME)
        file.write_text(cells_on_lines(STRATEGY[:-1]) + "\n" + tabs, encoding="utf-8")
    return load_document(file)


def content(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns=SPOT)


@pytest.fixture(scope="module")
def as_docx(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    return in_format(tmp_path_factory.mktemp("docx"), "docx")


def test_the_word_document_is_read_in_full(as_docx: Extraction) -> None:
    goals = as_docx["goals"]
    assert list(zip(goals["code"], goals["level"], goals["title"], strict=True)) == [
        ("1", "strategic", "Затишна громада"),
        ("1.1", "operational", "Вулиці та двори"),
        ("1.1.1", "task", "Освітлення вулиць"),
        ("1.1.2", "task", "Зелені двори"),
        ("1.2", "operational", "Вода"),
        ("1.2.1", "task", "Нові труби"),
    ]
    assert goals["parent"].tolist()[1:] == ["1", "1.1", "1.1", "1", "1.2"]
    assert len(as_docx["tellings"]) == 8
    indicators = as_docx["indicators"]
    assert list(zip(indicators["goal"], indicators["name"], indicators["unit"], strict=True)) == [
        ("1.1.1", "кількість ліхтарів", "items"),
        ("1.1.1", "довжина мереж", "km"),
        ("1.1.2", "площа дворів", "m2"),
        ("1.2.1", "частка нових мереж", "percent"),
    ]
    measures = as_docx["measures"]
    assert measures["code"].tolist() == ["1.1.1", "1.1.2", "1.2.1", "1.1", "1.2"]
    assert measures["executor"].tolist()[:3] == ["Відділ доріг", "Відділ дворів", "Водоканал"]
    sections = as_docx["sections"]
    assert sections[["code", "title"]].to_numpy().tolist() == [["I", "«Дороги»"]]
    assert measures["section"].tolist()[3:] == ["I", "I"]
    assert measures["start"].tolist()[3:] == ["2024-01-01", "2025-01-01"]
    assert measures["end"].tolist()[3:] == ["2025-12-31", "2025-12-31"]
    swot = as_docx["swot"]
    assert list(zip(swot["quadrant"], swot["item"], strict=True)) == [
        ("strength", "ліс"),
        ("strength", "річка"),
        ("weakness", "старі дороги"),
        ("opportunity", "туризм"),
        ("threat", "війна"),
        ("threat", "посуха"),
    ]
    scenarios = as_docx["scenarios"]
    assert set(scenarios["scenario"]) == {"baseline"}
    assert scenarios["kind"].tolist() == ["assumption"] * 2 + ["consequence"] * 2
    facts = as_docx["facts"]
    assert facts["value"].tolist() == [7814, 47.5]
    assert facts["unit"].tolist() == ["persons", "km2"]
    assert facts["year"].tolist() == [2021, 2021]
    assert facts["quantity"].tolist() == ["Населення громади на початок 2021 року", "площа"]


def test_money_has_its_unit_its_kind_and_its_gaps(as_docx: Extraction) -> None:
    money = as_docx["money"]
    rows = money[["measure", "year", "amount", "kind"]].astype(object).where(money.notna(), None)
    assert rows.to_numpy().tolist() == [
        ["1.1", 2024, 1_500_500.0, "measure"],
        ["1.1", 2025, None, "measure"],
        ["1.2", 2024, None, "measure"],
        ["1.2", 2025, 20_000.0, "measure"],
        ["I", 2024, 1_500_500.0, "section_total"],
        ["I", 2025, 20_000.0, "section_total"],
        ["total", None, 1_520_500.0, "grand_total"],
    ]
    parts = money[money["kind"] == "measure"]["amount"].sum()
    assert parts == money[money["kind"] == "grand_total"]["amount"].sum()


@pytest.mark.parametrize("kind", ["txt", "html", "md"])
def test_every_format_gives_the_same_tables(tmp_path: Path, kind: str, as_docx: Extraction) -> None:
    other = in_format(tmp_path, kind)
    assert other.kinds == as_docx.kinds == ("strategy", "programme")
    assert not other.left
    for name in TABLES:
        pd.testing.assert_frame_equal(content(other[name]), content(as_docx[name]), obj=name)


@pytest.mark.parametrize("table", ["tasks", "programme"])
def test_a_workbook_gives_the_same_tables(tmp_path: Path, table: str, as_docx: Extraction) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in TASKS if table == "tasks" else PROGRAMME:
        sheet.append([cell or None for cell in row])
    file = tmp_path / "a.xlsx"
    book.save(file)
    found = load_document(file)
    for name in ["goals", "indicators"] if table == "tasks" else ["money", "sections"]:
        pd.testing.assert_frame_equal(content(found[name]), content(as_docx[name]), obj=name)
    place = found["goals" if table == "tasks" else "money"]["source_place"].iloc[0]
    assert place == ("Sheet!A2" if table == "tasks" else "Sheet!F4")


def test_a_csv_table_is_read_with_its_semicolons(tmp_path: Path, as_docx: Extraction) -> None:
    file = tmp_path / "a.csv"
    lines = [";".join(f'"{cell}"' for cell in row) for row in TASKS]
    file.write_bytes("\n".join(lines).replace("м²", "м2").encode("cp1251"))
    found = load_document(file)
    assert found.document.encoding == "cp1251"
    pd.testing.assert_frame_equal(content(found["goals"]), content(as_docx["goals"]))
    assert found["indicators"]["unit"].tolist() == as_docx["indicators"]["unit"].tolist()
