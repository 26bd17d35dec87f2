"""The figures with a unit that running text names, with what they measure."""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.loaders.located import Document
from stratanalysis.loaders.strategy import source_cells
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
    r"приблизно|трохи більше|більше|менше|до|на|в|у|з|та|і|із)|[-\u2013\u2014:(,])\s*$",
    re.IGNORECASE,
)
"""Words and signs between what is measured and its figure."""
_LONGEST_QUANTITY = 140


def read_facts(document: Document, *, habit: Habit) -> list[dict[str, Any]]:
    """Find every figure with a unit in running text.

    `quantity` is the words that lead to the figure within its sentence, without the verb; where
    nothing leads to it, the words that follow. `year` is the one year of the sentence; missing
    where it names none or several. `value` has the multiplier applied.
    """
    rows: list[dict[str, Any]] = []
    for paragraph in document.paragraphs():
        if not _DIGIT.search(paragraph.text):
            continue
        for sentence in _sentences(paragraph.text):
            found = find_quantities(sentence, habit=habit)
            years = find_years(sentence) if found else []
            for at, quantity in enumerate(found):
                if not quantity.unit.code:
                    continue
                start = found[at - 1].end if at else 0
                rows.append(
                    {
                        "quantity": _what(sentence, start, quantity),
                        "value": quantity.value,
                        "upper": quantity.upper,
                        "unit": quantity.unit.code,
                        "unit_as_written": quantity.unit.written,
                        "decimals": quantity.number.decimals,
                        "alternative": quantity.alternative,
                        "year": years[0] if len(years) == 1 else None,
                    }
                    | source_cells(document, paragraph, sentence.strip())
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


def _what(sentence: str, start: int, quantity: Quantity) -> str:
    before = squeeze(sentence[start : quantity.start])[-400:]
    clause = re.split(r"[;:]\s", before)[-1].strip(" ,.-\u2013(")
    for _ in range(4):
        shorter = _LEADING.sub("", clause).strip(" ,.-\u2013(")
        if shorter == clause:
            break
        clause = shorter
    if len(clause) < 4:
        after = squeeze(sentence[quantity.end : quantity.end + 200])
        clause = f"{quantity.unit.written} {re.split(r'[,;.(]', after)[0]}".strip()
    if len(clause) > _LONGEST_QUANTITY:
        clause = "\u2026" + clause[-_LONGEST_QUANTITY:].partition(" ")[2]
    return clause
