"""What goes wrong at the desk is said in the reader's language."""

from __future__ import annotations

import ast

from stratanalysis.desk.messages import said
from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import language

UK, EN = language("uk"), language("en")
ON_THE_DESK = ("report",)


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
