"""Lines of a preview in the reader's language."""

from __future__ import annotations

import re

from stratanalysis.language import Language, language

__all__ = ["said_line"]

_UNIT = re.compile(r"(?<=\d) (UAH per person|persons|UAH|classes)\b")


def said_line(line: str, code: str) -> str:
    """Translate a line as a whole, else its parts.

    What follows a name and a colon may be a sentence, what follows a comma a label.

    Parameters
    ----------
    line : str
        A line of :attr:`stratanalysis.intake.TakeResult.lines`.
    code : {"uk", "en"}
        Language of the reader.
    """
    words = language(code)
    text = line.lstrip()
    indent = line[: len(line) - len(text)]
    text = re.sub(r"\bline (\d+)", lambda hit: f"{words.text('line')} {hit[1]}", text)
    text = re.sub(r"\(([^()]+), new\)$", lambda hit: f"({hit[1]}, {words.text('new')})", text)
    return indent + _UNIT.sub(lambda hit: f" {words.unit(hit[1])}", _parts(text, words))


def _parts(text: str, words: Language) -> str:
    if text.startswith("left out: "):
        return f"{words.text('left out')}: {_parts(text.removeprefix('left out: '), words)}"
    said = words.filled(text)
    if said != text:
        return said
    for mark in (": ", ", "):
        first, found, rest = text.partition(mark)
        if found:
            return f"{_parts(first, words)}{mark}{_parts(rest, words)}"
    return text
