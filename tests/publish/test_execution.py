"""Whatever goes wrong in a cell is a failure, with its cell and the notebook as far as it came."""

from __future__ import annotations

import pytest

from stratanalysis.publish.execution import ExecutionError, Limits, execute

LIMITS = ("cell_timeout", "deadline", "output", "memory")


def run(notebook, tmp_path, **options):
    limits = Limits(**{k: options.pop(k) for k in LIMITS if k in options})
    return execute(notebook, name="x.ipynb", folder=tmp_path, limits=limits, **options)


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


@pytest.mark.parametrize(
    "source", ["exit()", "quit()", "raise SystemExit", "import os\nos._exit(0)"]
)
def test_a_cell_that_ends_its_kernel_has_failed(make_notebook, tmp_path, source):
    with pytest.raises(ExecutionError, match="ended the kernel|kernel died"):
        run(make_notebook(source, "print('after')"), tmp_path)


def test_a_flood_of_output_and_of_memory_are_failures(make_notebook, tmp_path):
    flood = "for _ in range(1000):\n    print('x' * 100_000)"
    with pytest.raises(ExecutionError, match="put out more than 1,000,000 characters") as caught:
        run(make_notebook(flood), tmp_path, output=1_000_000)
    kept = sum(
        len(o.get("text", "")) for c in caught.value.notebook.cells for o in c.get("outputs", ())
    )
    assert kept <= 1_000_000
    eat = "blocks = []\nwhile True:\n    blocks.append(bytearray(2**28))"
    with pytest.raises(ExecutionError, match="MemoryError|kernel died"):
        run(make_notebook(eat), tmp_path, memory=3 * 2**30)


def test_no_kernel_is_left_behind(make_notebook, tmp_path):
    import psutil

    before = {p.pid for p in psutil.Process().children(recursive=True)}
    run(make_notebook("1"), tmp_path)
    with pytest.raises(ExecutionError):
        run(make_notebook("1 / 0"), tmp_path)
    assert {p.pid for p in psutil.Process().children(recursive=True)} <= before
