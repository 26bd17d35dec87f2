"""Read what a learner wrote: numbers with a comma, percent, thousands and words, and lists."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stratanalysis.workshop.formulas import computed

__all__ = ["Amount", "amounts_in", "read_amounts", "read_items"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was written.

    Attributes
    ----------
    value : float
        With its "тис.", "млн" or "млрд" multiplied in; percent stay percent.
    half_unit : float
        Half of the last digit written, in the same unit: 0.05 for "5,8".
    percent : bool
    digits : int
        Significant digits written.
    start, end : int
        Where in the text; -1 for a number that was no text.
    """

    value: float
    half_unit: float
    percent: bool = False
    digits: int = 1
    start: int = -1
    end: int = -1


_SPACE = "[ \\u00a0\\u202f\\u2009']"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<sign>[-+\u2212\u2013]{_SPACE}*)?"
    rf"(?P<digits>\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d{{1,3}}(?:[.,]\d{{3}}){{2,}}"
    rf"(?!\d)|\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?)"
    rf"{_SPACE}*(?P<step>тис\w*\.?|млн\.?|мільйон\w*|млрд\.?|мільярд\w*|thousand|million|billion|"
    rf"k\b|m\b|bn\b)?"
    rf"{_SPACE}*(?P<percent>%|відсот\w*|процент\w*|per ?cent)?",
    re.IGNORECASE,
)
_STEPS = (("тис", 1e3), ("thou", 1e3), ("k", 1e3), ("млрд", 1e9), ("мільярд", 1e9), ("b", 1e9),
          ("м", 1e6), ("m", 1e6))  # fmt: skip
_DOWN = re.compile(
    r"мінус|зменш|скороч|скорот|впад|впал|падін|знизи|зниж|менш|minus|fall|fell|decreas|drop|"
    r"declin|fewer|less|lower",
    re.IGNORECASE,
)
_WORDS = {
    "нуль": 0, "один": 1, "одна": 1, "одне": 1, "два": 2, "дві": 2, "три": 3, "чотири": 4,
    "п’ять": 5, "шість": 6, "сім": 7, "вісім": 8, "дев’ять": 9, "десять": 10, "одинадцять": 11,
    "дванадцять": 12, "тринадцять": 13, "чотирнадцять": 14, "п’ятнадцять": 15, "шістнадцять": 16,
    "сімнадцять": 17, "вісімнадцять": 18, "дев’ятнадцять": 19, "двадцять": 20, "тридцять": 30,
    "сорок": 40, "п’ятдесят": 50, "шістдесят": 60, "сімдесят": 70, "вісімдесят": 80,
    "дев’яносто": 90, "сто": 100, "двісті": 200, "триста": 300, "чотириста": 400, "п’ятсот": 500,
    "шістсот": 600, "сімсот": 700, "вісімсот": 800, "дев’ятсот": 900,
}  # fmt: skip


def _step(word: str | None) -> float:
    word = (word or "").lower()
    return next((factor for start, factor in _STEPS if word and word.startswith(start)), 1.0)


def _readings(digits: str) -> list[str]:
    """Decimal spellings of the digits: "54,908" is 54.908 here and 54908 in English."""
    plain = re.sub(_SPACE, "", digits)
    marks = re.findall("[.,]", plain)
    if len(marks) > 1:
        return [re.sub("[.,]", "", plain)]
    found = [plain.replace(",", ".")]
    if re.fullmatch(r"[1-9]\d{0,2}[,.]\d{3}", plain):
        found.append(re.sub("[.,]", "", plain))
    return found


def amounts_in(text: str) -> list[list[Amount]]:
    """Find the numbers of a text; each comes with all its readings.

    Examples
    --------
    >>> [[a.value for a in one] for one in amounts_in("з 21 660 до 20,4 тис., −5,8 %")]
    [[21660.0], [20400.0], [-5.8]]
    """
    found = []
    for match in _NUMBER.finditer(text):
        factor = _step(match["step"])
        sign = -1.0 if (match["sign"] or "").strip() in {"-", "\u2212", "\u2013"} else 1.0
        readings = []
        for written in _readings(match["digits"]):
            number = Decimal(written)
            exponent = int(number.as_tuple().exponent)
            readings.append(
                Amount(
                    sign * float(number) * factor,
                    0.5 * 10.0**exponent * factor,
                    match["percent"] is not None,
                    len(str(written).replace(".", "").lstrip("0")),
                    match.start(),
                    match.end(),
                )
            )
        found.append(readings)
    return found


_PARTS = {"десят": 1, "сот": 2, "тисячн": 3}
"""Stems of decimal places: "п’ять цілих вісім десятих" is 5.8."""
_HALVES = {"пів": 0.5, "половин": 0.5, "півтор": 1.5, "чверт": 0.25, "третин": 1 / 3}
_ORDINALS = ("перш", "друг", "трет", "четверт", "п’ят", "шост", "сьом", "восьм", "дев’ят", "десят")


def _apostrophes(text: str) -> str:
    return re.sub("['ʼ′`]", "’", text.lower())


def _from_words(text: str) -> Amount | None:
    """Read "мінус сорок два відсотки", "п’ять цілих вісім десятих", "пів відсотка"."""
    total = part = 0.0
    places, whole = 0, 0.0
    seen, percent = False, "%" in text
    for word in re.findall(r"[^\W_]+(?:’[^\W_]+)*", _apostrophes(text)):
        half = [value for stem, value in _HALVES.items() if word.startswith(stem)]
        if word in _WORDS or word.isdigit():
            part, seen = part + (_WORDS[word] if word in _WORDS else float(word)), True
        elif half and word.startswith(("трет", "чверт")):
            part, seen, places = (part or 1.0) * half[-1], True, 2
        elif half and not word.startswith("півд"):
            part, seen, places = part + half[-1], True, max(places, 2)
            percent = percent or "відсот" in word
        elif seen and word.startswith("ціл"):
            whole, part = part, 0.0
        elif seen and (found := [n for stem, n in _PARTS.items() if word.startswith(stem)]):
            places = found[0]
            part = whole + part / 10**places
        elif seen and re.match("тис|млн|мільй|млрд|мільярд|thous|mill|bill", word):
            total, part = total + max(part, 1.0) * _step(word), 0.0
        elif word.startswith(("відсот", "процент")):
            percent = True
    digits = len(f"{total + part:.{places}f}".replace(".", "").lstrip("0"))
    half_unit = 0.5 * 10.0**-places
    return Amount(total + part, half_unit, percent, max(digits, 1)) if seen else None


def _is_sum(text: str, numbers: list[list[Amount]]) -> bool:
    """Whether numbers follow each other with smaller and smaller steps: "16 млн 589 тис"."""
    parts = [readings[0] for readings in numbers]
    pairs = list(itertools.pairwise(parts))
    return all(
        not text[a.end : b.start].strip(" ,\u00a0і") and 2 * a.half_unit > b.value > 0
        for a, b in pairs
    )


_TYPED = (("ОоOo", "0"), ("ЗзЗ", "3"), ("ІіIl|", "1"))


def _digits(text: str) -> str:
    """Letters that look like digits and touch one, as digits: "2О22" is 2022."""
    for letters, digit in _TYPED:
        text = re.sub(rf"(?<=[\d.,])[{letters}](?![^\W\d_])", digit, text)
        text = re.sub(rf"(?<![\w.,])[{letters}](?=\d)", digit, text)
    return text


def _plain_number(value: float) -> Amount:
    if not math.isfinite(value):
        return Amount(value, 0.0)
    number = Decimal(repr(float(value)))
    if number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    digits = str(abs(number)).replace(".", "").lstrip("0")
    return Amount(
        float(value), 0.5 * 10.0 ** int(number.as_tuple().exponent), digits=max(len(digits), 1)
    )


def read_amounts(answer: object) -> list[Amount]:
    """Read an answer as a number; all its readings, none where it is no single number.

    Parameters
    ----------
    answer : object
        A number; a text ("−5,8 %", "16,6 млн грн", "20400/21660 - 1", "сорок відсотків"); or a
        pair of whole numbers, which is what Python makes of ``5,8``.

    Examples
    --------
    >>> [round(a.value) for a in read_amounts("16,6 млн грн")]
    [16600000]
    >>> [a.value for a in read_amounts((-5, 8))], read_amounts("не знаю")
    ([-5.8], [])
    """
    if isinstance(answer, bool) or answer is None:
        return []
    if isinstance(answer, (tuple, list)):
        if len(answer) == 1:
            return read_amounts(answer[0])
        if len(answer) == 2 and all(type(part) is int for part in answer) and answer[1] >= 0:
            return read_amounts(f"{answer[0]},{answer[1]}")
        return []
    if not isinstance(answer, str):
        try:
            return [_plain_number(float(answer))]  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return []
    text = _digits(answer.rsplit("=", 1)[-1].strip().rstrip(".;"))
    numbers = amounts_in(text)
    if len(numbers) == 1:
        rest = text[: numbers[0][0].start] + text[numbers[0][0].end :]
        if not re.search(r"[*/^√\d]|ціл|половин", rest):
            falls = _DOWN.search(rest) and numbers[0][0].value > 0
            return [
                Amount(-a.value if falls else a.value, a.half_unit, a.percent, a.digits, 0, 0)
                for a in numbers[0]
            ]
    if len(numbers) > 1 and _is_sum(text, numbers):
        parts = [readings[0] for readings in numbers]
        return [Amount(sum(part.value for part in parts), parts[-1].half_unit, digits=9)]
    value = computed(text)
    if value is not None:
        return [_plain_number(value)]
    worded = _from_words(text) if not numbers or "ціл" in text.lower() else None
    if worded is None:
        return []
    sign = -1.0 if _DOWN.search(text) else 1.0
    return [Amount(sign * worded.value, worded.half_unit, worded.percent, worded.digits)]


_FILLERS = re.compile(
    r"\b(?:рядк\w+|рядок|номер\w*|пункт\w*|частин\w*|lines?|numbers?|and|і|й|та|також|ще|лише|"
    r"чернетк\w*|drafts?|це)\b|№|(?<=\d)-?(?:й|ій|го|му|м|ий|тий)\b|[\[\](){}]",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)\s*(?:[-\u2212–—]|\.\.+|…)\s*(\d+)")
_ORDINAL = {stem: number for number, stem in enumerate(_ORDINALS, 1)}


def _whole_numbers(text: str) -> list[object] | None:
    """The whole numbers of a text that holds nothing else: "рядки 4–5, 7-й та 8"."""
    plain = _apostrophes(_FILLERS.sub(" ", _digits(text)))
    words = {
        word: _WORDS.get(word) or next((n for s, n in _ORDINAL.items() if word.startswith(s)), None)
        for word in re.findall(r"[^\W\d_][\w’]+", plain)
    }
    if any(number is None for number in words.values()):
        return None
    for word, number in words.items():
        plain = plain.replace(word, str(number))
    if not re.search(r"\d", plain) or not re.fullmatch(r"[\d\s,;:./\-\u2212–—…+\"'«»“”]+", plain):
        return None
    plain = _RANGE.sub(
        lambda m: " ".join(map(str, range(int(m[1]), min(int(m[2]), int(m[1]) + 99) + 1))), plain
    )
    return list(dict.fromkeys(int(number) for number in re.findall(r"\d+", plain)))


def read_items(answer: object) -> list[object] | None:
    """Read an answer as a list; a text is parted at commas, semicolons and "і".

    Examples
    --------
    >>> read_items("4, 5 і 7"), read_items(8), read_items("A B D"), read_items("рядки 4–5 та 7-й")
    ([4, 5, 7], [8], ['A', 'B', 'D'], [4, 5, 7])
    """
    if isinstance(answer, str):
        if numbers := _whole_numbers(answer):
            return numbers
        text = answer.strip().strip("[](){}").strip()
        parts: Iterable[object] = re.split(r"[,;/\n]+|\s+(?:і|й|та|and)\s+|\s\+\s", text)
        if re.fullmatch(r"\w(\s+\w)+", text):
            parts = text.split()
    elif isinstance(answer, (bool, float)) and answer != answer // 1:
        return None
    elif isinstance(answer, int) and not isinstance(answer, bool):
        parts = [answer]
    elif isinstance(answer, Iterable):
        parts = answer
    else:
        return None
    items: list[object] = []
    for part in parts:
        item = part.strip().strip("\"'«»“”.`").strip() if isinstance(part, str) else part
        found = _whole_numbers(item) if isinstance(item, str) else None
        for one in found or [item]:
            if one != "" and one not in items:
                items.append(one)
    return items
