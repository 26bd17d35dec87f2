"""Every code block of the pages is run, in the order of the page, as a reader would.

``sh`` blocks run in a copy of the project's folder; ``text`` after one is what it prints; ``csv``
and ``toml`` with a title are written where the title says. What cannot run here (the set-up of an
environment, the network, a server, a scheduler) is checked word by word: commands of the project
against its own parser, targets of make against the Makefile.

A pair of pages shows the same blocks, so one of the two is run, in turn; ``--all-pages`` runs both.
A command that several pages show is run on the first of them, and on another that goes on from it.
"""

from __future__ import annotations

import ast
import configparser
import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from stratanalysis.cli import _parser, main
from stratanalysis.scenarios import read_scenarios

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in [
        ROOT / "README.md",
        ROOT / "README.en.md",
        ROOT / "data" / "README.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
)
_BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```", re.DOTALL | re.MULTILINE
)
RUN = ("text", "python", "sh", "csv", "toml")
READ_ONLY = ("", "bat", "crontab", "ini", "json")
# Beginnings of lines that need what a test has not; the rest of the line is still checked.
NOT_RUN = (
    "source .venv",
    "python3 -m venv",
    "uv ",
    "conda ",
    "make ",
    "jupyter ",
    "dask ",
    "stratanalysis explore",
    "stratanalysis fetch",
    "pip install",
    "stratanalysis example",  # the copy of the project has it already
    "stratanalysis take",  # the files are the reader's own
    "stratanalysis undo data/",
    "stratanalysis report Мукачівська",
    "stratanalysis annual --scheduler",
    "sudo ",
    "systemctl ",
    "journalctl ",
    "stratanalysis workshop",  # the command and every lesson run in tests/workshop
    "stratanalysis session",  # the kit and the report are made in tests/workshop
    "python -m pytest",
    ".venv/bin/",
    "git clone",
    "cd ",
    "python tools/",
    "python benchmarks/",
)


@dataclass(frozen=True)
class Block:
    kind: str
    title: str
    body: str
    line: int


def blocks(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        info = found["info"].strip()
        title = re.search(r'title="([^"]+)"', info)
        yield Block(
            info.split(" ")[0],
            title[1] if title else "",
            textwrap.dedent(found["body"]),
            text.count("\n", 0, found.start()) + 1,
        )


def twin(page):
    """The same page in Ukrainian."""
    return page.replace(".en.md", ".md")


def in_turn(pages):
    """One language of each page, in turn."""
    pairs = {}
    for page in pages:
        pairs.setdefault(twin(page), []).append(page)
    return [pair[number % len(pair)] for number, pair in enumerate(pairs.values())]


RUNNABLE = [page for page in PAGES if any(block.kind in RUN for block in blocks(page))]
CHOSEN = in_turn(RUNNABLE)


@pytest.fixture
def folder(tmp_path):
    """The parts of the project that commands use, to write into."""
    place = tmp_path / "project"
    place.mkdir()
    shutil.copytree(ROOT / "data" / "communities", place / "data" / "communities")
    (place / "data" / "reference").symlink_to(ROOT / "data" / "reference")
    (place / "notebooks").mkdir()
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy2(notebook, place / "notebooks")
    shutil.copytree(ROOT / "notebooks" / "workshop", place / "notebooks" / "workshop")
    _write_strategy(place / "strategy.docx")
    return place


def _write_strategy(path):
    """The invented strategy of the workshop and two goals as a Word document."""
    from docx import Document

    book = Document()
    for line in (
        "Стратегічна ціль 1. Розвиток підприємництва",
        "Операційна ціль 1.1. Відкрити центр підтримки підприємців",
        "Завдання 1.1.1. Навчити сто підприємців",
        "Стратегічна ціль 2. Безпечне довкілля",
        "Операційна ціль 2.1. Оновити мережу водопостачання",
        "Завдання 2.1.1. Замінити чотири кілометри труб",
    ):
        book.add_paragraph(line)
    text = ROOT / "stratanalysis" / "workshop" / "exercise_strategy.txt"
    for line in text.read_text(encoding="utf-8").splitlines():
        book.add_paragraph(line)
    book.save(str(path))


def commands(block):
    return [
        line.split("  #")[0].strip()
        for line in block.body.replace("\\\n", " ").splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]


def in_any_language(line):
    """A command without the language that it asks for."""
    return re.sub(r"/(uk|en)/", "/uk/", re.sub(r" --language (uk|en)\b", "", line))


def first_shown():
    """The page of each command that runs it: the first that shows it, the front page last."""
    first = {}
    for page in sorted(CHOSEN, key=lambda page: page.startswith("README")):
        for block in blocks(page):
            for line in commands(block) if block.kind == "sh" else ():
                first.setdefault(in_any_language(line), page)
    return first


FIRST = first_shown()


def run_shell(lines, where):
    printed = io.StringIO()
    for line in lines:
        if line.startswith(NOT_RUN):
            check_words(line, where)
            continue
        words = shlex.split(line)
        assert words[0] == "stratanalysis", f"{where}: {line} is neither run nor checked"
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            status = main(words[1:])
        assert status == 0, f"{where}: {line}\n{printed.getvalue()}"
    return printed.getvalue()


def check_words(line, page):
    """A command that is not run must at least be spelt as the program knows it."""
    words = shlex.split(line)
    if words[0].endswith("stratanalysis"):
        _parser().parse_args(words[1:])
    elif words[0] == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        assert words[1] in targets, f"{page}: make has no target {words[1]}"
    elif words[:2] == ["dask", "worker"]:
        assert {"--nworkers", "--nthreads"} >= {w for w in words if w.startswith("--")}
    elif words[0] == "conda" and "-f" in words:
        assert (ROOT / words[words.index("-f") + 1]).is_file()
    elif words[0] == "python" and words[1] != "-m":
        assert (ROOT / words[1]).is_file(), f"{page}: {words[1]}"


def write_csv(block, folder):
    if not block.title.startswith("workbook.xlsx: "):
        (folder / block.title).write_text(block.body, encoding="utf-8")
        return
    newest = max(
        (folder / "data" / "communities").glob("*/workbook.xlsx"),
        key=lambda path: path.stat().st_mtime,
    )
    book = openpyxl.load_workbook(newest)
    sheet = book[block.title.removeprefix("workbook.xlsx: ")]
    heads = [str(cell.value or "") for cell in sheet[1]]
    for number, row in enumerate(csv.DictReader(io.StringIO(block.body)), 3):
        for name, value in row.items():
            place = next(i for i, head in enumerate(heads, 1) if head.startswith(name))
            cell = sheet.cell(number, place)
            try:
                cell.value = value if "od" in name or "Код" in name else float(value)
            except ValueError:
                cell.value = value or None
    book.save(newest)


def check_toml(block, page):
    if block.title != "scenario":
        tomllib.loads(block.body)
        return
    own = set(tomllib.loads(block.body))
    head = '[baseline]\nlabel = { uk = "Базовий", en = "Baseline" }\n\n'
    scenarios = read_scenarios((head if "[baseline]" not in block.body else "") + block.body)
    assert own <= set(scenarios), page


IN_SHORT = ("docs/architecture", "docs/decisions", "docs/methods/")
"""Pages whose Ukrainian is a summary, without the blocks."""


def shown(page):
    """What the blocks of a page do, whatever the words: kinds, commands, statements."""
    for block in blocks(page):
        if block.kind == "sh":
            yield block.kind, [in_any_language(line) for line in commands(block)]
        elif block.kind == "python":
            yield block.kind, ast.dump(ast.parse(block.body))
        else:
            yield block.kind, re.sub(r"[^/]*\.xlsx: .*", "sheet", block.title)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ".en." in page and not page.startswith(IN_SHORT)]
)
def test_both_languages_show_the_same_blocks(page):
    assert list(shown(twin(page))) == list(shown(page))


@pytest.mark.parametrize("page", RUNNABLE)
def test_the_blocks_of_a_page_run_in_order(page, folder, monkeypatch, request):
    every = request.config.getoption("--all-pages")
    if page not in CHOSEN and not every:
        pytest.skip("the page is run in its other language; --all-pages runs both")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8" if ".en." in page else "uk_UA.UTF-8")
    names: dict[str, object] = {"__name__": "page"}
    printed, elsewhere = "", []
    for block in blocks(page):
        where = f"{page}:{block.line}"
        if block.kind == "sh":
            printed = ""
            for line in commands(block):
                elsewhere = [*(() if page.startswith("README") else elsewhere), line]
                if every or FIRST[in_any_language(line)] == page:
                    printed += run_shell(elsewhere, where)
                    elsewhere = []
        elif block.kind == "text" and (printed or elsewhere):
            if elsewhere:
                printed += run_shell(elsewhere, where)
                elsewhere = []
            said = printed.replace(os.sep, "/")
            for line in block.body.strip().splitlines():
                assert line.strip() in said, f"{where}: {line!r} is not printed\n{printed}"
        elif block.kind == "python":
            exec(compile(block.body, where, "exec"), names)
        elif block.kind == "csv" and block.title:
            write_csv(block, folder)
        elif block.kind == "toml":
            check_toml(block, where)
            if block.title.endswith(".toml"):
                (folder / block.title).write_text(block.body, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_known_kind_and_well_formed(page):
    for block in blocks(page):
        assert block.kind in RUN + READ_ONLY, f"{page}:{block.line}: {block.kind!r}"
        if block.kind == "python":
            ast.parse(block.body)
        elif block.kind == "json":
            json.loads(block.body)
        elif block.kind == "ini":
            parser = configparser.ConfigParser()
            parser.read_string(block.body)
            start = parser.get("Service", "ExecStart", fallback="")
            if start:
                _parser().parse_args(shlex.split(start)[1:])
        elif block.kind == "crontab":
            five = block.body.split()[:5]
            assert all(re.fullmatch(r"\*|\d+", field) for field in five)
            command = re.search(r"bin/stratanalysis (.*?) >>", block.body)
            _parser().parse_args(shlex.split(command[1]))
        elif block.kind == "bat":
            for line in block.body.splitlines():
                if "\\stratanalysis " in line:
                    _parser().parse_args(line.split("stratanalysis ", 1)[1].split())
