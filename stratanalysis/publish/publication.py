"""Publishing: a page with its tables and manifest, put in place all of it or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stratanalysis.storage import changing, checksum, replace_text

__all__ = [
    "file_entries",
    "manifest_text",
    "publish",
    "whole_manifest",
]


def publish(out: Path, place: str, files: Mapping[str, bytes], *, replace: bool = False) -> None:
    """Put the files of a page in place of the last ones, all of them or none.

    Files of the last page that this one does not have are removed; whatever else lies in the
    page's folder stays. A file of the last page that was edited or damaged since is replaced too,
    and kept for ``stratanalysis undo``. After a kill, the next run finishes or takes back what was
    begun.

    Parameters
    ----------
    out : pathlib.Path
        The output folder; its lock is held.
    place : str
        Folder of the page in it.
    files : mapping of str to bytes
    replace : bool
        Replace files of the same names that are not of a page; they are kept for
        ``stratanalysis undo``.

    Raises
    ------
    ForeignFileError
        A file of the page's name is not of a page.
    """
    stated = _last_files(out / place)
    last = {name: checksum(out / place / name) for name in stated}
    others = any((out / place / name).is_file() and name not in last for name in files)
    keep = last != stated or (others and replace)
    with changing(out, f"page {place}", locked=True, keep=keep, replace=replace) as change:
        change.ours({f"{place}/{name}": value for name, value in last.items()})
        for name in last:
            if name not in files:
                change.remove(f"{place}/{name}")
        for name, content in files.items():
            change.write(f"{place}/{name}", content)


def _last_files(folder: Path) -> dict[str, str]:
    """Files of the page that is there, with the checksums that its manifest gives."""
    found = {}
    try:
        text = (folder / "manifest.json").read_bytes()
        for entry in json.loads(text)["outputs"]:
            if (folder / entry["file"]).is_file():
                found[str(entry["file"])] = str(entry["sha256"])
        found["manifest.json"] = hashlib.sha256(text).hexdigest()
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return {}
    return found


def file_entries(files: Sequence[Path], base: Path) -> list[dict[str, Any]]:
    """Name, size and SHA-256 of files, sorted by name relative to `base`."""
    entries = [
        {
            "file": file.relative_to(base).as_posix() if file.is_relative_to(base) else file.name,
            "bytes": file.stat().st_size,
            "sha256": checksum(file),
        }
        for file in files
    ]
    return sorted(entries, key=lambda entry: str(entry["file"]))


def manifest_text(content: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """Text of ``manifest.json``: sorted keys, readable Cyrillic, and the files of the page."""
    outputs = [
        {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    full = {**content, "outputs": outputs}
    return json.dumps(full, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def whole_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a published page if every file that it names is there, unchanged."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        for entry in manifest["outputs"]:
            path = folder / entry["file"]
            if path.stat().st_size != entry["bytes"] or checksum(path) != entry["sha256"]:
                return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest


_FAILED = ("error.txt", "notebook.ipynb")


def keep_failed(out: Path, name: str, files: Mapping[str, str]) -> Path:
    """Keep what is known of a failed run under ``failed/<name>``; the newest replaces the last."""
    target = out / "failed" / name
    target.mkdir(parents=True, exist_ok=True)
    drop = [file for file in _FAILED if file not in files]
    for file in drop:
        (target / file).unlink(missing_ok=True)
    for file, text in files.items():
        replace_text(target / file, text)
    return target


def drop_failed(out: Path, name: str) -> None:
    """Forget the failed run of a page that has been made since."""
    folder = out / "failed" / name
    if folder.is_dir():
        for file in _FAILED:
            (folder / file).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # something else lies there
            folder.rmdir()
