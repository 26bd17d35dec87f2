"""What the commands share: exit statuses and common options."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from stratanalysis.cli.speech import listed, message
from stratanalysis.findings import Finding, Severity
from stratanalysis.language import LANGUAGES

__all__ = [
    "DONE",
    "NOT_UNDERSTOOD",
    "FAILED",
    "LOCKED",
    "WRONG_CALL",
    "Commands",
    "cells_done",
    "data_option",
    "language_option",
    "page_options",
    "print_page",
    "replace_option",
    "show_findings",
]

DONE, FAILED, WRONG_CALL, NOT_UNDERSTOOD, LOCKED = 0, 1, 2, 3, 75

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def data_option(command: argparse.ArgumentParser) -> None:
    """Add ``--data``."""
    command.add_argument(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="DIR",
        help="folder with communities/ and reference/ (default: data)",
    )


def language_option(command: argparse.ArgumentParser) -> None:
    """Add ``--language``."""
    command.add_argument(
        "--language", choices=LANGUAGES, default=LANGUAGES[0], help="language (default: uk)"
    )


def replace_option(command: argparse.ArgumentParser) -> None:
    """Add ``--replace``."""
    command.add_argument(
        "--replace",
        action="store_true",
        help="replace files too that were filled in, edited or made by somebody else; "
        "the old ones are kept: 'stratanalysis undo' brings them back",
    )


def page_options(command: argparse.ArgumentParser) -> None:
    """Add what every command that makes pages takes: whose, of which year, how, and where to."""
    command.add_argument(
        "community",
        nargs="*",
        metavar="COMMUNITY",
        help="slug, folder, KATOTTG or budget code (default: all)",
    )
    command.add_argument("--year", type=int, help="base year (default: the last with full data)")
    command.add_argument(
        "-p", "--parameter", action="append", default=[], metavar="NAME=VALUE",
        help="a parameter of the notebook, as horizon=10 or scenarios=baseline,rational; "
        "can be repeated",
    )  # fmt: skip
    command.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR",
        help="where the pages go (default: reports)",
    )  # fmt: skip
    command.add_argument(
        "--format", action="append", default=[], choices=("docx", "pdf"), dest="formats",
        help="also a file to print next to the page: Word or PDF; can be repeated",
    )  # fmt: skip
    command.add_argument(
        "--date", default="", metavar="TEXT",
        help="what is printed under the title of such a file (default: the year of the page)",
    )  # fmt: skip
    command.add_argument(
        "--status", default="", metavar="TEXT",
        help="what is printed on the cover of such a file (default: draft)",
    )  # fmt: skip
    replace_option(command)


def print_page(
    page: Path,
    out: Path,
    formats: Sequence[str],
    *,
    date: str = "",
    status: str = "",
    replace: bool = False,
) -> list[Path]:
    """Write the files to print next to a page published in `out`; return where they are.

    A file that a clerk has edited since is refused unless `replace` is set.
    """
    if not formats:
        return []
    from stratanalysis.publish.printed import printed_files
    from stratanalysis.storage import changing

    made = printed_files(
        page.read_bytes(),
        tuple(dict.fromkeys(formats)),
        date=date or page.parent.parent.parent.name,
        status=status,
    )
    inside = page.parent.resolve().relative_to(out.resolve()).as_posix()
    with changing(out, f"print {inside}", replace=replace) as change:
        for name, content in made.items():
            change.write(f"{inside}/{name}", content)
    return [page.with_name(name) for name in made]


def show_findings(findings: Sequence[Finding]) -> tuple[int, int]:
    """Print findings as :func:`listed` gives them; return how many are errors and are not."""
    for line in listed(findings):
        print(line)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return errors, len(findings) - errors


def cells_done(name: str) -> Callable[[int, int], None] | None:
    """A line that counts the cells, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\r" if done < total else "\r\033[K"
        cells = message("{name}: cell {done} of {total}", name=name, done=done, total=total)
        print(cells, end=end, file=sys.stderr, flush=True)

    return show
