"""A number against the list that follows it: "7 libraries (six names)", "two levels:" and items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stratanalysis.audit.statements import Passage, Sentence
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown
from stratanalysis.audit.words import number_word, rules
from stratanalysis.findings import Severity

__all__ = ["check_lists"]

_MOST = 40
_WORD = re.compile(r"[^\W\d_]++(?:['-][^\W\d_]++)*+")
_NAMED = re.compile(r"[ ]{0,3}[«\"“„(]{0,2}[A-ZА-ЯҐЄІЇ]")
_LAST_AND = re.compile(r"[ ](?:та|і|й|and)[ ](?=[«\"“„(]{0,2}[^\W\d_])")
_ENDS = re.compile(r"[.!?](?=\s|$)|[;)]|[ ][-\u2013\u2014][ ]|\n")
_QUOTED = re.compile(r"[«“„][^«»“”„\"]{1,200}[»”“]")
_OPENING = re.compile(r"[ ]{0,2}(?:(?P<bracket>\()|(?P<dash>[\u2013\u2014-][ ])|(?P<colon>:))")


@dataclass(frozen=True, slots=True)
class _Count:
    value: int
    written: str
    start: int
    end: int


def check_lists(material: Material) -> Iterator[Verdict]:
    """Check a count of 2 to 40 things against the names that follow.

    Names are in brackets, after a dash or after a colon, parted by commas, the last perhaps by
    "and". Reported where the names begin with capitals or quotation marks, or where the list is in
    brackets and misses the count by one or two. Not checked where the list says that it is open
    ("such as", "and so on") or where a figure is in it.
    """
    for passage in material.passages:
        if passage.items:
            verdict = _items(passage)
            if verdict is not None:
                yield verdict
        for sentence in passage.sentences:
            yield from _in_sentence(sentence)


def _counts(sentence: Sentence) -> Iterator[_Count]:
    for figure in sentence.figures:
        plain = figure.kind in ("", "count") and figure.decimals == 0 and not figure.approximate
        if plain and figure.unit != "persons" and 2 <= figure.value <= _MOST:
            written = figure.written
            yield _Count(int(figure.value), written, figure.start, figure.number_end)
    for match in _WORD.finditer(sentence.text):
        value = number_word(match.group())
        if value is not None:
            yield _Count(value, match.group(), *match.span())


def _in_sentence(sentence: Sentence) -> Iterator[Verdict]:
    if not any(sign in sentence.text for sign in "(:\u2013\u2014-"):
        return
    text = _QUOTED.sub(_masked, sentence.text)
    for count in _counts(sentence):
        opening = _opening(text, count.end)
        if opening is None:
            continue
        at, kind = opening
        body = _body(text, at, kind)
        if body is None:
            continue
        yield from _judge(sentence, count, body, bracket=kind == "bracket")


def _masked(match: re.Match[str]) -> str:
    """Keep the length of quoted words and hide the signs in them."""
    return f"«{'А' * (len(match.group()) - 2)}»"


def _opening(text: str, start: int) -> tuple[int, str] | None:
    """Return where a list begins after a count and the name of the things counted."""
    position, words = start, 0
    while words <= 8 and position < start + 110:
        match = _OPENING.match(text, position)
        if match:
            return (match.end(), str(match.lastgroup)) if words else None
        word = re.compile(r"[ ]{0,3}[^\W\d_][\w'’-]*").match(text, position)
        if word is None:
            return None
        words += 1
        position = word.end()
    return None


def _body(text: str, start: int, kind: str) -> str | None:
    if kind == "bracket":
        end = text.find(")", start, start + 1500)
        return text[start:end] if end > 0 else None
    match = _ENDS.search(text, start)
    end = match.start() if match else len(text)
    return text[start:end] if end - start < 1500 else None


def _judge(sentence: Sentence, count: _Count, body: str, *, bracket: bool) -> Iterator[Verdict]:
    items = [item for item in body.split(",") if item.strip()]
    if len(items) < 2 and not _LAST_AND.search(body):
        return
    if any(sign.isdigit() for sign in body) or ";" in body:
        return
    lowered = f"{body.lower()} "
    if any(word in lowered for word in rules()["lists"]["open"]):
        yield unknown()
        return
    parted = [*items[:-1], *_LAST_AND.split(items[-1])]
    if count.value in (len(items), len(parted)):
        yield ok()
        return
    named = [item for item in parted if _NAMED.match(item)]
    if len(named) < 0.8 * len(parted):
        if not bracket or abs(len(items) - count.value) > 2 or len(items) < 3:
            yield unknown()
            return
        parted = items
    elif not bracket and " " in body.strip() and not _short(parted):
        yield unknown()
        return
    source = sentence.source(count.start)
    yield mismatch(
        Severity.WARNING,
        source,
        "{stated} are announced and {computed} are named; add the missing, or correct the number",
        stated=count.written,
        computed=str(len(parted)),
    )


def _short(items: list[str]) -> bool:
    """Tell whether items are names of at most four words, not clauses."""
    return all(len(_WORD.findall(item)) <= 4 for item in items)


def _items(passage: Passage) -> Verdict | None:
    """Compare "two levels:" with the items below."""
    intro = passage.text[: passage.pieces[1][0]].rstrip() if len(passage.pieces) > 1 else ""
    lead = [s for s in passage.sentences if s.start < len(intro)]
    if not lead or len(passage.items) < 2:
        return None
    sentence = lead[-1]
    limit = len(intro) - sentence.start
    counts = [c for c in _counts(sentence) if c.end <= limit and limit - c.end <= 90]
    counts = [c for c in counts if "," not in sentence.text[c.end : limit]]
    if len(counts) != 1:
        return None
    if any(word in intro[-60:].lower() for word in rules()["lists"]["open"]):
        return unknown()
    count = counts[0]
    if any(sign.isdigit() for sign in sentence.text[count.end : limit]):
        return unknown()
    if len(passage.items) == count.value:
        return ok()
    if abs(len(passage.items) - count.value) > 2 or len(passage.items) >= 40:
        return unknown()
    return mismatch(
        Severity.WARNING,
        sentence.source(count.start),
        "{stated} are announced and {computed} follow in the list; add the missing, or correct "
        "the number",
        stated=count.written,
        computed=str(len(passage.items)),
    )
