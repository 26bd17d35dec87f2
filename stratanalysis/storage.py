"""Writing files whole or not at all, and one writer at a time."""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import hashlib
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from stratanalysis.errors import StratanalysisError

__all__ = ["LockedError", "checksum", "output_lock", "replace_text", "staging", "write_whole"]

_EXCHANGE = 2
_HERE = -100
_SCRATCH = ".new-"


class LockedError(StratanalysisError, RuntimeError):
    """Another run writes to the same output folder."""

    exit_status = 75


@contextmanager
def output_lock(out: Path, *, wait: float = 0, poll: float = 0.2) -> Iterator[None]:
    """Hold the one lock of an output folder.

    The system frees the lock when the process ends in whatever way, so that none is left behind.
    Scratch folders of runs that were killed are removed once the lock is held.

    Parameters
    ----------
    out : pathlib.Path
        Made if it is not there.
    wait : float
        Seconds to wait for another run; 0 to leave at once.
    poll : float
        Seconds between two tries.

    Raises
    ------
    LockedError
        Another run still holds the lock; the message says which.
    """
    out.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + wait
    with (out / ".lock").open("a+", encoding="utf-8") as file:
        while not _take(file.fileno()):
            if time.monotonic() >= end:
                file.seek(0)
                raise LockedError(
                    f"another run writes there ({file.read().strip() or 'unknown'})",
                    where=str(out),
                    do="wait for it with --wait SECONDS, or choose another folder with --out",
                )
            time.sleep(poll)
        file.seek(0)
        file.truncate()
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        file.write(f"process {os.getpid()} on {socket.gethostname()}, since {now}")
        file.flush()
        _sweep(out)
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()


def _take(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sweep(out: Path) -> None:
    """Remove scratch folders of killed runs; bring back a page that was moved aside."""
    for depth in ("", "*/", "*/*/", "*/*/*/"):
        for scratch in out.glob(f"{depth}{_SCRATCH}*"):
            old, name = scratch / "old", scratch / "target"
            with contextlib.suppress(OSError):
                if old.is_dir() and name.is_file():
                    target = scratch.parent / name.read_text(encoding="utf-8")
                    if not target.exists():
                        old.rename(target)
            shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target`; on success it takes the target's place at once.

    On any error, and when the process is killed, `target` stays as it was. On Linux old and new
    are exchanged in one step; elsewhere the old one is moved aside first, and
    :func:`output_lock` brings it back if the process is killed just then.

    Parameters
    ----------
    target : pathlib.Path
        A folder that this function made before, or nothing yet.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=_SCRATCH) as scratch:
        new = Path(scratch) / "page"
        new.mkdir()
        yield new
        if target.exists():
            if not _exchange(new, target):
                (Path(scratch) / "target").write_text(target.name, encoding="utf-8")
                target.rename(Path(scratch) / "old")
                new.rename(target)
        else:
            new.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def replace_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    write_whole(path, lambda new: new.write_bytes(text.encode("utf-8")))


def checksum(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside its place and move it there when it is whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    os.close(handle)
    new = Path(name)
    try:
        write(new)
        new.chmod(0o644)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
