"""An indicator in words: its name, unit, base and target values with their years."""

from __future__ import annotations

import re
from typing import Any

from stratanalysis.plans.lists import indicator_name
from stratanalysis.quantities import (
    Habit,
    find_numbers,
    find_years,
    prepare,
    read_unit,
    squeeze,
)

__all__ = ["indicator_in_sentence", "indicator_in_words"]

_COUNTED = re.compile(
    r"(?<![^\W\d_])(?P<name>(?:кількість|част(?:ка|ку)|питома вага|обсяг|площ[ау]|протяжність|"
    r"довжин[ау]|чисельність|рівень|середн\w{1,3}|охоплення|number of|share of)"
    r"(?![^\W\d_])[^,;:.\d]{2,120}?)[ ]"
    r"(?P<verb>(?:[ву][ ]20\d\d[ ]?(?:році|р\.)[ ])?(?:має[ ]|повин\w{1,3}[ ])?"
    r"(?:зрос[тл]\w{1,3}|(?:з|по)більш\w{2,5}|(?:підвищ|зменш|скорот|зниз|знизить|досяг|сягн|становит|"
    r"складат|складе|станови)\w{0,6}))(?![^\W\d_])",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"(?<![^\W\d_])(?:має|повин\w{1,3}|зросте|зростуть|\w{3,16}иться|\w{3,16}атиме|\w{3,16}итиме|досягне|"
    r"сягне|складе|станови(?:ти)?ме|очіку\w{2,5}|план\w{3,8}|will)(?![^\W\d_])",
    re.IGNORECASE,
)

_BASE = re.compile(
    r"(?:баз(?:ов\w{1,3}|а|ис\w{0,3})|вихідн\w{1,3}|поточн\w{1,3}|фактичн\w{1,3}|baseline|base)"
    r"(?:[ ](?:значенн\w|показник\w?|рівень|рік|value|year))?",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:ціл(?:ьов\w{1,3}|ь)|план(?:ов\w{1,3})?(?![^\W\d_])|очікуван\w{1,3}|прогнозн\w{1,3}|target)"
    r"(?:[ ](?:значенн\w|показник\w?|рівень|орієнтир|value))?",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"(?<![^\W\d_])(?:з|із|від|from)[ ]{1,2}(?=\d)", re.IGNORECASE)
_TO = re.compile(r"(?<![^\W\d_])(?:до|to)[ ]{1,2}(?=\d)|→|->", re.IGNORECASE)
_ARROW = re.compile(
    r"[ ]{0,2}[:\u2013\u2014-][ ]{0,2}(?P<base>\d[^;]{0,40}?)"
    r"[ ]?(?:→|->)[ ]?(?P<target>\d[^;]{0,60})"
)
_SIGN = re.compile(r"[ ]{0,2}[\u2013\u2014:-][ ]{0,2}(?=(?:не[ ](?:менше|більше)[ ])?\d)")
_YEAR_FIRST = re.compile(
    r"(?<![\w-])(?:[ув][ ])?(?P<year>20\d\d)[ ]?(?:р(?:ік|оці|оку|\.)?)?[ ]?"
    r"(?:[\u2013\u2014:=-]|становить)[ ]?"
    r"(?P<value>\d[\d ]{0,10}(?:[.,]\d{1,4}(?!\d))?[^,;()\d]{0,25})",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    r"(?P<value>(?<![\w.,])\d[\d ]{0,10}(?:[.,]\d{1,3})?[ ]?[^,;()\d]{0,12})"
    r"[(][ ]?(?:[ув][ ])?(?P<year>20\d\d)[ ]?(?:р(?:ік|оці|оку|\.)?)?[ ]?[)]",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(
    r"(?P<value>(?<![\w.,])\d[\d ]{0,10}(?:[.,]\d{1,3})?[ ]?[^,;()\d]{0,14}?)"
    r"[ ][ув][ ](?P<year>20\d\d)(?:[ ]?р(?:оці|\.)?)?(?![\d-])",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?:год|годин|грн|осіб|од|тонн?|т|км|кг|м|кв\.?[ ]?м|куб\.?[ ]?м|л|кВт·год|кВт)"
    r"\.?(?:[²³23]|[ ]рік)?"
    r"(?:[ ]на[ ]|[ ]за[ ]|/)[^\W\d_][^,;:]{0,30}",
    re.IGNORECASE,
)
"""A unit for each of something: ``год на рік``, ``кВт·год/м²``."""
_EDGES = " ,;:.\u2013\u2014-("
_YEAR = range(1990, 2101)
_ANY_YEAR = re.compile(r"(?<![\d.,])20\d\d(?=[ ]?р|[),.]|$)", re.IGNORECASE)
_LONGEST_SENTENCE = 400


def indicator_in_words(text: str, *, habit: Habit) -> dict[str, Any]:
    """Read an item of a list of indicators.

    Known forms: ``name, unit: базове значення A (year), цільове значення B (year)``;
    ``name, unit: з A (year) до B (year)``; ``name: year – A, year – B``; ``name – B unit``.

    Returns
    -------
    dict
        `name`, `unit` and, where they are given, `base_value`, `base_year`, `target_value`,
        `target_year`; values in the unit as written, which is in `unit`.
    """
    clean = prepare(text)
    base, target = _BASE.search(clean), _TARGET.search(clean)
    values: dict[str, Any] = {}
    cut = len(text)
    if base or target:
        cut = min(match.start() for match in (base, target) if match)
        for name, match, other in (("base", base, target), ("target", target, base)):
            if match is None:
                continue
            end = other.start() if other and other.start() > match.start() else len(clean)
            values |= _value(clean[match.end() : end], name, habit)
    elif not _FROM_TO.search(clean) and (dated := _dated(clean)):
        cut = dated[0].start()
        for name, match in (("base", dated[0]), ("target", dated[-1])):
            values |= _value(match["value"], name, habit) | {f"{name}_year": int(match["year"])}
    elif not _FROM_TO.search(clean) and (arrow := _ARROW.search(clean)):
        cut = arrow.start()
        values = _value(arrow["base"], "base", habit) | _value(arrow["target"], "target", habit)
    else:
        first = _FROM_TO.search(clean)
        last = _TO.search(clean, first.end()) if first else None
        if first and last:
            cut = first.start()
            values = _value(clean[first.end() : last.start()], "base", habit)
            values |= _value(clean[last.end() :], "target", habit)
        elif sign := _SIGN.search(clean):
            cut = sign.start()
            values = _value(clean[sign.end() :], "target", habit)
    name, code, _ = indicator_name(text[:cut].strip(_EDGES) if values else text)
    unit_after = values.pop("unit", "")
    head, comma, ending = name.rpartition(",")
    unit = read_unit(ending) if comma and not code else None
    if unit is not None and unit.name:
        name, code = head, unit.name
    elif comma and not code and values and _RATE.fullmatch(prepare(ending).strip(" .")):
        name, code = head, squeeze(ending)
    return {"name": squeeze(name).strip(_EDGES), "unit": code or unit_after or None} | values


def indicator_in_sentence(text: str, *, habit: Habit) -> dict[str, Any] | None:
    """Read a sentence that says what an indicator will be; None for any other.

    ``Площа парків зросте з 12 га у 2024 році до 30 га у 2027 році``: a counted noun, a verb of what
    is to come, one number or two, and years in their order.

    Examples
    --------
    >>> row = indicator_in_sentence("До 2027 року площа парків збільшиться з 12 до 30 га.",
    ...                             habit=Habit.COMMA_DECIMAL)
    >>> row["name"], row["base_value"], row["target_value"], row["target_year"]
    ('Площа парків', 12.0, 30.0, 2027)
    """
    clean = prepare(text)
    found = _COUNTED.search(clean) if len(clean) < _LONGEST_SENTENCE else None
    if found is None or not _AHEAD.search(clean):
        return None
    numbers = [n for n in find_numbers(clean, habit=habit) if not _is_year(n, clean)]
    years = [int(year[0]) for year in _ANY_YEAR.finditer(clean)]
    if not 0 < len(numbers) < 3 or len(years) > 2 or not years:
        return None
    if any(number.start < found.end("name") for number in numbers):
        return None
    if len(numbers) == 2 and (begin := _FROM_TO.search(clean)) and begin.end() == numbers[0].start:
        inside = _ANY_YEAR.search(clean, numbers[0].end, numbers[1].start)
        rest = [year for year in years if inside is None or year != int(inside[0])]
        dated = [
            (int(inside[0]) if inside else 0, numbers[0]),
            (rest[0] if rest else 0, numbers[1]),
        ]
    elif len(numbers) == len(years):
        dated = sorted(zip(years, numbers, strict=True), key=lambda pair: pair[0])
    else:
        return None
    name, code, _ = indicator_name(text[found.start("name") : found.end("name")])
    row: dict[str, Any] = {"name": name[:1].upper() + name[1:], "unit": code or None}
    for which, (year, number) in zip(("target", "base"), reversed(dated), strict=False):
        row |= {f"{which}_value": number.value, f"{which}_year": year or None}
        unit = read_unit(re.split(r"[(),;.]|[ ](?:[ув]|до|проти)[ ]", clean[number.end :])[0])
        row["unit"] = row["unit"] or (unit.name if unit is not None and unit.code else None)
    return row


def _is_year(number: Any, clean: str) -> bool:
    after = clean[number.end :].lstrip()[:1].lower()
    return number.decimals == 0 and number.value in _YEAR and after in ("", "р", ")", ",", ".", " ")


def _dated(clean: str) -> list[re.Match[str]]:
    """Return the values that each have their year, in time; none unless there are two or more."""
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _YEAR_AFTER):
        found = list(pattern.finditer(clean))
        years = [int(match["year"]) for match in found]
        if len(found) > 1 and years == sorted(set(years)):
            return found
    return []


def _value(words: str, name: str, habit: Habit) -> dict[str, Any]:
    """Return the first number of some words that is no year, and the one year they name."""
    found: dict[str, Any] = {}
    for number in find_numbers(words, habit=habit):
        if number.decimals == 0 and number.value in _YEAR and not found:
            following = words[number.end :].lstrip()[:2].lower()
            if following[:1] in ("", ")", ",", ";", ".", ":") or following.startswith("р"):
                continue
        found[f"{name}_value"] = number.value
        after = re.split(r"[(),;]|[ ][ув][ ]", words[number.end :])[0]
        unit = read_unit(after)
        if unit is not None and unit.code:
            found["unit"] = unit.name
        break
    if found:
        years = find_years(words)
        found[f"{name}_year"] = years[0] if len(years) == 1 else None
    return found
