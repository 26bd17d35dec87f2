"""One community: a folder of tables, what it is called, and its scenario file.

A folder holds ``community.toml`` (names and codes), ``sources.csv``, any of the tables of
:mod:`stratanalysis.tables` as CSV, and ``scenarios.toml`` (read by
:mod:`stratanalysis.scenarios`).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from stratanalysis.cache import cache_folder
from stratanalysis.community_checks import check_across
from stratanalysis.community_info import Document, read_info
from stratanalysis.community_writing import fresh_files, write_community
from stratanalysis.csv_tables import check_table, rows_of
from stratanalysis.errors import (
    AnswersAttributes,
    DataError,
    InvalidInputError,
    MissingInputError,
    UnknownNameError,
)
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference import country_table, find_hromada, reference_folder
from stratanalysis.reference.known import community_slug, known_community
from stratanalysis.reference.scenario_text import starting_scenarios
from stratanalysis.reference.search import nearest
from stratanalysis.storage import STATE, changing, heal
from stratanalysis.tables import TABLES, table
from stratanalysis.tables.html import html_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Community", "Document", "communities", "examine", "find_community"]


@dataclass(frozen=True, eq=False, repr=False)
class Community(AnswersAttributes):
    """A community's tables, checked against their contracts.

    ``community["revenue"]`` is a table; ``in``, ``list`` and ``len`` go over the tables that have
    rows. Two communities are equal if everything in them is.

    Attributes
    ----------
    slug : str
        Name of the folder.
    kind : str
        ``"hromada"``, ``"oblast"`` or ``"example"`` (invented, an exercise).
    name, oblast, raion : mapping
        By language code; empty where it does not apply.
    katottg, budget_code, oblast_katottg : str
        Codes as text; empty where it does not apply.
    area_km2 : float or None
    documents : tuple of Document
    tables : mapping of str to pandas.DataFrame
        By name; a table without a file is empty, with the right columns.
    scenarios_text : str
        ``scenarios.toml`` as it is; empty where there is none.
    home : pathlib.Path or None
        The folder that was read.
    origin : mapping of str to bytes
        The files as they were read, for merging when they are written.
    """

    _INSTEAD: ClassVar[Mapping[str, str]] = {name: f'community["{name}"]' for name in TABLES}
    _WRITTEN = "dataclasses.replace(community, tables={**community.tables, name: table})"

    slug: str
    kind: str
    name: Mapping[str, str]
    katottg: str = ""
    budget_code: str = ""
    oblast_katottg: str = ""
    oblast: Mapping[str, str] = field(default_factory=dict)
    raion: Mapping[str, str] = field(default_factory=dict)
    area_km2: float | None = None
    documents: tuple[Document, ...] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    scenarios_text: str = ""
    home: Path | None = field(default=None, compare=False, repr=False)
    origin: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, path: Path | str) -> Community:
        """Read a folder; every problem in it comes out together.

        Parameters
        ----------
        path : path-like

        Raises
        ------
        MissingInputError
            The folder or its ``community.toml`` is not there.
        DataError
            With all findings of severity `error`, each with file and line.
        """
        community, _, findings = examine(Path(path))
        errors = [f for f in findings if f.severity is Severity.ERROR]
        if errors:
            raise DataError(f"{Path(path)} cannot be used", errors)
        return community

    @classmethod
    def known(cls, name: str) -> Community:
        """Build any community of the register from the reference tables alone, in memory.

        Parameters
        ----------
        name : str
            A code or a name, as :func:`stratanalysis.reference.find_hromada` understands it.

        Returns
        -------
        Community
            Population 2020 to 2022, executed revenue 2021 to July 2023, expenditure of 2021,
            grants and other statistics where a source has them; ``scenarios_text`` is the
            starting file of :func:`stratanalysis.reference.scenario_text.starting_scenarios`.

        Raises
        ------
        UnknownNameError, InvalidInputError
            No such community, or several.

        Examples
        --------
        >>> place = Community.known("Мукачівська")
        >>> place.name["en"], float(place["population"]["value"].iloc[-1])
        ('Mukachevo urban territorial community', 110037.0)
        """
        facts = known_community(find_hromada(country_table("hromadas"), name))
        return cls(
            slug=facts.slug,
            kind="hromada",
            name=MappingProxyType(dict(facts.name)),
            katottg=facts.katottg,
            budget_code=facts.budget_code,
            oblast_katottg=facts.oblast_katottg,
            oblast=MappingProxyType(dict(facts.oblast)),
            raion=MappingProxyType(dict(facts.raion)),
            area_km2=facts.area_km2,
            tables=MappingProxyType(dict(facts.tables)),
            scenarios_text=starting_scenarios(facts.katottg, facts.oblast_katottg),
        )

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the table called `name`, empty where the community has none.

        It is a copy: what is written into it does not reach the community.
        """
        contract = table(name)
        found = self.tables.get(name)
        return contract.empty() if found is None else found.copy(deep=False)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __iter__(self) -> Iterator[str]:
        return (name for name, frame in self.tables.items() if len(frame))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return any(own == name for own in self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Community):
            return NotImplemented
        compared = [f.name for f in fields(self) if f.compare and f.name != "tables"]
        return (
            all(getattr(self, name) == getattr(other, name) for name in compared)
            and self.tables.keys() == other.tables.keys()
            and all(frame.equals(other.tables[name]) for name, frame in self.tables.items())
        )

    def __hash__(self) -> int:
        return hash((self.slug, self.katottg))

    def __repr__(self) -> str:
        name = (self.name.get("en") or self.slug)[:60]
        return f"<Community {self.slug[:60]}: {name}, {self.kind}, {len(self)} tables>"

    def _repr_html_(self) -> str:
        rows = [(name, len(self[name])) for name in self]
        return html_table(repr(self), ("table", "rows"), rows)

    def check(self) -> list[Finding]:
        """Check all tables once more: contracts, sources, part years, gaps of population.

        Returns
        -------
        list of Finding
            Errors, warnings and notes; empty only where there is nothing to say.
        """
        findings = []
        for name, frame in self.tables.items():
            findings += check_table(frame, table(name), document=f"{name}.csv")
        return findings + check_across(self)

    def write(self, path: Path | str, *, command: str = "write", replace: bool = False) -> None:
        """Write the tables and names that differ from those in the folder, all of them or none.

        Read again it is the same. Everything else in the folder stays: other files, folders,
        comments and unknown keys of ``community.toml``, modes, links. An edit that somebody made
        in the folder since it was read is kept where it touches other cells.

        Parameters
        ----------
        path : path-like
            The folder that was read, another community's folder, or none yet.
        command : str
            For ``stratanalysis history``.
        replace : bool
            Write over another community's tables; the old ones are kept for
            ``stratanalysis undo``.

        Raises
        ------
        InvalidInputError
            The folder is not a community's folder, or holds other tables.
        ChangedError
            The folder and these tables disagree in a cell that both have changed.
        """
        target = Path(path)
        if (
            target.exists()
            and not (target / "community.toml").is_file()
            and not (target.is_dir() and {entry.name for entry in target.iterdir()} <= {STATE})
        ):
            raise InvalidInputError(
                "the folder exists and is not a community's folder",
                where=str(target),
                do="choose another folder",
            )
        with changing(target, command, replace=replace) as change:
            write_community(self, change)


def communities(data: Path | str) -> list[str]:
    """List the slugs of the communities below ``data/communities``, in order."""
    folder = Path(data) / "communities"
    return sorted(entry.parent.name for entry in folder.glob("*/community.toml"))


def find_community(name: str, data: Path | str = "data") -> Path:
    """Return the folder of a community: one of the user's, else any of the country.

    Parameters
    ----------
    name : str
        Slug or folder; KATOTTG or budget code; name, place or Latin name, as
        :func:`stratanalysis.reference.find_hromada` understands them.
    data : path-like
        Folder whose ``communities/`` come first.

    Returns
    -------
    pathlib.Path
        A community that has no folder in `data` is laid out from the reference tables
        (:meth:`Community.known`) in the cache of this user; the same data, the same folder.

    Raises
    ------
    UnknownNameError
        No such community; the nearest names are suggested.
    InvalidInputError
        Several bear the name; they are listed with oblast and raion.
    """
    given = Path(name)
    known = communities(data)
    slug = next((slug for slug in known if slug.lower() == name.strip().lower()), None)
    if slug is not None:
        return Path(data) / "communities" / slug
    if name and ((given / "community.toml").is_file() or (given.is_dir() and given.parent.name)):
        return given
    shipped = reference_folder().parent / "communities" / name
    if name and (shipped / "community.toml").is_file():
        return shipped
    codes = _codes_of(data, known)
    if name and name in codes:
        return codes[name]
    register = country_table("hromadas")
    try:
        code = find_hromada(register, name) if name.strip() else ""
    except UnknownNameError as error:
        if error.kind != "community":
            raise
        code = ""
    if not code:
        raise UnknownNameError(
            "community", name, [*known, *nearest(name)], where=str(Path(data) / "communities")
        )
    return codes.get(code) or _laid_out(code)


def _codes_of(data: Path | str, known: Sequence[str]) -> dict[str, Path]:
    """Folders of the data by KATOTTG and by budget code."""
    found: dict[str, Path] = {}
    for slug in known:
        folder = Path(data) / "communities" / slug
        try:
            info = tomllib.loads((folder / "community.toml").read_text(encoding="utf-8-sig"))
        except (ValueError, RecursionError, OSError):
            continue  # said when that community is asked for
        for key in ("katottg", "budget_code"):
            if isinstance(info.get(key), str) and info[key]:
                found.setdefault(info[key], folder)
    return found


def _laid_out(code: str) -> Path:
    """Folder of a community of the reference in the cache; made once for the same figures."""
    files = fresh_files(Community.known(code))
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(name.encode() + b"\0" + content)
    place = cache_folder() / "communities" / total.hexdigest()[:16] / community_slug(code)
    if not (place / "community.toml").is_file():
        with changing(place, "reference", keep=False) as change:
            for name, content in files.items():
                change.write(name, content)
    return place


def examine(path: Path) -> tuple[Community, dict[str, list[int]], list[Finding]]:
    """Read a folder as far as it can be read: the community, lines of the rows, all findings.

    A cell that cannot be read is missing in its table; a table whose head is wrong has no rows.
    """
    if not path.is_dir():
        raise MissingInputError(
            "no such folder",
            where=str(path),
            expected="a folder with community.toml",
            do="see data/communities for those that exist",
        )
    info_path = path / "community.toml"
    if not info_path.is_file():
        raise MissingInputError(
            "no such file", where=str(info_path), expected="the names and codes of the community"
        )
    heal(path)
    origin = {"community.toml": info_path.read_bytes()}
    info, findings = read_info(origin["community.toml"], info_path.name, path.resolve().name)
    tables: dict[str, pd.DataFrame] = {}
    lines: dict[str, list[int]] = {}
    for name, contract in TABLES.items():
        file = path / f"{name}.csv"
        if file.is_file():
            origin[file.name] = content = file.read_bytes()
            tables[name], lines[name], problems = rows_of(content, contract, document=file.name)
            findings += problems
    scenarios = path / "scenarios.toml"
    text = ""
    if scenarios.is_file():
        origin[scenarios.name] = content = scenarios.read_bytes()
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            why = "the file is not UTF-8 text (byte {byte}); save it as UTF-8"
            line = content.count(b"\n", 0, error.start) + 1
            source, values = Source(scenarios.name, line), {"byte": error.start}
            findings.append(Finding("encoding", Severity.ERROR, source, why, values))
    community = Community(
        **info, tables=MappingProxyType(tables), scenarios_text=text, home=path, origin=origin
    )
    return community, lines, findings + check_across(community, lines)
