"""``stratanalysis template``: a workbook to fill in for the annual review."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, Commands, data_option, language_option, replace_option
from stratanalysis.errors import InvalidInputError

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "template",
        help="write a workbook to fill in for the annual review",
        description="Write a workbook with everything that is known of a community's goals, "
        "indicators, tasks and measures, and empty cells for what the annual review needs. "
        "The command check, given the workbook, reads it back.",
    )
    command.add_argument("community", help="slug, folder, KATOTTG or budget code")
    command.add_argument(
        "--years", type=int, nargs="+", metavar="Y", help="years to ask for (default: this year)"
    )
    language_option(command)
    command.add_argument(
        "--out", type=Path, metavar="FILE", help="the workbook (default: COMMUNITY.xlsx)"
    )
    data_option(command)
    replace_option(command)
    command.set_defaults(run=_template)


def _template(given: argparse.Namespace) -> int:
    import datetime as dt

    from stratanalysis.community import Community, find_community
    from stratanalysis.monitoring.template import write_template

    community = Community.read(find_community(given.community, given.data))
    path = given.out or Path(f"{community.slug}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise InvalidInputError("the workbook must be an .xlsx file", where=str(path))
    write_template(
        community,
        path,
        years=given.years or [dt.date.today().year],
        language=given.language,
        exercise=community.kind == "example",
        replace=given.replace,
    )
    print(path)
    return DONE
