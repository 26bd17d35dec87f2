"""Change one token of the computing code at a time and count how many changes the tests notice.

    python -m pip install cosmic-ray
    python tools/mutation_sample.py --count 150 --seed 1

Draws changes by chance from the rooms that compute (operators, comparisons, numbers, true and
false, and/or), applies each to a copy of the project, runs the tests of the room, and prints every
change that no test noticed, for a person to judge: a change that alters no result is equivalent.
Exit status 1 where fewer than nine in ten were noticed.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = {
    "finance": ["tests/finance", "tests/projection", "tests/questions"],
    "demography": ["tests/demography", "tests/projection"],
    "projection": ["tests/projection", "tests/questions", "tests/scenarios"],
    "plans": ["tests/plans", "tests/documents"],
    "audit": ["tests/audit"],
}
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


def changes(rooms: list[str], chance: random.Random, count: int) -> list[tuple[str, Path, str]]:
    """Draw changes: room, file below the project, the changed text."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    files = [
        (room, path)
        for room in rooms
        for path in sorted((ROOT / "stratanalysis" / room).rglob("*.py"))
        if path.name != "__init__.py"
    ]
    weights = [path.stat().st_size for _, path in files]
    drawn: list[tuple[str, Path, str]] = []
    while len(drawn) < count:
        (room, path), name = chance.choices(files, weights)[0], chance.choice(OPERATORS)
        code = path.read_text(encoding="utf-8")
        changed = mutate_code(code, get_operator(name)(), chance.randrange(40))
        if changed is not None and changed != code:
            drawn.append((room, path.relative_to(ROOT), changed))
    return drawn


def noticed(tree: Path, file: Path, changed: str, tests: list[str], seconds: float) -> bool:
    """Run the tests on one change; the file is as before afterwards."""
    target = tree / file
    before = target.read_text(encoding="utf-8")
    target.write_text(changed, encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "agg",
        "NUMBA_CACHE_DIR": str(tree.parent / "numba"),
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(before, encoding="utf-8")
    return done.returncode != 0


def main() -> int:
    """Draw, try and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=sorted(TESTS))
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after so many")
    given = parser.parse_args()
    drawn = changes(given.room or list(TESTS), random.Random(given.seed), given.count)  # noqa: S311
    end, killed, tried = time.monotonic() + 60 * given.minutes, 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "main"
        skip = shutil.ignore_patterns(".git", ".venv", "reports", "site", "__pycache__")
        shutil.copytree(ROOT, tree, ignore=skip)
        shared = ROOT.parent / "shared"
        if shared.is_dir():
            (Path(scratch) / "shared").symlink_to(shared)
        for room, file, changed in drawn:
            if time.monotonic() > end:
                break
            tried += 1
            nearest = f"tests/{room}/test_{file.stem.strip('_')}.py"
            first = [nearest] if (ROOT / nearest).is_file() else []
            if noticed(tree, file, changed, [*first, *TESTS[room]], seconds=900):
                killed += 1
                continue
            before = (ROOT / file).read_text(encoding="utf-8").splitlines()
            lines = difflib.unified_diff(before, changed.splitlines(), lineterm="", n=0)
            print(f"not noticed: {file}", *list(lines)[2:], sep="\n", flush=True)
    print(f"{killed} of {tried} changes noticed (seed {given.seed})")
    return int(killed < 0.9 * tried)


if __name__ == "__main__":
    sys.exit(main())
