"""Pages made on a Dask cluster; a worker that is killed on the way does not stop the run."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time

import nbformat
import pytest

from stratanalysis.errors import InvalidInputError
from stratanalysis.publish.batch import BatchOptions, run_batch

distributed = pytest.importorskip("distributed")

SCHEMA = {
    "community": {"kind": "text"},
    "year": {"kind": "integer", "nullable": True},
    "language": {"kind": "text", "choices": ["uk", "en"]},
}
SOURCE = """import time
from html import escape
from pathlib import Path
from IPython.display import HTML
time.sleep(2)
HTML(f"<h1>{escape(Path(community).name)} {language}</h1>")"""


@pytest.fixture
def project(root, tmp_path, make_notebook):
    folders = [tmp_path / "communities" / name for name in ("a", "b")]
    for folder in folders:
        shutil.copytree(root / "data" / "communities" / "korosten", folder)
    defaults = 'community = "x"\nyear = None\nlanguage = "uk"\n'
    path = tmp_path / "01_page.ipynb"
    nbformat.write(make_notebook(SOURCE, defaults=defaults, schema=SCHEMA), path)
    return folders, path, tmp_path / "out"


def test_one_worker_of_two_is_killed_and_the_run_completes(project):
    folders, notebook, out = project
    killed = []

    def kill(address):
        """End the process of a worker as soon as it has a page under way."""
        with distributed.Client(address) as client:
            pids = client.run(os.getpid)
            while not killed:
                for worker, tasks in client.processing().items():
                    if any("make_outcome" in str(task) for task in tasks):
                        time.sleep(1)
                        os.kill(pids[worker], signal.SIGKILL)
                        killed.append(worker)
                        return
                time.sleep(0.05)

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        killer = threading.Thread(target=kill, args=(address,), daemon=True)
        killer.start()
        result = run_batch(
            folders, [notebook], out=out, options=BatchOptions(scheduler=address, warm=False)
        )
        killer.join(timeout=10)
    assert len(killed) == 1
    assert [o.result for o in result.outcomes] == ["done"] * 4
    for folder in folders:
        for language in ("uk", "en"):
            page = out / folder.name / "2021" / language / "01_page" / "index.html"
            assert f"<h1>{folder.name} {language}</h1>" in page.read_text("utf-8")


def test_no_scheduler_there_is_a_wrong_call(project):
    folders, notebook, out = project
    with pytest.raises(InvalidInputError, match="no Dask scheduler answers"):
        run_batch(
            folders,
            [notebook],
            out=out,
            options=BatchOptions(scheduler="no-such-scheme://127.0.0.1:9"),
        )
