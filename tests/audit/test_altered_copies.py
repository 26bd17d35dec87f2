"""A number, a date or a code changed in a copy of a document is found, and mended it goes."""

from __future__ import annotations

import pytest

from stratanalysis.audit import audit_document
from stratanalysis.documents.reading import document_from_text

STRATEGY = "000_5b306b16aa7050ac.txt"
OBLAST = "002_80cd4d1ffcee97e4.txt"
PROGRAMME = "003_829bb63e0a2e4730.txt"
PLAN = "004_38a814e1fa70b4be.txt"


@pytest.fixture(scope="module")
def findings(shared):
    """Return the findings of a copy of a document with changes, as {(check, line)}."""

    def run(name, *changes):
        text = (shared / "seeds" / name).read_text(encoding="utf-8-sig")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        result = audit_document(document_from_text(text, name=name))
        return {(finding.check, finding.source.line) for finding in result.problems}

    return run


@pytest.fixture(scope="module")
def as_written(findings):
    kept: dict[str, set[tuple[str, int | None]]] = {}

    def run(name):
        if name not in kept:
            kept[name] = findings(name)
        return kept[name]

    return run


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (
            STRATEGY,
            {
                ("73 814 осіб", "75 814 осіб"): ("key-figure", 164),
                ("2806", "2816"): ("parts-and-total", 99),
                ("13,6%", "23,6%"): ("shares-100", 100),
                ("320,0 км (59%)", "320,0 км (69%)"): ("percent-of-numbers", 111),
                ("на 42 учня", "на 52 учня"): ("difference", 1531),
                ("493,43км", "593,43км"): ("parts-and-total", 1448),
                ("26.05.2021 №226-р", "32.05.2021 №226-р"): ("day-exists", 42),
                ("3 заклади (дитячо", "4 заклади (дитячо"): ("count-and-list", 120),
                ("\t1.3.3. Розвиток", "\t1.3.4. Розвиток"): ("code-order", 436),
            },
        ),
        (
            PROGRAMME,
            {
                ("575,00\t575,00\t575,00", "575,00\t585,00\t575,00"): ("table-total", 25),
                ("11 181,90", "11 281,90"): ("table-total", 61),
                ("240,00\t---\t---", "---\t240,00\t---"): ("money-and-activity", 58),
            },
        ),
        (
            OBLAST,
            {
                ("Завдання 3.3.3.", "Завдання 3.3.7."): ("code-order", 180),
                ("Оперативна ціль 2.2.", "Оперативна ціль 4.2."): ("code-parent", 99),
            },
        ),
    ],
    ids=["strategy", "programme", "oblast"],
)
def test_changes_are_found(findings, as_written, name, changes):
    found = findings(name, *changes) - as_written(name)
    missed = {change: place for change, place in changes.items() if place not in found}
    assert not missed


@pytest.mark.parametrize(
    ("name", "mended", "gone"),
    [
        (
            STRATEGY,
            [("83,45%", "67,44%"), ("та 7 сільських", "та 6 сільських"), ("37,5% %", "37,5%")],
            {("percent-of-numbers", 112), ("percent-of-numbers", 1426), ("count-and-list", 127),
             ("count-and-list", 1560), ("sign-twice", 120)},
        ),
        (
            PLAN,
            [("30.02.2020", "28.02.2020"), ("30.09.2020</p> <p>2.3", "30.09.2022</p> <p>2.3"),
             ("????", ""), ("V. Візія", "VI. Візія")],
            {("day-exists", 518), ("day-exists", 565), ("day-exists", 646),
             ("end-after-start", 496), ("chapter-numbers", 307)},
        ),
    ],
    ids=["strategy", "plan"],
)  # fmt: skip
def test_mended_errors_go(findings, as_written, name, mended, gone):
    assert gone <= as_written(name)
    assert not gone & findings(name, *mended)


@pytest.mark.parametrize(
    ("name", "line"),
    [(STRATEGY, 71), (STRATEGY, 84), (STRATEGY, 95), (STRATEGY, 99), (STRATEGY, 100),
     (STRATEGY, 109), (STRATEGY, 111), (STRATEGY, 1448), (STRATEGY, 1531), (PROGRAMME, 25),
     (PROGRAMME, 45), (PROGRAMME, 53), (PROGRAMME, 59), (PROGRAMME, 60)],
)  # fmt: skip
def test_true_sums_are_not_reported(as_written, name, line):
    arithmetic = {"parts-and-total", "shares-100", "percent-of-numbers", "difference",
                  "table-total", "count-and-list"}  # fmt: skip
    assert not {check for check, place in as_written(name) if place == line} & arithmetic


def test_what_a_careful_reader_finds(as_written):
    """Found by reading the documents line by line, before the checks were written."""
    assert {
        ("percent-of-numbers", 112),
        ("parts-and-total", 1290),
        ("count-and-list", 127),
        ("stated-twice", 1427),
        ("stated-twice", 1305),
        ("stated-twice", 1503),
        ("rate-per-population", 1504),
        ("unit-that-cannot-be", 719),
        ("unit-that-cannot-be", 893),
        ("orphaned-unit", 718),
        ("code-title", 1334),
        ("code-order", 1465),
        ("chapter-numbers", 1481),
    } <= as_written(STRATEGY)
    assert {
        ("day-exists", 518),
        ("end-after-start", 496),
        ("end-after-start", 529),
        ("end-after-start", 530),
        ("end-after-start", 588),
        ("money-and-activity", 496),
        ("year-in-words", 420),
        ("code-parent", 241),
        ("chapter-numbers", 31),
        ("chapter-numbers", 111),
        ("code-numeral", 453),
        ("placeholder", 95),
        ("placeholder", 101),
        ("placeholder", 442),
        ("step-numbers", 589),
        ("number-grouping", 508),
    } <= as_written(PLAN)
    assert ("alphabet", 52) in as_written(PROGRAMME)
