"""Headings of goals: level word, code and title (``rules/goals.toml``).

A code is normalised to components parted by stops: ``1.1.1``, ``А.2``, ``I.II``. Letters that
look alike become Cyrillic in letter codes and Latin in Roman numerals; a letter typed for a digit
becomes the digit.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from stratanalysis.documents.columns import key, read_rules
from stratanalysis.quantities import prepare, read_roman, write_roman

__all__ = [
    "LEVELS",
    "Heading",
    "code_numbers",
    "is_heading",
    "names_goal",
    "normalise_code",
    "parent_code",
    "read_heading",
    "same_title",
]

LEVELS = ("strategic", "operational", "task", "area")
_LONGEST = 700
"""Longer paragraphs are narrative, not headings."""

_LONG_TASK = re.compile(
    r"\W{0,3}(?:[A-ZА-ЯІЇЄҐ][. ]{0,2})?\d{1,2}(?:[.]\d{1,2}){2}[.]?\s{1,3}[^\W\d_]"
)
"""A task with its code may be as long as a paragraph."""

_CODE = (
    r"(?:\d{1,2}|[IVXІХ]{1,4}|[ПШУ](?=[.])|[A-ZА-ЯҐЄІЇ](?:[ ]?\d{1,2}|(?=[.:)])))"
    r"(?:[.](?:[ ]?(?:\d{1,2}|[IVXІХПШУ]{1,4}(?![^\W\d_]))|[ЗзОO](?=[.]))){0,3}"
)
_CODE_AFTER_WORD = re.compile(
    rf"[ ]{{0,3}}[№:]?[ ]{{0,3}}(?P<code>{_CODE})(?=[.:)\s]|$|[-\u2013\u2014]\s)"
    rf"|[ ]{{1,3}}(?P<letter>[A-ZА-ЯҐЄІЇ])"
    rf"(?=[ ]{{1,2}}[-\u2013\u2014][ ]|[ ]{{1,2}}[\"«“]?[A-ZА-ЯҐЄІЇ][^\W\d_]|[ ]?$)"
)
_GLUED_CODE = re.compile(r"[ ]{0,3}(?P<code>\d{1,2}(?:[.]\d{1,2}){0,3})(?=[.][^\W\d_])")
_CODE_ALONE = re.compile(
    r"(?P<code>[IVXІХ]{2,4}(?:[.]\d{1,2}){1,2}"
    r"|(?:[A-ZА-ЯҐЄІЇ][. ]{0,2})?\d{1,2}(?:[.](?:[ ]?\d{1,2}|[Зз](?=[.]))){0,3}"
    r"|[A-ZА-ЯҐЄІЇ][.][Зз](?=[.])"
    r"|[IVXІХ]{1,4}[.][IVXІХ]{1,4}|[A-ZА-ЯҐЄІЇ](?=[.][ ]))"
    r"(?:[.)]?[ ]{1,2}(?P<dash>[\u2013\u2014-])[ ]{1,2}|[.)][ ]{0,3}|[ ]{1,3}|(?=[^\W\d_]))"
    r"(?:(?P<again>\d{1,2}[.]\d{1,2})[.]?[ ]{1,3})?(?=[\"«“„(]{0,2}[^\W\d_])"
)
_TASK_LETTER = re.compile(r"[ЗзZ][. ]{0,2}(\d{1,2}(?:[.]\d{1,2}){2})")
_CHAPTER = re.compile(r"(?:\d{1,2}(?:[.]\d{1,2}){0,2}[.)]?|[IVXІХ]{1,4}[.)])[ ]{1,4}")
_SEPARATOR = re.compile(r"[ ]{0,3}[.:)\u2013\u2014-]{0,2}[ ]{0,3}")
_COMPONENT = re.compile(r"\d+|[^\W\d_]+")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a goal.

    Attributes
    ----------
    level : str or None
        One of :data:`LEVELS` where a word says so; None where there is only a code.
    code : str
        Normalised code; empty where none is written.
    code_as_written : str
        The code as written.
    title : str
        Title without word and code, spaces squeezed, without a final stop.
    generic : bool
        Whether the word ("Напрям") may name a level below a goal that is called strategic.
    """

    level: str | None
    code: str
    code_as_written: str
    title: str
    generic: bool = False

    @property
    def depth(self) -> int:
        """Number of components of the code; a letter with a number has two."""
        return len(self.code.split(".")) if self.code else 0


@functools.cache
def _words() -> re.Pattern[str]:
    rules = read_rules("goals")
    groups = []
    for level, entry in rules["levels"].items():
        words = sorted(entry["words"], key=len, reverse=True)
        alternatives = "|".join(re.escape(word).replace(r"\ ", "[ ]{1,3}") for word in words)
        short = "|".join(re.escape(word) for word in entry["short"])
        groups.append(rf"(?P<{level}>(?:{alternatives})(?![^\W\d_]))")
        if short:
            groups.append(rf"(?P<{level}_short>(?-i:{short})(?=[ ]?\d|[ ][A-ZА-ЯҐЄІЇ][.:)\d]))")
    noise = "|".join(re.escape(word) for word in rules["noise"])
    first = "|".join(re.escape(stem) for stem in rules["ordinals"])
    return re.compile(
        rf"(?:(?:{noise})[ ]?)?"
        rf"(?:(?P<ordinal>(?:{first})\w{{0,3}})[ ]{{1,3}})?(?:{'|'.join(groups)})",
        re.IGNORECASE,
    )


@functools.cache
def _ordinals() -> re.Pattern[str]:
    stems = "|".join(re.escape(stem) for stem in read_rules("goals")["ordinals"])
    return re.compile(rf"[ ]{{0,3}}(?P<stem>{stems})\w{{0,3}}(?=[ .:]|$)", re.IGNORECASE)


def _ordinal(match: re.Match[str] | None) -> str:
    assert match is not None
    return str(read_rules("goals")["ordinals"][match["stem"].lower()])


@functools.cache
def _digits() -> dict[str, str]:
    return dict(read_rules("goals")["digits"])


def normalise_code(written: str) -> str:
    """Normalise a code: ``"А 1.1."`` to ``"А.1.1"``, ``"І.ІІ"`` to ``"I.II"``, ``"А.З"`` to "А.3".

    Returns
    -------
    str
        Components parted by stops; empty for what holds no code.
    """
    parts = _COMPONENT.findall(prepare(written).strip())
    if not parts:
        return ""
    if _is_roman(parts):
        return ".".join(
            part if part.isdecimal() else write_roman(read_roman(part) or 1) for part in parts
        )
    found = []
    for position, part in enumerate(parts):
        if position and part in _digits():
            found.append(_digits()[part])
        elif part.isdecimal():
            found.append(str(int(part)))
        else:
            found.append(_letter(part))
    return ".".join(found)


def _is_roman(parts: list[str]) -> bool:
    """Tell Roman numerals from letters: a lone ``С`` or ``М`` and one before digits is a letter."""
    first = parts[0]
    if first.isdecimal() or any(
        read_roman(part) is None and not part.isdecimal() for part in parts
    ):
        return False
    if len(parts) == 1:
        return len(first) > 1 or first in "IVXІХ"
    return first not in "СCМM" or not parts[1].isdecimal()


def _letter(part: str) -> str:
    twins = str.maketrans("ABCEHIKMOPTXaceiopxy", "АВСЕНІКМОРТХасеіорху")
    return part.translate(twins).upper()


def code_numbers(code: str) -> tuple[int | str, ...]:
    """Return the components of a code as numbers where they are any: ``"IV.1"`` is ``(4, 1)``."""
    numbers: list[int | str] = []
    for part in code.split("."):
        roman = read_roman(part) if code[:1] in "IVX" else None
        numbers.append(int(part) if part.isdecimal() else roman if roman is not None else part)
    return tuple(numbers)


def parent_code(code: str) -> str:
    """Return the code without its last component; empty at the top."""
    return code.rpartition(".")[0]


def read_heading(text: str) -> Heading | None:
    """Read a paragraph or cell as the heading of a goal.

    Returns
    -------
    Heading or None
        None where neither a level word nor a code begins the text, for narrative, and for a level
        word alone with neither code nor title (a column head).
    """
    if len(text) > _LONGEST and not _LONG_TASK.match(text[:40]):
        return None
    clean = _SPACES.sub(" ", prepare(text)).strip(" -\u2013·•")
    if not clean:
        return None
    start = 0
    match = _words().match(clean)
    if match is None:
        chapter = _CHAPTER.match(clean)
        match = _words().match(clean, chapter.end()) if chapter else None
    if match is None:
        return _code_alone(clean)
    level = str(match.lastgroup).removesuffix("_short")
    start = match.end()
    code = _CODE_AFTER_WORD.match(clean, start) or _GLUED_CODE.match(clean, start)
    written = (code["code"] or code.groupdict().get("letter") or "").strip() if code else ""
    ordinal = _ordinals().match(clean, start) if not code else None
    if ordinal:
        written, start = _ordinal(ordinal), ordinal.end()
    elif not code and match["ordinal"]:
        written = _ordinal(_ordinals().match(match["ordinal"] + " "))
    chapter_code = ""
    if not written and match.start() > 0 and level not in ("goal", "direction"):
        chapter_code = clean[: match.start()].strip()
        written = chapter_code
    rest = _after(clean, code.end() if code else start)
    if code and not chapter_code:
        again = _words().match(rest)
        if again and str(again.lastgroup).endswith("_short"):
            at = again.end()
            inner = _CODE_AFTER_WORD.match(rest, at) or _GLUED_CODE.match(rest, at)
            rest = _after(rest, inner.end()) if inner else rest
    if not written and (not rest or not rest[0].isupper()):
        return None
    if level in ("goal", "direction", "task") and not written:
        return None  # a sentence that begins with the bare word
    normal = normalise_code(written)
    generic = level == "direction"
    if level in ("goal", "direction"):
        level = LEVELS[min(len(normal.split(".")), 3) - 1]
    return Heading(level, normal, written, rest, generic)


def _after(clean: str, start: int) -> str:
    separator = _SEPARATOR.match(clean, start)
    rest = clean[separator.end() :] if separator else clean[start:]
    return rest.strip().rstrip(".;").strip()


def _code_alone(clean: str) -> Heading | None:
    match = _CODE_ALONE.match(clean)
    if match is None:
        return None
    title = _after(clean, match.end())
    written = match["code"].strip()
    if match["dash"] and written.count(".") < 1:
        return None
    if (task := _TASK_LETTER.fullmatch(written)) and title:
        return Heading("task", normalise_code(task[1]), written, title)
    if match["again"] and not written.endswith(f".{match['again']}"):
        return None  # only the code's own end may be repeated, as in 1.4.2 4.2
    return Heading(None, normalise_code(written), written, title) if title else None


def is_heading(text: str) -> bool:
    """Tell whether a text is the heading of a goal, by word or by code."""
    return read_heading(text) is not None


def names_goal(text: str) -> bool:
    """Tell whether a text is a goal's level word, code and title: ``Ціль 1.1. Чисте місто``."""
    heading = read_heading(text)
    return heading is not None and bool(heading.level and heading.code and heading.title)


def same_title(first: str, second: str) -> bool:
    """Tell whether two titles are the same but for signs, letters, case and being cut short."""
    one, two = sorted((key(first), key(second)), key=len)
    if not one:
        return not two
    return one == two or (len(one) > 24 and two.startswith(one)) or one[:60] == two[:60] != ""
