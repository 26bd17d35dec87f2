"""Changing files of one folder together: all of them or none, and a way back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path, PurePosixPath

from stratanalysis.errors import InvalidInputError, StratanalysisError
from stratanalysis.storage.files import (
    content_checksum,
    make_folder,
    place_of,
    replace_bytes,
    stage,
    sync_folder,
    temporary_name,
)
from stratanalysis.storage.healing import finish
from stratanalysis.storage.journal import (
    BACK,
    READY,
    STAGING,
    STATE,
    Entry,
    Journal,
    our_files,
    own_checksum,
    state_folder,
)
from stratanalysis.storage.locks import folder_lock

__all__ = ["Change", "ChangedError", "ForeignFileError", "changing", "write_own"]


class ForeignFileError(InvalidInputError):
    """A file that is in the way was not written by this library, or was edited since."""


class ChangedError(StratanalysisError, RuntimeError):
    """A file was changed by another program after it had been read."""


class Change:
    """Files of one folder that will be written together; see :func:`changing`.

    Parameters
    ----------
    folder : pathlib.Path
    command : str
        For the history, as ``"fill"``.
    replace : bool
        Replace foreign files too; they are kept in the journal.
    """

    def __init__(self, folder: Path, command: str, *, replace: bool = False) -> None:
        self.folder = folder
        self.command = command
        self.replace = replace
        self.identifier = ""
        self._seen: dict[str, str | None] = {}
        self._ours: dict[str, str] = {}
        self._new: dict[str, bytes | None] = {}

    def read(self, name: str) -> bytes | None:
        """Return a file's content, None where there is none; its checksum is kept.

        A file that was read may be written. If it is another one by then, :class:`ChangedError` is
        raised and nothing is written.
        """
        try:
            content = self._path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            self._seen[name] = None
            return None
        self._seen[name] = content_checksum(content)
        return content

    def seen(self, name: str, value: str | None) -> None:
        """Say that a file was read before, with this SHA-256 (None: it was not there)."""
        self._seen[name] = value

    def ours(self, files: Mapping[str, str]) -> None:
        """Say that files are our own as long as they have these checksums."""
        self._ours |= files

    def write(self, name: str, content: bytes | str) -> None:
        """Write a file when the change is complete; one that is the same already stays."""
        self._path(name)
        self._new[name] = content.encode("utf-8") if isinstance(content, str) else content

    def remove(self, name: str) -> None:
        """Remove a file when the change is complete, if there is one."""
        self._path(name)
        self._new[name] = None

    def _path(self, name: str) -> Path:
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or parts[0] in (STATE, "/") or "\x00" in name:
            raise InvalidInputError(f"{name!r} is no name of a file in the folder")
        return self.folder.joinpath(*parts)

    def commit(self, *, keep: bool = True) -> None:
        """Write everything or nothing; called by :func:`changing`."""
        entries, contents = self._plan()
        if not entries:
            return
        made = []
        journal = Journal.new(self.folder, self.command, tuple(entries), keep=keep)
        try:
            journal.place.mkdir()
            journal.save(STAGING)
            for number, (entry, content) in enumerate(zip(entries, contents, strict=True)):
                path = self._path(entry.name)
                made += make_folder(path.parent)
                place = place_of(path)
                if entry.old is not None:
                    self._keep_old(entry, place, journal.old_content(number))
                if content is not None:
                    stage(place.with_name(entry.temporary), content, place)
            sync_folder(journal.place)
            journal.save(READY)
        except BaseException:
            self._drop(journal, made)
            raise
        try:
            left = journal.forward()
            if left:
                raise self._changed(left)
        except BaseException:
            with contextlib.suppress(OSError):
                journal.save(BACK)
            journal.backward()
            self._drop(journal, made)
            raise
        self.identifier = journal.identifier
        with contextlib.suppress(OSError):  # all is in place; the next command closes the journal
            finish(journal)

    def _keep_old(self, entry: Entry, place: Path, kept: Path) -> None:
        """Copy the former content; it must be the one that was planned with."""
        content = place.read_bytes()
        if content_checksum(content) != entry.old:
            raise self._changed([entry.name])
        stage(kept, content, place)

    def _drop(self, journal: Journal, made: list[Path]) -> None:
        """Leave no trace of a change that was not made."""
        for entry in journal.entries:
            if entry.temporary:
                with contextlib.suppress(OSError, InvalidInputError):
                    waiting = place_of(self._path(entry.name)).with_name(entry.temporary)
                    waiting.unlink(missing_ok=True)
        journal.forget()
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _plan(self) -> tuple[list[Entry], list[bytes | None]]:
        """Compare with what is there; refuse what must not be overwritten."""
        known = our_files(self.folder) | self._ours
        entries: list[Entry] = []
        contents: list[bytes | None] = []
        foreign, changed = [], []
        for name, content in self._new.items():
            old = own_checksum(place_of(self._path(name)))
            new = None if content is None else content_checksum(content)
            if old == new:
                continue
            ours = old is None or known.get(name) == old
            if name in self._seen and self._seen[name] != old:
                changed.append(name)
            elif name not in self._seen and not ours and not self.replace:
                foreign.append(name)
            temporary = "" if content is None else temporary_name()
            entries.append(Entry(name, old, new, temporary, ours=ours))
            contents.append(content)
        if changed:
            raise self._changed(changed)
        if foreign:
            raise ForeignFileError(
                f"not written by this program, or edited since: {', '.join(foreign)}",
                where=str(self.folder),
                do="choose another place, or use --replace (the old file is kept for 'undo')",
            )
        return entries, contents

    def _changed(self, names: list[str]) -> ChangedError:
        """Keep our version next to the other one, and name both."""
        kept = []
        for name in names:
            content = self._new.get(name)
            if content is None:
                continue
            place = self.folder / STATE / "refused" / name
            with contextlib.suppress(OSError):
                make_folder(place.parent)
                replace_bytes(place, content)
                kept.append(str(place))
        mine = f"; the other version is kept in {', '.join(kept)}" if kept else ""
        return ChangedError(
            f"changed by another program meanwhile, so nothing was written: {', '.join(names)}",
            where=str(self.folder),
            do=f"look at the file and run the command again{mine}",
        )


@contextmanager
def changing(
    folder: Path | str,
    command: str,
    *,
    replace: bool = False,
    keep: bool = True,
    locked: bool = False,
    wait: float = 10,
) -> Iterator[Change]:
    r"""Change files of a folder: all of them or none, one writer at a time, with a way back.

    Only the files that are named are touched: everything else in the folder stays as it is. A file
    is written next to its place and moved there when it is whole and on the disk; modes stay, and
    symbolic links are written through. After a kill at any moment, the next command that reads or
    changes the folder finishes the change if it had been decided, and takes it back if not.

    Parameters
    ----------
    folder : path-like
        Made if it is not there; removed again if nothing was written.
    command : str
        For ``stratanalysis history``.
    replace : bool
        Replace files that this library did not write, or that were edited since; without it they
        are refused. A file that was read with :meth:`Change.read` may be written in any case.
    keep : bool
        Keep the former contents, so that ``stratanalysis undo`` can bring them back.
    locked : bool
        The caller holds the lock of the folder.
    wait : float
        Seconds to wait for another command that changes the folder.

    Yields
    ------
    Change

    Raises
    ------
    ForeignFileError
        A file in the way is not ours.
    ChangedError
        A file was changed after it was read.
    LockedError
        Another command changes the folder.
    OSError
        The disk refused; nothing was changed.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> with changing(folder, "example") as change:
    ...     change.write("a.csv", "year,value\\n2024,1\\n")
    >>> (folder / "a.csv").read_text()
    'year,value\\n2024,1\\n'
    """
    place = Path(folder)
    if place.is_symlink() and not place.exists():
        raise InvalidInputError(
            "the link leads to a folder that is not there", where=str(place), do="mend the link"
        )
    if place.exists() and not place.is_dir():
        raise InvalidInputError("not a folder", where=str(place), do="name another folder")
    made = make_folder(place)
    change = Change(place, command, replace=replace)
    try:
        with nullcontext() if locked else folder_lock(place, wait=wait):
            state_folder(place)
            yield change
            change.commit(keep=keep)
    except BaseException:
        _unmake(place, made)
        raise


def write_own(files: Mapping[Path, bytes], command: str, *, replace: bool = False) -> None:
    """Write files of one folder that a command made, with a way back.

    Parameters
    ----------
    files : mapping of pathlib.Path to bytes
        All in the same folder, which is made if it is not there.
    command : str
        For ``stratanalysis history``.
    replace : bool
        As for :func:`changing`.

    Raises
    ------
    ForeignFileError
        A file of that name is not ours, or was edited since.
    """
    (folder,) = {path.parent for path in files}
    with changing(folder, command, replace=replace) as change:
        for path, content in files.items():
            change.write(path.name, content)


def _unmake(folder: Path, made: list[Path]) -> None:
    """Remove folders that were made for nothing."""
    if folder not in made:
        return
    state = folder / STATE
    with contextlib.suppress(OSError):
        if {entry.name for entry in folder.iterdir()} <= {STATE} and {
            entry.name for entry in state.iterdir()
        } <= {"lock", ".gitignore"}:
            for entry in list(state.iterdir()):
                os.unlink(entry)
            state.rmdir()
            for place in reversed(made):
                place.rmdir()
