"""Words of the session's sheets by language."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any

__all__ = ["texts"]


@functools.cache
def texts(language: str) -> dict[str, Any]:
    """Return the words of a language; both have the same keys."""
    file = resources.files("stratanalysis") / "workshop" / "kit" / "texts.toml"
    words: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))[language]
    return words
