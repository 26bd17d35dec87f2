"""Goals and directions that sentences name, where a document has no tree (``rules/prose.toml``)."""

from __future__ import annotations

import functools
import re

from stratanalysis.documents.blocks import Document, Piece
from stratanalysis.documents.columns import read_rules
from stratanalysis.documents.headings import Heading
from stratanalysis.findings import Finding, Severity
from stratanalysis.plans.strategy_tree import Forest, Goal
from stratanalysis.quantities import prepare, squeeze

__all__ = ["read_prose"]

_AND = re.compile(
    r",?\s(?:та|і|й)\s(?=[^\W\d_]{3,30}(?:ння|ття|цію|ція|ток|тку|вку|вка|зку|нок|ація|ацію|ний)\s)"
)


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    rules = read_rules("prose")
    return [
        (kind, re.compile(entry["pattern"], re.IGNORECASE))
        for kind in ("goal", "directions")
        for entry in rules.get(kind, ())
    ]


def read_prose(document: Document, forest: Forest) -> list[Finding]:
    """Read the goals that sentences name, in the order of the text, and the directions under them.

    Only for a document in which no heading of a goal was found. The level is known by the wording
    alone, and the finding says so. Directions become operational goals of the goal before them.

    Returns
    -------
    list of Finding
    """
    first: Piece | None = None
    for paragraph in document.paragraphs():
        clean = prepare(paragraph.text)
        matches = sorted(
            ((kind, match) for kind, pattern in _patterns() for match in pattern.finditer(clean)),
            key=lambda found: found[1].start(),
        )
        for kind, match in matches:
            sentence = Piece(_sentence(paragraph.text, match), paragraph.line, paragraph.place)
            groups = match.groupdict()
            goal: Goal | None = forest.current["strategic"]
            if kind == "goal":
                goal = forest.add(
                    "strategic", Heading("strategic", "", "", groups["title"]), sentence
                )
            if goal is not None:
                first = first or sentence
                for item in _items(groups.get("items") or ""):
                    heading = Heading("operational", "", "", item)
                    forest.add("operational", heading, sentence)
    if first is None:
        return []
    return [
        Finding(
            "level-by-wording",
            Severity.NOTE,
            document.source(first),
            "The goals are in sentences, without codes; their level and the directions under "
            "them follow from the wording alone.",
        )
    ]


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(sign, 0, match.start()) for sign in (". ", "! ", "? "))
    return text[start + 2 if start >= 0 else 0 : match.end()].strip()


def _items(text: str) -> list[str]:
    """Split a list at commas, and at "and" before the name of another action."""
    parts = [part for piece in text.split(", ") for part in _AND.split(piece)]
    return [squeeze(part).strip(" ,") for part in parts if part.strip(" ,")]
