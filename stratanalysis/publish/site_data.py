"""All tables of a set of pages as one workbook with numeric cells and a sheet of contents."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stratanalysis.csv_tables import sheet_cell
from stratanalysis.language import language as get_language
from stratanalysis.publish.site_links import SitePage
from stratanalysis.publish.steady_zip import same_bytes

__all__ = ["set_workbook"]

_CAPTION = re.compile(r"<(?:caption|figcaption)>(.*?)</(?:caption|figcaption)>", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_LEADING_ZERO = re.compile(r"-?0\d")
_ROWS = 200_000


def set_workbook(out: Path, pages: Sequence[SitePage]) -> bytes:
    """Return the tables behind the pages of one set as a workbook.

    Parameters
    ----------
    out : pathlib.Path
    pages : sequence of SitePage
        Of one community, year and language.

    Returns
    -------
    bytes
        The first sheet lists every table: sheet, chapter, what it shows, rows, columns in words.
        A text that begins like a formula stays a text; an empty cell is a gap.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    say = get_language(pages[0].language if pages else "uk").text
    book = Workbook()
    book.remove(book.worksheets[0])
    contents = book.create_sheet(say("Contents"))
    contents.append(
        [say(head) for head in ("Sheet", "Chapter", "What it shows", "Rows", "Columns")]
    )
    for page in pages:
        folder = out / page.place
        captions = _captions(folder / "index.html")
        for file in sorted((folder / "tables").glob("*.csv")):
            rows = _rows(file)
            if not rows:
                continue
            name = f"{page.notebook[:2]}_{file.stem}"[:31]
            sheet = book.create_sheet(name)
            for row in rows[:_ROWS]:
                sheet.append([sheet_cell(sheet, _number(value)) for value in row])
            for cell in sheet[1]:
                cell.font = Font(bold=True)
            sheet.freeze_panes = "A2"
            heads = "; ".join(rows[0])
            shown = captions.get(file.stem, file.stem)
            cells = (name, page.chapter, shown, len(rows) - 1, heads)
            contents.append([sheet_cell(contents, value) for value in cells])
    for cell in contents[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDE", (26, 22, 70, 8, 80), strict=True):
        contents.column_dimensions[letter].width = width
    contents.freeze_panes = "A2"
    held = io.BytesIO()
    book.save(held)
    return same_bytes(held.getvalue())


def _captions(file: Path) -> dict[str, str]:
    """What each table or picture of a page shows, by its name."""
    text = file.read_text(encoding="utf-8", errors="replace")
    found = {}
    for part in re.finditer(r"<(?:table|figure)\b[^>]*\bid=\"([^\"]+)\"[^>]*>(.{0,4000}?)", text):
        caption = _CAPTION.search(text, part.end())
        if caption and caption.start() - part.end() < 200:
            found[part[1]] = html.unescape(re.sub(r"<[^>]*>", "", caption[1])).strip()
    return found


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def _number(value: str) -> Any:
    """A number where the text is one, else the text; codes with a leading zero stay texts."""
    if value == "":
        return None
    if not _NUMBER.fullmatch(value) or _LEADING_ZERO.match(value):
        return value
    number = float(value)
    whole = number.is_integer() and "." not in value and "e" not in value
    return int(number) if whole else number
