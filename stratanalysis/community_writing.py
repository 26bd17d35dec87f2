"""Writing a community into its folder: only what differs, merged with what others changed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stratanalysis.csv_tables import rows_of, table_bytes
from stratanalysis.findings import Severity
from stratanalysis.language import LANGUAGES
from stratanalysis.storage import (
    Change,
    ChangedError,
    content_checksum,
    merge_rows,
)
from stratanalysis.tables import Table, table

if TYPE_CHECKING:
    import pandas as pd

    from stratanalysis.community import Community

__all__ = ["fresh_files", "row_keys", "write_community"]

_SHOWN = 5


def write_community(community: Community, change: Change) -> None:
    """Put the files of a community into a change of its folder.

    A table that holds the same rows as the file is not written. Where the file was changed since
    the community was read, the two are merged cell by cell.

    Parameters
    ----------
    community : Community
    change : Change

    Raises
    ------
    ChangedError
        Both sides changed the same cell; the message names it with both values.
    """
    home = community.home is not None and community.home.resolve() == change.folder.resolve()
    origin = community.origin if home else {}
    _write_info(community, change, origin.get("community.toml"))
    _write_scenarios(community, change, origin.get("scenarios.toml"), home=home)
    for name, frame in community.tables.items():
        _write_table(name, frame, change, origin.get(f"{name}.csv"), home=home)


_ROW_KEYS = (
    ("tree", "level", "code"),
    ("code",),
    ("indicator", "year", "phase", "period", "reported"),
    ("measure", "year", "kind"),
    ("measure", "year", "kind", "source_line"),
    ("quadrant", "item"),
)


def row_keys(contract: Table, *frames: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns by which rows of versions of a table are matched.

    The key of the contract; where it has none, the code, or indicator, year and phase, or measure,
    year and kind, if no row repeats them; else all columns (an edited row is then one row less and
    one row more).
    """
    if contract.key:
        return contract.key
    for names in _ROW_KEYS:
        if set(names) <= set(contract.names) and not any(
            frame.duplicated(list(names)).any() for frame in frames
        ):
            return names
    return tuple(contract.names)


def fresh_files(community: Community) -> dict[str, bytes]:
    """Return the files of a community by name, as they are written into an empty folder."""
    import tomlkit

    files = {"community.toml": tomlkit.dumps(_fresh(_info(community))).encode("utf-8")}
    if community.scenarios_text:
        files["scenarios.toml"] = community.scenarios_text.encode("utf-8")
    return files | {f"{name}.csv": table_bytes(frame) for name, frame in community.tables.items()}


def _write_scenarios(
    community: Community, change: Change, origin: bytes | None, *, home: bool
) -> None:
    text = community.scenarios_text
    there = _present(change, "scenarios.toml")
    if not text or (there is not None and _text(there) == text):
        return
    if origin is not None and _text(origin) == text:
        return  # only others have changed it
    if home:
        change.seen("scenarios.toml", None if origin is None else content_checksum(origin))
    change.write("scenarios.toml", text)


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _present(change: Change, name: str) -> bytes | None:
    """Read a file without taking it for ours."""
    path = change.folder / name
    return path.read_bytes() if path.is_file() else None


def _write_table(
    name: str, mine: pd.DataFrame, change: Change, origin: bytes | None, *, home: bool
) -> None:
    file, contract = f"{name}.csv", table(name)
    there = _present(change, file)
    if there is None:
        if home and origin is not None:
            before, _, _ = rows_of(origin, contract, document=file)
            if table_bytes(before) == table_bytes(mine):
                return  # somebody removed the file, and nothing here has changed
            change.seen(file, content_checksum(origin))
        change.write(file, table_bytes(mine))
        return
    theirs, _, findings = rows_of(there, contract, document=file)
    readable = not any(finding.severity is Severity.ERROR for finding in findings)
    if readable and table_bytes(theirs) == table_bytes(mine):
        return
    if origin is not None and there != origin:
        before, _, _ = rows_of(origin, contract, document=file)
        if table_bytes(before) == table_bytes(mine):
            return
        if not readable:
            change.seen(file, content_checksum(origin))
            change.write(file, _in_place(mine, contract, origin))
            return
        frames = (before, mine, theirs)
        keys = row_keys(contract, *frames)
        if any(frame.duplicated(list(keys)).any() for frame in frames):
            change.seen(file, content_checksum(origin))  # rows that cannot be distinguished
            change.write(file, _in_place(mine, contract, origin))
            return
        merged = merge_rows(before, mine, theirs, keys)
        if len(merged.conflicts):
            raise _conflict(file, merged.conflicts, change)
        mine = contract.frame(
            [{str(k): v for k, v in row.items()} for row in merged.frame.to_dict("records")]
        )
    if home:
        change.seen(file, content_checksum(there))
    change.write(file, _in_place(mine, contract, there))


def _in_place(frame: pd.DataFrame, contract: Table, there: bytes) -> bytes:
    """Bytes of a table for a file that is there: no empty column is added that it may lack."""
    head = there.decode("utf-8-sig", "replace").partition("\n")[0]
    names = {name.strip().strip('"') for name in head.split(",")}
    idle = [
        column.name
        for column in contract.columns
        if column.optional and column.name not in names and frame[column.name].isna().all()
    ]
    return table_bytes(frame.drop(columns=idle), like=there)


def _conflict(file: str, conflicts: pd.DataFrame, change: Change) -> ChangedError:
    said = []
    for row in conflicts.head(_SHOWN).to_dict("records"):
        keys = [str(value) for key, value in row.items()
                if key not in ("column", "base", "mine", "theirs")]  # fmt: skip
        said.append(f"{'/'.join(keys)} {row['column']}: {row['theirs']} there, {row['mine']} here")
    more = f" and {len(conflicts) - _SHOWN} more" if len(conflicts) > _SHOWN else ""
    return ChangedError(
        "the file was changed meanwhile, and both changed the same cells "
        f"({'; '.join(said)}{more})",
        where=str(change.folder / file),
        do="choose between the two in the file, then run the command again",
    )


def _info(community: Community) -> dict[str, Any]:
    """What ``community.toml`` says of a community; what is not known is left out."""
    found: dict[str, Any] = {"slug": community.slug, "kind": community.kind}
    for key in ("katottg", "budget_code", "oblast_katottg"):
        if getattr(community, key):
            found[key] = getattr(community, key)
    if community.area_km2 is not None:
        found["area_km2"] = community.area_km2
    for key in ("name", "oblast", "raion"):
        if getattr(community, key):
            found[key] = dict(getattr(community, key))
    if community.documents:
        found["document"] = [
            {"file": document.file}
            | {f"title_{code}": title for code, title in document.title.items()}
            | {"kind": document.kind, "period": document.period}
            | ({"cycles": document.cycles} if document.cycles else {})
            for document in community.documents
        ]
    return found


def _write_info(community: Community, change: Change, origin: bytes | None) -> None:
    import tomlkit

    there = _present(change, "community.toml")
    mine = _info(community)
    if there is None:
        change.write("community.toml", tomlkit.dumps(_fresh(mine)))
        return
    theirs = _known(there)
    before = theirs if origin is None else _known(origin)
    differs = [
        key
        for key in dict.fromkeys([*mine, *before])
        if mine.get(key) != before.get(key) and mine.get(key) != theirs.get(key)
    ]
    if not differs:
        return
    both = [key for key in differs if theirs.get(key) != before.get(key)]
    if both:
        raise ChangedError(
            f"the file was changed meanwhile, and both changed {', '.join(both)}",
            where=str(change.folder / "community.toml"),
            do="choose between the two in the file, then run the command again",
        )
    document = tomlkit.parse(_text(there))
    for key in differs:
        if key == "document":
            _merge_documents(document, mine.get("document", []))
        elif key not in mine:
            del document[key]
        elif isinstance(mine[key], Mapping) and key in document:
            for code, value in mine[key].items():
                document[key][code] = value
        else:
            document[key] = mine[key]
    if origin is not None:
        change.seen("community.toml", content_checksum(there))
    text = tomlkit.dumps(document)
    change.write("community.toml", text.replace("\n", "\r\n") if b"\r\n" in there else text)


def _known(content: bytes) -> dict[str, Any]:
    """The keys of a file as :func:`_info` gives them."""
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # somebody broke it since it was read
        raise ChangedError(f"community.toml is not valid TOML: {error}") from error
    found = {
        key: raw[key]
        for key in ("slug", "kind", "katottg", "budget_code", "oblast_katottg", "name", "oblast",
                    "raion")
        if raw.get(key)
    }  # fmt: skip
    if raw.get("area_km2") is not None:
        found["area_km2"] = float(raw["area_km2"])
    if raw.get("document"):
        found["document"] = [_document(entry) for entry in raw["document"]]
    return found


def _document(entry: Mapping[str, Any]) -> dict[str, str]:
    keys = ("file", *(f"title_{code}" for code in LANGUAGES), "kind", "period")
    cycles = {"cycles": str(entry["cycles"])} if entry.get("cycles") else {}
    return {key: str(entry.get(key, "")) for key in keys} | cycles


def _merge_documents(document: Any, mine: list[dict[str, str]]) -> None:
    """Change the ``[[document]]`` entries that differ; unknown keys of the others stay."""
    import tomlkit

    held = {str(entry.get("file", "")): entry for entry in document.get("document", [])}
    array = tomlkit.aot()
    for entry in mine:
        old = held.get(entry["file"])
        if old is None:
            array.append(tomlkit.item(entry))
            continue
        for key, value in entry.items():
            if str(old.get(key, "")) != value:
                old[key] = value
        array.append(old)
    if "document" in document:
        document["document"] = array
    else:
        document.append("document", array)


def _fresh(mine: Mapping[str, Any]) -> Any:
    import tomlkit

    text = tomlkit.document()
    for key, value in mine.items():
        if key == "document":
            array = tomlkit.aot()
            for entry in value:
                array.append(tomlkit.item(entry))
            text[key] = array
        else:
            text[key] = value
    return text
