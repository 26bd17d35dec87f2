"""``stratanalysis fetch budget``: executed budgets from the state portal."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from stratanalysis.cli.options import DONE, FAILED, Commands, show_findings
from stratanalysis.errors import InvalidInputError

__all__ = ["add"]

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


def add(commands: Commands) -> None:
    """Add the command."""
    fetch = commands.add_parser("fetch", help="fetch official data")
    kinds = fetch.add_subparsers(title="data", metavar="DATA", required=True)
    command = kinds.add_parser(
        "budget",
        help="executed budget of a community from openbudget.gov.ua",
        description="Fetch the executed revenue and programme expenditure of a budget, year by "
        "year. What was fetched stays on disk: after a stop run the same call again.",
    )
    command.add_argument("code", metavar="CODE", help="budget code of 10 digits")
    command.add_argument("--years", required=True, metavar="Y-Y", help="as 2021-2025, or one year")
    command.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder")
    command.add_argument("--refresh", action="store_true", help="ask again for everything")
    command.set_defaults(run=_fetch)


def _fetch(given: argparse.Namespace) -> int:
    from stratanalysis.official.openbudget import fetch_budget

    found = _YEARS.fullmatch(given.years)
    if not found:
        raise InvalidInputError(
            f"the years are {given.years!r}", where="--years", expected="2021-2025, or one year"
        )
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise InvalidInputError(
            f"the years run from {first} to {last}", where="--years", expected="the earlier first"
        )
    done = fetch_budget(
        given.code, range(first, last + 1), given.to, refresh=given.refresh, progress=print
    )
    errors, _ = show_findings(done.findings)
    for name, frame in done.tables.items():
        print(f"{given.to / name}.csv: {len(frame)} rows")
    return FAILED if errors else DONE
