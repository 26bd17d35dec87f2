"""``stratanalysis report``: render pages."""

from __future__ import annotations

import argparse
import sys

from stratanalysis.cli.options import (
    DONE,
    FAILED,
    WRONG_CALL,
    Commands,
    cells_done,
    data_option,
    language_option,
    page_options,
    print_page,
)
from stratanalysis.cli.speech import message, said_error
from stratanalysis.errors import StratanalysisError

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "report",
        help="render the overview page of communities",
        description="Render the overview page of communities and print where it is.",
    )
    page_options(command)
    language_option(command)
    command.add_argument(
        "--notebook",
        default="overview",
        metavar="FILE",
        help="the notebook to render: a file, or overview, profile, population, budget, goals, "
        "annual_review, benchmark (default: overview)",
    )
    data_option(command)
    command.set_defaults(run=_report)


def _report(given: argparse.Namespace) -> int:
    from stratanalysis.community import communities, find_community
    from stratanalysis.publish.notebook_file import find_notebook
    from stratanalysis.publish.parameters import parameters_from_texts
    from stratanalysis.publish.report import check_call, render_report

    names = given.community or communities(given.data)
    if not names:
        nothing = message(
            "there is nothing to render: no community is named, and {folder} holds none. Name any "
            "community of Ukraine, as: stratanalysis report Мукачівська",
            folder=given.data / "communities",
        )
        print(f"stratanalysis: {nothing}", file=sys.stderr)
        return WRONG_CALL
    check_call(given.out)
    notebook = find_notebook(given.notebook)
    stated = parameters_from_texts(given.parameter, [notebook])
    parameters = {"year": given.year, **stated, "language": given.language}
    folders = [find_community(name, given.data) for name in names]
    failed = 0
    for folder in folders:
        try:
            done = render_report(
                folder,
                notebook,
                out=given.out,
                parameters=parameters,
                replace=given.replace,
                progress=cells_done(folder.name),
            )
            printed = print_page(
                done.page, given.out, given.formats,
                date=given.date, status=given.status, replace=given.replace,
            )  # fmt: skip
        except (StratanalysisError, OSError) as error:
            if len(folders) == 1:
                raise
            failed += 1
            print(f"stratanalysis: {folder.name}: {said_error(error)}", file=sys.stderr)
        else:
            for path in (done.page, *printed):
                print(path)
    if failed:
        pages = message("pages failed: {failed} of {total}", failed=failed, total=len(folders))
        print(f"stratanalysis: {pages}", file=sys.stderr)
    return FAILED if failed else DONE
