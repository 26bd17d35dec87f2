"""Errors and findings in the reader's language: what, where, what was expected, what to do."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from stratanalysis.errors import DataError, StratanalysisError, UnknownNameError
from stratanalysis.findings import Finding, RowKey
from stratanalysis.language import Language
from stratanalysis.language import language as get_language
from stratanalysis.quantities import without_controls
from stratanalysis.tables import TABLES
from stratanalysis.workbook_words import SHEETS, word_of

__all__ = ["error_text", "finding_text", "notes"]

_KINDS = {"community": "hromada", "direction": "a direction", "oblast": "an oblast"}
"""Kinds of names whose English word has another meaning in the catalogues."""
_CELLS = ("old", "new", "mine", "value", "was")
"""Fields of a finding that show cells of its `column`."""
_FIRST = 5
_VALUE = re.compile(r"^([\w.]+) is (.+)$")
"""``horizon is -1``: a name of a parameter and its value, without words to translate."""


def error_text(error: BaseException, code: str) -> str:
    """Return an error in the language `code`; parts without a translation stay English.

    Examples
    --------
    >>> error_text(UnknownNameError("sex", "x", ["female", "male"]), "uk")
    'немає такого імені: x (стать); є такі: female, male'
    """
    words = get_language(code)
    if isinstance(error, DataError):
        problems = words.text("problems: {count}", count=len(error.findings))
        head = f"{_sentences(error.what, words)}: {problems}"
        return "\n".join([head, *finding_lines(error.findings, code)])
    if code == "en":
        return str(error)
    if isinstance(error, UnknownNameError):
        return _unknown(error, words)
    if isinstance(error, StratanalysisError) and hasattr(error, "what"):
        what = _sentences(error.what, words)
        parts = [f"{error.where}: {what}" if error.where else what]
        if error.expected:
            expected = words.filled(error.expected)
            listed = error.expected.startswith("one of: ")  # a list needs no "expected"
            parts.append(expected if listed else words.text("expected {what}", what=expected))
        if error.do:
            parts.append(words.filled(error.do))
        return "; ".join(parts)
    if isinstance(error, OSError) and error.strerror:
        reason = words.filled(error.strerror)
        return f"{error.filename}: {reason}" if error.filename else reason
    return words.filled(str(error))


def finding_lines(findings: Sequence[Finding], code: str) -> list[str]:
    """Return findings as lines; of one check in one file the first five, and how many more."""
    counts: Counter[tuple[str, str]] = Counter()
    lines = []
    for finding in findings:
        kind = (finding.check, finding.source.document)
        counts[kind] += 1
        if counts[kind] <= _FIRST:
            lines.append(finding_text(finding, code))
    for (check, document), count in counts.items():
        if count > _FIRST:
            more = "… and {count} more of the same kind"
            said = get_language(code).text(more, count=count - _FIRST)
            lines.append(f"{document}: {said} [{check}]")
    return lines


def finding_text(finding: Finding, code: str) -> str:
    """Return a finding in the language `code`, with its place and the code of its check."""
    if code == "en":
        return without_controls(str(finding))
    words = get_language(code)
    why = words.text(finding.why, **_in_words(finding.values, words))
    source = finding.source
    if source.place in SHEETS:
        source = dataclasses.replace(source, place=SHEETS[source.place])
    severity = words.text(str(finding.severity))
    return without_controls(f"{source}: {severity}: {why} [{finding.check}]")


def _in_words(values: Mapping[str, object], words: Language) -> dict[str, object]:
    """Fields of a finding as a clerk knows them: sheets, heads and words of the workbook."""
    shown, table = dict(values), str(values.get("table"))
    if table not in SHEETS:
        return shown
    column = str(values.get("column", ""))
    for name, value in values.items():
        if isinstance(value, RowKey):
            parts = [word_of(table, part, str(own), words.code) for part, own in value.items()]
            shown[name] = "/".join(parts)
        elif name in _CELLS or (name == "phase" and isinstance(value, str)):
            shown[name] = word_of(table, column if name in _CELLS else name, str(value), words.code)
    if column in TABLES[table].names:
        codes = TABLES[table].column(column).choices
        if "choices" in values and codes:
            known = {code: word_of(table, column, code, words.code) for code in codes}
            shown["choices"] = ", ".join(f"{word} ({code})" for code, word in known.items())
        shown["column"] = f"«{words.text(TABLES[table].column(column).description)}»"
    return shown | {"table": SHEETS[table]}


def notes(error: StratanalysisError) -> list[str]:
    """Lines below the English message of an error: the same in the language in use."""
    code = get_language().code
    text = "" if code == "en" else error_text(error, code)
    return [] if text in ("", str(error)) else [text]


def _sentences(what: str, words: Language) -> str:
    """Translate a message, or each part of one that joins several with semicolons."""
    parts = what.split("; ")
    each = [words.filled(part) for part in parts]
    if any(one == part for one, part in zip(each, parts, strict=True)):
        whole = words.filled(what)
        if whole != what:
            return whole
    return "; ".join(_VALUE.sub(r"\1 – \2", one) for one in each)


def _unknown(error: UnknownNameError, words: Language) -> str:
    listed = ", ".join(error.titled(error.known[:30], words.text))
    if len(error.known) > 30:
        listed += words.text(" and {count} more", count=len(error.known) - 30)
    kind = words.filled(_KINDS.get(error.kind, error.kind))
    parts = [
        words.text("no such name: {name} ({kind})", name=error.name, kind=kind),
        words.text("one of: {names}", names=listed or words.text("none")),
    ]
    titles = {words.text(title).lower(): name for name, title in error.labels.items() if title}
    near = error.near or [titles[t] for t in get_close_matches(error.name.lower(), titles)]
    if near:
        names = ", ".join(error.titled(near, words.text))
        parts.append(words.text("did you mean {names}?", names=names))
    head = f"{error.where}: " if error.where else ""
    return head + "; ".join(parts)
