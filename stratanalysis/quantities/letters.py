"""Letters, spaces and Roman numerals as typed in Ukrainian documents.

Every cleaning here keeps the length of the text, so that a place found in the cleaned text is the
same place in the text as written.
"""

from __future__ import annotations

import re

__all__ = [
    "prepare", "read_roman", "squeeze", "unify_letters", "unify_signs", "without_invisible",
    "write_roman",
]  # fmt: skip

_SIGNS = str.maketrans(
    dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007", " ")
    | dict.fromkeys("\u2008\u2009\u200a\u202f\u205f\u3000\t\r\x0b\x0c\u200b\ufeff", " ")
    | dict.fromkeys("\u2019\u02bc\u2032\u2018\u00b4`\u02b9", "'")
    | dict.fromkeys("\u2010\u2011\u00ad", "-")
)
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_ODD_SIGN = re.compile("[" + re.escape("".join(map(chr, _SIGNS))) + "]")
_LATIN = "aceiopxyABCEHIKMOPTXYï"
_CYRILLIC = "асеіорхуАВСЕНІКМОРТХУї"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile(r"[^\W\d_]++")
_HAS_LATIN = re.compile(r"[A-Za-zï]")
_MIXED = re.compile(r"[A-Za-zï][\u0400-\u052f]|[\u0400-\u052f][A-Za-zï]")
_HAS_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_ROMAN_LOOKALIKES = {
    "І": "I", "Ӏ": "I", "l": "I", "1": "I", "|": "I", "Х": "X", "С": "C", "М": "M",
    "П": "II", "Ш": "III", "У": "V", "Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V",
    "Ⅵ": "VI", "Ⅶ": "VII", "Ⅷ": "VIII", "Ⅸ": "IX", "Ⅹ": "X",
}  # fmt: skip
_ROMAN_STEPS = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"),
    (1, "I"),
)  # fmt: skip


def without_invisible(text: str) -> str:
    """Return a text without optional hyphens (U+00AD) and spaces of no width.

    Documents are read through it, so that a word which may be parted at a line end stays one word.

    Examples
    --------
    >>> without_invisible("роз\u00adвиток")
    'розвиток'
    """
    return _INVISIBLE.sub("", text) if _INVISIBLE.search(text) else text


def without_controls(text: str) -> str:
    r"""Return a text without controls: those that turn the direction of writing, and all of C0.

    A tab and a line end stay. Names and titles are shown through it, so that no sign of a text can
    change how the text around it is read.

    Examples
    --------
    >>> without_controls("a\u202eb\x00c")
    'abc'
    """
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def unify_signs(text: str) -> str:
    """Make one space, one apostrophe and one hyphen of their many kinds; same length.

    En and em dashes and the minus sign stay as they are: they mean different things.
    """
    return text.translate(_SIGNS) if _ODD_SIGN.search(text) else text


_GROUPED = re.compile(r"(?<=\d)'(?=\d{3}(?!\d))")
"""An apostrophe between thousands."""


def unify_letters(text: str) -> str:
    """Make words typed in two alphabets Cyrillic where the letters look alike; same length.

    ``"iнструментiв"`` with a Latin i becomes Cyrillic; ``"SMART"`` and ``"I"`` stay, and so does a
    mixed word whose Latin letters have no Cyrillic twin (``"ArcGIS-система"`` is two words).
    """
    return _WORD.sub(_unify_word, text) if _MIXED.search(text) else text


def _unify_word(match: re.Match[str]) -> str:
    word = match.group()
    if not (_HAS_LATIN.search(word) and _HAS_CYRILLIC.search(word)):
        return word
    cyrillic = word.translate(_TO_CYRILLIC)
    if not _HAS_LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(_TO_LATIN)
    return word if _HAS_CYRILLIC.search(latin) else latin


def prepare(text: str) -> str:
    """Clean signs and letters for reading; same length as `text`; ``3'400`` becomes ``3 400``."""
    clean = unify_letters(unify_signs(text))
    return _GROUPED.sub(" ", clean) if "'" in clean else clean


def squeeze(text: str) -> str:
    """Clean signs and letters and make every run of spaces and line ends one space."""
    return " ".join(prepare(text).split())


def read_roman(text: str) -> int | None:
    """Read a Roman numeral of 1 to 399 in Latin or Cyrillic letters, or of both.

    Letters that stand in for a numeral are understood: Cyrillic ``І``, ``Х``, ``П`` (II), ``Ш``
    (III) and ``У`` (V). Returns None for what is not a well-formed numeral and for digits alone.
    """
    text = text.strip()
    if not text or len(text) > 12 or text.isdecimal():
        return None
    latin = "".join(_ROMAN_LOOKALIKES.get(sign, sign) for sign in text)
    rest, value = latin, 0
    for step, letters in _ROMAN_STEPS:
        while rest.startswith(letters):
            value += step
            rest = rest[len(letters) :]
    return value if not rest and 0 < value < 400 and write_roman(value) == latin else None


def write_roman(value: int) -> str:
    """Write 1 to 399 as a Roman numeral in Latin letters.

    Raises
    ------
    ValueError
        `value` is outside 1 to 399.
    """
    if not 0 < value < 400:
        raise ValueError(f"a Roman numeral is written for 1 to 399, not for {value}")
    written = ""
    for step, letters in _ROMAN_STEPS:
        while value >= step:
            written += letters
            value -= step
    return written
