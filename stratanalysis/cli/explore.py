"""``stratanalysis explore``: the scenario desk as a page on this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from stratanalysis.cli.options import DONE, FAILED, Commands, data_option, language_option

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
        default="127.0.0.1",
        help="address to listen at (default: 127.0.0.1, this machine only)",
    )
    command.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="folder with the strategies' texts, for the words of their clauses",
    )
    command.add_argument(
        "--notebook",
        type=Path,
        default=Path("notebooks/explore.ipynb"),
        metavar="FILE",
        help="the notebook of the desk (default: notebooks/explore.ipynb)",
    )
    language_option(command)
    data_option(command)
    command.set_defaults(run=_explore)


def _explore(given: argparse.Namespace) -> int:
    from stratanalysis.community import find_community
    from stratanalysis.desk.server import LOOPBACK, serve

    folder = find_community(given.community, given.data) if given.community else None
    if given.address not in (LOOPBACK, "localhost", "::1"):
        print(
            f"stratanalysis: anyone who reaches {given.address} can use the desk; "
            "there is no password",
            file=sys.stderr,
        )
    status = serve(
        given.notebook,
        community=folder,
        data=given.data,
        language=given.language,
        documents=given.documents,
        address=given.address,
        port=given.port,
        ready=lambda url: print(f"The desk is open at {url} (Ctrl+C ends it)", flush=True),
    )
    return FAILED if status else DONE
