"""Say what is wrong in a TOML file in the words of the person who typed it."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Fault", "fault_of"]


class Fault(NamedTuple):
    """Where a TOML file breaks, and why.

    Attributes
    ----------
    line : int
        From 1.
    why : str
        English template, key of the catalogue.
    fields : dict
        Values of its fields.
    """

    line: int
    why: str
    fields: dict[str, object]


_KEY = r"[\w.-]+"
_LONGEST = 1000
"""Letters of a line that is explained."""
_UNKNOWN = "the line cannot be read at column {column}; compare it with an example"
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_FAULTS: tuple[tuple[str, str], ...] = (
    (
        rf"(?P<key>{_KEY})\s*=\s*(?P<found>[«»“”„‘’‚][^,}}\n]*)",
        "{key}: the quotes are not straight: {found}; write them as on the keyboard, \"…\"",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*(?P<found>[-+\u2212\u2013]?\d+,\d+)(?![\d.])",
        "{key}: the number {found} has a comma; TOML wants a point: {mended}",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*(?P<found>[\u2212\u2013]\s*\d[\d.]*)",
        "{key}: the minus of {found} is a dash; write the hyphen of the keyboard: {mended}",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*(?P<found>[-+]?[\d.]+\s*%)",
        "{key}: the value is {found}; TOML knows no percent sign: write a share, 5% is 0.05",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*(?P<found>\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+)(?!\d)",
        "{key}: the number {found} has spaces; write its digits together: {mended}",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*(?=[,}}\]]|#|$)",
        "{key}: there is no value after the sign =; write a number or words in quotes",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*(?P<found>(?!true\b|false\b|inf\b|nan\b)[^\W\d][^,}}#\n\"]*)",
        "{key}: the words {found} have no quotes; write {key} = \"{found}\"",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*(?P<mended>[-+]?\d+(?:\.\d+)?)\s+(?P<found>[^\W\d][^,}}#\n]*)",
        "{key}: after the number comes {found}; write the number alone: {mended}",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*\"[^\"]*\"(?P<found>[^\W\d][^\"\n]*)\"",
        "{key}: there are quotes within quotes; write the inner ones as «{found}»",
    ),
    (
        rf"(?P<key>{_KEY})\s*=\s*\"[^\"]*(?P<found>\\[^\"]*)\"",
        "{key}: there is a backslash in {found}; write / or two backslashes",
    ),
    (
        rf"(?:^|[{{,])\s*(?P<key>{_KEY})\s*:\s*(?P<found>[^,}}\n]*)",
        "{key}: there is a colon; TOML wants the sign =",
    ),
)  # fmt: skip
"""Patterns of a line that broke, in the order in which they speak."""


def _word_at(line: str, column: int) -> str:
    """The word of a line that holds a column, or follows it."""
    words = [m for m in re.finditer(_KEY, line) if m.end() >= column - 1]
    return words[0][0] if words else ""


def fault_of(text: str, error: Exception) -> Fault:
    """Explain an error of :mod:`tomllib`.

    Parameters
    ----------
    text : str
        The file.
    error : Exception
        What reading it raised.

    Returns
    -------
    Fault
        Missing values, commas in numbers, percent signs, quotes, dashes, letters of the other
        alphabet, brackets and names given twice are recognised; anything else names line and
        column.

    Examples
    --------
    >>> import tomllib
    >>> try:
    ...     tomllib.loads("share = 0,05")
    ... except tomllib.TOMLDecodeError as error:
    ...     found = fault_of("share = 0,05", error)
    >>> found.why.format(**found.fields)
    'share: the number 0,05 has a comma; TOML wants a point: 0.05'
    """
    said, lines = str(error), text.split("\n")
    found = re.search(r"line (\d+), column (\d+)", said)
    number = int(found[1]) if found else _last(lines)
    column = int(found[2]) if found else 1
    line = lines[number - 1] if number <= len(lines) else ""
    if len(line) > _LONGEST:  # the patterns look at a line again and again
        return Fault(number, _UNKNOWN, {"column": column})
    keys = [m[0] for m in re.finditer(rf"{_KEY}(?=\s*=)", line) if _CYRILLIC.search(m[0])]
    word = keys[0] if keys else _word_at(line, column)
    if keys or ("key" in said and _CYRILLIC.search(word)):
        why = "the name {word} is written with Cyrillic letters; names are Latin: type it again"
        return Fault(number, why, {"word": word})
    if "Cannot overwrite" in said or "Duplicate" in said or "twice" in said:
        # tomllib points behind the value; the name is the first of its line
        key = (re.search(r"Duplicate inline table key '([^']*)'", said) or [None, None])[1]
        named = key or (re.findall(rf"{_KEY}(?=\s*=)|(?<=\[){_KEY}(?=\])", line) or [line])[-1]
        return Fault(number, "{key} is given twice; delete one of the two", {"key": named})
    for pattern, why in _FAULTS:
        match = re.search(pattern, line)
        if match:
            values: dict[str, object] = dict(match.groupdict())
            if "mended" not in values and "{mended}" in why:
                values["mended"] = _mended(match["found"])
            return Fault(number, why, {k: str(v).strip() for k, v in values.items()})
    return Fault(number, *_by_brackets(line, said, column))


def _last(lines: list[str]) -> int:
    """Number of the last line that is not empty."""
    return max((n for n, line in enumerate(lines, 1) if line.strip()), default=1)


def _mended(number: str) -> str:
    plain = re.sub(r"[ \u00a0\u202f]", "", number).replace(",", ".")
    return re.sub("[\u2212\u2013]", "-", plain)


def _by_brackets(line: str, said: str, column: int) -> tuple[str, dict[str, object]]:
    """Explain an error by what of the line is not closed; else by its place."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"', "", line)
    if '"' in bare or "Unterminated string" in said:
        return "a quote that opens in this line is not closed", {}
    if bare.lstrip().startswith("[") and "=" not in bare:
        return "a heading is closed as it is opened: [name] or [[name.assumption]]", {}
    if bare.count("{") != bare.count("}") or bare.count("[") != bare.count("]"):
        return "a bracket that opens in this line is not closed", {}
    if bare.count("{") and re.search(r"[\w\"\s]\s+[\w-]+\s*=", bare.split("{", 1)[1]):
        return "between the parts in curly brackets a comma is missing", {}
    if "=" not in bare:
        return "the line has no sign =; write name = value, or # before a remark", {}
    return _UNKNOWN, {"column": column}
