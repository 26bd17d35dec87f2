"""The contract of the parameters: on the command line, and inside the notebook for any runner."""

from __future__ import annotations

import os
import subprocess

import nbformat
import pytest

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.publish.contract import check_parameters
from stratanalysis.publish.parameters import (
    ParametersError,
    adapted,
    default_parameters,
    parameters_from_texts,
    schema,
)

papermill = pytest.importorskip("papermill")
CHECK = (
    "from stratanalysis.publish.contract import check_parameters\n"
    "check_parameters(horizon=horizon, language=language)"
)


@pytest.fixture
def notebook(make_notebook, tmp_path):
    path = tmp_path / "in.ipynb"
    made = make_notebook(CHECK, defaults='horizon = 15\nlanguage = "uk"\n')
    nbformat.write(made, path)
    return path


@pytest.mark.parametrize("given", [{"horizn": 3}, {"horizon": -1}, {"language": "de"}])
def test_any_runner_refuses_a_misspelt_or_wrong_parameter(notebook, given):
    with pytest.raises(papermill.PapermillExecutionError, match="parameters cannot be used"):
        papermill.execute_notebook(notebook, None, parameters=given, progress_bar=False)


def test_all_problems_are_said_together():
    with pytest.raises(ParametersError) as caught:
        check_parameters(horizon=0, language="de", draws=1)
    assert len(caught.value.findings) == 3


@pytest.mark.parametrize("prices", ["real", "2021", 1980, True, 2021.5])
def test_prices_are_a_year_or_nominal(prices):
    with pytest.raises(ParametersError):
        check_parameters(prices=prices)
    for good in (None, 2021, "nominal"):
        assert check_parameters(prices=good)["prices"] == good


def test_prices_are_written_on_the_command_line(root):
    budget = [root / "notebooks" / "03_budget.ipynb"]
    assert parameters_from_texts(["prices=2021"], budget) == {"prices": 2021}
    assert parameters_from_texts(["prices=nominal"], budget) == {"prices": "nominal"}
    with pytest.raises(InvalidInputError, match="prices is 'real'"):
        parameters_from_texts(["prices=real"], budget)


def test_every_notebook_declares_what_it_assigns(root):
    for path in sorted((root / "notebooks").glob("[0-9]*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        assert list(schema(notebook)) == list(default_parameters(notebook)), path.name


def test_changes_are_written_as_json(root):
    overview = [root / "notebooks" / "00_overview.ipynb"]
    text = 'changes={"net_migration_rate": -0.01}'
    assert parameters_from_texts([text], overview) == {"changes": {"net_migration_rate": -0.01}}
    with pytest.raises(InvalidInputError, match="JSON such as"):
        parameters_from_texts(["changes=net_migration_rate"], overview)
    with pytest.raises(UnknownNameError, match="net_migration_rate"):
        check_parameters(changes={"net_migration": -0.01})
    with pytest.raises(ParametersError, match="a number for net_migration_rate"):
        check_parameters(changes={"net_migration_rate": "x"})
    with pytest.raises(ParametersError, match="a date such as"):
        check_parameters(as_of="spring")


def test_a_year_is_the_base_of_a_projection(root):
    path = root / "notebooks" / "00_overview.ipynb"
    declared = schema(nbformat.read(path, as_version=4))
    assert adapted({"year": 2021, "horizon": 3}, declared) == {"base": 2021, "horizon": 3}


def test_every_runner_gives_the_page(root, shared):
    done = subprocess.run(
        ["bash", str(shared / "checks" / "runners.sh")],
        env=os.environ | {"TREE": str(root)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout
