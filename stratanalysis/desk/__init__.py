"""The scenario desk: move the drivers of a community's scenarios and see what follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stratanalysis.desk.frame import Desk

__all__ = ["open_desk"]


def open_desk(
    community: str | None = None,
    *,
    language: str | None = None,
    data: Path | str | None = None,
    documents: Path | str | None = None,
) -> Desk:
    """Return the desk, to be shown by a notebook's cell.

    It is the page that ``stratanalysis desk`` writes, within the notebook; it computes in the
    browser, so a kernel that has ended does not stop it.

    Parameters
    ----------
    community : str, optional
        Slug, folder, KATOTTG or budget code; else ``STRATANALYSIS_COMMUNITY`` of the environment,
        else the first community of the data.
    language : {"uk", "en"}, optional
        Else ``STRATANALYSIS_LANGUAGE``, else Ukrainian.
    data : path-like, optional
        Folder with ``communities/``; else ``STRATANALYSIS_DATA``, else ``data`` here or above.
    documents : path-like, optional
        Folder with the strategies' texts, for the words of their clauses; else
        ``STRATANALYSIS_DOCUMENTS``, else ``documents`` in the community's folder.

    Raises
    ------
    UnknownNameError
        No such community or language.
    DataError
        The community's tables or scenarios cannot be used.
    """
    from stratanalysis.desk.frame import Desk
    from stratanalysis.desk.page import desk_page
    from stratanalysis.desk.settings import settings

    found = settings(community, language=language, data=data, documents=documents)
    folder = found.folders[0]
    page = desk_page(folder, language=found.language, documents=found.document_folders(folder))
    return Desk(page, folder.name)
