"""Names of communities: listed, and completed by the Tab key in IPython and JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["communities", "complete_names"]

_CALL = r".*\b(open|render)\([\"'][^\"']*$"


def communities(data: Path | str | None = None) -> list[str]:
    """List the names that ``stratanalysis.open`` takes.

    Parameters
    ----------
    data : path-like, optional
        As in :func:`stratanalysis.data_folder.data_folder`.

    Examples
    --------
    >>> "kostiantynivka" in communities()
    True
    """
    from stratanalysis.community import communities as listed
    from stratanalysis.data_folder import data_folder

    return listed(data_folder(data))


def complete_names() -> None:
    """Let the Tab key complete ``sa.open("kos`` in a running IPython; nothing elsewhere."""
    from IPython import get_ipython

    shell: Any = get_ipython()
    if shell is not None:
        shell.set_hook("complete_command", _names, re_key=_CALL)


def _names(_shell: Any, event: Any) -> list[str]:
    typed = str(event.symbol).strip("\"'")
    return [name for name in communities() if name.startswith(typed)]
