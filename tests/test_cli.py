"""The command line: help, exit statuses, and commands on small inputs of our own."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from stratanalysis import __version__
from stratanalysis.cli import main
from stratanalysis.errors import InvalidInputError
from stratanalysis.scenarios.folder import open_community

STRATEGY = """Стратегічна ціль 1. Економічний розвиток
Операційна ціль 1.1. Підтримка підприємництва
Завдання 1.1.1. Навчання підприємців
Завдання 1.1.2. Ярмарок
"""


def test_help_names_every_command_and_the_exit_statuses(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    for word in ("report", "check", "extract", "template", "fetch", "Exit status"):
        assert word in text


@pytest.mark.parametrize("call", [[], ["nothing"], ["check"], ["report", "--language", "ua"]])
def test_a_call_that_cannot_be_read_ends_with_2(call, capsys):
    with pytest.raises(SystemExit) as ended:
        main(call)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_it_runs_as_a_module():
    call = [sys.executable, "-m", "stratanalysis", "--version"]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["stratanalysis", __version__]


def test_check_says_what_it_looked_at(root, capsys):
    assert main(["check", "kostiantynivka", "--data", str(root / "data")]) == 0
    text = capsys.readouterr().out
    assert "2023 covers only the months 01-07" in text
    assert "scenarios; 0 errors" in text


def test_extract_writes_tables_and_counts_them(tmp_path, capsys):
    document = tmp_path / "strategy.txt"
    document.write_text(STRATEGY, encoding="utf-8")
    assert main(["extract", str(document), "--to", str(tmp_path / "out")]) == 0
    assert "goals.csv: 4 rows" in capsys.readouterr().out
    assert (tmp_path / "out" / "extraction.json").is_file()


def test_extract_says_what_is_not_there_and_writes_nothing(tmp_path, capsys):
    assert main(["extract", str(tmp_path / "none.docx"), "--to", str(tmp_path / "out")]) == 1
    assert "none.docx" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_damaged_document_is_a_failure_and_a_folder_a_wrong_call(tmp_path, capsys):
    damaged = tmp_path / "damaged.docx"
    damaged.write_bytes(b"PK\x03\x04" + b"x" * 100)
    assert main(["extract", str(damaged), "--to", str(tmp_path / "out")]) == 1
    assert "cut short or damaged" in capsys.readouterr().err
    assert main(["extract", str(tmp_path), "--to", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()


def test_check_names_the_files_that_it_does_not_read(root, tmp_path, capsys):
    folder = tmp_path / "korosten"
    shutil.copytree(root / "data" / "communities" / "korosten", folder)
    (folder / "revenue.csv").rename(folder / "revenues.csv")
    main(["check", str(folder)])
    assert "revenues.csv: warning: no table is called 'revenues'" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["korosten", "Korosten", "UA18060090000061708", "0656300000"])
def test_fetch_knows_a_community_by_its_folder(name, root, capsys, monkeypatch):
    asked = []

    def offline(code):
        asked.append(code)
        raise InvalidInputError("no network here")

    monkeypatch.setattr("stratanalysis.official.portal.refuse_offline", offline)
    call = ["fetch", "budget", name, "--years", "2024", "--data", str(root / "data")]
    assert main(call) == 2
    assert asked == [open_community("korosten", root / "data")[0].budget_code]
    assert "no network here" in capsys.readouterr().err


@pytest.mark.parametrize("years", ["2025-2021", "twenty", "2021-"])
def test_fetch_refuses_years_that_cannot_be(years, tmp_path, capsys):
    call = ["fetch", "budget", "0552300000", "--years", years, "--to", str(tmp_path)]
    assert main(call) == 2
    assert "--years" in capsys.readouterr().err
