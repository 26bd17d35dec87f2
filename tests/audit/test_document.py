"""The whole audit: result, status, order of the list, hostile texts, linear time."""

from __future__ import annotations

import re
import time

import pytest

from stratanalysis.audit import CHECKS, GROUPS, audit_community, audit_document, audit_tables
from stratanalysis.documents.reading import document_from_text
from stratanalysis.errors import MissingInputError, UnknownNameError
from stratanalysis.findings import FINDING_COLUMNS

BAD = (
    "У мережі 30 закладів, з них 13 шкіл, 18 садків.\n\n"
    "Стара мережа має 200 км, з них аварійних 50 км (30%).\n\nЗвіт до 30.02.2021."
)


def audit(text, **more):
    return audit_document(document_from_text(text, name="small.txt"), **more)


def test_the_findings_are_a_table_sorted_by_place():
    result = audit(BAD)
    assert tuple(result.findings.columns) == FINDING_COLUMNS
    assert result.findings["source_line"].tolist() == [1, 3, 5]
    assert result.findings["check"].tolist() == [
        "parts-and-total", "percent-of-numbers", "day-exists",
    ]  # fmt: skip
    assert result.status == "error"


def test_the_tally_adds_up_and_names_what_was_not_checked():
    tally = audit(BAD).tally
    assert (
        tally["examined"] == tally[["confirmed", "contradicted", "not_checkable"]].sum(axis=1)
    ).all()
    outcome = tally.set_index("check")["outcome"]
    assert outcome["day-exists"] == "contradicted"
    assert outcome["table-total"] == "nothing_to_check"
    assert len(tally) == len(CHECKS)


def test_a_document_without_figures_is_not_called_ok():
    assert audit("Громада дбає про людей. Громада дбає про ліс.").status == "not understood"
    assert audit("Звіт подано 28.02.2021.").status == "not understood"
    assert audit("Стратегічна ціль 1. Ліс, у якому 30 дерев").status != "not understood"


def test_the_list_of_checks():
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes))
    assert {check.group for check in CHECKS} == set(GROUPS)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)


def test_chosen_checks_and_unknown_ones():
    assert set(audit(BAD, checks=["day-exists"]).findings["check"]) == {"day-exists"}
    with pytest.raises(UnknownNameError, match="did you mean 'day-exists'"):
        audit(BAD, checks=["day-exist"])


def test_a_missing_file(tmp_path):
    with pytest.raises(MissingInputError, match=r"nothing\.txt"):
        audit_document(tmp_path / "nothing.txt")


def test_every_finding_speaks_ukrainian():
    english = audit(BAD)
    ukrainian = english.findings_in("uk")
    for mine, theirs in zip(english.findings["why"], ukrainian["why"], strict=True):
        assert mine != theirs
        assert re.search("[а-яіїє]", theirs)


def test_a_community_of_tables(root):
    from stratanalysis.community import Community

    result = audit_community(Community.read(root / "data" / "communities" / "example"))
    assert result.tally["examined"].sum() > 0


def test_no_tables_is_nothing_to_check():
    assert audit_tables({}).status == "nothing_to_check"


@pytest.mark.parametrize(
    "text",
    [
        "1234567890" * 200_000,
        "12 " * 200_000,
        "(" * 200_000 + ")" * 200_000,
        "з них 5 (" * 100_000,
        "а" * 1_000_000,
        "5 % " * 10_000,
        ("Усього 10 закладів, з них " + "1 закладів, " * 2000 + ".\n\n") * 4,
        "1." * 300_000,
        "- 5 шт (од);\n" * 4_000,
        "| 1 | 2 |\n" * 4_000,
        "1 + " * 200_000 + "= 5",
    ],
    ids=["digits", "numbers", "brackets", "markers", "word", "percents", "parts", "codes", "items",
         "rows", "sum"],
)  # fmt: skip
def test_hostile_texts_end(text):
    started = time.perf_counter()
    audit(text)
    assert (
        time.perf_counter() - started < 40
    )  # far above what a busy machine needs; no backtracking


def test_what_is_too_long_to_read_is_told():
    result = audit("Слово 5 % і 6 %. " * 3000)
    assert "not-read" in set(result.findings["check"])


def test_a_word_document_gives_the_same_findings(tmp_path):
    import docx

    texts = [
        *BAD.split("\n\n"), "Стратегічна ціль 1. Люди", "Операційна ціль 1.1. Школи громади",
        "Операційна ціль 2.1. Дороги громади", "Завдання 1.7 передбачає план.",
    ]  # fmt: skip
    word = docx.Document()
    for text in texts:
        word.add_paragraph(text)
    grid = word.add_table(rows=0, cols=2)
    for cells in (("Назва", "Сума"), ("А", "10,0"), ("Б", "20,0"), ("Разом", "31,0")):
        row = grid.add_row().cells
        row[0].text, row[1].text = cells
    word.save(tmp_path / "same.docx")
    table = "| Назва | Сума |\n|---|---|\n| А | 10,0 |\n| Б | 20,0 |\n| Разом | 31,0 |"
    plain = audit("\n\n".join([*texts, table]))
    other = audit_document(tmp_path / "same.docx")
    assert [f.check for f in other.problems] == [f.check for f in plain.problems]
    assert [f.message for f in other.problems] == [f.message for f in plain.problems]
    places = [f.source.place for f in other.problems]
    assert places[0] == "paragraph 1"
    assert any(place.startswith("table 1, row 4") for place in places)


def test_the_input_is_not_changed():
    from stratanalysis.plans.extraction import extract_document

    extraction = extract_document(document_from_text(BAD))
    before = {name: frame.copy() for name, frame in extraction.tables.items()}
    audit_document(extraction)
    assert all(before[name].equals(frame) for name, frame in extraction.tables.items())
