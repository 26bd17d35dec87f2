"""Which notebooks suit a community: of an occupied one no forecast is rendered."""

from __future__ import annotations

import tomllib
from pathlib import Path

from stratanalysis.errors import InvalidInputError
from stratanalysis.reference.war_status import WarStatus, war_status

__all__ = ["FORECASTS", "occupation", "suited_notebook"]

FORECASTS = ("00_overview", "02_population", "03_budget")
"""Notebooks that project a community into the future."""

KNOWN = "01_profile"
"""The notebook that shows what is known and projects nothing."""


def occupation(folder: Path) -> WarStatus | None:
    """Status of the community of a folder if it is occupied, whole or mostly; else None."""
    try:
        text = (folder / "community.toml").read_text(encoding="utf-8-sig")
        code = str(tomllib.loads(text).get("katottg", ""))
    except (OSError, ValueError, RecursionError):
        return None  # said when the folder is read
    found = war_status(code) if code else None
    return found if found is not None and found.occupied else None


def suited_notebook(folder: Path, notebook: Path) -> Path:
    """Return the notebook to render for the community: what is known instead of a forecast.

    Raises
    ------
    InvalidInputError
        The community is occupied and there is no page of what is known next to the notebook.
    """
    if notebook.stem not in FORECASTS:
        return notebook
    found = occupation(folder)
    if found is None:
        return notebook
    known = notebook.with_name(f"{KNOWN}.ipynb")
    if not known.is_file():
        raise InvalidInputError(
            f"the community is occupied since {found.since}, so nothing is projected",
            where=f"{folder.name}, {notebook.name}",
            do=f"render {known.name}, which shows what was known",
        )
    return known
