"""The passport of a budget programme: whose it is, its codes, amounts, goals and tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stratanalysis.documents.blocks import Document, Paragraph, Piece, Table
from stratanalysis.documents.columns import key, read_rules
from stratanalysis.documents.table_model import RowKind, table_model
from stratanalysis.plans.places import source_cells
from stratanalysis.quantities import find_quantities, prepare, squeeze

__all__ = ["PASSPORT_COLUMNS", "read_passport"]

PASSPORT_COLUMNS = ("field", "value", "amount")
"""Columns of the table ``passport``, before those of the place."""
_TITLE = re.compile(r"паспорт\w{0,2}(?:[ ](?:бюджетної[ ]програми|місцев\w+))?", re.IGNORECASE)
_KIND = re.compile(r"бюджетної[ ]програми", re.IGNORECASE)
_FIRST = 40
_POINT = re.compile(r"[ ]?(?P<number>\d{1,2})[.)][ ]{0,3}(?P<rest>\S.*)", re.DOTALL)
_UNIT = re.compile(r"(?P<code>\d{7})[ ]{1,3}(?P<name>[^\W\d_].+)")
_PROGRAMME = re.compile(
    r"(?P<code>\d{7})[ ]{1,3}(?P<type>\d{4})[ ]{1,3}(?:(?P<function>\d{4})[ ]{1,3})?"
    r"(?P<name>[^\W\d_].+?)(?:[ ]{1,3}(?P<budget>\d{10,11}))?\s*"
)
_FUNDS = ("amount_total", "amount_general", "amount_special")


def read_passport(document: Document) -> tuple[list[dict[str, Any]], set[int]]:
    """Read the points of a passport of a budget programme, or of the report on it.

    Returns
    -------
    rows : list of dict
        `field` (``unit_code``, ``unit_name``, ``programme_code``, ``programme_name``,
        ``budget_code``, ``amount_total``, ``amount_general``, ``amount_special`` in UAH, ``goal``,
        ``task``, ``policy_goal``), `value` as written, `amount`, and the source columns. Empty for
        other documents.
    used : set of int
        Identities of the tables that were read.
    """
    first = [prepare(p.text) for p in document.paragraphs()[:_FIRST]]
    if not (any(_TITLE.search(text) for text in first) and any(_KIND.search(t) for t in first)):
        return [], set()
    rows: list[dict[str, Any]] = []
    used: set[int] = set()
    for block in document.blocks:
        if isinstance(block, Table):
            found = list(_list(document, block)) or list(_cells(document, block))
            if found:
                used.add(id(block))
            rows += found
        elif not block.front:
            rows += _point(document, block)
    return rows, used


def _row(document: Document, piece: Piece, field: str, value: str, **more: Any) -> dict[str, Any]:
    return (
        {"field": field, "value": squeeze(value), "amount": None}
        | more
        | source_cells(document, piece)
    )


def _point(document: Document, paragraph: Paragraph) -> Iterator[dict[str, Any]]:
    match = _POINT.match(squeeze(paragraph.text))
    if match is None:
        return
    rest = match["rest"].strip()
    programme = _PROGRAMME.fullmatch(rest)
    if programme:
        yield _row(document, paragraph, "programme_code", programme["code"])
        yield _row(document, paragraph, "programme_name", programme["name"])
        if programme["budget"]:
            yield _row(document, paragraph, "budget_code", programme["budget"])
        return
    unit = _UNIT.fullmatch(rest)
    if unit:
        who = "unit" if match["number"] == "1" else "executor"
        if match["number"] not in ("1", "2"):
            who = "programme"
        yield _row(document, paragraph, f"{who}_code", unit["code"])
        yield _row(document, paragraph, f"{who}_name", unit["name"])
        return
    for field, words in read_rules("forms")["points"].items():
        if not any(key(rest).startswith(key(word)) for word in words):
            continue
        if field == "amount":
            money = [q for q in find_quantities(paragraph.text) if q.unit.code == "UAH"]
            for name, quantity in zip(_FUNDS, money, strict=False):
                yield _row(document, paragraph, name, quantity.written, amount=quantity.value)
        else:
            _, _, said = rest.partition(":")
            if said.strip():
                yield _row(document, paragraph, field, said)


def _list(document: Document, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of two columns, a number and a task or goal."""
    heads = [key(text) for text in table.rows[0].texts]
    if len(heads) != 2:
        return
    for field, words in read_rules("forms")["lists"].items():
        if any(heads[1].startswith(key(word)) for word in words):
            model = table_model(table)
            for body in model.body if model is not None else ():
                if body.kind is not RowKind.HEAD and body.text(1):
                    yield _row(document, body.row.cells[1], field, body.text(1))
            return


def _cells(document: Document, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the codes and names of points that are in cells: ``1. | 0200000 | Council``."""
    for row in table.rows[:8]:
        texts = [squeeze(cell.text) for cell in row.filled]
        if 2 < len(texts) < 7 and re.fullmatch(r"[123][.]?", texts[0]):
            point = f"{texts[0].rstrip('.')}. {' '.join(texts[1:])}"
            yield from _point(document, Paragraph(point, row.line, row.filled[0].place))
