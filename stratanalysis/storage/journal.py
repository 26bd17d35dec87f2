"""The journal of a folder: what a change is going to do, is doing, and has done.

It lies in ``.stratanalysis/`` of the folder: ``lock``, ``files.json`` (checksums of the files as
this library last wrote them), and a folder for every change with ``journal.json`` and the former
contents.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from stratanalysis.storage.files import checksum, place_of, replace_text, sync_folder

__all__ = [
    "KEEP",
    "STATE",
    "Entry",
    "Journal",
    "journals",
    "our_files",
    "own_checksum",
    "state_folder",
    "write_our_files",
]

STATE = ".stratanalysis"
"""Name of the folder with lock, journal and former contents."""
KEEP = 50
"""Changes that can be undone; older ones are forgotten."""

STAGING, READY, BACK, DONE = "staging", "ready", "back", "done"


def state_folder(folder: Path) -> Path:
    """Return the folder's state folder, made if it is not there; version control passes it over."""
    state = folder / STATE
    if not state.is_dir():
        state.mkdir(exist_ok=True)
        with contextlib.suppress(OSError):
            (state / ".gitignore").write_text("*\n", encoding="utf-8")
    return state


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a change.

    Attributes
    ----------
    name : str
        Relative to the folder, with ``/``.
    old, new : str or None
        SHA-256 before and after; None where there is no file.
    temporary : str
        Where the new content waits, next to the file itself.
    ours : bool
        The former file was as this library last wrote it.
    """

    name: str
    old: str | None
    new: str | None
    temporary: str = ""
    ours: bool = False


@dataclass
class Journal:
    """One change: its place, its command, how far it is."""

    folder: Path
    identifier: str
    command: str
    entries: tuple[Entry, ...]
    state: str = STAGING
    at: str = ""
    keep: bool = True

    @classmethod
    def new(cls, folder: Path, command: str, entries: tuple[Entry, ...], *, keep: bool) -> Journal:
        """Begin a change; its name orders it among the others."""
        now = dt.datetime.now(dt.UTC)
        stamp = now.strftime("%Y%m%dT%H%M%S%fZ")
        name = f"{stamp}-{secrets.token_hex(3)}"
        return cls(folder, name, command, entries, at=now.isoformat(timespec="seconds"), keep=keep)

    @classmethod
    def read(cls, place: Path) -> Journal | None:
        """Read the journal of a change; None where none was begun or it is damaged."""
        try:
            held = json.loads((place / "journal.json").read_text(encoding="utf-8"))
            entries = tuple(Entry(**entry) for entry in held.pop("entries"))
            return cls(place.parents[1], place.name, entries=entries, **held)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    @property
    def place(self) -> Path:
        """Folder of this change."""
        return self.folder / STATE / self.identifier

    def old_content(self, number: int) -> Path:
        """Where the former content of an entry is kept."""
        return self.place / f"old-{number}"

    def save(self, state: str) -> None:
        """Write how far the change is."""
        self.state = state
        content: dict[str, Any] = {
            "command": self.command,
            "state": state,
            "at": self.at,
            "keep": self.keep,
            "entries": [asdict(entry) for entry in self.entries],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        replace_text(self.place / "journal.json", text)

    def forward(self) -> list[str]:
        """Put what waits in its place; return the files that somebody else has changed since."""
        left = []
        touched = set()
        for entry in self.entries:
            place = place_of(self.folder / entry.name)
            now = own_checksum(place)
            waiting = place.with_name(entry.temporary) if entry.temporary else None
            if now == entry.new:
                if waiting is not None:
                    waiting.unlink(missing_ok=True)
            elif now != entry.old or (waiting is not None and not waiting.is_file()):
                left.append(entry.name)
            elif waiting is None:
                place.unlink()
            else:
                os.replace(waiting, place)
            touched.add(place.parent)
        for parent in touched:
            if parent.is_dir():
                sync_folder(parent)
        return left

    def backward(self) -> None:
        """Put the former contents back."""
        for number, entry in enumerate(self.entries):
            place = place_of(self.folder / entry.name)
            now = own_checksum(place)
            if entry.temporary:
                with contextlib.suppress(OSError):
                    place.with_name(entry.temporary).unlink(missing_ok=True)
            if now == entry.old or now != entry.new:
                continue
            if entry.old is None:
                place.unlink(missing_ok=True)
            else:
                _bring_back(self.old_content(number), place)

    def forget(self) -> None:
        """Remove this change's folder; what cannot be removed stays for the next command."""
        shutil.rmtree(self.place, ignore_errors=True)


def _bring_back(kept: Path, place: Path) -> None:
    """Move a former content to its place: no room on the disk is needed."""
    try:
        os.replace(kept, place)
    except OSError:
        shutil.copy2(kept, place)


def own_checksum(path: Path) -> str | None:
    """SHA-256 of a file; None where there is none."""
    try:
        return checksum(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def journals(folder: Path) -> list[Journal]:
    """Return the changes of a folder, oldest first."""
    state = folder / STATE
    if not state.is_dir():
        return []
    found = (Journal.read(place) for place in sorted(state.glob("2*Z-*")) if place.is_dir())
    return [journal for journal in found if journal is not None]


def our_files(folder: Path) -> dict[str, str]:
    """Return checksums of files as this library last wrote them in a folder."""
    try:
        held = json.loads((folder / STATE / "files.json").read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in held.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def write_our_files(folder: Path, files: dict[str, str]) -> None:
    """Keep what :func:`our_files` returns."""
    text = json.dumps(dict(sorted(files.items())), ensure_ascii=False, indent=1) + "\n"
    replace_text(folder / STATE / "files.json", text)
