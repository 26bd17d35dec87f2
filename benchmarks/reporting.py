"""How long pages take, against what nbclient alone needs; run by hand, on a machine at rest.

    python benchmarks/reporting.py [ten] [cold] [national]

Every measure runs in fresh processes; ratios are taken within one run.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "notebooks" / "00_overview.ipynb"
COMMUNITIES = sorted(
    path for path in (ROOT / "data" / "communities").iterdir() if path.name != "example"
)
IMPORTS = """from stratanalysis.community import find_community
from stratanalysis.pages import narrative, overview
from stratanalysis.pages.page import Page
from stratanalysis.projection import default_base_year, population_series, project
from stratanalysis.questions import check_claims
from stratanalysis.scenarios.folder import read_folder
import pandera.pandas, numba, matplotlib.pyplot"""

PLAIN = """
import asyncio, sys, nbformat
from pathlib import Path
from nbclient import NotebookClient
from stratanalysis.publish.parameters import inject
notebook, *folders = sys.argv[1:]
async def one(limit, folder, language):
    source = nbformat.read(notebook, as_version=4)
    made = inject(source, {"community": folder, "language": language})
    async with limit:
        client = NotebookClient(made, resources={"metadata": {"path": str(Path(notebook).parent)}})
        await client.async_execute()
async def all_of_them():
    limit = asyncio.Semaphore(2)
    await asyncio.gather(*(one(limit, f, code) for f in folders for code in ("uk", "en")))
asyncio.run(all_of_them())
"""
OURS = """
import sys
from pathlib import Path
from stratanalysis.publish.batch import BatchOptions, run_batch
out, jobs, languages, notebook, *folders = sys.argv[1:]
result = run_batch([Path(f) for f in folders], [Path(notebook)], out=Path(out),
                   languages=languages.split(","), options=BatchOptions(jobs=int(jobs)))
assert result.count("done") == len(result.outcomes), result.outcomes
"""
EMPTY = """
import sys, nbformat
from nbclient import NotebookClient
made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(sys.argv[1])])
NotebookClient(made).execute()
"""
COLD = """
import sys
from pathlib import Path
from stratanalysis.publish.report import render_report
render_report(Path(sys.argv[1]), Path(sys.argv[2]), out=Path(sys.argv[3]),
              parameters={"language": "uk"})
"""


def timed(code: str, *arguments: object) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        check=True, cwd=ROOT, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - start


def ten(scratch: Path) -> None:
    """Ten pages on two cores: at most 0.45 of what plain nbclient needs, two at a time."""
    plain = [timed(PLAIN, NOTEBOOK, *COMMUNITIES) for _ in range(2)]
    ours = [timed(OURS, scratch / f"ten{i}", 2, "uk,en", NOTEBOOK, *COMMUNITIES) for i in range(2)]
    print(f"ten pages: {min(ours):.1f} s; nbclient alone, two at a time: {min(plain):.1f} s; "
          f"ratio {min(ours) / min(plain):.2f} (wanted: at most 0.45)")  # fmt: skip


def cold(scratch: Path) -> None:
    """One page from nothing: at most 1.3 times an empty notebook with the same imports."""
    floor, page = [], []
    for i in range(6):
        floor.append(timed(EMPTY, IMPORTS))
        page.append(timed(COLD, COMMUNITIES[0], NOTEBOOK, scratch / f"cold{i}"))
    pairs = [ours / empty for ours, empty in zip(page, floor, strict=True)]
    print(f"one page cold: {min(page):.1f} s; empty notebook with its imports: {min(floor):.1f} s; "
          f"ratio of the best {min(page) / min(floor):.2f}, median of six pairs "
          f"{statistics.median(pairs):.2f} (wanted: at most 1.3)")  # fmt: skip


def national(scratch: Path) -> None:
    """60 communities of one page, and what 1,469 would need if it stays linear."""
    folders = []
    for number in range(60):
        folder = scratch / "communities" / f"community-{number:02d}"
        shutil.copytree(COMMUNITIES[number % len(COMMUNITIES)], folder)
        folders.append(folder)
    spent = {}
    for count in (15, 30, 60):
        out = scratch / f"national{count}"
        spent[count] = timed(OURS, out, 2, "uk", NOTEBOOK, *folders[:count])
    slopes = [(spent[30] - spent[15]) / 15, (spent[60] - spent[30]) / 30]
    begin = spent[15] - 15 * slopes[0]
    whole = (spent[60] + (1469 - 60) * slopes[1]) / 60
    print("communities: " + ", ".join(f"{n} in {s:.1f} s" for n, s in spent.items()))
    print(f"a page more: {slopes[0]:.2f} s from 15 to 30, {slopes[1]:.2f} s from 30 to 60 "
          f"(start {begin:.1f} s); 1,469 pages: about {whole:.0f} minutes")  # fmt: skip
    again = timed(OURS.replace('"done"', '"unchanged"'), scratch / "national60", 2, "uk",
                  NOTEBOOK, *folders)  # fmt: skip
    print(f"60 unchanged: {again:.1f} s")


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["ten", "cold", "national"]
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            {"ten": ten, "cold": cold, "national": national}[name](Path(folder))
