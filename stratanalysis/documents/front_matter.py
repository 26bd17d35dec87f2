"""What is before the body of a document: the contents with its leaders and page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stratanalysis.documents.blocks import Paragraph, Table
from stratanalysis.documents.columns import key

__all__ = ["mark_front_matter"]

_HEADING = re.compile(r"\W{0,3}(?:зміст|перелік розділів|contents|table of contents)\W{0,3}", re.I)
_LEADERS = re.compile(
    r"\s?(?:\.{3,}|…{1,}\.*|(?:\.[ ]){3,}\.?|_{4,}|·{4,})\s*(?:с\.?\s*)?\d{0,3}\s*$"
)
_PAGE = re.compile(r"[\s.…]+\d{1,3}\s*$")
_FEWEST = 3
_MISSES = 2


def mark_front_matter(blocks: Sequence[Paragraph | Table]) -> list[Paragraph | Table]:
    """Mark the paragraphs of the contents, so that none of them is taken for a heading.

    An entry ends in leaders and a page number; after the word "contents" also in a page number
    alone, or it is repeated later in the document.
    """
    front: set[int] = set()
    leaders = [
        at
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph) and _LEADERS.search(block.text[-120:])
    ]
    headings = [
        at
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph) and len(block.text) < 40 and _HEADING.fullmatch(block.text)
    ]
    if headings or len(leaders) >= _FEWEST:
        front.update(leaders)
    if headings:
        keys = [key(b.text) if isinstance(b, Paragraph) else "" for b in blocks]
        last = {words: at for at, words in enumerate(keys) if words}
        for heading in headings:
            front.update(_entries(blocks, keys, last, heading))
    if not front:
        return list(blocks)
    return [
        replace(block, front=True) if at in front and isinstance(block, Paragraph) else block
        for at, block in enumerate(blocks)
    ]


def _entries(
    blocks: Sequence[Paragraph | Table], keys: Sequence[str], last: dict[str, int], heading: int
) -> set[int]:
    """Return the entries after the word "contents", up to the first paragraphs that are none."""
    found = {heading}
    pending: list[int] = []
    page = 0
    first = ""
    for at in range(heading + 1, len(blocks)):
        block = blocks[at]
        if not isinstance(block, Paragraph) or len(block.text) > 400:
            break
        if first and keys[at] == first:
            break  # the body begins with what the contents began with
        words = _LEADERS.sub("", block.text)
        paged = _PAGE.search(words)
        number = int(re.sub(r"\D", "", paged.group()) or 0) if paged else 0
        title = key(_PAGE.sub("", words))
        again = last.get(title, -1) > at
        entry = bool(_LEADERS.search(block.text)) or (again and bool(title))
        entry = entry or (page <= number <= page + 60 and bool(paged) and len(title) > 2)
        if entry:
            first = first or (title if again else "")
            page = max(page, number) if paged else page
            found.update(pending)
            found.add(at)
            pending = []
            continue
        pending.append(at)
        if len(pending) > _MISSES:
            break
    return found
