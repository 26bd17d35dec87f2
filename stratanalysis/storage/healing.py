"""After a kill: finish a change that was decided, take back one that was not."""

from __future__ import annotations

import contextlib
import logging
import time
from pathlib import Path

from stratanalysis.storage.files import TEMPORARY, place_of
from stratanalysis.storage.journal import (
    BACK,
    DONE,
    KEEP,
    READY,
    STATE,
    Journal,
    journals,
    our_files,
    write_our_files,
)

__all__ = ["finish", "heal", "heal_held"]

_log = logging.getLogger("stratanalysis")
_PATIENCE = 5.0


def heal(folder: Path) -> list[str]:
    """Finish or take back what a killed command left in a folder, before it is read.

    Parameters
    ----------
    folder : pathlib.Path
        A folder with or without a journal.

    Returns
    -------
    list of str
        What was found, one sentence a change; empty where all is well. Where another command is
        at work, it is waited for, five seconds at most.
    """
    if not _open(folder):
        return []
    from stratanalysis.storage.locks import LockedError, folder_lock

    end = time.monotonic() + _PATIENCE
    while _open(folder):
        try:
            with folder_lock(folder, wait=0):
                return []  # the lock heals and says so
        except LockedError:
            if time.monotonic() > end:
                return []
            time.sleep(0.05)
        except OSError as error:
            said = f"{folder}: a change was interrupted and cannot be finished: {error}"
            _log.warning("%s", said)
            return [said]
    return []


def _open(folder: Path) -> bool:
    """Whether a change was begun there and not closed."""
    state = folder / STATE
    if not state.is_dir():
        return False
    for place in state.glob("2*Z-*"):
        journal = Journal.read(place)
        if journal is None or journal.state != DONE:
            return journal is not None or not any(place.glob("old-*"))
    return False


def heal_held(folder: Path) -> list[str]:
    """Do what :func:`heal` does for one who holds the folder's lock."""
    state = folder / STATE
    if not state.is_dir():
        return []
    said = []
    for place in sorted(state.glob("2*Z-*")):
        journal = Journal.read(place)
        if journal is not None and journal.state != DONE:
            said.append(f"{folder}: {_settle(journal)}")
            _log.warning("%s", said[-1])
        elif journal is None:
            _forget_unbegun(place)
    for depth in ("", "2*Z-*/"):
        for left in state.glob(f"{depth}.new-*"):
            if TEMPORARY.fullmatch(left.name):
                left.unlink(missing_ok=True)
    return said


def _forget_unbegun(place: Path) -> None:
    """Remove a change that had written nothing yet; keep one whose journal is damaged."""
    if any(place.glob("old-*")):
        return
    for left in place.iterdir():
        left.unlink(missing_ok=True)
    place.rmdir()


def _settle(journal: Journal) -> str:
    names = ", ".join(entry.name for entry in journal.entries)
    if journal.state == READY:
        left = journal.forward()
        finish(journal)
        said = f"'{journal.command}' was interrupted and is now finished ({names})"
        if left:
            said += f"; changed by somebody since and left as found: {', '.join(left)}"
        return said
    if journal.state == BACK:
        journal.backward()
    else:
        for entry in journal.entries:
            if entry.temporary:
                place = place_of(journal.folder / entry.name)
                place.with_name(entry.temporary).unlink(missing_ok=True)
    journal.forget()
    return f"'{journal.command}' was interrupted before it changed anything ({names})"


def finish(journal: Journal) -> None:
    """Close a change that has been made: note whose files these are, forget old changes."""
    if not journal.keep:
        journal.forget()
        return
    files = our_files(journal.folder)
    for entry in journal.entries:
        if entry.new is None:
            files.pop(entry.name, None)
        else:
            files[entry.name] = entry.new
    write_our_files(journal.folder, files)
    journal.save(DONE)
    with contextlib.suppress(OSError):
        for old in journals(journal.folder)[:-KEEP]:
            if old.state == DONE:
                old.forget()
