"""The figures with a unit that running text names, with what they measure."""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.documents.blocks import Document
from stratanalysis.plans.places import source_cells
from stratanalysis.quantities import Habit, Quantity, find_quantities, find_years, squeeze

__all__ = ["read_facts"]

_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[А-ЯІЇЄҐA-Z«\"\d-])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:тис|млн|млрд|грн|кв|куб|пог|ст|м|с|смт|вул|р|рр|ім|т|ч|п|обл|ос|чол|шт|од|гр|див|пр))\.$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:(?<![^\W\d_])(?:(?:що\s)?(?:становить|становила?|становив|складає|складають|склав|склала|"
    r"склало|сягає|дорівнює|налічується|налічувалось|нараховується|є)|близько|понад|майже|"
    r"приблизно|трохи більше|більше|менше|або|до|на|в|у|з|та|і|із)|[-\u2013\u2014:(,])\s*$",
    re.IGNORECASE,
)
"""Words and signs between what is measured and its figure."""
_CLAUSE = re.compile(r"[;:]\s|[,()]|\s(?:та|і|й)\s+$")
_CLOSED = re.compile(r",\s*[-\u2013\u2014]\s*$")
_RELATIVE = re.compile(r"(?:що|як(?:ий|а|е|і|их|ого|ої|ому|им|ими))\b", re.IGNORECASE)
_FOLLOWING_END = re.compile(rf"[;.()\d]|,(?!\s*{_RELATIVE.pattern})", re.IGNORECASE)
_EDGES = " ,.-\u2013("
_LONGEST_QUANTITY = 140
_LONGEST_SENTENCE = 3000
"""Texts without stops are cut, or each of their figures would carry the whole document."""


def read_facts(document: Document, *, habit: Habit) -> list[dict[str, Any]]:
    """Find every figure with a unit in running text.

    `quantity` is the words that lead to the figure within its sentence, without the verb. After
    another figure they are those of the same clause; where the clause begins with the figure, the
    words that follow it, and where there are none (a share in brackets) those of the figure before.
    `year` is the one year of the sentence; missing where it names none or several. `value` has the
    multiplier applied.
    """
    rows: list[dict[str, Any]] = []
    for paragraph in document.paragraphs():
        if not _DIGIT.search(paragraph.text):
            continue
        for sentence in _sentences(paragraph.text):
            found = find_quantities(sentence, habit=habit)
            years = find_years(_without(sentence, found)) if found else []
            what = ""
            for at, quantity in enumerate(found):
                following = found[at + 1].start if at + 1 < len(found) else len(sentence)
                before = sentence[found[at - 1].end if at else 0 : quantity.start]
                after = sentence[quantity.end : following]
                if at:
                    before = _own_clause(before)
                what = _leading(before) or _following(after, quantity) or what
                if not quantity.unit.code:
                    continue
                rows.append(
                    {
                        "quantity": what or quantity.unit.written,
                        "value": quantity.value,
                        "upper": quantity.upper,
                        "unit": quantity.unit.code,
                        "unit_as_written": quantity.unit.written,
                        "decimals": quantity.number.decimals,
                        "alternative": quantity.alternative,
                        "year": years[0] if len(years) == 1 else None,
                    }
                    | source_cells(document, paragraph, _excerpt(sentence, quantity))
                )
    return rows


def _sentences(text: str) -> list[str]:
    """Split a paragraph into sentences; a stop after an abbreviation ends none."""
    parts: list[str] = []
    for part in _SENTENCE.split(text):
        if parts and _ABBREVIATION.search(parts[-1][-12:]):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return parts


def _without(sentence: str, found: list[Quantity]) -> str:
    """Blank the figures themselves, so that 2000 questionnaires are not taken for a year."""
    parts: list[str] = []
    at = 0
    for quantity in found:
        parts += [sentence[at : quantity.start], " " * (quantity.end - quantity.start)]
        at = quantity.end
    return "".join([*parts, sentence[at:]])


def _excerpt(sentence: str, quantity: Quantity) -> str:
    """Return the sentence, or the words around the figure where it is longer than any sentence."""
    if len(sentence) <= _LONGEST_SENTENCE:
        return sentence.strip()
    half = _LONGEST_SENTENCE // 2
    return sentence[max(0, quantity.start - half) : quantity.end + half].strip()


def _own_clause(between: str) -> str:
    """Return what is between two figures and belongs to the second."""
    parts = _CLAUSE.split(_CLOSED.sub("", between))
    own = parts[-1]
    if len(parts) > 2 and _RELATIVE.match(own.strip()):
        own = f"{parts[-2]}, {own.strip()}"
    return own if len(parts) > 1 else between


def _leading(before: str) -> str:
    """Return the words before a figure without the verb; empty where there are none."""
    clause = re.split(r"[;:]\s", squeeze(before)[-400:])[-1].strip(_EDGES)
    for _ in range(4):
        shorter = _LEADING.sub("", clause).strip(_EDGES)
        if shorter == clause:
            break
        clause = shorter
    if len(clause) < 4:
        return ""
    if len(clause) > _LONGEST_QUANTITY:
        clause = "\u2026" + clause[-_LONGEST_QUANTITY:].partition(" ")[2]
    return clause


def _following(after: str, quantity: Quantity) -> str:
    """Return the words after a figure; things that are counted are named by their unit."""
    clause = _FOLLOWING_END.split(squeeze(after)[:200].lstrip(") %\u2013\u2014-"))[0]
    if quantity.unit.kind == "count":
        clause = f"{quantity.unit.written} {clause}"
    return _LEADING.sub("", clause.strip(_EDGES)).strip(_EDGES)
