"""Documents and pages from the front door: extract, render."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import InvalidInputError
from stratanalysis.language import language as get_language
from stratanalysis.study.study import Study, open_study

if TYPE_CHECKING:
    from stratanalysis.plans import Extraction
    from stratanalysis.publish.report import PublishedPage

__all__ = ["extract", "render"]


def extract(document: str | Path, to: str | Path | None = None) -> Extraction:
    """Read the tables of a planning document.

    Parameters
    ----------
    document : path
        A .txt, .md, .html, .csv, .docx, .xlsx or text .pdf file.
    to : path, optional
        A folder to write them to as CSV.

    Returns
    -------
    Extraction
        A mapping of names to DataFrames: ``goals``, ``indicators``, ``measures``, ``money`` and
        others; every row has its place in the document.

    Examples
    --------
    >>> import stratanalysis as sa
    >>> from pathlib import Path
    >>> document = Path(sa.__file__).parent / "workshop" / "exercise_strategy.txt"
    >>> "goals" in sa.extract(document)
    True
    """
    if not isinstance(document, str | Path):
        raise InvalidInputError(
            f"the document is {document!r}"[:120],
            where="extract(document)",
            expected="the path of a file",
        )
    from stratanalysis.plans import extract as write_tables
    from stratanalysis.plans import load_document

    return load_document(document) if to is None else write_tables(document, to)


def render(
    community: str | Path | Study,
    notebook: str | Path = "overview",
    *,
    out: str | Path = "reports",
    data: str | Path | None = None,
    language: str | None = None,
    **parameters: Any,
) -> PublishedPage:
    """Render a page of a community.

    Parameters
    ----------
    community : str, path or Study
    notebook : str or path
        ``overview``, ``profile``, ``population``, ``budget``, ``goals``, ``annual_review``,
        ``benchmark``, or the path of a notebook of one's own.
    out : path
        Folder of the pages.
    data : path, optional
        As in :func:`open_study`.
    language : {"uk", "en"}, optional
        The language in use if not given.
    **parameters
        Of the notebook, as ``horizon=10``.

    Returns
    -------
    PublishedPage
        ``.page`` is the path of the HTML file.

    Raises
    ------
    UnknownNameError
        No such community or notebook.
    DataError
        Parameters that the notebook refuses.
    """
    from stratanalysis.publish.notebook_file import find_notebook
    from stratanalysis.publish.report import render_report

    for name in ("to", "path", "folder", "output"):
        if name in parameters:
            raise InvalidInputError(
                f"unknown parameter {name!r}",
                where="render",
                do=f"name the folder of the pages: out={str(parameters[name])!r}",
            )
    study = community if isinstance(community, Study) else open_study(community, data)
    if study.folder is None:
        raise InvalidInputError(
            "the study was made in code and has no folder",
            where=f"render({study!r})",
            do="write it with study.community.write(folder) and open the folder",
        )
    given = {**parameters, "language": get_language(language).code}
    return render_report(study.folder, find_notebook(notebook), out=Path(out), parameters=given)
