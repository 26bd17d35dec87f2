"""Errors of the library in the reader's language."""

from __future__ import annotations

import difflib

from stratanalysis.errors import DataError, StratanalysisError, UnknownNameError
from stratanalysis.language import Language

__all__ = ["said"]

_MOST_FINDINGS = 5
_MOST_NAMES = 12


def said(error: StratanalysisError, language: Language) -> str:
    """What is wrong, where, what was expected and what to do, in one paragraph.

    Of many problems the first five are shown. Words that the catalogue lacks stay English.
    """
    say = language.text
    if isinstance(error, DataError):
        shown = []
        for finding in error.findings[:_MOST_FINDINGS]:
            values = {
                name: said(value, language) if isinstance(value, StratanalysisError) else value
                for name, value in finding.values.items()
            }
            shown.append(f"{finding.source}: {say(finding.why, **values)}")
        left = len(error.findings) - len(shown)
        if left:
            shown.append(say("and {count} more", count=left))
        return "; ".join(shown)
    if isinstance(error, UnknownNameError):
        return _unknown(error, language)
    parts = [": ".join(filter(None, (error.where, say(error.what))))]
    if error.expected:
        parts.append(say("expected {what}", what=say(error.expected)))
    if error.do:
        parts.append(say(error.do))
    return "; ".join(parts)


def _unknown(error: UnknownNameError, language: Language) -> str:
    say = language.text
    near = difflib.get_close_matches(error.name, error.known, n=3)
    names = near or error.known[:_MOST_NAMES]
    listed = ", ".join(error.titled(names, say)) + (
        "" if near or len(names) == len(error.known) else "…"
    )
    words = "unknown {kind} “{name}”; did you mean: {names}?" if near else (
        "unknown {kind} “{name}”; expected one of: {names}"
    )  # fmt: skip
    text = say(words, kind=say(error.kind), name=error.name, names=listed)
    return f"{error.where}: {text}" if error.where else text
