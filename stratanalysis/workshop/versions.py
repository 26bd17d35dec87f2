"""From one master to the learner's version, the facilitator's version and the slides.

A master cell may carry tags: ``uk`` or ``en`` (a text in one language), ``exercise`` (a blank, for
learners), ``solution`` and ``facilitator`` (for facilitators), ``full-day`` (left out on the half
day), ``parameters``. What it is on the slides is in its ``slideshow`` metadata.
"""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.community import find_community
from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.language import LANGUAGES
from stratanalysis.language import language as get_language
from stratanalysis.processes import scratch_folder
from stratanalysis.storage import STATE, changing
from stratanalysis.workshop.lessons import LESSONS, PATHS, Lesson, find_lesson, read_lesson
from stratanalysis.workshop.paper import lesson_sheets, sheet_page
from stratanalysis.workshop.session import SHIPPED
from stratanalysis.workshop.slides import render_slides

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from stratanalysis.publish.kernels.preloaded import WarmServer

__all__ = ["VERSIONS", "build_workshop", "progress_page", "run_version", "version_of"]

VERSIONS = ("learner", "facilitator")
_LEFT_OUT = {"learner": {"solution", "facilitator"}, "facilitator": {"exercise"}}
_MARKER = "workshop.json"


def version_of(
    master: NotebookNode,
    version: str,
    *,
    language: str = "uk",
    path: str = "full-day",
    parameters: Mapping[str, Any] | None = None,
) -> NotebookNode:
    """Make a version of a lesson; the master is not changed.

    Parameters
    ----------
    master : NotebookNode
    version : {"learner", "facilitator"}
        The learner's has the blanks and no solutions; the facilitator's has the solutions in their
        place, and notes.
    language : {"uk", "en"}
        Texts of the other language are left out.
    path : {"full-day", "half-day"}
    parameters : mapping, optional
        Values of the parameters cell; `language` is set.
    """
    for kind, name, known in (
        ("version", version, VERSIONS),
        ("language", language, LANGUAGES),
        ("path", path, PATHS),
    ):
        if name not in known:
            raise UnknownNameError(kind, name, known)
    out = set(LANGUAGES) - {language} | _LEFT_OUT[version]
    if path == "half-day":
        out.add("full-day")
    book = copy.deepcopy(master)
    book.cells = [cell for cell in book.cells if not out & set(cell.metadata.get("tags", ()))]
    for cell in book.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            values = _assigned(cell.source) | dict(parameters or {}) | {"language": language}
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in values.items())
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return book


def _assigned(source: str) -> dict[str, Any]:
    """Values of a parameters cell: assignments of literals."""
    import ast

    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def run_version(
    book: NotebookNode, *, name: str, folder: Path, server: WarmServer | None = None
) -> NotebookNode:
    """Run a version to its end and return it with its outputs.

    Parameters
    ----------
    book : NotebookNode
        Changed in place.
    name : str
        For messages.
    folder : pathlib.Path
        Working directory of the kernel.
    server : WarmServer, optional
        Forks the kernel; without it a new Python process is started.

    Raises
    ------
    ExecutionError
        A cell failed; a blank is one. The notebook is kept as far as it came.
    """
    from stratanalysis.publish.execution import execute

    return execute(book, name=name, folder=folder, server=server)


@dataclass(frozen=True)
class Course:
    """What is taught, and on which community.

    Attributes
    ----------
    lessons : sequence of str
        Names or numbers; all by default.
    language : {"uk", "en"}
    path : {"full-day", "half-day"}
    community : str
    data : path-like
        Folder with communities/ and reference/; it is copied into the learner's folder.
    """

    lessons: Sequence[str] = ()
    language: str = "uk"
    path: str = "full-day"
    community: str = "kostiantynivka"
    data: Path | str = "data"


def build_workshop(
    to: Path | str,
    course: Course | None = None,
    *,
    masters: Path | str = Path("notebooks/workshop"),
    replace: bool = False,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write learners' notebooks, facilitators' notebooks with outputs, and slides.

    Parameters
    ----------
    to : path-like
        The folder; it gets ``learner/`` (notebooks, ``desk.html`` for those who do not write
        code, ``paper/`` with the sheets, and ``data/``, so that it can be moved to another
        machine), ``learner.zip`` with the same, ``facilitator/`` and ``slides/``.
    course : Course, optional
    masters : path-like
        Folder of the master notebooks.
    replace : bool
        Replace the files of an earlier build; what learners wrote into them is kept for
        ``stratanalysis undo``.
    progress : callable, optional
        Called with the name of every file when it is made.

    Returns
    -------
    list of pathlib.Path
        The files, in order.

    Raises
    ------
    InvalidInputError
        The folder holds something.
    ExecutionError
        A lesson does not run; nothing is written then.
    """
    import nbformat

    target = Path(to).resolve()
    _refuse_used(target, replace=replace)
    course = course or Course()
    language, path, community = course.language, course.path, course.community
    chosen = [find_lesson(name) for name in course.lessons] or list(LESSONS)
    source = Path(course.data).resolve()
    written: list[Path] = []
    with scratch_folder() as scratch, _warm() as server:
        for folder in ("learner/paper", "facilitator/keys", "slides"):
            (scratch / folder).mkdir(parents=True)
        for lesson in chosen:
            master = read_lesson(lesson, masters)
            versions = {
                version: version_of(
                    master,
                    version,
                    language=language,
                    path=path,
                    parameters={"community": _community(community, source), "data": str(source)},
                )
                for version in VERSIONS
            }
            run = run_version(
                versions["facilitator"], name=lesson.name, folder=scratch, server=server
            )
            slides = render_slides(run, title=_title(lesson, language), language=language)
            file = scratch / "slides" / f"{lesson.name}.html"
            file.write_text(slides, encoding="utf-8", newline="\n")
            sheet, key = lesson_sheets(run, title=_title(lesson, language), language=language)
            for name, text in (("learner/paper", sheet), ("facilitator/keys", key)):
                page = scratch / name / f"{lesson.name}.html"
                page.write_text(text, encoding="utf-8", newline="\n")
            for version, book in versions.items():
                _point_to(book, "data" if version == "learner" else "../learner/data")
                nbformat.write(book, scratch / version / f"{lesson.name}.ipynb")
            for folder, ending in (
                ("learner", "ipynb"),
                ("facilitator", "ipynb"),
                ("slides", "html"),
            ):
                written.append(target / folder / f"{lesson.name}.{ending}")
                if progress:
                    progress(f"{folder}/{written[-1].name}")
        marker = {
            "language": language,
            "path": path,
            "community": community,
            "lessons": [lesson.name for lesson in chosen],
        }
        _add_data(scratch / "learner" / "data", source, community)
        desk = _desk(community, source, language)
        (scratch / "learner" / "desk.html").write_text(desk, encoding="utf-8", newline="\n")
        progress_sheet = scratch / "facilitator" / "progress.html"
        progress_sheet.write_text(
            progress_page(chosen, path=path, language=language), encoding="utf-8", newline="\n"
        )
        _pack(scratch / "learner", scratch / "learner.zip")
        (scratch / _MARKER).write_text(json.dumps(marker, indent=2) + "\n", encoding="utf-8")
        with changing(target, "workshop", replace=replace) as change:
            for file in sorted(p for p in scratch.rglob("*") if p.is_file()):
                change.write(file.relative_to(scratch).as_posix(), file.read_bytes())
    return written


@contextlib.contextmanager
def _warm() -> Iterator[WarmServer | None]:
    """A server of warm kernels where the system has them."""
    from stratanalysis.publish.kernels.preloaded import WarmServer, warm_possible

    if not warm_possible():
        yield None
        return
    with WarmServer() as server:
        yield server


def _desk(community: str, source: Path, language: str) -> str:
    """The scenario desk of the lessons' community; of a shipped one where it has no scenarios."""
    from stratanalysis.desk.page import desk_page

    try:
        return desk_page(find_community(_community(community, source), source), language=language)
    except (InvalidInputError, DataError):
        return desk_page(find_community(SHIPPED, source), language=language)


def _add_data(to: Path, source: Path, community: str) -> None:
    """Copy what the lessons read: the community, the shipped ones they fall back on, reference."""
    import shutil

    for part in ("communities", "reference"):
        if (source / part).is_dir():
            shutil.copytree(source / part, to / part, ignore=shutil.ignore_patterns(STATE))
    folder = Path(community)
    own = to / "communities" / folder.name
    if folder.is_dir() and not own.exists():
        shutil.copytree(folder, own, ignore=shutil.ignore_patterns(STATE))


def _pack(folder: Path, file: Path) -> None:
    """Write a folder as a zip whose bytes depend on its content only."""
    import zipfile

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(
                entry.relative_to(folder.parent).as_posix(), (2020, 1, 1, 0, 0, 0)
            )
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, entry.read_bytes())


def _community(name: str, data: Path) -> str:
    """A slug stays a slug; a folder elsewhere becomes a full path."""
    folder = Path(name)
    if len(folder.parts) > 1 and folder.resolve().parent != data / "communities":
        return str(folder.resolve())
    return folder.name


def _point_to(book: NotebookNode, relative: str) -> None:
    for cell in book.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            values = _assigned(cell.source) | {"data": relative}
            values["community"] = Path(str(values["community"])).name
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in values.items())


def _title(lesson: Lesson, language: str) -> str:
    return get_language(language).text(lesson.title)


def progress_page(lessons: Sequence[Lesson], *, path: str, language: str) -> str:
    """The facilitator's sheet: groups by exercises, with a place for the number of tries."""
    from html import escape

    say = get_language(language).text
    groups = "".join(f"<th>{say('Group')} {n}</th>" for n in range(1, 6))
    rows = []
    for lesson in lessons:
        rows.append(f"<tr><th colspan='6'>{escape(_title(lesson, language))}</th></tr>")
        for number, _ in enumerate(lesson.exercises[path], 1):
            cells = "<td>&nbsp;</td>" * 5
            rows.append(f"<tr><td>{say('Exercise')} {number}</td>{cells}</tr>")
    title = say("Progress sheet: tries by group and exercise")
    body = (
        f"<h1>{escape(title)}</h1><p>{escape(say('Write the number of tries; ✓ when solved.'))}</p>"
        f"<table><tr><th></th>{groups}</tr>{''.join(rows)}</table>"
    )
    return sheet_page(title, body, language=language)


def _refuse_used(target: Path, *, replace: bool) -> None:
    if not target.exists() or (
        target.is_dir() and {entry.name for entry in target.iterdir()} <= {STATE}
    ):
        return
    if target.is_dir() and (target / _MARKER).is_file():
        if replace:
            return
        raise InvalidInputError(
            "there is a workshop already, perhaps with learners' answers",
            where=str(target),
            do="choose another folder, or add --replace",
        )
    raise InvalidInputError(
        "the folder holds other files", where=str(target), do="choose another folder"
    )
