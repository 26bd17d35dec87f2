"""What goes wrong at the desk is said in the reader's language."""

from __future__ import annotations

import ast
import re

import pytest

from stratanalysis.desk import open_desk
from stratanalysis.desk.messages import said
from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import language

UK, EN = language("uk"), language("en")
ON_THE_DESK = (
    "choices", "controls", "desk", "model", "panels", "saving", "slider_rows",
)  # fmt: skip


@pytest.fixture
def desk(root, monkeypatch):
    for name in ("COMMUNITY", "DATA", "LANGUAGE", "DOCUMENTS"):
        monkeypatch.delenv(f"STRATANALYSIS_{name}", raising=False)
    return open_desk("example", data=root / "data", language="uk")


def status(desk):
    return re.sub(r"<[^>]*>", "", desk.status.value)


def test_every_message_that_the_desk_raises_is_in_the_catalogue(root):
    missing = []
    for name in ON_THE_DESK:
        text = (root / "stratanalysis" / "desk" / f"{name}.py").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                continue
            given = [*node.exc.args, *(k.value for k in node.exc.keywords if k.arg != "where")]
            missing += [
                (name, word.value)
                for word in given
                if isinstance(word, ast.Constant) and UK.text(word.value) == word.value
            ]
            assert not any(isinstance(word, ast.JoinedStr) for word in given), name
    assert missing == []


def open_text(desk, text):
    taking = desk.children[-2]
    content = memoryview(text if isinstance(text, bytes) else text.encode())
    desk.guarded(taking._opened)({"new": [{"name": "s.toml", "content": content}]})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[[", "s.toml:1: файл не є правильним TOML"),
        (b"\xff\xfe\x00", "s.toml: файл не є текстом у UTF-8"),
        ("x" * 600_000, "s.toml: файл завеликий"),
        (
            '[b]\nbase = "zzz"\nlabel = {uk = "а", en = "b"}\n',
            "невідоме (базовий сценарій): «zzz»; можливі: b",
        ),
    ],
)
def test_a_file_that_cannot_be_opened(desk, text, words):
    before = desk.board
    open_text(desk, text)
    assert words in status(desk)
    assert desk.board is before


def test_questions_that_cannot_be_answered(desk):
    asks = desk.children[-3]
    desk.guarded(lambda _: asks._tornado())(None)
    assert "немає діапазону для жодного чинника" in status(desk)
    desk.since(2030)
    asks = desk.children[-3]
    asks.year.value = 2027
    desk.guarded(lambda _: asks._ask())(None)
    assert "2027: рік цілі раніший за перший рік змін" in status(desk)
    asks.value.value = "багато"
    desk.guarded(lambda _: asks._ask())(None)
    assert "це не число" in status(desk)


def test_a_near_name_is_suggested():
    error = UnknownNameError("driver", "net_migration", ["net_migration_rate", "displacement"])
    assert said(error, UK) == (
        "невідоме (чинник): «net_migration»; можливо, це net_migration_rate?"
    )
    assert said(error, EN) == "unknown driver “net_migration”; did you mean: net_migration_rate?"


def test_problems_are_told_with_their_lines_and_no_more_than_five():
    found = [
        Finding("x", Severity.ERROR, Source("a.csv", line), "{n} is wrong", {"n": line})
        for line in range(2, 10)
    ]
    text = said(DataError("a.csv cannot be used", found), EN)
    assert text.startswith("a.csv:2: 2 is wrong; a.csv:3: ")
    assert text.endswith("a.csv:6: 6 is wrong; and 3 more")


def test_what_where_expected_and_what_to_do():
    error = InvalidInputError("w", where="f", expected="e", do="d")
    assert said(error, EN) == "f: w; expected e; d"
