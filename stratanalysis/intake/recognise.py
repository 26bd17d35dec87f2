"""What a file is, by its content, and its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path

from stratanalysis.documents.sandbox import boxed
from stratanalysis.errors import InvalidInputError, StratanalysisError, UnreadableFileError
from stratanalysis.intake.cells import Cells, read_cells
from stratanalysis.intake.columns import read_columns
from stratanalysis.intake.country_files import (
    read_fiscal,
    read_kse_expenditure,
    read_kse_revenue,
    read_ukrstat_present,
)
from stratanalysis.intake.dressed import find_row, plain_text
from stratanalysis.intake.exports import is_export, read_export_cells, read_portal_export
from stratanalysis.intake.files import unpacked
from stratanalysis.intake.heads import find_layout
from stratanalysis.intake.macro import read_macro
from stratanalysis.intake.portion import Portion, Taken
from stratanalysis.intake.treasury import read_treasury
from stratanalysis.intake.typed import read_typed
from stratanalysis.intake.war_list import is_war_list, read_war_docx, read_war_table
from stratanalysis.processes import scratch_folder
from stratanalysis.reference import country_table

__all__ = ["KNOWN_FILES", "recognise"]

KNOWN_FILES = (
    "exports of openbudget.gov.ua (incomes; expenditures by programme or economic code; "
    "financing; credits)",
    "tables of the Ministry of Finance, of KSE-Loc-Data-Hub and of the State Statistics Service",
    "OCHA COD-PS population (ADM3_PCODE), displaced persons, pupils, declarations, births and "
    "deaths, grants of budget laws by community",
    "the list of territories of order 376 (.docx or table)",
    "the government's forecast of prices and wages (annex of its resolution, .xlsx or .csv)",
    "printouts of the treasury (a code, 'виконано', 'станом на 01.01.2025')",
    "typed tables with the heads year and value (рік, значення)",
)
"""What can be taken, for the message about a file that is none of it."""


def recognise(
    files: Iterable[Path], *, only: Collection[str] = (), year: int | None = None
) -> Taken:
    """Read every file by what it holds.

    Parameters
    ----------
    files : iterable of path
    only : collection of str
        KATOTTG codes of the communities that are wanted; empty for all.
    year : int, optional
        Year of figures of which a file does not say the year.

    Returns
    -------
    Taken
        Portions of communities that are wanted; those of others are left out and said.

    Raises
    ------
    UnreadableFileError, MissingInputError
        A file is not there, damaged, or of no kind that is known.
    """
    found = Taken()
    seen: dict[str, str] = {}
    for path in files:
        with scratch_folder() as scratch:
            for shown, plain in unpacked(Path(path), scratch):
                digest = hashlib.sha256(plain.read_bytes()).hexdigest()
                if digest in seen:
                    raise InvalidInputError(
                        f"the file is the same as {seen[digest]}, byte by byte", where=shown,
                        do="give every file once; nothing was written",
                    )  # fmt: skip
                seen[digest] = shown
                found.add(boxed(_one, plain, shown, scratch, only, year))
    if only:
        first = {p.katottg: p for p in reversed(found.portions) if p.katottg}
        others = sorted(set(first) - set(only))
        if others and len(others) < 20:
            shown = ", ".join(_other(first[code]) for code in others)
            found.left += [f"figures of other communities: {shown}"]
        elif others:
            found.left += [f"figures of {len(others)} other communities"]
        found.portions = [p for p in found.portions if not p.katottg or p.katottg in only]
    return found


def _other(portion: Portion) -> str:
    """A community that was not asked for: name, code, and where its figures begin."""
    table = country_table("hromadas").set_index("katottg")
    name = str(table.loc[portion.katottg, "name"]) if portion.katottg in table.index else ""
    where = portion.spots.get(0) or (portion.document if portion.spots else "")
    return f"{name} {portion.katottg}".strip() + (f" ({where})" if where else "")


def _one(
    path: Path, document: str, scratch: Path, only: Collection[str], year: int | None
) -> Taken:
    head = path.open("rb").read(4)
    suffix = path.suffix.lower()
    if head == b"PK\x03\x04" and suffix == ".docx":
        taken = read_war_docx(path, document)
        if taken is None:
            raise _unknown(document, "a document without the tables of order 376")
        return taken
    if head != b"PK\x03\x04":
        text = path.open("rb").read(4096).decode("utf-8-sig", errors="replace")
        if is_export(text.split("\n", 1)[0]):
            return read_portal_export(path, document)
    try:
        tables, notes = read_cells(path, document)
    except StratanalysisError:
        raise
    except Exception as error:
        raise UnreadableFileError(
            f"the file cannot be read ({error})", where=document, do="open and save it again"
        ) from error
    found = Taken(findings=notes)
    understood = False
    exports = [taken for taken in map(read_export_cells, tables) if taken is not None]
    whole = None if exports else _whole_file(path, tables, document, scratch, only)
    for taken in exports or filter(None, [whole]):
        found.add(taken)
    if exports or whole is not None:
        return found
    for cells in tables:
        taken = _table(cells, only, year)
        if taken is None:
            found.left.append(f"{cells.document}: nothing in it is known here")
            continue
        understood = True
        found.add(taken)
    if not understood:
        rows = next((row for cells in tables for row in cells.rows if any(row)), [])
        raise _unknown(document, f"its heads are {'; '.join(filter(None, rows))[:200]!r}")
    return found


def _unknown(document: str, why: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"this is no file that can be taken: {why}",
        where=document,
        expected="one of: " + "; ".join(KNOWN_FILES),
    )


def _whole_file(
    path: Path, tables: list[Cells], document: str, scratch: Path, only: Collection[str]
) -> Taken | None:
    """Read a file whose reader takes all of it; None where it is none of these."""
    for cells in tables:
        head = {cell.strip().lower() for row in cells.rows[:8] for cell in row if cell}
        if is_war_list(cells):
            return read_war_table(cells)
        if (row := find_row(cells, ("income_total", "income_own", "katottg"))) is not None:
            return read_kse_revenue(_plain(path, cells, row, scratch), document, only)
        if "hromada_code" in head and any(name.startswith("prog_") for name in head):
            return read_kse_expenditure(path, document, only)
        fiscal = ("hromada_code", "population_2020", "income_tax_uahpp")
        if (row := find_row(cells, fiscal)) is not None:
            return read_fiscal(_plain(path, cells, row, scratch), document)
        title = " ".join(cell for row in cells.rows[:6] for cell in row if cell).lower()
        if cells.sheet and "постійного населення" in title and "стат" in title:
            why = "ages of oblasts and of cities over 100 thousand are in the reference already"
            return Taken(left=[f"{document}: {why}"])
        present = "територіальних громад" in title and "наявного населення" in title
        if cells.sheet and present and find_layout(cells) is None:
            return read_ukrstat_present(path, document)
    return None


_WORDS = (
    "budget_code", "katottg", "hromada_name", "year", "oblast", "raion", "hromada_type",
    "hromada_code", "tot",
)  # fmt: skip


def _plain(path: Path, cells: Cells, head: int, scratch: Path) -> Path:
    """The file itself where it is plain CSV with commas; else a copy that is."""
    names = ",".join(cells.rows[head])
    if not cells.sheet and head == 0 and path.open("rb").read(len(names)) == names.encode():
        return path
    copy = scratch / f"{path.name}.plain.csv"
    copy.write_text(plain_text(cells, head, _WORDS), encoding="utf-8")
    return copy


def _table(cells: Cells, only: Collection[str], year: int | None) -> Taken | None:
    taken = read_columns(cells, year, only)
    if taken is not None:
        return taken
    return read_macro(cells) or read_treasury(cells) or read_typed(cells)
