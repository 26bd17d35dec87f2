"""Cards of goals: a table of labels and what is under each, put into paragraphs.

``Операційна ціль 1.1 | Доступна медицина``, ``Завдання | 1.1.1. ...``, ``Індикатори | ...``: the
rows say what headings and labelled lists say in running text, and are read as these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stratanalysis.documents.blocks import Cell, Document, Paragraph, Table
from stratanalysis.documents.headings import Heading, read_heading
from stratanalysis.plans.labels import item_mark, read_label
from stratanalysis.quantities import squeeze

__all__ = ["goal_cards"]

_MOST_ROWS, _LONGEST_LABEL = 60, 80
_GOALS = ("strategic", "operational", "task")


def goal_cards(document: Document) -> tuple[Document, set[int]]:
    """Return the document with cards of goals as paragraphs, and the identities of the cards."""
    blocks: list[Paragraph | Table] = []
    used: set[int] = set()
    for block in document.blocks:
        lines = list(_lines(block)) if isinstance(block, Table) and _is_card(block) else []
        if lines:
            used.add(id(block))
            blocks += lines
        else:
            blocks.append(block)
    return (replace(document, blocks=tuple(blocks)) if used else document), used


def _is_card(table: Table) -> bool:
    """Tell whether a table begins with a goal and its next rows are labels of lists or goals."""
    if not 1 < table.width < 4 or not 1 < len(table.rows) <= _MOST_ROWS:
        return False
    rows = [row.filled for row in table.rows if row.filled]
    if any(len(cells) > 2 or len(cells[0].text) > _LONGEST_LABEL for cells in rows if cells[1:]):
        return False
    first, rest = rows[0], rows[1:]
    goal = _goal(first)
    labels = [cells for cells in rest if len(cells) == 2]
    lists = [cells for cells in labels if _label(cells[0])]
    return (
        goal is not None
        and bool(lists)
        and not any(cells[0].text.strip().isdecimal() for cells in labels)
    )


def _goal(cells: list[Cell]) -> Heading | None:
    heading = read_heading(squeeze(" ".join(cell.text for cell in cells)))
    known = heading is not None and heading.level in _GOALS and bool(heading.title)
    return heading if known else None


def _label(cell: Cell) -> bool:
    return read_label(squeeze(cell.text).rstrip(" .:") + ":") is not None


def _lines(table: Table) -> Iterator[Paragraph]:
    """Yield the rows of a card as paragraphs: goals as headings, lists as labels with items."""
    for row in table.rows:
        cells = row.filled
        if not cells:
            continue
        first, last = cells[0], cells[-1]
        own = len(cells) == 2 or row.cells.index(first) == 0
        if own and _goal(cells) is not None and not (len(cells) == 2 and _label(first)):
            text = squeeze(" ".join(cell.text for cell in cells))
            yield Paragraph(text, first.line, first.place)
            continue
        if len(cells) == 2 or own:
            yield Paragraph(squeeze(first.text).rstrip(" .:") + ":", first.line, first.place)
        if len(cells) == 2 or not own:
            for part in last.parts():
                coded = (heading := read_heading(part.text)) is not None and heading.depth > 1
                text = part.text if coded else "- " + part.text[item_mark(part.text) :]
                yield Paragraph(text, part.line, part.place)
