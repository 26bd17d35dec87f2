"""Files as users bring them: plain, gzipped, or packed together in a .zip."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

from stratanalysis.documents.compressed import MAX_UNPACKED
from stratanalysis.errors import InvalidInputError, MissingInputError, UnreadableFileError

__all__ = ["unpacked"]

_MAX_MEMBERS = 200


def unpacked(path: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Give the name to show and the plain file of everything in `path`.

    Parameters
    ----------
    path : pathlib.Path
        A file; ``.gz`` and ``.zip`` are unpacked, a zip within a zip is not.
    scratch : pathlib.Path
        Folder for what is unpacked.

    Raises
    ------
    MissingInputError
        There is no such file.
    UnreadableFileError
        It is damaged (half downloaded), has a password, or holds too much.
    """
    if path.is_dir():
        raise InvalidInputError(
            "this is a folder", where=str(path), expected="files, as exports/*.csv"
        )
    if not path.is_file():
        raise MissingInputError("no such file", where=str(path))
    if path.stat().st_size == 0:
        raise UnreadableFileError("the file is empty", where=path.name, do="download it again")
    head = path.open("rb").read(4)
    if path.suffix.lower() == ".zip" or (head == b"PK\x03\x04" and not _is_office(path)):
        yield from _members(path, scratch)
    elif head[:2] == b"\x1f\x8b":
        target = _fresh(scratch, path.stem if path.suffix == ".gz" else f"{path.name}.csv")
        try:
            with gzip.open(path) as packed, target.open("wb") as plain:
                _copy(cast("IO[bytes]", packed), plain, path.name)
        except (EOFError, OSError, zlib.error) as error:
            raise _damaged(path.name, error) from error
        yield path.name, target
    else:
        yield path.name, path


def _is_office(path: Path) -> bool:
    return path.suffix.lower() in {".xlsx", ".xlsm", ".docx", ".odt", ".ods", ".pptx"}


def _members(path: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            members = [m for m in members if not PurePosixPath(m.filename).name.startswith(".")]
            if len(members) > _MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
                raise UnreadableFileError(
                    f"the archive holds {len(members)} files or more than "
                    f"{MAX_UNPACKED // 2**20} MiB",
                    where=path.name,
                    do="take its files one by one",
                )
            for member in members:
                name = PurePosixPath(member.filename).name
                target = _fresh(scratch, name)
                with archive.open(member) as packed, target.open("wb") as plain:
                    _copy(packed, plain, path.name)
                shown = f"{path.name}/{name}"
                if name.endswith(".gz"):
                    for _, inner in unpacked(target, scratch):
                        yield shown, inner
                else:
                    yield shown, target
    except RuntimeError as error:  # a password
        raise UnreadableFileError(
            f"the archive cannot be opened ({error})", where=path.name, do="unpack it first"
        ) from error
    except (zipfile.BadZipFile, EOFError, OSError, zlib.error) as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise _damaged(path.name, error) from error


def _damaged(name: str, error: Exception) -> UnreadableFileError:
    return UnreadableFileError(
        f"the file is damaged, perhaps downloaded in part ({error})",
        where=name,
        do="download it again",
    )


def _copy(packed: IO[bytes], plain: IO[bytes], name: str) -> None:
    shutil.copyfileobj(packed, plain, 2**20)
    if plain.tell() > MAX_UNPACKED:
        raise UnreadableFileError(
            f"the file holds more than {MAX_UNPACKED // 2**20} MiB", where=name, do="part it"
        )


def _fresh(scratch: Path, name: str) -> Path:
    """A place for an unpacked file of this name; two of one name get folders of their own."""
    for number in range(_MAX_MEMBERS + 2):
        folder = scratch / str(number)
        if not (folder / name).exists():
            folder.mkdir(parents=True, exist_ok=True)
            return folder / name
    raise InvalidInputError("too many files of one name", where=name)
