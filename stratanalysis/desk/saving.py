"""What can be taken from the desk: the scenario file, tables, pictures and the report."""

from __future__ import annotations

import base64
import csv
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import harmless_cell, sheet_cell
from stratanalysis.desk.model import MINE, Board, Mine, Outcome, read_mine
from stratanalysis.desk.view import PICTURES, View
from stratanalysis.errors import InvalidInputError, MissingInputError, StratanalysisError
from stratanalysis.language import Language
from stratanalysis.processes import scratch_folder
from stratanalysis.projection import project
from stratanalysis.scenarios import Scenarios, read_scenarios
from stratanalysis.scenarios.writing import scenarios_text
from stratanalysis.storage import STATE

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "MAXIMUM_UPLOAD",
    "csv_bytes",
    "download_link",
    "pictures_archive",
    "projection_table",
    "read_upload",
    "render_page",
    "scenario_file",
    "workbook_bytes",
]

MAXIMUM_UPLOAD = 512 * 1024
"""Bytes of a scenario file that is opened at the desk."""

_PEOPLE, _MONEY = ("population", "population_age_sex", "statistics"), ("revenue", "expenditure")
_REPORT_SECONDS = 600
_MY_LABEL = {"uk": "Мій сценарій", "en": "My scenario"}


def scenario_file(board: Board, mine: Mine | None = None, *, label: str = "") -> str:
    """Return the community's scenario file with the kept scenarios, and mine where it is given.

    What stands in the file stays as it is, comments and all; new scenarios follow it. Read again it
    gives the same scenarios. Mine is left out where nothing is changed or where it is kept.
    """
    kept = [read_mine(board.scenarios, name, from_year=0) for name in board.kept]
    if mine is None or not mine.changes or mine in kept:
        return scenarios_text(board.scenarios)
    words = {"uk": label, "en": label} if label else dict(_MY_LABEL)
    return scenarios_text(board.together(mine, name=board.free_name(), label=words))


def read_upload(content: bytes, name: str) -> Scenarios:
    """Read a scenario file that somebody opened at the desk.

    Raises
    ------
    InvalidInputError
        It is larger than :data:`MAXIMUM_UPLOAD`, or no UTF-8 text.
    DataError
        Every problem in it, with its line.
    """
    if len(content) > MAXIMUM_UPLOAD:
        raise InvalidInputError(
            "the file is too large", where=name, expected="a scenario file of at most 512 KiB"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInputError("the file is no UTF-8 text", where=name) from None
    return read_scenarios(text, document=Path(name).name)


def projection_table(board: Board, mine: Mine, language: Language) -> pd.DataFrame:
    """Return every variable of every scenario and of mine, with units and sources.

    Columns: ``scenario, label, year, variable, unit, price_basis, value, source``; `source` names
    rows of the community's ``sources.csv``.
    """
    scenarios = board.together(mine)
    run = project(
        board.community, scenarios, board.years, names=tuple(scenarios), tier=board.start.tier
    )
    table = run.table.copy()
    labels = {name: run.scenarios[name].label.get(language.code, name) for name in run.names}
    labels[MINE] = language.text("Mine")
    people = _sources(board, *_PEOPLE)
    both = _sources(board, *_PEOPLE, *_MONEY)
    table.insert(1, "label", table["scenario"].map(labels))
    is_people = table["unit"].isin(["persons", "persons per 1,000"])
    table["source"] = is_people.map({True: people, False: both})
    return table


def _sources(board: Board, *tables: str) -> str:
    used = {str(name) for table in tables for name in board.community[table]["source"]}
    return "; ".join(sorted(used))


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV for people: UTF-8 with BOM, no cell that a spreadsheet would run."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False, name=None):
        writer.writerow(["" if v is None or v != v else harmless_cell(v) for v in row])  # noqa: PLR0124
    return held.getvalue().encode("utf-8-sig")


def workbook_bytes(
    board: Board, mine: Mine, language: Language, *, table: pd.DataFrame | None = None
) -> bytes:
    """Return a workbook: the projection, the assumptions of mine, and the sources.

    Numbers are numbers; every text is written as text, also one that begins like a formula.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    table = projection_table(board, mine, language) if table is None else table
    rows: list[Sequence[Any]] = list(table.itertuples(index=False, name=None))
    _fill(book.create_sheet("projection"), list(table.columns), rows)
    scenario = mine.scenario(board.scenarios)
    _fill(
        book.create_sheet("mine"),
        ["driver", "unit", "from_year", "change", "start_scenario"],
        [
            [entry.driver, entry.unit, mine.from_year, mine.changes[entry.driver], mine.start]
            for entry in scenario.assumptions
        ],
    )
    sources = board.community["sources"]
    _fill(
        book.create_sheet("sources"),
        [str(column) for column in sources.columns],
        list(sources.itertuples(index=False, name=None)),
    )
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _fill(sheet: Any, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    sheet.freeze_panes = "A2"
    for row in (head, *rows):
        sheet.append([sheet_cell(sheet, value) for value in row])


def pictures_archive(view: View, mine: Mine, outcome: Outcome) -> bytes:
    """Return a ZIP of all pictures as PNG and SVG, each with its words in the file and beside it.

    They are drawn by :mod:`stratanalysis.plots`, as on the pages of the reports.
    """
    from stratanalysis.desk.figures import figures
    from stratanalysis.plots.style import png_bytes, svg_bytes

    held = io.BytesIO()
    lines = []
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, title, words, figure in figures(view, mine, outcome, PICTURES):
            archive.writestr(f"{name}.svg", _described_svg(svg_bytes(figure), title, words))
            archive.writestr(f"{name}.png", _described_png(png_bytes(figure), title, words))
            lines.append(f"{name}: {words}\n")
        archive.writestr("README.txt", "\n".join(lines).encode("utf-8-sig"))
    return held.getvalue()


def _described_svg(drawn: bytes, title: str, words: str) -> bytes:
    text = drawn.decode("utf-8")
    end = text.index(">", text.index("<svg")) + 1
    head = text[:end].replace("<svg", '<svg role="img"', 1)
    said = f"<title>{escape(title)}</title><desc>{escape(words)}</desc>"
    return (head + said + text[end:]).encode("utf-8")


def _described_png(drawn: bytes, title: str, words: str) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_itxt("Title", title)
    note.add_itxt("Description", words)
    held = io.BytesIO()
    Image.open(io.BytesIO(drawn)).save(held, "png", pnginfo=note, optimize=True)
    return held.getvalue()


def render_page(
    board: Board,
    mine: Mine,
    language: Language,
    *,
    notebook: Path,
    shown: Sequence[str],
    label: str = "",
) -> tuple[bytes, bytes]:
    """Render the overview page with what the desk shows: its horizon, its scenarios and mine.

    Parameters
    ----------
    board, mine, language
    notebook : path
        The notebook of the overview.
    shown : sequence of str
        Names of the scenarios beside mine; all where nothing is shown and nothing was changed.
    label : str
        Name of mine for the reader.

    Returns
    -------
    page : bytes
        One HTML file with its pictures inside.
    archive : bytes
        ZIP of the page with the tables behind it, the manifest and the notebook.

    Raises
    ------
    MissingInputError
        The notebook is not there.
    StratanalysisError
        The page could not be rendered; the message is the command's own.
    """
    if not notebook.is_file():
        raise MissingInputError("no such notebook", where=str(notebook))
    with scratch_folder() as scratch:
        folder = scratch / "community" / board.folder.resolve().name
        shutil.copytree(board.folder, folder, ignore=shutil.ignore_patterns(STATE))
        text = scenario_file(board, mine, label=label)
        (folder / "scenarios.toml").write_text(text, encoding="utf-8", newline="\n")
        new = [name for name in read_scenarios(text) if name not in board.scenarios]
        out = scratch / "out"
        command = [
            sys.executable, "-m", "stratanalysis", "report", str(folder), "--language",
            language.code, "--year", str(board.base_year), "--out", str(out),
            "--notebook", str(notebook), "-p", f"horizon={len(board.years) - 1}",
            "-p", f"scenarios={','.join((*shown, *new))}",
        ]  # fmt: skip
        done = subprocess.run(  # noqa: S603 - our own command, no shell
            command, capture_output=True, text=True, timeout=_REPORT_SECONDS, check=False
        )
        pages = sorted(out.rglob("index.html"), key=lambda page: len(page.parts), reverse=True)
        if done.returncode or not pages:
            raise StratanalysisError(
                "the report was not rendered", where=done.stderr.strip()[-600:] or None
            )
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(pages[0].parent.rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(pages[0].parent).as_posix())
        return pages[0].read_bytes(), held.getvalue()


def download_link(content: bytes, *, name: str, kind: str, label: str, language: Language) -> str:
    """Return a link that holds a file: nothing is written where the desk runs."""
    data = base64.b64encode(content).decode("ascii")
    size = language.number(max(1, len(content) // 1024))
    return (
        f'<a download="{escape(name)}" href="data:{kind};base64,{data}">{escape(label)}</a> '
        f"({escape(name)}, {size}\N{NO-BREAK SPACE}KiB)"
    )
