"""Operators, letters and unpacked bytes of a PDF file, counted where pdfminer meets them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stratanalysis.documents.work import MOST, Work

__all__ = ["counted"]

_PAGE, _ALL, _BYTES = (
    "operators and letters on a page",
    "operators and letters",
    "bytes of unpacked streams",
)


class _Unpacking:
    """Takes the place of the module ``zlib``: no stream becomes longer than is left to read."""

    error = zlib.error

    def __init__(self, work: Work) -> None:
        self.work = work

    def decompress(self, data: bytes) -> bytes:
        engine = zlib.decompressobj()
        content = engine.decompress(data, self._left() + 1)
        self.work.count(_BYTES, len(content))
        if not engine.eof:
            raise zlib.error("incomplete or truncated stream")
        return content

    def decompressobj(self) -> _Stream:
        return _Stream(self)

    def _left(self) -> int:
        return max(MOST[_BYTES] - self.work.done[_BYTES], 0)


class _Stream:
    """A stream that is unpacked byte by byte, as pdfminer does with a damaged one."""

    def __init__(self, unpacking: _Unpacking) -> None:
        self.unpacking = unpacking
        self.engine = zlib.decompressobj()

    def decompress(self, data: bytes) -> bytes:
        content = self.engine.decompress(data)
        self.unpacking.work.count(_BYTES, len(content))
        return content


@contextmanager
def counted(work: Work) -> Iterator[None]:
    """Count the work of pdfminer while the block runs.

    Parameters
    ----------
    work : Work

    Notes
    -----
    pdfminer has no limits of its own. Its parser of page content and the unpacking of its streams
    are replaced for as long as the block runs, and put back.
    """
    from pdfminer import pdfinterp, pdftypes

    interpreter: Any = pdfinterp
    types: Any = pdftypes

    parser, unpacking = interpreter.PDFContentParser, types.zlib

    class Counting(parser):  # type: ignore[misc, valid-type]
        def nextobject(self) -> Any:
            found = super().nextobject()
            amount = 1 + (len(found[1]) if isinstance(found[1], bytes) else 0)
            work.count(_PAGE, amount)
            work.count(_ALL, amount)
            return found

    interpreter.PDFContentParser = Counting
    types.zlib = _Unpacking(work)
    try:
        yield
    finally:
        interpreter.PDFContentParser = parser
        types.zlib = unpacking
