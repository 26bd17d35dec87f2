"""Running a notebook: one kernel, a timeout a cell and a deadline for the whole run.

An exception, a timeout, a kernel that dies, ``sys.exit``, and a flood of output are all failures.
The kernel is a process of its own, started cold or forked warm
(:class:`stratanalysis.publish.kernels.preloaded.WarmServer`); messages go over sockets in a
private folder.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import StratanalysisError
from stratanalysis.processes import ask_for_handles, scratch_folder
from stratanalysis.publish.kernels.process import MEMORY_VARIABLE, STEADY_ENVIRONMENT

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from stratanalysis.publish.kernels.preloaded import WarmServer

__all__ = [
    "ExecutionError",
    "Limits",
    "allow_kernels",
    "execute",
    "kill_kernels",
    "stopping",
]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one notebook may take.

    Attributes
    ----------
    cell_timeout, deadline : float
        Seconds for a cell and for the whole.
    output : int
        Characters that the cells may put out together.
    memory : int or None
        Bytes of address space of the kernel, where the system can bound it; what asks for more
        gets a ``MemoryError``.
    """

    cell_timeout: float = 300
    deadline: float = 900
    output: int = 16_000_000
    memory: int | None = 6 * 2**30


_SOCKET_PATH = 95
"""Bytes of a folder's name that leave room for ``k.json-1``; beyond it loopback is used."""

Progress = Callable[[int, int], None]

_quiet = logging.getLogger("stratanalysis.publish.nbclient")
_quiet.setLevel(logging.CRITICAL)  # what goes wrong is in our own error, said once
_running: set[Any] = set()
_stopping = threading.Event()


class ExecutionError(StratanalysisError, RuntimeError):
    """A notebook did not run to its end.

    Attributes
    ----------
    notebook : NotebookNode
        As far as it came, with the outputs until then.
    died : bool
        The kernel's process ended by itself or was killed by somebody else.
    """

    def __init__(
        self, what: str, *, where: str, notebook: NotebookNode, do: str = "", died: bool = False
    ) -> None:
        super().__init__(what, where=where, do=do or None)
        self.notebook = notebook
        self.died = died


def execute(
    notebook: NotebookNode,
    *,
    name: str,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    server: WarmServer | None = None,
    progress: Progress | None = None,
    started: Callable[[], None] | None = None,
) -> NotebookNode:
    """Run all cells in a new kernel and return the notebook with its outputs.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place: outputs and execution counts.
    name : str
        For messages.
    folder : pathlib.Path
        Working directory of the kernel.
    environment : mapping, optional
        Added to the environment of the kernel.
    limits : Limits, optional
    server : WarmServer, optional
        Forks the kernel; without it a new Python process is started.
    progress : callable, optional
        Called with the number of cells done and of all code cells.
    started : callable, optional
        Called once, when the kernel's process exists.

    Raises
    ------
    ExecutionError
        With the cell and the last line of what went wrong, and the notebook as far as it came.
    """
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from zmq.error import ZMQError

    limits = limits or Limits()
    ask_for_handles()
    start = time.monotonic()
    died = False
    holder = contextlib.ExitStack()
    sockets = holder.enter_context(scratch_folder(short=True))
    client = _client(notebook, sockets, folder, server, limits, progress)
    manager = client.km  # nbclient forgets it at the end
    client.output_left = limits.output
    client.kernel_started = started
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    env = {**os.environ, **STEADY_ENVIRONMENT, "PYTHONPATH": path, **(environment or {})}
    env["IPYTHONDIR"] = str(sockets / "ipython")  # no start-up files of a user, no home needed
    if limits.memory is not None:
        env[MEMORY_VARIABLE] = str(limits.memory)
    try:
        _running.add(manager)
        if _stopping.is_set():
            raise DeadKernelError
        _run(client, env)
    except CellExecutionError as error:
        what = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        what = f"the cell took longer than {limits.cell_timeout:g} seconds"
        if time.monotonic() - start >= limits.deadline - 1:
            what = f"the deadline of {limits.deadline:g} seconds for the whole notebook has passed"
    except DeadKernelError:
        what = "the kernel died (out of memory, killed, or ended by the cell)"
        died = client.output_left >= 0 and not _stopping.is_set()
        if client.output_left < 0:
            what = f"the cells put out more than {limits.output:,} characters"
        elif _stopping.is_set():
            what = "the run was stopped"
    except _SystemExitError as error:
        what = f"the cell ended the kernel with {error}"
    except (RuntimeError, OSError, AssertionError, ZMQError) as error:
        what = f"the kernel could not be used: {error or type(error).__name__}"
    else:
        return notebook
    finally:
        _running.discard(manager)
        atexit.unregister(client._cleanup_kernel)  # nbclient leaves it where no kernel began
        holder.close()
    raise ExecutionError(
        what,
        where=f"{name}, cell {client.current_cell + 1}",
        notebook=notebook,
        do="open the notebook of the failed run to see the cell",
        died=died,
    )


def kill_kernels() -> None:
    """End the kernels of all runs of this process and let no new one begin.

    Used when a whole batch is stopped; :func:`allow_kernels` takes it back.
    """
    from stratanalysis.publish.kernels.preloaded import kill_server

    _stopping.set()
    kill_server()
    while _running:
        for manager in tuple(_running):
            _kill(manager)
        time.sleep(0.05)


def stopping() -> bool:
    """Whether :func:`kill_kernels` has been called and not taken back."""
    return _stopping.is_set()


def allow_kernels() -> None:
    """Let kernels begin again after :func:`kill_kernels`."""
    _stopping.clear()


def _run(client: Any, env: Mapping[str, str]) -> None:
    """Execute in a thread, so that nbclient leaves the signals of this process alone."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def work() -> None:
        asyncio.run(client.async_execute(env=env, cleanup_kc=True, **quiet))

    if threading.current_thread() is not threading.main_thread():
        work()
        return
    with ThreadPoolExecutor(1, thread_name_prefix="notebook") as pool:
        running = pool.submit(work)
        try:
            running.result()
        except KeyboardInterrupt:
            kill_kernels()
            allow_kernels()
            raise


def _kill(manager: Any) -> None:
    process = getattr(manager.provisioner, "process", None)
    if process is not None:
        process.kill()


class _SystemExitError(Exception):
    """A cell called sys.exit or exit; the kernel answers "ok" to it."""


def _client(
    notebook: NotebookNode,
    sockets: Path,
    folder: Path,
    server: WarmServer | None,
    limits: Limits,
    progress: Progress | None,
) -> Any:
    """A client for one run; the classes are made here so that nbclient loads when it is used."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_client.provisioning.local_provisioner import LocalProvisioner
    from nbclient import NotebookClient

    from stratanalysis.publish.kernels.client import PromptClient

    start = time.monotonic()
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    done = 0

    class Manager(AsyncKernelManager):
        @property
        def kernel_spec(self) -> KernelSpec:
            command = [sys.executable, "-m", "stratanalysis.publish.kernels.process"]
            return KernelSpec(argv=[*command, "-f", "{connection_file}"], language="python")

        async def _async_wait(self, pollinterval: float = 0.005) -> None:
            await super()._async_wait(pollinterval)  # a killed kernel is gone in no time

    class Client(NotebookClient):
        output_left = 0
        current_cell = 0
        kernel_started: Callable[[], None] | None = None

        async def async_start_new_kernel(self, **kwargs: Any) -> None:
            await super().async_start_new_kernel(**kwargs)
            if self.kernel_started:
                self.kernel_started()

        async def async_execute_cell(
            self, cell: NotebookNode, cell_index: int, *args: Any, **kwargs: Any
        ) -> NotebookNode:
            nonlocal done
            self.current_cell = cell_index
            left = limits.deadline - (time.monotonic() - start)
            self.timeout = max(1, int(min(limits.cell_timeout, left)))
            ran = await super().async_execute_cell(cell, cell_index, *args, **kwargs)
            if cell.cell_type == "code":
                done += 1
                if progress:
                    progress(done, total)
            return ran

        async def _check_raise_for_error(
            self, cell: NotebookNode, cell_index: int, exec_reply: dict[str, Any] | None
        ) -> None:
            for payload in (exec_reply or {}).get("content", {}).get("payload", ()):
                if payload.get("source") == "ask_exit":
                    raise _SystemExitError("exit() or sys.exit()")
            for output in cell.outputs:
                if output.output_type == "error" and output.ename == "SystemExit":
                    raise _SystemExitError(f"sys.exit({output.evalue})")
            await super()._check_raise_for_error(cell, cell_index, exec_reply)

        def process_message(self, msg: Any, cell: NotebookNode, cell_index: int) -> Any:
            content = msg["content"]
            size = len(content.get("text", ""))
            size += sum(len(v) for v in content.get("data", {}).values() if isinstance(v, str))
            self.output_left -= size
            if self.output_left < 0:
                _kill(self.km)
                return None
            return super().process_message(msg, cell, cell_index)

    manager = Manager(log=_quiet, client_factory=PromptClient)
    how: dict[str, Any] = {"kernel_id": "", "kernel_spec": manager.kernel_spec, "parent": manager}
    if server is None:
        manager.provisioner = LocalProvisioner(**how)
    else:
        from stratanalysis.publish.kernels.provisioner import WarmProvisioner

        manager.provisioner = warm = WarmProvisioner(**how)
        warm.server = server
    # The address of the sockets follows from the connection file: a short absolute path, so that
    # the kernel finds it from its own working directory.
    manager.connection_file = str(sockets / "k.json")
    if os.name == "posix" and len(os.fsencode(sockets)) < _SOCKET_PATH:
        manager.transport = "ipc"
    return Client(
        notebook,
        km=manager,
        log=_quiet,
        timeout=max(1, int(limits.cell_timeout)),
        startup_timeout=max(1, int(min(60, limits.deadline))),
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        shutdown_kernel="immediate",
        allow_errors=False,
        force_raise_errors=True,
    )
