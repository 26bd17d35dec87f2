"""One community: a folder of tables, what it is called, and its scenario file.

A folder holds ``community.toml`` (names and codes), ``sources.csv``, any of the tables of
:mod:`stratanalysis.tables` as CSV, and ``scenarios.toml`` (read by
:mod:`stratanalysis.scenarios`).
"""

from __future__ import annotations

import math
import re
import shutil
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import check_table, read_rows, write_table
from stratanalysis.errors import (
    DataError,
    InvalidInputError,
    MissingInputError,
    UnknownNameError,
)
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.language import LANGUAGES
from stratanalysis.tables import TABLES, table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Community", "Document", "communities", "find_community"]

_KATOTTG = re.compile(r"UA\d{17}")
_BUDGET_CODE = re.compile(r"\d{10}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Document:
    """A planning document of the community.

    Attributes
    ----------
    file : str
        File name, as the sources of figures and clauses cite it.
    title : mapping
        Title by language code.
    kind, period : str
        As ``"strategy"`` and ``"2022-2027"``.
    """

    file: str
    title: Mapping[str, str]
    kind: str = ""
    period: str = ""


@dataclass(frozen=True)
class Community:
    """A community's tables, checked against their contracts.

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

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the table called `name`; empty where the community has none."""
        contract = table(name)
        found = self.tables.get(name)
        return contract.empty() if found is None else found

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
        return findings + _check_across(self)

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
            (new / "community.toml").write_text(_info_text(self), encoding="utf-8", newline="\n")
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
    """Return the folder of a community given by slug, folder, KATOTTG or budget code.

    Raises
    ------
    UnknownNameError
        No such community; the message lists those that exist.
    """
    given = Path(name)
    known = communities(data)
    if name in known:
        return Path(data) / "communities" / name
    if name and ((given / "community.toml").is_file() or (given.is_dir() and given.parent.name)):
        return given
    for slug in known:
        folder = Path(data) / "communities" / slug
        try:
            info = tomllib.loads((folder / "community.toml").read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue  # said when that community is asked for
        if name and name in (info.get("katottg"), info.get("budget_code")):
            return folder
    raise UnknownNameError("community", name, known, where=str(Path(data) / "communities"))


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
    info, findings = _read_info(info_path, path.resolve().name)
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
        findings += _check_across(community, lines)
    return community, findings


def _read_info(path: Path, folder: str) -> tuple[dict[str, Any], list[Finding]]:
    findings: list[Finding] = []

    def problem(place: str, why: str, /, **values: object) -> None:
        source = Source(path.name, place=place)
        findings.append(Finding("community-info", Severity.ERROR, source, why, values))

    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem("", "the file is not valid TOML: {error}", error=error)
        return {"slug": folder, "kind": "hromada", "name": {}}, findings
    known = {
        "slug", "kind", "katottg", "budget_code", "oblast_katottg", "area_km2", "name", "oblast",
        "raion", "document", "note",
    }  # fmt: skip
    for key in sorted(set(raw) - known):
        problem(key, "the key {key} is not known here", key=key)
    info: dict[str, Any] = {"slug": str(raw.get("slug", folder))}
    if not _SLUG.fullmatch(info["slug"]):
        problem("slug", "the slug {slug!r} must be small Latin letters, digits and hyphens", **info)
    info["kind"] = raw.get("kind", "hromada")
    if info["kind"] not in ("hromada", "oblast", "example"):
        problem("kind", "kind is {kind!r}; it can be hromada, oblast or example", kind=info["kind"])
    for key, pattern, shape in (
        ("katottg", _KATOTTG, "UA and 17 digits"),
        ("oblast_katottg", _KATOTTG, "UA and 17 digits"),
        ("budget_code", _BUDGET_CODE, "10 digits in quotes, with the leading zero"),
    ):
        value = raw.get(key, "")
        if value != "" and not (isinstance(value, str) and pattern.fullmatch(value)):
            problem(key, "{key} is {value!r}; expected {shape}", key=key, value=value, shape=shape)
        info[key] = str(value)
    for key in ("name", "oblast", "raion"):
        value = raw.get(key, {})
        texts = isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
        if not texts or ((value or key == "name") and set(value) != set(LANGUAGES)):
            problem(key, "{key} needs the names in both languages, uk and en", key=key)
        info[key] = MappingProxyType(dict(value)) if texts else {}
    area = raw.get("area_km2")
    if area is not None and not (isinstance(area, (int, float)) and 0 < area < math.inf):
        problem("area_km2", "area_km2 is {area!r}; expected square kilometres above 0", area=area)
        area = None
    info["area_km2"] = None if area is None else float(area)
    entries = raw.get("document", [])
    if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
        problem("document", "every document needs a head of its own, [[document]]")
        entries = []
    info["documents"] = tuple(
        Document(
            str(entry.get("file", "")),
            MappingProxyType({code: str(entry.get(f"title_{code}", "")) for code in LANGUAGES}),
            str(entry.get("kind", "")),
            str(entry.get("period", "")),
        )
        for entry in entries
    )
    return info, findings


def _check_across(
    community: Community, lines: Mapping[str, Sequence[int]] = MappingProxyType({})
) -> list[Finding]:
    """Check what one table alone cannot show: sources that exist, part years, gaps.

    `lines` are those of the rows in the files, by table; row number + 2 where they are not given.
    """
    findings = []
    known = set(community["sources"]["id"])
    for name, frame in community.tables.items():
        if "source" not in frame.columns:
            continue
        for index, identifier in frame["source"].drop_duplicates().items():
            if identifier not in known:
                row = int(str(index))
                line = lines[name][row] if name in lines else row + 2
                findings.append(
                    Finding(
                        "unknown-source",
                        Severity.ERROR,
                        Source(f"{name}.csv", line, "source", str(identifier)),
                        "the source {source!r} is not in sources.csv; add it there",
                        {"source": identifier},
                    )
                )
    for name in ("revenue", "expenditure"):
        frame = community[name]
        for (year, period), _ in frame[frame["period"] != "year"].groupby(["year", "period"]):
            findings.append(
                Finding(
                    "part-year",
                    Severity.NOTE,
                    Source(f"{name}.csv", place=f"{year}, {period}"),
                    "{year} covers only the months {period}; it is not compared with full years",
                    {"year": year, "period": period},
                )
            )
    return findings + _population_gaps(community)


def _population_gaps(community: Community) -> list[Finding]:
    findings = []
    for kind, frame in community["population"].groupby("kind"):
        years = set(frame["year"])
        gaps = sorted(set(range(min(years), max(years))) - years) if years else []
        if gaps:
            findings.append(
                Finding(
                    "gap",
                    Severity.NOTE,
                    Source("population.csv", place=str(kind)),
                    "there is no {kind} population for {years}; the gap stays a gap",
                    {"kind": kind, "years": ", ".join(map(str, gaps))},
                )
            )
    return findings


def _info_text(community: Community) -> str:
    import tomlkit

    text = tomlkit.document()
    text["slug"] = community.slug
    text["kind"] = community.kind
    for key in ("katottg", "budget_code", "oblast_katottg"):
        if getattr(community, key):
            text[key] = getattr(community, key)
    if community.area_km2 is not None:
        text["area_km2"] = community.area_km2
    for key in ("name", "oblast", "raion"):
        if getattr(community, key):
            text[key] = dict(getattr(community, key))
    if community.documents:
        array = tomlkit.aot()
        for document in community.documents:
            entry = {"file": document.file}
            entry |= {f"title_{code}": title for code, title in document.title.items()}
            entry |= {"kind": document.kind, "period": document.period}
            array.append(tomlkit.item(entry))
        text["document"] = array
    return tomlkit.dumps(text)
