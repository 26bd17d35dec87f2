"""Every community at once, by the reference alone: python benchmarks/communities.py [--count 60].

Builds communities from the reference, projects them and writes the sentences of the overview, as
a page does, without the kernel and the rendering. Prints how many come through, and the seconds
of the first communities and of all (the curve): the tables of the country are read once.
"""

from __future__ import annotations

import argparse
import collections
import random
import tempfile
import time
from pathlib import Path

from stratanalysis.community import Community
from stratanalysis.errors import StratanalysisError
from stratanalysis.pages import narrative
from stratanalysis.projection import default_base_year, population_series, project
from stratanalysis.questions import check_claims
from stratanalysis.reference import country_table
from stratanalysis.reference.war_status import OCCUPIED
from stratanalysis.scenarios.files import read_scenarios

STEPS = (1, 10, 30, 100, 300, 1000)


def one(code: str, file: Path) -> str:
    place = Community.known(code)
    file.write_text(place.scenarios_text, encoding="utf-8")
    scenarios = read_scenarios(file)
    base = default_base_year(place)
    try:
        run = project(place, scenarios, range(base, base + 16))
    except StratanalysisError as error:
        return "refused" if "occupied" in str(error) else f"failed: {error}"
    check_claims(run, population_series(place))
    narrative.budget_notes(place, run, "uk")
    return "done"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, help="communities drawn by chance (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    status = country_table("hromada_war_status").set_index("katottg")["status"]
    codes = [str(code) for code in country_table("hromadas")["katottg"]]
    random.Random(given.seed).shuffle(codes)
    codes = codes[: given.count]
    outcomes: collections.Counter[str] = collections.Counter()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        for number, code in enumerate(codes, 1):
            outcome = one(code, Path(scratch) / "scenarios.toml")
            outcomes[outcome] += 1
            assert (outcome == "refused") == (status[code] in OCCUPIED), (code, outcome)
            if number in STEPS or number == len(codes):
                print(f"{number:5d} communities {time.perf_counter() - start:8.1f} s")
    for outcome, count in outcomes.most_common():
        print(f"{count:5d} {outcome}")


if __name__ == "__main__":
    main()
