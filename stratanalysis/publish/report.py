"""One report: a community, a notebook and its parameters become a published page."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import InvalidInputError
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.processes import scratch_folder
from stratanalysis.publish.execution import ExecutionError, Limits, Progress, execute
from stratanalysis.publish.gate import check_page
from stratanalysis.publish.inputs import versions
from stratanalysis.publish.job import Job, Prepared, prepare
from stratanalysis.publish.kernels.preloaded import WarmServer, imported_modules, start_server
from stratanalysis.publish.kernels.process import TABLES_VARIABLE
from stratanalysis.publish.notebook_file import read_notebook
from stratanalysis.publish.parameters import inject, schema
from stratanalysis.publish.publication import drop_failed, keep_failed, manifest_text, publish
from stratanalysis.publish.rendering import render
from stratanalysis.publish.site import build_site
from stratanalysis.publish.suited import suited_notebook
from stratanalysis.storage import ForeignFileError, output_lock

if TYPE_CHECKING:
    import nbformat

__all__ = ["PublishedPage", "check_call", "data_version", "make_page", "render_report"]


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """Where a page is.

    Attributes
    ----------
    page : pathlib.Path
        The HTML file.
    community : str
    year : int
    language : str
    bytes : int
        Size of the HTML file.
    """

    page: Path
    community: str
    year: int
    language: str
    bytes: int


def render_report(
    folder: Path,
    notebook: Path,
    *,
    out: Path,
    parameters: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
    wait: float = 0,
    replace: bool = False,
) -> PublishedPage:
    """Execute a notebook for one community and publish the page with its tables and manifest.

    The page is in ``<out>/<community>/<year>/<language>/<notebook>/index.html``, with
    ``tables/*.csv``, ``manifest.json`` and the notebook with its parameters next to it. A failed
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
    limits : Limits, optional
    wait : float
        Seconds to wait for another run that writes to `out`.
    replace : bool
        Replace files in the page's place that are not of a page; they are kept.

    Raises
    ------
    DataError
        Parameters or the community's tables that cannot be used.
    ExecutionError
        The notebook did not run to its end.
    LockedError
        Another run writes to `out`.
    """
    check_call(out)
    suited = suited_notebook(folder, notebook)
    if suited != notebook:  # what is known takes fewer parameters than a forecast
        entries = schema(read_notebook(suited))
        parameters = {k: v for k, v in (parameters or {}).items() if k in entries}
        notebook = suited
    # it imports the stack while this process loads its own and reads the tables
    server = start_server(imported_modules([notebook]), folder=folder, whole=False)
    prepared = prepare(Job(folder, notebook, dict(parameters or {})))
    out = out.resolve()
    with output_lock(out, wait=wait):
        try:
            files = _made(prepared, limits=limits, server=server, progress=progress)
        except ExecutionError as error:
            kept = keep_failed(out, prepared.job.name, failed_files(error))
            error.args = (f"{error}; kept in {kept}",)
            raise
        publish(out, prepared.place, files, replace=replace)
        drop_failed(out, prepared.job.name)
        with contextlib.suppress(ForeignFileError):  # a start page of somebody else stays
            build_site(out, [prepared.job.folder.name])
    done = out / prepared.place / "index.html"
    year = prepared.year
    return PublishedPage(
        done, prepared.job.folder.name, year, prepared.job.language, done.stat().st_size
    )


def _made(
    prepared: Prepared,
    *,
    limits: Limits | None,
    server: WarmServer | None,
    progress: Progress | None,
) -> dict[str, bytes]:
    """Make a page; once more, with a cold kernel, where its kernel was killed."""
    try:
        return make_page(prepared, limits=limits, server=server, progress=progress)
    except ExecutionError as error:
        if not (error.died or (server is not None and not server.alive)):
            raise
        return make_page(prepared, limits=limits, progress=progress)


def make_page(
    prepared: Prepared,
    *,
    limits: Limits | None = None,
    server: WarmServer | None = None,
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """Run the notebook and return the files of the page by their relative names.

    The same inputs give the same bytes: no time, host or path of this machine is in them.

    Raises
    ------
    ExecutionError
        The notebook did not run to its end.
    InvalidInputError
        It ran, and what it put out cannot be a page.
    """
    import nbformat

    job, values = prepared.job, prepared.values
    words = get_language(job.language)
    declared = [name for name in values if name in _declared(prepared)]
    run = inject(prepared.source, {name: values[name] for name in declared})
    _clear(run)
    files: dict[str, bytes] = {}
    with scratch_folder() as scratch:
        tables = Path(scratch) / "tables"
        execute(
            run,
            name=job.notebook.name,
            folder=job.notebook.parent,
            environment={TABLES_VARIABLE: str(tables)},
            limits=limits,
            server=server,
            progress=progress,
            started=_load_renderer,
        )
        for path in sorted(tables.glob("*.csv")):
            files[f"tables/{path.name}"] = path.read_bytes()
    page = render(
        run,
        language=words.code,
        provenance=_provenance(words, prepared),
        links=_links(words),
        notice=_notice(prepared, words),
        documents=prepared.documents,
        version=data_version(prepared.inputs),
    )
    files["index.html"] = page.encode("utf-8")
    _refuse_contradictions(prepared.place, page, files)
    portable = inject(copy.deepcopy(prepared.source), {n: prepared.shown[n] for n in declared})
    _clear(portable)
    files["notebook.ipynb"] = nbformat.writes(portable).encode("utf-8") + b"\n"
    content = {
        "title": "stratanalysis report",
        "notebook": job.notebook.name,
        "community": prepared.names,
        "oblast": prepared.oblast,
        "parameters": prepared.shown,
        "seed": values.get("seed"),
        "findings": prepared.findings,
        "inputs": prepared.inputs,
        "versions": versions(),
        "fingerprint": prepared.fingerprint,
    }
    files["manifest.json"] = manifest_text(content, files).encode("utf-8")
    return files


def data_version(inputs: Sequence[Mapping[str, Any]]) -> str:
    """Name the state of the community's tables: one for all pages and languages of a set.

    Examples
    --------
    >>> tables = [{"file": "revenue.csv", "sha256": "ab"}]
    >>> notebook = {"file": "00_overview.ipynb", "sha256": "cd"}
    >>> data_version([*tables, notebook]) == data_version(tables)
    True
    """
    tables = [(row["file"], row["sha256"]) for row in inputs if not row["file"].endswith(".ipynb")]
    return hashlib.sha256(repr(sorted(tables)).encode()).hexdigest()[:8]


def _refuse_contradictions(place: str, page: str, files: Mapping[str, bytes]) -> None:
    """The gate before a page is published: its words and tables must say the same."""
    tables = {Path(name).stem: files[name] for name in files if name.startswith("tables/")}
    wrong = check_page(place, page, tables)
    if wrong:
        raise InvalidInputError(
            f"the page contradicts its own tables in {len(wrong)} places; the first: {wrong[0]}",
            expected="one value for one figure, and no projected value for an executed year",
            do="let the text, the table and the picture take the figure from one computation",
        )


def failed_files(error: ExecutionError) -> dict[str, str]:
    """What is kept of a run that failed: the notebook as far as it came, and the first cause."""
    import nbformat

    return {"notebook.ipynb": nbformat.writes(error.notebook), "error.txt": f"{error}\n"}


def _load_renderer() -> None:
    """Import the renderer while the kernel starts."""
    threading.Thread(target=__import__, args=("nbconvert",), daemon=True).start()


def _declared(prepared: Prepared) -> set[str]:
    from stratanalysis.publish.parameters import default_parameters

    return set(default_parameters(prepared.source))


def _clear(notebook: nbformat.NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def _notice(prepared: Prepared, words: Language) -> str:
    if prepared.kind != "example":
        return ""
    return words.text("Exercise: the community and all figures on this page are invented.")


def _provenance(words: Language, prepared: Prepared) -> list[tuple[str, str]]:
    shown, found = prepared.shown, prepared.findings
    seed = shown.get("seed")
    rows = [
        (
            words.text("Parameters"),
            "; ".join(
                f"{name} = {json.dumps(value, ensure_ascii=False)}"
                for name, value in shown.items()
                if value is not None
            ),
        ),
        (
            words.text("Versions"),
            ", ".join(f"{name} {version}" for name, version in versions().items()),
        ),
        (
            words.text("Seed"),
            words.text("no random numbers are used") if seed is None else str(seed),
        ),
        (
            words.text("Findings in the tables"),
            words.text(
                "errors {errors}, warnings {warnings}, notes {notes}",
                errors=found.get("error", 0),
                warnings=found.get("warning", 0),
                notes=found.get("note", 0),
            ),
        ),
    ]
    for entry in prepared.inputs:
        value = f"sha256 {entry['sha256']}"
        if "vintage" in entry:
            value = words.text("data of {dates}", dates=entry["vintage"]) + "; " + value
        rows.append((words.text("Input {file}", file=entry["file"]), value))
    return rows


def _links(words: Language) -> list[tuple[str, str]]:
    return [
        ("manifest.json", words.text("manifest: inputs, versions, parameters")),
        ("notebook.ipynb", words.text("the notebook that made this page")),
    ]


def check_call(out: Path) -> None:
    """Refuse an output folder that cannot be written, before anything is computed."""
    if "\x00" in str(out):
        raise InvalidInputError("the folder's name holds a NUL", where=repr(str(out)))
    existing = next(p for p in (out.resolve(), *out.resolve().parents) if p.exists())
    try:
        if not existing.is_dir() or not os.access(existing, os.W_OK):
            raise PermissionError
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise InvalidInputError(
            f"the folder cannot be written ({error.strerror or 'no permission'})",
            where=str(out),
            do="choose another with --out",
        ) from error
