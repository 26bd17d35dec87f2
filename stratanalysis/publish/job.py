"""What a page is made from: the notebook, its parameters, the inputs and their fingerprint."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import InvalidInputError, MissingInputError, StratanalysisError
from stratanalysis.language import LANGUAGES
from stratanalysis.language import language as get_language
from stratanalysis.publish.inputs import (
    dated,
    input_files,
    library_hash,
    reference_hash,
    versions,
)
from stratanalysis.publish.notebook_file import read_notebook
from stratanalysis.publish.parameters import (
    adapted,
    checked_parameters,
    default_parameters,
    schema,
)
from stratanalysis.publish.reading_day import next_budget
from stratanalysis.publish.rendering import language_of
from stratanalysis.storage import is_device

if TYPE_CHECKING:
    import nbformat

    from stratanalysis.community import Community
    from stratanalysis.scenarios.scenario import Scenarios

__all__ = [
    "RESERVED",
    "Job",
    "Prepared",
    "community_names",
    "fingerprint",
    "prepare",
    "resolved",
    "safe_part",
]

RESERVED = ("failed", "runs")
"""Folders of the output that are not communities."""

_FORBIDDEN = frozenset('/\\<>:"|?*')


@dataclass(frozen=True, slots=True)
class Job:
    """One page to make: a community, a notebook, and parameters over the notebook's defaults.

    Attributes
    ----------
    folder : pathlib.Path
        Folder of the community; its name is the community's name in the output.
    notebook : pathlib.Path
    parameters : mapping
        Without `community`, which is `folder`.
    """

    folder: Path
    notebook: Path
    parameters: Mapping[str, Any]

    @property
    def language(self) -> str:
        """Language of the page."""
        return language_of(self.parameters)

    @property
    def name(self) -> str:
        """Name of the page whatever its year; a failed run is kept under it."""
        return "--".join((self.folder.name, self.language, self.notebook.stem))


@dataclass(frozen=True)
class Prepared:
    """A job whose inputs have been read and checked; no kernel has started yet.

    Attributes
    ----------
    job : Job
    source : NotebookNode
        As it is in the file.
    values : mapping
        All parameters, checked, with the year that was chosen.
    names : mapping
        Name of the community by language code.
    kind : str
        ``"hromada"``, ``"oblast"`` or ``"example"``.
    inputs : list of dict
        File, bytes, sha256 and vintage of every file that the page is made from.
    findings : mapping
        Number of findings in the community's tables by severity.
    fingerprint : str
        SHA-256 of all that the page depends on; the same fingerprint, the same bytes.
    year : int
        The year under which the page is filed: the base year, also of a review of another year
        that nobody named, so that the pages of a community make one set.
    oblast : mapping
        Name of the oblast by language code.
    documents : mapping
        Titles of the community's documents by file name.
    """

    job: Job
    source: nbformat.NotebookNode
    values: Mapping[str, Any]
    names: Mapping[str, str]
    kind: str
    inputs: list[dict[str, Any]]
    findings: Mapping[str, int]
    fingerprint: str
    year: int
    oblast: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Folder of the page in the output: community/year/language/notebook."""
        job = self.job
        return f"{job.folder.name}/{self.year}/{job.language}/{job.notebook.stem}"

    @property
    def shown(self) -> dict[str, Any]:
        """Parameters as the page prints them, without paths of this machine."""
        names = {name: place.name for name, place in _folders(self.source, self.values).items()}
        return {**self.values, **names, "community": self.job.folder.name}


def safe_part(name: str, what: str) -> str:
    """Return `name` if it can be one folder of the output, on every system.

    Raises
    ------
    InvalidInputError
        Empty, hidden, ``..``, reserved, too long, or with separators or control characters.
    """
    bad = (
        not name
        or name.startswith(".")
        or name.endswith((" ", "."))
        or name in RESERVED
        or is_device(name)
        or any(ch in _FORBIDDEN or ord(ch) < 32 or ord(ch) == 127 for ch in name)
        or len(name.encode("utf-8", "surrogatepass")) > 200
    )
    if bad:
        raise InvalidInputError(
            f"{name!r} cannot be the name of a {what}",
            expected=f"letters, digits, spaces, hyphens; not {' or '.join(RESERVED)}, nor a device "
            "of Windows (con, nul, com1)",
            do="rename it",
        )
    return name


def year_name(source: nbformat.NotebookNode) -> str:
    """Return the parameter that holds the page's year: the base of a projection, or the year."""
    return "base" if "base" in schema(source) else "year"


def resolved(job: Job) -> Job:
    """Return the job with full paths, names checked, and the language of its page.

    Raises
    ------
    InvalidInputError
        A name that cannot be a folder of the output.
    MissingInputError, InvalidInputError
        No notebook there.
    DataError
        Parameters that the notebook refuses.
    """
    if "\x00" in str(job.folder):
        raise InvalidInputError("the name of the folder holds a NUL", where=repr(str(job.folder)))
    folder, notebook = job.folder.resolve(), job.notebook.resolve()
    safe_part(folder.name, "community")
    safe_part(notebook.stem, "notebook")
    source = read_notebook(notebook)
    values = _values(source, job.parameters, notebook.name)
    given: dict[str, Any] = {**job.parameters, "language": language_of(values)}
    for name, place in _folders(source, values).items():
        given[name] = str(place.resolve())
    return Job(folder, notebook, given)


def _values(
    source: nbformat.NotebookNode, given: Mapping[str, Any], document: str
) -> dict[str, Any]:
    declared = schema(source)
    checked = checked_parameters(declared, adapted(given, declared), document=document)
    return {**default_parameters(source), **checked}


def _folders(source: nbformat.NotebookNode, values: Mapping[str, Any]) -> dict[str, Path]:
    """Values of the parameters that name a folder, other than the community's."""
    named = (name for name, entry in schema(source).items() if entry.kind == "folder")
    return {name: Path(values[name]) for name in named if values.get(name) is not None}


def fingerprint(job: Job) -> str:
    """SHA-256 of all that a page depends on: same fingerprint, same bytes.

    The parameters, the community's files, the notebook, the reference tables, the library and the
    versions of the packages; nothing is computed from the data, so that asking is cheap.
    """
    if not (job.folder / "community.toml").is_file():
        raise MissingInputError(
            "no such file",
            where=str(job.folder / "community.toml"),
            expected="the names and codes of the community",
        )
    source = read_notebook(job.notebook)
    declared = schema(source)
    renamed = adapted(job.parameters, declared)
    given = {name: value for name, value in renamed.items() if name in declared}
    values = _values(source, given, job.notebook.name)
    folders = _folders(source, values)
    parts = [
        job.folder.name,
        {**values, **{name: place.name for name, place in folders.items()}, "community": ""},
        input_files(job.folder, job.notebook, folders),
        next_budget(_day(given)),
        library_hash(),
        reference_hash(job.folder),
        versions(),
    ]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _day(given: Mapping[str, object]) -> str | None:
    return str(given["as_of"]) if given.get("as_of") else None


def prepare(job: Job) -> Prepared:
    """Read and check everything that a page needs, before a kernel starts.

    Raises
    ------
    InvalidInputError, MissingInputError, UnknownNameError, DataError
        The notebook, its parameters or the community's tables cannot be used.
    """
    from stratanalysis.projection import default_base_year, default_review_year
    from stratanalysis.projection.base import population_base
    from stratanalysis.projection.known import known_at

    job = resolved(job)
    source = read_notebook(job.notebook)
    given = {**job.parameters, "community": str(job.folder)}
    if "language" not in schema(source):
        del given["language"]
    values = _values(source, given, job.notebook.name)
    files = input_files(job.folder, job.notebook, _folders(source, values))
    checksums = tuple(str(entry["sha256"]) for entry in files)
    community, scenarios, found = _read_once(job.folder, checksums)
    for name in values.get("scenarios") or ():
        scenarios[name]
    key = year_name(source)
    filed = 0
    if source.metadata.get("stratanalysis", {}).get("year") == "review":
        # a year under review needs reports, not a population to start a projection from
        named = values.get(key)
        values[key] = named or default_review_year(community)
        filed = int(named or _base_year(community) or values[key])
    elif values.get(key) is None:
        values[key] = default_base_year(known_at(community, values.get("as_of")))
    else:
        population_base(community, int(values[key]))
    vintages = dict(community["sources"].set_index("id")["vintage"].astype(str))
    return Prepared(
        job=job,
        source=source,
        values=values,
        names={code: community.name.get(code, job.folder.name) for code in LANGUAGES},
        kind=community.kind,
        inputs=dated(files, job.folder, vintages),
        findings=dict(found),
        fingerprint=fingerprint(job),
        year=filed or int(values[key]),
        oblast={code: community.oblast.get(code, "") for code in LANGUAGES},
        documents=_documents(community, job.language),
    )


def _base_year(community: Community) -> int | None:
    """The year of the other pages of the set; None where no projection can begin."""
    from stratanalysis.projection import default_base_year

    try:
        return default_base_year(community)
    except StratanalysisError:
        return None


def _documents(community: Community, language: str) -> dict[str, str]:
    """Titles of documents by the file name that a note on their source gives."""
    words = get_language(language)
    found = {}
    for row in community["sources"].to_dict("records"):
        for name in re.findall(r"[\w.-]+\.(?:txt|docx?|pdf|xlsx?|html?|md)\b", str(row["note"])):
            found[name] = words.text(str(row["title"]))
    return found


@functools.lru_cache(maxsize=8)
def _read_once(
    folder: Path, _checksums: tuple[str, ...]
) -> tuple[Community, Scenarios, Counter[str]]:
    """Read and check a folder once for the pages of one run; other checksums read it again."""
    from stratanalysis.scenarios.folder import read_folder

    community, scenarios = read_folder(folder)
    return community, scenarios, Counter(f.severity.value for f in community.check())


def community_names(folder: Path) -> dict[str, str]:
    """Names of a community by language, from its file alone; its folder's name if that fails."""
    try:
        info = tomllib.loads((folder / "community.toml").read_text(encoding="utf-8-sig"))
        return {code: str(info["name"][code]) for code in LANGUAGES}
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return dict.fromkeys(LANGUAGES, folder.name)
