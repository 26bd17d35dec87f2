"""Where the time of one page goes. Run by hand: ``python benchmarks/report.py``.

Machines are noisy: compare the rows of one run with each other.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3


def best(call) -> float:
    """Least seconds of several runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def python(code: str):
    """A call that runs code in a new interpreter."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def main() -> None:
    from stratanalysis.publish.execution import execute
    from stratanalysis.publish.report import render_report

    bare = best(python("pass"))
    rows = {
        "import stratanalysis": best(python("import stratanalysis")) - bare,
        "the same with pandas": best(python("import stratanalysis; stratanalysis.Community"))
        - bare,
    }
    imports = (ROOT / "notebooks" / "00_overview.ipynb", "setup")
    notebook = nbformat.read(imports[0], as_version=4)
    setup = next(cell for cell in notebook.cells if cell.id == imports[1])

    def run(source: str) -> None:
        cells = [nbformat.v4.new_code_cell('language = "uk"'), nbformat.v4.new_code_cell(source)]
        empty = nbformat.v4.new_notebook(cells=cells)
        execute(empty, name="empty", folder=ROOT / "notebooks")

    rows["an empty notebook"] = best(lambda: run("pass"))
    rows["a notebook that only imports"] = best(lambda: run(setup.source))
    with tempfile.TemporaryDirectory() as out:
        rows["the overview page"] = best(
            lambda: render_report(
                ROOT / "data" / "communities" / "kostiantynivka", imports[0], out=Path(out)
            )
        )
        rows["stratanalysis report, from the shell"] = best(
            python(
                "from stratanalysis.cli import main; "
                f"main(['report', 'kostiantynivka', '--out', {out!r}])"
            )
        )
    floor = rows["a notebook that only imports"]
    for name, seconds in rows.items():
        print(f"{name:40} {seconds:6.2f} s  {seconds / floor:5.2f} of the importing notebook")


if __name__ == "__main__":
    main()
