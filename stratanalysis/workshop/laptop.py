"""Say what a laptop lacks for the workshop, before the day of the workshop."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
import webbrowser
from dataclasses import dataclass
from pathlib import Path

from stratanalysis.language import language as get_language

__all__ = ["Need", "check_laptop"]

_PACKAGES = ("pandas", "matplotlib", "ipykernel", "ipywidgets", "nbconvert")
_SPACE_MB = 500.0


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the workshop needs.

    Attributes
    ----------
    name : str
        In the reader's language.
    met : bool
    advice : str
        What to do where it is not met.
    needed_for_code : bool
        Desk, slides and sheets work without it.
    """

    name: str
    met: bool
    advice: str
    needed_for_code: bool = True


def _browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        names = ("firefox", "chromium", "chromium-browser", "google-chrome", "msedge", "safari")
        return any(shutil.which(name) for name in names)
    return True


def _ukrainian_font() -> bool:
    """Ask fontconfig where it is; Windows and macOS bring fonts with Ukrainian letters."""
    listing = shutil.which("fc-list")
    if listing is None:
        return True
    done = subprocess.run(  # noqa: S603 - the system's own program, no words of a user
        [listing, ":lang=uk", "family"], capture_output=True, text=True, check=False, timeout=60
    )
    return bool(done.stdout.strip())


def _writable(folder: Path) -> bool:
    """Whether a file can be made in a folder, or where the folder would be made."""
    place = next(path for path in (folder, *folder.resolve().parents) if path.is_dir())
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


def check_laptop(folder: Path | str = ".", *, language: str = "uk") -> list[Need]:
    """Check Python, packages, a browser, a font, space, and the folder of the workshop.

    Parameters
    ----------
    folder : path-like
        The workshop's folder, or the learner's.
    language : {"uk", "en"}

    Returns
    -------
    list of Need
        Everything that was looked at, met or not.

    Examples
    --------
    >>> any(need.name.startswith("Python") for need in check_laptop(".", language="en"))
    True
    """
    say = get_language(language).text
    where = Path(folder)
    version = ".".join(str(part) for part in sys.version_info[:2])
    found = [
        Need(
            say("Python {version}", version=version),
            (3, 11) <= sys.version_info[:2] < (3, 14),
            say("install Python 3.12 from python.org"),
        )
    ]
    for package in _PACKAGES:
        found.append(
            Need(
                say("package {name}", name=package),
                importlib.util.find_spec(package) is not None,
                say("run the set-up of the project once more"),
            )
        )
    lab = importlib.util.find_spec("jupyterlab") or importlib.util.find_spec("notebook")
    found.append(
        Need(
            say("JupyterLab or Notebook"),
            lab is not None,
            say("install jupyterlab, or work on the sheets of paper"),
        )
    )
    browser = _browser()
    found.append(
        Need(
            say("a browser"),
            browser,
            say("install Firefox, Chrome or Edge"),
            needed_for_code=False,
        )
    )
    free = shutil.disk_usage(where if where.exists() else ".").free / 1e6
    found.append(
        Need(
            say("free space of 500 MB"),
            free >= _SPACE_MB,
            say("free some space on the disk"),
            needed_for_code=False,
        )
    )
    found.append(
        Need(
            say("a font with Ukrainian letters"),
            _ukrainian_font(),
            say("install the fonts DejaVu or Noto"),
            needed_for_code=False,
        )
    )
    found.append(
        Need(
            say("a folder that can be written into"),
            _writable(where),
            say("copy the folder to your own documents, not to a protected place"),
        )
    )
    data = next((p for p in (where / "data", where.parent / "data") if p.is_dir()), where / "data")
    whole = (data / "communities").is_dir() and (data / "reference").is_dir()
    found.append(
        Need(
            say("the data in the learner's folder"),
            whole,
            say("copy the whole folder, not single files from it"),
        )
    )
    return found
