"""``stratanalysis forecast``: the three-year forecast of a local budget in the Ministry's form."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, Commands, data_option, replace_option

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "forecast",
        help="write the three-year budget forecast in the form of order 314",
        description="Write the forecast of a local budget (article 75-1 of the Budget Code, order "
        "314) as a workbook and a document. What the tables cannot give stays empty and is listed.",
    )
    command.add_argument("community", help="slug, folder, name, KATOTTG or budget code")
    command.add_argument(
        "--years", type=int, default=3, metavar="N", help="planned years (default: 3)"
    )
    command.add_argument(
        "--first", type=int, metavar="Y", help="first planned year (default: next year)"
    )
    command.add_argument(
        "--scenario", default="", metavar="NAME", help="scenario of the file (default: its first)"
    )
    command.add_argument(
        "--out", type=Path, metavar="DIR", default=Path(), help="where to write (default: here)"
    )
    data_option(command)
    replace_option(command)
    command.set_defaults(run=_forecast)


def _forecast(given: argparse.Namespace) -> int:
    from stratanalysis.community import Community, find_community
    from stratanalysis.pages.budget_form import budget_form
    from stratanalysis.pages.budget_form_files import form_document, form_workbook
    from stratanalysis.scenarios import read_scenarios
    from stratanalysis.storage import write_own

    community = Community.read(find_community(given.community, given.data))
    form = budget_form(
        community,
        read_scenarios(community.scenarios_text),
        first_year=given.first,
        years=given.years,
        scenario=given.scenario,
    )
    files = {
        given.out / f"{community.slug}-forecast.xlsx": form_workbook,
        given.out / f"{community.slug}-forecast.docx": form_document,
    }
    made = {path: make(form) for path, make in files.items()}
    write_own(made, "forecast", replace=given.replace)
    for path in made:
        print(path)
    return DONE
