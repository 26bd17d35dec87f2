"""The command line speaks the language of the environment, errors with it."""

from __future__ import annotations

import argparse
import ast
import ctypes
import re
import shutil
from types import SimpleNamespace

import pytest

from stratanalysis.cli import _parser, main
from stratanalysis.cli.speech import speak, spoken, translated
from stratanalysis.language import _catalogue


@pytest.fixture(autouse=True)
def _english_again():
    yield
    speak("en")


@pytest.mark.parametrize(
    ("call", "environment", "code"),
    [
        ([], {"LANG": "uk_UA.UTF-8"}, "uk"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "uk_UA"}, "uk"),
        ([], {"LANG": "uk_UA.UTF-8", "LANGUAGE": "en"}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {}, "en"),
        (["check", "x", "--language", "uk"], {"LANG": "C"}, "uk"),
        (["check", "--language=en", "x"], {"LANG": "uk"}, "en"),
    ],
)
def test_the_call_decides_then_the_environment(call, environment, code):
    assert spoken(call, environment) == code


@pytest.mark.parametrize(("number", "code"), [(0x0422, "uk"), (0x0409, "en")])
def test_windows_says_its_language_where_the_environment_does_not(number, code, monkeypatch):
    """0x0422 is Ukrainian in Microsoft's table of language identifiers, 0x0409 English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert spoken() == code


def test_no_command_prints_english_past_the_catalogues(root):
    english = []
    for path in sorted((root / "stratanalysis" / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
                for part in node.args[:1]:
                    pieces = part.values if isinstance(part, ast.JoinedStr) else [part]
                    fixed = [str(p.value) for p in pieces if isinstance(p, ast.Constant)]
                    text = re.sub(r"stratanalysis(: | undo| report)?", "", " ".join(fixed))
                    if re.search("[a-z]{3}", text):
                        english.append(f"{path.name}: {text}")
    assert english == []


def _helps(parser):
    yield from (parser.description, parser.epilog)
    for action in parser._actions:
        if action.help is not argparse.SUPPRESS:
            yield action.help
        if isinstance(action, argparse._SubParsersAction):
            yield from (choice.help for choice in action._choices_actions)
            for command in dict.fromkeys(action.choices.values()):
                yield from _helps(command)


def test_all_help_has_its_ukrainian():
    known = _catalogue("uk")
    helps = {text for text in _helps(_parser()) if text and re.search("[a-z]{2}", text)}
    assert len(helps) > 60
    missing = sorted(helps - set(known))
    assert len(missing) <= 0.05 * len(helps), missing


def test_help_and_usage_are_ukrainian(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--help", "--language", "uk"])
    text = capsys.readouterr().out
    assert text.startswith("виклик: ")
    assert "перевіряє таблиці й сценарії" in text.lower()
    with pytest.raises(SystemExit) as ended:
        main(["check", "--language", "uk"])
    assert ended.value.code == 2
    assert "бракує обов’язкового: community" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (["check", "korsten"], "немає такого імені: korsten (громада)"),
        (["check", "korsten"], "можливо, korosten"),
        (["extract", "none.docx", "--to", "x"], "немає такого файлу"),
        (["fetch", "budget", "1", "--years", "2025-2021", "--to", "x"], "роки йдуть від 2025"),
        (["workshop", "7"], "немає такого імені: 7 (урок)"),
    ],
)
def test_errors_are_ukrainian(call, words, root, monkeypatch, capsys):
    monkeypatch.setenv("LANGUAGE", "uk")
    monkeypatch.chdir(root)
    assert main(call) != 0
    assert words in capsys.readouterr().err


def test_a_mistake_in_a_scenario_file_is_named_in_ukrainian(root, tmp_path, capsys):
    folder = tmp_path / "korosten"
    shutil.copytree(root / "data" / "communities" / "korosten", folder)
    file = folder / "scenarios.toml"
    file.write_text(file.read_text("utf-8").replace("unit = ", "unti = ", 1), encoding="utf-8")
    assert main(["check", str(folder), "--language", "uk"]) != 0
    said = capsys.readouterr()
    assert re.search("[а-яіїє]{4}", said.out + said.err)
    assert "unti" in said.out + said.err


def test_a_text_that_is_filled_in_already_is_recognised():
    speak("uk")
    assert translated("the years run from 2025 to 2021") == "роки йдуть від 2025 до 2021"
    assert translated("no catalogue has this sentence") == "no catalogue has this sentence"
