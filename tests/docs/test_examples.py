"""The examples in the docstrings run and print what they say."""

from __future__ import annotations

import ast
import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "stratanalysis").rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)
ROOMS = ("study", "projection", "scenarios", "demography", "finance", "plots")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name):
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert failed == 0
    assert tried > 0


def test_fifty_public_functions_of_the_central_rooms_have_examples():
    count = 0
    for room in ROOMS:
        for path in (ROOT / "stratanalysis" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
                    count += ">>> " in (ast.get_docstring(node) or "")
    assert count >= 50
