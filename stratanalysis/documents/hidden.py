"""What a workbook does not show: hidden sheets, rows and columns, formulas without values."""

from __future__ import annotations

import re
from pathlib import Path

from stratanalysis.documents.archives import open_archive
from stratanalysis.documents.work import small_number
from stratanalysis.errors import UnreadableFileError

__all__ = ["Unseen", "unseen_in"]

_ROW = re.compile(rb"<row\b[^>]*>")
_COLUMN = re.compile(rb"<col\b[^>]*>")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_NUMBER = re.compile(rb"\br=\"(\d+)\"")
_SPAN = re.compile(rb"\bmin=\"(\d+)\"")
_FORMULA = re.compile(
    rb"<c\b[^>]*\br=\"([A-Z]{1,3}\d{1,7})\"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)"
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_LAST_COLUMN = 200


_MOST = 2**31


class Unseen:
    """Hidden rows and columns of one sheet, and its formulas without a stored value.

    Attributes
    ----------
    rows : list of int
        Numbers of hidden rows, from 1.
    columns : list of int
        Numbers of hidden columns, from 1.
    formulas : list of str
        Names of cells whose formula has no value.
    """

    def __init__(self, rows: list[int], columns: list[int], formulas: list[str]) -> None:
        self.rows, self.columns, self.formulas = rows, columns, formulas


def unseen_in(path: Path, part: str) -> Unseen:
    """Look through one sheet of an .xlsx file; empty lists where the part cannot be found.

    Parameters
    ----------
    path : Path
        The workbook.
    part : str
        The name of the sheet's part in the archive, ``xl/worksheets/sheet1.xml``.
    """
    try:
        with open_archive(path) as archive:
            data = archive.read(part.lstrip("/"))
    except (KeyError, UnreadableFileError):
        return Unseen([], [], [])
    rows = [_number(tag, _NUMBER) for tag in _ROW.findall(data) if _HIDDEN.search(tag)]
    columns = [_number(tag, _SPAN) for tag in _COLUMN.findall(data) if _HIDDEN.search(tag)]
    formulas = [match.decode("ascii") for match in _FORMULA.findall(data)]
    return Unseen(
        [row for row in rows if row], [at for at in columns if 0 < at < _LAST_COLUMN], formulas
    )


def _number(tag: bytes, pattern: re.Pattern[bytes]) -> int:
    match = pattern.search(tag)
    return small_number(match[1].decode("ascii"), _MOST) if match else 0
