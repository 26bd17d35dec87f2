"""What the loaders of data find can be said in Ukrainian."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from stratanalysis.language import translate

MODULES = [
    "age_sex", "budget", "budget_checks", "budget_export", "budget_series", "codes", "expenditures",
    "goal_trees", "openbudget", "population", "simple_tables",
]  # fmt: skip


def reasons(path: Path) -> set[str]:
    """English reasons: what is assigned to `why`, or given as words in the call that finds."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        values: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            values = [node.value] if names == ["why"] else []
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", "")
            values = node.args if name in ("Finding", "found", "_say", "warn", "find") else []
        found |= {
            value.value
            for value in values
            if isinstance(value, ast.Constant) and isinstance(value.value, str)
            if " " in value.value
        }
    return found


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


@pytest.mark.parametrize("module", MODULES)
def test_every_reason_has_its_ukrainian_with_the_same_fields(root: Path, module: str) -> None:
    english = reasons(root / "stratanalysis" / "loaders" / f"{module}.py")
    assert english
    for reason in english:
        ukrainian = translate(reason, "uk")
        assert ukrainian != reason, reason
        assert fields(ukrainian) == fields(reason)
