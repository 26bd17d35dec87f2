"""A folder of this user for files that can be made again at any time."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path

__all__ = ["CACHE_VARIABLE", "cache_folder"]

CACHE_VARIABLE = "STRATANALYSIS_CACHE"
"""Environment variable that names another folder."""


def cache_folder() -> Path:
    """Return the folder, made if it is not there.

    ``STRATANALYSIS_CACHE``; else the system's place for caches; where that cannot be written, a
    private folder that is removed when the process ends.
    """
    return _folder(os.environ.get(CACHE_VARIABLE, ""))


@functools.cache
def _folder(named: str) -> Path:
    for place in filter(None, [Path(named) if named else _usual()]):
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=place):
                return place
        except OSError:
            continue
    own = Path(tempfile.mkdtemp(prefix=f"stratanalysis-{os.getpid()}-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    os.environ[CACHE_VARIABLE] = str(own)  # processes started from here use the same
    return own


def _usual() -> Path | None:
    try:
        home = Path.home()
    except RuntimeError:  # no home at all
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "stratanalysis"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "stratanalysis"
    return Path(os.environ.get("XDG_CACHE_HOME", home / ".cache")) / "stratanalysis"
