"""Commands in an empty folder, as after an installation."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stratanalysis.cli import main
from stratanalysis.community import Community


@pytest.fixture
def empty(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STRATANALYSIS_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_report_with_nothing_to_do_is_a_wrong_call(empty, capsys):
    assert main(["report"]) == 2
    assert "nothing to render" in capsys.readouterr().err
    assert not (empty / "reports").exists()


def test_example_is_copied_once(empty, capsys):
    assert main(["example"]) == 0
    place = Community.read(empty / "data" / "communities" / "example")
    assert place.kind == "example"
    assert main(["example"]) == 2
    assert main(["example", "--slug", "mine"]) == 0
    assert Community.read(empty / "data" / "communities" / "mine").slug == "mine"
    assert main(["check", "mine"]) == 0


def test_notebooks_are_laid_out_and_never_over_others(empty):
    assert main(["notebooks", "--to", "mine"]) == 0
    assert len(list((empty / "mine").glob("0*.ipynb"))) == 7
    assert (empty / "mine" / "explore.ipynb").is_file()
    assert list((empty / "mine" / "workshop").glob("*.ipynb"))
    assert main(["notebooks", "--to", "mine"]) == 0  # the same files change nothing
    edited = empty / "mine" / "00_overview.ipynb"
    edited.write_text("mine", encoding="utf-8")
    assert main(["notebooks", "--to", "mine"]) != 0
    assert edited.read_text(encoding="utf-8") == "mine"


def test_new_and_check_ask_only_for_what_is_nowhere_official(empty, capsys):
    assert main(["new", "Лановецька"]) == 0
    capsys.readouterr()
    assert main(["check", "Лановецька"]) == 0
    out = capsys.readouterr().out
    assert "write the population" not in out
    assert "write the executed amounts" not in out
    assert "replace the assumptions of the template: optimistic." in out
    assert "baseline." not in out


def test_fill_of_a_community_without_a_folder_says_to_begin_it(empty, capsys):
    assert main(["fill", "Лановецька"]) == 2
    assert "stratanalysis new" in capsys.readouterr().err


def test_every_community_of_an_oblast_is_planned(empty, capsys):
    call = ["annual", "--oblast", "Закарпатська", "--only", "*/uk/01_profile", "--dry-run"]
    assert main(call) == 0
    assert "due 64" in capsys.readouterr().err


def test_the_wheel_carries_reference_notebooks_and_example(root, tmp_path):
    hatchling = pytest.importorskip("hatchling.builders.wheel")
    builder = hatchling.WheelBuilder(str(root))
    (made,) = builder.build(directory=str(tmp_path), versions=["standard"])
    assert Path(made).stat().st_size <= 12 * 2**20
    names = set(zipfile.ZipFile(made).namelist())
    for name in (
        "data/reference/hromada_revenue_months.csv.gz",
        "data/communities/example/community.toml",
        "notebooks/00_overview.ipynb",
        "reference/scenarios.toml",
        "intake/rules/columns.toml",
    ):
        assert f"stratanalysis/{name}" in names
    assert not any("checkpoint" in name for name in names)


def test_light_import_stays_light():
    code = "import sys, stratanalysis, json; print(json.dumps([m for m in ('pandas', 'numpy') "
    code += "if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
