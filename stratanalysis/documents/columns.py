"""What a column of a table holds, by the words of its head (``rules/columns.toml``)."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Any

from stratanalysis.quantities import squeeze

__all__ = ["column_role", "header_roles", "key", "read_rules"]

_SIGNS = re.compile(r"[^\w№#]+")
_LONGEST_HEAD = 160


@functools.cache
def read_rules(name: str) -> dict[str, Any]:
    """Read one of the rule files of this package."""
    file = resources.files("stratanalysis.documents") / "rules" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def key(text: str) -> str:
    """Return a text without signs, spaces and case, for comparing words."""
    return _SIGNS.sub("", squeeze(text)).casefold()


@functools.cache
def _heads() -> tuple[dict[str, str], list[tuple[str, str]]]:
    whole: dict[str, str] = {}
    begins: list[tuple[str, str]] = []
    for role, entry in read_rules("columns").items():
        whole |= {key(name): role for name in entry.get("whole", ())}
        begins += [(key(name), role) for name in entry.get("begins", ())]
    return whole, sorted(begins, key=lambda pair: len(pair[0]), reverse=True)


@functools.lru_cache(maxsize=4096)
def column_role(head: str) -> str | None:
    """Tell what a column holds from the words of its head.

    Returns
    -------
    str or None
        A heading of ``rules/columns.toml``, for instance ``"executor"``; the longest name that
        fits decides. None for other words.
    """
    if not head or len(head) > _LONGEST_HEAD:
        return None
    cleaned = key(head)
    whole, begins = _heads()
    if cleaned in whole:
        return whole[cleaned]
    return next((role for name, role in begins if name and cleaned.startswith(name)), None)


def header_roles(texts: tuple[str, ...]) -> list[str | None]:
    """Return the role of each cell of a row."""
    return [column_role(text) for text in texts]
