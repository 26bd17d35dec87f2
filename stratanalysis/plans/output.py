"""Writing the tables of a document to a folder: all of them or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.csv_tables import harmless_cell, table_bytes
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import findings_table
from stratanalysis.language import language
from stratanalysis.plans.extraction import Extraction, load_document
from stratanalysis.plans.review import review_page
from stratanalysis.storage import STATE, changing
from stratanalysis.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["extract"]


def extract(
    document: Path | str, to: Path | str, *, replace: bool = False, review: str = ""
) -> Extraction:
    """Write the tables of a document to a folder: all of them or none.

    Parameters
    ----------
    document : path
        The document.
    to : path
        The folder; made if it does not exist. Files of an earlier extraction in it are replaced,
        everything else in it stays.
    replace : bool
        Replace tables too that were edited since the last extraction or that come from elsewhere;
        they are kept for ``stratanalysis undo``.
    review : {"", "uk", "en"}
        Language of ``review.html``, the document next to its rows; empty for none.

    Returns
    -------
    Extraction
        What was written: a ``.csv`` file for every table that has rows, ``findings.csv`` where
        there are any, and ``extraction.json``, which counts what was read, what was left and why.

    Raises
    ------
    MissingInputError, InvalidInputError
        The document cannot be read, the folder is a community's folder or holds files of the same
        names that are not ours.
    """
    target = Path(to)
    _refuse_other(target, replace=replace)
    extraction = load_document(document)
    files = {
        f"{name}.csv": table_bytes(_safe(frame))
        for name, frame in extraction.tables.items()
        if len(frame)
    }
    if extraction.findings:
        files["findings.csv"] = table_bytes(_safe(findings_table(extraction.findings)))
    report = json.dumps(extraction.report(), ensure_ascii=False, indent=2)
    files["extraction.json"] = (report + "\n").encode("utf-8")
    if review:
        files["review.html"] = review_page(extraction, language(review)).encode("utf-8")
    with changing(target, f"extract {Path(document).name}", replace=replace) as change:
        for name, content in files.items():
            change.write(name, content)
        earlier = (target / "extraction.json").is_file()
        for name in [*(f"{table}.csv" for table in TABLES), "findings.csv"]:
            if earlier and name not in files and (target / name).is_file():
                change.remove(name)
    return extraction


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before words that a spreadsheet would take for a formula."""
    safe = frame.copy()
    for name in safe.columns:
        if safe[name].dtype == "str":
            safe[name] = safe[name].map(harmless_cell, na_action="ignore").astype("str")
    return safe


def _refuse_other(target: Path, *, replace: bool) -> None:
    if target.exists() and not target.is_dir():
        raise InvalidInputError("not a folder", where=str(target), do="name another folder")
    if (
        not replace
        and target.is_dir()
        and {entry.name for entry in target.iterdir()} - {STATE}
        and not (target / "extraction.json").is_file()
        and not (target / "community.toml").is_file()
    ):
        raise InvalidInputError(
            "the folder holds other files",
            where=str(target),
            expected="an empty folder, one of an earlier extraction, or none",
        )
    if (target / "community.toml").is_file():
        raise InvalidInputError(
            "this is the folder of a community",
            where=str(target),
            do="extract to another folder, and take what is right into the community's tables",
        )
