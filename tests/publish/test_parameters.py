"""Parameters are refused before a kernel starts, all problems at once."""

from __future__ import annotations

import ast

import nbformat
import pytest

from stratanalysis.errors import DataError, InvalidInputError
from stratanalysis.publish.parameters import (
    checked_parameters,
    default_parameters,
    inject,
    schema,
)


def test_every_problem_is_said_at_once(make_notebook):
    declared = schema(make_notebook())
    given = {
        "yaer": 2021, "year": "2021", "language": "ua", "share": 1.5, "names": [1], "quick": 1,
    }  # fmt: skip
    with pytest.raises(DataError) as caught:
        checked_parameters(declared, given, document="x.ipynb")
    assert {f.source.place for f in caught.value.findings} == set(given)
    text = str(caught.value)
    assert "did you mean 'year'" in text
    assert "year is '2021'; expected a value of kind integer or None" in text
    assert "language is 'ua'; expected one of: uk, en" in text
    assert "share is 1.5; expected 0 to 1 share" in text
    assert "quick is 1; expected a value of kind boolean" in text


@pytest.mark.parametrize(
    "given",
    [{}, {"year": None}, {"year": 2021, "share": 0, "names": ["а", "б"], "quick": True}],
)
def test_good_values_pass(make_notebook, given):
    assert checked_parameters(schema(make_notebook()), given) == given


@pytest.mark.parametrize(
    ("name", "value"),
    [("share", float("nan")), ("year", True), ("community", "a\x00b"), ("community", None)],
)
def test_treacherous_values_are_refused(make_notebook, name, value):
    with pytest.raises(DataError, match=name):
        checked_parameters(schema(make_notebook()), {name: value})


def test_injected_values_are_plain_and_readable(make_notebook):
    hostile = {"community": "Костянтинівка'); import os  #\n", "share": 0.25, "names": ["а"]}
    notebook = inject(make_notebook("1"), hostile)
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    assert tags[:2] == [["parameters"], ["injected-parameters"]]
    source = notebook.cells[1].source
    assert "Костянтинівка" in source
    statements = ast.parse(source).body
    assert {s.targets[0].id: ast.literal_eval(s.value) for s in statements} == hostile
    again = inject(notebook, {"share": 0.5})
    assert sum("injected-parameters" in c.metadata.get("tags", []) for c in again.cells) == 1
    nbformat.validate(notebook)


@pytest.mark.parametrize(
    "defaults", ["import os", "x = open('f')", "x = y = 1", "print(1)", "x += 1"]
)
def test_a_parameters_cell_only_assigns_plain_values(make_notebook, defaults):
    with pytest.raises(InvalidInputError, match="only lines such as"):
        default_parameters(make_notebook(defaults=defaults))


@pytest.mark.parametrize("name", ["a b", "class", "x; import os", "1x", ""])
def test_names_of_parameters_are_identifiers(make_notebook, name):
    with pytest.raises(InvalidInputError, match="identifier"):
        schema(make_notebook(schema={name: {"kind": "text"}}))


def test_schema_and_defaults_of_every_notebook_are_alike(root):
    files = sorted((root / "notebooks").glob("*.ipynb"))
    assert files
    for path in files:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        declared, defaults = schema(notebook), default_parameters(notebook)
        assert list(declared) == list(defaults), path.name
        assert checked_parameters(declared, defaults) == defaults
        for parameter in declared.values():
            assert set(parameter.help) == {"uk", "en"}, f"{path.name}: {parameter.name}"


def test_notebooks_are_kept_without_outputs_and_with_thin_cells(root):
    for path in sorted((root / "notebooks").rglob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            assert not cell.id.startswith("cell-"), f"{path.name}: {cell.id}"
            if cell.cell_type == "code":
                assert cell.outputs == []
                assert cell.execution_count is None
                # lessons show their code, pages call the library
                most = 22 if path.parent.name == "notebooks" else 20
                assert cell.source.count("\n") < most, f"{path.name}: {cell.id}"
