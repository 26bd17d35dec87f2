"""A folder of wheels from which the program is installed without a network.

``python tools/wheels.py FOLDER`` builds the wheel of these sources, downloads those of
``requirements.lock`` (checked against their checksums) and installs all of it into a new
environment with ``pip install --no-index``, to see that nothing is missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def collect(folder: Path) -> None:
    """Build our wheel and download all others."""
    folder.mkdir(parents=True, exist_ok=True)
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder.resolve())
    _run(
        sys.executable, "-m", "pip", "download", "--only-binary", ":all:", "--require-hashes",
        "--no-deps", "--dest", folder, "--requirement", ROOT / "requirements.lock", "--quiet",
    )  # fmt: skip


def install(folder: Path, environment: Path) -> Path:
    """Make an environment of a folder of wheels alone; return the program in it."""
    venv.create(environment, with_pip=True, clear=True)
    programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
    _run(
        programs / "python", "-m", "pip", "install", "--no-index", "--find-links", folder,
        "--disable-pip-version-check", "--quiet", "stratanalysis",
    )  # fmt: skip
    return programs / "stratanalysis"


def _run(*words: object) -> None:
    subprocess.run([str(word) for word in words], cwd=ROOT, check=True)


def main() -> None:
    """Fill the folder and try it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--try-only", action="store_true", help="the folder is filled already")
    given = parser.parse_args()
    folder = given.folder.resolve()
    if not given.try_only:
        collect(folder)
    with tempfile.TemporaryDirectory() as scratch:
        program = install(folder, Path(scratch) / "environment")
        _run(program, "--version")
    count = len(list(folder.glob("*.whl")))
    print(f"{folder}: {count} wheels; installed without an index")


if __name__ == "__main__":
    main()
