"""``stratanalysis session``: the kit of a strategic session, and its report."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, Commands, data_option, replace_option
from stratanalysis.language import LANGUAGES

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "session",
        help="make the kit of a strategic session, or its report",
        description="Write everything for a strategic session of 12 to 30 people into one folder: "
        "a desk that needs only a browser, decision cards, roles, events, sheets, agenda, surveys, "
        "invitation, certificate and notes. With --decisions: the scenario file and the report in "
        "Word from what a group decided.",
    )
    command.add_argument("community", help="slug, folder, KATOTTG or budget code")
    command.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder")
    command.add_argument(
        "--decisions", type=Path, metavar="FILE", help="decisions saved from the session's desk"
    )
    command.add_argument(
        "--from-year", type=int, default=0, metavar="Y",
        help="year in which round 1 takes effect (default: the next)",
    )  # fmt: skip
    command.add_argument(
        "--language", choices=LANGUAGES, help="language (default: both; of the report: uk)"
    )
    replace_option(command)
    data_option(command)
    command.set_defaults(run=_session)


def _session(given: argparse.Namespace) -> int:
    from stratanalysis.workshop.kit.build import build_session, report_session

    if given.decisions:
        written = report_session(
            given.community,
            given.decisions,
            given.to,
            data=given.data,
            language=given.language or LANGUAGES[0],
            first_year=given.from_year,
            replace=given.replace,
        )
    else:
        written = build_session(
            given.community,
            given.to,
            data=given.data,
            languages=(given.language,) if given.language else LANGUAGES,
            first_year=given.from_year,
            replace=given.replace,
        )
    for file in written:
        if file.name in ("index.html", "report.docx", "scenarios.toml"):
            print(file)
    return DONE
