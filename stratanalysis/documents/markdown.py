"""Marks of Markdown as people write it: headings, emphasis, links, footnotes, escapes."""

from __future__ import annotations

import re

__all__ = ["heading_mark", "is_markdown", "without_marks"]

_HEADING = re.compile(r"(#{1,6})[ \t]+(?P<text>\S.*?)[ \t]*#*$")
_RULE = re.compile(r"[ ]{0,3}(?:[-*_=][ ]?){3,}$")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,20}\]:?")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}(?:[ ]\"[^\"]{0,200}\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,500}?)(?<=[^\s*_])\1(?![\w*_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~<>])")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_QUOTE = re.compile(r"^[ ]{0,3}(?:>[ ]?)+")
_SETEXT = re.compile(r"[ ]{0,3}(=+|-+)[ ]*$")


def heading_mark(line: str) -> tuple[str, int]:
    """Return a line without the signs of a heading, and its level; 0 for other lines.

    Examples
    --------
    >>> heading_mark("## Стратегічна ціль 1. Ліс")
    ('Стратегічна ціль 1. Ліс', 2)
    """
    match = _HEADING.match(line)
    return (match["text"], len(match[1])) if match else (line, 0)


def is_markdown(text: str, suffix: str) -> bool:
    """Tell whether a text is Markdown: by its name, or by two headings marked with ``#``."""
    if suffix in (".md", ".markdown", ".mkd"):
        return True
    return len(re.findall(r"^#{1,6}[ ]\S", text[:200_000], re.MULTILINE)) > 1


def without_marks(text: str) -> str:
    """Return a Markdown text without emphasis, links, footnotes and escapes; lines stay in place.

    Headings, lists and tables keep their marks: they are read later. A heading underlined with
    ``===`` or ``---`` becomes one that is marked with ``#``.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[str] = []
    for line in lines:
        setext = _SETEXT.match(line)
        if setext and found and found[-1].strip() and found[-1][0] not in "|#>-*+ \t":
            found[-1] = ("# " if setext[1][0] == "=" else "## ") + found[-1]
            found.append("")
            continue
        if _RULE.match(line):
            found.append("")
            continue
        found.append(_inline(line))
    return "\n".join(found)


def _inline(line: str) -> str:
    line = _QUOTE.sub("", line)
    if "[" in line:
        line = _LINK.sub(r"\1", _FOOTNOTE.sub("", line))
    if "**" in line or "__" in line:
        line = _STRONG.sub(r"\2", line)
    if "*" in line or "_" in line:
        line = _EMPHASIS.sub(r"\2", line)
    if "`" in line:
        line = _CODE.sub(r"\1", line)
    return _ESCAPE.sub(r"\1", line) if "\\" in line else line
