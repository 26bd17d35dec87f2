"""Reading files that may be gzipped, within bounds."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from stratanalysis.errors import MissingInputError, UnreadableFileError

__all__ = ["MAX_UNPACKED", "read_bytes"]

MAX_UNPACKED = 512 * 2**20
"""Most bytes that a table may hold when unpacked."""


def read_bytes(path: Path | str) -> bytes:
    """Return the content of a file, unpacked if its name ends with ``.gz``.

    Raises
    ------
    MissingInputError
        There is no such file.
    UnreadableFileError
        It is damaged, or longer than :data:`MAX_UNPACKED`.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingInputError("no such file", where=str(path), expected="a table, .csv or .gz")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            raw = file.read(MAX_UNPACKED + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableFileError(
            f"the file is damaged ({error})", where=path.name, do="fetch it again"
        ) from error
    if len(raw) > MAX_UNPACKED:
        raise UnreadableFileError(
            f"the table is larger than {MAX_UNPACKED / 2**20:.0f} MiB",
            where=path.name,
            do="fetch it in parts",
        )
    return raw
