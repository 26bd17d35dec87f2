"""``stratanalysis extract``: a document becomes tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import (
    DONE,
    NOT_UNDERSTOOD,
    Commands,
    data_option,
    replace_option,
    show_findings,
)
from stratanalysis.cli.speech import message, reader
from stratanalysis.language import language

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
    place = command.add_mutually_exclusive_group(required=True)
    place.add_argument("--to", type=Path, metavar="DIR", help="folder for the tables")
    place.add_argument(
        "--into", metavar="COMMUNITY",
        help="write the plan into the tables of a community, and a workbook of it",
    )  # fmt: skip
    command.add_argument(
        "--review", action="store_true", help="write review.html too: the document next to its rows"
    )
    command.add_argument(
        "--tree", default="", metavar="WORDS",
        help="which tree of goals, where the document holds several (with --into)",
    )  # fmt: skip
    data_option(command)
    replace_option(command)
    command.set_defaults(run=_extract)


def _extract(given: argparse.Namespace) -> int:
    from stratanalysis.intake import refuse_official
    from stratanalysis.plans.output import extract

    refuse_official(given.document, "extract")
    if given.into:
        return _into(given)
    review = reader() if given.review else ""
    extraction = extract(given.document, given.to, replace=given.replace, review=review)
    show_findings(extraction.findings)
    for name, frame in extraction.tables.items():
        if len(frame):
            print(message("{file}: {count} rows", file=f"{given.to / name}.csv", count=len(frame)))
    if given.review:
        print(given.to / "review.html")
    if extraction.coverage is not None:
        print(extraction.coverage.line(language(reader())))
    return NOT_UNDERSTOOD if extraction.status == "not understood" else DONE


def _into(given: argparse.Namespace) -> int:
    import datetime as dt

    from stratanalysis.community import Community, find_community
    from stratanalysis.monitoring.template import template_bytes
    from stratanalysis.plans.extraction import load_document
    from stratanalysis.plans.into import into_community

    folder = find_community(given.into, given.data)
    extraction = load_document(given.document)

    def workbook(community: Community) -> bytes:
        exercise = community.kind == "example"
        return template_bytes(community, years=[dt.date.today().year], exercise=exercise)

    rows, left = into_community(
        extraction, folder, tree=given.tree, replace=given.replace, workbook=workbook
    )
    show_findings([*extraction.findings, *left])
    for name, count in rows.items():
        print(message("{file}: {count} rows", file=f"{folder / name}.csv", count=count))
    print(folder / "workbook.xlsx")
    return DONE
