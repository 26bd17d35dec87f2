"""``stratanalysis desk``: the scenario desk as one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, Commands, data_option, language_option, replace_option
from stratanalysis.cli.speech import message

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "desk",
        help="write the scenario desk as one file that opens anywhere",
        description="Write the scenario desk of a community as one HTML file. It computes in the "
        "reader's browser, opens from the disk, and asks the network for nothing.",
    )
    command.add_argument(
        "community", metavar="COMMUNITY", help="slug, folder, name, KATOTTG or budget code"
    )
    command.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help="file to write (default: desk-COMMUNITY.html in this folder)",
    )
    command.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="folder with the strategies' texts, for the words of their clauses",
    )
    replace_option(command)
    language_option(command)
    data_option(command)
    command.set_defaults(run=_desk)


def _desk(given: argparse.Namespace) -> int:
    from stratanalysis.community import find_community
    from stratanalysis.desk.page import desk_page
    from stratanalysis.storage import write_own

    folder = find_community(given.community, given.data)
    texts = (folder / "documents", *((given.documents,) if given.documents else ()))
    page = desk_page(folder, language=given.language, documents=texts)
    target = given.to or Path(f"desk-{folder.name}.html")
    write_own({target: page.encode("utf-8")}, "desk", replace=given.replace)
    size = max(1, round(len(page.encode("utf-8")) / 1024))
    print(message("{file}: {size} KiB; open it in any browser", file=target, size=size))
    return DONE
