"""Every cell of a report notebook runs twice in one session, as a reader of Jupyter does."""

from __future__ import annotations

import contextlib
import io
import json

import pytest

DEFAULT = ("03_budget",)
"""Run by default; ``--all-pages`` runs them all."""


def sources(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [source.replace("draws = 1000", "draws = 20") for source in code]


def notebooks(root):
    return sorted((root / "notebooks").glob("0*.ipynb"))


@pytest.mark.parametrize("number", range(7))
def test_a_cell_runs_again(root, number, request, monkeypatch):
    path = notebooks(root)[number]
    if not path.stem.startswith(DEFAULT) and not request.config.getoption("--all-pages"):
        pytest.skip("--all-pages runs the cells of every notebook twice")
    monkeypatch.chdir(path.parent)
    session: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in sources(path):
            code = compile(source, str(path), "exec")
            exec(code, session)
            names = set(session)
            exec(code, session)
            assert set(session) == names
