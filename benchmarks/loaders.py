"""How long documents take to become tables, and how that grows; run by hand.

    python benchmarks/loaders.py [FOLDER]

FOLDER holds the source documents (default: ``../shared/seeds`` next to the project). Prints seconds
for each document after import, best of three, and the growth of the largest one repeated 1, 4 and
16 times, in one run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from stratanalysis.documents import document_from_text
from stratanalysis.plans import extract_document, load_document
from stratanalysis.quantities import find_periods, find_quantities

ROOT = Path(__file__).resolve().parent.parent


def best(work: Callable[[], object], times: int = 3) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "seeds"
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise SystemExit(f"no documents in {folder}")
    load_document(files[0])  # imports and patterns
    for file in files:
        seconds = best(lambda file=file: load_document(file))
        print(f"{file.name:28} {file.stat().st_size / 1000:7.0f} kB {seconds:6.2f} s")
    largest = max(files, key=lambda file: file.stat().st_size)
    text = largest.read_text(encoding="utf-8")
    once = 0.0
    for times in (1, 4, 16):
        whole = text * times
        seconds = best(lambda whole=whole: extract_document(document_from_text(whole)), 2)
        once = once or seconds
        print(
            f"{largest.name} x {times:2}: {seconds:6.2f} s, {seconds / once / times:.2f} of linear"
        )
    for piece in ("1", "1 000 ", "(", "12 січня ", "5 тис. грн "):
        hostile = piece * (10_000_000 // len(piece))
        start = time.perf_counter()
        find_quantities(hostile)
        find_periods(hostile)
        print(f"10 MB of {piece!r}: {time.perf_counter() - start:6.2f} s")


if __name__ == "__main__":
    main()
