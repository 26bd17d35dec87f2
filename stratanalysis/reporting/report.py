"""One report: a community, a notebook and its parameters become a published page."""

from __future__ import annotations

import copy
import importlib.metadata
import os
import platform
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from stratanalysis import __version__
from stratanalysis.errors import InvalidInputError, MissingInputError
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.reporting.execution import ExecutionError, Progress, execute
from stratanalysis.reporting.page import TABLES_VARIABLE
from stratanalysis.reporting.parameters import (
    checked_parameters,
    default_parameters,
    inject,
    schema,
)
from stratanalysis.reporting.publication import (
    file_entries,
    keep_failed,
    staging,
    write_manifest,
)
from stratanalysis.reporting.rendering import language_of, render

__all__ = ["PublishedPage", "render_report"]

_PACKAGES = ("matplotlib", "nbclient", "nbconvert", "numpy", "pandas", "scipy")


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """Where a page stands.

    Attributes
    ----------
    page : pathlib.Path
        The HTML file.
    title : str
    bytes : int
    """

    page: Path
    community: str
    year: int | None
    language: str
    bytes: int


def render_report(
    folder: Path,
    notebook: Path,
    *,
    out: Path,
    parameters: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> PublishedPage:
    """Execute a notebook for one community and publish the page with its tables and manifest.

    The page stands in ``<out>/<community>/<year>/<language>/<notebook>/index.html``, with
    ``tables/*.csv``, ``manifest.json`` and the executed ``notebook.ipynb`` beside it. A failed
    run leaves the last page as it was and keeps the partial notebook under ``<out>/failed``.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the community.
    notebook : pathlib.Path
    out : pathlib.Path
    parameters : mapping, optional
        Over the notebook's defaults; `community` is set to `folder`.
    progress : callable, optional
        Called with cells done and all cells.

    Raises
    ------
    DataError
        Parameters or the community's tables that cannot be used.
    ExecutionError
        The notebook did not run to its end.
    """
    if not notebook.is_file():
        raise MissingInputError("no such notebook", where=str(notebook))
    source = nbformat.read(notebook, as_version=4)
    declared = schema(source)
    defaults = default_parameters(source)
    given = {**(parameters or {}), "community": str(folder.resolve())}
    checked = checked_parameters(declared, given, document=notebook.name)
    values = {**defaults, **checked}
    words = get_language(language_of(values))
    year = _year(folder, values)
    values["year"] = year
    shown = {**values, "community": folder.resolve().name}
    out = out.resolve()
    place = Path(folder.resolve().name) / str(year) / words.code / notebook.stem
    with staging(out / place) as scratch:
        run = inject(source, {name: values[name] for name in defaults})
        _clear(run)
        environment = {TABLES_VARIABLE: str(scratch / "tables"), **_steady_environment()}
        try:
            execute(run, name=notebook.name, folder=notebook.resolve().parent,
                    environment=environment, progress=progress)  # fmt: skip
        except ExecutionError as error:
            kept = keep_failed(
                out, "-".join(place.parts),
                {"notebook.ipynb": nbformat.writes(error.notebook), "error.txt": f"{error}\n"},
            )  # fmt: skip
            error.args = (f"{error}; kept in {kept}",)
            raise
        inputs = _inputs(folder, notebook)
        page = render(
            run,
            language=words.code,
            provenance=_provenance(words, inputs, shown),
            links=_links(words),
            notice=_notice(folder, words),
        )
        (scratch / "index.html").write_text(page, encoding="utf-8", newline="\n")
        nbformat.write(_portable(source, shown, defaults), scratch / "notebook.ipynb")
        write_manifest(
            scratch,
            {
                "title": "stratanalysis report",
                "notebook": notebook.name,
                "parameters": shown,
                "seed": values.get("seed"),
                "inputs": inputs,
                "versions": _versions(),
            },
        )
    done = out / place / "index.html"
    return PublishedPage(done, place.parts[0], year, words.code, done.stat().st_size)


def _year(folder: Path, values: Mapping[str, Any]) -> int:
    """The base year: as given, else the last that the community's tables allow."""
    from stratanalysis.scenarios import default_base_year
    from stratanalysis.scenarios.base import population_base
    from stratanalysis.scenarios.folder import read_folder

    community, scenarios = read_folder(folder)
    for name in values.get("scenarios") or ():
        scenarios[name]
    year = values.get("year")
    if year is None:
        return default_base_year(community)
    population_base(community, int(year))
    return int(year)


def _clear(notebook: nbformat.NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def _steady_environment() -> dict[str, str]:
    """What makes two runs give the same bytes."""
    return {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "MPLBACKEND": "agg", "TZ": "UTC"}


def _inputs(folder: Path, notebook: Path) -> list[dict[str, Any]]:
    files = [p for p in folder.iterdir() if p.suffix in {".csv", ".toml"} and p.is_file()]
    return [
        *file_entries(files, folder),
        *file_entries([notebook], notebook.parent),
    ]


def _versions() -> dict[str, str]:
    found = {"stratanalysis": __version__, "python": platform.python_version()}
    return found | {name: importlib.metadata.version(name) for name in _PACKAGES}


def _notice(folder: Path, words: Language) -> str:
    info = tomllib.loads((folder / "community.toml").read_text(encoding="utf-8-sig"))
    if info.get("kind") != "example":
        return ""
    return words.text("Exercise: the community and all figures on this page are invented.")


def _provenance(
    words: Language, inputs: Sequence[Mapping[str, Any]], shown: Mapping[str, Any]
) -> list[tuple[str, str]]:
    rows = [
        (
            words.text("Parameters"),
            "; ".join(f"{name} = {value}" for name, value in shown.items() if value is not None),
        ),
        (
            words.text("Versions"),
            ", ".join(f"{name} {version}" for name, version in _versions().items()),
        ),
        (
            words.text("Seed"),
            str(shown.get("seed") or words.text("no random numbers are used")),
        ),
    ]
    return rows + [
        (words.text("Input {file}", file=entry["file"]), f"sha256 {entry['sha256']}")
        for entry in inputs
    ]


def _links(words: Language) -> list[tuple[str, str]]:
    return [
        ("manifest.json", words.text("manifest: inputs, versions, parameters")),
        ("notebook.ipynb", words.text("the notebook that made this page")),
    ]


def _portable(
    source: nbformat.NotebookNode, shown: Mapping[str, Any], defaults: Mapping[str, Any]
) -> nbformat.NotebookNode:
    """The notebook as it was run, without outputs and without paths of this machine."""
    clean = inject(copy.deepcopy(source), {name: shown[name] for name in defaults})
    _clear(clean)
    return clean


def check_call(out: Path) -> None:
    """Refuse an output folder that cannot be written, before anything is computed."""
    existing = next(p for p in (out.resolve(), *out.resolve().parents) if p.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise InvalidInputError(
            "the folder cannot be written", where=str(out), do="choose another with --out"
        )
