"""Where the tables and keys of a TOML text are, looked up once for the whole text."""

from __future__ import annotations

import bisect
import re

__all__ = ["Places"]

_HEADER = re.compile(r"^[ \t]*\[+[ \t]*([^\]\n]{1,400})\]+", re.MULTILINE)
_KEY = re.compile(r"^[ \t]*[\"']?([A-Za-z0-9_-]{1,200})[\"']?[ \t]*[.=]", re.MULTILINE)


class Places:
    """Lines of headers and keys, counted from 1.

    Attributes
    ----------
    headers : dict of str to list of int
        By name without quotes and blanks, as ``baseline.assumption``, in the order of the text.
    """

    def __init__(self, text: str) -> None:
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.headers: dict[str, list[int]] = {}
        self._keys: dict[str, list[int]] = {}
        for found in _HEADER.finditer(text):
            name = ".".join(part.strip().strip("\"'") for part in found[1].split("."))
            line = bisect.bisect_right(starts, found.start())
            self.headers.setdefault(name, []).append(line)
        for found in _KEY.finditer(text):
            line = bisect.bisect_right(starts, found.start())
            self._keys.setdefault(found[1], []).append(line)

    def key(self, header: str) -> int:
        """Return the line of a key that is written within its table, else of the table itself."""
        table, _, key = header.rpartition(".")
        first = 1
        if table:
            found = self.headers.get(table)
            first = found[0] if found else self.key(table)
        lines = self._keys.get(key, [])
        at = bisect.bisect_left(lines, first)
        return lines[at] if at < len(lines) else first
