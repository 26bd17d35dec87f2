"""A community and its scenarios together, so that all problems of a folder come out at once."""

from __future__ import annotations

from pathlib import Path

from stratanalysis.community import Community, examine, find_community
from stratanalysis.data_folder import data_folder
from stratanalysis.errors import DataError
from stratanalysis.findings import Finding, Severity
from stratanalysis.scenarios.files import read_scenarios
from stratanalysis.scenarios.scenario import Scenarios

__all__ = ["examine_folder", "open_community", "read_folder"]


def open_community(name: str, data: Path | str | None = None) -> tuple[Community, Scenarios]:
    """Open a community by name: the one look-up behind ``stratanalysis.open`` and the commands.

    Parameters
    ----------
    name : str
        Slug, folder, KATOTTG or budget code.
    data : path-like, optional
        Folder with ``communities/``; searched for by
        :func:`stratanalysis.data_folder.data_folder` if not given.

    Raises
    ------
    UnknownNameError
        No such community; the nearest names are suggested.
    MissingInputError, DataError
        As :func:`read_folder`.
    """
    return read_folder(find_community(str(name), data_folder(data)))


def read_folder(path: Path | str) -> tuple[Community, Scenarios]:
    """Read the tables and the scenario file of a community's folder.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    community : Community
    scenarios : Scenarios
        Empty where the folder has no ``scenarios.toml``.

    Raises
    ------
    MissingInputError
        The folder or its ``community.toml`` is not there.
    DataError
        With every problem of the tables and of the scenario file.
    """
    community, _, scenarios, findings = examine_folder(path)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise DataError(f"{Path(path)} cannot be used", errors)
    return community, scenarios


def examine_folder(
    path: Path | str,
) -> tuple[Community, dict[str, list[int]], Scenarios, list[Finding]]:
    """Read a folder as far as it can be read: community, lines of its rows, scenarios, findings."""
    folder = Path(path)
    community, lines, findings = examine(folder)
    file, scenarios = folder / "scenarios.toml", Scenarios({})
    try:
        scenarios = read_scenarios(file) if file.is_file() else scenarios
    except DataError as error:
        findings += [finding for finding in error.findings if finding not in findings]
    return community, lines, scenarios, findings
