"""What a run says of itself: a bar on a terminal, plain lines for machines."""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from typing import TextIO

from stratanalysis.publish.page_task import Outcome

__all__ = ["Progress", "page_line"]

_log = logging.getLogger("stratanalysis.publish")


def page_line(outcome: Outcome) -> str:
    """One line on a page: result, place, seconds, bytes, and why it failed."""
    size = len(outcome.files.get("index.html", b""))
    where = outcome.place or outcome.job.name
    line = f"{outcome.result} {where} seconds={outcome.seconds:.1f} bytes={size}"
    return f"{line} why={' '.join(outcome.message.split())}" if outcome.message else line


class Progress:
    """Writes progress to a stream; safe from several threads.

    Parameters
    ----------
    total : int
        Pages of the run.
    stream : text stream, optional
        Standard error by default; a terminal gets a bar, anything else one line a page.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total = total
        self.done = 0
        self._stream = stream or sys.stderr
        self._bar = self._stream.isatty()
        self._lock = threading.Lock()

    def cell(self, name: str, done: int, total: int) -> None:
        """Say which cell of which page has been run."""
        if self._bar:
            self._draw(f"{name}: {done}/{total}")

    def page(self, outcome: Outcome) -> None:
        """Say what became of a page."""
        self.done += 1
        line = page_line(outcome)
        _log.info("%s", line)
        with self._lock:
            if self._bar:
                self._stream.write("\r\033[K")
            if not self._bar or outcome.result == "failed":
                self._stream.write(line + "\n")
            self._stream.flush()
        if self._bar:
            self._draw("")

    def close(self) -> None:
        """Leave a clean line."""
        if self._bar:
            self._stream.write("\r\033[K")
            self._stream.flush()

    def _draw(self, text: str) -> None:
        share = self.done / self.total if self.total else 1.0
        full = round(24 * share)
        width = shutil.get_terminal_size().columns - 1
        line = f"[{'#' * full}{'.' * (24 - full)}] {self.done}/{self.total} {text}"[:width]
        with self._lock:
            self._stream.write(f"\r\033[K{line}")
            self._stream.flush()
