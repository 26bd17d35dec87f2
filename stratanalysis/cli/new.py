"""``stratanalysis new`` and ``stratanalysis fill``: a community from nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import (
    DONE,
    FAILED,
    Commands,
    data_option,
    language_option,
    show_findings,
)
from stratanalysis.cli.speech import message

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the commands."""
    command = commands.add_parser(
        "new",
        help="begin a community of your own",
        description="Write the folder of a community with everything that is known officially, "
        "templates for the rest, a workbook to fill in and a README. The command check says what "
        "is still missing, in the order to fix it.",
    )
    command.add_argument("name", metavar="NAME", help="official name, KATOTTG or budget code")
    command.add_argument("--slug", default="", help="name of the folder (default: from the name)")
    command.add_argument(
        "--years", type=int, nargs="+", metavar="Y", help="years of the workbook (default: this)"
    )
    command.add_argument(
        "--exercise", action="store_true", help="an invented community; everything says so"
    )
    language_option(command)
    data_option(command)
    command.set_defaults(run=_new)
    fill = commands.add_parser(
        "fill",
        help="take a filled-in workbook into a community's tables",
        description="Take a filled-in workbook into a community's tables: all sheets or, where a "
        "cell cannot be used, none.",
    )
    fill.add_argument("community", help="slug, folder, KATOTTG or budget code")
    fill.add_argument(
        "workbook",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="the workbook (default: workbook.xlsx in the community's folder)",
    )
    data_option(fill)
    fill.add_argument(
        "--replace",
        action="store_true",
        help="let each sheet take the whole place of its table: rows that are not in the sheet go, "
        "and empty cells empty the table's ('stratanalysis undo' brings them back)",
    )
    fill.add_argument("--dry-run", action="store_true", help="only say what would change")
    fill.set_defaults(run=_fill)


def _new(given: argparse.Namespace) -> int:
    from stratanalysis.new_community import new_community

    folder = new_community(
        given.name,
        data=given.data,
        slug=given.slug,
        years=tuple(given.years or ()),
        language=given.language,
        exercise=given.exercise,
    )
    print(folder)
    return DONE


def _fill(given: argparse.Namespace) -> int:
    from stratanalysis.cache import cache_folder
    from stratanalysis.community import find_community
    from stratanalysis.errors import InvalidInputError
    from stratanalysis.findings import Severity
    from stratanalysis.new_community import take_workbook
    from stratanalysis.reference import reference_folder

    folder = find_community(given.community, given.data)
    shipped = reference_folder().parent / "communities" / folder.name
    foreign = folder.resolve() == shipped.resolve() and not _is_own(folder, given.data)
    if folder.is_relative_to(cache_folder()) or foreign:
        raise InvalidInputError(
            "the community has no folder of its own yet",
            where=given.community,
            do=f"begin it with: stratanalysis new {given.community}",
        )
    if given.workbook:
        from stratanalysis.intake import refuse_official

        refuse_official(given.workbook, "fill")
    rows, findings = take_workbook(
        folder,
        given.workbook or folder / "workbook.xlsx",
        replace=given.replace,
        dry_run=given.dry_run,
    )
    show_findings(findings)
    for name, count in rows.items():
        print(message("{file}: {count} rows", file=f"{folder / name}.csv", count=count))
    if any(finding.severity is Severity.ERROR for finding in findings):
        print(f"{folder}: {message('nothing was taken; mend the cells above')}")
        return FAILED
    return DONE


def _is_own(folder: Path, data: Path) -> bool:
    return folder.resolve().parent == (data / "communities").resolve()
