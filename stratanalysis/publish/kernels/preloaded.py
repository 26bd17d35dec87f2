"""Warm kernels: forked from a process that has imported the stack (Linux; elsewhere cold)."""

from __future__ import annotations

import ast
import atexit
import contextlib
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from stratanalysis.publish.kernels.process import STEADY_ENVIRONMENT

__all__ = [
    "WarmServer",
    "close_server",
    "imported_modules",
    "kill_server",
    "start_server",
    "warm_possible",
]

_log = logging.getLogger(__name__)
_one = threading.Lock()
_server: WarmServer | None = None
_KNOWN = {"stratanalysis", "numpy", "pandas", "scipy", "matplotlib", "seaborn", "babel", "numba"}


def warm_possible() -> bool:
    """Whether this system can fork kernels and watch them."""
    return sys.platform.startswith("linux") and hasattr(os, "pidfd_open")


def imported_modules(notebooks: Iterable[Path]) -> list[str]:
    """Modules of the usual stack that the notebooks import, in order of their names.

    The files are read as plain JSON; one that is no notebook names no module here.
    """
    found = set()
    for path in notebooks:
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            for cell in json.loads(path.read_text(encoding="utf-8")).get("cells", ()):
                if cell.get("cell_type") == "code":
                    found |= _imports("".join(cell.get("source", "")))
    return sorted(name for name in found if name.split(".")[0] in _KNOWN)


def _imports(source: str) -> set[str]:
    found: set[str] = set()
    with contextlib.suppress(SyntaxError):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


class WarmServer:
    """The fork server and the socket to it; use it as a context manager.

    Parameters
    ----------
    modules : sequence of str
        To import.
    folder : path-like, optional
        A community that is read and projected once before the first kernel.
    whole : bool
        Import all of the usual stack and of the library, not only `modules`: worth it for more
        than one page.

    Notes
    -----
    The server starts at once and imports while the caller goes on; the first kernel waits for it.
    It ends when this object is closed, and by itself when the process that made it ends.
    """

    def __init__(
        self, modules: Sequence[str] = (), *, folder: Path | str = "", whole: bool = True
    ) -> None:
        ours, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "stratanalysis.publish.kernels.fork_server",
             str(theirs.fileno()), str(folder).replace("\x00", ""),
             "whole" if whole else "part", *modules],
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, **STEADY_ENVIRONMENT, "PYTHONPATH": path},
        )  # fmt: skip
        theirs.close()
        self._channel = ours
        self._lines = ours.makefile("rb")
        self._lock = threading.Lock()
        self.threads: int | None = None

    def fork(self, arguments: Sequence[str], *, env: dict[str, str], cwd: str) -> ForkedProcess:
        """Fork a kernel and return its process; safe from several threads."""
        request = {"arguments": list(arguments), "env": env, "cwd": cwd}
        with self._lock:
            if self.threads is None:
                self.threads = int(self._answer()["ready"])
                if self.threads > 1:
                    _log.warning("the fork server has %d threads, not one", self.threads)
            self._channel.sendall(json.dumps(request).encode() + b"\n")
            return ForkedProcess(int(self._answer()["pid"]))

    @property
    def alive(self) -> bool:
        """Whether the server's process lives."""
        return self._process.poll() is None

    def _answer(self) -> dict[str, Any]:
        line = self._lines.readline()
        if not line:
            raise RuntimeError("the server of warm kernels has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def kill(self) -> None:
        """End the server at once, whatever waits for its answer; its kernels end with it."""
        self._process.kill()

    def close(self) -> None:
        """End the server and every kernel that it forked."""
        if self.threads is None:  # it has forked nothing yet, and may import for seconds
            self._process.kill()
        self._lines.close()
        self._channel.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> WarmServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ForkedProcess:
    """A process that is not our child, with the methods of ``subprocess.Popen`` that are used."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._watch: int | None = None
        try:
            self._watch = os.pidfd_open(pid)
        except ProcessLookupError:
            self.returncode = 1

    def poll(self) -> int | None:
        """Return None while the process lives."""
        if self._watch is not None and select.select([self._watch], [], [], 0)[0]:
            os.close(self._watch)
            self._watch, self.returncode = None, 1
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end."""
        if self._watch is not None:
            select.select([self._watch], [], [], timeout)
        return self.poll()

    def send_signal(self, signum: int) -> None:
        """Send a signal to the process."""
        if self._watch is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._watch, signum)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)


def start_server(
    modules: Sequence[str], *, folder: Path | str = "", whole: bool = True
) -> WarmServer | None:
    """Return this process's server of warm kernels; None where the system cannot fork kernels.

    The arguments are those of :class:`WarmServer`, for a server that is still to start.
    """
    global _server  # noqa: PLW0603 - one server a process
    if not warm_possible():
        return None
    with _one:
        if _server is None or not _server.alive:
            _server = WarmServer(modules, folder=folder, whole=whole)
            atexit.register(close_server)
        return _server


def kill_server() -> None:
    """End the server at once, also while it still imports; a later start makes a new one."""
    server = _server
    if server is not None:
        server.kill()


def close_server() -> None:
    """End the server and its kernels."""
    global _server  # noqa: PLW0603
    with _one:
        if _server is not None:
            _server.close()
            _server = None
            atexit.unregister(close_server)
