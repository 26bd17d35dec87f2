"""Writing the tables of a document to a folder, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from stratanalysis.csv_tables import harmless_cell, write_table
from stratanalysis.errors import InvalidInputError
from stratanalysis.findings import findings_table
from stratanalysis.plans.extraction import Extraction, load_document

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["extract"]


def extract(document: Path | str, to: Path | str) -> Extraction:
    """Write the tables of a document to a folder, whole or not at all.

    Parameters
    ----------
    document : path
        The document.
    to : path
        The folder; made if it does not exist. Files of an earlier extraction in it are replaced;
        a folder with other files is refused.

    Returns
    -------
    Extraction
        What was written: a ``.csv`` file for every table that has rows, ``findings.csv`` where
        there are any, and ``extraction.json``, which counts what was read, what was left and why.

    Raises
    ------
    MissingInputError, InvalidInputError
        The document cannot be read, or the folder holds something else.
    """
    target = Path(to)
    _refuse_other(target)
    extraction = load_document(document)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for name, frame in extraction.tables.items():
            if len(frame):
                write_table(_safe(frame), staged / f"{name}.csv")
        if extraction.findings:
            found = findings_table(extraction.findings)
            write_table(_safe(found), staged / "findings.csv")
        report = json.dumps(extraction.report(), ensure_ascii=False, indent=2)
        (staged / "extraction.json").write_text(report + "\n", encoding="utf-8")
        staged.chmod(0o755)
        _replace(staged, target)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return extraction


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before words that a spreadsheet would take for a formula."""
    safe = frame.copy()
    for name in safe.columns:
        if safe[name].dtype == "str":
            safe[name] = safe[name].map(harmless_cell, na_action="ignore").astype("str")
    return safe


def _refuse_other(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise InvalidInputError("not a folder", where=str(target), do="name another folder")
    if target.is_dir() and any(target.iterdir()) and not (target / "extraction.json").is_file():
        raise InvalidInputError(
            "the folder holds other files",
            where=str(target),
            expected="an empty folder, one of an earlier extraction, or none",
        )


def _replace(staged: Path, target: Path) -> None:
    """Put the finished folder in the place of the old one; the old one stays if that fails."""
    if not target.exists():
        os.replace(staged, target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    os.replace(target, old / target.name)
    try:
        os.replace(staged, target)
    except OSError:
        os.replace(old / target.name, target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
