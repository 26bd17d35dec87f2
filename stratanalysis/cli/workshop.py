"""``stratanalysis workshop``: learners' and facilitators' notebooks and slides."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, FAILED, Commands, data_option, language_option

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "workshop",
        help="make the notebooks and slides of the workshop",
        description="Make the lessons of the workshop: notebooks with blanks for learners, with "
        "solutions for the facilitator, and slides. Works offline on the shipped data or on a "
        "community of your own.",
    )
    command.add_argument(
        "lesson", nargs="*", metavar="LESSON", help="number or name (default: all six)"
    )
    command.add_argument(
        "--to",
        type=Path,
        default=Path("workshop"),
        metavar="DIR",
        help="folder for learner/, facilitator/ and slides/ (default: workshop)",
    )
    command.add_argument(
        "--path",
        choices=("full-day", "half-day"),
        default="full-day",
        help="all exercises, or the first ones of every lesson (default: full-day)",
    )
    command.add_argument(
        "--community",
        default="kostiantynivka",
        metavar="COMMUNITY",
        help="slug, folder, KATOTTG or budget code (default: kostiantynivka)",
    )
    command.add_argument(
        "--lessons",
        type=Path,
        metavar="DIR",
        help="folder of the masters (default: notebooks/workshop here or in a parent folder, else "
        "that of the package)",
    )
    command.add_argument(
        "--check-laptop",
        action="store_true",
        help="say what this machine lacks for the workshop, and make nothing",
    )
    command.add_argument("--replace", action="store_true", help="replace an earlier build")
    language_option(command)
    data_option(command)
    command.set_defaults(run=_workshop)


def _workshop(given: argparse.Namespace) -> int:
    if given.check_laptop:
        return _check_laptop(given)
    from stratanalysis.community import find_community
    from stratanalysis.publish.notebook_file import notebook_folder
    from stratanalysis.workshop import Course, build_workshop

    find_community(given.community, given.data)
    build_workshop(
        given.to,
        Course(given.lesson, given.language, given.path, given.community, given.data),
        masters=given.lessons or notebook_folder() / "workshop",
        replace=given.replace,
        progress=lambda name: print(given.to / name, flush=True),
    )
    return DONE


def _check_laptop(given: argparse.Namespace) -> int:
    from stratanalysis.language import language as get_language
    from stratanalysis.workshop.laptop import check_laptop

    say = get_language(given.language).text
    missing = 0
    only_code = True
    here = Path("data").is_dir()
    folder = Path() if here or not given.to.exists() else given.to / "learner"
    for need in check_laptop(folder, language=given.language):
        if need.met:
            print(say("ok: {name}", name=need.name))
            continue
        missing += 1
        only_code &= need.needed_for_code
        print(say("missing: {name}; {advice}", name=need.name, advice=need.advice))
    if missing and only_code:
        print(
            say(
                "Without Python and Jupyter there is still the form without code: the desk, the "
                "slides and the sheets open in the browser."
            )
        )
    return FAILED if missing else DONE
