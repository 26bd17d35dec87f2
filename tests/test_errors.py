"""Errors say what, where, what was expected and what to do."""

from __future__ import annotations

import pickle

import pytest

from stratanalysis.errors import (
    DataError,
    InvalidInputError,
    MissingInputError,
    StratanalysisError,
    UnknownNameError,
    UnreadableFileError,
)
from stratanalysis.findings import Finding, Severity, Source


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
