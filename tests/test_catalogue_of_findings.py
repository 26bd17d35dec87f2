"""Every reason of a finding, every remark and every driver has its Ukrainian words."""

from __future__ import annotations

import ast
import json

from babel.messages.pofile import read_po

from stratanalysis.scenarios import DRIVERS


def _known(root) -> set[str]:
    known = set()
    for path in (root / "stratanalysis" / "locale" / "uk").glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="uk"):
                known.add(message.id if isinstance(message.id, str) else message.id[0])
    return known


def test_every_driver_is_translated(root):
    known = _known(root)
    for driver in DRIVERS.values():
        assert {driver.label, driver.help, driver.unit} <= known, driver.name


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_why_of_a_finding_is_translated(root):
    """Calls of ``Finding(check, severity, source, why, ...)``, and names called ``why``."""
    known, missing = _known(root), []
    for path in sorted((root / "stratanalysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            texts: list[str | None] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                texts += [_constant(arg) for arg in node.args[3:4]]
                texts += [_constant(k.value) for k in node.keywords if k.arg == "why"]
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "why":
                texts.append(_constant(node.value))
            missing += [f"{path.name}:{node.lineno}: {t}" for t in texts if t and t not in known]
    assert not missing, "\n".join(missing)


def test_every_text_of_a_notebook_is_translated(root):
    known, missing = _known(root), []
    for path in sorted((root / "notebooks").rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code":
                missing += [f"{path.name}: {text}" for text in _said(source) if text not in known]
    assert not missing, "\n".join(missing)


def _said(source):
    """First arguments of ``say(...)`` and ``language.text(...)``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            text = _constant(node.args[0])
            if name == "say" and text:
                yield text
