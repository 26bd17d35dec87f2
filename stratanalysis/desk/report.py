"""The report with a reader's own scenarios: the overview rendered for what the desk shows."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from stratanalysis.desk.model import Board
from stratanalysis.errors import InvalidInputError, MissingInputError, StratanalysisError
from stratanalysis.processes import scratch_folder
from stratanalysis.scenarios import read_scenarios
from stratanalysis.storage import STATE

__all__ = ["MAXIMUM_FILE", "render_report"]

MAXIMUM_FILE = 512 * 1024
"""Bytes of a scenario file."""
_SECONDS = 600


def render_report(
    board: Board,
    scenarios: str,
    *,
    notebook: Path,
    language: str,
    horizon: int,
    shown: Sequence[str] = (),
) -> bytes:
    """Render the overview of a community with the scenarios of a file in place of its own.

    Parameters
    ----------
    board : Board
    scenarios : str
        A whole scenario file; those that the community's own lacks are shown.
    notebook : path
        The notebook of the overview.
    language : {"uk", "en"}
    horizon : int
        Last year.
    shown : sequence of str
        Names of the community's scenarios that are shown too.

    Returns
    -------
    bytes
        One HTML file with its pictures inside.

    Raises
    ------
    MissingInputError
        The notebook is not there.
    InvalidInputError
        The file is too large or the horizon is outside what the desk can show.
    DataError
        Every problem of the scenario file, with its line.
    StratanalysisError
        The page could not be rendered; the message is the command's own.
    """
    if not notebook.is_file():
        raise MissingInputError("no such notebook", where=str(notebook))
    if len(scenarios.encode("utf-8")) > MAXIMUM_FILE:
        raise InvalidInputError(
            "the file is too large", expected="a scenario file of at most 512 KiB"
        )
    if not board.base_year < horizon <= board.years[-1]:
        raise InvalidInputError("the horizon is outside the years of the desk", where=str(horizon))
    given = read_scenarios(scenarios, document="scenarios.toml")
    new = [name for name in given if name not in board.scenarios]
    wanted = [*(name for name in shown if name in board.scenarios), *new] or list(board.names)
    with scratch_folder() as scratch:
        folder = scratch / "community" / board.folder.resolve().name
        shutil.copytree(board.folder, folder, ignore=shutil.ignore_patterns(STATE))
        (folder / "scenarios.toml").write_text(scenarios, encoding="utf-8", newline="\n")
        out = scratch / "out"
        command = [
            sys.executable, "-m", "stratanalysis", "report", str(folder), "--language", language,
            "--year", str(board.base_year), "--out", str(out), "--notebook", str(notebook),
            "-p", f"horizon={horizon - board.base_year}", "-p", f"scenarios={','.join(wanted)}",
        ]  # fmt: skip
        done = subprocess.run(  # noqa: S603 - our own command, no shell
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        pages = sorted(out.rglob("index.html"), key=lambda page: len(page.parts), reverse=True)
        if done.returncode or not pages:
            raise StratanalysisError(
                "the report was not rendered", where=done.stderr.strip()[-600:] or None
            )
        return pages[0].read_bytes()
