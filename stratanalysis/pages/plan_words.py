"""Labels of plans in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from stratanalysis.community import Community

__all__ = ["english", "in_language", "titled", "titles_of"]

_COLUMNS = {
    "goals": "title", "sections": "title", "measures": "title", "indicators": "name",
    "swot": "item", "scenarios": "statement",
}  # fmt: skip


def titled(frame: pd.DataFrame, column: str, language: str) -> pd.Series:
    """Return the labels of `column`; in English those of ``title_en`` where there are any.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table of a plan, with or without the column ``title_en``.
    column : str
        The column of the document's own language: ``title``, ``name``, ``item``.
    language : {"uk", "en"}

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"title": ["Дороги", "Вода"], "title_en": ["Roads", None]})
    >>> titled(rows, "title", "en").tolist()
    ['Roads', 'Вода']
    """
    if language != "en" or "title_en" not in frame:
        return frame[column]
    return frame["title_en"].fillna(frame[column])


def titles_of(frame: pd.DataFrame, key: str, column: str, language: str) -> dict[str, str]:
    """Return labels by code, as text; see :func:`titled`."""
    labels = titled(frame, column, language)
    return dict(zip(frame[key].astype(str), labels.astype(str), strict=True))


def english(frame: pd.DataFrame, column: str, language: str) -> pd.DataFrame:
    """Return the table with `column` in the reader's language; see :func:`titled`."""
    return frame.assign(**{column: titled(frame, column, language)}) if len(frame) else frame


def in_language(community: Community, language: str) -> Community:
    """Return the community with the labels of its plan in the reader's language."""
    if language != "en":
        return community
    tables = {
        name: english(frame, _COLUMNS[name], language) if name in _COLUMNS else frame
        for name, frame in community.tables.items()
    }
    return replace(community, tables=tables)
