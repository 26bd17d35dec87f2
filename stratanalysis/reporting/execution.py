"""Running a notebook: one kernel, a timeout a cell and a deadline for the whole run.

An exception, a timeout, a kernel that dies and ``sys.exit`` are all failures.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from stratanalysis.errors import StratanalysisError

__all__ = ["CELL_TIMEOUT", "DEADLINE", "ExecutionError", "execute"]

CELL_TIMEOUT = 300
"""Seconds that one cell may take."""
DEADLINE = 900
"""Seconds that a whole notebook may take."""

Progress = Callable[[int, int], None]


class ExecutionError(StratanalysisError, RuntimeError):
    """A notebook did not run to its end.

    Attributes
    ----------
    notebook : NotebookNode
        As far as it came, with the outputs until then.
    """

    def __init__(self, what: str, *, where: str, notebook: NotebookNode, do: str = "") -> None:
        super().__init__(what, where=where, do=do or None)
        self.notebook = notebook


def execute(
    notebook: NotebookNode,
    *,
    name: str,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    cell_timeout: float = CELL_TIMEOUT,
    deadline: float = DEADLINE,
    progress: Progress | None = None,
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
    cell_timeout, deadline : float
        Seconds for a cell and for the whole.
    progress : callable, optional
        Called with the number of cells done and of all code cells.

    Raises
    ------
    ExecutionError
        With the cell and the last line of what went wrong, and the notebook as far as it came.
    """
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    start = time.monotonic()
    state = {"done": 0, "cell": 0}

    def on_start(cell: NotebookNode, cell_index: int) -> None:
        state["cell"] = cell_index
        left = deadline - (time.monotonic() - start)
        client.timeout = max(1, int(min(cell_timeout, left)))

    def on_executed(cell: NotebookNode, **_: Any) -> None:
        state["done"] += 1
        if progress:
            progress(state["done"], total)
        for output in cell.outputs:
            if output.output_type == "error" and output.ename == "SystemExit":
                raise _SystemExitError(output.evalue)

    manager = AsyncKernelManager(kernel_name="python3")
    sockets = tempfile.TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True)
    if os.name == "posix":
        # The address of the sockets follows from the connection file: a short absolute path, so
        # that the kernel finds it from its own working directory.
        manager.connection_file = str(Path(sockets.name) / "k.json")
        manager.transport = "ipc"
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=int(cell_timeout),
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        on_cell_start=on_start,
        on_cell_executed=on_executed,
        shutdown_kernel="immediate",
    )
    where = f"{name}, cell "
    try:
        client.execute(env={**os.environ, "PYTHONHASHSEED": "0", **(environment or {})})
    except CellExecutionError as error:
        what = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        spent = time.monotonic() - start
        if spent >= deadline - 1:
            what = f"the deadline of {deadline:g} seconds for the whole notebook has passed"
        else:
            what = f"the cell took longer than {cell_timeout:g} seconds"
    except DeadKernelError:
        what = "the kernel died (out of memory, or killed)"
    except _SystemExitError as error:
        what = f"the cell ended the kernel with sys.exit({error})"
    else:
        return notebook
    finally:
        sockets.cleanup()
    raise ExecutionError(
        what,
        where=where + str(state["cell"] + 1),
        notebook=notebook,
        do="open the notebook of the failed run to see the cell",
    )


class _SystemExitError(Exception):
    """A cell called sys.exit; the kernel answers "ok" to it."""
