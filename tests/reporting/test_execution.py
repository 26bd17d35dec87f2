"""Whatever goes wrong in a cell is a failure, with its cell and the notebook as far as it came."""

from __future__ import annotations

import pytest

from stratanalysis.reporting.execution import ExecutionError, execute


def run(notebook, tmp_path, **options):
    return execute(notebook, name="x.ipynb", folder=tmp_path, **options)


def test_a_notebook_runs_in_its_folder_with_its_environment(make_notebook, tmp_path):
    notebook = make_notebook("import os, pathlib\nprint(os.environ['A'], pathlib.Path().resolve())")
    seen = []
    done = run(
        notebook, tmp_path, environment={"A": "ї"}, progress=lambda *count: seen.append(count)
    )
    assert done.cells[1].outputs[0].text == f"ї {tmp_path.resolve()}\n"
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(0)", "sys.exit"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "the kernel died"),
    ],
    ids=["exception", "exit", "killed"],
)
def test_failures_have_their_cell_and_cause(make_notebook, tmp_path, source, words):
    notebook = make_notebook("print('before')", source, "print('after')")
    with pytest.raises(ExecutionError, match=words) as caught:
        run(notebook, tmp_path)
    assert str(caught.value).startswith("x.ipynb, cell 3: ")
    cells = caught.value.notebook.cells
    assert cells[1].outputs[0].text == "before\n"
    assert cells[3].outputs == []


def test_a_cell_and_a_whole_run_have_their_limits(make_notebook, tmp_path):
    wait = "import time\ntime.sleep(30)"
    with pytest.raises(ExecutionError, match="the cell took longer than 1 seconds"):
        run(make_notebook(wait), tmp_path, cell_timeout=1)
    with pytest.raises(ExecutionError, match="the deadline of 2 seconds for the whole"):
        run(make_notebook(wait), tmp_path, deadline=2)
