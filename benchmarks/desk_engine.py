"""The page's model next to the package's: every variable and year over random settings.

    python benchmarks/desk_engine.py --count 500 --seed 1 [--new KATOTTG ...]

Needs node. Prints, by community, the number of settings, of compared figures, and the largest
relative difference.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from stratanalysis.community import find_community
from stratanalysis.desk.model import Board, open_board
from stratanalysis.desk.page import ENGINE, engine_script
from stratanalysis.desk.page_data import model_data
from stratanalysis.errors import DataError, InvalidInputError, StratanalysisError
from stratanalysis.projection.result import project
from stratanalysis.scenarios import Assumption, Scenario, Scenarios
from stratanalysis.scenarios.drivers import DRIVERS, WHOLE
from stratanalysis.scenarios.path_data import path_from_mapping

RUN = """
const fs = require("fs");
const {data, settings} = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const started = process.hrtime.bigint();
const found = settings.map((setting) => {
  try { return tableOf(data, runSetting(data, setting)); }
  catch (problem) { if (problem instanceof Refused) return problem.message; throw problem; }
});
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
fs.writeFileSync(process.argv[3], JSON.stringify({found, seconds}));
"""


def node() -> str | None:
    return shutil.which("node")


def settings(board: Board, count: int, seed: int) -> Iterator[dict]:
    """Random settings: every driver at its lower bound, at zero, at its upper, and between."""
    random = np.random.default_rng(seed)
    names = list(board.start.drivers)
    first, last = board.years[0], board.years[-1]
    # a few horizons, each of many settings: the package runs those of one horizon together
    horizons = random.integers(first + 2, last + 1, size=max(3, count // 10))
    for number in range(count):
        start = board.names[number % len(board.names)]
        horizon = int(random.choice(horizons))
        many = int(random.choice([0, 1, 2, 4, 8, len(names)]))
        changes = {}
        for name in random.choice(names, size=min(many, len(names)), replace=False):
            base = board.outcomes[start].drivers[name]
            low = DRIVERS[name].minimum - base.min()
            high = DRIVERS[name].maximum - base.max()
            kind = random.choice(
                ["low", "high", "zero", "near", "far"], p=[0.1, 0.1, 0.1, 0.5, 0.2]
            )
            scale = 0.05 if kind == "near" else 1.0
            size = {"low": low, "high": high, "zero": 0.0}.get(
                kind, float(random.uniform(low, high)) * scale
            )
            since = int(random.integers(first, horizon + 1))
            changes[str(name)] = _path(str(name), float(size), since, horizon, random, base[0])
        yield {"start": start, "horizon": horizon, "changes": changes}


def _path(name: str, size: float, since: int, horizon: int, random, value: float) -> dict:
    if name in WHOLE:
        entry = DRIVERS[name]
        top = horizon + 3 if name == "war_end" else entry.maximum
        low = since if name == "war_end" else entry.minimum
        whole = float(random.integers(int(low), int(top) + 1)) if random.random() < 0.8 else value
        return {"path": {"kind": "constant", "value": whole}, "instead": True}
    shape = random.choice(["step", "ramp", "brief", "table"])
    if shape == "ramp":
        to = int(random.integers(since, horizon + 5)) + 1
        return {"path": {"kind": "ramp", "size": size, "from_year": since, "to_year": to}}
    if shape == "brief":
        parts = [
            {"kind": "step", "before": 0.0, "after": size, "year": since},
            {"kind": "step", "before": 0.0, "after": -size, "year": since + 2},
        ]
        return {"path": {"kind": "sum", "parts": parts}}
    if shape == "table":
        years = sorted({int(year) for year in random.integers(since, horizon + 1, size=3)})
        points = {str(year): size * float(random.uniform(0, 1)) for year in years}
        return {"path": {"kind": "table", **points}}
    return {"path": {"kind": "step", "before": 0.0, "after": size, "year": since}}


def python_tables(board: Board, wanted: Sequence[dict]) -> list:
    """The package's answers: by (variable, basis, year); the message of what it refuses."""
    found: list = [None] * len(wanted)
    by_horizon: dict[int, list[int]] = {}
    for place, setting in enumerate(wanted):
        by_horizon.setdefault(setting["horizon"], []).append(place)
    for horizon, places in by_horizon.items():
        together = _tables(board, [wanted[place] for place in places], horizon)
        if isinstance(together, str):  # one of them is refused
            together = [
                answer if isinstance(answer := _tables(board, [wanted[place]], horizon), str)
                else answer[0]
                for place in places
            ]  # fmt: skip
        for place, answer in zip(places, together, strict=True):
            found[place] = answer
    return found


def _tables(board: Board, wanted: Sequence[dict], horizon: int) -> list[dict] | str:
    mine = {
        f"mine_{number}": Scenario(
            f"mine_{number}",
            tuple(
                Assumption(
                    name, path_from_mapping(change["path"]), not change.get("instead", False)
                )
                for name, change in setting["changes"].items()
            ),
            setting["start"],
        )
        for number, setting in enumerate(wanted)
    }
    scenarios = Scenarios({**board.scenarios.by_name, **mine})
    years = range(board.years[0], horizon + 1)
    try:
        run = project(board.community, scenarios, years, names=tuple(mine), tier=board.start.tier)
    except (DataError, InvalidInputError) as error:
        return str(error)
    run = run.in_prices(board.price_year)
    found = []
    for name in mine:
        table = run.table[run.table["scenario"] == name]
        keys = zip(table["variable"], table["price_basis"], table["year"], strict=True)
        found.append(dict(zip(keys, table["value"], strict=True)))
    return found


def compare(board: Board, wanted: Sequence[dict]) -> tuple[int, int, float, str, float]:
    """Figures compared, settings refused by both, largest difference, where, and ms a run."""
    data = model_data(board)
    with tempfile.TemporaryDirectory() as folder:
        given, taken = Path(folder, "given.json"), Path(folder, "taken.json")
        script = Path(folder, "run.cjs")
        script.write_text(engine_script(ENGINE) + RUN, encoding="utf-8")
        given.write_text(json.dumps({"data": data, "settings": wanted}, allow_nan=False))
        subprocess.run([node(), str(script), str(given), str(taken)], check=True)
        answer = json.loads(taken.read_text())
    figures, refused, worst, where = 0, 0, 0.0, ""
    tables = python_tables(board, wanted)
    for setting, ours, theirs in zip(wanted, answer["found"], tables, strict=True):
        if isinstance(theirs, str) or isinstance(ours, str):
            assert isinstance(theirs, str) is isinstance(ours, str), (setting, theirs, ours)
            refused += 1
            continue
        apart, at, count = largest_difference(theirs, ours)
        figures += count
        if apart > worst:
            worst, where = apart, f"{at} {json.dumps(setting)[:300]}"
    return figures, refused, worst, where, 1000 * answer["seconds"] / max(len(wanted), 1)


def largest_difference(theirs: dict, rows: Sequence) -> tuple[float, str, int]:
    """Largest relative difference of two tables of one run, where it is, and how many figures."""
    mine = {(row[0], row[2], row[3]): row[4] for row in rows}
    # run together, a scenario without investment or project jobs has them as zeros
    zeros = {key for key in theirs.keys() - mine.keys() if theirs[key] == 0}
    theirs = {key: value for key, value in theirs.items() if key not in zeros}
    assert mine.keys() == theirs.keys(), mine.keys() ^ theirs.keys()
    scale: dict[tuple[str, str], float] = {}
    for (variable, basis, _), value in theirs.items():
        if np.isfinite(value):
            scale[variable, basis] = max(scale.get((variable, basis), 0.0), abs(value))
    population = scale["population", ""]
    money = {
        basis: scale.get(("revenue", basis), scale.get(("expenditure", basis), 0.0))
        for basis in ("nominal", "real")
    }
    worst, where = 0.0, ""
    for key, value in theirs.items():
        variable, basis, _ = key
        other = mine[key]
        if not np.isfinite(value):
            assert other is None, (key, value, other)
            continue
        # Where nearly all have left, what remains is as exact as those who were there.
        size = max(abs(value), scale[variable, basis] * 1e-4)
        # A difference of two large figures is as exact as they are, not as it is small.
        if variable in ("displacement_change", "natural_change", "net_migration", "deaths"):
            size = max(size, population * 1e-3)
        if variable in ("balance", "expenditure|9000", "unfilled_jobs"):
            size = max(size, money.get(basis, population) * 1e-3)
        apart = abs(other - value) / max(size, 1e-9) if other is not None else np.inf
        if apart > worst:
            worst, where = apart, f"{key} {value!r} {other!r}"
    return worst, where, len(theirs)


def boards(root: Path, new: Sequence[str]) -> Iterator[Board]:
    """The shipped communities, and new ones made from the reference."""
    for place in sorted((root / "data" / "communities").iterdir()):
        if (place / "community.toml").is_file():
            yield open_board(place, horizon=30)
    for code in new:
        try:
            yield open_board(find_community(code, root / "data"), horizon=30)
        except StratanalysisError as error:
            print(f"{code}: {error}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("--new", nargs="*", default=[])
    given = parser.parse_args()
    root = Path(__file__).resolve().parents[1]
    all_boards = list(boards(root, given.new))
    each = -(-given.count // len(all_boards))
    total = 0
    for number, board in enumerate(all_boards):
        wanted = list(settings(board, each, given.seed + number))
        figures, refused, worst, where, speed = compare(board, wanted)
        total += len(wanted)
        print(
            f"{board.community.slug}: {len(wanted)} settings, {refused} refused by both, "
            f"{figures} figures, largest difference {worst:.1e}, {speed:.2f} ms a run",
            flush=True,
        )
        if worst > 1e-9:
            print("  at", where)
    print(f"seed {given.seed}: {total} settings")


if __name__ == "__main__":
    main()
