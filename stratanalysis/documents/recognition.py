"""Text recognition of pages that are pictures, by tesseract where it is on the machine.

The words keep their places, so that tables and paragraphs are found as in a PDF with text.
"""

from __future__ import annotations

import functools
import io
import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from stratanalysis.documents.pdf_lines import Line
from stratanalysis.documents.pdf_tables import Word
from stratanalysis.findings import Finding, Severity, Source

__all__ = ["PictureReader", "picture_share", "tesseract"]

FEWEST_LETTERS = 40
"""A page with fewer letters that a picture covers is a scan."""
SCANNED = 0.5
"""Part of a page that pictures cover at least where it is a scan."""
_DPI = 200
_POINTS = 72 / _DPI
_PAGE_SECONDS = 40.0
_LEAST_CONFIDENCE = 20.0
_POOR = 80.0
_NO_WORD = re.compile(r"[\W_]+")
_NUMBER_SIGN = re.compile(r"^[МM][»›>]$")
"""What the program takes "№" for."""
_SIGNS = frozenset(("-", "–", "—", "•", "№", "%"))


@functools.cache
def tesseract() -> str:
    """Return the program where it is on the machine and reads Ukrainian; else an empty text."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        listed = subprocess.run(  # noqa: S603  the program found above; no shell
            [program, "--list-langs"], capture_output=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return program if b"ukr" in listed.stdout.split() else ""


def picture_share(page: Any) -> float:
    """Return the part of a page that its largest picture covers."""
    area = float(page.width * page.height) or 1.0
    covered = 0.0
    for image in page.images:
        width = min(image["x1"], page.width) - max(image["x0"], 0)
        height = min(image["bottom"], page.height) - max(image["top"], 0)
        covered = max(covered, max(width, 0) * max(height, 0) / area)
    return float(covered)


@dataclass(slots=True)
class PictureReader:
    """Recognises pages as long as its time lasts, and keeps how sure the program was.

    Attributes
    ----------
    document : str
    seconds : float
        What is left, by the clock.
    pages, left, under : int
        Pages recognised; pages that are pictures and were not; pages whose text lies under a
        picture, so that another program recognised it before.
    """

    document: str
    seconds: float
    pages: int = 0
    left: int = 0
    under: int = 0
    sure: float = 0.0
    letters: int = 0

    @property
    def confidence(self) -> float | None:
        """Mean confidence of the letters, from 0 to 100; None where no page was recognised."""
        return self.sure / self.letters if self.letters else None

    def read(self, page: Any) -> tuple[list[Word], list[Line]]:
        """Recognise a page: its words, and its lines from top to bottom."""
        program = tesseract()
        if not program or self.seconds <= 1:
            self.left += 1
            return [], []
        begun = time.monotonic()
        picture = io.BytesIO()
        page.to_image(resolution=_DPI).original.convert("L").save(picture, "PNG")
        try:
            done = subprocess.run(  # noqa: S603  the program found above; no shell
                [program, "stdin", "stdout", "-l", "ukr", "--psm", "6", "--dpi", str(_DPI), "tsv"],
                input=picture.getvalue(),
                capture_output=True,
                timeout=min(self.seconds, _PAGE_SECONDS),
                env=os.environ | {"OMP_THREAD_LIMIT": "1"},
                check=False,
            )
            table = done.stdout.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            table = ""
        self.seconds -= time.monotonic() - begun
        words, lines = self._words(table)
        if words:
            self.pages += 1
        else:
            self.left += 1
        return words, lines

    def _words(self, table: str) -> tuple[list[Word], list[Line]]:
        found: list[Word] = []
        by_line: dict[tuple[str, ...], list[Word]] = defaultdict(list)
        for row in table.splitlines()[1:]:
            cells = row.split("\t")
            if len(cells) < 12 or cells[0] != "5":
                continue
            text, sure = _NUMBER_SIGN.sub("№", cells[11].strip("|[]_{} ")), float(cells[10])
            if not text or sure < _LEAST_CONFIDENCE:
                continue
            if _NO_WORD.fullmatch(text) and text not in _SIGNS:
                continue
            left, top, width, height = (float(cell) * _POINTS for cell in cells[6:10])
            word = Word(text, left, left + width, top, top + height)
            found.append(word)
            by_line[tuple(cells[2:5])].append(word)
            self.sure += sure * len(text)
            self.letters += len(text)
        return found, sorted(map(_line, by_line.values()), key=lambda line: line.top)

    def findings(self) -> list[Finding]:
        """Return what a reader of the result must know."""
        found = []
        source = Source(self.document)
        if self.pages:
            why = (
                "{pages} pages are pictures and were recognised with a mean confidence of "
                "{confidence} %; compare figures with the original."
            )
            sure = round(self.confidence or 0.0)
            severity = Severity.NOTE if sure >= _POOR else Severity.WARNING
            values = {"pages": self.pages, "confidence": sure}
            found.append(Finding("text-recognised", severity, source, why, values))
        if self.left:
            why = (
                "{pages} pages are pictures and were not read; install tesseract with the language "
                "ukr, or take the document that was printed."
                if not tesseract()
                else "{pages} pages are pictures and were not read: the time for it ran out, or "
                "they show no words; split the document."
            )
            values = {"pages": self.left}
            found.append(Finding("page-not-read", Severity.WARNING, source, why, values))
        if self.under:
            why = (
                "The text of {pages} pages lies under a picture: another program recognised it; "
                "compare figures with the original."
            )
            values = {"pages": self.under}
            found.append(Finding("text-under-picture", Severity.NOTE, source, why, values))
        return found


def _line(words: list[Word]) -> Line:
    return Line(
        " ".join(word.text for word in words),
        min(word.left for word in words),
        max(word.right for word in words),
        min(word.top for word in words),
        max(word.bottom for word in words),
    )
