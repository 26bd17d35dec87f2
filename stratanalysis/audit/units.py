"""Units of indicators: units that cannot be, and one indicator in two units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stratanalysis.audit.tables import Row, source_of, text_of
from stratanalysis.audit.verdicts import Material, Verdict, mismatch, ok, unknown
from stratanalysis.audit.words import content_stems, rules
from stratanalysis.findings import Severity
from stratanalysis.quantities import prepare, unit_kinds

__all__ = ["check_indicator_units", "check_same_unit"]

_COUNT = re.compile(r"\W{0,3}(?:кількість|чисельність|число|number of|count of)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]++(?:['-][^\W\d_]++)*+")
_NOT_COUNTS = ("length", "area", "volume", "money", "share", "energy", "mass")


def check_indicator_units(material: Material) -> Iterator[Verdict]:
    """Check that the unit of an indicator can measure what it names.

    A count ("number of ...") cannot be in cubic metres, kilometres or hryvnias, unless of a
    substance (water, waste); a count of things that are no people cannot be in persons.
    """
    table = material.table("indicators")
    if table is None:
        return
    kinds = unit_kinds()
    for row in table.to_dict("records"):
        name, unit = prepare(text_of(row, "name")), text_of(row, "unit")
        kind = kinds.get(unit.rpartition(" ")[2])
        if kind is None:
            yield unknown()
            continue
        words = [match.group().lower() for match in _WORD.finditer(name)]
        thing = _about(words, "things") and not _about(words, "people")
        if unit.endswith("persons") and thing:
            yield _impossible(
                material,
                row,
                "{name} cannot be measured in {stated}: they are no people; correct the unit",
            )
        elif _COUNT.match(name) and kind in _NOT_COUNTS and not _about(words, "substances"):
            yield _impossible(
                material,
                row,
                "{name} cannot be measured in {stated}: it is a count; correct the unit",
            )
        else:
            yield ok()


def _about(words: list[str], what: str) -> bool:
    beginnings = tuple(rules()["units"][what])
    return any(word.startswith(beginnings) for word in words)


def _impossible(material: Material, row: Row, why: str) -> Verdict:
    source, stated = source_of(material, row), _unit_as_written(row)
    name = text_of(row, "name")
    return mismatch(Severity.WARNING, source, why, stated=stated, computed="од.", name=name)


def _unit_as_written(row: Row) -> str:
    found = re.findall(r"\(([^()]{1,20})\)", text_of(row, "source_text"))
    return found[-1].strip() if found else text_of(row, "unit")


def check_same_unit(material: Material) -> Iterator[Verdict]:
    """Check that an indicator given twice has one unit."""
    table = material.table("indicators")
    if table is None:
        return
    first: dict[frozenset[str], Row] = {}
    for row in table.to_dict("records"):
        unit = text_of(row, "unit")
        key = frozenset(content_stems(text_of(row, "name"))) - {"кількіс", "кільк"}
        if not unit or len(key) < 2:
            continue
        other = first.setdefault(key, row)
        if other is row:
            continue
        if text_of(other, "unit") == unit:
            yield ok()
            continue
        yield mismatch(
            Severity.WARNING,
            source_of(material, row),
            "{name} is in {stated} here and in {computed} at {other}; use one unit",
            stated=_unit_as_written(row),
            computed=_unit_as_written(other),
            name=text_of(row, "name"),
            other=str(source_of(material, other)),
        )
