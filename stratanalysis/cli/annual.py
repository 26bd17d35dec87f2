"""``stratanalysis annual``: all pages of all communities in one run that can be scheduled."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from stratanalysis.cli.options import (
    FAILED,
    LOCKED,
    WRONG_CALL,
    Commands,
    data_option,
    page_options,
    print_page,
)
from stratanalysis.cli.speech import message, said_error
from stratanalysis.errors import StratanalysisError
from stratanalysis.language import LANGUAGES

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "annual",
        help="render every analysis of every community that has changed",
        description="Render every numbered notebook for every community in both languages, skip "
        "what has not changed, publish each page as soon as it is ready, and list them all.",
        epilog="Exit status: 0 all done, 1 some failed (the others are published), 2 wrong call, "
        "75 another run writes to the same folder.",
    )
    page_options(command)
    command.add_argument(
        "--notebooks", type=Path, metavar="DIR",
        help="folder whose notebooks 0*.ipynb to 9*.ipynb are rendered (default: notebooks here "
        "or in a parent folder, else those of the package)",
    )  # fmt: skip
    command.add_argument(
        "--oblast", action="append", default=[], metavar="NAME",
        help="every community of an oblast, as Закарпатська; can be repeated",
    )  # fmt: skip
    command.add_argument(
        "--all", action="store_true", help="every community of the country"
    )  # fmt: skip
    command.add_argument(
        "--only", action="append", default=[], metavar="PATTERN",
        help="only pages that match community/language/notebook, as 'korosten/*' or '*/uk/05_*'; "
        "can be repeated",
    )  # fmt: skip
    command.add_argument(
        "--language", choices=LANGUAGES, action="append", help="language (default: both)"
    )
    command.add_argument("--jobs", type=int, help="pages at once (default: number of cores)")
    command.add_argument("--force", action="store_true", help="make unchanged pages too")
    command.add_argument("--dry-run", action="store_true", help="only say what would be made")
    command.add_argument(
        "--wait", type=float, default=0, metavar="SECONDS",
        help="wait for another run that writes to the same folder (default: leave at once)",
    )  # fmt: skip
    command.add_argument(
        "--deadline", type=float, default=900, metavar="SECONDS",
        help="longest time of one page (default: 900)",
    )  # fmt: skip
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="make the pages on this Dask cluster"
    )
    command.add_argument("--cold", action="store_true", help="start a new Python for every page")
    data_option(command)
    command.set_defaults(run=_annual)


def _annual(given: argparse.Namespace) -> int:
    from stratanalysis.community import find_community
    from stratanalysis.desk.page import write_desk
    from stratanalysis.publish.batch import BatchOptions, run_batch
    from stratanalysis.publish.execution import Limits
    from stratanalysis.publish.kernels.preloaded import warm_possible
    from stratanalysis.publish.notebook_file import notebook_folder
    from stratanalysis.publish.parameters import parameters_from_texts
    from stratanalysis.publish.progress import page_line
    from stratanalysis.storage import LockedError

    try:
        names = _names(given)
        notebooks = sorted((given.notebooks or notebook_folder()).glob("[0-9]*.ipynb"))
        parameters = parameters_from_texts(given.parameter, notebooks)
        if given.year is not None:
            parameters["year"] = given.year
        if not given.cold and not warm_possible():
            cold = message("kernels start cold on this system")
            print(f"stratanalysis: {cold}", file=sys.stderr)
        result = run_batch(
            [find_community(name, given.data) for name in names],
            notebooks,
            out=given.out,
            languages=tuple(dict.fromkeys(given.language or LANGUAGES)),
            parameters=parameters,
            only=given.only,
            options=BatchOptions(
                jobs=given.jobs,
                force=given.force,
                dry_run=given.dry_run,
                wait=given.wait,
                scheduler=given.scheduler,
                warm=not given.cold,
                limits=Limits(deadline=given.deadline),
                replace=given.replace,
                add_files=write_desk,
            ),
        )
        for outcome in () if given.dry_run else result.outcomes:
            page = given.out / outcome.place / "index.html"
            if outcome.result in ("done", "unchanged") and page.is_file():
                print_page(
                    page, given.out, given.formats,
                    date=given.date, status=given.status, replace=given.replace,
                )  # fmt: skip
    except LockedError as error:
        print(f"stratanalysis: {said_error(error)}", file=sys.stderr)
        return LOCKED
    except StratanalysisError as error:
        print(f"stratanalysis: {said_error(error)}", file=sys.stderr)
        return WRONG_CALL
    except OSError as error:
        print(f"stratanalysis: {said_error(error)}", file=sys.stderr)
        return FAILED
    for outcome in result.outcomes if given.dry_run else ():
        print(page_line(outcome))
    kinds = ("due" if given.dry_run else "done", "unchanged", "failed")
    counts = ", ".join(f"{message(kind)} {result.count(kind)}" for kind in kinds)
    print(f"stratanalysis: {counts}", file=sys.stderr)
    if result.problem:
        problem = message("the record cannot be written: {problem}", problem=result.problem)
        print(f"stratanalysis: {problem}", file=sys.stderr)
    if not given.dry_run:
        print(given.out / "index.html")
    return result.exit_status


def _names(given: argparse.Namespace) -> list[str]:
    """Communities that are named, those of an oblast, all of the country, or all of the data."""
    from stratanalysis.community import communities
    from stratanalysis.reference import country_table
    from stratanalysis.reference.search import oblast_communities

    named = list(given.community)
    if given.oblast or given.all:
        register = country_table("hromadas")
        for oblast in given.oblast:
            named += oblast_communities(register, oblast)
        if given.all:
            named += [str(code) for code in register["katottg"]]
    return list(dict.fromkeys(named)) or communities(given.data)
