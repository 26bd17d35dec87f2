"""Where the rows of the extracted tables are."""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.documents.blocks import Document, Piece
from stratanalysis.language import Language

__all__ = ["place_words", "source_cells"]

_PART = re.compile(r"(paragraph|table|row|column|page|footnote) (\d+)")
_PATTERNS = {
    "paragraph": "paragraph {number}", "table": "table {number}", "row": "row {number}",
    "column": "column {number}", "page": "page {number}", "footnote": "footnote {number}",
}  # fmt: skip


def place_words(speak: Language, line: int | None, place: str) -> str:
    """Write a place in a reader's language: ``line 12``, ``table 2, row 3, column 1``, ``B7``."""
    if line is not None:
        return speak.text("line {line}", line=line)
    return _PART.sub(lambda m: speak.text(_PATTERNS[m[1]], number=m[2]), place)


def source_cells(document: Document, piece: Piece, text: str | None = None) -> dict[str, Any]:
    """Return the source columns of a row."""
    return {
        "source_document": document.name,
        "source_line": piece.line,
        "source_place": piece.place or None,
        "source_text": piece.text if text is None else text,
    }
