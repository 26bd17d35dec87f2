"""The pages of many communities drawn by chance, and what those of all 1,469 would need.

``python benchmarks/country_pages.py [--steps 10 20 40 80] [--seed 1]``: the command annual with the
pages 00, 01, 02, 03 and 06 in Ukrainian, for the first 10, then 20 communities and so on into one
folder, so that a step renders what is new and skips what is there. Prints seconds by the clock and
of the processor, pages that came through and that were refused, and from the slope of the last
step what the whole country needs: an extrapolation, not a measurement.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stratanalysis.reference import country_table
from stratanalysis.reference.war_status import OCCUPIED

PAGES = "*/uk/0[01236]_*"
ALL = 1469


def step(codes: list[str], out: Path, data: Path) -> tuple[float, float, int]:
    """Render; return seconds by the clock, of the processor, and pages that are there."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    words = [
        "annual",
        *codes,
        "--only",
        PAGES,
        "--out",
        str(out),
        "--data",
        str(data),
        "--jobs",
        "2",
    ]
    subprocess.run(
        [sys.executable, "-m", "stratanalysis", *words], check=False, capture_output=True
    )
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pages = sum(1 for page in out.glob("*/*/uk/*/index.html") if "runs" not in page.parts)
    return clock, work, pages


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--steps", type=int, nargs="+", default=[10, 20, 40, 80])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    status = country_table("hromada_war_status").set_index("katottg")["status"]
    codes = [str(code) for code in country_table("hromadas")["katottg"]]
    random.Random(given.seed).shuffle(codes)
    table: list[tuple[int, float, float, int]] = [(0, 0.0, 0.0, 0)]
    with tempfile.TemporaryDirectory() as scratch:
        out, data = Path(scratch) / "reports", Path(scratch) / "data"
        (data / "communities").mkdir(parents=True)
        for count in given.steps:
            clock, work, pages = step(codes[:count], out, data)
            occupied = sum(status[code] in OCCUPIED for code in codes[:count])
            table.append((count, table[-1][1] + clock, table[-1][2] + work, pages))
            print(
                f"{count:5d} communities ({occupied} occupied) {table[-1][1]:8.0f} s by the clock, "
                f"{table[-1][2]:8.0f} s of the processor, {pages} pages",
                flush=True,
            )
    (low, clock0, work0, _), (high, clock1, work1, _) = table[-2:]
    for words, first, last in (("clock", clock0, clock1), ("processor", work0, work1)):
        whole = last + (ALL - high) * (last - first) / (high - low)
        print(f"all {ALL}, {words}, from the slope of the last step: {whole / 60:.0f} min")


if __name__ == "__main__":
    main()
