"""``stratanalysis fetch budget``: executed budgets from the state portal, into the tables."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from stratanalysis.cli.options import DONE, FAILED, Commands, data_option, show_findings
from stratanalysis.cli.speech import message, translated
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
        "year, and take them into the community's tables. What was fetched stays on disk: after "
        "a stop run the same call again.",
    )
    command.add_argument(
        "code", metavar="COMMUNITY", help="budget code of 10 digits, or the community's name"
    )
    command.add_argument("--years", required=True, metavar="Y-Y", help="as 2021-2025, or one year")
    command.add_argument(
        "--to", type=Path, metavar="DIR",
        help="folder for what comes from the portal (default: downloads in the data folder)",
    )  # fmt: skip
    command.add_argument("--refresh", action="store_true", help="ask again for everything")
    command.add_argument(
        "--only-fetch", action="store_true", help="do not take the answers into the tables"
    )
    data_option(command)
    command.set_defaults(run=_fetch)


def _fetch(given: argparse.Namespace) -> int:
    from stratanalysis.cli.take import show_taken
    from stratanalysis.official.openbudget import PARTS, fetch_budget
    from stratanalysis.official.portal import refuse_offline

    first, last = _years(given.years)
    code = _budget(given.code, given.data)
    to = given.to or given.data / "downloads" / code
    refuse_offline(code)
    done = fetch_budget(
        code,
        range(first, last + 1),
        to,
        refresh=given.refresh,
        progress=lambda line: print(translated(line), flush=True),
    )
    errors, _ = show_findings(done.findings)
    for name, frame in done.tables.items():
        print(message("{file}: {count} rows", file=f"{to / name}.csv", count=len(frame)))
    if errors or given.only_fetch:
        return FAILED if errors else DONE
    answers = [
        to / "answers" / f"{code}_{part}_{year}.csv"
        for part in PARTS
        for year in range(first, last + 1)
        if len(done.tables.get(part, ()))
    ]
    held = [path for path in answers if path.is_file() and _has_rows(path)]
    if not held:
        print(message("the portal has no figures of these years, so nothing was taken"))
        return FAILED
    return show_taken(held, code, given.data)


def _has_rows(path: Path) -> bool:
    return path.read_bytes().strip().count(b"\n") > 0


def _years(written: str) -> tuple[int, int]:
    found = _YEARS.fullmatch(written)
    if not found:
        raise InvalidInputError(
            f"the years are {written!r}", where="--years", expected="2021-2025, or one year"
        )
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise InvalidInputError(
            f"the years run from {first} to {last}", where="--years", expected="the earlier first"
        )
    return first, last


def _budget(text: str, data: Path) -> str:
    """Budget code of a community of the data folder or of the register."""
    from stratanalysis.reference import budget_code
    from stratanalysis.scenarios.folder import open_community

    if re.fullmatch(r"\d{9,11}", text.strip()):
        return budget_code(text)[0]
    community, _ = open_community(text, data)
    if not community.budget_code:
        raise InvalidInputError(
            f"{community.slug} has no budget code",
            where="community.toml",
            expected="budget_code, 10 digits",
        )
    return community.budget_code
