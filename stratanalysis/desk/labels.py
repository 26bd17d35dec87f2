"""Words of a strategy next to the drivers that its clauses move."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from stratanalysis.scenarios import Clause

__all__ = ["SOURCE_KINDS", "clause_words"]

_MAXIMUM_BYTES = 32 * 2**20
SOURCE_KINDS = {
    "clause": "the strategy's text",
    "statistic": "a statistic",
    "rule": "a rule of law",
    "judgement": "the analyst's judgement",
}


def clause_words(clause: Clause, documents: Sequence[Path]) -> str:
    """The clause as it is in the document; empty where the document is not at hand.

    Only a file of the cited name directly within one of the folders is read.
    """
    name = Path(clause.document).name
    for folder in documents:
        lines = _lines(Path(folder) / name)
        if 0 < clause.line <= len(lines):
            return " ".join(lines[clause.line - 1].split())
    return ""


@functools.lru_cache(maxsize=16)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        if not path.is_file() or path.stat().st_size > _MAXIMUM_BYTES:
            return ()
        return tuple(path.read_text(encoding="utf-8-sig").split("\n"))
    except (OSError, UnicodeDecodeError):
        return ()
