"""Trees of goals without words: codes under a chapter named for them, cells of a bare table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stratanalysis.documents.blocks import Cell, Paragraph, Piece, Table
from stratanalysis.documents.headings import LEVELS, Heading, read_heading
from stratanalysis.plans.lists import join_words
from stratanalysis.quantities import prepare

__all__ = ["LEVEL_BY_DEPTH", "bare_levels", "goals_of_cells"]

LEVEL_BY_DEPTH = {1: "strategic", 2: "operational", 3: "task"}
_FEWEST_NAMED = 2

_CHAPTER = re.compile(
    r"(?:дерев\w|ієрархі\w|систем\w|структур\w)[ ]ціл\w{1,3}|"
    r"стратегічн\w{1,3}(?:,| та| і| й)?[ ](?:(?:та[ ]|і[ ]|й[ ])?операційн\w{1,3}[ ])?ціл\w{1,3}|"
    r"ціл\w{1,3}[ ](?:та|і|й)[ ]завдання|goals and (?:tasks|objectives)|tree of goals",
    re.IGNORECASE,
)
_LONGEST_CHAPTER = 140
_DEEPEST = 3


def bare_levels(
    paragraphs: Sequence[Paragraph], headings: Sequence[Heading | None]
) -> dict[int, str]:
    """Return the level of every paragraph that is a goal by its code alone, by identity.

    Only in a document where no word tells a level, under a chapter called a tree of goals or the
    like, and where codes of one number are followed by codes that go on from them (``1.``,
    ``1.1.``). Everything else is left to the reader.
    """
    if any(h and h.level in LEVELS for h in headings):
        return {}
    found: dict[int, str] = {}
    chapter: Paragraph | None = None
    tops: list[str] = []
    deep = False
    for paragraph, heading in zip(paragraphs, headings, strict=True):
        if _is_chapter(paragraph):
            chapter = paragraph
            continue
        if chapter is None:
            continue
        if heading is None or heading.level is not None:
            if paragraph.heading and paragraph.heading <= max(chapter.heading, 1):
                chapter = None
            continue
        if paragraph.heading and paragraph.heading <= chapter.heading:
            chapter = None
            continue
        depth = heading.depth
        known = depth == 1 or heading.code.rpartition(".")[0].split(".")[0] in tops
        if depth > _DEEPEST or not known or len(paragraph.text) > 400:
            continue
        if depth == 1:
            if heading.code in tops:
                continue
            tops.append(heading.code)
        deep = deep or depth > 1
        found[id(paragraph)] = LEVELS[depth - 1]
    return found if deep else {}


def _is_chapter(paragraph: Paragraph) -> bool:
    text = prepare(paragraph.text)
    titled = bool(paragraph.heading) or text.isupper() or text.rstrip()[-1:] not in ".;,"
    return titled and len(text) < _LONGEST_CHAPTER and _CHAPTER.search(text) is not None


def goals_of_cells(table: Table) -> list[tuple[str, Heading, Piece]]:
    """Return the goals of a table without a head: level, heading and place of each.

    Its cells are goals with their words or codes, the first of them strategic; none for any other
    table.
    """
    pieces = [part for row in table.rows for cell in row.filled for part in _titled(cell)]
    found = [(heading, piece) for piece in pieces if (heading := read_heading(piece.text))]
    coded = [(h.level or LEVEL_BY_DEPTH.get(h.depth, "task"), h, p) for h, p in found if h.code]
    named = sum(heading.level is not None for _, heading, _ in coded)
    if named < _FEWEST_NAMED or len(coded) * 2 < len(pieces) or coded[0][0] != "strategic":
        return []
    return coded


def _titled(cell: Cell) -> list[Piece]:
    """Return the lines of a cell; one that is a level word and a code goes with the next."""
    found: list[Piece] = []
    for part in cell.parts():
        before = read_heading(found[-1].text) if found else None
        if before is not None and not before.title and read_heading(part.text) is None:
            last = found.pop()
            found.append(Piece(join_words(last.text, part.text), last.line, last.place))
        else:
            found.append(part)
    return found
