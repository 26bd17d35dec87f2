"""Work is counted while a document is read, not its bytes: a small file can ask for much.

A document gets one :class:`Work`. The readers count what they are about to do; what goes beyond a
bound is refused by its name, long before the limits of the box
(:mod:`stratanalysis.documents.sandbox`) are reached.
"""

from __future__ import annotations

from collections import Counter

from stratanalysis.errors import UnreadableFileError

__all__ = ["MOST", "Work", "small_number"]

MOST: dict[str, int] = {
    "rows": 2_200_000,
    "cells": 1_000_000,
    "paragraphs": 60_000,
    "list items": 60_000,
    "nested text boxes": 5_000,
    "shared strings": 1_000_000,
    "operators and letters on a page": 400_000,
    "operators and letters": 5_000_000,
    "bytes of unpacked streams": 512 * 2**20,
}
"""Most work of each kind in one document. Rows are counted as they are declared (two full sheets
and some), cells after spans."""


class Work:
    """Counts the work on one document.

    Parameters
    ----------
    document : str
        Name for messages.

    Examples
    --------
    >>> work = Work("plan.docx")
    >>> work.count("cells", 60)
    >>> work.done["cells"]
    60
    """

    def __init__(self, document: str) -> None:
        self.document = document
        self.done: Counter[str] = Counter()

    def count(self, kind: str, amount: int = 1) -> None:
        """Count work that is about to be done.

        Parameters
        ----------
        kind : str
            A key of :data:`MOST`.
        amount : int

        Raises
        ------
        UnreadableFileError
            It is more than :data:`MOST` allows.
        """
        self.done[kind] += amount
        if self.done[kind] > MOST[kind]:
            raise UnreadableFileError(
                f"the document cannot be read: it has more than {MOST[kind]:,} {kind}",
                where=self.document,
                expected="a document, not a database",
                do="split it, or save only the part that is needed",
            )

    def begin(self, kind: str) -> None:
        """Count a kind from nothing again, as for the next page."""
        self.done[kind] = 0


def small_number(text: str | None, most: int, default: int = 0) -> int:
    """Read a whole number as it is in a file, at most `most`; no digits are the default.

    Examples
    --------
    >>> small_number("9" * 5000, 60)
    60
    >>> small_number("-2", 60), small_number(" 7 ", 60), small_number(None, 60, 1)
    (0, 7, 1)
    """
    written = (text or "").strip()
    if not written.isdecimal():
        return default
    return most if len(written.lstrip("0")) > 9 else min(int(written[-9:]), most)
