"""A year opens: workbooks for the departments; and they are collected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stratanalysis.community import Community
from stratanalysis.errors import InvalidInputError, MissingInputError, StratanalysisError
from stratanalysis.findings import Finding, Severity
from stratanalysis.monitoring.template import departments, template_bytes
from stratanalysis.new_community import take_workbook
from stratanalysis.official.template import stamped_department
from stratanalysis.quantities.romanisation import transliterate
from stratanalysis.storage import changing

__all__ = ["Collected", "collect", "open_year", "year_folder"]


def year_folder(folder: Path, year: int) -> Path:
    """Where the papers of a year are in a community's folder."""
    return folder / "years" / str(year)


def open_year(
    folder: Path, year: int, *, language: str = "uk", replace: bool = False
) -> list[Path]:
    """Write the workbooks of a year: one for every department, and one for all.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the community.
    year : int
    language : {"uk", "en"}
    replace : bool
        Replace workbooks that were filled in; they are kept for ``stratanalysis undo``.

    Returns
    -------
    list of pathlib.Path
        ``years/YEAR/workbooks/all.xlsx`` and a file for everyone who answers for an indicator or
        carries out a measure.
    """
    community = Community.read(folder)
    place = year_folder(folder, year) / "workbooks"
    exercise = community.kind == "example"
    files = {
        "all.xlsx": template_bytes(community, years=[year], language=language, exercise=exercise)
    }
    for number, name in enumerate(departments(community), 1):
        short = "".join(c if c.isalnum() else "-" for c in transliterate(name).lower())[:40]
        files[f"{number:02}-{short.strip('-')}.xlsx"] = template_bytes(
            community, years=[year], language=language, exercise=exercise, department=name
        )
    inside = place.relative_to(folder).as_posix()
    with changing(folder, f"year open {year}", replace=replace) as change:
        for name, content in files.items():
            change.write(f"{inside}/{name}", content)
    return [place / name for name in files]


@dataclass(frozen=True)
class Collected:
    """What a folder of workbooks gave.

    Attributes
    ----------
    taken : dict
        Rows by table, by file name; empty for a file of which nothing was taken.
    findings : dict
        Findings by file name.
    missing : tuple of str
        Departments from which no workbook came.
    whole : bool
        Whether a workbook of the whole community came, so that nobody's can be missed.
    others : tuple of str
        Files of the folder that are no workbooks.
    """

    taken: dict[str, dict[str, int]]
    findings: dict[str, list[Finding]]
    missing: tuple[str, ...]
    whole: bool = False
    others: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a workbook could not be taken."""
        return any(
            finding.severity is Severity.ERROR
            for findings in self.findings.values()
            for finding in findings
        )


def collect(folder: Path, workbooks: Path, *, dry_run: bool = False) -> Collected:
    """Take all workbooks of a folder, each all or nothing, in the order of their names.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the community.
    workbooks : pathlib.Path
        Folder of ``.xlsx`` files; those that a spreadsheet holds open (``~$``) are left.
    dry_run : bool
        Write nothing.

    Raises
    ------
    MissingInputError
        There is no workbook in the folder.
    """
    if not workbooks.is_dir():
        raise MissingInputError("no such folder", where=str(workbooks))
    files = sorted(
        file for file in workbooks.glob("*.xlsx") if not file.name.startswith(("~$", "."))
    )
    if not files:
        raise MissingInputError("no workbook there", where=str(workbooks), expected=".xlsx files")
    expected = departments(Community.read(folder))
    came: list[str] = []
    taken: dict[str, dict[str, int]] = {}
    findings: dict[str, list[Finding]] = {}
    for file in files:
        try:
            taken[file.name], findings[file.name] = take_workbook(folder, file, dry_run=dry_run)
            if not any(one.severity is Severity.ERROR for one in findings[file.name]):
                came.append(stamped_department(file))
        except (InvalidInputError, StratanalysisError) as error:
            from stratanalysis.findings import Source

            taken[file.name] = {}
            findings[file.name] = [
                Finding("unreadable-workbook", Severity.ERROR, Source(file.name),
                        "the workbook cannot be read: {error}", {"error": str(error)})
            ]  # fmt: skip
    missing = () if "" in came else tuple(name for name in expected if name not in came)
    others = sorted(
        file.name for file in workbooks.iterdir() if file.is_file() and file.suffix != ".xlsx"
    )
    return Collected(taken, findings, missing, "" in came, tuple(others))
