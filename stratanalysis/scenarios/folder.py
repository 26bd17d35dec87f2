"""A community and its scenarios together, so that all problems of a folder come out at once."""

from __future__ import annotations

from pathlib import Path

from stratanalysis.community import Community, find_community
from stratanalysis.data_folder import data_folder
from stratanalysis.errors import DataError
from stratanalysis.findings import Finding
from stratanalysis.scenarios.files import read_scenarios
from stratanalysis.scenarios.scenario import Scenarios

__all__ = ["open_community", "read_folder"]


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
    folder = Path(path)
    findings: list[Finding] = []
    community = scenarios = None
    try:
        community = Community.read(folder)
    except DataError as error:
        findings += error.findings
    file = folder / "scenarios.toml"
    try:
        scenarios = read_scenarios(file) if file.is_file() else Scenarios({})
    except DataError as error:
        findings += [finding for finding in error.findings if finding not in findings]
    if community is None or scenarios is None:
        raise DataError(f"{folder} cannot be used", findings)
    return community, scenarios
