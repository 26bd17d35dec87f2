"""``stratanalysis take``: official files into the tables of a community."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, Commands, data_option
from stratanalysis.cli.speech import message, reader
from stratanalysis.errors import InvalidInputError

__all__ = ["add", "show_taken", "take_workbooks"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "take",
        help="take official files into a community's tables",
        description="Take exports of the state budget portal, tables of the ministries, of the "
        "State Statistics Service and of OCHA, typed tables (.csv, .xlsx) and the act of order "
        "376 (.docx), also in .gz and .zip. What a file is, its content tells; it is shown what "
        "was understood, what changes and what was left out. Either all is written or nothing; "
        "the command undo brings back what was there.",
    )
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument(
        "--into", default="", metavar="COMMUNITY",
        help="name, code, slug or folder (default: the codes in the files tell)",
    )  # fmt: skip
    command.add_argument(
        "--year", type=int, help="year of figures of which a file does not say the year"
    )
    command.add_argument(
        "--dry-run", action="store_true", help="only show what would be written"
    )  # fmt: skip
    data_option(command)
    command.set_defaults(run=_take)


def _take(given: argparse.Namespace) -> int:
    from stratanalysis.official.template import stamped_slug

    slugs = [stamped_slug(path) for path in given.files]
    if any(slug is not None for slug in slugs):
        if any(slug is None for slug in slugs):
            raise InvalidInputError(
                "some of the files are workbooks of a community and some are not",
                do="take the workbooks apart from the other files",
            )
        return take_workbooks(
            given.files, given.into or str(slugs[0] or ""), given.data, dry=given.dry_run
        )
    return show_taken(given.files, given.into, given.data, year=given.year, dry=given.dry_run)


def take_workbooks(files: list[Path], into: str, data: Path, *, dry: bool = False) -> int:
    """Bring workbooks of a community into its tables, each all or nothing."""
    from stratanalysis.cli.options import FAILED, show_findings
    from stratanalysis.community import find_community
    from stratanalysis.findings import Severity
    from stratanalysis.new_community import take_workbook
    from stratanalysis.workbook_words import sheet_title

    if not into:
        raise InvalidInputError(
            "the workbook does not say whose it is", do="name the community: --into COMMUNITY"
        )
    folder = find_community(into, data)
    failed = wrote = False
    for path in files:
        rows, findings = take_workbook(folder, path, dry_run=dry)
        show_findings(findings)
        print(
            f"{path.name}: "
            + (", ".join(f"{sheet_title(k, reader())} {n}" for k, n in rows.items() if n) or "-")
        )
        failed |= any(finding.severity is Severity.ERROR for finding in findings)
        wrote |= any(rows.values())
    if wrote and not failed and not dry:
        print(f"  {message('to take it back')}: stratanalysis undo {folder}")
    return FAILED if failed else DONE


def show_taken(
    files: list[Path], into: str, data: Path, *, year: int | None = None, dry: bool = False
) -> int:
    """Show what would change, write it, and say how to take it back."""
    from stratanalysis.intake import prepare_take, write_take
    from stratanalysis.intake.said import said_line

    result = prepare_take(files, into=into, data=data, year=year)
    for line in result.lines:
        print(said_line(line, reader()))
    changed = [preview for preview in result.previews if preview.changes]
    if not changed and not result.national:
        print(message("nothing changes: everything is there already"))
        return DONE
    if dry:
        print(message("nothing was written (--dry-run)"))
        return DONE
    write_take(result, data=data)
    for preview in changed:
        print(message("{folder}: {count} figures taken", folder=preview.folder,
                      count=preview.changes))  # fmt: skip
        if not preview.is_new:
            undo = f"stratanalysis undo {preview.folder}"
            print("  " + message("to take it back: {command}", command=undo))
        report = f"stratanalysis report {preview.folder}"
        print("  " + message("the page: {command}", command=report))
    if result.national:
        folder = data / "reference"
        print(message("{folder}: the newer edition is read from now on", folder=folder))
    return DONE
