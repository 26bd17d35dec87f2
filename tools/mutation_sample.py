"""Change one token of the computing code at a time and count how many changes the tests notice.

    python -m pip install cosmic-ray coverage
    python tools/mutation_sample.py --count 150 --seed 1

Draws changes by chance from the rooms that compute (operators, comparisons, numbers, true and
false, and/or), applies each to a copy of the project, runs the test modules that execute the
changed line (quickest first; all of the room where the line is compiled and cannot be followed),
and prints every change that no test noticed, for a person to judge: a change that alters no result
is equivalent. Exit status 1 where fewer than nine in ten were noticed.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
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
EVERYWHERE = ["tests/test_figures_by_hand.py"]
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

    @property
    def lines(self) -> range:
        """The lines of the innermost statement, without the block below it."""
        tree = ast.parse((ROOT / self.file).read_text(encoding="utf-8"))
        around = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.stmt) and node.lineno <= self.line <= (node.end_lineno or 0)
        ]
        inner = max(around, key=lambda node: node.lineno)
        block = getattr(inner, "body", None)
        last = block[0].lineno - 1 if block else inner.end_lineno or inner.lineno
        return range(inner.lineno, max(last, self.line) + 1)


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
    """A copy of the project whose tests are run one module at a time."""

    def __init__(self, scratch: Path) -> None:
        self.tree = scratch / "main"
        skip = shutil.ignore_patterns(".git", ".venv", "reports", "site", "__pycache__")
        shutil.copytree(ROOT, self.tree, ignore=skip)
        shared = ROOT.parent / "shared"
        if shared.is_dir():
            (scratch / "shared").symlink_to(shared)
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(self.tree),
            "PYTHONHASHSEED": "0",
            "MPLBACKEND": "agg",
            "NUMBA_CACHE_DIR": str(scratch / "numba"),
            "COVERAGE_FILE": str(scratch / "coverage"),
        }
        self.seconds: dict[str, float] = {}
        self.executed: dict[str, dict[str, set[int]]] = {}

    def run(self, *arguments: str, seconds: float = 900) -> bool:
        """Run Python with these arguments in the copy; true where it ended well."""
        try:
            done = subprocess.run(
                [sys.executable, *arguments],
                cwd=self.tree,
                env=self.environment,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def follow(self, folders: list[str]) -> None:
        """Note for each test module its time and the lines of the package that it executes."""
        from coverage import CoverageData

        modules = (
            sorted(
                str(path.relative_to(self.tree))
                for folder in folders
                for path in (self.tree / folder).rglob("test_*.py")
            )
            + EVERYWHERE
        )
        for module in dict.fromkeys(modules):
            start = time.monotonic()
            pytest = ["-m", "pytest", "-q", "-p", "no:cacheprovider", module]
            if not self.run("-m", "coverage", "run", "--source=stratanalysis", *pytest):
                print(f"left out, its tests fail unchanged: {module}", flush=True)
                continue
            self.seconds[module] = time.monotonic() - start
            data = CoverageData(self.environment["COVERAGE_FILE"])
            data.read()
            self.executed[module] = {
                str(Path(name).relative_to(self.tree)): set(data.lines(name) or ())
                for name in data.measured_files()
            }
        print(f"{len(self.executed)} test modules followed", flush=True)

    def modules(self, change: Change, folders: list[str]) -> list[str]:
        """Return the test modules that execute a line, the quickest first."""
        name, lines = str(change.file), set(change.lines)
        near = [m for m, files in self.executed.items() if lines & files.get(name, set())]
        if not near:
            near = [m for m in self.executed if any(m.startswith(f"{f}/") for f in folders)]
        return sorted(near, key=lambda module: self.seconds[module])

    def notices(self, change: Change, folders: list[str]) -> bool:
        """Run the tests on one change; the file is as before afterwards."""
        target = self.tree / change.file
        before = target.read_text(encoding="utf-8")
        target.write_text(change.text, encoding="utf-8")
        try:
            modules = self.modules(change, folders)
            return not self.run("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *modules)
        finally:
            target.write_text(before, encoding="utf-8")


def main() -> int:
    """Draw, try and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=sorted(TESTS))
    given = parser.parse_args()
    rooms = given.room or list(TESTS)
    drawn = draw(rooms, random.Random(given.seed), given.count)  # noqa: S311
    noticed = 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = Copy(Path(scratch))
        copy.follow(list(dict.fromkeys(folder for room in rooms for folder in TESTS[room])))
        for tried, change in enumerate(drawn, start=1):
            if copy.notices(change, TESTS[change.room]):
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
