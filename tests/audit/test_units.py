"""Units that cannot be and one indicator in two units; tables made by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from stratanalysis.audit import audit_tables


def indicators(*rows):
    columns = ["goal", "name", "unit", "source_text", "source_line"]
    data = [("1.1", name, unit, f"{name} ({written})", n) for n, (name, unit, written) in
            enumerate(rows, start=1)]  # fmt: skip
    return pd.DataFrame(data, columns=columns).assign(source_document="s.txt", source_place=None)


def problems(check, *rows):
    return audit_tables({"indicators": indicators(*rows)}, checks=[check]).problems


@pytest.mark.parametrize(
    ("name", "unit", "written"),
    [
        ("кількість створених кооперативів", "persons", "осіб"),
        ("кількість щеплень тварин", "persons", "осіб"),
        ("кількість ліквідованих звалищ", "m3", "м3"),
        ("кількість шкіл", "km", "км"),
    ],
)
def test_impossible_units(name, unit, written):
    (finding,) = problems("unit-that-cannot-be", (name, unit, written))
    assert (finding.severity, finding.stated) == ("warning", written)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("кількість учнів", "persons"),
        ("кількість залучених до спорту", "persons"),
        ("кількість охопленої молоді", "persons"),
        ("кількість вивезеного сміття", "m3"),
        ("кількість спожитої електроенергії", "kWh"),
        ("протяжність доріг", "km"),
        ("кількість шкіл", "items"),
        ("частка звернень", "percent"),
    ],
)
def test_possible_units(name, unit):
    assert problems("unit-that-cannot-be", (name, unit, unit)) == ()


def test_one_indicator_in_two_units():
    first = ("кількість ліквідованих звалищ", "items", "од")
    second = ("кількість ліквідованих звалищ", "m3", "м3")
    (finding,) = problems("one-unit", first, second)
    assert (finding.source.line, finding.stated, finding.computed) == (2, "м3", "од")
    assert problems("one-unit", first, first) == ()


def test_an_unknown_unit_is_not_checkable():
    (tally,) = audit_tables(
        {"indicators": indicators(("кількість шкіл", None, ""))}, checks=["unit-that-cannot-be"]
    ).tallies
    assert (tally.ok, tally.mismatch, tally.not_checkable) == (0, 0, 1)
