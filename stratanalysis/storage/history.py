"""What was changed in a folder, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stratanalysis.errors import InvalidInputError, UnknownNameError
from stratanalysis.storage.change import Change, ChangedError
from stratanalysis.storage.healing import heal
from stratanalysis.storage.journal import (
    DONE,
    Journal,
    journals,
    our_files,
    own_checksum,
    write_our_files,
)
from stratanalysis.storage.locks import folder_lock

__all__ = ["Past", "history", "undo"]


@dataclass(frozen=True, slots=True)
class Past:
    """A change that was made.

    Attributes
    ----------
    identifier : str
    at : str
        ISO date and time, UTC.
    command : str
    written, removed : tuple of str
        Names of files.
    """

    identifier: str
    at: str
    command: str
    written: tuple[str, ...]
    removed: tuple[str, ...]


def history(folder: Path | str) -> list[Past]:
    """Return the changes of a folder that can be undone, the newest first.

    Parameters
    ----------
    folder : path-like

    Returns
    -------
    list of Past
        Empty where nothing was changed.
    """
    heal(Path(folder))
    found = [journal for journal in journals(Path(folder)) if journal.state == DONE]
    return [
        Past(
            journal.identifier,
            journal.at,
            journal.command,
            tuple(entry.name for entry in journal.entries if entry.new is not None),
            tuple(entry.name for entry in journal.entries if entry.new is None),
        )
        for journal in reversed(found)
    ]


def undo(folder: Path | str, identifier: str = "", *, replace: bool = False) -> Past:
    """Take back a change: bring back the former contents, remove what was new.

    The undoing is a change like any other: it is in the history and can be undone.

    Parameters
    ----------
    folder : path-like
    identifier : str, optional
        As :func:`history` gives it; by default the newest change.
    replace : bool
        Bring the former contents back even where a file was changed again since; what is there now
        is kept in the history.

    Returns
    -------
    Past
        The change that was taken back.

    Raises
    ------
    InvalidInputError, UnknownNameError
        Nothing to undo; no such change.
    ChangedError
        A file was changed since.
    """
    place = Path(folder)
    past = history(place)
    if not past:
        raise InvalidInputError("nothing to undo", where=str(place))
    names = [entry.identifier for entry in past]
    if identifier and identifier not in names:
        raise UnknownNameError("change", identifier, names, where=str(place))
    chosen = past[names.index(identifier) if identifier else 0]
    with folder_lock(place):
        journal = Journal.read(place / ".stratanalysis" / chosen.identifier)
        if journal is None:
            raise InvalidInputError("its journal cannot be read", where=str(place))
        edited = [
            entry.name
            for entry in journal.entries
            if own_checksum(place / entry.name) not in (entry.new, entry.old)
        ]
        if edited and not replace:
            raise ChangedError(
                f"changed since, so nothing was brought back: {', '.join(edited)}",
                where=str(place),
                do="use --replace (what is there now is kept for another 'undo')",
            )
        change = Change(place, f"undo {journal.command}", replace=True)
        for number, entry in enumerate(journal.entries):
            if entry.old is None:
                change.remove(entry.name)
            else:
                change.write(entry.name, journal.old_content(number).read_bytes())
        change.commit()
        files = our_files(place)
        for entry in journal.entries:
            if not entry.ours:
                files.pop(entry.name, None)
        write_our_files(place, files)
    return chosen
