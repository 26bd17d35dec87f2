"""Corrections of a reviewer (``document.toml``) that the next reading obeys.

::

    [[table]]                     # "this table's third column is the executor"
    place = "table 2"             # or line = 120, where the table begins
    columns = { 3 = "executor" }  # roles of rules/columns.toml; columns count from 1
    # leave_out = true            # the table is not to be read

    [[list]]                      # "this list is the tasks of 1.2"
    line = 45                     # or place = "paragraph 45": its label, or its first item
    kind = "task"                 # or "indicator", "result"
    goal = "1.2"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from stratanalysis.documents.blocks import Document, Paragraph, Row, Table
from stratanalysis.documents.columns import read_rules
from stratanalysis.errors import InvalidInputError
from stratanalysis.plans.labels import read_label

__all__ = ["FILE", "corrected", "read_corrections"]

FILE = "document.toml"
"""Name of the file, next to the document or in the folder of the community."""
_LABELS = {"task": "Завдання", "indicator": "Індикатори", "result": "Очікувані результати"}
_MARK = re.compile(r"\s*(?:[-\u2013\u2014•·●▪◦‣*]|\(?\d{1,2}[.)]|[а-яіїєґa-z]\))\s")
_KNOWN = {
    "table": {"place", "line", "columns", "leave_out"},
    "list": {"place", "line", "kind", "goal"},
}


def read_corrections(path: Path | str) -> dict[str, Any]:
    """Read a file of corrections.

    Raises
    ------
    InvalidInputError
        The file is not TOML, or names a key, role or kind that is not known.
    """
    path = Path(path)
    try:
        rules = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError, OSError) as error:
        raise InvalidInputError(
            f"the corrections cannot be read ({error})", where=str(path)
        ) from error
    roles = set(read_rules("columns"))
    for name, entries in rules.items():
        if name not in _KNOWN or not isinstance(entries, list):
            raise InvalidInputError(
                f"no such part: [{name}]", where=str(path), expected="[[table]] or [[list]]"
            )
        for entry in entries:
            unknown = set(entry) - _KNOWN[name]
            bad = [role for role in entry.get("columns", {}).values() if role not in roles]
            if name == "list" and entry.get("kind") not in _LABELS:
                bad.append(str(entry.get("kind")))
            if unknown or bad or not {"place", "line"} & set(entry):
                raise InvalidInputError(
                    f"[[{name}]]: {', '.join([*sorted(unknown), *bad]) or 'no place'}",
                    where=str(path),
                    expected=f"place or line, and {', '.join(sorted(_KNOWN[name]))}; roles: "
                    + ", ".join(sorted(roles)),
                )
    return rules


def corrected(document: Document, rules: Mapping[str, Any]) -> Document:
    """Return a document as a reviewer corrected it: heads and labels as the rules say."""
    blocks: list[Paragraph | Table] = []
    tables, lists = list(rules.get("table", ())), list(rules.get("list", ()))
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            rule = next((rule for rule in tables if _is_at(block, rule)), None)
            if rule is None:
                blocks.append(block)
            elif not rule.get("leave_out"):
                blocks.append(_with_heads(block, rule.get("columns", {})))
            continue
        rule = next((rule for rule in lists if _is_at(block, rule)), None)
        if rule is None:
            blocks.append(block)
            continue
        goal = f" цілі {rule['goal']}" if rule.get("goal") else ""
        label = replace(block, text=f"{_LABELS[rule['kind']]}{goal}:", heading=0)
        blocks.append(label)
        if read_label(block.text) is None and not _heads_list(document, at):
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _heads_list(document: Document, at: int) -> bool:
    """Tell whether a paragraph without a mark is above one with a mark."""
    following = document.blocks[at + 1] if at + 1 < len(document.blocks) else None
    if not isinstance(following, Paragraph):
        return False
    return bool(_MARK.match(following.text)) and not _MARK.match(document.blocks[at].text)  # type: ignore[union-attr]


def _is_at(block: Paragraph | Table, rule: Mapping[str, Any]) -> bool:
    if "line" in rule:
        return bool(block.line == rule["line"])
    return bool(block.place == rule["place"])


def _with_heads(table: Table, columns: Mapping[str, str]) -> Table:
    """Write the name of a role into the head of a column; the words of the role are in a rule."""
    cells = list(table.rows[0].cells)
    for number, role in columns.items():
        at = int(number) - 1
        if 0 <= at < len(cells):
            rule = read_rules("columns")[role]
            name = (rule.get("begins") or rule.get("whole"))[0]
            unit = cells[at].text.partition(",")[2]
            cells[at] = replace(cells[at], text=f"{name},{unit}" if unit else name)
    return replace(table, rows=(Row(tuple(cells), table.rows[0].after_break), *table.rows[1:]))
