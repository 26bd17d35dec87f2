"""Compile the population engine once, so that the first report need not wait for it.

    python tools/compile_engine.py

The machine code is kept with the source; nothing else is written.
"""

from __future__ import annotations

from pathlib import Path

from stratanalysis.projection import default_base_year, project
from stratanalysis.scenarios.folder import read_folder

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    community, scenarios = read_folder(ROOT / "data" / "communities" / "kostiantynivka")
    base = default_base_year(community)
    project(community, scenarios, range(base, base + 3))
    project(community, scenarios, range(base, base + 3), draws=2, seed=0)


if __name__ == "__main__":
    main()
