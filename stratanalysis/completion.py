"""Names of communities: listed, and completed by the Tab key in IPython and JupyterLab."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

__all__ = ["all_names", "communities", "complete_names"]

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
    return [name for name in all_names() if name.casefold().startswith(typed.casefold())]


def all_names(data: Path | str | None = None) -> list[str]:
    """List everything that opens a community: folders first, then all 1,469 of the register.

    A name of the register that several communities bear has its oblast in brackets, and
    with the raion where the oblast has two of them.

    Examples
    --------
    >>> {"kostiantynivka", "Мукачівська", "Mukachivska"} <= set(all_names())
    True
    """
    return list(dict.fromkeys([*communities(data), *_register()]))


@functools.cache
def _register() -> tuple[str, ...]:
    from stratanalysis.reference import country_table

    register = country_table("hromadas").set_index("katottg")
    latin = country_table("hromada_names").set_index("katottg")["name_en"]
    names = register["name"]
    oblast = names + " (" + register["oblast"] + ")"
    raion = names + " (" + register["oblast"] + ", " + register["raion"] + ")"
    shown = names.where(~names.duplicated(keep=False), oblast)
    shown = shown.where(~shown.duplicated(keep=False), raion)
    kind = names + " " + register["type"] + " (" + register["oblast"] + ")"
    shown = shown.where(~shown.duplicated(keep=False), kind)
    single = latin[~latin.duplicated(keep=False)]
    return (*sorted(shown), *sorted(str(name) for name in single))
