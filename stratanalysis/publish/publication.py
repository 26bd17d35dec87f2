"""Publishing: a page with its tables and manifest, put in place whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stratanalysis.storage import checksum, staging

__all__ = [
    "file_entries",
    "manifest_text",
    "publish",
    "whole_manifest",
]


def publish(target: Path, files: Mapping[str, bytes]) -> None:
    """Put the files of a page in place of the last ones, whole or not at all."""
    with staging(target) as new:
        for name, content in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


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


def keep_failed(out: Path, name: str, files: Mapping[str, str]) -> Path:
    """Keep what is known of a failed run under ``failed/<name>``; the newest replaces the last."""
    target = out / "failed" / name
    publish(target, {file: text.encode("utf-8") for file, text in files.items()})
    return target


def drop_failed(out: Path, name: str) -> None:
    """Forget the failed run of a page that has been made since."""
    shutil.rmtree(out / "failed" / name, ignore_errors=True)
