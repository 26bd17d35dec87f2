"""One door for official files: read, show what would change, write with a way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from stratanalysis.community import Community, communities, find_community
from stratanalysis.csv_tables import table_bytes
from stratanalysis.errors import DataError, InvalidInputError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.intake.merging import Merge, merge_table
from stratanalysis.intake.national import write_national
from stratanalysis.intake.portion import Portion, Taken
from stratanalysis.intake.recognise import recognise
from stratanalysis.official.budget_checks import check_budget
from stratanalysis.projection import population_series
from stratanalysis.reference import reference_folder
from stratanalysis.storage import changing
from stratanalysis.tables import table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Preview", "TakeResult", "prepare_take", "take"]

_MOST = 12
"""Communities that one call takes without a name being given."""

_SHOWN = 8
_PATHS = 24


@dataclass(frozen=True)
class Preview:
    """What a call would write into one community's folder.

    Attributes
    ----------
    folder : pathlib.Path
    community : Community
        As it will be.
    is_new : bool
        Whether the folder is made.
    lines : tuple of str
        What was understood, what changes in the tables, what was left and why.
    changes : int
        Rows that are new or differ.
    """

    folder: Path
    community: Community
    is_new: bool
    lines: tuple[str, ...]
    changes: int


@dataclass(frozen=True)
class TakeResult:
    """A call of the door: previews, national tables, everything that was left out.

    Attributes
    ----------
    previews : tuple of Preview
    national : mapping
        Rows by national table, with the folder that receives them.
    left : tuple of str
    findings : tuple of Finding
        Remarks; an error would have stopped the call.
    written : bool
    """

    previews: tuple[Preview, ...]
    national: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    written: bool = False

    @property
    def lines(self) -> list[str]:
        """Everything as text, one remark a line."""
        out = []
        for preview in self.previews:
            name = preview.community.name.get("uk") or preview.community.slug
            out.append(f"{name} ({preview.folder}{', new' if preview.is_new else ''})")
            out += [f"  {line}" for line in preview.lines]
        for name, rows in self.national.items():
            out.append(f"{name}: {len(rows)} rows for the whole country")
            out += [f"  {_path_words(row)}" for row in rows[:_PATHS] if "series" in row]
        out += [f"left out: {line}" for line in self.left]
        return out + [str(finding) for finding in self.findings]

    def __str__(self) -> str:
        return "\n".join(self.lines)


def take(
    *files: str | Path,
    into: str = "",
    data: str | Path | None = None,
    year: int | None = None,
    dry_run: bool = False,
) -> TakeResult:
    """Take official files into the tables of communities: all of them, or nothing.

    Parameters
    ----------
    *files : path
        Exports of the state budget portal, tables of the ministries, of the State Statistics
        Service, of OCHA, typed tables, the act of order 376; ``.csv``, ``.xlsx``, ``.docx``,
        also ``.gz`` and ``.zip``. What a file is, its content tells.
    into : str, optional
        The community, by name, code or folder. Without it the codes in the files tell.
    data : path, optional
        Folder with ``communities/``; made in the working directory where there is none.
    year : int, optional
        Year of figures of which a file does not say it.
    dry_run : bool
        Only show what would be written.

    Returns
    -------
    TakeResult
        ``print(result)`` shows what was understood, what changed and what was left out. Every
        change can be taken back with ``stratanalysis undo``.

    Raises
    ------
    DataError
        What cannot be used, with file and line or sheet and cell; nothing is written.
    UnreadableFileError, MissingInputError, InvalidInputError
        A file that is damaged or of no known kind; a community that is not named.
    """
    result = prepare_take([Path(file) for file in files], into=into, data=data, year=year)
    return result if dry_run else write_take(result, data=data)


def prepare_take(
    files: Sequence[Path],
    *,
    into: str = "",
    data: str | Path | None = None,
    year: int | None = None,
) -> TakeResult:
    """Read the files and say what would change; parameters and errors as in :func:`take`."""
    if not files:
        raise InvalidInputError("no file is given", expected="one file at least")
    place = _data(data)
    only, folder = _wanted(into, place)
    found = recognise(files, only=only, year=year)
    if found.errors:
        raise DataError("nothing was taken", found.errors)
    by_code = _by_community(found, only, folder)
    if not by_code and not found.national:
        why = "; ".join(found.left) or "the files hold no figures of a community"
        raise InvalidInputError(
            f"nothing in the files is for {into or 'a community'}: {why}",
            where=", ".join(path.name for path in files),
            do="give a file of this community, or name another with --into",
        )
    previews = []
    problems: list[Finding] = []
    for code, portions in by_code.items():
        target = folder if folder is not None else find_community(code, place)
        preview, errors = _preview(target, portions, place)
        previews.append(preview)
        problems += errors
    if problems:
        raise DataError("nothing was taken", problems)
    return TakeResult(
        tuple(previews),
        MappingProxyType(found.national),
        tuple(found.left),
        tuple(found.findings),
    )


def write_take(result: TakeResult, *, data: str | Path | None = None) -> TakeResult:
    """Write what :func:`prepare_take` has shown; a folder that is not there yet is made."""
    from stratanalysis.new_community import new_community

    place = _data(data)
    for preview in result.previews:
        if not preview.changes:
            continue
        if preview.is_new and (shipped := _shipped(preview.folder.name)).is_dir():
            _write_copy(shipped, preview)
        elif preview.is_new:
            preview.folder.parent.mkdir(parents=True, exist_ok=True)
            made = new_community(preview.community.katottg, data=place, slug=preview.folder.name)
            fresh = Community.read(made)
            tables = {**fresh.tables, **preview.community.tables}
            tables["sources"] = _sources(
                fresh["sources"], preview.community["sources"].to_dict("records")
            )
            replace(fresh, tables=MappingProxyType(tables)).write(made, command="take")
        else:
            preview.community.write(preview.folder, command="take")
    if result.national:
        write_national(result.national, place)
    return replace(result, written=True)


def _path_words(row: Mapping[str, Any]) -> str:
    value = row["value"] * 100 if row["unit"] == "share" else row["value"]
    unit = "%" if row["unit"] == "share" else row["unit"]
    name = str(row["series"]).replace("_", " ")
    return f"{name} of {row['year']}: {value:,.10g} {unit} ({row['act']}, {row['published']})"


def _data(data: str | Path | None) -> Path:
    return Path("data") if data is None else Path(data)


def _wanted(into: str, data: Path) -> tuple[list[str], Path | None]:
    """Code of the community that is named, and its folder; the folder alone of one without code."""
    if not into:
        return [], None
    folder = find_community(into, data)
    code = Community.read(folder).katottg
    return ([code] if code else []), folder


def _by_community(
    found: Taken, only: Sequence[str], folder: Path | None
) -> dict[str, list[Portion]]:
    """Portions by code; under an empty code those of a community that has none."""
    by_code: dict[str, list[Portion]] = {}
    for portion in found.portions:
        if folder is not None and not only and portion.katottg:
            raise InvalidInputError(
                f"the file names communities by their codes, and {folder.name} has none",
                where=portion.document,
                do="write katottg into its community.toml, or name another with --into",
            )
        code = portion.katottg or (only[0] if only else "")
        if not code and folder is None:
            raise InvalidInputError(
                "the file does not say whose figures it holds",
                where=portion.document,
                do="name the community with --into",
            )
        by_code.setdefault(code, []).append(portion)
    if len(by_code) > _MOST and not only:
        raise InvalidInputError(
            f"the files hold figures of {len(by_code)} communities",
            do="name one with --into",
        )
    return by_code


def _preview(
    folder: Path, portions: Sequence[Portion], data: Path
) -> tuple[Preview, list[Finding]]:
    community = Community.read(folder)
    own = folder.parent == data / "communities" or folder.name in communities(data)
    is_new = not own and (_in_cache(folder) or _is_shipped(folder))
    target = data / "communities" / folder.name if is_new else folder
    tables = dict(community.tables)
    lines: list[str] = []
    changes = 0
    problems: list[Finding] = []
    kept: list[dict[str, Any]] = []
    for portion in portions:
        tables["sources"] = _sources(
            tables.get("sources", table("sources").empty()), [portion.source]
        )
        vintages = dict(
            tables["sources"].set_index("id")["vintage"].astype(str)
        )  # fmt: skip
        lines.append(f"{portion.document}: {portion.kind}")
        lines += [f"  {line}" for line in portion.understood]
        for name, rows in portion.rows.items():
            problems += _thousands(name, tables.get(name), rows, portion.document)
            merge = merge_table(name, tables.get(name, table(name).empty()), rows, vintages)
            tables[name] = table(name).frame(_ordered(name, merge.rows))
            kept += merge.superseded
            changes += merge.new + len(merge.changed)
            lines += _said(name, merge)
        lines += [f"  left out: {line}" for line in portion.left]
    if kept:
        before = _rows(tables.get("superseded", table("superseded").empty()))
        unique: dict[tuple[Any, ...], dict[str, Any]] = {
            (row["table"], row["row"], row["source"], row["source_place"]): row
            for row in [*before, *kept]
        }
        tables["superseded"] = table("superseded").frame(list(unique.values()))
    after = replace(community, tables=MappingProxyType(tables))
    problems += [_at_home(found, portions) for found in _problems(after, community)]
    return Preview(target, after, is_new, tuple(lines), changes), problems


def _in_cache(folder: Path) -> bool:
    return folder.parent.parent.name == "communities"


def _shipped(slug: str) -> Path:
    return reference_folder().parent / "communities" / slug


def _is_shipped(folder: Path) -> bool:
    """Whether it is a community that the package carries: what a user takes never goes there."""
    return folder.resolve() == _shipped(folder.name).resolve()


def _write_copy(shipped: Path, preview: Preview) -> None:
    """Write the user's own copy of a shipped community with what was taken, in one change."""
    before = Community.read(shipped).tables
    with changing(preview.folder, "take") as change:
        for file in sorted(shipped.iterdir()):
            if file.is_file():
                change.write(file.name, file.read_bytes())
        for name, frame in preview.community.tables.items():
            if name not in before or not frame.equals(before[name]):
                change.write(f"{name}.csv", table_bytes(frame))


def _ordered(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["year"])) if rows and "year" in rows[0] else rows


def _said(name: str, merge: Merge) -> list[str]:
    if not merge.new and not merge.changed:
        lines = [f"  {name}: nothing changes ({merge.same} rows are there already)"]
    else:
        lines = [f"  {name}: {merge.new} new rows, {len(merge.changed)} changed, {merge.same} same"]
    lines += [f"    {line}" for line in merge.changed[:_SHOWN]]
    if len(merge.changed) > _SHOWN:
        lines.append(f"    and {len(merge.changed) - _SHOWN} more")
    return lines + [f"    left out: {line}" for line in merge.left[:_SHOWN]]


def _thousands(
    name: str, old: pd.DataFrame | None, rows: Sequence[Mapping[str, Any]], document: str
) -> list[Finding]:
    """A statistic 1,000 times the known one, or a thousandth of it: the unit is wrong."""
    if name != "statistics" or old is None or old.empty:
        return []
    there = {(int(r["year"]), r["variable"]): r["value"] for r in _rows(old)}
    found = []
    for row in rows:
        before = there.get((int(row["year"]), row["variable"]))
        if not before or not row["value"] or before != before:  # noqa: PLR0124 - NaN
            continue
        ratio = float(row["value"]) / float(before)
        if any(abs(ratio * step - 1) < 0.02 for step in (1000, 1 / 1000)):
            why = "{variable} of {year} is {value:.10g} instead of {before:.10g}: thousands?"
            values: dict[str, object] = {
                "variable": row["variable"], "year": row["year"], "value": row["value"],
                "before": before,
            }  # fmt: skip
            source = Source(document, place=str(row.get("source_place") or ""))
            found.append(Finding("step-of-a-thousand", Severity.ERROR, source, why, values))
    return found


def _problems(after: Community, before: Community) -> list[Finding]:
    """Errors that the folder would have and did not have before."""
    people = population_series(after)
    had = {str(f) for f in _checked(before, people)}
    return [f for f in _checked(after, people) if str(f) not in had]


def _at_home(finding: Finding, portions: Sequence[Portion]) -> Finding:
    """The finding with the place in the user's file, where its year came from one."""
    about = dict(finding.values)
    year = about.get("after", about.get("year"))
    for portion in portions:
        if year is not None and int(str(year)) in portion.spots:
            source = Source(portion.document, place=portion.spots[int(str(year))])
            return replace(finding, source=source)
    return finding


def _checked(community: Community, people: pd.Series) -> Iterable[Finding]:
    findings = list(community.check())
    if len(community["revenue"]):
        population = {int(str(year)): float(value) for year, value in people.items()}
        findings += check_budget(community["revenue"], population=population)
    return [f for f in findings if f.severity is Severity.ERROR]


def _sources(sources: pd.DataFrame, more: Sequence[Mapping[Any, Any]]) -> pd.DataFrame:
    rows = {str(row["id"]): row for row in _rows(sources)}
    for row in more:
        added = {str(name): value for name, value in row.items()}
        rows[str(row["id"])] = rows.get(str(row["id"]), {}) | added
    return table("sources").frame(list(rows.values()))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]
