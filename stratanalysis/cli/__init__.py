"""The command line: ``stratanalysis --help``.

Exit status: 0 done; 1 something failed, what and where is said on standard error; 2 wrong call;
75 another run holds the lock; 129, 130, 143 stopped by SIGHUP, SIGINT, SIGTERM. Each command is
a module with a function ``add``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from stratanalysis import __version__
from stratanalysis.cli import (
    annual,
    audit,
    check,
    copies,
    desk,
    documents,
    explore,
    fetch,
    forecast,
    new,
    report,
    session,
    take,
    template,
    undo,
    workshop,
    year,
)
from stratanalysis.cli.options import FAILED, WRONG_CALL
from stratanalysis.cli.speech import (
    message,
    said_error,
    speak,
    spoken,
    translate_help,
    translated_parser,
)
from stratanalysis.errors import (
    InvalidInputError,
    StratanalysisError,
    UnknownNameError,
    UnreadableFileError,
)
from stratanalysis.processes import Stopped, end_descendants, remove_scratch, stoppable
from stratanalysis.quantities import without_controls

__all__ = ["main"]

_COMMANDS = (
    report,
    annual,
    copies,
    desk,
    explore,
    check,
    audit,
    documents,
    new,
    take,
    template,
    forecast,
    undo,
    fetch,
    workshop,
    session,
    year,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``stratanalysis``; those of the process by default.
    """
    speak(spoken(sys.argv[1:] if arguments is None else arguments))
    with translated_parser():
        parser = _parser()
        translate_help(parser)
        given = parser.parse_args(arguments)
    try:
        with stoppable():
            return int(given.run(given))
    except (StratanalysisError, OSError) as error:
        print(without_controls(f"stratanalysis: {said_error(error)}"), file=sys.stderr)
        if isinstance(error, UnreadableFileError):
            return FAILED
        if isinstance(error, (UnknownNameError, InvalidInputError)):
            return WRONG_CALL
        return int(getattr(error, "exit_status", FAILED))
    except KeyboardInterrupt as stop:
        end_descendants()
        remove_scratch()
        said = f" ({stop})" if isinstance(stop, Stopped) else ""
        print(f"stratanalysis: {message('stopped')}{said}", file=sys.stderr)
        return 128 + stop.number if isinstance(stop, Stopped) else 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="stratanalysis",
        description="Turn a community's development strategy and the official data into checked "
        "tables, scenarios and annual analyses.",
        epilog="Exit status: 0 done, 1 something failed, 2 wrong call, 75 another run is at "
        "work, 129, 130 or 143 stopped by a signal.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in _COMMANDS:
        module.add(commands)
    return parser
