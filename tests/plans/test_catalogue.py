"""Every finding of the document loaders speaks Ukrainian."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from stratanalysis.language import translate

MODULES = [
    *("plans/strategy", "plans/strategy_tree", "plans/programme", "plans/action_plan"),
    *("plans/chapters", "plans/prose", "plans/extraction"),
    *("plans/goal_indicators", "documents/reading"),
]


def messages(tree: ast.Module) -> set[str]:
    """Texts given to a finding: a sentence in a call of Finding or note, or named why."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("Finding", "_note"):
                found |= {a.value for a in node.args if isinstance(a, ast.Constant)}
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "why":
            if isinstance(node.value, ast.Constant):
                found.add(node.value.value)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_READ_AS":
            found |= {v.value for v in node.value.values if isinstance(v, ast.Constant)}
    return {text for text in found if isinstance(text, str) and " " in text}


@pytest.mark.parametrize("module", MODULES)
def test_messages_are_translated_with_their_fields(root: Path, module: str) -> None:
    file = root / "stratanalysis" / f"{module}.py"
    found = messages(ast.parse(file.read_text(encoding="utf-8")))
    assert found
    for message in found:
        ukrainian = translate(message, "uk")
        assert ukrainian != message, message
        assert sorted(re.findall(r"{\w+}", ukrainian)) == sorted(re.findall(r"{\w+}", message))
