"""Commands in an empty folder, as after an installation."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

from stratanalysis.cli import main
from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError
from stratanalysis.new_community import new_community
from stratanalysis.publish.job import safe_part
from stratanalysis.reference import country_table
from stratanalysis.reference.known import community_slug
from stratanalysis.storage import is_device


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


def test_names_made_of_a_community_are_names_on_windows_too():
    slugs = [community_slug(code) for code in country_table("hromadas")["katottg"]]
    assert len({slug.casefold() for slug in slugs}) == len(slugs) >= 1469
    for slug in slugs:
        path = PureWindowsPath("C:/data/communities") / slug
        assert path.name == slug
        assert path.parent == PureWindowsPath("C:/data/communities")
        assert not is_device(slug)
        assert not slug.endswith((".", " "))
        assert not set(slug) & set('<>:"/\\|?*')


@pytest.mark.parametrize(
    "name", ["CON", "nul.txt", "com1", "кінець.", "a:b", "a\\b", "a ", "..", ""]
)
def test_a_name_that_windows_does_not_take_is_refused(name):
    with pytest.raises(InvalidInputError, match="cannot be the name"):
        safe_part(name, "community")


@pytest.mark.parametrize("slug", ["con", "nul", "lpt1", "a:b", "a."])
def test_no_folder_gets_the_name_of_a_device(empty, slug):
    with pytest.raises(InvalidInputError, match="cannot be the name of a folder"):
        new_community("Лановецька", data=empty / "data", slug=slug)
    assert not (empty / "data" / "communities" / slug).exists()


@pytest.mark.wheel
def test_every_command_of_a_wheel_in_an_empty_folder(root):
    call = [sys.executable, str(root / "tools" / "check_wheel.py")]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-500:]


def test_light_import_stays_light():
    code = "import sys, stratanalysis, json; print(json.dumps([m for m in ('pandas', 'numpy') "
    code += "if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
