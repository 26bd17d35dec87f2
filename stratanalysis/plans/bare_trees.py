"""Trees of goals that have codes and no level words, under a chapter that is named for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stratanalysis.documents.blocks import Paragraph
from stratanalysis.documents.headings import LEVELS, Heading
from stratanalysis.quantities import prepare

__all__ = ["bare_levels"]

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
