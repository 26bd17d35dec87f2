"""One community: a folder of tables, what it is called, and its scenario file.

A folder holds ``community.toml`` (names and codes), ``sources.csv``, any of the tables of
:mod:`stratanalysis.tables` as CSV, and ``scenarios.toml`` (read by
:mod:`stratanalysis.scenarios`).
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from stratanalysis.cache import cache_folder
from stratanalysis.community_checks import check_across
from stratanalysis.community_info import Document, info_text, read_info
from stratanalysis.csv_tables import check_table, read_rows, write_table
from stratanalysis.errors import (
    DataError,
    InvalidInputError,
    MissingInputError,
    UnknownNameError,
)
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.reference import country_table, find_hromada
from stratanalysis.reference.known import community_slug, known_community
from stratanalysis.reference.scenario_text import starting_scenarios
from stratanalysis.reference.search import nearest
from stratanalysis.storage import staging
from stratanalysis.tables import TABLES, table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Community", "Document", "communities", "find_community"]


@dataclass(frozen=True, eq=False, repr=False)
class Community:
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
        ``scenarios.toml`` as it stands; empty where there is none.
    """

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
        community, findings = _read(Path(path))
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
        ('Mukachivska urban territorial community', 110037.0)
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
        """Return the table called `name`; empty where the community has none."""
        contract = table(name)
        found = self.tables.get(name)
        return contract.empty() if found is None else found

    def __iter__(self) -> Iterator[str]:
        return (name for name, frame in self.tables.items() if len(frame))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return any(own == name for own in self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Community):
            return NotImplemented
        mine, others = vars(self).copy(), vars(other).copy()
        tables, their_tables = mine.pop("tables"), others.pop("tables")
        return (
            mine == others
            and tables.keys() == their_tables.keys()
            and all(frame.equals(their_tables[name]) for name, frame in tables.items())
        )

    def __hash__(self) -> int:
        return hash((self.slug, self.katottg))

    def __repr__(self) -> str:
        name = (self.name.get("en") or self.slug)[:60]
        return f"<Community {self.slug[:60]}: {name}, {self.kind}, {len(self)} tables>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{name}</th><td>{len(self[name])}</td></tr>' for name in self
        )
        head = '<tr><th scope="col">table</th><th scope="col">rows</th></tr>'
        return (
            f"<table><caption>{escape(repr(self))}</caption><thead>{head}</thead>"
            f"<tbody>{rows}</tbody></table>"
        )

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

    def write(self, path: Path | str) -> None:
        """Write the folder whole or not at all; read again it is the same.

        Parameters
        ----------
        path : path-like
            Replaced if it is a community's folder; refused if it is any other folder.
        """
        target = Path(path)
        if target.exists() and not (target / "community.toml").is_file():
            raise InvalidInputError(
                "the folder exists and is not a community's folder",
                where=str(target),
                do="choose another folder",
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as scratch:
            new = Path(scratch) / "new"
            new.mkdir()
            (new / "community.toml").write_text(info_text(self), encoding="utf-8", newline="\n")
            if self.scenarios_text:
                (new / "scenarios.toml").write_text(
                    self.scenarios_text, encoding="utf-8", newline="\n"
                )
            for name, frame in self.tables.items():
                write_table(frame, new / f"{name}.csv")
            if target.exists():
                _carry_over(target, new)
                target.rename(Path(scratch) / "old")
            new.rename(target)


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
    if name in known:
        return Path(data) / "communities" / name
    if name and ((given / "community.toml").is_file() or (given.is_dir() and given.parent.name)):
        return given
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
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue  # said when that community is asked for
        for key in ("katottg", "budget_code"):
            if isinstance(info.get(key), str) and info[key]:
                found.setdefault(info[key], folder)
    return found


def _laid_out(code: str) -> Path:
    """Folder of a community of the reference in the cache; made once for the same figures."""
    place = Community.known(code)
    with tempfile.TemporaryDirectory(prefix="community-") as scratch:
        made = Path(scratch) / community_slug(code)
        place.write(made)
        total = hashlib.sha256()
        for file in sorted(made.iterdir()):
            total.update(file.name.encode() + b"\0" + file.read_bytes())
        target = cache_folder() / "communities" / total.hexdigest()[:16] / made.name
        if not (target / "community.toml").is_file():
            with staging(target) as new:
                for file in made.iterdir():
                    shutil.copyfile(file, new / file.name)
    return target


def _carry_over(old: Path, new: Path) -> None:
    """Keep files of the old folder that are not ours (a README, a workbook)."""
    ours = {f"{name}.csv" for name in TABLES} | {"community.toml", "scenarios.toml"}
    for entry in old.iterdir():
        if entry.name not in ours and entry.is_file():
            shutil.copy2(entry, new / entry.name)


def _read(path: Path) -> tuple[Community, list[Finding]]:
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
    info, findings = read_info(info_path, path.resolve().name)
    tables, lines = {}, {}
    for name, contract in TABLES.items():
        file = path / f"{name}.csv"
        if file.is_file():
            tables[name], lines[name], problems = read_rows(file, contract)
            findings += problems
    scenarios = path / "scenarios.toml"
    text = ""
    if scenarios.is_file():
        try:
            text = scenarios.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            why = "the file is not UTF-8 text (byte {byte}); save it as UTF-8"
            line = scenarios.read_bytes().count(b"\n", 0, error.start) + 1
            source, values = Source(scenarios.name, line), {"byte": error.start}
            findings.append(Finding("encoding", Severity.ERROR, source, why, values))
    community = Community(**info, tables=MappingProxyType(tables), scenarios_text=text)
    if not any(f.severity is Severity.ERROR for f in findings):
        findings += check_across(community, lines)
    return community, findings
