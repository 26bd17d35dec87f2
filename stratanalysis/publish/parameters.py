"""Parameters of a notebook: what they are, what they may be, and how they are injected.

A notebook's one cell tagged ``parameters`` assigns the defaults; its metadata holds the schema
under ``stratanalysis.parameters``. Values are checked before a kernel starts, all problems at
once, and injected as ``repr`` of plain types in a cell tagged ``injected-parameters``, as papermill
does, so that other tools can run the same file.
"""

from __future__ import annotations

import ast
import datetime as dt
import json
import keyword
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stratanalysis.errors import DataError, InvalidInputError, UnknownNameError
from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.publish.notebook_file import read_notebook
from stratanalysis.publish.parameter import KINDS, STANDARD, Parameter
from stratanalysis.scenarios.drivers import driver

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = [
    "Parameter",
    "ParametersError",
    "adapted",
    "checked_parameters",
    "default_parameters",
    "inject",
    "parameters_from_texts",
    "schema",
]


class ParametersError(DataError):
    """Parameters that a notebook refuses: a wrong call."""

    exit_status = 2


def schema(notebook: NotebookNode) -> dict[str, Parameter]:
    """Return the parameters that the notebook's metadata declare, by name.

    A list of names declares parameters that all notebooks share
    (:data:`stratanalysis.publish.parameter.STANDARD`); a mapping describes each of its own.

    Raises
    ------
    InvalidInputError
        The metadata declare something that is not a parameter.
    """
    declared = notebook.metadata.get("stratanalysis", {}).get("parameters", {})
    if not isinstance(declared, Mapping):
        for name in declared:
            if name not in STANDARD:
                raise UnknownNameError(
                    "shared parameter", name, STANDARD, where="metadata of the notebook"
                )
        return {name: STANDARD[name] for name in declared}
    found = {}
    for name, raw in declared.items():
        if not name.isidentifier() or keyword.iskeyword(name):
            raise InvalidInputError(
                f"{name!r} cannot be the name of a parameter",
                where="metadata of the notebook",
                expected="a Python identifier",
            )
        try:
            entry = dict(raw)
            entry["choices"] = tuple(entry.get("choices", ()))
            found[name] = Parameter(name, **entry)
        except TypeError as error:
            raise InvalidInputError(
                f"parameter {name}: {error}", where="metadata of the notebook"
            ) from error
        if found[name].kind not in KINDS:
            raise UnknownNameError("kind of parameter", found[name].kind, KINDS, where=name)
    return found


def default_parameters(notebook: NotebookNode) -> dict[str, Any]:
    """Return the defaults that the ``parameters`` cell assigns; plain values only.

    Raises
    ------
    InvalidInputError
        No cell, or more than one, is tagged ``parameters``, or it does more than assign values.
    """
    cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    if len(cells) != 1:
        raise InvalidInputError(
            f"{len(cells)} cells are tagged 'parameters'", expected="exactly one such cell"
        )
    defaults = {}
    for statement in ast.parse(cells[0].source).body:
        try:
            if not isinstance(statement, ast.Assign):
                raise ValueError
            (target,) = statement.targets
            defaults[target.id] = ast.literal_eval(statement.value)  # type: ignore[attr-defined]
        except (ValueError, AttributeError) as error:
            raise InvalidInputError(
                f"the parameters cell holds {ast.unparse(statement)!r}",
                expected="only lines such as: name = plain value",
            ) from error
    return defaults


def adapted(given: Mapping[str, Any], declared: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return the parameters under the notebook's own names: a year is the base of a projection."""
    if "year" in given and "year" not in declared and "base" in declared:
        return {"base" if name == "year" else name: value for name, value in given.items()}
    return dict(given)


def checked_parameters(
    declared: Mapping[str, Parameter], given: Mapping[str, Any], *, document: str = "parameters"
) -> dict[str, Any]:
    """Return `given` in the order of the schema, or say everything that is wrong with it.

    Raises
    ------
    DataError
        Unknown names, wrong types, values out of range or not among the choices, all together.
    """
    findings: list[Finding] = []

    def problem(name: str, why: str, /, **values: object) -> None:
        source = Source(document, place=name)
        findings.append(Finding("parameter", Severity.ERROR, source, why, values))

    for name in given:
        if name not in declared:
            message = UnknownNameError("parameter", name, declared)
            problem(name, "{message}", message=message)
    checked = {}
    for name, entry in declared.items():
        if name not in given:
            continue
        value = given[name]
        reason = _refused(entry, value)
        if reason:
            problem(name, "{name} is {value!r}; expected {reason}", name=name, value=value,
                    reason=reason)  # fmt: skip
        checked[name] = list(value) if isinstance(value, tuple) else value
    if findings:
        raise ParametersError("the parameters cannot be used", findings)
    return checked


def parameters_from_texts(texts: Sequence[str], notebooks: Sequence[Path]) -> dict[str, Any]:
    """Read ``name=value`` as written on a command line, by the kinds that the notebooks declare.

    Parameters
    ----------
    texts : sequence of str
        A list is written with commas, a boolean ``true`` or ``false``, a number with a decimal
        point, changes as JSON (``changes={"net_migration_rate": -0.01}``), nothing chosen as
        ``none``.
    notebooks : sequence of path-like

    Raises
    ------
    InvalidInputError
        A text without ``=`` or whose value is not of the kind.
    UnknownNameError
        No notebook declares the name.
    """
    declared: dict[str, Parameter] = {}
    for path in notebooks if texts else ():
        declared |= schema(read_notebook(path))
    found = {}
    for text in texts:
        name, sign, written = text.partition("=")
        if not sign:
            raise InvalidInputError(f"{text!r} is not a parameter", expected="name=value")
        if name not in declared:
            raise UnknownNameError("parameter", name, declared)
        found[name] = _from_text(declared[name], written)
    return found


def _from_text(entry: Parameter, written: str) -> Any:
    if entry.nullable and written.lower() == "none":
        return None
    try:
        if entry.kind == "integer" or (entry.kind == "prices" and written != "nominal"):
            return int(written)
        if entry.kind == "number":
            return float(written)
        if entry.kind == "boolean":
            return {"true": True, "false": False}[written.lower()]
        if entry.kind == "changes":
            return dict(json.loads(written))
    except (ValueError, KeyError, TypeError):
        raise InvalidInputError(
            f"{entry.name} is {written!r}",
            expected='JSON such as {"net_migration_rate": -0.01}'
            if entry.kind == "changes"
            else f"a value of kind {entry.kind}",
        ) from None
    if entry.kind == "list":
        return [item for item in written.split(",") if item]
    return written


def _refused(entry: Parameter, given: Any) -> str:
    """What was expected instead of the given value; empty where it is good."""
    value: Any = given
    if value is None:
        return "" if entry.nullable else f"a value of kind {entry.kind}"
    if not _is_a(value, entry.kind):
        return f"a value of kind {entry.kind}" + (" or None" if entry.nullable else "")
    if entry.kind == "changes":
        return _refused_change(value)
    if entry.kind == "prices" and isinstance(value, str):
        return "" if value == "nominal" else "a year, or nominal"
    if entry.kind == "date" and not _is_date(value):
        return "a date such as 2026-01-01"
    if entry.kind == "list":
        if not all(isinstance(item, str) for item in value):
            return "a list of texts"
        if entry.choices and not set(value) <= set(entry.choices):
            return f"some of: {', '.join(map(str, entry.choices))}"
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return "a finite number"
    if isinstance(value, str) and "\x00" in value:
        return "a text without NUL"
    if entry.kind == "folder" and not Path(value).is_dir():
        return "a folder that exists"
    if entry.choices and value not in entry.choices:
        return f"one of: {', '.join(map(str, entry.choices))}"
    if (entry.minimum is not None and value < entry.minimum) or (
        entry.maximum is not None and value > entry.maximum
    ):
        return f"{entry.minimum:g} to {entry.maximum:g} {entry.unit}".strip()
    return ""


def _refused_change(changes: Mapping[Any, Any]) -> str:
    for name, change in changes.items():
        driver(str(name), where="changes")
        if (
            isinstance(change, bool)
            or not isinstance(change, int | float)
            or not math.isfinite(change)
        ):
            return f"a number for {name}"
    return ""


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_a(value: Any, kind: str) -> bool:
    """Whether a value is of the kind; True is no number."""
    return isinstance(value, KINDS[kind]) and (isinstance(value, bool) == (kind == "boolean"))


def inject(notebook: NotebookNode, values: Mapping[str, Any]) -> NotebookNode:
    """Return a copy with the values in a cell of their own after the ``parameters`` cell."""
    import copy

    import nbformat

    changed = copy.deepcopy(notebook)
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    cell = nbformat.v4.new_code_cell("# Parameters\n" + "\n".join(lines), id="injected-parameters")
    cell.metadata["tags"] = ["injected-parameters"]
    places: Sequence[int] = [
        i for i, c in enumerate(changed.cells) if "parameters" in c.metadata.get("tags", ())
    ]
    changed.cells = [
        c for c in changed.cells if "injected-parameters" not in c.metadata.get("tags", ())
    ]
    changed.cells.insert(places[0] + 1 if places else 0, cell)
    return changed
