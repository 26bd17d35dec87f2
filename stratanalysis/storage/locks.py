"""One writer at a time: a lock for every output folder and for every community."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stratanalysis.errors import StratanalysisError
from stratanalysis.storage.files import TEMPORARY
from stratanalysis.storage.healing import heal_held
from stratanalysis.storage.journal import STATE, state_folder

__all__ = ["LockedError", "folder_lock", "output_lock"]


class LockedError(StratanalysisError, RuntimeError):
    """Another run writes to the same folder."""

    exit_status = 75


@contextmanager
def output_lock(out: Path, *, wait: float = 0, poll: float = 0.2) -> Iterator[None]:
    """Hold the one lock of an output folder.

    The system frees the lock when the process ends in whatever way, so that none is left behind.
    What a run that was killed has left is finished or removed once the lock is held.

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
    do = "wait for it with --wait SECONDS, or choose another folder with --out"
    with _locked(out / ".lock", out, wait=wait, poll=poll, do=do):
        heal_held(out)
        _sweep(out)
        yield


@contextmanager
def folder_lock(folder: Path, *, wait: float = 10, poll: float = 0.1) -> Iterator[None]:
    """Hold the one lock of a folder that commands change file by file.

    What a command that was killed there has left is finished or taken back first.

    Parameters
    ----------
    folder : pathlib.Path
        It exists.
    wait, poll : float
        Seconds, as for :func:`output_lock`.

    Raises
    ------
    LockedError
        Another command still changes the folder.
    """
    do = "wait until it has ended, then run the command again"
    with _locked(state_folder(folder) / "lock", folder, wait=wait, poll=poll, do=do):
        heal_held(folder)
        yield


@contextmanager
def _locked(path: Path, folder: Path, *, wait: float, poll: float, do: str) -> Iterator[None]:
    end = time.monotonic() + wait
    with path.open("a+", encoding="utf-8") as file:
        while not _take(file.fileno()):
            if time.monotonic() >= end:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                raise LockedError(f"another run writes there ({holder})", where=str(folder), do=do)
            time.sleep(poll)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with contextlib.suppress(OSError):  # who holds it is for the message alone
            file.seek(0)
            file.truncate()
            file.write(f"process {os.getpid()} on {socket.gethostname()}, since {now}")
            file.flush()
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
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
    """Remove files that a killed run had not finished."""
    for depth in ("", "*/", "*/*/", "*/*/*/", "*/*/*/*/"):
        for left in out.glob(f"{depth}.new-*"):
            if TEMPORARY.fullmatch(left.name) and STATE not in left.parts:
                with contextlib.suppress(OSError):
                    left.unlink()
            elif left.is_dir() and not left.is_symlink():
                _sweep_earlier(left)


def _sweep_earlier(scratch: Path) -> None:
    """Remove a folder of an earlier version, which moved a page aside; bring that page back."""
    old, name = scratch / "old", scratch / "target"
    with contextlib.suppress(OSError):
        if old.is_dir() and name.is_file():
            target = scratch.parent / name.read_text(encoding="utf-8")
            if not target.exists():
                old.rename(target)
                name.unlink()
        if (scratch / "page").is_dir() or not any(scratch.iterdir()):
            shutil.rmtree(scratch)
