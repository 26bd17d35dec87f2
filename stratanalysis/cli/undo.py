"""``stratanalysis history`` and ``stratanalysis undo``: what was changed, and taking it back."""

from __future__ import annotations

import argparse
from pathlib import Path

from stratanalysis.cli.options import DONE, Commands, data_option
from stratanalysis.cli.speech import message

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Add the commands."""
    listed = commands.add_parser(
        "history",
        help="list what the commands have changed in a folder",
        description="List the changes that commands have made in a folder, the newest first: when, "
        "by which command, and which files.",
    )
    _folder(listed)
    listed.set_defaults(run=_history)
    back = commands.add_parser(
        "undo",
        help="take back the last change of a folder",
        description="Bring the files of a folder back to what they were before the last command "
        "that changed them. An undo can be undone.",
    )
    _folder(back)
    back.add_argument(
        "--change", default="", metavar="NAME", help="a change as history names it (default: last)"
    )
    back.add_argument(
        "--replace",
        action="store_true",
        help="also where a file was changed again since (what is there now is kept too)",
    )
    back.set_defaults(run=_undo)


def _folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="COMMUNITY",
        help="a community's slug or code, or a folder (default: this folder; where no command "
        "has changed it, the community that was changed last)",
    )
    data_option(command)


def _place(given: argparse.Namespace) -> Path:
    from stratanalysis.community import find_community

    folder = Path(given.folder)
    if given.folder == ".":
        return _last_changed(given.data) or folder
    return folder if folder.is_dir() else find_community(given.folder, given.data)


def _last_changed(data: Path) -> Path | None:
    """Return this folder if a command has changed it, else the community changed last."""
    from stratanalysis.community import communities
    from stratanalysis.storage import history

    here = Path()
    places = [here, *(data / "communities" / slug for slug in communities(data))]
    changed = {place: past[0].at for place in places if (past := history(place))}
    return here if here in changed else max(changed, key=changed.__getitem__, default=None)


def _history(given: argparse.Namespace) -> int:
    from stratanalysis.storage import history

    found = history(_place(given))
    for past in found:
        names = [*past.written, *(f"{name} ({message('removed')})" for name in past.removed)]
        print(f"{past.identifier}  {past.at}  {past.command}: {', '.join(names)}")
    if not found:
        print(message("no command has changed this folder"))
    return DONE


def _undo(given: argparse.Namespace) -> int:
    from stratanalysis.storage import undo

    folder = _place(given)
    past = undo(folder, given.change, replace=given.replace)
    taken = message("'{command}' of {time} is taken back", command=past.command, time=past.at)
    print(f"{folder}: {taken}")
    for name in (*past.written, *past.removed):
        print(f"  {name}")
    return DONE
