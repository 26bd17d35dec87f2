"""The audit as text, CSV, page and JSON, in both languages, and the command."""

from __future__ import annotations

import ast
import csv
import io
import json
import string
from html.parser import HTMLParser

import pytest

from stratanalysis.audit import CHECKS, GROUPS, audit_command, audit_document, render_audit
from stratanalysis.audit import completeness as completeness_module
from stratanalysis.cli import main
from stratanalysis.documents.reading import document_from_text
from stratanalysis.errors import MissingInputError, UnknownNameError
from stratanalysis.language import language

TEXT = (
    "У мережі 30 закладів, з них 13 шкіл, 18 садків.\n\n"
    "=SUM(A1) має 200 км, з них <b>аварійних</b> 50 км (30%).\n\nПлани????"
)


@pytest.fixture(scope="module")
def result():
    return audit_document(document_from_text(TEXT, name="<b>small</b>.txt"))


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.language = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("code", ["uk", "en"])
def test_the_page(result, code):
    text = render_audit(result, format="html", language_code=code)
    page = _Page()
    page.feed(text)
    assert page.open == []
    assert page.language == code
    assert page.tags.count("h1") == 1
    assert "b" not in page.tags  # what stands in a document is never markup
    assert "&lt;b&gt;аварійних" in text
    assert language(code).text("Arithmetic") in text
    assert "script" not in page.tags


def test_the_text_is_grouped(result):
    text = render_audit(result, language_code="en")
    assert text.index("Arithmetic (2)") < text.index("Ready for monitoring (1)")
    assert "line 1: error" in text
    assert "What was examined" in text


def test_the_csv_has_no_formulas_and_reads_back(result):
    rows = list(csv.DictReader(io.StringIO(render_audit(result, format="csv", language_code="en"))))
    assert [row["source_line"] for row in rows] == ["1", "3", "5"]
    assert all(not value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    assert rows[1]["quoted"].startswith("'=SUM")


def test_the_json(result):
    data = json.loads(render_audit(result, format="json", language_code="en"))
    assert data["status"] == "error"
    assert [f["source_line"] for f in data["findings"]] == [1, 3, 5]
    assert {check["check"] for check in data["checks"]} == {check.code for check in CHECKS}


def test_nothing_to_check_is_said():
    unknown = audit_document(document_from_text("Громада дбає про людей."))
    assert "Not understood: neither a strategy" in render_audit(unknown, language_code="en")
    empty = audit_document(document_from_text("Стратегічна ціль 1. Ліс"), checks=["day-exists"])
    assert "Nothing to check: no statement" in render_audit(empty, language_code="en")
    assert "Нема чого перевіряти" in render_audit(empty)


def test_unknown_options(result):
    with pytest.raises(UnknownNameError, match="format"):
        render_audit(result, format="pdf")
    with pytest.raises(UnknownNameError, match="language"):
        render_audit(result, language_code="de")
    with pytest.raises(UnknownNameError, match="fail-on"):
        audit_command("x.txt", fail_on="always")


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [
        (TEXT, "error", 1),
        (TEXT, "never", 0),
        ("Плани????", "error", 0),
        ("Плани????", "warning", 1),
        ("Звіт 28.02.2021.", "warning", 0),
    ],
)
def test_the_exit_status(tmp_path, capsys, text, fail_on, status):
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    arguments = ["audit", str(path), "--fail-on", fail_on, "--data", str(tmp_path)]
    assert main([*arguments, "--language", "en"]) == status
    assert capsys.readouterr().out.startswith("plan.txt: audit")


def test_a_community_by_its_slug(root):
    out = io.StringIO()
    status = audit_command("example", data=root / "data", fail_on="never", out=out)
    assert status == 0
    assert out.getvalue().startswith("example: ")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(MissingInputError, match=r"plan\.txt"):
        audit_command(tmp_path / "plan.txt", data=tmp_path)


def _messages(root):
    """Return the reasons in the code: the third argument of mismatch, and what `why` is set to."""

    def words(node):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from words(node.body)
            yield from words(node.orelse)

    for path in (root / "stratanalysis" / "audit").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "mismatch":
                yield from words(node.args[2])
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "why":
                yield from words(node.value)
    for what in completeness_module._LACKS.values():
        yield "{stated} " + what
    yield from completeness_module._ALL_LACK.values()


def _fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_all_words_of_the_audit_are_translated(root):
    speak = language("uk")
    wanted = {*_messages(root), *GROUPS.values()}
    wanted |= {check.title for check in CHECKS} | {check.advice for check in CHECKS}
    assert len(wanted) > 150
    for message in wanted:
        fields = {name: f"<{name}>" for name in _fields(message)}
        translated = speak.text(message, **fields)
        assert translated != (message.format(**fields) if fields else message), message
        for name in fields.values():
            assert name in translated or name in {"<tree>"}, message
