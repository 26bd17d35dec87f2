"""Tables that go on after a page break: below ``Продовження додатка 2`` or a row of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stratanalysis.documents.blocks import Paragraph, Table
from stratanalysis.documents.table_model import is_column_numbers, table_model

__all__ = ["join_continued"]

_CONTINUED = re.compile(r"\W*(?:продовження|закінчення)\b[^.:;]{0,60}|\W*\d{1,3}\W*", re.IGNORECASE)
"""A line between the parts of a table: that it goes on, or the number of a page."""


def join_continued(blocks: Sequence[Paragraph | Table]) -> list[Paragraph | Table]:
    """Join each table that goes on with the one before it.

    The second part has as many columns and no head, or only a row of column numbers, and nothing
    is between the two but lines such as ``Продовження таблиці 3``.
    """
    joined: list[Paragraph | Table] = []
    last: int | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            if not _CONTINUED.fullmatch(block.text):
                last = None
            joined.append(block)
            continue
        before = joined[last] if last is not None else None
        if last is not None and isinstance(before, Table) and _goes_on(before, block):
            joined[last] = replace(before, rows=before.rows + block.rows)
            continue
        joined.append(block)
        last = len(joined) - 1
    return joined


def _goes_on(before: Table, table: Table) -> bool:
    if before.width != table.width or table.width < 3:
        return False
    model = table_model(before)
    if model is None or not any(model.roles()):
        return False
    if is_column_numbers(table.rows[0]):
        return True
    own = table_model(table)
    return own is None or not any(own.roles())
