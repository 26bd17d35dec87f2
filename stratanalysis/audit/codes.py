"""Codes of goals: order, gaps, doubles, wrong parents, different titles, numerals, references."""

from __future__ import annotations

import difflib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator

from stratanalysis.audit.tables import Row, place_of, row_place, source_of, text_of
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok
from stratanalysis.documents.blocks import Piece
from stratanalysis.documents.headings import Heading, code_numbers, normalise_code, read_heading
from stratanalysis.findings import Severity, Source
from stratanalysis.quantities import prepare, read_roman, write_roman

__all__ = [
    "check_code_order",
    "check_doubles",
    "check_numerals",
    "check_parents",
    "check_references",
    "check_titles",
]

_WORD = re.compile(r"[^\W\d_]{3,}")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_REFERENCE = re.compile(
    r"(?<![^\W\d_])(?:операційн\w{1,3}|оперативн\w{1,3}|стратегічн\w{1,3})?[ ]?"
    r"(?:ціл[ьіею]{1,2}|завданн\w{1,3}|goal|task)[ ]№?[ ]?(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.]*\d)",
    re.IGNORECASE,
)
_ALIKE = 0.75


def _tellings(material: Material) -> list[Row]:
    """Return every telling of a goal with a code, in the order of the document."""
    table = material.table("tellings")
    if table is None:
        table = material.table("goals")
    if table is None:
        return []
    table = table[table["code"].notna() & (table["level"] != "area")]
    rows: list[Row] = table.to_dict("records")
    return sorted(rows, key=lambda row: material.position(place_of(row)))


def _parent(code: str) -> str:
    return code.rpartition(".")[0]


def check_code_order(material: Material) -> Iterator[Verdict]:
    """Check that the codes under one goal run 1, 2, 3 without gap, double or jump back.

    The codes of one telling of the tree are checked together; a code that a
    telling leaves out and another has is no gap. Where several are in one line of a table, only
    gaps are looked for.
    """
    rows = _tellings(material)
    known = {(text_of(row, "tree"), text_of(row, "code")) for row in rows}
    follows = {id(row): before for before, row in itertools.pairwise(rows)}
    for family in _families(rows):
        numbers = [code_numbers(text_of(row, "code"))[-1] for row in family]
        if any(isinstance(number, str) for number in numbers) or len(numbers) < 2:
            continue
        whole = [int(number) for number in numbers]
        first = family[0]
        parent, tree = _parent(text_of(first, "code")), text_of(first, "tree")
        lost = [
            number
            for number in sorted(set(range(1, min(max(whole), 200))) - set(whole))
            if (tree, _join(parent, text_of(first, "code"), number)) not in known
        ]
        if lost and len(lost) < len(whole):
            after = next((row for row, n in zip(family, whole, strict=True) if n > lost[0]), first)
            yield mismatch(
                Severity.WARNING,
                source_of(material, after),
                "{computed} is missing before {stated}; renumber, or restore what is lost",
                stated=text_of(after, "code"),
                computed=", ".join(_join(parent, text_of(first, "code"), n) for n in lost[:10]),
            )
        else:
            yield ok()
        places = [place_of(row) for row in family]
        if len(set(places)) < len(places):
            continue
        for row, number, before in zip(family[1:], whole[1:], whole, strict=False):
            twin = text_of(follows.get(id(row), {}), "code") == text_of(row, "code")
            if number == before and twin:
                yield _order(material, row, "{stated} is repeated; delete one")
            elif number < before:
                why = "{stated} comes after {computed}; put the goals in their order"
                yield _order(material, row, why, computed=f"{parent}.{before}".strip("."))


def _join(parent: str, like: str, number: int) -> str:
    """Return the code of a sibling, Roman where its siblings are."""
    roman = read_roman(like.rpartition(".")[2]) is not None
    last = write_roman(number) if roman and number < 400 else str(number)
    return f"{parent}.{last}".strip(".")


def _order(material: Material, row: Row, why: str, *, computed: str = "") -> Verdict:
    source = source_of(material, row)
    return mismatch(Severity.WARNING, source, why, stated=text_of(row, "code"), computed=computed)


def _families(rows: list[Row]) -> Iterator[list[Row]]:
    """Yield the codes of one parent that are together; a new 1 begins a new telling."""
    running: dict[tuple[str, int, str], list[Row]] = {}
    for row in rows:
        code = text_of(row, "code")
        depth = code.count(".")
        key = (text_of(row, "tree"), depth, _parent(code))
        stale = [k for k in running if k[0] == key[0] and k != key and k[1] >= depth]
        for other in stale:
            yield running.pop(other)
        family = running.setdefault(key, [])
        seen = {text_of(other, "code") for other in family}
        restarts = code_numbers(code)[-1] == 1 and code in seen and len(seen) > 1
        again = code in seen and family and text_of(family[-1], "code") != code
        if restarts or again:
            yield family
            running[key] = [row]
        else:
            family.append(row)
    yield from running.values()


def check_titles(material: Material) -> Iterator[Verdict]:
    """Check that a code has one title in all chapters.

    Spelling, inflection and a title cut short are no difference; a word more or less is.
    """
    first: dict[tuple[str, str], Row] = {}
    reported: set[tuple[str, str, str]] = set()
    for row in _tellings(material):
        key = (text_of(row, "tree"), text_of(row, "code"))
        title = text_of(row, "title")
        other = first.setdefault(key, row)
        if other is row or not title:
            continue
        if same_words(text_of(other, "title"), title):
            yield ok()
            continue
        seen = (*key, " ".join(_words(title)))
        if seen in reported:
            continue
        reported.add(seen)
        place = source_of(material, other)
        yield mismatch(
            Severity.WARNING,
            source_of(material, row),
            "{code} has another title at {other}: {computed}; keep one",
            stated=f"«{title}»",
            computed=f"«{text_of(other, 'title')}»",
            code=key[1],
            other=str(Source(place.document, place.line, place.place)),
        )


def _words(title: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(prepare(title))]


def same_words(first: str, second: str) -> bool:
    """Tell whether two titles have the same words but for spelling, endings and a cut end."""
    one, two = sorted((_words(first), _words(second)), key=len)
    if not one:
        return True
    left = list(two)
    for word in one:
        found = next((other for other in left if _same_word(word, other)), None)
        if found is None:
            return False
        left.remove(found)
    cut = len(one) >= 3 and all(_same_word(a, b) for a, b in zip(one, two, strict=False))
    return not left or cut


def _same_word(first: str, second: str) -> bool:
    if first == second or first[:5] == second[:5] != "":
        return True
    return difflib.SequenceMatcher(None, first, second).ratio() >= _ALIKE


def check_doubles(material: Material) -> Iterator[Verdict]:
    """Find goals, measures and project areas that occur twice under different codes.

    Titles of three words or less are too general to tell.
    """
    for name in ("goals", "measures"):
        table = material.table(name)
        if table is None:
            continue
        first: dict[tuple[str, str], Row] = {}
        for row in table.to_dict("records"):
            title = text_of(row, "title")
            words = _words(title)
            if len(words) < 4:
                continue
            key = (text_of(row, "tree"), " ".join([*words, *re.findall(r"\d+", title)]))
            other = first.setdefault(key, row)
            if other is row or text_of(other, "code") == text_of(row, "code") != "":
                yield ok()
                continue
            place = source_of(material, other)
            yield mismatch(
                Severity.NOTE,
                source_of(material, row),
                "{stated} is here under {code} and word for word under {computed} at {other}; "
                "keep one",
                stated=f"«{text_of(row, 'title')[:120]}»",
                computed=_under(other),
                code=_under(row),
                other=str(Source(place.document, place.line, place.place)),
            )


def _under(row: Row) -> str:
    return text_of(row, "code") or text_of(row, "parent") or text_of(row, "section")


def check_parents(material: Material) -> Iterator[Verdict]:
    """Check that goals are under the goal that their code names.

    A goal that is under the heading of strategic goal 5 and is coded 4.2 belongs to 4, or its
    code is wrong.
    """
    strategic: Heading | None = None
    operational: Heading | None = None
    for piece in _headings(material):
        heading = read_heading(piece.text)
        if heading is None or not heading.code:
            continue
        if heading.level == "strategic":
            strategic, operational = heading, None
        elif heading.level == "operational":
            if strategic is not None and heading.depth == strategic.depth + 1:
                yield _judge_parent(material, piece, heading, strategic)
            operational = heading
        elif (
            operational is not None
            and heading.level == "task"
            and heading.depth == operational.depth + 1
        ):
            yield _judge_parent(material, piece, heading, operational)


def _headings(material: Material) -> Iterator[Piece]:
    for piece in material.document.pieces():
        if len(piece.text) <= 700:
            yield piece


def _judge_parent(material: Material, piece: Piece, heading: Heading, above: Heading) -> Verdict:
    if code_numbers(_parent(heading.code)) == code_numbers(above.code):
        return ok()
    return mismatch(
        Severity.WARNING,
        material.document.source(piece, piece.text[:300]),
        "{stated} is under {computed}; correct its code, or move it",
        stated=heading.code_as_written,
        computed=above.code_as_written,
    )


def check_numerals(material: Material) -> Iterator[Verdict]:
    """Check Roman codes: one alphabet, right letters, one style for one goal.

    ``V.ІІ`` with a Latin V and Cyrillic letters looks right and is not found by searching; ``П.І``
    is no numeral; ``IV.1`` where the other chapters write ``IV.I``.
    """
    reported: set[str] = set()
    for piece in _headings(material):
        heading = read_heading(piece.text)
        if heading is None or not re.match(r"[IVX]+(?:\.|$)", heading.code):
            continue
        written = heading.code_as_written.strip(" .")
        raw = _raw_code(piece.text, written)
        if raw in reported:
            continue
        reported.add(raw)
        source = material.document.source(piece, piece.text[:200])
        latin, cyrillic = _LATIN.search(raw), _CYRILLIC.search(raw)
        if re.search(r"[ПШУ]", raw):
            why = "{stated} is no Roman numeral; write {computed}"
            yield mismatch(Severity.WARNING, source, why, stated=raw, computed=heading.code)
        elif latin and cyrillic:
            why = "{stated} mixes Latin and Cyrillic letters; write {computed} in Latin letters"
            yield mismatch(Severity.WARNING, source, why, stated=raw, computed=heading.code)
        elif cyrillic:
            why = "{stated} is written in Cyrillic letters; write {computed} in Latin letters"
            yield mismatch(Severity.NOTE, source, why, stated=raw, computed=heading.code)
        else:
            other = _roman_elsewhere(material, raw) if re.search(r"\d", raw) else None
            if other is not None:
                why = "{stated} is written {computed} elsewhere; use one style"
                yield mismatch(Severity.WARNING, source, why, stated=raw, computed=other)
            else:
                yield ok()


def _raw_code(text: str, written: str) -> str:
    """Return the code with the letters as typed; `written` has look-alikes made one alphabet."""
    clean = re.sub(r"\s+", " ", prepare(text))
    at = clean.find(written)
    same = re.sub(r"\s+", " ", text)
    return same[at : at + len(written)] if at >= 0 and len(same) == len(clean) else written


def _roman_elsewhere(material: Material, raw: str) -> str | None:
    wanted = tuple(code_numbers(normalise_code(raw)))
    for row in _tellings(material):
        code = text_of(row, "code")
        written = text_of(row, "code_as_written")
        if tuple(code_numbers(code)) == wanted and not re.search(r"\d", written) and written:
            return code
    return None


_OTHER_PLANS = re.compile(
    r"держав|обласн|регіональн|області|сталого розвитку|цср|україн|національн|state|regional|sdg",
    re.IGNORECASE,
)
"""Words of a sentence that speaks of the goals of another plan."""


def check_references(material: Material) -> Iterator[Verdict]:
    """Check that codes named in the text, and those of measures and indicators, are of a goal."""
    goals = material.table("goals")
    if goals is None:
        return
    known = set(goals["code"].dropna().astype("str"))
    known |= {_parent(code) for code in known}
    headings = {place_of(row) for row in _tellings(material)}
    for sentence in material.sentences:
        if _OTHER_PLANS.search(sentence.text):
            continue
        for match in _REFERENCE.finditer(sentence.text):
            source = sentence.source(match.start())
            if match[1] in known or row_place(source.line, source.place) in headings:
                yield ok()
                continue
            yield _nowhere(source, match[1])
    numbers: dict[str, int] = defaultdict(int)
    for name in ("indicators", "measures"):
        table = material.table(name)
        if table is None or "goal" not in table:
            continue
        for row in table.to_dict("records"):
            code = text_of(row, "goal")
            if not code or code == "?":
                continue
            if code in known:
                yield ok()
            elif numbers[code] == 0:
                yield _nowhere(source_of(material, row), code)
            numbers[code] += 1


def _nowhere(source: Source, code: str) -> Verdict:
    return mismatch(
        Severity.WARNING,
        source,
        "there is no goal {stated}; correct the code, or add the goal",
        stated=code,
    )
