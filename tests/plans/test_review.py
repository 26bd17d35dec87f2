"""The reviewer's page, the corrections it leads to, and the status of what was read."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from stratanalysis.documents.reading import document_from_text
from stratanalysis.errors import InvalidInputError
from stratanalysis.language import language
from stratanalysis.plans import extract_document, load_document
from stratanalysis.plans.coverage import language_of
from stratanalysis.plans.review import review_page

PLAIN = (
    "Стратегічна ціль 1. Ліс\nОпераційна ціль 1.2. Дуби\n\nЩо робимо\n- садити\n- поливати\n\n"
    "Що\tНомер\tСлово\tЧисло, тис. грн\nСад\t2025\tСклад\t5,5\nГай\t2026\tСклад\t6,5\n"
)
RULES = (
    '[[list]]\nline = 4\nkind = "task"\ngoal = "1.2"\n'
    '[[table]]\nline = 8\ncolumns = { 1 = "measure", 2 = "term", 3 = "executor", 4 = "money" }\n'
)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.add(str(found["id"]))
        if tag == "a":
            self.targets.add(str(found["href"]).removeprefix("#"))


def test_corrections_beside_the_document_are_obeyed(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAIN, encoding="utf-8")
    before = load_document(file)
    assert before["goals"]["level"].tolist() == ["strategic", "operational"]
    assert before["measures"].empty
    (tmp_path / "document.toml").write_text(RULES, encoding="utf-8")
    found = load_document(file)
    assert found["goals"]["code"].tolist() == ["1", "1.2", "1.2.1", "1.2.2"]
    assert found["measures"]["executor"].tolist() == ["Склад", "Склад"]
    # 5.5 and 6.5 thousand, in the years of their terms
    assert found["money"][["year", "amount"]].to_numpy().tolist() == [[2025, 5500], [2026, 6500]]


@pytest.mark.parametrize(
    "rule",
    ['[[table]]\nline = 8\ncolumns = { 3 = "king" }', '[[list]]\nkind = "task"', "[[page]]\nn = 1"],
)
def test_wrong_corrections_are_refused_by_name(tmp_path: Path, rule: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAIN, encoding="utf-8")
    (tmp_path / "document.toml").write_text(rule, encoding="utf-8")
    with pytest.raises(InvalidInputError, match="king|no place|page"):
        load_document(file)


def test_the_page_links_rows_and_places_both_ways_and_runs_no_words() -> None:
    text = PLAIN.replace("Дуби", "<script>alert(1)</script>").replace("Що робимо", "Завдання:")
    page = review_page(extract_document(document_from_text(text)), language("uk"))
    links = _Links()
    links.feed(page)
    assert {"goals-0", "goals-2", "b0"} <= links.ids
    assert links.targets <= links.ids
    assert "alert(1)</script>" not in page
    assert "не прочитано" in page  # the table that no rule knows


def test_a_document_that_nothing_was_understood_of_says_so() -> None:
    found = extract_document(document_from_text("Сьогодні в громаді відбулося свято врожаю."))
    assert found.status == "not understood"
    assert found.report()["status"] == "not understood"
    assert found.report()["coverage"]["paragraphs"] == {"read": 0, "left": 1}


def test_tasks_without_a_goal_are_proposals_and_no_goals() -> None:
    found = extract_document(document_from_text("Довідка\n\nЗавдання:\n- садити;\n- поливати.\n"))
    assert found["goals"].empty
    assert found["proposals"]["title"].tolist() == ["садити", "поливати"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Громада розвиває школи та дороги для мешканців і гостей", "uk"),
        ("Община развивает школы и дороги для жителей и гостей", "ru"),
        ("The community builds the roads for the people and the schools", "en"),
        ("Gmina rozwija szkoły oraz drogi dla mieszkańców i gości na lata", "pl"),
        ("слово", ""),
    ],
)
def test_the_language_is_told(text: str, code: str) -> None:
    assert language_of(text) == code
