"""The act of order 376 as a Word document: sections, periods in a cell, exceptions, misprints."""

from __future__ import annotations

import docx
import pytest

from stratanalysis.errors import DataError
from stratanalysis.intake import take
from stratanalysis.intake.war_list import read_war_docx
from stratanalysis.reference import country_table
from stratanalysis.reference.country import forget_tables
from stratanalysis.reference.war_status import war_status

MUKACHEVO = "UA21040150000092428"


def act(path, sections):
    """An act with one table a section; rows are (code, name, first days, last days)."""
    document = docx.Document()
    document.add_paragraph("ПЕРЕЛІК територій, на яких ведуться (велися) бойові дії")
    for title, rows in sections:
        document.add_paragraph(title)
        table = document.add_table(rows=1, cols=4)
        heads = ("Код", "Найменування", "Дата виникнення", "Дата припинення")
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            cell.text = text
        for row in rows:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[3]).text = row[0]
                continue
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    document.save(path)
    return path


def test_sections_periods_and_exceptions(tmp_path):
    path = act(
        tmp_path / "nakaz.docx",
        [
            (
                "І. Території можливих бойових дій",
                [
                    ("ЗАКАРПАТСЬКА ОБЛАСТЬ",),
                    (MUKACHEVO, "Мукачівська міська громада", "24.02.2022\n01.06.2023",
                     "30.04.2022"),
                ],
            ),
            (
                "ІІ. Території активних бойових дій, на яких функціонують державні електронні "
                "інформаційні ресурси",
                [("UA 21040150010000001", "с. Мале", "01.03.2022", "")],
            ),
            (
                "ІІІ. Тимчасово окуповані Російською Федерацією території України",
                [
                    ("UA14140000000070889", "Маріупольський район за винятком с. Пікузи",
                     "05.03.2022", ""),
                    ("UA01000000000013043", "Автономна Республіка Крим", "20.02.2014", ""),
                ],
            ),
        ],
    )  # fmt: skip
    found = read_war_docx(path, "nakaz.docx")
    assert found is not None
    rows = found.national["war_territories"]
    assert [(r["section"], r["level"], r["start"], r["end"]) for r in rows] == [
        ("possible_hostilities", "hromada", "2022-02-24", "2022-04-30"),
        ("possible_hostilities", "hromada", "2023-06-01", ""),
        ("active_hostilities_registers_working", "settlement", "2022-03-01", ""),
        ("occupied", "raion", "2022-03-05", ""),
        ("occupied", "oblast", "2014-02-20", ""),
    ]
    assert [r["except_listed"] for r in rows] == [0, 0, 0, 1, 0]


def test_days_that_do_not_pair_and_a_reversed_period(tmp_path):
    bad = [
        (MUKACHEVO, "Мукачівська", "24.02.2022", "30.04.2022\n30.06.2022"),
        (MUKACHEVO, "Мукачівська", "24.02.2022", "24.02.2021"),
    ]
    path = act(tmp_path / "bad.docx", [("Території активних бойових дій", bad)])
    found = read_war_docx(path, "bad.docx")
    assert found is not None
    assert [f.check for f in found.findings] == ["periods-do-not-pair", "period-reversed"]
    with pytest.raises(DataError, match="1 first days and 2 last days"):
        take(path, data=tmp_path / "data")


def test_the_next_edition_is_one_take(tmp_path, monkeypatch):
    assert war_status(MUKACHEVO).status == "never_listed"
    rows = [(MUKACHEVO, "Мукачівська міська громада", "01.06.2026", "")]
    path = act(tmp_path / "nakaz.docx", [("Території можливих бойових дій", rows)])
    (tmp_path / "data" / "communities").mkdir(parents=True)
    monkeypatch.setenv("STRATANALYSIS_DATA", str(tmp_path / "data"))
    try:
        take(path, data=tmp_path / "data")
        found = war_status(MUKACHEVO)
        assert (found.status, found.since, found.date) == (
            "possible_hostilities", "2026-06-01", "2026-06-01",
        )  # fmt: skip
        assert len(country_table("war_territories")) == 1
    finally:
        monkeypatch.delenv("STRATANALYSIS_DATA")
        forget_tables()
    assert war_status(MUKACHEVO).status == "never_listed"
