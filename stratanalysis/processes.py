"""Processes that end together: signals, children, and the folders that they work in."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from stratanalysis.errors import StratanalysisError

__all__ = [
    "HANDLES",
    "Stopped",
    "ask_for_handles",
    "die_with_parent",
    "end_descendants",
    "remove_scratch",
    "scratch_folder",
    "short_folder",
    "stoppable",
]

HANDLES = 56
"""Files, sockets and pipes that a command needs to make a page."""
_ROOMY = 1024
PATIENCE = 4.0
"""Seconds after a signal within which everything has ended by itself, or is ended."""

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
_SCRATCH = re.compile(r"stratanalysis-(\d+)-\w+")
_SOCKET_PATH = 80
"""Length of a folder's name that leaves room for a socket in it (107 bytes in all on Linux)."""
_PR_SET_PDEATHSIG = 1
_made: set[str] = set()
"""Scratch folders of this process; a child that was not yet ended may make one again."""


class Stopped(KeyboardInterrupt):
    """A signal asked this process to end.

    Parameters
    ----------
    number : int
        The signal.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGINT, SIGTERM and SIGHUP raise :class:`Stopped` in the main thread, once.

    What has not ended within :data:`PATIENCE` seconds after it is ended by force, children first.
    A signal that was ignored before (as by ``nohup``) stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def stop(number: int, frame: FrameType | None) -> None:
        for other in _SIGNALS:
            signal.signal(other, signal.SIG_IGN)
        watch = threading.Timer(PATIENCE, _end, [number])
        watch.daemon = True
        watch.start()
        raise Stopped(number)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


def _end(number: int) -> None:
    """End everything by force, and leave no folder."""
    end_descendants(0)
    remove_scratch()
    with contextlib.suppress(OSError, ValueError):
        name = signal.Signals(number).name
        os.write(2, f"stratanalysis: stopped by {name}\n".encode())
    os._exit(128 + number)


def remove_scratch() -> None:
    """Remove the folders of this process that are still there, when nobody works in them."""
    for name in list(_made):
        shutil.rmtree(name, ignore_errors=True)


def ask_for_handles() -> None:
    """Let this process open as many files as it may; refuse where a page needs more.

    Raises
    ------
    StratanalysisError
        Fewer than :data:`HANDLES` are allowed.
    """
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < _ROOMY and (hard == unlimited or hard > soft):
        soft = _ROOMY if hard == unlimited else min(_ROOMY, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft != unlimited and soft < HANDLES:
        raise StratanalysisError(
            f"at most {soft} files may be open here",
            expected=f"at least {HANDLES} for a page",
            do="raise the limit, as with: ulimit -n 256",
        )


def end_descendants(patience: float = 1.0) -> None:
    """Ask all processes below this one to end, then end those that stay."""
    import psutil  # type: ignore[import-untyped, unused-ignore]

    try:
        children = psutil.Process().children(recursive=True)
    except Exception:  # without /proc nothing is known of them; their own signals must do
        return
    if not children:
        return
    if patience:
        for child in children:
            with contextlib.suppress(psutil.Error):
                child.terminate()
        _, children = psutil.wait_procs(children, timeout=patience)
    for child in children:
        with contextlib.suppress(psutil.Error):
            child.kill()


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Let the system send this process a signal when its parent ends (Linux; nothing elsewhere)."""
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)


@contextmanager
def scratch_folder(*, short: bool = False) -> Iterator[Path]:
    """Give a folder for this process, removed afterwards; those of dead processes are removed too.

    Parameters
    ----------
    short : bool
        The name leaves room for a socket; see :func:`short_folder`.
    """
    base = short_folder() if short else Path(tempfile.gettempdir())
    _sweep(base)
    name = tempfile.mkdtemp(prefix=f"stratanalysis-{os.getpid()}-", dir=base)
    _made.add(name)
    try:
        yield Path(name)
    finally:
        for _ in range(3):
            shutil.rmtree(name, ignore_errors=True)
            if not os.path.exists(name):
                break
            time.sleep(0.05)


def short_folder() -> Path:
    """Return the folder for temporary files, or another where its name is too long for sockets."""
    usual = Path(tempfile.gettempdir())
    for place in (usual, Path("/tmp"), Path("/dev/shm"), Path("/var/tmp")):  # noqa: S108
        if len(os.fsencode(place)) <= _SOCKET_PATH and os.access(place, os.W_OK):
            return place
    return usual


def _sweep(base: Path) -> None:
    """Remove the folders of processes that were killed."""
    with contextlib.suppress(OSError):
        for left in base.glob("stratanalysis-*-*"):
            found = _SCRATCH.fullmatch(left.name)
            if found and not _alive(int(found[1])) and _own(left):
                shutil.rmtree(left, ignore_errors=True)


def _own(place: Path) -> bool:
    return not hasattr(os, "getuid") or place.lstat().st_uid == os.getuid()


def _alive(pid: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
