"""Plain CSV files as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from stratanalysis.errors import InvalidInputError, MissingInputError
from stratanalysis.official import read_simple_table


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Рік;Населення;Од. вим.\n2021;73,979;тис. осіб\n2022;72,4225;тис. осіб\n", "utf-8"),
        ("Рік;Населення;Од. вим.\n2021;73,979;тис. осіб\n2022;72,4225;тис. осіб\n", "cp1251"),
        ("Рік;Населення;Од. вим.\n2021;73,979;тис. осіб\n2022;72,4225;тис. осіб\n", "utf-16"),
        ("рік\tзначення\n2021\t73 979\n2022\t72 422,5\n", "utf-8-sig"),
        ("year,value,unit\n2021,73979,persons\n2022,72422.5,persons\n", "utf-8"),
    ],
)
def test_population_in_many_spellings(tmp_path: Path, text: str, encoding: str) -> None:
    path = write(tmp_path / "p.csv", text, encoding)
    table, findings = read_simple_table(path, "population")
    assert table["value"].tolist() == [73_979, 72_422.5]
    assert table["year"].tolist() == [2021, 2022]
    assert set(table["kind"]) == {"present"}
    assert set(table["source"]) == {"own"}
    defaults = {f.values["column"] for f in findings if f.check == "default-used"}
    assert {"kind", "source"} <= defaults
    assert {f.check for f in findings} <= {"default-used", "ambiguous-number"}


def test_revenue_in_thousands_becomes_uah(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.csv",
        "Рік;Період;Група доходів;Фонд;Сума;Одиниця\n"
        "2021;рік;pit;загальний;203 599,3;тис. грн\n"
        "2023;01-07;military_pit;разом;448,62;млн грн\n",
    )
    table, _ = read_simple_table(path, "revenue", source="council")
    assert table["value"].tolist() == [203_599_300, 448_620_000]
    assert table["fund"].tolist() == ["general", "total"]
    assert table["period"].tolist() == ["year", "01-07"]
    assert set(table["unit"]) == {"UAH"}


def test_ages_and_sexes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "рік;стать;вік;осіб\n2022;жінки;0;10\n2022;ч;80+;3\n")
    table, _ = read_simple_table(path, "population_age_sex")
    assert table[["sex", "age", "value"]].to_numpy().tolist() == [
        ["female", 0, 10],
        ["male", 80, 3],
    ]


def test_codes_keep_their_zeros(tmp_path: Path) -> None:
    path = write(tmp_path / "e.csv", "рік;класифікація;код;сума\n2021;програмна;0150;86128465,98\n")
    table, _ = read_simple_table(path, "expenditure")
    assert table["code"].tolist() == ["0150"]
    assert table["classification"].tolist() == ["programme"]


def test_all_problems_come_together(tmp_path: Path) -> None:
    path = write(
        tmp_path / "p.csv",
        "рік;населення;одиниця;колір\n"
        "2020;багато;осіб;x\n"
        "2021;73 979;грн;x\n"
        "2022;72 422\n"
        "2022;-5;осіб;x\n"
        "2023;---;осіб;x\n",
    )
    table, findings = read_simple_table(path, "population")
    found = {(f.check, f.source.line) for f in findings if f.check != "default-used"}
    assert found == {
        ("unknown-column", 1),
        ("not-a-number", 2),
        ("unit-mismatch", 3),
        ("ragged-row", 4),
        ("below-minimum", 5),
        ("missing-value", 6),
    }
    assert len(table) == 4


def test_a_number_of_two_readings_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "p.csv", "рік;населення\n2021;73,979\n")
    table, findings = read_simple_table(path, "population")
    assert table["value"].tolist() == [73.979]
    assert "ambiguous-number" in {f.check for f in findings}


@pytest.mark.parametrize("text", ["", "  \n", "місто;площа\nА;5\n", "\x00\x01\x02"])
def test_files_that_hold_no_such_table_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInputError):
        read_simple_table(write(tmp_path / "p.csv", text), "population")


def test_absent_file(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError):
        read_simple_table(tmp_path / "absent.csv", "population")
