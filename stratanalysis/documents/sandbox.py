"""A box for foreign documents: a child process with limits of time, memory and output.

On Linux and macOS the work is done in a fork; where the system cannot fork it is done here, without
limits. Whatever goes wrong in the box is one error with one sentence; this process does not grow.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from stratanalysis.errors import StratanalysisError, UnreadableFileError
from stratanalysis.processes import die_with_parent

__all__ = ["Bounds", "bounds_for", "boxed"]

T = TypeVar("T")
_MIB = 2**20
_CHUNK = 2**16
_FILE = 64 * _MIB
_inside = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the work on one document may take.

    Attributes
    ----------
    seconds : float
        Of the processor; twice as long by the clock, where the machine is busy with other work.
    memory : int
        Bytes beyond what this process has taken already.
    output : int
        Bytes of the result.
    """

    seconds: float = 15
    memory: int = 1536 * _MIB
    output: int = 192 * _MIB


def bounds_for(path: Path | str) -> Bounds:
    """Return the bounds for a file: 10 seconds, and 5 more for every 100 KiB, at most 240."""
    try:
        size = Path(path).stat().st_size
    except OSError:
        size = 0
    return Bounds(seconds=min(10 + 5 * size / (100 * 1024), 240))


def boxed(
    function: Callable[..., T], path: Path | str, *more: Any, bounds: Bounds | None = None
) -> T:
    """Call ``function(path, *more)`` in a child process with limits, and return its result.

    Parameters
    ----------
    function : callable
        Its result can be pickled.
    path : path-like
        The document; for the bounds and for messages.
    bounds : Bounds, optional
        By default :func:`bounds_for` the file.

    Returns
    -------
    object
        What `function` returns.

    Raises
    ------
    UnreadableFileError
        A bound was reached, or the document is damaged in a way that its reader did not expect.
    StratanalysisError, OSError
        As `function` raises them.

    Examples
    --------
    >>> boxed(len, "four")
    4
    """
    if _inside or not hasattr(os, "fork") or sys.platform == "win32":
        return function(path, *more)
    limits = bounds_for(path) if bounds is None else bounds
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child only computes
        pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work(writing, limits, function, path, *more)
    os.close(writing)
    ended = False
    try:
        content, why = _collect(reading, limits)
        if why:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        ended = True
    finally:
        os.close(reading)
        if not ended:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
    return _answer(Path(path).name, content, why or _reason(status, limits))  # type: ignore[no-any-return]


def _work(writing: int, limits: Bounds, function: Callable[..., Any], *arguments: Any) -> None:
    """Do the work in the child and send the result; never returns."""
    global _inside  # noqa: PLW0603 - of this child alone
    _inside = True
    try:
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        die_with_parent(signal.SIGKILL)
        _bound(limits)
        try:
            answer = ("done", function(*arguments))
            content = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        except (MemoryError, RecursionError) as error:
            content = pickle.dumps((type(error).__name__, ""))
        except (StratanalysisError, OSError) as error:
            content = pickle.dumps(("error", error))
        except Exception as error:
            content = pickle.dumps(("unexpected", f"{type(error).__name__}: {error}"[:300]))
        left = memoryview(content)
        while left:
            left = left[os.write(writing, left[:_CHUNK]) :]
    finally:
        os._exit(0)


def _bound(limits: Bounds) -> None:
    import resource

    seconds = max(1, int(limits.seconds))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        size = pages * os.sysconf("SC_PAGE_SIZE") + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _collect(reading: int, limits: Bounds) -> tuple[bytes, str]:
    """Read what the child sends, within the bounds; the second value says which was reached."""
    parts: list[bytes] = []
    size = 0
    end = time.monotonic() + 2 * limits.seconds
    while True:
        left = end - time.monotonic()
        if left <= 0:
            return b"", f"reading it took longer than {2 * limits.seconds:.0f} seconds"
        if not select.select([reading], [], [], min(left, 1))[0]:
            continue
        part = os.read(reading, _CHUNK)
        if not part:
            return b"".join(parts), ""
        size += len(part)
        if size > limits.output:
            return b"", f"it becomes more than {limits.output // _MIB} MiB of words and tables"
        parts.append(part)


def _reason(status: int, limits: Bounds) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGXCPU, signal.SIGKILL):
            return f"reading it takes more than {limits.seconds:.0f} seconds of the processor"
        return f"its reader was ended by the system ({signal.Signals(number).name})"
    return ""


def _answer(name: str, content: bytes, reason: str) -> Any:
    advice = "open it in the program that made it, save it again as .docx or .xlsx, and try again"
    if not reason and not content:
        reason = "its reader ended without an answer, most likely for want of memory"
    if reason:
        raise UnreadableFileError(f"the document cannot be read: {reason}", where=name, do=advice)
    kind, value = pickle.loads(content)  # noqa: S301 - from our own child
    if kind == "done":
        return value
    if kind == "error":
        raise value
    said = {
        "MemoryError": "it needs more memory than a document may take",
        "RecursionError": "its parts are nested too deeply",
    }.get(kind, f"it is damaged ({value})")
    raise UnreadableFileError(f"the document cannot be read: {said}", where=name, do=advice)
