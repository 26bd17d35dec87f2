"""Tables that become tables of their own, by rule (``rules/tables.toml``)."""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.documents.blocks import Document, Row
from stratanalysis.documents.columns import key, read_rules
from stratanalysis.documents.table_model import RowKind, TableModel, plain_rows, table_model
from stratanalysis.quantities import squeeze

__all__ = ["KNOWN_TABLES", "read_known_tables"]

_WEIGHT = re.compile(r"[(]\s?(\d{1,3}(?:[.,]\d{1,2})?)\s?%\s?[)]")
_SOURCE = ("source_document", "source_line", "source_place", "source_text")


def _columns(rule: dict[str, Any]) -> tuple[str, ...]:
    weight = ("weight",) if rule.get("weight_in") else ()
    return (*rule["columns"], *weight, *_SOURCE)


KNOWN_TABLES: dict[str, tuple[str, ...]] = {
    name: _columns(rule) for name, rule in read_rules("tables").items()
}
"""Columns of each of these tables, by name."""


def read_known_tables(document: Document) -> tuple[dict[str, list[dict[str, Any]]], set[int]]:
    """Read every table whose head a rule knows, and the parts that page breaks cut off it.

    A part is known by its width, by standing after the table without a heading between, and by a
    first head cell that is empty.

    Returns
    -------
    rows : dict
        Rows by the name of the rule; a weight of ``(40%)`` is 0.4; empty cells are missing.
    used : set of int
        Identities of the tables that were read.
    """
    rules = read_rules("tables")
    rows: dict[str, list[dict[str, Any]]] = {}
    used: set[int] = set()
    last: tuple[str, int] | None = None
    for table in document.tables():
        model = table_model(table)
        name = _known(model, rules) if model is not None else None
        body = [row.row for row in model.body if row.kind is not RowKind.HEAD] if model else []
        if name is None and last and table.width == last[1] and table.rows[0].after_break:
            name, body = last[0], plain_rows(table)
        elif name is not None and body and _second_head(body[0], rules[name]):
            body = body[1:]
        if name is None:
            last = None
            continue
        last = (name, table.width)
        used.add(id(table))
        found = rows.setdefault(name, [])
        for row in body:
            _add(document, row, rules[name], found)
    return rows, used


def _known(model: TableModel, rules: dict[str, Any]) -> str | None:
    """Return the rule all of whose words begin a head of the table."""
    heads = [key(head) for column in model.columns for head in column.path]
    for name, rule in rules.items():
        if all(any(head.startswith(key(word)) for head in heads) for word in rule["head"]):
            return name
    return None


def _second_head(row: Row, rule: dict[str, Any]) -> bool:
    """Tell whether the row under the head belongs to it: its first cell is part of the head's."""
    return rule["columns"][0] not in rule["fill_down"] and not squeeze(row.cells[0].text)


def _add(document: Document, row: Row, rule: dict[str, Any], found: list[dict[str, Any]]) -> None:
    names = rule["columns"]
    texts = [squeeze(cell.text) or None for cell in row.cells[: len(names)]]
    if not any(texts):
        return
    values: dict[str, Any] = dict(zip(names, texts, strict=False))
    if found and row.after_break and values[names[0]] and values[names[0]][:1].islower():
        for name, text in values.items():  # the row above, cut by a page break
            if text:
                found[-1][name] = f"{found[-1][name] or ''} {text}".strip()
        return
    source = document.source(row)
    weighted = rule.get("weight_in")
    if weighted:
        match = _WEIGHT.search(values[weighted] or "")
        values["weight"] = float(match[1].replace(",", ".")) / 100 if match else None
        if match:
            values[weighted] = _WEIGHT.sub("", values[weighted]).strip()
    for name in rule["fill_down"]:
        if values[name] is None and found:
            values[name] = found[-1][name]
            if name == weighted:
                values["weight"] = found[-1]["weight"]
    found.append(
        values
        | {
            "source_document": document.name,
            "source_line": row.line,
            "source_place": source.place or None,
            "source_text": source.text,
        }
    )
