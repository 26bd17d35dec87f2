"""The chooser of files in a notebook: shown, written, taken back; closed where others can open."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path

import pytest

import stratanalysis as sa
from stratanalysis.community import Community
from stratanalysis.intake.chooser import CLOSED_VARIABLE, _plain_name

_spec = importlib.util.spec_from_file_location("files", Path(__file__).with_name("files.py"))
assert _spec is not None
assert _spec.loader is not None
files = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(files)


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STRATANALYSIS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "data" / "communities").mkdir(parents=True)
    return tmp_path / "data"


def chosen(chooser, name, text):
    content = text.encode("utf-8")
    chooser.files.value = (
        {"name": name, "content": content, "size": len(content), "type": "text/csv",
         "last_modified": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    )  # fmt: skip
    return chooser


def test_files_are_shown_then_written_then_taken_back(data):
    first = chosen(sa.take_files("Мукачево"), "C:\\Завантаження\\export.csv",
                   files.export(files.year_of(2024, files.MUKACHEVO[1], 6e8)))  # fmt: skip
    assert "Виконані доходи бюджету" in first.said.value
    assert "600 000 000.00 грн" in first.said.value
    assert not first.write.disabled
    assert not list((data / "communities").iterdir())
    first.write.click()
    (preview,) = first.result.previews
    assert first.result.written
    later = chosen(sa.take_files(), "later.csv",
                   files.export(files.year_of(2024, files.MUKACHEVO[1], 7e8)))  # fmt: skip
    later.write.click()
    pit = Community.read(preview.folder)["revenue"].query("year == 2024 and group == 'pit'")
    assert pit["value"].tolist() == [7e8]
    later.back.click()
    pit = Community.read(preview.folder)["revenue"].query("year == 2024 and group == 'pit'")
    assert pit["value"].tolist() == [6e8]


def test_what_cannot_be_taken_is_said_and_nothing_can_be_written(data, monkeypatch):
    bad = chosen(sa.take_files(language="en"), "x.csv", "alpha,beta\n1,2\n")
    assert "alpha; beta" in bad.said.value
    assert bad.write.disabled
    monkeypatch.setenv(CLOSED_VARIABLE, "1")
    assert sa.take_files().files.disabled


@pytest.mark.parametrize(
    ("name", "plain"),
    [("C:\\a\\b.csv", "b.csv"), ("/tmp/b.csv", "b.csv"), ("..", "file"), ("b.csv.", "b.csv")],
)
def test_a_name_from_a_browser_is_a_plain_name(name, plain):
    assert _plain_name(name) == plain
