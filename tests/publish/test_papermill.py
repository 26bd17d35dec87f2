"""The notebooks stay ordinary: papermill finds the parameters cell and runs the same file."""

from __future__ import annotations

import ast

import nbformat
import pytest

from stratanalysis.publish.parameters import default_parameters, inject

papermill = pytest.importorskip("papermill")


def test_papermill_runs_a_file_with_its_parameters(make_notebook, tmp_path):
    path, made = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    nbformat.write(make_notebook("print(language, share)"), path)
    papermill.execute_notebook(
        path, made, parameters={"language": "en", "share": 0.25}, progress_bar=False
    )
    notebook = nbformat.read(made, as_version=4)
    assert notebook.cells[2].outputs[0].text == "en 0.25\n"
    ours = inject(nbformat.read(path, as_version=4), {"language": "en", "share": 0.25})
    assert [c.metadata.get("tags") for c in ours.cells[:2]] == [
        c.metadata.get("tags") for c in notebook.cells[:2]
    ]
    assert ast.dump(ast.parse(ours.cells[1].source)) == ast.dump(
        ast.parse(notebook.cells[1].source)
    )


def test_papermill_knows_the_parameters_of_every_notebook(root):
    for path in sorted((root / "notebooks").glob("[0-9]*.ipynb")):
        found = papermill.inspect_notebook(path)
        assert set(found) == set(default_parameters(nbformat.read(path, as_version=4))), path.name
