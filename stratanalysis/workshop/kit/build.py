"""Write the folder of a session, and after it the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from stratanalysis.community import find_community
from stratanalysis.desk.page import desk_page as scenario_desk
from stratanalysis.errors import InvalidInputError
from stratanalysis.language import LANGUAGES
from stratanalysis.scenarios.folder import read_folder
from stratanalysis.scenarios.writing import scenarios_text
from stratanalysis.storage import STATE, changing
from stratanalysis.workshop.kit.effects import (
    card_effects,
    open_session,
    outcome,
    session_scenarios,
)
from stratanalysis.workshop.kit.game import balance, read_decisions, read_game
from stratanalysis.workshop.kit.minutes import session_report
from stratanalysis.workshop.kit.sheets import index_page, session_sheets
from stratanalysis.workshop.kit.surveys import surveys_workbook
from stratanalysis.workshop.kit.table_desk import desk_page

__all__ = ["build_session", "report_session"]

_MARKER = "session.txt"


def build_session(
    community: str,
    to: Path | str,
    *,
    data: Path | str = "data",
    languages: Sequence[str] = LANGUAGES,
    first_year: int = 0,
    replace: bool = False,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write everything that a session needs into one folder, which works offline.

    Parameters
    ----------
    community : str
        Slug, folder or code; it needs scenarios with a baseline.
    to : path-like
        The folder: ``uk/`` and ``en/``, each with ``index.html``, the desk of the game, the
        community's scenario desk (``scenarios.html``), cards, events, roles, sheets, agenda,
        surveys, invitation, certificate, room plan and the facilitator's notes;
        PDF next to each sheet where WeasyPrint is installed.
    data : path-like
    languages : sequence of {"uk", "en"}
    first_year : int
        Year in which round 1 takes effect; 0 for the next calendar year.
    replace : bool
        Replace an earlier kit.
    progress : callable, optional
        Called with each file's name.

    Raises
    ------
    InvalidInputError
        The folder holds other files, or the community has no baseline.
    """
    target = Path(to)
    _refuse_used(target, replace=replace)
    folder = find_community(community, data)
    place, scenarios = read_folder(folder)
    if "baseline" not in scenarios:
        raise InvalidInputError(
            "the community has no baseline scenario", where=place.slug,
            do="write scenarios.toml first, or take a shipped community",
        )  # fmt: skip
    game = read_game()
    board = open_session(place, scenarios, first_year=first_year)
    baseline = outcome(board, scenarios, ["baseline"])
    effects = card_effects(board, game)
    files: dict[str, bytes] = {_MARKER: f"{place.slug}\n".encode()}
    for language in languages:
        sheets = session_sheets(board, game, language=language)
        printed = {name: _pdf(page) for name, (_, page) in sheets.items()}
        pdf = all(printed.values())
        files[f"{language}/index.html"] = index_page(
            place.name[language], sheets, language=language, pdf=pdf
        ).encode()
        page = desk_page(board, game, baseline, effects, language=language)
        files[f"{language}/desk.html"] = page.encode()
        files[f"{language}/scenarios.html"] = scenario_desk(folder, language=language).encode()
        for name, (_, document) in sheets.items():
            files[f"{language}/{name}.html"] = document.encode()
            if pdf:
                files[f"{language}/{name}.pdf"] = printed[name]
        files[f"{language}/surveys.xlsx"] = surveys_workbook(language=language)
    return _write(target, files, replace=replace, progress=progress)


def report_session(
    community: str,
    decisions: Path | str,
    to: Path | str,
    *,
    data: Path | str = "data",
    language: str = "uk",
    first_year: int = 0,
    replace: bool = False,
) -> list[Path]:
    """Turn a group's decisions into a scenario file and a report in Word.

    Parameters
    ----------
    community : str
    decisions : path-like
        File saved from the desk of the session.
    to : path-like
        Folder for ``scenarios.toml`` (the community's scenarios and ``session``) and
        ``report.docx``.
    data, language, first_year, replace
        As for :func:`build_session`.

    Raises
    ------
    InvalidInputError
        More was spent than the common budget has, or the file cannot be read.
    """
    place, scenarios = read_folder(find_community(community, data))
    game = read_game()
    given = read_decisions(decisions)
    balance(given, game)
    board = open_session(place, scenarios, first_year=first_year)
    together = session_scenarios(board, game, given)
    found = outcome(board, together, ["baseline", "session"])
    report = session_report(board, game, given, together, found, language=language)
    files = {"scenarios.toml": scenarios_text(together).encode(), "report.docx": report}
    return _write(Path(to), files, replace=replace, progress=None)


def _write(
    target: Path,
    files: dict[str, bytes],
    *,
    replace: bool,
    progress: Callable[[str], None] | None,
) -> list[Path]:
    with changing(target, "session", replace=replace) as change:
        for name, content in sorted(files.items()):
            change.write(name, content)
            if progress and name != _MARKER:
                progress(name)
    return [target / name for name in sorted(files) if name != _MARKER]


def _pdf(page: str) -> bytes:
    """The sheet as PDF; empty where WeasyPrint is not installed."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        return b""
    made = HTML(string=page).write_pdf()
    return bytes(made) if made else b""


def _refuse_used(target: Path, *, replace: bool) -> None:
    if not target.exists() or (
        target.is_dir() and {entry.name for entry in target.iterdir()} <= {STATE}
    ):
        return
    if target.is_dir() and (target / _MARKER).is_file():
        if replace:
            return
        raise InvalidInputError(
            "a session is there already", where=str(target),
            do="choose another folder, or add --replace",
        )  # fmt: skip
    raise InvalidInputError(
        "the folder holds other files", where=str(target), do="choose another folder"
    )
