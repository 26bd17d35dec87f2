"""Scenarios back to TOML with the file's comments kept, and the difference of two scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import InvalidInputError
from stratanalysis.scenarios.files import read_scenarios
from stratanalysis.scenarios.path_data import path_to_mapping
from stratanalysis.scenarios.scenario import (
    Assumption,
    Claim,
    Clause,
    Correlation,
    Range,
    Scenario,
    Scenarios,
)
from stratanalysis.storage import ChangedError, changing, replace_text

if TYPE_CHECKING:
    pass

__all__ = ["scenarios_text", "write_scenarios"]


def write_scenarios(scenarios: Scenarios, path: Path | str) -> None:
    """Write the scenario file whole or not at all; see :func:`scenarios_text`.

    Raises
    ------
    InvalidInputError
        The path is a folder, or its folder is not there.
    ChangedError
        Somebody has changed the file since the scenarios were read.
    """
    target = Path(path)
    if target.is_dir() or not target.parent.is_dir():
        raise InvalidInputError(
            "cannot write the scenario file",
            where=str(target),
            expected="a file in a folder that exists",
        )
    text = scenarios_text(scenarios)
    if not target.exists():
        replace_text(target, text)
        return
    with changing(target.parent, f"write {target.name}") as change:
        there = change.read(target.name)
        was = None if there is None else there.decode("utf-8-sig", "replace")
        if (
            scenarios.text
            and was is not None
            and was.replace("\r\n", "\n") not in (scenarios.text.replace("\r\n", "\n"), text)
        ):
            raise ChangedError(
                "the file was changed since the scenarios were read",
                where=str(target),
                do="read it again, or write to another file",
            )
        change.write(target.name, text)


def scenarios_text(scenarios: Scenarios) -> str:
    """Return the scenario file: the text that was read with what has changed since.

    Comments, the order and the layout of what has not changed stay as they are; scenarios made in
    code are written at the end. Read again it gives equal scenarios; unchanged scenarios give the
    same text to the byte.
    """
    import tomlkit

    document = tomlkit.parse(scenarios.text)
    before = read_scenarios(scenarios.text).by_name if scenarios.text else {}
    for name in [name for name in document if name not in scenarios]:
        document.remove(name)
    for name, scenario in scenarios.items():
        if name not in before:
            document.add(name, _new_table(scenario))
        elif scenario != before[name]:
            _update(document[name], before[name], scenario)
    return tomlkit.dumps(document)


_LISTS: Mapping[str, str] = {
    "assumption": "assumptions",
    "range": "ranges",
    "correlation": "correlations",
    "clause": "clauses",
    "claim": "claims",
}
_Entry = Assumption | Range | Correlation | Clause | Claim


def _identity(entry: _Entry) -> object:
    """What makes an entry the same one after its values have changed."""
    if isinstance(entry, Assumption | Range):
        return entry.driver
    if isinstance(entry, Correlation):
        return frozenset(entry.drivers)
    if isinstance(entry, Clause):
        return entry.number, entry.document
    return entry.variable, entry.document, entry.line


def _plain(entry: _Entry) -> dict[str, Any]:
    """The keys of an entry as the file has them."""
    if isinstance(entry, Assumption):
        key = "change" if entry.is_change else "path"
        return {
            "driver": entry.driver,
            key: path_to_mapping(entry.path),
            "unit": entry.unit,
            "source_kind": entry.source_kind,
            "source": entry.source,
            "reason": dict(entry.reason),
        }
    if isinstance(entry, Range):
        return {
            "driver": entry.driver,
            "low": entry.low,
            "high": entry.high,
            "coverage": entry.coverage,
            "persistence": entry.persistence,
            "source_kind": entry.source_kind,
            "source": entry.source,
            "reason": dict(entry.reason),
        }
    if isinstance(entry, Correlation):
        return {
            "between": list(entry.drivers),
            "value": entry.value,
            "reason": dict(entry.reason),
        }
    if isinstance(entry, Clause):
        return {
            "number": entry.number,
            "document": entry.document,
            "line": entry.line,
            "moves": list(entry.moves),
            "reason": dict(entry.reason),
        }
    return {
        "variable": entry.variable,
        "value": entry.value,
        "from_year": entry.from_year,
        "after_years": list(entry.after_years),
        "document": entry.document,
        "line": entry.line,
    }


def _top(scenario: Scenario) -> dict[str, Any]:
    plain: dict[str, Any] = {"label": dict(scenario.label)}
    if scenario.base:
        plain["base"] = scenario.base
    if scenario.is_what_if:
        plain["what_if"] = True
    return plain


def _inline(value: Any) -> Any:
    """Mappings on one line, as a person writes a path or a reason."""
    import tomlkit

    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, item in value.items():
            table.append(key, _inline(item))
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for item in value:
            array.append(_inline(item))
        return array
    return value


def _table(plain: Mapping[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key, value in plain.items():
        table.add(key, _inline(value))
    return table


def _new_table(scenario: Scenario) -> Any:
    table = _table(_top(scenario))
    for key, attribute in _LISTS.items():
        entries = getattr(scenario, attribute)
        if entries:
            table.add(key, _array(_table(_plain(entry)) for entry in entries))
    return table


def _update(table: Any, before: Scenario, after: Scenario) -> None:
    """Change in `table` what differs between the two, key by key."""
    _merge(table, _top(before), _top(after))
    for key, attribute in _LISTS.items():
        old = {_identity(entry): entry for entry in getattr(before, attribute)}
        new = {_identity(entry): entry for entry in getattr(after, attribute)}
        if list(old.items()) == list(new.items()):
            continue
        array = table.get(key)
        if array is None:
            array = _array(())
            table.add(key, array)
        for place in reversed(range(len(old))):
            if list(old)[place] not in new:
                del array[place]
        stay = [identity for identity in old if identity in new]
        for identity, item in zip(stay, array, strict=True):
            _merge(item, _plain(old[identity]), _plain(new[identity]))
        added = [identity for identity in new if identity not in old]
        for identity in added:
            array.append(_table(_plain(new[identity])))
        if not new:
            table.remove(key)
        elif [*stay, *added] != list(new):
            items = dict(zip([*stay, *added], list(array), strict=True))
            table[key] = _array(items[identity] for identity in new)


def _array(items: Iterable[Any]) -> Any:
    import tomlkit

    array = tomlkit.aot()
    for item in items:
        array.append(item)
    return array


def _merge(table: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for key in before:
        if key not in after and key in table:
            table.remove(key)
    for key, value in after.items():
        if before.get(key) != value:
            table[key] = _inline(value)
