"""An indicator told in words: its name, unit, base and target values with their years."""

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

__all__ = ["indicator_in_words"]

_BASE = re.compile(
    r"(?:баз(?:ов\w{1,3}|а|ис\w{0,3})|вихідн\w{1,3}|поточн\w{1,3}|фактичн\w{1,3}|baseline|base)"
    r"(?:[ ](?:значенн\w|показник\w?|рівень|рік|value|year))?",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:ціл(?:ьов\w{1,3}|ь)|планов\w{1,3}|очікуван\w{1,3}|прогнозн\w{1,3}|target)"
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
_EDGES = " ,;:.\u2013\u2014-("
_YEAR = range(1990, 2101)


def indicator_in_words(text: str, *, habit: Habit) -> dict[str, Any]:
    """Read an item of a list of indicators.

    Known forms: ``name, unit: базове значення A (year), цільове значення B (year)``;
    ``name, unit: з A (year) до B (year)``; ``name: year – A, year – B``; ``name – B unit``.

    Returns
    -------
    dict
        `name`, `unit` and, where they are told, `base_value`, `base_year`, `target_value`,
        `target_year`; values in the unit as written, which stands in `unit`.
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
    return {"name": squeeze(name).strip(_EDGES), "unit": code or unit_after or None} | values


def _dated(clean: str) -> list[re.Match[str]]:
    """Return the values that each have their year, in time; none unless there are two or more."""
    for pattern in (_YEAR_FIRST, _YEAR_LAST):
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
