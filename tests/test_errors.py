"""Errors say what, where, what was expected and what to do."""

from __future__ import annotations

import ast
import pickle
import re
import traceback
import types

import pytest

import stratanalysis as sa
from stratanalysis.errors import (
    DataError,
    InvalidInputError,
    MissingInputError,
    StratanalysisError,
    UnknownNameError,
    UnreadableFileError,
)
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import _catalogue, language, use_language
from stratanalysis.messages import error_text, finding_text, notes
from stratanalysis.scenarios import driver


def test_the_parts_of_a_message_stand_in_order():
    error = InvalidInputError("w is -1", where="f.csv:3", expected="0 or more", do="mend it")
    assert str(error) == "f.csv:3: w is -1; expected 0 or more; mend it"


@pytest.mark.parametrize(
    ("cls", "builtin"),
    [
        (InvalidInputError, ValueError),
        (MissingInputError, FileNotFoundError),
        (UnknownNameError, LookupError),
        (DataError, ValueError),
        (UnreadableFileError, InvalidInputError),
    ],
)
def test_errors_derive_from_the_nearest_builtin(cls, builtin):
    assert issubclass(cls, builtin)
    assert issubclass(cls, StratanalysisError)


def test_an_unknown_name_is_answered_with_the_nearest_and_with_all():
    error = UnknownNameError("scenario", "optimistc", ["baseline", "optimistic"])
    assert "did you mean 'optimistic'?" in str(error)
    assert "baseline, optimistic" in str(error)


def test_names_to_choose_from_are_shown_in_the_readers_words():
    """A driver, a variable and a word of a column: what it is called, and how to write it."""
    with pytest.raises(UnknownNameError) as wrong:
        driver("міграція")
    said = error_text(wrong.value, "uk")
    assert "Сальдо міграції (net_migration_rate)" in said
    assert "Net migration (net_migration_rate)" in str(wrong.value)
    titles = {"net_migration_rate": "Net migration", "births": "Births"}
    typed = UnknownNameError("driver", "сальдо міграциї", titles, labels=titles)
    assert typed.near == []
    assert error_text(typed, "uk").endswith("Сальдо міграції (net_migration_rate)?")
    values = {"table": "population", "column": "kind", "value": "x", "choices": "present, resident"}
    why = "{column} is {value!r}; it can be one of: {choices}"
    finding = Finding("unknown-word", Severity.ERROR, Source("population.csv", 2), why, values)
    assert "наявне (present), постійне (resident)" in finding_text(finding, "uk")


def test_many_known_names_are_cut_and_counted():
    error = UnknownNameError("community", "x", [f"c{i:03}" for i in range(1469)])
    assert "and 1439 more" in str(error)


def test_a_data_error_shows_every_finding():
    findings = [
        Finding("a", Severity.ERROR, Source("t.csv", 2), "first {n}", {"n": 1}),
        Finding("b", Severity.ERROR, Source("t.csv", 9, "value"), "second"),
    ]
    text = str(DataError("t.csv cannot be used", findings))
    assert text.splitlines() == [
        "t.csv cannot be used: 2 problem(s)",
        "  t.csv:2: error: first 1 [a]",
        "  t.csv:9 (value): error: second [b]",
    ]


@pytest.mark.parametrize(
    "error",
    [
        InvalidInputError("w is -1", where="f.csv:3", expected="0 or more", do="mend it"),
        UnknownNameError("scenario", "optimistc", ["baseline", "optimistic"], where="f.toml"),
        DataError("t cannot be used", [Finding("a", Severity.ERROR, Source("t.csv", 2), "first")]),
    ],
)
def test_errors_come_back_whole_from_another_process(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def _texts(node):
    """Texts that an expression may give, with 7 for every value that is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "7" for p in node.values]
        return ["".join(map(str, parts))]
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _texts(node.left) or ["7"], _texts(node.right) or ["7"]
        return [one + other for one in left for other in right]
    return []


def _messages(root):
    """Everything that an error of the package says, expects or advises, by file."""
    for path in sorted((root / "stratanalysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name.endswith("Error") or (name == "__init__" and path.stem == "errors"):
                parts = [k.value for k in node.keywords if k.arg in ("expected", "do")]
                for part in (*node.args[:1], *parts):
                    yield from ((path.name, text) for text in _texts(part))


WRITTEN_OTHERWISE = {"unknown 7 7", "prices is 7"}
"""Put together in ``stratanalysis.messages`` from parts that are translated."""


def test_every_message_of_the_package_has_its_ukrainian(root):
    """Also with values filled in, as it reaches the reader."""
    known, words = _catalogue("uk"), language("uk")
    messages = {entry for entry in _messages(root) if re.search("[a-z]{3}", entry[1])}
    assert len({text for _, text in messages}) > 800, "the test no longer reads the sources"
    missing = {
        (file, text)
        for file, text in messages
        if text not in known and text not in WRITTEN_OTHERWISE and words.filled(text) == text
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: sa.open("korsten"), "немає такого імені: korsten (громада)"),
        (lambda: sa.opne, "stratanalysis: немає імені 'opne'; можливо, 'open'?"),
        (
            lambda: sa.open("korosten").project(horizn=3),
            "project: немає параметра 'horizn'; є такі: changes, since, base, horizon",
        ),
        (
            lambda: sa.open("korosten").project(changes={"net_migration_rate": "x"}),
            "потрібно: число (частка на рік) або шлях",
        ),
        (lambda: sa.open("korosten").project()["populatio"], "(показник прогнозу)"),
    ],
)
def test_an_error_of_the_front_door_is_shown_in_the_language_in_use(call, expected):
    """Python, IPython and Jupyter print notes below the message; its own text stays English."""
    with pytest.raises(StratanalysisError) as raised:
        call()
    with use_language("uk"):
        assert expected in "".join(traceback.format_exception_only(raised.value))
    with use_language("en"):
        assert notes(raised.value) == []
        shown = "".join(traceback.format_exception_only(raised.value))
    assert not re.search("[а-яіїє]{4}", shown)


def test_several_problems_of_one_call_are_translated_one_by_one():
    error = InvalidInputError("no weight for: a; the weights sum to 0.5", where="weights")
    assert error_text(error, "uk") == "weights: немає ваги для: a; сума ваг – 0.5"
    assert error_text(InvalidInputError("draws is -1"), "uk") == "draws – -1"


def test_the_reason_of_the_system_is_translated_within_the_message():
    error = StratanalysisError("the portal cannot be reached ([Errno 111] Connection refused)")
    assert error_text(error, "uk") == "портал недоступний (з’єднання відхилено)"


def test_labels_by_language_are_no_keys_of_a_catalogue():
    """A scenario has a label for each language, a driver one that the catalogues translate."""
    known = {"calm": types.SimpleNamespace(label={"uk": "Спокій", "en": "Calm"})}
    error = UnknownNameError("scenario", "clam", known)
    assert "expected one of: calm; did you mean 'calm'?" in str(error)
    assert "є такі: calm" in error_text(error, "uk")
