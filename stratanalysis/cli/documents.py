"""``stratanalysis extract``: a document becomes tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, NOT_UNDERSTOOD, Commands, replace_option, show_findings
from stratanalysis.cli.speech import message

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "extract",
        help="turn a planning document into tables",
        description="Read a strategy, a programme or a plan of actions (.txt, .md, .html, .csv, "
        ".docx, .xlsx, text .pdf) and write its goals, indicators, SWOT, scenarios, measures, "
        "money, actions and facts as CSV, each row with its place in the document.",
    )
    command.add_argument("document", type=Path, metavar="DOCUMENT")
    command.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="folder for the tables"
    )
    command.add_argument(
        "--review", action="store_true", help="write review.html too: the document beside its rows"
    )
    replace_option(command)
    command.set_defaults(run=_extract)


def _extract(given: argparse.Namespace) -> int:
    from stratanalysis.intake import refuse_official
    from stratanalysis.plans.output import extract

    refuse_official(given.document, "extract")
    extraction = extract(given.document, given.to, replace=given.replace)
    show_findings(extraction.findings)
    for name, frame in extraction.tables.items():
        if len(frame):
            print(message("{file}: {count} rows", file=f"{given.to / name}.csv", count=len(frame)))
    if given.review:
        from stratanalysis.plans.review import write_review

        print(write_review(extraction, given.to / "review.html"))
    if extraction.coverage is not None:
        print(extraction.coverage.line())
    return NOT_UNDERSTOOD if extraction.status == "not understood" else DONE
