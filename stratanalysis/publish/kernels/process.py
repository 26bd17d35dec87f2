"""The kernel process of a report: bounded memory, no history file, one thread for arithmetic.

Run as ``python -m stratanalysis.publish.kernels.process -f CONNECTION_FILE``, or forked from a
prepared process (:mod:`stratanalysis.publish.kernels.fork_server`) with the same settings, so that
both give the same pages.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence

from stratanalysis.processes import die_with_parent

__all__ = [
    "MEMORY_VARIABLE",
    "STEADY_ENVIRONMENT",
    "TABLES_VARIABLE",
    "bound_memory",
    "run_kernel",
]

MEMORY_VARIABLE = "STRATANALYSIS_KERNEL_MEMORY"
"""Environment variable: bytes of address space that the kernel may take."""

TABLES_VARIABLE = "STRATANALYSIS_TABLES"
"""Environment variable: folder into which a page writes the tables behind its pictures."""

STEADY_ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""What makes two runs give the same bytes, on machines with few cores and with many."""


def bound_memory(limit: int | None) -> None:
    """Let this process take at most `limit` bytes of address space; more is a MemoryError."""
    if limit is None:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def run_kernel(arguments: Sequence[str]) -> None:
    """Serve one notebook until the kernel is asked to stop."""
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]  # no debugger: 0.1 s a kernel
    from ipykernel.kernelapp import IPKernelApp

    limit = os.environ.get(MEMORY_VARIABLE, "")
    bound_memory(int(limit) if limit.isdecimal() else None)
    IPKernelApp.launch_instance(argv=[*arguments, "--HistoryManager.enabled=False"])


if __name__ == "__main__":
    if sys.path and sys.path[0] == "":
        del sys.path[0]
    die_with_parent(signal.SIGKILL)
    run_kernel(sys.argv[1:])
