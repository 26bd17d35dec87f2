"""Change one token of the computing code at a time and count how many changes the tests notice.

    python -m pip install cosmic-ray
    python tools/mutation_sample.py --count 150 --seed 1

Draws changes by chance from the rooms that compute (operators, comparisons, numbers, true and
false, and/or), applies each to a copy of the project, runs the tests of its room until one fails
(first those that name the changed module or what it defines, the quickest first), and prints every
change that no test noticed, for a person to judge: a change that alters no result is equivalent.
Tests are run for ``--seconds`` of the processor a change, the rest of the room is left out;
``--times`` keeps what each test module takes in a file for the next run. Exit status 1 where fewer
than nine in ten were noticed.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib
import json
import math
import os
import random
import re
import resource
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = {
    "finance": ["tests/finance", "tests/projection", "tests/questions", "tests/scenarios"],
    "demography": ["tests/demography", "tests/projection"],
    "projection": ["tests/projection", "tests/questions", "tests/scenarios"],
    "plans": ["tests/plans", "tests/documents"],
    "audit": ["tests/audit"],
}
EVERYWHERE = "tests/test_figures_by_hand.py"
LOADED = ("hypothesis", "nbformat", "numba", "numpy", "openpyxl", "pandas", "pytest", "scipy.stats")
OPERATORS = [
    *(
        f"core/ReplaceBinaryOperator_{pair}"
        for pair in ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul")
    ),
    *(
        f"core/ReplaceComparisonOperator_{pair}"
        for pair in ("Eq_NotEq", "NotEq_Eq", "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Lt_Gt")
    ),
    "core/ReplaceUnaryOperator_Delete_USub",
    "core/ReplaceTrueWithFalse",
    "core/ReplaceFalseWithTrue",
    "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd",
    "core/NumberReplacer",
]


@dataclass(frozen=True)
class Change:
    """One changed line of one file."""

    room: str
    file: Path
    text: str
    line: int

    def names(self) -> re.Pattern[str]:
        """What a test that is about the changed module names: the module, or what it defines."""
        tree = ast.parse((ROOT / self.file).read_text(encoding="utf-8"))
        defined = [
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        return re.compile(rf"\b(?:{'|'.join([self.file.stem, *defined])})\b")


def draw(rooms: list[str], chance: random.Random, count: int) -> list[Change]:
    """Draw changes of different lines, files by their size."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    files = [
        (room, path)
        for room in rooms
        for path in sorted((ROOT / "stratanalysis" / room).rglob("*.py"))
        if path.name != "__init__.py"
    ]
    weights = [path.stat().st_size for _, path in files]
    drawn: dict[tuple[Path, int], Change] = {}
    while len(drawn) < count:
        (room, path), name = chance.choices(files, weights)[0], chance.choice(OPERATORS)
        code = path.read_text(encoding="utf-8")
        changed = mutate_code(code, get_operator(name)(), chance.randrange(40))
        if changed is None or ast.dump(ast.parse(changed)) == ast.dump(ast.parse(code)):
            continue
        pairs = zip(code.splitlines(), changed.splitlines(), strict=False)
        line = next(n for n, (old, new) in enumerate(pairs, start=1) if old != new)
        file = path.relative_to(ROOT)
        drawn.setdefault((file, line), Change(room, file, changed, line))
    return list(drawn.values())


class Copy:
    """A copy of the project whose tests run in forks of one process."""

    def __init__(self, scratch: Path, seconds: float, times: Path | None) -> None:
        self.tree = scratch / "main"
        self.seconds, self.times, self.changes = seconds, times, 0
        self.known = json.loads(times.read_text()) if times and times.exists() else {}
        skip = shutil.ignore_patterns(".git", ".venv", "reports", "site", "__pycache__")
        shutil.copytree(ROOT, self.tree, ignore=skip)
        shared = ROOT.parent / "shared"
        if shared.is_dir():
            (scratch / "shared").symlink_to(shared)
        os.environ |= {
            "PYTHONPATH": str(self.tree),
            "MPLBACKEND": "agg",
            "NUMBA_CACHE_DIR": str(scratch / "numba"),
        }
        sys.path[0] = str(self.tree)
        os.chdir(self.tree)
        for name in LOADED:
            importlib.import_module(name)

    def run(self, modules: list[str], seconds: float) -> tuple[bool, float]:
        """Run test modules in a fork until one fails; return whether all passed, and the seconds.

        A fork that takes more seconds of the processor is stopped: it did not pass.
        """
        child = os.fork()
        if child == 0:
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
            import pytest

            os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *modules])))
        _, status, used = os.wait4(child, 0)
        return status == 0, used.ru_utime + used.ru_stime

    def measured(self, module: str) -> float:
        """Return the seconds of a test module; infinite where it is too long or fails unchanged."""
        mark = hashlib.sha256((self.tree / module).read_bytes()).hexdigest()
        if self.known.get(module, [""])[0] != mark:
            passed, seconds = self.run([module], self.seconds)
            self.known[module] = [mark, seconds if passed else math.inf]
            if self.times:
                self.times.write_text(json.dumps(self.known))
        return float(self.known[module][1])

    def tests(self, change: Change) -> list[str]:
        """Return the test modules of a room that fit the time, those about the change first."""
        names = change.names()
        paths = [
            p for folder in TESTS[change.room] for p in (self.tree / folder).rglob("test_*.py")
        ]
        paths.append(self.tree / EVERYWHERE)
        paths.sort(
            key=lambda p: (not names.search(p.read_text(encoding="utf-8")), p.stat().st_size)
        )
        chosen: list[str] = []
        left = self.seconds
        for path in paths:
            module = str(path.relative_to(self.tree))
            needed = self.measured(module) if left > 0 else math.inf
            if needed <= left:
                chosen.append(module)
                left -= needed
        return chosen

    def notices(self, change: Change) -> bool:
        """Run the tests on one change; the file is as before afterwards."""
        chosen = self.tests(change)
        target = self.tree / change.file
        before, times = target.read_text(encoding="utf-8"), target.stat()
        target.write_text(change.text, encoding="utf-8")
        self.changes += 1  # a time of its own, or compiled code of another change would be taken
        os.utime(target, (self.changes, self.changes))
        try:
            return not self.run(chosen, 60 + 3 * self.seconds)[0]
        finally:
            target.write_text(before, encoding="utf-8")
            os.utime(target, (times.st_atime, times.st_mtime))


def main() -> int:
    """Draw, try and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--times", type=Path)
    parser.add_argument("--room", action="append", choices=sorted(TESTS))
    given = parser.parse_args()
    rooms = given.room or list(TESTS)
    drawn = draw(rooms, random.Random(given.seed), given.count)  # noqa: S311
    noticed = 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = Copy(Path(scratch), given.seconds, given.times)
        for tried, change in enumerate(drawn, start=1):
            if copy.notices(change):
                noticed += 1
            else:
                before = (ROOT / change.file).read_text(encoding="utf-8").splitlines()
                place, after = change.line - 1, change.text.splitlines()
                print(f"not noticed: {change.file}:{change.line}")
                print(f"- {before[place].strip()}\n+ {after[place].strip()}", flush=True)
            if tried % 10 == 0:
                print(f"{noticed} of {tried} noticed so far", flush=True)
    print(f"{noticed} of {given.count} changes noticed (seed {given.seed})")
    return int(noticed < 0.9 * given.count)


if __name__ == "__main__":
    sys.exit(main())
