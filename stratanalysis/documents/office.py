"""Old and open office formats (.doc, .xls, .rtf, .odt, .ods) by way of LibreOffice, where it is.

The program gets a private folder for its profile and its result, no document is opened in a
running window, and it is stopped after :data:`TIME_LIMIT` seconds.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stratanalysis.documents.archives import DAMAGE
from stratanalysis.errors import UnreadableFileError

__all__ = ["TIME_LIMIT", "converted", "office_kind"]

TIME_LIMIT = 120.0
"""Seconds after which a conversion is given up."""
_PROGRAMS = ("soffice", "libreoffice")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TEXT, _SHEET = "docx", "xlsx"
_NAMES = {"doc": _TEXT, "xls": _SHEET, "rtf": _TEXT, "odt": _TEXT, "ods": _SHEET}


def office_kind(path: Path) -> str:
    """Tell an office format by its content: ``doc``, ``xls``, ``rtf``, ``odt`` or ``ods``.

    Empty for other files, and for a container that is neither a text nor a workbook (one that is
    protected by a password).
    """
    with path.open("rb") as file:
        head = file.read(8)
        if head.startswith(b"{\\rtf"):
            return "rtf"
        if head == _OLE:
            body = head + file.read(4 * 2**20)
            if "EncryptedPackage".encode("utf-16-le") in body:
                return ""
            if "WordDocument".encode("utf-16-le") in body:
                return "doc"
            workbook = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
            return "xls" if any(name in body for name in workbook) else ""
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                kind = archive.read("mimetype")[:80].decode("ascii", "replace")
        except (KeyError, *DAMAGE):
            return ""
        return {
            "application/vnd.oasis.opendocument.text": "odt",
            "application/vnd.oasis.opendocument.spreadsheet": "ods",
        }.get(kind.strip(), "")
    return ""


@contextmanager
def converted(path: Path, kind: str) -> Iterator[Path]:
    """Give a .docx or .xlsx made of a document; it is deleted afterwards.

    Parameters
    ----------
    path : Path
    kind : str
        What :func:`office_kind` says.

    Raises
    ------
    UnreadableFileError
        The program is not on this machine, does not finish in time, or cannot read the file.
    """
    target = _NAMES[kind]
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableFileError(
            f"a .{kind} file is read by way of LibreOffice, which is not on this machine",
            where=path.name,
            do=f"install LibreOffice, or save the file as .{target}",
        )
    with tempfile.TemporaryDirectory(prefix="stratanalysis-office-") as folder:
        source = Path(folder) / f"document.{kind}"
        shutil.copyfile(path, source)
        command = [
            program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
            "--nolockcheck", "--convert-to", target, "--outdir", folder, str(source),
        ]  # fmt: skip
        _run(command, folder, path.name, target)
        result = Path(folder) / f"document.{target}"
        if not result.is_file():
            raise UnreadableFileError(
                f"LibreOffice cannot read this .{kind} file",
                where=path.name,
                do=f"open it in an office program and save it as .{target}",
            )
        yield result


def _run(command: list[str], folder: str, name: str, target: str) -> None:
    process = subprocess.Popen(  # noqa: S603  the program found above; no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=os.environ | {"HOME": folder},
        start_new_session=True,
    )
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise UnreadableFileError(
            f"LibreOffice did not finish in {TIME_LIMIT:.0f} seconds",
            where=name,
            do=f"save the file as .{target}",
        ) from error
