"""Which pages a run is to make; a wrong call is refused here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from stratanalysis.errors import InvalidInputError, MissingInputError, UnknownNameError
from stratanalysis.language import LANGUAGES
from stratanalysis.publish.job import Job, safe_part
from stratanalysis.publish.notebook_file import read_notebook
from stratanalysis.publish.parameters import adapted, checked_parameters, schema
from stratanalysis.publish.suited import FORECASTS, occupation

__all__ = ["plan"]


def plan(
    folders: Sequence[Path],
    notebooks: Sequence[Path],
    *,
    languages: Sequence[str] = LANGUAGES,
    parameters: Mapping[str, Any] | None = None,
    only: Sequence[str] = (),
) -> list[Job]:
    """Return the pages to make, in order; a wrong call is refused here.

    Parameters
    ----------
    folders : sequence of path-like
        Of communities.
    notebooks : sequence of path-like
    languages : sequence of {"uk", "en"}
        For notebooks that declare the parameter `language`; others give one page.
    parameters : mapping, optional
        For every notebook that declares them.
    only : sequence of str
        Patterns of ``community/language/notebook`` with ``*`` and ``?``; empty for all.

    Raises
    ------
    DataError
        A parameter that no notebook declares, or that one refuses.
    InvalidInputError, MissingInputError
        Nothing to do, a name that cannot be a folder, or no such notebook.
    """
    if not folders or not notebooks:
        raise InvalidInputError(
            "there is nothing to render", expected="at least one community and one notebook"
        )
    given = dict(parameters or {})
    declared = {}
    for path in notebooks:
        declared[path] = schema(read_notebook(path))
        safe_part(path.stem, "notebook")
    everywhere = {name: entry for entries in declared.values() for name, entry in entries.items()}
    checked_parameters(everywhere, adapted(given, everywhere))
    jobs = []
    for folder in folders:
        if "\x00" in str(folder):
            raise InvalidInputError("the name of a folder holds a NUL", where=repr(str(folder)))
        full = Path(folder).resolve()
        safe_part(full.name, "community")
        if not full.is_dir():
            raise MissingInputError("no such folder", where=str(folder))
        known_only = occupation(full) is not None
        for path, entries in declared.items():
            if known_only and path.stem in FORECASTS:
                continue  # nothing is projected of an occupied community
            mine = adapted(given, entries)
            mine = {name: value for name, value in mine.items() if name in entries}
            checked_parameters(entries, mine, document=path.name)
            for code in languages if "language" in entries else LANGUAGES[:1]:
                more = {"language": code} if "language" in entries else {}
                jobs.append(Job(full, Path(path).resolve(), {**mine, **more}))
    folders_of: dict[str, Path] = {}
    for job in jobs:
        if folders_of.setdefault(job.folder.name, job.folder) != job.folder:
            raise InvalidInputError(
                f"two folders have the name {job.folder.name!r}",
                where=f"{folders_of[job.folder.name]} and {job.folder}",
                do="rename one of them, or render them to different outputs",
            )
    for pattern in only:
        if not any(_matches(job, pattern) for job in jobs):
            known = ("/".join((j.folder.name, j.language, j.notebook.stem)) for j in jobs)
            raise UnknownNameError("page", pattern, known)
    return [job for job in jobs if not only or any(_matches(job, p) for p in only)]


def _matches(job: Job, pattern: str) -> bool:
    return fnmatchcase(f"{job.folder.name}/{job.language}/{job.notebook.stem}", pattern)
