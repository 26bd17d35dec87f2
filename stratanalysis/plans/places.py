"""Where the rows of the extracted tables stand."""

from __future__ import annotations

from typing import Any

from stratanalysis.documents.blocks import Document, Piece

__all__ = ["source_cells"]


def source_cells(document: Document, piece: Piece, text: str | None = None) -> dict[str, Any]:
    """Return the source columns of a row."""
    return {
        "source_document": document.name,
        "source_line": piece.line,
        "source_place": piece.place or None,
        "source_text": piece.text if text is None else text,
    }
