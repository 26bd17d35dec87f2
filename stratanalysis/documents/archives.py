"""Opening archives (.docx, .xlsx and the like) from strangers: every damage is answered by name."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stratanalysis.errors import UnreadableFileError

__all__ = ["DAMAGE", "open_archive"]

DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error,
    OverflowError, IndexError,
)  # fmt: skip
"""What a broken or locked archive makes the readers raise: names in a wrong encoding are a
ValueError, passwords and unknown packings a RuntimeError."""


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever its damage raises becomes one sentence.

    Raises
    ------
    UnreadableFileError
        It is cut short, damaged, has a password or names that cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except UnreadableFileError:
        raise
    except DAMAGE as error:
        raise UnreadableFileError(
            f"the file is cut short or damaged, or it is protected ({error})",
            where=path.name,
            do="fetch the file again, or save it without a password",
        ) from error
