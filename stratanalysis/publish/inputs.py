"""What a page depends on: files with checksums and dates, reference tables, library, versions."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stratanalysis import __version__
from stratanalysis.publish.publication import file_entries

__all__ = ["dated", "input_files", "library_hash", "reference_hash", "versions"]

_PACKAGES = ("ipykernel", "matplotlib", "nbclient", "nbconvert", "numpy", "pandas", "scipy")


def input_files(
    folder: Path, notebook: Path, more: Mapping[str, Path] | None = None
) -> list[dict[str, Any]]:
    """Name, size and SHA-256 of the community's files, of the notebook and of `more` folders.

    A file of such a folder is named after the parameter that names the folder.
    """
    found = [*file_entries(_tables_of(folder), folder), *file_entries([notebook], notebook.parent)]
    for name, place in (more or {}).items():
        for entry in file_entries(_tables_of(place), place):
            found.append({**entry, "file": f"{name}/{entry['file']}"})
    return found


def _tables_of(folder: Path) -> list[Path]:
    return [p for p in folder.iterdir() if p.suffix in {".csv", ".toml"} and p.is_file()]


def dated(
    entries: list[dict[str, Any]], folder: Path, vintages: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Add to each table the dates of the sources that it cites."""
    import pandas as pd

    for entry in entries:
        path = folder / str(entry["file"])
        if path.suffix != ".csv" or path.name == "sources.csv" or not path.is_file():
            continue
        with path.open(encoding="utf-8-sig") as file:
            head = file.readline()
        if "source" in head.strip().split(","):
            cited = pd.read_csv(path, usecols=["source"], dtype=str)["source"].dropna().unique()
            dates = sorted({vintages[s] for s in cited if vintages.get(s, "nan") != "nan"})
            if dates:
                entry["vintage"] = dates[0] if len(dates) == 1 else f"{dates[0]} … {dates[-1]}"
    return entries


@functools.cache
def library_hash() -> str:
    """SHA-256 over the library: code, words and templates."""
    root = Path(__file__).resolve().parent.parent
    kinds = {".py", ".po", ".j2", ".css", ".json", ".toml", ".csv"}
    return _folder_hash(root, tuple(sorted(p for p in root.rglob("*") if p.suffix in kinds)))


@functools.cache
def _reference_hash(folder: Path) -> str:
    return _folder_hash(folder, tuple(sorted(folder.glob("*.csv*"))))


def reference_hash(folder: Path) -> str:
    """SHA-256 over the reference tables: those of the library and those next to the community."""
    package = Path(__file__).resolve().parents[2]
    places = (package / "data" / "reference", folder.parent.parent / "reference")
    return " ".join(_reference_hash(place) for place in places if place.is_dir())


def _folder_hash(root: Path, files: tuple[Path, ...]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


@functools.cache
def versions() -> dict[str, str]:
    """Versions of the library, of Python and of the packages that shape a page."""
    found = {"stratanalysis": __version__, "python": platform.python_version()}
    return found | {name: importlib.metadata.version(name) for name in _PACKAGES}
