"""A warm kernel is a real kernel: the same page as a cold one, and nothing of another run."""

from __future__ import annotations

import re

import nbformat
import pytest

from stratanalysis.publish.execution import ExecutionError, execute
from stratanalysis.publish.job import Job, prepare
from stratanalysis.publish.kernels.preloaded import WarmServer, imported_modules, warm_possible
from stratanalysis.publish.report import make_page

pytestmark = pytest.mark.skipif(not warm_possible(), reason="kernels can be forked on Linux only")

PLOTS = """import matplotlib.pyplot as plt
plt.plot([1, 2, 3]);
plt.figure()
plt.bar([1, 2], [3, 4]);"""


@pytest.fixture(scope="module")
def server(root):
    rehearsed = root / "data" / "communities" / "kostiantynivka"
    with WarmServer(["stratanalysis.scenarios", "no_such_module"], folder=rehearsed) as made:
        yield made


def text(cell):
    return "".join(o.get("text", "") for o in cell.outputs)


def test_a_warm_page_is_a_cold_page_to_the_byte(root, server):
    job = Job(
        root / "data" / "communities" / "korosten",
        root / "notebooks" / "00_overview.ipynb",
        {"language": "uk"},
    )
    prepared = prepare(job)
    cold, warm = make_page(prepared), make_page(prepared, server=server)
    assert cold == warm
    pictures = re.findall(b'<svg [^>]*aria-label="[^"]+"', warm["index.html"])
    assert len(pictures) == 2 * 2  # two, each in a layout for the phone too
    assert server.threads == 1


def test_pictures_of_pyplot_are_shown_as_often_as_in_a_cold_kernel(make_notebook, tmp_path, server):
    for where in (None, server):
        done = execute(make_notebook(PLOTS), name="x", folder=tmp_path, server=where)
        kinds = [sorted(o["data"]) for o in done.cells[1].outputs if "data" in o]
        assert kinds == [["image/png", "text/plain"]] * 2


def test_nothing_leaks_from_one_kernel_into_the_next(make_notebook, tmp_path, server):
    dirty = (
        "import os, sys, random\nimport numpy as np, pandas as pd, matplotlib as mpl\n"
        "mpl.rcParams['lines.linewidth'] = 77\npd.set_option('display.max_rows', 3)\n"
        "os.environ['LEAK'] = '1'\nos.chdir('/')\nsys.path.insert(0, '/leak')\n"
        "np.random.seed(0); random.seed(0)\npd.DataFrame.leak = 1\n"
        "print(os.getpid(), np.random.rand(), random.random())"
    )
    look = (
        "import os, sys, random\nimport numpy as np, pandas as pd, matplotlib as mpl\n"
        "print(mpl.rcParams['lines.linewidth'], pd.get_option('display.max_rows'),"
        " 'LEAK' in os.environ, os.getcwd(), '/leak' in sys.path, hasattr(pd.DataFrame, 'leak'))\n"
        "print(os.getpid(), np.random.rand(), random.random())"
    )
    first = execute(make_notebook(dirty), name="x", folder=tmp_path, server=server)
    second = execute(make_notebook(look), name="x", folder=tmp_path, server=server)
    third = execute(make_notebook(look), name="x", folder=tmp_path, server=server)
    state, numbers = text(second.cells[1]).splitlines()
    assert state == f"1.5 60 False {tmp_path.resolve()} False False"
    runs = [text(first.cells[1]).split(), numbers.split(), text(third.cells[1]).split()[-3:]]
    for column in zip(*runs, strict=True):
        assert len(set(column)) == 3


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys\nsys.exit(0)", "sys.exit"),
        ("import os\nos._exit(0)", "the kernel died"),
    ],
)
def test_failures_are_the_same(make_notebook, tmp_path, server, source, words):
    with pytest.raises(ExecutionError, match=words):
        execute(make_notebook(source), name="x", folder=tmp_path, server=server)


def test_closing_the_server_leaves_no_process(make_notebook, tmp_path):
    import psutil

    with WarmServer() as made:
        execute(make_notebook("1"), name="x", folder=tmp_path, server=made)
        assert made.alive
        process = psutil.Process(made._process.pid)
    assert not made.alive
    assert not process.is_running()


def test_the_modules_of_the_usual_stack_are_loaded_beforehand(make_notebook, tmp_path):
    notebook = make_notebook(
        "import numpy as np\nfrom scipy import stats\nimport os, secret", "%%x"
    )
    path, broken = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    nbformat.write(notebook, path)
    broken.write_text("no notebook")
    assert imported_modules([path, broken]) == ["numpy", "scipy", "scipy.stats"]
