"""Publishing: a page with its tables and manifest, put in place whole or not at all."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["checksum", "file_entries", "staging", "write_manifest"]

_EXCHANGE = 2
_HERE = -100


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target`; on success it takes the target's place at once.

    On any error, and when the process is killed, `target` stays as it was. On Linux old and new
    are exchanged in one step; elsewhere the old one is moved aside first.

    Parameters
    ----------
    target : pathlib.Path
        A folder that this function made before, or nothing yet.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as scratch:
        new = Path(scratch) / "page"
        new.mkdir()
        yield new
        if target.exists():
            if not _exchange(new, target):
                target.rename(Path(scratch) / "old")
                new.rename(target)
        else:
            new.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def checksum(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write ``manifest.json``: sorted keys, readable Cyrillic, and the files of the folder."""
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    full = {**content, "outputs": file_entries(made, folder)}
    text = json.dumps(full, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")


def keep_failed(out: Path, name: str, files: Mapping[str, str]) -> Path:
    """Keep what is known of a failed run under ``failed/<name>``; the newest replaces the last."""
    target = out / "failed" / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file, text in files.items():
        (target / file).write_text(text, encoding="utf-8", newline="\n")
    return target
