"""A community's folder: read, checked, written, read again; and every way to be wrong."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from stratanalysis.community import Community, communities, find_community
from stratanalysis.errors import (
    DataError,
    InvalidInputError,
    MissingInputError,
    UnknownNameError,
)
from stratanalysis.storage import ChangedError, undo


@pytest.fixture
def folder(root, tmp_path):
    """A copy that a test may spoil."""
    return shutil.copytree(
        root / "data" / "communities" / "kostiantynivka", tmp_path / "kostiantynivka"
    )


def _spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has changed; the test needs {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_written_and_read_again_it_is_the_same(root, tmp_path):
    for slug in communities(root / "data"):
        first = Community.read(root / "data" / "communities" / slug)
        first.write(tmp_path / slug)
        again = Community.read(tmp_path / slug)
        for name, frame in first.tables.items():
            pd.testing.assert_frame_equal(again[name], frame)
        assert again.scenarios_text == first.scenarios_text
        assert {k: v for k, v in vars(again).items() if k not in ("tables", "home", "origin")} == {
            k: v for k, v in vars(first).items() if k not in ("tables", "home", "origin")
        }


def test_writing_keeps_other_files_and_refuses_other_folders(folder, kostiantynivka, tmp_path):
    (folder / "README.md").write_text("mine", encoding="utf-8")
    kostiantynivka.write(folder)
    assert (folder / "README.md").read_text(encoding="utf-8") == "mine"
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.docx").write_bytes(b"x")
    with pytest.raises(InvalidInputError, match="not a community's folder"):
        kostiantynivka.write(other)
    assert sorted(p.name for p in other.iterdir()) == ["thesis.docx"]


def _with_population(community, value, row=0):
    frame = community["population"].copy()
    frame.loc[row, "value"] = value
    return replace(community, tables={**community.tables, "population": frame})


def _files(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and ".stratanalysis" not in p.parts
    }


def test_a_failed_write_leaves_the_folder_as_it_was(folder, monkeypatch):
    before = _files(folder)

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    community = _with_population(Community.read(folder), 5.0)
    monkeypatch.setattr("stratanalysis.storage.change.stage", full_disk)
    with pytest.raises(OSError, match="No space"):
        community.write(folder)
    assert _files(folder) == before
    assert [p.name for p in folder.parent.iterdir()] == [folder.name]


def test_only_what_differs_is_written_and_all_else_stays(folder):
    (folder / "notes" / "deep").mkdir(parents=True)
    (folder / "notes" / "deep" / "a.txt").write_text("mine")
    info = folder / "community.toml"
    info.write_text("# by hand\n" + info.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "population.csv").chmod(0o640)
    real = folder.parent / "revenue-elsewhere.csv"
    (folder / "revenue.csv").rename(real)
    (folder / "revenue.csv").symlink_to(real)
    before = _files(folder)
    community = Community.read(folder)
    changed = _with_population(community, 5.0)
    money = community["revenue"].copy()
    money.loc[0, "value"] = 7.0
    replace(changed, tables={**changed.tables, "revenue": money}, area_km2=12.5).write(folder)
    after = _files(folder)
    assert {name for name in after if after[name] != before.get(name)} == {
        "population.csv", "community.toml", "revenue.csv",
    }  # fmt: skip
    assert after.keys() == before.keys()
    assert (folder / "population.csv").stat().st_mode & 0o777 == 0o640
    assert (folder / "revenue.csv").is_symlink()
    assert real.read_bytes() == after["revenue.csv"]
    text = info.read_text(encoding="utf-8")
    assert text.startswith("# by hand\n")
    assert "area_km2 = 12.5" in text
    again = Community.read(folder)
    assert again["population"]["value"].iloc[0] == 5
    undo(folder)
    assert _files(folder) == before


def test_an_edit_made_meanwhile_is_merged_or_refused_with_both_values(folder):
    mine = _with_population(Community.read(folder), 5.0)
    _with_population(Community.read(folder), 6.0, row=1).write(folder)
    mine.write(folder)
    assert list(Community.read(folder)["population"]["value"][:2]) == [5, 6]
    late = _with_population(mine, 8.0)
    _with_population(Community.read(folder), 9.0).write(folder)
    before = _files(folder)
    with pytest.raises(ChangedError, match="9.0 there, 8.0 here"):
        late.write(folder)
    assert _files(folder) == before


def test_problems_of_several_files_come_out_together(folder):
    _spoil(folder / "population.csv", "2022,present,72422", "2021,present,-72422")
    _spoil(folder / "revenue.csv", "203599347.91", '"203599347,91"')
    _spoil(folder / "community.toml", '"0552300000"', "552300000")
    with pytest.raises(DataError) as caught:
        Community.read(folder)
    text = str(caught.value)
    assert "community.toml (budget_code): error: budget_code is 552300000" in text
    assert "population.csv:4" in text
    assert "occurs more than once" in text
    assert "below the least possible value" in text
    assert "revenue.csv:2 (value): error: value is '203599347,91': a comma where a decimal" in text


def test_a_source_that_is_not_listed_is_an_error(folder):
    _spoil(folder / "population.csv", "ukrstat_present", "hearsay")
    with pytest.raises(DataError, match=r"population.csv:4 .*'hearsay' is not in sources.csv"):
        Community.read(folder)


def test_an_unlisted_source_is_said_once_a_table_at_the_line_of_the_file(folder):
    (folder / "sources.csv").unlink()
    path = folder / "population.csv"
    head, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{head}\n\n\n{rest}", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Community.read(folder)
    spots = [(f.source.document, f.values["source"]) for f in caught.value.findings]
    assert len(spots) == len(set(spots))
    assert caught.value.findings[0].source.line == 4


def test_a_broken_community_file_is_one_problem(folder):
    _spoil(folder / "community.toml", "[name]", "[name")
    with pytest.raises(DataError) as caught:
        Community.read(folder)
    assert [f.check for f in caught.value.findings] == ["community-info"]


def test_a_scenario_file_in_another_encoding_is_said(folder):
    (folder / "scenarios.toml").write_bytes("# сценарії".encode("cp1251"))
    with pytest.raises(DataError, match=r"scenarios.toml:1: error: the file is not UTF-8 text"):
        Community.read(folder)


def test_part_years_and_gaps_are_said_and_nothing_else(kostiantynivka, folder):
    assert [(f.check, f.source.place) for f in kostiantynivka.check()] == [
        ("part-year", "2023, 01-07")
    ]
    path = folder / "population.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("2021")), encoding="utf-8")
    found = [f for f in Community.read(folder).check() if f.check == "gap"]
    assert [f.values["years"] for f in found] == ["2021"]


def test_a_missing_table_is_empty_with_its_columns(kostiantynivka):
    assert "population_age_sex" not in kostiantynivka.tables
    assert kostiantynivka["population_age_sex"].empty
    assert "age" in kostiantynivka["population_age_sex"].columns
    with pytest.raises(UnknownNameError):
        kostiantynivka["popluation"]


def test_a_folder_or_file_that_is_not_there(tmp_path):
    with pytest.raises(MissingInputError, match=r"no such folder.*community.toml"):
        Community.read(tmp_path / "nowhere")
    with pytest.raises(MissingInputError, match="community.toml: no such file"):
        Community.read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "hromada"', 'kind = "village"', "it can be hromada, oblast or example"),
        ("UA14120070000090878", "UA1412", "UA and 17 digits"),
        ("area_km2 = 467.4", "area_km2 = -1", "above 0"),
        ("area_km2 = 467.4", "area = 1", "the key area is not known"),
        ("[name]", "[name", "a heading is closed"),
        ("area_km2 = 467.4", "area_km2 = inf", "above 0"),
        ("[name]", "name = 5\n[oblast_name]", "both languages"),
        ("[[document]]", "[document]", r"\[\[document\]\]"),
        ('slug = "kostiantynivka"', 'slug = "../kostiantynivka"', "small Latin letters"),
    ],
)
def test_wrong_names_and_codes(folder, old, new, words):
    _spoil(folder / "community.toml", old, new)
    with pytest.raises(DataError, match=words):
        Community.read(folder)


def test_found_by_slug_folder_or_code_and_unknown_names_are_answered(root):
    data = root / "data"
    expected = data / "communities" / "kostiantynivka"
    for name in ("kostiantynivka", "UA14120070000090878", "0552300000", str(expected)):
        assert find_community(name, data) == expected
    with pytest.raises(UnknownNameError, match="did you mean 'kostiantynivka'"):
        find_community("kostyantynivka", data)
    with pytest.raises(UnknownNameError):
        find_community("", data)


def test_found_by_a_folder_here_and_beside_a_broken_one(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder.parent)
    assert find_community("./kostiantynivka", tmp_path / "none").resolve() == folder
    data = tmp_path / "data"
    shutil.copytree(folder, data / "communities" / "kostiantynivka")
    shutil.copytree(folder, data / "communities" / "broken")
    (data / "communities" / "broken" / "community.toml").write_text("x = [", encoding="utf-8")
    assert find_community("0552300000", data).name == "kostiantynivka"
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(MissingInputError, match=r"community.toml: no such file"):
        Community.read(find_community(str(empty), data))


def test_tables_of_the_two_communities_agree_with_the_published_figures(kostiantynivka, korosten):
    """Present population and full-year revenue, as the statistics and the portal print them."""
    for community, population, revenue in (
        (kostiantynivka, {2020: 75098, 2021: 73979, 2022: 72422}, 603316631.88),
        (korosten, {2020: 73365, 2021: 72582, 2022: 71498}, 809736694.27),
    ):
        frame = community["population"]
        assert dict(zip(frame["year"], frame["value"], strict=True)) == population
        rows = community["revenue"].query("year == 2021 and period == 'year'")
        assert rows["value"].sum() == pytest.approx(revenue, abs=0.01)
        part = community["revenue"].query("year == 2023")
        assert set(part["period"]) == {"01-07"}
