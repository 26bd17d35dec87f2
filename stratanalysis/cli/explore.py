"""``stratanalysis explore``: the scenario desk as a page on this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from stratanalysis.cli.options import Commands, data_option, language_option
from stratanalysis.cli.speech import message

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "explore",
        help="open the scenario desk as a page",
        description="Serve the scenario desk as a page, on this machine only unless another "
        "address is given, and print where to open it. Ctrl+C ends it.",
    )
    command.add_argument(
        "community",
        nargs="?",
        metavar="COMMUNITY",
        help="slug, folder, KATOTTG or budget code (default: the first of the data)",
    )
    command.add_argument("--port", type=int, default=8866, help="port; 0 for any (default: 8866)")
    command.add_argument(
        "--address",
        help="address to listen at (default: 127.0.0.1, this machine only)",
    )
    command.add_argument(
        "--share",
        action="store_true",
        help="open the desk to other machines: whoever has the printed address can use it "
        "(default address then: 0.0.0.0)",
    )
    command.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="folder with the strategies' texts, for the words of their clauses",
    )
    language_option(command)
    data_option(command)
    command.set_defaults(run=_explore)


def _explore(given: argparse.Namespace) -> int:
    from stratanalysis.data_folder import data_folder
    from stratanalysis.desk.server import EVERYWHERE, LOOPBACK, serve
    from stratanalysis.desk.settings import settings
    from stratanalysis.errors import InvalidInputError, MissingInputError

    # Without a folder of data here, that of a parent folder or of the package.
    data = given.data if given.data != Path("data") or given.data.is_dir() else data_folder()
    if given.documents is not None and not given.documents.is_dir():
        raise MissingInputError("no such folder", where=str(given.documents))
    chosen = settings(
        given.community, language=given.language, data=data, documents=given.documents
    )
    address = given.address or (EVERYWHERE if given.share else LOOPBACK)
    if address not in (LOOPBACK, "localhost", "::1"):
        if not given.share:
            raise InvalidInputError(
                f"{address} can be reached from other machines",
                where="--address",
                do="add --share if that is what you want",
            )
        print(
            message(
                "stratanalysis: shared at {address}: whoever has the whole printed address, with "
                "its token, can use the desk and read this community's data; there is no other "
                "password, and the connection is not encrypted",
                address=address,
            ),
            file=sys.stderr,
        )
    return serve(
        chosen,
        address=address,
        port=given.port,
        ready=lambda url: print(
            message("The desk is open at {url} (Ctrl+C ends it)", url=url), flush=True
        ),
    )
