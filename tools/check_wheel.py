"""Every command of the program, from a wheel, in an empty folder and a new environment.

``python tools/check_wheel.py`` builds the wheel of these sources, installs it into an environment
of its own and runs the commands as a reader of the README would: in an empty folder; as another
user than the one who installed it, in a folder that cannot be written and with a home that is not
there (both need root, else they are left out and said). ``--program FILE`` tries a program that is
installed already, ``--quick`` leaves out what renders pages. Exit status 1 where a command does
not do what is written here.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534
EXPORT = (
    "REP_PERIOD;FUND_TYP;COD_BUDGET;COD_INCO;NAME_INC;ZAT_AMT;PLANS_AMT;FAKT_AMT\n"
    "12.2024;T;1953800000;11010100;ПДФО;1;1;60000000.00\n"
    "12.2024;T;1953800000;18050400;Єдиний податок;1;1;20000000.00\n"
)
PLAN = (
    "# Стратегія\n\nСтратегічна ціль 1. Розвинена економіка\n\n"
    "Операційна ціль 1.1. Нові робочі місця\n"
)


@dataclass(frozen=True)
class Step:
    """A command: its words, the exit status, words that it says, files that are there after it."""

    words: str
    status: int = 0
    says: str = ""
    files: tuple[str, ...] = ()
    renders: bool = False


STEPS = (
    Step("report", 2, "report Мукачівська"),
    Step("history", 0),
    Step("report Лановецька --out pages", 0, "index.html", ("pages/**/index.html",), True),
    Step("example", 0, "example", ("data/communities/example/community.toml",)),
    Step("check example"),
    Step("new Лановецька", 0, "lanovetska", ("data/communities/lanovetska/revenue.csv",)),
    Step("check Лановецька"),
    Step("take export.csv --into Лановецька --dry-run", 0),
    Step("take export.csv --into Лановецька", 0, "undo"),
    Step("history Лановецька", 0, "take"),
    Step("undo Лановецька", 0),
    Step("annual example --only */uk/01_profile", 0, "", ("reports/**/index.html",), True),
    Step("annual --oblast Закарпатська --only */uk/01_profile --dry-run"),
    Step("audit plan.md --fail-on never"),
    Step("extract plan.md --to found", 0, "", ("found/goals.csv",)),
    Step("workshop 1 --to lessons", 0, "", ("lessons/**/*.ipynb",), True),
    Step("notebooks --to mine", 0, "", ("mine/00_overview.ipynb", "mine/explore.ipynb")),
    Step(
        "report example --notebook elsewhere/01_profile.ipynb --out pages2",
        0, "index.html", ("pages2/**/index.html",), True,
    ),
    Step("desk example --to desk.html", 0, "", ("desk.html",)),
    Step("template example --out form.xlsx", 0, "", ("form.xlsx",)),
    Step("calendar example 2026", 0),
    Step("forecast example --out forecast", 0, "", ("forecast/**/*.xlsx",)),
    Step("report Мукачивська", 2, "Мукачівська"),
)  # fmt: skip


def build(folder: Path) -> Path:
    """Build the wheel."""
    call = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(call, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def install(wheel: Path, environment: Path, interpreter: str) -> Path:
    """Make an environment with the wheel and what it needs; return the program."""
    uv = shutil.which("uv")
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if uv:
        subprocess.run([uv, "venv", "-q", "--python", interpreter, environment], check=True)
        call = [uv, "pip", "install", "-q", "--python", str(python), str(wheel)]
    else:
        subprocess.run([interpreter, "-m", "venv", environment], check=True)
        call = [str(python), "-m", "pip", "install", "--quiet", str(wheel)]
    subprocess.run(call, check=True)
    return python.with_name("stratanalysis")


def surroundings(home: Path) -> dict[str, str]:
    """The variables of a user whose home is `home`, and nothing of this project's own."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "TMPDIR", "SYSTEMROOT")}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", "MPLBACKEND": "agg"}


def run(
    program: Path, words: str, folder: Path, variables: Mapping[str, str], user: int | None = None
) -> tuple[int, str]:
    """Exit status and everything that was said."""
    done = subprocess.run(
        [str(program), *words.split()], cwd=folder, env=dict(variables), capture_output=True,
        text=True, timeout=600, check=False, user=user, group=user,
        extra_groups=[] if user is not None else None,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def judged(step: Step, status: int, said: str, folder: Path) -> str:
    """What is wrong with the outcome; empty where nothing is."""
    if "Traceback (most recent call last)" in said:
        return "a traceback: " + said.strip().splitlines()[-1]
    if status != step.status:
        return f"exit status {status}, {step.status} is expected: {said.strip()[-300:]}"
    if step.says not in said:
        return f"does not say {step.says!r}: {said.strip()[-300:]}"
    lacking = [name for name in step.files if not any(folder.glob(name))]
    return f"not written: {', '.join(lacking)}" if lacking else ""


def in_an_empty_folder(program: Path, folder: Path, home: Path, *, quick: bool) -> list[str]:
    """Run all commands one after another; return what is wrong."""
    folder.mkdir()
    (folder / "export.csv").write_text(EXPORT, encoding="utf-8")
    (folder / "plan.md").write_text(PLAN, encoding="utf-8")
    wrong = []
    for step in STEPS:
        if quick and step.renders:
            continue
        if "elsewhere/" in step.words:
            shutil.copytree(folder / "mine", folder / "elsewhere")
        status, said = run(program, step.words, folder, surroundings(home))
        problem = judged(step, status, said, folder)
        print(f"{'MISS' if problem else 'ok  '} {step.words}", flush=True)
        wrong += [f"{step.words}: {problem}"] if problem else []
    problem = served(program, folder, home)
    print(f"{'MISS' if problem else 'ok  '} explore example", flush=True)
    return wrong + ([f"explore: {problem}"] if problem else [])


def served(program: Path, folder: Path, home: Path) -> str:
    """Start the desk, open its page, end it; return what is wrong."""
    process = subprocess.Popen(
        [str(program), "explore", "example", "--port", "8931"], cwd=folder,
        env=surroundings(home) | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said = ""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said += line
            if hit := re.search(r"http://\S+", line):
                with browser.open(hit[0], timeout=240) as answer:
                    return "" if answer.status == 200 else f"the page answers {answer.status}"
        return f"no address was said: {said[-300:]}"
    except OSError as error:
        return f"the page does not open: {error}"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def can_be_another(program: Path) -> bool:
    """Whether this process may start the program as another user, and that user may run it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    try:
        status, _ = run(program, "--version", Path("/"), surroundings(Path("/nonexistent")), NOBODY)
    except PermissionError:
        return False
    return status == 0


def as_another_user(program: Path, scratch: Path, *, quick: bool) -> list[str]:
    """Run as a user who did not install it: a folder of one's own, one to read, no home."""
    own, closed, nowhere = scratch / "own", scratch / "closed", Path("/nonexistent")
    for folder in (own, closed):
        folder.mkdir()
    os.chown(own, NOBODY, NOBODY)
    closed.chmod(0o555)
    (closed / "export.csv").write_text(EXPORT, encoding="utf-8")
    steps = [
        (own, Step("example", 0, "", ("data/communities/example/community.toml",))),
        (own, Step("check example")),
        (own, Step("report Лановецька --out pages", 0, "", ("pages/**/index.html",), True)),
        (own, Step("desk example --to desk.html", 0, "", ("desk.html",))),
        (closed, Step("check Лановецька")),
        (closed, Step("audit example --fail-on never")),
        (closed, Step("calendar Лановецька 2026", 2, "--out")),
        (closed, Step("take export.csv --into Лановецька --dry-run")),
        (closed, Step("take export.csv --into Лановецька", 1, "data")),
        (closed, Step("new Лановецька", 1, "data")),
        (closed, Step("report Лановецька", 2, "--out", (), True)),
        (closed, Step(f"report Лановецька --out {own / 'other'}", 0, "index.html", (), True)),
    ]
    wrong = []
    for folder, step in steps:
        if quick and step.renders:
            continue
        status, said = run(program, step.words, folder, surroundings(nowhere), NOBODY)
        problem = judged(step, status, said, folder)
        print(f"{'MISS' if problem else 'ok  '} ({folder.name}, no home) {step.words}", flush=True)
        wrong += [f"{folder.name}: {step.words}: {problem}"] if problem else []
    return wrong


def main() -> int:
    """Try the wheel; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, help="a program that is installed already")
    parser.add_argument("--quick", action="store_true", help="without the pages")
    parser.add_argument(
        "--python",
        default=sys.executable,
        help="interpreter that every user of this machine may run",
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wheel-") as name:
        scratch = Path(name)
        scratch.chmod(0o755)
        program = given.program or install(
            build(scratch / "dist"), scratch / "environment", given.python
        )
        wrong = in_an_empty_folder(program, scratch / "empty", scratch / "home", quick=given.quick)
        if can_be_another(program):
            wrong += as_another_user(program, scratch, quick=given.quick)
        else:
            print(
                "left out: another user, a closed folder, no home (root and a --python that all "
                "may run are needed)"
            )
    print("\n".join(wrong) or "every command does what is written here")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
