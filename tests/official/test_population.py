"""The two workbooks of the State Statistics Service."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from stratanalysis.documents import workbook as workbook_module
from stratanalysis.errors import InvalidInputError, MissingInputError
from stratanalysis.findings import Severity
from stratanalysis.official import read_age_sex, read_components_of_change, read_present_population
from stratanalysis.reference import match_names

from .workbooks import age_workbook, present_workbook

AGES = "ukrstat_resident_population_by_sex_age_2022.xlsx"
PRESENT = "ukrstat_present_population_2022.xlsx"


def tidied(path: Path, names: list[str]) -> pd.DataFrame:
    """The published answer without its totals, indexed by area and age."""
    table = pd.read_csv(path)
    table = table[table["age"] != "all"]
    table = table.assign(age=table["age"].str.removesuffix("+").astype(int))
    return table.set_index([*names, "age"])[["female", "male"]].sort_index()


@pytest.fixture(scope="module")
def ages(shared: Path) -> tuple[pd.DataFrame, list]:
    return read_age_sex(shared / "open-data" / AGES)


@pytest.fixture(scope="module")
def present(shared: Path) -> tuple[pd.DataFrame, list]:
    return read_present_population(shared / "open-data" / PRESENT)


def test_age_workbook_gives_the_tidied_oblasts(ages: tuple, shared: Path) -> None:
    table, findings = ages
    found = table[table["city"] == ""].pivot(
        index=["oblast", "scope", "age"], columns="sex", values="value"
    )
    wanted = tidied(shared / "open-data" / "oblast_population_age_sex_2022.csv", ["unit", "scope"])
    assert len(found) == 76 * 81  # 25 areas in three scopes and Kyiv in one
    assert (found.sort_index().index == wanted.index).all()
    assert (found.sort_index().to_numpy() == wanted.to_numpy()).all()
    assert findings == []


def test_age_workbook_gives_the_tidied_cities(ages: tuple, shared: Path) -> None:
    table, _ = ages
    found = table[table["city"] != ""].pivot(
        index=["oblast", "city", "age"], columns="sex", values="value"
    )
    path = shared / "open-data" / "cities100k_population_age_sex_2022.csv"
    wanted = tidied(path, ["oblast", "city"])
    assert len(found) == 30 * 81
    assert (found.sort_index().index == wanted.index).all()
    assert (found.sort_index().to_numpy() == wanted.to_numpy()).all()


def test_urban_and_rural_are_the_whole(ages: tuple) -> None:
    table, _ = ages
    area = table[(table["city"] == "") & (table["oblast"] != "м.Київ")]
    sums = area.pivot_table(
        index=["oblast", "sex", "age"], columns="scope", values="value", aggfunc="sum"
    )
    assert (sums["urban"] + sums["rural"] == sums["total"]).all()


def test_present_population_gives_the_tidied_communities(present: tuple, shared: Path) -> None:
    table, findings = present
    assert findings == []
    register = pd.read_csv(shared / "open-data" / "hromadas_2022.csv", dtype={"budget_code": "str"})
    codes, unmatched = match_names(table, register, document=PRESENT)
    # Kyiv is no community; two communities are of another type in the register.
    assert [f.values["name"].split(", ")[2] for f in unmatched] == [
        "Добросинсько-Магерівська",
        "Мереф'янська",
        "Київ",
    ]
    merged = table.assign(katottg=codes).merge(register, on="katottg")
    assert len(merged) == 1467
    assert (merged["value"] == merged["population_2022"]).all()


def test_present_population_sums_to_the_country(present: tuple) -> None:
    table, _ = present
    assert table["value"].sum() == 41_167_335  # stated in the volume


def test_change_gives_the_tidied_table_and_balances(shared: Path) -> None:
    table, findings = read_components_of_change(shared / "open-data" / PRESENT)
    wanted = pd.read_csv(shared / "open-data" / "oblast_population_change_2021.csv")
    assert findings == []
    assert table["oblast"].tolist() == wanted["region"].tolist()
    assert (table.iloc[:, 1:6].to_numpy() == wanted.iloc[:, 1:6].to_numpy()).all()


def test_gaps_of_the_volume_stay_gaps(shared: Path) -> None:
    table, _ = read_components_of_change(shared / "open-data" / PRESENT)
    assert not table["oblast"].str.contains("Крим|Севастополь").any()


def test_tables_go_over_page_breaks_and_latin_letters(tmp_path: Path) -> None:
    table, findings = read_age_sex(age_workbook(tmp_path / "ages.xlsx"))
    assert findings == []
    assert table.groupby(["city", "scope"]).size().to_dict() == {
        ("", "total"): 162,
        ("", "urban"): 162,
        ("Вінниця", "total"): 162,
    }
    women = table[(table["sex"] == "female") & (table["scope"] == "urban")]
    assert women["value"].tolist() == [100 + age for age in range(81)]


def test_every_figure_names_its_cell(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = age_workbook(tmp_path / "ages.xlsx")
    table, _ = read_age_sex(path)
    book = load_workbook(path)
    for row in table.iloc[::37].to_dict("records"):
        sheet, cell = row["source_place"].split("!")
        (name,) = [name for name in book.sheetnames if name.strip() == sheet]
        assert book[name][cell].value == row["value"]


def test_parts_that_do_not_sum_are_all_found(tmp_path: Path) -> None:
    path = age_workbook(tmp_path / "ages.xlsx")
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["36-44"]["C7"] = 1000  # men of age 0
    book.save(path)
    table, findings = read_age_sex(path)
    assert {f.check for f in findings} == {"sexes-do-not-sum", "ages-do-not-sum"}
    assert findings[0].source.place == "36-44!B7"
    assert [f.values["low"] for f in findings if f.check == "ages-do-not-sum"] == [0, 0, 0]
    assert all(f.severity is Severity.ERROR for f in findings)
    assert 1000 in table["value"].tolist()  # said, not put right


def test_missing_age_is_said(tmp_path: Path) -> None:
    _, findings = read_age_sex(age_workbook(tmp_path / "ages.xlsx", skip=7))
    missing = [f for f in findings if f.check == "ages-missing"]
    assert [f.values["ages"] for f in missing] == ["7"]


def test_present_workbook_checks_its_sums(tmp_path: Path) -> None:
    table, findings = read_present_population(
        present_workbook(tmp_path / "p.xlsx", stated_raion=301)
    )
    assert table["name"].tolist() == ["Вінницька", "Лука-Мелешківська", "Київ"]
    assert [(f.check, f.source.place, f.stated, f.computed) for f in findings] == [
        ("parts-do-not-sum", "48-81!B9", "301", "300.0")
    ]


def test_change_that_does_not_balance_is_said(tmp_path: Path) -> None:
    table, findings = read_components_of_change(present_workbook(tmp_path / "p.xlsx"))
    assert table["oblast"].tolist() == ["Україна", "Вінницька"]
    assert [(f.check, f.values["what"], f.values["computed"]) for f in findings] == [
        ("does-not-balance", "total_change", -61)
    ]


@pytest.mark.parametrize("read", [read_age_sex, read_present_population, read_components_of_change])
def test_a_workbook_of_something_else_is_refused(read, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Щось інше"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InvalidInputError, match=r"other\.xlsx"):
        read(tmp_path / "other.xlsx")


def test_bad_files_are_refused_with_the_reason(tmp_path: Path) -> None:
    whole = age_workbook(tmp_path / "ages.xlsx").read_bytes()
    cases = {
        "cut.xlsx": (whole[: len(whole) // 2], "cut short"),
        "old.xlsx": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "password"),
        "empty.xlsx": (b"", "not a workbook"),
        "noise.xlsx": (bytes(range(256)) * 20, "not a workbook"),
    }
    for name, (content, why) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InvalidInputError, match=why):
            read_age_sex(tmp_path / name)
    with pytest.raises(MissingInputError):
        read_age_sex(tmp_path / "absent.xlsx")


def test_damage_inside_the_archive_is_refused(tmp_path: Path) -> None:
    path = age_workbook(tmp_path / "ages.xlsx")
    content = bytearray(path.read_bytes())
    start = content.index(b"xl/worksheets/sheet1.xml") + 200
    content[start : start + 400] = bytes(400)
    path.write_bytes(bytes(content))
    with pytest.raises(InvalidInputError):
        read_age_sex(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = age_workbook(tmp_path / "ages.xlsx")
    monkeypatch.setattr(workbook_module, "MAX_UNPACKED", 1000)
    with pytest.raises(InvalidInputError, match="unpacks to"):
        read_age_sex(path)


def test_stored_size_of_a_sheet_is_not_believed(tmp_path: Path) -> None:
    import zipfile

    path = present_workbook(tmp_path / "p.xlsx")
    other = tmp_path / "wrong_size.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for entry in old.namelist():
            text = old.read(entry)
            if entry.startswith("xl/worksheets/"):
                text = text.replace(b'<dimension ref="A1:D13"/>', b'<dimension ref="A1"/>')
                text = text.replace(b'<dimension ref="A1:B12"/>', b'<dimension ref="A1"/>')
                assert b'ref="A1"/>' in text or b"A1:H" in text
            new.writestr(entry, text)
    assert len(read_present_population(other)[0]) == 3
