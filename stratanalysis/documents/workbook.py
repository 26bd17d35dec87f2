"""Opening workbooks that come from strangers: bounded, read-only, with clear refusals."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.documents.archives import open_archive
from stratanalysis.documents.work import Work
from stratanalysis.errors import MissingInputError, StratanalysisError, UnreadableFileError
from stratanalysis.quantities import squeeze

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["MAX_UNPACKED", "cell_name", "cell_words", "merged_ranges", "open_workbook"]

MAX_UNPACKED = 256 * 2**20
"""Most bytes that a workbook may hold when unpacked."""

_DAMAGE = (
    KeyError, IndexError, TypeError, ValueError, AttributeError, OSError, EOFError, SyntaxError,
    RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What the reader of workbooks raises on broken content, at once or with the rows."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@contextmanager
def open_workbook(path: Path | str) -> Iterator[Workbook]:
    """Open an .xlsx workbook read-only, values instead of formulas.

    Raises
    ------
    MissingInputError
        There is no such file.
    UnreadableFileError
        An old .xls, a workbook with a password, a damaged file, one that is not a workbook, or
        one that unpacks to more than :data:`MAX_UNPACKED` bytes.
    """
    import openpyxl

    path = Path(path)
    if not path.is_file():
        raise MissingInputError("no such file", where=str(path), expected="an .xlsx workbook")
    _refuse_unsafe(path)
    with path.open("rb") as file:  # a file, not a name: names are judged by their endings
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # styles, print settings: never read
                workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
                for sheet in workbook.worksheets:
                    sheet.reset_dimensions()  # writers store a wrong size, as A1 for 1,439 rows
        except _DAMAGE as error:
            raise UnreadableFileError(
                f"the workbook cannot be read ({str(error)[:100]})",
                where=path.name,
                do="open it in a spreadsheet program and save it again as .xlsx",
            ) from error
        try:
            yield workbook
        except StratanalysisError:
            raise
        except _DAMAGE as error:
            raise UnreadableFileError(
                f"the workbook is damaged ({str(error)[:100]})",
                where=path.name,
                do="fetch the file again",
            ) from error
        finally:
            workbook.close()


def _refuse_unsafe(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if head == _OLE:
        raise UnreadableFileError(
            "the file is an old .xls workbook or is protected by a password",
            where=path.name,
            expected="an .xlsx workbook without a password",
            do="save it as .xlsx without a password",
        )
    if not zipfile.is_zipfile(path):
        raise UnreadableFileError(
            "the file is not a workbook, or it is cut short",
            where=path.name,
            expected="an .xlsx workbook",
            do="fetch the file again",
        )
    with open_archive(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise UnreadableFileError(
            f"the workbook unpacks to {unpacked / 2**20:.0f} MiB",
            where=path.name,
            expected=f"at most {MAX_UNPACKED / 2**20:.0f} MiB",
        )
    _count_strings(path)


def _count_strings(path: Path) -> None:
    """Count the shared strings: all of them are read before the first cell."""
    work = Work(path.name)
    with open_archive(path) as archive:
        for name in archive.namelist():
            if not name.lower().endswith("sharedstrings.xml"):
                continue
            with archive.open(name) as part:
                rest = b""
                while chunk := part.read(2**20):
                    work.count("shared strings", len(_STRING.findall(rest + chunk)))
                    rest = (rest + chunk)[-16:].rpartition(b"<")[2]
                    rest = b"<" + rest if rest and not _STRING.match(b"<" + rest) else b""


def cell_name(sheet: str, row: int, column: int) -> str:
    """Name a cell, as ``36-44!B9``; row and column count from 1."""
    from openpyxl.utils import get_column_letter

    return f"{sheet.strip()}!{get_column_letter(column)}{row}"


def cell_words(cell: object) -> str:
    """Return the words of a cell, cleaned of spaces and letters of the other alphabet."""
    return "" if cell is None else squeeze(str(cell))


def merged_ranges(sheet: Any) -> list[tuple[str, tuple[Any, ...]]]:
    """Merged cells of a sheet opened read-only, each with its first and last column and row."""
    from openpyxl.utils import range_boundaries

    with sheet._get_source() as source:  # openpyxl has no other way where it reads row by row
        found = [ref.decode() for ref in _MERGED.findall(source.read())]
    return [(ref, range_boundaries(ref)) for ref in found]
