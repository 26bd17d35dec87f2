"""Ukrainian words for comparing statements: stems, words that say little, numbers in words.

A stem here is the beginning of a word without its inflection, cut to seven letters: enough to see
that ``котельні`` and ``котелень`` are about the same thing; not a linguistic stem.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Any

from stratanalysis.quantities import prepare

__all__ = ["content_stems", "number_word", "rules", "similarity", "stem"]

_WORD = re.compile(r"[^\W\d_]++(?:['-][^\W\d_]++)*+")
_ENDINGS = (
    *("ами", "ями", "ові", "еві", "ого", "ому", "ими", "іми", "іїв"),
    *("ій", "ий", "их", "їх", "ою", "ею", "єю", "ії", "ія", "ію", "ам", "ям", "ах", "ях", "ів"),
    *("їв", "ом", "ем", "єм", "ої"),
    *("а", "у", "е", "и", "і", "о", "я", "ю", "ь", "й", "ї", "є"),
)
"""Longest first."""
_LENGTH = 7


@functools.cache
def rules() -> dict[str, Any]:
    """Return the words and patterns of the checks, from ``rules.toml``."""
    file = resources.files("stratanalysis.audit") / "rules.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@functools.cache
def _little() -> frozenset[str]:
    return frozenset(rules()["words"]["little"])


@functools.lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of one word, in small letters."""
    word = word.lower()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:_LENGTH]


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that say something, in their order.

    Examples
    --------
    >>> content_stems("каналізаційних насосних станцій та 1 споруда")
    ['каналіз', 'насосн', 'станц', 'споруд']
    """
    found = []
    for match in _WORD.finditer(prepare(text)):
        word = match.group().lower()
        if len(word) > 2 and word not in _little():
            found.append(stem(word))
    return found


def similarity(first: set[str], second: set[str]) -> float:
    """Share of common stems, |A ∩ B| / |A ∪ B|; 0 where both are empty."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def number_word(word: str) -> int | None:
    """Read a number of 2 to 20 in words, in any case: ``трьох`` is 3."""
    found = _number_words().get(prepare(word).lower())
    return int(found) if found is not None else None


@functools.cache
def _number_words() -> dict[str, int]:
    return {form: int(value) for value, forms in rules()["numbers"].items() for form in forms}
