"""What the desk was asked to show: the call, else the environment, else what is there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from stratanalysis.community import communities, find_community
from stratanalysis.data_folder import data_folder
from stratanalysis.errors import MissingInputError
from stratanalysis.language import LANGUAGES
from stratanalysis.language import language as get_language
from stratanalysis.publish.notebook_file import notebook_folder

__all__ = ["COMMUNITY", "DOCUMENTS", "LANGUAGE", "Settings", "settings"]

COMMUNITY = "STRATANALYSIS_COMMUNITY"
LANGUAGE = "STRATANALYSIS_LANGUAGE"
DOCUMENTS = "STRATANALYSIS_DOCUMENTS"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the desk finds things.

    Attributes
    ----------
    folders : tuple of pathlib.Path
        Folders of the communities to choose from, the first one chosen.
    language : str
    notebook : pathlib.Path
        The overview, for the report; it may be absent.
    documents : tuple of pathlib.Path
        Folders with the strategies' texts.
    """

    folders: tuple[Path, ...]
    language: str
    notebook: Path
    documents: tuple[Path, ...]

    def document_folders(self, community: Path) -> tuple[Path, ...]:
        """Folders in which a text of the community may lie, the nearest first."""
        return (community / "documents", *self.documents)


def settings(
    community: str | None = None,
    *,
    language: str | None = None,
    data: Path | str | None = None,
    documents: Path | str | None = None,
) -> Settings:
    """Gather the settings; parameters and errors as in :func:`stratanalysis.desk.open_desk`."""
    code = get_language(language or os.environ.get(LANGUAGE) or LANGUAGES[0]).code
    place = data_folder(data)
    known = [place / "communities" / slug for slug in communities(place)]
    wanted = community or os.environ.get(COMMUNITY)
    if wanted:
        chosen = find_community(wanted, place)
        same = [folder for folder in known if folder.resolve() == chosen.resolve()]
        first = same[0] if same else chosen
        known = [first, *(folder for folder in known if folder != first)]
    if not known:
        raise MissingInputError(
            "there is no community",
            where=str(place / "communities"),
            expected="a folder with communities/<name>/community.toml",
            do="name the folder with --data",
        )
    texts = documents or os.environ.get(DOCUMENTS)
    return Settings(
        tuple(known),
        code,
        _overview(),
        (Path(texts),) if texts else (),
    )


def _overview() -> Path:
    try:
        return notebook_folder() / "00_overview.ipynb"
    except MissingInputError:
        return Path("00_overview.ipynb")
