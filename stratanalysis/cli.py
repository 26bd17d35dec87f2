"""The command line: ``stratanalysis --help``.

Exit status: 0 done; 1 something failed, what and where stands on standard error; 2 wrong call;
75 another run holds the lock.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from stratanalysis import __version__
from stratanalysis.errors import InvalidInputError, StratanalysisError, UnknownNameError

__all__ = ["main"]

DONE, FAILED, WRONG_CALL = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``stratanalysis``; those of the process by default.
    """
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except (UnknownNameError, InvalidInputError) as error:
        print(f"stratanalysis: {error}", file=sys.stderr)
        return WRONG_CALL
    except (StratanalysisError, OSError) as error:
        print(f"stratanalysis: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("stratanalysis: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="stratanalysis",
        description="Turn a community's development strategy and the official data into checked "
        "tables, scenarios and annual analyses.",
        epilog="Exit status: 0 done, 1 something failed, 2 wrong call, 75 another run is at work.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_check(commands)
    return parser


def _data_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="DIR",
        help="folder with communities/ and reference/ (default: data)",
    )


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "check",
        help="check a community's tables and scenarios",
        description="Check a community's tables and its scenarios; all problems come out together.",
    )
    command.add_argument("community", help="slug, folder, KATOTTG or budget code")
    _data_option(command)
    command.set_defaults(run=_check)


def _check(given: argparse.Namespace) -> int:
    import numpy as np

    from stratanalysis.community import find_community
    from stratanalysis.findings import Severity
    from stratanalysis.scenarios import default_base_year
    from stratanalysis.scenarios.folder import read_folder

    folder = find_community(given.community, given.data)
    community, scenarios = read_folder(folder)
    findings = community.check()
    for finding in findings:
        print(finding)
    rows = sum(len(frame) for frame in community.tables.values())
    checked = f"{len(community.tables)} tables with {rows} rows"
    if scenarios:
        base = default_base_year(community)
        for name in scenarios:
            scenarios.driver_values(name, np.arange(base, base + 16))
        checked += f", {len(scenarios)} scenarios"
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    print(f"{folder}: checked {checked}; {errors} errors, {len(findings) - errors} remarks")
    return FAILED if errors else DONE
