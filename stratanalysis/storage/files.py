"""One file, written whole or not at all: next to its place, on the disk, then moved there."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from stratanalysis.errors import InvalidInputError

__all__ = [
    "TEMPORARY",
    "checksum",
    "content_checksum",
    "is_device",
    "make_folder",
    "place_of",
    "replace_bytes",
    "replace_text",
    "stage",
    "sync_folder",
    "temporary_name",
    "write_whole",
]

TEMPORARY = re.compile(r"\.new-[0-9a-f]{16}")
"""Name of a file that is being written; one that is left over belongs to nobody."""


_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Tell whether Windows takes a name, with any extension, for one of its devices.

    Examples
    --------
    >>> [is_device(name) for name in ("con", "NUL.csv", "com1", "conotop")]
    [True, True, True, False]
    """
    return _DEVICES.match(name) is not None


def checksum(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_checksum(content: bytes) -> str:
    """SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def temporary_name() -> str:
    """Return a new name that :data:`TEMPORARY` matches."""
    return f".new-{secrets.token_hex(8)}"


def place_of(path: Path) -> Path:
    """Return the file to write: that which a symbolic link names, or the path itself.

    Raises
    ------
    InvalidInputError
        The path is a folder or a device, or its links go in a circle or to a missing folder.
    """
    try:
        place = path.resolve() if path.is_symlink() else path
        kind = place.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink() and not path.resolve().parent.is_dir():
            raise InvalidInputError(
                "the link leads to a folder that is not there",
                where=str(path),
                do="mend or remove the link",
            ) from None
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
            raise InvalidInputError(
                "the links lead in a circle", where=str(path), do="mend or remove the link"
            ) from None
        raise
    if not stat.S_ISREG(kind):
        raise InvalidInputError(
            "this is not a file", where=str(path), expected="a file or nothing there"
        )
    return place


def make_folder(folder: Path) -> list[Path]:
    """Make a folder and its parents; return those that were made, the outermost first."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def sync_folder(folder: Path) -> None:
    """Let the disk keep the names of a folder, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems cannot
            raise
    finally:
        os.close(descriptor)


def stage(temporary: Path, content: bytes, like: Path | None = None) -> None:
    """Write a new file and let the disk keep it; its mode is that of `like` if that exists."""
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        if like is not None and like.exists():
            shutil.copymode(like, temporary)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a link is written through, the mode stays."""
    place = place_of(path)
    temporary = place.with_name(temporary_name())
    try:
        stage(temporary, content, place)
        os.replace(temporary, place)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def replace_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all: UTF-8, line ends as they are in `text`."""
    replace_bytes(path, text.encode("utf-8"))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` write a file under another name, then put it in its place as a whole."""
    place = place_of(path)
    temporary = place.with_name(temporary_name())
    try:
        write(temporary)
        if place.exists():
            shutil.copymode(place, temporary)
        descriptor = os.open(temporary, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, place)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    sync_folder(place.parent)
