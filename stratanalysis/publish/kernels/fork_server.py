"""A process that has imported the stack and forks real kernels from itself (Linux).

It is started by :class:`stratanalysis.publish.kernels.preloaded.WarmServer` with one end of a
socket pair.
Each line it reads is a request as JSON; a kernel is forked, and its process number is written
back. The server has a single thread and opens no kernel sockets, so that forking is safe; it reaps
its children, and when the socket closes it ends them and itself.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from stratanalysis.processes import die_with_parent

__all__ = ["serve"]

_LOOK = 0.5
"""Seconds between two looks whether the parent lives."""

_KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "IPython.core.pylabtools",
           "IPython.core.completer")  # fmt: skip
_STACK = (
    "matplotlib.pyplot", "matplotlib.backends.backend_svg", "pandas.io.formats.style",
    "babel.dates", "pandera.pandas", "numba", "scipy.optimize", "scipy.interpolate",
)  # fmt: skip
"""What one notebook or another needs, beyond what its own imports load."""
_PARTS = ("demography", "finance", "indicators", "monitoring", "plots", "scenarios", "tables")
"""Subpackages of the library that notebooks use."""


def serve(channel: socket.socket, folder: str, *, whole: bool, modules: list[str]) -> None:
    """Import `modules`, rehearse, then fork kernels on request until the other end closes.

    Parameters
    ----------
    channel : socket.socket
        Connected stream socket; the first line written is ``{"ready": threads}``.
    folder : str
        A community to rehearse with; empty for none.
    whole : bool
        Import all of the usual stack and of the library before, for notebooks of every kind.
    modules : list of str
        Imported as far as they exist; what fails here fails, and is reported, in the kernel.
    """
    _end_with(os.getppid(), set())
    for name in (*_KERNEL, *(_STACK + _library() if whole else ()), *modules):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    _warm_caches()
    if folder:
        _rehearse(Path(folder))
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    _end_with(os.getppid(), children)
    try:
        _fork_on_request(channel, children)
    finally:  # also where the other end is gone between a request and its answer
        _end_all(children)


def _fork_on_request(channel: socket.socket, children: set[int]) -> None:
    held = b""
    _say(channel, {"ready": _threads()})
    while True:
        readable, _, _ = select.select([channel], [], [], 0.2)
        _reap(children)
        if not readable:
            continue
        got = channel.recv(65536)
        if not got:
            return
        held += got
        while b"\n" in held:
            line, held = held.split(b"\n", 1)
            request = json.loads(line)
            pid = os.fork()
            if pid == 0:
                _become_kernel(channel, request)
            children.add(pid)
            _say(channel, {"pid": pid})


def _end_all(children: set[int]) -> None:
    for pid in children:
        for end in (os.killpg, os.kill):  # a kernel that has not begun leads no group yet
            with contextlib.suppress(OSError):
                end(pid, signal.SIGKILL)
    for pid in children:
        with contextlib.suppress(OSError):
            os.waitpid(pid, 0)


def _end_with(parent: int, children: set[int]) -> None:
    """End when the parent does, also while modules are imported or a request is answered."""

    def look(number: int, frame: object) -> None:
        if os.getppid() != parent:
            _end_all(children)
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)


def _threads() -> int:
    """Number of threads of this process; 1 where the system does not tell."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1


def _library() -> tuple[str, ...]:
    """Modules of the library that notebooks use, directly or not."""
    import pkgutil

    import stratanalysis

    found = ["stratanalysis.community", "stratanalysis.pages.page"]
    for part in _PARTS:
        paths = [f"{folder}/{part}" for folder in stratanalysis.__path__]
        found.append(f"stratanalysis.{part}")
        found += [f"stratanalysis.{part}.{entry.name}" for entry in pkgutil.iter_modules(paths)]
    return tuple(found)


def _warm_caches() -> None:
    """Do once what loads more at its first use: words, number formats, contracts, pictures."""
    with contextlib.suppress(Exception):
        from stratanalysis.tables import table

        contract = table("sources")
        contract.schema().validate(contract.empty(), lazy=True)
    with contextlib.suppress(Exception):
        from stratanalysis.plots.style import new_figure, png_bytes

        png_bytes(new_figure()[0])
    with contextlib.suppress(Exception):
        from stratanalysis.language import LANGUAGES, language

        for code in LANGUAGES:
            language(code).number(1234.5, 1)
            language(code).text("")


def _rehearse(folder: Path) -> None:
    """Project a community once: machine code and reference tables load at their first use."""
    with contextlib.suppress(Exception):
        from stratanalysis.projection import default_base_year, project
        from stratanalysis.scenarios.folder import read_folder

        community, scenarios = read_folder(folder)
        base = default_base_year(community)
        project(community, scenarios, range(base, base + 2))
    with contextlib.suppress(Exception):
        from stratanalysis.projection.nowcast import nowcast
        from stratanalysis.reference.war_stocks import present_year

        nowcast(present_year())


def _say(channel: socket.socket, message: dict[str, Any]) -> None:
    channel.sendall(json.dumps(message).encode() + b"\n")


def _reap(children: set[int]) -> None:
    for pid in tuple(children):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                continue
        children.discard(pid)


def _become_kernel(channel: socket.socket, request: dict[str, Any]) -> None:
    """Turn a fork into a kernel; never returns."""
    status = 1
    try:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        server = os.getppid()
        die_with_parent(signal.SIGKILL)
        if os.getppid() != server:
            os._exit(1)
        os.setsid()
        channel.close()
        gc.unfreeze()
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        sys.path[:] = [entry for entry in sys.path if entry]
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.environ["JPY_PARENT_PID"] = str(os.getppid())
        sys.argv = ["kernel", *request["arguments"]]
        import numpy as np

        from stratanalysis.publish.kernels.process import run_kernel

        np.random.seed()  # noqa: NPY002 - a new kernel has its own global state
        run_kernel(request["arguments"])
        status = 0
    except SystemExit as end:
        status = int(end.code) if isinstance(end.code, int) else 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    # the other end may close before all is imported: there is nothing to do then
    with (
        socket.socket(fileno=int(sys.argv[1])) as end,
        contextlib.suppress(BrokenPipeError, ConnectionResetError),
    ):
        serve(end, sys.argv[2], whole=sys.argv[3] == "whole", modules=sys.argv[4:])
